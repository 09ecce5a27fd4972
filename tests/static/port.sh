#!/bin/sh
# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

# usage: port.sh SOURCE_ROOT CC
# The template of a port refuses to compile as it stands; an edited copy compiles, and the
# library uses its critical section.
set -eu

root=$1
cc=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

compile() {
    "$cc" -std=c11 -Wall -Wextra -Werror -DRBPF_PORT_HEADER="\"$1\"" -I "$root/include" \
        -I "$root/src" -O1 -c -o "$work/object.o" "$2"
}

printf '#include <rbpf/port.h>\nvoid f(void);\nvoid f(void)\n{\n    RBPF_CRITICAL_ENTER();\n' \
    > "$work/user.c"
printf '    RBPF_CRITICAL_EXIT();\n}\n' >> "$work/user.c"

template=$root/src/port/template/rbpf_port.h
if compile "$template" "$work/user.c" 2> "$work/log"; then
    echo "the template compiles unedited"
    exit 1
fi
grep -q '#error' "$work/log" || {
    echo "the template has no #error"
    exit 1
}

# The edit that the template asks for.
sed -e '/^#error/d' -e 's/YOUR_DISABLE()/disable_interrupts()/' \
    -e 's/YOUR_RESTORE(\(.*\))/restore_interrupts(\1)/' "$template" > "$work/my_port.h"
sed -i '/^#define RBPF_PORT_TEMPLATE_H/a unsigned disable_interrupts(void);\nvoid restore_interrupts(unsigned state);' \
    "$work/my_port.h"
compile "$work/my_port.h" "$work/user.c"
nm "$work/object.o" | grep -q 'U disable_interrupts'
nm "$work/object.o" | grep -q 'U restore_interrupts'

# In the library it is the atomic operations that enter it.
for source in "$root"/src/exec/*.c; do
    compile "$work/my_port.h" "$source"
    nm "$work/object.o"
done > "$work/symbols"
grep -q 'U disable_interrupts' "$work/symbols"
grep -q 'U restore_interrupts' "$work/symbols"
echo "the template refuses; an edited copy is used"
