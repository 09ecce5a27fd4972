#!/bin/sh
# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

# usage: headers.sh INCLUDE_FOLDER CLANG...
# A guest that uses all of <rbpf/guest.h>, and asks for rights where <rbpf/guest_container.h> is
# included, compiles without a warning: with no other header in reach, as C and C++, for each cpu,
# at each level; beside the compiler's headers and libbpf's, in any order; and for the host, where
# the same macros declare functions.
set -eu

include=$1
shift
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
count=0
failures=0

cat > "$work/guest.c" << 'END'
#include FIRST
#include SECOND
#include THIRD

struct context {
    uint8_t bytes[100];
    uint64_t words[8];
    bool flag;
};

struct large {
    uint64_t words[60];
};

static struct large one, two;
static const uint16_t port = rbpf_htons(0x1234);
static uint32_t SEC("mine") variable = 3;

RBPF_HELPER(7, int64_t, read_sensor, (uint32_t channel));
RBPF_HELPER(8, void, beep, (void));
RBPF_HELPER(9, bool, five, (const void *a, uint64_t b, int32_t c, char *d, uint8_t e));

RBPF_ENTRY uint64_t entry(struct context *context, uint64_t size)
{
    memcpy(context->bytes, context->words, size);
    memmove(context->bytes + 1, context->bytes, size);
    memset(context->bytes, (int)size, size);
    memcpy(&one, &two, sizeof one);
    memset(&two, 0, sizeof two);
    memcpy(context->words, &one, sizeof context->words);
    beep();
    context->flag = five(context, 1, -2, NULL, 4);
    return (uint64_t)memcmp(context->bytes, context->words, size) + port + variable +
           rbpf_be64toh(context->words[0]) + rbpf_le16toh(context->words[1]) +
           (uint64_t)(read_sensor(3) + rbpf_smod((int64_t)size, -3));
}

#ifdef RBPF_GUEST_CONTAINER_H
RBPF_NEEDS(.access = RBPF_READ_STORE(RBPF_SCOPE_TENANT) | RBPF_WRITE_REGION(5),
           .stores = {[RBPF_SCOPE_TENANT] = {.entries = 2, .bytes = 64}}, .insns_per_run = 500);
RBPF_WANTS(.insns_per_second = (uint32_t)RBPF_UNLIMITED, .helpers = {RBPF_HELPER_BIT(31), 1});
#endif

SEC("timer") int64_t second(struct context *context)
{
    return (int64_t)offsetof(struct context, words) + rbpf_sdiv((int64_t)context->words[0], -7);
}
END

# compile COMPILER OPTIONS FIRST SECOND THIRD
compile() {
    count=$((count + 1))
    # shellcheck disable=SC2086
    $1 $2 -I "$include" -Wall -Wextra -Wpedantic -Werror "-DFIRST=$3" "-DSECOND=$4" "-DTHIRD=$5" \
        -c -o "$work/guest.o" "$work/guest.c" || {
        echo "does not compile: $*"
        failures=$((failures + 1))
    }
}

cpus() {
    case $1 in
    *-19) echo v1 v2 v3 v4 ;;
    *) echo v1 v2 v3 ;;
    esac
}

own='<rbpf/guest.h>'
run='<rbpf/guest_run.h>'
memory='<rbpf/guest_memory.h>'
container='<rbpf/guest_container.h>'
femto='<rbpf/guest_femto.h>'

alone() {
    for cpu in $(cpus "$1"); do
        for level in 0 1 2 s; do
            for language in "c -std=c11" "c++ -std=c++17"; do
                options="--target=bpfel -nostdinc -mcpu=$cpu -O$level -x $language"
                compile "$1" "$options" "$own" "$run" "$memory"
                compile "$1" "$options -ffreestanding -fno-builtin" "$memory" "$own" "$run"
            done
        done
    done
}

# libbpf's headers are GNU C, and want the types of linux/types.h unless ours are there.
orders() {
    for free in "" "-ffreestanding -fno-builtin"; do
        options="--target=bpfel -O2 $free -idirafter /usr/include/$(uname -m)-linux-gnu"
        if [ -f /usr/include/bpf/bpf_helpers.h ]; then
            gnu="$options -x c -std=gnu11"
            compile "$1" "$gnu" "$own" '<bpf/bpf_helpers.h>' '<bpf/bpf_endian.h>'
            compile "$1" "$gnu" "$own" '<linux/types.h>' '<bpf/bpf_helpers.h>'
            compile "$1" "$gnu" '<linux/types.h>' '<bpf/bpf_helpers.h>' "$own"
            compile "$1" "$gnu" '<linux/types.h>' '<bpf/bpf_endian.h>' "$own"
            compile "$1" "$options -x c++" "$own" '<bpf/bpf_endian.h>' "$run"
        fi
        [ -n "$free" ] || continue
        for header in '<stdint.h>' '<stddef.h>' '<stdbool.h>'; do
            for language in "c -std=c11" "c++ -std=c++17"; do
                compile "$1" "$options -x $language" "$header" "$own" "$own"
                compile "$1" "$options -x $language" "$own" "$header" "$own"
            done
        done
    done
}

for clang in "$@"; do
    alone "$clang"
    orders "$clang"
    for language in "c -std=c11" "c++ -std=c++17"; do
        compile "$clang" "--target=bpfel -nostdinc -O2 -x $language" "$container" "$own" "$memory"
        compile "$clang" "-O2 -x $language" '<stdint.h>' "$container" "$container"
        compile "$clang" "--target=bpfel -nostdinc -O2 -DRBPF_FEMTO_ASKS -x $language" "$femto" "$own" "$femto"
        compile "$clang" "-O2 -DRBPF_FEMTO_ASKS -x $language" '<stdlib.h>' "$femto" "$container"
    done
    compile "$clang" "--target=bpfel -nostdinc -O2 -x c++ -std=c++20" "$container" "$own" "$memory"
    compile "$clang" "-O2 -x c -std=c11" '<rbpf/rbpf.h>' "$container" "$container"
    compile "$clang" "-O2 -x c -std=c11" "$own" "$run" '<string.h>'
    compile "$clang" "-O2 -x c++ -std=c++17" '<string.h>' "$own" "$run"
done

echo "$count ways, $failures failures"
[ $count -gt 0 ] && [ $failures -eq 0 ]
