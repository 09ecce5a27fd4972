/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * The structure of a guest is told even if the verifier refuses it, and helpers that this host
 * does not have are no reason to refuse: devices have others.
 */
#include "tools/info.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "isa/isa.h"
#include "tools/json.h"
#include "tools/request_words.h"

#define GROUP_COUNT 9u
/* Sections that an image may have and this program knows, bss among them; those that are listed
 * though they are empty. */
#define SECTION_COUNT 7u
#define SECTIONS_ALWAYS 6u

static enum rbpf_status do_nothing(struct rbpf_call *call)
{
    (void)call;
    return RBPF_OK;
}

static const struct rbpf_helpers *every_helper(void)
{
    static struct rbpf_helper table[RBPF_HELPERS_MAX];
    static const struct rbpf_helpers helpers = {.table = table, .count = RBPF_HELPERS_MAX};

    for (uint32_t i = 0; i < RBPF_HELPERS_MAX; i++)
        table[i].fn = do_nothing;
    return &helpers;
}

static int compare_ids(const void *a, const void *b)
{
    const uint32_t *x = a;
    const uint32_t *y = b;

    return *x < *y ? -1 : *x > *y;
}

static void drop_doubles(struct info *info)
{
    uint32_t kept = 0;

    if (info->helper_count == 0)
        return;
    qsort(info->helpers, info->helper_count, sizeof *info->helpers, compare_ids);
    for (uint32_t i = 1; i < info->helper_count; i++) {
        if (info->helpers[i] != info->helpers[kept])
            info->helpers[++kept] = info->helpers[i];
    }
    info->helper_count = kept + 1u;
}

static void look_at_insns(struct info *info)
{
    const struct rbpf_code *code = &info->guest->code;

    for (uint32_t slot = 0; slot < code->insns_bytes / 8u; slot++) {
        struct rbpf_insn insn = rbpf_insn_at((const uint8_t *)code->insns + (size_t)slot * 8u);

        info->groups |= rbpf_insn_groups(&insn);
        if (insn.opcode == RBPF_OP_LDDW)
            slot++;
        if (insn.opcode == RBPF_OP_CALL && insn.src == RBPF_CALL_HELPER)
            info->helpers[info->helper_count++] = (uint32_t)insn.imm;
    }
}

bool info_collect(struct info *info, struct guest *guest, struct message *message)
{
    *info = (struct info){.guest = guest};
    info->helpers = calloc(guest->code.insns_bytes / 8u + 1u, sizeof *info->helpers);
    if (!info->helpers)
        return message_fail(message, "out of memory");
    look_at_insns(info);
    drop_doubles(info);
    info->status = guest_load(guest, every_helper());
    return true;
}

void info_free(struct info *info)
{
    free(info->helpers);
    *info = (struct info){0};
}

struct section {
    const char *name;
    uint32_t bytes;
};

static void list_sections(const struct guest *guest, struct section rows[SECTION_COUNT])
{
    const struct rbpf_image *image = &guest->image;
    const struct section all[SECTION_COUNT] = {
        {"text", (uint32_t)guest->code.insns_bytes},
        {"functions", image->function_count * 8u},
        {"rodata", image->rodata_bytes},
        {"data", image->data_init_bytes},
        {"bss", image->data_bytes - image->data_init_bytes},
        {"entries", image->entries_bytes},
        {"request", image->request_bytes},
    };

    memcpy(rows, all, sizeof all);
}

static uint32_t section_count(const struct guest *guest)
{
    return guest->image.request ? SECTION_COUNT : SECTIONS_ALWAYS;
}

/* Row `index` of the image's table, or null behind the last. */
static const uint8_t *table_row(const struct guest *guest, uint32_t index)
{
    if (guest->raw || index >= rbpf_load16(guest->bytes + 6))
        return NULL;
    return guest->bytes + RBPF_IMAGE_HEADER_BYTES + index * RBPF_IMAGE_SECTION_BYTES;
}

static const char *helper_name(uint32_t id)
{
    return rbpf_helpers_has(host_helpers(), id) ? host_helper_name(id) : NULL;
}

static uint32_t end_of(const struct rbpf_code *code, uint32_t index)
{
    return index + 1u < code->function_count
               ? rbpf_function_read(&code->functions[index + 1u]).entry
               : (uint32_t)(code->insns_bytes / 8u);
}

static void print_sections(FILE *out, const struct guest *guest)
{
    struct section rows[SECTION_COUNT];
    const uint8_t *row;

    list_sections(guest, rows);
    fprintf(out, "file:         %s, %zu bytes\n", guest->kind, guest->size);
    for (uint32_t i = 0; i < section_count(guest); i++)
        fprintf(out, "section:      %-9s %" PRIu32 " bytes\n", rows[i].name, rows[i].bytes);
    for (uint32_t i = 0; (row = table_row(guest, i)) != NULL; i++) {
        if (rbpf_load16(row) > RBPF_SECTION_REQUEST)
            fprintf(out, "section:      0x%04x    %" PRIu32 " bytes\n", rbpf_load16(row),
                    rbpf_load32(row + 8));
    }
}

static void print_functions(FILE *out, const struct guest *guest)
{
    for (uint32_t i = 0; i < guest->code.function_count; i++) {
        struct rbpf_function_info f = rbpf_function_read(&guest->code.functions[i]);
        const char *name = guest_function_name(guest, i);

        fprintf(out, "function:     %" PRIu32 " ", i);
        message_print_name(out, name ? name : "-");
        fprintf(out, ", slots %u to %" PRIu32 ", frame %u, stack %u, depth %u%s\n", f.entry,
                end_of(&guest->code, i), f.frame_bytes, f.stack_bytes, f.depth,
                f.flags & RBPF_FUNCTION_CALLABLE ? ", callable" : "");
    }
    for (uint32_t i = 0; i < guest->image.entry_count; i++) {
        fprintf(out, "entry point:  ");
        message_print_name(out, rbpf_image_entry_name(&guest->image, i));
        fprintf(out, ", function %" PRIu32 "\n", guest_entry_function(guest, i));
    }
}

static void print_use(FILE *out, const struct info *info)
{
    for (uint32_t i = 0; i < info->helper_count; i++) {
        const char *name = helper_name(info->helpers[i]);

        fprintf(out, "helper:       %" PRIu32 " (%s)\n", info->helpers[i],
                name ? name : "not on this host");
    }
    fprintf(out, "groups:      ");
    for (uint32_t i = 0; i < GROUP_COUNT; i++) {
        if (info->groups >> i & 1u)
            fprintf(out, " %s", rbpf_group_name(1u << i));
    }
    fprintf(out, "\n");
}

static void print_facts(FILE *out, const struct info *info)
{
    const struct rbpf_facts *facts = &info->guest->facts;

    if (info->status != RBPF_OK) {
        fprintf(out, "verifier:     refused by %s at %" PRIu32 "\n", rbpf_status_name(info->status),
                info->guest->report.where);
        return;
    }
    fprintf(out, "verifier:     accepted\n");
    fprintf(out, "call depth:   %u%s\n", facts->call_depth,
            facts->call_depth ? "" : " (not known)");
    fprintf(out, "stack:        %u bytes%s\n", facts->stack_bytes,
            facts->call_depth ? "" : " (not known)");
    fprintf(out, "longest run:  %" PRIu32 " instructions without a jump\n",
            facts->longest_run_insns);
    fprintf(out, "loops:        %s\n", facts->has_loops ? "yes" : "no");
    fprintf(out, "callx:        %s\n", facts->has_callx ? "yes" : "no");
}

void info_print(FILE *out, const struct info *info)
{
    print_sections(out, info->guest);
    print_functions(out, info->guest);
    request_print(out, &info->guest->image, 14);
    print_use(out, info);
    print_facts(out, info);
}

static void put_section(struct json *j, const char *name, const struct section *section)
{
    json_open(j, NULL, '{');
    json_string(j, "name", name);
    json_number(j, "bytes", section->bytes);
    json_close(j, '}');
}

static void put_sections(struct json *j, const struct guest *guest)
{
    struct section rows[SECTION_COUNT];
    const uint8_t *row;

    list_sections(guest, rows);
    json_open(j, "sections", '[');
    for (uint32_t i = 0; i < section_count(guest); i++)
        put_section(j, rows[i].name, &rows[i]);
    for (uint32_t i = 0; (row = table_row(guest, i)) != NULL; i++) {
        const struct section section = {NULL, rbpf_load32(row + 8)};
        char name[8];

        snprintf(name, sizeof name, "0x%04x", rbpf_load16(row));
        if (rbpf_load16(row) > RBPF_SECTION_REQUEST)
            put_section(j, name, &section);
    }
    json_close(j, ']');
}

static void put_functions(struct json *j, const struct guest *guest)
{
    json_open(j, "functions", '[');
    for (uint32_t i = 0; i < guest->code.function_count; i++) {
        struct rbpf_function_info f = rbpf_function_read(&guest->code.functions[i]);

        json_open(j, NULL, '{');
        json_string(j, "name", guest_function_name(guest, i));
        json_number(j, "slot", f.entry);
        json_number(j, "end", end_of(&guest->code, i));
        json_number(j, "frame_bytes", f.frame_bytes);
        json_number(j, "stack_bytes", f.stack_bytes);
        json_number(j, "depth", f.depth);
        json_bool(j, "callable", f.flags & RBPF_FUNCTION_CALLABLE);
        json_close(j, '}');
    }
    json_close(j, ']');
}

static void put_entries(struct json *j, const struct guest *guest)
{
    json_open(j, "entries", '[');
    for (uint32_t i = 0; i < guest->image.entry_count; i++) {
        json_open(j, NULL, '{');
        json_string(j, "name", rbpf_image_entry_name(&guest->image, i));
        json_number(j, "function", guest_entry_function(guest, i));
        json_close(j, '}');
    }
    json_close(j, ']');
}

static void put_request(struct json *j, const struct guest *guest)
{
    static const char *const keys[] = {"needs", "wants"};

    if (!guest->image.request)
        return;
    json_open(j, "request", '{');
    for (int half = REQUEST_NEEDS; half <= REQUEST_WANTS; half++) {
        char *words = request_words(&guest->image, (enum request_half)half);

        json_string(j, keys[half], words);
        free(words);
    }
    json_close(j, '}');
}

static void put_use(struct json *j, const struct info *info)
{
    json_open(j, "helpers", '[');
    for (uint32_t i = 0; i < info->helper_count; i++) {
        json_open(j, NULL, '{');
        json_number(j, "id", info->helpers[i]);
        json_string(j, "name", helper_name(info->helpers[i]));
        json_close(j, '}');
    }
    json_close(j, ']');
    json_open(j, "groups", '[');
    for (uint32_t i = 0; i < GROUP_COUNT; i++) {
        if (info->groups >> i & 1u)
            json_string(j, NULL, rbpf_group_name(1u << i));
    }
    json_close(j, ']');
}

static void put_facts(struct json *j, const struct info *info)
{
    const struct rbpf_facts *facts = &info->guest->facts;

    json_open(j, "verifier", '{');
    json_bool(j, "accepted", info->status == RBPF_OK);
    if (info->status == RBPF_OK) {
        json_number(j, "call_depth", facts->call_depth);
        json_number(j, "stack_bytes", facts->stack_bytes);
        json_number(j, "longest_run_insns", facts->longest_run_insns);
        json_bool(j, "loops", facts->has_loops);
        json_bool(j, "callx", facts->has_callx);
    } else {
        json_string(j, "status", rbpf_status_name(info->status));
        json_number(j, "where", info->guest->report.where);
    }
    json_close(j, '}');
}

void info_print_json(FILE *out, const struct info *info, const char *file)
{
    struct json j = {.out = out};

    json_open(&j, NULL, '{');
    json_string(&j, "file", file);
    json_string(&j, "kind", info->guest->kind);
    json_number(&j, "bytes", info->guest->size);
    put_sections(&j, info->guest);
    put_functions(&j, info->guest);
    put_entries(&j, info->guest);
    put_request(&j, info->guest);
    put_use(&j, info);
    put_facts(&j, info);
    json_close(&j, '}');
}
