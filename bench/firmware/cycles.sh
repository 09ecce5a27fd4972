#!/bin/sh
# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

# usage: cycles.sh yes|no COMMAND...
# The firmware that counts cycles prints its whole table on a machine that counts them; on another one it
# says so, and nothing else, and fails.
set -eu

counts=$1
shift
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
code=0
"$@" > "$work/out" || code=$?

fail() {
    cat "$work/out"
    echo "cycles.sh: $1"
    exit 1
}

if [ "$counts" = no ]; then
    [ $code -ne 0 ] || fail "does not fail"
    grep -q '^ERROR this machine does not count cycles' "$work/out" || fail "does not say why"
    [ "$(wc -l < "$work/out")" -eq 1 ] || fail "prints more than that"
    exit 0
fi
[ $code -eq 0 ] || fail "fails"
[ "$(head -n 1 "$work/out")" = "workload,cpu,variant,cycles" ] || fail "has another head"
[ "$(tail -n 1 "$work/out")" = end ] || fail "ends early"
for variant in native goto switch small 'goto v2'; do
    grep -q "^fletcher32,[^,]*,$variant,[1-9][0-9]*\$" "$work/out" || fail "has no row of $variant"
done
