# SPDX-License-Identifier: MIT
"""Tests how benchmarks/performance.py makes a page and a drawing from the lines of a run."""

import re
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "benchmarks"))
import goals
import performance


def bar(*cells):
    """The class, the start and the width of the only bar of a drawing."""
    drawn = performance.picture({"Reading": [["what", "peer", *cells]]})
    found = re.search(r'<rect class="(\w+)" x="([\d.]+)" y="[\d.]+" width="([\d.]+)"', drawn)
    return found[1], float(found[2]), float(found[3])


def every_benchmark():
    return {name: ("1ns", "2ns", 0.5)
            for rows in performance.TABLES.values() for name, *_ in rows}


MIDDLE = bar("1", "1", "1.00")[1]
PAGE = "text\n" + performance.BEGIN + "old\n" + performance.END + "more\n"


class Performance(unittest.TestCase):
    def test_a_benchmark_is_known_without_its_repetitions(self):
        self.assertEqual(goals.known_as("hold/iterations:1/repeats:2"), "hold")
        self.assertEqual(goals.known_as("sweep/1000/iterations:10"), "sweep/1000")
        self.assertEqual(goals.known_as("sweep/1000"), "sweep/1000")

    def test_each_ratio_becomes_ours_divided_by_the_peers(self):
        text = "\n".join([goals.line("a.b", "1ns", "4ns", 4, ">=2", True),
                          goals.line("c", "4", "-", 4, "<=5", False), "not a line",
                          goals.figure("d", "3ns", "2ns", 1.5)])
        self.assertEqual(performance.measured_in(text), {
            "a.b": ("1ns", "4ns", 0.25), "c": ("4", "-", 4), "d": ("3ns", "2ns", 1.5)})

    def test_every_goal_has_a_row(self):
        self.assertEqual(performance.unshown(), [])

    def test_a_benchmark_that_a_run_lacks_is_named(self):
        every = every_benchmark()
        self.assertEqual(performance.missing(every, every), [])
        less = {name: value for name, value in every.items() if name != "from_json"}
        self.assertEqual(performance.missing(less, every), ["from_json"])
        self.assertEqual(performance.missing(every, less), ["from_json"])

    def test_no_instructions_are_needed_where_time_alone_counts(self):
        every = every_benchmark()
        counts = {name: value for name, value in every.items()
                  if not name.startswith(("step.", "sweep.", "size", "separate.", "include."))}
        self.assertEqual(performance.missing(every, counts), [])

    def test_figures_are_written_for_people(self):
        self.assertEqual(performance.number("5.61us"), "5.61 µs")
        self.assertEqual(performance.number("1.2e+06"), "1,200,000")
        self.assertEqual(performance.number("12345"), "12,345")
        self.assertEqual([performance.ratio(r) for r in (0.012345, 0.5, 1.484, 120.4)],
                         ["0.012", "0.50", "1.48", "120"])

    def test_a_bar_goes_left_for_less_and_right_for_more(self):
        kind, begin, width = bar("1", "2", "0.50")
        self.assertEqual(kind, "less")
        self.assertAlmostEqual(begin + width, MIDDLE, 0)
        self.assertEqual(bar("4", "2", "2.00"), ("more", MIDDLE, width))

    def test_instructions_are_drawn_before_time(self):
        self.assertEqual(bar("1", "2", "0.50", "4 ns", "2 ns", "2.00")[0], "less")
        self.assertEqual(bar("", "", "", "4 ns", "2 ns", "2.00")[0], "more")

    def test_a_row_without_a_peer_has_no_bar(self):
        self.assertNotIn("<rect", performance.picture({"Memory": [["what", "4"]]}))
        self.assertNotIn("<rect", performance.picture({"Compiling": [["what", "-", "1 GB", "", ""]]}))

    def test_the_tables_of_a_page_are_read_back(self):
        every = every_benchmark()
        page = performance.replaced(PAGE, performance.BEGIN, performance.tables(every, every))
        self.assertEqual(performance.absent(page), [])
        self.assertEqual(performance.rows_of(page)["Reading"][0][2:],
                         ["1 ns", "2 ns", "0.50", "1 ns", "2 ns", "0.50"])
        row = next(line for line in page.splitlines() if "from a tree" in line)
        self.assertEqual(performance.absent(page.replace(row + "\n", "")),
                         ["An OpenAI invite from a tree (`from_json`)"])

    def test_a_part_of_the_page_is_replaced_alone(self):
        page = ("a\n<!-- x -->\nold\n<!-- end of the table -->\n"
                "b\n<!-- y -->\nold\n<!-- end of the table -->\n")
        self.assertEqual(performance.replaced(page, "<!-- y -->\n", "new\n"),
                         page[::-1].replace("dlo", "wen", 1)[::-1])

    def test_a_header_that_the_page_does_not_name_is_named(self):
        named = "| `invito/core.hpp` | 1 |"
        self.assertNotIn("invito/core.hpp", performance.unlisted(named))
        self.assertIn("invito/invito.hpp", performance.unlisted(named))
        self.assertNotIn("invito/wire/boost_json.hpp", performance.unlisted(""))
        self.assertNotIn("invito/wire/impl/nlohmann.hpp", performance.unlisted(""))


if __name__ == "__main__":
    unittest.main()
