#!/bin/sh
# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

# usage: run.sh CSV COMMAND...
# Runs a firmware of this folder twice and writes the table that it prints; the two must be the same.
set -eu

csv=$1
shift
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

for turn in first second; do
    "$@" > "$work/$turn" || {
        cat "$work/$turn"
        echo "run.sh: the firmware fails" >&2
        exit 1
    }
    [ "$(tail -n 1 "$work/$turn")" = end ] || {
        cat "$work/$turn"
        echo "run.sh: the firmware ends early" >&2
        exit 1
    }
done
cmp "$work/first" "$work/second"
sed '$d' "$work/first" > "$csv"
