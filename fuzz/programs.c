/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

#include "programs.h"

#include <string.h>

#include "opcodes.h"
#include "rfc_usage.h"
#include "tame.h"

#define BUDGET 3000u
#define BLOCKS_MAX 6u
#define LOOPS_MAX 3u
#define CALLS_MAX 64u
#define REGISTER_FP 10u
#define SMALL_MIN 16u
#define FRAME_MIN 16u
/* Slots that are kept for the ends of blocks and functions. */
#define RESERVE 112u
/* This byte in an unlikely place of a statement asks for what may fail. */
#define WILD 0x5d

/* ---- opcodes that are built in, by what statements want them for ---- */

struct opcodes {
    uint8_t list[64];
    uint32_t count;
};

static struct opcodes arithmetic, branches, loads, stores, atomics;

static struct opcodes *opcodes_of(uint8_t opcode)
{
    switch (BPF_CLASS(opcode)) {
    case BPF_ALU:
    case BPF_ALU64:
        return &arithmetic;
    case BPF_JMP:
    case BPF_JMP32:
        return opcode == OP_CALL || opcode == OP_CALLX || opcode == OP_EXIT ? NULL : &branches;
    case BPF_LDX:
        return &loads;
    case BPF_ST:
        return &stores;
    case BPF_STX:
        return rfc_is_atomic(opcode) ? &atomics : &stores;
    default:
        return NULL;
    }
}

static void list_opcodes(void)
{
    uint32_t opcode;

    for (opcode = 0; opcode < 256; opcode++) {
        const uint8_t insn[8] = {(uint8_t)opcode, 0, 0, 0, 16};
        struct opcodes *opcodes = opcodes_of((uint8_t)opcode);

        if (opcodes && tame_is_built_in(insn))
            opcodes->list[opcodes->count++] = (uint8_t)opcode;
    }
}

/* ---- a program in the making ---- */

/* What a register holds: a number, region 0, or an address in [min, max] of a region; of the stack
 * relative to r10. */
struct kind {
    uint32_t region;
    int32_t min;
    int32_t max;
};

static const struct kind number = {0};

enum block_type { BLOCK_IF, BLOCK_ELSE, BLOCK_LOOP };

struct block {
    enum block_type type;
    /* The jump that goes to its end; of a loop, where it begins. */
    uint32_t slot;
    /* What registers hold where that jump is taken, or the loop begins. */
    struct kind kinds[RBPF_REGISTER_COUNT];
};

/* A call, or an address, that lacks the entry of the function. */
struct call {
    uint32_t slot;
    uint32_t callee;
    bool is_address;
};

struct function {
    uint32_t entry;
    uint32_t frame_bytes;
    /* Functions it may call, a bit each. */
    uint32_t callees;
};

struct maker {
    struct scene *scene;
    struct layout layout;
    bool listed;
    bool may_callx;
    uint32_t slots;
    struct kind kinds[RBPF_REGISTER_COUNT];
    struct block blocks[BLOCKS_MAX];
    uint32_t block_count;
    uint32_t loop_count;
    struct call calls[CALLS_MAX + FUNCTIONS_MAX];
    uint32_t call_count;
    struct function functions[FUNCTIONS_MAX];
    uint32_t function_count;
    uint32_t function;
};

static uint8_t *slot_at(const struct maker *m, uint32_t slot)
{
    return (uint8_t *)m->scene->insns + slot * 8u;
}

static void emit(struct maker *m, const struct rbpf_insn *insn)
{
    uint8_t *p = slot_at(m, m->slots++);

    REQUIRE(m->slots <= INSNS_MAX);
    p[0] = insn->opcode;
    p[1] = (uint8_t)(insn->dst | insn->src << 4);
    put_number(p + 2, (uint16_t)insn->offset, 2);
    put_number(p + 4, (uint32_t)insn->imm, 4);
}

#define EMIT(m, ...) emit(m, &(struct rbpf_insn){__VA_ARGS__})

static void emit_lddw(struct maker *m, uint32_t dst, uint64_t value)
{
    EMIT(m, .opcode = OP_LDDW, .dst = (uint8_t)dst, .imm = (int32_t)(uint32_t)value);
    EMIT(m, .imm = (int32_t)(uint32_t)(value >> 32));
    m->kinds[dst] = number;
}

static void emit_number(struct maker *m, uint32_t dst, uint32_t value)
{
    EMIT(m, .opcode = OP_MOV64_IMM, .dst = (uint8_t)dst, .imm = (int32_t)value);
    m->kinds[dst] = number;
}

/* A register that may be written: r7 to r9 count the rounds of loops. */
static uint32_t writable(const struct maker *m, uint32_t choice)
{
    uint32_t reg = (choice & 15u) % 10u;

    return reg >= 10u - m->loop_count ? reg - LOOPS_MAX : reg;
}

/* ---- addresses ---- */

struct window {
    int32_t begin;
    int32_t end;
};

static struct window window_of(const struct maker *m, uint32_t region)
{
    switch (region) {
    case RBPF_REGION_STACK:
        return (struct window){-(int32_t)m->functions[m->function].frame_bytes, 0};
    case RBPF_REGION_RODATA:
        return (struct window){0, RODATA_BYTES};
    case RBPF_REGION_DATA:
        return (struct window){0, (int32_t)m->layout.data_bytes};
    case HOST_REGION:
        return (struct window){0, (int32_t)m->layout.host_bytes};
    default:
        return (struct window){0, (int32_t)m->layout.context_bytes};
    }
}

static uint32_t choose_region(const struct maker *m, uint32_t choice, bool writes)
{
    static const uint32_t regions[] = {RBPF_REGION_STACK, CONTEXT_REGION,    RBPF_REGION_DATA,
                                       HOST_REGION,       RBPF_REGION_STACK, CONTEXT_REGION,
                                       RBPF_REGION_DATA,  RBPF_REGION_RODATA};
    uint32_t region = regions[choice & 7u];
    bool read_only = region == RBPF_REGION_RODATA ||
                     (region == HOST_REGION && m->layout.host_read_only) ||
                     (region == CONTEXT_REGION && m->layout.context_read_only);

    return writes && read_only ? RBPF_REGION_STACK : region;
}

static void emit_address(struct maker *m, uint32_t dst, uint32_t region, int32_t offset)
{
    if (region != RBPF_REGION_STACK) {
        emit_lddw(m, dst, RBPF_ADDRESS(region, offset));
    } else {
        EMIT(m, .opcode = OP_MOV64_REG, .dst = (uint8_t)dst, .src = REGISTER_FP);
        if (offset != 0)
            EMIT(m, .opcode = OP_ADD64_IMM, .dst = (uint8_t)dst, .imm = offset);
    }
    m->kinds[dst] = (struct kind){region, offset, offset};
}

/* The offsets by which `size` bytes of the region are reached from a register, if there are any. */
static struct window reach(const struct maker *m, uint32_t reg, uint32_t size)
{
    const struct kind *kind = &m->kinds[reg];
    struct window window = window_of(m, kind->region);

    return (struct window){window.begin - kind->min, window.end - (int32_t)size - kind->max + 1};
}

/* A register from which the region is reached, the first from `choice` on; made if there is none.
 */
static uint32_t find_base(struct maker *m, uint32_t region, uint32_t size, uint32_t choice)
{
    uint32_t i;

    for (i = 0; i < RBPF_REGISTER_COUNT; i++) {
        uint32_t reg = (choice + i) % RBPF_REGISTER_COUNT;
        struct window window = reach(m, reg, size);

        if (m->kinds[reg].region == region && window.begin < window.end)
            return reg;
    }
    i = writable(m, choice);
    emit_address(m, i, region, window_of(m, region).begin);
    return i;
}

/* ---- statements ---- */

/* The choices of a statement: bytes 1 to 7 of it. */
typedef void (*make_fn)(struct maker *m, const uint8_t *choices);

static uint32_t imm_of(const uint8_t *choices)
{
    return (uint32_t)get_number(choices + 4, 4);
}

static void make_arithmetic(struct maker *m, const uint8_t *choices)
{
    const uint32_t dst = writable(m, choices[2]);
    const uint32_t src = (choices[2] >> 4) % RBPF_REGISTER_COUNT;
    const int32_t imm = (int32_t)imm_of(choices);
    const struct kind old = m->kinds[dst];
    const uint8_t *p = slot_at(m, m->slots);

    EMIT(m, .opcode = arithmetic.list[choices[1] % arithmetic.count], .dst = (uint8_t)dst,
         .src = (uint8_t)src, .offset = choices[3], .imm = imm);
    tame_arithmetic(slot_at(m, m->slots - 1u));
    if (!tame_is_built_in(p)) {
        m->slots--;
        emit_number(m, dst, (uint32_t)imm);
        return;
    }
    m->kinds[dst] = number;
    if (p[0] == OP_MOV64_REG && p[2] == 0)
        m->kinds[dst] = m->kinds[src];
    else if (p[0] == OP_ADD64_IMM && old.region && imm >= -64 && imm <= 64)
        m->kinds[dst] = (struct kind){old.region, old.min + imm, old.max + imm};
}

static void make_number(struct maker *m, const uint8_t *choices)
{
    emit_lddw(m, writable(m, choices[2]),
              (uint64_t)choices[1] << 56 | (uint64_t)choices[3] << 32 | imm_of(choices));
}

/* The first or the last offset of `window`, where an access may begin, or the one beyond. */
static int32_t edge(struct window window, uint32_t choice)
{
    const int32_t beyond = choice & 1u;

    return choice & 2u ? window.begin - beyond : window.end - 1 + beyond;
}

/* An access by `opcode`, which all but loads write by. */
static void make_access(struct maker *m, const uint8_t *choices, uint8_t opcode, bool writes)
{
    const bool is_atomic = rfc_is_atomic(opcode);
    const uint32_t size = rfc_access_bytes(opcode);
    const uint32_t region = choose_region(m, choices[3], writes && choices[7] % 128u != WILD + 1u);
    uint32_t base = find_base(m, region, size, choices[2] >> 4);
    uint32_t other = writable(m, choices[2]);
    struct window window;
    int32_t offset;

    if (is_atomic && m->kinds[base].min != m->kinds[base].max)
        emit_address(m, base, region, window_of(m, region).begin);
    window = reach(m, base, size);
    offset = window.begin +
             (int32_t)(get_number(choices + 4, 2) % (uint32_t)(window.end - window.begin));
    if (is_atomic)
        offset -= (m->kinds[base].min + offset) & (int32_t)(size - 1u);
    if (choices[6] == WILD)
        offset = (int16_t)get_number(choices + 4, 2);
    else if (choices[7] % 64u == WILD % 64u)
        offset = edge(window, choices[4]);
    EMIT(m, .opcode = opcode, .dst = (uint8_t)(writes ? base : other),
         .src = (uint8_t)(writes ? other : base), .offset = (int16_t)offset,
         .imm = (int32_t)imm_of(choices));
    tame_access(slot_at(m, m->slots - 1u));
    if (!writes || is_atomic)
        m->kinds[other] = number;
    if (is_atomic)
        m->kinds[0] = number;
}

static void make_load(struct maker *m, const uint8_t *choices)
{
    make_access(m, choices, loads.list[choices[1] % loads.count], false);
}

static void make_store(struct maker *m, const uint8_t *choices)
{
    make_access(m, choices, stores.list[choices[1] % stores.count], true);
}

static void make_atomic(struct maker *m, const uint8_t *choices)
{
    if (atomics.count)
        make_access(m, choices, atomics.list[choices[1] % atomics.count], true);
}

/* An address that is only known as it runs: of one of eight bytes, so that eight behind it fit. */
static void make_walk(struct maker *m, const uint8_t *choices)
{
    const uint32_t region = choose_region(m, choices[3], false);
    const struct window window = window_of(m, region);
    const uint32_t room = (uint32_t)(window.end - window.begin);
    const int32_t offset = window.begin + (int32_t)(choices[4] % (room - 15u));
    const uint32_t index = writable(m, choices[2]);
    uint32_t base = writable(m, choices[2] >> 4);

    if (base == index)
        base = (index + 1u) % (10u - LOOPS_MAX);
    EMIT(m, .opcode = OP_AND64_IMM, .dst = (uint8_t)index, .imm = 7);
    m->kinds[index] = number;
    emit_address(m, base, region, offset);
    EMIT(m, .opcode = OP_ADD64_REG, .dst = (uint8_t)base, .src = (uint8_t)index);
    m->kinds[base] = (struct kind){region, offset, offset + 7};
}

/* ---- blocks ---- */

/* Makes the jump at `slot` go to the next instruction. */
static void aim_here(const struct maker *m, uint32_t slot)
{
    const uint32_t distance = m->slots - slot - 1u;
    uint8_t *p = slot_at(m, slot);

    if (*p == OP_JA32)
        put_number(p + 4, distance, 4);
    else
        put_number(p + 2, distance, 2);
}

static struct block *open_block(struct maker *m, enum block_type type)
{
    struct block *block = &m->blocks[m->block_count++];

    block->type = type;
    block->slot = m->slots;
    memcpy(block->kinds, m->kinds, sizeof m->kinds);
    return block;
}

static void make_if(struct maker *m, const uint8_t *choices)
{
    const uint8_t opcode = branches.list[choices[1] % branches.count];
    const bool conditional = opcode != OP_JA && opcode != OP_JA32;
    const uint32_t dst = (choices[2] & 15u) % RBPF_REGISTER_COUNT;
    const uint32_t src = (choices[2] >> 4) % RBPF_REGISTER_COUNT;
    const bool by_register = opcode & BPF_X;

    if (m->block_count == BLOCKS_MAX)
        return;
    (void)open_block(m, BLOCK_IF);
    if (conditional)
        EMIT(m, .opcode = opcode, .dst = (uint8_t)dst, .src = (uint8_t)(by_register ? src : 0),
             .imm = by_register ? 0 : (int32_t)imm_of(choices));
    else
        EMIT(m, .opcode = opcode);
}

static void make_else(struct maker *m, const uint8_t *choices)
{
    static const uint8_t long_jump[8] = {OP_JA32};
    const bool is_long = choices[1] & 1u && tame_is_built_in(long_jump);
    struct block *block = m->block_count ? &m->blocks[m->block_count - 1u] : NULL;
    struct kind kinds[RBPF_REGISTER_COUNT];

    if (!block || block->type != BLOCK_IF)
        return;
    EMIT(m, .opcode = is_long ? OP_JA32 : OP_JA);
    aim_here(m, block->slot);
    block->type = BLOCK_ELSE;
    block->slot = m->slots - 1u;
    memcpy(kinds, m->kinds, sizeof kinds);
    memcpy(m->kinds, block->kinds, sizeof kinds);
    memcpy(block->kinds, kinds, sizeof kinds);
}

static bool is_same_kind(const struct kind *a, const struct kind *b)
{
    return a->region == b->region && a->min == b->min && a->max == b->max;
}

static void make_loop(struct maker *m, const uint8_t *choices)
{
    static const uint8_t rounds[LOOPS_MAX] = {32, 8, 4};
    const uint32_t counter = 9u - m->loop_count;
    uint32_t i;

    if (m->block_count == BLOCKS_MAX || m->loop_count == LOOPS_MAX)
        return;
    emit_number(m, counter, 1u + choices[1] % rounds[m->loop_count]);
    for (i = 0; i < REGISTER_FP; i++)
        if (m->kinds[i].min != m->kinds[i].max)
            m->kinds[i] = number;
    (void)open_block(m, BLOCK_LOOP);
    m->loop_count++;
}

/* What held addresses at the beginning does so again, then the next round. */
static void end_loop(struct maker *m, const struct block *block, uint32_t choice)
{
    static const uint8_t conditions[] = {
        BPF_JMP | BPF_JNE, BPF_JMP32 | BPF_JNE, BPF_JMP | BPF_JSGT, BPF_JMP32 | BPF_JSGT,
        BPF_JMP | BPF_JGT, BPF_JMP32 | BPF_JGT, BPF_JMP | BPF_JSET, BPF_JMP32 | BPF_JSET};
    const uint8_t opcode = conditions[choice % sizeof conditions];
    const uint32_t counter = 10u - m->loop_count;
    uint32_t i;

    for (i = 0; i < counter; i++) {
        const struct kind *kind = &block->kinds[i];

        if (kind->region && !is_same_kind(kind, &m->kinds[i]))
            emit_address(m, i, kind->region, kind->min);
    }
    EMIT(m, .opcode = OP_ADD64_IMM, .dst = (uint8_t)counter, .imm = -1);
    EMIT(m, .opcode = opcode, .dst = (uint8_t)counter,
         .offset = (int16_t)((int32_t)block->slot - (int32_t)m->slots - 1),
         .imm = BPF_OP(opcode) == BPF_JSET ? 63 : 0);
    m->loop_count--;
}

static void make_end(struct maker *m, const uint8_t *choices)
{
    const struct block *block;
    uint32_t i;

    if (m->block_count == 0)
        return;
    block = &m->blocks[--m->block_count];
    if (block->type == BLOCK_LOOP) {
        end_loop(m, block, choices[1]);
        return;
    }
    aim_here(m, block->slot);
    for (i = 0; i < REGISTER_FP; i++)
        if (!is_same_kind(&block->kinds[i], &m->kinds[i]))
            m->kinds[i] = number;
}

/* Under a condition only. */
static void make_exit(struct maker *m, const uint8_t *choices)
{
    if (m->block_count && m->blocks[m->block_count - 1u].type != BLOCK_LOOP && choices[1] & 1u)
        EMIT(m, .opcode = OP_EXIT);
}

/* ---- calls ---- */

/* Memory for a helper's argument. */
static void emit_memory(struct maker *m, uint32_t dst, const uint8_t *choices, bool writes)
{
    const uint32_t region = choose_region(m, choices[3] + dst, writes);

    emit_address(m, dst, region, window_of(m, region).begin);
}

static void emit_string(struct maker *m, uint32_t dst, const uint8_t *choices)
{
    emit_memory(m, dst, choices, true);
    EMIT(m, .opcode = OP_STB_IMM, .dst = (uint8_t)dst, .offset = choices[5] & 7);
}

static void emit_arguments(struct maker *m, uint32_t id, const uint8_t *choices)
{
    const uint32_t bytes = choices[6] == WILD ? choices[4] : choices[4] % (SMALL_MIN + 1u);

    switch (id) {
    case HELPER_FILL:
        emit_memory(m, 1, choices, true);
        emit_number(m, 2, bytes);
        break;
    case HELPER_ADD_UP:
        emit_memory(m, 2, choices, false);
        emit_number(m, 1, bytes);
        break;
    case HELPER_MEASURE:
        emit_string(m, 3, choices);
        break;
    case HELPER_COPY8:
        emit_memory(m, 4, choices, true);
        emit_memory(m, 5, choices, false);
        break;
    case HELPER_MIX_CHECKED:
        emit_string(m, 3, choices);
        emit_memory(m, 1, choices, false);
        emit_number(m, 4, bytes);
        break;
    default: /* CHARGE, FAIL_IF_ODD, and who takes anything */
        emit_number(m, 1, choices[6] == WILD ? choices[4] : choices[4] & 0xfeu);
    }
}

static uint32_t choose_helper(const struct maker *m, uint32_t choice)
{
    uint32_t id = choice % HELPER_COUNT;

    return rbpf_helpers_has(m->scene->code.helpers, id) ? id : HELPER_MIX;
}

static void make_helper(struct maker *m, const uint8_t *choices)
{
    const uint32_t id = choose_helper(m, choices[1]);

    emit_arguments(m, id, choices);
    EMIT(m, .opcode = OP_CALL, .imm = (int32_t)id);
    m->kinds[0] = number;
}

/* A function behind this one, so that there is no recursion; none: 0. */
static uint32_t choose_callee(const struct maker *m, const uint8_t *choices)
{
    const uint32_t behind = m->function_count - m->function - 1u;

    if (!m->listed && choices[6] == WILD)
        return choices[1] % m->function_count;
    return behind ? m->function + 1u + choices[1] % behind : 0;
}

static void note_call(struct maker *m, uint32_t callee, bool is_address)
{
    m->calls[m->call_count++] = (struct call){m->slots, callee, is_address};
    m->functions[m->function].callees |= 1u << callee;
}

/* Of what a function leaves, nothing is known. */
static void forget_results(struct maker *m)
{
    uint32_t i;

    for (i = 0; i <= 5; i++)
        m->kinds[i] = number;
}

static void make_call(struct maker *m, const uint8_t *choices)
{
    const uint32_t callee = choose_callee(m, choices);

    if (m->call_count >= CALLS_MAX || (callee == 0 && choices[6] != WILD))
        return;
    if (callee == 0 && m->listed)
        return;
    note_call(m, callee, false);
    EMIT(m, .opcode = OP_CALL, .src = 1);
    forget_results(m);
}

static void make_callx_helper(struct maker *m, const uint8_t *choices)
{
    const uint32_t id = choose_helper(m, choices[1]);

    emit_arguments(m, id, choices);
    emit_number(m, 0, choices[6] == WILD ? choices[1] : id);
    EMIT(m, .opcode = OP_CALLX);
    m->kinds[0] = number;
}

/* Where functions are listed the last one alone may be called by register, or depths would not
 * be known. */
static void make_callx(struct maker *m, const uint8_t *choices)
{
    const uint32_t last = m->function_count - 1u;
    const uint32_t callee = m->listed ? last : choose_callee(m, choices);

    if (!m->may_callx || m->call_count >= CALLS_MAX || (m->listed && m->function == last)) {
        make_helper(m, choices);
        return;
    }
    if (m->listed)
        m->functions[m->function].callees |= 1u << last;
    if (callee == 0 || choices[3] & 1u) {
        make_callx_helper(m, choices);
        return;
    }
    note_call(m, callee, true);
    emit_lddw(m, 0, RBPF_ADDRESS(RBPF_REGION_CODE, 0));
    EMIT(m, .opcode = OP_CALLX);
    forget_results(m);
}

/* ---- functions ---- */

static bool is_called(const struct maker *m, uint32_t function)
{
    uint32_t i;

    for (i = 0; i < m->call_count; i++)
        if (m->calls[i].callee == function && !m->calls[i].is_address)
            return true;
    return false;
}

/* Without a list, a function is what is called; so the next one is, where nobody comes. */
static void end_function(struct maker *m)
{
    static const uint8_t choices[8] = {0};

    while (m->block_count)
        make_end(m, choices);
    EMIT(m, .opcode = OP_EXIT);
    if (m->listed || m->function + 1u == m->function_count || is_called(m, m->function + 1u))
        return;
    note_call(m, m->function + 1u, false);
    EMIT(m, .opcode = OP_CALL, .src = 1);
    EMIT(m, .opcode = OP_EXIT);
}

/* Without a list, the frame is as large as what is accessed by r10. */
static void begin_function(struct maker *m, uint32_t choice)
{
    struct function *function = &m->functions[m->function];
    uint32_t i;

    *function = (struct function){m->slots, FRAME_MIN + choice % 7u * 8u, 0};
    for (i = 0; i < REGISTER_FP; i++)
        m->kinds[i] = number;
    m->kinds[REGISTER_FP] = (struct kind){RBPF_REGION_STACK, 0, 0};
    if (m->function == 0)
        m->kinds[1] = (struct kind){CONTEXT_REGION, 0, 0};
    if (!m->listed)
        EMIT(m, .opcode = OP_STDW_IMM, .dst = REGISTER_FP,
             .offset = (int16_t) - (int32_t)function->frame_bytes, .imm = (int32_t)choice);
}

static void make_function(struct maker *m, const uint8_t *choices)
{
    if (m->function + 1u == m->function_count)
        return;
    end_function(m);
    m->function++;
    begin_function(m, choices[1]);
}

/* ---- the whole ---- */

static const make_fn statements[32] = {
    make_arithmetic, make_arithmetic, make_arithmetic, make_arithmetic, make_arithmetic,
    make_arithmetic, make_arithmetic, make_arithmetic, make_load,       make_load,
    make_load,       make_load,       make_store,      make_store,      make_store,
    make_atomic,     make_atomic,     make_number,     make_walk,       make_if,
    make_if,         make_else,       make_end,        make_end,        make_loop,
    make_loop,       make_helper,     make_helper,     make_call,       make_callx,
    make_exit,       make_function,
};

static make_fn statement_of(const uint8_t *bytes)
{
    return statements[bytes[0] % 32u];
}

static uint32_t count_functions(const uint8_t *bytes, size_t size)
{
    uint32_t count = 1;

    for (; size >= 8; bytes += 8, size -= 8)
        count += statement_of(bytes) == make_function;
    return count < FUNCTIONS_MAX ? count : FUNCTIONS_MAX;
}

static void make_all(struct maker *m, const uint8_t *bytes, size_t size)
{
    static const uint8_t choices[8] = {0};

    begin_function(m, 6);
    for (; size >= 8 && m->slots + RESERVE < INSNS_MAX; bytes += 8, size -= 8)
        statement_of(bytes)(m, bytes);
    while (m->function + 1u < m->function_count)
        make_function(m, choices);
    end_function(m);
}

static void fill_in_calls(const struct maker *m)
{
    uint32_t i;

    for (i = 0; i < m->call_count; i++) {
        const struct call *call = &m->calls[i];
        uint32_t entry = m->functions[call->callee].entry;

        put_number(slot_at(m, call->slot) + 4,
                   call->is_address ? entry * 8u : entry - call->slot - 1u, 4);
    }
}

/* From the last to the first, since calls go forward. Returns what the first comes to. */
static struct rbpf_function_info list_functions(const struct maker *m)
{
    struct rbpf_function_info infos[FUNCTIONS_MAX] = {{0}};
    struct scene *scene = m->scene;
    uint32_t i, j;

    for (i = m->function_count; i-- > 0;) {
        const struct function *function = &m->functions[i];

        infos[i].entry = (uint16_t)function->entry;
        infos[i].frame_bytes = (uint16_t)function->frame_bytes;
        for (j = i + 1u; j < m->function_count; j++) {
            if (!(function->callees >> j & 1u))
                continue;
            if (infos[j].depth > infos[i].depth)
                infos[i].depth = infos[j].depth;
            if (infos[j].stack_bytes > infos[i].stack_bytes)
                infos[i].stack_bytes = infos[j].stack_bytes;
        }
        infos[i].depth++;
        infos[i].stack_bytes = (uint16_t)(infos[i].stack_bytes + function->frame_bytes);
        if (i == m->function_count - 1u && m->may_callx)
            infos[i].flags = RBPF_FUNCTION_CALLABLE;
        scene->functions[i] = rbpf_function_make(&infos[i]);
    }
    scene->code.functions = scene->functions;
    scene->code.function_count = m->function_count;
    return infos[0];
}

static void begin(struct maker *m, struct made_program *made, const uint8_t *bytes)
{
    static const uint8_t by_register[8] = {OP_CALLX};
    const uint8_t flags = bytes[0];

    *m = (struct maker){
        .scene = &made->scene,
        .layout = {.stack_bytes = STACK_MAX,
                   .context_bytes = SMALL_MIN + bytes[1] % (SMALL_MAX - SMALL_MIN + 1u),
                   .data_bytes = SMALL_MIN + bytes[2] % (SMALL_MAX - SMALL_MIN + 1u),
                   .host_bytes = SMALL_MIN + bytes[3] % (SMALL_MAX - SMALL_MIN + 1u),
                   .context_read_only = flags & PROGRAM_CONTEXT_READ_ONLY,
                   .host_read_only = flags & PROGRAM_HOST_READ_ONLY},
        .listed = made->listed,
        .may_callx = !(flags & PROGRAM_NO_CALLX) && tame_is_built_in(by_register),
    };
    made->scene.code = (struct rbpf_code){
        .insns = made->scene.insns,
        .helpers = flags & PROGRAM_FEW_HELPERS ? &few_helpers : &all_helpers,
        .no_callx = flags & PROGRAM_NO_CALLX,
    };
}

void program_make(struct made_program *made, const uint8_t *bytes, size_t size)
{
    static struct maker m;
    struct scene *scene = &made->scene;

    if (arithmetic.count == 0)
        list_opcodes();
    made->listed = bytes[0] & PROGRAM_LISTED;
    made->slice = 1u + bytes[5] % 64u;
    made->oracle_skip = (uint32_t)get_number(bytes + 6, 2) % BUDGET;
    begin(&m, made, bytes);
    m.function_count = count_functions(bytes + PROGRAM_HEADER_BYTES, size - PROGRAM_HEADER_BYTES);
    make_all(&m, bytes + PROGRAM_HEADER_BYTES, size - PROGRAM_HEADER_BYTES);
    fill_in_calls(&m);
    scene->budget_insns = BUDGET;
    scene->code.insns_bytes = m.slots * 8u;
    scene->frame_count = FUNCTIONS_MAX + bytes[4] % (FRAMES_MAX - FUNCTIONS_MAX + 1u);
    if (made->listed) {
        const struct rbpf_function_info first = list_functions(&m);

        scene->frame_count = first.depth - 1u;
        m.layout.stack_bytes = first.stack_bytes;
    }
    scene_lay_out(scene, &m.layout);
}
