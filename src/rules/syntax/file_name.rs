//! A file whose name is nearly `codemagic.yaml`.

use crate::rules::prelude::*;
use crate::rules::shared::words::excerpt;

rule! {
    id: "file-name",
    category: Syntax,
    summary: "a file whose name is nearly, but not quite, `codemagic.yaml`",
    source: "https://docs.codemagic.io/yaml-basic-configuration/yaml-getting-started/",
    check: File(check),
}

/// The only name Codemagic looks for.
const NAME: &str = "codemagic.yaml";

/// What people write behind the first dot.
const EXTENSIONS: [&str; 6] = ["", "yaml", "yml", "yaml.yaml", "yaml.yml", "yaml.txt"];

fn check(file: &File<'_>, report: &mut Report<'_>) {
    let path = file.tree.source().name();
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    if name == NAME || !is_near_miss(name) {
        return;
    }
    let message = format!(
        "`{}` is not read by Codemagic, which only looks for `{NAME}`",
        excerpt(name)
    );
    let draft = match file.config.workflows.key() {
        Some(key) => report.at(key, message),
        None => report.text(Span::default(), message),
    };
    draft.help(format!(
        "rename the file to `{NAME}`, in the root of the repository"
    ));
}

/// Whether the name was meant to be the right one. Names with a number or an
/// addition of their own are chosen on purpose.
fn is_near_miss(name: &str) -> bool {
    let lower = name.to_lowercase();
    let visible = lower.trim_start_matches('.');
    let (stem, extension) = visible.split_once('.').unwrap_or((visible, ""));
    let known = stem == "codemagic" && EXTENSIONS.contains(&extension);
    let typed =
        !lower.contains(|c: char| c.is_ascii_digit()) && strsim::osa_distance(visible, NAME) <= 2;
    known || typed
}
