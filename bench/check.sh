#!/bin/sh
# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

# usage: check.sh CPU MEASURED BASELINES COMPILERS TABLE...
# Compares MEASURED/TABLE.csv with BASELINES/CPU/TABLE.csv and with marks.csv. Figures hold for
# one version of the compilers, which COMPILERS is the file of; with another one, 77: skipped.
set -eu

cpu=$1
measured=$2
baseline=$3/$1
compilers=$4
shift 4
here=$(cd "$(dirname "$0")" && pwd)

[ -d "$baseline" ] || {
    echo "there is no baseline for $cpu in $baseline: make one by the target \`baseline\`"
    exit 1
}
if ! cmp -s "$compilers" "$baseline/$(basename "$compilers")"; then
    echo "skipped: the baselines are those of other compilers"
    diff "$baseline/$(basename "$compilers")" "$compilers" || :
    exit 77
fi
failures=0
for table in "$@"; do
    awk -F , -v table="$table" -f "$here/check.awk" "$here/marks.csv" "$baseline/$table.csv" \
        "$measured/$table.csv" || failures=$((failures + 1))
done
[ $failures -eq 0 ] || {
    echo "If a figure has to grow, say why in the commit that does it, and write new baselines and"
    echo "tables: sh bench/baseline.sh $cpu"
    exit 1
}
