#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""tables_sync.py PAGE PROGRAM: compares the tables of docs/PAGE with the output of PROGRAM. A line
<!-- name --> precedes each table. With --write, updates the tables."""

import re
import subprocess
import sys
from pathlib import Path

DOCS = Path(__file__).resolve().parent.parent.parent / "docs"


def main():
    page, program = sys.argv[1:3]
    path = DOCS / page
    printed = subprocess.run([program], check=True, stdout=subprocess.PIPE, encoding="utf-8").stdout
    text = path.read_text(encoding="utf-8")
    wanted = text
    tables = re.findall(r"^<!-- (\w+) -->\n\n((?:\|[^\n]*\n)+)", printed, re.MULTILINE)
    if not tables:
        return f"{program} prints no table"
    for name, table in tables:
        place = re.compile(rf"<!-- {name} -->\n(\n\|[^\n]*(\n\|[^\n]*)*\n)?")
        wanted, found = place.subn(lambda _: f"<!-- {name} -->\n\n{table}", wanted)
        if found != 1:
            return f"docs/{page} has no place for the table {name}"
    if "--write" in sys.argv:
        path.write_text(wanted, encoding="utf-8")
    elif text != wanted:
        return f"docs/{page} is not what the code says. Run: {' '.join(sys.argv)} --write"
    return 0


if __name__ == "__main__":
    sys.exit(main())
