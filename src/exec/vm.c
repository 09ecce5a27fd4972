/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Setting a VM up: what is lent to the guest, and where it begins. */
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

static enum rbpf_status map(struct rbpf_vm *vm, uint32_t number, const struct rbpf_grant *lent)
{
    struct rbpf_region *region = &vm->regions[number];

    if (RBPF_CHECK_HOST && (lent->bytes > RBPF_GRANT_MAX || (lent->bytes != 0 && !lent->base)))
        return RBPF_ERR_ARGUMENT;
    /* What was harmless stays so: a host that runs a guest again and again does not pay for it. */
    if (RBPF_CHECK_HOST && (region->base != lent->base || region->readable != lent->bytes) &&
        !is_harmless(vm, lent->base, lent->bytes))
        return RBPF_ERR_GRANT;
    region->readable = lent->bytes;
    /* The region's writable length, not the type, keeps a guest from writing. */
    region->base = (uint8_t *)(uintptr_t)lent->base;
    region->writable = lent->writable ? lent->bytes : 0;
    return RBPF_OK;
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
    vm->frame_count = config->frame_count;
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
    enum rbpf_status status = map(vm, RBPF_REGION_STACK, &stack);

    if (status == RBPF_OK)
        status = map(vm, RBPF_REGION_RODATA, &rodata);
    if (status == RBPF_OK)
        status = map(vm, RBPF_REGION_DATA, &data);
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
    if (region < RBPF_REGION_HOST || region >= vm->region_count - 1u)
        return RBPF_ERR_ARGUMENT;
    return map(vm, region, grant);
}

/* Of a function whose chain of calls is known, all that it may need; of others, all there is. */
static enum rbpf_status prepare_stack(struct rbpf_vm *vm, const struct rbpf_function *function)
{
    struct rbpf_region *stack = &vm->regions[RBPF_REGION_STACK];
    uint32_t depth = rbpf_function_depth(function);
    uint32_t frame_bytes = rbpf_function_frame(function);
    uint32_t needed = depth ? rbpf_function_stack(function) : frame_bytes;

    if (needed > vm->stack_bytes || (depth && depth - 1u > vm->frame_count))
        return RBPF_ERR_STACK_TOO_SMALL;
    if (!depth)
        needed = vm->stack_bytes;
    if (needed)
        memset(stack->base, 0, needed);
    stack->readable = frame_bytes;
    stack->writable = frame_bytes;
    return RBPF_OK;
}

static void set_registers(struct rbpf_vm *vm, uint32_t context_bytes, uint32_t stack_top)
{
    uint64_t context = RBPF_ADDRESS(vm->region_count - 1u, 0);

    vm->registers = (struct rbpf_registers){0};
    rbpf_set64(vm, 1, context_bytes ? context : 0);
    rbpf_set64(vm, 2, context_bytes);
    rbpf_set64(vm, 10, RBPF_ADDRESS(RBPF_REGION_STACK, stack_top));
}

enum rbpf_status rbpf_vm_start(struct rbpf_vm *vm, uint32_t function,
                               const struct rbpf_grant *context)
{
    struct rbpf_grant lent = {0};
    const struct rbpf_function *entry;
    enum rbpf_status status;

    if (RBPF_CHECK_HOST && (!vm || !vm->program))
        return RBPF_ERR_ARGUMENT;
    if (RBPF_CHECK_HOST && vm->state == RBPF_STATE_RUNNING)
        return RBPF_ERR_RUNNING;
    vm->state = RBPF_STATE_IDLE;
    if (function >= vm->program->code.function_count)
        return RBPF_ERR_NO_FUNCTION;
    entry = &vm->program->code.functions[function];
    if (context)
        lent = *context;
    status = map(vm, vm->region_count - 1u, &lent);
    if (status == RBPF_OK)
        status = prepare_stack(vm, entry);
    if (status != RBPF_OK)
        return status;

    set_registers(vm, lent.bytes, rbpf_function_frame(entry));
    vm->pc = rbpf_insns(vm) + (size_t)rbpf_function_entry(entry) * RBPF_INSN_BYTES;
    vm->depth = 0;
    vm->executed_insns = 0;
    vm->state = RBPF_STATE_READY;
    return RBPF_OK;
}

void rbpf_vm_stop(struct rbpf_vm *vm)
{
    vm->stop = 1;
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

uint64_t rbpf_vm_result(const struct rbpf_vm *vm)
{
    return rbpf_reg64(vm, 0);
}

uint64_t rbpf_vm_register(const struct rbpf_vm *vm, uint32_t number)
{
    return number < RBPF_REGISTER_COUNT ? rbpf_reg64(vm, number) : 0;
}

uint32_t rbpf_vm_pc(const struct rbpf_vm *vm)
{
    return vm->program && vm->pc ? rbpf_slot(vm, vm->pc) : 0;
}

uint64_t rbpf_vm_executed(const struct rbpf_vm *vm)
{
    return vm->executed_insns;
}
