#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Lists the names that the headers declare, by Universal Ctags.

    docs/declared_names.py            compares docs/names.txt with the public names, and checks that
                                      no old name of the CHANGELOG is in use
    docs/declared_names.py --write    writes docs/names.txt

A public name is declared by a header outside of impl/, and neither in a namespace `detail` nor as a
private member. An old name is the left side of a line "- `old` -> `new`" of the CHANGELOG. It is in
use if a header declares it, or if it is a text of one word: the name of a code or an enumerator, a
field of the native format, or a value of an option of an example.
"""

import collections
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
INCLUDE = ROOT / "include"
PUBLIC = ROOT / "docs" / "names.txt"

# Old names that another declaration uses with its usual meaning.
ALLOWED = {
    "key": "a JSON object key, in the reader, the writer and their adapters",
    "email_key": "a field of a document of Aitronos",
    "creation": "a kind of document of translate, which read_creation reads",
    "nobody": "a text that is not an email address, in the guide",
    "org": "a parameter of a path of Control Plane",
}

Name = collections.namedtuple("Name", "file scope access kind name")


def declared_names():
    """Every declaration of every header and implementation file."""
    files = sorted(str(path.relative_to(INCLUDE)) for path in INCLUDE.rglob("*.[hi]pp"))
    listed = subprocess.run(
        ["ctags", "--language-force=C++", "-D", "INVITO_ABI=v0", "-D", "INVITO_INLINE=inline",
         "--kinds-C++=cegmnpstuvf", "--extras=-F", "--fields=+a", "--output-format=xref",
         "--_xformat=%F\t%{scope}\t%{access}\t%K\t%N", *files],
        cwd=INCLUDE, check=True, stdout=subprocess.PIPE, encoding="utf-8").stdout
    return [Name(*line.split("\t")) for line in listed.splitlines()]


def qualified(name):
    """The name with its scope, without the inline namespace: "invito::token_digest::bytes"."""
    scope = re.sub(r"^invito::v0(::|$)", r"invito\1", name.scope)
    return f"{scope}::{name.name}" if scope else name.name


def is_public(name):
    parts = qualified(name).split("::")
    return ("impl" not in pathlib.PurePath(name.file).parts and name.access != "private"
            and name.kind != "namespace" and parts[0] == "invito" and "detail" not in parts
            and not any(part.startswith(("operator", "~", "__anon")) for part in parts)
            and parts[-1] != (parts[-2] if len(parts) > 1 else ""))


def texts_of_one_word():
    """The string literals of one word, with their files. The headers of the dialects are left out."""
    headers = [p for p in INCLUDE.rglob("*.[hi]pp") if "dialects" not in p.parts]
    for path in sorted([*headers, *(ROOT / "docs" / "examples").rglob("*.[hc]pp")]):
        for word in re.findall(r'"(\w+)"', path.read_text(encoding="utf-8")):
            yield path.relative_to(ROOT), word


def old_names():
    """The left sides of the renames in the CHANGELOG, with their scope if they have one."""
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    return re.findall(r"^- `([\w:]+)` -> ", text, re.MULTILINE)


def is_old(name, old):
    """An old name with a scope stands for a member of that scope, otherwise for any declaration."""
    if "::" in old:
        return qualified(name).endswith(f"::{old}")
    return name.name == old and old not in ALLOWED


def main():
    names = declared_names()
    lines = sorted({f"{name.file}\t{qualified(name)}" for name in names if is_public(name)})
    text = "".join(line + "\n" for line in lines)
    if "--write" in sys.argv:
        PUBLIC.write_text(text, encoding="utf-8")
    olds = old_names()
    found = sorted({f"include/{name.file} declares {qualified(name)}: the CHANGELOG says that "
                    f"{old} was renamed" for name in names for old in olds if is_old(name, old)})
    words = {old.split("::")[-1] for old in olds} - set(ALLOWED)
    found += sorted({f"{path} contains \"{word}\", which the CHANGELOG calls an old name"
                     for path, word in texts_of_one_word() if word in words})
    if not olds:
        found.append("CHANGELOG.md has no line of the form \"- `old` -> `new`\"")
    if PUBLIC.read_text(encoding="utf-8") != text:
        found.append(f"docs/names.txt is out of date. Run: {sys.argv[0]} --write")
    print("\n".join(found), end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
