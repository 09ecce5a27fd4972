/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Stores, as the host sees them. */
#include <stdbool.h>
#include <string.h>

#include <rbpf/store.h>

#include "cases.h"

#define SLOTS 3u
#define VALUE_BYTES 8u
#define BYTES RBPF_STORE_BYTES(SLOTS, VALUE_BYTES)

/* One byte off, so that nothing relies on alignment; a guard behind. */
static uint8_t memory[1 + BYTES + 1];
static struct rbpf_store store;

static enum rbpf_status begin(void)
{
    memset(memory, 0xa5, sizeof memory);
    return rbpf_store_format(&store, memory + 1, BYTES, VALUE_BYTES);
}

static enum rbpf_status put(uint32_t key, const char *text)
{
    struct rbpf_item item = {.key = key, .owner = (uint16_t)(key + 1u)};

    item.size = (uint8_t)strlen(text);
    memcpy(item.value, text, item.size);
    return rbpf_store_set(&store, &item);
}

static bool holds(uint32_t key, const char *text)
{
    struct rbpf_item item;

    return rbpf_store_get(&store, key, &item) == RBPF_OK && item.key == key &&
           item.owner == key + 1u && item.size == strlen(text) &&
           memcmp(item.value, text, item.size) == 0;
}

/* The drawing in store.h, byte by byte. */
static struct verdict test_layout_is_as_drawn(void)
{
    static const uint8_t header[] = {0x72, 0x53, 1, 0, 16, 0, 3, 0};
    static const uint8_t slot[] = {0x44, 0x33, 0x22, 0x11, 0x45, 0x33, 3, 0,
                                   'a',  'b',  'c',  0,    0,    0,    0, 0};

    CHECK_STATUS(begin(), RBPF_OK);
    CHECK(memcmp(memory + 1, header, sizeof header) == 0);
    CHECK_STATUS(put(0x11223344, "abc"), RBPF_OK);
    CHECK(memcmp(memory + 1 + sizeof header, slot, sizeof slot) == 0);
    CHECK(memory[0] == 0xa5 && memory[1 + BYTES] == 0xa5);
    return PASSED;
}

static struct verdict test_value_is_read_as_written(void)
{
    CHECK_STATUS(begin(), RBPF_OK);
    CHECK_STATUS(put(0, "a"), RBPF_OK);
    CHECK_STATUS(put(UINT32_MAX - 1u, "12345678"), RBPF_OK);
    CHECK(holds(0, "a"));
    CHECK_STATUS(put(0, "zz"), RBPF_OK);
    CHECK(holds(0, "zz"));
    return PASSED;
}

static struct verdict test_missing_key_is_none(void)
{
    struct rbpf_item item;

    CHECK_STATUS(begin(), RBPF_OK);
    CHECK_STATUS(rbpf_store_get(&store, 0, &item), RBPF_STORE_NONE);
    CHECK_STATUS(put(7, ""), RBPF_STORE_NONE);
    return PASSED;
}

static struct verdict test_full_store_refuses_new_keys_only(void)
{
    CHECK_STATUS(begin(), RBPF_OK);
    CHECK_STATUS(put(1, "a"), RBPF_OK);
    CHECK_STATUS(put(2, "b"), RBPF_OK);
    CHECK_STATUS(put(3, "c"), RBPF_OK);
    CHECK_STATUS(put(4, "d"), RBPF_STORE_FULL);
    CHECK_STATUS(put(2, "e"), RBPF_OK);
    CHECK_STATUS(put(1, ""), RBPF_OK);
    CHECK_STATUS(put(4, "d"), RBPF_OK);
    CHECK(holds(2, "e") && holds(3, "c") && holds(4, "d"));
    return PASSED;
}

static struct verdict test_value_above_the_slot_is_refused(void)
{
    CHECK_STATUS(begin(), RBPF_OK);
    CHECK_STATUS(put(1, "123456789"), RBPF_STORE_SIZE);
    CHECK_STATUS(put(1, "12345678"), RBPF_OK);
    CHECK_STATUS(put(1, "123456789"), RBPF_STORE_SIZE);
    CHECK(holds(1, "12345678"));
    return PASSED;
}

static struct verdict test_listing_finds_each_entry_once(void)
{
    struct rbpf_item item;
    uint32_t i, sum = 0, count = 0;

    CHECK_STATUS(begin(), RBPF_OK);
    CHECK_STATUS(put(1, "a"), RBPF_OK);
    CHECK_STATUS(put(2, "b"), RBPF_OK);
    CHECK_STATUS(put(4, "c"), RBPF_OK);
    CHECK_STATUS(put(2, ""), RBPF_OK);
    for (i = 0; i < store.slot_count; i++)
        if (rbpf_store_item(&store, i, &item) == RBPF_OK) {
            sum += item.key;
            count++;
        }
    CHECK_EQUAL(sum, 5);
    CHECK_EQUAL(count, 2);
    CHECK_STATUS(rbpf_store_item(&store, store.slot_count, &item), RBPF_STORE_NONE);
    return PASSED;
}

static struct verdict test_store_without_room_is_full(void)
{
    struct rbpf_item item = {.key = 1, .size = 1};
    struct rbpf_store none = {0};

    CHECK_STATUS(rbpf_store_set(&none, &item), RBPF_STORE_FULL);
    CHECK_STATUS(rbpf_store_get(&none, 1, &item), RBPF_STORE_NONE);
    CHECK_STATUS(rbpf_store_item(&none, 0, &item), RBPF_STORE_NONE);
    return PASSED;
}

static struct verdict test_format_checks_its_arguments(void)
{
    CHECK_STATUS(rbpf_store_format(NULL, memory, BYTES, 8), RBPF_ERR_ARGUMENT);
    CHECK_STATUS(rbpf_store_format(&store, NULL, BYTES, 8), RBPF_ERR_ARGUMENT);
    CHECK_STATUS(rbpf_store_format(&store, memory, BYTES, 0), RBPF_ERR_ARGUMENT);
    CHECK_STATUS(rbpf_store_format(&store, memory, BYTES, RBPF_VALUE_MAX + 1u), RBPF_ERR_ARGUMENT);
    CHECK_STATUS(rbpf_store_format(&store, memory, RBPF_STORE_BYTES(1, 8) - 1u, 8),
                 RBPF_ERR_ARGUMENT);
    CHECK_STATUS(rbpf_store_format(&store, memory, RBPF_STORE_BYTES(1, 8), 8), RBPF_OK);
    CHECK_EQUAL(store.slot_count, 1);
    CHECK_STATUS(rbpf_store_format(&store, memory, RBPF_STORE_BYTES(2, 8) - 1u, 8), RBPF_OK);
    CHECK_EQUAL(store.slot_count, 1);
    CHECK_STATUS(rbpf_store_format(&store, memory, BYTES, 40), RBPF_OK);
    CHECK_EQUAL(store.slot_count, 1);
    return PASSED;
}

static struct verdict test_open_keeps_what_was_there(void)
{
    struct rbpf_store again;

    CHECK_STATUS(begin(), RBPF_OK);
    CHECK_STATUS(put(5, "five"), RBPF_OK);
    CHECK_STATUS(put(6, "six"), RBPF_OK);
    CHECK_STATUS(put(5, ""), RBPF_OK);
    CHECK_STATUS(rbpf_store_open(&again, memory + 1, BYTES), RBPF_OK);
    store = again;
    CHECK(holds(6, "six"));
    CHECK_EQUAL(store.slot_count, SLOTS);
    CHECK_EQUAL(store.slot_bytes, 8u + VALUE_BYTES);
    CHECK_STATUS(rbpf_store_open(NULL, memory + 1, BYTES), RBPF_ERR_ARGUMENT);
    CHECK_STATUS(rbpf_store_open(&again, NULL, BYTES), RBPF_ERR_ARGUMENT);
    return PASSED;
}

/* One byte of a good store, what it becomes, and the length that is given. */
struct damage {
    const char *name;
    uint32_t at;
    uint8_t byte;
    uint32_t bytes;
};

static const struct case_function functions[] = {
    {"layout is as drawn", test_layout_is_as_drawn},
    {"value is read as written", test_value_is_read_as_written},
    {"missing key is none", test_missing_key_is_none},
    {"full store refuses new keys only", test_full_store_refuses_new_keys_only},
    {"value above the slot is refused", test_value_above_the_slot_is_refused},
    {"listing finds each entry once", test_listing_finds_each_entry_once},
    {"store without room is full", test_store_without_room_is_full},
    {"format checks its arguments", test_format_checks_its_arguments},
    {"open keeps what was there", test_open_keeps_what_was_there},
};

CASE_SET(store_functions, functions, run_case_function);

/* The store has keys 1 ("a") and 2 ("b") in its first slots, at 8 and 24. */
static const struct damage damages[] = {
    {"magic, first byte", 0, 0, BYTES},
    {"magic, second byte", 1, 0, BYTES},
    {"version", 2, 2, BYTES},
    {"zero of the header", 3, 1, BYTES},
    {"slots without value", 4, 8, BYTES},
    {"slots above the longest value", 4, 8 + RBPF_VALUE_MAX + 1, BYTES},
    {"slot size, high byte", 5, 1, BYTES},
    {"no slots", 6, 0, BYTES},
    {"more slots than there is room", 6, 4, BYTES},
    {"slot count, high byte", 7, 1, BYTES},
    {"no room for the header", 0, 0x72, 7},
    {"one byte too short", 0, 0x72, BYTES - 1u},
    {"value longer than its slot", 14, 9, BYTES},
    {"zero of a slot", 15, 1, BYTES},
    {"byte behind a value", 17, 1, BYTES},
    {"last byte behind a value", 23, 1, BYTES},
    {"a key twice", 8, 2, BYTES},
    {"free slot with a key", 40, 1, BYTES},
    {"free slot with an owner", 44, 1, BYTES},
    {"free slot with a value", 48, 1, BYTES},
};

static struct verdict check_damage(const struct damage *damage)
{
    struct rbpf_store opened;

    CHECK_STATUS(begin(), RBPF_OK);
    CHECK_STATUS(put(1, "a"), RBPF_OK);
    CHECK_STATUS(put(2, "b"), RBPF_OK);
    CHECK_STATUS(rbpf_store_open(&opened, memory + 1, BYTES), RBPF_OK);
    memory[1 + damage->at] = damage->byte;
    CHECK_STATUS(rbpf_store_open(&opened, memory + 1, damage->bytes), RBPF_STORE_FORMAT);
    return PASSED;
}

CASE_SET(store_damage, damages, check_damage);
