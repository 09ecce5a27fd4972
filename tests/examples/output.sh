#!/bin/sh
# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

# usage: output.sh README PROGRAM [ARGUMENT...]
# A program prints what the first block of text in README says, and nothing to standard error.
set -eu

readme=$1
shift
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

awk '$0 == "```output" { inside = 1; next } inside && $0 == "```" { exit } inside' \
    "$readme" > "$work/expected"
[ -s "$work/expected" ] || {
    echo "$readme has no output"
    exit 1
}
"$@" > "$work/output" 2> "$work/errors"
cat "$work/errors"
diff -u "$work/expected" "$work/output"
[ ! -s "$work/errors" ]
