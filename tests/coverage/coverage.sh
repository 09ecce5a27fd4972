#!/bin/sh
# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

# usage: CTEST=... PROFDATA=... COV=... coverage.sh ROOT BUILD NAME=PROGRAM...
# Runs the tests of the preset coverage in BUILD and judges what they reached by check.awk. Each
# PROGRAM has the library in it as compiled one way. Tests of the first write to
# BUILD/coverage/NAME; those of others do so by themselves. The counts stay there, NAME.txt to read.
set -eu
export PROFDATA COV

root=$1
build=$2
shift 2
here=$root/tests/coverage
out=$build/coverage

rm -rf "$out"
mkdir -p "$out"
cd "$root"
first=${1%%=*}
LLVM_PROFILE_FILE=$out/$first/%m-%p.profraw "$CTEST" --preset coverage > "$out/ctest.log" 2>&1 || {
    tail -n 40 "$out/ctest.log"
    exit 1
}
grep 'tests passed' "$out/ctest.log"

folders=$(awk '!/^#/ && NF { print $1 }' "$here/marks.txt")
lcov=
functions=
for argument; do
    name=${argument%%=*}
    # shellcheck disable=SC2086 # a folder a word
    sh "$here/export.sh" "$out" "$name" "${argument#*=}" $folders
    lcov="$lcov build=$name $out/$name.lcov"
    functions="$functions build=$name $out/$name.functions"
done
# shellcheck disable=SC2086 # a file a word
awk -v root="$root" -v exclusions="$here/exclusions.txt" -v marks="$here/marks.txt" \
    -f "$here/check.awk" $lcov $functions
