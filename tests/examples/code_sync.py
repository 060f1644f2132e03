#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Compares the code on the pages with the compiled files that contain the same code. With --write,
updates the pages.

The line <!-- code: FILE [NAME] --> precedes a block on a page. The block has the lines between the
comments [NAME] and [/NAME] of the file.
"""

import re
import sys
import textwrap
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PAGES = ["README.md", *sorted(str(p.relative_to(ROOT)) for p in (ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"(<!-- code: (\S+) \[(\w+)\] -->\n```\w+\n)(.*?)(?=^```\n)", re.MULTILINE | re.DOTALL)


def part(file, name):
    text = (ROOT / file).read_text(encoding="utf-8")
    found = re.findall(rf"^ *(?://|--) \[{name}\]\n(.*?)^ *(?://|--) \[/{name}\]\n", text,
                       re.MULTILINE | re.DOTALL)
    if len(found) != 1:
        raise SystemExit(f"{file} has {len(found)} parts named [{name}]")
    return textwrap.dedent(found[0])


def main():
    stale, blocks = [], 0
    for page in PAGES:
        text = (ROOT / page).read_text(encoding="utf-8")
        wanted, found = BLOCK.subn(lambda m: m[1] + part(m[2], m[3]), text)
        blocks += found
        if text.count("<!-- code:") != found:
            return f"{page} has a line <!-- code: ... --> without a block"
        if "--write" in sys.argv:
            (ROOT / page).write_text(wanted, encoding="utf-8")
        elif text != wanted:
            stale.append(page)
    if stale:
        return f"{', '.join(stale)}: not what the code says. Run: tests/examples/code_sync.py --write"
    return 0 if blocks else "no page has code"


if __name__ == "__main__":
    sys.exit(main())
