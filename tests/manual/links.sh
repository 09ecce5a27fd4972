#!/bin/sh
# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

# usage: links.sh ROOT
# What the .md files name is there: the targets of links with their headings, files in `code`, and
# presets of CMake.
set -eu

root=$1
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
: > "$work/wrong"
cd "$root"

wrong() {
    echo "$file: $1" >> "$work/wrong"
}

exists() {
    for path in "$@"; do
        [ ! -e "$path" ] || return 0
    done
    return 1
}

# anchors FILE: of its headings, as GitHub makes them.
anchors() {
    sed -n 's/^##* //p' "$1" | tr '[:upper:]' '[:lower:]' | sed 's/[^a-z0-9 _-]//g;s/ /-/g'
}

check_link() {
    case $1 in
    http://* | https://*) return ;;
    '#'*) target=$file ;;
    *) target=$(dirname "$file")/${1%%#*} ;;
    esac
    if [ ! -e "$target" ]; then
        wrong "links to $1, which is not there"
    elif [ "$1" != "${1#*#}" ] && ! anchors "$target" | grep -qx -- "${1#*#}"; then
        wrong "links to $1, a heading which is not there"
    fi
}

# A path, if it ends as sources do or begins with a folder of the repository.
check_path() {
    folder=$(dirname "$file")
    case $1 in
    *.c | *.h | *.cpp | *.sh | *.md | *.cmake | *.awk) ;;
    src/* | include/* | tests/* | cmake/* | examples/* | fuzz/* | .ci/*) ;;
    *) return 0 ;;
    esac
    # shellcheck disable=SC2086
    exists $1 $folder/$1 include/$1 src/$1 || wrong "names $1, which is not there"
}

count=0
for file in $(sh "$here/../static/files.sh" . '*.md'); do
    awk '/^```/ { fenced = !fenced } !fenced && !/^    /' "$file" > "$work/prose"
    grep -o '](\([^)]*\))' "$work/prose" | sed 's/^](//;s/)$//' > "$work/links" || :
    grep -o '`[^`]*`' "$work/prose" | tr -d '`<>' | tr ' ' '\n' |
        grep -x '[A-Za-z0-9._*-]*/[A-Za-z0-9._*/-]*' > "$work/paths" || :
    grep -o -e '--preset [a-z0-9-]*' "$file" | sed 's/--preset //' > "$work/presets" || :
    while read -r link; do
        check_link "$link"
    done < "$work/links"
    while read -r path; do
        check_path "$path"
    done < "$work/paths"
    while read -r preset; do
        grep -q "\"name\": \"$preset\"" CMakePresets.json || wrong "names no preset: $preset"
    done < "$work/presets"
    count=$((count + $(cat "$work/links" "$work/paths" "$work/presets" | wc -l)))
done

cat "$work/wrong"
echo "$count links, paths and presets, $(wc -l < "$work/wrong") wrong"
[ $count -gt 20 ] && [ ! -s "$work/wrong" ]
