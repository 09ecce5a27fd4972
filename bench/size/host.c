/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* The least that a host does with librbpf: what the linker keeps for it is what is counted. */
#include <rbpf/rbpf.h>

#include "memory.h"

int main(void);

static enum rbpf_status prepare(void)
{
#ifdef HOST_IMAGE
    uint32_t function;
    enum rbpf_status status = rbpf_image_open(&image, image_bytes, image_size);

    if (status != RBPF_OK)
        return status;
    code = rbpf_image_code(&image, NULL);
    status = rbpf_image_find_entry(&image, "on_timer", &function);
    return status == RBPF_OK ? rbpf_image_init_data(&image, data, sizeof data) : status;
#else
    return RBPF_OK;
#endif
}

/* One thing more each. */
static void use_more(void)
{
#ifdef HOST_RAW
    rbpf_functions_find(&code, functions, 8);
#endif
#ifdef HOST_FACTS
    rbpf_program_facts(&program, &facts);
#endif
#ifdef HOST_FAULT
    rbpf_vm_fault(&vm, &fault);
#endif
#ifdef HOST_STEP
    rbpf_step(&vm);
#endif
#ifdef HOST_TEXT
    text = rbpf_status_text(RBPF_OK);
    text = rbpf_status_name(RBPF_OK);
#endif
#ifdef HOST_DISASSEMBLE
    rbpf_disassemble(image_bytes, line, sizeof line);
#endif
}

int main(void)
{
    if (prepare() || rbpf_program_load(&program, &code, NULL) || rbpf_vm_init(&vm, &config) ||
        rbpf_vm_start(&vm, 0, &context) || rbpf_run(&vm, 1000))
        return 1;
    result = rbpf_vm_result(&vm);
    use_more();
    return 0;
}
