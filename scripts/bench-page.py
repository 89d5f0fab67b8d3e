#!/usr/bin/env python3
"""Puts tables into a page.

usage: bench-page.py PAGE < TABLES

TABLES is printed again as it comes. Every table in it that stands between marks,

    <!-- made by `scripts/bench`: NAME: begin -->
    <!-- made by `scripts/bench`: NAME: end -->

takes the place of what stands between the same marks in PAGE.

Exit code: 0 all tables found their place, 1 the page has no such marks.
"""

import re
import sys
from pathlib import Path

MARKED = re.compile(
    r"^<!-- made by `scripts/bench`: (?P<name>\S+): begin -->\n.*?"
    r"^<!-- made by `scripts/bench`: (?P=name): end -->$",
    re.MULTILINE | re.DOTALL,
)


def main() -> int:
    """Returns the exit code."""
    page = Path(sys.argv[1])
    tables: dict[str, str] = {}
    printed = ""
    for line in sys.stdin:
        print(line, end="", flush=True)
        printed += line
    for found in MARKED.finditer(printed):
        tables[found["name"]] = found[0]
    text = page.read_text(encoding="utf-8")
    missing = tables.keys() - {found["name"] for found in MARKED.finditer(text)}
    text = MARKED.sub(lambda found: tables.get(found["name"], found[0]), text)
    page.write_text(text, encoding="utf-8")
    for name in sorted(missing):
        print(f"{page} has no place for the table `{name}`", file=sys.stderr)
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
