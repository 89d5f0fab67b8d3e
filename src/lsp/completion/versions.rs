//! Versions of tools, from the dated tables.

use gen_lsp_types::CompletionItemKind as Kind;

use crate::knowledge::versions::{self, AS_OF, FORMATS};
use crate::model::locate::Located;

use super::context::Context;
use super::offer::{Offer, Rank};
use super::quoting::Meant;
use super::values::value;

/// The versions that a key of `environment` may have.
pub(super) fn offers(context: &Context<'_>, located: &Located) -> Vec<Offer> {
    let section = located.section.map(|section| section.name);
    let key = match (section, located.field.key) {
        (Some("Environment"), key) => key,
        (Some("FlutterWithFlavor"), "version") => "flutter",
        _ => return Vec::new(),
    };
    let mut found = Vec::new();
    let mut add = |text: &str, detail: &str, rank| found.push(version(context, text, detail, rank));
    let installed = format!("on machines as of {AS_OF}");
    match key {
        "xcode" => {
            for word in versions::XCODE_WORDS {
                add(word, "", Rank::First);
            }
            for (major, minor) in versions::all_xcode() {
                add(&format!("{major}.{minor}"), &installed, Rank::Usual);
                add(
                    &major.to_string(),
                    "the newest of this number",
                    Rank::Further,
                );
            }
        }
        "java" => {
            add("default", "", Rank::First);
            for major in versions::java(context.platform()).iter().rev() {
                add(&major.to_string(), &installed, Rank::Usual);
            }
        }
        "ubuntu" => {
            let (year, month) = versions::UBUNTU;
            add(&format!("{year}.{month:02}"), &installed, Rank::First);
        }
        "flutter" => {
            for channel in versions::FLUTTER_CHANNELS {
                add(channel, "channel", Rank::First);
            }
            let detail = "what Flutter Version Management finds";
            add(versions::FVM, detail, Rank::Usual);
        }
        _ => {}
    }
    for format in FORMATS.iter().filter(|format| format.tool == key) {
        for word in format.words {
            add(word, "", Rank::First);
        }
        add(format.example, "an example of a version", Rank::Further);
    }
    found
}

fn version(context: &Context<'_>, text: &str, detail: &str, rank: Rank) -> Offer {
    // `3.10` unquoted is 3.1; a whole number is what it is.
    let is_whole = text.bytes().all(|byte| byte.is_ascii_digit());
    let meant = if is_whole { Meant::Any } else { Meant::Text };
    value(context, text, meant, Kind::EnumMember)
        .detail(detail)
        .rank(rank)
}
