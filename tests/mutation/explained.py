# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

"""The faults that no test notices, with the reasons."""

import pathlib
from dataclasses import dataclass

from sites import NOTHING

LINES_OF_ENTRY = 4


class Malformed(Exception):
    """explained.txt is not as its head says."""


@dataclass(frozen=True)
class Explanation:
    identity: tuple[str, str, str, str, str]
    reason: str

    def __str__(self) -> str:
        file, function, rule, before, after = self.identity
        return f"{file} {function} {rule}\n    {before}\n    {after or NOTHING}"


def read_explanations(path: pathlib.Path) -> list[Explanation]:
    lines = [line for line in path.read_text().splitlines() if line.strip() and line[0] != "#"]
    entries = []
    if len(lines) % LINES_OF_ENTRY:
        raise Malformed(f"{path}: the last entry is no {LINES_OF_ENTRY} lines")
    for i in range(0, len(lines), LINES_OF_ENTRY):
        head, *rest = lines[i:i + LINES_OF_ENTRY]
        words = head.split()
        if head[0].isspace() or len(words) != 3:
            raise Malformed(f"{path}: not FILE FUNCTION RULE: {head}")
        if not all(line[0].isspace() for line in rest):
            raise Malformed(f"{path}: not indented: below {head}")
        before, after, reason = (line.strip() for line in rest)
        identity = (words[0], words[1], words[2], before, "" if after == NOTHING else after)
        entries.append(Explanation(identity, reason))
    if len({entry.identity for entry in entries}) != len(entries):
        raise Malformed(f"{path}: an entry is there twice")
    return entries


def judge(results: list, explanations: list[Explanation], there: set, is_whole: bool) -> list[str]:
    """What is wrong: faults that were not noticed and have no reason; reasons that explain nothing.

    Of a run that is not whole, only what was run is judged."""
    reasons = {entry.identity for entry in explanations}
    run = {result.site.identity for result in results}
    missed = {result.site.identity for result in results if result.outcome == "not noticed"}
    complaints = [f"not noticed, and not explained: {result.site.name} {result.site.function}\n"
                  f"{result.site.change}"
                  for result in results
                  if result.outcome == "not noticed" and result.site.identity not in reasons]
    for entry in explanations:
        is_due = is_whole or entry.identity in run or entry.identity not in there
        if is_due and entry.identity not in missed:
            complaints.append(f"explains nothing: {entry}")
    return complaints
