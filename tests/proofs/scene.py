# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

"""The memory that a VM works on, for any registers, instruction and table of regions.

What is taken for granted is in Scene.facts(): what the verifier has checked of an instruction,
and that the memory which the host lends exists.
"""

from dataclasses import dataclass

import z3

from ir import Unknown
from machine import WIDE, Event, Int, Ptr, Refuted, fixed, from_bytes, to_bytes
from rfc9669 import Inputs, Operation

def wide(term) -> z3.BitVecRef:
    return z3.ZeroExt(WIDE - term.size(), term)


def wide_number(value: int) -> z3.BitVecRef:
    return z3.BitVecVal(value, WIDE)


@dataclass
class Access:
    """One access to guest memory and the row that its address names."""

    address: z3.BitVecRef
    size: z3.BitVecRef
    number: z3.BitVecRef
    low: z3.BitVecRef
    base: z3.BitVecRef
    readable: z3.BitVecRef
    writable: z3.BitVecRef
    count: z3.BitVecRef

    def fits(self, length: z3.BitVecRef) -> z3.BoolRef:
        """Section "regions" of rbpf/region.h, in numbers that do not wrap."""
        end = wide(self.low) + wide(self.size)
        return z3.And(z3.ULT(self.number, self.count), z3.ULE(end, wide(length)))

    def host(self) -> z3.BitVecRef:
        bits = self.base.size()
        return self.base + (z3.ZeroExt(bits - 32, self.low) if bits > 32 else self.low)

    def facts(self) -> list[z3.BoolRef]:
        """A region is memory of the host: it is not null, and ends before addresses do."""
        end = wide(self.base) + wide(self.readable)
        return [z3.Implies(self.readable != 0, self.base != 0),
                z3.ULE(end, wide_number(1 << self.base.size())),
                z3.Or(self.writable == 0, self.writable == self.readable)]


def by_words(pointer: z3.BitVecRef, offset: z3.BitVecRef) -> tuple[z3.BitVecRef, z3.BitVecRef]:
    """High and low word of their sum, in the shape that they have in rbpf_move_address(), so that z3
    need not find out for each path that it is the sum: that is a lemma."""
    distance = z3.SignExt(16, offset)
    low = distance + z3.Extract(31, 0, pointer)
    carry = z3.If(z3.ULT(low, distance), z3.BitVecVal(1, 32), z3.BitVecVal(0, 32))
    sign = z3.SignExt(31, z3.Extract(15, 15, offset))
    return z3.simplify(sign + z3.Extract(63, 32, pointer) + carry), z3.simplify(low)


def lemmas() -> list[tuple[str, z3.BoolRef]]:
    """What new_access() relies on."""
    pointer, offset = z3.BitVec("pointer", 64), z3.BitVec("offset", 16)
    return [("a sum by words is the sum",
             z3.Concat(*by_words(pointer, offset)) == pointer + z3.SignExt(48, offset))]


def new_access(address: z3.BitVecRef, size: z3.BitVecRef, bits: int, words=None) -> Access:
    """`words`: high and low word of the address in another shape."""
    high, low = words or (z3.simplify(z3.Extract(63, 32, address)),
                          z3.simplify(z3.Extract(31, 0, address)))
    return Access(address, size, high, low, z3.BitVec("base", bits),
                  z3.BitVec("readable", 32), z3.BitVec("writable", 32), z3.BitVec("count", 32))


class Vm:
    """struct rbpf_vm: the registers, and the fields that the loops use."""

    is_object = True

    def __init__(self, scene):
        self.scene = scene
        self.fields = {
            scene.at["vm_pc"]: Ptr("insns", scene.address(0)),
            scene.at["vm_limit"]: Int(scene.limit),
            scene.at["vm_regions"]: Ptr("regions", scene.address(0)),
            scene.at["vm_region_count"]: Int(scene.count),
            scene.at["vm_depth"]: Int(scene.depth),
        }
        self.written: list[tuple[str, z3.BitVecRef, z3.BitVecRef]] = []

    def __copy__(self):
        same = Vm(self.scene)
        same.fields, same.written = dict(self.fields), list(self.written)
        return same

    def number(self, offset):
        return self.scene.vm_address + offset

    def within(self, offset, index):
        at = z3.SignExt(WIDE - offset.size(), offset) + index
        return z3.And(at >= 0, at <= self.scene.at["vm_size"])

    def register(self, part: str, index: z3.BitVecRef) -> z3.BitVecRef:
        value = self.scene.initial(part, index)
        for where, at, stored in self.written:
            if where == part:
                value = z3.If(index == at, stored, value)
        return z3.simplify(value)

    def final(self, index: z3.BitVecRef) -> z3.BitVecRef:
        if self.scene.split:
            return z3.Concat(self.register("high", index), self.register("low", index))
        return self.register("wide", index)

    def find(self, machine, state, offset, size):
        """Which register, and which of its bytes, an offset means on this path."""
        places = [(part, index, start, bytes_) for part, start, bytes_ in self.scene.banks
                  for index in self.scene.indexes]
        for part, index, start, count in places:
            distance = fixed(offset - self.scene.place(index, start, count))
            if distance is not None and 0 <= distance and distance + size <= count:
                return part, index, distance, count
        for part, index, start, count in places:
            for distance in range(0, count, size):
                place = self.scene.place(index, start, count) + distance
                if machine.solver.model(state.path + [offset != place]) is None:
                    return part, index, distance, count
        raise Refuted(f"VM: {size} bytes at {offset}, which are no register of the instruction")

    def field(self, offset, size: int, bits: int):
        at = fixed(offset)
        if at is None or at not in self.fields:
            return None
        value = self.fields[at]
        own = bits if isinstance(value, Ptr) else value.term.size()
        if own != 8 * size:
            raise Unknown(f"VM: {size} bytes at {at}")
        return at

    def read(self, machine, state, offset, size, align):
        at = self.field(offset, size, machine.bits)
        if at is not None:
            return self.fields[at]
        part, index, distance, count = self.find(machine, state, offset, size)
        value = to_bytes(self.register(part, index), machine.big_endian)
        return Int(from_bytes(value[distance:distance + size], machine.big_endian))

    def write(self, machine, state, offset, value, align):
        bits = machine.bits if isinstance(value, Ptr) else value.term.size()
        at = self.field(offset, bits // 8, machine.bits)
        if at is not None:
            if type(value) is not type(self.fields[at]):
                raise Unknown(f"VM: another type at {at}")
            self.fields[at] = value
            return
        part, index, distance, count = self.find(machine, state, offset, bits // 8)
        all_bytes = to_bytes(self.register(part, index), machine.big_endian)
        all_bytes[distance:distance + bits // 8] = to_bytes(value.term, machine.big_endian)
        self.written.append((part, index, from_bytes(all_bytes, machine.big_endian)))

    def demand_aligned(self, machine, state, offset, count):
        machine.solver.demand(state.path, z3.URem(offset, z3.BitVecVal(count, offset.size())) == 0,
                              f"VM: alignment {count}")
        if count > 4:
            raise Unknown("alignment of the VM")


class Insns:
    """The text, seen from the instruction that is executed. To read beyond it ends the step."""

    is_object = True

    def __init__(self, scene):
        self.scene = scene

    def number(self, offset):
        return self.scene.pc + offset

    def within(self, offset, index):
        at = z3.SignExt(WIDE - offset.size(), offset) + index
        return z3.And(at >= self.scene.text_begin, at <= self.scene.text_end)

    def read(self, machine, state, offset, size, align):
        at = fixed(offset)
        if at is None or at >= len(self.scene.insn):
            raise Event("goes on", offset)
        if at < 0 or at + size > len(self.scene.insn) or at % align != 0 or align > 8:
            raise Refuted(f"text: {size} bytes at {at}, aligned to {align}")
        return Int(from_bytes(self.scene.insn[at:at + size], machine.big_endian))

    def write(self, machine, state, offset, value, align):
        raise Refuted("text is written")

    def demand_aligned(self, machine, state, offset, count):
        if count > 8:
            raise Unknown("alignment of text")
        modulus = z3.BitVecVal(count, offset.size())
        machine.solver.demand(state.path, z3.URem(offset, modulus) == 0, f"text: alignment {count}")


class Regions:
    """The table of regions, of which one row matters: that of the access."""

    is_object = True

    def __init__(self, scene):
        self.scene = scene

    def number(self, offset):
        raise Unknown("address of the table of regions")

    def within(self, offset, index):
        access, size = self.scene.access, self.scene.at["region_size"]
        if access is None:
            raise Unknown("the table of regions is used")
        in_table = z3.ULT(access.number, access.count)
        at = z3.simplify(z3.SignExt(WIDE - offset.size(), offset) + index)
        if fixed(at) == 0:
            return z3.BoolVal(True)
        row = wide(access.number) * size
        distance = fixed(at - row)
        if distance is not None:
            return z3.And(in_table, 0 <= distance <= size)
        return z3.And(in_table, at >= row, at <= row + size)

    def read(self, machine, state, offset, size, align):
        access, at, bits = self.scene.access, self.scene.at, machine.bits
        if access is None:
            raise Unknown("the table of regions is read")
        machine.solver.demand(state.path, z3.ULT(access.number, access.count),
                              "a row beyond the table of regions")
        number = access.number if bits == 32 else z3.ZeroExt(32, access.number)
        row = number * at["region_size"]
        for name, value in (("readable", Int(access.readable)), ("writable", Int(access.writable)),
                            ("base", Ptr("guest", access.base))):
            own = bits // 8 if name == "base" else 4
            if own == size and machine.solver.model(
                    state.path + [offset != row + at["region_" + name]]) is None:
                return value
        raise Refuted(f"table of regions: {size} bytes at {offset}")

    def write(self, machine, state, offset, value, align):
        raise Refuted("the table of regions is written")


class Guest:
    """The bytes that the instruction addresses; nothing else of the host's memory."""

    is_object = False

    def __init__(self, scene):
        self.scene = scene
        self.bytes = list(scene.guest_bytes)

    def __copy__(self):
        same = Guest(self.scene)
        same.bytes = list(self.bytes)
        return same

    def number(self, offset):
        return offset

    def within(self, offset, index):
        access = self.scene.access
        base, end = wide(access.base), wide(access.readable)
        # From the first byte on, or from the one that is addressed: the sums do not wrap.
        for place, start in ((access.base, 0), (access.host(), wide(access.low))):
            distance = fixed(offset - place)
            if distance is not None:
                at = z3.simplify(start + distance + index)
                return z3.And(at >= 0, at <= end)
        return z3.And(wide(offset) + index >= base, wide(offset) + index <= base + end)

    def place(self, machine, state, offset, size: int, writes: bool) -> slice:
        access = self.scene.access
        length = access.writable if writes else access.readable
        machine.solver.demand(state.path, access.fits(length), "an access beyond its region")
        at = fixed(offset - access.host())
        for distance in range(len(self.bytes) - size + 1) if at is None else ():
            if machine.solver.model(state.path + [offset != access.host() + distance]) is None:
                at = distance
                break
        if at is None or at < 0 or at + size > len(self.bytes):
            raise Refuted(f"host memory: {size} bytes at {offset}")
        return slice(at, at + size)

    def read(self, machine, state, offset, size, align):
        if align != 1:
            raise Refuted(f"guest memory is taken for aligned to {align}")
        found = self.bytes[self.place(machine, state, offset, size, False)]
        return Int(from_bytes(found, machine.big_endian))

    def write(self, machine, state, offset, value, align):
        if align != 1:
            raise Refuted(f"guest memory is taken for aligned to {align}")
        parts = to_bytes(value.term, machine.big_endian)
        self.bytes[self.place(machine, state, offset, len(parts), True)] = parts


class Scene:
    """All of it, for one operation on one target."""

    def __init__(self, at: dict[str, int], bits: int, operation: Operation | None):
        self.at, self.bits = at, bits
        self.split = "registers_low" in at
        if self.split:
            self.banks = [("low", at["registers_low"], 4), ("high", at["registers_high"], 4)]
        else:
            self.banks = [("wide", at["registers_wide"], 8)]
        self.dst, self.src, self.other = (z3.BitVec(n, 4) for n in ("dst", "src", "other"))
        self.zero = z3.BitVecVal(0, 4)
        self.values = {self.dst: z3.BitVec("dst_value", 64), self.src: z3.BitVec("src_value", 64),
                       self.zero: z3.BitVec("r0", 64), self.other: z3.BitVec("other_value", 64)}
        self.indexes = [self.dst, self.src, self.zero]
        self.pc, self.limit = z3.BitVec("pc", bits), z3.BitVec("limit", bits)
        self.vm_address = z3.BitVec("vm", bits)
        self.count, self.depth = z3.BitVec("count", 32), z3.BitVec("depth", 16)
        self.slot, self.slots = z3.BitVec("slot", 32), z3.BitVec("slots", 32)
        self.text_begin = -wide(self.slot) * 8
        self.text_end = (wide(self.slots) - wide(self.slot)) * 8
        self.access: Access | None = None
        self.guest_bytes: list[z3.BitVecRef] = []
        self.insn: list[z3.BitVecRef] = []
        self.operation = operation
        if operation:
            self.set_operation(operation)

    def set_operation(self, operation: Operation) -> None:
        offset = z3.BitVec("offset", 16)
        if operation.offset is not None:
            offset = z3.BitVecVal(operation.offset, 16)
        imm = z3.BitVec("imm", 32) if operation.imm is None else z3.BitVecVal(operation.imm, 32)
        next_imm = z3.BitVec("next_imm", 32)
        self.insn = [z3.BitVecVal(operation.opcode, 8), z3.Concat(self.src, self.dst),
                     *to_bytes(offset, False), *to_bytes(imm, False)]
        if operation.opcode == 0x18:
            self.insn += [z3.BitVecVal(0, 8)] * 4 + to_bytes(next_imm, False)
        self.insn = [z3.simplify(byte) for byte in self.insn]
        self.guest_bytes = [z3.BitVec(f"byte{i}", 8) for i in range(operation.access)]
        self.inputs = Inputs(self.values[self.dst], self.values[self.src], self.values[self.zero],
                             offset, imm, next_imm, self.guest_bytes)
        if operation.access:
            pointer = self.values[self.dst if operation.pointer == "dst" else self.src]
            address = z3.simplify(pointer + z3.SignExt(48, offset))
            # By a loop itself; access.c, where the rest is, does not.
            by_loop = operation.name in ("LDX", "STX")
            in_words = self.bits == 32 and not self.split and by_loop
            words = by_words(pointer, offset) if in_words else None
            self.access = new_access(address, z3.BitVecVal(operation.access, 32), self.bits, words)
        self.effect = operation.effect(self.inputs)

    def address(self, number: int) -> z3.BitVecRef:
        return z3.BitVecVal(number, self.bits)

    def place(self, index, start: int, size: int) -> z3.BitVecRef:
        return z3.simplify(z3.ZeroExt(self.bits - 4, index) * size + start)

    def initial(self, part: str, index) -> z3.BitVecRef:
        value = self.values[index]
        if part == "wide":
            return value
        return z3.Extract(63, 32, value) if part == "high" else z3.Extract(31, 0, value)

    def freed(self) -> list:
        """The address of an access may be any."""
        if self.access is None:
            return []
        return [(self.access.number, z3.BitVec("number", 32)), (self.access.low, z3.BitVec("low", 32))]

    def facts(self) -> list[z3.BoolRef]:
        facts = [z3.ULE(index, 10) for index in (self.dst, self.src, self.other)]
        known = list(self.values.items())
        facts += [z3.Implies(i == j, a == b) for n, (i, a) in enumerate(known)
                  for j, b in known[n + 1:]]
        # The VM is an object; so is the text, whose instructions are aligned to 8.
        facts += [self.vm_address != 0, z3.URem(self.pc, self.address(8)) == 0,
                  z3.ULT(self.slot, self.slots),
                  z3.ULE(self.slots, self.at["insns_max"]),
                  z3.UGE(wide(self.pc), wide(self.slot) * 8 + 1),
                  z3.ULE(wide(self.pc) + self.text_end, wide_number((1 << self.bits) - 1))]
        if self.insn and len(self.insn) > 8:
            facts.append(z3.ULT(wide(self.slot) + 1, wide(self.slots)))
        if self.operation and self.effect.distance is not None:
            target = wide(self.slot) + 1 + z3.SignExt(WIDE - 64, self.effect.distance)
            facts += [target >= 0, target < wide(self.slots)]
        if self.access:
            facts += self.access.facts()
            # The table is an object, and as such not longer than half of all addresses.
            most = ((1 << (self.bits - 1)) - 1) // self.at["region_size"]
            facts += [z3.ULE(self.count, min(most, (1 << 32) - 1)),
                      z3.ULE(self.access.readable, self.at["grant_max"])]
        return [z3.simplify(fact) for fact in facts]

    def memory(self) -> dict:
        return {"vm": Vm(self), "insns": Insns(self), "regions": Regions(self),
                "guest": Guest(self)}
