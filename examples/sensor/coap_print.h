/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Messages for people. */
#ifndef COAP_PRINT_H
#define COAP_PRINT_H

#include <stdint.h>

/* A line: what it is, and its bytes. */
void coap_print_bytes(const char *what, const uint8_t *packet, uint32_t bytes);

/* The same of an answer, and a line of what it says. Of no bytes: that there is none. */
void coap_print_answer(const char *what, const uint8_t *packet, uint32_t bytes);

#endif
