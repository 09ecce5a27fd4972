# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

"""Proofs about divisions that need not look into them.

Quotients and remainders are taken for unknown functions, of which only this is used: they give the
same for the same operands, a division by 1 changes nothing, a division of 64 bits whose operands
have 32 is one of 32, and a remainder is the dividend less divisor times quotient. These are lemmas,
which prove.py proves; the last one for 8 bits, since it is what the words mean for any.
"""

from collections.abc import Callable

import z3

KINDS = {z3.Z3_OP_BUDIV: "quotient", z3.Z3_OP_BUDIV_I: "quotient",
         z3.Z3_OP_BUREM: "remainder", z3.Z3_OP_BUREM_I: "remainder"}
LOW, HIGH = (31, 0), (63, 32)


def unknown(kind: str, bits: int) -> z3.FuncDeclRef:
    sort = z3.BitVecSort(bits)
    return z3.Function(f"{kind}{bits}", sort, sort, sort)


class Gathered:
    """What `own` finds in a term and in all of its parts, each of which is looked at once."""

    def __init__(self, own: Callable):
        self.own = own
        # With the term itself, which is kept so that its number stays its own.
        self.known: dict[int, tuple[z3.ExprRef, frozenset]] = {}

    def of(self, term: z3.ExprRef) -> frozenset:
        stack = [term]
        while stack:
            part = stack[-1]
            children = {child.get_id(): child for child in part.children()}
            left = [child for key, child in children.items() if key not in self.known]
            stack += left
            if not left:
                found = self.own(part).union(*[self.known[key][1] for key in children])
                self.known[part.get_id()] = part, found
                stack.pop()
        return self.known[term.get_id()][1]


def own_kind(part: z3.ExprRef) -> frozenset[int]:
    return frozenset({part.decl().kind()} & KINDS.keys() if z3.is_app(part) else [])


DIVISIONS = Gathered(own_kind)


def find(terms: list[z3.ExprRef]) -> list[z3.ExprRef]:
    """All divisions in them, operands before what is made of them."""
    terms = [term for term in terms if DIVISIONS.of(term)]
    found, seen, stack = [], set(), [(term, False) for term in terms]
    while stack:
        term, left = stack.pop()
        if left:
            if z3.is_app(term) and term.decl().kind() in KINDS:
                found.append(term)
        elif term.get_id() not in seen:
            seen.add(term.get_id())
            stack.append((term, True))
            stack.extend((child, False) for child in term.children())
    return found


def without(conditions: list[z3.BoolRef]) -> list[z3.BoolRef]:
    """Conditions that hold wherever these do, without divisions. The same list if it has none."""
    replaced, facts = [], []
    found = find(conditions)
    for i, term in enumerate(found):
        kind, bits = KINDS[term.decl().kind()], term.size()
        a, b = [z3.substitute(child, *replaced) if replaced else child for child in term.children()]
        result = z3.BitVec(f"division{i}", bits)
        replaced.append((term, result))
        # By 0, which is no division, anything may come out.
        facts.append(z3.Implies(b != 0, result == unknown(kind, bits)(a, b)))
        by_1 = a if kind == "quotient" else z3.BitVecVal(0, bits)
        facts.append(z3.Implies(b == 1, result == by_1))
        if bits == 64:
            narrow = unknown(kind, 32)(z3.Extract(*LOW, a), z3.Extract(*LOW, b))
            fits = z3.And(z3.Extract(*HIGH, a) == 0, z3.Extract(*HIGH, b) == 0, b != 0)
            facts.append(z3.Implies(fits, result == z3.ZeroExt(32, narrow)))
    if not found:
        return conditions
    return [z3.substitute(c, *replaced) for c in conditions] + facts


def widened(term: z3.BitVecRef) -> z3.BitVecRef:
    return z3.ZeroExt(64 - term.size(), term) if term.size() < 64 else term


def by_products(conditions: list[z3.BoolRef], implied: Callable) -> list[z3.BoolRef]:
    """The same, where compilers make remainders of products: so are all remainders here, and
    quotients of which implied(conditions, claim) shows that they are equal become one term."""
    plain = [c for c in conditions if not find([c])]
    replaced, known, facts = [], [], []
    for i, term in enumerate(find(conditions)):
        a, b = [z3.substitute(child, *replaced) if replaced else child for child in term.children()]
        quotient = None
        for other_a, other_b, other in known:
            same = z3.And(b != 0, widened(a) == widened(other_a), widened(b) == widened(other_b))
            if implied(plain, same):
                quotient, a, b = [z3.Extract(term.size() - 1, 0, widened(t))
                                  for t in (other, other_a, other_b)]
                break
        if quotient is None:
            quotient = z3.BitVec(f"division{i}", term.size())
            facts.append(z3.Implies(b == 1, quotient == a))
            known.append((a, b, quotient))
        is_rest = KINDS[term.decl().kind()] == "remainder"
        replaced.append((term, a - b * quotient if is_rest else quotient))
    simple = [z3.simplify(z3.substitute(c, *replaced)) for c in conditions]
    # Of magnitudes, the case that the path is in.
    cases = []
    for choice in choices(simple):
        for value in (True, False):
            if implied(plain, choice == value):
                cases.append((choice, z3.BoolVal(value)))
    changed = [c if p.eq(c) else z3.simplify(z3.substitute(c, *cases)) if cases else c
               for p, c in zip(conditions, simple)]
    return changed + facts


def choices(terms: list[z3.ExprRef]) -> list[z3.BoolRef]:
    """The conditions on which they choose between numbers."""
    found, seen, stack = [], set(), list(terms)
    while stack:
        term = stack.pop()
        if term.get_id() not in seen:
            seen.add(term.get_id())
            stack.extend(term.children())
            if z3.is_app_of(term, z3.Z3_OP_ITE) and not any(term.arg(0).eq(c) for c in found):
                found.append(term.arg(0))
    return found


def lemmas() -> list[tuple[str, z3.BoolRef]]:
    """What without() relies on."""
    a, b = z3.BitVecs("a b", 32)
    wide_a, wide_b = z3.ZeroExt(32, a), z3.ZeroExt(32, b)
    c = z3.BitVec("c", 64)
    d, e = z3.BitVecs("d e", 8)
    return [
        ("a remainder is the dividend less divisor times quotient (8 bits)",
         z3.Implies(e != 0, z3.URem(d, e) == d - e * z3.UDiv(d, e))),
        ("a quotient by 1 is the dividend", z3.UDiv(c, z3.BitVecVal(1, 64)) == c),
        ("a remainder by 1 is 0", z3.URem(c, z3.BitVecVal(1, 64)) == 0),
        ("a quotient of 64 bits is one of 32 where the operands have 32",
         z3.Implies(b != 0, z3.UDiv(wide_a, wide_b) == z3.ZeroExt(32, z3.UDiv(a, b)))),
        ("so is a remainder",
         z3.Implies(b != 0, z3.URem(wide_a, wide_b) == z3.ZeroExt(32, z3.URem(a, b)))),
    ]
