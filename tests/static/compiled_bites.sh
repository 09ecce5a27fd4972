#!/bin/sh
# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

# usage: compiled_bites.sh ROOT CC
# compiled.sh passes a copy of the library, and finds what is planted there: code whose meaning
# depends on the options of the compiler.
set -eu

root=$1
cc=$2
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
copy=$work/copy
mkdir -p "$copy/tests/unit" "$copy/examples/sensor"
cp -R "$root/include" "$root/src" "$root/sources.mk" "$copy"
cp -R "$root/tests/vectors" "$copy/tests"
cp "$root/examples/sensor"/coap.[ch] "$copy/examples/sensor"
for file in asm.h test_status.c cases_status.c cases.h runner.h runner_plain.c left_out.c \
    left_out.h; do
    cp "$root/tests/unit/$file" "$copy/tests/unit"
done

check() {
    sh "$here/compiled.sh" "$copy" - test_status "$cc $1" "$cc $2" > "$work/log" 2>&1
}

# plant FILE LINE TEXT: what follows the first line like LINE.
plant() {
    cp "$copy/$1" "$work/kept"
    awk -v line="$2" -v text="$3" '{ print } !done && $0 ~ line { print text; done = 1 }' \
        "$work/kept" > "$copy/$1"
    ! cmp -s "$work/kept" "$copy/$1" || {
        echo "$1 has no line like $2"
        exit 1
    }
}

# finds WHAT WORD OPTIONS OPTIONS FILE LINE TEXT: only where the second options are, with that word.
finds() {
    plant "$5" "$6" "$7"
    check "$3" "$4" && code=0 || code=$?
    cp "$work/kept" "$copy/$5"
    if [ "$code" -ne 1 ] || ! grep -q "^$cc $3: .* passed$" "$work/log" ||
        ! grep -q "^$cc $4: .*$2" "$work/log"; then
        cat "$work/log"
        echo "not found: $1"
        exit 1
    fi
}

check -O0 -O1 || {
    cat "$work/log"
    exit 1
}
# Nobody knows but the answers' hash.
finds "another size of what faulted" 'passed, DIFFERS$' -O0 -O1 src/exec/fault.c \
    '^    fault->size = rbpf_size_at' '#ifdef __OPTIMIZE__
    fault->size ^= 16;
#endif'
finds "a name that differs" 'FAILED$' -O0 -O1 src/status_text.c \
    '^const char .rbpf_status_name' '#ifdef __OPTIMIZE__
#undef RBPF_OK
#define RBPF_OK 9999
#endif'
overflow='{
        volatile int32_t most = INT32_MAX;
        int32_t n = most;'
finds "an overflow that is taken for none" FAILED -O1 '-O1 -fwrapv' src/exec/vm.c \
    'status = RBPF_ERR_NO_FUNCTION;' "$overflow
        if (n + 1 < n)
            return RBPF_ERR_NO_FUNCTION;
    }"
finds "an overflow that is of no effect" FAILED -O0 '-O0 -ftrapv' src/exec/vm.c \
    'status = RBPF_ERR_NO_FUNCTION;' "$overflow
        most = n + 1;
    }"
echo "every planted difference was found"
