# SPDX-License-Identifier: MIT
"""What becomes of the lines of a benchmark run: its table, its drawing, and what is missing."""

import re
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "benchmarks"))
import goals
import performance


def row(ratio, sense, wanted, verdict):
    return ("name", "1ns", "2ns", ratio, sense, wanted, verdict)


def bar(of):
    """Where the one bar of a drawing begins, and how wide it is."""
    drawn = performance.picture([of])
    found = re.search(r'<rect class="(\w+)" x="([\d.]+)" y="[\d.]+" width="([\d.]+)"', drawn)
    return found[1], float(found[2]), float(found[3])


MIDDLE = bar(row("1", "≥", "1", "reached"))[1]


class Performance(unittest.TestCase):
    def test_a_benchmark_is_known_without_its_repetitions(self):
        self.assertEqual(goals.known_as("hold/iterations:1/repeats:2"), "hold")
        self.assertEqual(goals.known_as("sweep/1000/iterations:10"), "sweep/1000")
        self.assertEqual(goals.known_as("sweep/1000"), "sweep/1000")

    def test_a_line_of_a_run_is_read_whatever_its_peer(self):
        text = (goals.line("a.b", "1ns", "3ns", 3, ">=2", True) + "\n"
                + goals.line("c", "4", "-", 4, "<=5", False) + "\nnot a line\n")
        self.assertEqual(list(performance.goals_in(text).values()),
                         [("a.b", "1ns", "3ns", "3", ">=", "2", "ok"),
                          ("c", "4", "-", "4", "<=", "5", "short")])

    def test_every_goal_that_a_run_lacks_is_told(self):
        some = {name: () for name in goals.ALL[1:]}
        self.assertEqual(performance.missing(some), goals.ALL[:1])
        some[goals.ALL[0]] = ()
        self.assertEqual(performance.missing(some), [])

    def test_bars_go_right_for_what_is_reached_and_left_for_what_is_not(self):
        kind, begin, width = bar(row("4", "≥", "2", "reached"))
        self.assertEqual((kind, begin), ("ok", MIDDLE))
        self.assertGreater(width, 50)
        self.assertEqual(bar(row("1", "≤", "2", "reached")), (kind, begin, width))
        kind, begin, of_half = bar(row("1", "≥", "2", "short"))
        self.assertEqual((kind, begin), ("short", MIDDLE - of_half))
        self.assertEqual(of_half, width)
        self.assertEqual(bar(row("4", "≤", "2", "short")), (kind, begin, of_half))

    def test_a_ratio_that_rounds_to_the_goal_is_drawn_as_it_was_judged(self):
        self.assertEqual(bar(row("1.5", "≥", "1.5", "short"))[0], "short")
        self.assertEqual(bar(row("1.5", "≥", "1.5", "reached"))[0], "ok")

    def test_a_goal_of_none_is_reached_by_none_and_missed_by_any(self):
        self.assertEqual(bar(row("0", "≤", "0", "reached"))[1], MIDDLE)
        kind, begin, width = bar(row("1", "≤", "0", "short"))
        self.assertEqual(kind, "short")
        self.assertAlmostEqual(begin + width, MIDDLE)
        self.assertGreater(width, 100)

    def test_a_part_of_the_page_is_replaced_alone(self):
        page = "a\n<!-- x -->\nold\n<!-- end of the table -->\nb\n<!-- y -->\nold\n<!-- end of the table -->\n"
        self.assertEqual(performance.replaced(page, "<!-- y -->\n", "new\n"),
                         page[::-1].replace("dlo", "wen", 1)[::-1])

    def test_a_header_that_the_page_does_not_name_is_told(self):
        named = "| `invito/core.hpp` | 1 |"
        self.assertNotIn("invito/core.hpp", performance.unlisted(named))
        self.assertIn("invito/invito.hpp", performance.unlisted(named))
        self.assertNotIn("invito/wire/boost_json.hpp", performance.unlisted(""))


if __name__ == "__main__":
    unittest.main()
