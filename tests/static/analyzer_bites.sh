#!/bin/sh
# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

# usage: analyzer_bites.sh ROOT
# analyzer.sh finds what is planted in a copy of a few sources, and nothing before.
set -eu

root=$1
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
copy=$work/copy
mkdir -p "$copy/cmake"
cp -R "$root/include" "$root/src" "$copy"
echo 'RBPF_SOURCES += src/image/image.c' > "$copy/sources.mk"
echo '  src/tools/file.c)' > "$copy/cmake/sources.cmake"

check() {
    sh "$here/analyzer.sh" "$copy" > "$work/log" 2>&1
}

# finds KIND FILE COMMAND: sed's command plants it.
finds() {
    cp "$copy/$2" "$work/kept"
    sed -i "$3" "$copy/$2"
    ! cmp -s "$work/kept" "$copy/$2" || {
        echo "$2: '$3' plants nothing"
        exit 1
    }
    check && code=0 || code=$?
    if [ $code -ne 1 ] || ! grep -q "=analyzer-$1\]" "$work/log"; then
        cat "$work/log"
        echo "not found: $1"
        exit 1
    fi
    cp "$work/kept" "$copy/$2"
}

check && code=0 || code=$?
[ $code -ne 77 ] || exit 77
[ $code -eq 0 ] || {
    cat "$work/log"
    exit 1
}
finds double-free src/tools/file.c 's/^    file->bytes = bytes;$//'
finds malloc-leak src/tools/file.c \
    's/^    struct stat b;$/&\n    char *name = malloc(8); if (!name) return false; name[0] = 0;/'
finds use-after-free src/tools/file.c 's/^        free(file->bytes);$/& file->bytes[0] = 0;/'
finds file-leak src/tools/file.c 's/own && fclose(stream)/own \&\& ferror(stream)/'
finds use-of-uninitialized-value src/image/image.c \
    's/^    int wrong = check_image(image, bytes, size);$/    int wrong;/'
finds null-dereference src/tools/file.c 's/^    if (!bytes)$/    bytes[0] = 0;\n&/'
: > "$copy/cmake/sources.cmake"
! check || {
    echo "not found: there are no tools to look at"
    exit 1
}
echo "every planted error was found"
