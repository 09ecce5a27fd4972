/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Three ways to sort, with the order as a function. */
#include "guest.h"

typedef int (*compare_fn)(uint32_t a, uint32_t b);

static NOINLINE int ascending(uint32_t a, uint32_t b)
{
    return a < b ? -1 : a > b;
}

static NOINLINE int by_low_byte(uint32_t a, uint32_t b)
{
    return (int)(a & 0xff) - (int)(b & 0xff);
}

static NOINLINE void insertion_sort(uint32_t *words, uint32_t count, compare_fn compare)
{
    uint32_t i;

    for (i = 1; i < count; i++) {
        uint32_t word = words[i];
        uint32_t at = i;

        for (; at > 0 && compare(words[at - 1], word) > 0; at--)
            words[at] = words[at - 1];
        words[at] = word;
    }
}

static NOINLINE void bubble_bytes(uint8_t *bytes, uint32_t count)
{
    uint32_t swapped = 1;

    while (swapped) {
        uint32_t i;

        swapped = 0;
        for (i = 1; i < count; i++) {
            if (bytes[i - 1] > bytes[i]) {
                uint8_t kept = bytes[i];

                bytes[i] = bytes[i - 1];
                bytes[i - 1] = kept;
                swapped = 1;
            }
        }
    }
}

static NOINLINE void sift_down(uint64_t *heap, uint32_t root, uint32_t count)
{
    while (2 * root + 1 < count) {
        uint32_t child = 2 * root + 1;
        uint64_t kept = heap[root];

        if (child + 1 < count && heap[child] < heap[child + 1])
            child++;
        if (kept >= heap[child])
            return;
        heap[root] = heap[child];
        heap[child] = kept;
        root = child;
    }
}

static NOINLINE void heap_sort(uint64_t *numbers, uint32_t count)
{
    uint32_t i;

    for (i = count / 2; i-- > 0;)
        sift_down(numbers, i, count);
    for (i = count; i-- > 1;) {
        uint64_t kept = numbers[0];

        numbers[0] = numbers[i];
        numbers[i] = kept;
        sift_down(numbers, 0, i);
    }
}

uint64_t guest(struct guest_ctx *ctx)
{
    uint64_t sum = 0;
    uint32_t i;

    insertion_sort(ctx->words, ctx->count, ctx->choice & 1 ? ascending : by_low_byte);
    bubble_bytes(ctx->bytes, ctx->count * 4);
    heap_sort(ctx->out, 16);
    for (i = 0; i < 16; i++)
        sum = sum * 31 + ctx->words[i] + ctx->out[i];
    return sum;
}
