#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

"""Plants faults into the core and says which no test notices: see README.md in this folder.

usage: run.py [--jobs N] [--out FOLDER] [--cc COMPILER] [--list]
              [--sample N | --only NUMBER|NAME ... | --all]
"""

import argparse
import csv
import math
import os
import pathlib
import queue
import resource
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field

sys.dont_write_bytecode = True

from explained import Explanation, judge, read_explanations  # noqa: E402
from sites import Site, all_sites, choose  # noqa: E402

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
FOLDERS = ["src/isa", "src/verify", "src/exec", "src/image"]
VECTORS = os.environ.get("RBPF_VECTORS_DIR", "")
# Of all sites of a file this share is chosen, but at least so many.
SHARE = 0.045
LEAST = 6
LEAST_NOTICED = 95.0
# A mutant may loop: seconds of the CPU beyond three times what the test takes, and of the clock.
CPU_SECONDS = 3
WALL_SECONDS = 300
SKIPPED = 77
MEMORY_BYTES = 4 << 30


@dataclass(frozen=True)
class Test:
    """A program of a build, or a script that is given some of them."""

    program: str
    arguments: tuple[str, ...] = ()
    # What has to be built for a script.
    targets: tuple[str, ...] = ()

    @property
    def is_script(self) -> bool:
        return self.program.endswith(".sh")

    @property
    def needs(self) -> tuple[str, ...]:
        return self.targets if self.is_script else (self.program,)

    @property
    def name(self) -> str:
        return " ".join((self.program, *(a for a in self.arguments if "/" not in a)))

    def command(self, programs: pathlib.Path) -> list[str]:
        if not self.is_script:
            return [str(programs / self.program), *self.arguments]
        return ["sh", self.program, *(a.replace("BIN", str(programs)) for a in self.arguments)]


@dataclass(frozen=True)
class Build:
    """A way to configure the library, and the tests that are run in it, the quick ones first."""

    name: str
    options: tuple[str, ...]
    tests: tuple[Test, ...]
    # As the compiler is called to see whether a fault changes any code of the programs.
    code: tuple[tuple[str, ...], ...]


def vectors(program: str) -> tuple[Test, ...]:
    own = Test(program, ("tests/vectors/own", "hostile"))
    elsewhere = ("conformance", "hostile", "random") if VECTORS else ()
    return own, *(Test(program, (VECTORS, name)) for name in elsewhere)


M32 = "-m32 -idirafter /usr/include/x86_64-linux-gnu"
SMALL = "-DRBPF_LOOP=RBPF_LOOP_SMALL"
UNIT = (Test("test_isa"), Test("test_verify"), Test("test_exec"), *vectors("test_vectors"))
OBJDUMP = Test("tests/tools/test_objdump.sh", (
    "BIN/rbpf", "BIN/print_every_insn", "llvm-mc-19", "llvm-objdump-19", "tests/unit/isa_llvm.txt"),
    ("rbpf_command", "print_every_insn"))
# How many jumps the loop of gotos is compiled to, and where its bodies lie.
JUMPS = Test("tests/static/jumps.sh", (".", "gcc", "-O2", "-fno-crossjumping"))
PLACES = Test("tests/static/places.sh", (".", "gcc", "-O2", "-fno-crossjumping"))
GROUPS = ("0x003", "0x007", "0x00f", "0x013", "0x033", "0x083", "0x103", "0x0bf")
HOST = Build("host", ("-DRBPF_BUILD_TOOLS=ON", "-DCMAKE_C_FLAGS=-O0 -w"), (
    *UNIT, Test("test_image"), Test("test_lines"), Test("test_status"), Test("test_container"),
    Test("test_asm"), OBJDUMP, Test("test_explain"), JUMPS, PLACES, Test("test_papers"),
    *(Test(f"test_groups_{groups}") for groups in GROUPS), *vectors("test_vectors_trusting"),
    Test("test_jump_products"), Test("test_memory_bounds"), Test("test_alu_products")),
    ((), (SMALL, "-DRBPF_CHECK_HOST=0"),
     (SMALL, "-DRBPF_GROUPS=3u", "-DRBPF_HELPERS_MAX=32", "-DRBPF_CONTRACTS=0")))
SPLIT = Build("split", ("-DRBPF_SPLIT_REGISTERS=1", "-DCMAKE_C_FLAGS=-O0 -w"),
              (*UNIT, Test("test_container")), (("-DRBPF_SPLIT_REGISTERS=1",),))
BITS32 = Build("m32", ("-DRBPF_PLAIN_RUNNER=ON", f"-DCMAKE_C_FLAGS=-O0 -w {M32}"),
               (*UNIT, Test("test_container")), (tuple(M32.split()),))
BUILDS = (HOST, SPLIT, BITS32)
# Which tests are likely to notice a fault in a folder.
FIRST = {"src/isa": ("test_isa", "test_verify", "tests/tools/test_objdump.sh"), "src/verify": ("test_verify",),
         "src/exec": ("test_exec", "test_vectors"), "src/image": ("test_image", "test_lines")}


@dataclass
class Result:
    site: Site
    outcome: str
    where: str = ""
    seconds: float = 0.0


class Failed(Exception):
    """The unchanged library does not build or pass."""


def core_files(root: pathlib.Path) -> list[str]:
    files = [path for folder in FOLDERS for path in sorted((root / folder).glob("*.[ch]"))]
    return [str(path.relative_to(root)) for path in files]


def copy_tree(to: pathlib.Path) -> None:
    """Copies what differs, so that a build of an earlier run is of use."""
    for folder, folders, files in os.walk(ROOT):
        folders[:] = [f for f in folders if f not in ("build", ".git", "__pycache__")]
        target = to / pathlib.Path(folder).relative_to(ROOT)
        target.mkdir(parents=True, exist_ok=True)
        for file in files:
            new = (pathlib.Path(folder) / file).read_bytes()
            old = target / file
            if not old.exists() or old.read_bytes() != new:
                old.write_bytes(new)


def limits(cpu_seconds: int) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 26, 1 << 26))


@dataclass
class Worker:
    """A copy of the tree with its builds, in which one fault at a time is planted."""

    folder: pathlib.Path
    cc: str
    cpu: dict[tuple[str, Test], int] = field(default_factory=dict)
    absent: set[Test] = field(default_factory=set)
    code: dict[tuple[str, ...], bytes] = field(default_factory=dict)

    @property
    def tree(self) -> pathlib.Path:
        return self.folder / "tree"

    def prepare(self) -> None:
        copy_tree(self.tree)
        for build in BUILDS:
            command = ["cmake", "--fresh", "-G", "Ninja", "-S", self.tree,
                       "-B", self.folder / build.name,
                       f"-DCMAKE_C_COMPILER={self.cc}", "-DCMAKE_BUILD_TYPE=None",
                       "-DRBPF_BUILD_TESTS=ON", "-DRBPF_BUILD_EXAMPLES=OFF",
                       f"-DRBPF_VECTORS_DIR={VECTORS}", *build.options]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if done.returncode:
                raise Failed(done.stdout + done.stderr)
            self.pass_unchanged(build)

    def pass_unchanged(self, build: Build) -> None:
        targets = [target for test in build.tests for target in test.needs]
        if not self.make(build, *dict.fromkeys(targets)):
            raise Failed(f"{build.name}: does not build: ninja -C {self.folder / build.name}")
        for test in build.tests:
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            code = self.run(build, test, WALL_SECONDS)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            if code == SKIPPED:
                print(f"{build.name}: {test.name} is skipped: what it needs is not there")
                self.absent.add(test)
            elif code:
                raise Failed(f"{build.name}: {test.name} fails without any fault")
            # With the other worker's children in it, so at least what the test takes.
            used = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
            self.cpu[build.name, test] = math.ceil(3 * used) + CPU_SECONDS

    def make(self, build: Build, *targets: str) -> bool:
        command = ["ninja", "-j", "1", "-C", str(self.folder / build.name), *targets]
        return subprocess.run(command, capture_output=True, check=False).returncode == 0

    def run(self, build: Build, test: Test, cpu_seconds: int) -> int:
        command = test.command(self.folder / build.name / "bin")
        try:
            return subprocess.run(command, cwd=self.tree, check=False, stdin=subprocess.DEVNULL,
                                  stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                  timeout=WALL_SECONDS,
                                  preexec_fn=lambda: limits(cpu_seconds)).returncode
        except subprocess.TimeoutExpired:
            return 1

    def try_site(self, site: Site) -> Result:
        """With the fault in the tree."""
        path = self.tree / site.file
        whole = path.read_text()
        begin = time.monotonic()
        try:
            path.write_text(whole[:site.begin] + site.new + whole[site.end:])
            result = self.look(site)
        finally:
            path.write_text(whole)
        result.seconds = time.monotonic() - begin
        return result

    def look(self, site: Site) -> Result:
        outcome = "not built"
        for build in BUILDS:
            if not self.make(build, "rbpf"):
                return Result(site, "does not compile", build.name)
            quick = self.quick(build, site)
            result = self.judge(build, site, quick) or self.change(build, site)
            if result.outcome == "not noticed":
                others = [test for test in build.tests if test not in quick]
                result = self.judge(build, site, others) or result
            if result.outcome in ("noticed", "does not compile"):
                return result
            outcome = min(outcome, result.outcome, key=("not noticed", "same code", "not built").index)
        return Result(site, outcome)

    def quick(self, build: Build, site: Site) -> list[Test]:
        first = FIRST[site.file.rsplit("/", 1)[0]]
        return [test for test in build.tests if test.program in first]

    def judge(self, build: Build, site: Site, tests: list[Test]) -> Result | None:
        for test in tests:
            if test in self.absent:
                continue
            where = f"{build.name}: {test.name}"
            if test.needs and not self.make(build, *test.needs):
                return Result(site, "does not compile", where)
            if self.run(build, test, self.cpu[build.name, test]):
                return Result(site, "noticed", where)
        return None

    def change(self, build: Build, site: Site) -> Result:
        """Does the fault change any code of the build?"""
        for mode, outcome in (("-E", "not built"), ("-S", "same code")):
            if all(self.compile(mode, options, file) == self.whole(mode, options, file)
                   for options in build.code for file in self.felt_by(site.file)):
                return Result(site, outcome)
        return Result(site, "not noticed")

    def felt_by(self, file: str) -> list[str]:
        """The sources that are this file, or include it."""
        sources = [name for name in core_files(self.tree) if name.endswith(".c")]
        return [name for name in sources
                if name == file or file.encode() in self.whole("-MM", (), name).split()]

    def compile(self, mode: str, options: tuple[str, ...], file: str, root: str = "") -> bytes:
        more = {"-E": ["-P"], "-S": ["-o", "-"], "-MM": []}[mode]
        command = [self.cc, "-std=c11", "-O2", "-w", "-I", "include", "-I", "src", *options, mode,
                   *more, file]
        return subprocess.run(command, cwd=root or self.tree, capture_output=True, check=False).stdout

    def whole(self, mode: str, options: tuple[str, ...], file: str) -> bytes:
        key = (mode, *options, file)
        if key not in self.code:
            self.code[key] = self.compile(mode, options, file, str(ROOT))
        return self.code[key]


class Campaign:
    """All workers, and what they found."""

    def __init__(self, out: pathlib.Path, cc: str, jobs: int, sites: list[Site]):
        self.workers = [Worker(out / f"worker{i}", cc) for i in range(1, jobs + 1)]
        self.sites = sites
        self.todo: queue.SimpleQueue[Site] = queue.SimpleQueue()
        self.results: list[Result] = []
        self.errors: list[str] = []
        self.lock = threading.Lock()

    def run(self) -> list[Result]:
        for site in self.sites:
            self.todo.put(site)
        threads = [threading.Thread(target=self.work, args=(worker,)) for worker in self.workers]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if self.errors:
            raise Failed("\n".join(self.errors))
        return sorted(self.results, key=lambda result: result.site.number)

    def work(self, worker: Worker) -> None:
        try:
            worker.prepare()
            while not self.errors:
                self.note(worker.try_site(self.todo.get_nowait()))
        except queue.Empty:
            pass
        except (Failed, OSError) as error:
            self.errors.append(str(error))

    def note(self, result: Result) -> None:
        with self.lock:
            self.results.append(result)
            site = result.site
            print(f"{len(self.results)}/{len(self.sites)} {site.name} {site.function}: "
                  f"{result.outcome}{' by ' if result.outcome == 'noticed' else ' '}{result.where}"
                  f" ({result.seconds:.1f} s)", flush=True)
            if result.outcome == "not noticed":
                print(site.change, flush=True)


def write_report(path: pathlib.Path, results: list[Result]) -> None:
    with path.open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["number", "name", "function", "rule", "before", "after", "outcome", "by",
                       "seconds"])
        for result in results:
            site = result.site
            rows.writerow([site.number, site.name, site.function, site.rule, site.before, site.after,
                           result.outcome, result.where, f"{result.seconds:.1f}"])


def count(results: list[Result], outcome: str) -> int:
    return sum(result.outcome == outcome for result in results)


def summarise(results: list[Result]) -> float:
    """Prints the table of files; returns how many of 100 were noticed."""
    outcomes = ("noticed", "not noticed", "same code", "not built", "does not compile")
    print(f"\n{'':28}" + "".join(f"{outcome:>18}" for outcome in outcomes))
    for file in sorted({result.site.file for result in results}):
        of_file = [result for result in results if result.site.file == file]
        print(f"{file:28}" + "".join(f"{count(of_file, o) or '-':>18}" for o in outcomes))
    print(f"{'all':28}" + "".join(f"{count(results, o) or '-':>18}" for o in outcomes))
    noticed, missed = count(results, "noticed"), count(results, "not noticed")
    percent = 100.0 * noticed / (noticed + missed) if noticed + missed else 100.0
    print(f"{noticed + missed} faults, {noticed} noticed: {percent:.1f} %")
    return percent


def parse_names(names: list[str], sites: list[Site]) -> list[Site]:
    found = [site for site in sites if site.name in names or str(site.number) in names]
    for name in set(names) - {word for site in found for word in (site.name, str(site.number))}:
        sys.exit(f"{name}: there is no such fault; --all --list names them")
    return found


def select(arguments: argparse.Namespace, sites: list[Site]) -> list[Site]:
    if arguments.only:
        return parse_names(arguments.only, sites)
    chosen = sites if arguments.all else choose(sites, SHARE, LEAST)
    if arguments.sample:
        chosen = sorted(chosen, key=lambda site: site.key)[:arguments.sample]
        chosen.sort(key=lambda site: site.number)
    return chosen


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--out", type=pathlib.Path, default=ROOT / "build" / "mutation")
    parser.add_argument("--cc", default="gcc")
    parser.add_argument("--list", action="store_true", help="name the faults and plant none")
    parser.add_argument("--sample", type=int, help="so many of them")
    parser.add_argument("--only", nargs="+", help="those, by number or name")
    parser.add_argument("--all", action="store_true", help="not the chosen ones but all, in hours")
    return parser.parse_args()


def main() -> int:
    arguments = parse()
    sites = all_sites(ROOT, core_files(ROOT))
    chosen = select(arguments, sites)
    if arguments.list:
        for site in chosen:
            print(f"{site.number} {site.name} {site.function}\n{site.change}")
        print(f"{len(chosen)} of {len(sites)} faults")
        return 0
    explanations: list[Explanation] = read_explanations(HERE / "explained.txt")
    out = arguments.out.resolve()
    begin = time.monotonic()
    try:
        jobs = min(arguments.jobs, len(chosen))
        results = Campaign(out, arguments.cc, jobs, chosen).run()
    except Failed as error:
        print(error)
        return 1
    write_report(out / "report.csv", results)
    percent = summarise(results)
    is_whole = not (arguments.sample or arguments.only or arguments.all)
    complaints = judge(results, explanations, {site.identity for site in sites}, is_whole)
    if is_whole and percent < LEAST_NOTICED:
        complaints.append(f"less than {LEAST_NOTICED} % were noticed")
    for complaint in complaints:
        print(complaint)
    print(f"{time.monotonic() - begin:.0f} s; {out / 'report.csv'} says more")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
