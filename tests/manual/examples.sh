#!/bin/sh
# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

# usage: examples.sh ROOT CC LIBRARY RBPF "CLANG..." [definitions the library was built with]
# Does what each fenced block of each .md file says. What follows the language decides:
#
#     c                  is compiled alone; a program is linked with the library and run
#     c FILE             the same, and it is that file of the repository
#     c guest NAME.c     is compiled for BPF and converted, to NAME.o and NAME.img for later blocks
#     c refused NAME.c   compiler or converter refuse it, by a line of the next `text`, whichever
#                        CLANG it is
#     sh                 is run in a scratch copy of the repository, one for all blocks of a file
#     text               is all that the block before prints; a line `...` is any lines
#     c fragment (WHY)   is not looked at; nor is
#     sh no-run (WHY)    but there are few of both
#
# `cmake` and `make` are held against tests/consumers, `output` against what the examples print,
# each by a test of its own. There are no others.
set -eu

not_run_max=11

root=$1
cc=$2
library=$3
rbpf=$4
clangs=$5
clang=${clangs%% *}
shift 5
[ -n "$clangs" ] || {
    echo "skipped: needs clang"
    exit 77
}
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# As examples/GUESTS.md says.
guest_flags="--target=bpfel -mcpu=v3 -O2 -ffreestanding -fstack-size-section -std=c11 -g -I $root/include"
warnings="-Wall -Wextra -Wpedantic -Werror"

complain() {
    echo "$file:$line: $1"
    [ ! -s "$work/log" ] || sed 's/^/    /' "$work/log"
    echo bad >> "$work/failures"
}

# native BLOCK DEFINITIONS...: its output is in $work/output.
native() {
    cp "$1" "$work/block.c"
    shift
    if ! grep -q '^int main(' "$work/block.c"; then
        # shellcheck disable=SC2086
        "$cc" -std=c11 $warnings "$@" -I "$root/include" -I "$scratch" -c -o "$work/block.o" "$work/block.c" \
            > "$work/log" 2>&1 || complain "does not compile"
        return
    fi
    # shellcheck disable=SC2086
    "$cc" -std=c11 $warnings "$@" -I "$root/include" -I "$scratch" -o "$work/block" "$work/block.c" "$library" \
        > "$work/log" 2>&1 || {
        complain "does not compile"
        return
    }
    (cd "$scratch" && "$work/block") > "$work/output" 2> "$work/log" || complain "fails"
}

# from_file BLOCK FILE: the block is the file without its licence.
from_file() {
    sed '1,/^ \* SPDX-License-Identifier/d' "$root/$2" 2>&1 | sed '/./,$!d' |
        diff - "$1" > "$work/log" || complain "is not $2"
}

# guest BLOCK NAME.c [CLANG]: to an image; the messages are in $work/log.
guest() {
    cp "$1" "$scratch/$2"
    # shellcheck disable=SC2086
    (cd "$scratch" && "${3:-$clang}" $guest_flags -Wall -Wextra -Werror -c "$2" -o "${2%.c}.o" &&
        "$rbpf" convert "${2%.c}.o" -o "${2%.c}.img") > "$work/log" 2>&1
}

commands() {
    (cd "$scratch" && PATH="$work/bin:$PATH" sh -eu "$1") > "$work/output" 2>&1 < /dev/null || {
        cp "$work/output" "$work/log"
        complain "a command fails"
    }
}

# matches EXPECTED: $work/output, where a line `...` of EXPECTED stands for any lines.
matches() {
    awk 'NR == FNR { want[++n] = $0; next }
         { got[++m] = $0 }
         function match_from(i, j) {
             while (i <= n) {
                 if (want[i] == "...") {
                     for (; j <= m + 1; j++)
                         if (match_from(i + 1, j))
                             return 1
                     return 0
                 }
                 if (j > m || want[i++] != got[j++])
                     return 0
             }
             return j == m + 1
         }
         END { exit !match_from(1, 1) }' "$1" "$work/output"
}

# names_one MESSAGES LOG: a line of the one is part of the other.
names_one() {
    grep -qFf "$1" "$2"
}

expect() {
    case $before in
    run) matches "$1" || {
        diff "$1" "$work/output" > "$work/log" || :
        complain "is not what the block before prints"
    } ;;
    refused)
        for log in "$work"/refused.*; do
            names_one "$1" "$log" || {
                cp "$log" "$work/log"
                complain "is not what compiler or converter say"
            }
        done
        ;;
    not-run) ;;
    *) complain "no block before prints this" ;;
    esac
    before=text
}

not_run() {
    before=not-run
    case $1 in
    *\(?*\)) echo "$file:$line: not run: $1" >> "$work/not_run" ;;
    *) complain "does not say in brackets why it is not run" ;;
    esac
}

refused() {
    before=refused
    rm -f "$work"/refused.*
    for each in $clangs; do
        if guest "$1" "$2" "$each"; then
            complain "is not refused by $each"
        fi
        mv "$work/log" "$work/refused.$(basename "$each")"
    done
    : > "$work/log"
}

: > "$work/failures"
: > "$work/not_run"
mkdir "$work/bin"
ln -s "$rbpf" "$work/bin/rbpf"
ln -s "$(command -v "$clang")" "$work/bin/clang"
count=0
for file in $(sh "$here/../static/files.sh" "$root" '*.md'); do
    rm -rf "$work/blocks" "$work/scratch"
    mkdir "$work/blocks" "$work/scratch"
    scratch=$work/scratch
    awk -v out="$work/blocks" -f "$here/blocks.awk" "$root/$file" > "$work/index"
    if grep -q '^[0-9]* [0-9]* sh$' "$work/index"; then
        (cd "$root" && tar -cf - --exclude=./.git --exclude=./build --exclude=./out .) |
            tar -xf - -C "$scratch"
    fi
    before=nothing
    while read -r number line language rest; do
        path=$work/blocks/$number
        : > "$work/log"
        [ "$language" = text ] || : > "$work/output"
        was=$before
        before=run
        case "$language $rest" in
        "c ") native "$path" "$@" ;;
        "c guest "*) guest "$path" "${rest#guest }" || complain "is not a guest" ;;
        "c refused "*) refused "$path" "${rest#refused }" ;;
        "c fragment"* | "sh no-run"*) not_run "$rest" ;;
        "c "*)
            from_file "$path" "$rest"
            native "$path" "$@"
            ;;
        "sh ") commands "$path" ;;
        "text ")
            before=$was
            expect "$path"
            ;;
        "cmake " | "make " | "output ") before=other ;;
        *) complain "unknown kind of block: $language $rest" ;;
        esac
        count=$((count + 1))
    done < "$work/index"
done

cat "$work/not_run"
not_run=$(wc -l < "$work/not_run")
failures=$(wc -l < "$work/failures")
echo "$count blocks, $failures failures; $not_run of at most $not_run_max not run"
[ "$count" -gt 0 ] && [ "$failures" -eq 0 ] && [ "$not_run" -le $not_run_max ]
