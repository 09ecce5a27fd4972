#!/bin/sh
# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

# usage: places.sh SOURCE_ROOT CC [options of loop_goto.c]
# Where the loop of computed gotos has bodies for each destination, each lies on a line of 64 bytes
# of its own, one byte further for each destination: what src/exec/copies.h asks of the assembler,
# and the compiler may undo by laying padding and body apart.
set -eu

root=$1
cc=$2
shift 2

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$cc" -std=c11 -Os "$@" -I "$root/include" -I "$root/src" -c -o "$work/loop.o" \
    "$root/src/exec/loop_goto.c"
# The table is by opcode and destination, of 8 bytes an entry; bodies of one entry are those.
objdump -r "$work/loop.o" | awk '
function number(hex,    i, value) {
    for (i = 1; i <= length(hex); i++)
        value = value * 16 + index("0123456789abcdef", substr(hex, i, 1)) - 1
    return value
}
/^RELOCATION/ { in_table = / \[\.data\.rel\.ro/ }
in_table && $2 == "R_X86_64_64" && $3 ~ /^\.text\+0x/ {
    entry = number($1) / 8
    place[entry] = number(substr($3, length(".text+0x") + 1))
    entries[place[entry]]++
    if (entry >= 256)
        by_destination = 1
}
END {
    if (!by_destination) {
        print "skipped: no bodies for each destination in this build"
        exit 77
    }
    for (entry in place) {
        dst = int(entry / 256)
        if (entries[place[entry]] != 1)
            continue
        bodies++
        if (place[entry] % 64 != dst + 1) {
            printf "opcode %d of r%d: byte %d of its line\n", entry % 256, dst, place[entry] % 64
            wrong++
        }
    }
    printf "%d bodies, %d elsewhere\n", bodies, wrong
    exit wrong > 0 || bodies < 11
}'
