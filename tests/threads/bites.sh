#!/bin/sh
# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

# usage: bites.sh ROOT CC FLAGS LINK_FLAGS COMMAND OBJECT...
# The objects are those of a test. Takes away the critical sections of the library, one at a time:
# the test has to notice each, which COMMAND runs, with the program in the place of PROGRAM. Under
# ThreadSanitizer some other care for threads too.
set -eu

root=$1
cc=$2
flags=$3
link_flags=$4
command=$5
shift 5
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
planted=0
missed=0

# try SOURCE WHAT OBJECT...: $work/planted.c takes the place of SOURCE.
try() {
    source=$1
    what=$2
    shift 2
    planted=$((planted + 1))
    cmp -s "$work/planted.c" "$root/$source" && {
        echo "$source: $what: nothing to take away"
        exit 1
    }
    # shellcheck disable=SC2086
    "$cc" $flags -I "$root/$(dirname "$source")" -c -o "$work/planted.o" "$work/planted.c"
    others=
    for object in "$@"; do
        case $object in
        */"$source".o*) ;;
        *) others="$others $object" ;;
        esac
    done
    # shellcheck disable=SC2086
    "$cc" $flags -o "$work/test" "$work/planted.o" $others $link_flags
    code=0
    eval "$(echo "$command" | sed "s#PROGRAM#$work/test#")" > "$work/log" 2>&1 || code=$?
    how=$(grep -m 1 -o -e 'ThreadSanitizer: [A-Za-z -]*' -e 'WRONG: .*' -e 'TRAP.*' "$work/log" || true)
    [ $code -ne 0 ] || {
        missed=$((missed + 1))
        how="not noticed"
    }
    echo "$source: $what: ${how:-exit code $code}"
}

# direct.c is for another configuration.
for source in $(cd "$root" && grep -l 'RBPF_CRITICAL_ENTER' src/container/*.c src/exec/*.c |
    grep -v /direct.c); do
    count=$(grep -c 'RBPF_CRITICAL_ENTER' "$root/$source")
    n=1
    while [ "$n" -le "$count" ]; do
        awk -v n="$n" '/RBPF_CRITICAL_ENTER/ && ++entered == n { next }
            /RBPF_CRITICAL_EXIT/ && ++left == n { next }
            { print }' "$root/$source" > "$work/planted.c"
        line=$(grep -n 'RBPF_CRITICAL_ENTER' "$root/$source" | sed -n "${n}s/:.*//p")
        try "$source" "the critical section in line $line" "$@"
        n=$((n + 1))
    done
done

# plant SOURCE SED WHAT OBJECT...
plant() {
    sed "$2" "$root/$1" > "$work/planted.c"
    source=$1
    what=$3
    shift 3
    try "$source" "$what" "$@"
}

plant_all() {
    plant src/container/hook.c 's/offsetof(struct rbpf_container, is_stale)/sizeof *copy/' \
        "what a run changes is copied" "$@"
    plant src/container/attach.c 's/RBPF_SHARED_LOAD(.*use) == RBPF_RUNNER_IDLE/1/' \
        "runners in use are looked at" "$@"
    plant src/container/runner.c 's/RBPF_SHARED_STORE(uint8_t, &runner->use, \(.*\));/runner->use = \1;/' \
        "an ordinary store" "$@"
    plant src/container/attach.c 's/RBPF_SHARED_STORE(.*&hook->first, \(.*\));/hook->first = \1;/' \
        "an ordinary store" "$@"
    plant src/exec/vm.c 's/RBPF_SHARED_STORE(uint8_t, &vm->stop, 1)/vm->stop = 1/' \
        "an ordinary store" "$@"
}
case $flags in
*-fsanitize=thread*) plant_all "$@" ;;
esac

echo "$planted planted, $missed not noticed"
[ "$missed" -eq 0 ]
