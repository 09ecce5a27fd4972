/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * The assembler: forms with the bytes of RFC 9669, mistakes with the words and places of their
 * messages, programs that come back from the disassembler, and sources that somebody has damaged.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "every_insn.h"
#include "roundtrip.h"
#include "tools/asm.h"

/* A row is one test, named by its source. */
struct form {
    const char *source;
    /* Of the raw output, as pairs of digits. */
    const char *hex;
};

static const struct form forms[] = {
    {"exit", "9500000000000000"},
    {"  r1=5;exit # both on a line", "b701000005000000 9500000000000000"},
    {"r1 = 'a' // a letter", "b701000061000000"},
    {"r1 = 0b101\r\n", "b701000005000000"},
    {"w2 = 0xffffffff", "b4020000ffffffff"},
    {"r1 =-2147483648", "b701000000000080"},
    {"r1 = - r1", "8701000000000000"},
    {"r1 = 18446744073709551615 ll", "18010000ffffffff 00000000ffffffff"},
    {"r1 = -1 ll", "18010000ffffffff 00000000ffffffff"},
    {"w1 = *(u32 *)(r2)", "6121000000000000"},
    {"r1 = *(u32 *)(r2 + 0)", "6121000000000000"},
    {"r1 = * ( u64 * ) ( r2 + -8 )", "7921f8ff00000000"},
    {"*(u8 *)(r1 - 32768) = 255", "72010080ff000000"},
    {"lock *(u32 *)(r3 - 0x8) += w4", "c343f8ff00000000"},
    {"w0 = cmpxchg32_32(r2 + 0x8, w0, w1)", "c3120800f1000000"},
    {"if w3 s< w4 goto +0x5", "ce43050000000000"},
    {"if r3 & 7 goto -1 <main+0x8>", "4503ffff07000000"},
    {"w3 s%= -5", "94030100fbffffff"},
    {"call 5", "8500000005000000"},
    {"call +5", "8510000005000000"},
    {"call -0x7", "85100000f9ffffff"},
    {"call 4294967295", "85000000ffffffff"},
    {"a: goto a", "0500ffff00000000"},
    {"goto b; b: gotol b", "0500000000000000 06000000ffffffff"},
    {"f: call f; r1 = f ll", "85100000ffffffff 1801000000000000 0000000004000000"},
    {".u64 0x0807060504030201, 1", "0102030405060708 0100000000000000"},
};

/* A mistake; the test has the name of the words. */
struct mistake {
    const char *source;
    const char *place;
    const char *words;
};

static const struct mistake mistakes[] = {
    {"r1 = 5 6", "1:8", "the end of the statement, found '6'"},
    {"r1 =", "1:5", "a register, a number, an address or '*', found the end"},
    {"exit\n\n  r11 = 5", "3:3", "an instruction, a directive or a label with ':', found 'r11'"},
    {"r1 = r11", "1:6", "the name of data or of a function, found 'r11'"},
    {"if r1 = 5 goto x", "1:7", "a comparison"},
    {"if r1 == w5 goto x", "1:10", "a register from r0 to r10, found 'w5'"},
    {"if r1 == 5 jump x", "1:12", "'goto'"},
    {"r1 = *(u9 *)(r2 + 0)", "1:8", "a type: u8, u16"},
    {"r1 = *(u8 *)(r2 + 32768)", "1:19", "an offset from -32768 to 32767"},
    {"r1 = *(u8 *)(w2 + 0)", "1:14", "a register from r0 to r10"},
    {"w1 = *(u64 *)(r2 + 0)", "1:6", "an r register"},
    {"*(u64 *)(r1 + 0) = w5", "1:22", "an r register"},
    {"lock *(u8 *)(r1 + 0) += r1", "1:8", "u32 or u64"},
    {"lock *(u32 *)(r1 + 0) -= w1", "1:23", "+= |= &= ^="},
    {"r1 = atomic_fetch_add((u32 *)(r2 + 0), r1)", "1:40", "registers of the size"},
    {"r1 = xchg_64(r2 + 0, r3)", "1:22", "the register on the left"},
    {"goto 40000", "1:6", "an offset from -32768 to 32767"},
    {"goto nowhere", "1:6", "'nowhere' is none"},
    {"call nothing", "1:6", "'nothing' is none"},
    {"call +1", "1:8", "a call of an instruction of .text; this one goes to 2"},
    {"r1 = 0xffffffff", "1:6", "'ll'"},
    {"r1 += 0xffffffff", "1:7", "a number from -2147483648 to 2147483647"},
    {"r1 = 99999999999999999999 ll", "1:6", "at most 64 bits"},
    {"r1 = le17 r1", "1:6", "le, be or bswap"},
    {"r1 = le16 r2", "1:11", "the register on the left"},
    {"w1 = x ll", "1:6", "an r register on the left"},
    {"x: exit; x: exit", "1:10", "'x' is on line 1"},
    {"r1: exit", "1:1", "'r1' is taken"},
    {".frame 5", "1:1", "one of .text"},
    {".func", "1:6", "the name of a function"},
    {".func f size=4", "1:9", "frame=, stack=, depth= or callable"},
    {".func f frame=4\nexit", "1:9", "a multiple of 8"},
    {".func f frame=520\nexit", "1:15", "from 0 to 512"},
    {".func f\n.func g\nexit", "2:7", "an instruction between"},
    {"exit\n.func f", "2:7", "a function that has an instruction"},
    {"exit\n.entry f", "2:8", "'f' is none"},
    {"f: exit\n.entry f, \"\"", "2:11", "a name of at least one byte"},
    {"exit", "", "an entry point: .entry NAME"},
    {"", "", "at least one instruction"},
    {".entry f\nf: exit\n.section 0x8000\n.u32 1", "",
     "a request in section 0x8000: 48 to 304 bytes"},
    {".byte 1", "1:6", "an instruction or .u64"},
    {".data\nr1 = 5", "2:1", "instructions belong into .text"},
    {".data\n.byte 256", "2:7", "a number from -128 to 255"},
    {".data\n.ascii \"abc", "2:12", "the closing quote"},
    {".data\n.ascii \"\\q\"", "2:9", "one of the escapes"},
    {".data\n.align 3", "2:8", "a power of 2"},
    {".data\n.zero 16777216\n.byte 1", "3:8", "at most 16777216 bytes"},
    {".bss\n.byte 1", "2:6", ".zero or .align"},
    {".section 5\n.byte 1", "1:10", "the kind of an optional section"},
    {".section 0x9001\nx: .byte 1", "2:1", "no label"},
    {"f: exit\n.data\n.u64 f + 8", "3:6", "a function without '+'"},
    {"f: exit\n.data\nd: .byte 1\n.text\ngoto d", "5:6", "a label of .text"},
    {"\x01", "1:1", "an instruction, a directive"},
};

static struct asm_source source_of(const char *text, bool raw)
{
    return (struct asm_source){"x.s", (const uint8_t *)text, strlen(text), raw};
}

static void print_hex(const struct image_out *out, char *text)
{
    for (size_t i = 0; i < out->size; i++)
        text += sprintf(text, "%02x", out->bytes[i]);
    *text = 0;
}

static void test_form_gives_bytes(void **state)
{
    const struct form *form = *state;
    const struct asm_source source = source_of(form->source, true);
    struct message message = {""};
    struct image_out out;
    char expected[256];
    char actual[256];
    char *to = expected;

    for (const char *from = form->hex; *from; from++) {
        if (*from != ' ')
            *to++ = *from;
    }
    *to = 0;
    if (!assemble(&source, &out, &message))
        fail_msg("%s", message.text);
    print_hex(&out, actual);
    free(out.bytes);
    assert_string_equal(actual, expected);
}

static void test_mistake_gives_message(void **state)
{
    const struct mistake *mistake = *state;
    const struct asm_source source = source_of(mistake->source, false);
    struct message message;
    struct image_out out;
    char place[32];

    snprintf(place, sizeof place, "x.s:%s%s ", mistake->place, mistake->place[0] ? ":" : "");
    assert_false(assemble(&source, &out, &message));
    if (strncmp(message.text, place, strlen(place)) != 0 || !strstr(message.text, mistake->words) ||
        !strstr(message.text, "expected"))
        fail_msg("'%s' is not '%s...%s...'", message.text, place, mistake->words);
}

static void test_every_insn_comes_back(void **state)
{
    static uint8_t bytes[1u << 19];
    size_t size = every_insn(bytes, sizeof bytes);
    struct message message;

    (void)state;
    assert_in_range(size, 100000, sizeof bytes);
    for (size_t at = 0; at < size; at += bytes[at] == 0x18 ? 16 : 8) {
        if (!roundtrip_raw(bytes + at, bytes[at] == 0x18 ? 16 : 8, &message))
            fail_msg("slot %zu: %s", at / 8u, message.text);
    }
    if (!roundtrip_raw(bytes, size, &message))
        fail_msg("all: %s", message.text);
}

/* xorshift64 (Marsaglia). */
static uint64_t random_number(uint64_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return *seed;
}

static void test_any_bytes_come_back(void **state)
{
    uint64_t seed = 20260101;
    struct message message;
    uint64_t slots[24];

    (void)state;
    for (unsigned round = 0; round < 3000; round++) {
        size_t count = 1u + random_number(&seed) % 24u;

        for (size_t i = 0; i < count; i++) {
            slots[i] = random_number(&seed);
            if (round % 2u)
                slots[i] &= 0x000000070007ffff;
            if (random_number(&seed) % 4u == 0)
                slots[i] = (slots[i] & ~(uint64_t)0xff) | 0x18;
        }
        if (!roundtrip_raw((const uint8_t *)slots, 8u * count, &message))
            fail_msg("round %u of seed 20260101: %s", round, message.text);
    }
}

static const char guest[] = "# all there is\n"
                            ".entry main\n"
                            ".entry main, \"also \\\"main\\\"\\x01\"\n"
                            ".entry second, \"r1\"\n"
                            ".func main frame=16\n"
                            "    r1 = text ll; call 1\n"
                            "    r1 = counter ll\n"
                            "    *(u64 *)(r10 - 8) = 5\n"
                            "    if r1 s> -5 goto out\n"
                            "    call twice; r0 = second ll; callx r0\n"
                            "out: exit\n"
                            "twice: w2 *= 2; exit\n"
                            ".func second callable stack=64 depth=3\n"
                            "    w1 = atomic_fetch_add((u32 *)(r2 + 4), w1)\n"
                            "    lock *(u64 *)(r2 + 8) ^= r1\n"
                            "    gotol out_of_it\n"
                            "out_of_it: exit\n"
                            ".section 0x8000; .zero 40; .u64 0x123456789abcdef0\n"
                            ".section 0x9001; .ascii \"lines\"\n"
                            ".section 0xffff\n"
                            ".rodata\n"
                            "text: .asciz \"hi\\n\"\n"
                            ".align 8\n"
                            "table: .u64 second, text+1, -1, .data\n"
                            ".data\n"
                            "counter: .u32 41, -1; .u16 7; .byte 1, 0xff\n"
                            ".bss\n"
                            ".align 64; buffer: .zero 100\n";

/* The guest of an image that the assembler wrote. */
static void assemble_guest(struct guest *made, const char *text)
{
    const struct asm_source source = source_of(text, false);
    struct message message = {""};
    struct image_out out;

    if (!assemble(&source, &out, &message))
        fail_msg("%s", message.text);
    if (!guest_parse(made, out.bytes, out.size, &message))
        fail_msg("%s", message.text);
    free(out.bytes);
}

static void test_image_has_what_the_source_says(void **state)
{
    struct rbpf_function_info info;
    struct guest made;

    (void)state;
    assemble_guest(&made, guest);
    assert_int_equal(made.image.entry_count, 3);
    assert_string_equal(rbpf_image_entry_name(&made.image, 0), "main");
    assert_string_equal(rbpf_image_entry_name(&made.image, 1), "also \"main\"\x01");
    assert_int_equal(made.image.rodata_bytes, 40);
    assert_memory_equal(made.image.rodata, "hi\n\0\0\0\0\0", 8);
    assert_int_equal(rbpf_load64(made.image.rodata + 16), RBPF_ADDRESS(RBPF_REGION_RODATA, 1));
    assert_int_equal(rbpf_load64(made.image.rodata + 32), RBPF_ADDRESS(RBPF_REGION_DATA, 0));
    assert_int_equal(made.image.data_init_bytes, 12);
    assert_int_equal(made.image.data_bytes, 164);
    assert_int_equal(made.image.function_count, 3);
    info = rbpf_function_read(&made.image.functions[0]);
    assert_int_equal(info.frame_bytes, 16);
    assert_int_equal(info.flags, 0);
    info = rbpf_function_read(&made.image.functions[1]);
    assert_int_equal(info.depth, 1);
    info = rbpf_function_read(&made.image.functions[2]);
    assert_int_equal(info.stack_bytes, 64);
    assert_int_equal(info.depth, 3);
    assert_int_equal(info.flags, RBPF_FUNCTION_CALLABLE);
    guest_free(&made);
}

static void test_image_comes_back(void **state)
{
    struct message message;
    struct guest made;

    (void)state;
    assemble_guest(&made, guest);
    if (!roundtrip_guest(&made, &message))
        fail_msg("%s", message.text);
    guest_free(&made);
}

static void test_records_are_measured(void **state)
{
    struct rbpf_function_info info;
    struct guest made;

    (void)state;
    assemble_guest(&made, ".entry a\na: *(u64 *)(r10 - 20) = 1\ncall b\nexit\n"
                          "b: *(u8 *)(r10 - 40) = 1\nexit\nc: call c\nexit\n.entry c");
    info = rbpf_function_read(&made.image.functions[0]);
    assert_int_equal(info.frame_bytes, 24);
    assert_int_equal(info.stack_bytes, 64);
    assert_int_equal(info.depth, 2);
    info = rbpf_function_read(&made.image.functions[2]);
    assert_int_equal(info.depth, 0);
    assert_int_equal(guest_load(&made, host_helpers()), RBPF_OK);
    guest_free(&made);
}

/* Whatever comes of it must be an image. */
static void try_source(const uint8_t *text, size_t size)
{
    uint8_t *exact = malloc(size ? size : 1u);
    const struct asm_source source = {"x.s", exact, size, false};
    struct message message;
    struct image_out out;
    struct guest made;

    assert_non_null(exact);
    memcpy(exact, text, size);
    if (assemble(&source, &out, &message)) {
        if (!guest_parse(&made, out.bytes, out.size, &message))
            fail_msg("%s", message.text);
        free(out.bytes);
        if (!roundtrip_guest(&made, &message))
            fail_msg("%s", message.text);
        guest_free(&made);
    }
    free(exact);
}

static void test_cut_source_does_no_harm(void **state)
{
    (void)state;
    for (size_t size = 0; size < sizeof guest; size++)
        try_source((const uint8_t *)guest, size);
}

static void test_damaged_source_does_no_harm(void **state)
{
    static const char letters[] = "\n;:#.,()+-*=<>\"'\\ 0179rwxlsf\0\xff";
    uint64_t seed = 20260102;
    uint8_t text[sizeof guest];

    (void)state;
    for (unsigned round = 0; round < 20000; round++) {
        memcpy(text, guest, sizeof guest);
        for (uint64_t n = 1u + random_number(&seed) % 4u; n > 0; n--)
            text[random_number(&seed) % (sizeof guest - 1u)] =
                (uint8_t)letters[random_number(&seed) % (sizeof letters - 1u)];
        try_source(text, sizeof guest - 1u);
    }
}

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

/* FNV-1a, by which the assembler's table of labels finds them. */
static uint32_t hash_of(const char *name)
{
    uint32_t value = 2166136261u;

    for (; *name; name++)
        value = (value ^ (uint8_t)*name) * 16777619u;
    return value;
}

/* Assembles a source of `count` labels of which each is looked for in the same place. */
static bool assemble_alike(unsigned count, struct message *message)
{
    char *text = malloc((size_t)count * 16u + 8u);
    char *end = text;
    struct asm_source source = {.name = "x.s", .raw = true};
    struct image_out out;
    bool ok;

    assert_non_null(text);
    end += sprintf(end, "exit\n");
    for (unsigned i = 0; count > 0; i++) {
        char name[12];

        (void)snprintf(name, sizeof name, "l%u", i);
        if (hash_of(name) % 4096u != 0)
            continue;
        end += sprintf(end, "%s:\n", name);
        count--;
    }
    source.text = (const uint8_t *)text;
    source.size = (size_t)(end - text);
    ok = assemble(&source, &out, message);
    if (ok)
        free(out.bytes);
    free(text);
    return ok;
}

/* A small source cannot keep the assembler at work for hours. */
static void test_labels_that_are_alike(void **state)
{
    struct message message = {""};

    (void)state;
    assert_true(assemble_alike(1024, &message));
    assert_false(assemble_alike(1025, &message));
    assert_non_null(strstr(message.text, "x.s:1026:1: expected another name for a label"));
}

int main(void)
{
    static const struct CMUnitTest others[] = {
        cmocka_unit_test(test_every_insn_comes_back),
        cmocka_unit_test(test_any_bytes_come_back),
        cmocka_unit_test(test_image_has_what_the_source_says),
        cmocka_unit_test(test_image_comes_back),
        cmocka_unit_test(test_records_are_measured),
        cmocka_unit_test(test_cut_source_does_no_harm),
        cmocka_unit_test(test_damaged_source_does_no_harm),
        cmocka_unit_test(test_labels_that_are_alike),
    };
    struct CMUnitTest form_tests[COUNT(forms)];
    struct CMUnitTest mistake_tests[COUNT(mistakes)];
    int failed;

    for (size_t i = 0; i < COUNT(forms); i++)
        form_tests[i] = (struct CMUnitTest){forms[i].source, test_form_gives_bytes, NULL, NULL,
                                            (void *)(uintptr_t)&forms[i]};
    for (size_t i = 0; i < COUNT(mistakes); i++)
        mistake_tests[i] = (struct CMUnitTest){mistakes[i].words, test_mistake_gives_message, NULL,
                                               NULL, (void *)(uintptr_t)&mistakes[i]};
    failed = cmocka_run_group_tests_name("forms", form_tests, NULL, NULL);
    failed += cmocka_run_group_tests_name("mistakes", mistake_tests, NULL, NULL);
    return failed + cmocka_run_group_tests_name("programs", others, NULL, NULL);
}
