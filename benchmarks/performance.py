#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Puts a run of the benchmarks into docs/performance.md and draws it.

    cmake --workflow --preset bench | grep -E '^(goal|engine)' > build/times.txt
    cmake --workflow --preset bench-instructions | grep -E '^(goal|engine)' > build/instructions.txt
    benchmarks/compile_cost.py --headers > build/headers.txt
    benchmarks/performance.py build/times.txt build/instructions.txt build/headers.txt

The tables stand between markers of the page; the drawing is docs/images/performance.svg. A goal that
was not measured makes the exit code 1. With --check nothing is written, and the exit code is 1 where
page and drawing are not made of each other, or a goal or a public header is missing on the page.
"""

import argparse
import datetime
import math
import pathlib
import platform
import re
import subprocess
import sys

import compile_cost
import goals

ROOT = pathlib.Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs/performance.md"
PICTURE = ROOT / "docs/images/performance.svg"
BEGIN, ENGINES, HEADERS, END = (f"<!-- {name} -->\n" for name in (
    "table", "engines", "headers", "end of the table"))
LINE = re.compile(r"goal (\S+) +ours=(\S+) +peer=(\S+) +ratio=(\S+) +wanted=(<=|>=)(\S+) +(ok|short)")
ENGINE = re.compile(r"engine (\S+) +ours=(\S+) +peer=(\S+) +ratio=(\S+)")
ROW = re.compile(r"\| `(\S+)` \| (\S+) \| (\S+) \| ([\d.]+) \| ([≥≤]) ([\d.]+) \| [^|]* \| (reached|short)")


def goals_in(text):
    return {m[1]: m.groups() for m in map(LINE.match, text.splitlines()) if m}


def missing(measured):
    """The goals that a run must have and this one has not."""
    return [name for name in goals.ALL if name not in measured]


def plain(ratio):
    return f"{float(ratio):.3g}" if float(ratio) < 1000 else f"{float(ratio):.0f}"


def machine():
    cpu = re.search(r"model name\s*: (.*)", pathlib.Path("/proc/cpuinfo").read_text())[1].strip()
    cores = subprocess.run(["nproc"], stdout=subprocess.PIPE, text=True, check=True).stdout.strip()
    compiler = subprocess.run(["g++", "--version"], stdout=subprocess.PIPE, text=True,
                              check=True).stdout.splitlines()[0]
    return f"{cpu}, {cores} virtual cores; {compiler}, `-O3`; {platform.freedesktop_os_release()['PRETTY_NAME']}"


def table(times, counts):
    out = [f"Measured on {datetime.date.today():%Y-%m-%d}: {machine()}.\n", "\n",
           "| goal | ours | peer | ratio | wanted | in instructions | |\n",
           "|---|---|---|---|---|---|---|\n"]
    for name, ours, peer, ratio, sense, wanted, verdict in times.values():
        counted = plain(counts[name][3]) if name in counts else ""
        sign = "≥" if sense == ">=" else "≤"
        out.append(f"| `{name}` | {ours} | {peer} | {plain(ratio)} | {sign} {wanted} | {counted} | "
                   f"{'reached' if verdict == 'ok' else 'short'} |\n")
    return "".join(out)


def engine_table(times, counts):
    counted = {m[1]: m[4] for m in map(ENGINE.match, counts.splitlines()) if m}
    out = ["| | ours | theirs | ratio | in instructions |\n", "|---|---|---|---|---|\n"]
    for m in filter(None, map(ENGINE.match, times.splitlines())):
        out.append(f"| `{m[1]}` | {m[2]} | {m[3]} | {m[4]} | {counted.get(m[1], '')} |\n")
    return "".join(out)


def header_table(text):
    out = ["| header | seconds | × standard headers | × `nlohmann/json.hpp` |\n", "|---|---|---|---|\n"]
    for line in text.splitlines():
        _, name, *figures = line.split()
        out.append(f"| `{name}` | {' | '.join(figures)} |\n")
    return "".join(out)


def unlisted(page):
    """The public headers that a page does not name."""
    return [name for name in compile_cost.public_headers() if f"| `{name}` |" not in page]


def replaced(page, begin, content):
    before, rest = page.split(begin)
    after = rest.split(END, 1)[1]
    return before + begin + content + END + after


def picture(rows):
    """For each row how far it is from what is wanted, to the right of the line what has reached it."""
    def gain(row):
        ratio, wanted = float(row[3]), float(row[5])
        over, under = (ratio, wanted) if row[4] == "≥" else (wanted, ratio)
        return over / under if under else 1 if not over else math.inf  # none wanted, and none there

    height, left, width, top = 22, 230, 460, 62
    scale = width / 2 / math.log(8)  # from an eighth of what is wanted to eight times
    middle = left + width / 2
    bottom = top + height * len(rows)
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {left + width + 90} {bottom + 34}" '
           'font-family="system-ui, sans-serif" font-size="12" role="img" aria-labelledby="t d">\n',
           '<title id="t">How far each goal of speed is reached</title>\n',
           '<desc id="d">One bar for each goal, on a logarithmic scale. Bars to the right of the '
           'middle have reached what is wanted, hatched bars to the left have not.</desc>\n',
           '<style>text { fill: #24292f } .axis { stroke: #8c959f } .ok { fill: #2da44e } '
           '.short { fill: url(#hatch) } .hatch { stroke: #bc4c00 }\n'
           '@media (prefers-color-scheme: dark) { text { fill: #e6edf3 } .ok { fill: #3fb950 } '
           '.hatch { stroke: #f0883e } }</style>\n',
           '<defs><pattern id="hatch" width="5" height="5" patternUnits="userSpaceOnUse" '
           'patternTransform="rotate(45)"><line class="hatch" x1="0" y1="0" x2="0" y2="5" '
           'stroke-width="5" stroke-opacity=".35"/><line class="hatch" x1="0" y1="0" x2="0" y2="5" '
           'stroke-width="3"/></pattern></defs>\n',
           f'<text x="{middle}" y="22" text-anchor="middle" font-size="15">'
           'What is reached, relative to what is wanted</text>\n']
    for factor, label in ((1 / 4, "¼"), (1 / 2, "½"), (1, "wanted"), (2, "2 ×"), (4, "4 ×")):
        x = middle + scale * math.log(factor)
        dash = "" if factor == 1 else ' stroke-dasharray="2 4"'
        out.append(f'<line class="axis" x1="{x:.1f}" y1="{top - 8}" x2="{x:.1f}" y2="{bottom}"{dash}/>\n'
                   f'<text x="{x:.1f}" y="{top - 14}" text-anchor="middle">{label}</text>\n')
    for n, row in enumerate(rows):
        g = max(1 / 8, min(8, gain(row)))
        end, y = middle + scale * math.log(g), top + height * n
        low, high = min(middle, end), max(middle, end)
        out.append(f'<text x="{left - 8}" y="{y + 15}" text-anchor="end">{row[0]}</text>\n'
                   f'<rect class="{"ok" if row[6] == "reached" else "short"}" x="{low:.1f}" y="{y + 4}" '
                   f'width="{max(1.5, high - low):.1f}" height="{height - 8}" rx="2"/>\n'
                   f'<text x="{left + width + 8}" y="{y + 15}">{row[3]} ({row[4]} {row[5]})</text>\n')
    out.append(f'<text x="{middle}" y="{bottom + 22}" text-anchor="middle">'
               'behind each bar: the ratio, and the wanted one</text>\n</svg>\n')
    return "".join(out)


def main():
    options = argparse.ArgumentParser(description=__doc__,
                                      formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("runs", type=pathlib.Path, nargs="*", help="times, instructions, headers")
    options.add_argument("--check", action="store_true")
    asked = options.parse_args()

    page = PAGE.read_text()
    if not asked.check:
        times, instructions, headers = (path.read_text() for path in asked.runs)
        measured = goals_in(times)
        if missing(measured):
            return f"not measured: {', '.join(missing(measured))}"
        page = replaced(page, BEGIN, table(measured, goals_in(instructions)))
        page = replaced(page, ENGINES, engine_table(times, instructions))
        page = replaced(page, HEADERS, header_table(headers))
        PAGE.write_text(page)
    rows = {m[1]: m.groups() for m in map(ROW.match, page.splitlines()) if m}
    drawn = picture(list(rows.values()))
    if not asked.check:
        PICTURE.write_text(drawn)
        return 0
    absent = missing(rows) + unlisted(page)
    if absent:
        return f"docs/performance.md does not tell of {', '.join(absent)}"
    return 0 if PICTURE.read_text() == drawn else "docs/images/performance.svg is not of this page"


if __name__ == "__main__":
    sys.exit(main())
