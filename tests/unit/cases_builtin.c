/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * The library's helpers one by one. A row's guest calls one of them with five arguments, which it
 * finds in the context, and notes the result there. The rest of the context is the row's to use:
 *
 *     0           40       48          64     160         288
 *     +-----------+--------+-----------+------+-----------+----------+
 *     | arguments | result | unchanged | out  | format    | string   |
 *     +-----------+--------+-----------+------+-----------+----------+ 320
 *
 * Expected text is what C's standard says of printf(), and was written by hand.
 */
#include <string.h>

#include "container_host.h"

#define CONTEXT_BYTES 320u
#define RESULT_AT 40u
#define OUT_AT 64u
#define OUT_BYTES 96u
#define FORMAT_AT 160u
#define STRING_AT 288u
/* The context is the region behind the host's two. */
#define AT(offset) RBPF_ADDRESS(7, offset)
#define OUT AT(OUT_AT)
#define FORMAT AT(FORMAT_AT)
#define STRING AT(STRING_AT)
/* 8 bytes that can only be read, and what is behind them. */
#define READ_ONLY(offset) RBPF_ADDRESS(5, offset)
#define PRINT RBPF_HELPER_PRINT
#define TEXT RBPF_HELPER_FORMAT
#define U64(n) ((uint64_t)(int64_t)(n))

static uint8_t context[CONTEXT_BYTES];

static enum rbpf_status call_helper(struct host *host, uint32_t helper, const uint64_t *args)
{
    uint64_t insns[] = {MOV64_X(6, 1),         LDX(BPF_DW, 1, 6, 0),
                        LDX(BPF_DW, 2, 6, 8),  LDX(BPF_DW, 3, 6, 16),
                        LDX(BPF_DW, 4, 6, 24), LDX(BPF_DW, 5, 6, 32),
                        CALL_HELPER(helper),   STX(BPF_DW, 6, 0, 40),
                        MOV64_K(0, 0),         EXIT()};
    const struct guest guest = {.insns = insns, .insns_bytes = sizeof insns};
    int64_t result = 0;
    enum rbpf_status status = RBPF_OK;
    uint32_t i;

    for (i = 0; i < 5; i++)
        rbpf_store64(context + 8u * i, args[i]);
    if (!host->containers[0].hook)
        status = host_put_greedy(host, 0, 0, &guest);
    if (status == RBPF_OK)
        status = rbpf_hook_fire(&host->hooks[0], context, sizeof context, &result);
    return status;
}

static void begin_context(const char *format, const char *string)
{
    memset(context, 0xee, sizeof context);
    if (format)
        memcpy(context + FORMAT_AT, format, strlen(format) + 1u);
    if (string)
        memcpy(context + STRING_AT, string, strlen(string) + 1u);
}

/* Text: each row is made by format and by print. */
struct text_case {
    const char *name;
    const char *format;
    const char *expected;
    uint64_t args[2];
    const char *string;
};

static const struct text_case text_rows[] = {
    {"nothing", "", "", {0, 0}, NULL},
    {"text alone", "plain", "plain", {0, 0}, NULL},
    {"d", "%d", "42", {42, 0}, NULL},
    {"i is d", "<%i>", "<-1>", {U64(-1), 0}, NULL},
    {"d of 0", "%d", "0", {0, 0}, NULL},
    {"d takes 32 bits", "%d", "-1", {0xffffffff, 0}, NULL},
    {"d ignores what is above 32 bits", "%d", "7", {0x500000007, 0}, NULL},
    {"least d", "%d", "-2147483648", {0x80000000, 0}, NULL},
    {"most d", "%d", "2147483647", {0x7fffffff, 0}, NULL},
    {"most u", "%u", "4294967295", {U64(-1), 0}, NULL},
    {"ld takes 64 bits", "%ld", "-1", {U64(-1), 0}, NULL},
    {"least ld", "%ld", "-9223372036854775808", {0x8000000000000000, 0}, NULL},
    {"most lu", "%lu", "18446744073709551615", {U64(-1), 0}, NULL},
    {"lld is ld", "%lld", "-5000000000", {U64(-5000000000), 0}, NULL},
    {"zu is 64 bits", "%zu", "5000000000", {5000000000, 0}, NULL},
    {"zd is 64 bits", "%zd", "-5000000000", {U64(-5000000000), 0}, NULL},
    {"hd takes 16 bits", "%hd", "-32768", {0x18000, 0}, NULL},
    {"hu takes 16 bits", "%hu", "65535", {0xfffff, 0}, NULL},
    {"hhd takes 8 bits", "%hhd", "-128", {0x180, 0}, NULL},
    {"hhu takes 8 bits", "%hhu", "255", {0xfff, 0}, NULL},
    {"hhx", "%hhx", "fe", {0x1fe, 0}, NULL},
    {"x", "%x", "deadbeef", {0xdeadbeef, 0}, NULL},
    {"X", "%X", "DEADBEEF", {0xdeadbeef, 0}, NULL},
    {"x of 0", "%x", "0", {0, 0}, NULL},
    {"lx", "%lx", "123456789abcdef0", {0x123456789abcdef0, 0}, NULL},
    {"llX", "%llX", "FFFFFFFFFFFFFFFF", {U64(-1), 0}, NULL},
    {"c", "%c%c", "ab", {'a', 'b'}, NULL},
    {"c takes a byte", "%c", "a", {0x161, 0}, NULL},
    {"s", "<%s>", "<abc>", {STRING, 0}, "abc"},
    {"empty s", "<%s>", "<>", {STRING, 0}, ""},
    {"s from its middle", "%s,%s", "abc,c", {STRING, STRING + 2}, "abc"},
    {"percent", "100%%", "100%", {0, 0}, NULL},
    {"percents", "%%%%", "%%", {0, 0}, NULL},
    {"percent takes no argument", "%%%d", "%7", {7, 8}, NULL},
    {"width", "<%5d>", "<   42>", {42, 0}, NULL},
    {"width and sign", "<%5d>", "<  -42>", {U64(-42), 0}, NULL},
    {"width of what is as long", "<%3d>", "<-42>", {U64(-42), 0}, NULL},
    {"width of what is longer", "<%2d>", "<-42>", {U64(-42), 0}, NULL},
    {"width with zeros", "<%05d>", "<00042>", {42, 0}, NULL},
    {"zeros come behind the sign", "<%05d>", "<-0042>", {U64(-42), 0}, NULL},
    {"width to the left", "<%-5d>", "<42   >", {42, 0}, NULL},
    {"left beats zeros", "<%-05d>", "<42   >", {42, 0}, NULL},
    {"left beats zeros the other way round", "<%0-5d>", "<42   >", {42, 0}, NULL},
    {"flags may be repeated", "<%--5d>", "<42   >", {42, 0}, NULL},
    {"zero without a width", "<%0d>", "<42>", {42, 0}, NULL},
    {"width of two digits", "<%12x>", "<          ff>", {255, 0}, NULL},
    {"zeros, width, modifier", "<%012lx>", "<0012345678ab>", {0x12345678ab, 0}, NULL},
    {"width of c", "<%3c>", "<  a>", {'a', 0}, NULL},
    {"width of c to the left", "<%-3c>", "<a  >", {'a', 0}, NULL},
    {"width of s", "<%5s>", "<  abc>", {STRING, 0}, "abc"},
    {"width of s to the left", "<%-5s>", "<abc  >", {STRING, 0}, "abc"},
    {"width of s that is longer", "<%2s>", "<abc>", {STRING, 0}, "abc"},
    {"two arguments", "%u/%u", "3/4", {3, 4}, NULL},
    /* What C leaves open; what is not there stays as it stands, and takes no argument. */
    {"zeros before c are spaces", "<%03c>", "<  a>", {'a', 0}, NULL},
    {"zeros before s are spaces", "<%05s>", "<  abc>", {STRING, 0}, "abc"},
    {"unknown letter", "%q %d", "%q 1", {1, 2}, NULL},
    {"percent at the end", "50%", "50%", {1, 2}, NULL},
    {"flag at the end", "%-", "%-", {1, 2}, NULL},
    {"modifier at the end", "%ll", "%ll", {1, 2}, NULL},
    {"precision", "%.2d %d", "%.2d 1", {1, 2}, NULL},
    {"width of three digits", "%100d", "%100d", {1, 2}, NULL},
    {"width from an argument", "%*d", "%*d", {1, 2}, NULL},
    {"flag that is not there", "%+d", "%+d", {1, 2}, NULL},
    {"three modifiers", "%llld", "%llld", {1, 2}, NULL},
    {"modifier before c", "%lc", "%lc", {1, 2}, NULL},
    {"modifier before s", "%ls", "%ls", {1, 2}, NULL},
    {"floating point", "%f", "%f", {1, 2}, NULL},
    {"percent with a width", "%5%%d", "%5%d", {1, 2}, NULL},
};

static struct verdict check_format(const struct text_case *row)
{
    const uint32_t length = (uint32_t)strlen(row->expected);
    const uint64_t args[5] = {OUT, OUT_BYTES, FORMAT, row->args[0], row->args[1]};

    begin_context(row->format, row->string);
    CHECK_STATUS(call_helper(host_begin(), TEXT, args), RBPF_OK);
    CHECK_EQUAL(rbpf_load64(context + RESULT_AT), length);
    CHECK(memcmp(context + OUT_AT, row->expected, length + 1u) == 0);
    CHECK_EQUAL(context[OUT_AT + length + 1u], 0xee);
    return PASSED;
}

static struct verdict check_print(const struct text_case *row)
{
    const uint32_t length = (uint32_t)strlen(row->expected);
    const uint64_t args[5] = {FORMAT, row->args[0], row->args[1], 0, 0};
    struct host *host = host_begin();

    begin_context(row->format, row->string);
    CHECK_STATUS(call_helper(host, PRINT, args), RBPF_OK);
    CHECK_EQUAL(rbpf_load64(context + RESULT_AT), length);
    CHECK_EQUAL(host->text_bytes, length);
    CHECK(memcmp(host->text, row->expected, length) == 0);
    CHECK(length == 0 || host->speaker == &host->containers[0]);
    return PASSED;
}

static struct verdict check_text_case(const struct text_case *row)
{
    CHECK_PASSED(check_format(row));
    return check_print(row);
}

CASE_SET(builtin_text, text_rows, check_text_case);

/* One call: what it returns, what it leaves in `out`, or why it fails. */
struct call_case {
    const char *name;
    const char *format;
    const char *string;
    uint64_t args[5];
    /* What `out` begins with, before 0xee; a fault leaves nothing. */
    const char *out;
    uint32_t out_bytes;
    int64_t result;
    enum rbpf_status status;
    /* Of RBPF_FAULT_HELPER_FAILED. */
    enum rbpf_status detail;
    uint8_t helper;
    /* Of a fault of an argument: which. */
    uint8_t argument;
};

#define LEAVES(text, length) .out = (text), .out_bytes = (length)
#define FAILS(why) .status = RBPF_FAULT_HELPER_FAILED, .detail = RBPF_##why
#define REFUSES(why, number) .status = RBPF_FAULT_##why, .argument = (number)
#define FIXED RBPF_HELPER_FIXED_TEXT
#define U32 RBPF_HELPER_U32_TEXT
#define NTH RBPF_HELPER_SENSOR_NTH
#define OF_TYPE RBPF_HELPER_SENSOR_OF_TYPE
#define READ RBPF_HELPER_SENSOR_READ
#define FIRE RBPF_HELPER_FIRE

static const struct call_case call_rows[] = {
    {"format cuts", "%d", NULL, {OUT, 3, FORMAT, 12345}, LEAVES("12", 3), 5, .helper = TEXT},
    {"format fits exactly",
     "%d",
     NULL,
     {OUT, 6, FORMAT, 12345},
     LEAVES("12345", 6),
     5,
     .helper = TEXT},
    {"format lacks a byte",
     "%d",
     NULL,
     {OUT, 5, FORMAT, 12345},
     LEAVES("1234", 5),
     5,
     .helper = TEXT},
    {"format into one byte", "%d", NULL, {OUT, 1, FORMAT, 12345}, LEAVES("", 1), 5, .helper = TEXT},
    {"format into nothing", "%d", NULL, {0, 0, FORMAT, 12345}, LEAVES("", 0), 5, .helper = TEXT},
    {"format has two arguments",
     "%d %d %d %%",
     NULL,
     {OUT, 96, FORMAT, 1, 2},
     LEAVES("1 2 %d %", 9),
     8,
     .helper = TEXT},
    {"format over itself",
     "%d...",
     NULL,
     {FORMAT, 8, FORMAT, 12345},
     LEAVES("", 0),
     8,
     .helper = TEXT},
    {"format to null", "%d", NULL, {0, 1, FORMAT}, REFUSES(BOUNDS, 1), .helper = TEXT},
    {"format to what is read-only",
     "%d",
     NULL,
     {READ_ONLY(0), 8, FORMAT},
     REFUSES(READ_ONLY, 1),
     .helper = TEXT},
    {"format beyond the region",
     "%d",
     NULL,
     {AT(319), 2, FORMAT},
     REFUSES(BOUNDS, 1),
     .helper = TEXT},
    {"format to far too much",
     "%d",
     NULL,
     {OUT, U64(-1), FORMAT},
     REFUSES(BOUNDS, 1),
     .helper = TEXT},
    {"format from null", NULL, NULL, {OUT, 96, 0}, REFUSES(BOUNDS, 3), .helper = TEXT},
    {"format without an end",
     NULL,
     NULL,
     {OUT, 96, READ_ONLY(0)},
     REFUSES(BOUNDS, 3),
     .helper = TEXT},
    {"format of a string at null",
     "%s",
     NULL,
     {OUT, 96, FORMAT, 0},
     FAILS(FAULT_BOUNDS),
     .helper = TEXT},
    {"format of a string without an end",
     "%s",
     NULL,
     {OUT, 96, FORMAT, READ_ONLY(3)},
     FAILS(FAULT_BOUNDS),
     .helper = TEXT},
    {"format of a string behind a region",
     "%s",
     NULL,
     {OUT, 96, FORMAT, READ_ONLY(8)},
     FAILS(FAULT_BOUNDS),
     .helper = TEXT},
    {"format of a string in no region",
     "%s",
     NULL,
     {OUT, 96, FORMAT, U64(-1)},
     FAILS(FAULT_BOUNDS),
     .helper = TEXT},
    {"format of a string in the code",
     "%s",
     NULL,
     {OUT, 96, FORMAT, RBPF_ADDRESS(4, 0)},
     FAILS(FAULT_BOUNDS),
     .helper = TEXT},
    {"nothing is said behind a string that is refused",
     "%s, and more",
     NULL,
     {OUT, 96, FORMAT, 1},
     FAILS(FAULT_BOUNDS),
     .helper = TEXT},
    {"second string is checked too",
     "%s%s",
     "a",
     {OUT, 96, FORMAT, STRING, 1},
     FAILS(FAULT_BOUNDS),
     .helper = TEXT},
    {"string is checked where there is no room",
     "123%s",
     NULL,
     {OUT, 2, FORMAT, 1},
     FAILS(FAULT_BOUNDS),
     .helper = TEXT},

    {"print of null", NULL, NULL, {0}, REFUSES(BOUNDS, 1), .helper = PRINT},
    {"print without an end", NULL, NULL, {READ_ONLY(7)}, REFUSES(BOUNDS, 1), .helper = PRINT},
    {"print of a string at null", "%s", NULL, {FORMAT, 0}, FAILS(FAULT_BOUNDS), .helper = PRINT},
    {"fourth argument of print is checked",
     "%d%d%d%s",
     NULL,
     {FORMAT, 1, 2, 3, 4},
     FAILS(FAULT_BOUNDS),
     .helper = PRINT},

    {"fixed", NULL, NULL, {OUT, U64(-3548), U64(-2)}, LEAVES("-35.48", 6), 6, .helper = FIXED},
    {"fixed with zeros",
     NULL,
     NULL,
     {OUT, U64(-3548), 2},
     LEAVES("-354800", 7),
     7,
     .helper = FIXED},
    {"fixed without a point", NULL, NULL, {OUT, 314, 0}, LEAVES("314", 3), 3, .helper = FIXED},
    {"fixed below one",
     NULL,
     NULL,
     {OUT, U64(-5), U64(-3)},
     LEAVES("-0.005", 6),
     6,
     .helper = FIXED},
    {"fixed just below one", NULL, NULL, {OUT, 99, U64(-2)}, LEAVES("0.99", 4), 4, .helper = FIXED},
    {"fixed of 0", NULL, NULL, {OUT, 0, 0}, LEAVES("0", 1), 1, .helper = FIXED},
    {"fixed of 0 with a point",
     NULL,
     NULL,
     {OUT, 0, U64(-1)},
     LEAVES("0.0", 3),
     3,
     .helper = FIXED},
    {"longest fixed",
     NULL,
     NULL,
     {OUT, 0x8000, 9},
     LEAVES("-32768000000000", 15),
     15,
     .helper = FIXED},
    {"smallest fixed",
     NULL,
     NULL,
     {OUT, 0x8000, U64(-9)},
     LEAVES("-0.000032768", 12),
     12,
     .helper = FIXED},
    {"fixed takes 16 and 32 bits",
     NULL,
     NULL,
     {OUT, 0x12345ffff, 0x1ffffffff},
     LEAVES("-0.1", 4),
     4,
     .helper = FIXED},
    {"fixed beyond 9", NULL, NULL, {OUT, 1, 10}, FAILS(ERR_ARGUMENT), .helper = FIXED},
    {"fixed beyond -9", NULL, NULL, {OUT, 1, U64(-10)}, FAILS(ERR_ARGUMENT), .helper = FIXED},
    {"fixed to nowhere", NULL, NULL, {0, U64(-3548), U64(-2)}, LEAVES("", 0), 6, .helper = FIXED},
    {"fixed to what is read-only",
     NULL,
     NULL,
     {READ_ONLY(0), 1},
     FAILS(FAULT_READ_ONLY),
     .helper = FIXED},
    {"fixed that just fits", NULL, NULL, {AT(316), 1234}, LEAVES("", 0), 4, .helper = FIXED},
    {"fixed that does not fit", NULL, NULL, {AT(317), 1234}, FAILS(FAULT_BOUNDS), .helper = FIXED},
    {"u32", NULL, NULL, {OUT, 1050}, LEAVES("1050", 4), 4, .helper = U32},
    {"u32 of 0", NULL, NULL, {OUT, 0}, LEAVES("0", 1), 1, .helper = U32},
    {"most of u32", NULL, NULL, {OUT, U64(-1)}, LEAVES("4294967295", 10), 10, .helper = U32},
    {"u32 to nowhere", NULL, NULL, {0, 1050}, LEAVES("", 0), 4, .helper = U32},
    {"u32 near null", NULL, NULL, {1, 1050}, FAILS(FAULT_BOUNDS), .helper = U32},
    {"u32 that does not fit", NULL, NULL, {AT(317), 1050}, FAILS(FAULT_BOUNDS), .helper = U32},

    {"first sensor", NULL, NULL, {0}, LEAVES("", 0), 1, .helper = NTH},
    {"last sensor", NULL, NULL, {2}, LEAVES("", 0), 3, .helper = NTH},
    {"no more sensors", NULL, NULL, {3}, LEAVES("", 0), 0, .helper = NTH},
    {"sensor -1", NULL, NULL, {U64(-1)}, LEAVES("", 0), 0, .helper = NTH},
    {"sensor of a type", NULL, NULL, {0x83}, LEAVES("", 0), 2, .helper = OF_TYPE},
    {"first of two of a type", NULL, NULL, {0x82}, LEAVES("", 0), 1, .helper = OF_TYPE},
    {"no sensor of the type", NULL, NULL, {0x84}, LEAVES("", 0), 0, .helper = OF_TYPE},
    {"type beyond a byte", NULL, NULL, {0x182}, LEAVES("", 0), 0, .helper = OF_TYPE},
    /* 2150, -2, 0x1234, unit 2, scale -2, little-endian. */
    {"reading",
     NULL,
     NULL,
     {1, OUT},
     LEAVES("\x66\x08\xfe\xff\x34\x12\x02\xfe", 8),
     3,
     .helper = READ},
    {"sensor that fails", NULL, NULL, {2, OUT}, LEAVES("", 0), -5, .helper = READ},
    {"handle 0", NULL, NULL, {0, OUT}, LEAVES("", 0), RBPF_STORE_NONE, .helper = READ},
    {"handle beyond", NULL, NULL, {4, OUT}, LEAVES("", 0), RBPF_STORE_NONE, .helper = READ},
    {"handle of more than 32 bits",
     NULL,
     NULL,
     {0x100000001, OUT},
     LEAVES("", 0),
     RBPF_STORE_NONE,
     .helper = READ},
    {"reading to null", NULL, NULL, {1, 0}, REFUSES(BOUNDS, 2), .helper = READ},
    {"reading to what is read-only",
     NULL,
     NULL,
     {1, READ_ONLY(0)},
     REFUSES(READ_ONLY, 2),
     .helper = READ},
    {"reading that does not fit", NULL, NULL, {1, AT(313)}, REFUSES(BOUNDS, 2), .helper = READ},

    {"fire", NULL, NULL, {1, OUT, 4}, LEAVES("", 0), 0, .helper = FIRE},
    {"fire with nothing", NULL, NULL, {1, 0, 0}, LEAVES("", 0), 0, .helper = FIRE},
    {"fire with too much", NULL, NULL, {1, OUT, 5}, LEAVES("", 0), RBPF_STORE_SIZE, .helper = FIRE},
    {"fire what has no mailbox",
     NULL,
     NULL,
     {0, OUT, 1},
     LEAVES("", 0),
     RBPF_STORE_DENIED,
     .helper = FIRE},
    {"fire what is not there",
     NULL,
     NULL,
     {2, OUT, 1},
     LEAVES("", 0),
     RBPF_STORE_DENIED,
     .helper = FIRE},
    {"fire by more than 32 bits",
     NULL,
     NULL,
     {0x100000001, OUT, 1},
     LEAVES("", 0),
     RBPF_STORE_DENIED,
     .helper = FIRE},
    {"fire with null", NULL, NULL, {1, 0, 1}, REFUSES(BOUNDS, 2), .helper = FIRE},
    {"fire with what is beyond", NULL, NULL, {1, AT(317), 4}, REFUSES(BOUNDS, 2), .helper = FIRE},
};

static struct verdict check_refusal(const struct host *host, const struct call_case *row)
{
    uint32_t i;

    CHECK_STATUS(host->fault.cause, row->status);
    CHECK_EQUAL(host->fault.helper, row->helper);
    CHECK_EQUAL(host->fault.argument, row->argument);
    CHECK_STATUS(host->fault.helper_status, row->detail);
    for (i = 0; i < OUT_BYTES && row->helper != TEXT; i++)
        CHECK_EQUAL(context[OUT_AT + i], 0xee);
    for (i = 0; i < 8; i++)
        CHECK_EQUAL(host_region(0)[i], HOST_REGION_BYTE);
    return PASSED;
}

static struct verdict check_call_case(const struct call_case *row)
{
    struct host *host = host_begin();

    begin_context(row->format, row->string);
    CHECK_STATUS(call_helper(host, row->helper, row->args), row->status);
    if (row->status != RBPF_OK)
        return check_refusal(host, row);
    CHECK_STATUS(rbpf_load64(context + RESULT_AT), row->result);
    CHECK(memcmp(context + OUT_AT, row->out, row->out_bytes) == 0);
    CHECK_EQUAL(context[OUT_AT + row->out_bytes], 0xee);
    return PASSED;
}

CASE_SET(builtin_calls, call_rows, check_call_case);

static struct verdict test_print_cuts_at_64_bytes(void)
{
    struct host *host = host_begin();
    uint32_t i;

    begin_context("%63d%c%c", NULL);
    CHECK_STATUS(call_helper(host, PRINT, (uint64_t[5]){FORMAT, 7, 'x', 'y'}), RBPF_OK);
    CHECK_EQUAL(rbpf_load64(context + RESULT_AT), RBPF_LOG_TEXT_MAX);
    CHECK_EQUAL(host->text_bytes, 64);
    for (i = 0; i < 62; i++)
        CHECK_EQUAL(host->text[i], ' ');
    CHECK(memcmp(host->text + 62, "7x", 2) == 0);
    return PASSED;
}

static struct verdict test_print_has_four_arguments(void)
{
    struct host *host = host_begin();

    begin_context("%d %c %x %s %d", "end");
    CHECK_STATUS(call_helper(host, PRINT, (uint64_t[5]){FORMAT, 1, '2', 3, STRING}), RBPF_OK);
    CHECK_EQUAL(host->text_bytes, 12);
    CHECK(memcmp(host->text, "1 2 3 end %d", 12) == 0);
    return PASSED;
}

static struct verdict test_print_without_a_log_is_silent(void)
{
    struct host *host = host_begin();

    host->engine.services.log = NULL;
    begin_context("%d", NULL);
    CHECK_STATUS(call_helper(host, PRINT, (uint64_t[5]){FORMAT, 123}), RBPF_OK);
    CHECK_EQUAL(rbpf_load64(context + RESULT_AT), 3);
    CHECK_EQUAL(host->text_bytes, 0);
    return PASSED;
}

/* 10 instructions; 2 bytes of format, 5 of text. */
static struct verdict test_text_is_charged(void)
{
    struct host *host = host_begin();

    begin_context("%d", NULL);
    CHECK_STATUS(call_helper(host, PRINT, (uint64_t[5]){FORMAT, 12345}), RBPF_OK);
    CHECK_EQUAL(host_info(host, 0, 0).insns, 10 + 2 + 5);
    return PASSED;
}

static struct verdict test_sensors_missing(void)
{
    struct host *host = host_begin();

    host->engine.sensors = NULL;
    host->engine.sensor_count = 0;
    begin_context(NULL, NULL);
    CHECK_STATUS(call_helper(host, NTH, (uint64_t[5]){0}), RBPF_OK);
    CHECK_EQUAL(rbpf_load64(context + RESULT_AT), 0);
    host = host_begin();
    host->engine.sensors = NULL;
    host->engine.sensor_count = 0;
    CHECK_STATUS(call_helper(host, READ, (uint64_t[5]){1, OUT}), RBPF_OK);
    CHECK_STATUS(rbpf_load64(context + RESULT_AT), RBPF_STORE_NONE);
    return PASSED;
}

static const struct case_function function_rows[] = {
    {"print cuts at 64 bytes", test_print_cuts_at_64_bytes},
    {"print has four arguments", test_print_has_four_arguments},
    {"print without a log is silent", test_print_without_a_log_is_silent},
    {"text is charged", test_text_is_charged},
    {"sensors missing", test_sensors_missing},
};

CASE_SET(builtin_rest, function_rows, run_case_function);
