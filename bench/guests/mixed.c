/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Of the kind of work that CoreMark and Embench do: a list, a state machine, a checksum. */
#include "guests.h"

#define POLYNOMIAL 0xa001u

enum state { BETWEEN, WORD, ZERO, INTEGER, HEX, DECIMAL };

static uint16_t turn_round(struct mixed_node *nodes, uint16_t head)
{
    uint16_t before = 0;

    while (head != 0) {
        uint16_t next = nodes[head].next;

        nodes[head].next = before;
        before = head;
        head = next;
    }
    return before;
}

static inline int is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static inline int is_hex_digit(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'f');
}

static inline enum state first(char c)
{
    if (c == '0')
        return ZERO;
    return is_digit(c) ? INTEGER : WORD;
}

static inline enum state next_state(enum state state, char c)
{
    if (c == ' ')
        return BETWEEN;
    switch (state) {
    case BETWEEN:
        return first(c);
    case ZERO:
        if (c == 'x')
            return HEX;
        /* Fall through. */
    case INTEGER:
        if (c == '.')
            return DECIMAL;
        return is_digit(c) ? INTEGER : WORD;
    case HEX:
        return is_hex_digit(c) ? HEX : WORD;
    case DECIMAL:
        return is_digit(c) ? DECIMAL : WORD;
    case WORD:
    default:
        return WORD;
    }
}

static inline void count_token(uint16_t *tokens, enum state state)
{
    if (state == WORD)
        tokens[MIXED_WORD]++;
    else if (state == ZERO || state == INTEGER)
        tokens[MIXED_INTEGER]++;
    else if (state == HEX)
        tokens[MIXED_HEX]++;
    else if (state == DECIMAL)
        tokens[MIXED_DECIMAL]++;
}

static void count_tokens(struct mixed_context *context)
{
    enum state state = BETWEEN;

    for (uint32_t i = 0; i < context->text_bytes; i++) {
        enum state next = next_state(state, context->text[i]);

        if (next == BETWEEN)
            count_token(context->tokens, state);
        state = next;
    }
    count_token(context->tokens, state);
}

static uint16_t crc16(uint16_t crc, uint16_t word)
{
    for (int i = 0; i < 16; i++) {
        uint32_t bit = (uint32_t)(crc ^ word >> i) & 1u;

        crc = (uint16_t)(crc >> 1);
        if (bit)
            crc ^= POLYNOMIAL;
    }
    return crc;
}

uint64_t mixed(struct mixed_context *context)
{
    uint16_t crc = context->seed;

    context->head = turn_round(context->nodes, context->head);
    for (uint16_t at = context->head; at != 0; at = context->nodes[at].next)
        crc = crc16(crc, context->nodes[at].value);
    count_tokens(context);
    for (int i = 0; i < MIXED_TOKENS; i++)
        crc = crc16(crc, context->tokens[i]);
    return crc;
}
