//! The user's own schema, given with `--schema FILE`.

use crate::rules::prelude::*;

rule! {
    id: "custom-schema",
    category: Schema,
    summary: "a place that does not fit the schema given with `--schema`",
    source: "https://docs.codemagic.io/yaml-basic-configuration/yaml-getting-started/",
    check: File(check),
}

fn check(file: &File<'_>, report: &mut Report<'_>) {
    let Some(schema) = &file.settings.schema else {
        return;
    };
    let mut said: std::collections::HashSet<_> = report.places().collect();
    for deviation in schema.check(file.tree) {
        // Where the structure is at fault anyway, our own words say more.
        if !said.insert(report.place(deviation.node)) {
            continue;
        }
        let draft = report.at(deviation.node, deviation.message);
        if !deviation.schema_path.is_empty() {
            draft.help(format!("the schema says so at `{}`", deviation.schema_path));
        }
    }
}
