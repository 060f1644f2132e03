# SPDX-License-Identifier: MIT
"""Compares the size of the library's preprocessed headers with the committed table cost_guard.txt.

    tests/cost_guard_test.py g++ include [DIR ...]
    tests/cost_guard_test.py --write g++ include [DIR ...]

The first directory contains the library's headers, the others those of its dependencies. For each
header and both modes, the table contains the number of characters of preprocessed text that come from
the library's own headers, without white space: this number depends neither on the machine nor on the
standard library. The size of the object file depends on the compiler, so it is compared only with
g++ 12 on x86-64. A difference of more than 2 % is an error. --write writes the table.
"""

import argparse
import pathlib
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
TABLE = HERE / "cost_guard.txt"
UNIT = HERE.parent / "benchmarks/units/object_ours.cpp"
MODES = {"header-only": [], "separate": ["-DINVITO_SEPARATE_COMPILATION"]}
TOLERANCE = 0.02
HEAD = """\
# The cost of the library's headers for a compiler; tests/cost_guard_test.py says what is counted.
# To make this table anew: python3 tests/cost_guard_test.py --write g++ include
"""


class Compiler:
    def __init__(self, program, directories):
        self.own = directories[0].resolve() / "invito"
        self.command = [program, "-std=c++17", *(f"-I{d.resolve()}" for d in directories)]

    def run(self, *arguments, text=""):
        return subprocess.run([*self.command, *arguments], input=text, stdout=subprocess.PIPE,
                              text=True, check=True).stdout

    def characters(self, header, flags):
        """The number of characters that come from the library's own headers if `header` is included."""
        out = self.run("-E", *flags, "-x", "c++", "-", text=f"#include <{header}>\n")
        return count(out, self.own)

    def text_size(self, flags):
        with tempfile.TemporaryDirectory() as folder:
            target = str(pathlib.Path(folder) / "unit.o")
            self.run("-Os", *flags, "-c", str(UNIT), "-o", target)
            sections = subprocess.run(["size", target], stdout=subprocess.PIPE, text=True,
                                      check=True).stdout
        return int(sections.splitlines()[1].split()[0])

    def is_gcc_12(self):
        """Whether this is the compiler for which the table has sizes: g++ 12 on x86-64."""
        macros = dict(re.findall(r"#define (\w+) (.*)", self.run("-dM", "-E", "-x", "c++", "-")))
        return (macros.get("__GNUC__") == "12" and "__x86_64__" in macros
                and "__clang__" not in macros)


def count(preprocessed, own):
    """The number of characters, without white space, in the lines that come from files below `own`."""
    total = 0
    counts = False
    for line in preprocessed.splitlines():
        marker = re.match(r'# \d+ "(.*?)"', line)
        if marker:
            counts = pathlib.Path(marker[1]).is_absolute() and own in pathlib.Path(marker[1]).parents
        elif counts:
            total += len("".join(line.split()))
    return total


def headers(include):
    dialects = sorted((include / "invito/dialects").glob("*.hpp"))
    return ["invito/core.hpp", "invito/invito.hpp",
            *(f"invito/dialects/{path.name}" for path in dialects)]


def measure(compiler, include, with_sizes):
    out = {}
    for mode, flags in MODES.items():
        for header in headers(include):
            out[f"{mode} {header}"] = compiler.characters(header, flags)
    if with_sizes:
        # A header-only object also contains code of nlohmann/json, whose version differs between machines.
        out["separate object"] = compiler.text_size(MODES["separate"])
    return out


def parsed(text):
    out = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            name, value = line.rsplit(maxsplit=1)
            out[" ".join(name.split())] = int(value)
    return out


def line_of(name, value):
    return f"{name:48} {value}"


def differences(table, measured, with_sizes):
    """The changes that correct the table, one text for each wrong line."""
    out = []
    for name, value in measured.items():
        if name not in table:
            out.append(f'add the line "{line_of(name, value)}"')
        elif abs(value - table[name]) > TOLERANCE * table[name]:
            change = 100 * (value / table[name] - 1)
            out.append(f'{name} has changed by {change:+.1f} %; if that is intended, change the line\n'
                       f'  "{line_of(name, table[name])}" to\n  "{line_of(name, value)}"')
    for name in table:
        if name not in measured and (with_sizes or not name.endswith(" object")):
            out.append(f'remove the line "{line_of(name, table[name])}"')
    return out


def main():
    options = argparse.ArgumentParser(description=__doc__,
                                      formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("compiler", help="the compiler, for example g++")
    options.add_argument("include", type=pathlib.Path, nargs="+",
                         help="the directories with headers, the library's first")
    options.add_argument("--write", action="store_true", help="write the table instead of comparing")
    asked = options.parse_args()

    compiler = Compiler(asked.compiler, asked.include)
    with_sizes = compiler.is_gcc_12()
    measured = measure(compiler, asked.include[0], with_sizes)
    if asked.write:
        if not with_sizes:
            return "the table has sizes of g++ 12 on x86-64: write it with that compiler"
        TABLE.write_text(HEAD + "".join(line_of(*each) + "\n" for each in measured.items()))
        return 0
    wrong = differences(parsed(TABLE.read_text()), measured, with_sizes)
    return "\n".join(["tests/cost_guard.txt does not match the headers:", *wrong]) if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
