/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * Prints the rows of painted.csv: cpu,variant,function,bytes: how much of the C stack functions
 * were seen to take. The stack below is painted, a function is called in the ways that lead
 * deepest, and what is no longer painted was used. Helpers here take no stack.
 */
#include <inttypes.h>
#include <stdio.h>

#include <board.h>

#include "asm.h"
#include "machine.h"
#include "workloads.h"

#define BUDGET_INSNS 1000u

static const volatile uint32_t *top;

static void print_row(const char *variant, const char *function, uint32_t bytes)
{
    printf("%s,%s,%s,%" PRIu32 "\n", BENCH_CPU, variant, function, bytes);
}

static enum rbpf_status helper(struct rbpf_call *call)
{
    (void)call;
    return RBPF_OK;
}

static const struct rbpf_helper table[] = {
    {.fn = helper, .args = {RBPF_ARG_WRITES(2), RBPF_ARG_SCALAR, RBPF_ARG_STRING}},
};
static const struct rbpf_helpers helpers = {.table = table, .count = 1};

static uint8_t context[64];
static const struct rbpf_grant read_only = {context, sizeof context, false};
static const struct rbpf_grant writable = {context, sizeof context, true};

/* Programs that end in each way of going deep. */
static const struct path {
    const uint64_t *insns;
    size_t insns_bytes;
    const struct rbpf_grant *grant;
    enum rbpf_status status;
} paths[] = {
#define PATH(expected, context, ...)                                                               \
    {                                                                                              \
        .grant = &(context), .status = (expected), PROGRAM(__VA_ARGS__)                            \
    }
    /* A helper with memory and a string, by number and by register, from a called function. */
    PATH(RBPF_OK, writable, MOV64_K(2, 8), MOV64_X(3, 1), CALL_LOCAL(1), EXIT(), CALL_HELPER(0),
         EXIT()),
    PATH(RBPF_OK, writable, MOV64_K(2, 8), MOV64_X(3, 1), CALL_LOCAL(1), EXIT(), MOV64_K(6, 0),
         CALL_REG(6), EXIT()),
    /* One that is refused its memory. */
    PATH(RBPF_FAULT_BOUNDS, writable, MOV64_K(2, 65), MOV64_X(3, 1), CALL_HELPER(0), EXIT()),
    PATH(RBPF_FAULT_READ_ONLY, read_only, MOV64_K(2, 8), MOV64_X(3, 1), CALL_HELPER(0), EXIT()),
    /* A call into the stack. */
    PATH(RBPF_OK, writable, CALL_LOCAL(1), EXIT(), ST(BPF_DW, 10, -8, 1), LDX(BPF_DW, 0, 10, -8),
         EXIT()),
    /* Atomic operations of each kind of result. */
    PATH(RBPF_OK, writable, MOV64_K(2, 3), ATOMIC(BPF_DW, BPF_ADD, 1, 2, 8),
         ATOMIC(BPF_DW, BPF_ADD | BPF_FETCH, 1, 2, 8), ATOMIC(BPF_DW, BPF_XCHG, 1, 2, 8),
         ATOMIC(BPF_DW, BPF_CMPXCHG, 1, 2, 8), ATOMIC(BPF_W, BPF_CMPXCHG, 1, 2, 8), EXIT()),
    PATH(RBPF_FAULT_ALIGNMENT, writable, ATOMIC(BPF_DW, BPF_ADD, 1, 2, 4), EXIT()),
    PATH(RBPF_FAULT_READ_ONLY, read_only, ATOMIC(BPF_DW, BPF_ADD, 1, 2, 0), EXIT()),
    /* A write that looks out of bounds and is found to be to read-only memory. */
    PATH(RBPF_FAULT_READ_ONLY, read_only, STX(BPF_DW, 1, 2, 0), EXIT()),
    PATH(RBPF_FAULT_BOUNDS, writable, LDX(BPF_DW, 0, 1, 60), EXIT()),
    /* What the compiler's library does. */
    PATH(RBPF_OK, writable, MOV64_K(0, -7), MOV64_K(2, 3), ALU64_X(BPF_DIV, 0, 2),
         ALU64_X(BPF_MOD, 0, 2), ALU32_X(BPF_DIV, 0, 2), ALU32_X(BPF_MOD, 0, 2),
         ALU64_X(BPF_LSH, 0, 2), ALU64_X(BPF_RSH, 0, 2), ALU64_X(BPF_ARSH, 0, 2),
         ALU64_X(BPF_MUL, 0, 2), EXIT()),
    PATH(RBPF_OK, writable, MOV64_K(0, -7), MOV64_K(2, 3),
         INSN(BPF_ALU64 | BPF_DIV | BPF_X, 0, 2, 1, 0),
         INSN(BPF_ALU64 | BPF_MOD | BPF_X, 0, 2, 1, 0), INSN(BPF_ALU | BPF_DIV | BPF_X, 0, 2, 1, 0),
         INSN(BPF_ALU | BPF_MOD | BPF_X, 0, 2, 1, 0), EXIT()),
    PATH(RBPF_OK, writable, LDX(BPF_B, 0, 1, 1), LDX(BPF_H, 0, 1, 1), LDX(BPF_W, 0, 1, 1),
         LDX(BPF_DW, 0, 1, 1), STX(BPF_B, 1, 0, 1), STX(BPF_H, 1, 0, 1), STX(BPF_W, 1, 0, 1),
         STX(BPF_DW, 1, 0, 1), LDXSX(BPF_H, 0, 1, 1), EXIT()),
#undef PATH
};

#define PATH_COUNT (sizeof paths / sizeof paths[0])

static uint32_t larger(uint32_t a, uint32_t b)
{
    return a > b ? a : b;
}

static void load(const struct path *path)
{
    machine_load_insns(path->insns, path->insns_bytes, &helpers);
}

static __attribute__((noinline)) uint32_t paint_load(void)
{
    enum rbpf_status status;

    top = board_stack_paint();
    status = rbpf_program_load(&machine.program, &machine.code, &machine.report);
    machine_expect(status, RBPF_OK, "load");
    return board_stack_used(top);
}

static __attribute__((noinline)) uint32_t paint_functions(void)
{
    enum rbpf_status status;

    top = board_stack_paint();
    status = rbpf_functions_find(&machine.code, machine.functions, MACHINE_FUNCTIONS);
    machine_expect(status, RBPF_OK, "functions");
    return board_stack_used(top);
}

static __attribute__((noinline)) uint32_t paint_init(void)
{
    enum rbpf_status status;

    top = board_stack_paint();
    status = rbpf_vm_init(&machine.vm, &machine.config);
    machine_expect(status, RBPF_OK, "init");
    return board_stack_used(top);
}

static __attribute__((noinline)) uint32_t paint_start(const struct rbpf_grant *grant)
{
    enum rbpf_status status;

    top = board_stack_paint();
    status = rbpf_vm_start(&machine.vm, 0, grant);
    machine_expect(status, RBPF_OK, "start");
    return board_stack_used(top);
}

static __attribute__((noinline)) uint32_t paint_run(rbpf_loop_fn loop, enum rbpf_status expected)
{
    enum rbpf_status status;

    top = board_stack_paint();
    status = rbpf_run_with(&machine.vm, BUDGET_INSNS, loop);
    machine_expect(status, expected, "run");
    return board_stack_used(top);
}

static __attribute__((noinline)) uint32_t paint_fault(struct rbpf_fault *fault)
{
    top = board_stack_paint();
    rbpf_vm_fault(&machine.vm, fault);
    return board_stack_used(top);
}

static __attribute__((noinline)) uint32_t paint_image(void)
{
    const struct workload_image *image = &workloads[1].v3;
    enum rbpf_status status;

    top = board_stack_paint();
    status = rbpf_image_open(&machine.image, image->bytes, image->size);
    machine_expect(status, RBPF_OK, "image");
    return board_stack_used(top);
}

/* The most over all programs. */
static void paint_each_run(const struct variant *variant)
{
    uint32_t bytes = 0;

    for (uint32_t i = 0; i < PATH_COUNT; i++) {
        load(&paths[i]);
        paint_start(paths[i].grant);
        bytes = larger(bytes, paint_run(variant->loop, paths[i].status));
    }
    print_row(variant->name, "rbpf_run_with", bytes);
}

static void paint_the_rest(void)
{
    static struct rbpf_fault fault;
    uint32_t find = 0, verify = 0, init = 0, start = 0, describe = 0;

    for (uint32_t i = 0; i < PATH_COUNT; i++) {
        load(&paths[i]);
        find = larger(find, paint_functions());
        verify = larger(verify, paint_load());
        init = larger(init, paint_init());
        start = larger(start, paint_start(paths[i].grant));
        paint_run(rbpf_loop_small, paths[i].status);
        describe = larger(describe, paint_fault(&fault));
    }
    print_row("any", "rbpf_functions_find", find);
    print_row("any", "rbpf_program_load", verify);
    print_row("any", "rbpf_vm_init", init);
    print_row("any", "rbpf_vm_start", start);
    print_row("any", "rbpf_vm_fault", describe);
    print_row("any", "rbpf_image_open", paint_image());
}

int main(void)
{
    machine_start();
    puts("cpu,variant,function,bytes");
    for (uint32_t i = 0; i < VARIANT_COUNT; i++)
        paint_each_run(&variants[i]);
    paint_the_rest();
    puts("end");
    return 0;
}
