#!/bin/sh
# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

# usage: test.sh PROGRAM CSV
# The bench works: all ways have the native results, and there is a row for each. Nothing is said of
# how long they take.
set -eu

"$1" --quick --csv "$2"
awk -F , '
    NR == 1 { is_headed = $0 == "workload,variant,guest,best,median,low,high"; next }
    NF != 7 || $4 <= 0 || $5 <= 0 || seen[$1, $2, $3]++ { print "line " NR ": " $0; bad = 1 }
    $1 != "mean" && ($6 > $5 || $7 < $5) { print "no quartiles: " $0; bad = 1 }
    { ways[$2 " " $3]++ }
    $2 == "goto" && $3 == "v3" && !beside { product += log($4); count++ }
    $1 == "mixed" && $2 == "small" { beside = 1 }
    $1 == "mean" && $2 == "goto" && $3 == "v3" { mean = $4 }
    END {
        if (!is_headed || bad)
            exit 1
        if (ways["goto v3"] != 16 || ways["goto v2"] != 16 || ways["switch v3"] != 16 ||
            ways["small v3"] != 16 || NR != 65 || count != 11) {
            print NR " lines, " count " that count"
            exit 1
        }
        error = exp(product / count) / mean
        if (error < 0.99 || error > 1.01) {
            print "the mean is " mean ", not " exp(product / count)
            exit 1
        }
    }' "$2"

! "$1" --quick --only nothing || {
    echo "a workload that there is not passes"
    exit 1
}
