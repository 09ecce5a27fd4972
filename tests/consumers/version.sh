#!/bin/sh
# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

# usage: version.sh ROOT BUILD_FOLDER PREFIX CC
# Everything that says a version says the one of include/rbpf/version.h, as installed in PREFIX.
set -eu

root=$1
build=$2
prefix=$3
cc=$4
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cat > "$work/main.c" << 'END'
#include <rbpf/version.h>
#include <stdio.h>
int main(void)
{
    printf("%s %d.%d.%d\n", RBPF_VERSION, RBPF_VERSION_MAJOR, RBPF_VERSION_MINOR,
           RBPF_VERSION_PATCH);
}
END
"$cc" -std=c11 -I "$prefix/include" -o "$work/main" "$work/main.c"
version=$("$work/main" | cut -d ' ' -f 1)
failures=0

# says WHERE WHAT
says() {
    if [ "$2" != "$version" ]; then
        echo "$1 says '$2', include/rbpf/version.h says '$version'"
        failures=$((failures + 1))
    fi
}

pc=$(find "$prefix" -name rbpf.pc)
package=$(find "$prefix" -name rbpf-config-version.cmake)
cmake -D OUT="$work" -P "$root/cmake/amalgamate.cmake"
says "the three numbers" "$("$work/main" | cut -d ' ' -f 2)"
says "CMake's project" "$(sed -n 's/^CMAKE_PROJECT_VERSION:.*=//p' "$build/CMakeCache.txt")"
says "find_package" "$(sed -n 's/^set(PACKAGE_VERSION "\(.*\)")$/\1/p' "$package")"
says "pkg-config" "$(pkg-config --modversion "$pc")"
says "rbpf.c" "$(sed -n 's/^ \* librbpf \([0-9.]*\) in two files.*/\1/p' "$work/rbpf.c")"
says "README.md" "$(sed -n 's/^Version \([0-9.]*\): .*/\1/p' "$root/README.md")"
echo "version $version, $failures failures"
[ -n "$version" ] && [ $failures -eq 0 ]
