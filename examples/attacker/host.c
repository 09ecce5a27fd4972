/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* On a PC: attacker [NAME OF AN ATTEMPT]. */
#include "report.h"

#include <stddef.h>

int main(int argc, char **argv)
{
    return report_attempts(argc > 1 ? argv[1] : NULL);
}
