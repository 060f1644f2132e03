#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Holds the README's code to the compiled example. With --write, brings it up to date."""

import sys
import textwrap
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
README = ROOT / "README.md"
BEGIN = "<!-- readme.cpp -->\n```cpp\n"
END = "```\n"


def main():
    example = (ROOT / "docs/examples/readme.cpp").read_text(encoding="utf-8")
    code = textwrap.dedent(example.split("  // [readme]\n")[1])
    text = README.read_text(encoding="utf-8")
    start = text.index(BEGIN) + len(BEGIN)
    wanted = text[:start] + code + text[text.index(END, start) :]
    if "--write" in sys.argv:
        README.write_text(wanted, encoding="utf-8")
    elif text != wanted:
        return "README.md and docs/examples/readme.cpp differ. Run: tests/examples/readme_sync.py --write"
    return 0


if __name__ == "__main__":
    sys.exit(main())
