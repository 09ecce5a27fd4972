# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

"""Reads the text of LLVM IR, as far as clang makes it of the loops.

Whatever is not known here ends the reading: nothing is passed over in silence.
"""

import re
from dataclasses import dataclass, field


class Unknown(Exception):
    """Something in the IR, or done by it, that these proofs do not understand."""


@dataclass
class Insn:
    op: str
    dest: str | None = None
    type: str = ""
    flags: frozenset[str] = frozenset()
    args: list = field(default_factory=list)
    text: str = ""


@dataclass
class Function:
    name: str
    params: list[tuple[str, str]]
    entry: str
    blocks: dict[str, list[Insn]]


@dataclass
class Module:
    big_endian: bool = False
    pointer_bits: int = 64
    structs: dict[str, str] = field(default_factory=dict)
    constants: dict[str, tuple[str, str]] = field(default_factory=dict)
    functions: dict[str, Function] = field(default_factory=dict)


FLAGS = {"nuw", "nsw", "exact", "disjoint", "nneg", "samesign", "inbounds", "nusw"}
BINARY = {"add", "sub", "mul", "udiv", "sdiv", "urem", "srem", "and", "or", "xor", "shl", "lshr",
          "ashr"}
CASTS = {"zext", "sext", "trunc", "ptrtoint", "inttoptr"}
# What clang says of parameters and results beside their type: promises that are not relied upon.
ATTRIBUTES = re.compile(
    r"(?<![%@\w])(?:noundef|nonnull|nocapture|readonly|writeonly|zeroext|signext|noalias|returned|"
    r"immarg|dso_local|local_unnamed_addr|unnamed_addr|internal|fastcc|dead_on_unwind|writable|"
    r"sret\([^)]*\)|"
    r"dereferenceable\(\d+\)|dereferenceable_or_null\(\d+\)|range\([^)]*\)|align \d+)(?![\w.])")
# Of metadata, only what says nothing about values.
METADATA = re.compile(r", !(?:tbaa|noalias|alias\.scope|srcloc|llvm\.loop|prof|tbaa\.struct) !\d+")


def split(text: str) -> list[str]:
    """Splits at commas that are in no bracket."""
    parts, depth, last = [], 0, 0
    for i, char in enumerate(text):
        if char in "([{<":
            depth += 1
        elif char in ")]}>":
            depth -= 1
        elif char == "," and depth == 0:
            parts.append(text[last:i].strip())
            last = i + 1
    rest = text[last:].strip()
    return parts + [rest] if rest else parts


def typed(text: str) -> tuple[str, str]:
    """`i32 %7` and the like: a type and a value."""
    text = ATTRIBUTES.sub("", text).strip()
    match = re.fullmatch(r"(i\d+|ptr|void|\{[^}]*\}|\[[^]]*\]|%[\w.]+(?= ))\s+(.+)", text)
    if not match:
        raise Unknown(f"operand: {text}")
    return match[1], match[2].strip()


def take_flags(words: str) -> tuple[frozenset[str], str]:
    flags = set()
    while True:
        first, _, rest = words.partition(" ")
        if first not in FLAGS:
            return frozenset(flags), words
        flags.add(first)
        words = rest


def align_of(parts: list[str]) -> int:
    if len(parts) != 1 or not parts[0].startswith("align "):
        raise Unknown(f"access: {parts}")
    return int(parts[0][6:])


def label(text: str) -> str:
    match = re.fullmatch(r"label (%[\w.]+)", text)
    if not match:
        raise Unknown(f"label: {text}")
    return match[1]


def read_call(text: str) -> Insn:
    text = re.sub(r"^(?:tail |musttail |notail )?call ", "", text)
    text = re.sub(r"\s+#\d+$", "", text)
    bundles = ""
    match = re.fullmatch(r"(.*\)) \[ (.*) \]", text)
    if match:
        text, bundles = match[1], match[2]
    if " asm " in text:
        # No instruction but perhaps a comment: what comes out is what goes in.
        match = re.fullmatch(
            r'(i\d+|ptr) asm (?:sideeffect )?"(?:/\* \w+ \*/)?", "=r,0(?:,~\{\w+\})*"\((.*)\)',
            text)
        if not match:
            raise Unknown(f"assembler: {text}")
        return Insn("copy", type=match[1], args=[typed(match[2])])
    text = ATTRIBUTES.sub("", text)
    match = re.fullmatch(r"\s*(void|i\d+|ptr|\{[^}]*\})\s+(?:@|(?=%))([%\w.]+)\((.*)\)", text)
    if not match:
        raise Unknown(f"call: {text}")
    args = [typed(part) for part in split(match[3])]
    return Insn("call", type=match[1], args=[match[2], args, bundles])


def read_memory(op: str, text: str, rest: str) -> Insn:
    if rest.startswith(("volatile", "atomic")):
        raise Unknown(f"access: {text}")
    parts = split(rest)
    if op == "load":
        return Insn(op, type=parts[0], args=[typed(parts[1]), align_of(parts[2:])])
    kind, value = typed(parts[0])
    return Insn(op, type=kind, args=[value, typed(parts[1]), align_of(parts[2:])])


def read_branch(op: str, rest: str) -> Insn:
    parts = split(rest)
    if op == "br" and len(parts) == 1:
        return Insn("jump", args=[label(parts[0])])
    if op == "br":
        return Insn("br", args=[typed(parts[0])[1], label(parts[1]), label(parts[2])])
    if op == "indirectbr":
        targets = parts[1].strip("[] ")
        return Insn(op, args=[typed(parts[0])[1], [label(t) for t in split(targets)]])
    match = re.fullmatch(r"(i\d+) (\S+), (label %\S+) \[(.*)\]", rest)
    if not match:
        raise Unknown(f"switch: {rest[:80]}")
    cases = re.findall(r"i\d+ (-?\d+), label (%[\w.]+)", match[4])
    return Insn(op, type=match[1], args=[match[2], label(match[3]), cases])


def read_plain(op: str, rest: str, text: str) -> Insn:
    flags, rest = take_flags(rest)
    if op in BINARY or op == "icmp":
        predicate = ""
        if op == "icmp":
            predicate, _, rest = rest.partition(" ")
        kind, _ = typed(rest)
        left, right = split(rest[len(kind):])
        return Insn(op, type=kind, flags=flags, args=[left, right, predicate])
    if op in CASTS:
        match = re.fullmatch(r"(.*) to (\S+)", rest)
        return Insn(op, type=match[2], flags=flags, args=[typed(match[1])])
    if op == "getelementptr":
        parts = split(rest)
        return Insn(op, type=parts[0], flags=flags, args=[typed(p) for p in parts[1:]])
    if op == "select":
        return Insn(op, args=[typed(p) for p in split(rest)])
    if op == "phi":
        kind, _, rest = rest.partition(" [") if rest[0] != "[" else (None, "", "")
        if not kind:
            raise Unknown(text)
        pairs = re.findall(r"\[ (.+?), (%[\w.]+) \]", "[" + rest)
        return Insn(op, type=kind, args=[{block: value for value, block in pairs}])
    if op == "extractvalue":
        parts = split(rest)
        return Insn(op, args=[typed(parts[0])[1], int(parts[1])])
    if op == "insertvalue":
        whole, part, number = split(rest)
        return Insn(op, type=whole.rpartition(" ")[0],
                    args=[whole.rpartition(" ")[2], typed(part), int(number)])
    if op == "freeze":
        return Insn(op, args=[typed(rest)])
    if op == "alloca":
        return Insn(op, type=split(rest)[0])
    if op == "ret":
        return Insn(op, args=[None if rest == "void" else typed(rest)])
    if op == "unreachable":
        return Insn(op)
    raise Unknown(text)


def read_insn(text: str) -> Insn:
    text = METADATA.sub("", text)
    if "!" in text:
        raise Unknown(f"metadata: {text}")
    dest, body = None, text
    match = re.fullmatch(r"(%[\w.]+) = (.*)", text)
    if match:
        dest, body = match[1], match[2]
    op, _, rest = body.partition(" ")
    if re.match(r"(?:tail |musttail |notail )?call ", body):
        insn = read_call(body)
    elif op in ("load", "store"):
        insn = read_memory(op, text, rest)
    elif op in ("br", "switch", "indirectbr"):
        insn = read_branch(op, rest)
    else:
        insn = read_plain(op, rest, text)
    insn.dest, insn.text = dest, text
    return insn


def read_function(lines: list[str]) -> Function:
    first = re.sub(r"range\([^)]*\) ", "", lines[0])
    match = re.match(r"define .*?@([\w.]+)\((.*)\) [^()]*\{$", first)
    if not match:
        raise Unknown(lines[0])
    params = [typed(part) for part in split(match[2])]
    block = entry = f"%{len(params)}"
    blocks: dict[str, list[Insn]] = {entry: []}
    pending = ""
    for line in lines[1:]:
        line = line.split(" ; ")[0].rstrip() if not pending else line
        start = re.match(r"([\w.]+):", line)
        if start:
            block = "%" + start[1]
            blocks[block] = []
        elif line.strip():
            pending += " " + line.strip()
            # A switch lists its cases over several lines.
            if pending.count("[") == pending.count("]"):
                blocks[block].append(read_insn(pending.strip()))
                pending = ""
    return Function(match[1], params, entry, blocks)


def read_module(text: str) -> Module:
    module = Module()
    lines = text.splitlines()
    i = 0
    while i < len(lines):
        line = lines[i]
        i += 1
        layout = re.match(r'target datalayout = "(.*)"', line)
        struct = re.match(r"(%[\w.]+) = type (\{.*\})$", line)
        constant = re.match(
            r"@([\w.]+) = (?:dso_local |internal |private )?(?:local_unnamed_addr |unnamed_addr )*"
            r"constant (\[[^]]*\]|i\d+) (.*?), align \d+$", line)
        if layout:
            module.big_endian = layout[1].startswith("E")
            module.pointer_bits = 32 if "p:32:32" in layout[1] else 64
        elif struct:
            module.structs[struct[1]] = struct[2]
        elif constant:
            module.constants[constant[1]] = (constant[2], constant[3])
        elif line.startswith("@"):
            raise Unknown(f"variable: {line[:100]}")
        elif line.startswith("define "):
            end = lines.index("}", i)
            function = read_function(lines[i - 1:end])
            module.functions[function.name] = function
            i = end + 1
    return module
