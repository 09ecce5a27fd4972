/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* What the guest of test_threads and the host agree on. */
#ifndef WORK_H
#define WORK_H

#include <stdint.h>

/* The context of each hook, little-endian. */
struct work_event {
    uint32_t flags;
};

/* Adds 1 to the shared word, and to the shared double word, by atomic operations. */
#define WORK_ATOMIC 1u
/* Calls the helper that may wait. */
#define WORK_WAIT 2u
/* Fires the hook number WORK_POSTED. */
#define WORK_POST 4u
/* Having written all: faults, or goes on for ever. */
#define WORK_FAULT 8u
#define WORK_SPIN 16u

/* The hook that guests fire. */
#define WORK_POSTED 3u

/* The key of a container's count of runs in the private store; in the others it is its number. */
#define WORK_PRIVATE_KEY 1u
/* The host's entry in the tenant's and the global store: the same 32 bits twice. */
#define WORK_HOST_KEY 1000u

/* Results: the container's number, whether it posted, and the count from bit 16 on; or what is
 * wrong. */
#define WORK_POSTED_BIT 0x100u
#define WORK_TORN (-1)
#define WORK_NOT_ALONE (-2)
#define WORK_REFUSED (-3)
#define WORK_HALF (-4)
#define WORK_WRONG_ANSWER (-5)

#endif
