#!/bin/sh
# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

# usage: objects.sh CC LIBRARY [FLAG...]
# What firmware relies on in librbpf.a: it needs nothing but memcpy, memset, memcmp and the
# compiler's support library; every symbol that it exports begins with rbpf_; it has no
# writable static data.
set -eu

cc=$1
library=$2
shift 2

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failures=0

complain() {
    echo "$1"
    failures=$((failures + 1))
}

# Everything in one link, with stubs in the place of a C library.
cat > "$work/start.c" << 'END'
#include <stddef.h>
void *memcpy(void *to, const void *from, size_t size);
void *memset(void *to, int byte, size_t size);
int memcmp(const void *a, const void *b, size_t size);
void *memcpy(void *to, const void *from, size_t size) { (void)from; (void)size; return to; }
void *memset(void *to, int byte, size_t size) { (void)byte; (void)size; return to; }
int memcmp(const void *a, const void *b, size_t size) { (void)a; (void)b; (void)size; return 0; }
void _start(void);
void _start(void) { for (;;) {} }
END
"$cc" "$@" -std=c11 -ffreestanding -nostdlib -static -o "$work/firmware" "$work/start.c" \
    -Wl,--whole-archive "$library" -Wl,--no-whole-archive -lgcc ||
    complain "the library needs more than memcpy, memset, memcmp and the compiler's support library"

names=$(nm -g --defined-only "$library" | awk 'NF == 3 && $3 !~ /^rbpf_/ { print $3 }')
[ -z "$names" ] || complain "exported without the prefix rbpf_: $names"

# Constant tables of addresses stand in .data.rel.ro on a PC; on a device they are in flash.
data=$(objdump -h "$library" | awk '
    /file format/ { object = $1 }
    $2 ~ /^\.([st]?data|[st]?bss|ldata|lbss)/ && $2 !~ /^\.data\.rel\.ro/ && $3 !~ /^0+$/ {
        print object, $2, "0x" $3
    }')
[ -z "$data" ] || complain "writable static data: $data"
common=$(nm "$library" | awk '$2 == "C" { print $3 }')
[ -z "$common" ] || complain "writable static data: $common"

count=$(nm -g --defined-only "$library" | grep -c ' rbpf_' || true)
echo "$count symbols, $failures failures"
[ "$count" -gt 0 ] && [ $failures -eq 0 ]
