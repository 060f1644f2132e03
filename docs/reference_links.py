# SPDX-License-Identifier: MIT
"""Points links of the reference that lead to other files of the checkout to where those are, and fails
where a link leads nowhere.

    docs/reference_links.py build/docs/docs/reference/html .
"""

import os
import re
import sys
from pathlib import Path

html, checkout = (Path(argument).resolve() for argument in sys.argv[1:])
dead = []


def mended(page, link):
    """The link as it is, or from the page to the file that a Markdown page of the checkout means by it."""
    path, mark, anchor = link.partition("#")
    if not path or re.match("[a-z]+:", path) or (html / path).exists():
        return link
    for base in (checkout, checkout / "docs"):
        if (base / path).exists():
            return os.path.relpath(base / path, html) + mark + anchor
    dead.append(f"{page.name}: {link}")
    return link


for page in sorted(html.glob("*.html")):
    text = page.read_text(encoding="utf-8")
    new = re.sub(r'((?:href|src|data)=")([^"]*)"', lambda m: f'{m[1]}{mended(page, m[2])}"', text)
    if new != text:
        page.write_text(new, encoding="utf-8")

if dead:
    sys.exit("links that lead nowhere:\n" + "\n".join(dead))
