#!/usr/bin/env python3
"""Prints what CHANGELOG.md says of a release, and refuses a tag that does not fit.

    packaging/release-notes.py v0.1.0

The tag must be that of the version in Cargo.toml, and the changelog must have a section
for it with the date of the release. A version with a `-` is refused: image, npm, VS Code
and GitHub would all offer a pre-release as the latest. Needs nothing but Python 3.11.
"""

import pathlib
import re
import sys
import tomllib

ROOT = pathlib.Path(__file__).resolve().parent.parent


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: release-notes.py TAG")
    tag = sys.argv[1]
    manifest = tomllib.loads((ROOT / "Cargo.toml").read_text("utf-8"))
    version = manifest["package"]["version"]
    if tag != f"v{version}":
        sys.exit(f"error: the tag is `{tag}`, but the version in Cargo.toml is `{version}`")
    if not re.fullmatch(r"\d+\.\d+\.\d+", version):
        sys.exit(f"error: `{version}` is no X.Y.Z: pre-releases would become the latest everywhere")
    changelog = (ROOT / "CHANGELOG.md").read_text("utf-8")
    heading = rf"^## {re.escape(version)} - \d{{4}}-\d\d-\d\d\n(.*?)(?=^## |\Z)"
    section = re.search(heading, changelog, re.MULTILINE | re.DOTALL)
    if section is None or not section.group(1).strip():
        sys.exit(f"error: CHANGELOG.md has no section `## {version} - YYYY-MM-DD`")
    print(section.group(1).strip())


if __name__ == "__main__":
    main()
