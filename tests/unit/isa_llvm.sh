#!/bin/sh
# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

# usage: isa_llvm.sh LLVM_MC ISA_NAMES
# Holds rbpf_insn_decode() and rbpf_opcode_name() against LLVM's assembler for cpu v4, whose
# instructions the system's headers lack.
set -eu

llvm_mc=$1
isa_names=$2
table=$(dirname "$0")/isa_llvm.txt

if ! "$llvm_mc" --version 2> /dev/null | grep -q 'bpfel'; then
    echo "skipped: needs llvm-mc with the target bpfel (Debian: llvm-19)"
    exit 77
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

grep -v '^#' "$table" | sed 's/ | .*//' > "$work/assembly"
grep -v '^#' "$table" | sed 's/.* | //' > "$work/expected"
"$llvm_mc" -triple=bpfel -mcpu=v4 -filetype=asm --show-encoding "$work/assembly" |
    sed -n 's/.*encoding: \[\(.*\)\].*/\1/p' > "$work/bytes"
"$isa_names" < "$work/bytes" > "$work/actual"

[ -s "$work/expected" ]
diff -u "$work/expected" "$work/actual"
echo "$(wc -l < "$work/actual") instructions"
