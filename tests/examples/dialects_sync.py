#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""dialects_sync.py PROGRAM: holds the tables of docs/dialects.md to those that PROGRAM prints.
With --write, brings them up to date."""

import re
import subprocess
import sys
from pathlib import Path

PAGE = Path(__file__).resolve().parent.parent.parent / "docs" / "dialects.md"


def main():
    printed = subprocess.run([sys.argv[1]], check=True, stdout=subprocess.PIPE, text=True).stdout
    tables = dict(zip(["fields", "statuses", "endpoints"], printed.strip().split("\n\n")))
    text = PAGE.read_text(encoding="utf-8")
    wanted = text
    for name, table in tables.items():
        place = re.compile(rf"<!-- {name} -->\n(\n\|[^\n]*(\n\|[^\n]*)*\n)?")
        wanted, found = place.subn(lambda _: f"<!-- {name} -->\n\n{table}\n", wanted)
        if found != 1:
            return f"docs/dialects.md has no place for the table {name}"
    if "--write" in sys.argv:
        PAGE.write_text(wanted, encoding="utf-8")
    elif text != wanted:
        return f"docs/dialects.md is not what the dialects say. Run: {sys.argv[0]} {sys.argv[1]} --write"
    return 0


if __name__ == "__main__":
    sys.exit(main())
