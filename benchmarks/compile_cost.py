#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Measures the cost of compiling code that includes and uses the library, and the cost for the peers.

    benchmarks/compile_cost.py [--compiler g++] [--repetitions 3] [--include DIR ...]
    benchmarks/compile_cost.py --headers

Times are CPU seconds, each the minimum of the repetitions. All translation units are compiled in
turn, so that the library and the peers are measured under the same load. `--headers` measures the
public headers in both modes, also relative to nlohmann/json.hpp. The headers that core.hpp includes
cost less than core.hpp and are left out.
"""

import argparse
import collections
import os
import pathlib
import re
import subprocess
import tempfile

from goals import figure, line

HERE = pathlib.Path(__file__).resolve().parent
INCLUDE = HERE.parent / "include"
UNITS = HERE / "units"
SEPARATE = "-DINVITO_SEPARATE_COMPILATION"

Cost = collections.namedtuple("Cost", "seconds memory text")  # CPU time, peak and .text in bytes


def public_headers():
    """core.hpp and the headers that it does not include, except those that need Boost."""
    parts = re.findall(r"^#include <(.+)>", (INCLUDE / "invito/core.hpp").read_text(), re.MULTILINE)
    every = [str(path.relative_to(INCLUDE)) for path in sorted(INCLUDE.rglob("*.hpp"))
             if "impl" not in path.parts and not path.name.endswith("src.hpp")
             and path.stem != "boost_json"]
    return [header for header in every if header not in parts]


def including(*names):
    return "".join(f"#include <{name}>\n" for name in names)


class Compiler:
    def __init__(self, asked, folder):
        self.flags = [asked.compiler, "-std=c++17", f"-I{INCLUDE}",
                      *(f"-I{d}" for d in asked.include)]
        self.folder = pathlib.Path(folder)

    def once(self, source, *flags):
        target = self.folder / "unit.o"
        command = [*self.flags, *flags, "-c", str(source), "-o", str(target)]
        _, status, used = os.wait4(subprocess.Popen(command).pid, 0)
        if status != 0:
            raise SystemExit(f"failed: {' '.join(command)}")
        sections = subprocess.run(["size", str(target)], stdout=subprocess.PIPE, text=True,
                                  check=True).stdout
        return Cost(used.ru_utime + used.ru_stime, used.ru_maxrss * 1024,
                    int(sections.splitlines()[1].split()[0]))

    def unit(self, name, text):
        path = self.folder / f"{name}.cpp"
        path.write_text(text)
        return path

    def least(self, units, repetitions):
        """The least cost of each unit. Each repetition compiles every unit once, in turn."""
        costs = {name: [] for name in units}
        for _ in range(repetitions):
            for name, unit in units.items():
                costs[name].append(self.once(*unit))
        return {name: Cost(*map(min, zip(*all_of))) for name, all_of in costs.items()}


def ten_units():
    """Ten source files of one program. Five read and write an API, and five also accept an invitation."""
    return [(UNITS / f"{name}_ours.cpp", "-O2", f"-D{macro}={macro.lower()}_{n}")
            for n in range(5) for name, macro in (("use", "TURN"), ("object", "ANSWER"))]


def measure(compiler, repetitions):
    """Measures and prints the goals for compiling."""
    def unit(name, *headers):
        return compiler.unit(name, including(*headers)), "-O2"

    core, everything = unit("core", "invito/core.hpp"), unit("all", "invito/invito.hpp")
    cost = compiler.least({
        "json": unit("json", "nlohmann/json.hpp"),
        "json_date": unit("json_date", "nlohmann/json.hpp", "date/date.h"),
        "core": core,
        "core.separate": (*core, SEPARATE),
        "all": everything,
        "all.separate": (*everything, SEPARATE),
        "use": (UNITS / "use_ours.cpp", "-O2"),
        "use.separate": (UNITS / "use_ours.cpp", "-O2", SEPARATE),
        "use.by_hand": (UNITS / "use_by_hand.cpp", "-O2"),
        "use.core": (UNITS / "core_ours.cpp", "-O2"),
        "use.core.separate": (UNITS / "core_ours.cpp", "-O2", SEPARATE),
        "use.core.by_hand": (UNITS / "core_by_hand.cpp", "-O2"),
        "object": (UNITS / "object_ours.cpp", "-Os"),
        "object.separate": (UNITS / "object_ours.cpp", "-Os", SEPARATE),
        "object.by_hand": (UNITS / "object_by_hand.cpp", "-Os"),
        "src": (*unit("src", "invito/src.hpp"), SEPARATE),
    }, repetitions)

    header_only = separate = 0
    for one in ten_units():  # the sum of ten varies little, so each unit is compiled once
        header_only += compiler.once(*one).seconds
        separate += compiler.once(*one, SEPARATE).seconds

    def seconds(print_one, name, ours, peer, *wanted):
        print_one(name, f"{ours:.3g}s", f"{peer:.3g}s", ours / peer, *wanted)

    def kilobytes(print_one, name, ours, peer, *wanted):
        print_one(name, f"{ours / 1e3:.3g}kB", f"{peer / 1e3:.3g}kB", ours / peer, *wanted)

    def goal(name, ours, peer, value, wanted):
        print(line(name, ours, peer, value, f"<={wanted:g}", value <= wanted), flush=True)

    def no_goal(*values):
        print(figure(*values), flush=True)

    t = {name: c.seconds for name, c in cost.items()}
    text = {name: c.text for name, c in cost.items()}
    seconds(goal, "separate.include.core", t["core.separate"], t["json"], 0.5)
    seconds(goal, "separate.include.all", t["all.separate"], t["json_date"], 0.5)
    seconds(goal, "separate.use.all", t["use.separate"], t["use.by_hand"], 0.25)
    seconds(goal, "separate.use.core", t["use.core.separate"], t["use.core.by_hand"], 0.5)
    kilobytes(goal, "separate.object", text["object.separate"], text["object.by_hand"], 0.1)
    seconds(goal, "separate.src", t["src"], t["use"], 1.5)
    gigabytes = cost["src"].memory / 1e9
    goal("separate.src.memory", f"{gigabytes:.3g}GB", "-", gigabytes, 1.5)
    seconds(goal, "separate.units", t["src"] + separate, header_only, 0.3)
    seconds(goal, "include.core", t["core"], t["json"], 1.0)
    seconds(goal, "include.all", t["all"], t["json_date"], 2.3)
    seconds(no_goal, "use.all", t["use"], t["use.by_hand"])
    seconds(no_goal, "use.core", t["use.core"], t["use.core.by_hand"])
    kilobytes(no_goal, "object", text["object"], text["object.by_hand"])


def measure_headers(compiler, repetitions):
    """Prints for each header its seconds and their ratio to nlohmann/json.hpp, in both modes."""
    json = compiler.unit("json", including("nlohmann/json.hpp")), "-O2"
    for header in public_headers():
        one = compiler.unit("one", including(header)), "-O2"
        cost = compiler.least({"json": json, "one": one, "separate": (*one, SEPARATE)}, repetitions)
        figures = (f"{t:.2f} {t / cost['json'].seconds:.2f}"
                   for t in (cost["one"].seconds, cost["separate"].seconds))
        print("header", header, *figures, flush=True)


def main():
    options = argparse.ArgumentParser(description=__doc__,
                                      formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--compiler", default="g++", help="default: g++")
    options.add_argument("--repetitions", type=int, default=3,
                         help="how often each unit is compiled; default: 3")
    options.add_argument("--headers", action="store_true", help="measure each public header")
    options.add_argument("--include", action="append", default=[],
                         help="a directory with the headers of nlohmann_json or date")
    asked = options.parse_args()

    with tempfile.TemporaryDirectory() as folder:
        run = measure_headers if asked.headers else measure
        run(Compiler(asked, folder), asked.repetitions)


if __name__ == "__main__":
    main()
