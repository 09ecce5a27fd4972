#!/bin/sh
# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

# usage: jumps.sh SOURCE_ROOT CC [options of loop_goto.c]
# In a build for size, the loop of computed gotos still has many indirect jumps: its own options
# keep the compiler from folding them into one. Not one for each hot instruction, because gcc lets
# bodies share an equal end, jump included.
set -eu

root=$1
cc=$2
shift 2

case $(uname -m) in
x86_64) jump='\bjmp +\*' ;;
aarch64) jump='\bbr[[:space:]]+x' ;;
*)
    echo "skipped: knows the indirect jumps of x86-64 and AArch64 only"
    exit 77
    ;;
esac

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# count_jumps OPTIONS: of loop_goto.c
count_jumps() {
    "$cc" -std=c11 "$@" -I "$root/include" -I "$root/src" -c -o "$work/loop.o" \
        "$root/src/exec/loop_goto.c"
    objdump -d "$work/loop.o" | grep -cE "$jump" || true
}

jumps=$(count_jumps -Os "$@")
echo "$jumps indirect jumps; without the file's own options $(count_jumps -Os)"
[ "$jumps" -gt 20 ]
