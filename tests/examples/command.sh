#!/bin/sh
# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

# usage: command.sh ROOT
# The command that README.md and examples/README.md give first runs the first example, in a copy of
# the sources and with nothing but CMake and a C compiler; the second needs no CMake.
set -eu

root=$1
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

command=$(sed -n 's/^    \(cmake -S .*\)$/\1/p' "$root/examples/README.md" | head -n 1)
[ -n "$command" ] && grep -qxF "    $command" "$root/README.md" || {
    echo "README.md and examples/README.md have not the same command"
    exit 1
}
cp -R "$root/CMakeLists.txt" "$root/sources.mk" "$root/cmake" "$root/include" "$root/src" "$root/examples" "$work"
cd "$work"
sh -c "$command" > log 2>&1 || {
    cat log
    exit 1
}
grep -qxF '82 after 22 instructions' log
echo "it does: $command"

# Two lines, of which the first ends with a backslash.
command=$(sed -n '/^    cc /,/[^\\]$/p' "$root/examples/README.md")
sh -c "$command"
sh "$here/output.sh" examples/sensor_filter/README.md ./sensor_filter
echo "it does: $command"
