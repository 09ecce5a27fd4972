#!/bin/sh
# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

# usage: same_answers_bites.sh
# same_answers.sh passes equal answers, and nothing else.
set -eu

check=$(dirname "$0")/same_answers.sh
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# plant MACHINE...: as test_vectors would leave them.
plant() {
    rm -rf "$work"/[abc]
    for machine in a b c; do
        mkdir -p "$work/$machine/answers"
        for name in conformance random hostile own; do
            echo "$name 7/7, each in 17 ways, answers 0123456789abcdef" \
                > "$work/$machine/answers/$name.txt"
        done
    done
}

check() {
    sh "$check" "$work/a" "$work/b" "$work/c" > "$work/log"
}

# finds WHAT
finds() {
    if check; then
        cat "$work/log"
        echo "not found: $1"
        exit 1
    fi
}

plant
check

for machine in a b c; do
    plant
    sed -i 's/abcdef/abcdee/' "$work/$machine/answers/random.txt"
    finds "another hash on $machine"
    plant
    sed -i 's/7.7/8\/8/' "$work/$machine/answers/own.txt"
    finds "another number of cases on $machine"
    plant
    rm "$work/$machine/answers/hostile.txt"
    finds "a missing file of $machine"
    plant
    rm -r "$work/${machine:?}"
    finds "a missing machine, $machine"
done

plant
sed -i 's/7.7/6\/7/' "$work"/?/answers/own.txt
finds "cases that fail everywhere"
plant
sed -i 's/, answers.*//' "$work"/?/answers/own.txt
finds "no hash anywhere"
plant
if sh "$check" "$work/a" > "$work/log"; then
    echo "one machine agrees with itself"
    exit 1
fi
echo "every planted difference was found"
