#!/bin/sh
# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

# usage: tenants.sh CPU CSV MAP COMMAND...
# All RAM of the firmware of examples/tenants but for board and C library: its static data, by the
# linker's MAP, and the C stack that COMMAND, which runs the firmware, says it took.
set -eu

cpu=$1
csv=$2
map=$3
shift 3

stack=$("$@" | sed -n 's/^stack,\([0-9]*\)$/\1/p')
[ -n "$stack" ] || {
    echo "tenants.sh: the firmware does not say what it took of the stack" >&2
    exit 1
}
awk -v cpu="$cpu" -v stack="$stack" -f "$(dirname "$0")/tenants.awk" "$map" > "$csv"
