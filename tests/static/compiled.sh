#!/bin/sh
# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

# usage: compiled.sh ROOT VECTORS PROGRAMS SET...
# The library gives the same answers however it is compiled: with each SET, a compiler and its
# options, test_vectors ends with the same hashes, and the unit tests PROGRAMS pass. VECTORS is
# the folder of vectors from elsewhere, or - for our own alone. The tests are compiled once by
# each compiler: only the library has the options of a set.
set -eu

root=$1
vectors=$2
programs=$3
shift 3
jobs=$(nproc 2> /dev/null || echo 2)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# archive FOLDER COMPILER OPTION...: FOLDER/all.a of the sources that standard input names.
archive() {
    folder=$1
    shift
    mkdir -p "$folder"
    (cd "$folder" && xargs -P "$jobs" -n 6 "$@" -std=c11 -c -I "$root/include" -I "$root/src" \
        -I "$root/examples/sensor" && ar rc all.a ./*.o)
}

library_sources() {
    sed -n "s,^RBPF_SOURCES += ,$root/,p" "$root/sources.mk"
}

vectors_sources() {
    for name in test_vectors answers vector_file platform_hosted machine; do
        echo "$root/tests/vectors/$name.c"
    done
}

# What programs are made of, and they themselves. Without a main(): runner.c has cmocka's.
unit_sources() {
    find "$root/tests/unit" "$root/examples/sensor/coap.c" -name '*.c' ! -name 'test_*' \
        ! -name cases_papers.c ! -name cases_direct.c ! -name cases_groups.c ! -name runner.c ! -name isa_names.c
    for name in $programs; do
        echo "$root/tests/unit/$name.c"
    done
}

# run_vectors PROGRAM: on all there is.
run_vectors() {
    "$1" "$root/tests/vectors/own" hostile || return 1
    [ "$vectors" != - ] || return 0
    for name in conformance random hostile; do
        "$1" "$vectors" $name || return 1
    done
}

# judge FOLDER TESTS SET: links what lies there, runs it, and keeps the answers.
judge() {
    $3 -o "$1/test_vectors" "$2/vectors/test_vectors.o" "$2/vectors/all.a" "$1/all.a"
    run_vectors "$1/test_vectors" > "$1/answers" 2>&1 || return 1
    for program in $programs; do
        $3 -o "$1/$program" "$2/unit/$program.o" "$2/unit/all.a" "$1/all.a"
        "$1/$program" > "$1/log" 2>&1 || {
            cat "$1/log"
            return 1
        }
    done
}

failures=0
number=0
first=
for set in "$@"; do
    compiler=${set%% *}
    command -v "$compiler" > /dev/null || {
        echo "needs $compiler"
        exit 77
    }
    if [ ! -d "$work/$compiler" ]; then
        vectors_sources | archive "$work/$compiler/vectors" "$compiler" -O1
        unit_sources | archive "$work/$compiler/unit" "$compiler" -O1
    fi
    number=$((number + 1))
    folder=$work/$number
    library_sources | archive "$folder" $set
    found=passed
    judge "$folder" "$work/$compiler" "$set" || found="FAILED"
    answers=$(sed 's/.*answers //' "$folder/answers" | sha256sum | cut -c 1-16)
    : "${first:=$answers}"
    [ "$answers" = "$first" ] || found="$found, DIFFERS"
    [ "$found" = passed ] || {
        cat "$folder/answers"
        failures=$((failures + 1))
    }
    echo "$set: answers $answers, $found"
    rm -rf "$folder"
done
echo "$number ways to compile, $failures failures"
[ "$number" -gt 1 ] && [ $failures -eq 0 ]
