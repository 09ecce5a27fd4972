# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

"""Proves that what a loop does with one instruction is what the RFC says, on every path."""

import z3

from ir import Module, Unknown
from machine import WIDE, Int, Machine, Ptr, Refuted, Solver
from rfc9669 import Operation
from scene import Scene, new_access, wide

TRANSFER = "rbpf_exec_transfer"


class Judge:
    """Holds what a loop does with one instruction against the RFC."""

    def __init__(self, scene, solver):
        self.scene, self.solver, self.effect = scene, solver, scene.effect

    def claims(self, outcome):
        scene, effect = self.scene, self.effect
        if outcome.kind == "goes on":
            yield from self.completed(outcome, outcome.value)
            return
        if outcome.kind != "returns":
            yield "it " + outcome.kind, z3.BoolVal(False)
            return
        status, at = outcome.value.term, scene.at
        vm = outcome.state.memory["vm"]
        pc = vm.fields[at["vm_pc"]]
        done = status == at["yielded"]
        yield "status", z3.Or(done, self.is_fault(status))
        if self.possible(outcome, done):
            for what, claim in self.completed(outcome, pc.offset):
                yield what, z3.Implies(done, claim)
        if self.possible(outcome, z3.Not(done)):
            for what, claim in self.unchanged(outcome):
                yield what, z3.Implies(z3.Not(done), claim)

    def possible(self, outcome, condition):
        return self.solver.possible(outcome.state.path + [condition])

    def is_fault(self, status):
        if self.scene.access is None:
            return z3.BoolVal(False)
        return z3.And(z3.Not(self.allowed()), status == self.fault())

    def aligned(self):
        """Of atomic operations: to their size, in the guest's addresses."""
        size = len(self.scene.guest_bytes)
        return (self.scene.access.low & (size - 1)) == 0

    def fault(self):
        at, access = self.scene.at, self.scene.access
        code = {name: z3.BitVecVal(at[name], 32) for name in
                ("fault_bounds", "fault_read_only", "fault_alignment")}
        bounds = code["fault_bounds"]
        if not self.scene.operation.writes:
            return bounds
        refused = z3.If(access.fits(access.readable), code["fault_read_only"], bounds)
        return z3.If(access.fits(access.writable), code["fault_alignment"], refused)

    def allowed(self):
        access = self.scene.access
        if access is None:
            return z3.BoolVal(True)
        operation = self.scene.operation
        fits = access.fits(access.writable if operation.writes else access.readable)
        return z3.And(fits, self.aligned()) if operation.section == "5.3" else fits

    def completed(self, outcome, next_pc):
        scene, effect, state = self.scene, self.effect, outcome.state
        yield "an access that is not allowed is made", self.allowed()
        slots = z3.BitVecVal(effect.slots, 64)
        if effect.taken is not None:
            slots = z3.If(effect.taken, effect.distance + 1, slots)
        yield "the next instruction", z3.SignExt(WIDE - scene.bits, next_pc) == \
            z3.SignExt(WIDE - 64, slots) * 8
        vm, same = state.memory["vm"], z3.BoolVal(False)
        if effect.register:
            target = {"dst": scene.dst, "src": scene.src, "r0": scene.zero}[effect.register]
            yield from self.result(vm.final(target), effect.value)
            same = scene.other == target
        yield "another register", \
            z3.Or(same, vm.final(scene.other) == scene.values[scene.other])
        yield from self.memory(outcome, effect.memory)

    def result(self, found, expected):
        """By words where registers are, or compilers make remainders of products: terms of the same
        shape are found equal at once."""
        by_words = self.scene.split or (
            self.scene.operation.name == "SMOD" and self.scene.bits == 32)
        for high, low in ((31, 0), (63, 32)) if by_words else ((63, 0),):
            yield "the result", z3.Extract(high, low, found) == z3.Extract(high, low, expected)

    def memory(self, outcome, expected):
        found = outcome.state.memory["guest"].bytes
        for i, byte in enumerate(expected or self.scene.guest_bytes):
            yield f"byte {i} of memory", found[i] == byte

    def unchanged(self, outcome):
        scene = self.scene
        vm = outcome.state.memory["vm"]
        yield "pc at a fault", vm.fields[scene.at["vm_pc"]].offset == 0
        yield "budget at a fault", vm.fields[scene.at["vm_limit"]].term == scene.limit
        yield "registers at a fault", vm.final(scene.other) == scene.values[scene.other]
        yield from self.memory(outcome, None)


def prove_operation(modules: list[Module], at: dict[str, int], loop: str,
                    operation: Operation) -> None:
    """Refuted, Undecided or Unknown, or it is proved."""
    scene = Scene(at, modules[0].pointer_bits, operation)
    solver = Solver(scene.facts(), scene.freed())
    machine = Machine(modules, solver, frozenset([TRANSFER]))
    outcomes = machine.run("rbpf_loop_" + loop, [Ptr("vm", scene.address(0))], scene.memory())
    judge = Judge(scene, solver)
    for outcome in outcomes:
        for what, claim in judge.claims(outcome):
            solver.demand(outcome.state.path, claim, what)
    if not outcomes:
        raise Refuted("no way to go on")


def prove_check(modules: list[Module], at: dict[str, int], writes: bool) -> None:
    """The region check as a function, for accesses of 1 byte and more: rbpf_find_region() gives the
    row of the access exactly where all of it can be read. Of that row, `writable` says whether it
    can be written."""
    bits = modules[0].pointer_bits
    scene = Scene(at, bits, None)
    size, address = z3.BitVec("size", 32), z3.BitVec("address", 64)
    scene.access = access = new_access(address, size, bits)
    access.count = scene.count
    solver = Solver([*scene.facts(), size != 0], scene.freed())
    machine = Machine(modules, solver, frozenset())
    values = [Ptr("vm", scene.address(0)), Int(size), Int(address)]
    readable = access.fits(access.readable)
    row = (access.number if bits == 32 else z3.ZeroExt(32, access.number)) * at["region_size"]
    for outcome in machine.run("rbpf_find_region", values, scene.memory()):
        if outcome.kind != "returns":
            raise Unknown(outcome.kind)
        path, pointer = outcome.state.path, outcome.value
        if pointer.object == "null":
            solver.demand(path, z3.Not(readable), "an access is refused that is allowed")
            continue
        solver.demand(path, readable, "an access is allowed that is not")
        if pointer.object != "regions":
            raise Refuted(f"a region in {pointer.object}")
        solver.demand(path, pointer.offset == row, "another region")
        solver.demand(path, wide(access.host()) == wide(access.base) + wide(access.low),
                      "an address that wraps")
        if writes:
            solver.demand(path, (access.writable != 0) == access.fits(access.writable),
                          "what may be written")
