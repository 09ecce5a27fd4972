#!/bin/sh
# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

# usage: bites.sh FOLDER NAME TEST_VECTORS...
# The checker, a command, fails on FOLDER/NAME.txt, passes the lines called "right..." and no other, and
# fails on a file without cases.
set -eu

folder=$1
name=$2
shift 2

out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT

if "$@" "$folder" "$name" > "$out/log"; then
    cat "$out/log"
    echo "the planted errors were not found"
    exit 1
fi

grep -v '^#' "$folder/$name.txt" | cut -f 1 | cut -d ' ' -f 1 | while read -r case; do
    found=no
    grep -q "^FAILED $case[ :]" "$out/log" && found=yes
    case $case in
    right*) expected=no ;;
    *) expected=yes ;;
    esac
    if [ $found != $expected ]; then
        cat "$out/log"
        echo "$case: found an error: $found, expected: $expected"
        exit 1
    fi
done

: > "$out/$name.txt"
if "$@" "$out" "$name"; then
    echo "a file without cases passed"
    exit 1
fi
echo "every planted error was found"
