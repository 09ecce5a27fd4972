#!/bin/sh
# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

# usage: layers_bites.sh LAYERS_SH
# layers.sh finds each of these wrong lines, and passes the right ones.
set -eu

layers=$1
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT

mkdir -p "$root/include/rbpf" "$root/src/isa" "$root/src/exec" "$root/src/tools" "$root/src/new"
for header in isa config program vm image; do
    : > "$root/include/rbpf/$header.h"
done
: > "$root/src/exec/exec.h"
: > "$root/src/bytes.h"
: > "$root/src/new/new.h"
printf '#include <stdio.h>\n#include <rbpf/image.h>\n#include "../exec/exec.h"\n' \
    > "$root/src/tools/right.c"
printf '#include <stdint.h>\n#include <rbpf/isa.h>\n#include "../bytes.h"\n#include "bytes.h"\n' \
    > "$root/src/isa/right.c"
sh "$layers" "$root"

# bites FILE LINE [COMPLAINT]
bites() {
    printf '%s\n' "$2" > "$root/$1"
    if sh "$layers" "$root" > "$root/log" || ! grep -q "^$1 ${3:-includes}" "$root/log"; then
        echo "not found: $2 in $1"
        exit 1
    fi
    rm "$root/$1"
}

bites src/isa/wrong.c '#include <rbpf/vm.h>'
bites src/isa/wrong.c '#include "../exec/exec.h"'
bites src/isa/wrong.c '#  include "exec/exec.h"'
bites src/exec/wrong.c '#include <rbpf/image.h>'
bites src/exec/wrong.c '#include <stdio.h>'
bites src/exec/wrong.c '#include "missing.h"'
bites src/exec/wrong.c '#include "../new/new.h"'
bites src/new/wrong.c '#include <stdint.h>'
bites include/rbpf/program.h '#include <rbpf/vm.h>'
bites src/bytes.h '#include <rbpf/isa.h>'
bites include/rbpf/program.h '#if defined(__unix__)' 'names an operating system'
bites src/exec/wrong.c '#ifdef _WIN32' 'names an operating system'
echo "every planted error was found"
