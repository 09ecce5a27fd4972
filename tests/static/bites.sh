#!/bin/sh
# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

# usage: bites.sh ROOT CC CXX CLANG_FORMAT LIBRARY
# Checks of this folder find errors that are planted into a copy of the sources.
set -eu

root=$1
cc=$2
cxx=$3
clang_format=$4
library=$5
here=$(cd "$(dirname "$0")" && pwd)

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
copy=$work/copy
skipped=

run() {
    case $1 in
    headers) sh "$here/headers.sh" "$cc" "$cxx" "$copy/include" ;;
    format) sh "$here/format.sh" "$copy" "$clang_format" ;;
    jumps) sh "$here/jumps.sh" "$copy" "$cc" -O2 ;;
    places) sh "$here/places.sh" "$copy" "$cc" -O2 -fno-crossjumping ;;
    options) sh "$here/options.sh" "$copy" "$cc" ;;
    port) sh "$here/port.sh" "$copy" "$cc" ;;
    amalgamation) sh "$here/amalgamation.sh" "$copy" "$cc" "$cxx" "$library" -Wall ;;
    plain_c) sh "$here/plain_c.sh" "$copy" "$cc" ;;
    *) sh "$here/$1.sh" "$copy" ;;
    esac
}

# bites CHECK MESSAGE COMMAND: run in a fresh copy, COMMAND plants the error.
bites() {
    rm -rf "$copy"
    mkdir "$copy"
    for item in .clang-format CMakeLists.txt CMakePresets.json LICENSE README.md cmake examples \
        include sources.mk src; do
        cp -R "$root/$item" "$copy/$item"
    done
    mkdir "$copy/tests"
    cp -R "$root/tests/consumers" "$copy/tests/consumers"
    cp -R "$root/tests/unit" "$copy/tests/unit"
    code=0
    (cd "$copy" && eval "$3")
    run "$1" > "$work/log" 2>&1 || code=$?
    if [ $code -eq 77 ]; then
        cat "$work/log"
        skipped="$skipped $1"
    elif [ $code -eq 0 ] || ! grep -q "$2" "$work/log"; then
        cat "$work/log"
        echo "$1 does not find: $3"
        exit 1
    fi
}

bites headers 'rbpf/vm.h does not compile' "sed -i '/#include/d' include/rbpf/vm.h"
bites headers 'rbpf/isa.h does not compile' "sed -i '/#ifndef/d;\$d' include/rbpf/isa.h"
bites headers 'rbpf/call.h does not compile.*c++' "echo 'struct rbpf_wrong { int class; };' \
    >> include/rbpf/call.h"
bites spdx 'src/bytes.h: no SPDX' "sed -i '/SPDX-L/d' src/bytes.h"
bites spdx 'cmake/sources.cmake: no SPDX' "sed -i 's/: MIT/: GPL/' cmake/sources.cmake"
bites format 'src/bytes.h' "sed -i 's/^    /   /' src/bytes.h"
bites lengths 'wrong.c:1: wrong has 62 lines' \
    "{ echo 'int wrong(void) {'; yes ';' | head -n 60; echo '}'; } > src/isa/wrong.c"
bites sources 'src/isa/wrong.c' ': > src/isa/wrong.c'
bites sources 'src/image/image.c' 'rm src/image/image.c'
bites sources 'src/exec/run.c' "echo 'RBPF_SOURCES += src/exec/run.c' >> sources.mk"
bites cases 'atomic_vectors: in no program' "sed -i 's/&atomic_vectors,//' tests/unit/test_exec.c"
bites cases 'verify_reserved: in no' "sed -i 's/&verify_reserved,//' tests/unit/test_verify.c"
bites ways 'is not tests/consumers/make/Makefile' "sed -i 's/-O2/-O3/' tests/consumers/make/Makefile"
bites ways 'is not tests/consumers/new/Makefile' \
    "mkdir tests/consumers/new && cp tests/consumers/make/Makefile tests/consumers/new/"
bites ways 'README.md has' "echo '\`\`\`make' >> cmake/README.md"
bites amalgamation 'does not compile' "sed -i 's/load_immediate(/change(/' src/exec/loop_small.c"
bites amalgamation 'other symbols' "sed -i '/^#include \"rbpf.h/d;s/sources.mk/fewer.mk/' \
    cmake/amalgamate.cmake && grep -v status_text sources.mk > fewer.mk"
bites jumps '^0 indirect jumps' \
    "printf 'int rbpf_x;\n' > src/exec/loop_goto.c"
# What it looks at is made by gcc for x86-64 alone; elsewhere there is nothing to find, or to skip.
code=0
sh "$here/places.sh" "$root" "$cc" -O2 -fno-crossjumping > "$work/log" 2>&1 || code=$?
if [ $code -ne 77 ]; then
    bites places '[1-9][0-9]* elsewhere' "sed -i 's/balign 64/balign 32/' src/exec/copies.h"
    bites places '[1-9][0-9]* elsewhere' "sed -i 's/BODIES_APART 1/BODIES_APART 0/' src/compiler.h"
fi
bites plain_c 'without GNU C' "sed -i 's/^#if defined(__GNUC__)/#if 1/' src/exec/loop_goto.c"
bites plain_c 'error:.*empty' "sed -i 's/^#include \"isa.*//' src/exec/loop_goto.c"
bites options 'not refused: -DRBPF_LOOP=4' "sed -i '/^#error \"RBPF_LOOP: give/d' \
    include/rbpf/config.h"
bites options 'refused: -DRBPF_HELPERS_MAX=1024' "sed -i 's/> 1024/> 992/' include/rbpf/config.h"
bites options 'no test for' "printf '#if 0\n#error \"new\"\n#endif\n' >> include/rbpf/config.h"
bites port 'has no #error' "sed -i '/^#error/d' src/port/template/rbpf_port.h"
bites port 'compiles unedited' "sed -i '/^#error/d;/^#define RBPF_CRITICAL/d' \
    src/port/template/rbpf_port.h"
if [ -n "$skipped" ]; then
    echo "skipped:$skipped"
    exit 77
fi
echo "every planted error was found"
