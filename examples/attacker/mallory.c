/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Mallory's: does what the order in its context says, and wants every right that there is. */
#include <rbpf/guest_container.h>

#include "order.h"

#define ALL 0xffffffffu
/* In the region of null. */
#define NOWHERE 8u
#define NOINLINE __attribute__((noinline))

RBPF_WANTS(.helpers = {ALL, ALL}, .insns_per_run = ALL, .insns_per_second = ALL,
           .stores = {{0xffff, 0xffff}, {0xffff, 0xffff}, {0xffff, 0xffff}}, .stack_bytes = 0xffff,
           .access = 0xffff);

typedef int64_t (*any_fn)(uint64_t a, uint64_t b, uint64_t c, uint64_t d, uint64_t e);

static uint64_t variables[VARIABLES];
/* Something that may only be read. */
static const volatile uint64_t constants[2] = {1, 2};

static uint64_t read(uint64_t address)
{
    return *(const volatile uint64_t *)address;
}

static void write(uint64_t address, uint64_t value)
{
    *(volatile uint64_t *)address = value;
}

static int64_t call(const uint64_t *a)
{
    return ((any_fn)a[0])(a[1], a[2], a[3], a[4], a[5]);
}

static NOINLINE int64_t fill(const struct order *order, bool churns)
{
    int64_t result = 0;

    for (uint32_t i = 0; i < order->count && result == 0; i++) {
        any_fn set = (any_fn)order->a[0];
        uint64_t key = order->a[1] + i;

        if (churns)
            set(key, order->a[2], 1, 0, 0);
        result = set(key, order->a[2], order->a[3], 0, 0);
        if (churns && result == 0 && i % 2 == 0)
            set(key, order->a[2], 0, 0, 0);
    }
    return result;
}

static NOINLINE int64_t spin(uint32_t count)
{
    uint32_t i = 0;

    do {
        RBPF_GUEST_OPAQUE(i);
        i++;
    } while (i != count);
    return i;
}

static NOINLINE int64_t repeat(const struct order *order)
{
    for (uint32_t i = 0; i < order->count; i++)
        call(order->a);
    return 0;
}

static NOINLINE int64_t recurse(uint32_t count)
{
    volatile uint64_t own = count;

    return count == 1 ? 1 : recurse(count - 1u) + (int64_t)own;
}

static NOINLINE int64_t straight(void)
{
    uint64_t x = 0;

    for (;;) {
        __asm__ volatile(".rept 100\n %0 += 1\n .endr" : "+r"(x));
        if (x == 1)
            return 1;
    }
}

static NOINLINE uint64_t frame_address(void)
{
    volatile uint64_t local = 1;
    uint64_t address = (uint64_t)&local;

    RBPF_GUEST_OPAQUE(address);
    return address;
}

static NOINLINE int64_t search_stack(void)
{
    uint64_t frame[3];
    const volatile uint64_t *words = frame;

    RBPF_GUEST_OPAQUE(words);
    return (int64_t)(words[0] ? words[0] : words[1] ? words[1] : words[2]);
}

static int64_t search_variables(void)
{
    for (uint32_t i = 0; i < VARIABLES; i++)
        if (((const volatile uint64_t *)variables)[i])
            return (int64_t)variables[i];
    return 0;
}

static int64_t keep_and_fault(uint64_t value)
{
    if (variables[0])
        return (int64_t)variables[0];
    ((volatile uint64_t *)variables)[0] = value;
    return (int64_t)read(NOWHERE);
}

static int64_t take_out_and_fill(const struct order *order)
{
    ((any_fn)order->a[0])(order->a[4], order->a[2], 0, 0, 0);
    return fill(order, false);
}

static int64_t fill_and_fire(const struct order *order)
{
    fill(order, false);
    return rbpf_fire((uint32_t)order->a[4], (const void *)order->a[2], order->a[5]);
}

static int64_t call_and_fault(const uint64_t *a)
{
    call(a);
    return (int64_t)read(NOWHERE);
}

static int64_t write_and_call(const uint64_t *a)
{
    write(a[4], a[5]);
    return ((any_fn)a[0])(a[1], a[2], a[3], 0, 0);
}

RBPF_ENTRY int64_t obey(const struct order *order)
{
    const uint64_t *a = order->a;

    switch (order->verb) {
    case READ:
        return (int64_t)read(a[0]);
    case WRITE:
        write(a[0], a[1]);
        return 0;
    case ADD:
        return (int64_t)__sync_fetch_and_add((volatile uint64_t *)a[0], a[1]);
    case CALL:
        return call(a);
    case CALL_AND_FAULT:
        return call_and_fault(a);
    case WRITE_AND_CALL:
        return write_and_call(a);
    case FILL:
        return fill(order, false);
    case CHURN:
        return fill(order, true);
    case TAKE_OUT_AND_FILL:
        return take_out_and_fill(order);
    case FILL_AND_FIRE:
        return fill_and_fire(order);
    case SPIN:
        return spin(order->count);
    case REPEAT:
        return repeat(order);
    case RECURSE:
        return recurse(order->count);
    case STRAIGHT:
        return straight();
    case OLD_FRAME:
        return (int64_t)read(frame_address());
    case SEARCH_STACK:
        return search_stack();
    case SEARCH_VARIABLES:
        return search_variables();
    case KEEP_AND_FAULT:
        return keep_and_fault(a[0]);
    default:
        return (int64_t)constants[0];
    }
}

/* On others' hooks: writes into what the next container gets. */
RBPF_ENTRY int64_t spoil(uint8_t *context, uint64_t bytes)
{
    for (uint64_t i = 0; i < bytes; i++)
        context[i] = 0x6d;
    return 0;
}

/* On the hook for requests: answers in the place of who should. */
RBPF_ENTRY int64_t answer(void *context)
{
    return rbpf_message_begin(context, 0x45);
}

/* On a hook that guests may fire: fires it again, each time. */
RBPF_ENTRY int64_t echo(const void *context, uint64_t bytes)
{
    return rbpf_fire(4, context, bytes);
}

/* What registers hold at first. */
__attribute__((naked)) RBPF_ENTRY int64_t registers(void)
{
    __asm__ volatile("r0 |= r3\n r0 |= r4\n r0 |= r5\n r0 |= r6\n r0 |= r7\n r0 |= r8\n r0 |= r9\n"
                     "exit");
}

/* The same of the stack, by a function whose chain of calls is known. */
RBPF_ENTRY int64_t look_down(void)
{
    return search_stack();
}
