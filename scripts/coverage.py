#!/usr/bin/env python3
"""Prints how much of src/ a coverage report in the format lcov covers, and the worst files.

Lines of unit tests, of src/main.rs and of generated files do not count.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SHOWN = 40


def first_test_line(path):
    """The line at which the unit tests of a source begin; they stand at its end."""
    lines = path.read_text().splitlines()
    for number, line in enumerate(lines, start=1):
        if line == "#[cfg(test)]" and "mod tests {" in "".join(lines[number : number + 3]):
            return number
    return len(lines) + 1


def read(report):
    """The counts of each line, by file below src/."""
    files, counts = {}, None
    for line in report.read_text().splitlines():
        kind, _, rest = line.partition(":")
        if kind == "SF":
            path = Path(rest)
            inside = path.is_relative_to(ROOT / "src") and path.name not in ("main.rs", "testing.rs")
            end = first_test_line(path) if inside else 0
            counts = files.setdefault(path.relative_to(ROOT), {}) if inside else None
        elif kind == "DA" and counts is not None:
            number, count = map(int, rest.split(",")[:2])
            if number < end:
                counts[number] = max(counts.get(number, 0), count)
    return files


def ranges(numbers):
    """`3-5 9` for 3, 4, 5, 9."""
    found = []
    for number in sorted(numbers):
        if found and found[-1][1] == number - 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return " ".join(str(a) if a == b else f"{a}-{b}" for a, b in found)


def main():
    files = read(Path(sys.argv[1]))
    rows = []
    for path, counts in files.items():
        missed = [number for number, count in counts.items() if count == 0]
        rows.append((len(missed), len(counts), path, missed))
    rows.sort(key=lambda row: (-row[0], row[2]))
    total = sum(row[1] for row in rows)
    missed = sum(row[0] for row in rows)
    print("missed  of     file: lines")
    for count, lines, path, numbers in rows[:SHOWN]:
        if count:
            print(f"{count:6}  {lines:5}  {path}: {ranges(numbers)}")
    print(f"{total - missed} of {total} lines in {len(rows)} files: {100 * (total - missed) / total:.2f} %")


main()
