#!/bin/sh
# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

# usage: lengths.sh ROOT
# No function is above 60 lines but the dispatch loops.
set -eu

root=$1
here=$(dirname "$0")

if ! ctags --version 2> /dev/null | grep -q 'Universal Ctags'; then
    echo "skipped: needs Universal Ctags"
    exit 77
fi

list=$(mktemp)
trap 'rm -f "$list"' EXIT
sh "$here/files.sh" "$root" '*.c' '*.h' | grep -v '^src/exec/loop' > "$list"

cd "$root"
xargs ctags -x --language-force=C --kinds-C=f --_xformat='%F %n %N %{end}' < "$list" |
    awk '{ lines = $4 - $2 + 1; count++ }
         lines > 60 { print $1 ":" $2 ": " $3 " has " lines " lines"; long++ }
         END { print count + 0 " functions, " long + 0 " above 60 lines"; exit !count || long > 0 }'
