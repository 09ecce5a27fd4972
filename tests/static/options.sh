#!/bin/sh
# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

# usage: options.sh SOURCE_ROOT CC
# Options that cannot be are refused by an #error that names the option and says what to do; what lies
# just beside them is not. Each #error of config.h and port.h has its case.
set -eu

root=$1
cc=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
printf '#include <rbpf/config.h>\n#include <rbpf/port.h>\nint rbpf_options;\n' > "$work/options.c"
: > "$work/seen"
failures=0

complain() {
    echo "$*"
    failures=$((failures + 1))
}

compile() {
    "$cc" -std=c11 "$@" -I "$root/include" -fsyntax-only "$work/options.c" > "$work/log" 2>&1
}

# refused BEGINNING OPTION...: by an #error with these words at its beginning.
refused() {
    words=$1
    shift
    if compile "$@"; then
        complain "not refused: $*"
    elif ! grep -q "error.*$words" "$work/log"; then
        cat "$work/log"
        complain "not refused for '$words': $*"
    fi
    cat "$work/log" >> "$work/seen"
}

accepted() {
    compile "$@" || {
        cat "$work/log"
        complain "refused: $*"
    }
}

refused 'RBPF_GROUPS: put parentheses' '-DRBPF_GROUPS=RBPF_GROUP_BASE32 | RBPF_GROUP_BASE64'
accepted '-DRBPF_GROUPS=(RBPF_GROUP_BASE32 | RBPF_GROUP_BASE64)'
refused 'RBPF_GROUPS: base32 and base64' -DRBPF_GROUPS=0x1bdu
refused 'RBPF_GROUPS: base32 and base64' -DRBPF_GROUPS=0x1beu
refused 'RBPF_GROUPS: has a group' -DRBPF_GROUPS=0x43u
refused 'RBPF_GROUPS: has a group' -DRBPF_GROUPS=0x203u
refused 'RBPF_GROUPS: atomic64 includes' -DRBPF_GROUPS=0xbu
accepted -DRBPF_GROUPS=0x7u
accepted -DRBPF_GROUPS=0xfu
refused 'RBPF_GROUPS: divmul64 includes' -DRBPF_GROUPS=0x23u
accepted -DRBPF_GROUPS=0x13u
accepted -DRBPF_GROUPS=0x33u
refused 'RBPF_HELPERS_MAX: give' -DRBPF_HELPERS_MAX=0
refused 'RBPF_HELPERS_MAX: give' -DRBPF_HELPERS_MAX=33
refused 'RBPF_HELPERS_MAX: give' -DRBPF_HELPERS_MAX=1056
accepted -DRBPF_HELPERS_MAX=32
accepted -DRBPF_HELPERS_MAX=1024
refused 'RBPF_STOP_INTERVAL: give' -DRBPF_STOP_INTERVAL=15
refused 'RBPF_STOP_INTERVAL: give' -DRBPF_STOP_INTERVAL=1000001
accepted -DRBPF_STOP_INTERVAL=16
accepted -DRBPF_STOP_INTERVAL=1000000
refused 'RBPF_LOOP: give' -DRBPF_LOOP=0
refused 'RBPF_LOOP: give' -DRBPF_LOOP=4
refused 'RBPF_LOOP: give' -DRBPF_LOOP=small
accepted -DRBPF_LOOP=RBPF_LOOP_GOTO
accepted -DRBPF_LOOP=RBPF_LOOP_SMALL
refused 'RBPF_LOOP: computed goto needs' -U__GNUC__ -DRBPF_LOOP=RBPF_LOOP_GOTO
accepted -U__GNUC__ -DRBPF_LOOP=RBPF_LOOP_SWITCH
accepted -U__GNUC__
refused 'RBPF_SPLIT_REGISTERS: give' -DRBPF_SPLIT_REGISTERS=2
refused 'RBPF_SPLIT_REGISTERS: give' -DRBPF_SPLIT_REGISTERS=-1
accepted -DRBPF_SPLIT_REGISTERS=1
accepted -DRBPF_SPLIT_REGISTERS=0
refused 'RBPF_CHECK_HOST: give' -DRBPF_CHECK_HOST=2
accepted -DRBPF_CHECK_HOST=0
accepted -DRBPF_CHECK_HOST=1
for option in CONTRACTS ROLLBACK ACCOUNTS; do
    refused "RBPF_$option: give" -DRBPF_$option=2
    accepted -DRBPF_$option=0
    accepted -DRBPF_$option=1
done
refused 'RBPF_BYTE_ACCESS: give' -DRBPF_BYTE_ACCESS=2
accepted -DRBPF_BYTE_ACCESS=0
accepted -DRBPF_BYTE_ACCESS=1
refused 'RBPF_BIG_ENDIAN: give' -DRBPF_BIG_ENDIAN=2
case $("$cc" -dM -E - < /dev/null) in
*'__BYTE_ORDER__ __ORDER_BIG_ENDIAN__'*) own=1 other=0 ;;
*) own=0 other=1 ;;
esac
refused 'RBPF_BIG_ENDIAN: the compiler makes' -DRBPF_BIG_ENDIAN=$other
accepted -DRBPF_BIG_ENDIAN=$own
accepted -U__BYTE_ORDER__ -DRBPF_BIG_ENDIAN=$other
refused 'librbpf needs' -U__SIZEOF_POINTER__ -D__SIZEOF_POINTER__=2
refused 'librbpf needs' -U__SIZEOF_INT__ -D__SIZEOF_INT__=2
refused 'RBPF_CRITICAL_EXIT: define' '-DRBPF_CRITICAL_ENTER()=do_it()'
refused 'RBPF_CRITICAL_ENTER: define' '-DRBPF_CRITICAL_EXIT()=do_it()'
accepted '-DRBPF_CRITICAL_ENTER()=do_it()' '-DRBPF_CRITICAL_EXIT()=do_it()'

cat "$root/include/rbpf/config.h" "$root/include/rbpf/port.h" |
    awk '/^#error/ { text = $0; while (text ~ /\\$/) { sub(/ *\\$/, "", text); getline; text = text $0 }
                     sub(/^#error */, "", text); gsub(/^ *"|"$/, "", text); print text }' \
    > "$work/errors"
while read -r text; do
    grep -qF "$text" "$work/seen" || complain "no test for #error $text"
done < "$work/errors"

echo "$(wc -l < "$work/errors") errors, $failures failures"
[ -s "$work/errors" ] && [ $failures -eq 0 ]
