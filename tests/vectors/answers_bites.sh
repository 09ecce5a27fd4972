#!/bin/sh
# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

# usage: answers_bites.sh TEST_VECTORS...
# Cases that differ in one thing alone have other hashes of their answers.
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# answers FORMAT LINE COMMAND...: of a file with that case alone.
answers() {
    format=$1
    echo "$2" > "$work/$format.txt"
    shift 2
    "$@" "$work" "$format" | sed -n 's/^[a-z]* 1\/1, .* answers //p'
}

# differs WHAT FORMAT LINE LINE COMMAND...
differs() {
    what=$1 format=$2 one=$3 other=$4
    shift 4
    one=$(answers "$format" "$one" "$@")
    other=$(answers "$format" "$other" "$@")
    if [ -z "$one" ] || [ -z "$other" ] || [ "$one" = "$other" ]; then
        echo "$what: '$one' and '$other'"
        exit 1
    fi
}

exit=9500000000000000
set3=b400000003000000
set4=b400000004000000
differs "another r0" conformance "a v1 base32 $set3$exit - 3" "a v1 base32 $set4$exit - 4" "$@"
differs "one instruction more" random "a $set3$exit - 3 - 2" "a $set3$set3$exit - 3 - 3" "$@"
differs "another byte of memory" random "a 7201000007000000$set3$exit 0102 3 0702 3" \
    "a 7201000008000000$set3$exit 0102 3 0802 3" "$@"

# hostile MUST PROGRAM: a line of that format.
hostile() {
    printf 'a\t%s\t%s\t-\t-\toob\t-\t-\n' "$1" "$2"
}

differs "another address that faults" hostile "$(hostile fault 6100000000000000$exit)" \
    "$(hostile fault 6100010000000000$exit)" "$@"
differs "another size that faults" hostile "$(hostile fault 6100000000000000$exit)" \
    "$(hostile fault 7100000000000000$exit)" "$@"
differs "another instruction that is refused" hostile "$(hostile reject ff00000000000000$exit)" \
    "$(hostile reject "${set3}ff00000000000000$exit")" "$@"
differs "another reason to refuse" hostile "$(hostile reject ff00000000000000$exit)" \
    "$(hostile reject b40f000000000000$exit)" "$@"
echo "every difference has another hash"
