#!/bin/sh
# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

# usage: format.sh ROOT CLANG_FORMAT
# The sources are as clang-format 14 writes them.
set -eu

root=$1
clang_format=$2
here=$(dirname "$0")

if ! "$clang_format" --version | grep -q 'version 14\.'; then
    echo "skipped: needs clang-format 14"
    exit 77
fi

list=$(mktemp)
trap 'rm -f "$list"' EXIT
sh "$here/files.sh" "$root" '*.c' '*.h' > "$list"
[ -s "$list" ]
cd "$root"
failures=0
while read -r file; do
    "$clang_format" --dry-run -Werror --style=file "$file" 2> /dev/null || {
        echo "$file is not as clang-format writes it"
        failures=$((failures + 1))
    }
done < "$list"
echo "$(wc -l < "$list") files, $failures failures"
[ $failures -eq 0 ]
