#!/bin/sh
# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

# usage: spdx.sh ROOT
# Every source begins with the two SPDX lines, and they agree with LICENSE.
set -eu

root=$1
here=$(dirname "$0")

grep -q '^MIT License$' "$root/LICENSE"
grep -q '^Copyright (c) 2026 the librbpf authors$' "$root/LICENSE"

list=$(mktemp)
trap 'rm -f "$list"' EXIT
sh "$here/files.sh" "$root" '*.c' '*.h' '*.cpp' '*.rs' '*.s' '*.S' '*.ld' '*.sh' '*.awk' '*.cmake' '*.mk' '*.py' '*/Makefile' '*.cmake.in' '*.pc.in' \
    '*/CMakeLists.txt' './.ci/*' './.clang-tidy' > "$list"

failures=0
while read -r file; do
    if ! head -n 3 "$root/$file" | grep -q 'SPDX-FileCopyrightText: 2026 the librbpf authors' ||
        ! head -n 3 "$root/$file" | grep -q 'SPDX-License-Identifier: MIT'; then
        echo "$file: no SPDX lines"
        failures=$((failures + 1))
    fi
done < "$list"

echo "$(wc -l < "$list") files, $failures failures"
[ -s "$list" ] && [ $failures -eq 0 ]
