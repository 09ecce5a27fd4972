#!/bin/sh
# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

# usage: bites.sh ROOT PYTHON CLANG
# Plants a fault into each kind of body, one at a time, and demands a counterexample.
set -eu

root=$(cd "$1" && pwd)
python=$2
clang=$3
"$python" -c 'import z3' 2> /dev/null || {
    echo "skipped: $python has no z3 (Debian: python3-z3)"
    exit 77
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
faults=0

# bites PAIR OPERATION FILE SED: with FILE changed so, the operation is refuted.
bites() {
    rm -rf "$work/src" "$work/include"
    cp -r "$root/src" "$root/include" "$work"
    sed -i "$4" "$work/src/$3"
    if cmp -s "$root/src/$3" "$work/src/$3"; then
        echo "src/$3 has nothing any more for: $4"
        exit 1
    fi
    "$python" -B "$root/tests/proofs/prove.py" --root "$work" --clang "$clang" --all \
        --pair "$1" --only "$2" > "$work/log" 2>&1 && code=0 || code=$?
    if [ $code -eq 0 ] || ! grep -q "^$1 $2: refuted" "$work/log"; then
        cat "$work/log"
        echo "no counterexample for $2 of $1 with: $4"
        exit 1
    fi
    sed -n "s/^\($1 $2: refuted.*\)/\1/p" "$work/log" | cut -c 1-160
    faults=$((faults + 1))
}

# Arithmetic
bites x86_64:goto 'ADD 64X' exec/alu.h 's/RBPF_ALU(add, a + b)/RBPF_ALU(add, a + b + (b == 77))/'
bites armv7m:goto 'SUB 32K' exec/alu.h 's/RBPF_ALU(sub, a - b)/RBPF_ALU(sub, b - a)/'
bites armv6m:switch 'LSH 64X' exec/alu.h 's/return a << (b \& 63u)/return a << (b \& 31u)/'
bites s390x:step 'MOVSX 64X of 16' exec/alu.h 's/return (uint32_t)(int16_t)a/return (uint16_t)a/'
bites armv7m:goto 'BSWAP 32' exec/alu.h 's/rbpf_swap32((uint32_t)a) : rbpf_swap64/rbpf_swap32((uint32_t)(a >> 8)) : rbpf_swap64/'
bites x86_64:goto 'MOV 64K' exec/loop.h 's/((uint64_t)(int64_t)IMM)/((uint64_t)(uint32_t)IMM)/'
bites armv7m:goto 'XOR 32X' exec/exec.h 's/bank.high\[i\] = bank.zero;/(void)bank.zero;/'
# Division: a trap, a wrong remainder
bites x86_64:goto 'DIV 64X' exec/divide.c 's/if (b != 0) {/if (b != 1) {/'
bites armv7m:small 'SMOD 64X' exec/divide.c 's/modulo ? a : a ^ b/a ^ b/'
# Jumps: the condition, the distance, the budget
bites armv7m:goto 'JSGT 32X' exec/alu.h 's/RBPF_SIGNED_CONDITION(jsgt, >)/RBPF_SIGNED_CONDITION(jsgt, >=)/'
bites s390x:step 'JA 32' exec/bodies.h 's/OP(JA32) JUMP(IMM)/OP(JA32) JUMP(OFFSET)/'
bites x86_64:small 'JSET 64K' exec/loop_small.c 's/return (a & b) != 0;/return (a \& b) == b;/'
# Memory: sign, width, a check that is too wide, one of the wrong length
bites x86_64:goto 'LDXS H' exec/bodies.h 's/rbpf_movsx64(rbpf_load16(p), 16)/rbpf_load16(p)/'
bites armv7m:goto 'STX W' exec/bodies.h 's/OP(STXW) STORE(4)/OP(STXW) STORE(2)/'
bites x86_64:goto 'ST B' exec/exec.h 's/rbpf_fits(region->writable,/rbpf_fits(region->readable,/'
bites x86_64:goto 'region check, reading' exec/exec.h 's/size <= room/size <= room + 1u/'
bites armv7m:goto 'LDX DW' exec/exec.h 's/number >= map.count/number > map.count/'
# Atomic operations
bites x86_64:goto 'atomic CMPXCHG 64' exec/atomic.c 's/wide ? rbpf_reg64(vm, 0) : rbpf_reg32(vm, 0)/rbpf_reg32(vm, 0)/'
echo "$faults planted faults, a counterexample for each"
