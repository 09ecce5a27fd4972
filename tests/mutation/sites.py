# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

"""Where faults can be planted in C, by rule, and which of them are chosen."""

import hashlib
import re
from dataclasses import dataclass, field
from typing import Iterator

TOKEN = re.compile(
    r"""(?P<comment>/\*.*?\*/|//[^\n]*)
      | (?P<join>\\\n)
      | (?P<space>\s+)
      | (?P<string>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')
      | (?P<number>(?:0[xX][0-9a-fA-F]+|[0-9]+)[uUlL]*)
      | (?P<word>[A-Za-z_][A-Za-z_0-9]*)
      | (?P<sign>\.\.\.|<<=|>>=|->|\+\+|--|<<|>>|<=|>=|==|!=|&&|\|\||[-+*/%&|^]=|\#\#|.)""",
    re.VERBOSE | re.DOTALL)

RELATIONS = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "=="}
ARITHMETIC = {"+": "-", "-": "+", "*": "+", "/": "*", "%": "/", "<<": ">>", ">>": "<<", "&": "|",
              "|": "&", "^": "|", "+=": "-=", "-=": "+=", "|=": "&=", "&=": "|=", "^=": "|=",
              "%=": "/=", "<<=": ">>=", ">>=": "<<=", "++": "--", "--": "++"}
LOGIC = {"&&": "||", "||": "&&"}
# Another width, at the end of a function's, macro's or type's name.
WIDTHS = [("64", "32"), ("32", "64"), ("16", "32"), ("8", "16"), ("64_t", "32_t"), ("32_t", "16_t"),
          ("16_t", "8_t")]
SIGNS = [("uint", "int"), ("int", "uint")]
STATUS_FAMILIES = {
    "RBPF_FAULT_": ["BOUNDS", "READ_ONLY"],
    "RBPF_REJECT_": ["EMPTY", "LENGTH"],
    "RBPF_ERR_": ["ARGUMENT", "RUNNING"],
    "RBPF_IMAGE_": ["LINES", "NO_ENTRY"],
}
RULES_OF_VERIFIER = ["OPCODE", "RESERVED"]
FAULTS_OF_IMAGES = ["SECTION", "SIZE"]
ENDINGS = {"RBPF_OK", "RBPF_YIELDED", "RBPF_SUSPENDED"}
SHAPES = {"ALU_IMM": "ALU_REG", "ALU_REG": "ALU_IMM", "NEG": "ALU_IMM", "DIV_IMM": "ALU_IMM",
          "DIV_REG": "ALU_REG", "MOV32_REG": "ALU_REG", "MOV64_REG": "MOV32_REG", "END": "ALU_IMM",
          "JA": "JA32", "JA32": "JA", "JMP_IMM": "JMP_REG", "JMP_REG": "JMP_IMM", "CALL": "CALLX",
          "CALLX": "CALL", "EXIT": "CALLX", "LDDW": "ALU_IMM", "LDX": "STX", "ST": "STX",
          "STX": "ST", "ATOMIC": "STX", "PACKET": "ALU_IMM"}
GROUPS = {"BASE32": "BASE64", "BASE64": "BASE32", "DIVMUL32": "DIVMUL64", "DIVMUL64": "DIVMUL32",
          "ATOMIC32": "ATOMIC64", "ATOMIC64": "ATOMIC32", "V4": "BASE32", "CALLX": "BASE32",
          "PACKET": "BASE32"}
# What a return that gives nothing away gives already.
ZEROES = {"", "0", "false", "NULL", "RBPF_OK", "KEPT", "SOUND"}
# How a line that is taken away is written.
NOTHING = "(nothing)"
KEYWORDS = {"if", "while", "for", "do", "switch", "return", "sizeof", "case", "else", "goto",
            "static", "const", "struct", "enum", "default", "break", "continue", "extern", "void"}


@dataclass(frozen=True)
class Token:
    kind: str
    text: str
    begin: int
    end: int
    # In which function, macro or table.
    within: str
    # Of a table, an enumeration or the like, and not of a function.
    in_table: bool


@dataclass
class Site:
    """A fault: text[begin:end] of a file becomes `new`."""

    file: str
    function: str
    rule: str
    begin: int
    end: int
    new: str
    line: int
    column: int
    before: str
    after: str
    number: int = 0
    # The how manieth of its name: two numbers may take the place of one.
    turn: int = 1
    key: str = field(default="", repr=False)

    @property
    def name(self) -> str:
        turn = f":{self.turn}" if self.turn > 1 else ""
        return f"{self.file}:{self.line}:{self.column}:{self.rule}{turn}"

    @property
    def change(self) -> str:
        return f"    {self.before}\n    {self.after or NOTHING}"

    @property
    def identity(self) -> tuple[str, str, str, str, str]:
        """What is the same when lines are moved."""
        return (self.file, self.function, self.rule, self.before, self.after)


def squeeze(text: str) -> str:
    return " ".join(text.replace("\\\n", " ").split())


def blocks(text: str) -> list[tuple[int, str, bool]]:
    """Where functions, macros and tables begin, with their names; and whether it is a table."""
    found = []
    at = 0
    for line in text.splitlines(keepends=True):
        define = re.match(r"#define (\w+)", line)
        function = re.match(r"(?:[A-Za-z_].*[ *])?([A-Za-z_]\w*)\([^;]*$", line)
        table = re.match(r"(?:static |const |extern )*\w.*?(\w+)(?:\[[^=]*\])? = (?:\{|$)", line)
        other = re.match(r"(?:enum|struct)(?: (\w+))? \{", line)
        if define:
            found.append((at, define[1], False))
        elif table:
            found.append((at, table[1], True))
        elif other:
            found.append((at, other[1] or "enum", True))
        elif function and not line.startswith("#"):
            found.append((at, function[1], False))
        at += len(line)
    return found


def is_directive(text: str, begin: int) -> bool:
    """A line of the preprocessor that stays as it is; macros are changed too."""
    line = text[begin:text.find("\n", begin)]
    return line.startswith("#") and not line.startswith("#define")


def tokens_of(text: str) -> list[Token]:
    begins = blocks(text)
    tokens = []
    skip_to = 0
    block = -1
    at_line_begin = True
    for match in TOKEN.finditer(text):
        begin, kind = match.start(), match.lastgroup
        while block + 1 < len(begins) and begins[block + 1][0] <= begin:
            block += 1
        if begin >= skip_to and at_line_begin and is_directive(text, begin):
            skip_to = text.find("\n", begin)
        elif at_line_begin and text.startswith("#define", begin):
            # Its name and parameters.
            skip_to = begin + re.compile(r"#define \w+(\([^)]*\))?").match(text, begin).end() - begin
        at_line_begin = match[0].endswith("\n") and kind != "join"
        if begin < skip_to or kind in ("comment", "space", "join"):
            continue
        _, within, in_table = begins[block] if block >= 0 else (0, "-", True)
        tokens.append(Token(kind, match[0], begin, match.end(), within, in_table))
    return tokens


def closing(tokens: list[Token], i: int) -> int:
    """The token that closes the parenthesis at i."""
    depth = 0
    for k in range(i, len(tokens)):
        depth += (tokens[k].text in "([{") - (tokens[k].text in ")]}")
        if depth == 0:
            return k
    return len(tokens) - 1


def statement_end(tokens: list[Token], i: int) -> int:
    """The semicolon that ends the statement which begins at i, or -1."""
    depth = 0
    for k in range(i, len(tokens)):
        depth += (tokens[k].text in "([{") - (tokens[k].text in ")]}")
        if depth < 0 or tokens[k].within != tokens[i].within:
            return -1
        if depth == 0 and tokens[k].text == ";":
            return k
    return -1


def follows_operand(tokens: list[Token], i: int) -> bool:
    before = tokens[i - 1] if i else None
    return before is not None and (before.kind == "number" or before.text in (")", "]") or
                                   (before.kind == "word" and before.text not in KEYWORDS))


class Planter:
    """All sites of a file."""

    def __init__(self, file: str, text: str):
        self.file = file
        self.text = text
        self.tokens = tokens_of(text)
        self.sites: list[Site] = []
        for i in range(len(self.tokens)):
            self.look_at(i)
        self.sites += list(self.rows())

    def site(self, rule: str, begin: int, end: int, new: str, within: str) -> Site:
        line = self.text.count("\n", 0, begin) + 1
        left = self.text.rfind("\n", 0, begin) + 1
        right = self.text.find("\n", max(begin, end - 1))
        before = squeeze(self.text[left:right])
        after = squeeze(self.text[left:begin] + new + self.text[end:right])
        return Site(self.file, within, rule, begin, end, new, line, begin - left + 1, before, after)

    def add(self, rule: str, first: int, new: str, last: int | None = None) -> None:
        begin = self.tokens[first]
        end = self.tokens[first if last is None else last].end
        self.sites.append(self.site(rule, begin.begin, end, new, begin.within))

    def look_at(self, i: int) -> None:
        token = self.tokens[i]
        if token.kind == "number":
            self.number(i)
        elif token.kind == "string":
            self.string(i)
        elif token.kind == "sign":
            self.sign(i)
        elif token.kind == "word":
            self.word(i)
            if not token.in_table:
                self.statement(i)
        if token.text == "*" and not token.in_table:
            self.statement(i)

    def number(self, i: int) -> None:
        token = self.tokens[i]
        digits = token.text.rstrip("uUlL")
        value = int(digits, 0)
        suffix = token.text[len(digits):]
        # Opcodes: another is there already, or has no body.
        if token.within == "RBPF_OPCODES":
            return
        if token.within == "RBPF_SHAPES":
            self.add("number", i, str(1 - value))
            return
        show = hex if digits.startswith("0x") else str
        self.add("number", i, show(value + 1) + suffix)
        if value > 0:
            self.add("number", i, show(value - 1) + suffix)

    def string(self, i: int) -> None:
        text = self.tokens[i].text
        quote = text[0]
        if len(text) > 2 and text[1] != "\\":
            changed = "?" if text[1] != "?" else "!"
            self.add("text", i, quote + changed + text[2:])

    def sign(self, i: int) -> None:
        text = self.tokens[i].text
        if text in RELATIONS:
            self.add("relation", i, RELATIONS[text])
        elif text in LOGIC:
            self.add("logic", i, LOGIC[text])
        elif text in ("++", "--") or text.endswith("=") and text in ARITHMETIC:
            self.add("arithmetic", i, ARITHMETIC[text])
        elif text in ARITHMETIC and follows_operand(self.tokens, i) and self.is_spaced(i):
            self.add("arithmetic", i, ARITHMETIC[text])
        elif text in ("~", "!"):
            self.add("negation", i, "")
        elif text == "?":
            self.add("choice", i, "&& 0 ?")

    def is_spaced(self, i: int) -> bool:
        """clang-format puts a space on both sides of an operator of two operands."""
        token = self.tokens[i]
        return self.text[token.begin - 1].isspace() and self.text[token.end].isspace() or \
            self.tokens[i + 1].kind == "number"

    def word(self, i: int) -> None:
        text = self.tokens[i].text
        if text in ("if", "while") and self.tokens[i + 1].text == "(":
            self.condition(i)
        elif text in ("true", "false"):
            self.add("number", i, "false" if text == "true" else "true")
        elif text in ENDINGS:
            self.add("status", i, "RBPF_YIELDED" if text == "RBPF_OK" else "RBPF_OK")
        elif text in ("BROKEN", "WRONG") and self.tokens[i + 1].text == "(":
            self.other(i + 2, RULES_OF_VERIFIER if text == "BROKEN" else FAULTS_OF_IMAGES, "")
        else:
            for family, names in STATUS_FAMILIES.items():
                if text.startswith(family) and text.upper() == text:
                    self.other(i, names, family)
        self.width(i)

    def other(self, i: int, names: list[str], family: str) -> None:
        text = self.tokens[i].text
        if text.upper() == text != family and not text.endswith(("_BYTES", "_NUMBER", "_MAX", "_CHAIN")):
            self.add("status", i, family + names[text == family + names[0]])

    def width(self, i: int) -> None:
        """Of casts, and of functions and macros that there are for several widths."""
        token = self.tokens[i]
        is_cast = self.tokens[i - 1].text == "(" and self.tokens[i + 1].text == ")"
        if token.in_table or not is_cast and token.text.endswith("_t"):
            return
        if not re.match(r"u?int\d+_t$|rbpf_\w+\d$|[A-Z]+(32|64)$", token.text):
            return
        for ending, new in WIDTHS:
            if token.text.endswith(ending):
                self.add("width", i, token.text[:-len(ending)] + new)
                break
        if token.text.endswith("_t"):
            for begin, new in SIGNS:
                if token.text.startswith(begin):
                    self.add("sign", i, new + token.text[len(begin):])

    def condition(self, i: int) -> None:
        last = closing(self.tokens, i + 1)
        inside = self.text[self.tokens[i + 1].end:self.tokens[last].begin]
        self.add("negation", i + 1, f"(!({inside}))", last)
        if self.tokens[i].text == "if":
            self.add("check", i + 1, f"(0 && ({inside}))", last)

    def statement(self, i: int) -> None:
        """Taken away whole: assignments, calls, returns, breaks."""
        if not self.begins_statement(i):
            return
        end = statement_end(self.tokens, i)
        text = self.tokens[i].text
        if end < 0:
            return
        if text in ("break", "continue"):
            self.add("removal", i, ";", end)
        elif text == "return":
            value = self.text[self.tokens[i + 1].begin:self.tokens[end].begin]
            if value not in ZEROES:
                self.add("return", i, "return 0;", end)
        elif text not in KEYWORDS and self.tokens[i + 1].text in (
                "(", ".", "->", "[", "=", "++", "--", "+=", "-=", "|=", "&=", "%=", ">>="):
            self.add("removal", i, ";", end)
        elif text == "*":
            self.add("removal", i, ";", end)

    def begins_statement(self, i: int) -> bool:
        before = self.tokens[i - 1].text if i else ""
        if before == ":":
            return self.tokens[i - 2].text == "default" or self.tokens[i - 3].text == "case"
        if before == ")" and self.tokens[i].text == "*":
            return False
        return before in ("{", "}", ";", ")", "else", "do")

    def rows(self) -> Iterator[Site]:
        """Rows of tables and of initialisers, labels of a switch: taken away, or another's."""
        at = 0
        begins = blocks(self.text)
        for line in self.text.splitlines(keepends=True):
            names = [name for begin, name, _ in begins if begin <= at]
            within = names[-1] if names else "-"
            if re.match(r"\s*(\.\w+|\[.*\]) = [^{]*,\n", line) or re.match(r"\s*case \w+:\n", line):
                yield self.site("row", at, at + len(line) - 1, "", within)
            yield from self.table_row(at, line, within)
            at += len(line)

    def table_row(self, at: int, line: str, within: str) -> Iterator[Site]:
        row = re.match(r'    X\((?:0x)?\w+, (\w+), "[^"]*", (\w+), (\w+), \w+\)', line)
        shape = re.match(r"    X\((\w+), (\w+), \d", line)
        body = re.match(r"(?:ALU_OP|JUMP_OP)\(\w+, (\w+)\)", line)
        if row:
            yield self.replaced("row", at, row, 2, "PACKET" if row[2] != "PACKET" else "EXIT", within)
            yield self.replaced("shape", at, row, 2, SHAPES[row[2]], within)
            yield self.replaced("group", at, row, 3, GROUPS[row[3]], within)
        elif shape:
            other = {"WRITES": "STORES", "STORES": "WRITES", "MOVES64": "MOVES32"}
            yield self.replaced("row", at, shape, 2, other.get(shape[2], "WRITES"), within)
        elif body:
            other = "jne" if body[1].startswith("j") else "xor"
            if body[1] == other:
                other = "jeq" if other == "jne" else "or"
            yield self.replaced("row", at, body, 1, other, within)

    def replaced(self, rule: str, at: int, match: re.Match[str], group: int, new: str,
                 within: str) -> Site:
        return self.site(rule, at + match.start(group), at + match.end(group), new, within)


def all_sites(root, files: list[str]) -> list[Site]:
    """In the order of files and lines. What has the same identity differs in its number only."""
    sites = []
    for file in files:
        sites += sorted(Planter(file, (root / file).read_text()).sites,
                        key=lambda site: (site.begin, site.end, site.rule))
    seen: dict[tuple[str, ...], int] = {}
    named: dict[str, int] = {}
    for number, site in enumerate(sites, 1):
        site.number = number
        named[site.name] = named.get(site.name, 0) + 1
        site.turn = named[site.name]
        seen[site.identity] = seen.get(site.identity, 0) + 1
        words = "\n".join((*site.identity, str(seen[site.identity])))
        site.key = hashlib.sha256(words.encode()).hexdigest()
    return sites


def choose(sites: list[Site], share: float, least: int) -> list[Site]:
    """Of each file a share, but at least so many; the rules take turns. By a hash of what a site
    is, so that a change elsewhere chooses no others."""
    chosen = []
    for file in dict.fromkeys(site.file for site in sites):
        by_rule: dict[str, list[Site]] = {}
        for site in sorted((s for s in sites if s.file == file), key=lambda s: s.key):
            by_rule.setdefault(site.rule, []).append(site)
        count = sum(map(len, by_rule.values()))
        quota = min(count, max(least, round(count * share)))
        turns = [site for turn in range(count) for rule in sorted(by_rule)
                 for site in by_rule[rule][turn:turn + 1]]
        chosen += turns[:quota]
    return sorted(chosen, key=lambda site: site.number)
