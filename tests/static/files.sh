#!/bin/sh
# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

# usage: files.sh ROOT PATTERN...
# Prints the project's own files that match one of the patterns.
set -eu
cd "$1"
shift

for pattern in "$@"; do
    find . \( -name .git -o -name build -o -name out \) -prune -o -type f -path "$pattern" -print
done | sed 's#^\./##' | sort -u
