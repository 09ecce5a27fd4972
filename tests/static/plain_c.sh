#!/bin/sh
# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

# usage: plain_c.sh ROOT CC
# For compilers without GNU C: with __GNUC__ undefined the library compiles as C11, has no loop of
# computed gotos, and runs the example.
set -eu

root=$1
cc=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

for source in $(find "$root/src" -name '*.c' ! -path '*/tools/*' ! -path '*/port/*'); do
    "$cc" -std=c11 -U__GNUC__ -Wall -Wextra -pedantic-errors -O1 -I "$root/include" -I "$root/src" \
        -c -o "$work/$(basename "$source" .c).o" "$source"
done
if nm "$work"/*.o | grep -q ' T rbpf_loop_goto$'; then
    echo "there is a loop of computed gotos without GNU C"
    exit 1
fi
# The headers of a PC's C library may need GNU C; the choice of the loop is all that differs.
"$cc" -std=c11 -DRBPF_LOOP=RBPF_LOOP_SWITCH -I "$root/include" -o "$work/embed" \
    "$root/examples/embed/host.c" "$work"/*.o
[ "$("$work/embed")" = "82 after 22 instructions" ]
echo "the library is C11"
