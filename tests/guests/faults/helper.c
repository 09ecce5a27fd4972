/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Faults of helpers' arguments: rbpf run has a helper 1 that takes a string. */
static long (*const print_string)(const char *text) = (void *)1;

long begins_outside(const char *ctx)
{
    return print_string(ctx + 20); /* FAULT begins_outside */
}

long never_ends(char *ctx)
{
    for (int i = 0; i < 16; i++)
        ctx[i] = 'x';
    return print_string(ctx + 3); /* FAULT never_ends */
}
