# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

"""Executes LLVM IR on z3 terms, on every path that can be taken.

Poison is kept beside each value: whatever a flag (nsw, inbounds, exact ...) promises has to be
proved where the value is used. Memory is made of objects that the caller supplies; an access that
is not proved to lie in one is an error, as is everything that is undefined in LLVM.
"""

import copy
import re
from dataclasses import dataclass, field

import z3

import divisions
from ir import Function, Insn, Module, Unknown, split


# Bits in which sums of addresses and scaled indexes do not wrap.
WIDE = 80
# What z3 may spend on one question, in its own steps: about 15 s. Not in time, so that an answer
# does not depend on what else the computer does.
LIMIT = 20_000_000


class Refuted(Exception):
    """What was to be proved does not hold: says what, and for which inputs."""


class Undecided(Exception):
    """The solver gave up."""


class Event(Exception):
    """The path ends here: at the next instruction, or at a call of what is not executed."""

    def __init__(self, kind: str, value=None):
        super().__init__(kind)
        self.kind = kind
        self.value = value


@dataclass
class Int:
    term: z3.ExprRef
    poison: z3.BoolRef | None = None


@dataclass
class Ptr:
    object: str
    offset: z3.BitVecRef
    poison: z3.BoolRef | None = None


@dataclass
class Frame:
    function: Function
    block: str
    env: dict = field(default_factory=dict)
    came_from: str = ""
    index: int = 0
    dest: str | None = None


@dataclass
class State:
    frames: list[Frame]
    memory: dict
    path: list[z3.BoolRef] = field(default_factory=list)
    stacked: int = 0

    def copy(self) -> "State":
        frames = [Frame(f.function, f.block, dict(f.env), f.came_from, f.index, f.dest)
                  for f in self.frames]
        memory = {name: copy.copy(thing) for name, thing in self.memory.items()}
        return State(frames, memory, list(self.path), self.stacked)


@dataclass
class Outcome:
    kind: str
    value: object
    state: State


def true(term) -> bool:
    return z3.is_true(z3.simplify(term))


def either(*conditions) -> z3.BoolRef | None:
    real = [c for c in conditions if c is not None]
    joined = z3.simplify(z3.Or(*real)) if real else z3.BoolVal(False)
    return None if z3.is_false(joined) else joined


def as_bool(term: z3.ExprRef) -> z3.BoolRef:
    return term if z3.is_bool(term) else term != 0


def own_names(part: z3.ExprRef) -> frozenset[str]:
    is_input = z3.is_const(part) and part.decl().kind() == z3.Z3_OP_UNINTERPRETED
    return frozenset([part.decl().name()] if is_input else [])


# The inputs that a term depends on.
NAMES = divisions.Gathered(own_names)


class Solver:
    """Questions under facts that hold of all inputs, and can hold together."""

    def __init__(self, facts: list[z3.BoolRef], freed: list = (), limit: int = LIMIT):
        """`freed`: pairs of a term and an input in its place, of which more is proved if the term
        is taken for that input, which may have any value."""
        self.limit = limit
        self.freed = list(freed)
        self.facts = [(fact, NAMES.of(fact)) for fact in facts]
        self.known: dict[tuple, z3.ModelRef | None] = {}
        self.kept: list = []
        if self.check(facts) is None:
            raise Unknown("the facts contradict each other")

    def check(self, conditions: list[z3.BoolRef], plain: bool = True) -> z3.ModelRef | None:
        solver = z3.SolverFor("QF_BV" if plain else "QF_UFBV")
        solver.set("rlimit", self.limit)
        solver.add(*conditions)
        answer = solver.check()
        if answer == z3.unknown:
            raise Undecided(solver.reason_unknown())
        return solver.model() if answer == z3.sat else None

    def related(self, conditions: list[z3.BoolRef]) -> list[z3.BoolRef]:
        """With the facts about their inputs. Facts about others say nothing: they can hold."""
        names = set().union(*[NAMES.of(c) for c in conditions])
        rest, near = list(self.facts), [None]
        found = list(conditions)
        while near:
            near = [fact for fact in rest if fact[1] & names]
            rest = [fact for fact in rest if not fact[1] & names]
            names.update(*[fact[1] for fact in near])
            found += [fact[0] for fact in near]
        return found

    def possible(self, conditions: list[z3.BoolRef]) -> bool:
        """False: no inputs fulfil all conditions. True: perhaps some do."""
        return self.ask(conditions, False) is not None

    def model(self, conditions: list[z3.BoolRef]) -> z3.ModelRef | None:
        """Inputs that fulfil all conditions, or None: there are none."""
        return self.ask(conditions, True)

    def ask(self, conditions: list[z3.BoolRef], exact: bool) -> z3.ModelRef | None:
        conditions = [c for c in map(z3.simplify, conditions) if not z3.is_true(c)]
        if any(z3.is_false(c) for c in conditions):
            return None
        key = (exact, *sorted(c.get_id() for c in conditions))
        if key not in self.known:
            self.kept.append(conditions)
            self.known[key] = self.search(conditions, exact)
        return self.known[key]

    def is_refuted(self, conditions: list[z3.BoolRef]) -> bool:
        """Where it does no harm to give up."""
        try:
            return self.check(conditions, plain=False) is None
        except Undecided:
            return False

    def search(self, conditions: list[z3.BoolRef], exact: bool) -> z3.ModelRef | None:
        """First of what implies less and is found out faster."""
        related = self.related(conditions)
        freed = [z3.substitute(c, *self.freed) for c in related] if self.freed else related
        if freed is not related:
            model = self.check(divisions.without(freed), plain=False)
            if model is None or not exact:
                return model
        simple = divisions.without(related)
        if simple is not related:
            if self.is_refuted(simple) or self.is_refuted(
                    divisions.by_products(related, lambda path, claim: self.is_refuted(
                        [*path, z3.Not(claim)]))):
                return None
        return self.check(related)

    def demand(self, path: list[z3.BoolRef], claim: z3.BoolRef, what: str) -> None:
        """Proves a claim of all inputs that take the path."""
        claim = z3.simplify(claim)
        if z3.is_true(claim):
            return
        model = self.model(path + [z3.Not(claim)])
        if model is not None:
            raise Refuted(f"{what}: {show(model)}")


def show(model: z3.ModelRef) -> str:
    values = sorted((d.name(), model[d]) for d in model.decls() if d.arity() == 0)
    return ", ".join(f"{name} = {value.as_long():#x}" if z3.is_bv_value(value) else f"{name} = {value}"
                     for name, value in values)


def to_bytes(term: z3.BitVecRef, big_endian: bool) -> list[z3.BitVecRef]:
    parts = [z3.Extract(i + 7, i, term) for i in range(0, term.size(), 8)]
    return parts[::-1] if big_endian else parts


def joined(parts: list[z3.BitVecRef]) -> list[z3.BitVecRef]:
    """Neighbours that are cut out of one term become one, before each is simplified for itself."""
    found: list[z3.BitVecRef] = []
    for part in parts:
        last = found[-1] if found else part
        if found and z3.is_app_of(part, z3.Z3_OP_EXTRACT) and z3.is_app_of(
                last, z3.Z3_OP_EXTRACT) and part.arg(0).eq(last.arg(0)):
            (high, end), (start, low) = last.params(), part.params()
            if end == start + 1:
                found[-1] = z3.Extract(high, low, part.arg(0))
                continue
        found.append(part)
    return found


def from_bytes(parts: list[z3.BitVecRef], big_endian: bool) -> z3.BitVecRef:
    parts = joined(parts if big_endian else parts[::-1])
    return z3.simplify(z3.Concat(*parts) if len(parts) > 1 else parts[0])


def overflows(op: str, flags: frozenset, a, b, result) -> list:
    """When a flag's promise is broken."""
    found = []
    signed = {
        "add": lambda: z3.Not(z3.And(z3.BVAddNoOverflow(a, b, True), z3.BVAddNoUnderflow(a, b))),
        "sub": lambda: z3.Not(z3.And(z3.BVSubNoOverflow(a, b), z3.BVSubNoUnderflow(a, b, True))),
        "mul": lambda: z3.Not(z3.And(z3.BVMulNoOverflow(a, b, True), z3.BVMulNoUnderflow(a, b))),
        "shl": lambda: (result >> b) != a,
    }
    unsigned = {
        "add": lambda: z3.Not(z3.BVAddNoOverflow(a, b, False)),
        "sub": lambda: z3.ULT(a, b),
        "mul": lambda: z3.Not(z3.BVMulNoOverflow(a, b, False)),
        "shl": lambda: z3.LShR(result, b) != a,
    }
    exact = {
        "lshr": lambda: (result << b) != a,
        "ashr": lambda: (result << b) != a,
        "udiv": lambda: result * b != a,
        "sdiv": lambda: result * b != a,
    }
    for flag in sorted(flags):
        table = {"nsw": signed, "nuw": unsigned, "exact": exact}.get(flag)
        if flag == "disjoint" and op == "or":
            found.append((a & b) != 0)
        elif table and op in table:
            found.append(table[op]())
        else:
            raise Unknown(f"{op} {flag}")
    if op in ("shl", "lshr", "ashr"):
        found.append(z3.UGE(b, a.size()))
    return found


COMPARE = {
    "eq": lambda a, b: a == b, "ne": lambda a, b: a != b,
    "ult": z3.ULT, "ule": z3.ULE, "ugt": z3.UGT, "uge": z3.UGE,
    "slt": lambda a, b: a < b, "sle": lambda a, b: a <= b,
    "sgt": lambda a, b: a > b, "sge": lambda a, b: a >= b,
}


def shift_signed(a: z3.BitVecRef, b: z3.BitVecRef) -> z3.BitVecRef:
    """By a constant, in the shape that a sign extension has."""
    if z3.is_bv_value(b) and b.as_long() < a.size():
        return z3.SignExt(b.as_long(), z3.Extract(a.size() - 1, b.as_long(), a))
    return a >> b


ARITHMETIC = {
    "add": lambda a, b: a + b, "sub": lambda a, b: a - b, "mul": lambda a, b: a * b,
    "and": lambda a, b: a & b, "or": lambda a, b: a | b, "xor": lambda a, b: a ^ b,
    "shl": lambda a, b: a << b, "lshr": z3.LShR, "ashr": shift_signed,
    "udiv": z3.UDiv, "urem": z3.URem, "sdiv": lambda a, b: a / b, "srem": z3.SRem,
}

LOGIC = {"and": z3.And, "or": z3.Or, "xor": z3.Xor}


class Machine:
    """`memory` maps names to objects that have read() and write(); within(offset, index): may a
    pointer at the offset move by the index, of WIDE bits; number(offset): its address; is_object: it
    is not at null.
    """

    def __init__(self, modules: list[Module], solver: Solver, externals: frozenset[str]):
        self.functions: dict[str, tuple[Function, Module]] = {}
        for module in modules:
            for name, function in module.functions.items():
                if name in self.functions:
                    raise Unknown(f"two functions {name}")
                self.functions[name] = (function, module)
        self.modules = modules
        self.bits = modules[0].pointer_bits
        self.big_endian = modules[0].big_endian
        self.solver = solver
        self.externals = externals
        self.constants: dict[str, list] = {}

    # Types

    def width(self, kind: str) -> int:
        if kind == "ptr":
            return self.bits
        match = re.fullmatch(r"i(\d+)", kind)
        if not match:
            raise Unknown(f"type {kind}")
        return int(match[1])

    def layout(self, kind: str) -> tuple[int, int]:
        """Size and alignment in bytes."""
        if kind.startswith("["):
            count, _, inner = kind[1:-1].partition(" x ")
            size, align = self.layout(inner)
            return int(count) * size, align
        if kind.startswith(("{", "%")):
            offset, most = 0, 1
            for member in self.members(kind):
                size, align = self.layout(member)
                offset = (offset + align - 1) // align * align + size
                most = max(most, align)
            return (offset + most - 1) // most * most, most
        size = max(self.width(kind) // 8, 1)
        return size, size

    def members(self, kind: str) -> list[str]:
        if kind.startswith("%"):
            found = [m.structs[kind] for m in self.modules if kind in m.structs]
            if any(body != found[0] for body in found):
                raise Unknown(f"type {kind}")
            kind = found[0]
        if kind.startswith("["):
            count, _, inner = kind[1:-1].partition(" x ")
            return int(count) * [inner]
        return split(kind.strip("{} "))

    def member_offset(self, kind: str, number: int) -> int:
        offset = 0
        for i, member in enumerate(self.members(kind)):
            size, align = self.layout(member)
            offset = (offset + align - 1) // align * align
            if i == number:
                return offset
            offset += size
        raise Unknown(f"member {number} of {kind}")

    # Values

    def address(self, number: int) -> z3.BitVecRef:
        return z3.BitVecVal(number, self.bits)

    def value(self, state: State, kind: str, text: str):
        if text.startswith("%"):
            return state.frames[-1].env[text]
        if kind == "i1" and text in ("true", "false"):
            return Int(z3.BoolVal(text == "true"))
        if kind == "ptr" and text == "null":
            return Ptr("null", self.address(0))
        if kind == "ptr" and text.startswith("@"):
            return Ptr(text, self.address(0))
        if re.fullmatch(r"-?\d+", text) and kind != "i1":
            return Int(z3.BitVecVal(int(text), self.width(kind)))
        raise Unknown(f"value {kind} {text}")

    def used(self, state: State, value, what: str):
        """The value where it matters, proved not to be poison."""
        if isinstance(value, tuple):
            return tuple(self.used(state, member, what) for member in value)
        if value is None:
            raise Refuted(f"poison in: {what}")
        if value.poison is not None:
            self.solver.demand(state.path, z3.Not(value.poison), f"poison in: {what}")
        return value

    # Instructions without effects

    def binary(self, state: State, insn: Insn) -> Int:
        left, right, _ = insn.args
        a, b = self.value(state, insn.type, left), self.value(state, insn.type, right)
        poison = [a.poison, b.poison]
        if insn.type == "i1":
            if insn.op not in LOGIC or insn.flags:
                raise Unknown(insn.text)
            return Int(z3.simplify(LOGIC[insn.op](a.term, b.term)), either(*poison))
        if insn.op in ("udiv", "urem", "sdiv", "srem"):
            self.used(state, b, insn.text)
            self.solver.demand(state.path, b.term != 0, f"division by 0 in: {insn.text}")
        if insn.op in ("sdiv", "srem"):
            self.used(state, a, insn.text)
            least = z3.BitVecVal(1 << (a.term.size() - 1), a.term.size())
            self.solver.demand(state.path, z3.Or(a.term != least, b.term != -1),
                               f"overflow in: {insn.text}")
        result = ARITHMETIC[insn.op](a.term, b.term)
        poison += overflows(insn.op, insn.flags, a.term, b.term, result)
        return Int(z3.simplify(result), either(*poison))

    def cast(self, state: State, insn: Insn) -> Int:
        kind, text = insn.args[0]
        value = self.value(state, kind, text)
        if insn.op == "ptrtoint":
            if self.width(insn.type) != self.bits:
                raise Unknown(insn.text)
            return Int(state.memory[value.object].number(value.offset), value.poison)
        if insn.op == "inttoptr":
            raise Unknown(insn.text)
        term, width, poison = value.term, self.width(insn.type), [value.poison]
        if z3.is_bool(term):
            high = -1 if insn.op == "sext" else 1
            if insn.flags:
                raise Unknown(insn.text)
            return Int(z3.simplify(z3.If(term, z3.BitVecVal(high, width), z3.BitVecVal(0, width))),
                       value.poison)
        if insn.op == "trunc":
            low = z3.Extract(width - 1, 0, term)
            rest = term.size() - width
            if "nuw" in insn.flags:
                poison.append(z3.ZeroExt(rest, low) != term)
            if "nsw" in insn.flags:
                poison.append(z3.SignExt(rest, low) != term)
            return Int(z3.simplify(low == 1 if width == 1 else low), either(*poison))
        if "nneg" in insn.flags:
            poison.append(term < 0)
        extend = z3.SignExt if insn.op == "sext" else z3.ZeroExt
        return Int(z3.simplify(extend(width - term.size(), term)), either(*poison))

    def compare(self, state: State, insn: Insn) -> Int:
        left, right, predicate = insn.args
        a, b = self.value(state, insn.type, left), self.value(state, insn.type, right)
        poison = [a.poison, b.poison]
        if insn.type == "ptr":
            if predicate not in ("eq", "ne"):
                raise Unknown(insn.text)
            if b.object == "null" and state.memory[a.object].is_object:
                # No byte of an object, nor its end, is at null.
                poison.append(z3.Not(state.memory[a.object].within(a.offset, 0)))
                return Int(z3.BoolVal(predicate == "ne"), either(*poison))
            a = Int(state.memory[a.object].number(a.offset))
            b = Int(state.memory[b.object].number(b.offset))
        if insn.type == "i1" and predicate not in ("eq", "ne"):
            raise Unknown(insn.text)
        if "samesign" in insn.flags:
            poison.append((a.term < 0) != (b.term < 0))
        return Int(z3.simplify(COMPARE[predicate](a.term, b.term)), either(*poison))

    def element(self, state: State, insn: Insn) -> Ptr:
        pointer = self.value(state, *insn.args[0])
        poison = [pointer.poison]
        kind, wide = insn.type, z3.BitVecVal(0, WIDE)
        for i, (index_kind, text) in enumerate(insn.args[1:]):
            index = self.value(state, index_kind, text)
            poison.append(index.poison)
            if i > 0 and kind.startswith(("{", "%")):
                number = z3.simplify(index.term).as_long()
                wide += self.member_offset(kind, number)
                kind = self.members(kind)[number]
                continue
            if i > 0:
                kind = kind[1:-1].partition(" x ")[2]
            wide += z3.SignExt(WIDE - index.term.size(), index.term) * self.layout(kind)[0]
        wide = z3.simplify(wide)
        offset = z3.simplify(pointer.offset + z3.Extract(self.bits - 1, 0, wide))
        if insn.flags - {"inbounds", "nuw", "nusw"} or insn.flags & {"nuw", "nusw"}:
            raise Unknown(insn.text)
        if "inbounds" in insn.flags:
            poison.append(z3.Not(state.memory[pointer.object].within(pointer.offset, wide)))
        return Ptr(pointer.object, offset, either(*poison))

    # Effects

    def read(self, state: State, pointer: Ptr, size: int, align: int, what: str):
        self.used(state, pointer, what)
        if pointer.object not in state.memory:
            raise Unknown(what)
        return state.memory[pointer.object].read(self, state, pointer.offset, size, align)

    def write(self, state: State, pointer: Ptr, value, align: int, what: str) -> None:
        self.used(state, pointer, what)
        self.used(state, value, what)
        if pointer.object not in state.memory:
            raise Unknown(what)
        state.memory[pointer.object].write(self, state, pointer.offset, value, align)

    def load(self, state: State, insn: Insn):
        pointer = self.value(state, *insn.args[0])
        size = self.layout(insn.type)[0]
        found = self.read(state, pointer, size, insn.args[1], insn.text)
        if (insn.type == "ptr") == isinstance(found, Int):
            raise Unknown(insn.text)
        return found

    def intrinsic(self, state: State, insn: Insn):
        name, args, bundles = insn.args
        values = [self.value(state, *arg) for arg in args]
        poison = either(*[v.poison for v in values])
        if name == "llvm.assume":
            self.solver.demand(state.path, self.used(state, values[0], insn.text).term, insn.text)
            return self.assume_aligned(state, bundles)
        if name.startswith("llvm.lifetime."):
            return None
        if name.startswith("llvm.memcpy."):
            return self.copy_bytes(state, values, insn)
        if bundles:
            raise Unknown(insn.text)
        a = values[0].term
        if re.fullmatch(r"llvm\.bswap\.i(16|32|64)", name):
            return Int(from_bytes(to_bytes(a, True), False), poison)
        if name == "llvm.usub.with.overflow.i32":
            b = values[1].term
            return (Int(z3.simplify(a - b), poison), Int(z3.simplify(z3.ULT(a, b)), poison))
        if re.fullmatch(r"llvm\.abs\.i(32|64)", name):
            least = z3.BitVecVal(1 << (a.size() - 1), a.size())
            broken = z3.And(values[1].term, a == least)
            return Int(z3.simplify(z3.If(a < 0, -a, a)), either(poison, broken))
        raise Unknown(insn.text)

    def assume_aligned(self, state: State, bundles: str) -> None:
        for kind, text, count in re.findall(r'"align"\((\w+) ([^,]+), i\d+ (\d+)\)', bundles):
            pointer = self.used(state, self.value(state, kind, text), bundles)
            state.memory[pointer.object].demand_aligned(self, state, pointer.offset, int(count))
        if re.sub(r'"align"\(\w+ [^,]+, i\d+ \d+\)(, )?', "", bundles):
            raise Unknown(bundles)

    def copy_bytes(self, state: State, values, insn: Insn) -> None:
        to, source = values[0], values[1]
        size = z3.simplify(self.used(state, values[2], insn.text).term)
        if not z3.is_bv_value(size):
            raise Unknown(insn.text)
        for i in range(size.as_long()):
            byte = self.read(state, Ptr(source.object, z3.simplify(source.offset + i), source.poison),
                             1, 1, insn.text)
            self.write(state, Ptr(to.object, z3.simplify(to.offset + i), to.poison), byte, 1,
                       insn.text)

    # Control

    def enter(self, state: State, name: str, values: list, dest: str | None) -> None:
        function, _ = self.functions[name]
        if len(state.frames) > 8:
            raise Unknown(f"recursion: {name}")
        env = {parameter: value for (_, parameter), value in zip(function.params, values)}
        state.frames.append(Frame(function, function.entry, env, dest=dest))

    def go(self, state: State, block: str) -> None:
        frame = state.frames[-1]
        frame.came_from, frame.block, frame.index = frame.block, block, 0
        phis = []
        for insn in frame.function.blocks[block]:
            if insn.op != "phi":
                break
            phis.append((insn.dest, self.value(state, insn.type, insn.args[0][frame.came_from])))
            frame.index += 1
        frame.env.update(phis)

    def choose(self, state: State, choices: list) -> list[State]:
        """States for those (condition, change) that can be."""
        states = []
        for condition, change in choices:
            condition = z3.simplify(condition)
            if z3.is_false(condition):
                continue
            if z3.is_true(condition):
                change(state)
                return [state]
            if self.solver.possible(state.path + [condition]):
                other = state.copy()
                other.path.append(condition)
                change(other)
                states.append(other)
        return states

    def select(self, state: State, insn: Insn) -> list[State]:
        condition, a, b = [self.value(state, *arg) for arg in insn.args]
        dest = insn.dest
        if isinstance(a, Ptr) and a.object != b.object:
            self.used(state, condition, insn.text)

            def put(value):
                return lambda s: s.frames[-1].env.__setitem__(dest, value)
            return self.choose(state, [(condition.term, put(a)), (z3.Not(condition.term), put(b))])
        chosen = [v.poison if v.poison is not None else z3.BoolVal(False) for v in (a, b)]
        poison = either(condition.poison, z3.If(condition.term, *chosen))
        if isinstance(a, Ptr):
            value = Ptr(a.object, z3.simplify(z3.If(condition.term, a.offset, b.offset)), poison)
        else:
            value = Int(z3.simplify(z3.If(condition.term, a.term, b.term)), poison)
        state.frames[-1].env[dest] = value
        return [state]

    def branch(self, state: State, insn: Insn) -> list[State]:
        def to(block):
            return lambda s: self.go(s, block)
        if insn.op == "jump":
            self.go(state, insn.args[0])
            return [state]
        if insn.op == "br":
            condition = self.used(state, self.value(state, "i1", insn.args[0]), insn.text).term
            return self.choose(state, [(condition, to(insn.args[1])),
                                       (z3.Not(condition), to(insn.args[2]))])
        if insn.op == "indirectbr":
            target = self.value(state, "ptr", insn.args[0])
            if not target.object.startswith("block ") or target.poison is not None:
                raise Unknown(insn.text)
            self.go(state, target.object[6:])
            return [state]
        value = self.used(state, self.value(state, insn.type, insn.args[0]), insn.text).term
        width = value.size()
        choices = [(value == z3.BitVecVal(int(number), width), to(block))
                   for number, block in insn.args[2]]
        rest = z3.And(*[z3.Not(condition) for condition, _ in choices])
        return self.choose(state, choices + [(rest, to(insn.args[1]))])

    def call(self, state: State, insn: Insn) -> None:
        name, args, bundles = insn.args
        frame = state.frames[-1]
        if name.startswith("llvm."):
            frame.env[insn.dest] = self.intrinsic(state, insn)
            return
        if name in self.externals:
            raise Event("calls " + name)
        if name not in self.functions or bundles:
            raise Unknown(insn.text)
        self.enter(state, name, [self.value(state, *arg) for arg in args], insn.dest)

    def leave(self, state: State, insn: Insn) -> None:
        frame = state.frames[-1]
        value = None
        if insn.args[0]:
            value = self.used(state, self.value(state, *insn.args[0]), insn.text)
        if len(state.frames) == 1:
            raise Event("returns", value)
        state.frames.pop()
        if frame.dest:
            state.frames[-1].env[frame.dest] = value

    def step(self, state: State) -> list[State]:
        frame = state.frames[-1]
        insn = frame.function.blocks[frame.block][frame.index]
        frame.index += 1
        op, env = insn.op, frame.env
        if op in ARITHMETIC:
            env[insn.dest] = self.binary(state, insn)
        elif op in ("zext", "sext", "trunc", "ptrtoint", "inttoptr"):
            env[insn.dest] = self.cast(state, insn)
        elif op == "icmp":
            env[insn.dest] = self.compare(state, insn)
        elif op == "getelementptr":
            env[insn.dest] = self.element(state, insn)
        elif op == "load":
            env[insn.dest] = self.load(state, insn)
        elif op == "store":
            text, pointer, align = insn.args
            self.write(state, self.value(state, *pointer), self.value(state, insn.type, text),
                       align, insn.text)
        elif op == "copy":
            env[insn.dest] = self.value(state, *insn.args[0])
        elif op == "extractvalue":
            env[insn.dest] = env[insn.args[0]][insn.args[1]]
        elif op == "insertvalue":
            whole, part, number = insn.args
            members = [None] * len(self.members(insn.type))
            members = list(env[whole]) if whole != "poison" else members
            members[number] = self.value(state, *part)
            env[insn.dest] = tuple(members)
        elif op == "freeze":
            env[insn.dest] = self.used(state, self.value(state, *insn.args[0]), insn.text)
        elif op == "alloca":
            name = f"stack {state.stacked}"
            state.stacked += 1
            state.memory[name] = Local(self.layout(insn.type)[0], self.bits)
            env[insn.dest] = Ptr(name, self.address(0))
        elif op == "select":
            return self.select(state, insn)
        elif op in ("jump", "br", "indirectbr", "switch"):
            return self.branch(state, insn)
        elif op == "call":
            self.call(state, insn)
        elif op == "ret":
            self.leave(state, insn)
        else:
            raise Unknown(insn.text)
        return [state]

    def run(self, name: str, values: list, memory: dict) -> list[Outcome]:
        """All ways in which a function can go on."""
        memory = {**memory, "null": Null(self.bits)}
        for module in self.modules:
            for constant, (kind, text) in module.constants.items():
                memory["@" + constant] = Constant(self, kind, text)
        first = State([], {n: copy.copy(thing) for n, thing in memory.items()})
        self.enter(first, name, values, None)
        open_states, outcomes, steps = [first], [], 0
        while open_states:
            state = open_states.pop()
            steps += 1
            if steps > 20000:
                raise Unknown("no end")
            try:
                open_states += self.step(state)
            except Event as event:
                outcomes.append(Outcome(event.kind, event.value, state))
            except (Refuted, Unknown):
                # Not if no input goes this way.
                if self.solver.model(state.path) is not None:
                    raise
        return outcomes


class Null:
    """The null pointer: compared, never followed."""

    is_object = False

    def __init__(self, bits: int):
        self.zero = z3.BitVecVal(0, bits)

    def number(self, offset):
        return offset

    def within(self, offset, index):
        return index == 0

    def read(self, machine, state, offset, size, align):
        raise Refuted("null is read")

    def write(self, machine, state, offset, value, align):
        raise Refuted("null is written")


def fixed(offset: z3.BitVecRef) -> int | None:
    offset = z3.simplify(offset)
    return offset.as_signed_long() if z3.is_bv_value(offset) else None


class Local:
    """A local variable: constant positions, any size."""

    is_object = True

    def __init__(self, size: int, bits: int):
        self.size, self.bits = size, bits
        self.bytes: list[z3.BitVecRef | None] = [None] * size

    def __copy__(self):
        same = Local(self.size, self.bits)
        same.bytes = list(self.bytes)
        return same

    def number(self, offset):
        raise Unknown("address of a local variable")

    def within(self, offset, index):
        at = z3.SignExt(WIDE - self.bits, offset) + index
        return z3.And(at >= 0, at <= self.size)

    def place(self, offset, size: int) -> slice:
        at = fixed(offset)
        if at is None or at < 0 or at + size > self.size:
            raise Refuted(f"local variable of {self.size}: {size} bytes at {offset}")
        return slice(at, at + size)

    def read(self, machine, state, offset, size, align):
        found = self.bytes[self.place(offset, size)]
        if None in found:
            raise Refuted("a local variable is read before it is written")
        return Int(from_bytes(found, machine.big_endian))

    def write(self, machine, state, offset, value, align):
        if not isinstance(value, Int):
            raise Unknown("pointer in a local variable")
        parts = to_bytes(value.term, machine.big_endian)
        self.bytes[self.place(offset, len(parts))] = parts


class Constant:
    """A table of bytes or of labels."""

    is_object = True

    def __init__(self, machine: Machine, kind: str, text: str):
        self.bits = machine.bits
        self.labels: list[str] = []
        self.bytes: list[int] = []
        if text.startswith('c"'):
            body = text[2:-1]
            self.bytes = [int(m[1], 16) if m[1] else ord(m[0])
                          for m in re.finditer(r"\\([0-9A-F]{2})|.", body)]
            self.size = len(self.bytes)
        elif kind.endswith(" x ptr]"):
            self.labels = re.findall(r"blockaddress\(@[\w.]+, (%[\w.]+)\)", text)
            self.size = len(self.labels) * machine.bits // 8
        else:
            raise Unknown(f"constant {kind} {text[:60]}")
        if machine.layout(kind)[0] != self.size:
            raise Unknown(f"constant {kind}")

    def number(self, offset):
        raise Unknown("address of a constant")

    def within(self, offset, index):
        at = z3.SignExt(WIDE - self.bits, offset) + index
        return z3.And(at >= 0, at <= self.size)

    def read(self, machine, state, offset, size, align):
        at = fixed(offset)
        if at is None or at < 0 or at + size > self.size:
            raise Unknown(f"constant read at {offset}")
        if self.bytes and size == 1:
            return Int(z3.BitVecVal(self.bytes[at], 8))
        if self.labels and size == self.bits // 8 and at % size == 0:
            return Ptr("block " + self.labels[at // size], machine.address(0))
        raise Unknown(f"constant read at {at}")

    def write(self, machine, state, offset, value, align):
        raise Refuted("a constant is written")
