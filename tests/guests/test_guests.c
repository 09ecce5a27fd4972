/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * Runs a guest that was compiled for BPF beside itself compiled for the host:
 * result and memory must be the same, run after run, with each of the loops and in slices; and
 * once more with all jumps as the compiler wrote them.
 *
 *     test_guests NAME OBJECT...       each object is a test of its own
 *
 * The host's compiler is the oracle. RBPF_TEST_SEED chooses other inputs.
 */
#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "guest.h"
#include "tools/convert.h"
#include "tools/file.h"
#include "tools/guest.h"

#define RUNS 24u
#define BUDGET 1000000u
#define OBJECTS_MAX 64

typedef uint64_t (*native_fn)(struct guest_ctx *ctx);

/* clang-format off */
#define GUESTS(X) \
    X(alignment) \
    X(arithmetic) \
    X(atomics) \
    X(atomics_fetch) \
    X(byte_order) \
    X(classes) \
    X(crc32) \
    X(division) \
    X(loops) \
    X(memory) \
    X(pointers) \
    X(recursion) \
    X(sections) \
    X(shifts) \
    X(sort) \
    X(state_machine) \
    X(statics) \
    X(strings) \
    X(structs) \
    X(tables)
/* clang-format on */

#define X(name) uint64_t native_##name(struct guest_ctx *ctx);
GUESTS(X)
#undef X

static const struct native {
    const char *name;
    native_fn run;
} natives[] = {
#define X(name) {#name, native_##name},
    GUESTS(X)
#undef X
};

/* What the native guest made of the inputs. Made once: it has static variables. */
struct expected {
    struct guest_ctx before[RUNS];
    struct guest_ctx after[RUNS];
    uint64_t result[RUNS];
};

static struct expected expected;

static uint64_t next_random(uint64_t *state)
{
    uint64_t z = *state += 0x9e3779b97f4a7c15ull;

    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9ull;
    z = (z ^ z >> 27) * 0x94d049bb133111ebull;
    return z ^ z >> 31;
}

/* Run 0 gets zeroes, run 1 ones; the others what is random, every fourth with small numbers. */
static void make_input(struct guest_ctx *ctx, uint32_t run, uint64_t *state)
{
    uint8_t *bytes = (uint8_t *)ctx;

    for (size_t i = 0; i < sizeof *ctx; i++)
        bytes[i] = run < 2 ? (uint8_t)(0u - run) : (uint8_t)(next_random(state) >> 56);
    for (size_t i = 0; i < 4 && run % 4u == 3u; i++)
        ctx->number[i] >>= 56;
    ctx->count = run < 2 ? run * 16u : ctx->count % 17u;
}

static void run_native(native_fn native)
{
    const char *seed = getenv("RBPF_TEST_SEED");
    uint64_t state = seed ? strtoull(seed, NULL, 0) : 1;

    printf("RBPF_TEST_SEED=%" PRIu64 "\n", state);
    for (uint32_t run = 0; run < RUNS; run++) {
        make_input(&expected.before[run], run, &state);
        expected.after[run] = expected.before[run];
        expected.result[run] = native(&expected.after[run]);
    }
}

/* One way to run: a loop, and the size of the slices. */
static const struct way {
    const char *name;
    rbpf_loop_fn loop;
    uint64_t slice_insns;
} ways[] = {
    {"goto", rbpf_loop_goto, BUDGET},
    {"switch", rbpf_loop_switch, BUDGET},
    {"small", rbpf_loop_small, BUDGET},
    {"slices of 5", rbpf_loop_goto, 5},
};

static void fail_run(const struct machine *machine, const struct way *way, uint32_t run)
{
    struct rbpf_fault fault;

    rbpf_vm_fault(&machine->vm, &fault);
    fail_msg("%s, run %" PRIu32 ": %s at instruction %" PRIu32 ", address 0x%" PRIx64, way->name,
             run, rbpf_status_name(fault.cause), fault.insn, fault.address);
}

static void run_once(struct machine *machine, const struct way *way, uint32_t entry, uint32_t run)
{
    struct guest_ctx ctx = expected.before[run];
    const struct rbpf_grant grant = {.base = &ctx, .bytes = sizeof ctx, .writable = true};
    enum rbpf_status status = rbpf_vm_start(&machine->vm, entry, &grant);

    assert_int_equal(status, RBPF_OK);
    do {
        status = rbpf_run_with(&machine->vm, way->slice_insns, way->loop);
    } while (status == RBPF_YIELDED && rbpf_vm_executed(&machine->vm) < BUDGET);
    if (status != RBPF_OK)
        fail_run(machine, way, run);
    if (rbpf_vm_result(&machine->vm) != expected.result[run])
        fail_msg("%s, run %" PRIu32 ": 0x%" PRIx64 " instead of 0x%" PRIx64, way->name, run,
                 rbpf_vm_result(&machine->vm), expected.result[run]);
    assert_memory_equal(&ctx, &expected.after[run], sizeof ctx);
}

/* Data lives on from run to run, and is fresh for each way. */
static void run_way(const struct guest *guest, const struct way *way, uint64_t *executed)
{
    struct machine machine;
    struct message message;
    uint32_t entry;

    assert_int_equal(rbpf_image_find_entry(&guest->image, "guest", &entry), RBPF_OK);
    if (!machine_init(&machine, guest, &message))
        fail_msg("%s", message.text);
    *executed = 0;
    for (uint32_t run = 0; run < RUNS; run++) {
        run_once(&machine, way, entry, run);
        *executed += rbpf_vm_executed(&machine.vm);
    }
    machine_free(&machine);
}

static uint64_t run_ways(struct guest *guest)
{
    enum rbpf_status status = guest_load(guest, NULL);
    uint64_t executed[sizeof ways / sizeof ways[0]];

    if (status != RBPF_OK)
        fail_msg("%s at %" PRIu32, rbpf_status_name(status), guest->report.where);
    for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++) {
        run_way(guest, &ways[i], &executed[i]);
        assert_int_equal(executed[i], executed[0]);
    }
    return executed[0];
}

static void read_kept(struct guest *guest, const char *path)
{
    struct object_in object = {.keep_jumps = true};
    struct image_out image;
    struct message message;
    struct file file;

    if (!file_read(&file, path, &message))
        fail_msg("%s", message.text);
    object.bytes = file.bytes;
    object.size = file.size;
    if (!convert_object(&object, &image, NULL, &message) ||
        !guest_parse(guest, image.bytes, image.size, &message))
        fail_msg("%s", message.text);
    free(file.bytes);
    free(image.bytes);
}

/* Optimised, the guest `loops` has loops that the compiler ends by two jumps. */
static bool has_pairs(const char *path)
{
    return strstr(path, "/loops-") && !strstr(path, "-O0");
}

static void test_object(void **state)
{
    const char *path = *state;
    struct guest guest;
    struct guest kept;
    struct message message;
    uint64_t executed;
    uint64_t executed_kept;

    if (!guest_read(&guest, path, false, &message))
        fail_msg("%s", message.text);
    read_kept(&kept, path);
    executed = run_ways(&guest);
    executed_kept = run_ways(&kept);
    if (has_pairs(path))
        assert_true(executed < executed_kept);
    guest_free(&guest);
    guest_free(&kept);
}

static native_fn find_native(const char *name)
{
    for (size_t i = 0; i < sizeof natives / sizeof natives[0]; i++) {
        if (strcmp(natives[i].name, name) == 0)
            return natives[i].run;
    }
    return NULL;
}

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash ? slash + 1 : path;
}

int main(int argc, char **argv)
{
    struct CMUnitTest tests[OBJECTS_MAX];
    native_fn native = argc > 1 ? find_native(argv[1]) : NULL;
    size_t count = 0;

    if (!native || argc < 3 || argc - 2 > OBJECTS_MAX) {
        fprintf(stderr, "usage: test_guests NAME OBJECT...\n");
        return EXIT_FAILURE;
    }
    run_native(native);
    for (int i = 2; i < argc; i++)
        tests[count++] = (struct CMUnitTest){base_name(argv[i]), test_object, NULL, NULL, argv[i]};
    return _cmocka_run_group_tests(argv[1], tests, count, NULL, NULL);
}
