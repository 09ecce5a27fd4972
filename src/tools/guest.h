/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* A program from a file (object, image, or raw instructions), and a machine to run it on. */
#ifndef RBPF_TOOLS_GUEST_H
#define RBPF_TOOLS_GUEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <rbpf/rbpf.h>

#include "tools/host_helpers.h"
#include "tools/message.h"

struct guest {
    /* An image, or raw instructions. */
    uint8_t *bytes;
    size_t size;
    bool raw;
    /* What the file was: "object", "image" or "raw". */
    const char *kind;
    /* All zero for raw instructions. */
    struct rbpf_image image;
    /* What the image says of its source; nothing for raw instructions. */
    struct rbpf_lines lines;
    /* The list of functions that was made for raw instructions. */
    struct rbpf_function *functions;
    /* Of an object: the name of each function, or null. Else null. */
    const char **names;
    /* What the image calls each function, or null; of raw instructions null. */
    const char **image_names;
    struct rbpf_code code;
    struct rbpf_program program;
    struct rbpf_report report;
    struct rbpf_facts facts;
};

/*
 * Reads a file; objects are converted. False: there is no such file, or it is
 * not what it should be. `guest` is to be freed in either case.
 */
bool guest_read(struct guest *guest, const char *path, bool raw, struct message *message);

/* The same for bytes of an object or an image in memory, which are copied. */
bool guest_parse(struct guest *guest, const uint8_t *bytes, size_t size, struct message *message);

/* Verifies: rbpf_program_load(). `helpers` must outlive the guest. */
enum rbpf_status guest_load(struct guest *guest, const struct rbpf_helpers *helpers);

/* The function of entry point `index` < image.entry_count. */
uint32_t guest_entry_function(const struct guest *guest, uint32_t index);

/* The name of a function if it is an entry point, the image names it, or an object did; else null.
 */
const char *guest_function_name(const struct guest *guest, uint32_t function);

/* The instruction at a slot of the code. */
struct rbpf_insn guest_insn(const struct guest *guest, uint32_t slot);

/* The index of the function that a slot belongs to. */
uint32_t guest_function_at(const struct guest *guest, uint32_t slot);

void guest_free(struct guest *guest);

/* Frames of a program whose need is not known, each with RBPF_FRAME_MAX bytes of stack. */
#define MACHINE_FRAMES 8u
#define MACHINE_FRAMES_MAX 65535u
/* Most RAM that a guest gets for data and bss, in bytes. */
#define MACHINE_DATA_MAX (16u << 20)

struct machine {
    struct rbpf_vm vm;
    struct rbpf_region regions[RBPF_REGION_COUNT(0)];
    struct rbpf_frame *frames;
    uint8_t *stack;
    uint8_t *data;
    uint32_t frame_count;
    uint32_t stack_bytes;
    struct host_output output;
};

/* Makes a VM for a guest that was loaded, with all the memory that it needs. */
bool machine_init(struct machine *machine, const struct guest *guest, struct message *message);

/* The same with 1 to MACHINE_FRAMES_MAX frames of RBPF_FRAME_MAX bytes, whatever the need. */
bool machine_init_frames(struct machine *machine, const struct guest *guest, uint32_t frame_count,
                         struct message *message);

void machine_free(struct machine *machine);

#endif
