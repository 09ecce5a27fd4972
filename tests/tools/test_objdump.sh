#!/bin/sh
# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

# usage: test_objdump.sh RBPF EVERY_INSN LLVM_MC LLVM_OBJDUMP ISA_LLVM_TXT
# Every legal instruction, as rbpf disasm and as llvm-objdump 19 print it; what llvm-objdump prints,
# assembled by rbpf asm; and a list of forms, assembled by rbpf asm and by llvm-mc.
set -eu

rbpf=$1
every_insn=$2
llvm_mc=$3
llvm_objdump=$4
forms=$5

for tool in "$llvm_mc" "$llvm_objdump"; do
    if ! "$tool" --version 2> /dev/null | grep -q 'LLVM version 19'; then
        echo "skipped: needs llvm-mc and llvm-objdump of LLVM 19 (Debian: llvm-19)"
        exit 77
    fi
done

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# listing FILE: the lines of instructions, without the labels of targets and names of helpers.
listing()
{
    grep -E '^ *[0-9]+:' "$1" | sed -e 's/\t#.*//' -e 's/ <[^ ]*>$//'
}

# A signed distance is a call of a function, a plain number one of a helper; llvm-objdump prints
# both alike, and a helper's number as if it had a sign.
text()
{
    listing "$1" | sed -e '/\t85 1/s/call 0x/call +0x/' \
        -e '/\t85 0/s/call -0x1$/call 0xffffffff/' -e '/\t85 0/s/call -0x3e8$/call 0xfffffc18/' \
        -e '/\t85 0/s/call -0x80000000$/call 0x80000000/' -e 's/.*\t//'
}

"$every_insn" > "$work/raw"
od -An -v -tx1 "$work/raw" | sed 's/ /,0x/g; s/^,/.byte /' |
    "$llvm_mc" -triple=bpfel -mcpu=v4 -filetype=obj -o "$work/object"
"$llvm_objdump" -d --mcpu=v4 "$work/object" > "$work/llvm"
"$rbpf" disasm --raw --objdump "$work/raw" > "$work/own"
listing "$work/llvm" > "$work/expected"
listing "$work/own" > "$work/actual"
[ -s "$work/expected" ]
diff "$work/expected" "$work/actual" | head -n 20
cmp "$work/expected" "$work/actual"

text "$work/llvm" | "$rbpf" asm --raw - -o "$work/again"
cmp "$work/raw" "$work/again"

grep -v '^#' "$forms" | sed 's/ | .*//' > "$work/forms"
"$llvm_mc" -triple=bpfel -mcpu=v4 -filetype=asm --show-encoding "$work/forms" |
    sed -n 's/.*encoding: \[\(.*\)\].*/\1/p' | tr -d '\n' | sed 's/0x//g; s/,//g' > "$work/hex"
"$rbpf" asm --raw "$work/forms" -o "$work/forms.raw"
od -An -v -tx1 "$work/forms.raw" | tr -d ' \n' > "$work/own.hex"
cmp "$work/hex" "$work/own.hex"

echo "$(wc -l < "$work/actual") instructions, $(wc -l < "$work/forms") forms"
