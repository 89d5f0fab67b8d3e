#!/usr/bin/env python3
"""Tells what a JSON Schema of codemagic.yaml has that another one has not.

usage: schema-changes.py [--json] [--ignore-texts] [--ignore-definition NAME]... OLD NEW

OLD and NEW are schemas: an older and a newer one of Codemagic's, or our own
(schema/codemagic.schema.json) and Codemagic's. The answer speaks of places in a
codemagic.yaml, such as workflows.<id>.environment.xcode or workflows.<id>.scripts[]:

  + something that only NEW has      - something that only OLD has
  ~ something that differs           ? a text for people that differs

What is compared: keys, whether they are required, whether other keys are accepted,
types, words, patterns and formats of texts, limits, defaults, descriptions.

--ignore-texts leaves descriptions and error messages out. --ignore-definition NAME
leaves out the alternatives that refer to this definition. Alternatives (anyOf, oneOf)
and parts (allOf) are looked at together; in which order they stand does not matter.

Exit code: 0 no difference, 1 differences, 2 a schema that cannot be read.
"""

import argparse
import json
import sys

LIMITS = (
    "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf",
    "minLength", "maxLength", "minItems", "maxItems", "uniqueItems", "minProperties", "maxProperties",
)
TEXTS = ("description", "errorMessage")
SIGNS = {"added": "+", "removed": "-", "changed": "~"}
TYPE_OF_JSON = {str: "string", bool: "boolean", int: "integer", float: "number", type(None): "null"}


class Unreadable(Exception):
    """A schema that cannot be read; the text says why."""


def shown(value):
    """A value of JSON in one line."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def number(value):
    """A number in one form: 1.0 is 1."""
    whole = isinstance(value, float) and value.is_integer()
    return shown(int(value) if whole else value)


class Place:
    """What a schema says of one place in a codemagic.yaml."""

    def __init__(self, path):
        self.path = path
        self.required = False
        # The sets below hold texts, so that they can be compared and printed.
        self.facts = {kind: set() for kind in ("type", "word", "pattern", "format", "limit", "default", "other keys")}
        self.texts = {kind: [] for kind in TEXTS}
        # Per alternative: its type, its limits, and whether it takes all of its type.
        self.limits = []

    def finish(self):
        """Leaves out what says nothing beside the other alternatives."""
        types = self.facts["type"]
        if "number" in types:
            types.discard("integer")
        unlimited = {kind for kind, _, takes_all in self.limits if takes_all}
        for kind, limits, _ in self.limits:
            if kind not in unlimited:
                self.facts["limit"].update(limits)


class Reader:
    """Reads a schema into places, by path."""

    def __init__(self, schema, ignored):
        self.schema = schema
        self.ignored = ignored
        self.places = {}
        # Definitions around the one at hand: one inside itself is not entered again.
        self.around = []

    def read(self):
        """All places of the schema."""
        self.visit("", self.schema)
        for place in self.places.values():
            place.finish()
        return self.places

    def target(self, reference):
        """The schema to which a `$ref` leads."""
        if not isinstance(reference, str) or not reference.startswith("#"):
            raise Unreadable(f"the reference {shown(reference)} leads out of the schema")
        node = self.schema
        for step in reference[1:].split("/")[1:]:
            step = step.replace("~1", "/").replace("~0", "~")
            if not isinstance(node, dict) or step not in node:
                raise Unreadable(f"the reference {shown(reference)} leads nowhere")
            node = node[step]
        return node

    def visit(self, path, node):
        """Adds what a schema says to the place with this path."""
        place = self.places.setdefault(path, Place(path))
        if node is True or node == {}:
            place.facts["type"].add("anything")
            return
        if node is False:
            return
        if not isinstance(node, dict):
            raise Unreadable(f"{path or 'the root'}: {shown(node)[:60]} is no schema")
        for kind in TEXTS:
            text = node.get(kind)
            if isinstance(text, str) and text not in place.texts[kind]:
                place.texts[kind].append(text)
        if "default" in node:
            place.facts["default"].add(shown(node["default"]))
        reference = node.get("$ref")
        if reference is not None:
            self.follow(path, reference)
        for group in ("allOf", "anyOf", "oneOf"):
            for branch in node.get(group, ()):
                self.visit(path, branch)
        self.note(place, node)
        self.enter(path, place, node)

    def follow(self, path, reference):
        """Adds what a definition says."""
        if not isinstance(reference, str) or reference.rsplit("/", 1)[-1] in self.ignored or reference in self.around:
            return
        target = self.target(reference)
        # The text on a definition is about the definition, not about the key.
        if isinstance(target, dict) and self.places[path].texts["description"]:
            target = {key: value for key, value in target.items() if key not in TEXTS}
        self.around.append(reference)
        self.visit(path, target)
        self.around.pop()

    @staticmethod
    def note(place, node):
        """What a schema says of the value itself."""
        types = node.get("type", [])
        place.facts["type"].update([types] if isinstance(types, str) else types)
        words = list(node.get("enum", []))
        if "const" in node:
            words.append(node["const"])
        for word in words:
            place.facts["word"].add(word if isinstance(word, str) else shown(word))
            if not types:
                place.facts["type"].add(TYPE_OF_JSON.get(type(word), "anything"))
        for kind in ("pattern", "format"):
            if kind in node:
                place.facts[kind].add(str(node[kind]))
        # Of a text with a pattern the pattern tells how long it is.
        skipped = ("minLength", "maxLength") if "pattern" in node else ()
        limits = [f"{limit} {number(node[limit])}" for limit in LIMITS if limit in node and limit not in skipped]
        for kind in [types] if isinstance(types, str) else types or [None]:
            takes_all = kind is not None and not limits and not {"pattern", "enum", "const", "format"} & node.keys()
            place.limits.append((kind, limits, takes_all))

    def enter(self, path, place, node):
        """What a schema says of the keys and items inside the value."""
        prefix = f"{path}." if path else ""
        for key, inner in node.get("properties", {}).items():
            self.visit(prefix + key, inner)
        for key in node.get("required", ()):
            self.places.setdefault(prefix + key, Place(prefix + key)).required = True
        for pattern, inner in node.get("patternProperties", {}).items():
            place.facts["other keys"].add(f"matching {pattern}")
            self.visit(f"{prefix}<id>", inner)
        others = node.get("additionalProperties")
        if isinstance(others, dict) and others:
            place.facts["other keys"].add("any")
            self.visit(f"{prefix}<id>", others)
        elif others is not None:
            place.facts["other keys"].add("none" if others is False else "any")
        items = node.get("items")
        for inner in items if isinstance(items, list) else [items]:
            if inner is not None:
                self.visit(f"{path}[]", inner)


def summary(place):
    """What may stand at a place, in a few words."""
    words = sorted(place.facts["word"])
    kinds = ", ".join(sorted(place.facts["type"])) or "anything"
    listed = f": {', '.join(words)}" if words else ""
    return f"{kinds}{listed}{' (required)' if place.required else ''}"


def differences(old, new, with_texts):
    """The differences between two schemas' places, ordered by path."""
    found = []

    def put(path, change, kind, before, after):
        found.append({"path": path, "change": change, "kind": kind, "old": before, "new": after})

    for path in sorted(old.keys() | new.keys()):
        before, after = old.get(path), new.get(path)
        if before is None:
            put(path, "added", "key", None, summary(after))
        elif after is None:
            put(path, "removed", "key", summary(before), None)
        else:
            compare(before, after, with_texts, put)
    return found


def compare(before, after, with_texts, put):
    """The differences at a place that both schemas have."""
    path = before.path
    if before.required != after.required:
        put(path, "changed", "required", before.required, after.required)
    for kind, ours in before.facts.items():
        theirs = after.facts[kind]
        gone, come = sorted(ours - theirs), sorted(theirs - ours)
        # One value for another is one change.
        if len(gone) == len(come) == 1 and kind not in ("word", "type"):
            put(path, "changed", kind, gone[0], come[0])
            continue
        for value in gone:
            put(path, "removed", kind, value, None)
        for value in come:
            put(path, "added", kind, None, value)
    for kind in TEXTS if with_texts else ():
        ours, theirs = (" / ".join(place.texts[kind]) for place in (before, after))
        if ours != theirs:
            put(path, "changed", kind, ours or None, theirs or None)


def line(change):
    """One change for people."""
    kind, old, new = change["kind"], change["old"], change["new"]
    if change["change"] == "changed":
        sign = "?" if kind in TEXTS else SIGNS["changed"]
        show = lambda value: "none" if value is None else shown(value) if isinstance(value, bool) else value
        return f"  {sign} {kind}: {show(old)} -> {show(new)}"
    return f"  {SIGNS[change['change']]} {kind}: {new if old is None else old}"


def load(path, ignored):
    """The places of a schema file."""
    try:
        with open(path, encoding="utf-8") as file:
            schema = json.load(file)
    except (OSError, ValueError, RecursionError) as error:
        raise Unreadable(f"{path}: {error}") from error
    if not isinstance(schema, dict) or not schema:
        raise Unreadable(f"{path}: a schema is a JSON object that says something")
    try:
        return Reader(schema, ignored).read()
    except Unreadable as error:
        raise Unreadable(f"{path}: {error}") from error
    except (TypeError, AttributeError) as error:
        raise Unreadable(f"{path}: not the form of a JSON Schema ({error})") from error


def arguments():
    """The command line."""
    parser = argparse.ArgumentParser(
        description="Tells what a JSON Schema of codemagic.yaml has that another one has not.",
        epilog="Exit code: 0 no difference, 1 differences, 2 a schema that cannot be read.",
    )
    parser.add_argument("old", metavar="OLD")
    parser.add_argument("new", metavar="NEW")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--ignore-texts", action="store_true", help="leave out texts for people")
    parser.add_argument("--ignore-definition", metavar="NAME", action="append", default=[],
                        help="leave out alternatives that refer to this definition")
    return parser.parse_args()


def main():
    """Compares two files."""
    options = arguments()
    ignored = set(options.ignore_definition)
    try:
        old, new = (load(path, ignored) for path in (options.old, options.new))
    except Unreadable as error:
        print(f"schema-changes.py: {error}", file=sys.stderr)
        return 2
    changes = differences(old, new, not options.ignore_texts)
    counts = {name: sum(change["change"] == name for change in changes) for name in SIGNS}
    if options.json:
        print(json.dumps({"version": 1, "changes": changes, "summary": counts}, indent=2, ensure_ascii=False))
        return 1 if changes else 0
    place = None
    for change in changes:
        if change["path"] != place:
            place = change["path"]
            print(place or "the whole file")
        print(line(change))
    print(", ".join(f"{count} {name}" for name, count in counts.items()) if changes else "no difference")
    return 1 if changes else 0


if __name__ == "__main__":
    sys.exit(main())
