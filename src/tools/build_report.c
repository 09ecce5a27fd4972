/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Helpers go by their ids: which names they have is up to the firmware. */
#include "tools/build_report.h"

#include <inttypes.h>

#include "bytes.h"

#include "tools/explain.h"
#include "tools/request_words.h"

static void print_stack(FILE *out, const struct rbpf_facts *facts)
{
    if (facts->call_depth > 0)
        fprintf(out, "stack:    %u bytes, calls %u deep\n", facts->stack_bytes, facts->call_depth);
    else
        fprintf(out, "stack:    not known, as there is recursion\n");
}

static void print_helpers(FILE *out, const struct rbpf_facts *facts)
{
    bool any = false;

    fprintf(out, "helpers: ");
    for (uint32_t id = 0; id < RBPF_HELPERS_MAX; id++) {
        if (facts->helpers[id / 32u] >> id % 32u & 1u) {
            fprintf(out, " %" PRIu32, id);
            any = true;
        }
    }
    fprintf(out, "%s%s\n", any ? "" : " none",
            facts->has_callx ? "; more may be called by register" : "");
}

static void print_entries(FILE *out, const struct rbpf_image *image)
{
    fprintf(out, "entries: ");
    for (uint32_t i = 0; i < image->entry_count; i++) {
        fprintf(out, " ");
        message_print_name(out, rbpf_image_entry_name(image, i));
    }
    fprintf(out, "\n");
}

void build_report(FILE *out, const struct guest *guest)
{
    const struct rbpf_image *image = &guest->image;

    fprintf(out, "image:    %zu bytes\n", guest->size);
    fprintf(out, "text:     %" PRIu32 " bytes\n", image->text_bytes);
    fprintf(out, "rodata:   %" PRIu32 " bytes\n", image->rodata_bytes);
    fprintf(out, "data:     %" PRIu32 " bytes\n", image->data_init_bytes);
    fprintf(out, "bss:      %" PRIu32 " bytes\n", image->data_bytes - image->data_init_bytes);
    print_stack(out, &guest->facts);
    print_helpers(out, &guest->facts);
    print_entries(out, image);
    request_print(out, image, 10);
}

void build_refusal(FILE *out, const struct guest *guest, enum rbpf_status status)
{
    const struct rbpf_helpers *helpers = guest->code.helpers;
    const uint8_t *insn = guest->image.text + (size_t)guest->report.where * 8u;
    uint32_t index;
    const char *name;

    if (status != RBPF_REJECT_HELPER) {
        explain_refusal(out, guest, status);
        return;
    }
    index = guest_function_at(guest, guest->report.where);
    name = guest_function_name(guest, index);
    fprintf(out, "helper %" PRIu32 " is called by ", rbpf_load32(insn + 4));
    if (name)
        message_print_name(out, name);
    else
        fprintf(out, "function %" PRIu32, index);
    fprintf(out, "%s, and is none of the host's:", name ? "()" : "");
    for (uint32_t id = 0; id < RBPF_HELPERS_MAX; id++) {
        if (rbpf_helpers_has(helpers, id) && !rbpf_helpers_has(helpers, id - 1u))
            fprintf(out, " %" PRIu32 "%s", id, rbpf_helpers_has(helpers, id + 1u) ? " to" : "");
        else if (rbpf_helpers_has(helpers, id) && !rbpf_helpers_has(helpers, id + 1u))
            fprintf(out, " %" PRIu32, id);
    }
    fprintf(out, "\n");
}
