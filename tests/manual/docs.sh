#!/bin/sh
# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

# usage: docs.sh ROOT
# In include/rbpf, each function, struct, enum, own typedef and option (a macro that the command
# line may give) has a doc comment of its own, as each status has. The options, and those of CMake,
# are in include/README.md.
set -eu

root=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failures=0

for header in "$root"/include/rbpf/*.h; do
    awk -v name="rbpf/$(basename "$header")" '
        function need(what) {
            items++
            if (!documented)
                print name ":" NR ": " what " has no doc comment"
            documented = 0
        }
        /\/\*\*/ { documented = 1 }
        comment || /^[ \t]*\/\*/ { comment = !/\*\// ; next }
        /^[ \t]*$/ { documented = 0; next }
        /^#ifndef RBPF_/ && !/_H$/ { need($2); next }
        /^typedef .*rbpf_/ { need("typedef"); next }
        /^typedef / { next }
        /^(struct|enum) [a-z_0-9]+ \{/ { need($1 " " $2); body = $2; next }
        /^}/ { documented = 0; body = ""; next }
        body == "rbpf_status" && /^    RBPF_/ { need($1); next }
        /^[a-z].*\(/ && !/^extern "C"/ {
            match($0, /[a-z_0-9]+\(/)
            need(substr($0, RSTART, RLENGTH) ")")
        }
        END { print items + 0 > "/dev/stderr" }' "$header" >> "$work/missing" 2>> "$work/items"
done

# An option of config.h or port.h is defined only if the command line did not.
sed -n 's/^#ifndef \(RBPF_[A-Z_]*[A-Z]\)$/\1/p' "$root/include/rbpf/config.h" \
    "$root/include/rbpf/port.h" | grep -v '_H$' > "$work/options"
sed -n 's/^\(set\|option\)(\(RBPF_[A-Z_]*\) .*\(CACHE\|ON\|OFF\).*/\2/p' "$root/CMakeLists.txt" \
    "$root"/cmake/options.cmake "$root"/cmake/warnings.cmake >> "$work/options"
for option in $(sort -u "$work/options"); do
    grep -q "^| \`$option\` |" "$root/include/README.md" ||
        echo "include/README.md has no row for $option" >> "$work/missing"
done

cat "$work/missing"
failures=$(wc -l < "$work/missing")
items=$(awk '{ n += $1 } END { print n }' "$work/items")
echo "$items public names, $(sort -u "$work/options" | wc -l) options, $failures failures"
[ "$items" -gt 50 ] && [ "$failures" -eq 0 ]
