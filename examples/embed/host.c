/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

#include <inttypes.h>
#include <rbpf/rbpf.h>
#include <stdio.h>

/* r0 = the sum of the context's bytes; r1 is its guest address, r2 its length. */
_Alignas(8) static const uint8_t insns[][8] = {
    {0x15, 0x02, 5},                            /* if r2 == 0 goto +5 */
    {0x71, 0x13},                               /* r3 = *(u8 *)(r1 + 0) */
    {0x0f, 0x30},                               /* r0 += r3 */
    {0x07, 0x01, 0, 0, 1},                      /* r1 += 1 */
    {0x07, 0x02, 0, 0, 0xff, 0xff, 0xff, 0xff}, /* r2 += -1 */
    {0x55, 0x02, 0xfb, 0xff},                   /* if r2 != 0 goto -5 */
    {0x95},                                     /* exit */
};

int main(void)
{
    const uint8_t reading[] = {20, 22, 17, 23};
    const struct rbpf_grant context = {.base = reading, .bytes = sizeof reading};
    struct rbpf_code code = {.insns = insns, .insns_bytes = sizeof insns};
    struct rbpf_function functions[1];
    struct rbpf_program program;
    struct rbpf_region regions[RBPF_REGION_COUNT(0)];
    struct rbpf_vm vm;
    struct rbpf_vm_config config = {
        .program = &program, .regions = regions, .region_count = RBPF_REGION_COUNT(0)};

    if (rbpf_functions_find(&code, functions, 1) || rbpf_program_load(&program, &code, NULL) ||
        rbpf_vm_init(&vm, &config) || rbpf_vm_start(&vm, 0, &context) || rbpf_run(&vm, 1000))
        return 1;
    printf("%" PRIu64 " after %" PRIu64 " instructions\n", rbpf_vm_result(&vm),
           rbpf_vm_executed(&vm));
    return 0;
}
