#!/bin/sh
# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

# usage: protocol.sh RBPF_BATCH RBPF_PLUGIN
# What the two programs print, to the letter. The programs: r0 = 3; store 7 to the first byte of
# the memory; an unknown opcode; a loop for ever; a call of helper 2 by register.
set -eu

batch=$1
plugin=$2

three=b4000000030000009500000000000000
store=7201000007000000b4000000030000009500000000000000
unknown=ff000000000000009500000000000000
forever=0500ffff00000000
null=61000000000000009500000000000000
callx=b7020000020000008d020000000000009500000000000000

failures=0

# expect WHAT EXPECTED ACTUAL
expect() {
    if [ "$2" != "$3" ]; then
        printf '%s\n  expected: %s\n  actual:   %s\n' "$1" "$2" "$3"
        failures=$((failures + 1))
    fi
}

# judge "NAME PROGRAM MEMORY" [options]: the answer's first three words or, after ok, all of it.
judge() {
    line=$1
    shift
    printf '%s\n' "$line" | "$batch" "$@" | sed -E 's/^([^ ]+ (reject|fault) [^ ]+).*/\1/'
}

expect "batch: result" "a ok 3 - 2" "$(judge "a $three -")"
expect "batch: memory" "a ok 3 0702 3" "$(judge "a $store 0102 ignored columns")"
expect "batch: tabs" "a ok 3 0702 3" "$(judge "a	$store	0102")"
expect "batch: refusal" "a reject REJECT_OPCODE" "$(judge "a $unknown -")"
expect "batch: no program" "a reject REJECT_EMPTY" "$(judge "a - -")"
expect "batch: half a byte" "a reject SYNTAX" "$(judge "a b40 -")"
expect "batch: bounds" "a fault oob" "$(judge "a $null -")"
expect "batch: budget" "a fault budget" "$(judge "a $forever -")"
expect "batch: comments" "" "$(judge "# a comment")"
expect "batch: --ctx-ro" "a fault ro" "$(judge "a $store 0102" --ctx-ro)"
expect "batch: callx" "a ok 0 - 3" "$(judge "a $callx -")"
expect "batch: --no-callx" "a reject REJECT_GROUP" "$(judge "a $callx -" --no-callx)"
for loop in goto switch small step; do
    expect "batch: --loop $loop" "a ok 3 0702 3" "$(judge "a $store 0102" --loop $loop)"
    expect "batch: --loop $loop --slice" "a fault budget" \
        "$(judge "a $forever -" --loop $loop --slice 1 --budget 50)"
done
expect "batch: order" "a b c" \
    "$(printf 'a %s -\nb %s -\nc %s -\n' $three $forever $unknown | "$batch" | cut -d ' ' -f 1 |
        tr '\n' ' ' | sed 's/ $//')"
for wrong in --loop --slice --budget --unknown "--loop none" "--slice 0" "--budget 1x" word; do
    # shellcheck disable=SC2086
    expect "batch: $wrong" 2 "$("$batch" $wrong < /dev/null 2> /dev/null || echo $?)"
done

# blanks HEX: as the public suite writes it.
blanks() {
    printf '%s' "$1" | sed 's/../& /g'
}

expect "plugin: result" 3 "$(blanks $three | "$plugin")"
expect "plugin: empty memory" 3 "$(blanks $three | "$plugin" "")"
expect "plugin: memory" 3 "$(blanks $store | "$plugin" "01 02 ")"
expect "plugin: options" 3 "$(blanks $store | "$plugin" "01 02" --loop small --slice 2)"
expect "plugin: refusal" 1 "$(blanks $unknown | "$plugin" 2> /dev/null || echo $?)"
expect "plugin: fault" 1 "$(blanks $null | "$plugin" 2> /dev/null || echo $?)"
expect "plugin: --ctx-ro" 1 "$(blanks $store | "$plugin" "01 02" --ctx-ro 2> /dev/null || echo $?)"
expect "plugin: no program" 1 "$("$plugin" < /dev/null 2> /dev/null || echo $?)"

[ $failures -eq 0 ]
