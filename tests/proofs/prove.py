#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

"""Proves the arithmetic of every instruction and the region check: see README.md in this folder.

usage: prove.py [--root ROOT] [--clang CLANG] [--jobs N] [--only REGEX] [--pair PAIR]...
                (--all [--write] | --quick)
"""

import argparse
import multiprocessing
import pathlib
import re
import subprocess
import sys
import time
from dataclasses import dataclass

try:
    import z3  # noqa: F401, pylint: disable=unused-import
except ImportError:
    print("skipped: this Python has no z3 (Debian: python3-z3, for /usr/bin/python3)")
    sys.exit(77)

import divisions
import rfc9669
from ir import Module, Unknown, read_module
from judge import prove_check, prove_operation
from machine import Refuted, Solver, Undecided

HERE = pathlib.Path(__file__).resolve().parent


@dataclass(frozen=True)
class Pair:
    """A target and a loop."""

    target: str
    triple: str
    options: tuple[str, ...]
    loop: str

    @property
    def name(self) -> str:
        return f"{self.target}:{self.loop}"


X86 = ("x86_64", "x86_64-linux-gnu", ())
V7M = ("armv7m", "thumbv7m-none-eabi", ())
V6M = ("armv6m", "thumbv6m-none-eabi", ())
S390X = ("s390x", "s390x-linux-gnu", ())
PAIRS = [Pair(*X86, "goto"), Pair(*V7M, "goto"), Pair(*V6M, "switch"), Pair(*S390X, "step"),
         Pair(*X86, "small"), Pair(*V7M, "small")]
SMALL = PAIRS[4:]
# Where z3 gives up: an operation, and all accesses to memory. Not proved, and the table says so.
OPEN = {("armv6m:switch", "SMOD 64K")}
OPEN_ACCESSES = {"armv6m:switch", "armv7m:small"}
FILES = ["divide", "atomic", "access"]


def compile_ir(root: pathlib.Path, clang: str, pair: Pair, source: pathlib.Path) -> Module:
    command = [clang, f"--target={pair.triple}", "-std=c11", "-O2", "-fno-vectorize",
               "-fno-slp-vectorize", "-nostdlibinc", "-isystem", str(HERE / "include"),
               "-I", str(root / "include"), "-I", str(root / "src"), *pair.options,
               "-S", "-emit-llvm", "-o", "-", str(source)]
    return read_module(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


class Worker:
    """Keeps what it has compiled."""

    def __init__(self, root: pathlib.Path, clang: str):
        self.root, self.clang = root, clang
        self.compiled: dict[str, tuple[list[Module], dict[str, int]]] = {}

    def modules(self, pair: Pair):
        if pair.name not in self.compiled:
            sources = [self.root / f"src/exec/{name}.c" for name in ["loop_" + pair.loop, *FILES]]
            modules = [compile_ir(self.root, self.clang, pair, source) for source in sources]
            offsets = compile_ir(self.root, self.clang, pair, HERE / "offsets.c")
            at = {name: int(value) & 0xFFFFFFFF
                  for name, (_, value) in offsets.constants.items()}
            self.compiled[pair.name] = modules, at
        return self.compiled[pair.name]

    def prove(self, pair: Pair, what) -> str:
        """What did not go well; nothing: it is proved."""
        try:
            modules, at = self.modules(pair)
            if isinstance(what, bool):
                prove_check(modules[1:], at, what)
            else:
                prove_operation(modules, at, pair.loop, what)
        except (Refuted, Undecided, Unknown) as error:
            return f"{type(error).__name__.lower()}: {error}"
        return ""


WORKER: Worker | None = None


def start_worker(root: pathlib.Path, clang: str) -> None:
    global WORKER
    WORKER = Worker(root, clang)


def title(what) -> str:
    if isinstance(what, bool):
        return "region check, " + ("writing" if what else "reading")
    return f"{what.name} {what.form}".strip()


def things() -> list:
    return [*rfc9669.operations(), False, True]


def run_task(task: tuple[Pair, int]) -> tuple[Pair, int, str, float]:
    pair, number = task
    begin = time.process_time()
    answer = WORKER.prove(pair, things()[number])
    return pair, number, answer, time.process_time() - begin


def same_opcodes(root: pathlib.Path) -> None:
    """The table of instructions has what the RFC has, and CALLX, which compilers make."""
    text = (root / "src/isa/table.h").read_text()
    ours = {int(found, 16) for found in re.findall(r"X\((0x[0-9a-f]+),", text)}
    stated = {operation.opcode for operation in rfc9669.operations()}
    callx = rfc9669.CALL | rfc9669.X
    known = stated | {rfc9669.CALL, rfc9669.EXIT, callx, *rfc9669.PACKET}
    if ours != known:
        sys.exit(f"table.h and rfc9669.py differ in opcodes: {sorted(map(hex, ours ^ known))}")
    print(f"{len(known)} opcodes, of which {len(stated)} compute something")


def prove_lemmas() -> None:
    for name, claim in divisions.lemmas():
        Solver([]).demand([], claim, name)
        print(f"lemma: {name}")


def check_is_apart(what, pair: Pair) -> bool:
    """The check as a function is the same for all loops: once for a target."""
    return isinstance(what, bool) and pair in SMALL


def is_asked(what, pair: Pair) -> bool:
    if isinstance(what, bool):
        return not check_is_apart(what, pair)
    is_open = what.access and pair.name in OPEN_ACCESSES
    return not is_open and (pair.name, title(what)) not in OPEN


def tasks_of(arguments) -> list[tuple[Pair, int]]:
    """With --quick each operation once: targets and loops take turns."""
    tasks = []
    for number, what in enumerate(things()):
        pairs = PAIRS
        if arguments.quick:
            pairs = [pair for pair in PAIRS if is_asked(what, pair)]
            pairs = [pairs[number % len(pairs)]]
        if arguments.pair:
            pairs = [pair for pair in PAIRS if pair.name in arguments.pair]
        if arguments.only and not re.fullmatch(arguments.only, title(what)):
            continue
        tasks += [(pair, number) for pair in pairs if is_asked(what, pair)]
    return tasks


def make_table(proved: set[tuple[str, int]]) -> str:
    """Rows of operations, columns of targets and loops: how many forms are proved."""
    rows: dict[tuple[str, str], list[int]] = {}
    for number, what in enumerate(things()):
        name = "region check" if isinstance(what, bool) else what.name
        section = "" if isinstance(what, bool) else what.section
        rows.setdefault((name, section), []).append(number)
    lines = ["| operation | RFC 9669 | forms | " + " | ".join(p.name for p in PAIRS) + " |",
             "| --- " * (3 + len(PAIRS)) + "|"]
    for (name, section), numbers in rows.items():
        all_things = things()
        forms = ", ".join(title(all_things[n])[len(name):].strip(", ") for n in numbers)
        cells = []
        for pair in PAIRS:
            count = sum((pair.name, n) in proved for n in numbers)
            apart = check_is_apart(all_things[numbers[0]], pair)
            cells.append("-" if apart else "proved" if count == len(numbers)
                         else f"{count} of {len(numbers)}")
        lines.append(f"| {name} | {section} | {forms} | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


BEGIN, END = "<!-- table: made by prove.py -->\n", "<!-- end of table -->\n"


def committed_table() -> str:
    text = (HERE / "README.md").read_text()
    return text.partition(BEGIN)[2].partition(END)[0]


def write_table(table: str) -> None:
    path = HERE / "README.md"
    before, _, rest = path.read_text().partition(BEGIN)
    path.write_text(before + BEGIN + table + END + rest.partition(END)[2])


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--root", type=pathlib.Path, default=HERE.parent.parent)
    parser.add_argument("--clang", default="clang-19")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--only", help="the operations whose names match")
    parser.add_argument("--pair", action="append", choices=[pair.name for pair in PAIRS])
    parser.add_argument("--all", action="store_true", help="every loop and target")
    parser.add_argument("--quick", action="store_true", help="every operation, but targets by turns")
    parser.add_argument("--write", action="store_true", help="put the table into README.md")
    return parser.parse_args()


def main() -> None:
    arguments = read_arguments()
    same_opcodes(arguments.root)
    prove_lemmas()
    tasks = tasks_of(arguments)
    if not tasks:
        sys.exit("nothing to prove: no operation has this name")
    proved, failures, seconds = set(), 0, 0.0
    with multiprocessing.Pool(arguments.jobs, start_worker,
                              (arguments.root, arguments.clang)) as pool:
        for pair, number, answer, used in pool.imap_unordered(run_task, tasks):
            seconds += used
            if answer:
                failures += 1
                print(f"{pair.name} {title(things()[number])}: {answer}", flush=True)
            else:
                proved.add((pair.name, number))
    print(f"{len(proved)} proved, {failures} not, {seconds:.0f} s of CPU time")
    complete = arguments.all and not arguments.only and not arguments.pair
    if complete and arguments.write:
        write_table(make_table(proved))
    whole = {(pair.name, number) for number, what in enumerate(things()) for pair in PAIRS
             if is_asked(what, pair)}
    # The committed table, if there is one, claims all; what was just proved is a part of that.
    if committed_table() and committed_table() != make_table(proved if complete else whole):
        sys.exit("the table in tests/proofs/README.md differs: prove.py --all --write makes it")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
