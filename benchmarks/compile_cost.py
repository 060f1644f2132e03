#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What including and using the library costs the compiler, in CPU seconds beside its peers.

    benchmarks/compile_cost.py [--compiler g++] [--repetitions 5] [--headers] [--include DIR ...]

`--headers` measures every public header, relative to the standard headers that it needs and to
nlohmann/json.hpp alone. The peers' turns come between ours, so that both meet the same machine.
"""

import argparse
import os
import pathlib
import re
import statistics
import subprocess
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
INCLUDE = HERE.parent / "include"


def closure(header, seen=None):
    """The standard and foreign headers that one of ours includes, also through others of ours."""
    seen = set() if seen is None else seen
    out = set()
    if header in seen:
        return out
    seen.add(header)
    for name in re.findall(r"^#include <(.+)>", (INCLUDE / header).read_text(), re.MULTILINE):
        out |= closure(name, seen) if name.startswith("invito/") else {name}
    return out


def including(names):
    return "".join(f"#include <{name}>\n" for name in names)


class Compiler:
    def __init__(self, asked, folder):
        self.flags = [asked.compiler, "-std=c++17", f"-I{INCLUDE}",
                      *(f"-I{d}" for d in asked.include)]
        self.folder = pathlib.Path(folder)

    def once(self, source, *flags):
        """CPU seconds, and the size of the text section."""
        target = self.folder / "unit.o"
        before = os.times()
        subprocess.run([*self.flags, *flags, "-c", str(source), "-o", str(target)], check=True)
        after = os.times()
        spent = sum(after[2:4]) - sum(before[2:4])
        size = subprocess.run(["size", str(target)], stdout=subprocess.PIPE, text=True, check=True)
        return spent, int(size.stdout.splitlines()[1].split()[0])

    def unit(self, name, text):
        path = self.folder / f"{name}.cpp"
        path.write_text(text)
        return path


def main():
    options = argparse.ArgumentParser(description=__doc__,
                                      formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--compiler", default="g++")
    options.add_argument("--repetitions", type=int, default=5)
    options.add_argument("--headers", action="store_true")
    options.add_argument("--include", action="append", default=[], help="where json and date are")
    asked = options.parse_args()

    with tempfile.TemporaryDirectory() as folder:
        compiler = Compiler(asked, folder)
        seconds = {}

        def compare(units, *flags):
            """The medians of several units, taken in turns."""
            taken = {name: [] for name in units}
            for _ in range(asked.repetitions):
                for name, source in units.items():
                    taken[name].append(compiler.once(source, *flags))
            seconds.update({name: statistics.median(t for t, _ in all_of)
                            for name, all_of in taken.items()})
            return {name: all_of[0][1] for name, all_of in taken.items()}

        def goal(name, ours, peer, wanted, unit="s"):
            ratio = ours / peer
            print(f"goal {name:22} ours={ours:<8.4g}{unit} peer={peer:<8.4g}{unit} ratio={ratio:<6.3g} "
                  f"wanted=<={wanted:<5g} {'ok' if ratio <= wanted else 'short'}", flush=True)

        foreign = ["nlohmann/json.hpp", "date/date.h"]
        standard = sorted(closure("invito/core.hpp") - set(foreign))
        compare({
            "core": compiler.unit("core", including(["invito/core.hpp"])),
            "core.std": compiler.unit("core_std", including(standard)),
            "all": compiler.unit("all", including(["invito/invito.hpp"])),
            "all.foreign": compiler.unit("all_foreign", including(foreign)),
            "use": HERE / "units/use_ours.cpp",
            "use.by_hand": HERE / "units/use_by_hand.cpp",
        }, "-O2")
        goal("include.core", seconds["core"], seconds["core.std"], 1.5)
        goal("include.all", seconds["all"], seconds["all.foreign"], 1.25)
        goal("use.all", seconds["use"], seconds["use.by_hand"], 1.0)
        sizes = compare({"ours": HERE / "units/use_ours.cpp",
                         "by_hand": HERE / "units/use_by_hand.cpp"}, "-Os")
        goal("object", sizes["ours"], sizes["by_hand"], 1.0, "B")

        if asked.headers:
            json = compiler.unit("json", including(foreign[:1]))
            print(f"\n{'header':44} {'s':>6} {'x std':>6} {'x json':>7}")
            for path in sorted(INCLUDE.rglob("*.hpp")):
                header = str(path.relative_to(INCLUDE))
                needs = including(sorted(closure(header) - set(foreign)))
                compare({"one": compiler.unit("one", including([header])),
                         "std": compiler.unit("std", needs), "json": json}, "-O2")
                one = seconds["one"]
                print(f"{header:44} {one:6.2f} {one / max(0.01, seconds['std']):6.2f} "
                      f"{one / seconds['json']:7.2f}", flush=True)


if __name__ == "__main__":
    main()
