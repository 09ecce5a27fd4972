/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/**
 * @file
 * Running a program.
 *
 *     rbpf_vm_init -> rbpf_vm_start -> rbpf_run ---> RBPF_OK: rbpf_vm_result
 *                          ^            ^   |
 *                          |            |   +------> RBPF_YIELDED: run again
 *                          |            |   +------> RBPF_SUSPENDED: rbpf_vm_complete, run again
 *                          +------------|---+------> a fault: rbpf_vm_fault
 *
 * All state lies in the memory that the host gives: between calls nothing is on
 * the C stack. One VM belongs to one thread at a time; different VMs are independent: they may take
 * turns, share a program, and one may be run by a helper of the other. A VM that is running is not
 * to be changed: what a helper asks of the VM that called it is refused (RBPF_ERR_RUNNING), but for
 * rbpf_vm_init(), which cannot know.
 *
 * VMs of which one is started only when the run of the other is over may have the same stack: a run
 * finds it all zero, as far as it can reach it. What it leaves there stays until the next one
 * begins. Data is the host's to set; see rbpf_image_init_data().
 */
#ifndef RBPF_VM_H
#define RBPF_VM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <rbpf/config.h>
#include <rbpf/program.h>
#include <rbpf/region.h>
#include <rbpf/status.h>

#ifdef __cplusplus
extern "C" {
#endif

#define RBPF_REGISTER_COUNT 11u

/** r0 to r10. Read them with rbpf_vm_register(). */
struct rbpf_registers {
#if RBPF_SPLIT_REGISTERS
    uint32_t low[RBPF_REGISTER_COUNT];
    uint32_t high[RBPF_REGISTER_COUNT];
#else
    uint64_t wide[RBPF_REGISTER_COUNT];
#endif
};

/** What a call keeps of its caller. Private. */
struct rbpf_frame {
    /* r6 to r9 */
#if RBPF_SPLIT_REGISTERS
    uint32_t low[4];
    uint32_t high[4];
#else
    uint64_t wide[4];
#endif
    uint32_t return_insn;
    uint32_t stack_top;
};

/** What a VM works on. The host owns all of it and keeps it while the VM is in use. */
struct rbpf_vm_config {
    /** Verified; null or not verified: RBPF_ERR_NOT_VERIFIED. Loaded anew, it needs a VM made
     * anew. */
    const struct rbpf_program *program;
    /** RBPF_REGION_COUNT(n) rows, which the VM fills. */
    struct rbpf_region *regions;
    uint32_t region_count;
    /** One for each nested call, of which 65535 are used at most; null and 0 if the program calls
     * none of its functions. */
    struct rbpf_frame *frames;
    uint32_t frame_count;
    /** The guest's stack; null and 0 if it needs none. */
    void *stack;
    uint32_t stack_bytes;
    /** The image's read-only data, or null and 0. */
    const void *rodata;
    uint32_t rodata_bytes;
    /** The image's data and bss, filled by rbpf_image_init_data(), or null and 0. */
    void *data;
    uint32_t data_bytes;
    /** For the host's helpers: rbpf_call_user(). */
    void *user;
};

/** A machine that runs a program. Its fields are private. */
struct rbpf_vm {
    struct rbpf_registers registers;
    uint64_t executed_insns;
    /* While a helper runs, what it charged; 0 between calls. After a fault, what a helper that
     * failed returned, or the number of the argument that was refused. */
    int32_t detail;
    int16_t status;
    uint16_t depth;
    struct rbpf_region *regions;
    uint32_t region_count;
    /* The next instruction, and where the budget runs out if no jump is taken: see src/exec/exec.h.
     */
    const uint8_t *pc;
    uintptr_t limit;
    const struct rbpf_program *program;
    struct rbpf_frame *frames;
    uint16_t frame_count;
    uint8_t state;
    uint8_t stop;
    uint32_t stack_bytes;
    /* The table of the program's helpers, or null. */
    const struct rbpf_helper *helpers;
    void *user;
};

/**
 * Makes a VM of `config` (which need not be kept). Nothing is mapped but stack,
 * read-only data and data. Not for a VM that is running. If it is refused, so is
 * all that is asked of the VM.
 *
 * @return RBPF_OK; RBPF_ERR_ARGUMENT: null, too few regions, or memory above RBPF_GRANT_MAX;
 *         RBPF_ERR_NOT_VERIFIED; RBPF_ERR_GRANT: memory of the guest
 *         overlaps the program or the state of the VM.
 */
enum rbpf_status rbpf_vm_init(struct rbpf_vm *vm, const struct rbpf_vm_config *config);

/** The most bytes that can be lent at once. */
#define RBPF_GRANT_MAX 0x7fffffffu

/**
 * Memory that is lent to a guest. What is lent may overlap, also with its stack and data: each
 * region has its own rights and ends, so that bytes can be changed if one of their regions is
 * writable.
 */
struct rbpf_grant {
    /** At any alignment. May be null where bytes is 0. The guest never changes it by this region
     * unless writable. */
    const void *base;
    /** 0 to RBPF_GRANT_MAX. */
    uint32_t bytes;
    bool writable;
};

/**
 * Maps one of the host's own regions, RBPF_REGION_HOST to region_count - 2,
 * until it is mapped again. The memory is the host's.
 *
 * @return RBPF_OK; RBPF_ERR_ARGUMENT: no such region, null memory or too much, or no VM of
 *         rbpf_vm_init();
 *         RBPF_ERR_RUNNING; RBPF_ERR_GRANT: it overlaps the program or the VM's state.
 */
enum rbpf_status rbpf_vm_map(struct rbpf_vm *vm, uint32_t region, const struct rbpf_grant *grant);

/**
 * Sets the VM to the first instruction of a function. r1 becomes the address of
 * the context (0 if it is empty), r2 its length, r10 the frame pointer, all others 0;
 * the stack is zeroed as far as the program needs it. Whatever ran before is given up, also if
 * this fails; a stop that was asked for is not.
 *
 * @param function index in the list of functions: 0 for raw programs, see rbpf_image_find_entry()
 * @param context  lent to the guest until the run has ended; null: none
 * @return RBPF_OK; RBPF_ERR_RUNNING; RBPF_ERR_NO_FUNCTION; RBPF_ERR_STACK_TOO_SMALL;
 *         RBPF_ERR_GRANT; RBPF_ERR_ARGUMENT
 */
enum rbpf_status rbpf_vm_start(struct rbpf_vm *vm, uint32_t function,
                               const struct rbpf_grant *context);

/**
 * Runs until the program ends, faults, waits for a helper, or has used up the
 * budget. The budget counts executed instructions (LDDW is one) and what
 * helpers charge. It is looked at wherever a jump is taken, a call is made or
 * returns, so a run may exceed it by at most facts.longest_run_insns and what its
 * last helper charged.
 *
 * Running in slices gives the same result, count and memory as running whole.
 *
 * @param budget_insns 0: returns RBPF_YIELDED at once
 * @return RBPF_OK, RBPF_YIELDED, RBPF_SUSPENDED, RBPF_FAULT_..., RBPF_ERR_NOT_STARTED,
 *         RBPF_ERR_RUNNING, RBPF_ERR_SUSPENDED, RBPF_ERR_ARGUMENT: null
 */
enum rbpf_status rbpf_run(struct rbpf_vm *vm, uint64_t budget_insns);

/** Executes one instruction; else like rbpf_run(). Returns RBPF_YIELDED while the program goes on.
 */
enum rbpf_status rbpf_step(struct rbpf_vm *vm);

/**
 * Asks a run to stop: it returns RBPF_YIELDED after at most RBPF_STOP_INTERVAL instructions, and
 * as many more as a budget may be exceeded by. A run that returns RBPF_YIELDED for another reason
 * has stopped too, and what was asked of it is done. If none is in progress, or it ends with
 * another status before it notices, the next rbpf_run() is stopped; rbpf_step() does not look. From
 * any thread or interrupt.
 */
void rbpf_vm_stop(struct rbpf_vm *vm);

/**
 * Ends the call of a helper that returned RBPF_SUSPENDED: r0 becomes `result`.
 *
 * @return RBPF_OK; RBPF_ERR_NOT_STARTED: no helper waits (not before rbpf_run() has
 *         returned RBPF_SUSPENDED); RBPF_ERR_ARGUMENT: null
 */
enum rbpf_status rbpf_vm_complete(struct rbpf_vm *vm, uint64_t result);

/** Register 0 to 10 (others: 0), for tracing and debugging. */
static inline uint64_t rbpf_vm_register(const struct rbpf_vm *vm, uint32_t number)
{
    if (number >= RBPF_REGISTER_COUNT)
        return 0;
#if RBPF_SPLIT_REGISTERS
    return (uint64_t)vm->registers.high[number] << 32 | vm->registers.low[number];
#else
    return vm->registers.wide[number];
#endif
}

/** r0, the result once rbpf_run() has returned RBPF_OK. */
static inline uint64_t rbpf_vm_result(const struct rbpf_vm *vm)
{
    return rbpf_vm_register(vm, 0);
}

/** The slot of the next instruction, or of the one that faulted; 0: never started. */
uint32_t rbpf_vm_pc(const struct rbpf_vm *vm);

/**
 * Instructions that were executed since rbpf_vm_start(), and what helpers charged.
 * One that faulted does not count.
 */
uint64_t rbpf_vm_executed(const struct rbpf_vm *vm);

/**
 * A loop, to be given to rbpf_run_with() and not to be called: rbpf_run() uses the one that
 * RBPF_LOOP chose. Each is linked only if it is named.
 */
typedef enum rbpf_status (*rbpf_loop_fn)(struct rbpf_vm *vm);

/** The loop of computed gotos; there is none without GNU C. */
enum rbpf_status rbpf_loop_goto(struct rbpf_vm *vm);

/** The loop of one `switch`. */
enum rbpf_status rbpf_loop_switch(struct rbpf_vm *vm);

/** The loop that takes the least flash. */
enum rbpf_status rbpf_loop_small(struct rbpf_vm *vm);

/** rbpf_run() by a loop of choice; also RBPF_ERR_ARGUMENT: null. */
enum rbpf_status rbpf_run_with(struct rbpf_vm *vm, uint64_t budget_insns, rbpf_loop_fn loop);

#ifdef __cplusplus
}
#endif

#endif
