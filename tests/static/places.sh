#!/bin/sh
# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

# usage: places.sh SOURCE_ROOT CC [options of loop_goto.c]
# gcc for x86-64 makes a body of each hot instruction for each of the eleven destinations, and each
# lies on a line of 64 bytes, one byte further for each destination: what src/exec/copies.h asks of
# the assembler, and the compiler may undo by laying padding and body apart.
set -eu

root=$1
cc=$2
shift 2

if [ "$(uname -m)" != x86_64 ] || "$cc" -dM -E -x c /dev/null | grep -q __clang__; then
    echo "skipped: only gcc for x86-64 makes them"
    exit 77
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$cc" -std=c11 -Os "$@" -fPIE -fno-function-sections -I "$root/include" -I "$root/src" -c \
    -o "$work/loop.o" "$root/src/exec/loop_goto.c"
hot=$(grep -c '^ *X(.*, HOT) ' "$root/src/isa/table.h")
# The table is by opcode and destination, of 8 bytes an entry; a body of its own has one entry.
objdump -r "$work/loop.o" | awk -v expected=$((hot * 11)) '
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
}
END {
    for (entry in place) {
        dst = int(entry / 256)
        if (entries[place[entry]] != 1)
            continue
        bodies++
        if (place[entry] % 64 != dst + 1 || lines[int(place[entry] / 64)]++) {
            printf "opcode %d of r%d: byte %d of its line\n", entry % 256, dst, place[entry] % 64
            wrong++
        }
    }
    printf "%d bodies of %d, %d elsewhere\n", bodies, expected, wrong
    exit wrong > 0 || bodies != expected
}'
