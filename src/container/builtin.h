/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* What files of helpers share. */
#ifndef RBPF_CONTAINER_BUILTIN_H
#define RBPF_CONTAINER_BUILTIN_H

#include <rbpf/builtin.h>
#include <rbpf/call.h>
#include <rbpf/engine.h>

/* Hands text to the service log; how many bytes becomes the result. */
void rbpf_builtin_say(struct rbpf_call *call, const char *text, uint32_t bytes);

#endif
