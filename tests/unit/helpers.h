/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Helpers that tests call. */
#ifndef RBPF_TEST_HELPERS_H
#define RBPF_TEST_HELPERS_H

#include <rbpf/rbpf.h>

enum test_helper {
    /* r1 + 2 r2 + 3 r3 + 4 r4 + 5 r5 */
    HELPER_SUM,
    /* Sets r2 bytes at r1 to 0xee; r2 */
    HELPER_FILL,
    /* The sum of r2 bytes at r1 */
    HELPER_ADD_UP,
    /* The length of the string at r1 */
    HELPER_STRLEN,
    /* The 4 bytes at r1, little-endian */
    HELPER_READ4,
    /* Sets the 8 bytes at r1 to 0xee; 8 */
    HELPER_FILL8,
    /* Fails with -1 */
    HELPER_FAIL,
    /* Charges r1 and waits */
    HELPER_SUSPEND,
    /* Charges r1, r2 and r3; 7 */
    HELPER_CHARGE,
    /* Sets no result */
    HELPER_NOTHING,
    /* The sum of r1 bytes at r5 */
    HELPER_ADD_UP_LAST,
    /* Copies min(r2, r4) bytes from r1 to r3; what was copied */
    HELPER_COPY,
    /* Calls the function that the user pointer leads to */
    HELPER_USER,
    /* Fails with RBPF_IMAGE_NO_ENTRY after filling r2 bytes at r1 */
    HELPER_FILL_AND_FAIL,
    /* Fills r2 bytes at r1, then takes the string at r3, reads its end, and returns its size */
    HELPER_SPOIL,
    /* Takes 4 bytes at r1, and sets no result */
    HELPER_LOOK,
    /* Sets two results: 1, and 2^63 + 2 */
    HELPER_TWICE,
    HELPER_HOLE,
    HELPER_COUNT
};

/* What HELPER_USER calls. */
struct test_user {
    enum rbpf_status (*fn)(struct test_user *user, struct rbpf_call *call);
    struct rbpf_vm *vm;
    int64_t seen[8];
};

extern const struct rbpf_helpers test_helpers;

#endif
