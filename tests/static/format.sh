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
complaints=$(mktemp)
trap 'rm -f "$list" "$complaints"' EXIT
sh "$here/files.sh" "$root" '*.c' '*.h' > "$list"
[ -s "$list" ]
cd "$root"
# Complaints are lines `FILE:LINE:COLUMN: error: ...`.
code=0
xargs -n 60 "$clang_format" --dry-run -Werror --style=file < "$list" 2> "$complaints" || code=1
sed -n 's/^\([^ :]*\):[0-9]*:.*/\1 is not as clang-format writes it/p' "$complaints" | sort -u
[ $code -eq 0 ] || [ -s "$complaints" ] || echo "$clang_format fails"
echo "$(wc -l < "$list") files"
exit $code
