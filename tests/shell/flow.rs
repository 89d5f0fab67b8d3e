//! What scripts do to variables.

use codemagic_lint::expression::shell::{Dialect, Flow, How, WriteProblem, parse_for};

/// `name=how` for every set in order, then what is wrong with writes to `$CM_ENV`,
/// with the text of the place, then `?source` and `?persist` for what cannot be seen.
fn flow(script: &str, dialect: Dialect) -> String {
    let parsed = parse_for(script, dialect);
    let flow = Flow::of(script, &parsed);
    let sets = flow.sets.iter().map(|set| {
        assert_eq!(&script[set.range.clone()], set.name);
        let how = match set.how {
            How::Shell => "shell",
            How::Export => "export",
            How::Prefix => "prefix",
            How::Persist => "persist",
        };
        format!("{}={how}", set.name)
    });
    let problems = flow.writes.iter().filter_map(|write| {
        let problem = match write.problem? {
            WriteProblem::Truncates => "truncates",
            WriteProblem::Exports => "exports",
            WriteProblem::SeveralLines => "lines",
            WriteProblem::NoAssignment => "none",
        };
        Some(format!("!{problem}:{}", &script[write.range.clone()]))
    });
    let unknown = [
        ("?source", flow.takes_unknown),
        ("?persist", flow.persists_unknown),
    ];
    let unknown = unknown.iter().filter(|it| it.1).map(|it| it.0.to_owned());
    sets.chain(problems)
        .chain(unknown)
        .collect::<Vec<_>>()
        .join(" ")
}

#[test]
fn what_bash_sets_for_whom() {
    let cases = [
        ("A=1", "A=shell"),
        ("A=1 b", "A=prefix"),
        ("export A=1 B C=\"$D\"", "A=export B=export C=export"),
        (
            "declare -x A=1; declare B=2; local C=3; readonly D=4",
            "A=export B=shell C=shell D=shell",
        ),
        ("read -r A B <<< x", "A=shell B=shell"),
        ("printf -v A x", "A=shell"),
        ("mapfile -t A < b", "A=shell"),
        ("while getopts \"a:b\" opt; do c; done", "opt=shell"),
        ("for A in b; do c; done", "A=shell"),
        (": \"${A:=b}\" ${C:-d}", "A=shell"),
        ("echo A=1", ""),
        ("echo \"export A=1\"", ""),
        ("a --b=c", ""),
        ("source a.sh", "?source"),
        (". ./a", "?source"),
        ("eval \"$(a)\"", "?source"),
        ("export $(cat .env)", "?source"),
        ("echo \"A=1\" >> $CM_ENV", "A=persist"),
        ("echo A=$B >> \"$CM_ENV\"", "A=persist"),
        ("echo 'A=1' >> ${CM_ENV}", "A=persist"),
        ("echo -e \"A=1\\nB=2\" >> $CM_ENV", "A=persist B=persist"),
        ("printf 'A=%s\\n' \"$b\" >> $CM_ENV", "A=persist"),
        ("echo \"A=1\nB=2\" >> $CM_ENV", "A=persist B=persist"),
        (
            "cat <<EOF >> $CM_ENV\nA=1\n# B=2\nC=$D\nEOF\n",
            "A=persist C=persist",
        ),
        ("cat >> $CM_ENV << EOF\nA=1\nEOF", "A=persist"),
        ("echo \"A<<END\" >> $CM_ENV", "A=persist"),
        (
            "cat <<EOF >> $CM_ENV\nA<<END\nx\ny=1\nEND\nB=1\nEOF\n",
            "A=persist B=persist",
        ),
        ("{ echo A=1; echo B=2; } >> $CM_ENV", "A=persist B=persist"),
        ("if a; then echo A=1; fi >> $CM_ENV", "A=persist"),
        ("echo A=1 | tee -a $CM_ENV", "A=persist"),
        ("echo A=1 > $CM_ENV", "A=persist !truncates:>"),
        ("echo A=1 | tee $CM_ENV", "A=persist !truncates:tee $CM_ENV"),
        (
            "echo \"export A=1\" >> $CM_ENV",
            "A=persist !exports:export A",
        ),
        ("echo \"A=1\nx\" >> $CM_ENV", "A=persist !lines:x"),
        ("echo \"A = 1\" >> $CM_ENV", "!none:A = 1"),
        ("echo \"A: 1\" >> $CM_ENV", "!none:A: 1"),
        ("echo A >> $CM_ENV", ""),
        (
            "echo 'A<<E' >> $CM_ENV\necho 'b: c' >> $CM_ENV\necho E >> $CM_ENV",
            "A=persist",
        ),
        ("echo \"A$B=1\" >> $CM_ENV", ""),
        ("echo A\"=1\" >> $CM_ENV", ""),
        ("cat a >> $CM_ENV", "?persist"),
        ("cat a > $CM_ENV", "!truncates:> ?persist"),
        ("echo \"$A=$B\" >> $CM_ENV", "?persist"),
        ("a | b >> $CM_ENV", "?persist"),
        ("cp a $CM_ENV", "?persist"),
        ("echo A=1 >> env", ""),
        ("echo A=1 >&2", ""),
        ("A=(1 2); A[0]=1; A+=x", "A=shell A=shell A=shell"),
    ];
    for (script, expected) in cases {
        assert_eq!(flow(script, Dialect::Bourne), expected, "{script}");
    }
}

#[test]
fn what_powershell_sets_for_whom() {
    let cases = [
        ("$env:A = \"1\"", "A=shell"),
        ("$env:A=b; $c = 1", "A=shell"),
        ("if ($env:A -eq 'b') { $env:C += \"d\" }", "C=shell"),
        ("Add-Content -Path $env:CM_ENV -Value \"A=1\"", "A=persist"),
        ("\"A=1\" >> $env:CM_ENV", "A=persist"),
        ("echo \"A=1\" >> $env:CM_ENV", "A=persist"),
        (
            "Set-Content -Path $env:CM_ENV -Value \"A=1\"",
            "A=persist !truncates:Set-Content -Path $env:CM_ENV -Value \"A=1\"",
        ),
        ("# $env:A = 1\n<# $env:B = 2 #>", ""),
    ];
    for (script, expected) in cases {
        assert_eq!(flow(script, Dialect::PowerShell), expected, "{script}");
    }
}

#[test]
fn powershell_is_read_by_commands_and_words() {
    let cases = [
        (
            "flutter build windows --release",
            "flutter·build·windows·--release",
            "",
        ),
        ("a `\n  b; c | d", "a·b / c / d", ""),
        (
            "& \"$env:A\\x.exe\" 'b c' ; d",
            "\"$env:A\\x.exe\"·'b c' / d",
            "A",
        ),
        (
            "if ($env:A -eq \"b\") { c } else { d }",
            "if / $env:A·-eq·\"b\" / c / else / d",
            "A",
        ),
        (
            "echo \"${env:A}\" 'it''s' \"x`\"y\"",
            "echo·\"${env:A}\"·'it''s'·\"x`\"y\"",
            "A",
        ),
        (
            "@\"\na \"b\" $env:C\n\"@ | d",
            "@\"\na \"b\" $env:C\n\"@ / d",
            "C",
        ),
        ("a \"b", "a·\"b", ""),
        ("echo ä $Env:B", "echo·ä·$Env:B", "B"),
    ];
    for (script, commands, reads) in cases {
        let parsed = parse_for(script, Dialect::PowerShell);
        let found = parsed.commands.iter().map(|command| {
            let words = command.words.iter().map(|word| &script[word.range.clone()]);
            words.collect::<Vec<_>>().join("·")
        });
        assert_eq!(found.collect::<Vec<_>>().join(" / "), commands, "{script}");
        let names: Vec<&str> = parsed.reads.iter().map(|read| read.name).collect();
        assert_eq!(names.join(" "), reads, "{script}");
    }
}

#[test]
fn tests_and_defaults_tell_that_a_variable_may_be_unset() {
    let cases = [
        ("[ -n \"$A\" ]", "A"),
        ("[[ -z ${A} && $B == c ]]", "A"),
        ("test -z $A", "A"),
        ("[ \"$A\" ]", "A"),
        ("[[ -v A ]]", "A"),
        ("echo ${A:-b} ${C:?d} $((E + 1)) $F", "A C E"),
        ("[ \"$A\" = b ]", ""),
    ];
    for (script, expected) in cases {
        let parsed = parse_for(script, Dialect::Bourne);
        let mut tested: Vec<&str> = Flow::of(script, &parsed).tested.into_iter().collect();
        tested.sort_unstable();
        assert_eq!(tested.join(" "), expected, "{script}");
    }
}

#[test]
fn a_python_script_has_no_commands() {
    let parsed = parse_for("A = 1\nprint(A)", Dialect::Other);
    assert!(parsed.commands.is_empty() && parsed.reads.is_empty());
}
