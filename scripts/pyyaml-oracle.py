#!/usr/bin/env python3
"""What PyYAML loads from YAML texts, as JSON.

Reads one JSON string a line (a YAML text) and answers each with one line:
`{"ok": VALUE}` or `{"error": "…", "line": N}`, lines counted from 1. Merge keys
are applied and timestamps are left as text, as Codemagic reads its files.

A VALUE keeps type and order: null, true, false, text as they are, and
`{"int": "17"}`, `{"float": BITS}` (of a double, in hexadecimal), `{"list": [VALUE, …]}`,
`{"map": [[KEY, VALUE], …]}`; `{"cycle": true}` stands for a node inside itself.
"""

import json
import struct
import sys

import yaml

I64 = 2**63


class Loader(yaml.SafeLoader):
    """The safe loader without dates."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def encode(value, around=()):
    """A loaded value as VALUE."""
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, int):
        return {"int": str(max(-I64, min(I64 - 1, value)))}
    if isinstance(value, float):
        return {"float": "nan" if value != value else struct.pack(">d", value).hex()}
    if id(value) in around:
        return {"cycle": True}
    around = (*around, id(value))
    if isinstance(value, dict):
        return {"map": [[encode(k, around), encode(v, around)] for k, v in value.items()]}
    if isinstance(value, list):
        return {"list": [encode(item, around) for item in value]}
    return {"other": type(value).__name__}


def answer(text):
    """The answer to one text."""
    try:
        return {"ok": encode(yaml.load(text, Loader))}
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        return {"error": str(error.problem), "line": mark.line + 1 if mark else 0}
    except (yaml.YAMLError, ValueError, LookupError, RecursionError) as error:
        return {"error": str(error), "line": 0}


def main():
    """Answers every line of standard input."""
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
