#!/bin/sh
# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

# usage: CTEST=... PROFDATA=... COV=... coverage.sh ROOT BUILD PROGRAM...
# Runs the tests of the preset coverage in BUILD and judges what they reached by check.awk.
# BUILD/coverage keeps the counts: lcov.info, and lines.txt to read.
set -eu

root=$1
build=$2
shift 2
here=$root/tests/coverage
out=$build/coverage

rm -rf "$out"
mkdir -p "$out/raw"
cd "$root"
LLVM_PROFILE_FILE=$out/raw/%m-%p.profraw "$CTEST" --preset coverage > "$out/ctest.log" 2>&1 || {
    tail -n 40 "$out/ctest.log"
    exit 1
}
grep 'tests passed' "$out/ctest.log"
"$PROFDATA" merge -o "$out/profile" "$out"/raw/*.profraw

first=$1
shift
for program; do
    set -- "$@" -object "$program"
    shift
done
folders=$(awk '!/^#/ && NF { print $1 }' "$here/marks.txt")
(
    IFS='
'
    # shellcheck disable=SC2086 # a folder a word
    "$COV" export --format=lcov --instr-profile="$out/profile" "$first" "$@" --sources $folders \
        > "$out/lcov.info"
    # shellcheck disable=SC2086
    "$COV" show --show-branches=count --show-expansions=false --show-instantiations=false \
        --instr-profile="$out/profile" "$first" "$@" --sources $folders > "$out/lines.txt"
)
awk -v root="$root" -v exclusions="$here/exclusions.txt" -v marks="$here/marks.txt" \
    -f "$here/check.awk" "$out/lcov.info"
