/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* A container on a hook, with the helpers of io.h and memory of the host's as its region. */
#ifndef HOSTED_H
#define HOSTED_H

#include <rbpf/rbpf.h>

/* Tables, and a batch to put and one to get. */
#define HOSTED_MEMORY_BYTES (8192u + 2u * (1u << 20))

/* The region; also of the native side, so that both work on the same memory. */
extern uint8_t hosted_memory[HOSTED_MEMORY_BYTES];

/* Of a byte of hosted_memory, for the guest. */
uint64_t hosted_address(const void *at);

/* What a helper returns for a table that is none. */
#define HOSTED_BAD_TABLE RBPF_ERR_ARGUMENT

/* Puts the image on the hook, in the place of the one before. */
enum rbpf_status hosted_attach(const void *image, uint32_t bytes);

/* As rbpf_hook_fire(). The context cannot be written by the guest. */
enum rbpf_status hosted_fire(void *context, uint32_t bytes, int64_t *result);

/* The last fault. */
extern struct rbpf_fault hosted_fault;

#endif
