/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * The helper that formats text against the C library's snprintf(): random directives between random
 * text, random arguments, random room. RBPF_TEST_SEED chooses others.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "container_host.h"

#define ROUNDS 20000u
#define CONTEXT_BYTES 512u
#define OUT_AT 64u
#define OUT_BYTES 256u
#define FORMAT_AT 320u
#define STRING_AT 448u
#define AT(offset) RBPF_ADDRESS(7, offset)
#define DIRECTIVES 2u

static uint8_t context[CONTEXT_BYTES];
static char expected[OUT_BYTES];
static uint64_t state;

static uint32_t below(uint32_t n)
{
    uint64_t z = state += 0x9e3779b97f4a7c15ull;

    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9ull;
    z = (z ^ z >> 27) * 0x94d049bb133111ebull;
    return (uint32_t)((z ^ z >> 31) >> 32) % n;
}

/* Of any magnitude. */
static uint64_t random_number(void)
{
    uint64_t number = (uint64_t)below(UINT32_MAX) << 32 | below(UINT32_MAX);

    return number >> below(64) ^ (below(2) ? 0 : UINT64_MAX);
}

/* The caller has made room. */
static void append(char *to, const char *text)
{
    to += strlen(to);
    while ((*to++ = *text++))
        ;
}

/* Flags and width, which are the same for both. */
static void add_width(char *text, bool zeros_ok)
{
    const char *flags[] = {"", "-", "0", "-0", "0-"};
    size_t length;

    append(text, flags[below(zeros_ok ? 5 : 2)]);
    length = strlen(text);
    if (below(2))
        snprintf(text + length, 4, "%" PRIu32, below(2) ? below(10) : 10u + below(50));
}

static void expect_number(const char *start, const char *modifier, char letter, uint64_t value)
{
    size_t used = strlen(expected);
    char format[24];
    bool is_wide = strchr("lz", modifier[0]) && modifier[0];

    snprintf(format, sizeof format, "%s%s%c", start, is_wide ? "ll" : modifier, letter);
    if (is_wide)
        snprintf(expected + used, sizeof expected - used, format, (unsigned long long)value);
    else
        snprintf(expected + used, sizeof expected - used, format, (unsigned)value);
}

static uint64_t add_number(char *format)
{
    static const char *const modifiers[] = {"", "", "hh", "h", "l", "ll", "z"};
    const char *modifier = modifiers[below(7)];
    const char letter = "diuxX"[below(5)];
    const uint64_t value = random_number();
    char start[16] = "%";

    add_width(start, true);
    snprintf(format + strlen(format), 24, "%s%s%c", start, modifier, letter);
    expect_number(start, modifier, letter, value);
    return value;
}

static uint64_t add_text(char *format, uint32_t number)
{
    size_t used = strlen(expected);
    const uint32_t at = STRING_AT + 16u * number;
    const bool is_char = below(2);
    const char c = (char)('!' + (char)below(90));
    char start[16] = "%";
    char string[16];
    char own[24];

    memset(string, c, sizeof string);
    string[below(16)] = 0;
    memcpy(context + at, string, sizeof string);
    add_width(start, false);
    snprintf(own, sizeof own, "%s%c", start, is_char ? 'c' : 's');
    append(format, own);
    if (is_char)
        snprintf(expected + used, sizeof expected - used, own, c);
    else
        snprintf(expected + used, sizeof expected - used, own, string);
    return is_char ? (uint64_t)(unsigned char)c | random_number() << 8 : AT(at);
}

/* Writes a format into the context, and what is to come of it. */
static void make_round(uint64_t *args)
{
    static const char *const between[] = {"", "a", "x: ", ", ", "%%"};
    char format[128] = "";

    memset(context, 0xee, sizeof context);
    expected[0] = 0;
    for (uint32_t i = 0; i < DIRECTIVES; i++) {
        const char *text = between[below(5)];

        append(format, text);
        append(expected, text[0] == '%' ? "%" : text);
        args[i] = below(3) ? add_number(format) : add_text(format, i);
    }
    memcpy(context + FORMAT_AT, format, sizeof format);
}

static bool run_round(struct host *host)
{
    const uint32_t room = below(3) ? OUT_BYTES : below(32);
    uint64_t args[DIRECTIVES];
    int64_t result = 0;
    size_t kept;

    make_round(args);
    rbpf_store64(context, room);
    rbpf_store64(context + 8, args[0]);
    rbpf_store64(context + 16, args[1]);
    if (rbpf_hook_fire(&host->hooks[0], context, sizeof context, &result) != RBPF_OK ||
        (size_t)result != strlen(expected))
        return false;
    kept = strlen(expected) + 1u < room ? strlen(expected) : room - 1u;
    if (room == 0)
        return context[OUT_AT] == 0xee;
    return memcmp(context + OUT_AT, expected, kept) == 0 && context[OUT_AT + kept] == 0 &&
           (room == OUT_BYTES || context[OUT_AT + room] == 0xee);
}

int main(void)
{
    const struct guest guest =
        GUEST(0, MOV64_X(6, 1), MOV64_X(3, 1), ADD64_K(1, OUT_AT), LDX(BPF_DW, 2, 6, 0),
              ADD64_K(3, FORMAT_AT), LDX(BPF_DW, 4, 6, 8), LDX(BPF_DW, 5, 6, 16),
              CALL_HELPER(RBPF_HELPER_FORMAT), EXIT());
    const char *seed = getenv("RBPF_TEST_SEED");
    struct host *host = host_begin();

    state = seed ? strtoull(seed, NULL, 0) : 1;
    printf("RBPF_TEST_SEED=%" PRIu64 "\n", state);
    if (host_put(host, 0, 0, &guest) != RBPF_OK)
        return 1;
    for (uint32_t i = 0; i < ROUNDS; i++) {
        if (run_round(host))
            continue;
        printf("round %" PRIu32 ": \"%s\" makes \"%.100s\", not \"%s\"\n", i,
               (const char *)context + FORMAT_AT, (const char *)context + OUT_AT, expected);
        return 1;
    }
    printf("%u formats\n", ROUNDS);
    return 0;
}
