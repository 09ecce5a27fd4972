#!/bin/sh
# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

# usage: statuses.sh ROOT CC
# The tables of include/README.md have each status of status.h, in its order, with its number and
# the sentence of rbpf_status_text(), and say what to do.
set -eu

root=$1
cc=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

{
    echo '#include <rbpf/status.h>'
    echo '#include <stdio.h>'
    echo 'static void row(enum rbpf_status number, const char *name) {'
    echo 'printf("| %d | `%s` | %s |", (int)number, name, rbpf_status_text(number)); puts(""); }'
    echo 'int main(void) {'
    sed -n 's/^    \(RBPF_[A-Z0-9_]*\) = -*[0-9]*,*$/\1/p' "$root/include/rbpf/status.h" |
        sed 's/.*/row(&, "&");/'
    echo 'return 0; }'
} > "$work/print.c"
"$cc" -std=c11 -I "$root/include" -I "$root/src" -o "$work/print" "$work/print.c" \
    "$root/src/status_text.c"
"$work/print" > "$work/expected"
[ "$(wc -l < "$work/expected")" -gt 40 ]

# Their number, name and sentence; a row without advice is no row.
sed -n 's/^\(| -*[0-9]* | `RBPF_[A-Z0-9_]*` | [^|]* |\) [^|]* |$/\1/p' "$root/include/README.md" \
    > "$work/table"
diff "$work/table" "$work/expected" || {
    echo "the tables of include/README.md (<) are not what the library says (>)"
    exit 1
}
echo "$(wc -l < "$work/table") statuses"
