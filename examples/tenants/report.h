/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* What the firmware says at its end. */
#ifndef REPORT_H
#define REPORT_H

#include <stdint.h>

/* Prints the table of containers, what they did, and the answer in device_packet(). If the firmware
 * was given an argument, how much of the C stack it took instead. */
void report_print(int32_t answer_bytes, uint32_t stack_bytes);

#endif
