/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* rbpf explain: what rbpf run says of a fault, from a record that a device has sent. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tools/commands.h"
#include "tools/context.h"
#include "tools/explain.h"
#include "tools/options.h"

static const char help[] =
    "Usage: rbpf explain [--raw] IMAGE RECORD\n"
    "\n"
    "Says what a fault was about: cause, address, file and line, and the calls in\n"
    "progress. RECORD is what rbpf_fault_encode() writes, 72 bytes: hexadecimal digits,\n"
    "or a file with the bytes or such digits. IMAGE is the image that was run, best as\n"
    "it was before rbpf strip.\n"
    "\n"
    "  --raw   IMAGE is nothing but instructions of 8 bytes\n"
    "  --help  print this\n"
    "\n" EXIT_CODES_HELP;

/* The operands. */
enum { OPERAND_IMAGE, OPERAND_RECORD, OPERAND_COUNT };

struct explain_options {
    const char *operands[OPERAND_COUNT];
    bool raw;
    bool help;
};

static bool parse_options(struct explain_options *o, char **args, struct message *message)
{
    const struct option rows[] = {
        {"raw", &o->raw, NULL},
        {"help", &o->help, NULL},
    };
    const struct option_list list = {rows, sizeof rows / sizeof rows[0], o->operands,
                                     OPERAND_COUNT};

    if (!options_parse(&list, args, message))
        return false;
    return o->help || o->operands[OPERAND_RECORD] ||
           message_fail(message, "give an image and the record of a fault of it");
}

static bool decode(struct rbpf_fault *fault, const struct file *bytes)
{
    return bytes->size == RBPF_FAULT_BYTES && rbpf_fault_decode(fault, bytes->bytes) == RBPF_OK;
}

static bool decode_digits(struct rbpf_fault *fault, const char *digits)
{
    struct message ignored;
    struct file bytes;
    bool ok = context_from_hex(&bytes, digits, &ignored) && decode(fault, &bytes);

    free(bytes.bytes);
    return ok;
}

static bool decode_text(struct rbpf_fault *fault, const struct file *text)
{
    char *digits = calloc(text->size + 1u, 1u);
    bool ok;

    if (!digits)
        return false;
    memcpy(digits, text->bytes, text->size);
    ok = decode_digits(fault, digits);
    free(digits);
    return ok;
}

static bool read_record(const char *record, struct rbpf_fault *fault, struct message *message)
{
    struct file file;
    bool ok;

    if (strspn(record, "0123456789abcdefABCDEF") == strlen(record) && strlen(record) > 64)
        return decode_digits(fault, record) ||
               message_fail(message, "'%.64s...': %s", record, rbpf_status_text(RBPF_ERR_RECORD));
    if (!file_read(&file, record, message))
        return false;
    ok = decode(fault, &file) || decode_text(fault, &file);
    free(file.bytes);
    return ok || message_fail(message, "'%s': %s", record, rbpf_status_text(RBPF_ERR_RECORD));
}

static bool explain(const struct explain_options *o, struct guest *guest, struct message *message)
{
    struct rbpf_fault fault = {0};

    if (!read_record(o->operands[OPERAND_RECORD], &fault, message) ||
        !guest_read(guest, o->operands[OPERAND_IMAGE], o->raw, message))
        return false;
    if (!fault_fits(guest, &fault))
        return message_fail(message,
                            "the record is not of this program: instruction %u of '%s' cannot "
                            "fault like that, or was not called like that",
                            (unsigned)fault.insn, o->operands[OPERAND_IMAGE]);
    explain_fault(stdout, guest, &fault);
    return true;
}

enum exit_code cmd_explain(char **args)
{
    struct explain_options options = {0};
    struct guest guest = {0};
    struct message message;
    bool ok;

    if (!parse_options(&options, args, &message))
        return fail_usage(" explain", &message);
    if (options.help) {
        fputs(help, stdout);
        return EXIT_DONE;
    }
    ok = explain(&options, &guest, &message);
    guest_free(&guest);
    return ok ? EXIT_DONE : fail_with(EXIT_FILE, &message);
}
