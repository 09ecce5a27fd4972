/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * The helpers of the bench refuse hostile arguments, and nothing is moved then. Every row puts a
 * good item of 8 bytes first, so that a helper that checks one item after the other would be found.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "caller.h"
#include "caller_image.h"
#include "channel.h"
#include "hosted.h"
#include "io.h"

#define FILE_BYTES (8u * IO_ITEMS_MAX)
#define FILE_BYTE 0xf1
#define MEMORY_BYTE 0xa5
/* Offsets in hosted_memory, the region. */
#define TABLE 0u
#define DATA 8192u
#define END HOSTED_MEMORY_BYTES

#define REGION(offset) RBPF_ADDRESS(RBPF_REGION_HOST, offset)
#define CONTEXT(offset) RBPF_ADDRESS(RBPF_REGION_HOST + 1u, offset)
#define ITEM sizeof(struct io_item)

struct hostile_case {
    const char *name;
    /* Of the helper's arguments: 0: REGION(TABLE). */
    uint64_t table;
    uint64_t table_bytes;
    /* The last item of the table. */
    struct io_item last;
    /* Of puts and of gets: RBPF_OK, it is legal; else what the helper returns, or why it was not
     * called. */
    enum rbpf_status put;
    enum rbpf_status get;
};

#define REFUSED(status) .put = (status), .get = (status)
#define GOOD                                                                                       \
    {                                                                                              \
        REGION(DATA), 8                                                                            \
    }

static const struct hostile_case cases[] = {
    {"one item", 0, ITEM, GOOD, RBPF_OK, RBPF_OK},
    {"as many items as there may be", 0, IO_ITEMS_MAX *ITEM, GOOD, RBPF_OK, RBPF_OK},
    {"the last byte of the region", 0, 2 * ITEM, {REGION(END - 1), 1}, RBPF_OK, RBPF_OK},
    {"an item of no bytes, anywhere", 0, 2 * ITEM, {UINT64_MAX, 0}, RBPF_OK, RBPF_OK},
    {"no item", 0, 0, GOOD, REFUSED(HOSTED_BAD_TABLE)},
    {"no item, no table", UINT64_MAX, 0, GOOD, REFUSED(HOSTED_BAD_TABLE)},
    {"one item too many", 0, (IO_ITEMS_MAX + 1) * ITEM, GOOD, REFUSED(HOSTED_BAD_TABLE)},
    {"a part of an item", 0, ITEM + 1, GOOD, REFUSED(HOSTED_BAD_TABLE)},
    {"a table at null", 1, ITEM, GOOD, REFUSED(RBPF_FAULT_BOUNDS)},
    {"a table that ends outside", REGION(END - ITEM + 1), ITEM, GOOD, REFUSED(RBPF_FAULT_BOUNDS)},
    {"a table of 2^32 items", 0, ITEM << 32, GOOD, REFUSED(RBPF_FAULT_BOUNDS)},
    {"a table of all bytes", 0, UINT64_MAX, GOOD, REFUSED(RBPF_FAULT_BOUNDS)},
    {"null", 0, 2 * ITEM, {0, 8}, REFUSED(RBPF_FAULT_BOUNDS)},
    {"no region", 0, 2 * ITEM, {RBPF_ADDRESS(77, 0), 8}, REFUSED(RBPF_FAULT_BOUNDS)},
    {"a byte behind the end", 0, 2 * ITEM, {REGION(END - 7), 8}, REFUSED(RBPF_FAULT_BOUNDS)},
    {"a byte before the begin", 0, 2 * ITEM, {REGION(0) - 1, 8}, REFUSED(RBPF_FAULT_BOUNDS)},
    {"an offset that wraps", 0, 2 * ITEM, {REGION(UINT32_MAX), 2}, REFUSED(RBPF_FAULT_BOUNDS)},
    {"an address that wraps", 0, 2 * ITEM, {UINT64_MAX - 3, 8}, REFUSED(RBPF_FAULT_BOUNDS)},
    {"a length of 2^32 + 8",
     0,
     2 * ITEM,
     {REGION(DATA), (1ull << 32) + 8},
     REFUSED(RBPF_FAULT_BOUNDS)},
    {"a length of 2^31 + 8",
     0,
     2 * ITEM,
     {REGION(DATA), (1ull << 31) + 8},
     REFUSED(RBPF_FAULT_BOUNDS)},
    {"all bytes", 0, 2 * ITEM, {REGION(DATA), UINT64_MAX}, REFUSED(RBPF_FAULT_BOUNDS)},
    {"the context", 0, 2 * ITEM, {CONTEXT(0), 8}, RBPF_OK, RBPF_FAULT_READ_ONLY},
    {"code", 0, 2 * ITEM, {RBPF_ADDRESS(RBPF_REGION_CODE, 0), 8}, REFUSED(RBPF_FAULT_BOUNDS)},
    {"a host's address", 0, 2 * ITEM, {(uintptr_t)cases, 8}, REFUSED(RBPF_FAULT_BOUNDS)},
};

static uint32_t failures;

static void complain(const struct hostile_case *row, uint32_t helper, const char *what)
{
    printf("%s, helper %" PRIu32 ": %s\n", row->name, helper, what);
    failures++;
}

static void put_item(uint32_t index, const struct io_item *item)
{
    rbpf_store64(hosted_memory + TABLE + index * ITEM, item->address);
    rbpf_store64(hosted_memory + TABLE + index * ITEM + 8, item->bytes);
}

/* Items of 8 bytes from DATA on, one of them behind the table, and the last one as the row says.
 * Returns how many bytes they are. */
static uint64_t lay_table(const struct hostile_case *row)
{
    uint64_t count = row->table_bytes / ITEM;
    uint32_t i;

    memset(hosted_memory, MEMORY_BYTE, sizeof hosted_memory);
    for (i = 0; i <= IO_ITEMS_MAX; i++)
        put_item(i, &(const struct io_item)GOOD);
    if (count == 0 || count > IO_ITEMS_MAX)
        return 0;
    put_item((uint32_t)count - 1u, &row->last);
    return (count - 1u) * 8u + row->last.bytes;
}

static void fill_file(void)
{
    static uint8_t bytes[FILE_BYTES];

    memset(bytes, FILE_BYTE, sizeof bytes);
    if (channel_put(bytes, sizeof bytes, 0) != (int64_t)sizeof bytes) {
        puts("the file cannot be filled");
        exit(EXIT_FAILURE);
    }
}

/* Neither the file nor the memory behind the table has changed. */
static bool nothing_moved(void)
{
    uint8_t bytes[FILE_BYTES];
    uint32_t i;

    if (channel_get(bytes, sizeof bytes, 0) != (int64_t)sizeof bytes)
        return false;
    for (i = 0; i < FILE_BYTES; i++)
        if (bytes[i] != FILE_BYTE)
            return false;
    for (i = DATA; i < END; i++)
        if (hosted_memory[i] != MEMORY_BYTE)
            return false;
    return true;
}

/* What the helper returned, or why it was not called. */
static enum rbpf_status call(const struct hostile_case *row, uint32_t helper, int64_t *result)
{
    struct caller_job job = {row->table ? row->table : REGION(TABLE), row->table_bytes, helper};
    enum rbpf_status status = hosted_fire(&job, sizeof job, result);

    if (status != RBPF_OK && hosted_fault.helper != helper)
        complain(row, helper, "the fault names another helper");
    return status == RBPF_FAULT_HELPER_FAILED ? (enum rbpf_status)hosted_fault.helper_status
                                              : status;
}

static void try_helper(const struct hostile_case *row, uint32_t helper)
{
    enum rbpf_status expected = helper % 2 ? row->get : row->put;
    uint64_t bytes = lay_table(row);
    int64_t result = -1;
    enum rbpf_status status;

    fill_file();
    status = call(row, helper, &result);
    if (status != expected) {
        complain(row, helper, rbpf_status_text(status));
    } else if (expected != RBPF_OK) {
        if (!nothing_moved())
            complain(row, helper, "something was moved");
    } else if (result != (int64_t)bytes) {
        complain(row, helper, "it moved less than it should");
    } else if (nothing_moved()) {
        complain(row, helper, "nothing was moved");
    }
}

static void try_row(const struct hostile_case *row)
{
    uint32_t helper;

    for (helper = 26; helper < IO_HELPERS; helper++)
        try_helper(row, helper);
}

/* The helpers of one item: what the VM itself checks. */
static void try_single(void)
{
    static const struct hostile_case rows[] = {
        {"single, outside", REGION(END - 7), 8, GOOD, REFUSED(RBPF_FAULT_BOUNDS)},
        {"single, all bytes", REGION(DATA), UINT64_MAX, GOOD, REFUSED(RBPF_FAULT_BOUNDS)},
        {"single, the context", CONTEXT(0), 8, GOOD, RBPF_OK, RBPF_FAULT_READ_ONLY},
    };
    uint32_t i;

    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        int64_t result = -1;

        if (call(&rows[i], 24, &result) != rows[i].put)
            complain(&rows[i], 24, "is not refused as it should");
        if (call(&rows[i], 25, &result) != rows[i].get)
            complain(&rows[i], 25, "is not refused as it should");
    }
}

int main(void)
{
    uint32_t i;

    if (hosted_attach(caller_image, sizeof caller_image) != RBPF_OK ||
        channel_open_file(FILE_BYTES) != 0) {
        puts("test_io: the guest is refused, or there is no file");
        return EXIT_FAILURE;
    }
    for (i = 0; i < sizeof cases / sizeof *cases; i++)
        try_row(&cases[i]);
    try_single();
    channel_close();
    printf("%zu rows, %" PRIu32 " failures\n", sizeof cases / sizeof *cases, failures);
    return failures ? EXIT_FAILURE : EXIT_SUCCESS;
}
