#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

"""Proves the arithmetic of every instruction and the region check: see README.md in this folder.

usage: prove.py [--root ROOT] [--clang CLANG] [--jobs N] [--only REGEX] [--pair PAIR]...
                [--keep FILE] [--times] (--all [--write] | --quick)
"""

import argparse
import hashlib
import multiprocessing
import pathlib
import re
import subprocess
import sys
import time
from dataclasses import dataclass

try:
    import z3
except ImportError:
    print("skipped: this Python has no z3 (Debian: python3-z3, for /usr/bin/python3)")
    sys.exit(77)

import divisions
import rfc9669
import scene
from ir import Module, Unknown, read_module
from helpers import prove_argument, prove_call, prove_call_by_loop
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
FILES = ["divide", "atomic", "access", "helper"]


def compile_ir(root: pathlib.Path, clang: str, pair: Pair, source: pathlib.Path) -> str:
    command = [clang, f"--target={pair.triple}", "-std=c11", "-O2", "-fno-vectorize",
               "-fno-slp-vectorize", "-nostdlibinc", "-isystem", str(HERE / "include"),
               "-I", str(root / "include"), "-I", str(root / "src"), *pair.options,
               *(["-DRBPF_LOOP=RBPF_LOOP_SMALL"] if pair in SMALL else []),
               "-S", "-emit-llvm", "-o", "-", str(source)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


@dataclass
class Compiled:
    """The code of a pair, and where the fields of its structs are."""

    modules: list[Module]
    at: dict[str, int]
    digest: str


def digest_of(texts: list[str]) -> str:
    """Of all that an answer depends on but the question: of code, these proofs, and z3."""
    texts = [z3.get_version_string(), *texts,
             *[path.read_text() for path in sorted(HERE.glob("*.py")) if path.name != "prove.py"]]
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()


def compile_pair(root: pathlib.Path, clang: str, pair: Pair) -> Compiled:
    sources = [root / f"src/exec/{name}.c" for name in ["loop_" + pair.loop, *FILES]]
    texts = [compile_ir(root, clang, pair, path) for path in [*sources, HERE / "offsets.c"]]
    # Where sources are, and where in them something is, means nothing; other metadata is not read.
    texts = [re.sub(r"^(; ModuleID|source_filename|!\d+) = .*$", "", text, flags=re.M)
             for text in texts]
    modules = [read_module(text) for text in texts]
    at = {name: int(value) & 0xFFFFFFFF for name, (_, value) in modules.pop().constants.items()}
    return Compiled(modules, at, digest_of(texts))


# Of each pair, before the processes that use it begin.
COMPILED: dict[str, Compiled] = {}


@dataclass(frozen=True)
class Check:
    """A question that is about no instruction."""

    name: str
    form: str
    section: str = ""


REGION, ARGUMENT, CALL = "region check", "argument of a helper", "call of a helper"
CHECKS = [Check(REGION, "reading"), Check(REGION, "writing"), Check(ARGUMENT, "reads"),
          Check(ARGUMENT, "writes"), Check(ARGUMENT, "string"), Check(CALL, "all are checked"),
          Check(CALL, "numbers by the loop")]


def prove(pair: Pair, what) -> str:
    """What did not go well; nothing: it is proved."""
    code = COMPILED[pair.name]
    modules, at = code.modules, code.at
    try:
        if not isinstance(what, Check):
            prove_operation(modules, at, pair.loop, what)
        elif what.name == REGION:
            prove_check(modules[1:], at, what.form == "writing")
        elif what.name == ARGUMENT:
            prove_argument(modules[1:], at, what.form)
        elif what.form == "all are checked":
            prove_call(modules[1:], at)
        else:
            prove_call_by_loop(modules, at, pair.loop)
    except (Refuted, Undecided, Unknown) as error:
        return " ".join(f"{type(error).__name__.lower()}: {error}".split())
    return ""


class Answers:
    """Those of earlier runs, if there is a file of them: a run that was interrupted goes on."""

    def __init__(self, path: pathlib.Path | None):
        self.path = path
        self.known: dict[str, tuple[str, float]] = {}
        if path and path.exists():
            for line in path.read_text().splitlines():
                key, seconds, answer = line.split("\t")
                self.known[key] = answer, float(seconds)

    @staticmethod
    def key(task: tuple[Pair, int]) -> str:
        pair, number = task
        return f"{COMPILED[pair.name].digest} {pair.name} {title(things()[number])}"

    def keep(self, task: tuple[Pair, int], answer: str, seconds: float) -> None:
        if self.path:
            with self.path.open("a") as file:
                file.write(f"{self.key(task)}\t{seconds:.1f}\t{answer}\n")


def title(what) -> str:
    if isinstance(what, Check):
        return f"{what.name}, {what.form}"
    return f"{what.name} {what.form}".strip()


def things() -> list:
    return [*rfc9669.operations(), *CHECKS]


def run_task(task: tuple[Pair, int]) -> tuple[tuple[Pair, int], str, float]:
    pair, number = task
    begin = time.process_time()
    answer = prove(pair, things()[number])
    return task, answer, time.process_time() - begin


def run_tasks(tasks: list[tuple[Pair, int]], arguments):
    """Each in a process of its own: z3 answers by what it was asked before, too."""
    answers = Answers(arguments.keep)
    known = [task for task in tasks if answers.key(task) in answers.known]
    for task in known:
        yield task, *answers.known[answers.key(task)]
    left = [task for task in tasks if task not in known]
    context = multiprocessing.get_context("fork")
    with context.Pool(arguments.jobs, maxtasksperchild=1) as pool:
        for task, answer, seconds in pool.imap_unordered(run_task, left):
            answers.keep(task, answer, seconds)
            yield task, answer, seconds


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
    for name, claim in [*divisions.lemmas(), *scene.lemmas()]:
        Solver([]).demand([], claim, name)
        print(f"lemma: {name}")


def check_is_apart(what, pair: Pair) -> bool:
    """rbpf_find_region() is the same for all loops: once for a target."""
    return isinstance(what, Check) and what.name == REGION and pair in SMALL


def is_asked(what, pair: Pair) -> bool:
    return not check_is_apart(what, pair)


def quick_pairs(what, number: int) -> list[Pair]:
    """Targets and loops take turns. Of accesses to memory, which take longest, every third is asked.
    The region check is asked of all targets, checks of helpers of the first."""
    pairs = [pair for pair in PAIRS if is_asked(what, pair)]
    if isinstance(what, Check):
        return pairs if what.name == REGION else pairs[:1]
    if what.access:
        return [pairs[number // 3 % len(pairs)]] if number % 3 == 0 else []
    return [pairs[number % len(pairs)]]


def tasks_of(arguments) -> list[tuple[Pair, int]]:
    tasks = []
    for number, what in enumerate(things()):
        pairs = quick_pairs(what, number) if arguments.quick else PAIRS
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
        rows.setdefault((what.name, what.section), []).append(number)
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
    parser.add_argument("--quick", action="store_true", help="less of all, in minutes")
    parser.add_argument("--keep", type=pathlib.Path, metavar="FILE",
                        help="of answers: those in it are not asked again")
    parser.add_argument("--times", action="store_true", help="print what each took")
    parser.add_argument("--write", action="store_true", help="put the table into README.md")
    return parser.parse_args()


def main() -> None:
    arguments = read_arguments()
    same_opcodes(arguments.root)
    prove_lemmas()
    tasks = tasks_of(arguments)
    if not tasks:
        sys.exit("nothing to prove: no operation has this name")
    for pair in PAIRS:
        if any(pair == asked for asked, _ in tasks):
            COMPILED[pair.name] = compile_pair(arguments.root, arguments.clang, pair)
    proved, failures, seconds = set(), 0, 0.0
    for (pair, number), answer, used in run_tasks(tasks, arguments):
        seconds += used
        if answer:
            failures += 1
            print(f"{pair.name} {title(things()[number])}: {answer}", flush=True)
        else:
            proved.add((pair.name, number))
        if arguments.times:
            print(f"{used:6.1f} s: {pair.name} {title(things()[number])}", flush=True)
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
