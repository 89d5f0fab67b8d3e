//! Rules about what starts a build: wordings beyond those of the pages, what keeps
//! them silent, and what their fixes do.

#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

mod support;

use codemagic_lint::finding::{Category, Finding, Safety, Severity};
use codemagic_lint::rules::{self, Settings};

/// A workflow with this below `triggering`.
fn workflow(triggering: &str) -> String {
    let mut text = String::from("workflows:\n  a:\n    triggering:\n");
    for line in triggering.lines() {
        text.push_str("      ");
        text.push_str(line);
        text.push('\n');
    }
    text.push_str("    scripts:\n      - ls\n");
    text
}

/// Every rule about triggers, the pedantic ones too.
fn settings() -> Settings {
    let mut settings = support::settings();
    for (index, rule) in rules::all().iter().enumerate() {
        if rule.category == Category::Triggering {
            settings.selection.switch_on(index);
        }
    }
    settings
}

fn found(text: &str) -> Vec<Finding> {
    let mut findings = support::check_with(text, &settings());
    findings.retain(|finding| finding.category == Category::Triggering);
    findings
}

/// `(rule)`, and what is shown, of each finding.
fn shown(text: &str) -> Vec<(String, String)> {
    let shown = |finding: &Finding| {
        let part = text.get(finding.span.range()).unwrap();
        (finding.rule.to_string(), part.to_owned())
    };
    found(text).iter().map(shown).collect()
}

const PUSH: &str = "events:\n  - push\n";
const TAG: &str = "events:\n  - tag\n";
const BRANCHES: &str = "branch_patterns:\n  - pattern: main\n";
const TAGS: &str = "tag_patterns:\n  - pattern: v*\n";

#[test]
fn what_is_found_below_triggering() {
    let pull = "events:\n  - pull_request\n";
    let both = "events:\n  - push\n  - pull_request\n";
    let all = "branch_patterns:\n  - pattern: '*'\n    source: true\n";
    let cases: Vec<(String, Vec<(&str, &str)>)> = vec![
        // trigger-without-events
        ("{}".into(), vec![("trigger-without-events", "triggering")]),
        ("events: []".into(), vec![]),
        ("events: []".into(), vec![]),
        ("events:\n".into(), vec![]),
        ("cancel_previous_builds: false".into(), vec![]),
        (
            "cancel_previous_builds: true".into(),
            vec![("trigger-without-events", "triggering")],
        ),
        (
            "cancel_previous_builds: $A".into(),
            vec![("trigger-without-events", "triggering")],
        ),
        (TAGS.into(), vec![("trigger-without-events", "triggering")]),
        (
            format!("events:\n{BRANCHES}"),
            vec![("trigger-without-events", "triggering")],
        ),
        (
            format!("events: []\n{BRANCHES}"),
            vec![("trigger-without-events", "[]")],
        ),
        (format!("events: push\n{TAGS}"), vec![]),
        (format!("events:\n  - pushes\n{TAGS}"), vec![]),
        // tag-patterns-without-tag, branch-patterns-without-branch-event, cancel
        (format!("{PUSH}{BRANCHES}"), vec![]),
        (
            format!("{PUSH}{BRANCHES}{TAGS}"),
            vec![("tag-patterns-without-tag", "tag_patterns")],
        ),
        (format!("{PUSH}  - tag\n{BRANCHES}{TAGS}"), vec![]),
        (format!("{TAG}{TAGS}"), vec![]),
        (format!("{TAG}{TAGS}cancel_previous_builds: false"), vec![]),
        (format!("{TAG}{TAGS}cancel_previous_builds: $A"), vec![]),
        (
            format!("{PUSH}{BRANCHES}cancel_previous_builds: true"),
            vec![],
        ),
        (
            format!("{TAG}{TAGS}cancel_previous_builds: true"),
            vec![("cancel-without-branch-event", "cancel_previous_builds")],
        ),
        (
            format!("{TAG}{TAGS}{BRANCHES}"),
            vec![("branch-patterns-without-branch-event", "branch_patterns")],
        ),
        // The same without patterns
        (TAG.into(), vec![("tag-without-tag-patterns", "tag")]),
        (PUSH.into(), vec![("branch-event-without-patterns", "push")]),
        (
            pull.into(),
            vec![("branch-event-without-patterns", "pull_request")],
        ),
        (
            both.into(),
            vec![
                ("branch-event-without-patterns", "push"),
                ("push-and-pr-twice", "pull_request"),
            ],
        ),
        // push-and-pr-twice
        (
            format!("{both}{all}"),
            vec![("push-and-pr-twice", "pull_request")],
        ),
        (format!("{both}{}", all.replace("true", "false")), vec![]),
        (
            format!("{both}{all}    include: true"),
            vec![("push-and-pr-twice", "pull_request")],
        ),
        (
            format!("{both}{all}    include: false"),
            vec![("patterns-only-exclude", "branch_patterns")],
        ),
        (
            format!("{both}{all}  - pattern: wip/*\n    include: false\n    source: true"),
            vec![],
        ),
        (format!("{pull}{all}"), vec![]),
        // source
        (
            format!("{PUSH}{BRANCHES}    source: false\n  - pattern: a\n    source: true"),
            vec![("source-without-pr", "source")],
        ),
        (
            format!("{TAG}{TAGS}{BRANCHES}    source: true"),
            vec![("branch-patterns-without-branch-event", "branch_patterns")],
        ),
        (format!("{pull}{BRANCHES}    source: true"), vec![]),
        (
            format!("{pull}{BRANCHES}"),
            vec![("pr-source-implicit", "main")],
        ),
        (format!("{pull}branch_patterns:\n  - pattern: '*'"), vec![]),
        (format!("{pull}branch_patterns:\n  - pattern: $A"), vec![]),
        (
            format!("{PUSH}  - pull_request_labelled\n{BRANCHES}    source: true"),
            vec![("labeled-event", "pull_request_labelled")],
        ),
        (
            format!("{PUSH}  - pull_request_labeled\n{BRANCHES}"),
            vec![("pr-source-implicit", "main")],
        ),
    ];
    for (triggering, expected) in cases {
        let text = workflow(&triggering);
        let shown = shown(&text);
        let shown: Vec<_> = shown
            .iter()
            .map(|(rule, part)| (rule.as_str(), part.as_str()))
            .collect();
        assert_eq!(shown, expected, "{text}");
    }
}

/// Items of `branch_patterns` in short: `+pattern` includes, `-pattern` leaves out.
fn branch_patterns(items: &[&str]) -> String {
    let item = |item: &&str| {
        let (include, pattern) = item.split_at(1);
        format!(
            "  - pattern: '{pattern}'\n    include: {}\n",
            include == "+"
        )
    };
    let items: String = items.iter().map(item).collect();
    workflow(&format!("{PUSH}branch_patterns:\n{items}"))
}

type Items = &'static [&'static str];
type Shown = &'static [(&'static str, &'static str)];

#[test]
fn of_two_patterns_the_later_decides() {
    let cases: [(Items, Shown); 16] = [
        (&["+main"], &[]),
        (&["+*", "-wip/*"], &[]),
        (&["-wip/*", "+*"], &[("pattern-overridden", "'wip/*'")]),
        (&["+main", "-*"], &[("pattern-overridden", "'main'")]),
        (&["+main", "+*"], &[("pattern-overridden", "'main'")]),
        (&["+release/*", "+release*"], &[]),
        (&["-wip/a", "-wip/*", "+x"], &[]),
        (
            &["-a", "-*"],
            &[("patterns-only-exclude", "branch_patterns")],
        ),
        (
            &["+wip/a", "-wip/*", "+x"],
            &[("pattern-overridden", "'wip/a'")],
        ),
        (&["+wip/*", "-wip/a"], &[]),
        (&["+main", "-main"], &[("pattern-overridden", "'main'")]),
        (
            &["+main", "-main", "+main"],
            &[
                ("pattern-overridden", "'main'"),
                ("pattern-duplicate", "'main'"),
            ],
        ),
        (
            &["+main", "-x", "+main"],
            &[("pattern-duplicate", "'main'")],
        ),
        (&["+*", "-x", "+**"], &[("pattern-overridden", "'x'")]),
        (&["+$A", "-*"], &[]),
        (&["+{1..1001}", "-*"], &[("pattern-syntax", "{1..1001}")]),
    ];
    for (items, expected) in cases {
        let text = branch_patterns(items);
        let shown = shown(&text);
        let shown: Vec<_> = shown
            .iter()
            .map(|(rule, part)| (rule.as_str(), part.as_str()))
            .collect();
        assert_eq!(shown, expected, "{items:?}");
    }
    // Beyond what is compared with each other, a `*` still counts.
    let many: Vec<String> = (0..200).map(|index| format!("+b{index}")).collect();
    let mut items: Vec<&str> = many.iter().map(String::as_str).collect();
    items.push("-*");
    items.push("+x");
    items.extend(many.iter().skip(100).map(String::as_str));
    let findings = found(&branch_patterns(&items));
    let undone = findings.iter().filter(|it| it.rule == "pattern-overridden");
    assert_eq!(undone.count(), 200 - 50);
}

#[test]
fn source_and_target_patterns_do_not_undo_each_other() {
    let list = |event: &str, last: &str| {
        let text = workflow(&format!(
            "events:\n  - {event}\nbranch_patterns:\n  - pattern: main\n    source: true\n  - pattern: '{last}'\n    source: false\n    include: false\n"
        ));
        found(&text)
            .iter()
            .any(|finding| finding.rule == "pattern-overridden")
    };
    assert!(!list("pull_request", "ma*"));
    assert!(list("pull_request", "*"));
    assert!(list("push", "ma*"));
}

#[test]
fn patterns_that_do_not_mean_what_they_look_like() {
    let cases = [
        ("^main", Some("^")),
        ("main$", Some("$")),
        ("$main", None),
        ("main-${{ inputs.a }}", None),
        (".*", Some(".*")),
        ("release/.*", Some(".*")),
        ("(.*)", Some(".*")),
        ("v1.*", None),
        (".*(a)", None),
        ("v\\d", Some("\\d")),
        ("v[0-9]+", Some("]+")),
        ("v[0-9]+(a)", None),
        ("v[0-9]+(a)[0-9]+", Some("]+")),
        ("v+([0-9]).+([0-9])", None),
        ("release/.+", Some(".+")),
        ("(ab)+", Some(")+")),
        ("!main", Some("!")),
        ("!(main)", None),
        ("a!b", None),
        ("a|b", Some("|")),
        ("@(a|b)", None),
        ("refs/heads/main", Some("'refs/heads/main'")),
        ("refs/tags/", Some("'refs/tags/'")),
        ("origin/main", Some("'origin/main'")),
        ("original", None),
        ("main ", Some("'main '")),
        ("a b", Some("'a b'")),
        ("a[b", Some("[")),
        ("a]", Some("]")),
        ("[:alpha:]", Some("[:alpha:]")),
        ("[z-a]", Some("[z-a]")),
        ("a\\", Some("\\")),
        ("{a", Some("{")),
    ];
    for (pattern, expected) in cases {
        let text = branch_patterns(&[&format!("+{pattern}")]);
        let shown = shown(&text);
        let shown = shown
            .first()
            .map(|(rule, part)| (rule.as_str(), part.as_str()));
        assert_eq!(
            shown,
            expected.map(|part| ("pattern-syntax", part)),
            "{pattern}"
        );
    }
}

/// The text after its only fix.
fn fixed(text: &str, rule: &str, safety: Safety) -> Option<String> {
    let findings = found(text);
    let finding = findings
        .iter()
        .find(|finding| finding.rule == rule)
        .unwrap();
    let fix = finding.fix.as_ref()?;
    assert_eq!(fix.safety, safety, "{rule}");
    let mut text = text.to_owned();
    text.replace_range(fix.edits[0].span.range(), &fix.edits[0].text);
    let again = found(&text);
    assert!(again.iter().all(|finding| finding.rule != rule), "{text}");
    Some(text)
}

#[test]
fn fixes_do_what_they_say() {
    use Safety::{Safe, Unsafe};
    let cases = [
        (
            "pattern-duplicate",
            Safe,
            "branch_patterns:\n  - pattern: a\n  - pattern: b\n  - pattern: a\n",
            Some("branch_patterns:\n  - pattern: b\n  - pattern: a\n"),
        ),
        (
            "pattern-duplicate",
            Safe,
            "branch_patterns: [{pattern: a}, {pattern: b}, {pattern: a}]\n",
            Some("branch_patterns: [{pattern: b}, {pattern: a}]\n"),
        ),
        (
            "patterns-only-exclude",
            Unsafe,
            "branch_patterns:\n  - pattern: a\n    include: false\n",
            Some("branch_patterns:\n  - pattern: '*'\n  - pattern: a\n    include: false\n"),
        ),
        (
            "patterns-only-exclude",
            Unsafe,
            "branch_patterns: [{pattern: a, include: false}]\n",
            None,
        ),
        (
            "pattern-entry-without-pattern",
            Unsafe,
            "branch_patterns:\n  - pattern: a\n  - include: true\n",
            Some("branch_patterns:\n  - pattern: a\n    include: true\n"),
        ),
        (
            "pattern-entry-without-pattern",
            Unsafe,
            "branch_patterns:\n  - include: true\n",
            None,
        ),
        (
            "pattern-entry-without-pattern",
            Unsafe,
            "branch_patterns:\n  - pattern: a\n    include: true\n  - include: true\n",
            None,
        ),
        (
            "pattern-entry-without-pattern",
            Unsafe,
            "branch_patterns:\n  - pattern: a\n  -   include: true\n",
            None,
        ),
        (
            "pattern-entry-without-pattern",
            Unsafe,
            "branch_patterns: [{pattern: a}, {include: true}]\n",
            None,
        ),
        (
            "pattern-syntax",
            Unsafe,
            "branch_patterns:\n  - pattern: ' main'\n",
            Some("branch_patterns:\n  - pattern: 'main'\n"),
        ),
        (
            "pattern-syntax",
            Unsafe,
            "branch_patterns:\n  - pattern: 'a b '\n",
            None,
        ),
        (
            "pattern-syntax",
            Unsafe,
            "branch_patterns:\n  - pattern: ' '\n",
            None,
        ),
        (
            "pattern-syntax",
            Unsafe,
            "branch_patterns:\n  - pattern: refs/heads/main\n",
            Some("branch_patterns:\n  - pattern: 'main'\n"),
        ),
        (
            "pattern-syntax",
            Unsafe,
            "branch_patterns:\n  - pattern: origin/\n",
            None,
        ),
    ];
    for (rule, safety, before, after) in cases {
        let text = workflow(&format!("{PUSH}{before}"));
        let expected = after.map(|after| workflow(&format!("{PUSH}{after}")));
        assert_eq!(fixed(&text, rule, safety), expected, "{before}");
    }
    let tagged = workflow(TAG);
    let expected = workflow(&format!("tag_patterns:\n  - pattern: '*'\n{TAG}"));
    assert_eq!(
        fixed(&tagged, "tag-without-tag-patterns", Unsafe),
        Some(expected)
    );
    let flow = tagged.replace(
        "triggering:\n      events:\n        - tag",
        "triggering: {events: [tag]}",
    );
    assert_eq!(fixed(&flow, "tag-without-tag-patterns", Unsafe), None);
    let labelled = workflow("events:\n  - pull_request_labelled");
    let expected = workflow("events:\n  - pull_request_labeled");
    assert_eq!(fixed(&labelled, "labeled-event", Unsafe), Some(expected));
}

#[test]
fn what_leaves_out_everything_is_not_mended_by_more_patterns() {
    let cases: [(Items, Option<&str>); 5] = [
        (&["-*"], Some("'*'")),
        (&["-wip/*", "-**", "-x"], Some("'**'")),
        (&["-*", "-@(*)"], Some("'@(*)'")),
        (&["-wip/*"], None),
        (&["-$A"], None),
    ];
    for (items, expected) in cases {
        let text = branch_patterns(items);
        let findings = found(&text);
        let mut about = findings
            .iter()
            .filter(|it| it.rule == "patterns-only-exclude");
        let finding = about.next().unwrap();
        let help = finding.help.as_deref().unwrap();
        assert_eq!(finding.fix.is_none(), expected.is_some(), "{items:?}");
        assert_eq!(help.contains("nothing is built"), expected.is_some());
        let related = finding.related.first().map(|it| &text[it.span.range()]);
        assert_eq!(related, expected, "{items:?}");
    }
}

#[test]
fn what_is_odd_in_a_list_without_effect_is_no_matter() {
    let lists = [
        ("pattern-syntax", "  - pattern: ^main\n"),
        ("pattern-duplicate", "  - pattern: a\n  - pattern: a\n"),
        (
            "patterns-only-exclude",
            "  - pattern: a\n    include: false\n",
        ),
        ("pattern-entry-without-pattern", "  - include: true\n"),
    ];
    let cases = [
        ("branch_patterns", "", false),
        ("branch_patterns", "events: []\n", false),
        ("branch_patterns", TAG, false),
        ("branch_patterns", PUSH, true),
        ("branch_patterns", "events: [tag, pull_request]\n", true),
        ("tag_patterns", "", false),
        ("tag_patterns", "events: []\n", false),
        ("tag_patterns", PUSH, false),
        ("tag_patterns", "events: [pull_request, push]\n", false),
        ("tag_patterns", TAG, true),
        ("tag_patterns", "events: [push, tag]\n", true),
        // What could not be read may name any event.
        ("branch_patterns", "events: push\n", true),
        ("tag_patterns", "events: [pushed]\n", true),
    ];
    for (rule, items) in lists {
        for (key, events, expected) in cases {
            let text = workflow(&format!("{events}{key}:\n{items}"));
            let findings = found(&text);
            let is_found = findings.iter().any(|it| it.rule == rule);
            assert_eq!(is_found, expected, "{text}");
            // Silent only where another rule says that the list has no effect.
            let is_told = findings.iter().any(|it| {
                it.rule == "trigger-without-events"
                    || it.rule.ends_with("-without-branch-event")
                    || it.rule == "tag-patterns-without-tag"
            });
            assert_eq!(is_told, !expected, "{text}");
        }
    }
}

#[test]
fn an_item_without_a_pattern_is_about_everything() {
    let messages = |items: &str| -> Vec<String> {
        let text = workflow(&format!("{PUSH}  - tag\n{items}"));
        let findings = found(&text).into_iter();
        findings
            .filter(|finding| finding.rule == "pattern-entry-without-pattern")
            .map(|finding| finding.message)
            .collect()
    };
    assert_eq!(
        messages("branch_patterns:\n  - include: true\ntag_patterns:\n  - include: false"),
        [
            "without `pattern` this item is about `*`: it matches every branch",
            "without `pattern` this item is about `*`: it leaves out every tag",
        ]
    );
    assert!(messages("branch_patterns:\n  - pattern:\n    include: true").is_empty());
    assert!(messages("branch_patterns:\n  - include: 1").is_empty());
}

#[test]
fn shared_patterns_are_judged_where_they_are_used() {
    let text = "patterns: &patterns\n  - pattern: main\nworkflows:\n  a:\n    triggering:\n      events: [push]\n      branch_patterns: *patterns\n    scripts: [ls]\n  b:\n    triggering:\n      events: [tag]\n      tag_patterns: [{pattern: v1}]\n      branch_patterns: *patterns\n    scripts: [ls]\n";
    let findings = found(text);
    assert_eq!(
        support::ids(&findings),
        ["branch-patterns-without-branch-event"]
    );
    assert_eq!(findings[0].path, "workflows.b.triggering.branch_patterns");
    let broken = text.replace("pattern: main", "pattern: '[main'");
    let syntax: Vec<_> = found(&broken)
        .into_iter()
        .filter(|it| it.rule == "pattern-syntax")
        .collect();
    assert_eq!(syntax.len(), 1);
}

#[test]
fn empty_events_beside_patterns_may_be_meant() {
    let severity = |events: &str| found(&workflow(&format!("{events}{BRANCHES}")))[0].severity;
    assert_eq!(severity("events: []\n"), Severity::Info);
    assert_eq!(severity(""), Severity::Warning);
}

#[test]
fn schedules_are_no_keys() {
    assert_eq!(rules::current_id("schedule-in-yaml"), "foreign-ci-key");
    for text in [
        workflow("schedule: daily"),
        workflow("{}").replace("    scripts", "    cron: daily\n    scripts"),
    ] {
        let findings = support::check(&text);
        let about: Vec<_> = findings
            .iter()
            .filter(|it| it.rule == "foreign-ci-key")
            .collect();
        assert_eq!(about.len(), 1, "{text}");
        assert!(
            about[0]
                .message
                .ends_with("schedules are set up in the web application")
        );
    }
}
