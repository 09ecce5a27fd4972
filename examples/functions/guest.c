/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * A calculator of expressions in reverse Polish notation, "2 3 + 4 *": calls of functions, a table
 * of constants and a table of pointers to functions.
 */
#include <rbpf/guest.h>

#include "expression.h"

/* Or clang makes one function of all. */
#define NOINLINE __attribute__((noinline))

#define DEPTH_MAX 8u

struct stack {
    uint32_t depth;
    int64_t values[DEPTH_MAX];
};

typedef int64_t (*operation_fn)(int64_t a, int64_t b);

struct operation {
    char symbol;
    operation_fn apply;
};

static const int64_t powers_of_ten[] = {1, 10, 100, 1000, 10000, 100000, 1000000};

static int64_t add(int64_t a, int64_t b)
{
    return (int64_t)((uint64_t)a + (uint64_t)b);
}

static int64_t subtract(int64_t a, int64_t b)
{
    return (int64_t)((uint64_t)a - (uint64_t)b);
}

static int64_t multiply(int64_t a, int64_t b)
{
    return (int64_t)((uint64_t)a * (uint64_t)b);
}

static NOINLINE int64_t remainder_of(int64_t a, int64_t b)
{
    return rbpf_smod(a, b);
}

static int64_t greatest_common_divisor(int64_t a, int64_t b)
{
    while (b != 0) {
        int64_t rest = remainder_of(a, b);

        a = b;
        b = rest;
    }
    return a;
}

/* 0 for powers that are not in the table. */
static int64_t scale(int64_t a, int64_t b)
{
    uint64_t count = sizeof powers_of_ten / sizeof powers_of_ten[0];

    return (uint64_t)b < count ? multiply(a, powers_of_ten[b]) : 0;
}

static const struct operation operations[] = {
    {'+', add},          {'-', subtract}, {'*', multiply},
    {'%', remainder_of}, {'e', scale},    {'g', greatest_common_divisor},
};

static NOINLINE operation_fn find_operation(char symbol)
{
    for (uint32_t i = 0; i < sizeof operations / sizeof operations[0]; i++) {
        if (operations[i].symbol == symbol)
            return operations[i].apply;
    }
    return NULL;
}

static NOINLINE enum expression_status apply(struct stack *stack, char symbol)
{
    operation_fn operation = find_operation(symbol);

    if (!operation)
        return EXPRESSION_NO_OPERATION;
    if (stack->depth < 2 || stack->depth > DEPTH_MAX)
        return EXPRESSION_TOO_FEW;
    stack->depth--;
    stack->values[stack->depth - 1] =
        operation(stack->values[stack->depth - 1], stack->values[stack->depth]);
    return EXPRESSION_OK;
}

static NOINLINE enum expression_status push(struct stack *stack, int64_t value)
{
    if (stack->depth >= DEPTH_MAX)
        return EXPRESSION_TOO_MANY;
    stack->values[stack->depth++] = value;
    return EXPRESSION_OK;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* The number at text[*at], behind which *at then is. */
static int64_t read_number(const char *text, uint32_t *at)
{
    int64_t value = 0;

    for (; *at < EXPRESSION_TEXT_BYTES && is_digit(text[*at]); ++*at)
        value = add(multiply(value, 10), text[*at] - '0');
    return value;
}

RBPF_ENTRY uint64_t calculate(struct expression *expression)
{
    struct stack stack = {0};
    enum expression_status status = EXPRESSION_OK;
    uint32_t at = 0;

    while (status == EXPRESSION_OK && at < EXPRESSION_TEXT_BYTES && expression->text[at]) {
        if (is_digit(expression->text[at]))
            status = push(&stack, read_number(expression->text, &at));
        else if (expression->text[at++] != ' ')
            status = apply(&stack, expression->text[at - 1]);
    }
    if (status == EXPRESSION_OK && stack.depth != 1)
        status = stack.depth == 0 ? EXPRESSION_TOO_FEW : EXPRESSION_TOO_MANY;
    expression->value = status == EXPRESSION_OK ? stack.values[0] : 0;
    return status;
}
