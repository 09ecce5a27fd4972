/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Setting a VM up: what is lent to the guest, and where it begins. */
#include "exec/exec.h"
#include "verify/functions.h"

/* Does nothing of `bytes` bytes at `kept` lie in the grant, which is not empty and does not wrap?
 */
static bool is_apart(const struct rbpf_grant *lent, const void *kept, size_t bytes)
{
    uintptr_t ahead = (uintptr_t)kept - (uintptr_t)lent->base;

    return bytes == 0 || (ahead >= lent->bytes && 0u - ahead >= bytes);
}

/* Nothing that the guest can touch may change what was verified, its rights, or the VM itself. */
static bool is_harmless(const struct rbpf_vm *vm, const struct rbpf_grant *lent)
{
    const struct rbpf_code *code = &vm->program->code;
    const struct rbpf_helpers *helpers = code->helpers;

    if (lent->bytes == 0)
        return true;
    if (lent->bytes - 1u > UINTPTR_MAX - (uintptr_t)lent->base)
        return false;
    return is_apart(lent, vm, sizeof *vm) &&
           is_apart(lent, vm->regions, vm->region_count * sizeof *vm->regions) &&
           is_apart(lent, vm->frames, vm->frame_count * sizeof *vm->frames) &&
           is_apart(lent, code, sizeof *code) && is_apart(lent, code->insns, code->insns_bytes) &&
           is_apart(lent, code->functions, code->function_count * sizeof *code->functions) &&
           (!helpers ||
            (is_apart(lent, helpers, sizeof *helpers) &&
             is_apart(lent, helpers->table, helpers->count * sizeof *helpers->table) &&
             is_apart(lent, helpers->allowed, helpers->allowed ? RBPF_HELPERS_MAX / 8u : 0)));
}

static enum rbpf_status map(struct rbpf_vm *vm, uint32_t number, const struct rbpf_grant *lent)
{
    struct rbpf_region *region = &vm->regions[number];

    if (lent->bytes != 0 && !lent->base)
        return RBPF_ERR_ARGUMENT;
    /* What was harmless stays so: a host that runs a guest again and again does not pay for it. */
    if ((region->base != lent->base || region->readable != lent->bytes) && !is_harmless(vm, lent))
        return RBPF_ERR_GRANT;
    region->readable = lent->bytes;
    /* The region's writable length, not the type, keeps a guest from writing. */
    region->base = (uint8_t *)(uintptr_t)lent->base;
    region->writable = lent->writable ? lent->bytes : 0;
    return RBPF_OK;
}

static enum rbpf_status check_config(const struct rbpf_vm_config *config)
{
    if (!config->regions || config->region_count < RBPF_REGION_COUNT(0))
        return RBPF_ERR_ARGUMENT;
    if ((config->frame_count && !config->frames) || (config->stack_bytes && !config->stack))
        return RBPF_ERR_ARGUMENT;
    if (!config->program || config->program->code.insns_bytes == 0)
        return RBPF_ERR_NOT_VERIFIED;
    return RBPF_OK;
}

/* The VM writes to these tables itself: they must be apart from the program and each other too. */
static enum rbpf_status take_tables(struct rbpf_vm *vm, const struct rbpf_vm_config *config)
{
    struct rbpf_grant table = {.base = config->frames,
                               .bytes = config->frame_count * (uint32_t)sizeof *config->frames};

    if (!is_harmless(vm, &table))
        return RBPF_ERR_GRANT;
    vm->frames = config->frames;
    vm->frame_count = config->frame_count;
    table.base = config->regions;
    table.bytes = config->region_count * (uint32_t)sizeof *config->regions;
    if (!is_harmless(vm, &table))
        return RBPF_ERR_GRANT;
    vm->regions = config->regions;
    vm->region_count = config->region_count;
    memset(vm->regions, 0, table.bytes);
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

    if (!vm || !config)
        return RBPF_ERR_ARGUMENT;
    *vm = (struct rbpf_vm){.state = RBPF_STATE_IDLE};
    status = check_config(config);
    if (status != RBPF_OK)
        return status;

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
    if (!vm || !vm->program || !grant)
        return RBPF_ERR_ARGUMENT;
    if (vm->state == RBPF_STATE_RUNNING)
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
    static const struct rbpf_grant nothing;
    const struct rbpf_grant *lent = context ? context : &nothing;
    const struct rbpf_function *entry;
    enum rbpf_status status;

    if (!vm || !vm->program)
        return RBPF_ERR_ARGUMENT;
    if (vm->state == RBPF_STATE_RUNNING)
        return RBPF_ERR_RUNNING;
    vm->state = RBPF_STATE_IDLE;
    if (function >= vm->program->code.function_count)
        return RBPF_ERR_NO_FUNCTION;
    entry = &vm->program->code.functions[function];
    status = map(vm, vm->region_count - 1u, lent);
    if (status == RBPF_OK)
        status = prepare_stack(vm, entry);
    if (status != RBPF_OK)
        return status;

    set_registers(vm, lent->bytes, rbpf_function_frame(entry));
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
    if (!vm)
        return RBPF_ERR_ARGUMENT;
    if (vm->state != RBPF_STATE_WAITING)
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
