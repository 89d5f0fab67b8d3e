#!/usr/bin/env python3
"""Makes the archive of one platform, and its checksum.

    packaging/archive.py TARGET BINARY OUT [--pages-by PROGRAM]

TARGET is Rust's name of the platform, BINARY the program built for it. OUT gets
`codemagic-lint-TARGET.tar.gz` (`.zip` for Windows), one folder with the program, its
manual, completions for shells and licences, and the same name with `.sha256`. Manual and
completions are printed by PROGRAM: BINARY itself, unless it cannot run on this machine.

The same input gives the same bytes: times, owners and order in the archive are fixed.
Needs nothing but Python 3.
"""

import argparse
import gzip
import hashlib
import io
import pathlib
import subprocess
import tarfile
import tempfile
import zipfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
DOCUMENTS = ["README.md", "CHANGELOG.md", "LICENSE-MIT", "LICENSE-APACHE"]
# The names under which shells look for them.
COMPLETIONS = {
    "bash": "codemagic-lint.bash",
    "zsh": "_codemagic-lint",
    "fish": "codemagic-lint.fish",
    "elvish": "codemagic-lint.elv",
    "powershell": "_codemagic-lint.ps1",
}


def content(target, binary, program):
    """Everything in the archive: (path inside its folder, bytes, whether it is run)."""
    executable = "codemagic-lint.exe" if "windows" in target else "codemagic-lint"
    yield executable, binary.read_bytes(), True
    for name in DOCUMENTS:
        yield name, (ROOT / name).read_bytes(), False
    for shell, name in COMPLETIONS.items():
        script = subprocess.run([program, "completions", shell], check=True, capture_output=True)
        yield f"completions/{name}", script.stdout, False
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([program, "man", "--output-dir", folder], check=True)
        for page in sorted(pathlib.Path(folder).iterdir()):
            yield f"man/man1/{page.name}", page.read_bytes(), False


def tar(folder, files):
    out = io.BytesIO()
    with gzip.GzipFile(fileobj=out, mode="wb", mtime=0) as compressed:
        archive = tarfile.open(fileobj=compressed, mode="w", format=tarfile.USTAR_FORMAT)
        for name, data, is_run in files:
            entry = tarfile.TarInfo(f"{folder}/{name}")
            entry.size = len(data)
            entry.mode = 0o755 if is_run else 0o644
            archive.addfile(entry, io.BytesIO(data))
        archive.close()
    return out.getvalue()


def zipped(folder, files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data, is_run in files:
            entry = zipfile.ZipInfo(f"{folder}/{name}")
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = (0o100755 if is_run else 0o100644) << 16
            archive.writestr(entry, data)
    return out.getvalue()


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("target")
    parser.add_argument("binary", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--pages-by", type=pathlib.Path, metavar="PROGRAM")
    options = parser.parse_args()

    folder = f"codemagic-lint-{options.target}"
    program = (options.pages_by or options.binary).resolve()
    files = content(options.target, options.binary, program)
    if "windows" in options.target:
        name, data = f"{folder}.zip", zipped(folder, files)
    else:
        name, data = f"{folder}.tar.gz", tar(folder, files)
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / name).write_bytes(data)
    checksum = f"{hashlib.sha256(data).hexdigest()}  {name}\n"
    (options.out / f"{name}.sha256").write_text(checksum, "utf-8", newline="\n")
    print(options.out / name)


if __name__ == "__main__":
    main()
