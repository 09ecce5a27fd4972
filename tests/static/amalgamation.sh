#!/bin/sh
# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

# usage: amalgamation.sh ROOT CC CXX LIBRARY OPTIONS...
# rbpf.c compiles alone, next to rbpf.h, with every loop and by every compiler that is there,
# without a warning; rbpf.h is good C++17. It exports what LIBRARY exports.
set -eu

root=$1
cc=$2
cxx=$3
library=$4
shift 4
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cmake -D OUT="$work" -P "$root/cmake/amalgamate.cmake"
cd "$work"
count=0

# compile COMPILER OPTIONS...: clang spells one warning without its value, and Debian's compiler for
# Arm comes without a C library.
compile() {
    compiler=$1
    shift
    options=$*
    case $compiler in
    *clang*) options=$(echo "$options" | sed 's/-Wcast-align=strict/-Wcast-align/') ;;
    arm-*) options="$options --specs=picolibc.specs" ;;
    esac
    count=$((count + 1))
    # shellcheck disable=SC2086
    "$compiler" -std=c11 -Werror $options -c -o rbpf.o rbpf.c || {
        echo "rbpf.c does not compile by $compiler $options"
        exit 1
    }
}

exported() {
    nm -g --defined-only "$1" | awk 'NF == 3 && $3 ~ /^rbpf_/ { print $3 }' | sort
}

compile "$cc" "$@" -Os -DRBPF_LOOP=RBPF_LOOP_GOTO
exported rbpf.o > together.txt
exported "$library" > apart.txt
[ -s together.txt ]
diff -u apart.txt together.txt || {
    echo "rbpf.c exports other symbols than $library"
    exit 1
}

printf '#include "rbpf.h"\n#include "rbpf.h"\nextern int rbpf_user;\n' > user.cpp
"$cxx" -std=c++17 -Wall -Wextra -Wpedantic -Wno-missing-field-initializers -Werror -fsyntax-only \
    user.cpp

for loop in SWITCH SMALL; do
    compile "$cc" "$@" -Os -DRBPF_LOOP=RBPF_LOOP_$loop
done
for compiler in gcc clang-14 clang-19 arm-none-eabi-gcc; do
    if command -v "$compiler" > /dev/null; then
        compile "$compiler" "$@" -O2
    fi
done
echo "$count compilations, $(wc -l < together.txt) symbols"
