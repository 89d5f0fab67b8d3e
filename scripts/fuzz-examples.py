#!/usr/bin/env python3
"""Writes the examples of the rules' pages into a folder, a file each: fuzz-examples.py FOLDER"""

import pathlib
import re
import sys

pages = pathlib.Path(__file__).parent.parent / "docs" / "rules"
folder = pathlib.Path(sys.argv[1])
folder.mkdir(parents=True, exist_ok=True)
for page in sorted(pages.glob("*.md")):
    examples = re.findall(r"^```yaml[^\n]*\n(.*?)^```", page.read_text(), re.MULTILINE | re.DOTALL)
    for number, example in enumerate(examples):
        (folder / f"{page.stem}-{number}.yaml").write_text(example)
