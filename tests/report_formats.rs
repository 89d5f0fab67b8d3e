//! What each format makes of a finding.
#![cfg(feature = "cli")]

mod report_sample;

use codemagic_lint::finding::{Category, Severity};
use codemagic_lint::report::{self, Format, Style};

use report_sample::{TEXT, duplicate_group, render, report, sample};

/// What a snapshot shows, whatever the version.
fn any_version(text: &str) -> String {
    text.replace(env!("CARGO_PKG_VERSION"), "x.y.z")
}

#[test]
fn human() {
    insta::assert_snapshot!(render(&sample(), Format::Human), @r#"
    warning[asc-beta-group-duplicate]

      ⚠ `Ü 日本` is listed twice
       ╭────
     2 │   ios:
       ·   ─┬─
       ·    ╰── of this
       ╰────
       ╭─[ci/my app.yaml:5:31]
     4 │       app_store_connect:
     5 │         beta_groups: ["Ü 日本", "Ü 日本"] # groups
       ·                       ────┬───  ────┬───
       ·                           │         ╰── here
       ·                           ╰── first here
       ╰────
      help: list each group once
       fix: delete the second (safe)
      docs: https://example.com/rules/asc-beta-group-duplicate

    1 warning in 1 file (1 fixable with `--fix`)
    "#);
}

#[test]
fn human_in_ascii() {
    let style = Style {
        unicode: false,
        quiet: true,
        ..Style::default()
    };
    let text = report::render(&sample(), Format::Human, &style).unwrap();
    insta::assert_snapshot!(text, @r#"
    warning[asc-beta-group-duplicate]

      ! `Ü 日本` is listed twice
       ,----
     2 |   ios:
       :   ^|^
       :    `-- of this
       `----
       ,-[ci/my app.yaml:5:31]
     4 |       app_store_connect:
     5 |         beta_groups: ["Ü 日本", "Ü 日本"] # groups
       :                       ^^^^|^^^  ^^^^|^^^
       :                           |         `-- here
       :                           `-- first here
       `----
      help: list each group once
       fix: delete the second (safe)
      docs: https://example.com/rules/asc-beta-group-duplicate
    "#);
}

#[test]
fn human_in_color() {
    let style = Style {
        color: true,
        quiet: true,
        ..Style::default()
    };
    let text = report::render(&sample(), Format::Human, &style).unwrap();
    insta::assert_snapshot!(text.replace('\u{1b}', "␛"), @r#"
    ␛[33mwarning[asc-beta-group-duplicate]␛[0m

      ␛[33m⚠␛[0m `Ü 日本` is listed twice
       ╭────
     ␛[2m2␛[0m │   ios:
       · ␛[36m  ─┬─␛[0m
       ·    ␛[36m╰── ␛[36mof this␛[0m␛[0m
       ╰────
       ╭─[␛[36;1;4mci/my app.yaml:5:31␛[0m]
     ␛[2m4␛[0m │       app_store_connect:
     ␛[2m5␛[0m │         beta_groups: ["Ü 日本", "Ü 日本"] # groups
       · ␛[36m                      ────┬───␛[0m␛[33m  ────┬───␛[0m
       ·                           ␛[36m│␛[0m         ␛[33m╰── ␛[33mhere␛[0m␛[0m
       ·                           ␛[36m╰── ␛[36mfirst here␛[0m␛[0m
       ╰────
    ␛[36m  help: ␛[0mlist each group once
    ␛[36m   fix:␛[0m delete the second (safe)
    ␛[36m  docs:␛[0m https://example.com/rules/asc-beta-group-duplicate
    "#);
}

#[test]
fn concise() {
    insta::assert_snapshot!(render(&sample(), Format::Concise), @"ci/my app.yaml:5:31: warning[asc-beta-group-duplicate]: `Ü 日本` is listed twice");
}

#[test]
fn concise_in_color() {
    let style = Style {
        color: true,
        ..Style::default()
    };
    let mut finding = duplicate_group();
    finding.severity = Severity::Hint;
    let report = report("a.yaml", TEXT, vec![finding]);
    let text = report::render(&report, Format::Concise, &style).unwrap();
    insta::assert_snapshot!(text.replace('\u{1b}', "␛"), @"a.yaml:5:31: ␛[1;36mhint[asc-beta-group-duplicate]␛[0m: `Ü 日本` is listed twice␛[0m");
}

#[test]
fn json() {
    insta::assert_snapshot!(any_version(&render(&sample(), Format::Json)), @r#"
    {
      "version": 1,
      "tool": {
        "name": "codemagic-lint",
        "version": "x.y.z"
      },
      "files": [
        {
          "path": "ci/my app.yaml",
          "findings": [
            {
              "rule": "asc-beta-group-duplicate",
              "category": "publishing",
              "severity": "warning",
              "message": "`Ü 日本` is listed twice",
              "help": "list each group once",
              "url": "https://example.com/rules/asc-beta-group-duplicate",
              "path": "workflows.ios.publishing.app_store_connect.beta_groups[1]",
              "span": {
                "start": {
                  "line": 5,
                  "column": 31,
                  "offset": 98
                },
                "end": {
                  "line": 5,
                  "column": 37,
                  "offset": 109
                }
              },
              "related": [
                {
                  "message": "first here",
                  "span": {
                    "start": {
                      "line": 5,
                      "column": 23,
                      "offset": 85
                    },
                    "end": {
                      "line": 5,
                      "column": 29,
                      "offset": 96
                    }
                  }
                },
                {
                  "message": "of this",
                  "span": {
                    "start": {
                      "line": 2,
                      "column": 3,
                      "offset": 14
                    },
                    "end": {
                      "line": 2,
                      "column": 6,
                      "offset": 17
                    }
                  }
                }
              ],
              "fix": {
                "title": "delete the second",
                "safety": "safe",
                "edits": [
                  {
                    "start": 96,
                    "end": 109,
                    "text": ""
                  }
                ]
              },
              "fingerprint": "00112233445566778899aabbccddeeff"
            }
          ]
        }
      ],
      "summary": {
        "files": 1,
        "errors": 0,
        "warnings": 1,
        "infos": 0,
        "hints": 0,
        "fixable": 1
      }
    }
    "#);
}

#[test]
fn json_lines() {
    insta::assert_snapshot!(render(&sample(), Format::JsonLines), @r#"{"file":"ci/my app.yaml","rule":"asc-beta-group-duplicate","category":"publishing","severity":"warning","message":"`Ü 日本` is listed twice","help":"list each group once","url":"https://example.com/rules/asc-beta-group-duplicate","path":"workflows.ios.publishing.app_store_connect.beta_groups[1]","span":{"start":{"line":5,"column":31,"offset":98},"end":{"line":5,"column":37,"offset":109}},"related":[{"message":"first here","span":{"start":{"line":5,"column":23,"offset":85},"end":{"line":5,"column":29,"offset":96}}},{"message":"of this","span":{"start":{"line":2,"column":3,"offset":14},"end":{"line":2,"column":6,"offset":17}}}],"fix":{"title":"delete the second","safety":"safe","edits":[{"start":96,"end":109,"text":""}]},"fingerprint":"00112233445566778899aabbccddeeff"}"#);
}

#[test]
fn sarif() {
    let text = render(&sample(), Format::Sarif);
    let mut log: serde_json::Value = serde_json::from_str(&text).unwrap();
    let result = &mut log["runs"][0]["results"][0];
    result["ruleIndex"] = "after the catalogue's".into();
    insta::assert_json_snapshot!(result, @r#"
    {
      "ruleId": "asc-beta-group-duplicate",
      "ruleIndex": "after the catalogue's",
      "level": "warning",
      "message": {
        "text": "`Ü 日本` is listed twice\nlist each group once"
      },
      "locations": [
        {
          "physicalLocation": {
            "artifactLocation": {
              "uri": "ci/my%20app.yaml",
              "index": 0
            },
            "region": {
              "startLine": 5,
              "startColumn": 31,
              "endLine": 5,
              "endColumn": 37,
              "byteOffset": 98,
              "byteLength": 11
            }
          }
        }
      ],
      "relatedLocations": [
        {
          "id": 1,
          "physicalLocation": {
            "artifactLocation": {
              "uri": "ci/my%20app.yaml",
              "index": 0
            },
            "region": {
              "startLine": 5,
              "startColumn": 23,
              "endLine": 5,
              "endColumn": 29,
              "byteOffset": 85,
              "byteLength": 11
            }
          },
          "message": {
            "text": "first here"
          }
        },
        {
          "id": 2,
          "physicalLocation": {
            "artifactLocation": {
              "uri": "ci/my%20app.yaml",
              "index": 0
            },
            "region": {
              "startLine": 2,
              "startColumn": 3,
              "endLine": 2,
              "endColumn": 6,
              "byteOffset": 14,
              "byteLength": 3
            }
          },
          "message": {
            "text": "of this"
          }
        }
      ],
      "partialFingerprints": {
        "codemagicLint/v1": "00112233445566778899aabbccddeeff"
      },
      "fixes": [
        {
          "description": {
            "text": "delete the second"
          },
          "artifactChanges": [
            {
              "artifactLocation": {
                "uri": "ci/my%20app.yaml",
                "index": 0
              },
              "replacements": [
                {
                  "deletedRegion": {
                    "startLine": 5,
                    "startColumn": 29,
                    "endLine": 5,
                    "endColumn": 37,
                    "byteOffset": 96,
                    "byteLength": 13
                  },
                  "insertedContent": {
                    "text": ""
                  }
                }
              ]
            }
          ]
        }
      ],
      "properties": {
        "severity": "warning",
        "path": "workflows.ios.publishing.app_store_connect.beta_groups[1]"
      }
    }
    "#);
}

#[test]
fn sarif_of_another_linter() {
    let mut finding = duplicate_group();
    finding.rule = "shellcheck[SC2086]".into();
    finding.category = Category::Scripts;
    let text = render(&report("a.yaml", TEXT, vec![finding]), Format::Sarif);
    let mut log: serde_json::Value = serde_json::from_str(&any_version(&text)).unwrap();
    let rules = log["runs"][0]["tool"]["driver"]["rules"]
        .as_array_mut()
        .unwrap();
    insta::assert_json_snapshot!(rules.pop().unwrap(), @r#"
    {
      "id": "shellcheck[SC2086]",
      "shortDescription": {
        "text": "SC2086, reported by shellcheck"
      },
      "fullDescription": {
        "text": "SC2086, reported by shellcheck"
      },
      "help": {
        "text": "SC2086, reported by shellcheck: see https://example.com/rules/asc-beta-group-duplicate"
      },
      "helpUri": "https://example.com/rules/asc-beta-group-duplicate",
      "defaultConfiguration": {
        "level": "warning"
      },
      "properties": {
        "tags": [
          "scripts"
        ],
        "problem.severity": "warning"
      }
    }
    "#);
    log["runs"][0]["tool"]["driver"]["rules"] = serde_json::Value::Null;
    log["runs"][0]["results"] = serde_json::Value::Null;
    insta::assert_json_snapshot!(log, @r#"
    {
      "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
      "version": "2.1.0",
      "runs": [
        {
          "tool": {
            "driver": {
              "name": "codemagic-lint",
              "semanticVersion": "x.y.z",
              "informationUri": "https://github.com/codemagic-lint/codemagic-lint",
              "rules": null
            }
          },
          "artifacts": [
            {
              "location": {
                "uri": "a.yaml"
              }
            }
          ],
          "results": null,
          "columnKind": "unicodeCodePoints"
        }
      ]
    }
    "#);
}

#[test]
fn github() {
    insta::assert_snapshot!(render(&sample(), Format::Github), @"::warning file=ci/my app.yaml,line=5,endLine=5,col=31,endColumn=37,title=asc-beta-group-duplicate::`Ü 日本` is listed twice%0Alist each group once");
}

#[test]
fn gitlab() {
    insta::assert_snapshot!(render(&sample(), Format::Gitlab), @r#"
    [
      {
        "description": "`Ü 日本` is listed twice",
        "check_name": "asc-beta-group-duplicate",
        "fingerprint": "efbc49ae53f18f869dd5d4e6c57bfd63",
        "severity": "major",
        "location": {
          "path": "ci/my app.yaml",
          "lines": {
            "begin": 5,
            "end": 5
          }
        }
      }
    ]
    "#);
}

#[test]
fn junit() {
    insta::assert_snapshot!(render(&sample(), Format::Junit), @r#"
    <?xml version="1.0" encoding="UTF-8"?>
    <testsuites name="codemagic-lint" tests="1" skipped="0" failures="1" errors="0">
        <testsuite name="ci/my app.yaml" tests="1" skipped="0" errors="0" failures="1">
            <testcase name="asc-beta-group-duplicate at 5:31" classname="ci/my app.yaml" file="ci/my app.yaml" line="5">
                <failure message="`Ü 日本` is listed twice" type="warning">ci/my app.yaml:5:31: warning[asc-beta-group-duplicate]: `Ü 日本` is listed twice
    help: list each group once
    docs: https://example.com/rules/asc-beta-group-duplicate</failure>
            </testcase>
        </testsuite>
    </testsuites>
    "#);
}

#[test]
fn checkstyle() {
    insta::assert_snapshot!(render(&sample(), Format::Checkstyle), @r#"
    <?xml version="1.0" encoding="UTF-8"?>
    <checkstyle version="4.3">
      <file name="ci/my app.yaml">
        <error line="5" column="31" severity="warning" message="`Ü 日本` is listed twice" source="codemagic-lint.asc-beta-group-duplicate"/>
      </file>
    </checkstyle>
    "#);
}
