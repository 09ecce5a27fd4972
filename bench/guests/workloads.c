/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

#include "workloads.h"

#include <string.h>

#include <rbpf/call.h>

#include "workload_helper.h"

#include "bst_guest_image.h"
#include "bst_guest_v2_image.h"
#include "calls_guest_image.h"
#include "calls_guest_v2_image.h"
#include "chacha20_guest_image.h"
#include "chacha20_guest_v2_image.h"
#include "crc32_guest_image.h"
#include "crc32_guest_v2_image.h"
#include "empty_guest_image.h"
#include "empty_guest_v2_image.h"
#include "fibonacci_guest_image.h"
#include "fibonacci_guest_v2_image.h"
#include "filter_guest_image.h"
#include "filter_guest_v2_image.h"
#include "fletcher32_guest_image.h"
#include "fletcher32_guest_v2_image.h"
#include "matrix_guest_image.h"
#include "matrix_guest_v2_image.h"
#include "mixed_guest_image.h"
#include "mixed_guest_v2_image.h"
#include "sha256_guest_image.h"
#include "sha256_guest_v2_image.h"
#include "sieve_guest_image.h"
#include "sieve_guest_v2_image.h"
#include "sort_guest_image.h"
#include "sort_guest_v2_image.h"

#define SEED 12345u

/* Numbers of 24 bits that look random, the same in each run. */
static uint32_t next_random(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

static void fill_empty(union workload_context *context)
{
    context->empty = (struct empty_context){{0, 0}};
}

static void fill_fletcher32(union workload_context *context)
{
    uint32_t state = SEED;

    context->fletcher32.words = FLETCHER32_WORDS;
    context->fletcher32.pad = 0;
    for (uint32_t i = 0; i < FLETCHER32_WORDS; i++)
        context->fletcher32.data[i] = (uint16_t)next_random(&state);
}

static void fill_crc32(union workload_context *context)
{
    uint32_t state = SEED;

    context->crc32.count = CRC32_BYTES;
    context->crc32.polynomial = 0xedb88320u;
    for (uint32_t i = 0; i < CRC32_BYTES; i++)
        context->crc32.bytes[i] = (uint8_t)next_random(&state);
}

static void fill_sort(union workload_context *context)
{
    uint32_t state = SEED;

    context->sort.count = SORT_NUMBERS;
    context->sort.pad = 0;
    for (uint32_t i = 0; i < SORT_NUMBERS; i++)
        context->sort.numbers[i] = next_random(&state) * 7919u;
}

static void fill_fibonacci(union workload_context *context)
{
    context->fibonacci = (struct fibonacci_context){1000, 0};
}

/* One block: "abc", padded. */
static void fill_sha256(union workload_context *context)
{
    static const struct sha256_context begin = {
        .state = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c,
                  0x1f83d9ab, 0x5be0cd19},
        .block = {[0] = 0x61626380, [15] = 24},
        .constants = {0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1,
                      0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3,
                      0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786,
                      0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
                      0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147,
                      0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13,
                      0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b,
                      0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
                      0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a,
                      0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208,
                      0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2}};

    context->sha256 = begin;
}

static void fill_sieve(union workload_context *context)
{
    memset(&context->sieve, 0, sizeof context->sieve);
    context->sieve.limit = SIEVE_NUMBERS;
}

/* RFC 8439, section 2.3.2: constants, key, counter, nonce. */
static void fill_chacha20(union workload_context *context)
{
    static const struct chacha20_context begin = {
        .state = {0x61707865, 0x3320646e, 0x79622d32, 0x6b206574, 0x03020100, 0x07060504,
                  0x0b0a0908, 0x0f0e0d0c, 0x13121110, 0x17161514, 0x1b1a1918, 0x1f1e1d1c, 1,
                  0x09000000, 0x4a000000, 0}};

    context->chacha20 = begin;
}

/* Even numbers, so that none of those above them is a key. */
static void fill_bst(union workload_context *context)
{
    uint32_t state = SEED;

    memset(&context->bst, 0, sizeof context->bst);
    context->bst.count = BST_KEYS;
    for (uint32_t i = 0; i < BST_KEYS; i++)
        context->bst.keys[i] = next_random(&state) & ~1u;
}

/* A datagram from 10.1.2.3 to port 5683 with four bytes in it. */
static const uint8_t datagram[] = {
    /* Ethernet */
    2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 0x08, 0x00,
    /* IPv4 of 32 bytes, do not fragment, UDP */
    0x45, 0, 0, 32, 0, 1, 0x40, 0, 64, 17, 0, 0, 10, 1, 2, 3, 10, 0, 0, 1,
    /* UDP of 12 bytes */
    0x16, 0x33, 0x16, 0x33, 0, 12, 0, 0, 'c', 'o', 'a', 'p'};

/* What makes another packet of it: a byte that differs. */
static const struct {
    uint8_t at;
    uint8_t byte;
} differences[FILTER_PACKETS] = {
    {47, 'd'},  /* 0: no matter to the filter */
    {13, 0x06}, /* 1: ARP */
    {14, 0x65}, /* 2: of version 6 */
    {14, 0x44}, /* 3: a header too short */
    {26, 192},  /* 4: from elsewhere */
    {23, 6},    /* 5: TCP */
    {20, 0x20}, /* 6: the first fragment */
    {37, 0x34}, /* 7: to another port */
    {17, 64},   /* 8: longer than what has come */
    {39, 13},   /* 9: lengths that disagree */
    {27, 77},   /* 10: from another host there */
    {34, 0xff}, /* 11: from another port */
};

static void fill_filter(union workload_context *context)
{
    struct filter_context *filtered = &context->filter;

    memset(filtered, 0, sizeof *filtered);
    filtered->count = FILTER_PACKETS;
    filtered->port = 5683;
    filtered->network = 0x0a000000;
    filtered->mask = 0xff000000;
    for (uint32_t i = 0; i < FILTER_PACKETS; i++) {
        filtered->bytes[i] = sizeof datagram;
        memcpy(filtered->packets[i], datagram, sizeof datagram);
        filtered->packets[i][differences[i].at] = differences[i].byte;
    }
}

static void fill_matrix(union workload_context *context)
{
    struct matrix_context *matrices = &context->matrix;
    uint32_t state = SEED;

    memset(matrices, 0, sizeof *matrices);
    for (uint32_t row = 0; row < MATRIX_ROWS; row++)
        for (uint32_t column = 0; column < MATRIX_ROWS; column++) {
            matrices->left[row][column] = (int32_t)(next_random(&state) % 2001u) - 1000;
            matrices->right[row][column] = (int32_t)(next_random(&state) % 2001u) - 1000;
        }
}

static void fill_mixed(union workload_context *context)
{
    static const char text[] =
        "the quick brown fox 0x7fee jumps over 42 lazy dogs 3.1415 times a day and "
        "sleeps 8 hours in 0xbed  1000000 sheep 0 wolves 2.71828 0xcafe 99.5 percent of "
        "1e6 bytes are 0xzero 12a 0b1 0.0001 seconds late 365 days 24 hours 60 minutes "
        "each 299792458 the end 77";
    struct mixed_context *work = &context->mixed;
    uint32_t state = SEED;

    _Static_assert(sizeof text == MIXED_TEXT_BYTES + 1, "the text fills its place");
    memset(work, 0, sizeof *work);
    work->text_bytes = MIXED_TEXT_BYTES;
    memcpy(work->text, text, MIXED_TEXT_BYTES);
    /* A list that jumps to and fro: 17 is prime to the number of nodes. */
    work->head = 1;
    for (uint32_t i = 0, at = 1; i < MIXED_NODES; i++) {
        uint32_t next = (at + 16u) % MIXED_NODES + 1u;

        work->nodes[at].value = (uint16_t)next_random(&state);
        work->nodes[at].next = (uint16_t)(i + 1 < MIXED_NODES ? next : 0);
        at = next;
    }
}

static void fill_calls(union workload_context *context)
{
    context->calls = (struct calls_context){100, 0};
}

uint32_t workload_add(uint32_t a, uint32_t b)
{
    return a + b;
}

static enum rbpf_status add(struct rbpf_call *call)
{
    rbpf_call_return(
        call, workload_add((uint32_t)rbpf_call_arg(call, 1), (uint32_t)rbpf_call_arg(call, 2)));
    return RBPF_OK;
}

static const struct rbpf_helper helper_table[] = {
    {.fn = NULL},
    {.fn = add, .name = "add", .args = {RBPF_ARG_SCALAR, RBPF_ARG_SCALAR}},
};
const struct rbpf_helpers workload_helpers = {.table = helper_table, .count = 2};

#define NATIVE(workload)                                                                           \
    static uint64_t native_##workload(union workload_context *context)                             \
    {                                                                                              \
        return workload(&context->workload);                                                       \
    }

NATIVE(empty)
NATIVE(fletcher32)
NATIVE(crc32)
NATIVE(sort)
NATIVE(fibonacci)
NATIVE(sha256)
NATIVE(sieve)
NATIVE(chacha20)
NATIVE(bst)
NATIVE(filter)
NATIVE(matrix)
NATIVE(mixed)
NATIVE(calls)

#define WORKLOAD(workload, bytes_of_context)                                                       \
    {                                                                                              \
        .name = #workload, .v3 = {workload##_guest_image, sizeof workload##_guest_image},          \
        .v2 = {workload##_guest_v2_image, sizeof workload##_guest_v2_image},                       \
        .native = native_##workload, .fill = fill_##workload,                                      \
        .context_bytes = (uint32_t)(bytes_of_context)                                              \
    }

const struct workload workloads[WORKLOAD_COUNT] = {
    WORKLOAD(empty, sizeof(struct empty_context)),
    WORKLOAD(fletcher32, sizeof(struct fletcher32_context) + FLETCHER32_WORDS * sizeof(uint16_t)),
    WORKLOAD(crc32, sizeof(struct crc32_context)),
    WORKLOAD(sort, sizeof(struct sort_context)),
    WORKLOAD(fibonacci, sizeof(struct fibonacci_context)),
    WORKLOAD(sha256, sizeof(struct sha256_context)),
    WORKLOAD(sieve, sizeof(struct sieve_context)),
    WORKLOAD(chacha20, sizeof(struct chacha20_context)),
    WORKLOAD(bst, sizeof(struct bst_context)),
    WORKLOAD(filter, sizeof(struct filter_context)),
    WORKLOAD(matrix, sizeof(struct matrix_context)),
    WORKLOAD(mixed, sizeof(struct mixed_context)),
    WORKLOAD(calls, sizeof(struct calls_context)),
};
