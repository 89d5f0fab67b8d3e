use super::*;
use crate::syntax::Span;

/// Two findings: `nam` and `scripst` are unknown keys.
const TEXT: &str = "workflows:\n  a:\n    nam: A # why\n    scripst:\n      - ls\n";

fn at(word: &str) -> Span {
    let start = TEXT.find(word).unwrap();
    Span::new(start, start + word.len())
}

/// Fixes the text, with what `offer` makes of its findings.
fn fixed(offer: impl Fn(&mut Finding)) -> Fixed {
    let hide = |findings: &mut Vec<Finding>| {
        findings.retain(|it| it.rule == "unknown-key");
        findings.iter_mut().for_each(&offer);
    };
    let source = SourceFile::new("f", TEXT);
    fix(&source, &Settings::default(), Safety::Safe, &hide)
}

fn text(fixed: &Fixed) -> &str {
    fixed.checked.tree.source().text()
}

/// What is refused: the offending key, and why.
fn refused(fixed: &Fixed) -> Vec<(&str, RefusalReason)> {
    let source = fixed.checked.tree.source();
    let refused = fixed.refused.iter();
    refused
        .map(|it| (source.slice(it.finding.span), it.reason))
        .collect()
}

#[test]
fn each_finding_is_mended_by_its_own_fix() {
    let fixed = fixed(|finding| {
        let right = if finding.span == at("nam") {
            "name"
        } else {
            "scripts"
        };
        finding.fix = Some(Fix::safe("rename", finding.span, right));
    });
    let expected = TEXT.replace("nam:", "name:").replace("scripst", "scripts");
    assert_eq!(text(&fixed), expected);
    assert_eq!((fixed.rounds.len(), fixed.count()), (1, 2));
}

#[test]
fn what_is_unsafe_needs_leave() {
    let offer = |finding: &mut Finding| {
        finding.fix = Some(Fix::suggestion("rename", finding.span, "name"));
    };
    assert_eq!(text(&fixed(offer)), TEXT);
}

#[test]
fn a_fix_that_several_offer_is_applied_once() {
    let fixed = fixed(|finding| {
        finding.fix = Some(Fix {
            title: "rename".to_owned(),
            safety: Safety::Safe,
            edits: ["scripst", "nam"]
                .map(|word| Edit {
                    span: at(word),
                    text: if word == "nam" { "name" } else { "scripts" }.to_owned(),
                })
                .into(),
        });
    });
    assert_eq!(fixed.applied().count(), 1);
    assert_eq!(fixed.count(), 2);
    assert!(text(&fixed).contains("    name: A # why\n    scripts:\n"));
}

#[test]
fn what_does_harm_is_refused_and_the_rest_applied() {
    // Of three ways to do harm each is seen.
    for harm in ["[", "other: {}\n  b", "name: |\n     "] {
        let fixed = fixed(|finding| {
            let is_name = finding.span == at("nam");
            let right = if is_name { harm } else { "scripts" };
            finding.fix = Some(Fix::safe("rename", finding.span, right));
        });
        assert_eq!(text(&fixed), TEXT.replace("scripst", "scripts"), "{harm}");
        assert_eq!(refused(&fixed), [("nam", RefusalReason::Harm)], "{harm}");
    }
}

#[test]
fn one_that_does_harm_keeps_few_of_many_back() {
    // A large text, in which few trials may be made.
    let workflow = |index: usize| format!("  w{index}:\n    nam: A\n    scripts:\n      - ls\n");
    let workflows: String = (0..200).map(workflow).collect();
    let padding = format!("# {}\n", "x".repeat(1_000_000));
    let source = SourceFile::new("f", format!("workflows:\n{workflows}{padding}"));
    let hide = |findings: &mut Vec<Finding>| {
        findings.retain(|it| it.rule == "unknown-key");
        for finding in findings {
            let is_bad = finding.path.ends_with("w7.nam") || finding.path.ends_with("w150.nam");
            let right = if is_bad { "[" } else { "name" };
            finding.fix = Some(Fix::safe("rename", finding.span, right));
        }
    };
    let settings = Settings {
        selection: only("unknown-key"),
        ..Settings::default()
    };
    let fixed = fix(&source, &settings, Safety::Safe, &hide);
    assert_eq!(fixed.count(), 198);
    assert_eq!(refused(&fixed), [("nam", RefusalReason::Harm); 2]);
    assert_eq!(fixed.into_checks().0.unwrap().findings.len(), 200);
}

#[test]
fn what_was_not_tried_is_not_called_harmful() {
    let workflow = |index: usize| format!("  w{index}:\n    nam: A\n    scripts:\n      - ls\n");
    let workflows: String = (0..100).map(workflow).collect();
    let padding = format!("# {}\n", "x".repeat(1_000_000));
    let source = SourceFile::new("f", format!("workflows:\n{workflows}{padding}"));
    let hide = |findings: &mut Vec<Finding>| {
        findings.retain(|it| it.rule == "unknown-key");
        for finding in findings {
            finding.fix = Some(Fix::safe("rename", finding.span, "["));
        }
    };
    let settings = Settings {
        selection: only("unknown-key"),
        ..Settings::default()
    };
    let fixed = fix(&source, &settings, Safety::Safe, &hide);
    assert_eq!((fixed.count(), fixed.refused.len()), (0, 100));
    let reasons: Vec<RefusalReason> = fixed.refused.iter().map(|it| it.reason).collect();
    assert!(reasons.contains(&RefusalReason::Harm));
    assert!(reasons.contains(&RefusalReason::NotTried));
}

/// A text in which recovery stops again and again, with a fix for each workflow that
/// does harm.
fn tried_on_broken_text(effort: &dyn Fn(&crate::syntax::Tree) -> usize) -> (Fixed, Effort) {
    let workflow = |index: usize| format!("  w{index}:\n    nam: A\n\tscripts:\n      - ls\n");
    let workflows: String = (0..20).map(workflow).collect();
    let source = SourceFile::new("f", format!("workflows:\n{workflows}"));
    let tree = crate::syntax::parse(source.clone());
    assert!(tree.effort() > 5 * source.text().len(), "{}", tree.effort());
    let hide = |findings: &mut Vec<Finding>| {
        for finding in findings {
            finding.fix = Some(Fix::safe("break", finding.span, "\"["));
        }
    };
    let effort = Effort::of(effort(&tree));
    let settings = Settings::default();
    let fixed = fix_within(&source, &settings, Safety::Safe, &hide, Some(&effort));
    (fixed, effort)
}

#[test]
fn what_recovery_reads_again_counts_as_effort() {
    let (fixed, effort) = tried_on_broken_text(&|tree| 4 * tree.effort());
    assert!(effort.is_spent());
    let untried = fixed
        .refused
        .iter()
        .filter(|it| it.reason == RefusalReason::NotTried);
    assert!(untried.count() > fixed.refused.len() / 2);
    assert!(fixed.rounds.is_empty());
    // With enough, each is tried.
    let (fixed, effort) = tried_on_broken_text(&|tree| 500 * tree.effort());
    assert!(!effort.is_spent());
    assert!(
        fixed
            .refused
            .iter()
            .all(|it| it.reason == RefusalReason::Harm)
    );
}

#[test]
fn what_a_harmful_fix_stands_in_the_way_of_is_applied() {
    let fixed = fixed(|finding| {
        let edit = |word: &str, text: &str| Edit {
            span: at(word),
            text: text.to_owned(),
        };
        let is_name = finding.span == at("nam");
        finding.fix = Some(Fix {
            title: "rename".to_owned(),
            safety: Safety::Safe,
            edits: if is_name {
                vec![edit("nam", "[")]
            } else {
                vec![edit("nam", "name"), edit("scripst", "scripts")]
            },
        });
    });
    let expected = TEXT.replace("nam:", "name:").replace("scripst", "scripts");
    assert_eq!(text(&fixed), expected);
}

fn only(rule: &str) -> crate::rules::Selection {
    let mut selection = crate::rules::Selection::none();
    selection.switch_on(crate::rules::index_of(rule).unwrap());
    selection
}

#[test]
fn fixes_that_come_to_no_end_are_given_up() {
    // One makes the text longer each time, the other goes to and fro.
    let grow = |finding: &mut Finding| {
        let is_name = finding.message.contains("`nam`");
        finding.fix = is_name.then(|| Fix::safe("note", Span::at(0), "# note\n"));
    };
    let to_and_fro = std::cell::Cell::new(false);
    let turn = |finding: &mut Finding| {
        let is_name = finding.span == at("nam");
        finding.fix = is_name.then(|| {
            let turned = to_and_fro.replace(!to_and_fro.get());
            Fix::safe("rename", finding.span, if turned { "nam" } else { "nan" })
        });
    };
    for offer in [&grow as &dyn Fn(&mut Finding), &turn] {
        let fixed = fixed(offer);
        assert_eq!(text(&fixed), TEXT);
        assert_eq!(refused(&fixed), [("nam", RefusalReason::Endless)]);
    }
}

#[test]
fn what_is_not_text_is_not_changed() {
    let bytes = [TEXT.as_bytes(), b"# \xff\n"].concat();
    let source = SourceFile::from_bytes("f", bytes);
    let fixed = fix(&source, &Settings::default(), Safety::Unsafe, &|_| {});
    assert!(fixed.rounds.is_empty());
    assert!(!fixed.refused.is_empty());
    assert!(
        fixed
            .refused
            .iter()
            .all(|it| it.reason == RefusalReason::NotText)
    );
    let offers = fixed.checked.findings.iter().filter(|it| it.fix.is_some());
    assert!(offers.count() > 0);
    let reason = "why".parse().unwrap();
    let ignored = ignore(&source, &Settings::default(), &reason, &|_| {});
    assert_eq!(ignored.checked.tree.source().text(), source.text());
    assert_eq!(ignored.count, 0);
}
