/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* The same without an operating system. */
#include <stddef.h>

#include "board.h"
#include "report.h"

int main(void)
{
    return report_attempts(NULL);
}
