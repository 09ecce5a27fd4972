/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

#include "table.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "device.h"

#define RIGHTS_COLUMNS 27

/* A column's text, cut short where it is full. */
struct column {
    char text[RIGHTS_COLUMNS + 1];
    uint32_t used;
};

static void add(struct column *column, const char *text)
{
    uint32_t room = (uint32_t)sizeof column->text - 1u - column->used;
    uint32_t size = (uint32_t)strlen(text);

    if (size > room)
        size = room;
    memcpy(column->text + column->used, text, size);
    column->used += size;
    column->text[column->used] = 0;
}

static void add_word(struct column *column, const char *word)
{
    if (column->used > 0)
        add(column, " ");
    add(column, word);
}

/* Of helpers, those that go together. */
static const struct {
    uint32_t helpers;
    const char *word;
} words[] = {
    {RBPF_HELPER_BIT(RBPF_HELPER_SENSOR_NTH) | RBPF_HELPER_BIT(RBPF_HELPER_SENSOR_OF_TYPE) |
         RBPF_HELPER_BIT(RBPF_HELPER_SENSOR_READ),
     "sensors"},
    {RBPF_HELPER_BIT(RBPF_HELPER_MESSAGE_BEGIN) | RBPF_HELPER_BIT(RBPF_HELPER_MESSAGE_FINISH),
     "messages"},
    {RBPF_HELPER_BIT(RBPF_HELPER_LOG) | RBPF_HELPER_BIT(RBPF_HELPER_PRINT), "log"},
    {RBPF_HELPER_BIT(RBPF_HELPER_NOW_MS), "clock"},
    {RBPF_HELPER_BIT(RBPF_HELPER_RANDOM), "random"},
    {RBPF_HELPER_BIT(RBPF_HELPER_FIRE), "fire"},
};

static void write_rights(struct column *column, const struct rbpf_rights *rights)
{
    static const char *const scopes[RBPF_SCOPES] = {"private:", "tenant:", "global:"};
    uint32_t i;

    for (i = 0; i < RBPF_SCOPES; i++) {
        const char *read = rights->access & RBPF_READ_STORE(i) ? "r" : "";
        const char *write = rights->stores[i].entries ? "w" : "";

        if (!*read && !*write)
            continue;
        add_word(column, scopes[i]);
        add(column, read);
        add(column, write);
    }
    if (rights->access & RBPF_WRITE_CONTEXT)
        add_word(column, "context:w");
    for (i = 0; i < sizeof words / sizeof words[0]; i++)
        if (rights->helpers[0] & words[i].helpers)
            add_word(column, words[i].word);
}

/* Entries of its tenant's store that it owns, and how many it may. */
static void write_store(char text[static 12], const struct rbpf_container *container)
{
    const struct rbpf_store *store = container->tenant->store;
    uint32_t used = 0;
    struct rbpf_item item;
    uint32_t i;

    for (i = 0; store && i < store->slot_count; i++)
        if (rbpf_store_item(store, i, &item) == RBPF_OK && item.owner == container->number)
            used++;
    snprintf(text, 12, "%u/%u", (unsigned)used,
             (unsigned)container->rights.stores[RBPF_SCOPE_TENANT].entries);
}

static void write_faults(struct column *column, const struct rbpf_container *container)
{
    uint32_t faults = 0;
    char text[8];
    uint32_t i;

    for (i = 0; i < RBPF_CAUSES; i++)
        faults += container->faults[i];
    if (faults == 0)
        add(column, "none");
    for (i = 0; faults && i < RBPF_CAUSES; i++) {
        snprintf(text, sizeof text, "%s%u", i > 0 ? "/" : "", container->faults[i]);
        add(column, text);
    }
    if (container->flags & RBPF_CONTAINER_QUARANTINE)
        add(column, " Q");
}

static void print_container(const char *name, const struct rbpf_container *container)
{
    struct column rights = {.used = 0};
    struct column faults = {.used = 0};
    char store[12];

    write_rights(&rights, &container->rights);
    write_faults(&faults, container);
    write_store(store, container);
    printf("%-10s %-8s %-8s %6" PRIu32 " %9" PRIu32 " %5s  %-*s %s\n", name,
           container->tenant->name, container->hook->config->name, container->runs,
           (uint32_t)container->insns, store, RIGHTS_COLUMNS, rights.text, faults.text);
}

uint32_t table_print(const struct rbpf_container *attacker)
{
    struct rbpf_container container;
    uint32_t lines = 2;
    uint32_t hook, index;

    printf("%-10s %-8s %-8s %6s %9s %5s  %-*s %s\n", "container", "tenant", "hook", "runs", "insns",
           "store", RIGHTS_COLUMNS, "rights", "faults*");
    for (hook = 0; hook < DEVICE_HOOKS; hook++)
        for (index = 0; rbpf_hook_list(&device_hooks[hook], index, &container); index++) {
            print_container(device_names[container.number - 1u], &container);
            lines++;
        }
    if (attacker && attacker->hook) {
        print_container("attacker", attacker);
        lines++;
    }
    printf("* memory/calls/helper/helper failed/budget/other; Q: in quarantine\n");
    return lines;
}
