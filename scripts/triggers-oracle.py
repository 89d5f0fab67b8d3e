#!/usr/bin/env python3
"""Which workflows a webhook starts, from the documentation alone, as JSON.

Usage: triggers-oracle.py QUESTIONS ANSWERS

Each line of QUESTIONS is `{"yaml": "…", "event": "…", "branch": …, "target": …,
"tag": …, "changed": […] or null, "env": {…}, "payload": {…} or null}`. The same line of
ANSWERS is, for the first workflow of the file, `{"verdict": T, "starts": T,
"patterns": T, "matches": [T, …], "deciding": N or null, "changeset": T or null,
"condition": T or null}` where T is `yes`, `no` or `unknown`.

Written from https://docs.codemagic.io/yaml-running-builds/starting-builds-automatically/
and not from the program that it judges: patterns are matched by wcmatch, conditions are
read by Python's own parser, and what is not known is tried with every value that it may
have: the answer is known where all of them lead to the same.
"""

import ast
import itertools
import json
import re
import sys

import yaml
from wcmatch import fnmatch, glob

NAMES = fnmatch.EXTMATCH | fnmatch.BRACE | fnmatch.FORCEUNIX | fnmatch.DOTMATCH
PATHS = glob.EXTGLOB | glob.BRACE | glob.FORCEUNIX | glob.DOTGLOB | glob.GLOBSTAR
WORD = {True: "yes", False: "no", None: "unknown"}
LABELED = ("pull_request_labeled", "pull_request_labelled")


class Loader(yaml.SafeLoader):
    """The safe loader without dates."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


class Unknown(Exception):
    """The value is not known."""


def both(*values):
    """Kleene's conjunction; None is unknown."""
    if False in values:
        return False
    return None if None in values else True


def either(*values):
    """Kleene's disjunction."""
    if True in values:
        return True
    return None if None in values else False


def negated(value):
    """Kleene's negation."""
    return None if value is None else not value


def fits(number):
    """Whether a number has less than 64 bits; of others no reader promises all digits."""
    return -(2**63) < number < 2**63 - 1


def refers(text):
    """Whether something in a text is filled in later."""
    return "$" in text or "{{ inputs." in text


# Events and patterns.


def listed(workflow, event):
    """Whether the event is among those of the workflow."""
    events = (workflow.get("triggering") or {}).get("events") or []
    return any(it == event or (it in LABELED and event in LABELED) for it in events)


def pattern_matches(item, question):
    """Whether a pattern matches the name that it is about."""
    pattern = item.get("pattern")
    if pattern is None:
        pattern = "*"
    elif isinstance(pattern, int) and not isinstance(pattern, bool):
        if not fits(pattern):
            return None
        pattern = str(pattern)
    elif not isinstance(pattern, str) or refers(pattern):
        return None
    event = question["event"]
    source = item.get("source")
    if event == "tag":
        name = question["tag"]
    elif event == "push" or source in (None, True):
        name = question["branch"]
    elif source is False:
        name = question["target"]
    else:
        name = None
    if name is None:
        return True if set(pattern) == {"*"} else None
    return bool(fnmatch.fnmatch(name, pattern, flags=NAMES))


def includes_of(item):
    """Both values where it could not be read."""
    include = item.get("include")
    if include is None:
        return [True]
    return [include] if isinstance(include, bool) else [True, False]


def patterns_of(workflow, question):
    """The verdict, the answer of each pattern, and which decides."""
    key = "tag_patterns" if question["event"] == "tag" else "branch_patterns"
    items = (workflow.get("triggering") or {}).get(key)
    if items is None:
        # For tags no page tells what no patterns mean; the pages that do are about branches.
        return (None if key == "tag_patterns" else True), [], None
    if not items:
        return None, [], None
    matches = [pattern_matches(item, question) for item in items]
    worlds = [[True, False] if it is None else [it] for it in matches]
    ends = set()
    for world in itertools.product(*worlds):
        last = None
        for index, matched in enumerate(world):
            if matched:
                last = index
        for include in [False] if last is None else includes_of(items[last]):
            ends.add((include, last))
    verdicts = {include for include, _ in ends}
    deciding = {last for _, last in ends}
    return (
        verdicts.pop() if len(verdicts) == 1 else None,
        matches,
        deciding.pop() if len(deciding) == 1 else None,
    )


# Changesets.


def entry_matches(entry, path):
    """Whether both readings of an entry agree that a path matches."""
    entry = str(entry).strip()
    if not entry:
        return False
    if refers(entry) or entry.startswith("/") or ".." in entry.split("/"):
        return None
    is_folder = entry.endswith("/")
    plain = "/".join(part for part in entry.split("/") if part not in ("", "."))
    if plain in ("", "**", "**/*"):
        return True
    wide = {plain, plain.replace("**/", "")}
    wide |= {f"{text}/**" for text in wide}
    if not any(fnmatch.fnmatch(path, text, flags=NAMES) for text in wide if text):
        return False
    if not re.search(r"[*?\[{(]", plain):
        narrow = (path == plain and not is_folder) or path.startswith(f"{plain}/")
    elif is_folder:
        narrow = glob.globmatch(path, f"{plain}/**", flags=PATHS)
    else:
        narrow = glob.globmatch(path, plain, flags=PATHS)
    return True if narrow else None


def changeset_holds(changeset, changed):
    """Whether a change counts."""
    includes = changeset.get("includes")
    includes = ["."] if includes is None else includes
    # What no page tells: a list without items.
    is_empty = includes == []
    excludes = changeset.get("excludes") or []
    if changed is None:
        everything = any(str(it).strip() in (".", "./", "**", "**/*") for it in includes)
        return True if everything and not excludes else None

    def counts(path):
        if path == "codemagic.yaml":
            return True
        included = None if is_empty else either(*(entry_matches(it, path) for it in includes))
        excluded = either(*(entry_matches(it, path) for it in excludes))
        return both(included, negated(excluded))

    return either(*(counts(path) for path in changed))


# Conditions.


class Condition:
    """A condition, with what is known around it."""

    def __init__(self, workflow, question):
        self.workflow = workflow
        self.question = question

    def variable(self, name):
        """An environment variable: given, of the file, or set by Codemagic."""
        question = self.question
        if name in question["env"]:
            return question["env"][name]
        own = (self.workflow.get("environment") or {}).get("vars") or {}
        if name in own:
            value = own[name]
            if isinstance(value, int) and not isinstance(value, bool) and fits(value):
                return str(value)
            if isinstance(value, str) and not refers(value) and not value.startswith("Encrypted("):
                return value
            raise Unknown
        is_request = question["event"].startswith("pull_request")
        known = {
            "CM_BRANCH": question["branch"],
            "CM_TAG": question["tag"] if question["event"] == "tag" else None,
            "CM_PULL_REQUEST": "true" if is_request else "false",
            "CM_PULL_REQUEST_DEST": question["target"] if is_request else None,
            "CM_TRIGGER_SOURCE": "webhook",
            "CI": "true",
        }
        if known.get(name) is None:
            raise Unknown
        return known[name]

    def path(self, node):
        """The names and numbers of a path, from its root."""
        steps = []
        while not isinstance(node, ast.Name):
            if isinstance(node, ast.Attribute):
                steps.insert(0, node.attr)
                node = node.value
            elif isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
                steps.insert(0, node.slice.value)
                node = node.value
            else:
                raise Unknown
        return node.id, steps

    def value(self, node):
        """The value of an operand."""
        if isinstance(node, ast.Constant):
            return node.value
        if isinstance(node, ast.Name) and node.id.startswith("INPUT_"):
            declared = (self.workflow.get("inputs") or {}).get(node.id[6:]) or {}
            if "default" not in declared:
                raise Unknown
            return declared["default"]
        if isinstance(node, ast.Name) and node.id in ("true", "false", "null"):
            return {"true": True, "false": False, "null": None}[node.id]
        if isinstance(node, (ast.Name, ast.Attribute, ast.Subscript)):
            root, steps = self.path(node)
            if root == "env" and len(steps) == 1:
                return self.variable(steps[0])
            value = self.question["payload"]
            if root != "event" or value is None:
                raise Unknown
            for step in steps:
                try:
                    value = value[step]
                except (KeyError, IndexError, TypeError):
                    raise Unknown from None
            if isinstance(value, (list, dict)):
                raise Unknown
            return value
        if isinstance(node, (ast.BoolOp, ast.UnaryOp, ast.Compare)):
            found = self.truth(node)
            if found is None:
                raise Unknown
            return found
        raise Unknown

    def equal(self, left, right):
        """Whether two operands are equal: of one kind, and the same."""
        try:
            left, right = self.value(left), self.value(right)
        except Unknown:
            return None
        kinds = [bool if isinstance(it, bool) else float if isinstance(it, (int, float)) else type(it) for it in (left, right)]
        return kinds[0] is kinds[1] and left == right

    def truth(self, node):
        """Whether a part holds."""
        if isinstance(node, ast.BoolOp):
            join = both if isinstance(node.op, ast.And) else either
            return join(*(self.truth(value) for value in node.values))
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            return negated(self.truth(node.operand))
        if isinstance(node, ast.Compare):
            operands = [node.left, *node.comparators]
            found = []
            for index, operator in enumerate(node.ops):
                equal = self.equal(operands[index], operands[index + 1])
                if isinstance(operator, ast.Eq):
                    found.append(equal)
                elif isinstance(operator, ast.NotEq):
                    found.append(negated(equal))
                else:
                    found.append(None)
            return both(*found)
        try:
            value = self.value(node)
        except Unknown:
            return None
        return value if isinstance(value, bool) else None

    def holds(self, text):
        """Whether the whole condition holds."""
        text = re.sub(r"\$\{\{\s*inputs\.(\w+)\s*\}\}", r"INPUT_\1", text)
        try:
            tree = ast.parse(" ".join(text.split()), mode="eval")
        except SyntaxError:
            return None
        return self.truth(tree.body)


def answer(question):
    """The answer to one question."""
    workflow = next(iter(yaml.load(question["yaml"], Loader)["workflows"].values()))
    patterns, matches, deciding = patterns_of(workflow, question)
    is_listed = listed(workflow, question["event"])
    starts = both(is_listed, patterns)
    when = workflow.get("when") or {}
    changeset = when.get("changeset")
    if changeset is not None:
        changeset = (changeset_holds(changeset, question["changed"]),)
    condition = when.get("condition")
    if isinstance(condition, str) and not condition.strip():
        condition = None
    if condition is not None:
        if isinstance(condition, str):
            condition = (Condition(workflow, question).holds(condition),)
        else:
            condition = (None,)
    verdict = both(starts, *(changeset or ()), *(condition or ()))
    return {
        "verdict": WORD[verdict],
        "starts": WORD[starts],
        "patterns": WORD[patterns] if is_listed else None,
        "matches": [WORD[it] for it in matches] if is_listed else None,
        "deciding": deciding if is_listed else None,
        "changeset": WORD[changeset[0]] if changeset else None,
        "condition": WORD[condition[0]] if condition else None,
    }


def main():
    """Answers every question."""
    questions, answers = sys.argv[1:]
    with open(questions, encoding="utf-8") as lines, open(answers, "w", encoding="utf-8") as out:
        for line in lines:
            print(json.dumps(answer(json.loads(line))), file=out)


if __name__ == "__main__":
    main()
