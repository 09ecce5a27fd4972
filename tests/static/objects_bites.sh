#!/bin/sh
# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

# usage: objects_bites.sh OBJECTS_SH CC
# objects.sh finds each of these wrong objects, and passes the right one.
set -eu

objects=$1
cc=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# check CODE: makes a library of it and judges it.
check() {
    printf '%s\n' "$1" > "$work/code.c"
    "$cc" -std=c11 -O1 -c -o "$work/code.o" "$work/code.c"
    rm -f "$work/library.a"
    ar rc "$work/library.a" "$work/code.o"
    sh "$objects" "$cc" "$work/library.a"
}

# bites MESSAGE CODE
bites() {
    if check "$2" > "$work/log" 2>&1 || ! grep -q "$1" "$work/log"; then
        cat "$work/log"
        echo "not found: $2"
        exit 1
    fi
}

check 'int rbpf_right(const int *p) { static const char *const names[] = {"a", "b"}; return names[*p][0]; }'
bites "needs more" 'extern int puts(const char *s); int rbpf_wrong(void) { return puts(""); }'
bites "needs more" 'extern void *malloc(unsigned long n); void *rbpf_wrong(void) { return malloc(1); }'
bites "without the prefix" 'int rbpf_right(void) { return 0; } int wrong(void) { return 1; }'
bites "static data" 'static int count; int rbpf_wrong(void) { return ++count; }'
bites "static data" 'static int count = 1; int rbpf_wrong(void) { return ++count; }'
bites "static data" 'int rbpf_wrong = 1; int rbpf_right(void) { return rbpf_wrong; }'
bites "static data" 'int rbpf_wrong __attribute__((common)); int rbpf_right(void) { return rbpf_wrong; }'
echo "every planted error was found"
