//! Places in answers.

use serde_json::Value;

use super::model::Model;

type Place = (usize, usize);

/// All ranges in an answer are places of the text, and edits in one list do not overlap.
pub fn check(model: &Model, answer: &Value) {
    if let Some((start, end)) = range(answer) {
        assert!(start <= end, "{answer}");
        assert!(
            model.has(start) && model.has(end),
            "{answer} is no place of the text"
        );
    }
    match answer {
        Value::Array(items) => {
            apart(items);
            for item in items {
                check(model, item);
            }
        }
        Value::Object(members) => {
            for member in members.values() {
                check(model, member);
            }
        }
        _ => {}
    }
}

fn range(value: &Value) -> Option<(Place, Place)> {
    Some((place(value.get("start")?)?, place(value.get("end")?)?))
}

fn place(value: &Value) -> Option<Place> {
    let number = |name| usize::try_from(value.get(name)?.as_u64()?).ok();
    Some((number("line")?, number("character")?))
}

fn apart(items: &[Value]) {
    let is_edit = |item: &&Value| item.get("newText").is_some();
    let mut ranges: Vec<(Place, Place)> = items
        .iter()
        .filter(is_edit)
        .filter_map(|item| range(item.get("range")?))
        .collect();
    ranges.sort_unstable();
    for pair in ranges.windows(2) {
        assert!(pair[0].1 <= pair[1].0, "edits overlap: {items:?}");
    }
}
