# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

"""Proves the region check of helpers: of their arguments before a call, and of what they get."""

import z3

from ir import Module, Unknown
from judge import TRANSFER
from machine import (WIDE, Event, Int, Machine, Ptr, Refuted, Solver, fixed, from_bytes,
                     to_bytes)
from rfc9669 import CALL, X
from scene import Guest, Scene, Vm, new_access, wide

CALLX = CALL | X
KINDS = {"reads": "kind_reads", "writes": "kind_writes", "string": "kind_string"}


class Record:
    """A struct of which these fields matter, each read and written as a whole."""

    is_object = True

    def __init__(self, name: str, size: int, fields: dict[int, Int | Ptr | None], bits: int):
        self.name, self.size, self.fields, self.bits = name, size, dict(fields), bits

    def __copy__(self):
        return Record(self.name, self.size, self.fields, self.bits)

    def number(self, offset):
        raise Unknown(f"address of {self.name}")

    def within(self, offset, index):
        at = z3.SignExt(WIDE - self.bits, offset) + index
        return z3.And(at >= 0, at <= self.size)

    def find(self, offset) -> int:
        offset = z3.simplify(offset)
        if not z3.is_bv_value(offset) or offset.as_long() not in self.fields:
            raise Refuted(f"{self.name}: {offset}, which is no field")
        return offset.as_long()

    def read(self, machine, state, offset, size, align):
        value = self.fields[self.find(offset)]
        if value is None:
            raise Refuted(f"{self.name}: read before it is written")
        own = self.bits if isinstance(value, Ptr) else value.term.size()
        if own != 8 * size:
            raise Unknown(f"{self.name}: {size} bytes at {offset}")
        return value

    def write(self, machine, state, offset, value, align):
        at = self.find(offset)
        if self.fields[at] is not None:
            raise Refuted(f"{self.name}: {offset} is written")
        self.fields[at] = value


class Table:
    """The table of helpers, of which the row at `row` matters: its function, and what it says of
    arguments. `described`: bytes, and where they are, from there."""

    is_object = True

    def __init__(self, at: dict[str, int], row, described: list):
        self.at, self.row, self.described = at, row, described

    def number(self, offset):
        raise Unknown("address of the table of helpers")

    def within(self, offset, index):
        """From the beginning of the table to the row, or within the row."""
        at = z3.SignExt(WIDE - offset.size(), z3.simplify(offset - self.row)) + index
        return z3.Or(z3.And(offset == 0, index == wide(self.row)),
                     z3.And(at >= 0, at <= self.at["helper_size"]))

    def is_at(self, machine, state, offset, distance) -> bool:
        place = self.row + distance
        known = fixed(offset - place)
        return known == 0 if known is not None else \
            machine.solver.model(state.path + [offset != place]) is None

    def read(self, machine, state, offset, size, align):
        self.demand_aligned(machine, state, offset, align)
        if size == machine.bits // 8 and self.is_at(machine, state, offset, self.at["helper_fn"]):
            return Ptr("helper", machine.address(0))
        for distance, parts in self.described:
            for start in range(len(parts) - size + 1):
                if self.is_at(machine, state, offset, distance + start):
                    return Int(from_bytes(parts[start:start + size], machine.big_endian))
        raise Refuted(f"table of helpers: {size} bytes at {offset}")

    def write(self, machine, state, offset, value, align):
        raise Refuted("the table of helpers is written")

    def demand_aligned(self, machine, state, offset, count):
        """It is aligned as the pointers in it."""
        if count > machine.bits // 8:
            raise Refuted(f"table of helpers: alignment {count}")
        machine.solver.demand(state.path, z3.URem(offset, z3.BitVecVal(count, offset.size())) == 0,
                              f"table of helpers: alignment {count}")


class Text(Guest):
    """Guest memory of any content, which is only read, byte by byte."""

    def __init__(self, scene):
        super().__init__(scene)
        self.found: list[tuple[z3.BitVecRef, z3.BitVecRef]] = []

    def __copy__(self):
        same = Text(self.scene)
        same.found = list(self.found)
        return same

    def read(self, machine, state, offset, size, align):
        access = self.scene.access
        if size != 1:
            raise Unknown(f"guest memory: {size} bytes")
        distance = z3.simplify(offset - access.base)
        machine.solver.demand(state.path, z3.And(z3.ULT(access.number, access.count),
                                                 z3.ULT(wide(distance), wide(access.readable))),
                              "a byte beyond its region is read")
        byte = z3.BitVec(f"read{len(self.found)}", 8)
        self.found.append((offset, byte))
        return Int(byte)

    def write(self, machine, state, offset, value, align):
        raise Refuted("guest memory is written")


def call_insn(opcode: int, fields, imm) -> list[z3.BitVecRef]:
    zero = z3.BitVecVal(0, 8)
    return [z3.BitVecVal(opcode, 8), fields, zero, zero,
            *[z3.simplify(byte) for byte in to_bytes(imm, False)]]


def row_of(scene: Scene, number):
    """Where helper `number` is in the table."""
    return z3.simplify(as_wide(number, scene.bits) * scene.at["helper_size"])


class HelperScene(Scene):
    """A VM, a call of one of its helpers, and one argument of that: register 1 to 5, described by a
    row with a fixed kind, whose length is in the row or in another register."""

    def __init__(self, at: dict[str, int], machine_is: Module, kind: int, by_register: bool = False):
        super().__init__(at, machine_is.pointer_bits, None)
        self.argument = z3.BitVec("argument", 4)
        self.length = z3.ZeroExt(1, z3.BitVec("length_arg", 3))
        address, length = z3.BitVec("address", 64), z3.BitVec("length", 64)
        self.values = {self.argument: address, self.length: length,
                       self.other: z3.BitVec("other_value", 64)}
        self.indexes = [self.argument, self.length]
        self.dst, self.src = self.argument, self.length
        self.kind = z3.BitVecVal(kind, 32)
        bytes_ = z3.BitVecVal(1, 11) if kind == at["kind_string"] else z3.BitVec("bytes", 11)
        self.code = z3.Concat(bytes_, z3.BitVec("length_arg", 3), z3.BitVecVal(kind, 2))
        self.parts = to_bytes(self.code, machine_is.big_endian)
        in_row = z3.ZeroExt(53, bytes_)
        self.described_by(address, z3.simplify(z3.If(self.length != 0, length, in_row)))
        self.set_call(by_register)

    def set_call(self, by_register: bool) -> None:
        """By number, as the instruction says, or by a register, whose number the VM has kept."""
        imm, self.status = z3.BitVec("imm", 32), z3.BitVec("status", 16)
        self.insn = call_insn(CALLX if by_register else CALL, z3.BitVec("fields", 8), imm)
        self.id = z3.SignExt(16, self.status) if by_register else imm

    def described_by(self, address, size) -> None:
        """The guest's memory that is meant."""
        self.bytes = size
        self.access = new_access(address, size, self.bits)
        self.access.count = self.count

    def writes(self) -> bool:
        return self.kind.as_long() == self.at["kind_writes"]

    def is_string(self) -> bool:
        return self.kind.as_long() == self.at["kind_string"]

    def allowed(self) -> z3.BoolRef:
        access = self.access
        return access.fits(access.writable if self.writes() else access.readable)

    def fault(self) -> z3.BitVecRef:
        bounds = z3.BitVecVal(self.at["fault_bounds"], 32)
        if not self.writes():
            return bounds
        return z3.If(self.access.fits(self.access.readable),
                     z3.BitVecVal(self.at["fault_read_only"], 32), bounds)

    def facts(self) -> list[z3.BoolRef]:
        return [*super().facts(), self.argument != 0, z3.ULE(self.argument, 5),
                z3.ULE(self.length, 5), z3.ULT(self.id, self.at["helpers_max"])]

    def place_in_row(self):
        """Where the helper says what this argument is."""
        return z3.simplify(z3.ZeroExt(self.bits - 4, self.argument) * self.at["arg_size"]
                           + (self.at["helper_args"] - self.at["arg_size"]))

    def memory(self) -> dict:
        at, zero = self.at, self.address(0)
        vm = Vm(self)
        vm.fields[at["vm_status"]] = Int(self.status)
        vm.fields[at["vm_helpers"]] = Ptr("table", zero)
        row = row_of(self, self.id)
        pointer = {at["pointer_address"]: Int(self.access.address),
                   at["pointer_bytes"]: Int(z3.BitVec("length", 64)),
                   at["pointer_kind"]: Int(self.kind)}
        span = {at["span_data"]: None, at["span_size"]: None}
        return {**super().memory(), "writes": Writes(), "vm": vm, "guest": Text(self),
                "table": Table(at, row, [(self.place_in_row(), self.parts)]),
                "pointer": Record("pointer", at["pointer_size"], pointer, self.bits),
                "span": Record("span", at["span_bytes"], span, self.bits)}


class Writes:
    """How many there were."""

    def __init__(self):
        self.count = 0


class Looping(Machine):
    """Goes once through each loop, which looks for the end of a string: with any position that the
    invariant allows, which is proved of the first one, and of the next one at the end. That a loop
    ends is not proved. One that writes would need more, and is refused."""

    def __init__(self, modules, solver, scene):
        super().__init__(modules, solver, frozenset())
        self.scene = scene
        self.heads: dict[str, dict[str, set[str]]] = {}
        self.loops = 0

    def heads_of(self, function) -> dict[str, set[str]]:
        if function.name not in self.heads:
            self.heads[function.name] = find_heads(function)
        return self.heads[function.name]

    def invariant(self, position) -> z3.BoolRef:
        """From the address on, and before the last byte of the region."""
        access = self.scene.access
        at = wide(position)
        return z3.And(access.fits(access.readable), at >= wide(access.low),
                      at + 1 < wide(access.readable))

    def go(self, state, block):
        frame, writes = state.frames[-1], state.memory["writes"].count
        before = frame.block
        super().go(state, block)
        sources = self.heads_of(frame.function).get(block)
        if sources is None:
            return
        positions = [insn for insn in frame.function.blocks[block] if insn.op == "phi"]
        if len(positions) != 1 or positions[0].type == "ptr":
            raise Unknown(f"a loop at {block}")
        name = positions[0].dest
        value = self.used(state, frame.env[name], "the position in a string")
        self.solver.demand(state.path, self.invariant(value.term), "the position in a string")
        if before in sources:
            if frame.env["writes before " + block] != writes:
                raise Unknown(f"a loop writes: {block}")
            frame.block = LOOPED
            return
        self.loops += 1
        anywhere = z3.BitVec(f"position{self.loops}", value.term.size())
        frame.env.update({name: Int(anywhere), "writes before " + block: writes})
        state.path.append(self.invariant(anywhere))

    def step(self, state):
        if state.frames[-1].block == LOOPED:
            raise Event(LOOPED)
        return super().step(state)

    def write(self, state, pointer, value, align, what):
        state.memory["writes"].count += 1
        super().write(state, pointer, value, align, what)


LOOPED = "goes on in the loop"


def find_heads(function) -> dict[str, set[str]]:
    """The blocks at which loops begin, each with those that lead back to it."""
    found: dict[str, set[str]] = {}
    done: set[str] = set()

    def targets(block):
        insn = function.blocks[block][-1]
        if insn.op in ("jump", "br"):
            return [arg for arg in insn.args if arg in function.blocks]
        if insn.op == "switch":
            return [insn.args[1], *[to for _, to in insn.args[2]]]
        return []

    def visit(block, above):
        for to in targets(block):
            if to in above or to == block:
                found.setdefault(to, set()).add(block)
            elif to not in done:
                visit(to, above | {block})
        done.add(block)

    visit(function.entry, frozenset())
    return found


def terminated(scene, state, length) -> z3.BoolRef:
    """A zero was found, `length` bytes from the address on."""
    place = scene.access.host() + length
    return z3.Or(*[z3.And(at == place, byte == 0) for at, byte in state.memory["guest"].found])


def in_region(scene, length) -> z3.BoolRef:
    """`length` bytes from the address on, and one more if it is a string."""
    access = scene.access
    end = wide(access.low) + wide(length) + (1 if scene.is_string() else 0)
    return z3.And(z3.ULT(access.number, access.count), end <= wide(access.readable))


def prove_status(scene, solver, outcome) -> None:
    """OK where all of the memory may be accessed, or there is none; else the fault."""
    path, status = outcome.state.path, outcome.value.term
    good, none = z3.BitVecVal(scene.at["ok"], 32), scene.bytes == 0
    solver.demand(path, z3.Implies(none, status == good), "memory of no bytes is refused")
    solver.demand(path, z3.Implies(z3.Not(z3.Or(none, scene.allowed())), status == scene.fault()),
                  "what is not allowed")
    bounds = status == scene.at["fault_bounds"]
    if not scene.is_string():
        bounds = z3.BoolVal(False)
    solver.demand(path, z3.Implies(scene.allowed(), z3.Or(status == good, bounds)),
                  "what is allowed")
    if scene.is_string():
        ended = z3.Or(*[byte == 0 for _, byte in outcome.state.memory["guest"].found])
        solver.demand(path, z3.Implies(z3.And(status == good, z3.Not(none)), ended),
                      "a string without an end")


def prove_span(scene, solver, state, data, size) -> None:
    """What a helper gets is the guest's memory that was meant, within its region, or no bytes."""
    path = state.path
    if data.object == "vm":
        solver.demand(path, z3.And(scene.bytes == 0, size == 0), "memory of no bytes")
        return
    if data.object != "guest":
        raise Refuted(f"memory in {data.object}")
    solver.demand(path, scene.allowed(), "memory that is not allowed")
    solver.demand(path, data.offset == scene.access.host(), "another address")
    solver.demand(path, in_region(scene, size), "more than the region has")
    if not scene.is_string():
        solver.demand(path, wide(size) == wide(scene.bytes), "another length")


class HelperProofs:
    """Of one kind of argument."""

    def __init__(self, modules: list[Module], at: dict[str, int], kind: str):
        self.modules, self.at, self.kind = modules, at, at[KINDS[kind]]

    def run(self, name: str, scene, facts: list, parameters: list):
        self.solver = Solver([*scene.facts(), *facts], scene.freed())
        machine = Looping(self.modules, self.solver, scene)
        function, _ = machine.functions[name]
        outcomes = machine.run(name, parameters[-len(function.params):], scene.memory())
        if not any(outcome.kind == "returns" for outcome in outcomes):
            raise Refuted(f"{name} never returns")
        for outcome in outcomes:
            if outcome.kind not in ("returns", LOOPED):
                raise Unknown(outcome.kind)
        return [outcome for outcome in outcomes if outcome.kind == "returns"]

    def scene(self):
        return HelperScene(self.at, self.modules[0], self.kind)

    def prove_check(self) -> None:
        """Before a call."""
        scene = self.scene()
        argument = Int(z3.simplify(z3.ZeroExt(28, scene.argument)))
        function = next(module.functions["check_argument"] for module in self.modules
                        if "check_argument" in module.functions)
        values = [Ptr("vm", scene.address(0)), passed(scene.code, function.params[1][0]), argument]
        for outcome in self.run("check_argument", scene, [], values):
            prove_status(scene, self.solver, outcome)
            if outcome.state.memory["vm"].written:
                raise Refuted("a register is changed")

    def prove_memory(self, by_register: bool) -> None:
        """In the call, whose arguments were checked."""
        scene = HelperScene(self.at, self.modules[0], self.kind, by_register)
        argument = Int(z3.simplify(z3.ZeroExt(28, scene.argument)))
        zero = scene.address(0)
        values = [Ptr("span", zero), Ptr("vm", zero), argument]
        checked = z3.Or(scene.bytes == 0, scene.allowed())
        for outcome in self.run("rbpf_call_memory", scene, [checked], values):
            prove_span(scene, self.solver, outcome.state, *self.span(outcome))

    def span(self, outcome):
        """A result, or what was written."""
        if outcome.value is not None and isinstance(outcome.value, tuple):
            return outcome.value[0], outcome.value[1].term
        fields = outcome.state.memory["span"].fields
        return fields[self.at["span_data"]], fields[self.at["span_size"]].term

    def prove_translate(self) -> None:
        """What helpers ask for themselves."""
        scene = self.scene()
        size = z3.BitVec("length", 64)
        scene.described_by(scene.access.address,
                           z3.BitVecVal(1, 64) if scene.is_string() else size)
        zero = scene.address(0)
        values = [Ptr("vm", zero), Ptr("pointer", zero), Ptr("span", zero)]
        for outcome in self.run("rbpf_call_translate", scene, [], values):
            prove_status(scene, self.solver, outcome)
            good = outcome.value.term == self.at["ok"]
            fields = outcome.state.memory["span"].fields
            if fields[self.at["span_data"]] is None:
                self.solver.demand(outcome.state.path, z3.Not(good), "nothing is written")
                continue
            self.solver.demand(outcome.state.path, good, "written at a fault")
            data, length = self.span(outcome)
            prove_span(scene, self.solver, outcome.state, data, length)
            if scene.is_string():
                ends = terminated(scene, outcome.state, as_wide(length, scene.bits))
                self.solver.demand(outcome.state.path, ends, "another length")


def passed(code: z3.BitVecRef, kind: str):
    """A struct rbpf_arg as a parameter: where that is a word, the rest of it is nothing."""
    if kind == "i16":
        return Int(code)
    if kind != "[1 x i32]":
        raise Unknown(f"struct rbpf_arg as {kind}")
    return (Int(z3.Concat(z3.BitVec("padding", 16), code)),)


def as_wide(term, bits: int) -> z3.BitVecRef:
    return z3.ZeroExt(bits - 32, term) if bits > 32 else term


def prove_argument(modules: list[Module], at: dict[str, int], kind: str) -> None:
    proofs = HelperProofs(modules, at, kind)
    proofs.prove_check()
    proofs.prove_memory(by_register=False)
    proofs.prove_memory(by_register=True)
    proofs.prove_translate()


class Checks:
    """The arguments that were checked: what of, which, and the answer."""

    def __init__(self):
        self.made: list[tuple[Ptr, z3.BitVecRef, z3.BitVecRef]] = []

    def __copy__(self):
        same = Checks()
        same.made = list(self.made)
        return same


class Calling(Machine):
    """A check may have any answer; the call itself ends the path."""

    def call(self, state, insn):
        name, args, _ = insn.args
        if name != "check_argument" and not name.startswith("%"):
            super().call(state, insn)
            return
        values = [self.used(state, self.value(state, *arg), insn.text) for arg in args]
        if values[0].object != "vm" or z3.simplify(values[0].offset).as_long() != 0:
            raise Refuted(f"another VM in: {insn.text}")
        if name.startswith("%"):
            called = self.used(state, state.frames[-1].env[name], insn.text)
            if called.object != "helper" or len(values) != 1:
                raise Refuted(f"no helper is called: {insn.text}")
            raise Event("calls the helper")
        code = values[1][0] if isinstance(values[1], tuple) else values[1]
        made = state.memory["checks"].made
        made.append((z3.Extract(15, 0, code.term), values[2].term,
                     z3.BitVec(f"answer{len(made)}", 32)))
        state.frames[-1].env[insn.dest] = Int(made[-1][2])


class CallScene(Scene):
    """A call of helper `number`, of which everything is said in `codes`."""

    def __init__(self, at: dict[str, int], module: Module):
        super().__init__(at, module.pointer_bits, None)
        self.number = z3.BitVec("id", 32)
        self.codes = [z3.BitVec(f"argument{i}", 16) for i in range(1, 6)]
        parts = [to_bytes(code, module.big_endian) for code in self.codes]
        described = [(at["helper_args"], [byte for two in parts for byte in two])]
        self.table = Table(at, row_of(self, self.number), described)
        # To a helper or to a function: see the source of CALL.
        self.src_field = z3.BitVec("src_field", 4)
        self.insn = call_insn(CALL, z3.Concat(self.src_field, z3.BitVecVal(0, 4)), self.number)

    def facts(self) -> list[z3.BoolRef]:
        return [*super().facts(), z3.ULE(self.src_field, 1),
                z3.Implies(self.src_field == 0, z3.ULT(self.number, self.at["helpers_max"]))]

    def memory(self) -> dict:
        vm, zero = Vm(self), self.address(0)
        vm.fields[self.at["vm_helpers"]] = Ptr("table", zero)
        vm.fields[self.at["vm_detail"]] = Int(z3.BitVec("detail", 32))
        return {**super().memory(), "vm": vm, "checks": Checks(), "table": self.table}

    def is_number(self, i: int) -> z3.BoolRef:
        return z3.Extract(1, 0, self.codes[i]) == self.at["kind_scalar"]

    def unchanged(self, vm, but_r0: bool):
        """Of the VM at a call: where it is, what it may use, and its registers."""
        yield "pc at a call", vm.fields[self.at["vm_pc"]].offset == 0
        yield "budget at a call", vm.fields[self.at["vm_limit"]].term == self.limit
        yield "charges at a call", vm.fields[self.at["vm_detail"]].term == z3.BitVec("detail", 32)
        same = vm.final(self.other) == self.values[self.other]
        yield "registers at a call", z3.Or(same, self.other == 0) if but_r0 else same
        if but_r0:
            yield "r0 of a helper that sets no result", vm.final(self.zero) == 0


def prove_call(modules: list[Module], at: dict[str, int]) -> None:
    """No helper is called before each of its arguments that is no number was checked and found good;
    otherwise the run ends with what the check said, and of which argument."""
    scene = CallScene(at, modules[0])
    solver = Solver([*scene.facts(), scene.src_field == 0], scene.freed())
    machine = Calling(modules, solver, frozenset())
    good, calls = z3.BitVecVal(at["ok"], 32), 0
    values = [Ptr("vm", scene.address(0)), Int(scene.number)]
    for outcome in machine.run("rbpf_exec_helper", values, scene.memory()):
        path, made = outcome.state.path, outcome.state.memory["checks"].made
        vm = outcome.state.memory["vm"]
        if outcome.kind == "returns":
            status, detail = outcome.value.term, vm.fields[at["vm_detail"]].term
            refused = z3.Or(*[z3.And(status == m[2], detail == m[1]) for m in made])
            solver.demand(path, z3.And(status != good, refused), "another fault")
            continue
        if outcome.kind != "calls the helper":
            raise Unknown(outcome.kind)
        calls += 1
        for i, code in enumerate(scene.codes):
            checked = [z3.And(of == code, which == i + 1, answer == good)
                       for of, which, answer in made]
            solver.demand(path, z3.Or(scene.is_number(i), *checked),
                          f"argument {i + 1} is not checked")
        for what, claim in scene.unchanged(vm, but_r0=True):
            solver.demand(path, claim, what)
    if calls == 0:
        raise Refuted("no helper is called")


def prove_call_by_loop(modules: list[Module], at: dict[str, int], loop: str) -> None:
    """Of a CALL a loop does itself no more than to call a helper whose arguments are all numbers."""
    scene = CallScene(at, modules[0])
    solver = Solver(scene.facts(), scene.freed())
    machine = Calling(modules, solver, frozenset([TRANSFER]))
    outcomes = machine.run("rbpf_loop_" + loop, [Ptr("vm", scene.address(0))], scene.memory())
    for outcome in outcomes:
        path, vm = outcome.state.path, outcome.state.memory["vm"]
        by_loop = outcome.kind == "calls the helper"
        if not by_loop and outcome.kind != "calls " + TRANSFER:
            raise Unknown(outcome.kind)
        if by_loop:
            solver.demand(path, scene.src_field == 0, "a function is called as a helper")
            for i in range(5):
                solver.demand(path, scene.is_number(i), f"argument {i + 1} is not checked")
        for what, claim in scene.unchanged(vm, by_loop):
            solver.demand(path, claim, what)
    if not outcomes:
        raise Refuted("nothing is called")
