#!/bin/sh
# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

# usage: tables.sh [--check] [ROOT]
# Writes the tables of README.md, bench/README.md and include/README.md, which are made of
# bench/baseline and bench/*/pc.csv, and stand between <!-- table NAME --> and <!-- end -->. With --check: fails if they
# are not those.
# Fails too if an option of config.h has no row in that of include/README.md.
set -eu

check=
[ "${1:-}" != --check ] || {
    check=1
    shift
}
here=$(cd "$(dirname "$0")" && pwd)
root=${1:-$here/..}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failures=0
tables=0

for file in README.md bench/README.md include/README.md; do
    sed -n 's/^<!-- table \(.*\) -->$/\1/p' "$root/$file" > "$work/names"
    [ -s "$work/names" ] || {
        echo "$file has no tables"
        failures=$((failures + 1))
    }
    rm -f "$work"/table.*
    while read -r name; do
        awk -F , -v name="$name" -f "$here/tables.awk" "$root"/bench/baseline/*/*.csv \
            "$root"/bench/*/pc.csv > "$work/table.$name"
        tables=$((tables + 1))
    done < "$work/names"
    awk -v work="$work" '
        /^<!-- end -->$/ { inside = 0 }
        !inside
        /^<!-- table .* -->$/ {
            name = $0
            sub(/^<!-- table /, "", name)
            sub(/ -->$/, "", name)
            while ((getline line < (work "/table." name)) > 0)
                print line
            inside = 1
        }
        END { if (inside) print "an <!-- end --> is missing" }' "$root/$file" > "$work/new"
    if [ -z "$check" ]; then
        cp "$work/new" "$root/$file"
    elif ! diff "$root/$file" "$work/new"; then
        echo "$file: the tables are not those of bench/baseline: sh bench/tables.sh writes them"
        failures=$((failures + 1))
    fi
done
# The loops are the columns; the byte order is not a choice.
for option in $(sed -n 's/^#ifndef \(RBPF_[A-Z_]*\)$/\1/p' "$root/include/rbpf/config.h" |
    grep -vx 'RBPF_CONFIG_H\|RBPF_LOOP\|RBPF_BIG_ENDIAN'); do
    sed -n '/^<!-- table options/,/^<!-- end/p' "$root/include/README.md" | grep -q "\`$option\`" || {
        echo "include/README.md: the table of costs has no row for $option: see bench/size/size.sh"
        failures=$((failures + 1))
    }
done
echo "$tables tables, $failures failures"
[ $failures -eq 0 ]
