#!/bin/sh
# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

# usage: ways.sh ROOT
# Each fenced block of cmake/README.md is the file that the line above it links to, and each
# project of tests/consumers is shown there.
set -eu

root=$1
readme=$root/cmake/README.md
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# block FILE: the block below the link to FILE.
block() {
    awk -v link="[$1](../$1):" '
        $0 == link { found = 1; next }
        inside && $0 == "```" { exit }
        inside
        found && /^```/ { inside = 1 }' "$readme"
}

failures=0
complain() {
    echo "$1"
    failures=$((failures + 1))
}

(cd "$root" && ls tests/consumers/*/CMakeLists.txt tests/consumers/*/Makefile) > "$work/files"
while read -r file; do
    block "$file" > "$work/block"
    sed '1,/^# SPDX-License-Identifier/d' "$root/$file" | sed '/./,$!d' |
        diff -u "$work/block" - || complain "the block in cmake/README.md is not $file"
done < "$work/files"

blocks=$(grep -c '^```[a-z]' "$readme")
[ "$blocks" -eq "$(wc -l < "$work/files")" ] || complain "cmake/README.md has $blocks blocks"
echo "$(wc -l < "$work/files") files, $failures failures"
[ $failures -eq 0 ]
