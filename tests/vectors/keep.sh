#!/bin/sh
# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

# usage: keep.sh FOLDER NAME COMMAND...
# Runs the command, and keeps what it prints as FOLDER/NAME.txt, unless it fails.
set -eu

folder=$1
name=$2
shift 2

mkdir -p "$folder"
rm -f "$folder/$name.txt"
code=0
"$@" > "$folder/$name.log" || code=$?
cat "$folder/$name.log"
[ $code -ne 0 ] || mv "$folder/$name.log" "$folder/$name.txt"
exit $code
