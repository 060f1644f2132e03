# SPDX-License-Identifier: MIT
"""Corrects the links in the generated reference: to the top of a page without the path of the checkout, and to
other files of the checkout. Fails if the target of a link does not exist.

    docs/reference_links.py build/docs/docs/reference/html .
"""

import os
import re
import sys
from pathlib import Path

html, checkout = (Path(argument).resolve() for argument in sys.argv[1:])
broken = []


def corrected(page, link):
    """The link unchanged, or replaced by the path from the page to the file of the checkout."""
    path, mark, anchor = link.partition("#")
    if not path or re.match("[a-z]+:", path) or (html / path).exists():
        return link
    for base in (checkout, checkout / "docs"):
        if (base / path).exists():
            return os.path.relpath(base / path, html) + mark + anchor
    broken.append(f"{page.name}: {link}")
    return link


for page in sorted(html.glob("*.html")):
    text = page.read_text(encoding="utf-8")
    new = re.sub(r'(href="\w+\.html)#md_\w+"', r'\1"', text)  # such an anchor contains the path of the checkout
    new = re.sub(r'((?:href|src|data)=")([^"]*)"', lambda m: f'{m[1]}{corrected(page, m[2])}"', new)
    if new != text:
        page.write_text(new, encoding="utf-8")

if broken:
    sys.exit("broken links:\n" + "\n".join(broken))
