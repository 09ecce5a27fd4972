#!/bin/sh
# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

# usage: promises.sh ROOT
# Each promise of SECURITY.md names what keeps it, and that is there: tests, as FOLDER.NAME or as
# the label FOLDER, attempts of the attacker, files, and numbered properties. Links are for
# links.sh.
set -eu

root=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$root"
: > "$work/wrong"

wrong() {
    echo "SECURITY.md: $1" >> "$work/wrong"
}

# tests_of FOLDER: what its tests are made by, without remarks, which may name anything.
tests_of() {
    sed 's/#.*//' "tests/$1/CMakeLists.txt" 2> /dev/null
}

# What is named in `code` by standard input, a line each.
names() {
    grep -o '`[^`]*`' | tr -d '`'
}

check_name() {
    case $1 in
    */*) [ -e "$1" ] || wrong "names $1, which is not there" ;;
    *.*)
        tests_of "${1%%.*}" | grep -qE "(^|[^[:alnum:]_])${1#*.}(\$|[^[:alnum:]_.])" ||
            wrong "names the test $1, which is not there"
        ;;
    *-*) grep -qs "\"$1\"" examples/attacker/*.c || wrong "names $1, no attempt of the attacker" ;;
    *) tests_of "$1" | grep -qw "LABELS.*$1" || wrong "names $1, no label of tests" ;;
    esac
}

# The second column of the table of promises.
awk '/^\| promise \|/ { inside = 1; getline; next } !/^\|/ { inside = 0 } inside' SECURITY.md |
    sed 's/^| .* | \(.*\) |$/\1/' > "$work/kept_by"
while read -r row; do
    printf '%s\n' "$row" | names > "$work/names" || true
    grep -q '[./]' "$work/names" || printf '%s\n' "$row" | grep -q 'propert' ||
        wrong "names no test: $row"
    while read -r name; do
        check_name "$name"
    done < "$work/names"
done < "$work/kept_by"
grep -o 'property [0-9]*' "$work/kept_by" | sort -u | while read -r _ number; do
    grep -q "^ \*   $number\. " fuzz/fuzz_verify_run.c || wrong "there is no property $number"
done

cat "$work/wrong"
echo "$(wc -l < "$work/kept_by") promises, $(wc -l < "$work/wrong") wrong"
[ -s "$work/kept_by" ] && [ ! -s "$work/wrong" ]
