/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Rights in words. Linked only where it is used. */
#include <rbpf/rights.h>

#include <rbpf/helper.h>
#include <rbpf/region.h>

#include "text.h"

/* A list of rights on its way to text. */
struct rights_list {
    const struct rbpf_rights *rights;
    struct rbpf_text text;
};

static const char *const scope_names[RBPF_SCOPES] = {"private", "tenant's", "global"};

static void put_item(struct rights_list *list, const char *what)
{
    if (list->text.length > 0)
        rbpf_text_put(&list->text, ", ");
    rbpf_text_put(&list->text, what);
}

/* "2 bytes", "1 byte". */
static void put_amount(struct rights_list *list, uint32_t amount, const char *one, const char *more)
{
    if (amount == UINT32_MAX)
        rbpf_text_put(&list->text, "any number of");
    else
        rbpf_text_put_number(&list->text, amount);
    rbpf_text_put(&list->text, amount == 1u ? one : more);
}

/* The same of a number of 16 bits, which has its own most. */
static void put_small(struct rights_list *list, uint16_t amount, const char *one, const char *more)
{
    put_amount(list, amount == UINT16_MAX ? UINT32_MAX : amount, one, more);
}

static void put_helpers(struct rights_list *list, const struct rbpf_helper *helpers, uint32_t count)
{
    uint32_t id;

    for (id = 0; id < RBPF_HELPERS_MAX; id++) {
        if (!(list->rights->helpers[id / 32u] & RBPF_HELPER_BIT(id)))
            continue;
        put_item(list, "helper ");
        rbpf_text_put_number(&list->text, id);
        if (!helpers || id >= count || !helpers[id].name)
            continue;
        rbpf_text_put(&list->text, " (");
        rbpf_text_put(&list->text, helpers[id].name);
        rbpf_text_put(&list->text, ")");
    }
}

static void put_quota(struct rights_list *list, const struct rbpf_quota *quota)
{
    if (quota->entries)
        put_small(list, quota->entries, " entry", " entries");
    if (quota->entries && quota->bytes)
        rbpf_text_put(&list->text, ", ");
    if (quota->bytes)
        put_small(list, quota->bytes, " byte", " bytes");
}

static void put_stores(struct rights_list *list)
{
    uint32_t scope;

    for (scope = 0; scope < RBPF_SCOPES; scope++) {
        const struct rbpf_quota *quota = &list->rights->stores[scope];

        if (list->rights->access & RBPF_READ_STORE(scope)) {
            put_item(list, "read ");
            rbpf_text_put(&list->text, scope_names[scope]);
            rbpf_text_put(&list->text, " store");
        }
        if (quota->entries || quota->bytes) {
            put_item(list, "write ");
            rbpf_text_put(&list->text, scope_names[scope]);
            rbpf_text_put(&list->text, " store: ");
            put_quota(list, quota);
        }
    }
}

static void put_regions(struct rights_list *list)
{
    uint32_t i;

    if (list->rights->access & RBPF_WRITE_CONTEXT)
        put_item(list, "write context");
    for (i = 0; i < 2u * RBPF_HOST_REGIONS_MAX; i++) {
        bool is_write = i % 2u != 0;
        uint32_t bit = is_write ? RBPF_WRITE_REGION(i / 2u) : RBPF_READ_REGION(i / 2u);

        if (!(list->rights->access & bit))
            continue;
        put_item(list, is_write ? "write region " : "read region ");
        rbpf_text_put_number(&list->text, RBPF_REGION_HOST + i / 2u);
    }
}

static void put_insns(struct rights_list *list, uint32_t insns, const char *per)
{
    if (insns == 0)
        return;
    put_item(list, "");
    put_amount(list, insns, " instruction", " instructions");
    rbpf_text_put(&list->text, per);
}

size_t rbpf_rights_text(const struct rbpf_rights *rights, const struct rbpf_helper *helpers,
                        uint32_t helper_count, char *text, size_t size)
{
    struct rights_list list = {rights, {text, size, 0}};

    put_helpers(&list, helpers, helper_count);
    put_stores(&list);
    put_regions(&list);
    if (rights->stack_bytes) {
        put_item(&list, "stack ");
        put_small(&list, rights->stack_bytes, " byte", " bytes");
    }
    put_insns(&list, rights->insns_per_run, " a run");
    put_insns(&list, rights->insns_per_second, " a second");
    if (list.text.length == 0)
        put_item(&list, "nothing");
    (void)rbpf_text_end(&list.text);
    return list.text.length;
}
