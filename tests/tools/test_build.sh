#!/bin/sh
# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

# rbpf build as people meet it: what beginners do wrong, each with its sentence and exit code, and
# what they do right. Nothing may be left in TMPDIR, whatever happens.
#
#     sh test_build.sh RBPF CC [CLANG...]

rbpf=$1
cc=$2
shift 2
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
failed=0
count=0
export TMPDIR="$dir/tmp"
mkdir "$TMPDIR"
unset RBPF_CLANG RBPF_INCLUDE_DIR
cd "$dir" || exit 1

if [ $# = 0 ]; then
    echo "skipped: needs clang"
    exit 77
fi

complain()
{
    echo "FAIL $1"
    cat "$dir/out" "$dir/err"
    failed=$((failed + 1))
}

# expect CODE WORDS ARGUMENT...: rbpf must exit with CODE and print WORDS (a basic regular
# expression; empty: any): on standard output for 0, else on standard error, with one message.
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
    [ "$got" = "$code" ] || complain "rbpf $*: exit code $got instead of $code"
    [ -z "$words" ] || grep -q -e "$words" "$from" || complain "rbpf $*: '$words' is not there"
    [ "$code" = 0 ] || [ "$(grep -c '^rbpf: ' "$dir/err")" = 1 ] ||
        complain "rbpf $*: not one message"
    [ -z "$(ls -A "$TMPDIR")" ] || complain "rbpf $*: leaves $(ls -A "$TMPDIR")"
}

# The command line.
echo 'long f(void) { return 7; }' > ok.c
expect 0 'Usage: rbpf build' build --help
expect 2 'give sources in C or C++ and, with -o' build
expect 2 'give sources' build ok.c
expect 2 'give sources' build -o x.img
expect 2 "no option '--fast'" build ok.c -o x.img --fast
expect 2 "'--mcpu' needs v1, v2, v3 or v4, not 'v5'" build ok.c -o x.img --mcpu v5
expect 2 "one of '-O1' and '-Os'" build ok.c -o x.img -O1 -Os
expect 2 "'--helpers' needs ids below [0-9]*, as in '1-3,7', not '3-1'" build ok.c -o x.img --helpers 3-1
expect 2 "'1,,2'" build ok.c -o x.img --helpers 1,,2
expect 2 "'99999'" build ok.c -o x.img --helpers 99999
expect 2 "'x'" build ok.c -o x.img --helpers x
expect 2 "'x.img' cannot be the image and the rule" build ok.c -o x.img --depfile x.img
echo 'int mine;' > mine.c
expect 3 "'mine.c' was not made by rbpf build" build ok.c -o x.img --c-array mine
[ "$(cat mine.c)" = 'int mine;' ] && [ ! -e mine.h ] || complain "mine.c or mine.h was written"
expect 2 "'2x' is no name for an array" build ok.c -o x.img --c-array 2x
expect 2 "'int' is no name for an array" build ok.c -o x.img --c-array int
expect 2 "'a/b' is no name for an array" build ok.c -o x.img --c-array a/b
expect 3 "'guest.py' is neither C (.c) nor C++" build guest.py -o x.img
expect 3 "cannot open 'nowhere.c'" build nowhere.c -o x.img
expect 3 "there is no compiler '/nowhere/clang'" build ok.c -o x.img --cc /nowhere/clang
expect 3 "cannot write '/nowhere/x.img'" build ok.c -o /nowhere/x.img
export RBPF_CLANG=/nowhere/clang
expect 3 "there is no compiler '/nowhere/clang'" build ok.c -o x.img
unset RBPF_CLANG
saved=$PATH
PATH=$dir
expect=$("$rbpf" build ok.c -o x.img 2>&1)
code=$?
PATH=$saved
case $code$expect in
3*"there is no clang, which compiles guests: install it"*) ;;
*) complain "no clang: $code $expect" ;;
esac
[ -e x.img ] && complain "an image in spite of errors"

cat > float.c << 'END'
long f(const int *c) { double d = *c; d *= 1.5; return (long)d; }
END
cat > stack.c << 'END'
static __attribute__((noinline)) void g(volatile char *p) { p[0] = 1; }
long f(const int *c) { volatile char b[600]; for (int i = 0; i < *c; i++) b[i] = i; g(b); return b[*c]; }
END
cat > alloca.c << 'END'
static __attribute__((noinline)) long g(char *p) { p[0] = 1; return p[1]; }
long f(const long *c) { char b[c[0]]; return g(b); }
END
cat > undefined.c << 'END'
unsigned long strlen(const char *text);
unsigned long f(const char *text) { return strlen(text); }
END
cat > undeclared.c << 'END'
long f(void) { return read_sensor(3); }
END
cat > printf.c << 'END'
int printf(const char *format, ...);
long f(void) { return printf("hello"); }
END
cat > heap.c << 'END'
void *malloc(unsigned long size);
long f(void) { return *(long *)malloc(8); }
END
cat > memset.c << 'END'
long f(const long *c) { char b[100]; __builtin_memset(b, 3, c[1]); return b[c[2]]; }
END
cat > arguments.c << 'END'
static __attribute__((noinline)) long g(long a, long b, long c, long d, long e, long f)
{ return a ^ b * c + d - e * f; }
long f(const long *c) { return g(c[0], c[1], c[2], c[3], c[4], c[5]); }
END
cat > frontend.c << 'END'
static long g(long a) { return a; }
long f(void) { return g(1, 2); }
END
cat > division.c << 'END'
long f(const long *c) { return c[0] / c[1]; }
END
cat > result.c << 'END'
struct s { long a, b, c; };
static __attribute__((noinline)) struct s g(const long *c) { struct s s = {c[0], c[1], c[2]}; return s; }
long f(const long *c) { return g(c).b; }
END
cat > variadic.c << 'END'
static __attribute__((noinline)) long g(long n, ...)
{ __builtin_va_list l; __builtin_va_start(l, n); long r = __builtin_va_arg(l, long); __builtin_va_end(l); return r; }
long f(const long *c) { return g(1, c[0]); }
END
cat > wide.c << 'END'
long f(const long *c) { return (long)((unsigned __int128)c[0] * (unsigned __int128)c[1] >> 64); }
END
cat > local.c << 'END'
static long f(void) { return 7; }
long (*const unused)(void) = f;
END
cat > constructor.cpp << 'END'
volatile int q;
struct B { int y; __attribute__((noinline)) B() : y(q) {} };
B b;
extern "C" long f() { return b.y; }
END
cat > destructor.cpp << 'END'
int z;
struct D { ~D() { z = 1; } };
extern "C" long f() { static D d; return z; }
END
cat > exception.cpp << 'END'
extern "C" long f(const int *c) { if (*c) throw 3; return 0; }
END
cat > rtti.cpp << 'END'
struct A { virtual long a() { return 1; } }; struct B : A { long b() { return 2; } };
extern "C" long f(A *a) { B *b = dynamic_cast<B *>(a); return b ? b->b() : 0; }
END
cat > new.cpp << 'END'
struct A { virtual long a() { return 1; } };
extern "C" long f(A **p) { *p = new A; return (*p)->a(); }
END
cat > helper.c << 'END'
#include <rbpf/guest.h>
RBPF_HELPER(9, int64_t, read_sensor, (uint32_t channel));
RBPF_ENTRY int64_t f(void) { return read_sensor(3); }
END
cat > late.c << 'END'
static long (*late)(void) = (void *)5000;
long f(void) { return late(); }
END
cat > shared.h << 'END'
#include <rbpf/guest_run.h>
#ifndef NOINLINE
#define NOINLINE
#endif
#ifdef __cplusplus
extern "C"
#endif
uint64_t add(uint64_t number);
END
cat > one.c << 'END'
#include "shared.h"
static uint64_t total = 1;
static NOINLINE uint64_t grow(uint64_t number) { return total += number; }
RBPF_ENTRY uint64_t first(void) { print_number(3); return grow(1) * 100 + add(4); }
END
cat > two.cpp << 'END'
#include "shared.h"
static uint64_t total = 10;
static const char text[] = "text";
static uint64_t zero[4];
static NOINLINE uint64_t grow(uint64_t number) { return total += number; }
uint64_t add(uint64_t number) { zero[number & 3] = 1; return grow(number) + (uint64_t)text[number]; }
END
cat > loop.c << 'END'
unsigned f(const unsigned *steps)
{
    unsigned a = 0, b = 1;
    for (unsigned n = *steps; n > 0; n--) { unsigned c = a + b; a = b; b = c; }
    return a;
}
END
cat > twice.c << 'END'
unsigned long add(unsigned long number) { return number; }
END
cat > array_main.c << 'END'
#include <stdio.h>
#include "guest_image.h"
#include "guest_image.h"
int main(void)
{
    if ((uintptr_t)guest_image % 8 != 0 || sizeof guest_image != GUEST_IMAGE_BYTES)
        return 1;
    return fwrite(guest_image, 1, sizeof guest_image, stdout) != sizeof guest_image;
}
END

beginners()
{
    expect 3 'hint: BPF has no floating point' build float.c -o x.img
    grep -q '^float.c:1:.*error: A call to built-in function' err || complain "clang's error is not there"
    expect 3 'hint: a function has at most 512 bytes of stack' build stack.c -o x.img
    expect 3 'hint: the size of an array on the stack' build alloca.c -o x.img
    expect 3 "'strlen' is used .*there is no C library" build undefined.c -o x.img
    expect 3 'hint: there is no C library, .*RBPF_HELPER(' build undeclared.c -o x.img
    expect 3 'hint: a guest prints by a helper' build printf.c -o x.img
    expect 3 'hint: there is no heap' build heap.c -o x.img
    expect 3 'hint: .*#include <rbpf/guest.h> for memcpy()' build memset.c -o x.img
    expect 3 'hint: a function takes at most 5 arguments' build arguments.c -o x.img
    expect 3 'too many arguments to function call' build frontend.c -o x.img
    grep -q 'hint:' err && complain "a hint for an error that clang explains"
    expect 3 'hint: before --mcpu v4 BPF divides unsigned' build division.c -o x.img
    expect 3 'hint: a function returns at most 8 bytes' build result.c -o x.img
    expect 3 'hint: .*has no variable arguments' build variadic.c -o x.img
    expect 3 'hint: there is no arithmetic of 128 bits' build wide.c -o x.img
    expect 3 'there is no entry point: no function is global' build local.c -o x.img
    expect 3 'hint: nothing runs before the entry point' build constructor.cpp -o x.img
    expect 3 'hint: nothing runs after the entry point' build destructor.cpp -o x.img
    expect 3 'hint: C++ exceptions are not supported' build exception.cpp -o x.img
    expect 3 'hint: run-time types of C++' build rtti.cpp -o x.img
    expect 3 'hint: there is no heap' build new.cpp -o x.img
    expect 3 'hint: two sources define the same name' build one.c two.cpp twice.c -o x.img
    expect 3 "'add' is used .*is defined nowhere" build one.c -o x.img
    expect 3 "no entry point 'nothing': no function that is not static" build ok.c -o x.img --entry f,nothing
    expect 3 "was not compiled" build ok.c -o x.img -- --no-such-option
    expect 4 "helper 9 is called by f(), and is none of the host's: 1 to 3 7$" \
        build helper.c -o x.img --helpers 1-3,7
    expect 4 'helper 5000 is called by f()' build late.c -o x.img
    [ -e x.img ] && complain "an image in spite of errors"
}

guests()
{
    expect 0 '^entries:  f$' build ok.c -o ok.img
    expect 0 '^r0 = 0x7 (7)$' run ok.img
    expect 0 '^helpers:  9$' build helper.c -o helper.img
    expect 0 '^helpers:  9$' build helper.c -o helper.img --helpers 7-9
    expect 0 '' build ok.c -o quiet.img --quiet -Os --mcpu=v1
    [ -s out ] && complain "--quiet prints"

    expect 0 '^needs:    read tenant.s store, write tenant.s store: 2 entries, 64 bytes, 500 instructions a run$' \
        build needs.c -o needs.img
    grep -q '^wants:    helper 33, stack 512 bytes$' out || complain "other wants"
    expect 0 '^section:      request   64 bytes$' info needs.img
    expect 0 '^needs:  .*, 500 instructions a run$' build needs.cpp -o needs.img
    expect 0 '' build ok.c needs.c -o more.img --entry g
    grep -q '^needs:    read tenant' out || complain "needs of the second source are lost"
    expect 3 "'.rbpf.needs' has more than one record: RBPF_NEEDS may stand once in a program" \
        build needs.c more_needs.c -o x.img

    noinline='-DNOINLINE=__attribute__((noinline))'
    expect 0 '^entries:  first add$' build one.c two.cpp -o guest.img -- "$noinline"
    for line in 'rodata:   5 bytes' 'data:     16 bytes' 'helpers:  2'; do
        grep -q "^$line\$" out || complain "'$line' is not in the report"
    done
    grep -q '^stack: .* deep$' out || complain "no stack in the report"
    expect 0 '^r0 = 0xd6 (214)$' run --entry first guest.img
    expect 0 '^entries:  first$' build two.cpp one.c -o guest.img --entry first \
        --c-array guest_image --depfile guest.d -- "$noinline"
    expect 0 '^entry point:  first$' verify guest.img
    expect 0 '^r0 = 0xd6 (214)$' run guest.img
    grep -q '^guest.img: ' guest.d || complain "no target in the rule"
    for name in one.c two.cpp shared.h guest_run.h; do
        grep -q "$name" guest.d || complain "$name is not in the rule"
    done
    [ "$(grep -c ':' guest.d)" = 1 ] || complain "not one rule"
}

# The loop ends by one jump, or by the two that clang wrote; nothing else differs, nor do lines.
jumps()
{
    expect 0 '' build loop.c -o loop.img
    expect 0 '' build loop.c -o kept.img --keep-jumps
    expect 0 '!= 0x0 goto \.L' disasm loop.img
    mv out loop.s
    expect 0 '== 0x0 goto \.L' disasm kept.img
    mv out kept.s
    grep -q '!= 0x0' kept.s && complain "--keep-jumps keeps none"
    [ "$(diff kept.s loop.s | grep -c '^[<>] .*goto')" = 4 ] &&
        [ "$(diff kept.s loop.s | grep -c '^[<>]')" = 4 ] || complain "loop.img is not kept.img"
    expect 0 '^r0 = 0x37 (55)$' run --ctx-hex 0a000000 loop.img
    one=$(sed -n 's/^executed instructions: //p' out)
    expect 0 '^r0 = 0x37 (55)$' run --ctx-hex 0a000000 kept.img
    two=$(sed -n 's/^executed instructions: //p' out)
    # One less for each of nine times back, and one more to leave it.
    [ $((two - one)) = 8 ] || complain "$one instructions instead of $two"
}

# The array is stripped; the image beside it is not.
array()
{
    expect 0 '' strip guest.img -o stripped.img
    cmp guest.img stripped.img > out && complain "there are no lines to strip"
    count=$((count + 1))
    "$cc" -std=c11 -Wall -Wextra -Wpedantic -Werror array_main.c guest_image.c -o array > out 2> err &&
        ./array > array.img 2>> err && cmp array.img stripped.img > out || complain "the array"
}

# Names mean nothing but themselves: no shell, no options, no response files.
names()
{
    for name in 'a b' '$(touch ran)' '`touch ran`' ';touch ran;' "it's" '"' '-o' '@file' '&' '*' 'ü'; do
        cp ok.c "./$name.c"
        if [ "$name" = -o ]; then
            expect 0 '^entries:  f$' build -o "$name.img" ./-o.c
        else
            expect 0 '^entries:  f$' build -o "$name.img" "$name.c"
        fi
        [ -s "$name.img" ] || complain "no image '$name.img'"
    done
}

# A signal ends the compiler too, and leaves nothing behind.
signals()
{
    count=$((count + 1))
    printf '#!/bin/sh\ntouch "%s/started"\nexec sleep 60\n' "$dir" > slow
    chmod +x slow
    rm -f started
    "$rbpf" build ok.c -o x.img --cc ./slow > out 2> err &
    pid=$!
    tries=0
    while [ ! -e started ] && [ $tries -lt 100 ]; do
        sleep 0.1
        tries=$((tries + 1))
    done
    kill -TERM $pid
    wait $pid
    [ $? = 143 ] || complain "not ended by the signal"
    [ -z "$(ls -A "$TMPDIR")" ] || complain "a signal leaves $(ls -A "$TMPDIR")"
}

cat > needs.c << 'END'
#include <rbpf/guest_container.h>
RBPF_NEEDS(.access = RBPF_READ_STORE(RBPF_SCOPE_TENANT),
           .stores = {[RBPF_SCOPE_TENANT] = {.entries = 2, .bytes = 64}}, .insns_per_run = 500);
RBPF_WANTS(.stack_bytes = 512, .helpers = {[33 / 32] = RBPF_HELPER_BIT(33)});
RBPF_ENTRY int64_t g(void)
{
    return 7;
}
END
cp needs.c needs.cpp
printf '#include <rbpf/guest_container.h>\nRBPF_NEEDS(.insns_per_run = 5);\nlong h(void) { return 7; }\n' > more_needs.c

for clang in "$@"; do
    export RBPF_CLANG="$clang"
    beginners
    guests
    jumps
done
array
names
[ -e ran ] && complain "a name of a file was run"
signals
if command -v bpf-gcc > /dev/null; then
    expect 0 '^entries:  f$' build ok.c -o gcc.img --cc bpf-gcc
    expect 0 '^r0 = 0x7 (7)$' run gcc.img
    expect 0 '^helpers:  9$' build helper.c -o gcc.img --cc bpf-gcc
    expect 3 'bpf-gcc takes one source' build ok.c helper.c -o gcc.img --cc bpf-gcc
    expect 3 'is C++, which gcc has not for BPF' build two.cpp -o gcc.img --cc bpf-gcc
    printf 'int a = 1, b = 2;\nlong f(void) { return a + b; }\n' > globals.c
    expect 3 'gcc made this object' build globals.c -o gcc.img --cc bpf-gcc
fi

[ $failed = 0 ] && echo "$count ways, all right"
exit $failed
