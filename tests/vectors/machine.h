/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * The machine that the test vectors assume: six helpers, 8 call levels of 512
 * bytes, the program's memory as its context. No malloc and no stdio, so that
 * the same code judges vectors on a device.
 */
#ifndef MACHINE_H
#define MACHINE_H

#include <rbpf/rbpf.h>

#define MACHINE_BUDGET_INSNS 200000u
#define MACHINE_FRAMES 7u
#define MACHINE_STACK_BYTES 4096u
#define MACHINE_CANARY_BYTES 16u

/* Calls to different places that one program may have. */
#ifndef MACHINE_FUNCTIONS_MAX
#define MACHINE_FUNCTIONS_MAX 1024u
#endif

/* What runs a program, and in which portions; all zero: rbpf_run(), whole. */
struct machine_options {
    /* 0: MACHINE_BUDGET_INSNS. */
    uint64_t budget_insns;
    /* Run in slices of so many instructions; 0: in one. */
    uint64_t slice_insns;
    /* Null: what RBPF_LOOP chose. */
    rbpf_loop_fn loop;
    /* By rbpf_step(), whatever the loop and the slice. */
    bool step;
    bool context_read_only;
    bool no_callx;
    /* What the stack and the bytes round it hold before the run: no result may depend on it. */
    uint8_t filler;
};

struct machine_bytes {
    uint8_t *data;
    size_t size;
};

/* How a case ended. */
struct machine_outcome {
    enum rbpf_status status;
    /* The program was refused before it ran: status says why, where says at which instruction. */
    bool rejected;
    uint32_t where;
    /* Valid where status is RBPF_OK. */
    uint64_t r0;
    uint64_t executed_insns;
    struct rbpf_fault fault;
    /* A run yielded before its budget was used up, or later than the longest straight run allows.
     */
    bool miscounted;
    /* Bytes beside the stack, the frames or the regions were written: the VM has a hole. */
    bool harmed;
};

struct machine {
    struct rbpf_program program;
    struct rbpf_facts facts;
    struct rbpf_vm vm;
    struct rbpf_function functions[MACHINE_FUNCTIONS_MAX];
    uint8_t canary_regions[MACHINE_CANARY_BYTES];
    struct rbpf_region regions[RBPF_REGION_COUNT(0)];
    uint8_t canary_frames[MACHINE_CANARY_BYTES];
    struct rbpf_frame frames[MACHINE_FRAMES];
    uint8_t canary_stack[MACHINE_CANARY_BYTES];
    uint8_t stack[MACHINE_STACK_BYTES];
    uint8_t canary_end[MACHINE_CANARY_BYTES];
};

/*
 * Loads and runs one case. `program` is aligned to 8, `context` at any
 * alignment; both stay the caller's, and so does what lies beside them.
 */
struct machine_outcome machine_run(struct machine *machine, struct machine_bytes program,
                                   struct machine_bytes context,
                                   const struct machine_options *options);

/* The word of the vectors for a status that is no RBPF_OK: oob, ro, align, budget, depth, helper.
 */
const char *machine_fault_kind(enum rbpf_status status);

/* The loop called `name`: goto, switch, small; null: there is none. */
rbpf_loop_fn machine_loop(const char *name);

#endif
