#!/bin/sh
# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

# usage: bites.sh ROOT PYTHON CLANG [--quick]
# Plants a fault into each kind of body, one at a time, and demands a counterexample. With --quick,
# the first few of them.
set -eu

root=$(cd "$1" && pwd)
python=$2
clang=$3
quick=${4:-}
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

finish() {
    echo "$faults planted faults, a counterexample for each"
    exit 0
}

# One of each kind: arithmetic, a jump, memory, the region check, a helper's argument, its call
bites x86_64:goto 'ADD 64X' exec/alu.h 's/RBPF_ALU(add, a + b)/RBPF_ALU(add, a + b + (b == 77))/'
bites armv7m:goto 'JSGT 32X' exec/alu.h 's/RBPF_SIGNED_CONDITION(jsgt, >)/RBPF_SIGNED_CONDITION(jsgt, >=)/'
bites x86_64:goto 'LDXS H' exec/bodies.h 's/rbpf_movsx64(rbpf_load16(p), 16)/rbpf_load16(p)/'
bites armv7m:goto 'region check, reading' exec/exec.h 's/size <= room/size <= room + 1u/'
bites x86_64:goto 'argument of a helper, reads' exec/helper.c 's/return bytes >> 32 ? .*/return (uint32_t)bytes;/'
bites s390x:step 'call of a helper, all are checked' exec/helper.c 's/i < 5; i++/i < 4; i++/'
[ -z "$quick" ] || finish

# Arithmetic
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
bites s390x:step 'JA 32' exec/bodies.h 's/OP(JA32) JUMP(IMM)/OP(JA32) JUMP(OFFSET)/'
bites x86_64:small 'JSET 64K' exec/loop_small.c 's/a &= b;/a |= b;/'
# Memory: width, a check that is too wide, one of the wrong length
bites armv7m:goto 'STX W' exec/bodies.h 's/OP(STXW) STORE(4)/OP(STXW) STORE(2)/'
bites x86_64:goto 'ST B' exec/exec.h 's/length = writes ? region->writable : region->readable;/length = region->readable;/'
bites armv7m:goto 'LDX B' exec/exec.h 's/size == 1 ? offset >= length/size == 1 ? offset > length/'
bites x86_64:goto 'region check, reading' exec/exec.h 's/offset + size <= length/offset + size <= length + 1ull/'
bites armv7m:goto 'LDX DW' exec/exec.h 's/number >= map.count/number > map.count/'
# Atomic operations
bites x86_64:goto 'atomic CMPXCHG 64' exec/atomic.c 's/wide ? rbpf_reg64(vm, 0) : rbpf_reg32(vm, 0)/rbpf_reg32(vm, 0)/'
# Helpers: a string of which a byte too many is read, memory that is not checked for writing, what
# the helper gets, which helper that is, and which one a loop calls by itself
bites x86_64:goto 'argument of a helper, string' exec/helper.c 's/end < region->readable - 1u/end < region->readable/'
bites armv7m:small 'argument of a helper, writes' exec/exec.h 's/region->writable == 0/false/'
bites s390x:step 'argument of a helper, reads' exec/exec.h 's/return vm->regions\[address >> 32\].base + (uint32_t)address;/return vm->regions[address >> 32].base + (uint32_t)address + 1u;/'
bites armv7m:goto 'argument of a helper, writes' exec/exec.h 's/if (RBPF_HAS_CALLX && \*vm->pc == RBPF_OP_CALLX)/if (0)/'
bites armv6m:switch 'call of a helper, all are checked' exec/helper.c 's/vm->detail = (int32_t)i + 1;/vm->detail = (int32_t)i;/'
bites x86_64:goto 'call of a helper, numbers by the loop' exec/exec.h 's/(first | second | helper->args\[4\].code) == 0/(first | second) == 0/'
bites s390x:step 'call of a helper, numbers by the loop' exec/bodies.h 's/if (SRC != RBPF_CALL_HELPER)/if (0)/'
bites armv7m:goto 'call of a helper, numbers by the loop' exec/exec.h 's/rbpf_set64(vm, 0, 0);/(void)vm;/'
bites armv6m:switch 'STX H' exec/exec.h 's/(uint64_t)(high + (low < (uint32_t)offset))/(uint64_t)high/'
finish
