#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""pictures_sync.py PROGRAM: compares the drawings in docs/images with the output of PROGRAM and with
the includes of the headers. With --write, draws them again, which requires Debian's graphviz.

A drawing of Graphviz begins with the text that it was made from. So the comparison needs no Graphviz
and does not depend on its version.
"""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
IMAGES = ROOT / "docs/images"
LAYERS = {"base": "results, problems, instants, limits", "model": "email, role, token, event, invitation",
          "lifecycle": "verbs, state machine, policy, rules", "wire": "JSON: reader, writer, native format",
          "dialects": "one header for each API"}


def printed(program, what):
    return subprocess.run([program, what], check=True, stdout=subprocess.PIPE, encoding="utf-8").stdout


def layers():
    """The graph of the folders of the library and of the includes between them."""
    headers, edges = {layer: [] for layer in LAYERS}, set()
    for path in sorted((ROOT / "include/invito").rglob("*.[hi]pp")):
        layer, *folders = path.relative_to(ROOT / "include/invito").parts[:-1] or [None]
        if layer not in LAYERS:
            continue
        if "impl" not in folders:  # impl has definitions; its files are not listed, but their includes count
            headers[layer].append(path.stem)
        for other in re.findall(r"^#include <invito/(\w+)/", path.read_text(), re.MULTILINE):
            if other != layer:
                edges.add((layer, other))
    order = list(LAYERS)
    upwards = [edge for edge in edges if order.index(edge[0]) < order.index(edge[1])]
    if upwards:
        raise SystemExit(f"a layer includes a layer above it: {upwards}")
    out = ['digraph layers {', '  rankdir=BT; bgcolor=transparent; ranksep=0.35',
           '  node [shape=box, style=rounded, fontname="sans-serif", width=6.5]',
           '  edge [color="#8c959f"]']
    for layer, what in LAYERS.items():
        names = sorted(set(headers[layer]))
        lines, line = [], ""
        for name in names:
            if len(line) + len(name) > 78:
                lines.append(line.rstrip())
                line = ""
            line += name + "  "
        lines.append(line.rstrip())
        out.append(f'  {layer} [label=<<b>{layer}/</b>&#160;&#160;{what}<br/>'
                   f'<font point-size="10">{"<br/>".join(lines)}</font>>]')
    out += [f"  {a} -> {b}" for a, b in sorted(edges)]
    return "\n".join(out) + "\n}\n"


def drawn(dot):
    svg = subprocess.run(["dot", "-Tsvg"], input=dot, check=True, stdout=subprocess.PIPE,
                         encoding="utf-8").stdout
    svg = svg[svg.index("<svg"):]
    # Colours that are visible on a dark page, too.
    style = ("<style>text { fill: #24292f } .node path, .node polygon, .edge path { stroke: #57606a }\n"
             "@media (prefers-color-scheme: dark) { text { fill: #e6edf3 } "
             ".node path, .node polygon, .edge path { stroke: #8b949e } }</style>\n")
    return svg.replace("<g id=", style + "<g id=", 1)


def main():
    program = sys.argv[1]
    stale = []
    for name, dot in (("states", printed(program, "states")), ("layers", layers())):
        path = IMAGES / f"{name}.svg"
        made_from = f"<!-- made from\n{dot.replace('--', '- -')}-->\n"
        if "--write" in sys.argv:
            path.write_text(made_from + drawn(dot), encoding="utf-8")
        elif not path.is_file() or not path.read_text(encoding="utf-8").startswith(made_from):
            stale.append(path.name)
    path, wanted = IMAGES / "history.svg", printed(program, "history")
    if "--write" in sys.argv:
        path.write_text(wanted, encoding="utf-8")
    elif not path.is_file() or path.read_text(encoding="utf-8") != wanted:
        stale.append(path.name)
    if stale:
        return f"docs/images: {', '.join(stale)} differ from the code. Run: {' '.join(sys.argv)} --write"
    return 0


if __name__ == "__main__":
    sys.exit(main())
