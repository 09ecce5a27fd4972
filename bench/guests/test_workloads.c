/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * The workloads compute what they are said to: natively they give answers that are known from
 * elsewhere, and in the VM, by each image and in each loop, the native ones.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "guest_vm.h"

static unsigned checks;
static unsigned failures;

static void expect(const char *what, uint64_t value, uint64_t expected)
{
    checks++;
    if (value == expected)
        return;
    failures++;
    printf("%s: 0x%" PRIx64 ", not 0x%" PRIx64 "\n", what, value, expected);
}

static void expect_words(const char *what, const uint32_t *words, const uint32_t *expected,
                         uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        expect(what, words[i], expected[i]);
}

static union workload_context context;

/* The workload's own context, before it runs. */
static void fill(const char *name)
{
    uint32_t found = 0;

    for (uint32_t i = 0; i < WORKLOAD_COUNT; i++)
        if (strcmp(workloads[i].name, name) == 0) {
            memset(&context, 0, sizeof context);
            workloads[i].fill(&context);
            found++;
        }
    expect(name, found, 1);
}

/* The check values of the CRC catalogue and of Fletcher-32 in Wikipedia. */
static void test_checksums(void)
{
    fill("fletcher32");
    context.fletcher32.words = 4;
    memcpy(context.fletcher32.data, "abcdefgh", 8);
    expect("fletcher32 of abcdefgh", fletcher32(&context.fletcher32), 0xebe19591);
    fill("crc32");
    context.crc32.count = 9;
    memcpy(context.crc32.bytes, "123456789", 9);
    expect("crc32 of 123456789", crc32(&context.crc32), 0xcbf43926);
}

static void test_numbers(void)
{
    fill("empty");
    expect("empty", empty(&context.empty), 0);
    fill("fibonacci");
    expect("fibonacci 1000", fibonacci(&context.fibonacci), 1556111435);
    expect("fibonacci 1000, kept", context.fibonacci.number, 1556111435);
    context.fibonacci.steps = 10;
    expect("fibonacci 10", fibonacci(&context.fibonacci), 55);
    fill("sieve");
    expect("primes below 1000", sieve(&context.sieve), 168);
    context.sieve.limit = 100;
    expect("primes below 100", sieve(&context.sieve), 25);
    fill("calls");
    expect("calls", calls(&context.calls), 99 * 100 / 2);
}

/* FIPS 180-4: the hash of "abc". */
static void test_sha256(void)
{
    static const uint32_t abc[] = {0xba7816bf, 0x8f01cfea, 0x414140de, 0x5dae2223,
                                   0xb00361a3, 0x96177a9c, 0xb410ff61, 0xf20015ad};

    fill("sha256");
    expect("sha256 of abc", sha256(&context.sha256), abc[0]);
    expect_words("sha256 of abc", context.sha256.state, abc, 8);
}

/* RFC 8439, section 2.3.2. */
static void test_chacha20(void)
{
    static const uint32_t block[] = {0xe4e7f110, 0x15593bd1, 0x1fdd0f50, 0xc47120a3,
                                     0xc7f4d1c7, 0x0368c033, 0x9aaa2204, 0x4e6cd4c3,
                                     0x466482d2, 0x09aa9f07, 0x05d7c214, 0xa2028bd9,
                                     0xd19c12b5, 0xb94e16de, 0xe883d0cb, 0x4e3c50a2};

    fill("chacha20");
    expect("chacha20", chacha20(&context.chacha20), block[0]);
    expect_words("chacha20", context.chacha20.block, block, 16);
}

static int is_less(const void *a, const void *b)
{
    uint32_t left = *(const uint32_t *)a;
    uint32_t right = *(const uint32_t *)b;

    return (left > right) - (left < right);
}

/* As the C library sorts. */
static void test_sort(void)
{
    uint32_t numbers[SORT_NUMBERS];

    fill("sort");
    memcpy(numbers, context.sort.numbers, sizeof numbers);
    qsort(numbers, SORT_NUMBERS, sizeof *numbers, is_less);
    expect("sort", sort(&context.sort), numbers[SORT_NUMBERS / 2]);
    expect_words("sort", context.sort.numbers, numbers, SORT_NUMBERS);
}

static void test_bst(void)
{
    static const uint32_t keys[] = {5, 6, 4};

    fill("bst");
    expect("bst, each key and none above one", bst(&context.bst), BST_KEYS);
    fill("bst");
    context.bst.count = 3;
    memcpy(context.bst.keys, keys, sizeof keys);
    expect("bst, each key and two above one", bst(&context.bst), 5);
    expect("bst, left of 5", context.bst.nodes[1].left, 3);
    expect("bst, right of 5", context.bst.nodes[1].right, 2);
}

/* The packets that workloads.c says the filter lets through, then those of another network. */
static void test_filter(void)
{
    fill("filter");
    expect("filter", filter(&context.filter), 1 << 0 | 1 << 10 | 1 << 11);
    context.filter.network = 0xc0000000;
    expect("filter of another network", filter(&context.filter), 1 << 4);
}

/* Row i is all i, column j all -j: each element of the product is -8 i j. */
static void test_matrix(void)
{
    fill("matrix");
    for (int i = 0; i < 8; i++)
        for (int j = 0; j < 8; j++) {
            context.matrix.left[i][j] = i;
            context.matrix.right[i][j] = -j;
        }
    expect("the trace", matrix(&context.matrix), UINT64_C(0) - 8 * 140);
    for (int i = 0; i < 8; i++)
        for (int j = 0; j < 8; j++) {
            int64_t expected = INT64_C(-8) * i * j;

            expect("the product", (uint64_t)context.matrix.product[i][j], (uint64_t)expected);
        }
}

/* CRC-16/ARC of "123456" and the four counts as 16-bit numbers. */
static void test_mixed(void)
{
    static const char text[] = "foo 12 0x1f  3.5 0 x1";
    static const struct mixed_node nodes[] = {{0, 0}, {2, 0x3635}, {3, 0x3433}, {0, 0x3231}};

    fill("mixed");
    memcpy(context.mixed.nodes, nodes, sizeof nodes);
    memcpy(context.mixed.text, text, sizeof text);
    context.mixed.head = 1;
    context.mixed.text_bytes = sizeof text - 1;
    expect("mixed", mixed(&context.mixed), 0x2e37);
    expect("mixed, head", context.mixed.head, 3);
    expect("words", context.mixed.tokens[MIXED_WORD], 2);
    expect("integers", context.mixed.tokens[MIXED_INTEGER], 2);
    expect("hex", context.mixed.tokens[MIXED_HEX], 1);
    expect("decimals", context.mixed.tokens[MIXED_DECIMAL], 1);
}

struct answer {
    enum rbpf_status status;
    uint64_t result;
};

static struct answer run(const struct workload *workload, const struct workload_image *image,
                         rbpf_loop_fn loop)
{
    static struct guest_vm guest;
    const struct rbpf_grant grant = {context.bytes, workload->context_bytes, true};
    struct answer answer = {guest_vm_load(&guest, image), 0};

    if (answer.status == RBPF_OK)
        answer.status = guest_vm_run(&guest, loop, &grant);
    if (answer.status == RBPF_OK)
        answer.result = rbpf_vm_result(&guest.vm);
    return answer;
}

/* In the VM as natively: result and all memory, that behind the context included. */
static void compare(const struct workload *workload, const struct workload_image *image,
                    rbpf_loop_fn loop)
{
    static union workload_context after;
    struct answer answer;
    uint64_t native;

    fill(workload->name);
    native = workload->native(&context);
    after = context;
    fill(workload->name);
    answer = run(workload, image, loop);
    expect(workload->name, (uint64_t)answer.status, RBPF_OK);
    expect(workload->name, answer.result, native);
    expect(workload->name, (uint64_t)memcmp(after.bytes, context.bytes, sizeof after.bytes), 0);
}

int main(void)
{
    static const rbpf_loop_fn loops[] = {rbpf_loop_goto, rbpf_loop_switch, rbpf_loop_small};

    test_checksums();
    test_numbers();
    test_sha256();
    test_chacha20();
    test_sort();
    test_bst();
    test_filter();
    test_matrix();
    test_mixed();
    for (uint32_t i = 0; i < WORKLOAD_COUNT; i++)
        for (uint32_t loop = 0; loop < sizeof loops / sizeof *loops; loop++) {
            compare(&workloads[i], &workloads[i].v3, loops[loop]);
            compare(&workloads[i], &workloads[i].v2, loops[loop]);
        }
    printf("%u checks, %u failures\n", checks, failures);
    return failures ? EXIT_FAILURE : EXIT_SUCCESS;
}
