/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

#include "container_case.h"

#include <string.h>

#include "asm.h"

struct reader {
    const uint8_t *bytes;
    size_t left;
};

#define ATTACHMENTS 3u
#define COUNT_OF(array) (sizeof(array) / sizeof(array)[0])

static uint8_t next(struct reader *reader)
{
    if (reader->left == 0)
        return 0;
    reader->left--;
    return *reader->bytes++;
}

static uint8_t below(struct reader *reader, uint32_t limit)
{
    return (uint8_t)(next(reader) % limit);
}

/* Changes one right of those that are there. */
static void change_right(struct rbpf_rights *rights, struct reader *reader, bool to)
{
    static const uint16_t budgets[] = {0, 1, 12, 20, 40, 100, 300, 1000};
    static const uint16_t rates[] = {0, 1, 10, 40, 50, 200, 1000, 5000};
    static const uint16_t stacks[] = {0, 79, 80, 128, 160, 512};
    uint8_t which = below(reader, 10);
    uint8_t value = next(reader);
    uint32_t bit;

    if (which < 3) {
        bit = RBPF_HELPER_BIT(value % HELPERS);
        rights->helpers[0] = to ? rights->helpers[0] | bit : rights->helpers[0] & ~bit;
    } else if (which < 5) {
        bit = 1u << value % 16u;
        rights->access = (uint16_t)(to ? rights->access | bit : rights->access & ~bit);
    } else if (which == 5) {
        rights->stores[value % 3u].entries = value / 3u % 5u;
    } else if (which == 6) {
        rights->stores[value % 3u].bytes = value / 3u % 30u;
    } else if (which == 7) {
        rights->insns_per_run = budgets[value % COUNT_OF(budgets)];
    } else if (which == 8) {
        rights->insns_per_second = rates[value % COUNT_OF(rates)];
    } else {
        rights->stack_bytes = stacks[value % COUNT_OF(stacks)];
    }
}

/* All, but for a few; what a run may take is bounded, so that loops end. */
static void read_plenty(struct rbpf_rights *rights, struct reader *reader)
{
    uint8_t changes = below(reader, 8);

    memset(rights, 0xff, sizeof *rights);
    rights->insns_per_run = 2000;
    for (; changes > 4; changes--)
        change_right(rights, reader, false);
}

static void read_few(struct rbpf_rights *rights, struct reader *reader)
{
    uint8_t changes = below(reader, 8);

    memset(rights, 0, sizeof *rights);
    for (; changes > 5; changes--)
        change_right(rights, reader, true);
}

/* At first containers are attached; in the middle of a run many stores are written. */
static const uint8_t first_kinds[] = {STEP_ATTACH};
static const uint8_t spare_kinds[] = {STEP_SET,   STEP_SET,  STEP_SET,    STEP_SET,
                                      STEP_FIRE,  STEP_FIRE, STEP_ATTACH, STEP_DETACH,
                                      STEP_RESET, STEP_ARM,  STEP_CLOCK};
static const uint8_t step_kinds[] = {STEP_FIRE,  STEP_FIRE,   STEP_FIRE,   STEP_FIRE,  STEP_ATTACH,
                                     STEP_SET,   STEP_GET,    STEP_DETACH, STEP_RESET, STEP_ARM,
                                     STEP_CLOCK, STEP_POSTED, STEP_POSTED};

static void read_step(struct step *step, struct reader *reader, const uint8_t *kinds,
                      uint32_t count)
{
    step->kind = (enum step_kind)kinds[below(reader, count)];
    step->a = next(reader);
    step->b = next(reader);
    if (step->kind == STEP_ATTACH || step->kind == STEP_SET) {
        step->c = next(reader);
        step->d = next(reader);
        step->e = next(reader);
    }
    if (step->kind != STEP_ATTACH)
        return;
    step->f = below(reader, 4);
    step->g = below(reader, 8) % 3u;
    if (step->g >= STORE_OF_TENANTS)
        step->g = NO_STORE;
    /* Mostly one that is free. */
    if (step->e >= 32u)
        step->e = (uint8_t)(step->a % (CONTAINERS + 1u) + 1u);
}

/* Three of five read or write a store; one of eight ends the run. */
static enum guest_kind read_kind(struct reader *reader)
{
    static const uint8_t others[] = {
        GUEST_STEP,         GUEST_STEP,          GUEST_STEP,  GUEST_STEP,    GUEST_LOG,
        GUEST_COUNT,        GUEST_COUNT,         GUEST_NOW,   GUEST_RANDOM,  GUEST_REGION_READ,
        GUEST_REGION_WRITE, GUEST_CONTEXT_WRITE, GUEST_STACK, GUEST_BOUNDS,  GUEST_ALIGNMENT,
        GUEST_CALL_TARGET,  GUEST_NO_HELPER,     GUEST_FAIL,  GUEST_SUSPEND, GUEST_LOOP,
        GUEST_POST,         GUEST_POST,          GUEST_POST,  GUEST_POST};
    uint8_t kind = below(reader, 60);

    if (kind >= COUNT_OF(others))
        return kind < 45 ? GUEST_SET : GUEST_GET;
    return (enum guest_kind)others[kind];
}

static void read_op(struct guest_op *op, struct reader *reader)
{
    static const uint8_t sizes[] = {0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 64, 65, 72, 1};
    uint8_t where;
    uint8_t what;

    op->kind = read_kind(reader);
    where = next(reader);
    what = next(reader);
    op->which = where & 3u;
    if (op->which == 3u && op->kind != GUEST_STEP && op->kind != GUEST_POST)
        op->which = 0;
    if (op->kind == GUEST_REGION_READ || op->kind == GUEST_REGION_WRITE)
        op->which &= 1u;
    op->key = (uint8_t)((where >> 2 & 7u) % 6u);
    op->by_register = where >> 7;
    op->size = sizes[what & 15u];
    op->tag = (uint8_t)(what >> 1 | 1u);
}

/* Words that are not there are 0; behind those that there can be, one bit of the last may be set.
 */
static void read_words(struct plan *plan, struct reader *reader)
{
    static const uint8_t words[] = {RBPF_HELPERS_MAX / 32u,      RBPF_HELPERS_MAX / 32u, 0, 1,
                                    RBPF_HELPERS_MAX / 32u + 1u, REQUEST_WORDS_MAX};
    uint8_t shape = next(reader);
    uint32_t i;

    plan->request_words = words[(shape & 63u) % COUNT_OF(words)];
    plan->needs_foreign = shape & 64u && plan->request_words > RBPF_HELPERS_MAX / 32u;
    plan->wants_foreign = shape & 128u && plan->request_words > RBPF_HELPERS_MAX / 32u;
    for (i = plan->request_words; i < RBPF_HELPERS_MAX / 32u; i++)
        plan->request.needs.helpers[i] = plan->request.wants.helpers[i] = 0;
}

static void read_plan(struct plan *plan, struct reader *reader)
{
    uint8_t flags = next(reader);
    uint8_t damage = next(reader);
    uint8_t i;

    plan->has_data = flags & 1u;
    plan->damage = (enum damage)(damage % 128u <= DAMAGE_DATA ? damage % 128u : DAMAGE_NONE);
    plan->has_request = (flags & 0xc0u) != 0xc0u || plan->damage == DAMAGE_REQUEST;
    plan->op_count = (uint8_t)((flags >> 1 & 7u) % (GUEST_OPS + 1u));
    plan->result = (int8_t)next(reader);
    if (plan->has_request) {
        read_few(&plan->request.needs, reader);
        if ((flags & 0x30u) == 0x30u)
            read_few(&plan->request.wants, reader);
        else
            read_plenty(&plan->request.wants, reader);
        read_words(plan, reader);
    }
    for (i = 0; i < plan->op_count; i++)
        read_op(&plan->ops[i], reader);
}

static void read_services(struct scene *scene, struct reader *reader)
{
    uint8_t missing = next(reader);
    uint8_t shape = next(reader);

    scene->has_now = !(missing & 1u);
    scene->has_log = !(missing & 2u);
    scene->has_random = !(missing & 4u);
    scene->has_fault = !(missing & 8u);
    scene->has_global = !(missing & 16u);
    scene->has_ticks = !(missing & 32u);
    scene->ticks = missing & 64u ? 0x7fffffffu : missing & 128u ? 0xfffffffdu : 3u;
    scene->runners = (uint8_t)(2u - (shape & 1u));
    scene->regions = (uint8_t)(REGIONS - (shape >> 1 & 1u));
    scene->region_writable[0] = shape & 4u;
    scene->region_writable[1] = !(shape & 8u);
    scene->log_bytes = (uint8_t)(LOG_BYTES_MAX - below(reader, LOG_BYTES_MAX + 1u));
    scene->begin_ms = next(reader) * 50000u;
}

void scene_read(struct scene *scene, const uint8_t *bytes, size_t size)
{
    static const uint8_t value_bytes[] = {8, 4, 16, 1};
    static const uint8_t mailbox_bytes[] = {8, 64, 0, 3, 1, 16};
    struct reader reader = {bytes, size};
    uint32_t i;

    memset(scene, 0, sizeof *scene);
    read_services(scene, &reader);
    for (i = 0; i < STORES; i++) {
        uint8_t shape = next(&reader);

        scene->stores[i].slots = (uint8_t)(SLOTS_MAX - (shape & 7u) % (SLOTS_MAX + 1u));
        scene->stores[i].value_bytes = value_bytes[shape >> 3 & 3u];
    }
    for (i = 0; i < HOOKS; i++) {
        scene->policies[i] = (enum rbpf_policy)below(&reader, RBPF_POLICY_HOST + 1u);
        scene->has_mailbox[i] = i != 1u || !(reader.left > 0 && *reader.bytes & 128u);
        scene->mailbox_bytes[i] = mailbox_bytes[below(&reader, COUNT_OF(mailbox_bytes))];
        read_plenty(&scene->offers[i], &reader);
    }
    for (i = 0; i < TENANTS; i++) {
        scene->fault_limits[i] = below(&reader, 4);
        read_plenty(&scene->grants[i], &reader);
    }
    for (i = 0; i < PLANS; i++)
        read_plan(&scene->plans[i], &reader);
    for (i = 0; i < SPARES; i++)
        read_step(&scene->spares[i], &reader, spare_kinds, COUNT_OF(spare_kinds));
    for (i = 0; i < STEPS_MAX && reader.left > 0; i++) {
        bool is_first = i < ATTACHMENTS;

        read_step(&scene->steps[i], &reader, is_first ? first_kinds : step_kinds,
                  is_first ? COUNT_OF(first_kinds) : COUNT_OF(step_kinds));
    }
    scene->step_count = i;
}

/* ---- images ---- */

#define INSNS_MAX 112u

struct writer {
    uint64_t insns[INSNS_MAX];
    uint32_t count;
};

static void put(struct writer *w, const uint64_t *insns, size_t bytes)
{
    memcpy(w->insns + w->count, insns, bytes);
    w->count += (uint32_t)(bytes / sizeof *insns);
}

#define PUT(...) put(w, (const uint64_t[]){__VA_ARGS__}, sizeof((const uint64_t[]){__VA_ARGS__}))

static void put_call(struct writer *w, const struct guest_op *op, uint32_t id)
{
    if (op->by_register)
        PUT(MOV64_K(4, id), CALL_REG(4));
    else
        PUT(CALL_HELPER(id));
}

/* Tells the firmware r0 and the first 16 bytes of the buffer. */
static void put_note(struct writer *w)
{
    PUT(MOV64_X(1, 0), LDX(BPF_DW, 2, 10, -(int)BUFFER_BYTES),
        LDX(BPF_DW, 3, 10, -(int)BUFFER_BYTES + 8), CALL_HELPER(HELPER_NOTE));
}

static void put_buffer(struct writer *w, const struct guest_op *op)
{
    int32_t pattern = (int32_t)(op->tag * 0x01010101u);

    PUT(ST(BPF_DW, 10, -(int)BUFFER_BYTES, pattern),
        ST(BPF_DW, 10, -(int)BUFFER_BYTES + 8, pattern));
}

static void put_store_op(struct writer *w, const struct guest_op *op)
{
    uint32_t id = RBPF_HELPER_PRIVATE_GET + 2u * op->which + (op->kind == GUEST_SET);

    put_buffer(w, op);
    PUT(MOV64_K(1, op->key), MOV64_X(2, 10), ADD64_K(2, -(int)BUFFER_BYTES), MOV64_K(3, op->size));
    put_call(w, op, id);
    put_note(w);
}

static void put_post(struct writer *w, const struct guest_op *op)
{
    put_buffer(w, op);
    PUT(MOV64_K(1, op->which), MOV64_X(2, 10), ADD64_K(2, -(int)BUFFER_BYTES),
        MOV64_K(3, op->size));
    put_call(w, op, RBPF_HELPER_FIRE);
    put_note(w);
}

static void put_fault(struct writer *w, const struct guest_op *op)
{
    if (op->kind == GUEST_BOUNDS)
        PUT(MOV64_K(3, 0), LDX(BPF_B, 0, 3, 0));
    if (op->kind == GUEST_ALIGNMENT)
        PUT(ATOMIC(BPF_W, BPF_ADD, 10, 0, -15));
    if (op->kind == GUEST_CALL_TARGET)
        PUT(LDDW(3, RBPF_ADDRESS(RBPF_REGION_CODE, 8)), CALL_REG(3));
    if (op->kind == GUEST_NO_HELPER)
        PUT(MOV64_K(3, HELPER_NONE), CALL_REG(3));
    if (op->kind == GUEST_FAIL)
        put_call(w, op, HELPER_FAIL);
    if (op->kind == GUEST_SUSPEND) {
        put_call(w, op, HELPER_SUSPEND);
        put_note(w);
    }
    if (op->kind == GUEST_LOOP)
        PUT(JA(-1));
}

static void put_memory_op(struct writer *w, const struct guest_op *op)
{
    uint64_t region = RBPF_ADDRESS(RBPF_REGION_HOST + op->which, op->key);

    if (op->kind == GUEST_COUNT)
        PUT(LDDW(1, RBPF_ADDRESS(RBPF_REGION_DATA, 0)), LDX(BPF_B, 0, 1, 0), ADD64_K(0, 1),
            STX(BPF_B, 1, 0, 0));
    if (op->kind == GUEST_REGION_READ)
        PUT(LDDW(1, region), LDX(BPF_B, 0, 1, 0));
    if (op->kind == GUEST_REGION_WRITE)
        PUT(LDDW(1, region), ST(BPF_B, 1, 0, op->tag));
    if (op->kind == GUEST_CONTEXT_WRITE)
        PUT(ST(BPF_B, 6, 0, op->tag));
    if (op->kind == GUEST_STACK)
        PUT(LDX(BPF_DW, 0, 10, -(int)FRAME_BYTES));
    if (op->kind != GUEST_REGION_WRITE && op->kind != GUEST_CONTEXT_WRITE)
        put_note(w);
}

static void put_op(struct writer *w, const struct guest_op *op)
{
    switch (op->kind) {
    case GUEST_SET:
    case GUEST_GET:
        put_store_op(w, op);
        break;
    case GUEST_POST:
        put_post(w, op);
        break;
    case GUEST_STEP:
        PUT(MOV64_K(1, op->which), CALL_HELPER(HELPER_STEP));
        break;
    case GUEST_LOG:
        put_buffer(w, op);
        PUT(MOV64_X(1, 10), ADD64_K(1, -(int)BUFFER_BYTES), MOV64_K(2, op->size));
        put_call(w, op, RBPF_HELPER_LOG);
        put_note(w);
        break;
    case GUEST_NOW:
    case GUEST_RANDOM:
        put_call(w, op, op->kind == GUEST_NOW ? RBPF_HELPER_NOW_MS : RBPF_HELPER_RANDOM);
        put_note(w);
        break;
    case GUEST_COUNT:
    case GUEST_REGION_READ:
    case GUEST_REGION_WRITE:
    case GUEST_CONTEXT_WRITE:
    case GUEST_STACK:
        put_memory_op(w, op);
        break;
    default:
        put_fault(w, op);
    }
}

static void write_program(struct writer *w, const struct plan *plan)
{
    uint32_t i;

    w->count = 0;
    if (plan->damage == DAMAGE_OPCODE)
        PUT(INSN(0xff, 0, 0, 0, 0));
    if (plan->damage == DAMAGE_HELPER)
        PUT(CALL_HELPER(HELPER_NONE));
    PUT(MOV64_X(6, 1));
    for (i = 0; i < plan->op_count; i++)
        put_op(w, &plan->ops[i]);
    PUT(MOV64_K(0, plan->result), EXIT());
}

static void add_section(uint8_t *image, uint32_t kind, const void *content, uint32_t bytes,
                        uint32_t extra)
{
    uint32_t count = rbpf_load16(image + 6);
    uint8_t *row = image + RBPF_IMAGE_HEADER_BYTES + count * RBPF_IMAGE_SECTION_BYTES;
    uint32_t at = rbpf_load32(image + 8);

    rbpf_store16(row, (uint16_t)kind);
    rbpf_store32(row + 4, at);
    rbpf_store32(row + 8, bytes);
    rbpf_store32(row + 12, extra);
    memcpy(image + at, content, bytes);
    rbpf_store16(image + 6, (uint16_t)(count + 1u));
    rbpf_store32(image + 8, at + ((bytes + 7u) & ~7u));
}

static uint8_t *put_number(uint8_t *at, uint32_t value, uint32_t bytes)
{
    for (; bytes > 0; bytes--, value >>= 8)
        *at++ = (uint8_t)value;
    return at;
}

/* Half of a request, byte by byte as src/image/FORMAT.md draws it. */
static uint8_t *put_rights(uint8_t *at, const struct rbpf_rights *rights, uint32_t words,
                           bool foreign)
{
    uint32_t i;

    at = put_number(at, rights->insns_per_run, 4);
    at = put_number(at, rights->insns_per_second, 4);
    for (i = 0; i < RBPF_SCOPES; i++) {
        at = put_number(at, rights->stores[i].entries, 2);
        at = put_number(at, rights->stores[i].bytes, 2);
    }
    at = put_number(at, rights->stack_bytes, 2);
    at = put_number(at, rights->access, 2);
    for (i = 0; i < words; i++) {
        uint32_t word = i < RBPF_HELPERS_MAX / 32u ? rights->helpers[i] : 0;

        at = put_number(at, foreign && i + 1u == words ? 0x40u : word, 4);
    }
    return at;
}

/* Sizes that are not 48 + 8 * words with up to 32 words. */
static uint32_t damage_request_bytes(uint32_t words)
{
    static const uint16_t wrong[] = {0, 8, 40, 44, 47, 49, 52, 60, 300, 308, 312};

    return wrong[words % COUNT_OF(wrong)];
}

static void add_request(uint8_t *image, const struct plan *plan)
{
    static uint8_t content[2u * (24u + 4u * REQUEST_WORDS_MAX) + 8u];
    uint8_t *at = content;
    uint32_t bytes;

    memset(content, 0, sizeof content);
    at = put_rights(at, &plan->request.needs, plan->request_words, plan->needs_foreign);
    at = put_rights(at, &plan->request.wants, plan->request_words, plan->wants_foreign);
    bytes = (uint32_t)(at - content);
    if (plan->damage == DAMAGE_REQUEST)
        bytes = damage_request_bytes(plan->request.needs.helpers[0] + plan->op_count);
    add_section(image, RBPF_SECTION_REQUEST, content, bytes, 0);
}

uint32_t image_make(uint8_t *image, const struct plan *plan)
{
    static const uint8_t entries[] = {1, 0, 0, 0, 0, 0, 8, 0, 'r', 'u', 'n', 0};
    static const uint8_t first_data[] = {FIRST_DATA};
    uint16_t stack = plan->damage == DAMAGE_STACK ? 160 : FRAME_BYTES;
    const struct rbpf_function_info info = {
        .frame_bytes = stack, .stack_bytes = stack, .depth = plan->damage == DAMAGE_DEPTH ? 3 : 1};
    const struct rbpf_function function = rbpf_function_make(&info);
    uint32_t sections = 3u + plan->has_data + plan->has_request;
    struct writer writer;

    write_program(&writer, plan);
    memset(image, 0, IMAGE_BYTES);
    rbpf_store32(image, RBPF_IMAGE_MAGIC_NUMBER);
    rbpf_store16(image + 4, RBPF_IMAGE_VERSION_NUMBER);
    rbpf_store32(image + 8, RBPF_IMAGE_HEADER_BYTES + sections * RBPF_IMAGE_SECTION_BYTES);
    add_section(image, RBPF_SECTION_TEXT, writer.insns, writer.count * 8u, 0);
    add_section(image, RBPF_SECTION_FUNCTIONS, &function, sizeof function, 0);
    if (plan->has_data)
        add_section(image, RBPF_SECTION_DATA, first_data, sizeof first_data, DATA_BYTES);
    add_section(image, RBPF_SECTION_ENTRIES, entries, sizeof entries, 0);
    if (plan->has_request)
        add_request(image, plan);
    if (plan->damage == DAMAGE_MAGIC)
        image[0] ^= 1u;
    return rbpf_load32(image + 8) - (plan->damage == DAMAGE_SIZE ? 8u : 0u);
}
