//! `show`: streams, exit codes, secrets.

use std::fmt::Write as _;

use codemagic_lint::effective::show_schema;
use serde_json::json;

use crate::support::cli::{Project, run};

const TWO: &str = "\
base: &base
  max_build_duration: 60
workflows:
  ios:
    <<: *base
    name: iOS
  android: {name: Android, scripts: []}
";

#[test]
fn a_file_is_shown_from_wherever_it_is_named() {
    let project = Project::new(&[("codemagic.yaml", TWO), ("apps/other.yaml", "a: 1\n")]);
    let shown = "\
base:
  max_build_duration: 60
workflows:
  ios:
    max_build_duration: 60  # codemagic.yaml:2 (*base)
    name: iOS
  android:
    name: Android
    scripts: []
";
    for arguments in [&["show"][..], &["show", "."], &["show", "codemagic.yaml"]] {
        let run = project.run(arguments);
        run.ends_with(0);
        assert_eq!(run.stdout, shown);
    }
    let run = project.run(&["show", "apps/other.yaml"]);
    assert_eq!(run.stdout, "a: 1\n");
    let run = project.run_with_input(&["show", "-"], TWO);
    run.ends_with(0);
    assert_eq!(run.stdout, shown.replace("codemagic.yaml", "<stdin>"));
    let run = project.run(&["show", "--origins", "none"]);
    assert!(!run.stdout.contains('#'), "{}", run.stdout);
    let run = project.run(&["show", "--origins", "all", "--workflow", "android"]);
    let all = "workflows:  # codemagic.yaml:3\n  android:  # codemagic.yaml:7\n    name: Android  # codemagic.yaml:7\n    scripts: []  # codemagic.yaml:7\n";
    assert_eq!(run.stdout, all);
}

#[test]
fn json_is_what_its_schema_says() {
    let project = Project::new(&[("codemagic.yaml", TWO)]);
    let schema = jsonschema::validator_for(&show_schema()).unwrap();
    for arguments in [&[][..], &["--workflow", "ios"]] {
        let mut all = vec!["show", "--output-format", "json"];
        all.extend(arguments);
        let run = project.run(&all);
        run.ends_with(0);
        let object = run.json();
        let errors: Vec<_> = schema
            .iter_errors(&object)
            .map(|it| it.to_string())
            .collect();
        assert!(errors.is_empty(), "{errors:?}\n{object}");
        let merged = &object["configuration"]["value"]["workflows"]["value"]["ios"]["value"]["max_build_duration"];
        let origin = json!({"line": 2, "column": 23, "offset": 34, "via": ["base"]});
        assert_eq!(merged, &json!({"value": 60, "origin": origin}));
    }
}

#[test]
fn what_cannot_be_shown_is_told() {
    let project = Project::new(&[("codemagic.yaml", TWO)]);
    let unknown = project.run(&["show", "--workflow", "iso"]);
    unknown.fails_with(&["there is no workflow `iso`", "did you mean `ios`"]);
    let unknown = project.run(&["show", "--workflow", "something-else"]);
    unknown.fails_with(&["the file has `ios`, `android`"]);
    run(&["show"]).fails_with(&["there is no codemagic.yaml below `.`"]);
    run(&["show", "nowhere.yaml"]).fails_with(&["nowhere.yaml"]);
    let told = |text: &str, words: &[&str]| {
        for format in ["yaml", "json"] {
            let run = project.run_with_input(&["show", "-", "--output-format", format], text);
            assert_eq!(run.stdout, "");
            run.fails_with(words);
        }
    };
    told("a: [1\nb: 2\n", &["<stdin>:1:4", "`[` is never closed"]);
    for ours in ["a: 1\n---\nb: 2\n", "a: !mine x\n"] {
        told(ours, &["codemagic-lint does not read such a file"]);
    }
    told("a: [1\n", &["Codemagic refuses the file"]);
    told("a: *b\n", &["<stdin>:1:4", "no anchor `&b`"]);
    told(
        "a: &a\n  b: [*a]\n",
        &["<stdin>:2:7", "`*a` stands inside the value"],
    );
    let mut bomb = "a0: &a0 [x, x]\n".to_owned();
    for level in 1..60 {
        let below = level - 1;
        let _ = writeln!(bomb, "a{level}: &a{level} [*a{below}, *a{below}]");
    }
    told(
        &bomb,
        &["<stdin>: aliases and merge keys make more than 16 MiB"],
    );
}

#[test]
fn secrets_are_never_shown() {
    let key = format!("-----BEGIN {} KEY-----", "PRIVATE");
    let text = format!(
        "\
x: &x
  PASSWORD: Tr0ub4dor-and-3
workflows:
  a:
    name: A
    environment:
      vars:
        <<: *x
        TOKEN: ghp_{}
        KEY: |
          {key}
          MIGTAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBHkwdwIBAQQg
          -----END KEY-----
    scripts:
      - curl -d Tr0ub4dor-and-3 https://example.org
",
        "0123456789abcdefghijABCDEFGHIJ012345"
    );
    let project = Project::new(&[("codemagic.yaml", &text)]);
    let event = ["triggers", "--event", "push", "--output-format", "json"];
    let commands = [&["show"][..], &["show", "--output-format", "json"], &event];
    for arguments in commands {
        let run = project.run(arguments);
        run.ends_with(0);
        for secret in ["Tr0ub4dor", "ghp_0123", "MIGTAgEA"] {
            assert!(!run.stdout.contains(secret), "{secret}: {}", run.stdout);
        }
    }
    let shown = project.run(&["show"]).stdout;
    assert!(
        shown.contains("KEY: |\n          ***") || shown.contains("KEY: '***'"),
        "{shown}"
    );
    assert!(shown.contains("curl -d *** https://example.org"), "{shown}");
    assert!(shown.contains("PASSWORD: '***'"), "{shown}");
}

#[test]
fn short_secrets_are_shown_nowhere_either() {
    let key = format!("-----BEGIN {} KEY-----", "PRIVATE");
    let text = format!(
        "\
pw: &pw
  storeword: &alias xQ7plain
workflows:
  a:
    name: 'with xQ7plain, with hunter7, with hunter7Xq'
    environment:
      vars:
        DB_PASSWORD: hunter7Xq
        DB_PASS: hunter7
        KEYSTORE_PASS: *alias
        SENTRY_DSN: https://dsnpart1@sentry.test/42
        ENABLED: true
        AUTH: true
        SECRET_COUNT: 12
        API_TOKEN: $GROUP_TOKEN
        WORD: hunter7Xqy
        CONFIG: |
          before
          {key}
          aB3d
          Zz9
          -----END PRIVATE KEY-----
          after
    scripts:
      - name: use hunter7Xq now
        script: |
          curl -u admin:other8Yz https://a.test
          curl -H \"Authorization: Bearer bear5Qq\" -d hunter7 https://a.test
          export JWT_SECRET=jwtval5 TWO_PASS=\"two w0rds\"
        when:
          condition: env.DB_PASSWORD == \"hunter7Xq\" and env.DB_PASS == \"hunter7\"
    publishing:
      google_play:
        credentials: '{{\"private_key\": \"p4rtOfKey\"}}'
      app_store_connect:
        auth: integration
"
    );
    let project = Project::new(&[("codemagic.yaml", &text)]);
    let triggers = ["triggers", "--event", "push", "--output-format"];
    let json = [&triggers[..], &["json"]].concat();
    let human = [&triggers[..], &["human"]].concat();
    let commands = [
        &["show"][..],
        &["show", "--output-format", "json"],
        &json,
        &human,
    ];
    for arguments in commands {
        let run = project.run(arguments);
        run.ends_with(0);
        for secret in [
            "xQ7plain",
            "hunter7 ",
            "hunter7,",
            "hunter7\"",
            "hunter7\\",
            "hunter7Xq ",
            "hunter7Xq\"",
            "dsnpart1",
            "other8Yz",
            "bear5Qq",
            "jwtval5",
            "two w0rds",
            "aB3d",
            "Zz9",
            "p4rtOfKey",
        ] {
            assert!(!run.stdout.contains(secret), "{secret}: {}", run.stdout);
        }
    }
    let shown = project.run(&["show"]).stdout;
    for kept in [
        "name: with ***, with ***, with ***",
        "DB_PASSWORD: '***'",
        "AUTH: true",
        "SECRET_COUNT: 12",
        "API_TOKEN: $GROUP_TOKEN",
        "WORD: hunter7Xqy",
        "before\n",
        "KEY-----\n          ***",
        "after\n",
        "name: use *** now",
        "curl -u admin:*** https://a.test",
        "auth: integration",
    ] {
        assert!(shown.contains(kept), "{kept}: {shown}");
    }
}
