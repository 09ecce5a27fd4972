#!/bin/sh
# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

# usage: same_answers.sh BUILD BUILD...
# The vectors ended in the same way in all these build trees, whose CTest has run them: as many passed,
# and the hash over their results, counts of instructions, memory and faults is the same. There is no
# right one to compare with: machines of different word size and byte order are each other's check.
set -eu

if [ $# -lt 2 ]; then
    echo "needs two build trees or more"
    exit 1
fi
first=$1
failures=0
cases=0

for name in conformance random hostile own; do
    for build in "$@"; do
        file=$build/answers/$name.txt
        if [ ! -s "$file" ]; then
            echo "MISSING $name in $build: run ctest -L vectors there, with RBPF_VECTORS_DIR"
            failures=$((failures + 1))
        elif ! cmp -s "$first/answers/$name.txt" "$file"; then
            echo "OTHER $name in $build: $(cat "$file")"
            failures=$((failures + 1))
        fi
    done
    [ -s "$first/answers/$name.txt" ] || continue
    line=$(cat "$first/answers/$name.txt")
    echo "$name: $line"
    count=$(echo "$line" | sed -n 's/^[a-z]* \([0-9]*\)\/\1, .* answers [0-9a-f]\{16\}$/\1/p')
    [ -n "$count" ] || failures=$((failures + 1))
    cases=$((cases + ${count:-0}))
done

echo "$cases cases on $# machines, $failures failures"
[ $failures -eq 0 ] && [ $cases -gt 0 ]
