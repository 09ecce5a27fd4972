#!/bin/sh
# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

# usage: sources.sh ROOT
# sources.mk and cmake/sources.cmake name every source of src/ and every public header, once, and
# nothing else.
set -eu

root=$1
here=$(dirname "$0")

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

sh "$here/files.sh" "$root" './src/*.c' './include/rbpf/*.h' | grep -v '^src/port/' > "$work/there"
{
    sed -n 's/^RBPF_SOURCES += //p' "$root/sources.mk"
    sed -n 's/^ *\(\(src\|include\)\/[^ )]*\.[ch]\))*$/\1/p' "$root/cmake/sources.cmake"
} | sort > "$work/named"
[ -s "$work/there" ]
diff -u "$work/named" "$work/there"
