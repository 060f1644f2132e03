#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Writes the results of a benchmark run into docs/performance.md and draws them.

    cmake --workflow --preset bench | grep -E '^(goal|figure)' > build/times.txt
    cmake --workflow --preset bench-instructions | grep -E '^(goal|figure)' > build/instructions.txt
    benchmarks/compile_cost.py --headers > build/headers.txt
    benchmarks/performance.py build/times.txt build/instructions.txt build/headers.txt

The tables are between markers in the page; the drawing is docs/images/performance.svg. The exit code
is 1 if a benchmark was not measured. With --check, nothing is written, and the exit code is 1 if the
drawing does not match the page, or if the page lacks a benchmark or a public header.
"""

import argparse
import datetime
import html
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
BEGIN, HEADERS, END = (f"<!-- {name} -->\n" for name in ("table", "headers", "end of the table"))
LINE = re.compile(r"(?:goal|figure) (\S+) +ours=(\S+) +peer=(\S+) +ratio=(\S+)(?: +wanted=(<=|>=))?")

TREE = "`json::parse`, `from_json`"
BUILD = "initializer lists, `dump`"
HAND = "hand-written code"
# The tables of the page. Each row: the benchmark, what is measured, the peer.
TABLES = {
    "Compiling": [
        ("separate.include.core", "`core.hpp`, separate", "`nlohmann/json.hpp`"),
        ("include.core", "`core.hpp`, header-only", "`nlohmann/json.hpp`"),
        ("separate.include.all", "`invito.hpp`, separate", "`nlohmann/json.hpp`, `date/date.h`"),
        ("include.all", "`invito.hpp`, header-only", "`nlohmann/json.hpp`, `date/date.h`"),
        ("separate.use.all", "Read and write one API, separate", TREE),
        ("use.all", "Read and write one API, header-only", TREE),
        ("separate.use.core", "Issue and accept, separate", HAND),
        ("use.core", "Issue and accept, header-only", HAND),
        ("separate.object", "Object code of one API, separate", HAND),
        ("object", "Object code of one API, header-only", HAND),
        ("separate.src", "`src.hpp`, compiled once per program", "read and write one API, header-only"),
        ("separate.src.memory", "`src.hpp`, peak memory of the compiler", "-"),
        ("separate.units", "`src.hpp` and ten source files", "the same ten files, header-only"),
    ],
    "Reading": [
        ("read.openai.dom", "An OpenAI invite", TREE),
        ("read.openai.sax", "An OpenAI invite", "hand-written nlohmann SAX handler"),
        ("read.openai.accept", "An OpenAI invite", "`json::accept`"),
        ("read.list.dom", "A list of 100 invites", TREE),
        ("read.list.sax", "A list of 100 invites", "hand-written nlohmann SAX handler"),
        ("read.list.accept", "A list of 100 invites", "`json::accept`"),
        ("read.nuon.dom", "A Nuon invite", TREE),
        ("read.nuon.accept", "A Nuon invite", "`json::accept`"),
        ("from_json", "An OpenAI invite from a tree", "`from_json`"),
        ("read_boost_json.openai", "An OpenAI invite, parsed by Boost.JSON", "hand-written Boost.JSON handler"),
        ("read_boost_json.openai.dom", "An OpenAI invite, parsed by Boost.JSON", TREE),
        ("read_boost_json.list", "A list of 100 invites, parsed by Boost.JSON", "hand-written Boost.JSON handler"),
        ("read_boost_json.list.dom", "A list of 100 invites, parsed by Boost.JSON", TREE),
        ("read.openai.rapidjson", "An OpenAI invite", "hand-written RapidJSON SAX handler"),
        ("read.openai.simdjson", "An OpenAI invite", "hand-written simdjson code"),
        ("time.parse.strptime", "An RFC 3339 time", "`strptime`, `timegm`"),
        ("time.parse.date", "An RFC 3339 time", "`date::parse`"),
    ],
    "Writing": [
        ("write.openai.dom", "An OpenAI invite", BUILD),
        ("write.openai.appender", "An OpenAI invite", "hand-written appends to a string"),
        ("write.list.dom", "A list of 100 invites", BUILD),
        ("write.list.appender", "A list of 100 invites", "hand-written appends to a string"),
        ("to_json", "An OpenAI invite to a tree", "initializer lists"),
        ("write.openai.rapidjson", "An OpenAI invite", "hand-written RapidJSON `Writer` code"),
        ("write.openai.fmt", "An OpenAI invite", "hand-written fmt code"),
        ("time.format.strftime", "An RFC 3339 time", "`gmtime_r`, `strftime`"),
        ("time.format.date", "An RFC 3339 time", "`date::format`"),
    ],
    "Deciding": [
        ("accept", "Accept an invitation", HAND),
        ("refuse", "Refuse an expired invitation", HAND),
        ("email.valid", "Check an email address", "`std::regex`"),
        ("email.canonical", "Canonical form of an email address", "a copy of the address"),
        ("step.switch", "A million transitions of the state machine", "a nested `switch`"),
        ("step.msm", "A million transitions of the state machine", "Boost.MSM"),
    ],
    "Memory": [
        ("accept.allocations", "Allocations to accept an invitation", "-"),
        ("accept.moved", "Allocations to accept, with the decision moved into `apply`", "-"),
        ("refuse.allocations", "Allocations to refuse a command", "-"),
        ("size.invitation", "`sizeof(invitation)`, bytes", "-"),
        ("size.event", "`sizeof(event)`, bytes", "-"),
        ("size.decision", "`sizeof(decision)`, bytes", "-"),
        ("size.problem", "`sizeof(problem)`, bytes", "-"),
        ("size", "A million invitations with three events each, GB", "-"),
    ],
    "Large inputs": [
        ("sweep.loop", "Find expired records among 10<sup>5</sup>", "a loop with `if`"),
        ("sweep.read", "Find expired records among 10<sup>7</sup>", "reading one member of each"),
        ("sweep.index", "Find an expired entry in an index of 10<sup>7</sup>", "in an index of 10<sup>4</sup>"),
        ("bulk", "One row of a bulk plan of 10<sup>5</sup> rows", "of a plan of 10<sup>3</sup> rows"),
        ("history.append", "Append an event after 10<sup>5</sup> events", "after one event"),
        ("history.status_at", "`status_at` among 10<sup>5</sup> events", "among 10<sup>3</sup> events"),
    ],
}
COUNTED = ("Reading", "Writing", "Deciding", "Large inputs")  # the tables that also have instructions
TIMED = ["| Measured | Compared with | invito | peer | ratio |", "|---|---|---|---|---|"]
WITH_INSTRUCTIONS = ["| Measured | Compared with | invito, instructions | peer, instructions | ratio "
                     "| invito, time | peer, time | ratio |",
                     "|---|---|---|---|---|---|---|---|"]
ALONE = ["| Measured | Value |", "|---|---|"]


def measured_in(text):
    """For each benchmark of a run: the value of invito, the value of the peer, and the ratio of the two."""
    out = {}
    for m in filter(None, map(LINE.match, text.splitlines())):
        out[m[1]] = m[2], m[3], 1 / float(m[4]) if m[5] == ">=" else float(m[4])
    return out


def missing(times, counts):
    """The benchmarks of the page that are missing in the runs."""
    out = []
    for title, rows in TABLES.items():
        for name, *_ in rows:
            counted = title in COUNTED and not name.startswith(goals.BY_TIME_ALONE)
            if name not in times or counted and name not in counts:
                out.append(name)
    return out


def unshown():
    """The goals and figures that no table of the page has."""
    shown = {name for rows in TABLES.values() for name, *_ in rows}
    every = [row[0] for row in goals.GOALS + goals.ENGINES] + goals.COMPILING
    return [name for name in every if name not in shown]


def number(text):
    """A value of a run as the page shows it: `5.61us` with a space, an instruction count with commas."""
    m = re.fullmatch(r"([\d.e+-]+?)([A-Za-z]+)", text)
    if m:
        return f"{m[1]} {m[2].replace('us', 'µs')}"
    return f"{float(text):,.0f}"


def ratio(value):
    return f"{value:.0f}" if value >= 99.5 else f"{value:.2g}" if value < 0.1 else f"{value:.2f}"


def machine():
    cpu = re.search(r"model name\s*: (.*)", pathlib.Path("/proc/cpuinfo").read_text())[1].strip()
    cores = subprocess.run(["nproc"], stdout=subprocess.PIPE, text=True, check=True).stdout.strip()
    compiler = subprocess.run(["g++", "--version"], stdout=subprocess.PIPE, text=True,
                              check=True).stdout.splitlines()[0]
    return f"{cpu}, {cores} virtual cores; {compiler}, `-O3`; {platform.freedesktop_os_release()['PRETTY_NAME']}"


def tables(times, counts):
    out = [f"Measured on {datetime.date.today():%Y-%m-%d}: {machine()}."]
    for title, rows in TABLES.items():
        heads = (ALONE if title == "Memory" else WITH_INSTRUCTIONS if title in COUNTED else TIMED)
        out += ["", f"### {title}", "", *heads]
        for name, what, peer in rows:
            cells = [what, peer]
            if title == "Memory":
                cells = [what, times[name][0]]
            else:
                if title in COUNTED:
                    ours, theirs, r = counts.get(name, ("", "", 0))
                    cells += [number(ours), number(theirs), ratio(r)] if ours else ["", "", ""]
                ours, theirs, r = times[name]
                cells += [number(ours), *(["", ""] if theirs == "-" else [number(theirs), ratio(r)])]
            out.append(f"| {' | '.join(cells)} |")
    return "\n".join(out) + "\n"


def header_table(text):
    out = ["| Header | header-only, seconds | ratio to `nlohmann/json.hpp` | separate, seconds "
           "| ratio to `nlohmann/json.hpp` |\n",
           "|---|---|---|---|---|\n"]
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


def rows_of(page):
    """The rows of the tables of a page by title, as lists of cells, without the headings."""
    out = {}
    title = None
    for line in page.split(BEGIN)[1].split(END)[0].splitlines():
        if line.startswith("### "):
            title = line[4:]
            out[title] = []
        elif line.startswith("|") and line not in TIMED + WITH_INSTRUCTIONS + ALONE:
            out[title].append([cell.strip() for cell in line.strip("|").split("|")])
    return out


def absent(page):
    """The rows that are missing on a page."""
    found = {title: [row[:2] for row in rows] for title, rows in rows_of(page).items()}
    return [f"{what} ({peer})" for title, rows in TABLES.items() for _, what, peer in rows
            if not any(row[0] == what and (title == "Memory" or row[1] == peer)
                       for row in found.get(title, []))]


def plain(text):
    """The text of a cell without Markdown, for the drawing."""
    for exponent, sign in (("3", "³"), ("4", "⁴"), ("5", "⁵"), ("7", "⁷")):
        text = text.replace(f"<sup>{exponent}</sup>", sign)
    return html.escape(text.replace("`", ""), quote=False)


def picture(groups):
    """The drawing, with a bar for each ratio. A ratio of instructions replaces a ratio of time."""
    rows = []
    for title, cells in groups.items():
        bars = [(what, peer, float(ratio)) for what, peer, ratio in (
            (row[0], row[1], next(filter(None, row[4::3]), "")) for row in cells if len(row) > 2)
            if ratio]
        rows += [title, *bars] if bars else []
    height, left, width, top = 20, 500, 330, 62
    least, most = math.log(1 / 64), math.log(8)
    scale = width / (most - least)
    middle = left - scale * least
    bottom = top + height * len(rows)
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {left + width + 60} {bottom + 12}" '
           'font-family="system-ui, sans-serif" font-size="12" role="img" aria-labelledby="t d">\n',
           '<title id="t">The cost of invito, relative to each peer</title>\n',
           '<desc id="d">One bar for each comparison, on a logarithmic scale. A bar to the left of '
           'the line means that invito costs less than the peer; a hatched bar to the right means '
           'that it costs more. The tables of the page have the same figures.</desc>\n',
           '<style>text { fill: #24292f } .axis { stroke: #8c959f } .less { fill: #2da44e } '
           '.more { fill: url(#hatch) } .hatch { stroke: #bc4c00 }\n'
           '@media (prefers-color-scheme: dark) { text { fill: #e6edf3 } .less { fill: #3fb950 } '
           '.hatch { stroke: #f0883e } }</style>\n',
           '<defs><pattern id="hatch" width="5" height="5" patternUnits="userSpaceOnUse" '
           'patternTransform="rotate(45)"><line class="hatch" x1="0" y1="0" x2="0" y2="5" '
           'stroke-width="5" stroke-opacity=".35"/><line class="hatch" x1="0" y1="0" x2="0" y2="5" '
           'stroke-width="3"/></pattern></defs>\n',
           f'<text x="{(left + width) / 2:.0f}" y="22" text-anchor="middle" font-size="15">'
           'The cost of invito, divided by the cost of each peer</text>\n']
    for factor, label in ((1 / 32, "1/32"), (1 / 8, "1/8"), (1 / 2, "1/2"), (1, "1"), (2, "2"), (4, "4")):
        x = middle + scale * math.log(factor)
        dash = "" if factor == 1 else ' stroke-dasharray="2 4"'
        out.append(f'<line class="axis" x1="{x:.1f}" y1="{top - 8}" x2="{x:.1f}" y2="{bottom}"{dash}/>\n'
                   f'<text x="{x:.1f}" y="{top - 14}" text-anchor="middle">{label}</text>\n')
    for n, row in enumerate(rows):
        y = top + height * n
        if isinstance(row, str):
            out.append(f'<text x="8" y="{y + 14}" font-weight="bold">{row}</text>\n')
            continue
        what, peer, value = row
        end = middle + scale * max(least, min(most, math.log(value)))
        low, high = min(middle, end), max(middle, end)
        out.append(f'<text x="8" y="{y + 14}">{plain(what)}</text>\n'
                   f'<text x="{left - 12}" y="{y + 14}" text-anchor="end">{plain(peer)}</text>\n'
                   f'<rect class="{"less" if value <= 1 else "more"}" x="{low:.1f}" y="{y + 4}" '
                   f'width="{max(1.5, high - low):.1f}" height="{height - 8}" rx="2"/>\n'
                   f'<text x="{left + width + 8}" y="{y + 14}">{ratio(value)}</text>\n')
    out.append("</svg>\n")
    return "".join(out)


def main():
    options = argparse.ArgumentParser(description=__doc__,
                                      formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("runs", type=pathlib.Path, nargs="*",
                         help="the files with the times, instructions and headers, in this order")
    options.add_argument("--check", action="store_true", help="write nothing; check the page")
    asked = options.parse_args()

    page = PAGE.read_text()
    if unshown():
        return f"no table of benchmarks/performance.py has {', '.join(unshown())}"
    if not asked.check:
        times, instructions, headers = (path.read_text() for path in asked.runs)
        times, counts = measured_in(times), measured_in(instructions)
        if missing(times, counts):
            return f"not measured: {', '.join(missing(times, counts))}"
        page = replaced(page, BEGIN, tables(times, counts))
        page = replaced(page, HEADERS, header_table(headers))
        PAGE.write_text(page)
        PICTURE.write_text(picture(rows_of(page)))
        return 0
    lacking = absent(page) + unlisted(page)
    if lacking:
        return f"docs/performance.md lacks {', '.join(lacking)}"
    drawn = picture(rows_of(page))
    return 0 if PICTURE.read_text() == drawn else "docs/images/performance.svg does not match the page"


if __name__ == "__main__":
    sys.exit(main())
