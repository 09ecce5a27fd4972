/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * Depth and stack of each function, from the leaves up: a function is measured
 * once all that it calls are. What is never reached that way is recursion or calls
 * recursion, and keeps depth 0. No recursion here either: graphs may be deep.
 *
 * A node beyond the functions stands for "any function whose address is taken",
 * which is what a call by register may call.
 */
#include <stdlib.h>

#include "isa/isa.h"
#include "tools/conversion.h"

struct node {
    /* Calls to functions that are not measured yet. */
    uint32_t pending;
    /* The most that any measured callee needs. */
    uint32_t depth;
    uint32_t stack_bytes;
    /* Its callers are callers[first] up to the first of the next node. */
    uint32_t first;
};

struct graph {
    struct conversion *c;
    /* One for each function, the node for calls by register, and an end. */
    struct node *nodes;
    uint32_t *callers;
    /* Nodes whose callees are all measured. */
    uint32_t *ready;
    uint32_t ready_count;
    /* The function of each slot. */
    uint32_t *owners;
};

typedef void (*edge_fn)(struct graph *g, uint32_t caller, uint32_t callee);

static uint32_t any_function(const struct graph *g)
{
    return g->c->function_count;
}

static void count_edge(struct graph *g, uint32_t caller, uint32_t callee)
{
    g->nodes[caller].pending++;
    g->nodes[callee].first++;
}

/* Fills from the back: `first` ends up at the first. */
static void add_edge(struct graph *g, uint32_t caller, uint32_t callee)
{
    g->callers[--g->nodes[callee].first] = caller;
}

static void visit_insn(struct graph *g, uint32_t slot, edge_fn visit)
{
    struct rbpf_insn insn = rbpf_insn_at(g->c->text + (size_t)slot * 8u);
    uint32_t caller = g->owners[slot];

    if (g->c->slots[slot] & SLOT_SECOND_HALF)
        return;
    if (insn.opcode == RBPF_OP_CALLX)
        visit(g, caller, any_function(g));
    else if (insn.opcode == RBPF_OP_CALL && insn.src == RBPF_CALL_LOCAL)
        visit(g, caller, g->owners[(int64_t)slot + 1 + insn.imm]);
}

static void visit_edges(struct graph *g, edge_fn visit)
{
    for (uint32_t slot = 0; slot < slot_count(g->c); slot++)
        visit_insn(g, slot, visit);
    for (uint32_t i = 0; i < g->c->function_count; i++) {
        if (g->c->functions[i].flags & RBPF_FUNCTION_CALLABLE)
            visit(g, any_function(g), i);
    }
}

static void find_owners(struct graph *g)
{
    uint32_t owner = 0;

    for (uint32_t slot = 0; slot < slot_count(g->c); slot++) {
        if (owner + 1u < g->c->function_count && g->c->functions[owner + 1u].entry == slot)
            owner++;
        g->owners[slot] = owner;
    }
}

/* At most one edge a slot and one a function. */
static bool make_graph(struct graph *g)
{
    size_t node_count = (size_t)g->c->function_count + 1u;

    g->nodes = calloc(node_count + 1u, sizeof *g->nodes);
    g->ready = calloc(node_count, sizeof *g->ready);
    g->owners = calloc(slot_count(g->c), sizeof *g->owners);
    g->callers = calloc((size_t)slot_count(g->c) + node_count, sizeof *g->callers);
    return g->nodes && g->ready && g->owners && g->callers;
}

static void free_graph(struct graph *g)
{
    free(g->nodes);
    free(g->ready);
    free(g->owners);
    free(g->callers);
}

static void fill_graph(struct graph *g)
{
    uint32_t end = g->c->function_count + 1u;

    find_owners(g);
    visit_edges(g, count_edge);
    for (uint32_t i = 1; i <= end; i++)
        g->nodes[i].first += g->nodes[i - 1u].first;
    visit_edges(g, add_edge);
}

/* False: more than a record can say, which is treated like recursion. */
static bool record_function(struct graph *g, uint32_t index)
{
    const struct node *node = &g->nodes[index];
    struct rbpf_function_info *info = &g->c->functions[index];
    uint32_t stack_bytes = info->frame_bytes + node->stack_bytes;

    if (node->depth + 1u > UINT8_MAX || stack_bytes > UINT16_MAX)
        return false;
    info->depth = (uint8_t)(node->depth + 1u);
    info->stack_bytes = (uint16_t)stack_bytes;
    return true;
}

static void tell_caller(struct graph *g, uint32_t index, const struct node *needs)
{
    struct node *caller = &g->nodes[index];

    if (needs->depth > caller->depth)
        caller->depth = needs->depth;
    if (needs->stack_bytes > caller->stack_bytes)
        caller->stack_bytes = needs->stack_bytes;
    if (--caller->pending == 0)
        g->ready[g->ready_count++] = index;
}

static void measure_node(struct graph *g, uint32_t index)
{
    struct node needs = g->nodes[index];

    if (index < any_function(g)) {
        if (!record_function(g, index))
            return;
        needs.depth = g->c->functions[index].depth;
        needs.stack_bytes = g->c->functions[index].stack_bytes;
    }
    for (uint32_t i = needs.first; i < g->nodes[index + 1u].first; i++)
        tell_caller(g, g->callers[i], &needs);
}

static void measure_all(struct graph *g)
{
    for (uint32_t i = 0; i <= any_function(g); i++) {
        if (g->nodes[i].pending == 0)
            g->ready[g->ready_count++] = i;
    }
    for (uint32_t done = 0; done < g->ready_count; done++)
        measure_node(g, g->ready[done]);
}

bool measure_call_graph(struct conversion *c)
{
    struct graph g = {.c = c};
    bool ok = make_graph(&g);

    if (ok) {
        fill_graph(&g);
        measure_all(&g);
    } else {
        message_fail(c->message, "out of memory");
    }
    free_graph(&g);
    return ok;
}
