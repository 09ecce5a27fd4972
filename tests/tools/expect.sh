# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

# To be sourced by tests of the command rbpf, which get RBPF [CLANG] as arguments.

rbpf=$1
clang=$2
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
failed=0
count=0

# expect CODE WORDS ARGUMENT...: rbpf must exit with CODE and print WORDS (a basic regular
# expression; empty: any): on standard output for 0, else on standard error, as one message.
expect()
{
    code=$1
    words=$2
    shift 2
    count=$((count + 1))
    "$rbpf" "$@" > "$dir/out" 2> "$dir/err"
    got=$?
    from=$dir/err
    [ "$code" = 0 ] && from=$dir/out
    if [ "$got" != "$code" ]; then
        echo "FAIL rbpf $*: exit code $got instead of $code"
        cat "$dir/out" "$dir/err"
        failed=$((failed + 1))
    elif [ -n "$words" ] && ! grep -q -e "$words" "$from"; then
        echo "FAIL rbpf $*: '$words' is not in:"
        cat "$from"
        failed=$((failed + 1))
    elif [ "$code" = 0 ] && grep -v '^note: ' "$dir/err" > /dev/null; then
        echo "FAIL rbpf $*: words on standard error:"
        cat "$dir/err"
        failed=$((failed + 1))
    elif [ "$code" != 0 ] && [ "$(grep -c '^rbpf: ' "$dir/err")" != 1 ]; then
        echo "FAIL rbpf $*: not one message:"
        cat "$dir/err"
        failed=$((failed + 1))
    fi
}

# raw NAME HEX...: a file of bytes.
raw()
{
    : > "$dir/$1"
    name=$1
    shift
    for byte in $(echo "$*" | sed 's/ //g; s/../& /g'); do
        printf "\\$(printf '%03o' "0x$byte")" >> "$dir/$name"
    done
}

finish()
{
    [ $failed = 0 ] && echo "$count ways, all right"
    exit $failed
}

finish_without_clang()
{
    [ $failed = 0 ] || finish
    echo "skipped: objects need clang; $count ways without, all right"
    exit 77
}
