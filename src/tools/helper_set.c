/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* The verifier asks whether a helper has a function, and never calls it. */
#include "tools/helper_set.h"

#include <stdlib.h>

static enum rbpf_status absent(struct rbpf_call *call)
{
    (void)call;
    return RBPF_ERR_ARGUMENT;
}

static bool read_id(const char **text, unsigned long *id)
{
    char *end;

    if (**text < '0' || **text > '9')
        return false;
    *id = strtoul(*text, &end, 10);
    *text = end;
    return *id < RBPF_HELPERS_MAX;
}

/* "7" or "1-3"; *text moves behind it. */
static bool add_range(struct helper_set *set, const char **text)
{
    unsigned long first;
    unsigned long last;

    if (!read_id(text, &first))
        return false;
    last = first;
    if (**text == '-') {
        (*text)++;
        if (!read_id(text, &last))
            return false;
    }
    for (unsigned long id = first; id <= last; id++)
        set->table[id].fn = absent;
    return first <= last;
}

static bool add_list(struct helper_set *set, const char *text)
{
    while (add_range(set, &text)) {
        if (*text == 0)
            return true;
        if (*text++ != ',')
            return false;
    }
    return false;
}

bool helper_set_init(struct helper_set *set, const char *list, struct message *message)
{
    *set = (struct helper_set){.helpers = {.count = RBPF_HELPERS_MAX}};
    set->helpers.table = set->table;
    for (uint32_t id = 0; !list && id < RBPF_HELPERS_MAX; id++)
        set->table[id].fn = absent;
    return !list || *list == 0 || add_list(set, list) ||
           message_fail(message, "option '--helpers' needs ids below %d, as in '1-3,7', not '%s'",
                        RBPF_HELPERS_MAX, list);
}
