use super::{Pattern, ProblemKind, may_end_with};

fn pattern(text: &str) -> Pattern {
    Pattern::parse(text)
}

#[test]
fn documented_patterns_match_as_documented() {
    let cases: [(&str, &[&str], &[&str]); 8] = [
        ("*", &["main", "feature/a", "v1.0"], &[""]),
        ("*-dev", &["v0.0.42-dev"], &["v0.0.42", "dev"]),
        ("!(*-dev)", &["v0.0.42", "develop"], &["v0.0.42-dev"]),
        (
            "{test,qa}/*",
            &["test/popup", "qa/a/b"],
            &["test", "prod/x"],
        ),
        (
            "v+([0-9]).+([0-9]).+([0-9])",
            &["v0.0.42", "v10.2.3"],
            &["v1.2", "v1.2.3-rc", "v.1.2"],
        ),
        (
            "gh-readonly-queue/main/*",
            &["gh-readonly-queue/main/pr-1"],
            &["main"],
        ),
        ("!(main|develop)", &["mainline", "x"], &["main", "develop"]),
        ("Release", &["Release"], &["release"]),
    ];
    for (text, matching, others) in cases {
        for name in matching {
            assert!(pattern(text).matches(name), "{text} {name}");
        }
        for name in others {
            assert!(!pattern(text).matches(name), "{text} {name}");
        }
        assert_eq!(pattern(text).problems(), [], "{text}");
    }
}

#[test]
fn problems_stand_where_they_are() {
    use ProblemKind::{
        BackwardsRange, BareClass, LoosePipe, PlainBraces, StrayCloser, TooComplex,
        TrailingBackslash, UnclosedBrace, UnclosedGroup, UnclosedSet,
    };
    let cases = [
        ("ä[ab", vec![(UnclosedSet, 2..3)]),
        ("v[0-9]]", vec![(StrayCloser, 6..7)]),
        ("!(main", vec![(UnclosedGroup, 0..2)]),
        ("a@(b|+(c)", vec![(UnclosedGroup, 1..3)]),
        ("main)", vec![(StrayCloser, 4..5)]),
        ("{a,b", vec![(UnclosedBrace, 0..1)]),
        ("a,b}", vec![(StrayCloser, 3..4)]),
        ("{main}", vec![(PlainBraces, 0..6)]),
        ("{a,b}[z-a]", vec![(BackwardsRange, 5..10)]),
        ("v[:digit:]", vec![(BareClass, 1..10)]),
        ("main\\", vec![(TrailingBackslash, 4..5)]),
        ("{1..1001}", vec![(TooComplex, 0..9)]),
        ("(a|b)", vec![(LoosePipe, 2..3)]),
        ("@(a|b", vec![(UnclosedGroup, 0..2)]),
        ("(a)[|]\\|", vec![]),
        ("\\{a\\[b\\]\\@(c)", vec![]),
        ("${NAME}", vec![]),
        ("[[:digit:]]{1..3}@(a|b)", vec![]),
    ];
    for (text, expected) in cases {
        let found = pattern(text);
        let found = found.problems().iter();
        let found: Vec<_> = found.map(|it| (it.kind, it.span.clone())).collect();
        assert_eq!(found, expected, "{text}");
    }
}

#[test]
fn what_covers_what() {
    let yes = [
        ("*", "main"),
        ("**", "!(main)"),
        ("?*", "*"),
        ("@(*)", "x*"),
        ("main", "main"),
        ("release/*", "release/1.*"),
        ("release/*", "release/[0-9]?"),
        ("{main,dev*}", "{main,develop}"),
        ("!(main)", "develop"),
        ("!(*-dev)", "!(*-dev)"),
        ("v*", "v@(1|2)?(.*)"),
        ("+([0-9])", "[0-9][0-9]"),
        ("*(a|*)", "*"),
        ("?a", "{1..3}a"),
    ];
    for (ours, theirs) in yes {
        assert!(pattern(ours).covers(&pattern(theirs)), "{ours} {theirs}");
    }
    let no = [
        ("main", "*"),
        ("release/*", "release*"),
        ("!(main)", "*"),
        ("!(main)", "m*"),
        ("??", "*"),
        ("?", "*"),
        ("[a-c]", "?"),
        ("[a-c]", "[a-d]"),
        ("*", "{1..1001}"),
        ("{1..1001}", "main"),
        ("a*", "+(a)"),
        ("v*", "@(v|w)1"),
        ("v*", "?(v)1"),
        ("{a,b}", "{a,c}"),
        ("@(a|b)", "@(a|b|c)"),
        ("@(a)b", "+(a)b"),
    ];
    for (ours, theirs) in no {
        assert!(!pattern(ours).covers(&pattern(theirs)), "{ours} {theirs}");
    }
}

#[test]
fn patterns_of_very_many_are_compared_as_a_whole_only() {
    let many = pattern("v{1..900}*");
    assert!(many.covers(&many) && many.covers(&pattern("v7-rc")));
    assert!(pattern("*").covers(&many) && pattern("v*").covers(&many));
    assert!(pattern("v{1..20}").covers(&pattern("v{2..20}")));
    // True, but to find it out would take a comparison of each with each.
    assert!(!many.covers(&pattern("v{2..900}*")));
}

#[test]
fn everything_and_one_name_only() {
    for text in ["*", "**", "*?", "{*,main}", "?(x)*", "+(*)"] {
        assert!(pattern(text).matches_everything(), "{text}");
    }
    for text in ["main", "a*", "*/*", "??*", "!(main)", "{1..1001}", "?(x)"] {
        assert!(!pattern(text).matches_everything(), "{text}");
    }
    assert_eq!(pattern("a\\*b").literal().as_deref(), Some("a*b"));
    for text in ["a*", "{a,b}", "@(a)", "[a]", "a?", "{1..1001}"] {
        assert_eq!(pattern(text).literal(), None, "{text}");
    }
}

#[test]
fn hostile_patterns_end_quietly() {
    let name = "a".repeat(200) + "b";
    let hostile = [
        "*a".repeat(300),
        "+(+(+(+(a|aa)|aaa)))c".to_owned(),
        "!(!(!(!(a*)a*)a*)a*)c".to_owned(),
        "!(a*)".repeat(25),
        "@(".repeat(400),
        format!("{}a{}", "@(".repeat(400), ")".repeat(400)),
        "{a,b}".repeat(100),
        "{".repeat(900),
        "{a..".repeat(200),
        "[".repeat(900),
        "x".repeat(100_000),
        "{1..99999999999999999999}".to_owned(),
        "{-9223372036854775808..9223372036854775807}".to_owned(),
        "*.{e..K}*.{e..K}d".to_owned(),
    ];
    for text in &hostile {
        let all = pattern(text);
        assert!(!all.is_readable() || all.covers(&all));
        let _ = pattern(text).matches(&name);
        let _ = pattern(text).covers(&pattern("*(a)b"));
        let _ = may_end_with(text, ".ipa");
    }
    let deep = pattern(&format!("{}a{}", "@(".repeat(51), ")".repeat(51)));
    assert!(!deep.is_readable() && !deep.matches("a"));
}

#[test]
fn patterns_of_files_tell_what_they_may_match() {
    let yes = [
        "build/ios/ipa/*.ipa",
        "build/**/outputs/**/*.ipa",
        "build/ios/ipa/*",
        "build/ios/ipa/**",
        "**/*",
        "build/ios/ipa",
        "build/ios/ipa/",
        "build\\ios\\*",
        "*.{ipa,apk}",
        "{a,b}/*.{aab,{ipa,pkg}}",
        "App.IPA",
        "*.[ip]pa",
        "*.[a-k]p[!b]",
        "*.ip?",
        "$OUT",
        "out/$NAME",
        "out/*.${EXTENSION}",
        "out/*.@(ipa|apk)",
        "out/*.+(i|p)a",
        "out/*@(.apk|.i?(x)pa)",
        "out/!(*.apk)",
        "out/app?(-1).ipa",
        "out/*(*.)ipa",
        "out/*.${{ inputs.kind }}",
        "a.b/{1..2000}",
    ];
    for pattern in yes {
        assert!(may_end_with(pattern, ".ipa"), "{pattern}");
    }
    let no = [
        "build/app/outputs/**/*.apk",
        "*.{apk,aab}",
        "$HOME/Library/Developer/Xcode/DerivedData/**/Build/**/*.dSYM",
        "flutter_drive.log",
        "/tmp/xcodebuild_logs/*.log",
        "*.ipa.zip",
        "build/*.app",
        "*.[!i]pa",
        "${OUT}/*.apk",
        "[.apk",
        "out/*.@(apk|aab)",
        "out/*.ipa?(.zip|x)x",
        "out/*.i+(q)a",
        "out/*.!(ipa)k",
    ];
    for pattern in no {
        assert!(!may_end_with(pattern, ".ipa"), "{pattern}");
    }
}
