#!/bin/sh
# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

# usage: PROFDATA=... COV=... export.sh OUT NAME PROGRAM FOLDER...
# Makes of OUT/NAME/*.profraw and the PROGRAM that has the code what check.awk reads: OUT/NAME.lcov,
# and OUT/NAME.functions, which is JSON broken before each function. OUT/NAME.txt is for people. Of
# files in FOLDERs, which are relative to where this is run.
set -eu

out=$1
name=$2
program=$3
shift 3

"$PROFDATA" merge -o "$out/$name.profile" "$out/$name"/*.profraw
set -- --instr-profile="$out/$name.profile" "$program" --sources "$@"
"$COV" export --format=lcov "$@" > "$out/$name.lcov"
"$COV" export --format=text --skip-expansions "$@" |
    sed 's/{"branches":\[/\n&/g' > "$out/$name.functions"
"$COV" show --show-branches=count --show-mcdc "$@" > "$out/$name.txt"
