/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

#define _POSIX_C_SOURCE 200809L

#include "roundtrip.h"

#include <stdlib.h>
#include <string.h>

#include "tools/asm.h"
#include "tools/disassemble.h"

static bool compare(const struct guest *guest, const struct asm_source *source,
                    struct message *message)
{
    struct image_out out;
    bool same;

    if (!assemble(source, &out, message))
        return false;
    same = out.size == guest->size && memcmp(out.bytes, guest->bytes, out.size) == 0;
    free(out.bytes);
    return same || message_fail(message, "the bytes are not the same");
}

bool roundtrip_guest(const struct guest *guest, struct message *message)
{
    struct asm_source source = {.name = "source", .raw = guest->raw};
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    bool ok;

    if (!out)
        return message_fail(message, "out of memory");
    ok = disassemble_source(out, guest, message);
    fclose(out);
    source.text = (uint8_t *)text;
    source.size = size;
    ok = ok && compare(guest, &source, message);
    free(text);
    return ok;
}

bool roundtrip_raw(const uint8_t *bytes, size_t size, struct message *message)
{
    struct guest guest = {.raw = true, .size = size, .bytes = malloc(size)};
    bool ok = false;

    guest.functions = calloc(size / 8u + 1u, sizeof *guest.functions);
    if (guest.bytes && guest.functions) {
        memcpy(guest.bytes, bytes, size);
        guest.code = (struct rbpf_code){.insns = guest.bytes, .insns_bytes = size};
        ok = rbpf_functions_find(&guest.code, guest.functions, size / 8u) == RBPF_OK
                 ? roundtrip_guest(&guest, message)
                 : message_fail(message, "no functions");
    }
    guest_free(&guest);
    return ok;
}
