#!/bin/sh
# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

# usage: size.sh CPU OUT CC FLAGS LOOP_FLAGS [SOURCE...]
# Counts flash, RAM and C stack of librbpf as CC compiles it with FLAGS, and src/exec/loop_goto.c
# with LOOP_FLAGS too; the host is linked with each SOURCE. Writes OUT/size.csv, OUT/ram.csv, OUT/papers.csv and, where
# CC makes firmware without an operating system, OUT/stack.csv. bench/README.md says what is in them.
set -eu

cpu=$1
out=$2
cc=$3
flags="-std=c11 $4 -ffunction-sections -fdata-sections -fcallgraph-info=su"
loop_flags=$5
shift 5
host_sources="bench/size/memory.c src/port/board/memory.c $*"

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
prefix=${cc%gcc}
sources=$(sed -n 's/^RBPF_SOURCES += //p' "$root/sources.mk")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
objects=$work/objects
mkdir -p "$out" "$objects/isa" "$objects/verify" "$objects/exec" "$objects/image" "$objects/container" "$objects/other" \
    "$work/texts"
export LC_ALL=C

# An object differs between configurations only if its source or one of its headers names an option
# outside of comments: lines `SOURCE OPTION`. config.h names them all; its macros are compared.
find_uses() {
    options="RBPF_PORT_HEADER $(sed -n 's/^#ifndef \(RBPF_[A-Z_]*\)$/\1/p' \
        "$root/include/rbpf/config.h" | grep -v '_H$')"
    for source in $sources; do
        # shellcheck disable=SC2086
        $cc $flags -I "$root/include" -I "$root/src" -MM "$root/$source" | tr -s ' \\' '\n' |
            grep '\.[ch]$' | grep -v 'rbpf/config\.h$' > "$work/files"
        xargs sed '/^ *\/\*/d; /^ \*/d' < "$work/files" > "$work/text"
        for option in $options; do
            ! grep -qw "$option" "$work/text" || echo "$source $option"
        done
    done
}

# compile SOURCE OBJECT DEFINITION...: once for each text that the preprocessor makes of it.
compile() {
    source=$root/$1
    object=$2
    shift 2
    own=
    [ "$source" != "$root/src/exec/loop_goto.c" ] || own=$loop_flags
    set -- "$@" -I "$root/include" -I "$root/src" -I "$root/src/port/board"
    # shellcheck disable=SC2086
    text=$($cc $flags $own "$@" -E -P "$source" | cksum | tr ' ' -)
    name=$(basename "$source" .c)
    made=$work/texts/$name-$text
    # shellcheck disable=SC2086
    [ -e "$made.o" ] || $cc $flags $own "$@" -c -o "$made.o" "$source" || return 0
    ln -f "$made.o" "$object"
    ln -f "$made.ci" "${object%.o}.ci"
}

# build HOST DEFINITION...: the library and the host; their objects are listed in $work/list.
build() {
    host=$1
    shift
    # shellcheck disable=SC2086
    $cc $flags "$@" -dM -E "$root/include/rbpf/config.h" > "$work/macros"
    printf '%s\n' $sources |
        awk -v folder="$objects" -f "$here/objects.awk" "$work/macros" "$work/uses" - > "$work/plan"
    for source in $host $host_sources; do
        object=$work/$(echo "$source" | tr / _).o
        rm -f "$object"
        echo "$source $object" >> "$work/plan"
    done
    cut -d ' ' -f 2 "$work/plan" > "$work/list"
    running=0
    while read -r source object; do
        [ ! -e "$object" ] || continue
        compile "$source" "$object" "$@" &
        running=$((running + 1))
        [ $((running % 2)) -ne 0 ] || wait
    done < "$work/plan"
    wait
    while read -r object; do
        [ -e "$object" ] || {
            echo "size.sh: does not compile with $*" >&2
            exit 1
        }
    done < "$work/list"
}

# link PROGRAM OPTION...
link() {
    program=$1
    shift
    # shellcheck disable=SC2046,SC2086
    $cc $flags -nostdlib -static -no-pie -Wl,--build-id=none $script "$@" \
        -o "$program" $(cat "$work/list") -lgcc
}

# row HOST VARIANT CONFIGURATION DEFINITION...
row() {
    key=$cpu,$1,$2,$3
    name=$1
    variant=$2
    shift 3
    upper=$(echo "$variant" | tr a-z A-Z)
    host=bench/size/host.c
    case $name in
    firmware) host=examples/firmware/host.c ;;
    engine*) host=bench/size/engine.c ;;
    papers) host=examples/papers/host.c ;;
    esac
    build $host "-DRBPF_LOOP=RBPF_LOOP_$upper" "$@"
    link "$work/host.elf" -Wl,--gc-sections,-Map="$work/host.map"
    figures=$(awk -f "$here/parts.awk" "$work/host.map")
    echo "$key,$figures" >> "$work/size.csv"
    case $figures in
    *,0) ;;
    *)
        echo "size.sh: $key: librbpf has writable static data" >&2
        exit 1
        ;;
    esac
}

# What of an example firmware is for containers: the library's flash, and the RAM that it is given,
# which is all that the firmware has.
count_papers() {
    echo "cpu,papers,bytes" > "$work/papers.csv"
    row papers small papers -DRBPF_GROUPS=0x3u -DRBPF_HELPERS_MAX=32 -DRBPF_CHECK_HOST=0 \
        -DRBPF_CONTRACTS=0 -DRBPF_ROLLBACK=0 -DRBPF_ACCOUNTS=0
    tail -n 1 "$work/size.csv" |
        awk -F , '{ print $1 ",flash," $5 + $9 + $10 + $11 + $12 }' >> "$work/papers.csv"
    ram=$("${prefix}size" "$(grep 'examples_papers_host' "$work/list")" | awk 'END { print $2 + $3 }')
    echo "$cpu,ram,$ram" >> "$work/papers.csv"
}

count_flash() {
    echo "cpu,host,variant,configuration,vm_bytes,isa_bytes,verify_bytes,exec_bytes,image_bytes,container_bytes,other_bytes,library_bytes,data_bytes" \
        > "$work/size.csv"
    for variant in goto switch small; do
        row run $variant default
        row run $variant no-atomic64 -DRBPF_GROUPS=0x1b7u
        row run $variant no-atomic -DRBPF_GROUPS=0x1b3u
        row run $variant no-divmul64 -DRBPF_GROUPS=0x19fu
        row run $variant no-divmul -DRBPF_GROUPS=0x18fu
        row run $variant no-callx -DRBPF_GROUPS=0x13fu
        row run $variant no-v4 -DRBPF_GROUPS=0xbfu
        row run $variant no-atomic-v4 -DRBPF_GROUPS=0xb3u
        row run $variant base-only -DRBPF_GROUPS=0x3u
        row run $variant split-registers-0 -DRBPF_SPLIT_REGISTERS=0
        row run $variant split-registers-1 -DRBPF_SPLIT_REGISTERS=1
        row run $variant check-host-0 -DRBPF_CHECK_HOST=0
        row run $variant byte-access-0 -DRBPF_BYTE_ACCESS=0
        row run $variant byte-access-1 -DRBPF_BYTE_ACCESS=1
        row run $variant helpers-max-32 -DRBPF_HELPERS_MAX=32
        row run $variant helpers-max-256 -DRBPF_HELPERS_MAX=256
        row run $variant helpers-max-1024 -DRBPF_HELPERS_MAX=1024
        row run $variant stop-interval-256 -DRBPF_STOP_INTERVAL=256
        row run $variant no-port -URBPF_PORT_HEADER
        row image $variant default -DHOST_IMAGE
        row firmware $variant default
        row engine $variant default
        row engine $variant contracts-0 -DRBPF_CONTRACTS=0
        row engine $variant rollback-0 -DRBPF_ROLLBACK=0
        row engine $variant accounts-0 -DRBPF_ACCOUNTS=0
    done
    row run small base-only-check-host-0 -DRBPF_GROUPS=0x3u -DRBPF_CHECK_HOST=0
    row engine goto check-host-0 -DRBPF_CHECK_HOST=0
    row engine-all goto default -DENGINE_ALL
    row engine-helpers goto default -DENGINE_HELPERS
    row raw goto default -DHOST_RAW
    row facts goto default -DHOST_FACTS
    row fault goto default -DHOST_FAULT
    row step goto default -DHOST_STEP
    row text goto default -DHOST_TEXT
    row disassemble goto default -DHOST_DISASSEMBLE
}

# Arrays that are as long as a struct is large: the compiler says it without running anything.
count_ram() {
    echo "cpu,struct,bytes" > "$work/ram.csv"
    {
        echo '#include <rbpf/rbpf.h>'
        echo 'char vm_without_registers[sizeof(struct rbpf_vm) - sizeof(struct rbpf_registers)];'
        for struct in $(structs); do
            echo "char $struct[sizeof(struct $struct)];"
        done
    } > "$work/ram.c"
    # shellcheck disable=SC2086
    $cc $flags -fno-common -I "$root/include" -c -o "$work/ram.o" "$work/ram.c"
    "${prefix}nm" -S "$work/ram.o" | awk '{ print $4, $2 }' | sort | while read -r name size; do
        echo "$cpu,$name,$((0x$size))"
    done >> "$work/ram.csv"
    [ "$(wc -l < "$work/ram.csv")" -eq $(($(structs | wc -l) + 2)) ]
}

# guest*.h are for guests.
structs() {
    find "$root/include/rbpf" -name '*.h' ! -name 'guest*' -exec \
        sed -n 's/^struct \(rbpf_[a-z_]*\) {.*/\1/p' {} +
}

# entries: the public functions that are not inline.
entries() {
    find "$root/include/rbpf" -name '*.h' ! -name 'guest*' -exec cat {} + |
        sed -n '/^static/d; s/^[a-z].*[ *]\(rbpf_[a-z0-9_]*\)(.*/\1/p' | sort -u |
        grep -v '^rbpf_loop_'
}

# stack_of VARIANT LOOP ENTRY...
stack_of() {
    variant=$1
    loop=$2
    shift 2
    printf '%s\n' "$@" > "$work/entries"
    # shellcheck disable=SC2046
    awk -v loop="$loop" -f "$here/stack.awk" "$here/calls.txt" "$work/entries" "$work/library" \
        $(sed 's/\.o$/.ci/' "$work/list" | grep "^$objects") > "$work/stacks"
    while read -r name bytes uses rest; do
        [ "$variant" != any ] || [ "$uses" = any ] || {
            echo "size.sh: $name runs a loop: name it with the others" >&2
            exit 1
        }
        echo "$cpu,$variant,$name,$bytes" >> "$work/stack.csv"
        echo "$variant $name $bytes: $rest" >> "$out/stack.txt"
    done < "$work/stacks"
}

count_stack() {
    echo "cpu,variant,function,bytes" > "$work/stack.csv"
    : > "$out/stack.txt"
    build bench/size/host.c
    link "$work/all.elf" -Wl,--no-gc-sections
    "${prefix}nm" "$work/all.elf" > "$work/symbols"
    "${prefix}objdump" -d "$work/all.elf" > "$work/disassembly"
    awk -f "$here/library.awk" "$work/symbols" "$work/disassembly" > "$work/library"
    for variant in goto switch small; do
        stack_of $variant rbpf_loop_$variant rbpf_run rbpf_run_with rbpf_hook_run rbpf_firing_run \
            rbpf_engine_run_posted
    done
    stack_of step rbpf_loop_step rbpf_step
    # shellcheck disable=SC2046
    stack_of any none $(entries | grep -vx 'rbpf_run\|rbpf_run_with\|rbpf_step\|rbpf_hook_run\|rbpf_firing_run\|rbpf_engine_run_posted')
}

# Linux's own script has what its linkers rely on.
script="-T $here/host.ld"
is_linux=
if echo | "$cc" -dM -E - | grep -q __linux__; then
    script=-Wl,-e,main
    is_linux=1
fi
find_uses > "$work/uses"
count_flash
count_papers
count_ram
tables="size ram papers"
if [ -z "$is_linux" ]; then
    count_stack
    tables="$tables stack"
fi
for table in $tables; do
    cp "$work/$table.csv" "$out/$table.csv"
done
