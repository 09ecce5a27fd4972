/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Setting a VM up: what is lent to the guest, and where it begins. */
#include <rbpf/port.h>

#include "exec/exec.h"
#include "verify/functions.h"

struct block {
    const void *base;
    size_t bytes;
};

/* Does nothing of `bytes` bytes at `kept` lie in what is lent, which is not empty nor wraps? */
static bool is_apart(const struct block *lent, const void *kept, size_t bytes)
{
    uintptr_t ahead = (uintptr_t)kept - (uintptr_t)lent->base;

    return bytes == 0 || (ahead >= lent->bytes && 0u - ahead >= bytes);
}

/* Nothing that the guest can touch may change what was verified, its rights, or the VM itself. */
static bool is_harmless(const struct rbpf_vm *vm, const void *base, size_t bytes)
{
    const struct block lent = {base, bytes};
    const struct rbpf_code *code = &vm->program->code;
    const struct rbpf_helpers *helpers = code->helpers;

    if (bytes == 0)
        return true;
    if (bytes - 1u > UINTPTR_MAX - (uintptr_t)base)
        return false;
    return is_apart(&lent, vm, sizeof *vm) &&
           is_apart(&lent, vm->regions, vm->region_count * sizeof *vm->regions) &&
           is_apart(&lent, vm->frames, vm->frame_count * sizeof *vm->frames) &&
           is_apart(&lent, code, sizeof *code) && is_apart(&lent, code->insns, code->insns_bytes) &&
           is_apart(&lent, code->functions, code->function_count * sizeof *code->functions) &&
           (!helpers ||
            (is_apart(&lent, helpers, sizeof *helpers) &&
             is_apart(&lent, helpers->table, helpers->count * sizeof *helpers->table) &&
             is_apart(&lent, helpers->allowed, helpers->allowed ? RBPF_HELPERS_MAX / 8u : 0)));
}

static enum rbpf_status check_lent(const struct rbpf_vm *vm, const struct rbpf_grant *lent)
{
    if (lent->bytes > RBPF_GRANT_MAX || (lent->bytes != 0 && !lent->base))
        return RBPF_ERR_ARGUMENT;
    return is_harmless(vm, lent->base, lent->bytes) ? RBPF_OK : RBPF_ERR_GRANT;
}

/* Maps what was not looked at yet. */
static RBPF_NOINLINE_IF_FAST enum rbpf_status
map_anew(const struct rbpf_vm *vm, struct rbpf_region *region, const struct rbpf_grant *lent)
{
    if (RBPF_CHECK_HOST) {
        enum rbpf_status status = check_lent(vm, lent);

        if (status != RBPF_OK)
            return status;
    }
    region->base = (uint8_t *)(uintptr_t)lent->base;
    region->readable = lent->bytes;
    return RBPF_OK;
}

/* Where there is nothing to check, to compare takes more flash. */
#define MAPS_ALWAYS (RBPF_SPARES_FLASH & !RBPF_CHECK_HOST)

RBPF_INLINE enum rbpf_status map(const struct rbpf_vm *vm, struct rbpf_region *region,
                                 const struct rbpf_grant *lent)
{
    uint32_t bytes = lent->bytes;
    bool is_new = region->base != lent->base || region->readable != bytes;

    /* What was harmless stays so: a host that runs a guest again and again does not pay for it. */
    if (RBPF_UNLIKELY(is_new) | MAPS_ALWAYS) {
        enum rbpf_status status = map_anew(vm, region, lent);

        if (status != RBPF_OK)
            return status;
    }
    /* The region's writable length, not the type, keeps a guest from writing. */
    region->writable = bytes & (0u - lent->writable);
    return RBPF_OK;
}

static enum rbpf_status map_number(struct rbpf_vm *vm, uint32_t number,
                                   const struct rbpf_grant *lent)
{
    return map(vm, &vm->regions[number], lent);
}

static bool is_complete(const struct rbpf_vm_config *config)
{
    return config->regions && config->region_count >= RBPF_REGION_COUNT(0) &&
           (config->frames || config->frame_count == 0) &&
           (config->stack || config->stack_bytes == 0);
}

/* What a guest was refused for stays refused, whatever the host did not look at. */
static bool is_verified(const struct rbpf_program *program)
{
    return (!RBPF_CHECK_HOST || program) && program->code.insns_bytes != 0;
}

/* The VM writes to these tables itself: they must be apart from the program and each other too. */
static enum rbpf_status take_tables(struct rbpf_vm *vm, const struct rbpf_vm_config *config)
{
    size_t regions_bytes = config->region_count * sizeof *config->regions;

    if (RBPF_CHECK_HOST &&
        !is_harmless(vm, config->frames, config->frame_count * sizeof *config->frames))
        return RBPF_ERR_GRANT;
    vm->frames = config->frames;
    vm->frame_count = (uint16_t)config->frame_count;
    /* Without the check there are fewer, which is safe. */
    if (RBPF_CHECK_HOST && RBPF_UNLIKELY(config->frame_count >> 16 != 0)) {
        vm->frame_count = UINT16_MAX;
        RBPF_OPAQUE(config);
    }
    if (RBPF_CHECK_HOST && !is_harmless(vm, config->regions, regions_bytes))
        return RBPF_ERR_GRANT;
    vm->regions = config->regions;
    vm->region_count = config->region_count;
    memset(vm->regions, 0, regions_bytes);
    return RBPF_OK;
}

static enum rbpf_status map_own(struct rbpf_vm *vm, const struct rbpf_vm_config *config)
{
    const struct rbpf_grant stack = {config->stack, config->stack_bytes, true};
    const struct rbpf_grant rodata = {config->rodata, config->rodata_bytes, false};
    const struct rbpf_grant data = {config->data, config->data_bytes, true};
    enum rbpf_status status = map_number(vm, RBPF_REGION_STACK, &stack);

    if (status == RBPF_OK)
        status = map_number(vm, RBPF_REGION_RODATA, &rodata);
    if (status == RBPF_OK)
        status = map_number(vm, RBPF_REGION_DATA, &data);
    return status;
}

enum rbpf_status rbpf_vm_init(struct rbpf_vm *vm, const struct rbpf_vm_config *config)
{
    enum rbpf_status status;

    if (RBPF_CHECK_HOST && (!vm || !config))
        return RBPF_ERR_ARGUMENT;
    *vm = (struct rbpf_vm){.state = RBPF_STATE_IDLE};
    if (RBPF_CHECK_HOST && !is_complete(config))
        return RBPF_ERR_ARGUMENT;
    if (!is_verified(config->program))
        return RBPF_ERR_NOT_VERIFIED;

    vm->program = config->program;
    if (vm->program->code.helpers)
        vm->helpers = vm->program->code.helpers->table;
    vm->stack_bytes = config->stack_bytes;
    vm->user = config->user;
    status = take_tables(vm, config);
    if (status == RBPF_OK)
        status = map_own(vm, config);
    if (status != RBPF_OK)
        vm->program = NULL;
    return status;
}

enum rbpf_status rbpf_vm_map(struct rbpf_vm *vm, uint32_t region, const struct rbpf_grant *grant)
{
    if (RBPF_CHECK_HOST && (!vm || !vm->program || !grant))
        return RBPF_ERR_ARGUMENT;
    if (RBPF_CHECK_HOST && vm->state == RBPF_STATE_RUNNING)
        return RBPF_ERR_RUNNING;
    if (RBPF_CHECK_HOST && (region < RBPF_REGION_HOST || region >= vm->region_count - 1u))
        return RBPF_ERR_ARGUMENT;
    return map_number(vm, region, grant);
}

/* Of a function whose chain of calls is known, all that it may need; of others, all there is. */
static RBPF_NOINLINE_IF_FAST enum rbpf_status prepare_stack(const struct rbpf_vm *vm,
                                                            const struct rbpf_function *function)
{
    uint32_t depth = rbpf_function_depth(function);
    uint32_t needed = depth ? rbpf_function_stack(function) : rbpf_function_frame(function);

    if (needed > vm->stack_bytes || (depth && depth - 1u > vm->frame_count))
        return RBPF_ERR_STACK_TOO_SMALL;
    if (!depth)
        needed = vm->stack_bytes;
    if (needed)
        memset(vm->regions[RBPF_REGION_STACK].base, 0, needed);
    return RBPF_OK;
}

#if RBPF_SPARES_FLASH

/* A VM that is not running, a function of its program, and what is lent to it, or null. All that is
 * before the regions is 0 but what is given. */
static enum rbpf_status start_at(struct rbpf_vm *vm, const struct rbpf_function *entry,
                                 const struct rbpf_grant *context)
{
    struct rbpf_grant lent = {0};
    enum rbpf_status status;

    /* One pointer to it, which takes fewer registers. */
    RBPF_OPAQUE(entry);
    if (context)
        lent = *context;
    status = map_number(vm, vm->region_count - 1u, &lent);
    if (status == RBPF_OK)
        status = prepare_stack(vm, entry);
    if (status != RBPF_OK)
        return status;
    memset(vm, 0, offsetof(struct rbpf_vm, regions));
    if (lent.bytes)
        rbpf_set64(vm, 1, RBPF_ADDRESS(vm->region_count - 1u, 0));
    rbpf_set64(vm, 2, lent.bytes);
    vm->state = (uint8_t)rbpf_go_to(vm, rbpf_function_entry(entry), rbpf_function_frame(entry));
    return RBPF_OK;
}

#else

/* Those that are given, 0 in all others, in the order of their words. */
RBPF_INLINE void set_registers(struct rbpf_vm *vm, uint64_t r1, uint32_t r2, uint64_t r10)
{
    struct rbpf_registers *registers = &vm->registers;
    uint32_t zero = 0;
    uint32_t i;

    /* Hidden, or compilers would make a call of memset() of it, which takes four times as long. */
    RBPF_OPAQUE(zero);
    vm->executed_insns = zero;
#if RBPF_SPLIT_REGISTERS
    registers->low[0] = zero;
    registers->low[1] = (uint32_t)r1;
    registers->low[2] = r2;
    RBPF_UNROLL(7)
    for (i = 3; i < 10; i++)
        registers->low[i] = zero;
    registers->low[10] = (uint32_t)r10;
    registers->high[0] = zero;
    registers->high[1] = (uint32_t)(r1 >> 32);
    RBPF_UNROLL(8)
    for (i = 2; i < 10; i++)
        registers->high[i] = zero;
    registers->high[10] = (uint32_t)(r10 >> 32);
#else
    registers->wide[0] = zero;
    registers->wide[1] = r1;
    registers->wide[2] = r2;
    RBPF_UNROLL(7)
    for (i = 3; i < 10; i++)
        registers->wide[i] = zero;
    registers->wide[10] = r10;
#endif
}

/* The same, in fewer instructions. */
RBPF_INLINE enum rbpf_status start_at(struct rbpf_vm *vm, const struct rbpf_function *entry,
                                      const struct rbpf_grant *context)
{
    static const struct rbpf_grant nothing = {0};
    struct rbpf_region *stack = &vm->regions[RBPF_REGION_STACK];
    uint32_t last = vm->region_count - 1u;
    struct rbpf_region *region = &vm->regions[last];
    const uint8_t *insns = rbpf_insns(vm);
    uint32_t context_bytes;
    uint32_t frame_bytes;
    enum rbpf_status status;

    if (RBPF_UNLIKELY(!context)) {
        context = &nothing;
        RBPF_OPAQUE(context);
    }
    context_bytes = context->bytes;
    /* One pointer to each, which takes fewer registers. */
    RBPF_OPAQUE(entry);
    RBPF_OPAQUE(region);
    status = map(vm, region, context);
    frame_bytes = rbpf_function_frame(entry);
    /* What calls nothing and has no stack needs nothing. */
    if (status == RBPF_OK && ((rbpf_function_depth(entry) - 1u) | frame_bytes) != 0)
        status = prepare_stack(vm, entry);
    if (status != RBPF_OK)
        return status;

    stack->readable = frame_bytes;
    stack->writable = frame_bytes;
    vm->state = RBPF_STATE_READY;
    vm->pc = insns + (size_t)rbpf_function_entry(entry) * RBPF_INSN_BYTES;
    set_registers(vm, context_bytes ? RBPF_ADDRESS(last, 0) : 0, context_bytes,
                  RBPF_ADDRESS(RBPF_REGION_STACK, frame_bytes));
    vm->detail = 0;
    vm->status = 0;
    vm->depth = 0;
    return RBPF_OK;
}

#endif

enum rbpf_status rbpf_vm_start(struct rbpf_vm *vm, uint32_t function,
                               const struct rbpf_grant *context)
{
    enum rbpf_status status = RBPF_ERR_NO_FUNCTION;

    if (RBPF_CHECK_HOST && (!vm || !vm->program))
        return RBPF_ERR_ARGUMENT;
    if (RBPF_CHECK_HOST && vm->state == RBPF_STATE_RUNNING)
        return RBPF_ERR_RUNNING;
    if (function < vm->program->code.function_count)
        status = start_at(vm, &vm->program->code.functions[function], context);
    if (RBPF_UNLIKELY(status != RBPF_OK))
        vm->state = RBPF_STATE_IDLE;
    return status;
}

void rbpf_vm_stop(struct rbpf_vm *vm)
{
    RBPF_SHARED_STORE(uint8_t, &vm->stop, 1);
}

enum rbpf_status rbpf_vm_complete(struct rbpf_vm *vm, uint64_t result)
{
    if (RBPF_CHECK_HOST && !vm)
        return RBPF_ERR_ARGUMENT;
    if (RBPF_CHECK_HOST && vm->state != RBPF_STATE_WAITING)
        return RBPF_ERR_NOT_STARTED;
    rbpf_set64(vm, 0, result);
    vm->state = RBPF_STATE_READY;
    return RBPF_OK;
}

uint32_t rbpf_vm_pc(const struct rbpf_vm *vm)
{
    return vm->program && vm->pc ? rbpf_slot(vm, vm->pc) : 0;
}

uint64_t rbpf_vm_executed(const struct rbpf_vm *vm)
{
    return vm->executed_insns;
}
