/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* rbpf info --json is JSON (RFC 8259), whatever names an image has, and says what is in it. */
#define _POSIX_C_SOURCE 200809L

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tools/asm.h"
#include "tools/info.h"

/* A strict reader: each takes what it is for, or returns null. */
static const char *skip_value(const char *at);

static const char *skip_blanks(const char *at)
{
    return at + strspn(at, " \t\r\n");
}

static const char *skip_escape(const char *at)
{
    if (*at && strchr("\"\\/bfnrt", *at))
        return at + 1;
    return *at == 'u' && strspn(at + 1, "0123456789abcdefABCDEF") >= 4 ? at + 5 : NULL;
}

static const char *skip_string(const char *at)
{
    if (*at++ != '"')
        return NULL;
    while (at && *at != '"') {
        if ((unsigned char)*at < ' ' || (unsigned char)*at > '~')
            return NULL;
        at = *at == '\\' ? skip_escape(at + 1) : at + 1;
    }
    return at ? at + 1 : NULL;
}

static const char *skip_number(const char *at)
{
    size_t digits = strspn(at, "0123456789");

    return digits == 0 || (digits > 1 && *at == '0') ? NULL : at + digits;
}

static const char *skip_member(const char *at, char close)
{
    if (close == ']')
        return skip_value(at);
    at = skip_string(skip_blanks(at));
    at = at ? skip_blanks(at) : NULL;
    return at && *at == ':' ? skip_value(at + 1) : NULL;
}

static const char *skip_members(const char *at, char close)
{
    at = skip_blanks(at + 1);
    if (*at == close)
        return at + 1;
    for (;;) {
        at = skip_member(at, close);
        at = at ? skip_blanks(at) : NULL;
        if (!at || (*at != ',' && *at != close))
            return NULL;
        if (*at++ == close)
            return at;
    }
}

static const char *skip_value(const char *at)
{
    static const char *const words[] = {"true", "false", "null"};

    at = skip_blanks(at);
    for (size_t i = 0; i < 3; i++) {
        if (strncmp(at, words[i], strlen(words[i])) == 0)
            return at + strlen(words[i]);
    }
    if (*at == '{' || *at == '[')
        return skip_members(at, *at == '{' ? '}' : ']');
    return *at == '"' ? skip_string(at) : skip_number(at);
}

static bool is_json(const char *text)
{
    const char *end = skip_value(text);

    return end && *skip_blanks(end) == 0;
}

static char *describe(const char *text)
{
    const struct asm_source source = {"x.s", (const uint8_t *)text, strlen(text), false};
    struct message message = {""};
    struct image_out out;
    struct guest guest;
    struct info info;
    char *json = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&json, &size);

    assert_non_null(stream);
    if (!assemble(&source, &out, &message) || !guest_parse(&guest, out.bytes, out.size, &message) ||
        !info_collect(&info, &guest, &message))
        fail_msg("%s", message.text);
    info_print_json(stream, &info, "a \"file\"\n");
    fclose(stream);
    info_free(&info);
    guest_free(&guest);
    free(out.bytes);
    return json;
}

static void test_json_is_read(void **state)
{
    static const char *const good[] = {"{}", "[1, {\"a\": null}, \"\\u00ff\\\"\"]", " 0 "};
    static const char *const bad[] = {"",   "{",      "[1,]", "{\"a\" 1}",
                                      "01", "\"\n\"", "{} x", "\"\\x\""};

    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
        assert_true(is_json(good[i]));
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_false(is_json(bad[i]));
}

/* What a program would look for, without the blanks. */
static void assert_has(const char *json, const char *words)
{
    char bare[8192];
    char *to = bare;

    for (; *json && to < bare + sizeof bare - 1; json++) {
        if (*json != ' ' && *json != '\n')
            *to++ = *json;
    }
    *to = 0;
    if (!strstr(bare, words))
        fail_msg("'%s' is not in %s", words, bare);
}

static void test_info_of_image(void **state)
{
    char *json =
        describe(".entry main\n.func main\ncall 1\ncall 40\ncall 1\nr0 s/= 2\nl: goto l\n"
                 ".rodata\n.zero 5\n.data\n.u16 1\n.bss\n.zero 9\n.section 0x9002\n.u16 3");

    (void)state;
    assert_true(is_json(json));
    assert_has(json, "\"kind\":\"image\"");
    assert_has(json, "{\"name\":\"rodata\",\"bytes\":5},{\"name\":\"data\",\"bytes\":2},"
                     "{\"name\":\"bss\",\"bytes\":9}");
    assert_has(json, "{\"name\":\"0x9002\",\"bytes\":2}");
    assert_has(json, "\"entries\":[{\"name\":\"main\",\"function\":0}]");
    assert_has(json,
               "\"helpers\":[{\"id\":1,\"name\":\"print_string\"},{\"id\":40,\"name\":null}]");
    assert_has(json, "\"groups\":[\"base32\",\"divmul64\",\"v4\"]");
    assert_has(json, "\"accepted\":true,\"call_depth\":1,\"stack_bytes\":0,"
                     "\"longest_run_insns\":2,\"loops\":true,\"callx\":false");
    free(json);
}

static void test_info_of_request(void **state)
{
    char *json = describe("f: exit\n.entry f\n.section 0x8000\n"
                          ".u32 500, 0\n.u16 0, 0, 2, 64, 0, 0, 0, 0x8002\n.u32 8, 0, 0x80000001\n"
                          ".u32 0, 0\n.u16 0, 0, 0, 0, 0, 0, 0, 0\n.u32 0, 0, 0\n");

    (void)state;
    assert_true(is_json(json));
    assert_has(json, "{\"name\":\"request\",\"bytes\":72}");
    assert_has(json, "\"request\":{\"needs\":\"helper3(rbpf_tenant_get),readtenant'sstore,"
                     "writetenant'sstore:2entries,64bytes,writeregion10,500instructionsarun,"
                     "helper64,helper95\",\"wants\":\"nothing\"}");
    free(json);
}

static void test_info_of_hostile_names(void **state)
{
    char *json = describe("f: exit\n.entry f, \"\\\"\\\\\\x01\\xff\\n\"\n");

    (void)state;
    assert_true(is_json(json));
    free(json);
}

static void test_info_of_refused(void **state)
{
    char *json = describe("f: r10 = 5\nexit\n.entry f");

    (void)state;
    assert_true(is_json(json));
    assert_has(json, "\"accepted\":false,\"status\":\"REJECT_R10_WRITE\",\"where\":0");
    free(json);
}

/* As many functions as there can be, each with a name: to look for each name from the first one on
 * takes minutes. */
static void test_info_of_many_names(void **state)
{
    char *text = NULL;
    size_t size;
    FILE *stream = open_memstream(&text, &size);
    char *json;

    (void)state;
    assert_non_null(stream);
    fprintf(stream, ".entry f0\n");
    for (unsigned i = 0; i < RBPF_INSNS_MAX; i++)
        fprintf(stream, ".func f%u\nexit\n", i);
    fprintf(stream, ".section 0x8001\n");
    for (unsigned i = 0; i < RBPF_INSNS_MAX; i++)
        fprintf(stream, ".asciz \"%0120u\"\n", i);
    fclose(stream);
    json = describe(text);
    assert_true(is_json(json));
    assert_non_null(strstr(json, "00065535\""));
    free(json);
    free(text);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_json_is_read),    cmocka_unit_test(test_info_of_image),
        cmocka_unit_test(test_info_of_request), cmocka_unit_test(test_info_of_hostile_names),
        cmocka_unit_test(test_info_of_refused), cmocka_unit_test(test_info_of_many_names),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
