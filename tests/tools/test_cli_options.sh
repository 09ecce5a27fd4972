#!/bin/sh
# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

# The command rbpf: each way to write an option, kinds of files that are mistaken for others, and
# output that cannot be written.
#
#     sh test_cli_options.sh RBPF [CLANG]      without CLANG, raw instructions only, and then 77

. "$(dirname "$0")/expect.sh"

# expect_full WORDS ARGUMENT...: with a full disk behind standard output rbpf exits with 3.
expect_full()
{
    words=$1
    shift
    count=$((count + 1))
    code=0
    "$rbpf" "$@" > /dev/full 2> "$dir/err" || code=$?
    if [ $code != 3 ] || ! grep -q -e "$words" "$dir/err"; then
        echo "FAIL rbpf $* > /dev/full: exit code $code"
        cat "$dir/err"
        failed=$((failed + 1))
    fi
}

# RFC 9669, by hand.
raw r0_7.bin "b7000000 07000000 95000000 00000000"
raw again.bin "85100000 ffffffff 95000000 00000000"
raw bitcode.o "4243c0de 35140000 05000000 620c3024"
raw wrapped.o "dec0170b 00000000 14000000 620c3024"
echo 'int main(void) { return 0; }' > "$dir/text.c"

# Help and version.
expect 0 'Usage: rbpf VERB' -h
expect 0 'Usage: rbpf VERB' help
expect 0 'Usage: rbpf VERB' --help --help
expect 0 'Usage: rbpf VERB' --help run
for verb in run verify convert build asm disasm info strip explain; do
    expect 0 "Usage: rbpf $verb" help $verb
    expect 0 "Usage: rbpf $verb" $verb -h
done
expect 2 "no verb 'walk'" help walk
expect 0 '^rbpf [0-9]*\.[0-9]*\.[0-9]*$' --version
expect 0 '^rbpf [0-9]*\.[0-9]*\.[0-9]*$' -V

# Options.
expect 2 "'--budget': 99999999999999999999 is too large" \
    run --raw --budget 99999999999999999999 "$dir/r0_7.bin"
expect 0 '^r0 = 0x7' run --raw --budget 18446744073709551615 "$dir/r0_7.bin"
expect 2 "'--budget' is given twice: '1' and '2'" run --raw --budget 1 --budget=2 "$dir/r0_7.bin"
expect 2 "'-o' is given twice: 'a' and 'b'" convert x.o -o a -o b
for verb in asm build strip; do
    expect 2 "'-o' is given twice: 'a' and 'b'" $verb x -oa -o b
done
expect 2 "'--output' is given twice" convert x.o -o a --output b
expect 2 "'-o' needs a value" convert x.o -o
expect 2 "no option '-x7'" convert x.o -x7 -o a
expect 2 "no option '--oa'" convert x.o --oa
expect 2 "'--ctx-size' is 67108865: .* at most 67108864" \
    run --raw --ctx-size 67108865 "$dir/r0_7.bin"
expect 0 '^r0 = 0x7' run --raw --ctx-size 67108864 "$dir/r0_7.bin"

# Frames.
expect 1 'frames:  *8; --frames N gives others' run --raw "$dir/again.bin"
expect 1 'frames:  *20; --frames' run --raw --frames 20 "$dir/again.bin"
expect 1 'executed: 65535 instructions' run --raw --frames 65535 "$dir/again.bin"
expect 2 "'--frames' is 0: 1 to 65535 will do" run --raw --frames 0 "$dir/again.bin"
expect 2 "'--frames' is 65536: 1 to" run --raw --frames 65536 "$dir/again.bin"
expect 2 "'--frames' needs a number" run --raw --frames few "$dir/again.bin"

# What is no object.
expect 3 "bitcode.o': is LLVM bitcode; compile without -flto" run "$dir/bitcode.o"
expect 3 "wrapped.o': is LLVM bitcode; compile without -flto" verify "$dir/wrapped.o"
expect 3 "bitcode.o': is LLVM bitcode" convert "$dir/bitcode.o" -o "$dir/x"
expect 3 "text.c': is a text file; compile it" convert "$dir/text.c" -o "$dir/x"
expect 3 "r0_7.bin': is not an ELF object" convert "$dir/r0_7.bin" -o "$dir/x"

# A full disk.
if [ -c /dev/full ]; then
    expect_full 'cannot write to standard output: No space left' run --raw "$dir/r0_7.bin"
    expect_full 'cannot write to standard output: No space left' verify --raw "$dir/r0_7.bin"
    for verb in disasm info; do
        expect_full 'cannot write to standard output: No space left' $verb --raw "$dir/r0_7.bin"
    done
    expect_full 'cannot write to standard output: No space left' --help
fi

[ -n "$clang" ] || finish_without_clang

# Objects.
cat > "$dir/guest.c" << 'END'
int first(void) { return 1; }
int second(void) { return 2; }
END
echo 'long only(void) { return 5; }' > "$dir/one.c"
echo 'long missing(long); long f(void) { return missing(1); }' > "$dir/missing.c"
cat > "$dir/deep.c" << 'END'
static long down(long n) { return n ? down(n - 1) + 1 : 0; }
long f(void) { return down(20); }
END
compile()
{
    "$clang" --target=bpfel -mcpu=v3 -O0 "$@"
}
for name in guest one missing deep; do
    compile -c "$dir/$name.c" -o "$dir/$name.o" || exit 1
done
compile -flto -c "$dir/one.c" -o "$dir/lto.o" || exit 1
expect 3 "lto.o': is LLVM bitcode; compile without -flto" run "$dir/lto.o"

expect 0 '' convert "$dir/one.o" "-o$dir/one.img"
expect 3 "one.img': is an image already" convert "$dir/one.img" -o "$dir/x"
expect 0 '^r0 = 0x5' run "$dir/one.img"
cp "$dir/one.o" "$dir/kept.o"
ln -s one.o "$dir/link.o"
expect 3 "one.o' would be overwritten by what is made of it" convert "$dir/one.o" -o "$dir/one.o"
expect 3 'would be overwritten by what is made of it' convert "$dir/one.o" -o "$dir/./one.o"
expect 3 'would be overwritten by what is made of it' convert "$dir/link.o" -o "$dir/one.o"
cmp "$dir/one.o" "$dir/kept.o" || failed=$((failed + 1))
if [ -c /dev/full ]; then
    expect 3 "cannot write '/dev/full'" convert "$dir/one.o" -o /dev/full
fi

# Nor does any other verb overwrite what it reads.
echo '.entry f; f: r0 = 7; exit' > "$dir/guest.s"
cp "$dir/one.c" "$dir/same.c"
expect 3 'would be overwritten by what is made of it' asm "$dir/guest.s" -o "$dir/./guest.s"
expect 3 'would be overwritten by what is made of it' strip "$dir/one.img" -o "$dir/one.img"
expect 3 'would be overwritten by what is made of it' \
    build --cc "$clang" "$dir/same.c" -o "$dir/same.c"
expect 3 'would be overwritten by what is made of it' \
    build --cc "$clang" "$dir/same.c" -o "$dir/same.img" --c-array same
expect 3 'would be overwritten by what is made of it' \
    run --raw "$dir/again.bin" --record "$dir/again.bin"
cmp "$dir/one.c" "$dir/same.c" || failed=$((failed + 1))

# Which function runs, where nobody said it.
noted()
{
    "$rbpf" run "$@" 2>&1 > /dev/null | grep -c "^note: starts 'first', the first of 2 entry points"
}
[ "$(noted "$dir/guest.o")" = 1 ] || expect 0 'no note' run "$dir/guest.o"
[ "$(noted "$dir/guest.o" --entry first)" = 0 ] || expect 0 'a note' run --entry first "$dir/guest.o"
[ "$(noted "$dir/one.o")" = 0 ] || expect 0 'a note' run "$dir/one.o"

# The helper that a message proposes compiles.
"$rbpf" run "$dir/missing.o" 2>&1 |
    sed -n 's/.* helper: \(.*\)ID;$/\13;/p' > "$dir/proposed.c"
echo 'long f(void) { return missing(1); }' >> "$dir/proposed.c"
compile -Wall -Werror -std=c11 -c "$dir/proposed.c" -o "$dir/proposed.o" || failed=$((failed + 1))
expect 0 '^r0 = ' run "$dir/proposed.o"

# Recursion has as many frames as one likes; a function that nobody called needs none.
expect 1 'frames:  *8; --frames N gives others' run "$dir/deep.o"
expect 1 'frames:  *20; --frames N gives others' run --frames 20 "$dir/deep.o"
expect 0 '^r0 = 0x14 (20)' run --frames 21 "$dir/deep.o"
expect 0 '^r0 = 0x5' run --frames 1 "$dir/one.o"

finish
