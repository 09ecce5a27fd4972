#!/bin/sh
# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

# usage: links.sh MAP OTHER_MAP
# The firmware of MAP has taken nothing from a C library; that of OTHER_MAP has, or the check is blind.
set -eu

# taken MAP: the members of a C library's archive in it.
taken() {
    grep -oE '/libc[a-z_]*\.a\([^)]*\)' "$1" | sort -u
}

if [ -n "$(taken "$1")" ]; then
    echo "the firmware is linked with: $(taken "$1")"
    exit 1
fi
grep -q 'librbpf\.a(' "$1"
[ -n "$(taken "$2")" ]
