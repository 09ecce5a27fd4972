/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* rbpf run: loads a guest, runs it once, and says how it ended. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "tools/commands.h"
#include "tools/context.h"
#include "tools/explain.h"
#include "tools/guest.h"
#include "tools/options.h"

#define BUDGET_DEFAULT 100000000u

static const char help[] =
    "Usage: rbpf run [OPTION...] FILE\n"
    "\n"
    "Runs a guest: an object (clang --target=bpfel -c), an image (rbpf convert), or\n"
    "raw instructions. Prints r0 and the number of executed instructions; what the\n"
    "guest prints comes first.\n"
    "\n"
    "  --raw          FILE is nothing but instructions of 8 bytes\n"
    "  --entry NAME   start at this global function; default: the first\n"
    "  --ctx FILE     the context, which r1 points to (r2 is its length)\n"
    "  --ctx-hex HEX  the context as hexadecimal digits\n"
    "  --ctx-size N   make the context N bytes long with zeroes\n"
    "  --ctx-ro       the guest may not write the context\n"
    "  --frames N     room for N calls, one in the other, of 512 bytes each; default:\n"
    "                 what the guest needs, or 8 if that is not known\n"
    "  --budget N     stop after N instructions; default: 100000000\n"
    "  --record FILE  where the guest faults, write the record for rbpf explain\n"
    "  --dump         print the context after the run\n"
    "  --help         print this\n"
    "\n"
    "Helpers: 1 print_string(text), 2 print_number(number), 3 clock_ms().\n"
    "\n" EXIT_CODES_HELP;

struct run_options {
    const char *file;
    const char *entry;
    const char *ctx;
    const char *ctx_hex;
    const char *ctx_size;
    const char *budget;
    const char *frames;
    const char *record;
    bool raw;
    bool ctx_ro;
    bool dump;
    bool help;
};

struct run {
    struct run_options options;
    uint64_t budget;
    uint64_t ctx_size;
    /* 0: not given. */
    uint64_t frame_count;
    struct file context;
    struct guest guest;
    struct machine machine;
    struct message message;
};

static bool parse_options(struct run *run, char **args)
{
    struct run_options *o = &run->options;
    const struct option rows[] = {
        {"raw", &o->raw, NULL},           {"entry", NULL, &o->entry},
        {"ctx", NULL, &o->ctx},           {"ctx-hex", NULL, &o->ctx_hex},
        {"ctx-size", NULL, &o->ctx_size}, {"ctx-ro", &o->ctx_ro, NULL},
        {"budget", NULL, &o->budget},     {"dump", &o->dump, NULL},
        {"frames", NULL, &o->frames},     {"record", NULL, &o->record},
        {"help", &o->help, NULL},
    };
    const struct option_list list = {rows, sizeof rows / sizeof rows[0], &o->file, 1};

    return options_parse(&list, args, &run->message);
}

static bool check_frames(struct run *run)
{
    if (!run->options.frames)
        return true;
    if (!option_number("frames", run->options.frames, &run->frame_count, &run->message))
        return false;
    return (run->frame_count > 0 && run->frame_count <= MACHINE_FRAMES_MAX) ||
           message_fail(&run->message, "option '--frames' is %" PRIu64 ": 1 to %u will do",
                        run->frame_count, MACHINE_FRAMES_MAX);
}

static bool check_options(struct run *run)
{
    const struct run_options *o = &run->options;

    if (!o->file)
        return message_fail(&run->message, "give the FILE that is to be run");
    if (o->ctx && o->ctx_hex)
        return message_fail(&run->message, "give one of '--ctx' and '--ctx-hex'");
    if (o->raw && o->entry)
        return message_fail(&run->message, "raw instructions have no names: '--entry' and '--raw' "
                                           "do not go together");
    run->budget = BUDGET_DEFAULT;
    if (o->budget && !option_number("budget", o->budget, &run->budget, &run->message))
        return false;
    if (!check_frames(run))
        return false;
    return !o->ctx_size || option_number("ctx-size", o->ctx_size, &run->ctx_size, &run->message);
}

/* Before the run, and not first when there is a record to write. */
static bool spares_inputs(struct run *run)
{
    const struct run_options *o = &run->options;

    return !o->record || (file_spares(o->record, o->file, &run->message) &&
                          (!o->ctx || file_spares(o->record, o->ctx, &run->message)));
}

static enum exit_code read_context(struct run *run)
{
    const struct run_options *o = &run->options;

    if (!spares_inputs(run))
        return fail_with(EXIT_FILE, &run->message);
    if (o->ctx && !file_read(&run->context, o->ctx, &run->message))
        return fail_with(EXIT_FILE, &run->message);
    if (!o->ctx && !context_from_hex(&run->context, o->ctx_hex ? o->ctx_hex : "", &run->message))
        return fail_usage(" run", &run->message);
    if (o->ctx_size && !context_pad(&run->context, run->ctx_size, &run->message))
        return fail_usage(" run", &run->message);
    return EXIT_DONE;
}

/* On standard error: what a run prints is not to depend on the names of functions. */
static void note_default_entry(const struct run *run)
{
    const struct rbpf_image *image = &run->guest.image;

    if (run->options.entry || image->entry_count < 2)
        return;
    fprintf(stderr, "note: starts '");
    message_print_name(stderr, rbpf_image_entry_name(image, 0));
    fprintf(stderr, "', the first of %" PRIu32 " entry points; --entry NAME starts another\n",
            image->entry_count);
}

static bool make_machine(struct run *run)
{
    if (run->frame_count > 0)
        return machine_init_frames(&run->machine, &run->guest, (uint32_t)run->frame_count,
                                   &run->message);
    return machine_init(&run->machine, &run->guest, &run->message);
}

static enum exit_code start(struct run *run)
{
    const struct rbpf_grant context = {
        .base = run->context.bytes,
        .bytes = (uint32_t)run->context.size,
        .writable = !run->options.ctx_ro,
    };
    uint32_t function = 0;
    enum rbpf_status status;

    if (!run->guest.raw &&
        rbpf_image_find_entry(&run->guest.image, run->options.entry, &function) != RBPF_OK) {
        message_fail(&run->message, "'%s' has no entry point '%s'; rbpf verify lists them",
                     run->options.file, run->options.entry);
        return fail_usage(" run", &run->message);
    }
    if (!make_machine(run))
        return fail_with(EXIT_FILE, &run->message);
    status = rbpf_vm_start(&run->machine.vm, function, &context);
    if (status == RBPF_OK) {
        note_default_entry(run);
        return EXIT_DONE;
    }
    message_fail(&run->message, "cannot start '%s': %s", run->options.file,
                 rbpf_status_text(status));
    return fail_with(EXIT_FAULT, &run->message);
}

static void print_result(const struct run *run)
{
    uint64_t r0 = rbpf_vm_result(&run->machine.vm);

    printf("r0 = 0x%" PRIx64 " (%" PRIu64 ")\n", r0, r0);
    printf("executed instructions: %" PRIu64 "\n", rbpf_vm_executed(&run->machine.vm));
}

static enum exit_code finish_fault(struct run *run)
{
    uint8_t record[RBPF_FAULT_BYTES];
    struct rbpf_fault fault;

    rbpf_vm_fault(&run->machine.vm, &fault);
    fflush(stdout);
    fprintf(stderr, "rbpf: ");
    explain_fault(stderr, &run->guest, &fault);
    if (fault.cause == RBPF_FAULT_CALL_DEPTH || fault.cause == RBPF_FAULT_STACK)
        fprintf(stderr, "  frames:   %" PRIu32 "; --frames N gives others\n",
                run->machine.frame_count);
    rbpf_fault_encode(&fault, record);
    if (run->options.record &&
        !file_write(run->options.record, record, sizeof record, &run->message))
        return fail_with(EXIT_FILE, &run->message);
    return EXIT_FAULT;
}

static enum exit_code finish(struct run *run, enum rbpf_status status)
{
    if (status == RBPF_OK) {
        print_result(run);
        return EXIT_DONE;
    }
    if (status == RBPF_YIELDED) {
        message_fail(&run->message,
                     "the budget of %" PRIu64 " instructions is used up at instruction %" PRIu32
                     "; --budget gives more",
                     run->budget, rbpf_vm_pc(&run->machine.vm));
        return fail_with(EXIT_FAULT, &run->message);
    }
    return finish_fault(run);
}

static enum exit_code run_guest(struct run *run)
{
    enum exit_code code = load_guest(&run->guest, run->options.file, run->options.raw);
    enum rbpf_status status;

    if (code == EXIT_DONE)
        code = read_context(run);
    if (code == EXIT_DONE)
        code = start(run);
    if (code != EXIT_DONE)
        return code;
    status = rbpf_run(&run->machine.vm, run->budget);
    if (run->machine.output.line_open)
        printf("\n");
    code = finish(run, status);
    if (run->options.dump)
        context_dump(stdout, &run->context);
    return code;
}

enum exit_code cmd_run(char **args)
{
    struct run run = {.budget = BUDGET_DEFAULT};
    enum exit_code code;

    if (!parse_options(&run, args))
        return fail_usage(" run", &run.message);
    if (run.options.help) {
        fputs(help, stdout);
        return EXIT_DONE;
    }
    if (!check_options(&run))
        return fail_usage(" run", &run.message);
    code = run_guest(&run);
    machine_free(&run.machine);
    guest_free(&run.guest);
    free(run.context.bytes);
    return code;
}
