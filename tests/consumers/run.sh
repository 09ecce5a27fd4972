#!/bin/sh
# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

# usage: run.sh WAY ROOT PREFIX CC CXX
# Makes a stranger's project that uses librbpf in one way, builds it with warnings as errors, and
# runs it. PREFIX is where the library is installed. The project is the folder of that way, beside
# a link to the library's sources; unless it brings a main file, that is the example of README.md.
set -eu

way=$1
root=$2
prefix=$3
export CC="$4" CXX="$5" CFLAGS="-Wall -Wextra -Werror" CXXFLAGS="-Wall -Wextra -Werror"
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# new_project FOLDER...: of what lies in these folders.
new_project() {
    mkdir "$work/project"
    cd "$work/project"
    ln -s "$root" librbpf
    cp "$root/examples/embed/host.c" main.c
    for folder in "$@"; do
        cp "$here/$folder"/* .
    done
}

# by_cmake OPTIONS...: builds the project.
by_cmake() {
    cmake -S . -B build "$@"
    cmake --build build
    mv build/firmware firmware
    if grep RBPF_BUILD_ build/CMakeCache.txt; then
        echo "librbpf offers its own tests and tools in somebody else's project"
        exit 1
    fi
}

# install_with OPTIONS...: another build of the library, to $prefix.
install_with() {
    prefix=$work/prefix
    cmake -S "$root" -B "$work/library" -DCMAKE_INSTALL_PREFIX="$prefix" "$@"
    cmake --build "$work/library" --target install
}

use_pkg_config() {
    PKG_CONFIG_PATH=$(dirname "$(find "$prefix" -name rbpf.pc)")
    export PKG_CONFIG_PATH
}

# A repository with a tag, of the sources as they are.
new_repository() {
    mkdir "$work/repository"
    (cd "$root" && cp -R CMakeLists.txt LICENSE sources.mk cmake include src "$work/repository")
    (
        cd "$work/repository"
        git init --quiet
        git add .
        git -c user.name=nobody -c user.email=nobody@localhost commit --quiet --message all
        git tag release
    )
}

# The command of cmake/README.md that makes the two files.
make_amalgamation() {
    command=$(sed -n 's/^ *\(cmake -D OUT=.*amalgamate.cmake\)$/\1/p' librbpf/cmake/README.md)
    [ -n "$command" ]
    sh -c "$command"
    rm librbpf
    sed -i 's#<rbpf/rbpf.h>#"rbpf.h"#' main.c
}

build() {
    case $way in
    add_subdirectory | options)
        new_project "$way"
        by_cmake
        ;;
    fetch_content)
        new_repository
        new_project "$way"
        rm librbpf
        by_cmake -DRBPF_REPOSITORY="$work/repository" -DRBPF_TAG=release
        ;;
    find_package | cpp)
        new_project "$way"
        by_cmake -DCMAKE_PREFIX_PATH="$prefix"
        ;;
    find_package_options)
        install_with -DRBPF_LOOP=small -DRBPF_GROUPS=0x3
        new_project options find_package
        by_cmake -DCMAKE_PREFIX_PATH="$prefix"
        ;;
    pkg_config)
        use_pkg_config
        new_project "$way"
        make
        ;;
    pkg_config_options)
        install_with -DRBPF_LOOP=small -DRBPF_GROUPS=0x3
        use_pkg_config
        new_project options pkg_config
        make
        ;;
    make)
        new_project "$way"
        make
        ;;
    make_options)
        export CPPFLAGS="-DRBPF_LOOP=RBPF_LOOP_SMALL -DRBPF_GROUPS=0x3u"
        new_project options make
        make
        ;;
    amalgamation)
        new_project "$way"
        make_amalgamation
        make
        ;;
    *)
        echo "no such way: $way"
        exit 1
        ;;
    esac
}

if [ "$way" = fetch_content ] && ! command -v git > /dev/null; then
    echo "skipped: needs git"
    exit 77
fi
# Not as a condition: set -e would be off inside of it.
set +e
(
    set -e
    build
) > "$work/log" 2>&1
code=$?
set -e
if [ $code -ne 0 ]; then
    cat "$work/log"
    exit $code
fi

cd "$work/project"
[ -f expected.txt ] || awk '$0 == "```text" { inside = 1; next }
    inside && $0 == "```" { exit }
    inside' "$root/README.md" > expected.txt
[ -s expected.txt ]
./firmware > printed.txt
diff -u expected.txt printed.txt
cat printed.txt
