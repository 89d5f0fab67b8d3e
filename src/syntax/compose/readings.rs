//! What the two readers make of a text, to be compared.

use super::super::characters;
use super::{Composed, compose_any, compose_usual};

/// What both readers make of a text, where the one for usual YAML does not leave it to the
/// parser. For tests.
pub fn both_readings(text: &str) -> Option<[String; 2]> {
    // Those are taken out before a text is composed.
    if !characters::refused(text).is_empty() {
        return None;
    }
    let shown = |read: Composed| {
        let Composed {
            nodes,
            held,
            root,
            anchors,
            undefined_aliases,
            comments,
            problems,
            failure,
            ..
        } = read;
        let failure = failure.map(|failure| (failure.stop, failure.offset));
        format!(
            "{nodes:#?} {held:#?} {root:?} {anchors:#?} {undefined_aliases:?} {comments:#?} {problems:#?} {failure:?}"
        )
    };
    Some([shown(compose_usual(text)?), shown(compose_any(text))])
}
