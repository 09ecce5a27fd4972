/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * Decoder and disassembler. An input is two bytes and instructions, of which eight are looked at,
 * from the slot that the second byte says. If the first byte is 0xff, they are a source together;
 * anything else is the room that there is for the text of each.
 *
 * Properties, each of which aborts if it does not hold, for each instruction:
 *
 *   1. The decoded fields are those of the drawing in RFC 9669, section 3. The opcode has a name
 *      and a group if the RFC lists it (judge.c), and only then.
 *   2. No more is read than 8 bytes, of LDDW 16, at any address. The bytes stay as they are.
 *   3. The text is printable, has no two blanks in a row, and fits RBPF_DISASM_BYTES. In less room
 *      it is the same text, cut, with its NUL; its length is returned; nothing behind it changes.
 *   4. It is "<unknown>" if no such instruction is in the RFC, or only packet access, and only
 *      then. A field that the instruction does not use changes nothing.
 *   5. The assembler makes the same instruction of the text of one that is legal by itself, but for
 *      calls whose number it takes for another kind's.
 *   6. All of them, disassembled as a source, are assembled to the same bytes.
 */
#define _POSIX_C_SOURCE 200809L

#include <stdio.h>

#include <rbpf/disasm.h>
#include <rbpf/isa.h>

#include "change_insn.h"
#include "fuzzer.h"
#include "judge.h"
#include "opcodes.h"
#include "tools/asm.h"
#include "tools/asm_insn.h"
#include "tools/disassemble.h"

#define HEADER_BYTES 2u
#define LOOKED_AT_MAX 8u
#define CANARY '\x80'

/* An instruction by its bytes, with what is expected of it. */
struct subject {
    /* 8 bytes, 16 of LDDW, at the end of a block, at an odd address. */
    const uint8_t *bytes;
    size_t size;
    struct judge_insn insn;
    struct rfc_usage usage;
    bool is_unknown;
    bool is_legal;
    char text[RBPF_DISASM_BYTES];
};

/* ---- decoding ---- */

static void check_decoded(const struct subject *subject)
{
    const struct judge_insn *insn = &subject->insn;
    struct rbpf_insn decoded = rbpf_insn_decode(subject->bytes);
    uint32_t groups = rbpf_insn_groups(&decoded);

    REQUIRE(decoded.opcode == insn->opcode);
    REQUIRE(decoded.dst == insn->dst && decoded.src == insn->src);
    REQUIRE(decoded.offset == insn->offset && decoded.imm == insn->imm);
    REQUIRE((rbpf_opcode_name(insn->opcode) != NULL) == subject->usage.known);
    REQUIRE((groups != 0) == subject->usage.known);
    REQUIRE((groups & RBPF_GROUP_PACKET) == (subject->usage.is_packet ? RBPF_GROUP_PACKET : 0));
}

/* ---- texts ---- */

static void check_characters(const char *text)
{
    size_t i;

    for (i = 0; text[i]; i++) {
        REQUIRE(text[i] >= ' ' && text[i] <= '~');
        REQUIRE(text[i] != ' ' || (i > 0 && text[i - 1u] != ' ' && text[i + 1u]));
    }
    REQUIRE(i > 0);
}

static void check_room(const struct subject *subject, size_t room)
{
    const size_t length = strlen(subject->text);
    const size_t expected = room == 0 ? 0 : length < room ? length : room - 1u;
    char text[2u * RBPF_DISASM_BYTES];
    size_t i;

    memset(text, CANARY, sizeof text);
    REQUIRE(rbpf_disassemble(subject->bytes, text, room) == expected);
    REQUIRE(memcmp(text, subject->text, expected) == 0);
    if (room > 0)
        REQUIRE(text[expected] == 0);
    for (i = expected + 1u; i < sizeof text; i++)
        REQUIRE(i < room || text[i] == CANARY);
    REQUIRE(room > 0 || text[0] == CANARY);
}

static void check_text(struct subject *subject, uint8_t room)
{
    size_t length;

    memset(subject->text, CANARY, sizeof subject->text);
    length = rbpf_disassemble(subject->bytes, subject->text, sizeof subject->text);
    REQUIRE(length < RBPF_DISASM_BYTES && memchr(subject->text, 0, sizeof subject->text));
    REQUIRE(strlen(subject->text) == length);
    check_characters(subject->text);
    REQUIRE((strcmp(subject->text, "<unknown>") == 0) == subject->is_unknown);
    check_room(subject, room % (2u * RBPF_DISASM_BYTES));
    check_room(subject, length);
    check_room(subject, length + 1u);
    check_room(subject, 0);
}

/* The same with each unused field turned round. */
static void check_unused(const struct subject *subject)
{
    uint8_t other[16] = {0};
    char text[RBPF_DISASM_BYTES];
    int i;

    memcpy(other, subject->bytes, subject->size);
    if (!subject->usage.dst)
        other[1] ^= 0x0f;
    if (!subject->usage.src)
        other[1] ^= 0xf0;
    for (i = 2; i < 4 && !subject->usage.offset; i++)
        other[i] ^= 0xff;
    for (i = 4; i < 8 && !subject->usage.imm; i++)
        other[i] ^= 0xff;
    rbpf_disassemble(other, text, sizeof text);
    REQUIRE(strcmp(text, subject->text) == 0);
}

/* ---- back again ---- */

static bool parse(struct asm_insn *insn, const char *text)
{
    const struct word source = {text, (uint32_t)strlen(text)};
    struct message message;
    struct lexer lexer = {.message = &message};

    lexer_init(&lexer, "", source);
    return asm_insn_parse(&lexer, insn) && lexer_at_end(&lexer);
}

/* The assembler takes a number with a sign for a distance, one without for a helper's. */
static bool reads_as_another(const struct judge_insn *insn)
{
    return insn->opcode == OP_CALL && (insn->src == 0) != (insn->imm >= 0);
}

static void check_way_back(const struct subject *subject)
{
    uint8_t encoded[16];
    struct asm_insn insn;

    if (!subject->is_legal || reads_as_another(&subject->insn))
        return;
    REQUIRE(parse(&insn, subject->text));
    asm_insn_encode(&insn, encoded);
    REQUIRE(8u * (size_t)insn.slots == subject->size);
    REQUIRE(memcmp(encoded, subject->bytes, subject->size) == 0);
}

static void check_source(const uint8_t *bytes, size_t size)
{
    struct guest guest = {.raw = true, .size = size, .bytes = exact_copy(bytes, size)};
    struct asm_source source = {.name = "x.s", .raw = true};
    struct message message = {""};
    struct image_out out;
    char *text = NULL;
    FILE *stream = open_memstream(&text, &source.size);

    guest.functions = calloc(size / 8u, sizeof *guest.functions);
    guest.code = (struct rbpf_code){.insns = guest.bytes, .insns_bytes = size};
    require(stream && guest.functions, "there is memory");
    REQUIRE(rbpf_functions_find(&guest.code, guest.functions, size / 8u) == RBPF_OK);
    REQUIRE(disassemble_source(stream, &guest, &message));
    fclose(stream);
    source.text = (const uint8_t *)text;
    require(assemble(&source, &out, &message), message.text);
    REQUIRE(out.size == size && memcmp(out.bytes, bytes, size) == 0);
    free(out.bytes);
    free(text);
    guest_free(&guest);
}

static struct subject make_subject(const uint8_t *bytes, size_t size)
{
    struct subject subject = {.bytes = bytes, .size = size, .insn = judge_read(bytes)};
    struct judge_insn second = {0};

    subject.usage = rfc_usage(bytes[0]);
    subject.is_unknown = !subject.usage.known || subject.usage.is_packet ||
                         (rfc_is_atomic(bytes[0]) && !rfc_is_operation(subject.insn.imm));
    if (size == 16u)
        second = judge_read(bytes + 8);
    subject.is_legal = judge_slot(&subject.insn, &second) == 0;
    return subject;
}

static void check_insn(const uint8_t *bytes, size_t size, uint8_t room)
{
    uint8_t *block = malloc(1u + size);
    struct subject subject;

    require(block != NULL, "there is memory");
    memcpy(block + 1, bytes, size);
    subject = make_subject(block + 1, size);
    check_decoded(&subject);
    check_text(&subject, room);
    check_unused(&subject);
    check_way_back(&subject);
    REQUIRE(memcmp(block + 1, bytes, size) == 0);
    free(block);
}

/* The first of the slots that are looked at. */
static size_t first_slot(const uint8_t *bytes, size_t slots)
{
    return slots > LOOKED_AT_MAX ? bytes[1] % (slots - LOOKED_AT_MAX + 1u) : 0;
}

static void check_one_by_one(const uint8_t *at, size_t left, uint8_t room)
{
    while (left >= 8u) {
        size_t insn_bytes = rfc_is_lddw(*at) ? 16u : 8u;

        if (insn_bytes > left)
            break;
        check_insn(at, insn_bytes, room);
        at += insn_bytes;
        left -= insn_bytes;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    const uint8_t *at = bytes + HEADER_BYTES;
    size_t slots;

    if (size < HEADER_BYTES + 8u)
        return -1;
    slots = (size - HEADER_BYTES) / 8u;
    at += 8u * first_slot(bytes, slots);
    if (slots > LOOKED_AT_MAX)
        slots = LOOKED_AT_MAX;
    if (bytes[0] == 0xff)
        check_source(at, 8u * slots);
    else
        check_one_by_one(at, 8u * slots, bytes[0]);
    return 0;
}

/* One of four changes is any change, one is of where to look, two are of what is looked at. */
size_t LLVMFuzzerCustomMutator(uint8_t *bytes, size_t size, size_t max_size, unsigned seed)
{
    size_t slots = size > HEADER_BYTES ? (size - HEADER_BYTES) / 8u : 0;
    unsigned draws = seed;
    size_t slot;

    if (seed % 4u == 0 || slots == 0)
        return LLVMFuzzerMutate(bytes, size, max_size);
    if (seed % 4u == 1u) {
        bytes[1] = (uint8_t)draw(&draws, 256);
        return size;
    }
    slot = first_slot(bytes, slots);
    slot += draw(&draws, (unsigned)(slots < LOOKED_AT_MAX ? slots : LOOKED_AT_MAX));
    change_insn(bytes + HEADER_BYTES + 8u * slot, &draws);
    return size;
}
