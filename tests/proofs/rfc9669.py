# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

"""RFC 9669, written down for a solver: which instructions there are, and what each computes.

Made from the text and the tables of the RFC alone. `section` names where the text is.
"""

from collections.abc import Callable
from dataclasses import dataclass

import z3

# Section 3.1, table 1: instruction classes.
LD, LDX, ST, STX, ALU, JMP, JMP32, ALU64 = range(8)
# Section 4, table 3: source operand.
K, X = 0x00, 0x08
# Section 5, tables 10 and 11: mode and size.
IMM, MEM, MEMSX, ATOMIC = 0x00, 0x60, 0x80, 0xC0
SIZES = {"W": (0x00, 4), "H": (0x08, 2), "B": (0x10, 1), "DW": (0x18, 8)}


@dataclass
class Inputs:
    """What an instruction sees."""

    dst: z3.BitVecRef
    src: z3.BitVecRef
    r0: z3.BitVecRef
    offset: z3.BitVecRef
    imm: z3.BitVecRef
    next_imm: z3.BitVecRef
    memory: list[z3.BitVecRef]


@dataclass
class Effect:
    """What it leaves: the bytes of `memory` that it addresses, one register, the way it goes."""

    register: str | None = None
    value: z3.BitVecRef | None = None
    memory: list[z3.BitVecRef] | None = None
    taken: z3.BoolRef | None = None
    distance: z3.BitVecRef | None = None
    slots: int = 1


@dataclass
class Operation:
    name: str
    form: str
    opcode: int
    section: str
    effect: Callable[[Inputs], Effect]
    # Fields that select the operation or are reserved; None: any value.
    offset: int | None = 0
    imm: int | None = 0
    # Bytes of memory that it addresses, by which register, and whether it may change them.
    access: int = 0
    pointer: str = ""
    writes: bool = False


def low(term: z3.BitVecRef, bits: int) -> z3.BitVecRef:
    return z3.Extract(bits - 1, 0, term)


def zero_extend(term: z3.BitVecRef, bits: int = 64) -> z3.BitVecRef:
    return z3.ZeroExt(bits - term.size(), term)


def sign_extend(term: z3.BitVecRef, bits: int = 64) -> z3.BitVecRef:
    return z3.SignExt(bits - term.size(), term)


# Section 4.1, table 4. "underflow and overflow are allowed during arithmetic operations".

def udiv(a, b):
    """If execution would result in division by zero, the destination register is set to zero."""
    return z3.If(b == 0, z3.BitVecVal(0, a.size()), z3.UDiv(a, b))


def umod(a, b):
    """Modulo by zero: the destination register is unchanged."""
    return z3.If(b == 0, a, z3.URem(a, b))


def magnitude(a):
    return z3.If(a < 0, -a, a)


def sdiv(a, b):
    """Truncates toward zero; by zero: zero; the least number by -1: the least number."""
    least = z3.BitVecVal(1 << (a.size() - 1), a.size())
    quotient = z3.UDiv(magnitude(a), magnitude(b))
    return z3.If(b == 0, z3.BitVecVal(0, a.size()),
                 z3.If(z3.And(a == least, b == -1), least,
                       z3.If((a < 0) != (b < 0), -quotient, quotient)))


def smod(a, b):
    """a % n = a - n * trunc(a / n): what remains of the magnitudes, with the sign of the dividend;
    by zero: unchanged; the least number by -1: 0."""
    least = z3.BitVecVal(1 << (a.size() - 1), a.size())
    rest = z3.URem(magnitude(a), magnitude(b))
    return z3.If(b == 0, a,
                 z3.If(z3.And(a == least, b == -1), z3.BitVecVal(0, a.size()),
                       z3.If(a < 0, -rest, rest)))


def masked(b):
    """Shift operations use a mask of 0x3F (63) for 64-bit operations and 0x1F (31) for 32-bit."""
    return b & (b.size() - 1)


ARITHMETIC = [
    ("ADD", 0x0, 0, lambda a, b: a + b),
    ("SUB", 0x1, 0, lambda a, b: a - b),
    ("MUL", 0x2, 0, lambda a, b: a * b),
    ("DIV", 0x3, 0, udiv),
    ("SDIV", 0x3, 1, sdiv),
    ("OR", 0x4, 0, lambda a, b: a | b),
    ("AND", 0x5, 0, lambda a, b: a & b),
    ("LSH", 0x6, 0, lambda a, b: a << masked(b)),
    ("RSH", 0x7, 0, lambda a, b: z3.LShR(a, masked(b))),
    ("MOD", 0x9, 0, umod),
    ("SMOD", 0x9, 1, smod),
    ("XOR", 0xA, 0, lambda a, b: a ^ b),
    ("MOV", 0xB, 0, lambda a, b: b),
    ("ARSH", 0xC, 0, lambda a, b: a >> masked(b)),
]


def arithmetic_effect(code: Callable, bits: int, source: int):
    """ALU: on 32 bits, and the upper 32 bits of the destination are zeroed. ALU64: the immediate is
    sign-extended to 64 bits."""
    def effect(x: Inputs) -> Effect:
        if source == X:
            b = low(x.src, bits)
        else:
            b = sign_extend(x.imm, bits)
        return Effect("dst", zero_extend(code(low(x.dst, bits), b)))
    return effect


def arithmetic() -> list[Operation]:
    operations = []
    for name, code, offset, function in ARITHMETIC:
        for kind, bits in ((ALU, 32), (ALU64, 64)):
            for source, letter in ((K, "K"), (X, "X")):
                operations.append(Operation(
                    name, f"{bits}{letter}", code << 4 | source | kind, "4.1",
                    arithmetic_effect(function, bits, source), offset=offset,
                    imm=None if source == K else 0))
    for kind, bits in ((ALU, 32), (ALU64, 64)):
        operations.append(Operation(
            "NEG", f"{bits}", 0x8 << 4 | kind, "4.1",
            arithmetic_effect(lambda a, b: -a, bits, X)))
    return operations


def movsx() -> list[Operation]:
    """MOVSX: ALU sign-extends 8 and 16 bits into 32, zeroing the rest; ALU64 8, 16, 32 into 64."""
    operations = []
    for kind, bits, widths in ((ALU, 32, (8, 16)), (ALU64, 64, (8, 16, 32))):
        for width in widths:
            operations.append(Operation(
                "MOVSX", f"{bits}X of {width}", 0xB << 4 | X | kind, "4.1",
                lambda x, width=width, bits=bits: Effect(
                    "dst", zero_extend(sign_extend(low(x.src, width), bits))),
                offset=width))
    return operations


def swapped(term: z3.BitVecRef) -> z3.BitVecRef:
    parts = [z3.Extract(i + 7, i, term) for i in range(0, term.size(), 8)]
    return z3.Concat(*parts)


def byte_swaps() -> list[Operation]:
    """Section 4.2: the width is the immediate; what is above it becomes zero. The guest is
    little-endian, so LE converts nothing."""
    operations = []
    for name, opcode, function in (("LE", 0xD0 | K | ALU, lambda a: a),
                                   ("BE", 0xD0 | X | ALU, swapped),
                                   ("BSWAP", 0xD0 | K | ALU64, swapped)):
        for width in (16, 32, 64):
            operations.append(Operation(
                name, f"{width}", opcode, "4.2",
                lambda x, width=width, function=function: Effect(
                    "dst", zero_extend(function(low(x.dst, width)))),
                imm=width))
    return operations


# Section 4.3, table 8.
CONDITIONS = [
    ("JEQ", 0x1, lambda a, b: a == b),
    ("JGT", 0x2, z3.UGT),
    ("JGE", 0x3, z3.UGE),
    ("JSET", 0x4, lambda a, b: (a & b) != 0),
    ("JNE", 0x5, lambda a, b: a != b),
    ("JSGT", 0x6, lambda a, b: a > b),
    ("JSGE", 0x7, lambda a, b: a >= b),
    ("JLT", 0xA, z3.ULT),
    ("JLE", 0xB, z3.ULE),
    ("JSLT", 0xC, lambda a, b: a < b),
    ("JSLE", 0xD, lambda a, b: a <= b),
]


def condition_effect(holds: Callable, bits: int, source: int):
    def effect(x: Inputs) -> Effect:
        b = low(x.src, bits) if source == X else sign_extend(x.imm, bits)
        return Effect(taken=holds(low(x.dst, bits), b), distance=sign_extend(x.offset))
    return effect


def jumps() -> list[Operation]:
    """Section 4.3: JMP compares 64 bits, JMP32 32; offsets count from the next instruction."""
    always = z3.BoolVal(True)
    operations = [
        Operation("JA", "16", 0x0 << 4 | K | JMP, "4.3",
                  lambda x: Effect(taken=always, distance=sign_extend(x.offset)), offset=None),
        Operation("JA", "32", 0x0 << 4 | K | JMP32, "4.3",
                  lambda x: Effect(taken=always, distance=sign_extend(x.imm)), imm=None),
    ]
    for name, code, holds in CONDITIONS:
        for kind, bits in ((JMP32, 32), (JMP, 64)):
            for source, letter in ((K, "K"), (X, "X")):
                operations.append(Operation(
                    name, f"{bits}{letter}", code << 4 | source | kind, "4.3",
                    condition_effect(holds, bits, source), offset=None,
                    imm=None if source == K else 0))
    return operations


def number(memory: list[z3.BitVecRef]) -> z3.BitVecRef:
    """Guest memory is little-endian."""
    return z3.Concat(*memory[::-1]) if len(memory) > 1 else memory[0]


def in_bytes(term: z3.BitVecRef, count: int) -> list[z3.BitVecRef]:
    return [z3.Extract(8 * i + 7, 8 * i, term) for i in range(count)]


def loads_and_stores() -> list[Operation]:
    """Sections 5.1, 5.2 and 5.4."""
    operations = []
    for letter, (code, size) in SIZES.items():
        operations.append(Operation(
            "LDX", letter, MEM | code | LDX, "5.1",
            lambda x: Effect("dst", zero_extend(number(x.memory))),
            offset=None, access=size, pointer="src"))
        if size < 8:
            operations.append(Operation(
                "LDXS", letter, MEMSX | code | LDX, "5.2",
                lambda x: Effect("dst", sign_extend(number(x.memory))),
                offset=None, access=size, pointer="src"))
        operations.append(Operation(
            "ST", letter, MEM | code | ST, "5.1",
            lambda x, size=size: Effect(memory=in_bytes(sign_extend(x.imm), size)),
            offset=None, imm=None, access=size, pointer="dst", writes=True))
        operations.append(Operation(
            "STX", letter, MEM | code | STX, "5.1",
            lambda x, size=size: Effect(memory=in_bytes(x.src, size)),
            offset=None, access=size, pointer="dst", writes=True))
    # The form with src 0: the number itself. The loader has turned the others into it.
    operations.append(Operation(
        "LDDW", "", IMM | SIZES["DW"][0] | LD, "5.4",
        lambda x: Effect("dst", z3.Concat(x.next_imm, x.imm), slots=2), imm=None))
    return operations


# Section 5.3, tables 13 and 14.
FETCH, XCHG, CMPXCHG = 0x01, 0xE0 | 0x01, 0xF0 | 0x01
ATOMICS = [
    ("ADD", 0x00, lambda old, operand: old + operand),
    ("OR", 0x40, lambda old, operand: old | operand),
    ("AND", 0x50, lambda old, operand: old & operand),
    ("XOR", 0xA0, lambda old, operand: old ^ operand),
]


def atomic_effect(change: Callable, bits: int, register: str | None):
    def effect(x: Inputs) -> Effect:
        old = number(x.memory)
        new = change(old, low(x.src, bits), low(x.r0, bits))
        return Effect(register, zero_extend(old) if register else None, in_bytes(new, bits // 8))
    return effect


def atomics() -> list[Operation]:
    operations = []
    for bits, code in ((32, SIZES["W"][0]), (64, SIZES["DW"][0])):
        def add(name, imm, change, register, bits=bits, code=code):
            operations.append(Operation(
                "atomic " + name, f"{bits}", ATOMIC | code | STX, "5.3",
                atomic_effect(change, bits, register), offset=None, imm=imm,
                access=bits // 8, pointer="dst", writes=True))
        for name, imm, change in ATOMICS:
            def apply(old, operand, r0, change=change):
                return change(old, operand)
            add(name, imm, apply, None)
            add(name + " fetch", imm | FETCH, apply, "src")
        add("XCHG", XCHG, lambda old, operand, r0: operand, "src")
        add("CMPXCHG", CMPXCHG, lambda old, operand, r0: z3.If(old == r0, operand, old), "r0")
    return operations


def operations() -> list[Operation]:
    return (arithmetic() + movsx() + byte_swaps() + jumps() + loads_and_stores() + atomics())


# What has an opcode but no arithmetic: not stated here.
CALL, EXIT = 0x8 << 4 | K | JMP, 0x9 << 4 | K | JMP
# Section 5.5: legacy packet access, not recommended; the verifier refuses it.
PACKET = [mode | SIZES[size][0] | LD for mode in (0x20, 0x40) for size in ("W", "H", "B")]
