//! Texts as an editor of UTF-16 keeps them: positions, edits, samples.

use serde_json::{Value, json};

use crate::client::{Client, URI};

/// The position of a byte offset.
pub fn position(text: &str, offset: usize) -> Value {
    let before = &text[..offset];
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let line = before.matches('\n').count();
    json!({ "line": line, "character": before[start..].encode_utf16().count() })
}

/// The byte offset of a position.
pub fn offset(text: &str, position: &Value) -> usize {
    let line = usize::try_from(position["line"].as_u64().unwrap()).unwrap();
    let character = usize::try_from(position["character"].as_u64().unwrap()).unwrap();
    let mut lines = text.split_inclusive('\n');
    let start: usize = lines.by_ref().take(line).map(str::len).sum();
    let mut units = 0;
    for (at, c) in text[start..].char_indices() {
        if units >= character {
            return start + at;
        }
        units += c.len_utf16();
    }
    text.len()
}

/// The bytes of a range.
pub fn span(text: &str, range: &Value) -> std::ops::Range<usize> {
    offset(text, &range["start"])..offset(text, &range["end"])
}

/// The text of a range.
pub fn slice<'t>(text: &'t str, range: &Value) -> &'t str {
    &text[span(text, range)]
}

/// Parameters of a request about a place of the open document.
pub fn at(text: &str, offset: usize) -> Value {
    json!({ "textDocument": { "uri": URI }, "position": position(text, offset) })
}

/// The edits of a `WorkspaceEdit` for the open document.
pub fn edits_of(edit: &Value) -> Vec<Value> {
    let edits = match &edit["documentChanges"] {
        Value::Array(documents) => &documents[0]["edits"],
        _ => &edit["changes"][URI],
    };
    edits.as_array().cloned().unwrap_or_default()
}

/// The text after the edits, all of which are about the text before.
pub fn edited(text: &str, edits: &[Value]) -> String {
    let mut spans: Vec<_> = edits
        .iter()
        .map(|edit| {
            (
                span(text, &edit["range"]),
                edit["newText"].as_str().unwrap(),
            )
        })
        .collect();
    // What is put in at a place comes before what is replaced there.
    spans.sort_by_key(|(span, _)| (span.start, span.end));
    let mut result = String::new();
    let mut from = 0;
    for (span, new) in spans {
        assert!(from <= span.start, "edits overlap");
        result.push_str(&text[from..span.start]);
        result.push_str(new);
        from = span.end;
    }
    result + &text[from..]
}

/// Renames what stands at an offset of the open text; why not, where that is refused.
pub fn renamed(
    client: &mut Client,
    text: &str,
    offset: usize,
    new_name: &str,
) -> Result<(String, usize), String> {
    let mut params = at(text, offset);
    params["newName"] = json!(new_name);
    let response = client.request("textDocument/rename", params);
    let edit = response.response_result.map_err(|error| error.message)?;
    let edits = edits_of(&edit);
    Ok((edited(text, &edits), edits.len()))
}

/// Every codemagic.yaml of the fixtures, and some texts beside them.
pub fn samples() -> Vec<String> {
    let folders = ["workflows", "mistakes"];
    let files = folders.into_iter().flat_map(crate::support::fixtures);
    let mut texts: Vec<String> = files.map(crate::support::read).collect();
    for name in ["merges", "release", "scalars"] {
        let path = format!("fixtures/syntax/{name}.yaml");
        texts.push(crate::support::read(crate::support::root().join(path)));
    }
    texts.extend(HOSTILE.iter().map(|text| (*text).to_owned()));
    texts
}

/// The samples, but few of the many that hold one mistake each.
pub fn few_samples() -> Vec<String> {
    let mut texts = samples();
    let mut index = 0;
    let mistakes = crate::support::fixtures("mistakes").len();
    texts.retain(|_| {
        index += 1;
        index > 3 + mistakes || index % 12 <= 3
    });
    texts
}

/// Texts that are half typed, broken, or odd.
pub const HOSTILE: &[&str] = &[
    "",
    " ",
    "\u{feff}",
    "#",
    "workflows",
    "workflows:",
    "workflows:\n  a:\n    scripts:\n      - ",
    "workflows:\n  a:\n    environment:\n      vars:\n        X: *",
    "workflows:\n  a: &a\n    <<: *a\n    scripts: [*a, &b {x: *b}]\n",
    "a: &a 1\nb: *a\nc: &a 2\nd: *a\ne: *nothing\nf: *nothing\n",
    "workflows: {a: {scripts: [ls, {script: 'echo ${{ inputs.x }}'}], inputs: {x: {}}}}",
    "workflows:\r\n  a:\r\n    name: 'é日𝄞' # ü\r\n    scripts:\r\n      - |\r\n        echo \"$X\"\r\n",
    "workflows:\n  ä𝄞:\n    environment: {vars: {X: 1, \"Y\": 2}}\n    scripts:\n      - echo $X ${Y} \u{1F600}$X\n",
    "workflows:\n\ta: b\n  - c\n",
    "? a\n: b\n? [c]\n: d\n",
    "- a\n- - b\n  - c\n",
    "x: !!map &a\n  k: v\ny: *a\nz: |+\n  t\n\n\n",
    "workflows:\n  a:\n    scripts:\n      - |\n",
    "workflows:\n  a:\n    when:\n      condition: env.X == \"\\x58\" and \"${{ inputs.",
    "<<: *a\n<<: [*b]\n&a b: &b\n",
    "workflows:\n  a:\n    scripts:\n      - \"echo \\x24X $\\\n  X\"\n    environment:\n      vars: {X: 1}\n",
    "# region a\n# b\n# endregion\n# endregion\n# region\n",
    "a:\n  - b: c\n\n\n  # d\n# e\n# f\n",
    "a: [\n",
    "a: {b: [c, {d: e}], f: \"g\n  h\"}\n",
];

/// A file of everything that has names.
pub const NAMES: &str = "\
definitions:
  vars: &vars
    SHARED: one
  step: &step
    name: Über 𝄞
    script: |
      echo \"$SHARED ${{ inputs.kind }}\" # $SHARED
workflows:
  ios: &ios
    inputs:
      kind:
        description: Which
        default: a
    environment:
      vars:
        <<: *vars
        OWN: two
    when:
      condition: env.OWN == \"x\" and ${{ inputs.kind }}
    scripts:
      - *step
      - |
        export OWN=\"${OWN}-1\"
        echo \"NEW=$OWN\" >> $CM_ENV
      - echo $NEW
    publishing:
      email:
        recipients: [$OWN]
  android:
    inputs:
      kind:
        description: Which
        default: a
      other:
        description: Other
        default: b
    environment:
      vars:
        <<: *vars
        OWN: three
    scripts:
      - *step
      - echo $OWN ${{ inputs.other }}
";
