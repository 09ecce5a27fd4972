#!/bin/sh
# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

# usage: test_faults.sh RBPF SOURCES CLANG
# A fault names the line whose comment says FAULT, and callers those that say CALL: however the
# guest was compiled, from the object, from its image, and from the record alone.
set -u

rbpf=$1
sources=$2
clang=$3
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
failed=0
count=0

fail()
{
    echo "FAIL $way $entry: $1"
    cat "$dir/fault"
    failed=$((failed + 1))
}

# place MARK NAME: FILE:LINE of the comment that has the mark and the name.
place()
{
    grep -n -E "/\* $1( .*)? $2( .*)? \*/" "$sources/$unit.c" "$sources/faults.h" |
        sed 's/^\([^:]*:[0-9]*\):.*/\1/'
}

# says WORDS: the fault has a line with these words (an extended regular expression).
says()
{
    count=$((count + 1))
    grep -q -E -e "$1" "$dir/fault" || fail "'$1' is not in:"
}

# names LABEL MARK: the fault has a line with this label and the place of the mark.
names()
{
    expected=$(place "$2" "$entry")
    [ "$(echo "$expected" | wc -w)" = 1 ] || fail "the mark $2 stands in '$expected', and in:"
    says "^  $1: *$expected:[0-9]+ in "
}

# run ENTRY: the same fault from the object, the image and the record.
run()
{
    entry=$1
    "$rbpf" run --entry "$entry" --ctx-hex "$ctx" --record "$dir/record" "$dir/guest.o" \
        > "$dir/out" 2> "$dir/err"
    [ $? = 1 ] || fail "no fault, but:"
    sed 's/^rbpf: //' "$dir/err" > "$dir/fault"
    "$rbpf" run --entry "$entry" --ctx-hex "$ctx" "$dir/guest.img" > "$dir/out" 2> "$dir/err2"
    cmp -s "$dir/err" "$dir/err2" || fail "the image says something else than the object:"
    "$rbpf" explain "$dir/guest.img" "$dir/record" > "$dir/explained" 2>&1
    cmp -s "$dir/fault" "$dir/explained" || fail "the record says something else than:"
    names at FAULT
    says "^  code:  *instruction [0-9]+: (if )?[rw*(lc]"
}

# compile UNIT OPTION...: an object, its image, and what is left of it without lines.
compile()
{
    unit=$1
    shift
    entry=conversion
    way="$(basename "$clang") $*"
    : > "$dir/fault"
    set -- --target=bpfel -mcpu=v3 -ffreestanding -fno-builtin "$@" -c "$sources/$unit.c"
    "$clang" "$@" -g -o "$dir/guest.o" || exit 1
    "$clang" "$@" -o "$dir/plain.o" || exit 1
    "$rbpf" convert "$dir/guest.o" -o "$dir/guest.img" || fail "not converted"
    "$rbpf" convert "$dir/plain.o" -o "$dir/plain.img" || fail "not converted"
    "$rbpf" convert --strip "$dir/guest.o" -o "$dir/bare.img" || fail "not converted"
    "$rbpf" strip "$dir/guest.img" -o "$dir/stripped.img" || fail "not stripped"
    cmp -s "$dir/guest.img" "$dir/plain.img" && fail "-g makes no difference"
    cmp "$dir/plain.img" "$dir/bare.img" || fail "convert --strip is not as without -g"
    cmp "$dir/plain.img" "$dir/stripped.img" || fail "strip is not as without -g"
}

regions()
{
    ctx=04000000000000000000000000000000
    run context
    says '^  address: *0x500000010, read of 4 bytes at offset 16 of the context, which has 16 bytes: begins exactly at its end$'
    says ' in pick\+[0-9]+$'
    names called CALL1
    says ' in context\+[0-9]+, instruction [0-9]+$'
    run below
    says '^  address: *0x4fffffff0, read of 4 bytes at 16 bytes before the start of the context$'
    names called CALL1
    run deep
    names called CALL1
    names called CALL2
    says ' in between\+[0-9]+, instruction'
    run data
    says '^  address: *0x300000020, read of 4 bytes at offset 32 of the data, which has 32 bytes: begins exactly at its end$'
    run data_write
    says '^  address: *0x300000020, write of 4 bytes at offset 32 of the data, which has 32 bytes: begins exactly at its end$'
    run rodata
    says '^  address: *0x200000010, read of 4 bytes at offset 16 of the read-only data, which has 16 bytes: begins exactly at its end$'
    run rodata_write
    says '^  address: *0x200000000, write of 4 bytes at offset 0 of the read-only data, which may only be read$'
    run null
    says '^  address: *0x8, read of 4 bytes at offset 8 of no region \(a null pointer\?\)$'
    run inlined
    run apart
    says ' in apart\+[0-9]+$'
    ctx=06000000000000000000000000000000
    run context
    says 'offset 24 of the context, which has 16 bytes: begins 8 bytes behind its end$'
}

# The frame is the compiler's matter: numbers have to agree with each other.
stack()
{
    ctx=04000000000000000000000000000000
    run stack
    # shellcheck disable=SC2046
    set -- $(sed -n 's/^  address: *\(0x[0-9a-f]*\), read of 4 bytes at offset \([0-9]*\) of the stack, which has \([0-9]*\) bytes: begins \([0-9]*\) bytes behind its end$/\1 \2 \3 \4/p' "$dir/fault")
    [ $# = 4 ] || { fail "no address on the stack:"; return; }
    [ $(($1)) = $((0x100000000 + $2)) ] || fail "the address is not that of the offset:"
    [ "$2" = $(($3 + $4)) ] || fail "the distance is not that of the length:"
    [ "$3" -ge 16 ] && [ "$3" -le 512 ] && [ "$4" -le 800 ] || fail "no such array:"
}

legal()
{
    entry=legal
    "$rbpf" run --entry legal --ctx-hex 04000000 "$dir/guest.o" > "$dir/fault" 2>&1
    says '^r0 = 0x5 '
}

helpers()
{
    ctx=00000000000000000000000000000000
    run begins_outside
    says '^  helper: *1 \(print_string\), argument 1$'
    says 'offset 20 of the context, which has 16 bytes: begins 4 bytes behind its end$'
    run never_ends
    says 'offset 3 of the context, which has 16 bytes: the string has no end in it$'
}

for level in -O0 -O1 -O2 -Os '-O2 -ffunction-sections'; do
    # shellcheck disable=SC2086
    compile faults $level
    regions
    stack
    legal
    # shellcheck disable=SC2086
    compile helper $level
    helpers
done

echo "$count checks, $failed failures"
[ $count -gt 0 ] && [ $failed = 0 ]
