#!/bin/sh
# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

# usage: bites.sh ROOT CC
# Each check of this folder passes what is right and finds an error that is planted.
set -eu

root=$(cd "$1" && pwd)
cc=$2
bench=$root/bench
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Right as it is.
plant_tables() {
    rm -rf "$work/measured" "$work/baseline"
    mkdir -p "$work/measured" "$work/baseline/cpu"
    printf 'cpu,struct,bytes\ncpu,vm_without_registers,60\ncpu,rbpf_region,12\n' \
        > "$work/measured/ram.csv"
    cp "$work/measured/ram.csv" "$work/baseline/cpu/ram.csv"
    echo "gcc 1" > "$work/measured/compiler.txt"
    cp "$work/measured/compiler.txt" "$work/baseline/cpu/compiler.txt"
    printf 'table,cpu,row,figure,most\nram,cpu,rbpf_region,bytes,12\n' > "$work/marks.csv"
    cp "$bench/check.sh" "$bench/check.awk" "$work"
    printf 'cpu,variant,function,bytes\ncpu,any,f,100\n' > "$work/stack.csv"
    printf 'cpu,variant,function,bytes\ncpu,any,f,90\n' > "$work/painted.csv"
}

check() {
    sh "$work/check.sh" cpu "$work/measured" "$work/baseline" "$work/measured/compiler.txt" ram
}

painted() {
    sh "$bench/painted.sh" "$work/stack.csv" "$work/painted.csv"
}

# A small library, and how its stack is counted.
plant_code() {
    cat > "$work/code.c" << 'CODE'
int outer(int x, int (*pointer)(int));
__attribute__((noinline)) static int inner(int x)
{
    volatile char room[100];
    room[x] = 1;
    return room[0];
}
int outer(int x, int (*pointer)(int))
{
    volatile char room[200];
    room[x] = 2;
    return room[1] + inner(x) + (pointer ? x : 0);
}
CODE
    echo outer > "$work/entries"
    echo "outer LOOP" > "$work/calls"
    echo "frame library_loop 1000" > "$work/library"
}

stack() {
    (cd "$work" && "$cc" -O1 -fcallgraph-info=su -c -o code.o code.c &&
        awk -v loop=library_loop -f "$bench/size/stack.awk" calls entries library code.ci)
}

tables() {
    sh "$bench/tables.sh" --check "$work/copy"
}

plant_manual() {
    rm -rf "$work/copy"
    mkdir -p "$work/copy/bench/io" "$work/copy/bench/speed" "$work/copy/include"
    cp "$bench/io/pc.csv" "$work/copy/bench/io/pc.csv"
    cp "$bench/speed/pc.csv" "$work/copy/bench/speed/pc.csv"
    cp "$root/README.md" "$work/copy/README.md"
    cp -R "$bench/baseline" "$work/copy/bench/baseline"
    cp "$bench/README.md" "$work/copy/bench/README.md"
    cp -R "$root/include/." "$work/copy/include"
}

run() {
    code=0
    "$1" > "$work/log" 2>&1 || code=$?
}

passes() {
    run "$1"
    [ $code -eq 0 ] && grep -q "$2" "$work/log" || {
        cat "$work/log"
        echo "$1 does not pass what is right"
        exit 1
    }
}

# bites CHECK MESSAGE COMMAND: in the folder of what is planted, COMMAND plants the error.
bites() {
    plant_tables
    plant_code
    plant_manual
    (cd "$work" && eval "$3")
    run "$1"
    if [ $code -ne "${4:-$code}" ] || [ $code -eq 0 ] || ! grep -q "$2" "$work/log"; then
        cat "$work/log"
        echo "$1 does not find: $3"
        exit 1
    fi
}

plant_tables
plant_code
plant_manual
passes check '0 figures above, 0 below'
passes painted '90 seen'
passes tables '0 failures'
sed -i 's/,60/,56/' "$work/measured/ram.csv"
passes check 'can be lowered by 4'

bites check '61, 1 above its baseline' "sed -i 's/,60/,61/' measured/ram.csv"
bites check '13, 1 above its mark of 12' \
    "sed -i 's/,12/,13/' measured/ram.csv baseline/cpu/ram.csv"
bites check 'region was not measured' "sed -i /region/d measured/ram.csv marks.csv"
bites check 'no row for the mark' "sed -i /region/d measured/ram.csv baseline/cpu/ram.csv"
bites check 'rbpf_new has no baseline' "echo cpu,rbpf_new,1 >> measured/ram.csv"
bites check 'bytes is many' "sed -i 's/,60/,many/' measured/ram.csv"
bites check 'bytes is -60' "sed -i 's/,60/,-60/' measured/ram.csv"
bites check 'other columns' "sed -i 's/struct/type/' measured/ram.csv"
bites check 'ram.csv' "rm measured/ram.csv"
bites check 'nothing was measured' ": > measured/ram.csv"
bites check 'no baseline for cpu' "rm -r baseline/cpu"
bites check 'those of other compilers' "echo gcc 2 > measured/compiler.txt" 77

bites painted 'is more' "sed -i 's/,90/,101/' painted.csv"
bites painted 'less than half' "sed -i 's/,90/,49/' painted.csv"
bites painted '^0 functions' ": > painted.csv"

bites tables 'not those of' "sed -i 's/^| cortex-m4 | [0-9]*/| cortex-m4 | 1/' copy/bench/README.md"
bites tables 'not those of' "sed -i 's/,run,goto,default,[0-9]*/,run,goto,default,1/' \
    copy/bench/baseline/cortex-m4/size.csv"
bites tables 'not those of' "sed -i 's/^file read,no,4096,batched,0/file read,no,4096,batched,1/' \
    copy/bench/io/pc.csv"
bites tables 'not those of' "sed -i 's/^mean,goto,v3,/&1/' copy/bench/speed/pc.csv"
bites tables 'has no row' "sed -i /no-v4/d copy/bench/baseline/cortex-m4/size.csv"
bites tables 'no row for RBPF_NEW' "printf '#ifndef RBPF_NEW\n' >> copy/include/rbpf/config.h"
bites tables 'no table new' "echo '<!-- table new -->' >> copy/bench/README.md"

# clang does not write call graphs.
if "$cc" -fcallgraph-info=su -fsyntax-only -x c /dev/null 2> /dev/null; then
    passes stack '^outer [23][0-9]* any'
    bites stack 'recursion' "sed -i 's/return room.0./return outer(x, 0)/' code.c"
    bites stack 'unknown size' "sed -i 's/room.100./room[x]/' code.c"
    bites stack 'nothing is known of other' \
        "sed -i 's/return room.0./int other(int); return other(x)/' code.c"
    bites stack 'calls by pointer' "sed -i 's/? x :/? pointer(x) :/' code.c && echo '# none' > calls"
    bites stack 'no object has missing' "echo missing > entries"
    plant_code
    sed -i 's/? x :/? pointer(x) :/' "$work/code.c"
    passes stack '^outer 1[2-9][0-9][0-9] loop'
    echo "every planted error was found"
else
    echo "every planted error was found, but for those in call graphs, which $cc does not write"
fi
