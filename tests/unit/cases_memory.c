/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Loads and stores (RFC 9669, sections 5.1 and 5.2), and regions exact to the byte. */
#include <string.h>

#include "oracle.h"
#include "run_case.h"

#define CONTEXT(...)                                                                               \
    .context = {__VA_ARGS__}, .context_bytes = sizeof((const uint8_t[]){__VA_ARGS__})
#define AFTER(...) .after = {__VA_ARGS__}, .changes = true

#define EIGHT 0x81, 0x92, 0xa3, 0xb4, 0xc5, 0xd6, 0xe7, 0xf8
#define ZERO8 0, 0, 0, 0, 0, 0, 0, 0

/* A load from the context at its start. */
#define LOADS(insn) PROGRAM(insn, EXIT()), CONTEXT(EIGHT)

/* A store into zeros, one byte behind their start. */
#define STORES(insn)                                                                               \
    PROGRAM(LDDW(2, 0xf8e7d6c5b4a39281), insn, MOV64_K(0, 0), EXIT()), CONTEXT(ZERO8, ZERO8)

/* A load through r3 from a fixed address, which faults. */
#define FAULTS(at, size_, bytes)                                                                   \
    PROGRAM(LDDW(3, at), LDX(size_, 0, 3, 0), EXIT()),                                             \
        .status = RBPF_FAULT_BOUNDS, .executed = 1,                                                \
        .fault = {.insn = 2, .address = at, .size = bytes}

static const struct run_case vectors[] = {
    {"ldx b", LOADS(LDX(BPF_B, 0, 1, 0)), .r0 = 0x81},
    {"ldx h", LOADS(LDX(BPF_H, 0, 1, 0)), .r0 = 0x9281},
    {"ldx w", LOADS(LDX(BPF_W, 0, 1, 0)), .r0 = 0xb4a39281},
    {"ldx dw", LOADS(LDX(BPF_DW, 0, 1, 0)), .r0 = 0xf8e7d6c5b4a39281},
    {"ldx b 7", LOADS(LDX(BPF_B, 0, 1, 7)), .r0 = 0xf8},
    {"ldx h 5, odd", LOADS(LDX(BPF_H, 0, 1, 5)), .r0 = 0xe7d6},
    {"ldx w 3, odd", LOADS(LDX(BPF_W, 0, 1, 3)), .r0 = 0xe7d6c5b4},
    {"ldxsx b", LOADS(LDXSX(BPF_B, 0, 1, 0)), .r0 = 0xffffffffffffff81},
    {"ldxsx h", LOADS(LDXSX(BPF_H, 0, 1, 0)), .r0 = 0xffffffffffff9281},
    {"ldxsx w", LOADS(LDXSX(BPF_W, 0, 1, 0)), .r0 = 0xffffffffb4a39281},
    {"ldxsx b positive", PROGRAM(LDXSX(BPF_B, 0, 1, 0), EXIT()), CONTEXT(0x7f), .r0 = 0x7f},
    {"ldxsx h positive", PROGRAM(LDXSX(BPF_H, 0, 1, 0), EXIT()), CONTEXT(0xff, 0x7f), .r0 = 0x7fff},
    {"ldxsx w positive", PROGRAM(LDXSX(BPF_W, 0, 1, 0), EXIT()), CONTEXT(0xff, 0xff, 0xff, 0x7f),
     .r0 = 0x7fffffff},
    {"load into its own base", LOADS(LDX(BPF_B, 1, 1, 1)), .r0 = 0},

    {"stx b", STORES(STX(BPF_B, 1, 2, 1)), AFTER(0, 0x81)},
    {"stx h", STORES(STX(BPF_H, 1, 2, 1)), AFTER(0, 0x81, 0x92)},
    {"stx w", STORES(STX(BPF_W, 1, 2, 1)), AFTER(0, 0x81, 0x92, 0xa3, 0xb4)},
    {"stx dw", STORES(STX(BPF_DW, 1, 2, 1)), AFTER(0, EIGHT)},
    {"st b", STORES(ST(BPF_B, 1, 1, -2)), AFTER(0, 0xfe)},
    {"st h", STORES(ST(BPF_H, 1, 1, -2)), AFTER(0, 0xfe, 0xff)},
    {"st w", STORES(ST(BPF_W, 1, 1, -2)), AFTER(0, 0xfe, 0xff, 0xff, 0xff)},
    {"st dw sign-extends", STORES(ST(BPF_DW, 1, 1, -2)),
     AFTER(0, 0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff)},
    {"st dw positive", STORES(ST(BPF_DW, 1, 1, 0x12345678)), AFTER(0, 0x78, 0x56, 0x34, 0x12)},
    {"store of its own base", PROGRAM(STX(BPF_DW, 1, 1, 0), MOV64_K(0, 0), EXIT()), CONTEXT(ZERO8),
     AFTER(0, 0, 0, 0, 7, 0, 0, 0)},
    {"negative offset", PROGRAM(ADD64_K(1, 8), LDX(BPF_W, 0, 1, -4), EXIT()), CONTEXT(EIGHT),
     .r0 = 0xf8e7d6c5},
    {"smallest offset", PROGRAM(ADD64_K(1, 32768), LDX(BPF_B, 0, 1, -32768), EXIT()),
     CONTEXT(EIGHT), .r0 = 0x81},
    {"largest offset", PROGRAM(ADD64_K(1, -32767), LDX(BPF_B, 0, 1, 32767), EXIT()), CONTEXT(EIGHT),
     .r0 = 0x81},
    {"base in another region", PROGRAM(ADD64_K(1, -1), LDX(BPF_B, 0, 1, 1), EXIT()), CONTEXT(EIGHT),
     .r0 = 0x81},

    {"lddw", PROGRAM(LDDW(0, 0x123456789abcdef0), EXIT()), .r0 = 0x123456789abcdef0, .executed = 2},
    {"lddw low word is not sign-extended", PROGRAM(LDDW(0, 0x00000000ffffffff), EXIT()),
     .r0 = 0xffffffff},
    {"lddw ones", PROGRAM(LDDW(0, 0xffffffffffffffff), EXIT()), .r0 = 0xffffffffffffffff},
    {"lddw high word", PROGRAM(LDDW(0, 0x8000000000000000), EXIT()), .r0 = 0x8000000000000000},
    {"jump over an lddw", PROGRAM(JA(2), LDDW(0, 1), EXIT()), .r0 = 0, .executed = 2},
    {"ja32 forward", PROGRAM(MOV64_K(0, 1), JA32(1), MOV64_K(0, 2), EXIT()), .r0 = 1,
     .executed = 3},
    {"ja32 back", PROGRAM(JA(2), MOV64_K(0, 9), EXIT(), JA32(-3)), .r0 = 9, .executed = 4},

    {"rodata", PROGRAM(LDDW(3, MACHINE_AT(RBPF_REGION_RODATA, 0)), LDX(BPF_W, 0, 3, 0), EXIT()),
     .r0 = 0x93929190},
    {"data", PROGRAM(LDDW(3, MACHINE_AT(RBPF_REGION_DATA, 12)), LDX(BPF_W, 0, 3, 0), EXIT()),
     .r0 = 0x9f9e9d9c},
    {"host region",
     PROGRAM(LDDW(3, MACHINE_AT(MACHINE_REGION_READ_ONLY, 9)), LDX(BPF_W, 0, 3, 0), EXIT()),
     .r0 = 0x9c9b9a99},

    {"null b", FAULTS(0x0, BPF_B, 1)},
    {"null dw", FAULTS(0x0, BPF_DW, 8)},
    {"near null", FAULTS(0x7, BPF_B, 1)},
    {"last of region 0", FAULTS(0xffffffff, BPF_B, 1)},
    {"last of region 0, 8 bytes", FAULTS(0xffffffff, BPF_DW, 8)},
    {"last address", FAULTS(0xffffffffffffffff, BPF_B, 1)},
    {"last address, 8 bytes", FAULTS(0xffffffffffffffff, BPF_DW, 8)},
    {"a host's pointer", FAULTS(0x00007fffdeadbeef, BPF_W, 4)},
    {"stack without a frame", FAULTS(STACK_AT(0), BPF_B, 1)},
    {"last of the stack region", FAULTS(STACK_AT(0xffffffff), BPF_W, 4)},
    {"code is not read", FAULTS(CODE_AT(0), BPF_B, 1)},
    {"code is not read, dw", FAULTS(CODE_AT(0), BPF_DW, 8)},
    {"context without one", FAULTS(CONTEXT_AT(0), BPF_B, 1)},
    {"behind the last region", FAULTS(RBPF_ADDRESS(MACHINE_REGION_CONTEXT + 1u, 0), BPF_B, 1)},
    {"region 2^31", FAULTS(0x8000000000000000, BPF_B, 1)},
    {"region 2^32 - 1", FAULTS(0xffffffff00000000, BPF_B, 1)},
    {"code is not written", PROGRAM(LDDW(3, CODE_AT(0)), ST(BPF_DW, 3, 0, 0), EXIT()),
     .status = RBPF_FAULT_BOUNDS, .executed = 1,
     .fault = {.insn = 2, .address = CODE_AT(0), .size = 8, .write = true}},
    {"null is not written", PROGRAM(STX(BPF_H, 0, 0, 2), EXIT()), .status = RBPF_FAULT_BOUNDS,
     .fault = {.insn = 0, .address = 2, .size = 2, .write = true}},
    {"behind the last region is not written",
     PROGRAM(LDDW(3, RBPF_ADDRESS(MACHINE_REGION_CONTEXT + 1u, 0)), STX(BPF_B, 3, 0, 0), EXIT()),
     .status = RBPF_FAULT_BOUNDS, .executed = 1,
     .fault = {.insn = 2,
               .address = RBPF_ADDRESS(MACHINE_REGION_CONTEXT + 1u, 0),
               .size = 1,
               .write = true}},
    {"rodata is not written",
     PROGRAM(LDDW(3, MACHINE_AT(RBPF_REGION_RODATA, 4)), ST(BPF_W, 3, 0, 0), EXIT()),
     .status = RBPF_FAULT_READ_ONLY, .executed = 1,
     .fault = {.insn = 2, .address = MACHINE_AT(RBPF_REGION_RODATA, 4), .size = 4, .write = true}},
    {"half behind rodata is out of bounds",
     PROGRAM(LDDW(3, MACHINE_AT(RBPF_REGION_RODATA, 14)), ST(BPF_W, 3, 0, 0), EXIT()),
     .status = RBPF_FAULT_BOUNDS, .executed = 1,
     .fault = {.insn = 2, .address = MACHINE_AT(RBPF_REGION_RODATA, 14), .size = 4, .write = true}},

    {"context minus 1", PROGRAM(LDX(BPF_B, 0, 1, -1), EXIT()), CONTEXT(EIGHT),
     .status = RBPF_FAULT_BOUNDS, .fault = {.insn = 0, .address = CONTEXT_AT(0) - 1u, .size = 1}},
    {"context minus 1, over its start", PROGRAM(LDX(BPF_DW, 0, 1, -1), EXIT()), CONTEXT(EIGHT),
     .status = RBPF_FAULT_BOUNDS, .fault = {.insn = 0, .address = CONTEXT_AT(0) - 1u, .size = 8}},
    {"context plus 2^32", PROGRAM(LDDW(3, 0x100000000), ADD64_X(1, 3), LDX(BPF_B, 0, 1, 0), EXIT()),
     CONTEXT(EIGHT), .status = RBPF_FAULT_BOUNDS, .executed = 2,
     .fault = {.insn = 3, .address = CONTEXT_AT(0) + 0x100000000, .size = 1}},
    {"context plus its length", PROGRAM(ADD64_X(1, 2), LDX(BPF_B, 0, 1, 0), EXIT()), CONTEXT(EIGHT),
     .status = RBPF_FAULT_BOUNDS, .executed = 1,
     .fault = {.insn = 1, .address = CONTEXT_AT(8), .size = 1}},
    {"offset behind the context", PROGRAM(LDX(BPF_B, 0, 1, 8), EXIT()), CONTEXT(EIGHT),
     .status = RBPF_FAULT_BOUNDS, .fault = {.insn = 0, .address = CONTEXT_AT(8), .size = 1}},
    {"offset wraps below 0", PROGRAM(MOV64_K(3, 4), LDX(BPF_B, 0, 3, -5), EXIT()),
     .status = RBPF_FAULT_BOUNDS, .executed = 1,
     .fault = {.insn = 1, .address = 0xffffffffffffffff, .size = 1}},
    {"offset wraps above 2^64", PROGRAM(MOV64_K(3, -4), LDX(BPF_B, 0, 3, 6), EXIT()),
     .status = RBPF_FAULT_BOUNDS, .executed = 1, .fault = {.insn = 1, .address = 2, .size = 1}},
    {"low word wraps into the next region",
     PROGRAM(LDDW(3, MACHINE_AT(RBPF_REGION_RODATA, 0xfffffffc)), LDX(BPF_B, 0, 3, 4), EXIT()),
     .r0 = 0x90},
    {"8 bytes over the end of the low word",
     PROGRAM(LDDW(3, MACHINE_AT(RBPF_REGION_RODATA, 0xfffffffc)), LDX(BPF_DW, 0, 3, 0), EXIT()),
     .status = RBPF_FAULT_BOUNDS, .executed = 1,
     .fault = {.insn = 2, .address = MACHINE_AT(RBPF_REGION_RODATA, 0xfffffffc), .size = 8}},
    {"a fault leaves the register", PROGRAM(MOV64_K(0, 77), LDX(BPF_B, 0, 0, 0), EXIT()),
     .status = RBPF_FAULT_BOUNDS, .executed = 1, .fault = {.insn = 1, .address = 77, .size = 1}},
};

CASE_SET(memory_vectors, vectors, check_run_case);

/*
 * Every access at every end of every kind of region. A region of n bytes is
 * the bytes [0, n): an access is legal if and only if all its bytes are in there.
 */
#define LENGTH_MAX 4104u
#define GUARD_BYTES 16u

struct bounds_case {
    const char *name;
    uint32_t region;
    uint32_t length;
    bool read_only;
};

#define LENGTHS(name, region, read_only)                                                           \
    {name " 0", region, 0, read_only}, {name " 1", region, 1, read_only},                          \
        {name " 2", region, 2, read_only}, {name " 3", region, 3, read_only},                      \
        {name " 7", region, 7, read_only}, {name " 8", region, 8, read_only},                      \
        {name " 9", region, 9, read_only},                                                         \
    {                                                                                              \
        name " 4099", region, 4099, read_only                                                      \
    }

static const struct bounds_case bounds[] = {
    {"stack 0", RBPF_REGION_STACK, 0, false},
    {"stack 8", RBPF_REGION_STACK, 8, false},
    {"stack 64", RBPF_REGION_STACK, 64, false},
    {"stack 512", RBPF_REGION_STACK, 512, false},
    LENGTHS("rodata", RBPF_REGION_RODATA, true),
    LENGTHS("data", RBPF_REGION_DATA, false),
    LENGTHS("host, read-only", MACHINE_REGION_READ_ONLY, true),
    LENGTHS("host", MACHINE_REGION_WRITABLE, false),
    LENGTHS("context", MACHINE_REGION_CONTEXT, false),
    LENGTHS("context, read-only", MACHINE_REGION_CONTEXT, true),
};

enum access_kind { LOADS_ZERO, LOADS_SIGN, STORES_IMM, STORES_REG, ADDS };

struct access {
    enum access_kind kind;
    uint32_t size;
    uint8_t opcode;
};

static const struct access accesses[] = {
    {LOADS_ZERO, 1, BPF_LDX | BPF_MEM | BPF_B},   {LOADS_ZERO, 2, BPF_LDX | BPF_MEM | BPF_H},
    {LOADS_ZERO, 4, BPF_LDX | BPF_MEM | BPF_W},   {LOADS_ZERO, 8, BPF_LDX | BPF_MEM | BPF_DW},
    {LOADS_SIGN, 1, BPF_LDX | BPF_MEMSX | BPF_B}, {LOADS_SIGN, 2, BPF_LDX | BPF_MEMSX | BPF_H},
    {LOADS_SIGN, 4, BPF_LDX | BPF_MEMSX | BPF_W}, {STORES_IMM, 1, BPF_ST | BPF_MEM | BPF_B},
    {STORES_IMM, 2, BPF_ST | BPF_MEM | BPF_H},    {STORES_IMM, 4, BPF_ST | BPF_MEM | BPF_W},
    {STORES_IMM, 8, BPF_ST | BPF_MEM | BPF_DW},   {STORES_REG, 1, BPF_STX | BPF_MEM | BPF_B},
    {STORES_REG, 2, BPF_STX | BPF_MEM | BPF_H},   {STORES_REG, 4, BPF_STX | BPF_MEM | BPF_W},
    {STORES_REG, 8, BPF_STX | BPF_MEM | BPF_DW},  {ADDS, 4, BPF_STX | BPF_ATOMIC | BPF_W},
    {ADDS, 8, BPF_STX | BPF_ATOMIC | BPF_DW},
};

/* The bytes of the region with guards around them, at an odd address. */
static uint8_t room[GUARD_BYTES + LENGTH_MAX + GUARD_BYTES];
static uint8_t *const region_bytes = room + GUARD_BYTES + 1;

/* Byte i of the region: the stack begins as zeros. */
static uint8_t byte_before(const struct bounds_case *row, uint32_t i)
{
    return row->region == RBPF_REGION_STACK ? 0 : (uint8_t)(0x85u + i);
}

static void fill_room(const struct bounds_case *row)
{
    uint32_t i;

    memset(room, MACHINE_GUARD, sizeof room);
    for (i = 0; i < row->length; i++)
        region_bytes[i] = byte_before(row, i);
}

/* r2 = 0x7711223344556601, r0 = access through r3 + offset. */
#define STORED 0x7711223344556601

static enum rbpf_status load_access(const struct bounds_case *row, const struct access *access,
                                    uint64_t base, int16_t offset)
{
    const bool is_load = access->kind == LOADS_ZERO || access->kind == LOADS_SIGN;
    const int dst = is_load ? 0 : 3;
    const int src = is_load ? 3 : access->kind == STORES_IMM ? 0 : 2;
    const int imm = access->kind == STORES_IMM ? 0x01234567 : 0;
    /* Static: a program refers to its instructions. */
    static uint64_t insns[6];
    const struct rbpf_function_info info = {
        .frame_bytes = (uint16_t)(row->region == RBPF_REGION_STACK ? row->length : 0)};
    const struct machine_setup setup = {insns, sizeof insns, &info, 1, NULL, NULL, 0, 0, 0, NULL};
    const uint64_t program[6] = {LDDW(3, base), LDDW(2, STORED),
                                 INSN(access->opcode, dst, src, offset, imm), EXIT()};

    memcpy(insns, program, sizeof insns);
    return machine_load(&shared_machine, &setup);
}

static enum rbpf_status start_access(const struct bounds_case *row)
{
    struct machine *machine = &shared_machine;
    const struct rbpf_grant grant = {region_bytes, row->length, !row->read_only};
    struct rbpf_vm_config config = {.program = &machine->program,
                                    .regions = machine->regions,
                                    .region_count = COUNT_OF(machine->regions)};
    enum rbpf_status status;

    if (row->region == RBPF_REGION_STACK) {
        config.stack = region_bytes;
        config.stack_bytes = row->length;
    } else if (row->region == RBPF_REGION_RODATA) {
        config.rodata = region_bytes;
        config.rodata_bytes = row->length;
    } else if (row->region == RBPF_REGION_DATA) {
        config.data = region_bytes;
        config.data_bytes = row->length;
    }
    status = rbpf_vm_init(&machine->vm, &config);
    if (status == RBPF_OK && row->region >= RBPF_REGION_HOST &&
        row->region < MACHINE_REGION_CONTEXT)
        status = rbpf_vm_map(&machine->vm, row->region, &grant);
    if (status != RBPF_OK)
        return status;
    return rbpf_vm_start(&machine->vm, 0, row->region == MACHINE_REGION_CONTEXT ? &grant : NULL);
}

static uint64_t bytes_at(const struct bounds_case *row, uint64_t offset, uint32_t size)
{
    uint64_t value = 0;
    uint32_t i;

    for (i = 0; i < size; i++)
        value |= (uint64_t)byte_before(row, (uint32_t)offset + i) << 8u * i;
    return value;
}

static bool writes(const struct access *access)
{
    return access->kind >= STORES_IMM;
}

static enum rbpf_status expected_status(const struct bounds_case *row, const struct access *access,
                                        uint64_t offset)
{
    if (offset > row->length || access->size > row->length - offset)
        return RBPF_FAULT_BOUNDS;
    return writes(access) && row->read_only ? RBPF_FAULT_READ_ONLY : RBPF_OK;
}

/* What the accessed bytes hold afterwards. */
static uint64_t expected_memory(const struct bounds_case *row, const struct access *access,
                                uint64_t offset)
{
    switch (access->kind) {
    case STORES_IMM:
        return 0x01234567;
    case STORES_REG:
        return STORED;
    case ADDS:
        return oracle_alu(ORACLE_ADD, access->size * 8u, bytes_at(row, offset, access->size),
                          STORED);
    default:
        return bytes_at(row, offset, access->size);
    }
}

/* Nothing else in the room has changed. */
static struct verdict check_room(const struct bounds_case *row, const struct access *access,
                                 uint64_t offset, bool done)
{
    uint64_t value = done ? expected_memory(row, access, offset) : 0;
    uint32_t i;

    for (i = 0; i < row->length; i++) {
        bool accessed = done && i >= offset && i - offset < access->size;

        CHECK_EQUAL(region_bytes[i],
                    accessed ? (uint8_t)(value >> 8u * (i - offset)) : byte_before(row, i));
    }
    for (i = 0; i < GUARD_BYTES - 1u; i++) {
        CHECK_EQUAL(room[i], MACHINE_GUARD);
        CHECK_EQUAL(region_bytes[row->length + i], MACHINE_GUARD);
    }
    return PASSED;
}

static struct verdict check_loaded(const struct bounds_case *row, const struct access *access,
                                   uint64_t offset)
{
    uint64_t value = bytes_at(row, offset, access->size);

    if (access->kind == LOADS_SIGN)
        value = oracle_sign_extend(access->size * 8u, value);
    CHECK_EQUAL(rbpf_vm_result(&shared_machine.vm), writes(access) ? 0 : value);
    return PASSED;
}

static struct verdict check_record(const struct bounds_case *row, const struct access *access,
                                   uint64_t offset)
{
    struct rbpf_fault fault;

    rbpf_vm_fault(&shared_machine.vm, &fault);
    CHECK_EQUAL(fault.address, ((uint64_t)row->region << 32) + offset);
    CHECK_EQUAL(fault.size, access->size);
    CHECK_EQUAL(fault.write, writes(access));
    CHECK_EQUAL(fault.insn, 4);
    return PASSED;
}

static struct verdict check_access(const struct bounds_case *row, const struct access *access,
                                   uint64_t offset)
{
    enum rbpf_status expected = expected_status(row, access, offset);
    uint32_t way;

    for (way = 0; way < 4; way++) {
        fill_room(row);
        CHECK_STATUS(start_access(row), RBPF_OK);
        CHECK_STATUS(run_way(&shared_machine.vm, way, 0), expected);
        CHECK_PASSED(check_room(row, access, offset, expected == RBPF_OK));
        CHECK_PASSED(expected == RBPF_OK ? check_loaded(row, access, offset)
                                         : check_record(row, access, offset));
    }
    return PASSED;
}

/* The offset in the register, in the instruction, and in both. */
static struct verdict check_offset(const struct bounds_case *row, const struct access *access,
                                   uint64_t offset)
{
    static const int16_t parts[] = {0, 1, -1, 255, 32767, -32768};
    uint64_t address = ((uint64_t)row->region << 32) + offset;
    uint32_t i;

    /* Whether range or alignment comes first is not said. */
    if (access->kind == ADDS && (address & (access->size - 1u)) != 0)
        return PASSED;
    for (i = 0; i < COUNT_OF(parts); i++) {
        CHECK_STATUS(load_access(row, access, address - (uint64_t)(int64_t)parts[i], parts[i]),
                     RBPF_OK);
        CHECK_PASSED(check_access(row, access, offset));
    }
    return PASSED;
}

static struct verdict check_bounds(const struct bounds_case *row)
{
    const uint64_t n = row->length;
    uint32_t i, j;

    for (i = 0; i < COUNT_OF(accesses); i++) {
        const uint64_t size = accesses[i].size;
        /* Those below 0 are far behind the end; those from 2^32 on belong to another region. */
        const uint64_t offsets[] = {0,
                                    1,
                                    n - size - 1u,
                                    n - size,
                                    n - size + 1u,
                                    n - 1u,
                                    n,
                                    n + 1u,
                                    n + 7u,
                                    0x7fffffff,
                                    0x80000000,
                                    0xffffffff - size,
                                    0x100000000 - size,
                                    0xffffffff};

        for (j = 0; j < COUNT_OF(offsets); j++)
            if (offsets[j] <= 0xffffffff)
                CHECK_PASSED(check_offset(row, &accesses[i], offsets[j]));
    }
    return PASSED;
}

CASE_SET(memory_bounds, bounds, check_bounds);
