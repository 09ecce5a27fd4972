/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* The platform's critical section masks interrupts, nests, and leaves them as it found them. */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include <rbpf/port.h>

#include "board.h"

/* Whether a section that is entered now finds what the first one found. */
static bool is_as(uintptr_t first)
{
    uintptr_t now = rbpf_port_mask();

    rbpf_port_restore(now);
    return now == first;
}

static int check(bool condition, const char *what)
{
    if (!condition)
        printf("FAILED: %s\n", what);
    return !condition;
}

int main(void)
{
    uintptr_t before = rbpf_port_mask();
    int failures = check(!is_as(before), "interrupts are masked within");

    {
        RBPF_CRITICAL_ENTER();
        failures += check(!is_as(before), "and within a section in a section");
        RBPF_CRITICAL_EXIT();
    }
    failures += check(!is_as(before), "the inner one does not end the outer one");
    rbpf_port_restore(before);
    failures += check(is_as(before), "behind the outer one all is as before");
    printf("critical section: %d failures\n", failures);
    return failures;
}
