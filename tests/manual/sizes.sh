#!/bin/sh
# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

# usage: sizes.sh [ROOT]
# What the library takes of a Cortex-M4, by arm-none-eabi-gcc: flash of a host that loads raw
# instructions or an image and runs it, with each choice of config.h and each further function;
# then RAM of each struct, and the C stack of a run.
# With ROOT: compares the numbers with those in ROOT/include/README.md, 3 % either way.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "${1:-$here/../..}" && pwd)
compiler=arm-none-eabi-gcc
target="-mcpu=cortex-m4 -mthumb -std=c11"
command -v $compiler > /dev/null || {
    echo "skipped: needs $compiler"
    exit 77
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cat > "$work/host.c" << 'END'
#include <rbpf/rbpf.h>

extern struct rbpf_vm vm;
extern struct rbpf_vm_config config;
extern struct rbpf_code code;
extern struct rbpf_program program;
extern struct rbpf_function functions[8];
extern struct rbpf_grant grant;
extern const void *image_bytes;
extern uint64_t result;

int main(void)
{
#ifndef NOTHING
#ifdef IMAGE
    struct rbpf_image image;
    uint32_t function;

    if (rbpf_image_open(&image, image_bytes, 4096))
        return 1;
    code = rbpf_image_code(&image, NULL);
    rbpf_image_find_entry(&image, "on_timer", &function);
    rbpf_image_init_data(&image, &result, sizeof result);
#else
    rbpf_functions_find(&code, functions, 8);
#endif
    if (rbpf_program_load(&program, &code, NULL) || rbpf_vm_init(&vm, &config))
        return 1;
    rbpf_vm_start(&vm, 0, &grant);
    rbpf_run(&vm, 1000);
    result = rbpf_vm_result(&vm);
#ifdef STEP
    rbpf_step(&vm);
#endif
#ifdef FAULT
    rbpf_vm_fault(&vm, (struct rbpf_fault *)&config);
#endif
#ifdef TEXT
    result = (uintptr_t)rbpf_status_text(0) + (uintptr_t)rbpf_status_name(0);
#endif
#ifdef DISASM
    rbpf_disassemble(image_bytes, (char *)&config, 64);
#endif
#endif
    return 0;
}
END
cat > "$work/memory.c" << 'END'
#include <rbpf/rbpf.h>

struct rbpf_vm vm;
struct rbpf_vm_config config;
struct rbpf_code code;
struct rbpf_program program;
struct rbpf_function functions[8];
struct rbpf_grant grant;
const void *image_bytes;
uint64_t result;
END

# flash OPTIONS...: bytes of text and data that the host has with them.
flash() {
    rm -f "$work"/*.o
    for source in $(cd "$root" && sed -n 's/^RBPF_SOURCES += //p' sources.mk); do
        level=-Os
        [ "$source" != src/exec/loop_goto.c ] || level="-O2 -fno-tree-pre"
        # shellcheck disable=SC2086
        $compiler $target $level -ffunction-sections -fdata-sections -fstack-usage "$@" \
            -I "$root/include" -I "$root/src" -c -o "$work/$(basename "$source" .c).o" \
            "$root/$source"
    done
    # shellcheck disable=SC2086
    $compiler $target -Os "$@" -I "$root/include" -c -o "$work/host.o" "$work/host.c"
    # shellcheck disable=SC2086
    $compiler $target "$@" -I "$root/include" -c -o "$work/memory.o" "$work/memory.c"
    # shellcheck disable=SC2086
    $compiler $target -nostartfiles -Wl,--gc-sections,-e,main -o "$work/host" "$work"/*.o
    arm-none-eabi-size "$work/host" | awk 'NR == 2 { print $1 + $2 }'
}

nothing=$(flash -DNOTHING)

row() {
    name=$1
    shift
    bytes=$(flash "$@")
    printf '%7d  %s\n' $((bytes - nothing)) "$name"
}

# The frames of the functions that are on the C stack together, at most.
stack() {
    awk -F '\t' '{ sub(/.*:/, "", $1); sub(/\..*/, "", $1); if ($2 > most[$1]) most[$1] = $2 }
         END {
             count = split("rbpf_run rbpf_run_with rbpf_run_slice rbpf_loop_goto rbpf_loop_small " \
                 "rbpf_exec_transfer transfer call call_register call_helper call_with_memory " \
                 "rbpf_argument_check measure_string rbpf_access_check", names, " ")
             for (i = 1; i <= count; i++)
                 sum += most[names[i]]
             print sum
         }' "$work"/r*.su "$work"/t*.su "$work"/a*.su "$work/loop_$1.su"
}

measure() {
    echo "flash"
    row "all defaults: loop goto, raw instructions"
    printf '%7d  bytes of C stack in rbpf_run(), without the helper itself\n' "$(stack goto)" \
        > "$work/stack"
    row "RBPF_LOOP=RBPF_LOOP_SWITCH" -DRBPF_LOOP=RBPF_LOOP_SWITCH
    row "RBPF_LOOP=RBPF_LOOP_SMALL" -DRBPF_LOOP=RBPF_LOOP_SMALL
    row "RBPF_SPLIT_REGISTERS=0" -DRBPF_SPLIT_REGISTERS=0
    row "RBPF_LOOP=RBPF_LOOP_SMALL, RBPF_SPLIT_REGISTERS=0" -DRBPF_LOOP=RBPF_LOOP_SMALL \
        -DRBPF_SPLIT_REGISTERS=0
    row "RBPF_GROUPS=0xbf: without V4" -DRBPF_GROUPS=0xbfu
    row "RBPF_GROUPS=0x1b3: without ATOMIC32, ATOMIC64" -DRBPF_GROUPS=0x1b3u
    row "RBPF_GROUPS=0x18f: without DIVMUL32, DIVMUL64" -DRBPF_GROUPS=0x18fu
    row "RBPF_GROUPS=0x13f: without CALLX" -DRBPF_GROUPS=0x13fu
    row "RBPF_GROUPS=0x3: BASE32, BASE64" -DRBPF_GROUPS=3u
    row "RBPF_LOOP=RBPF_LOOP_SMALL, RBPF_GROUPS=0x3" -DRBPF_LOOP=RBPF_LOOP_SMALL -DRBPF_GROUPS=3u
    row "RBPF_HELPERS_MAX=1024" -DRBPF_HELPERS_MAX=1024
    row "RBPF_STOP_INTERVAL=256" -DRBPF_STOP_INTERVAL=256
    row "an image in place of raw instructions" -DIMAGE
    row "and rbpf_vm_fault()" -DFAULT
    row "and rbpf_step()" -DSTEP
    row "and rbpf_status_name(), rbpf_status_text()" -DTEXT
    row "and rbpf_disassemble()" -DDISASM
    echo "RAM"
    for struct in vm region frame program function image helper helpers report; do
        printf '#include <rbpf/rbpf.h>\nchar size[sizeof(struct rbpf_%s)];\n' $struct > "$work/size.c"
        # shellcheck disable=SC2086
        $compiler $target -I "$root/include" -c -o "$work/size.o" "$work/size.c"
        printf '%7d  struct rbpf_%s\n' \
            "$((0x$(arm-none-eabi-nm -S "$work/size.o" | cut -d ' ' -f 2)))" $struct
    done
    cat "$work/stack"
}

measure > "$work/measured"
cat "$work/measured"
[ $# -gt 0 ] || exit 0

# The block behind the command.
awk '/^```sh .*sizes.sh|^sh tests\/manual\/sizes.sh/ { found = 1 }
     inside && /^```/ { exit }
     inside
     found && /^```text/ { inside = 1 }' "$root/include/README.md" > "$work/said"
# compare FILE: with what was measured.
compare() {
    awk 'NR == FNR { said[FNR] = $0; count = FNR; next }
         { split($0, now, "  *"); split(said[FNR], then, "  *"); rest = $0; old = said[FNR]
           sub(/^ *[0-9]+/, "", rest); sub(/^ *[0-9]+/, "", old)
           difference = now[2] - then[2]
           if (rest != old || difference > then[2] * 0.03 || -difference > then[2] * 0.03) {
               print "include/README.md says: " said[FNR] "; it is: " $0
               wrong++
           } }
         END {
             if (FNR != count)
                 print "include/README.md has " count " lines, there are " FNR
             exit wrong > 0 || FNR != count
         }' "$1" "$work/measured"
}

# It finds what is wrong.
for plant in 's/^  11/  12/' 's/struct rbpf_vm/struct rbpf_wm/' '$d'; do
    sed "$plant" "$work/measured" > "$work/planted"
    if compare "$work/planted" > "$work/log"; then
        echo "not found: $plant"
        exit 1
    fi
done
compare "$work/said"
echo "the numbers in include/README.md are right within 3 %"
