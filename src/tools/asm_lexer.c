/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Sources may be anything: nothing is read behind the NUL that stands at their end. */
#include "tools/asm_lexer.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define REGISTERS 11u
/* How much of the source a message quotes. */
#define QUOTE_BYTES 24

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_name_begin(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '.' || c == '$';
}

static bool is_name(char c)
{
    return is_name_begin(c) || is_digit(c) || c == '@';
}

static int digit_value(char c)
{
    if (is_digit(c))
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return 16;
}

void lexer_init(struct lexer *lexer, const char *name, struct word source)
{
    lexer->name = name;
    lexer->at = source.at;
    lexer->end = source.at + source.length;
    lexer->line_begin = source.at;
    lexer->line = 1;
}

bool lexer_fail_at(const struct lexer *lexer, const char *where, const char *format, ...)
{
    char why[MESSAGE_BYTES];
    va_list args;

    va_start(args, format);
    vsnprintf(why, sizeof why, format, args);
    va_end(args);
    return message_fail(lexer->message, "%s:%lu:%lu: %s", lexer->name, (unsigned long)lexer->line,
                        (unsigned long)(where - lexer->line_begin) + 1u, why);
}

/* What stands here, up to the next blank or the character behind a name. */
static int quoted_length(const struct lexer *lexer)
{
    int length = 0;

    while (length < QUOTE_BYTES && is_name(lexer->at[length]))
        length++;
    return length ? length : 1;
}

bool lexer_expected(struct lexer *lexer, const char *what)
{
    if (lexer_at_end(lexer))
        return lexer_fail_at(lexer, lexer->at, "expected %s, found the end of the statement", what);
    if (*lexer->at == 0)
        return lexer_fail_at(lexer, lexer->at, "expected %s, found a byte 0", what);
    return lexer_fail_at(lexer, lexer->at, "expected %s, found '%.*s'", what, quoted_length(lexer),
                         lexer->at);
}

static void skip_blanks(struct lexer *lexer)
{
    while (*lexer->at == ' ' || *lexer->at == '\t' || *lexer->at == '\r')
        lexer->at++;
}

static bool at_comment(const struct lexer *lexer)
{
    return lexer->at[0] == '#' || (lexer->at[0] == '/' && lexer->at[1] == '/');
}

bool lexer_at_end(struct lexer *lexer)
{
    skip_blanks(lexer);
    return lexer->at == lexer->end || *lexer->at == '\n' || *lexer->at == ';' || at_comment(lexer);
}

static void skip_comment(struct lexer *lexer)
{
    while (lexer->at < lexer->end && *lexer->at != '\n')
        lexer->at++;
}

bool lexer_next_statement(struct lexer *lexer)
{
    while (lexer_at_end(lexer)) {
        if (lexer->at == lexer->end)
            return false;
        if (at_comment(lexer)) {
            skip_comment(lexer);
            continue;
        }
        if (*lexer->at++ == '\n') {
            lexer->line++;
            lexer->line_begin = lexer->at;
        }
    }
    return true;
}

bool lexer_sees(struct lexer *lexer, const char *text)
{
    skip_blanks(lexer);
    return strncmp(lexer->at, text, strlen(text)) == 0;
}

bool lexer_take(struct lexer *lexer, const char *text)
{
    size_t length = strlen(text);

    if (!lexer_sees(lexer, text) || (is_name(text[length - 1u]) && is_name(lexer->at[length])))
        return false;
    lexer->at += length;
    return true;
}

bool lexer_expect(struct lexer *lexer, const char *text)
{
    for (; *text; text++) {
        char quoted[] = {'\'', *text, '\'', 0};

        skip_blanks(lexer);
        if (*lexer->at != *text)
            return lexer_expected(lexer, quoted);
        lexer->at++;
    }
    return true;
}

bool lexer_take_name(struct lexer *lexer, struct word *name)
{
    skip_blanks(lexer);
    if (!is_name_begin(*lexer->at))
        return false;
    name->at = lexer->at;
    while (is_name(*lexer->at))
        lexer->at++;
    name->length = (uint32_t)(lexer->at - name->at);
    return true;
}

static bool parse_register(struct word word, struct asm_register *reg)
{
    uint32_t number = 0;

    if (word.length < 2 || word.length > 3 || (word.at[0] != 'r' && word.at[0] != 'w'))
        return false;
    for (uint32_t i = 1; i < word.length; i++) {
        if (!is_digit(word.at[i]))
            return false;
        number = number * 10u + (uint32_t)(word.at[i] - '0');
    }
    *reg = (struct asm_register){.number = (uint8_t)number, .wide = word.at[0] == 'r'};
    return word.length == 2 || word.at[1] != '0';
}

bool lexer_take_register(struct lexer *lexer, struct asm_register *reg)
{
    const char *begin = lexer->at;
    struct word word;

    if (lexer_take_name(lexer, &word) && parse_register(word, reg) && reg->number < REGISTERS)
        return true;
    lexer->at = begin;
    return false;
}

bool lexer_sees_number(struct lexer *lexer)
{
    const char *at;

    skip_blanks(lexer);
    at = lexer->at;
    if (*at == '+' || *at == '-') {
        at++;
        at += strspn(at, " \t");
    }
    return is_digit(*at) || *at == '\'';
}

/* The base of the digits that follow; skips what says so. */
static unsigned take_base(struct lexer *lexer)
{
    unsigned base = 10;

    if (lexer->at[0] != '0')
        return base;
    if (lexer->at[1] == 'x' || lexer->at[1] == 'X')
        base = 16;
    if (lexer->at[1] == 'b' || lexer->at[1] == 'B')
        base = 2;
    lexer->at += base == 10 ? 0 : 2;
    return base;
}

static bool take_digits(struct lexer *lexer, uint64_t *value)
{
    const char *begin = lexer->at;
    unsigned base = take_base(lexer);
    const char *digits = lexer->at;

    *value = 0;
    for (; digit_value(*lexer->at) < (int)base; lexer->at++) {
        unsigned digit = (unsigned)digit_value(*lexer->at);

        if (*value > (UINT64_MAX - digit) / base)
            return lexer_fail_at(lexer, begin, "expected a number of at most 64 bits");
        *value = *value * base + digit;
    }
    if (lexer->at == digits || is_name(*lexer->at))
        return lexer_expected(lexer, "a digit");
    return true;
}

/* One character of a string, or what its escape stands for. */
static bool take_character(struct lexer *lexer, uint8_t *out)
{
    static const char letters[] = "ntr0\\\"'";
    static const char values[] = "\n\t\r\0\\\"'";
    const char *letter;

    if (lexer->at == lexer->end || *lexer->at == '\n')
        return lexer_fail_at(lexer, lexer->at, "expected the closing quote before the line ends");
    *out = (uint8_t)*lexer->at++;
    if (*out != '\\')
        return true;
    if (lexer->at[0] == 'x' && digit_value(lexer->at[1]) < 16 && digit_value(lexer->at[2]) < 16) {
        *out = (uint8_t)(digit_value(lexer->at[1]) * 16 + digit_value(lexer->at[2]));
        lexer->at += 3;
        return true;
    }
    letter = memchr(letters, *lexer->at, sizeof letters - 1u);
    if (!letter)
        return lexer_fail_at(lexer, lexer->at - 1,
                             "expected one of the escapes \\n \\t \\r \\0 \\\\ \\\" \\' \\xNN");
    *out = (uint8_t)values[letter - letters];
    lexer->at++;
    return true;
}

static bool take_quoted(struct lexer *lexer, uint64_t *value)
{
    uint8_t byte;

    lexer->at++;
    if (!take_character(lexer, &byte))
        return false;
    *value = byte;
    return lexer_expect(lexer, "'");
}

bool lexer_number(struct lexer *lexer, struct asm_number *number)
{
    const char *begin;

    if (!lexer_sees_number(lexer))
        return lexer_expected(lexer, "a number");
    begin = lexer->at;
    number->negative = *begin == '-';
    number->has_sign = number->negative || *begin == '+';
    lexer->at += number->has_sign;
    skip_blanks(lexer);
    if (*lexer->at == '\'' ? !take_quoted(lexer, &number->magnitude)
                           : !take_digits(lexer, &number->magnitude))
        return false;
    if (number->negative && number->magnitude > (uint64_t)1 << 63)
        return lexer_fail_at(lexer, begin, "expected a number of at most 64 bits");
    return true;
}

bool lexer_integer(struct lexer *lexer, const struct asm_range *range, int64_t *value)
{
    struct asm_number number = {0};
    const char *begin;
    bool fits;

    skip_blanks(lexer);
    begin = lexer->at;
    if (!lexer_number(lexer, &number))
        return false;
    fits = number.magnitude <= INT64_MAX;
    *value = (int64_t)(number.negative ? 0u - number.magnitude : number.magnitude);
    if (!fits || *value < range->low || *value > range->high)
        return lexer_fail_at(lexer, begin, "expected %s from %lld to %lld", range->what,
                             (long long)range->low, (long long)range->high);
    return true;
}

bool lexer_string(struct lexer *lexer, uint8_t *out, uint32_t *size)
{
    *size = 0;
    if (!lexer_sees(lexer, "\""))
        return lexer_expected(lexer, "a string in double quotes");
    lexer->at++;
    while (*lexer->at != '"') {
        if (!take_character(lexer, &out[*size]))
            return false;
        (*size)++;
    }
    lexer->at++;
    return true;
}

bool word_is(struct word word, const char *text)
{
    return strlen(text) == word.length && memcmp(word.at, text, word.length) == 0;
}

bool word_is_register(struct word word)
{
    struct asm_register reg;

    return parse_register(word, &reg);
}

bool word_is_label(struct word word)
{
    static const char *const taken[] = {"if", "goto", "gotol", "call", "callx", "exit", "lock"};

    if (word.length == 0 || !is_name_begin(word.at[0]) || word_is_register(word))
        return false;
    for (uint32_t i = 0; i < word.length; i++) {
        if (!is_name(word.at[i]))
            return false;
    }
    for (size_t i = 0; i < sizeof taken / sizeof taken[0]; i++) {
        if (word_is(word, taken[i]))
            return false;
    }
    return true;
}
