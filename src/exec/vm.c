/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Setting a VM up: what is lent to the guest, and where it begins. */
#include "exec/exec.h"

struct block {
    const void *base;
    size_t bytes;
};

static bool overlap(struct block a, struct block b)
{
    uintptr_t a_base = (uintptr_t)a.base;
    uintptr_t b_base = (uintptr_t)b.base;

    if (a.bytes == 0 || b.bytes == 0)
        return false;
    return a_base < b_base ? b_base - a_base < a.bytes : a_base - b_base < b.bytes;
}

/* Nothing that the guest can touch may change what was verified, its rights, or the VM itself. */
static bool is_harmless(const struct rbpf_vm *vm, struct block lent)
{
    static const struct rbpf_helpers none;
    const struct rbpf_program *program = vm->program;
    const struct rbpf_helpers *helpers = program->helpers ? program->helpers : &none;
    const struct block kept[] = {
        {vm, sizeof *vm},
        {vm->regions, vm->region_count * sizeof *vm->regions},
        {vm->frames, vm->frame_count * sizeof *vm->frames},
        {program, sizeof *program},
        {program->insns, (size_t)program->insn_count * 8u},
        {program->functions, program->function_count * sizeof *program->functions},
        {helpers, sizeof *helpers},
        {helpers->table, helpers->count * sizeof *helpers->table},
        {helpers->allowed, helpers->allowed ? RBPF_HELPERS_MAX / 8u : 0},
    };
    size_t i;

    if (lent.bytes != 0 && lent.bytes - 1u > UINTPTR_MAX - (uintptr_t)lent.base)
        return false;
    for (i = 0; i < sizeof kept / sizeof kept[0]; i++)
        if (overlap(lent, kept[i]))
            return false;
    return true;
}

static enum rbpf_status map(struct rbpf_vm *vm, uint32_t number, const struct rbpf_grant *grant)
{
    const struct rbpf_region *region = &vm->regions[number];
    bool is_mapped = region->base == grant->base && region->readable == grant->bytes;

    if (grant->bytes != 0 && !grant->base)
        return RBPF_ERR_ARGUMENT;
    /* What was harmless stays so: a host that runs a guest again and again does not pay for it. */
    if (!is_mapped && !is_harmless(vm, (struct block){grant->base, grant->bytes}))
        return RBPF_ERR_GRANT;
    /* The region's writable length, not the type, keeps a guest from writing. */
    vm->regions[number] = (struct rbpf_region){
        .readable = grant->bytes,
        .base = (uint8_t *)(uintptr_t)grant->base,
        .writable = grant->writable ? grant->bytes : 0,
    };
    return RBPF_OK;
}

static enum rbpf_status check_config(const struct rbpf_vm_config *config)
{
    if (!config->regions || config->region_count < RBPF_REGION_COUNT(0))
        return RBPF_ERR_ARGUMENT;
    if ((config->frame_count && !config->frames) || (config->stack_bytes && !config->stack))
        return RBPF_ERR_ARGUMENT;
    if (!config->program || config->program->insn_count == 0)
        return RBPF_ERR_NOT_VERIFIED;
    return RBPF_OK;
}

/* The VM writes to these tables itself: they must be apart from the program and each other too. */
static enum rbpf_status take_tables(struct rbpf_vm *vm, const struct rbpf_vm_config *config)
{
    struct block frames = {config->frames, config->frame_count * sizeof *config->frames};
    struct block regions = {config->regions, config->region_count * sizeof *config->regions};

    if (!is_harmless(vm, frames))
        return RBPF_ERR_GRANT;
    vm->frames = config->frames;
    vm->frame_count = config->frame_count;
    if (!is_harmless(vm, regions))
        return RBPF_ERR_GRANT;
    vm->regions = config->regions;
    vm->region_count = config->region_count;
    memset(vm->regions, 0, regions.bytes);
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
static enum rbpf_status prepare_stack(struct rbpf_vm *vm, const struct rbpf_function_info *info)
{
    struct rbpf_region *stack = &vm->regions[RBPF_REGION_STACK];
    uint32_t needed = info->depth ? info->stack_bytes : info->frame_bytes;

    if (needed > vm->stack_bytes || (info->depth && info->depth - 1u > vm->frame_count))
        return RBPF_ERR_STACK_TOO_SMALL;
    if (!info->depth)
        needed = vm->stack_bytes;
    if (needed)
        memset(stack->base, 0, needed);
    stack->readable = info->frame_bytes;
    stack->writable = info->frame_bytes;
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
    struct rbpf_function_info info;
    enum rbpf_status status;

    if (!vm || !vm->program)
        return RBPF_ERR_ARGUMENT;
    if (vm->state == RBPF_STATE_RUNNING)
        return RBPF_ERR_RUNNING;
    vm->state = RBPF_STATE_IDLE;
    if (function >= vm->program->function_count)
        return RBPF_ERR_NO_FUNCTION;
    info = rbpf_function_read(&vm->program->functions[function]);
    status = map(vm, vm->region_count - 1u, lent);
    if (status == RBPF_OK)
        status = prepare_stack(vm, &info);
    if (status != RBPF_OK)
        return status;

    set_registers(vm, lent->bytes, info.frame_bytes);
    vm->pc = vm->program->insns + (size_t)info.entry * RBPF_INSN_BYTES;
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
