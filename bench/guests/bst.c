/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Loads that depend on loads, branches that nobody can foresee. */
#include "guests.h"

/* The place of `key`, or of the node above the one that it would be; 0 in an empty tree. */
static uint32_t find(const struct bst_node *nodes, uint32_t root, uint32_t key)
{
    uint32_t last = 0;

    for (uint32_t at = root; at != 0;) {
        last = at;
        if (nodes[at].key == key)
            return at;
        at = key < nodes[at].key ? nodes[at].left : nodes[at].right;
    }
    return last;
}

static void insert(struct bst_node *nodes, uint32_t place, uint32_t key)
{
    uint32_t above = find(nodes, place == 1 ? 0 : 1, key);

    nodes[place].key = key;
    nodes[place].left = 0;
    nodes[place].right = 0;
    if (above == 0)
        return;
    if (key < nodes[above].key)
        nodes[above].left = (uint16_t)place;
    else
        nodes[above].right = (uint16_t)place;
}

uint64_t bst(struct bst_context *context)
{
    struct bst_node *nodes = context->nodes;
    uint32_t count = context->count;
    uint32_t found = 0;

    for (uint32_t i = 0; i < count; i++)
        insert(nodes, i + 1, context->keys[i]);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t key = context->keys[i];

        found += nodes[find(nodes, 1, key)].key == key;
        found += nodes[find(nodes, 1, key + 1)].key == key + 1;
    }
    return found;
}
