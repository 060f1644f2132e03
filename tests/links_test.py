# SPDX-License-Identifier: MIT
"""Checks that every relative link in the Markdown pages refers to an existing file and heading.

    tests/links_test.py
"""

import re
import unittest
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
PAGES = sorted([*CHECKOUT.glob("*.md"), *CHECKOUT.glob("docs/**/*.md")])


def without_blocks(page):
    """The text of a page without its blocks of code."""
    return re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)


def anchors(page):
    """The anchors that GitHub makes from the headings of a page."""
    headings = re.findall(r"^#+ +(.*?) *$", without_blocks(page), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", h.lower()).replace(" ", "-") for h in headings}


class Links(unittest.TestCase):
    def test_there_are_pages_and_links(self):
        self.assertGreater(len(PAGES), 10)
        self.assertGreater(sum(len(self.links(page)) for page in PAGES), 40)

    def test_each_leads_to_a_file(self):
        for page in PAGES:
            for path, _ in self.links(page):
                self.assertTrue((page.parent / path).exists(), f"{page.name}: {path}")

    def test_each_anchor_is_a_heading(self):
        for page in PAGES:
            for path, anchor in self.links(page):
                if anchor:
                    self.assertIn(anchor, anchors(page.parent / path if path else page), page.name)

    @staticmethod
    def links(page):
        text = re.sub(r"`[^`\n]*`", "", without_blocks(page))
        found = re.findall(r"\]\(([^)\s#]*)(?:#([^)\s]*))?\)", text)
        return [(path, anchor) for path, anchor in found if not re.match("[a-z]+:", path)]


if __name__ == "__main__":
    unittest.main()
