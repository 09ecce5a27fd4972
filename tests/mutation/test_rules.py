# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

"""The rules plant what they should, a choice stays the same, and no missing reason is overlooked."""

import pathlib
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True

import explained  # noqa: E402
from run import Result, parse_names  # noqa: E402
from sites import Site, all_sites, choose  # noqa: E402

SOURCE = """\
/* if (a < b) is no code here. */
#include "x<y.h"
#define TWICE(a) ((a) + (a))
static const uint8_t table[] = {
    [1] = 2,
};

int f(const struct s *p, int a)
{
    if (a < 1 && p->x)
        return -1;
    a = (uint32_t)a;
    return a;
}
"""


def sites_of(text: str) -> list[Site]:
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        (root / "f.c").write_text(text)
        return all_sites(root, ["f.c"])


def entry(site: Site, reason: str = "    why\n") -> str:
    return f"{site.file} {site.function} {site.rule}\n{site.change}\n{reason}"


class Rules(unittest.TestCase):
    def after(self, rule: str) -> list[str]:
        return [site.after for site in sites_of(SOURCE) if site.rule == rule]

    def test_each_rule(self) -> None:
        if_line = "if (a < 1 && p->x)"
        self.assertEqual(self.after("relation"), [if_line.replace("<", "<=")])
        self.assertEqual(self.after("logic"), [if_line.replace("&&", "||")])
        self.assertEqual(self.after("negation"), ["if (!(a < 1 && p->x))"])
        self.assertEqual(self.after("check"), ["if (0 && (a < 1 && p->x))"])
        self.assertEqual(self.after("arithmetic"), ["#define TWICE(a) ((a) - (a))"])
        self.assertEqual(self.after("removal"), [";"])
        self.assertEqual(self.after("return"), ["return 0;", "return 0;"])
        self.assertEqual(self.after("width"), ["a = (uint16_t)a;"])
        self.assertEqual(self.after("sign"), ["a = (int32_t)a;"])
        self.assertEqual(self.after("row"), [""])
        self.assertEqual(self.after("number"), [
            "[2] = 2,", "[0] = 2,", "[1] = 3,", "[1] = 1,", "if (a < 2 && p->x)",
            "if (a < 0 && p->x)", "return -2;", "return -0;"])

    def test_functions(self) -> None:
        found = {site.function for site in sites_of(SOURCE)}
        self.assertEqual(found, {"TWICE", "table", "f"})

    def test_planting_changes_what_it_says(self) -> None:
        for site in sites_of(SOURCE):
            planted = SOURCE[:site.begin] + site.new + SOURCE[site.end:]
            self.assertNotEqual(planted, SOURCE, site)

    def test_names_are_found_or_refused(self) -> None:
        sites = sites_of(SOURCE)
        self.assertEqual(parse_names([sites[2].name, "2"], sites), [sites[1], sites[2]])
        self.assertEqual(len({site.name for site in sites}), len(sites))
        with self.assertRaises(SystemExit):
            parse_names(["2", "f.c:1:1:relation"], sites)


class Choice(unittest.TestCase):
    def test_all_rules_take_turns(self) -> None:
        sites = sites_of(SOURCE)
        rules = {site.rule for site in sites}
        self.assertEqual({site.rule for site in choose(sites, 0.0, len(rules))}, rules)

    def test_lines_in_front_change_nothing(self) -> None:
        moved = choose(sites_of("/* More. */\n\n" + SOURCE), 0.5, 1)
        self.assertEqual([site.identity for site in moved],
                         [site.identity for site in choose(sites_of(SOURCE), 0.5, 1)])


class Reasons(unittest.TestCase):
    def setUp(self) -> None:
        self.sites = sites_of(SOURCE)
        self.there = {site.identity for site in self.sites}

    def judge(self, outcome: str, text: str, is_whole: bool = True) -> list[str]:
        results = [Result(self.sites[0], outcome)]
        return explained.judge(results, self.read(text), self.there, is_whole)

    def read(self, text: str) -> list[explained.Explanation]:
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "explained.txt"
            path.write_text(text)
            return explained.read_explanations(path)

    def test_what_is_explained_passes(self) -> None:
        self.assertEqual(self.judge("noticed", ""), [])
        self.assertEqual(self.judge("not noticed", "# why\n\n" + entry(self.sites[0])), [])

    def test_what_is_not_explained_fails(self) -> None:
        self.assertIn("not explained", self.judge("not noticed", "")[0])

    def test_what_explains_nothing_fails(self) -> None:
        for outcome in ("noticed", "same code", "does not compile"):
            self.assertIn("explains nothing", self.judge(outcome, entry(self.sites[0]))[0])
        other = entry(self.sites[0]) + entry(self.sites[1])
        self.assertIn("explains nothing", self.judge("not noticed", other)[0])
        self.assertEqual(self.judge("not noticed", other, is_whole=False), [])
        gone = entry(self.sites[0]) + entry(self.sites[1]).replace("f.c", "g.c")
        self.assertIn("explains nothing", self.judge("not noticed", gone, is_whole=False)[0])

    def test_malformed_files_are_refused(self) -> None:
        whole = entry(self.sites[0])
        self.assertEqual(len(self.read(whole)), 1)
        for text in (whole + "more\n", whole + whole, whole.replace("    why", "why"), " " + whole,
                     whole.replace("f.c ", "", 1), entry(self.sites[0], "")):
            with self.assertRaises(explained.Malformed, msg=text):
                self.read(text)


if __name__ == "__main__":
    unittest.main()
