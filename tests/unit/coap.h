/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Answers to CoAP messages (RFC 7252), as little of it as guests of tests need: no option but
 * Content-Format. */
#ifndef RBPF_TEST_COAP_H
#define RBPF_TEST_COAP_H

#include <rbpf/message.h>

extern const struct rbpf_messages coap_messages;

#endif
