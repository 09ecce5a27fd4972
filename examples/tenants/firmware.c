/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

#include <stdio.h>

#include "device.h"

int main(void)
{
    enum device_container which;
    enum rbpf_status status = device_start(&which);
    printf("%d %d\n", status, which);
    return status != 0;
}
