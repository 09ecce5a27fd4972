#!/bin/sh
# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

# usage: baseline.sh [PRESET...]
# Counts everything anew for PRESET..., by default all that have a baseline, makes that the baseline,
# and writes the tables of the manual. See what changed by git diff, and say why in the commit.
set -eu
cd "$(dirname "$0")/.."

[ $# -gt 0 ] || set -- $(ls bench/baseline)
for preset in "$@"; do
    cmake --preset "$preset" > /dev/null
    cmake --build --preset "$preset" --target baseline
done
sh bench/tables.sh
