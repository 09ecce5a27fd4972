#!/bin/sh
# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

# usage: consumer.sh ROOT BUILD_FOLDER CC GENERATOR
# Strangers' firmware makes its guest by rbpf_add_guest(): from an installed librbpf, and from one
# that is a folder of its sources. Its averages are computed by hand.
set -eu

root=$1
build=$2
cc=$3
generator=$4
consumer=$(cd "$(dirname "$0")" && pwd)/consumer
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() {
    cat "$work/log"
    echo "failed: $1"
    exit 1
}

printf '%s\n' 501 1102 1803 2604 3605 'status 0' > "$work/expected"

# try NAME OPTIONS
try() {
    name=$1
    shift
    cp -R "$consumer" "$work/$name"
    cmake -S "$work/$name" -B "$work/$name/out" -DCMAKE_C_COMPILER="$cc" "$@" > "$work/log" 2>&1 ||
        fail "$name: configure"
    cmake --build "$work/$name/out" > "$work/log" 2>&1 || fail "$name: build"
    "$work/$name/out/consumer" > "$work/log" || fail "$name: run"
    cmp "$work/log" "$work/expected" || fail "$name: other averages"
    cmake --build "$work/$name/out" > "$work/log" 2>&1 || fail "$name: second build"
    ! grep -q 'Compiling the guest' "$work/log" || fail "$name: compiles it again for no reason"
    echo '#define CHANGED 1' >> "$work/$name/average.h"
    cmake --build "$work/$name/out" > "$work/log" 2>&1 || fail "$name: third build"
    grep -q 'Compiling the guest' "$work/log" || fail "$name: does not see that a header changed"
}

cmake --install "$build" --prefix "$work/prefix dir" > "$work/log"
try find_package -G "$generator" -DCMAKE_PREFIX_PATH="$work/prefix dir"
! command -v make > /dev/null || try find_package_make -G 'Unix Makefiles' -DCMAKE_PREFIX_PATH="$work/prefix dir"
try add_subdirectory -G "$generator" -DRBPF_SOURCE_FOLDER="$root"

# Across: the firmware's compiler is of no use for the command, which is built all the same.
printf 'set(CMAKE_SYSTEM_NAME Generic)\nset(CMAKE_C_FLAGS_INIT -DNOT_FOR_THIS_COMPUTER)\n' \
    > "$work/toolchain.cmake"
try across -G "$generator" -DRBPF_SOURCE_FOLDER="$root" \
    -DCMAKE_TOOLCHAIN_FILE="$work/toolchain.cmake" -DRBPF_HELPERS_MAX=96
! grep -rq NOT_FOR_THIS_COMPUTER "$work/across/out/rbpf-host/CMakeCache.txt" ||
    fail "the command is built by the firmware's compiler"

rm "$work/prefix dir/bin/rbpf"
cmake -S "$consumer" -B "$work/none" -G "$generator" -DCMAKE_C_COMPILER="$cc" \
    -DCMAKE_PREFIX_PATH="$work/prefix dir" > "$work/log" 2>&1 && fail "there is no command"
tr -s '\n ' ' ' < "$work/log" | grep -q 'needs the command rbpf' || fail "no words on the command"
echo "guests by find_package and add_subdirectory"
