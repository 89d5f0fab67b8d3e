#!/usr/bin/env python3
"""Damages codemagic.yaml files and says what Codemagic's own JSON Schema makes of each.

usage: schema-mutants.py SCHEMA COUNT OUT FILE...

Every line of OUT is a JSON object: name, yaml, and whether the schema accepts it.
The files themselves come first, then COUNT mutants of those that have workflows:
a node deleted, a key renamed or a value retyped. Files are read as PyYAML reads
them, timestamps left as text. The same arguments give the same output.
"""

import copy
import json
import random
import sys

import jsonschema
import yaml


class Loader(yaml.SafeLoader):
    """PyYAML's safe loader, but dates stay text: the service reads them so."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, regexp) for tag, regexp in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}

VALUES = [
    None, True, False, 0, 1, 7, -3, 0.5, 1.5, 60.0, "", "text", "true", "10", [], {}, ["text"], [1],
    [None], [["text"]], [{}], {"key": "value"}, {"script": "ls"}, "$VARIABLE", "${VARIABLE}", "$", "${",
    "${{ inputs.flag }}", "${{ inputs. }}", "Encrypted(abc)", "Encrypted()", "abcd-abcd-abcd-abcd",
    "MANUAL", "manual", "app_store", "integration", "push", "mac_mini_m2", "2030-01-01T10:00:00+00:00",
]


def places(node, path=()):
    """Every place of a document, as a path of keys and indexes."""
    if isinstance(node, dict):
        for key, value in node.items():
            yield path + (key,)
            yield from places(value, path + (key,))
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield path + (index,)
            yield from places(value, path + (index,))


def keys_of(schema):
    """All keys that the schema knows, so that renames hit real ones too."""
    found = set()
    for definition in schema["definitions"].values():
        found.update(definition.get("properties", {}))
    return sorted(found)


def mutate(document, chance, names):
    """A damaged copy, and what was done to it."""
    document = copy.deepcopy(document)
    path = chance.choice([path for path in places(document) if path[0] == "workflows"])
    parent = document
    for step in path[:-1]:
        parent = parent[step]
    last = path[-1]
    kind = chance.choice(["delete", "retype", "retype", "rename" if isinstance(parent, dict) else "retype", "insert"])
    if kind == "delete":
        del parent[last]
    elif kind == "rename":
        new = chance.choice([str(last) + "x", str(last)[1:] or "x", str(last).upper(), chance.choice(names)])
        items = [(new if key == last else key, value) for key, value in parent.items()]
        parent.clear()
        parent.update(items)
    elif kind == "insert" and isinstance(parent[last], dict):
        parent[last][chance.choice(names)] = copy.deepcopy(chance.choice(VALUES))
    elif kind == "insert" and isinstance(parent[last], list):
        parent[last].append(copy.deepcopy(chance.choice(VALUES)))
    else:
        parent[last] = copy.deepcopy(chance.choice(VALUES))
    return document, f"{kind} {'.'.join(map(str, path))}"


def main():
    schema_path, count, out_path, *files = sys.argv[1:]
    with open(schema_path, encoding="utf-8") as file:
        schema = json.load(file)
    validator = jsonschema.Draft7Validator(schema)
    names = keys_of(schema)
    chance = random.Random(20260626)
    documents = []
    with open(out_path, "w", encoding="utf-8") as out:
        def put(name, text, valid):
            out.write(json.dumps({"name": name, "yaml": text, "valid": valid}) + "\n")

        for path in files:
            with open(path, encoding="utf-8", newline="") as file:
                text = file.read()
            try:
                document = yaml.load(text, Loader)
            except yaml.YAMLError:
                put(path, text, False)
                continue
            put(path, text, validator.is_valid(document))
            if isinstance(document, dict) and document.get("workflows"):
                documents.append((path, {"workflows": document["workflows"]}))
        for _ in range(int(count)):
            path, document = chance.choice(documents)
            mutant, what = mutate(document, chance, names)
            text = yaml.safe_dump(mutant, sort_keys=False, allow_unicode=True, width=1000)
            put(f"{path}: {what}", text, validator.is_valid(mutant))


if __name__ == "__main__":
    main()
