#!/bin/sh
# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

# usage: run.sh NAME [SECONDS [BUILD [OPTION...]]]
# Runs fuzz_NAME of the build tree BUILD (build/fuzz), for a minute if not told otherwise, beginning
# with fuzz/corpus/NAME, which is only read. What it keeps goes to BUILD/corpus/NAME, its log to
# BUILD/NAME.log, and what it finds to BUILD/found/NAME-.... OPTIONs are libFuzzer's.
# Fails if it finds anything, or has run nothing.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=${here%/*}
name=${1:?usage: run.sh NAME [SECONDS [BUILD [OPTION...]]]}
seconds=${2:-60}
build=${3:-$root/build/fuzz}
if [ $# -gt 3 ]; then
    shift 3
else
    shift $#
fi
log=$build/$name.log
mkdir -p "$build/corpus/$name" "$build/found"

code=0
"$build/bin/fuzz_$name" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 -print_funcs=0 \
    -artifact_prefix="$build/found/$name-" -dict="$here/bpf.dict" "$@" \
    "$build/corpus/$name" "$here/corpus/$name" > "$log" 2>&1 || code=$?
[ $code -eq 0 ] || tail -n 60 "$log"
runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
rate=$(sed -n 's/^stat::average_exec_per_sec: *//p' "$log")
echo "$name: ${runs:-0} runs, ${rate:-0} a second, exit $code"
[ $code -eq 0 ] && [ "${runs:-0}" -gt 0 ]
