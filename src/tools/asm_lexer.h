/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* The words of assembler sources, and messages that say where: "guest.s:3:7: expected ...". */
#ifndef RBPF_TOOLS_ASM_LEXER_H
#define RBPF_TOOLS_ASM_LEXER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tools/message.h"

/* A piece of the source. */
struct word {
    const char *at;
    uint32_t length;
};

struct lexer {
    /* Of the file, for messages. */
    const char *name;
    const char *at;
    /* Here a NUL stands, so that looking one character ahead is always legal. */
    const char *end;
    const char *line_begin;
    uint32_t line;
    struct message *message;
};

struct asm_register {
    uint8_t number;
    /* An r register; else a w register. */
    bool wide;
};

struct asm_number {
    uint64_t magnitude;
    bool negative;
    /* Written with + or -. */
    bool has_sign;
};

/* What a number may be, and how a message calls it. */
struct asm_range {
    int64_t low;
    int64_t high;
    const char *what;
};

void lexer_init(struct lexer *lexer, const char *name, struct word source);

/* Fails with a place. `where` is on the line that is read. */
bool lexer_fail_at(const struct lexer *lexer, const char *where, const char *format, ...)
#if defined(__GNUC__)
    __attribute__((format(printf, 3, 4)))
#endif
    ;

/* Fails with what was expected here and what stands here. */
bool lexer_expected(struct lexer *lexer, const char *what);

/* Skips blanks; whether the statement ends here: new line, ';', comment or end of the source. */
bool lexer_at_end(struct lexer *lexer);

/* Goes to the next statement. False: the source has ended. */
bool lexer_next_statement(struct lexer *lexer);

/* Skips blanks; whether `text` is next. */
bool lexer_sees(struct lexer *lexer, const char *text);

/* Takes `text` if it is next. Letters must not go on behind it. */
bool lexer_take(struct lexer *lexer, const char *text);

/* Takes each character of `text`, with or without blanks between them, or fails. */
bool lexer_expect(struct lexer *lexer, const char *text);

/* Takes a name: letters, digits and _ . $ @. */
bool lexer_take_name(struct lexer *lexer, struct word *name);

bool lexer_take_register(struct lexer *lexer, struct asm_register *reg);

/* Whether a number is next, with or without a sign. */
bool lexer_sees_number(struct lexer *lexer);

/* Reads a number of up to 64 bits: decimal, 0x, 0b, or a character in quotes. Or fails. */
bool lexer_number(struct lexer *lexer, struct asm_number *number);

/* The same within a range. */
bool lexer_integer(struct lexer *lexer, const struct asm_range *range, int64_t *value);

/*
 * Reads a string in quotes with the escapes of C (\n \t \r \0 \\ \" \' \xNN) into `out`, which has
 * room for as many bytes as the source has from here on. Or fails.
 */
bool lexer_string(struct lexer *lexer, uint8_t *out, uint32_t *size);

bool word_is(struct word word, const char *text);

/* The name of a register? "r3", "w10"; such a name can be no label. */
bool word_is_register(struct word word);

/* Can this be a label that nobody takes for anything else? */
bool word_is_label(struct word word);

#endif
