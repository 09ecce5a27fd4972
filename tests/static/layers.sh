#!/bin/sh
# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

# usage: layers.sh ROOT
# Greps the includes of ROOT/src and ROOT/include/rbpf and fails on an arrow other than
#
#     isa <- verify <- exec <- image <- container <- tools
#
# (each layer includes itself and what stands to its left). Below tools, the only system headers
# are those that every C11 compiler has, and string.h.
set -eu
cd "$1"

# rank FILE: the place of a file in that row; 0 is open to all, 99 unknown.
rank() {
    case $1 in
    include/rbpf/status.h | include/rbpf/config.h | include/rbpf/port.h) echo 0 ;;
    include/rbpf/guest.h | include/rbpf/guest_memory.h | include/rbpf/guest_run.h) echo 0 ;;
    include/rbpf/guest_container.h | include/rbpf/guest_femto.h) echo 0 ;;
    include/rbpf/version.h | include/rbpf/bytes.h | include/rbpf/access.h) echo 0 ;;
    src/compiler.h | src/bytes.h | src/text.h | src/text.c | src/status_text.c) echo 0 ;;
    include/rbpf/isa.h | include/rbpf/disasm.h | src/isa/*) echo 1 ;;
    include/rbpf/helper.h | include/rbpf/program.h | src/verify/*) echo 2 ;;
    include/rbpf/region.h | include/rbpf/vm.h | include/rbpf/call.h) echo 3 ;;
    include/rbpf/fault.h | src/exec/*) echo 3 ;;
    include/rbpf/image.h | include/rbpf/lines.h | src/image/*) echo 4 ;;
    include/rbpf/store.h | include/rbpf/rights.h | include/rbpf/engine.h) echo 5 ;;
    include/rbpf/hook.h | include/rbpf/firing.h | include/rbpf/container.h | include/rbpf/builtin.h) echo 5 ;;
    include/rbpf/message.h | include/rbpf/sensor.h | src/container/*) echo 5 ;;
    include/rbpf/rbpf.h | src/tools/*) echo 6 ;;
    *) echo 99 ;;
    esac
}

# resolve FILE NAME: the file that FILE means by including "NAME" or <rbpf/...>.
resolve() {
    folder=$(dirname "$1")
    if [ -f "$folder/$2" ]; then
        path=$folder/$2
    elif [ -f "src/$2" ]; then
        path=src/$2
    else
        path=include/$2
    fi
    # Without a/../
    echo "$path" | sed -e ':again' -e 's#[^/.][^/]*/\.\./##' -e 't again'
}

is_system_header() {
    case $1 in
    stdbool.h | stddef.h | stdint.h | limits.h | string.h) true ;;
    *) false ;;
    esac
}

# complaint FILE NAME QUOTE: what is wrong with the include, or nothing.
complaint() {
    case $2 in
    rbpf/*) ;;
    *)
        if [ "$3" = '<' ]; then
            [ "$(rank "$1")" -eq 6 ] || is_system_header "$2" || echo "a system header"
            return
        fi
        ;;
    esac
    target=$(resolve "$1" "$2")
    if [ ! -f "$target" ] || [ "$(rank "$target")" -eq 99 ]; then
        echo "a file of no layer"
    elif [ "$(rank "$target")" -gt "$(rank "$1")" ]; then
        echo "a layer to the right"
    fi
}

list=$(mktemp)
trap 'rm -f "$list"' EXIT
find src include/rbpf -name '*.[ch]' ! -path 'src/port/*' |
    xargs grep -E '^[[:space:]]*#[[:space:]]*include[[:space:]]*[<"]' /dev/null |
    sed -E 's/^([^:]+):[^<"]*([<"])([^>"]+)[>"].*/\1 \3 \2/' | sort > "$list"

failures=0
while read -r file name quote; do
    what=$(complaint "$file" "$name" "$quote")
    if [ "$(rank "$file")" -eq 99 ]; then
        what="but stands in no layer itself"
    fi
    if [ -n "$what" ]; then
        echo "$file includes $name: $what"
        failures=$((failures + 1))
    fi
done < "$list"

# Operating systems are named in src/port, and by the tools, which run on one.
systems='__(unix|linux|gnu_linux|APPLE|FreeBSD|ZEPHYR)__|_WIN(32|64)|__(unix|linux)\b'
for file in $(find src include/rbpf -name '*.[ch]' ! -path 'src/port/*' ! -path 'src/tools/*' |
    xargs grep -lE "$systems"); do
    echo "$file names an operating system"
    failures=$((failures + 1))
done

echo "$(wc -l < "$list") includes, $failures failures"
[ -s "$list" ] && [ $failures -eq 0 ]
