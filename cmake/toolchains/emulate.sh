#!/bin/sh
# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

# usage: emulate.sh QEMU OPTION... -- FIRMWARE [ARGUMENT...]
# Runs firmware in QEMU: console, exit code, arguments and files by semihosting. Arguments without
# blanks, which a board could not tell from what parts them. RBPF_QEMU_OPTIONS: more for QEMU.
set -eu

options=
while [ "$1" != -- ]; do
    options="$options $1"
    shift
done
shift
firmware=$1
# QEMU may start without it, and wait.
[ -f "$firmware" ] || {
    echo "there is no $firmware"
    exit 1
}

config=enable=on,target=native,chardev=console
for argument in "$@"; do
    config=$config,arg=$(printf '%s' "$argument" | sed 's/,/,,/g')
done

# shellcheck disable=SC2086
exec $options ${RBPF_QEMU_OPTIONS:-} -display none -monitor none -serial none \
    -chardev stdio,id=console -semihosting-config "$config" -kernel "$firmware" < /dev/null
