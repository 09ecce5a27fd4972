/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * The assembler and the disassembler. The first byte of an input says what the rest is: 'r' a
 * source for raw output, 'i' an image, anything else a source.
 *
 * Properties, each of which aborts if it does not hold:
 *
 *   1. What the assembler writes is an image, or a whole number of instructions.
 *   2. A refusal is a message of one printable line that names a place in the source. The same
 *      source gives the same answer twice.
 *   3. What the assembler has written comes back from the disassembler, byte for byte.
 *   4. So does any image that the verifier accepts.
 */
#define _POSIX_C_SOURCE 200809L

#include "fuzzer.h"
#include "tools/asm.h"
#include "tools/disassemble.h"
#include "tools/info.h"

/* "x.s:LINE:COLUMN: WHY", or "x.s: WHY" of all of it. */
static void check_message(const struct asm_source *source, const char *text)
{
    unsigned long lines = 1;
    unsigned long line;
    char *end;
    size_t i;

    require(strncmp(text, "x.s:", 4) == 0, "a message names the source");
    for (i = 0; text[i]; i++)
        require(text[i] >= ' ' && text[i] <= '~', "a message is a printable line");
    for (i = 0; i < source->size; i++)
        lines += source->text[i] == '\n';
    if (text[4] == ' ')
        return;
    line = strtoul(text + 4, &end, 10);
    require(line >= 1 && line <= lines && *end == ':', "the line is in the source");
    require(strtoul(end + 1, &end, 10) >= 1 && *end == ':', "the column is a number");
}

static bool run_assembler(const struct asm_source *source, struct image_out *out)
{
    struct message message, other;
    struct image_out again;

    if (assemble(source, out, &message)) {
        require(assemble(source, &again, &other), "it can be assembled twice");
        require(out->size == again.size && memcmp(out->bytes, again.bytes, out->size) == 0,
                "and alike");
        free(again.bytes);
        return true;
    }
    check_message(source, message.text);
    require(!assemble(source, &again, &other), "it is refused twice");
    require(strcmp(message.text, other.text) == 0, "and for the same reason");
    return false;
}

static void check_way_back(const struct guest *guest)
{
    struct asm_source source = {.name = "x.s", .raw = guest->raw};
    struct message message;
    struct image_out out;
    char *text = NULL;
    FILE *stream = open_memstream(&text, &source.size);

    require(stream && disassemble_source(stream, guest, &message), "it can be disassembled");
    fclose(stream);
    source.text = (const uint8_t *)text;
    require(run_assembler(&source, &out), "it can be assembled again");
    require(out.size == guest->size && memcmp(out.bytes, guest->bytes, out.size) == 0,
            "it is the same again");
    free(out.bytes);
    free(text);
}

/* A refused image may be disassembled too, but need not come back. */
static void try_image(const uint8_t *bytes, size_t size, bool must_come_back)
{
    struct message message;
    struct guest guest;
    struct info info;
    bool opened = guest_parse(&guest, bytes, size, &message);

    require(opened || !must_come_back, "it is an image");
    if (opened && guest.image.data_bytes <= MACHINE_DATA_MAX &&
        info_collect(&info, &guest, &message)) {
        FILE *stream = fopen("/dev/null", "w");

        require(stream != NULL, "there is a stream");
        info_print_json(stream, &info, "x");
        (void)disassemble_listing(stream, &guest, "x", &message);
        (void)disassemble_source(stream, &guest, &message);
        fclose(stream);
        must_come_back |= info.status == RBPF_OK && rbpf_load16(guest.bytes + 6) < ASM_OPTIONAL_MAX;
        info_free(&info);
        if (must_come_back)
            check_way_back(&guest);
    }
    guest_free(&guest);
}

static void try_raw(const struct image_out *out)
{
    struct guest guest = {.raw = true, .bytes = out->bytes, .size = out->size};

    require(out->size > 0 && out->size % 8u == 0, "it is a whole number of instructions");
    guest.functions = calloc(out->size / 8u, sizeof *guest.functions);
    guest.code = (struct rbpf_code){.insns = guest.bytes, .insns_bytes = guest.size};
    require(guest.functions &&
                rbpf_functions_find(&guest.code, guest.functions, out->size / 8u) == RBPF_OK,
            "it has functions");
    check_way_back(&guest);
    free(guest.functions);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct asm_source source = {.name = "x.s"};
    struct image_out out;

    if (size == 0)
        return 0;
    if (bytes[0] == 'i') {
        try_image(bytes + 1, size - 1u, false);
        return 0;
    }
    source.text = bytes + 1;
    source.size = size - 1u;
    source.raw = bytes[0] == 'r';
    if (!run_assembler(&source, &out))
        return 0;
    if (source.raw)
        try_raw(&out);
    else
        try_image(out.bytes, out.size, true);
    free(out.bytes);
    return 0;
}
