#!/bin/sh
# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

# usage: painted.sh STACK_CSV PAINTED_CSV
# No function was seen to take more of the stack than the call graph says it can, nor less than half
# of it: then either the graph or the programs that were run would be wrong.
set -eu

awk -F , '
    NR == FNR { most[$2 "," $3] = $4; next }
    FNR == 1 { next }
    {
        can = most[$2 "," $3]
        rows++
        printf "%-7s %-20s %4d seen, %4d at most\n", $2, $3, $4, can
        if ($4 > can || $4 * 2 < can) {
            print "    is " ($4 > can ? "more" : "less than half of that")
            wrong++
        }
    }
    END { print rows + 0 " functions"; exit !rows || wrong > 0 }' "$1" "$2"
