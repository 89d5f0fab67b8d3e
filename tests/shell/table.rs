//! Tricky scripts.

use codemagic_lint::expression::shell::{ReadKind, parse};

/// A script; its commands, each as the texts of its assignments, words and
/// redirections where they stand in the script, `·` between them and ` / ` between
/// commands; the variables that it reads, with the text of each expansion.
pub const CASES: &[(&str, &str, &str)] = &[
    ("flutter build ipa", "flutter·build·ipa", ""),
    ("cd ios && pod install # later", "cd·ios / pod·install", ""),
    ("a; b ;c", "a / b / c", ""),
    ("a & b", "a / b", ""),
    ("a | b |& c", "a / b / c", ""),
    ("a || b && c", "a / b / c", ""),
    (
        r#"A=1 B="x y" flutter test"#,
        r#"A=1·B="x y"·flutter·test"#,
        "",
    ),
    ("A=1", "A=1", ""),
    ("A+=1; B=", "A+=1 / B=", ""),
    ("export A=1 B", "export·A=1·B", ""),
    (r#"echo 'a b' "c d" e\ f"#, r#"echo·'a b'·"c d"·e\ f"#, ""),
    (r#"echo "a \"b\" $C""#, r#"echo·"a \"b\" $C""#, "$C"),
    (r"echo 'it'\''s'", r"echo·'it'\''s'", ""),
    (r#"echo "it's" 'a "b"'"#, r#"echo·"it's"·'a "b"'"#, ""),
    (
        r#"echo "$A" '$B' \$C ${D}"#,
        r#"echo·"$A"·'$B'·\$C·${D}"#,
        "$A ${D}",
    ),
    (
        "echo ${A:-b} ${B:=c} ${C:?d} ${#E} ${F%.*} ${G//a/b}",
        "echo·${A:-b}·${B:=c}·${C:?d}·${#E}·${F%.*}·${G//a/b}",
        "${A:-b} ${B:=c} ${C:?d} ${#E} ${F%.*} ${G//a/b}",
    ),
    (
        r#"echo "${A:-"$B"}""#,
        r#"echo·"${A:-"$B"}""#,
        r#"${A:-"$B"} $B"#,
    ),
    (
        r#"echo "${A:-it's}" 'x'"#,
        r#"echo·"${A:-it's}"·'x'"#,
        "${A:-it's}",
    ),
    ("echo ${A:-'}'} b", "echo·${A:-'}'}·b", "${A:-'}'}"),
    (
        "echo $1 $@ $? $$ $# ${1} ${@:2}",
        "echo·$1·$@·$?·$$·$#·${1}·${@:2}",
        "",
    ),
    ("echo $A$B/$C", "echo·$A$B/$C", "$A $B $C"),
    (r#"echo "$A-$B_""#, r#"echo·"$A-$B_""#, "$A $B_"),
    ("echo a#b # c", "echo·a#b", ""),
    ("# a comment; with 'quotes", "", ""),
    (
        "if true; then a; elif b; then c; else d; fi",
        "true / a / b / c / d",
        "",
    ),
    (r#"if [ -n "$A" ]; then b; fi"#, r#"[·-n·"$A"·] / b"#, "$A"),
    (
        r#"if [[ "$A" == "b" && -z $C ]]; then d; fi"#,
        r#"[[·"$A"·==·"b"·&&·-z·$C·]] / d"#,
        "$A $C",
    ),
    (
        r"[[ $A =~ ^v([0-9]+)\.x$ ]] && b",
        r"[[·$A·=~·^v([0-9]+)\.x$·]] / b",
        "$A",
    ),
    (
        "[[ -f a || ! -d b ]] || exit 1",
        "[[·-f·a·||·!·-d·b·]] / exit·1",
        "",
    ),
    (
        r#"while read -r A; do echo "$A"; done < file"#,
        r#"read·-r·A / echo·"$A""#,
        "$A",
    ),
    ("until a; do b; done", "a / b", ""),
    (r#"for A in x y "$B"; do echo $A; done"#, "echo·$A", "$B $A"),
    (
        r#"for A in *.ipa; do mv "$A" b; done"#,
        r#"mv·"$A"·b"#,
        "$A",
    ),
    ("for ((i=0; i<3; i++)); do a; done", "a", "+i +i +i"),
    ("case $A in x) a;; y|z) b ;; *) c; esac", "a / b / c", "$A"),
    ("case $A in a) case $B in b) c;; esac;; esac", "c", "$A $B"),
    ("f() { a; }", "a", ""),
    (r#"f () { a "$1"; }; f x"#, r#"a·"$1" / f·x"#, ""),
    ("function f { a; }", "a", ""),
    ("f() ( a )", "a", ""),
    ("{ a; b; } > file", "a / b", ""),
    ("( a; b ) 2>/dev/null", "a / b", ""),
    ("(cd ios && pod install)", "cd·ios / pod·install", ""),
    ("! a", "a", ""),
    ("! grep -q x file && b", "grep·-q·x·file / b", ""),
    ("time a", "time·a", ""),
    ("a > b 2>&1 < c", "a·> b·>&1·< c", ""),
    ("a >>b 2>>c", "a·>>b·>>c", ""),
    ("a &> b", "a·&> b", ""),
    ("a &>>b", "a·&>>b", ""),
    ("a >| b", "a·>| b", ""),
    ("a 2>&1 | tee b", "a·>&1 / tee·b", ""),
    (r#"a <<< "b c""#, r#"a·<<< "b c""#, ""),
    (
        r#"echo $(a b) "$(c "d e" | f)""#,
        r#"echo·$(a b)·"$(c "d e" | f)" / a·b / c·"d e" / f"#,
        "",
    ),
    (
        r#"echo "$(echo "$(a)")""#,
        r#"echo·"$(echo "$(a)")" / echo·"$(a)" / a"#,
        "",
    ),
    (r#"A=$(b c) D="$(e)""#, r#"A=$(b c)·D="$(e)" / b·c / e"#, ""),
    (r#"echo `a b` "`c`""#, r#"echo·`a b`·"`c`" / a·b / c"#, ""),
    (r"echo `a \`b\` c`", r"echo·`a \`b\` c` / a·\`b\`·c", ""),
    (
        "echo $((1 + 2)) $((A << 2)) $(( (B + 1) * 2 ))",
        "echo·$((1 + 2))·$((A << 2))·$(( (B + 1) * 2 ))",
        "+A +B",
    ),
    ("echo $((a); b)", "echo·$((a); b) / a / b", ""),
    ("((a = b + 1))", "", "+a +b"),
    ("diff <(a b) <(c)", "diff·<(a b)·<(c) / a·b / c", ""),
    ("tee >(a) > b", "tee·>(a)·> b / a", ""),
    (r#"A=(x "y z" $B)"#, r#"A=(x "y z" $B)"#, "$B"),
    ("B[1]=c d", "B[1]=c·d", ""),
    ("declare -a A=(x y)", "declare·-a·A=(x y)", ""),
    (
        r#"echo ${A[@]} "${A[0]}" ${!B}"#,
        r#"echo·${A[@]}·"${A[0]}"·${!B}"#,
        "${A[@]} ${A[0]} ${!B}",
    ),
    ("echo {a,b}c ~/d e*f", "echo·{a,b}c·~/d·e*f", ""),
    ("echo a{b", "echo·a{b", ""),
    ("echo }", "echo·}", ""),
    ("echo if then fi", "echo·if·then·fi", ""),
    (
        r#"printf 'a\nb' $'c\'d' $"e""#,
        r#"printf·'a\nb'·$'c\'d'·$"e""#,
        "",
    ),
    (r#"a "b"'c'$D\e"#, r#"a·"b"'c'$D\e"#, "$D"),
    (r#"echo ä "ö $Ü" 日本 $A"#, r#"echo·ä·"ö $Ü"·日本·$A"#, "$A"),
    ("echo 😀 '🚀' && b", "echo·😀·'🚀' / b", ""),
    ("PATH=$PATH:$A/b c", "PATH=$PATH:$A/b·c", "$PATH $A"),
    (r#""$A/bin/x" y"#, r#""$A/bin/x"·y"#, "$A"),
    ("$A x", "$A·x", "$A"),
    (
        r#"./gradlew :app:bundleRelease -PA="$B""#,
        r#"./gradlew·:app:bundleRelease·-PA="$B""#,
        "$B",
    ),
    (
        r#"cd "$CM_BUILD_DIR" ; [ -d a ] || mkdir a"#,
        r#"cd·"$CM_BUILD_DIR" / [·-d·a·] / mkdir·a"#,
        "$CM_BUILD_DIR",
    ),
    (
        r#"find . -name "*.ipa" -exec mv {} b \;"#,
        r#"find·.·-name·"*.ipa"·-exec·mv·{}·b·\;"#,
        "",
    ),
    (
        r#"sed -i '' "s/a;b|c/$D/g" e"#,
        r#"sed·-i·''·"s/a;b|c/$D/g"·e"#,
        "$D",
    ),
    ("awk '{ print $1; }' a", "awk·'{ print $1; }'·a", ""),
    (
        r#"python3 -c "import a; print('b')" c"#,
        r#"python3·-c·"import a; print('b')"·c"#,
        "",
    ),
    (
        r#"curl -H "A: $B" -d '{"c": "d"}' https://e.example/f?g=h\&i"#,
        r#"curl·-H·"A: $B"·-d·'{"c": "d"}'·https://e.example/f?g=h\&i"#,
        "$B",
    ),
    (
        r#"echo "A=$B" >> $CM_ENV"#,
        r#"echo·"A=$B"·>> $CM_ENV"#,
        "$B $CM_ENV",
    ),
    (
        r#"echo "A=$(b | c)" >> "$CM_ENV""#,
        r#"echo·"A=$(b | c)"·>> "$CM_ENV" / b / c"#,
        "$CM_ENV",
    ),
    ("set -e -o pipefail", "set·-e·-o·pipefail", ""),
    ("sudo -E a b", "sudo·-E·a·b", ""),
    ("env A=b c d", "env·A=b·c·d", ""),
    ("trap 'a; b' EXIT", "trap·'a; b'·EXIT", ""),
    ("xargs -I{} a {} < b", "xargs·-I{}·a·{}·< b", ""),
    (r#"test -z "$A" -a -f b"#, r#"test·-z·"$A"·-a·-f·b"#, "$A"),
    ("echo !", "echo·!", ""),
    (
        r#"a --b=c --d="e f" --g='h i'"#,
        r#"a·--b=c·--d="e f"·--g='h i'"#,
        "",
    ),
    (
        r#"[ "$A" = 'b' ] && { c; d; }"#,
        r#"[·"$A"·=·'b'·] / c / d"#,
        "$A",
    ),
    ("select A in b c; do d; done", "d", ""),
    ("if ! a || b; then c; fi", "a / b / c", ""),
    (
        r#"echo "${A}"'${B}'"$C""#,
        r#"echo·"${A}"'${B}'"$C""#,
        "${A} $C",
    ),
    (
        r#"echo "$(case x in x) a;; esac)""#,
        r#"echo·"$(case x in x) a;; esac)" / a"#,
        "",
    ),
    (r#"echo "a `b "c"` d""#, r#"echo·"a `b "c"` d" / b·"c""#, ""),
    (r#"eval "$(a b)""#, r#"eval·"$(a b)" / a·b"#, ""),
    ("> a", "> a", ""),
    ("2> a b", "> a·b", ""),
    ("A=1 > b", "A=1·> b", ""),
    ("echo a >&2", "echo·a·>&2", ""),
    ("exec 3>a", "exec·>a", ""),
    (r#"echo "\\" 'a\' b"#, r#"echo·"\\"·'a\'·b"#, ""),
    (r#"echo "$" $ "a$""#, r#"echo·"$"·$·"a$""#, ""),
    (
        r#"echo ${{ inputs.a }} "${{ inputs.b }}" c"#,
        r#"echo·${{ inputs.a }}·"${{ inputs.b }}"·c"#,
        "",
    ),
    (
        r#"if [ "${{ inputs.a }}" == "b" ]; then c; fi"#,
        r#"[·"${{ inputs.a }}"·==·"b"·] / c"#,
        "",
    ),
    (r#"echo "a"#, r#"echo·"a"#, ""),
    (r#"a "b"#, r#"a·"b"#, ""),
    ("echo 'a; b", "echo·'a / b", ""),
    ("a $(b", "a·$ / b", ""),
    (r#"a "$(b" c"#, r#"a·"$ / b"·c"#, ""),
    ("a \\\n  b \\\n  c", "a·b·c", ""),
    ("a\\\nb c", "a\\\nb·c", ""),
    ("for f\ndo a; done", "a", ""),
    (
        "case \"$A\" in\n  # a comment\n  (x) a ;;\n  \"y z\") b && c ;;\nesac",
        "a / b / c",
        "$A",
    ),
    ("a <<EOF\nb \"c' $D\nEOF\ne", "a·<<EOF / e", "$D"),
    ("a <<'EOF' > b\n$c `d` 'e\nEOF\nf", "a·<<'EOF'·> b / f", ""),
    ("a <<-EOF\n\tb\n\tEOF\nc", "a·<<-EOF / c", ""),
    ("a <<\"E F\"\nb\nE F\nc", r#"a·<<"E F" / c"#, ""),
    ("a <<A <<B\nx\nA\ny\nB\nc", "a·<<A·<<B / c", ""),
    (
        "cat <<EOF | sed 's/a/b/' && c\nx\nEOF\nd",
        "cat·<<EOF / sed·'s/a/b/' / c / d",
        "",
    ),
    ("cat <<EOF\n$(a b)\nEOF\nc", "cat·<<EOF / a·b / c", ""),
    (
        "A=$(cat <<EOF\nb\nEOF\n)\nc",
        "A=$(cat <<EOF\nb\nEOF\n) / cat·<<EOF / c",
        "",
    ),
    (
        "A=(\n  x # a comment\n  y\n)\nb",
        "A=(\n  x # a comment\n  y\n) / b",
        "",
    ),
    ("echo \"a\nb\"", "echo·\"a\nb\"", ""),
    ("if a; then\n  b\nfi | c", "a / b / c", ""),
    ("a &&\n  b ||\n  c", "a / b / c", ""),
    ("a |\n# a comment\nb", "a / b", ""),
    (
        "cat <<A \"$(cat <<B\nb\nB\n)\"\na $C\nA\nd",
        "cat·<<A·\"$(cat <<B\nb\nB\n)\" / cat·<<B / d",
        "$C",
    ),
    ("a <<EOF\nb\n  EOF\nc", "a·<<EOF / c", ""),
    ("a <<EOF\nb", "a·<<EOF / b", ""),
    ("a <<EOF\nEOF\nb", "a·<<EOF / b", ""),
    (
        "f() {\n  local A=1\n  g \"$A\"\n}\nf",
        r#"local·A=1 / g·"$A" / f"#,
        "$A",
    ),
    ("a # b \\\nc", "a / c", ""),
    ("a \\# b\n", r"a·\#·b", ""),
    ("a \\\n  # b\nc", "a / c", ""),
    ("a\r\nb \\\r\n  c\r\n", "a / b·c", ""),
    ("if a\nthen b\nelse\n  c\nfi", "a / b / c", ""),
    ("while a; do\n  b\ndone <<< \"$C\"", "a / b", "$C"),
    ("cat <<EOF > a <<< b\nc\nEOF", "cat·<<EOF·> a·<<< b", ""),
    ("{ a; b; } | tee c &&\nd", "a / b / tee·c / d", ""),
    (
        "echo \"a\n# no comment\nb\" # one\nc",
        "echo·\"a\n# no comment\nb\" / c",
        "",
    ),
    ("a;# b\nc", "a / c", ""),
    ("a && # b\nc", "a / c", ""),
    (
        "echo \"$A\" | while read B; do\n  c \"$B\"\ndone",
        r#"echo·"$A" / read·B / c·"$B""#,
        "$A $B",
    ),
    ("fi; done; } )\na", "a", ""),
    ("case a in\nesac\nb", "b", ""),
];

/// What a case expects, as found.
pub fn seen(script: &str) -> (String, String) {
    let parsed = parse(script);
    let commands = parsed.commands.iter().map(|command| {
        let assignments = command
            .assignments
            .iter()
            .map(|it| it.range.start..it.value.range.end);
        let words = command.words.iter().map(|it| it.range.clone());
        let redirects = command
            .redirects
            .iter()
            .filter(|it| !it.is_inherited)
            .map(|it| {
                it.range.start
                    ..it.target
                        .as_ref()
                        .map_or(it.range.end, |target| target.range.end)
            });
        let mut ranges: Vec<_> = assignments.chain(words).chain(redirects).collect();
        ranges.sort_by_key(|range| range.start);
        assert!(
            ranges.windows(2).all(|it| it[0].end <= it[1].start),
            "{script}"
        );
        assert!(
            ranges
                .iter()
                .all(|it| command.range.start <= it.start && it.end <= command.range.end)
        );
        let texts: Vec<&str> = ranges.into_iter().map(|range| &script[range]).collect();
        texts.join("·")
    });
    let reads = parsed.reads.iter().map(|read| {
        let kind = if read.kind == ReadKind::Arithmetic {
            "+"
        } else {
            ""
        };
        assert!(script[read.range.clone()].contains(read.name));
        format!("{kind}{}", &script[read.range.clone()])
    });
    (
        commands.collect::<Vec<_>>().join(" / "),
        reads.collect::<Vec<_>>().join(" "),
    )
}

#[test]
fn commands_words_and_variables_are_where_they_stand() {
    let mut failures = Vec::new();
    for (script, commands, variables) in CASES {
        let found = seen(script);
        if (found.0.as_str(), found.1.as_str()) != (*commands, *variables) {
            failures.push(format!("{script:?}\n  {:?}\n  {:?}", found.0, found.1));
        }
    }
    assert!(CASES.len() >= 80);
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
