#!/usr/bin/env python3
"""Checks reports with tools that are not ours.

    validate-reports.py DIRECTORY SARIF_SCHEMA

DIRECTORY holds the reports of one run, one file a format: report.json,
report.jsonl, report.sarif, report.junit.xml, report.checkstyle.xml,
report.github.txt and report.gitlab.json.

SARIF_SCHEMA is the official schema of SARIF 2.1.0. The npm package
@microsoft/jest-sarif 1.0.0-beta.0 carries it:

    npm pack @microsoft/jest-sarif@1.0.0-beta.0
    tar xzf microsoft-jest-sarif-1.0.0-beta.0.tgz
    # package/lib/schemas/sarif-2.1.0-rtm.5.json

Python packages: jsonschema 4.26.0, junitparser 5.0.3.

Exit code: 0 all reports are valid; 1 violations, one a line; 2 usage.
"""

import json
import re
import sys
import xml.etree.ElementTree as ElementTree
from collections import Counter
from pathlib import Path

import jsonschema
import junitparser

REPORT_SCHEMA = Path(__file__).parent.parent / "schema" / "report.schema.json"

# RFC 3986: URI-reference, without square brackets, which names never need.
CHARACTER = r"(?:[A-Za-z0-9\-._~!$&'()*+,;=@]|%[0-9A-Fa-f]{2})"
RELATIVE_URI = re.compile(rf"{CHARACTER}*(?:/(?:{CHARACTER}|:)*)*")
ABSOLUTE_URI = re.compile(rf"[A-Za-z][A-Za-z0-9+.\-]*://(?:{CHARACTER}|:)*(?:/(?:{CHARACTER}|:)*)*(?:\?\S*)?(?:#\S*)?")

violations = []


def violation(report, message):
    """Notes that a report breaks a rule."""
    violations.append(f"{report}: {message}")


def expect(condition, report, message):
    """Notes a violation unless the condition holds."""
    if not condition:
        violation(report, message)
    return bool(condition)


def check_schema(report, value, schema):
    """Validates a value against a JSON Schema of whatever draft."""
    validator = jsonschema.validators.validator_for(schema)(schema)
    for error in validator.iter_errors(value):
        violation(report, f"{error.json_path}: {error.message[:300]}")


def findings_of(report):
    """Pairs of file name and finding of the JSON report."""
    return [(file["path"], finding) for file in report["files"] for finding in file["findings"]]


def check_json(text, schema):
    """The JSON report: its schema, and what a schema cannot say."""
    name = "report.json"
    report = json.loads(text)
    before = len(violations)
    check_schema(name, report, schema)
    if len(violations) > before:
        return None

    shown = Counter(finding["severity"] for _, finding in findings_of(report))
    summary = report["summary"]
    for severity in ("error", "warning", "info", "hint"):
        total = summary[severity + "s"]
        expect(total >= shown[severity], name, f"summary counts {total} of severity {severity}, {shown[severity]} are shown")
    expect(summary["files"] == len(report["files"]), name, "summary.files is not the number of files")
    for file, finding in findings_of(report):
        for span in [finding["span"]] + [related["span"] for related in finding["related"]]:
            start, end = span["start"], span["end"]
            expect(start["offset"] <= end["offset"], name, f"{file}: a span ends before it starts")
            in_order = (start["line"], start["column"]) <= (end["line"], end["column"])
            expect(in_order, name, f"{file}: lines and columns of a span are not in order")
    return report


def check_json_lines(text, report, schema):
    """JSON Lines: the same findings, each with the name of its file."""
    name = "report.jsonl"
    finding_schema = {"$schema": schema["$schema"], "definitions": schema["definitions"], "$ref": "#/definitions/finding"}
    lines = []
    for number, line in enumerate(text.splitlines(), 1):
        finding = json.loads(line)
        if not expect(isinstance(finding.get("file"), str), name, f"line {number}: no `file`"):
            continue
        lines.append((finding.pop("file"), finding))
        check_schema(f"{name}: line {number}", finding, finding_schema)
    expect(lines == findings_of(report), name, "the findings are not those of report.json")


def check_sarif(text, report, schema):
    """SARIF: the official schema, references that lead somewhere, URIs."""
    name = "report.sarif"
    log = json.loads(text)
    before = len(violations)
    check_schema(name, log, schema)
    if len(violations) > before:
        return
    for where, uri in uris(log):
        valid = RELATIVE_URI.fullmatch(uri) or ABSOLUTE_URI.fullmatch(uri) or uri.startswith("file:///")
        expect(valid and uri.isascii() and " " not in uri, name, f"{where}: `{uri}` is no URI reference")

    run = log["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    ids = [rule["id"] for rule in rules]
    expect(len(ids) == len(set(ids)), name, "a rule is listed twice")
    expect(len(run["artifacts"]) == len(report["files"]), name, "not every file is an artifact")
    expected = findings_of(report)
    if not expect(len(run["results"]) == len(expected), name, "the number of results is not that of findings"):
        return
    for result, (_, finding) in zip(run["results"], expected):
        where = f"result for {finding['rule']}"
        index = result["ruleIndex"]
        known = index < len(ids) and ids[index] == result["ruleId"] == finding["rule"]
        expect(known, name, f"{where}: ruleIndex does not lead to the rule")
        level = {"error": "error", "warning": "warning"}.get(finding["severity"], "note")
        expect(result["level"] == level, name, f"{where}: level is not {level}")
        location = result["locations"][0]["physicalLocation"]
        artifact = run["artifacts"][location["artifactLocation"]["index"]]["location"]["uri"]
        expect(artifact == location["artifactLocation"]["uri"], name, f"{where}: artifact index and URI differ")
        start, end = finding["span"]["start"], finding["span"]["end"]
        region = {
            "startLine": start["line"], "startColumn": start["column"],
            "endLine": end["line"], "endColumn": end["column"],
            "byteOffset": start["offset"], "byteLength": end["offset"] - start["offset"],
        }
        expect(location["region"] == region, name, f"{where}: region is not the finding's span")
        expect(result["partialFingerprints"], name, f"{where}: no fingerprint")


def uris(value, where="$"):
    """Every URI of a SARIF log and where it stands."""
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from uris(item, f"{where}[{index}]")
    if isinstance(value, dict):
        for key, item in value.items():
            if key in ("uri", "helpUri", "informationUri"):
                yield f"{where}.{key}", item
            else:
                yield from uris(item, f"{where}.{key}")


def check_junit(path, report):
    """JUnit: read by junitparser, counts that are true, one suite a file."""
    name = "report.junit.xml"
    xml = junitparser.JUnitXml.fromfile(str(path))
    if not expect(isinstance(xml, junitparser.JUnitXml), name, "the root is not `testsuites`"):
        return
    suites = list(xml)
    expect(len(suites) == len(report["files"]), name, "not one suite a file")
    totals = Counter()
    for suite, file in zip(suites, report["files"]):
        cases = list(suite)
        where = f"suite {suite.name}"
        expect(cases, name, f"{where}: no test case")
        failed = sum(any(isinstance(result, junitparser.Failure) for result in case.result) for case in cases)
        counts = {"tests": len(cases), "failures": failed, "errors": 0, "skipped": 0}
        for key, count in counts.items():
            expect(getattr(suite, key) == count, name, f"{where}: `{key}` says {getattr(suite, key)}, not {count}")
            totals[key] += count
        for case in cases:
            expect(case.name and case.classname, name, f"{where}: a test case lacks name or classname")
        severities = [finding["severity"] for finding in file["findings"]]
        expected = sum(severity in ("error", "warning") for severity in severities)
        further = any(case.name == "more findings" for case in cases)
        expect(expected <= failed <= expected + further, name, f"{where}: {failed} failures for {expected} errors and warnings")
        expect(len(cases) == max(1, len(severities) + further), name, f"{where}: not one case a finding")
    for key in ("tests", "failures", "errors", "skipped"):
        expect(getattr(xml, key) == totals[key], name, f"`{key}` of all suites says {getattr(xml, key)}, not {totals[key]}")
    known = {"testsuites", "testsuite", "testcase", "failure", "system-out"}
    for element in ElementTree.parse(path).iter():
        expect(element.tag in known, name, f"element `{element.tag}` is not of JUnit")


ESCAPED_DATA = r"(?:[^%\r\n]|%25|%0D|%0A)*"
ESCAPED_PROPERTY = r"(?:[^%\r\n:,]|%25|%0D|%0A|%3A|%2C)*"
GITHUB_COMMAND = re.compile(
    rf"::(error|warning|notice) ([A-Za-z]+={ESCAPED_PROPERTY}(?:,[A-Za-z]+={ESCAPED_PROPERTY})*)::({ESCAPED_DATA})"
)
GITHUB_PROPERTIES = {"file", "line", "endLine", "col", "endColumn", "title"}


def unescape(text):
    """What GitHub makes of an escaped value."""
    for code, character in (("%3A", ":"), ("%2C", ","), ("%0D", "\r"), ("%0A", "\n"), ("%25", "%")):
        text = text.replace(code, character)
    return text


def check_github(text, report):
    """GitHub: every line is a workflow command of the documented grammar."""
    name = "report.github.txt"
    lines = text.split("\n")
    expect(lines.pop() == "", name, "the last line does not end")
    expected = findings_of(report)
    expect(len(lines) == len(expected), name, f"{len(lines)} commands for {len(expected)} findings")
    for number, (line, (_, finding)) in enumerate(zip(lines, expected), 1):
        where = f"line {number}"
        command = GITHUB_COMMAND.fullmatch(line)
        if not expect(command, name, f"{where}: not a workflow command: {line[:120]}"):
            continue
        expect(not re.search(r"[\x00-\x1f\x7f-\x9f]", line), name, f"{where}: a control character")
        pairs = [pair.split("=", 1) for pair in command[2].split(",")]
        properties = {key: unescape(value) for key, value in pairs}
        expect(len(properties) == len(pairs), name, f"{where}: a property stands twice")
        expect(set(properties) <= GITHUB_PROPERTIES, name, f"{where}: unknown property")
        start, end = finding["span"]["start"], finding["span"]["end"]
        places = {"line": start["line"], "endLine": end["line"]}
        if start["line"] == end["line"]:
            places |= {"col": start["column"], "endColumn": end["column"]}
        given = {key: int(value) for key, value in properties.items() if key not in ("file", "title")}
        expect(given == places, name, f"{where}: lines and columns are {given}, not {places}")
        level = {"error": "error", "warning": "warning"}.get(finding["severity"], "notice")
        expect(command[1] == level, name, f"{where}: `{command[1]}` for severity {finding['severity']}")
        expect(properties.get("file"), name, f"{where}: no file")
        expect(command[3], name, f"{where}: no message")


def check_gitlab(text, report):
    """GitLab: the fields that its documentation asks for."""
    name = "report.gitlab.json"
    issues = json.loads(text)
    expected = findings_of(report)
    expect(len(issues) == len(expected), name, f"{len(issues)} issues for {len(expected)} findings")
    for index, issue in enumerate(issues):
        where = f"[{index}]"
        for key in ("description", "check_name", "fingerprint"):
            value = issue.get(key)
            expect(isinstance(value, str) and value, name, f"{where}: `{key}` is not a text")
        severities = ("info", "minor", "major", "critical", "blocker")
        expect(issue.get("severity") in severities, name, f"{where}: severity `{issue.get('severity')}`")
        path = issue["location"]["path"]
        expect(path and not path.startswith("./") and "\\" not in path, name, f"{where}: path `{path}`")
        lines = issue["location"]["lines"]
        in_order = isinstance(lines["begin"], int) and 1 <= lines["begin"] <= lines["end"]
        expect(in_order, name, f"{where}: lines {lines}")
    fingerprints = Counter(issue.get("fingerprint") for issue in issues)
    for fingerprint, count in fingerprints.items():
        expect(count == 1, name, f"fingerprint {fingerprint} stands {count} times")


def check_checkstyle(path, report):
    """Checkstyle: elements, attributes and values of its format."""
    name = "report.checkstyle.xml"
    root = ElementTree.parse(path).getroot()
    expect(root.tag == "checkstyle" and root.get("version"), name, "the root is not `checkstyle` with a version")
    expect(len(root) == len(report["files"]), name, "not every file is listed")
    for element, file in zip(root, report["files"]):
        expect(element.tag == "file" and set(element.attrib) == {"name"}, name, f"`{element.tag}` is not a file")
        expect(len(element) == len(file["findings"]), name, f"{element.get('name')}: not one error a finding")
        for error, finding in zip(element, file["findings"]):
            where = f"{element.get('name')}: {finding['rule']}"
            attributes = {"line", "column", "severity", "message", "source"}
            if not expect(error.tag == "error" and set(error.attrib) == attributes, name, f"{where}: not an error"):
                continue
            severity = {"error": "error", "warning": "warning"}.get(finding["severity"], "info")
            expect(error.get("severity") == severity, name, f"{where}: severity is not {severity}")
            start = finding["span"]["start"]
            place = (int(error.get("line")), int(error.get("column")))
            expect(place == (start["line"], start["column"]), name, f"{where}: at {place}")
            expect(error.get("source").startswith("codemagic-lint."), name, f"{where}: source")


def checked(report, check, *arguments):
    """Runs a check; a report that cannot be read at all is a violation."""
    try:
        return check(*arguments)
    except (OSError, ValueError, KeyError, IndexError, TypeError, ElementTree.ParseError,
            junitparser.JUnitXmlError) as error:
        violation(report, f"{type(error).__name__}: {error}")
        return None


def main(arguments):
    """Checks the reports of a directory; the exit code."""
    if len(arguments) != 2:
        print(__doc__.strip(), file=sys.stderr)
        return 2
    directory = Path(arguments[0])
    try:
        report_schema = json.loads(REPORT_SCHEMA.read_text(encoding="utf-8"))
        sarif_schema = json.loads(Path(arguments[1]).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        print(f"a schema cannot be read: {error}", file=sys.stderr)
        return 2

    def text(report):
        return (directory / report).read_bytes().decode("utf-8")

    report = checked("report.json", lambda: check_json(text("report.json"), report_schema))
    if report is not None:
        checked("report.jsonl", lambda: check_json_lines(text("report.jsonl"), report, report_schema))
        checked("report.sarif", lambda: check_sarif(text("report.sarif"), report, sarif_schema))
        checked("report.junit.xml", check_junit, directory / "report.junit.xml", report)
        checked("report.github.txt", lambda: check_github(text("report.github.txt"), report))
        checked("report.gitlab.json", lambda: check_gitlab(text("report.gitlab.json"), report))
        checked("report.checkstyle.xml", check_checkstyle, directory / "report.checkstyle.xml", report)

    for line in violations:
        print(line, file=sys.stderr)
    if violations:
        return 1
    print(f"7 reports are valid ({len(findings_of(report))} findings in {len(report['files'])} files)")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
