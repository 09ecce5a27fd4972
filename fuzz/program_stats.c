/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * What the programs of fuzz_programs are like: makes them of pseudo-random bytes, runs them by
 * steps, and counts. Usage: program_stats [PROGRAMS]
 *
 * Fails if the verifier refuses one, if fewer than nine in ten run until they exit or have used
 * their budget, or if an instruction of the ISA, in any of its forms, was never executed.
 */
#include "opcodes.h"
#include "programs.h"
#include "rfc_usage.h"

/* An instruction that is executed: its opcode and, where they select a form, offset or immediate.
 */
#define FORMS_MAX 256u

struct form {
    uint8_t opcode;
    uint16_t selector;
    uint64_t executed;
};

struct stats {
    struct form forms[FORMS_MAX];
    uint32_t form_count;
    uint32_t programs;
    uint32_t accepted;
    uint64_t executed;
    /* Runs that ended by exit, that used up their budget, and by a fault, by its cause. */
    uint32_t exits;
    uint32_t yields;
    uint32_t faults[32];
};

static uint64_t state = 0x9e3779b97f4a7c15;

/* xorshift64 */
static uint64_t draw(void)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state;
}

/* DIV, MOD and MOV by their offset; byte swaps and atomic operations by their immediate; calls by
 * their source. */
static uint16_t selector_of(const struct rbpf_insn *insn)
{
    if (rfc_has_forms(insn->opcode))
        return (uint16_t)insn->offset;
    if (rfc_is_swap(insn->opcode) || rfc_is_atomic(insn->opcode))
        return (uint16_t)insn->imm;
    return insn->opcode == OP_CALL ? insn->src : 0;
}

static void add_form(struct stats *stats, const struct rbpf_insn *insn)
{
    const uint32_t groups = rbpf_insn_groups(insn);

    if (groups == 0 || (groups & ~rbpf_groups()) != 0)
        return;
    REQUIRE(stats->form_count < FORMS_MAX);
    stats->forms[stats->form_count++] = (struct form){insn->opcode, selector_of(insn), 0};
}

/* Every form that RFC 9669 has of an opcode. */
static void list_forms(struct stats *stats, uint8_t opcode)
{
    uint32_t i;

    if (rfc_is_atomic(opcode)) {
        for (i = 0; i < RFC_OPERATIONS; i++)
            add_form(stats, &(struct rbpf_insn){.opcode = opcode, .imm = rfc_operations[i]});
    } else if (rfc_is_swap(opcode)) {
        for (i = 16; i <= 64; i *= 2)
            add_form(stats, &(struct rbpf_insn){.opcode = opcode, .imm = (int32_t)i});
    } else if (rfc_has_forms(opcode)) {
        for (i = 0; i <= 32; i++)
            if (rfc_is_form(opcode, (int32_t)i))
                add_form(stats, &(struct rbpf_insn){.opcode = opcode, .offset = (int16_t)i});
    } else {
        add_form(stats, &(struct rbpf_insn){.opcode = opcode});
        if (opcode == OP_CALL)
            add_form(stats, &(struct rbpf_insn){.opcode = opcode, .src = 1});
    }
}

static void list_all_forms(struct stats *stats)
{
    uint32_t opcode;

    for (opcode = 0; opcode < 256; opcode++)
        if (rfc_is_legal((uint8_t)opcode))
            list_forms(stats, (uint8_t)opcode);
}

static void count_form(struct stats *stats, const uint8_t *bytes)
{
    const struct rbpf_insn insn = rbpf_insn_decode(bytes);
    const uint16_t selector = selector_of(&insn);
    uint32_t i;

    for (i = 0; i < stats->form_count; i++) {
        struct form *form = &stats->forms[i];

        if (form->opcode == insn.opcode && form->selector == selector) {
            form->executed++;
            return;
        }
    }
    violated("an instruction has a form that is listed");
}

/* Steps through the program, until it ends or its budget is used. */
static void count_run(struct stats *stats, const struct scene *scene)
{
    static struct actor actor;
    struct outcome outcome;
    enum rbpf_status status = actor_enter(&actor, scene);

    REQUIRE(status == RBPF_OK);
    status = RBPF_YIELDED;
    while (status > 0 && rbpf_vm_executed(&actor.vm) < scene->budget_insns) {
        const uint32_t pc = rbpf_vm_pc(&actor.vm);

        status = actor_step(&actor);
        if (status >= 0)
            count_form(stats, (const uint8_t *)scene->insns + pc * 8u);
    }
    actor_leave(&actor, scene, status, &outcome);
    stats->executed += outcome.executed;
    if (status == RBPF_OK)
        stats->exits++;
    else if (status > 0)
        stats->yields++;
    else
        stats->faults[(RBPF_FAULT_BOUNDS - status) & 31]++;
}

static void count_program(struct stats *stats)
{
    static struct made_program made;
    uint8_t bytes[PROGRAM_HEADER_BYTES + 64u * 8u];
    const size_t size = PROGRAM_HEADER_BYTES + (size_t)(draw() % 65u) * 8u;
    size_t i;

    for (i = 0; i < sizeof bytes; i++)
        bytes[i] = (uint8_t)(draw() >> 32);
    stats->programs++;
    program_make(&made, bytes, size);
    if (scene_load(&made.scene, made.listed) != RBPF_OK)
        return;
    stats->accepted++;
    count_run(stats, &made.scene);
}

static uint32_t print_forms(const struct stats *stats)
{
    uint32_t missing = 0;
    uint32_t i;

    for (i = 0; i < stats->form_count; i++) {
        const struct form *form = &stats->forms[i];

        if (form->executed)
            continue;
        printf("never executed: %s, form %u\n", rbpf_opcode_name(form->opcode), form->selector);
        missing++;
    }
    printf("%u of %u forms of instructions were executed\n", stats->form_count - missing,
           stats->form_count);
    return missing;
}

static void print_runs(const struct stats *stats)
{
    uint32_t i;

    printf("%u programs: %u accepted, %.0f instructions each\n", stats->programs, stats->accepted,
           (double)stats->executed / (stats->accepted ? stats->accepted : 1));
    printf("%u ended by exit, %u used up their budget\n", stats->exits, stats->yields);
    for (i = 0; i < 32; i++)
        if (stats->faults[i])
            printf("%u ended by fault %d\n", stats->faults[i], RBPF_FAULT_BOUNDS - (int)i);
}

int main(int argc, char **argv)
{
    static struct stats stats;
    const unsigned long programs = argc > 1 ? strtoul(argv[1], NULL, 10) : 2000;
    bool failed;

    list_all_forms(&stats);
    while (stats.programs < programs)
        count_program(&stats);
    print_runs(&stats);
    failed = print_forms(&stats) != 0 || stats.accepted != stats.programs;
    return failed || (stats.exits + stats.yields) / 9u < stats.programs / 10u;
}
