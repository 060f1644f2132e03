#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What including and using the library costs the compiler, in CPU seconds beside its peers.

    benchmarks/compile_cost.py [--compiler g++] [--repetitions 5] [--include DIR ...]
    benchmarks/compile_cost.py --headers

`--headers` measures every public header instead, relative to the standard headers that it needs and
to nlohmann/json.hpp alone. The peers' turns come between ours, so that both meet the same machine.
"""

import argparse
import os
import pathlib
import re
import statistics
import subprocess
import tempfile

from goals import line

HERE = pathlib.Path(__file__).resolve().parent
INCLUDE = HERE.parent / "include"


def public_headers():
    """All that are included alone, but for those over Boost, which cost what Boost does."""
    return [str(path.relative_to(INCLUDE)) for path in sorted(INCLUDE.rglob("*.hpp"))
            if "<boost/" not in path.read_text()]


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
    return "".join(f"#if __has_include(<{name}>)\n#include <{name}>\n#endif\n" for name in names)


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

        def compare(units, *flags):
            """For each unit the median of its seconds, taken in turns, and its size."""
            taken = {name: [] for name in units}
            for _ in range(asked.repetitions):
                for name, source in units.items():
                    taken[name].append(compiler.once(source, *flags))
            return {name: (statistics.median(seconds for seconds, _ in all_of), all_of[0][1])
                    for name, all_of in taken.items()}

        def goal(name, ours, peer, wanted, unit):
            shown = [f"{value:.4g}{unit}" for value in (ours, peer)]
            ratio = ours / peer
            print(line(name, *shown, ratio, f"<={wanted:g}", ratio <= wanted), flush=True)

        foreign = ["nlohmann/json.hpp", "date/date.h"]
        if asked.headers:
            json = compiler.unit("json", including(foreign[:1]))
            for header in public_headers():
                needs = sorted(closure(header) - set(foreign))
                seconds = {name: t for name, (t, _) in compare({
                    "one": compiler.unit("one", including([header])),
                    "std": compiler.unit("std", including(needs)), "json": json}, "-O2").items()}
                print(f"header {header} {seconds['one']:.2f} "
                      f"{seconds['one'] / max(0.01, seconds['std']):.2f} "
                      f"{seconds['one'] / seconds['json']:.2f}", flush=True)
            return

        standard = sorted(closure("invito/core.hpp") - set(foreign))
        used = {"use": HERE / "units/use_ours.cpp", "use.by_hand": HERE / "units/use_by_hand.cpp"}
        times = compare({
            "core": compiler.unit("core", including(["invito/core.hpp"])),
            "core.std": compiler.unit("core_std", including(standard)),
            "all": compiler.unit("all", including(["invito/invito.hpp"])),
            "all.foreign": compiler.unit("all_foreign", including(foreign)),
            **used,
        }, "-O2")
        sizes = compare({"ours": HERE / "units/object_ours.cpp",
                         "by_hand": HERE / "units/object_by_hand.cpp"}, "-Os")
        goal("include.core", times["core"][0], times["core.std"][0], 1.5, "s")
        goal("include.all", times["all"][0], times["all.foreign"][0], 1.25, "s")
        goal("use.all", times["use"][0], times["use.by_hand"][0], 1.0, "s")
        goal("object", sizes["ours"][1], sizes["by_hand"][1], 1.0, "B")


if __name__ == "__main__":
    main()
