/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * Prints the rows of bench.csv: workload,cpu,variant,insns. A run is rbpf_vm_start() and
 * rbpf_run_with(), the second of a loaded program; `native` is the same C compiled for this CPU.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <board.h>

#include "asm.h"
#include "counter.h"
#include "crc32_guest_image.h"
#include "fletcher32.h"
#include "fletcher32_guest_image.h"
#include "guests.h"
#include "hooks.h"
#include "machine.h"
#include "sort_guest_image.h"

#define BUDGET_INSNS 10000000u
/* The paper's. */
#define FLETCHER32_BYTES 360u

static union {
    uint64_t words[64];
    uint8_t bytes[512];
    struct fletcher32_context fletcher32;
    struct sort_context sort;
    struct crc32_context crc32;
} context;

static uint32_t context_bytes;

static uint64_t native_fletcher32(void)
{
    return fletcher32(&context.fletcher32);
}

static uint64_t native_sort(void)
{
    return sort(&context.sort);
}

static uint64_t native_crc32(void)
{
    return crc32(&context.crc32);
}

static const struct guest {
    const char *name;
    const uint8_t *image;
    size_t image_bytes;
    uint64_t (*native)(void);
    uint32_t context_bytes;
} guests[] = {
    {"fletcher32", fletcher32_guest_image, sizeof fletcher32_guest_image, native_fletcher32,
     sizeof(struct fletcher32_context) + FLETCHER32_BYTES},
    {"sort", sort_guest_image, sizeof sort_guest_image, native_sort, sizeof(struct sort_context)},
    {"crc32", crc32_guest_image, sizeof crc32_guest_image, native_crc32,
     sizeof(struct crc32_context)},
};

static void print_row(const char *workload, const char *variant, uint32_t insns)
{
    printf("%s,%s,%s,%" PRIu32 "\n", workload, BENCH_CPU, variant, insns);
}

/* Numbers that look random, the same in each run. */
static void fill_context(const struct guest *guest)
{
    uint32_t number = 2463534242u;

    context_bytes = guest->context_bytes;
    for (uint32_t i = 0; i < sizeof context.bytes; i++) {
        number ^= number << 13;
        number ^= number >> 17;
        number ^= number << 5;
        context.bytes[i] = (uint8_t)(number >> 8);
    }
    if (guest->native == native_fletcher32) {
        context.fletcher32.words = FLETCHER32_BYTES / 2u;
        context.fletcher32.pad = 0;
    }
}

/* What a run of the loaded program takes. */
static uint32_t count_run(const struct variant *variant)
{
    const struct rbpf_grant grant = {context.bytes, context_bytes, true};
    enum rbpf_status status;
    uint32_t insns;

    counter_begin();
    status = rbpf_vm_start(&machine.vm, machine.function, &grant);
    if (status == RBPF_OK)
        status = rbpf_run_with(&machine.vm, BUDGET_INSNS, variant->loop);
    insns = counter_end();
    machine_expect(status, RBPF_OK, variant->name);
    return insns;
}

static uint32_t count_native(const struct guest *guest, uint64_t *result)
{
    uint32_t insns;

    fill_context(guest);
    counter_begin();
    *result = guest->native();
    insns = counter_end();
    return insns;
}

static void bench_guest(const struct guest *guest)
{
    static uint8_t after[sizeof context.bytes];
    uint64_t result;

    count_native(guest, &result);
    print_row(guest->name, "native", count_native(guest, &result));
    memcpy(after, context.bytes, sizeof after);
    machine_load_image(guest->image, guest->image_bytes);
    for (uint32_t i = 0; i < VARIANT_COUNT; i++) {
        uint32_t insns;

        fill_context(guest);
        count_run(&variants[i]);
        fill_context(guest);
        insns = count_run(&variants[i]);
        if (rbpf_vm_result(&machine.vm) != result ||
            memcmp(after, context.bytes, sizeof after) != 0)
            counter_fail("a guest's result is not that of the same C, compiled natively");
        print_row(guest->name, variants[i].name, insns);
    }
}

/* The verifier's work, in all and divided by the number of slots, upwards. */
static void bench_load(const struct guest *guest)
{
    enum rbpf_status status;
    char name[32];
    uint32_t insns = 0;
    uint32_t slots;

    machine_load_image(guest->image, guest->image_bytes);
    slots = (uint32_t)(machine.code.insns_bytes / 8u);
    for (int i = 0; i < 2; i++) {
        counter_begin();
        status = rbpf_program_load(&machine.program, &machine.code, &machine.report);
        insns = counter_end();
        machine_expect(status, RBPF_OK, "load");
    }
    snprintf(name, sizeof name, "load %s", guest->name);
    print_row(name, "all", insns);
    print_row(name, "slot", (insns + slots - 1u) / slots);
}

static enum rbpf_status add(struct rbpf_call *call)
{
    call->result = rbpf_call_arg(call, 1) + rbpf_call_arg(call, 2);
    return RBPF_OK;
}

static const struct rbpf_helper table[] = {
    {.fn = add, .name = "add", .args = {RBPF_ARG_SCALAR, RBPF_ARG_SCALAR}}};
static const struct rbpf_helpers helpers = {.table = table, .count = 1};

static _Alignas(8) const uint64_t empty[] = {EXIT()};
static _Alignas(8) const uint64_t with_mov[] = {MOV64_K(0, 1), EXIT(), EXIT()};
static _Alignas(8) const uint64_t with_helper[] = {CALL_HELPER(0), EXIT(), EXIT()};
static _Alignas(8) const uint64_t with_call[] = {CALL_LOCAL(1), EXIT(), EXIT()};

/* Without a stack, which each start would zero. */
static uint32_t count_insns(const uint64_t *insns, size_t bytes, const struct variant *variant)
{
    context_bytes = 0;
    machine_load_insns(insns, bytes, &helpers);
    machine.config.stack = NULL;
    machine.config.stack_bytes = 0;
    machine_expect(rbpf_vm_init(&machine.vm, &machine.config), RBPF_OK, "init");
    count_run(variant);
    return count_run(variant);
}

/* What a call, and the return from it, takes more than a MOV in its place. */
static void bench_calls(const struct variant *variant)
{
    uint32_t mov = count_insns(with_mov, sizeof with_mov, variant);

    print_row("empty", variant->name, count_insns(empty, sizeof empty, variant));
    print_row("helper call", variant->name,
              count_insns(with_helper, sizeof with_helper, variant) - mov);
    print_row("bpf call", variant->name, count_insns(with_call, sizeof with_call, variant) - mov);
}

/* By the loop that the library was built with. */
static void print_hook(const char *workload, uint32_t insns)
{
    print_row(workload, "goto", insns);
}

int main(void)
{
    machine_start();
    counter_start();
    puts("workload,cpu,variant,insns");
    for (uint32_t i = 0; i < sizeof guests / sizeof guests[0]; i++) {
        bench_load(&guests[i]);
        bench_guest(&guests[i]);
    }
    for (uint32_t i = 0; i < VARIANT_COUNT; i++)
        bench_calls(&variants[i]);
    bench_hooks(print_hook);
    puts("end");
    return 0;
}
