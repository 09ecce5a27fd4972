#!/bin/sh
# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

# usage: bites.sh ROOT CC LIBRARY RBPF "CLANG..." [definitions the library was built with]
# Each check of this folder finds an error that is planted in a copy of the sources. For the
# examples the copy has README.md alone, so that they do not take long.
set -eu

root=$1
cc=$2
library=$3
rbpf=$4
clangs=$5
shift 5
definitions=$*
[ -n "$clangs" ] || {
    echo "skipped: needs clang"
    exit 77
}
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
copy=$work/copy
fence='```'

run() {
    case $1 in
    # shellcheck disable=SC2086
    examples) sh "$here/examples.sh" "$copy" "$cc" "$library" "$rbpf" "$clangs" $definitions ;;
    statuses) sh "$here/statuses.sh" "$copy" "$cc" ;;
    *) sh "$here/$1.sh" "$copy" ;;
    esac
}

make_copy() {
    rm -rf "$copy"
    mkdir "$copy"
    (cd "$root" && tar -cf - --exclude=./.git --exclude=./build --exclude=./out .) |
        tar -xf - -C "$copy"
    [ "$1" != examples ] || find "$copy" -mindepth 2 -name '*.md' -exec rm {} +
}

# bites CHECK MESSAGE COMMAND: COMMAND plants the error.
bites() {
    code=0
    make_copy "$1"
    (cd "$copy" && eval "$3")
    run "$1" > "$work/log" 2>&1 || code=$?
    if [ $code -eq 0 ] || ! grep -q -- "$2" "$work/log"; then
        cat "$work/log"
        echo "$1 does not find: $3"
        exit 1
    fi
}

# add INFO [LINE...]: a block at the end of README.md.
add() {
    {
        echo
        echo "$fence$1"
        shift
        printf '%s\n' "$@"
        echo "$fence"
    } >> README.md
}

bites examples 'is not examples/embed/host.c' "sed -i 's/rbpf_vm_start/rbpf_vm_begin/' README.md"
bites examples 'is not what the block before prints' "sed -i 's/^82 after/83 after/' README.md"
bites examples 'does not compile' "add c '#include <rbpf/rbpf.h>' 'int x = rbpf_missing();'"
bites examples 'does not compile' "add c 'int main(void)' '{' '    return missing();' '}'"
bites examples ': fails' "add c 'int main(void)' '{' '    return 1;' '}'"
bites examples 'a command fails' "add sh 'rbpf run nothing.img'"
bites examples 'is not what the block before prints' \
    "add sh 'echo 1' 'echo 2' && add text 1"
bites examples 'is not what the block before prints' "add sh 'echo 2' && add text 1 ..."
bites examples 'is not a guest' "add 'c guest g.c' 'double f(double x) { return x + 1; }'"
bites examples 'is not refused by' "add 'c refused g.c' 'long f(long x) { return x + 1; }'"
bites examples 'is not what compiler or converter say' \
    "add 'c refused g.c' 'double f(double x) { return x + 1; }' && add text 'no such words'"
bites examples 'does not say in brackets' "add 'c fragment' '...'"
bites examples 'of at most [0-9]* not run' \
    "for i in 1 2 3 4 5 6 7 8 9 10; do add 'sh no-run (because)' false; done"
bites examples 'unknown kind of block' "add shell 'echo 1'"
bites examples 'unknown kind of block' "add '' 'echo 1'"
bites examples 'unknown kind of block: unclosed' "echo '${fence}c' >> README.md"
bites examples 'no block before prints this' "add text 1 && add text 1"

bites docs 'rbpf_run() has no doc comment' "grep -v '^ \* \|^/\*\*\|^ \*/' include/rbpf/vm.h > new &&
    mv new include/rbpf/vm.h"
bites docs 'rbpf_swap64() has no doc comment' "sed -i '/same of eight bytes/d' include/rbpf/bytes.h"
bites docs 'vm.h:.*: typedef has no' "awk '/^typedef/ { print \"\" } 1' include/rbpf/vm.h > new &&
    mv new include/rbpf/vm.h"
bites docs 'struct rbpf_new has no' \
    "printf 'struct rbpf_new {\n    int x;\n};\n' >> include/rbpf/isa.h"
bites docs 'RBPF_NEW has no doc comment' \
    "printf '#ifndef RBPF_NEW\n#define RBPF_NEW 1\n#endif\n' >> include/rbpf/config.h"
bites docs 'README.md has no row for RBPF_NEW' \
    "printf '/** New. */\n#ifndef RBPF_NEW\n#define RBPF_NEW 1\n#endif\n' >> include/rbpf/config.h"
bites docs 'RBPF_IMAGE_SIZE has no doc comment' \
    "sed -i '/cut short or longer than it says. \*/d' include/rbpf/status.h"

bites statuses 'are not what the library says' "sed -i '/RBPF_FAULT_STACK. |/d' include/README.md"
bites statuses 'are not what the library says' "sed -i 's/| -99 |/| -98 |/' include/README.md"
bites statuses 'are not what the library says' "sed -i 's/| the stack is full |/| full |/' \
    include/README.md"
bites statuses 'are not what the library says' "sed -i 's/^| -100 \(.*\) | [^|]* |\$/| -100 \1 | |/' \
    include/README.md"

bites links 'links to src/missing.md' "echo '[a](src/missing.md)' >> README.md"
bites links 'links to #missing' "echo '[a](#missing)' >> README.md"
bites links 'names src/missing.c' "echo 'see \`src/missing.c\`' >> README.md"
bites links 'names rbpf/missing.h' "echo 'see \`<rbpf/missing.h>\`' >> src/README.md"
bites links 'names no preset: missing' "sed -i 's/--preset demo/--preset missing/' README.md"

bites promises 'names the test unit.missing' \
    "sed -i 's/unit.test_isa\`/unit.missing\`/' SECURITY.md"
bites promises 'names the test static.compiled' \
    "sed -i -e '/static.compiled /d' -e 's/^static_test(compiled .*/# it is compiled/' tests/static/CMakeLists.txt"
bites promises 'names fuzz/missing.c' "sed -i 's/fuzz_asm.c/missing.c/' SECURITY.md"
bites promises 'names missing, no label' "sed -i 's/\`tools\`/\`missing\`/' SECURITY.md"
bites promises 'names no-attempt' "sed -i 's/left-on-stack/no-attempt/' SECURITY.md"
bites promises 'there is no property 99' "sed -i 's/property 5/property 99/' SECURITY.md"
bites promises 'names no test' "sed -i 's/^| Slices.*/| Slices | hope |/' SECURITY.md"
bites promises '0 promises' "sed -i 's/^| promise /| what /' SECURITY.md"
echo "every planted error was found"
