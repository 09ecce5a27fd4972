/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * An instruction is written as text only if the assembler makes the same bytes of that text: so
 * the two cannot drift apart, and a source is always as good as the image.
 */
#include "tools/disassemble.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include <rbpf/disasm.h>

#include "isa/isa.h"
#include "tools/asm_insn.h"
#include "tools/labels.h"
#include "tools/request_words.h"

#define TEXT_BYTES (RBPF_DISASM_BYTES + 16u)
/* The column where remarks begin. */
#define REMARK_COLUMN 44

static const uint8_t *bytes_at(const struct labels *l, uint32_t slot)
{
    return (const uint8_t *)l->guest->code.insns + (size_t)slot * 8u;
}

/* An LDDW with both halves, and no label between them. */
static bool is_whole_lddw(const struct labels *l, uint32_t slot)
{
    return label_insn(l, slot).opcode == RBPF_OP_LDDW && slot + 1u < l->slot_count &&
           l->marks[slot + 1u] == LABEL_SECOND_HALF;
}

/* The text without labels. A helper has a plain number, and a distance a sign. */
static void plain_text(const struct labels *l, uint32_t slot, char *text)
{
    struct rbpf_insn insn = label_insn(l, slot);

    if (insn.opcode != RBPF_OP_CALL)
        rbpf_disassemble(bytes_at(l, slot), text, TEXT_BYTES);
    else if (insn.src == RBPF_CALL_HELPER)
        snprintf(text, TEXT_BYTES, "call %" PRIu32, (uint32_t)insn.imm);
    else
        snprintf(text, TEXT_BYTES, "call %+" PRId32, insn.imm);
}

static bool reassembles(const struct labels *l, uint32_t slot, const char *text)
{
    const struct word source = {text, (uint32_t)strlen(text)};
    struct message message;
    struct lexer lexer = {.message = &message};
    struct asm_insn insn;
    uint8_t bytes[16];

    lexer_init(&lexer, "", source);
    if (!asm_insn_parse(&lexer, &insn) || !lexer_at_end(&lexer))
        return false;
    asm_insn_encode(&insn, bytes);
    return memcmp(bytes, bytes_at(l, slot), 8u * (size_t)insn.slots) == 0;
}

/* Prints "goto" and so on up to the distance, then the label. */
static int print_jump(FILE *out, const struct labels *l, uint32_t target, const char *text)
{
    const char *distance = strrchr(text, ' ');
    int length = (int)(distance - text) + 1;

    fprintf(out, "%.*s", length, text);
    label_print(out, l, target);
    return length;
}

/* The label of an address that is loaded, if it has one. */
static bool print_address(FILE *out, const struct labels *l, uint64_t address)
{
    uint32_t region = (uint32_t)(address >> 32);
    uint32_t offset = (uint32_t)address;
    uint32_t slot = offset / 8u;

    if (region == RBPF_REGION_RODATA && offset < l->guest->image.rodata_bytes)
        fprintf(out, LABEL_RODATA_FORMAT, offset);
    else if (region == RBPF_REGION_DATA && offset < l->guest->image.data_bytes)
        fprintf(out, LABEL_DATA_FORMAT, offset);
    else if (region == RBPF_REGION_CODE && offset % 8u == 0 && slot < l->slot_count &&
             (l->marks[slot] & LABEL_CALLABLE) && !l->guest->raw)
        label_print(out, l, slot);
    else
        return false;
    return true;
}

static void print_helper(FILE *out, const struct labels *l, uint32_t slot, const char *text)
{
    struct rbpf_insn insn = label_insn(l, slot);
    const char *name = host_helper_name((uint32_t)insn.imm);

    if (insn.opcode == RBPF_OP_CALL && insn.src == RBPF_CALL_HELPER && strcmp(name, "?") != 0)
        fprintf(out, "%*s# %s", REMARK_COLUMN - (int)strlen(text), "", name);
}

static void print_insn(FILE *out, const struct labels *l, uint32_t slot, const char *text)
{
    struct rbpf_insn insn = label_insn(l, slot);
    uint32_t target;

    fprintf(out, "    ");
    if (label_target(l, slot, &target)) {
        print_jump(out, l, target, text);
    } else if (insn.opcode == RBPF_OP_LDDW) {
        fprintf(out, "r%u = ", insn.dst);
        if (!print_address(out, l, label_lddw(l, slot)))
            fprintf(out, "0x%" PRIx64, label_lddw(l, slot));
        fprintf(out, " ll");
    } else {
        fprintf(out, "%s", text);
        print_helper(out, l, slot, text);
    }
    fprintf(out, "\n");
}

static void print_slot(FILE *out, const struct labels *l, uint32_t slot)
{
    fprintf(out, "    .u64 0x%016" PRIx64 "\n", rbpf_load64(bytes_at(l, slot)));
}

/* Prints the instruction at a slot; returns how many slots it has. */
static uint32_t print_slots(FILE *out, const struct labels *l, uint32_t slot)
{
    bool is_lddw = label_insn(l, slot).opcode == RBPF_OP_LDDW;
    char text[TEXT_BYTES];

    if ((is_lddw && !is_whole_lddw(l, slot)) || (l->marks[slot] & LABEL_SECOND_HALF)) {
        print_slot(out, l, slot);
        return 1;
    }
    plain_text(l, slot, text);
    if (reassembles(l, slot, text)) {
        print_insn(out, l, slot, text);
        return is_lddw ? 2 : 1;
    }
    print_slot(out, l, slot);
    if (is_lddw)
        print_slot(out, l, slot + 1u);
    return is_lddw ? 2 : 1;
}

/* What is in front of a slot's instruction. */
static void print_label(FILE *out, const struct labels *l, uint32_t slot,
                        const struct rbpf_function_info *info)
{
    if (l->marks[slot] & LABEL_FUNCTION && !l->guest->raw) {
        fprintf(out, "\n.func ");
        label_print(out, l, slot);
        fprintf(out, " frame=%u stack=%u depth=%u%s\n", info->frame_bytes, info->stack_bytes,
                info->depth, info->flags & RBPF_FUNCTION_CALLABLE ? " callable" : "");
    } else if (l->marks[slot] & (LABEL_JUMP | LABEL_FUNCTION)) {
        label_print(out, l, slot);
        fprintf(out, ":\n");
    }
}

static void print_text(FILE *out, const struct labels *l)
{
    struct rbpf_function_info info = {0};
    uint32_t function = 0;

    fprintf(out, ".text\n");
    for (uint32_t slot = 0; slot < l->slot_count;) {
        if (l->marks[slot] & LABEL_FUNCTION)
            info = rbpf_function_read(&l->guest->code.functions[function++]);
        print_label(out, l, slot, &info);
        slot += print_slots(out, l, slot);
    }
}

static void print_string(FILE *out, const uint8_t *bytes, uint32_t size)
{
    fputc('"', out);
    for (uint32_t i = 0; i < size; i++) {
        if (bytes[i] == '"' || bytes[i] == '\\')
            fprintf(out, "\\%c", bytes[i]);
        else if (bytes[i] == '\n' || bytes[i] == '\t')
            fputs(bytes[i] == '\n' ? "\\n" : "\\t", out);
        else if (bytes[i] >= ' ' && bytes[i] <= '~')
            fputc(bytes[i], out);
        else
            fprintf(out, "\\x%02x", bytes[i]);
    }
    fputc('"', out);
}

static void print_entries(FILE *out, const struct labels *l)
{
    const struct guest *guest = l->guest;

    for (uint32_t i = 0; i < guest->image.entry_count; i++) {
        const char *name = rbpf_image_entry_name(&guest->image, i);
        uint32_t function = guest_entry_function(guest, i);
        uint32_t slot = rbpf_function_read(&guest->code.functions[function]).entry;

        fprintf(out, ".entry ");
        label_print(out, l, slot);
        if (!l->names[slot] || strcmp(l->names[slot], name) != 0) {
            fprintf(out, ", ");
            print_string(out, (const uint8_t *)name, (uint32_t)strlen(name));
        }
        fprintf(out, "\n");
    }
}

/* Contents of a section, with what is known of its bytes: null, or not 0 where a label stands. */
struct block {
    const uint8_t *bytes;
    /* Of bytes; the rest of `end` is zero. */
    uint32_t size;
    uint32_t end;
    const uint8_t *marks;
    const char *label;
};

static uint32_t count_zeroes(const struct block *b, uint32_t at, uint32_t end)
{
    uint32_t count = 0;

    while (at + count < end && (at + count >= b->size || b->bytes[at + count] == 0))
        count++;
    return count;
}

static bool is_letter(uint8_t byte)
{
    return (byte >= ' ' && byte <= '~') || byte == '\n' || byte == '\t';
}

static uint32_t count_letters(const struct block *b, uint32_t at, uint32_t end)
{
    uint32_t count = 0;

    while (at + count < end && is_letter(b->bytes[at + count]))
        count++;
    return count;
}

/* From how many on letters are a string, and zeroes a line of their own. */
#define LETTERS_MIN 4u
#define ZEROES_MIN 8u

static uint32_t min(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

static bool begins_piece(const struct block *b, uint32_t at, uint32_t end)
{
    return count_letters(b, at, min(end, at + LETTERS_MIN)) == LETTERS_MIN ||
           count_zeroes(b, at, min(end, at + ZEROES_MIN)) == ZEROES_MIN;
}

/* A line of bytes; returns their number. */
static uint32_t print_bytes(FILE *out, const struct block *b, uint32_t at, uint32_t end)
{
    uint32_t count = 0;

    do {
        fprintf(out, "%s0x%02x", count ? ", " : "    .byte ", b->bytes[at + count]);
        count++;
    } while (count < 16u && at + count < end && !begins_piece(b, at + count, end));
    fprintf(out, "\n");
    return count;
}

static uint32_t print_piece(FILE *out, const struct block *b, uint32_t at, uint32_t end)
{
    uint32_t zeroes = count_zeroes(b, at, end);
    uint32_t letters = at < b->size ? count_letters(b, at, end) : 0;
    bool ends = at + letters < end && letters > 0 && b->bytes[at + letters] == 0;

    if (zeroes >= ZEROES_MIN || at >= b->size) {
        fprintf(out, "    .zero %" PRIu32 "\n", zeroes);
        return zeroes;
    }
    if (letters < LETTERS_MIN)
        return print_bytes(out, b, at, end);
    fprintf(out, ends ? "    .asciz " : "    .ascii ");
    print_string(out, b->bytes + at, letters);
    fprintf(out, "\n");
    return letters + ends;
}

/* Prints [at, end), piece by piece up to each label. */
static void print_block(FILE *out, const struct block *b, uint32_t at, uint32_t end)
{
    while (at < end) {
        uint32_t stop = at + 1u;

        if (b->marks && b->marks[at])
            fprintf(out, "%s%" PRIx32 ":\n", b->label, at);
        while (stop < end && !(b->marks && b->marks[stop]))
            stop++;
        while (at < stop)
            at += print_piece(out, b, at, stop);
    }
}

static void print_data(FILE *out, const struct labels *l)
{
    const struct rbpf_image *image = &l->guest->image;
    const struct block rodata = {image->rodata, image->rodata_bytes, image->rodata_bytes, l->rodata,
                                 ".rodata_"};
    const struct block data = {image->data_init, image->data_init_bytes, image->data_bytes, l->data,
                               ".data_"};

    if (rodata.end > 0) {
        fprintf(out, "\n.rodata\n");
        print_block(out, &rodata, 0, rodata.end);
    }
    if (data.size > 0) {
        fprintf(out, "\n.data\n");
        print_block(out, &data, 0, data.size);
    }
    if (data.end > data.size) {
        fprintf(out, "\n.bss\n");
        print_block(out, &data, data.size, data.end);
    }
}

/* As remarks: the bytes follow. */
static void print_request(FILE *out, const struct rbpf_image *image)
{
    char *needs = request_words(image, REQUEST_NEEDS);
    char *wants = request_words(image, REQUEST_WANTS);

    if (needs && wants)
        fprintf(out, "# needs %s\n# wants %s\n", needs, wants);
    free(needs);
    free(wants);
}

/* Sections from 0x8000 on. */
static void print_optional(FILE *out, const struct guest *guest)
{
    uint32_t count = rbpf_load16(guest->bytes + 6);

    for (uint32_t i = 0; i < count; i++) {
        const uint8_t *row = guest->bytes + RBPF_IMAGE_HEADER_BYTES + i * RBPF_IMAGE_SECTION_BYTES;
        uint32_t size = rbpf_load32(row + 8);
        const struct block block = {guest->bytes + rbpf_load32(row + 4), size, size, NULL, ""};

        if (rbpf_load16(row) < RBPF_SECTION_OPTIONAL)
            continue;
        fprintf(out, "\n.section 0x%x\n", rbpf_load16(row));
        if (rbpf_load16(row) == RBPF_SECTION_REQUEST)
            print_request(out, &guest->image);
        print_block(out, &block, 0, size);
    }
}

bool disassemble_source(FILE *out, const struct guest *guest, struct message *message)
{
    struct labels labels;
    bool ok = labels_find(&labels, guest, message);

    if (ok) {
        print_entries(out, &labels);
        print_text(out, &labels);
    }
    if (ok && !guest->raw) {
        print_data(out, &labels);
        print_optional(out, guest);
    }
    labels_free(&labels);
    return ok;
}

/* <name> or <name+0x8>: the nearest function or the section, as llvm-objdump has it. */
static void print_place(FILE *out, const struct labels *l, uint32_t target)
{
    uint32_t slot = target;

    while (slot > 0 && !(l->marks[slot] & LABEL_FUNCTION))
        slot--;
    fprintf(out, " <");
    label_print(out, l, slot);
    if (target > slot)
        fprintf(out, "+0x%" PRIx32, 8u * (target - slot));
    fprintf(out, ">");
}

static void list_remarks(FILE *out, const struct labels *l, uint32_t slot)
{
    struct rbpf_insn insn = label_insn(l, slot);
    const char *name = host_helper_name((uint32_t)insn.imm);
    uint32_t target;

    if (label_target(l, slot, &target))
        print_place(out, l, target);
    if (insn.opcode == RBPF_OP_CALL && insn.src == RBPF_CALL_HELPER && strcmp(name, "?") != 0)
        fprintf(out, "\t# %s", name);
}

static uint32_t list_slots(FILE *out, const struct labels *l, uint32_t slot)
{
    bool is_lddw = label_insn(l, slot).opcode == RBPF_OP_LDDW;
    uint32_t slots = is_lddw && slot + 1u < l->slot_count ? 2u : 1u;
    char text[TEXT_BYTES] = "<unknown>";

    fprintf(out, "%8" PRIu32 ":\t", slot);
    for (uint32_t i = 0; i < 8u * slots; i++)
        fprintf(out, "%s%02x", i ? " " : "", bytes_at(l, slot)[i]);
    if (!is_lddw || slots == 2)
        rbpf_disassemble(bytes_at(l, slot), text, sizeof text);
    fprintf(out, "\t%s", text);
    list_remarks(out, l, slot);
    fprintf(out, "\n");
    return slots;
}

bool disassemble_listing(FILE *out, const struct guest *guest, const char *name,
                         struct message *message)
{
    struct labels labels;
    bool ok = labels_find(&labels, guest, message);

    if (ok)
        fprintf(out, "\n%s:\tfile format rbpf\n\nDisassembly of section .text:\n", name);
    for (uint32_t slot = 0; ok && slot < labels.slot_count;) {
        if (labels.marks[slot] & LABEL_FUNCTION) {
            fprintf(out, "\n%016" PRIx64 " <", (uint64_t)slot * 8u);
            label_print(out, &labels, slot);
            fprintf(out, ">:\n");
        }
        slot += list_slots(out, &labels, slot);
    }
    labels_free(&labels);
    return ok;
}
