#!/bin/sh
# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

# usage: cases.sh ROOT
# Each set of cases in tests/unit is in the list of a program there.
set -eu

cd "$1/tests/unit"
sets=$(sed -n -e 's/^CASE_SET(\([a-z0-9_]*\),.*/\1/p' \
    -e 's/^const struct case_set \([a-z0-9_]*\) = .*/\1/p' cases_*.c)
[ -n "$sets" ]
failures=0
for set in $sets; do
    cat test_*.c | grep -qw "&$set" || {
        echo "$set: in no program"
        failures=$((failures + 1))
    }
done
[ $failures -eq 0 ]
