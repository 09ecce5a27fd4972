#!/bin/sh
# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

# The command rbpf as people meet it: exit code and words for each way to use it, right or wrong.
#
#     sh test_cli.sh RBPF [CLANG]      without CLANG, raw instructions only, and then exit code 77

. "$(dirname "$0")/expect.sh"

# RFC 9669, by hand.
raw r0_7.bin "b7000000 07000000 95000000 00000000"
raw r0_minus_1.bin "b7000000 ffffffff 95000000 00000000"
raw add.bin "79100000 00000000 79120800 00000000 0f200000 00000000 7b010800 00000000 95000000 00000000"
raw 16.ctx "05000000 00000000 0b000000 00000000"
raw helper_9.bin "85000000 09000000 95000000 00000000"
raw helper_3.bin "85000000 03000000 b7000000 00000000 95000000 00000000"
raw null.bin "b7030000 00000000 79300000 00000000 95000000 00000000"
raw behind.bin "79100c00 00000000 95000000 00000000"
raw write.bin "7a010000 01000000 95000000 00000000"
raw called.bin "85100000 01000000 95000000 00000000 b7020000 00000000 73200000 00000000 95000000 00000000"
raw forever.bin "0500ffff 00000000"
raw opcode.bin "ff000000 00000000 95000000 00000000"
raw half.bin "b7000000 07000000 95"
raw no_string.bin "b7010000 00000000 85000000 01000000 95000000 00000000"
echo 'int main(void) { return 0; }' > "$dir/text.c"
: > "$dir/empty.o"

# The command line.
expect 0 'Usage: rbpf VERB' --help
expect 0 'Usage: rbpf run' run --help
expect 0 'Usage: rbpf verify' verify --help
expect 0 'Usage: rbpf convert' convert --help
expect 0 'Usage: rbpf strip' strip --help
expect 0 'Usage: rbpf explain' explain --help
expect 0 'Exit codes: 0 done' run --help
expect 0 'Usage: rbpf asm' asm --help
expect 0 'Usage: rbpf disasm' disasm --help
expect 0 'Usage: rbpf info' info --help
expect 2 'give a source' asm "$dir/r0_7.bin"
expect 2 'give the FILE.*rbpf disasm --help' disasm
expect 2 'give the FILE.*rbpf info --help' info
expect 2 'what is to be done.*--help'
expect 2 "no verb 'walk'.*--help" walk
expect 2 'give the FILE.*to be run; see rbpf run --help' run
expect 2 'give the FILE.*rbpf verify --help' verify
expect 2 "no option '--fast'" run --fast "$dir/r0_7.bin"
expect 2 "'--budget' needs a value" run "$dir/r0_7.bin" --budget
expect 2 "'--budget' needs a number, not 'many'" run --raw --budget many "$dir/r0_7.bin"
expect 2 "'--budget' needs a number, not '-1'" run --raw --budget -1 "$dir/r0_7.bin"
expect 2 "'--ctx-size' needs a number" run --raw --ctx-size= "$dir/r0_7.bin"
expect 2 "'--raw' takes no value" run --raw=yes "$dir/r0_7.bin"
expect 2 'one FILE at a time' run --raw "$dir/r0_7.bin" "$dir/add.bin"
expect 2 "one of '--ctx' and '--ctx-hex'" run --raw --ctx x --ctx-hex 00 "$dir/r0_7.bin"
expect 2 'do not go together' run --raw --entry main "$dir/r0_7.bin"
expect 2 "pairs of hexadecimal digits; '0g'" run --raw --ctx-hex 120g "$dir/r0_7.bin"
expect 2 "'1' is none" run --raw --ctx-hex 00:1 "$dir/r0_7.bin"
expect 2 "'--ctx-size' is 1: the context has 2 bytes" run --raw --ctx-hex 0000 --ctx-size 1 "$dir/r0_7.bin"
expect 2 'give an object' convert "$dir/r0_7.bin"
expect 2 'give an image' strip "$dir/r0_7.bin"
expect 2 'give an image and the record' explain "$dir/r0_7.bin"
expect 2 'one FILE at a time' explain a b c

# Files.
expect 3 "cannot open '/nowhere/x.o': No such file" run /nowhere/x.o
expect 3 "cannot open '/nowhere/x.o'" verify /nowhere/x.o
expect 3 "cannot open '/nowhere/x.o'" convert /nowhere/x.o -o "$dir/x"
expect 3 "cannot open '/nowhere/ctx'" run --raw --ctx /nowhere/ctx "$dir/r0_7.bin"
expect 3 "empty.o': is empty" run "$dir/empty.o"
expect 3 "empty.o': is empty" verify "$dir/empty.o"
expect 3 "text.c': is a text file; compile it" run "$dir/text.c"
expect 3 "r0_7.bin': is neither an object nor an image; give --raw" run "$dir/r0_7.bin"
expect 3 'has 9 bytes: raw instructions' run --raw "$dir/half.bin"
expect 3 'has 0 bytes: raw instructions' run --raw "$dir/empty.o"
expect 3 "empty.o': is empty" convert "$dir/empty.o" -o "$dir/x"
expect 3 "text.c': is a text file; compile it" convert "$dir/text.c" -o "$dir/x"

# An image by hand, after src/image/FORMAT.md: its entry point has the name "a", ESC, "c", newline,
# "b". No terminal gets those.
raw odd_name.img "72425046 01000300 68000000 00000000 01000000 40000000 10000000 00000000" \
    "02000000 50000000 08000000 00000000 05000000 58000000 0e000000 00000000" \
    "79000000 00000000 95000000 00000000 00000000 00000100 01000000 00000800 611b630a 62000000"
expect 0 '^entry point:  a?c?b$' verify "$dir/odd_name.img"
expect 1 '^  at:  *a?c?b+0$' run "$dir/odd_name.img"
expect 0 '^entry point:  a?c?b, function 0$' info "$dir/odd_name.img"
expect 0 '"name": "a.u001bc.u000ab"' info --json "$dir/odd_name.img"
expect 0 '^\.entry .*"a.x1bc.nb"$' disasm "$dir/odd_name.img"

# Raw instructions.
expect 0 '^r0 = 0x7 (7)$' run --raw "$dir/r0_7.bin"
expect 0 '^executed instructions: 2$' run --raw "$dir/r0_7.bin"
expect 0 '^r0 = 0xffffffffffffffff (18446744073709551615)$' run --raw "$dir/r0_minus_1.bin"
expect 0 '^r0 = 0x7 (7)$' run --raw -- "$dir/r0_7.bin"
expect 0 '^00000000  05 00 00 00 00 00 00 00 07 00 00 00 00 00 00 00$' \
    run --raw "$dir/add.bin" --ctx-hex '05000000 00000000 02' --ctx-size=16 --dump
expect 0 '^r0 = 0x10 (16)$' run --raw "$dir/add.bin" --ctx "$dir/16.ctx"
expect 0 '^accepted$' verify --raw "$dir/r0_7.bin"
expect 0 '^helpers:  *clock_ms (3)$' verify --raw "$dir/helper_3.bin"
expect 0 '^loops:  *yes$' verify --raw "$dir/forever.bin"
expect 0 '^longest run:  *2 ' verify --raw "$dir/r0_7.bin"

# Sources.
echo '.entry f; f: r1 = text ll; call 1; exit; .rodata; text: .asciz "hi"' > "$dir/guest.s"
echo 'r0 = 7; exit' > "$dir/raw.s"
printf 'r0 = 7\nr1 = *(u9 *)(r2)\n' > "$dir/wrong.s"
expect 0 '' asm "$dir/guest.s" -o "$dir/asm.img"
expect 0 '^hi$' run "$dir/asm.img"
expect 0 '^\.func f frame=0 stack=0 depth=1$' disasm "$dir/asm.img"
expect 0 '    call 1  *# print_string$' disasm "$dir/asm.img"
expect 0 '<f>:$' disasm --objdump "$dir/asm.img"
expect 0 '^helper:  *1 (print_string)$' info "$dir/asm.img"
expect 0 '"name": "print_string"' info --json "$dir/asm.img"
expect 0 '' asm --raw "$dir/raw.s" -o "$dir/raw.bin"
expect 0 '^r0 = 0x7 (7)$' run --raw "$dir/raw.bin"
expect 0 '^    r0 = 0x7$' disasm --raw "$dir/raw.bin"
expect 3 'wrong.s:2:8: expected a type: .*, found .u9' asm "$dir/wrong.s" -o "$dir/x"
expect 3 'expected an entry point' asm "$dir/raw.s" -o "$dir/x"
expect 3 "cannot open '/nowhere/x.s'" asm /nowhere/x.s -o "$dir/x"
expect 3 "cannot write '/nowhere/x'" asm "$dir/guest.s" -o /nowhere/x
expect 3 'neither an object nor an image' disasm "$dir/r0_7.bin"
expect 3 'text file' info "$dir/guest.s"
expect 4 'REJECT_OPCODE' info --raw "$dir/opcode.bin"
expect 0 '\.u64 0x00000000000000ff' disasm --raw "$dir/opcode.bin"
# The example of the manual.
sed -n '/^    \.entry main$/,/^    text: /s/^    //p' "$(dirname "$0")/../../src/tools/README.md" > "$dir/manual.s"
expect 0 '' asm "$dir/manual.s" -o "$dir/manual.img"
expect 0 '^hello$' run "$dir/manual.img"
expect 0 'frame=8 stack=8 depth=2$' disasm "$dir/manual.img"
"$rbpf" disasm "$dir/asm.img" | "$rbpf" asm - -o - | cmp - "$dir/asm.img" || failed=$((failed + 1))

# Refusals.
expect 4 'REJECT_HELPER.*helper 9 is not one of 1 (print_string) 2 (print_number) 3 (clock_ms).*instruction 0' \
    run --raw "$dir/helper_9.bin"
expect 4 'REJECT_HELPER.*helper 9.*instruction 0' verify --raw "$dir/helper_9.bin"
expect 4 'REJECT_OPCODE: .*instruction 0 (unknown opcode' verify --raw "$dir/opcode.bin"

# Faults.
expect 1 'FAULT_BOUNDS' run --raw "$dir/null.bin"
expect 1 '^  code:  *instruction 1: r0 = \*(u64 \*)(r3 + 0x0)$' run --raw "$dir/null.bin"
expect 1 'no region (a null pointer?)' run --raw "$dir/null.bin"
expect 1 'read of 8 bytes at offset 12 of the context, which has 16 bytes: ends 4 bytes behind its end' \
    run --raw --ctx-size 16 "$dir/behind.bin"
expect 1 'read of 8 bytes at offset 12 of the context, which has 5 bytes: begins 7 bytes behind its end' \
    run --raw --ctx-size 5 "$dir/behind.bin"
expect 1 'which has 12 bytes: begins exactly at its end' run --raw --ctx-size 12 "$dir/behind.bin"
expect 1 'which has 11 bytes: begins 1 byte behind its end' run --raw --ctx-size 11 "$dir/behind.bin"
expect 1 'which has 13 bytes: ends 7 bytes behind its end' run --raw --ctx-size 13 "$dir/behind.bin"
expect 1 'which has 19 bytes: ends 1 byte behind its end' run --raw --ctx-size 19 "$dir/behind.bin"
expect 1 'of the context, which may only be read' run --raw --ctx-ro --ctx-size 16 "$dir/write.bin"
expect 1 '^  executed: 1 instruction$' run --raw "$dir/null.bin"
expect 1 'FAULT_READ_ONLY' run --raw --ctx-ro --ctx-size 16 "$dir/write.bin"
expect 1 'write of 8 bytes at offset 0 of the context' run --raw --ctx-ro --ctx-size 16 "$dir/write.bin"
expect 1 'called:  *function 0+0, instruction 0$' run --raw "$dir/called.bin"
expect 1 'helper:  *1 (print_string), argument 1' run --raw "$dir/no_string.bin"
expect 1 'the budget of 1000 instructions is used up at instruction 0' run --raw --budget 1000 "$dir/forever.bin"
expect 1 'the budget of 16 instructions' run --raw --budget=0x10 "$dir/forever.bin"
# call 1; goto -2: what is printed is paid for.
raw talks.bin "85000000 01000000 0500feff 00000000"
(printf '%064000d' 0 && printf '\0') > "$dir/long.txt"
expect 1 'the budget of 2500 instructions' run --raw --budget 2500 --ctx "$dir/long.txt" "$dir/talks.bin"
[ "$(wc -c < "$dir/out")" -le 192001 ] || {
    echo "FAIL rbpf run: $(wc -c < "$dir/out") bytes for 2500 instructions"
    failed=$((failed + 1))
}

# Records, by hand after include/rbpf/fault.h: a load of 8 bytes at 2^34 + 2^32 + 12 of 5.
zero8=0000000000000000
behind="72460100 a0ff 0000 0c00000005000000 0800000000000000 $zero8 05000000 05000000
    ffffffff 00000000 00000000 $zero8$zero8 00000000"
behind_hex=$(echo "$behind" | tr -d ' \n')
raw behind.record "$behind_hex"
echo "$behind" > "$dir/behind.txt"
for record in "$behind_hex" "$dir/behind.record" "$dir/behind.txt"; do
    expect 0 'offset 12 of the context, which has 5 bytes: begins 7 bytes behind its end$' \
        explain --raw "$dir/behind.bin" "$record"
    expect 0 '^  code:  *instruction 0: r0 = \*(u64 \*)(r1 + 0xc)$' explain --raw "$dir/behind.bin" "$record"
done
expect 1 '' run --raw --ctx-size 5 --record "$dir/run.record" "$dir/behind.bin"
count=$((count + 1))
cmp "$dir/run.record" "$dir/behind.record" || failed=$((failed + 1))
# A device with two regions of its own.
host=$(echo "$behind_hex" | sed 's/0500000005000000ffff/0500000007000000ffff/')
expect 0 "offset 12 of the host's region 5, which has 5 bytes" explain --raw "$dir/behind.bin" "$host"
expect 0 'offset 12 of no region$' explain --raw "$dir/behind.bin" \
    "$(echo "$behind_hex" | sed 's/0500000005000000ffff/0500000004000000ffff/')"
expect 3 'not the record of a fault' explain --raw "$dir/behind.bin" "00$behind_hex"
expect 3 'not the record of a fault' explain --raw "$dir/behind.bin" "$dir/r0_7.bin"
expect 3 'not the record of a fault' explain --raw "$dir/behind.bin" "$dir/empty.o"
expect 3 "cannot open 'abc'" explain --raw "$dir/behind.bin" abc
expect 3 'not of this program: instruction 0 of' explain --raw "$dir/r0_7.bin" "$behind_hex"
expect 3 'not of this program: instruction 65535 of' explain --raw "$dir/behind.bin" \
    "$(echo "$behind_hex" | sed 's/a0ff0000/a0ffffff/')"

[ -n "$clang" ] || finish_without_clang

# Objects and images.
cat > "$dir/guest.c" << 'END'
static long (*print_string)(const char *text) = (void *)1;
static long (*print_number)(long number) = (void *)2;
static int runs = 41;
int first(const int *ctx, unsigned long size) { return size ? ctx[0] : -1; }
int hello(void) { print_string("hello, "); print_number(++runs); print_string("world"); return 3; }
int deep(volatile char *p) { return *p; }
int faulty(void) { return deep((char *)16) + 1; }
static __attribute__((noinline)) int hidden(volatile int *p) { return *p + 1; }
int shown(volatile int *p) { return hidden(p) * 3; }
END
cat > "$dir/unknown.c" << 'END'
static long (*missing)(void) = (void *)33;
long main_(void) { return missing(); }
END
cat > "$dir/libc.c" << 'END'
unsigned long strlen(const char *text);
unsigned long count(const char *text) { return strlen(text); }
END
cat > "$dir/loop.c" << 'END'
int power(const int *ctx) { int p = 1; for (int n = *ctx; n != 0; n--) p *= 3; return p; }
END
for name in guest unknown libc loop; do
    "$clang" --target=bpfel -mcpu=v3 -O1 -fno-inline -ffreestanding -fno-builtin \
        -c "$dir/$name.c" -o "$dir/$name.o" || exit 1
done
expect 0 '^r0 = 0x2a (42)$' run --ctx-hex 2a000000 "$dir/guest.o"
expect 0 '^hello, 42$' run --entry hello "$dir/guest.o"
expect 0 '^world$' run --entry=hello "$dir/guest.o"
expect 0 '^r0 = 0x3 (3)$' run --entry=hello "$dir/guest.o"
expect 0 '^entry point:  first$' verify "$dir/guest.o"
expect 2 "no entry point 'main'; rbpf verify lists them" run --entry main "$dir/guest.o"
expect 1 '^  at:  *deep+[0-9]*$' run --entry faulty "$dir/guest.o"
expect 1 'called:  *faulty+[0-9]*, instruction [0-9]*$' run --entry faulty "$dir/guest.o"
expect 4 'helper 33 is not one of' run "$dir/unknown.o"
expect 3 "'strlen' is used in section '.text' at offset 0x.*there is no C library here" run "$dir/libc.o"
expect 3 "'strlen' is used" convert "$dir/libc.o" -o "$dir/libc.img"
expect 0 '' convert "$dir/guest.o" -o "$dir/guest.img"
expect 0 '^hello, 42$' run --entry hello "$dir/guest.img"
expect 0 '^accepted$' verify "$dir/guest.img"
expect 0 '' convert --strip "$dir/guest.o" -o "$dir/stripped.img"
count=$((count + 1))
cmp "$dir/guest.img" "$dir/stripped.img" || failed=$((failed + 1))
expect 0 '' convert --keep-jumps --strip "$dir/loop.o" -o "$dir/kept.img"
expect 0 '^r0 = 0x51 (81)$' run --ctx-hex 04000000 "$dir/kept.img"
expect 0 '== 0x0 goto \.L' disasm "$dir/kept.img"
grep -q '!= 0x0 goto' "$dir/out" && {
    echo "FAIL rbpf convert --keep-jumps keeps none"
    failed=$((failed + 1))
}
expect 0 '!= 0x0 goto \.L' disasm "$dir/loop.o"
expect 0 '^r0 = 0x51 (81)$' run --ctx-hex 04000000 "$dir/loop.o"
expect 0 '' strip "$dir/guest.img" -o "$dir/stripped.img"
expect 3 "guest.o': not an image (IMAGE_MAGIC)" strip "$dir/guest.o" -o "$dir/x"
expect 3 "cannot open '/nowhere/x'" strip /nowhere/x -o "$dir/x"
expect 3 "cannot write '/nowhere/x'" strip "$dir/guest.img" -o /nowhere/x
expect 0 '^\.entry hello$' disasm "$dir/guest.o"
expect 0 '^\.func hidden ' disasm "$dir/guest.o"
expect 0 '^    call hidden$' disasm "$dir/guest.o"
expect 0 '<hidden>:$' disasm --objdump "$dir/guest.o"
expect 0 '"name": "hidden"' info --json "$dir/guest.o"
expect 0 '"kind": "object"' info --json "$dir/guest.o"
expect 3 "cannot write '/nowhere/x'" convert "$dir/guest.o" --output /nowhere/x
head -c 200 "$dir/guest.img" > "$dir/cut.img"
expect 3 'IMAGE_SIZE' run "$dir/cut.img"
head -c 200 "$dir/guest.o" > "$dir/cut.o"
expect 3 "cut.o': " run "$dir/cut.o"

finish
