#!/bin/sh
# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

# usage: seeds.sh CLANG SEEDS_GUEST
# Writes the seeds of fuzz_convert, fuzz_image, fuzz_verify and fuzz_disasm anew: guests of the
# tests and examples, compiled by CLANG. What else lies in those folders stays.
set -eu
clang=$1
seeds_guest=$2
here=$(cd "$(dirname "$0")" && pwd)
root=$here/..
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
flags="--target=bpfel -O2 -ffreestanding -fstack-size-section -std=c11 -I include -I tests/guests"

# object NAME SOURCE FLAG...: a seed of fuzz_convert. Names of files are as from the root.
object() {
    name=$1
    source=$2
    shift 2
    # shellcheck disable=SC2086
    (cd "$root" && "$clang" $flags "$@" -fdebug-compilation-dir=. -c "$source" -o "$here/corpus/convert/$name")
}

# guest NAME SOURCE FLAG...: the same, and seeds of its image and its instructions.
guest() {
    object "$@"
    "$seeds_guest" "$here/corpus/convert/$1" "$1" "$here/corpus"
}

for fuzzer in convert image verify disasm; do
    mkdir -p "$here/corpus/$fuzzer"
done
guest v2 tests/guests/recursion.c -mcpu=v2
guest v3 tests/guests/statics.c -mcpu=v3
guest v4 tests/guests/division.c -mcpu=v4
guest atomics tests/guests/atomics_fetch.c -mcpu=v3
guest sections tests/guests/sections.c -mcpu=v3
guest helpers examples/thread_counter/counter.c -mcpu=v3

# Lines of source (BTF), without all else that describes them.
cat > "$work/lines.c" << 'SOURCE'
static __attribute__((noinline)) int twice(int x)
{
    return 2 * x;
}

int lines(int *x)
{
    return twice(*x) + 1;
}
SOURCE
guest lines "$work/lines.c" -mcpu=v3 -g "-ffile-prefix-map=$work/="
# What is refused: a map.
cat > "$work/maps.c" << 'SOURCE'
struct {
    int (*type)[1];
} map __attribute__((section(".maps"), used));

void *maps(void)
{
    return &map;
}
SOURCE
object maps "$work/maps.c" -mcpu=v3
