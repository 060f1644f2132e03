#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Makes single_include/invito/invito.hpp out of include/invito.

Follows our own includes depth first from invito.hpp and from the headers of EXTRA_CORE and
EXTRA_JSON, each header once. The result has four sections: declarations of the core, declarations
of JSON, definitions of the core, definitions of JSON. An include under
`#ifndef INVITO_SEPARATE_COMPILATION` at the end of a header goes into the definitions. Standard
includes come first in their section, sorted; third-party ones stay where they are, in the
definitions of JSON only. Whatever the script cannot follow is an error, never a guess.
"""

import argparse
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COMMAND = "python3 single_include/generate.py"

# Headers that invito.hpp does not include, but the single header has.
EXTRA_CORE = (
    "base/error_code.hpp",
    "lifecycle/bulk.hpp",
    "lifecycle/query.hpp",
    "lifecycle/redact.hpp",
    "lifecycle/visit.hpp",
    "model/delivery.hpp",
)
EXTRA_JSON = ("wire/documents.hpp",)

# Files that the single header does not have. INVITO_IMPLEMENTATION replaces the first two.
EXCLUDED = (
    "core_src.hpp",
    "src.hpp",
    "lifecycle/expiry_index.hpp",
    "lifecycle/impl/expiry_index.hpp",
    "lifecycle/impl/expiry_index.ipp",
    "printing.hpp",
    "testing/**/*.hpp",
    "wire/boost_json.hpp",
    "wire/nlohmann.hpp",
    "wire/impl/boost_json.hpp",
)

INCLUDE = re.compile(r"\s*#\s*include\b\s*(.*)")
TARGET = re.compile(r'(<[^>]+>|"[^"]+")\s*(?://.*)?$')
STANDARD = re.compile(r"<[a-z_0-9]+>")
THIRD_PARTY = re.compile(r"<(nlohmann|date)/[^>]+>")
PRAGMA_ONCE = re.compile(r"\s*#\s*pragma\s+once\b")
CONDITION = re.compile(r"\s*#\s*(if|ifdef|ifndef|endif)\b")
MACRO = re.compile(r"\s*#\s*(define|undef)\s+(\w+)")
LICENCE = re.compile(r"//\s*(SPDX-License-Identifier|Copyright)\b")

HEADER_ONLY = "#ifndef INVITO_SEPARATE_COMPILATION"
NO_JSON = "#if defined(INVITO_NO_JSON)"
MISSING = re.compile(
    r"#elif !defined\(INVITO_SEPARATE_COMPILATION\) && (!__has_include\((<[^>]+>)\))"
)
ERROR = re.compile(r'#error "[^"]+"')

COMPILATION = """\
// Header-only by default. With INVITO_SEPARATE_COMPILATION defined in every unit of a program, this
// header brings declarations alone; exactly one source file also defines INVITO_IMPLEMENTATION
// before the include, which compiles the definitions. Only definitions need json and date. In a
// unit without definitions, a basic_json other than nlohmann::json needs the header
// invito/wire/nlohmann.hpp of include/, and all of include/ with it."""

DEFINITIONS = """\
#if defined(INVITO_IMPLEMENTATION) && !defined(INVITO_SEPARATE_COMPILATION)
#error "invito: INVITO_IMPLEMENTATION needs INVITO_SEPARATE_COMPILATION, in the whole program"
#endif

// Not within the guard above: INVITO_IMPLEMENTATION may be defined after another header has already
// included this one.
#if !defined(INVITO_SEPARATE_COMPILATION) || defined(INVITO_IMPLEMENTATION)
#ifndef INVITO_INVITO_HPP_SINGLE_DEFINITIONS
#define INVITO_INVITO_HPP_SINGLE_DEFINITIONS"""


class Refused(Exception):
    """The headers hold something that this script cannot follow."""


class Section:
    """A part of the single header that stands under one condition."""

    def __init__(self, name, earlier=()):
        self.name = name
        self.earlier = earlier  # sections that always come before this one
        self.standard = set()
        self.lines = []
        self.postponed = []  # (header, includer, line number): includes of header-only mode

    def text(self):
        """The lines of the section, below its standard includes."""
        standard = self.standard.difference(*(section.standard for section in self.earlier))
        includes = [f"#include {name}" for name in sorted(standard)]
        return ([""] if includes else []) + includes + self.lines


class Parts:
    """What one header consists of. Includes are pairs of name and line number."""

    def __init__(self):
        self.first = []  # our own headers before the code
        self.body = []
        self.third_party = {}  # index in body -> name, of unconditional includes
        self.last = []  # our own headers behind the code
        self.postponed = []  # our own headers behind the code, in header-only mode


class Generator:
    def __init__(self, include):
        self.include = include
        self.stack = []  # headers that are open, outermost first
        self.written = set()  # headers whose own lines are in a section
        self.sections = {}  # header -> its section
        self.postponed = set()  # headers that some header includes in header-only mode
        self.checked = set()  # third-party headers that have an #error where they are missing
        self.third_party = set()
        self.core = Section("declarations of the core")
        self.json = Section("declarations of JSON", (self.core,))
        self.core_definitions = Section("definitions of the core", (self.core,))
        self.json_definitions = Section(
            "definitions of JSON", (self.core, self.json, self.core_definitions)
        )

    def refuse(self, number, reason):
        raise Refused(f"{self.stack[-1].relative_to(self.include)}:{number}: {reason}")

    # ---- One header ----

    def add(self, header, section):
        """Writes one header, after those that it includes before its code."""
        self.stack.append(header)
        self.sections[header] = section
        parts = self.read(header, section)
        for name, number in parts.first:
            self.follow(name, number, section)
        self.write(header, parts, section)
        for name, number in parts.last:
            self.follow(name, number, section)
        for name, number in parts.postponed:
            postponed = self.find(name, number)
            self.postponed.add(postponed)
            section.postponed.append((postponed, header, number))
        self.stack.pop()

    def read(self, header, section):
        """Splits a header into its parts."""
        parts = Parts()
        conditions = []  # the open ones: (line, its index in the body, count of postponed ones)
        macros = {}  # unprefixed name -> line of its #define, until its #undef
        code = end = False  # whether there was code; whether there were includes behind it
        number = 0
        for number, line in enumerate(header.read_text(encoding="utf-8").splitlines(), 1):
            line = line.rstrip()
            if PRAGMA_ONCE.match(line) or LICENCE.match(line):
                continue
            if match := INCLUDE.match(line):
                name = self.target(match[1], number)
                if name.startswith(('"', "<invito/")):
                    if not conditions:
                        end = end or code
                        (parts.last if end else parts.first).append((name, number))
                    elif len(conditions) == 1 and conditions[0][0] == HEADER_ONLY:
                        end = True
                        parts.postponed.append((name, number))
                    else:
                        self.refuse(number, f"one of our own headers under a condition: {name}")
                    continue
                if STANDARD.fullmatch(name):
                    if not conditions:
                        section.standard.add(name)
                        continue
                elif not THIRD_PARTY.fullmatch(name):
                    self.refuse(
                        number, f"neither standard, nor ours, nor a known third party: {name}"
                    )
                elif section is not self.json_definitions:
                    self.refuse(number, f"the {section.name} need a third party: {name}")
                elif name not in self.checked:
                    self.refuse(number, f"invito.hpp has no #error for a missing {name}")
                elif not conditions:  # under a condition it may be absent, so a later one stays too
                    parts.third_party[len(parts.body)] = name
            elif match := CONDITION.match(line):
                if match[1] != "endif":
                    conditions.append((line, len(parts.body), len(parts.postponed)))
                elif not conditions:
                    self.refuse(number, "#endif without #if")
                else:
                    _, index, count = conditions.pop()
                    if len(parts.postponed) > count:
                        if any(parts.body[index + 1 :]):
                            self.refuse(number, "other lines beside our own headers in a condition")
                        del parts.body[index:]
                        continue
            elif match := MACRO.match(line):
                if match[1] == "undef":
                    macros.pop(match[2], None)
                elif not match[2].startswith("INVITO_"):
                    macros[match[2]] = number
            if line and not line.lstrip().startswith("//"):
                code = code or not line.lstrip().startswith("#")
                if end and line != HEADER_ONLY:
                    self.refuse(number, "code behind the includes at the end")
            if line or parts.body and parts.body[-1]:  # no two blank lines in a row
                parts.body.append(line)
        for name, line_number in macros.items():
            self.refuse(line_number, f"the macro {name} has no INVITO_ prefix and no #undef")
        if conditions:
            self.refuse(number, "#if without #endif")
        return parts

    def write(self, header, parts, section):
        """Appends the lines of a header, without third-party includes that an earlier one has."""
        body = []
        for index, line in enumerate(parts.body):
            name = parts.third_party.get(index)
            if name not in self.third_party:
                body.append(line)
            if name:
                self.third_party.add(name)
        while body and not body[-1]:
            body.pop()
        while body and not body[0]:
            del body[0]
        if body:
            section.lines += ["", f"// ---- {header.relative_to(self.include)} ----", "", *body]
        self.written.add(header)

    def target(self, text, number):
        match = TARGET.match(text)
        if not match:
            self.refuse(number, f"an include that is no plain name: {text}")
        return match[1]

    def find(self, name, number):
        base = self.include if name.startswith("<") else self.stack[-1].parent
        header = (base / name[1:-1]).resolve()
        if not header.is_file() or self.include / "invito" not in header.parents:
            self.refuse(number, f"no header of ours: {name}")
        return header

    def follow(self, name, number, section):
        header = self.find(name, number)
        if header not in self.sections:
            definitions = section in (self.core_definitions, self.json_definitions)
            internal = "impl" in header.relative_to(self.include).parts
            if definitions and not internal and header not in self.postponed:
                self.refuse(number, f"not reached from a declaration: {name}")
            self.add(header, section)
        elif header not in self.written:
            self.refuse(number, f"an include cycle through {name}")
        elif self.sections[header] not in (section, *section.earlier):
            later = self.sections[header].name
            self.refuse(number, f"the {section.name} need a header of the {later}: {name}")

    # ---- The whole ----

    def read_outermost(self, header):
        """Comments, includes of the core, errors about missing third parties, includes of JSON."""
        comments, core, errors, json = [], [], [], []
        state = "core"
        for number, line in enumerate(header.read_text(encoding="utf-8").splitlines(), 1):
            line = line.rstrip()
            if not line or PRAGMA_ONCE.match(line) or LICENCE.match(line):
                continue
            include = INCLUDE.match(line)
            if include and state in ("core", "json"):
                includes = core if state == "core" else json
                includes.append((self.target(include[1], number), number))
            elif line.startswith("//") and not core and state == "core":
                comments.append(line)
            elif line == NO_JSON and state == "core":
                state = "missing"
            elif (match := MISSING.fullmatch(line)) and state == "missing":
                errors.append(f"#elif {match[1]}")
                self.checked.add(match[2])
                state = "error"
            elif ERROR.fullmatch(line) and state == "error":
                errors.append(line)
                state = "missing"
            elif line == "#else" and state == "missing":
                state = "json"
            elif line == "#endif" and state == "json":
                state = "end"
            else:
                self.refuse(number, f"not expected in the outermost header: {line}")
        if state != "end":
            self.refuse(number, f"no {NO_JSON} with #else and #endif")
        return comments, core, errors, json

    def define(self, declarations, definitions):
        """Writes the headers that those of `declarations` include in header-only mode."""
        queue = declarations.postponed
        while queue:
            for header, includer, number in queue:
                self.stack.append(includer)
                self.follow(f"<{header.relative_to(self.include)}>", number, definitions)
                self.stack.pop()
            queue, definitions.postponed = definitions.postponed, []

    def generate(self, extra_core, extra_json):
        """The lines of the single header, without its preamble."""
        outermost = self.include / "invito" / "invito.hpp"
        self.stack.append(outermost)
        self.sections[outermost] = self.core
        comments, core, errors, json = self.read_outermost(outermost)
        for name, number in core + [(f"<invito/{name}>", 0) for name in extra_core]:
            self.follow(name, number, self.core)
        for name, number in json + [(f"<invito/{name}>", 0) for name in extra_json]:
            self.follow(name, number, self.json)
        self.define(self.core, self.core_definitions)
        self.define(self.json, self.json_definitions)
        self.stack.pop()
        return [
            "#ifndef INVITO_INVITO_HPP_SINGLE",
            "#define INVITO_INVITO_HPP_SINGLE",
            "",
            *comments,
            *self.core.text(),
            "",
            "#ifndef INVITO_NO_JSON",
            *self.json.text(),
            "",
            "#endif  // INVITO_NO_JSON",
            "",
            "#endif  // INVITO_INVITO_HPP_SINGLE",
            "",
            *DEFINITIONS.splitlines(),
            *self.core_definitions.text(),
            "",
            NO_JSON,
            *errors,
            "#else",
            *self.json_definitions.text(),
            "",
            "#endif  // INVITO_NO_JSON",
            "",
            "#endif  // INVITO_INVITO_HPP_SINGLE_DEFINITIONS",
            "#endif  // !INVITO_SEPARATE_COMPILATION || INVITO_IMPLEMENTATION",
        ]


def generate(root, extra_core=EXTRA_CORE, extra_json=EXTRA_JSON, excluded=EXCLUDED):
    """The text of the single header."""
    include = root / "include"
    generator = Generator(include)
    lines = generator.generate(extra_core, extra_json)
    files = {path for path in (include / "invito").rglob("*") if path.is_file()}
    unreached = files.difference(generator.sections)
    for pattern in excluded:
        unreached -= set((include / "invito").glob(pattern))
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
            *COMPILATION.splitlines(),
            "//",
            *(f"// {line}".rstrip() for line in licence),
            "",
            *lines,
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
