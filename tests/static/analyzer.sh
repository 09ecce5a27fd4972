#!/bin/sh
# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

# usage: analyzer.sh ROOT
# gcc 12's -fanalyzer has nothing to say of the library, as a PC and as a small device has it, nor
# of the tools. Without optimisation, which takes what is found away (a null pointer that is
# used), and makes findings of what is none: two fields that are compared as one word, padding
# included.
set -eu

root=$1
gcc=gcc-12
command -v $gcc > /dev/null || {
    echo "needs $gcc: what is found depends on the version"
    exit 77
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# analyze OPTION...: the sources that standard input names; what is found goes to $work/log.
analyze() {
    (cd "$root" && xargs -P "$(nproc 2> /dev/null || echo 2)" -n 3 sh -c '
        for source in "$@"; do
            '"$gcc"' -std=c11 -O0 -fanalyzer -Werror -I include -I src '"$*"' \
                -c -o /dev/null "$source" ||
                echo "$source: findings"
        done' sh) >> "$work/log" 2>&1
}

library_sources() {
    sed -n 's/^RBPF_SOURCES += //p' "$root/sources.mk"
}

tools_sources() {
    sed -n 's/^ *\(src\/tools\/[^ )]*\.c\))*$/\1/p' "$root/cmake/sources.cmake"
}

: > "$work/log"
library_sources | analyze
library_sources | analyze -DRBPF_LOOP=RBPF_LOOP_SMALL -DRBPF_SPLIT_REGISTERS=1
tools_sources | analyze '-DRBPF_COMMAND_VERSION=\"\"'
cat "$work/log"
found=$(grep -c ': findings$' "$work/log") || true
echo "$( (library_sources && tools_sources) | wc -l) files, $found with findings"
[ ! -s "$work/log" ] && [ "$(library_sources | wc -l)" -gt 0 ] && [ "$(tools_sources | wc -l)" -gt 0 ]
