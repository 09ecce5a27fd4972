/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * Makes seeds of an object: usage: seeds_guest OBJECT NAME FOLDER
 *
 *     FOLDER/image/NAME     its image
 *     FOLDER/verify/NAME    its instructions with their list of functions; NAME_raw without
 *     FOLDER/disasm/NAME    its instructions, one by one; NAME_source together
 *
 * Of a long program there is the image alone: a fuzzer that goes through all of it is slow.
 */
#include <stdio.h>
#include <string.h>

#include "tools/file.h"
#include "tools/guest.h"

#define SEED_MAX 65536u
#define TEXT_MAX 600u

/* The headers that fuzz_verify.c draws. */
#define VERIFY_LISTED                                                                              \
    {                                                                                              \
        1 | 4, 0, 0, 40                                                                            \
    }
#define VERIFY_RAW                                                                                 \
    {                                                                                              \
        1, 0, 16, 40                                                                               \
    }

struct part {
    const void *bytes;
    size_t size;
};

/* FOLDER/KIND/NAME, and what it is called beyond that. */
struct place {
    const char *folder;
    const char *kind;
    const char *name;
    const char *suffix;
};

static bool write_seed(const struct place *place, const struct part *parts, size_t count,
                       struct message *message)
{
    static uint8_t seed[SEED_MAX];
    size_t size = 0;
    char path[1024];
    size_t i;

    for (i = 0; i < count; i++) {
        if (parts[i].size > sizeof seed - size)
            return message_fail(message, "too large for a seed");
        memcpy(seed + size, parts[i].bytes, parts[i].size);
        size += parts[i].size;
    }
    (void)snprintf(path, sizeof path, "%s/%s/%s%s", place->folder, place->kind, place->name,
                   place->suffix);
    return file_write(path, seed, size, message);
}

static bool write_seeds(const struct guest *guest, const char *name, const char *folder,
                        struct message *message)
{
    const uint8_t listed[8] = VERIFY_LISTED;
    const uint8_t raw[8] = VERIFY_RAW;
    const uint8_t room[2] = {20}, source[2] = {0xff};
    const uint32_t count = guest->code.function_count;
    uint8_t header[8];
    const struct part text = {guest->code.insns, guest->code.insns_bytes};
    const struct part image = {guest->bytes, guest->size};
    const struct part with_list[] = {
        {header, sizeof header}, {guest->code.functions, 8u * (size_t)count}, text};
    const struct part without[] = {{raw, sizeof raw}, text};
    const struct part one_by_one[] = {{room, sizeof room}, text};
    const struct part together[] = {{source, sizeof source}, text};

    memcpy(header, listed, sizeof header);
    header[1] = (uint8_t)count;
    if (!write_seed(&(struct place){folder, "image", name, ""}, &image, 1, message))
        return false;
    if (text.size > TEXT_MAX)
        return true;
    return write_seed(&(struct place){folder, "verify", name, ""}, with_list, 3, message) &&
           write_seed(&(struct place){folder, "verify", name, "_raw"}, without, 2, message) &&
           write_seed(&(struct place){folder, "disasm", name, ""}, one_by_one, 2, message) &&
           write_seed(&(struct place){folder, "disasm", name, "_source"}, together, 2, message);
}

int main(int argc, char **argv)
{
    struct message message = {""};
    struct guest guest;
    bool ok;

    if (argc != 4) {
        fprintf(stderr, "usage: seeds_guest OBJECT NAME FOLDER\n");
        return 2;
    }
    ok = guest_read(&guest, argv[1], false, &message) &&
         write_seeds(&guest, argv[2], argv[3], &message);
    guest_free(&guest);
    if (!ok)
        fprintf(stderr, "%s: %s\n", argv[1], message.text);
    return ok ? 0 : 1;
}
