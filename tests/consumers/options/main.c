/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Library and host agree on what was chosen: the small loop, and no groups but the base. */
#include <rbpf/rbpf.h>
#include <stdio.h>

#if RBPF_LOOP != RBPF_LOOP_SMALL
#error "the host does not see the chosen loop"
#endif

_Alignas(8) static const uint8_t adds[][8] = {
    {0xb7, 0x00, 0, 0, 40}, /* r0 = 40 */
    {0x07, 0x00, 0, 0, 2},  /* r0 += 2 */
    {0x95},                 /* exit */
};

_Alignas(8) static const uint8_t multiplies[][8] = {
    {0xb7, 0x00, 0, 0, 21}, /* r0 = 21 */
    {0x27, 0x00, 0, 0, 2},  /* r0 *= 2, of the group divmul64 */
    {0x95},                 /* exit */
};

static enum rbpf_status load(struct rbpf_program *program, const void *insns, size_t insns_bytes)
{
    static struct rbpf_function functions[1];
    struct rbpf_code code = {.insns = insns, .insns_bytes = insns_bytes};
    enum rbpf_status status = rbpf_functions_find(&code, functions, 1);

    return status == RBPF_OK ? rbpf_program_load(program, &code, NULL) : status;
}

int main(void)
{
    struct rbpf_program program;
    struct rbpf_region regions[RBPF_REGION_COUNT(0)];
    struct rbpf_vm vm;
    struct rbpf_vm_config config = {
        .program = &program, .regions = regions, .region_count = RBPF_REGION_COUNT(0)};

    if (rbpf_groups() != RBPF_GROUPS || RBPF_GROUPS != (RBPF_GROUP_BASE32 | RBPF_GROUP_BASE64))
        return 1;
    if (load(&program, multiplies, sizeof multiplies) != RBPF_REJECT_GROUP)
        return 2;
    if (load(&program, adds, sizeof adds) || rbpf_vm_init(&vm, &config) ||
        rbpf_vm_start(&vm, 0, NULL) || rbpf_run(&vm, 10))
        return 3;
    printf("%u without divmul64\n", (unsigned)rbpf_vm_result(&vm));
    return 0;
}
