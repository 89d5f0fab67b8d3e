#!/usr/bin/env python3
"""Takes the list of components (CycloneDX) out of a wheel, to stand beside a release.

    packaging/sbom.py WHEEL OUT

maturin writes the list into every wheel, from Cargo.lock. What belongs to the machine
and the moment of the build (its folder, the time, a random number) is left out, so that
the same sources give the same bytes. Needs nothing but Python 3.
"""

import json
import re
import sys
import zipfile


def main():
    if len(sys.argv) != 3:
        sys.exit("usage: sbom.py WHEEL OUT")
    wheel, out = sys.argv[1:]
    with zipfile.ZipFile(wheel) as archive:
        [name] = [it for it in archive.namelist() if it.endswith(".cyclonedx.json")]
        text = archive.read(name).decode("utf-8")
    text = re.sub(r"path\+file://[^#\"]*#", "pkg:cargo/", text)
    components = json.loads(text)
    components.pop("serialNumber", None)
    components["metadata"].pop("timestamp", None)
    with open(out, "w", encoding="utf-8", newline="\n") as file:
        json.dump(components, file, indent=2)
        file.write("\n")


if __name__ == "__main__":
    main()
