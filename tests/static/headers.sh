#!/bin/sh
# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

# usage: headers.sh CC CXX INCLUDE_FOLDER
# Each public header compiles alone and included twice, as C11 and as C++17, without a warning.
set -eu

cc=$1
cxx=$2
include=$3

common="-fsyntax-only -Werror -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow
-Wundef -Wcast-qual"

count=0
failures=0

# compile HEADER COMPILER_AND_OPTIONS
compile() {
    header=$1
    shift
    # shellcheck disable=SC2086
    printf '#include <rbpf/%s>\n#include <rbpf/%s>\nextern int rbpf_user;\n' "$header" "$header" |
        "$@" $common -I "$include" - || {
        echo "rbpf/$header does not compile alone, twice, by $*"
        failures=$((failures + 1))
    }
}

for path in "$include"/rbpf/*.h; do
    header=$(basename "$path")
    compile "$header" "$cc" -x c -std=c11 -Wstrict-prototypes -Wmissing-prototypes
    compile "$header" "$cxx" -x c++ -std=c++17 -Wno-missing-field-initializers
    count=$((count + 1))
done

echo "$count headers, $failures failures"
[ $count -gt 0 ] && [ $failures -eq 0 ]
