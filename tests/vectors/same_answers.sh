#!/bin/sh
# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

# usage: same_answers.sh BUILD BUILD...
# The vectors ended in the same way in all these build trees, whose CTest has run them: as many passed,
# and the hash over their results, counts of instructions, memory and faults is the same. There is no
# right one to compare with: machines of different word size and byte order are each other's check.
set -eu

# passed BUILD NAME: how many of how many, "7/7"; nothing unless all did and there is a hash.
passed() {
    sed -n 's/^[a-z]* \(\([0-9]*\)\/\2\), .* answers [0-9a-f]\{16\}$/\1/p' \
        "$1/answers/$2.txt" 2> /dev/null
}

complain() {
    echo "$1"
    failures=$((failures + 1))
}

if [ $# -lt 2 ]; then
    echo "needs two build trees or more"
    exit 1
fi
failures=0
first=

for build in "$@"; do
    line=
    for name in conformance random hostile own; do
        count=$(passed "$build" $name || true)
        [ -n "$count" ] ||
            complain "$build has not passed $name: run ctest -L vectors, with RBPF_VECTORS_DIR"
        line="$line$name $count, "
    done
    hash=$(cat "$build"/answers/*.txt 2> /dev/null | sha256sum | cut -c 1-16)
    line="${line}answers $hash"
    echo "$(basename "$build"): $line"
    : "${first:=$line}"
    [ "$line" = "$first" ] || complain "which is not as in $1"
done

echo "$# machines, $failures failures"
[ $failures -eq 0 ]
