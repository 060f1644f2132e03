#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Makes single_include/invito/invito.hpp out of include/invito.

Follows our own includes depth first from invito.hpp, each header once; puts the standard ones on
top, sorted; leaves third-party ones where they stand first. invito.hpp itself may have some of ours
under a condition, at its end. Whatever it cannot follow is an error, never a guess.
"""

import argparse
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COMMAND = "python3 single_include/generate.py"

INCLUDE = re.compile(r"\s*#\s*include\b\s*(.*)")
TARGET = re.compile(r'(<[^>]+>|"[^"]+")\s*(?://.*)?$')
STANDARD = re.compile(r"<[a-z_0-9]+>")
THIRD_PARTY = re.compile(r"<(nlohmann|date)/[^>]+>")
PRAGMA_ONCE = re.compile(r"\s*#\s*pragma\s+once\b")
CONDITION = re.compile(r"\s*#\s*(if|ifdef|ifndef|endif)\b")
MACRO = re.compile(r"\s*#\s*(define|undef)\s+(\w+)")
LICENCE = re.compile(r"//\s*(SPDX-License-Identifier|Copyright)\b")


class Refused(Exception):
    """The headers hold something that this script cannot follow."""


class Generator:
    def __init__(self, include):
        self.include = include
        self.stack = []  # headers that are open, outermost first
        self.done = set()
        self.standard = set()
        self.third_party = set()
        self.optional = False  # whether ours were followed under a condition
        self.lines = []

    def refuse(self, number, reason):
        raise Refused(f"{self.stack[-1].relative_to(self.include)}:{number}: {reason}")

    def add(self, header):
        """Appends one header, after those that it includes."""
        self.stack.append(header)
        depth = 0
        macros = {}  # unprefixed name -> line of its #define, until its #undef
        body = []
        for number, line in enumerate(header.read_text(encoding="utf-8").splitlines(), 1):
            line = line.rstrip()
            if PRAGMA_ONCE.match(line) or LICENCE.match(line):
                continue
            if match := INCLUDE.match(line):
                if not self.keep_include(match[1], number, depth, body):
                    continue
            elif match := CONDITION.match(line):
                depth += -1 if match[1] == "endif" else 1
            elif match := MACRO.match(line):
                if match[1] == "undef":
                    macros.pop(match[2], None)
                elif not match[2].startswith("INVITO_"):
                    macros[match[2]] = number
            if line or body and body[-1]:  # no two blank lines in a row
                body.append(line)
        for name, number in macros.items():
            self.refuse(number, f"the macro {name} has no INVITO_ prefix and no #undef")
        if depth:
            self.refuse(number, "#if without #endif")
        self.put(body)
        self.stack.pop()
        self.done.add(header)

    def put(self, body):
        """Appends the lines of the open header that are read so far."""
        while body and not body[-1]:
            body.pop()
        if body:
            name = self.stack[-1].relative_to(self.include)
            self.lines += ["", f"// ---- {name} ----", "", *body]
            body.clear()

    def keep_include(self, text, number, depth, body):
        """Whether the include stays where it is; follows it if it is ours."""
        match = TARGET.match(text)
        if not match:
            self.refuse(number, f"an include that is no plain name: {text}")
        name = match[1]
        if name.startswith('"') or name.startswith("<invito/"):
            if any(line and not line.lstrip().startswith(("//", "#")) for line in body):
                self.refuse(number, f"one of our own headers after code: {name}")
            if depth or self.optional and len(self.stack) == 1:
                self.refuse_unless_last(name, number, depth)
                self.put(body)
            self.follow(name, number)
            return False
        if STANDARD.fullmatch(name):
            if not depth:
                self.standard.add(name)
            return depth > 0
        if THIRD_PARTY.fullmatch(name):
            first = name not in self.third_party
            if not depth:  # under a condition it may be absent, so a later one stays too
                self.third_party.add(name)
            return first
        self.refuse(number, f"neither standard, nor ours, nor a known third party: {name}")

    def refuse_unless_last(self, name, number, depth):
        """Of ours, only the optional end of the outermost header may stand under a condition."""
        if len(self.stack) > 1:
            self.refuse(number, f"one of our own headers under a condition: {name}")
        if not depth:
            self.refuse(number, f"one of our own headers behind a condition: {name}")
        self.optional = True

    def follow(self, name, number):
        base = self.include if name.startswith("<") else self.stack[-1].parent
        header = (base / name[1:-1]).resolve()
        if not header.is_file() or self.include / "invito" not in header.parents:
            self.refuse(number, f"no header of ours: {name}")
        if header in self.stack:
            self.refuse(number, f"an include cycle through {name}")
        if header not in self.done:
            self.add(header)


def generate(root):
    """The text of the single header."""
    include = root / "include"
    generator = Generator(include)
    generator.add(include / "invito" / "invito.hpp")
    apart = set((include / "invito" / "testing").rglob("*.hpp"))  # for tests of hosts
    for header in ("lifecycle/expiry_index.hpp", "printing.hpp", "wire/boost_json.hpp"):  # for who wants them
        apart.add(include / "invito" / header)
    unreached = set((include / "invito").rglob("*.hpp")) - generator.done - apart
    if unreached:
        names = ", ".join(sorted(str(header.relative_to(include)) for header in unreached))
        raise Refused(f"not reached from invito/invito.hpp: {names}")

    version = re.findall(
        r"^#define INVITO_VERSION_(?:MAJOR|MINOR|PATCH) +(\d+)$",
        (include / "invito" / "version.hpp").read_text(encoding="utf-8"),
        re.MULTILINE,
    )
    licence = (root / "LICENSE").read_text(encoding="utf-8").splitlines()
    return "\n".join(
        [
            "// SPDX-License-Identifier: MIT",
            f"// invito {'.'.join(version)}: the whole library in one header.",
            "//",
            f"// Generated. Edit include/ instead and run: {COMMAND}",
            "//",
            *(f"// {line}".rstrip() for line in licence),
            "",
            "#ifndef INVITO_INVITO_HPP_SINGLE",
            "#define INVITO_INVITO_HPP_SINGLE",
            "",
            *(f"#include {name}" for name in sorted(generator.standard)),
            *generator.lines,
            "",
            "#endif  // INVITO_INVITO_HPP_SINGLE",
            "",
        ]
    )


def main():
    parser = argparse.ArgumentParser(description="Makes the single header out of include/invito.")
    default = ROOT / "single_include" / "invito" / "invito.hpp"
    parser.add_argument("--output", type=Path, default=default, metavar="FILE")
    parser.add_argument("--check", action="store_true", help="change nothing; fail if FILE differs")
    arguments = parser.parse_args()

    text = generate(ROOT).encode("utf-8")
    if arguments.check:
        if not arguments.output.is_file() or arguments.output.read_bytes() != text:
            return f"{arguments.output} is not what include/ makes. Run: {COMMAND}"
        return 0
    arguments.output.parent.mkdir(parents=True, exist_ok=True)
    arguments.output.write_bytes(text)
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Refused as refusal:
        sys.exit(f"cannot make the single header: {refusal}")
