/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* The two passes, and what becomes of them. */
#include "tools/asm.h"

#include <stdlib.h>
#include <string.h>

#include <rbpf/lines.h>
#include <rbpf/region.h>

#include "isa/isa.h"
#include "tools/asm_insn.h"
#include "tools/assembly.h"
#include "tools/file.h"
#include "tools/image_writer.h"

/* How much of a name a message shows. */
#define NAME_BYTES 40u

static int shown(struct word name)
{
    return (int)(name.length < NAME_BYTES ? name.length : NAME_BYTES);
}

static struct asm_section *current(struct assembly *a)
{
    return a->section == ASM_OPTIONAL ? &a->optional[a->optional_count - 1u].section
                                      : &a->sections[a->section];
}

static uint32_t limit_of(enum asm_section_id section)
{
    return section == ASM_TEXT ? 8u * RBPF_INSNS_MAX : CONVERT_DATA_MAX;
}

bool assembly_put(struct assembly *a, const uint8_t *bytes, uint32_t size)
{
    struct asm_section *section = current(a);
    uint32_t limit = limit_of(a->section);
    uint32_t used = a->section == ASM_OPTIONAL ? a->optional_bytes : section->at;

    if (size > limit - used)
        return lexer_fail_at(&a->lexer, a->lexer.at, "expected at most %lu bytes in this section",
                             (unsigned long)limit);
    if (section->bytes && bytes)
        memcpy(section->bytes + section->at, bytes, size);
    section->at += size;
    if (a->section == ASM_OPTIONAL)
        a->optional_bytes += size;
    return true;
}

bool assembly_mark_function(struct assembly *a, uint32_t offset, const char *where)
{
    if (offset >= a->sections[ASM_TEXT].size)
        return lexer_fail_at(&a->lexer, where, "expected a function that has an instruction");
    a->c.slots[offset / 8u] |= SLOT_FUNCTION;
    return true;
}

/* The converter's call graph relies on it that calls go to the text. */
static bool note_call(struct assembly *a, const struct rbpf_insn *insn)
{
    int64_t target = (int64_t)a->sections[ASM_TEXT].at / 8 + 1 + insn->imm;

    if (insn->opcode != RBPF_OP_CALL || insn->src != RBPF_CALL_LOCAL || a->source->raw)
        return true;
    if (target < 0 || target >= (int64_t)(a->sections[ASM_TEXT].size / 8u))
        return lexer_fail_at(&a->lexer, a->lexer.at,
                             "expected a call of an instruction of .text; this one goes to %lld",
                             (long long)target);
    a->c.slots[target] |= SLOT_FUNCTION;
    return true;
}

bool assembly_put_slot(struct assembly *a, const uint8_t bytes[8])
{
    struct rbpf_insn insn = rbpf_insn_decode(bytes);

    if (a->resolving && a->in_lddw)
        a->c.slots[a->sections[ASM_TEXT].at / 8u] |= SLOT_SECOND_HALF;
    else if (a->resolving && !note_call(a, &insn))
        return false;
    a->in_lddw = !a->in_lddw && insn.opcode == RBPF_OP_LDDW;
    return assembly_put(a, bytes, 8);
}

bool assembly_define(struct assembly *a, struct word name)
{
    const struct asm_symbol *other = asm_symbols_find(&a->symbols, name);
    struct asm_symbol symbol = {name, a->section, current(a)->at, a->lexer.line};

    if (a->resolving)
        return true;
    if (!word_is_label(name))
        return lexer_fail_at(&a->lexer, name.at, "expected a name for a label; '%.*s' is taken",
                             shown(name), name.at);
    if (other)
        return lexer_fail_at(&a->lexer, name.at, "expected a new name; '%.*s' is on line %lu",
                             shown(name), name.at, (unsigned long)other->line);
    if (a->section == ASM_OPTIONAL)
        return lexer_fail_at(&a->lexer, name.at,
                             "expected no label: optional sections have no addresses");
    return asm_symbols_add(&a->symbols, &symbol) ||
           lexer_fail_at(&a->lexer, name.at,
                         "expected another name for a label: too many are like '%.*s' to the table "
                         "of names, or there is no memory",
                         shown(name), name.at);
}

bool assembly_find(struct assembly *a, struct word name, struct asm_symbol *symbol)
{
    static const char *const sections[] = {".text", ".rodata", ".data", ".bss"};
    const struct asm_symbol *found = asm_symbols_find(&a->symbols, name);

    for (uint32_t i = 0; i < ASM_OPTIONAL && !found; i++) {
        *symbol = (struct asm_symbol){.name = name, .section = (enum asm_section_id)i};
        if (word_is(name, sections[i]))
            return true;
    }
    if (!found)
        return lexer_fail_at(&a->lexer, name.at, "expected a label of this file; '%.*s' is none",
                             shown(name), name.at);
    *symbol = *found;
    return true;
}

/* Where bss begins in the data. */
static uint32_t bss_offset(const struct assembly *a)
{
    uint32_t alignment = a->bss_alignment ? a->bss_alignment : 1u;

    return (a->sections[ASM_DATA].size + alignment - 1u) & ~(alignment - 1u);
}

bool assembly_address(struct assembly *a, struct word name, int64_t addend, uint64_t *address)
{
    static const uint64_t regions[] = {RBPF_REGION_CODE, RBPF_REGION_RODATA, RBPF_REGION_DATA,
                                       RBPF_REGION_DATA};
    struct asm_symbol symbol;

    if (!assembly_find(a, name, &symbol))
        return false;
    if (symbol.section == ASM_BSS)
        symbol.offset += bss_offset(a);
    *address = RBPF_ADDRESS(regions[symbol.section], symbol.offset) + (uint64_t)addend;
    if (symbol.section != ASM_TEXT || a->source->raw)
        return true;
    if (addend != 0)
        return lexer_fail_at(&a->lexer, name.at,
                             "expected a function without '+' or '-': inside "
                             "of functions there are no addresses");
    if (!assembly_mark_function(a, symbol.offset, name.at))
        return false;
    a->c.slots[symbol.offset / 8u] |= SLOT_ADDRESS;
    return true;
}

/* Jumps and calls count from the next instruction. */
static bool resolve_distance(struct assembly *a, struct asm_insn *insn)
{
    struct asm_symbol symbol;
    int64_t distance;

    if (!assembly_find(a, insn->name, &symbol))
        return false;
    if (symbol.section != ASM_TEXT)
        return lexer_fail_at(&a->lexer, insn->name.at, "expected a label of .text");
    distance = (int64_t)symbol.offset / 8 - (int64_t)a->sections[ASM_TEXT].at / 8 - 1;
    if (insn->target == ASM_TARGET_DISTANCE) {
        insn->insn.imm = (int32_t)distance;
        return true;
    }
    if (distance < INT16_MIN || distance > INT16_MAX)
        return lexer_fail_at(&a->lexer, insn->name.at,
                             "expected a label nearer than %lld instructions; gotol reaches it",
                             (long long)distance);
    insn->insn.offset = (int16_t)distance;
    return true;
}

static bool resolve_target(struct assembly *a, struct asm_insn *insn)
{
    uint64_t address;

    if (!a->resolving || insn->target == ASM_TARGET_NONE)
        return true;
    if (insn->target != ASM_TARGET_ADDRESS)
        return resolve_distance(a, insn);
    if (!assembly_address(a, insn->name, insn->addend, &address))
        return false;
    insn->insn.imm = (int32_t)(uint32_t)address;
    insn->high = (uint32_t)(address >> 32);
    return true;
}

static bool take_insn(struct assembly *a)
{
    struct asm_insn insn;
    uint8_t bytes[16];

    if (a->section != ASM_TEXT)
        return lexer_expected(&a->lexer, "a directive or a label: instructions belong into .text");
    a->in_lddw = false;
    if (!asm_insn_parse(&a->lexer, &insn) || !resolve_target(a, &insn))
        return false;
    asm_insn_encode(&insn, bytes);
    return assembly_put_slot(a, bytes) && (insn.slots == 1 || assembly_put_slot(a, bytes + 8));
}

/* A label may stand in front of another statement on its line. */
static bool take_statement(struct assembly *a)
{
    const char *begin = a->lexer.at;
    struct word name;
    bool ok;

    if (lexer_take_name(&a->lexer, &name) && lexer_take(&a->lexer, ":"))
        return assembly_define(a, name);
    a->lexer.at = begin;
    if (*begin == '.') {
        lexer_take_name(&a->lexer, &name);
        ok = asm_directive(a, name);
    } else {
        ok = take_insn(a);
    }
    if (ok && !lexer_at_end(&a->lexer))
        return lexer_expected(&a->lexer, "the end of the statement");
    return ok;
}

static bool run_pass(struct assembly *a)
{
    struct word text = {(const char *)a->source->text, (uint32_t)a->source->size};

    lexer_init(&a->lexer, a->source->name, text);
    a->section = ASM_TEXT;
    a->in_lddw = false;
    a->optional_bytes = 0;
    while (lexer_next_statement(&a->lexer)) {
        if (!take_statement(a))
            return false;
    }
    return true;
}

static bool fail_whole(const struct assembly *a, const char *why)
{
    return message_fail(a->c.message, "%s: %s", a->source->name, why);
}

static bool make_section(struct asm_section *section)
{
    section->size = section->at;
    section->at = 0;
    section->bytes = calloc(section->size + 1u, 1u);
    return section->bytes != NULL;
}

static bool make_room(struct assembly *a)
{
    struct asm_section *text = &a->sections[ASM_TEXT];
    struct asm_section *bss = &a->sections[ASM_BSS];
    bool ok = make_section(text) && make_section(&a->sections[ASM_RODATA]) &&
              make_section(&a->sections[ASM_DATA]);

    bss->size = bss->at;
    bss->at = 0;
    for (uint32_t i = 0; i < a->optional_count; i++)
        ok = ok && make_section(&a->optional[i].section);
    a->optional_count = 0;
    a->c.text_bytes = text->size;
    a->c.slots = calloc(slot_count(&a->c) + 1u, 1u);
    a->c.stack_sizes = calloc(slot_count(&a->c) + 1u, sizeof *a->c.stack_sizes);
    a->functions = calloc(slot_count(&a->c) + 1u, sizeof *a->functions);
    if (!ok || !a->c.slots || !a->c.stack_sizes || !a->functions)
        return fail_whole(a, "out of memory");
    for (uint32_t slot = 0; slot < slot_count(&a->c); slot++)
        a->c.stack_sizes[slot] = STACK_SIZE_UNKNOWN;
    return true;
}

static bool check_sizes(const struct assembly *a)
{
    if (a->sections[ASM_TEXT].at == 0)
        return fail_whole(a, "expected at least one instruction");
    if (a->source->raw && (a->sections[ASM_RODATA].at > 0 || a->sections[ASM_DATA].at > 0 ||
                           a->sections[ASM_BSS].at > 0 || a->optional_count > 0))
        return fail_whole(a, "expected no data: raw output is instructions only");
    if (a->sections[ASM_DATA].at + a->sections[ASM_BSS].at > CONVERT_DATA_MAX)
        return fail_whole(a, "expected at most 16777216 bytes of data and bss together");
    return true;
}

/* What .func says. Depth and stack are known only when the call graph has been measured. */
static void override(struct assembly *a, bool measured)
{
    struct rbpf_function_info *info = a->c.functions;

    for (uint32_t i = 0; i < a->function_count; i++) {
        const struct asm_function *said = &a->functions[i];

        while (info->entry != said->slot)
            info++;
        if (said->frame_bytes >= 0)
            info->frame_bytes = (uint16_t)said->frame_bytes;
        if (measured && said->stack_bytes >= 0)
            info->stack_bytes = (uint16_t)said->stack_bytes;
        if (measured && said->depth >= 0)
            info->depth = (uint8_t)said->depth;
    }
}

static bool list_functions_and_entries(struct assembly *a)
{
    a->c.slots[0] |= SLOT_FUNCTION;
    if (!make_functions(&a->c))
        return false;
    override(a, false);
    if (!measure_call_graph(&a->c))
        return false;
    override(a, true);
    return encode_entries(&a->c, &a->entries);
}

/* Hands what the sections hold over to the conversion. */
static void move_sections(struct assembly *a)
{
    struct asm_section *s = a->sections;

    a->c.text = s[ASM_TEXT].bytes;
    a->c.rodata = s[ASM_RODATA].bytes;
    a->c.rodata_bytes = s[ASM_RODATA].size;
    a->c.data = s[ASM_DATA].bytes;
    a->c.data_init_bytes = s[ASM_DATA].size;
    a->c.data_bytes = s[ASM_BSS].size > 0 ? bss_offset(a) + s[ASM_BSS].size : s[ASM_DATA].size;
    s[ASM_TEXT].bytes = NULL;
    s[ASM_RODATA].bytes = NULL;
    s[ASM_DATA].bytes = NULL;
}

static bool append_optional(const struct assembly *a, struct image_out *out)
{
    for (uint32_t i = 0; i < a->optional_count; i++) {
        const struct asm_optional *o = &a->optional[i];
        const struct image_section section = {o->kind, o->section.bytes, o->section.size};

        if (!image_append(out, &section))
            return fail_whole(a, "out of memory");
    }
    return true;
}

/* What the source says of names and lines must hold of its functions and instructions. */
static bool check_optional(const struct assembly *a, const struct image_out *out)
{
    struct rbpf_image image;
    struct rbpf_lines lines;
    enum rbpf_status status = rbpf_image_open(&image, out->bytes, out->size);

    if (status == RBPF_OK)
        status = rbpf_lines_open(&lines, &image, out->bytes);
    if (status == RBPF_OK)
        return true;
    if (status == RBPF_IMAGE_SECTION)
        return fail_whole(a, "expected a request in section 0x8000: 48 to 304 bytes, a multiple "
                             "of 8");
    return fail_whole(a, status == RBPF_IMAGE_LINES
                             ? "expected names and lines in sections 0x8001 and 0x8002"
                             : rbpf_status_text(status));
}

static bool finish(struct assembly *a, struct image_out *out)
{
    struct image_out image;

    move_sections(a);
    if (a->source->raw) {
        *out = (struct image_out){a->c.text, a->c.text_bytes};
        a->c.text = NULL;
        return true;
    }
    if (a->entries.count == 0)
        return fail_whole(a, "expected an entry point: .entry NAME");
    if (!list_functions_and_entries(a) || !finish_image(&a->c, &image))
        return false;
    if (!append_optional(a, &image) || !check_optional(a, &image)) {
        free(image.bytes);
        return false;
    }
    *out = image;
    return true;
}

static bool run_passes(struct assembly *a)
{
    a->strings = calloc(a->source->size + 1u, 1u);
    a->entries.rows = calloc(ENTRIES_MAX + 1u, sizeof *a->entries.rows);
    if (!a->strings || !a->entries.rows)
        return fail_whole(a, "out of memory");
    if (!run_pass(a) || !check_sizes(a) || !make_room(a))
        return false;
    a->resolving = true;
    return run_pass(a);
}

static void free_assembly(struct assembly *a)
{
    for (uint32_t i = 0; i < ASM_OPTIONAL; i++)
        free(a->sections[i].bytes);
    for (uint32_t i = 0; i < ASM_OPTIONAL_MAX; i++)
        free(a->optional[i].section.bytes);
    asm_symbols_free(&a->symbols);
    free(a->functions);
    free(a->entries.rows);
    free(a->strings);
    free_conversion(&a->c);
}

/* Of a source that ends with NUL. */
static bool assemble_text(const struct asm_source *source, struct image_out *out,
                          struct message *message)
{
    struct assembly *a = calloc(1, sizeof *a);
    bool ok;

    if (!a)
        return message_fail(message, "out of memory");
    a->source = source;
    a->lexer.message = message;
    a->c.message = message;
    a->entries.bytes = ENTRIES_HEADER_BYTES;
    ok = run_passes(a) && finish(a, out);
    free_assembly(a);
    free(a);
    return ok;
}

bool assemble(const struct asm_source *source, struct image_out *out, struct message *message)
{
    struct asm_source copy = *source;
    uint8_t *text;
    bool ok;

    if (source->size > FILE_BYTES_MAX)
        return message_fail(message, "%s: expected at most %u bytes", source->name, FILE_BYTES_MAX);
    text = calloc(source->size + 1u, 1u);
    if (!text)
        return message_fail(message, "out of memory");
    if (source->size > 0)
        memcpy(text, source->text, source->size);
    copy.text = text;
    ok = assemble_text(&copy, out, message);
    free(text);
    return ok;
}
