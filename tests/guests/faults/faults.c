/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * Guests that fault where a comment says FAULT and the name of the entry point, called where it
 * says CALL. The context is 16 bytes, four numbers; the first tells how far to go, so that no
 * compiler knows. All data of a kind is what is seen here: its region ends with it.
 */
#include "faults.h"

#define NOINLINE __attribute__((noinline))

struct pair {
    int first[4];
    int second[4];
};

struct pair pair = {{1, 2, 3, 4}, {5, 6, 7, 8}};
const int steps[4] = {10, 20, 30, 40};

static NOINLINE int pick(const int *p, int i)
{
    int twice = i * 2;

    return p[i] + twice; /* FAULT context below deep */
}

static NOINLINE int between(const int *p, int i)
{
    return pick(p, i) + 1; /* CALL1 deep */
}

int context(const int *ctx)
{
    return pick(ctx, ctx[0]) + 1; /* CALL1 context */
}

int below(const int *ctx)
{
    return pick(ctx, -ctx[0]) + 1; /* CALL1 below */
}

int deep(const int *ctx)
{
    int sum = ctx[1];

    sum += between(ctx, ctx[0]); /* CALL2 deep */
    return sum;
}

int legal(const int *ctx)
{
    return pair.first[ctx[0]];
}

int data(const int *ctx)
{
    return pair.second[ctx[0]]; /* FAULT data */
}

void data_write(const int *ctx)
{
    pair.second[ctx[0]] = 1; /* FAULT data_write */
}

int rodata(const int *ctx)
{
    return steps[ctx[0]]; /* FAULT rodata */
}

void rodata_write(const int *ctx)
{
    *(volatile int *)&steps[ctx[1]] = 1; /* FAULT rodata_write */
}

int stack(const int *ctx)
{
    volatile int array[4];

    for (int i = 0; i < 4; i++)
        array[i] = i;
    return array[ctx[0] + 196]; /* FAULT stack */
}

int null(const int *ctx)
{
    const int *p = (const int *)(unsigned long)(ctx[0] + 4);

    return *p; /* FAULT null */
}

int inlined(const int *ctx)
{
    return get(ctx, ctx[0]);
}

__attribute__((section("elsewhere"))) int apart(const int *ctx)
{
    return ctx[ctx[0]]; /* FAULT apart */
}
