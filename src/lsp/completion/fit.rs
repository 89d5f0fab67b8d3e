//! How well an offer fits what was typed of it.

/// How an offer goes on from what was typed, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fit {
    /// It begins with it.
    Start,
    /// One of its words begins with it.
    Word,
    /// It stands within it.
    Inside,
    /// Its letters are there in this order, from the beginning of a word.
    Letters,
}

/// How a text fits what was typed, whatever the case; `None` where it does not.
pub(super) fn fit(text: &str, typed: &str) -> Option<Fit> {
    let (text, typed) = (text.to_lowercase(), typed.trim().to_lowercase());
    let (text, typed) = without_signs(&text, &typed);
    if text.starts_with(typed) {
        return Some(Fit::Start);
    }
    let starts = || word_starts(text).filter_map(|at| text.get(at..));
    if starts().any(|rest| rest.starts_with(typed)) {
        return Some(Fit::Word);
    }
    // A single letter stands in nearly everything.
    typed.chars().nth(1)?;
    if text.contains(typed) {
        return Some(Fit::Inside);
    }
    starts()
        .any(|rest| is_in_order(rest, typed))
        .then_some(Fit::Letters)
}

/// Both without the signs that they begin with alike, such as `$` or `${`.
fn without_signs<'t>(text: &'t str, typed: &'t str) -> (&'t str, &'t str) {
    let alike = text.chars().zip(typed.chars());
    let signs = alike.take_while(|(one, other)| one == other && !one.is_alphanumeric());
    let length = signs.map(|(sign, _)| sign.len_utf8()).sum::<usize>();
    (
        text.get(length..).unwrap_or_default(),
        typed.get(length..).unwrap_or_default(),
    )
}

/// Where the words of a text begin.
fn word_starts(text: &str) -> impl Iterator<Item = usize> {
    let mut before = ' ';
    text.char_indices().filter_map(move |(at, character)| {
        let is_start = character.is_alphanumeric() && !before.is_alphanumeric();
        before = character;
        is_start.then_some(at)
    })
}

/// Whether a text begins with the first letter that was typed, and has the others
/// behind it in their order.
fn is_in_order(text: &str, typed: &str) -> bool {
    let mut left = text.chars();
    typed.chars().enumerate().all(|(index, wanted)| {
        if index == 0 {
            left.next() == Some(wanted)
        } else {
            left.any(|it| it == wanted)
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offers_fit_from_the_start_of_words_on() {
        let is = |text, typed, expected| assert_eq!(fit(text, typed), expected, "{text}: {typed}");
        is("mac_mini_m2", "", Some(Fit::Start));
        is("linux_x2", "LIN", Some(Fit::Start));
        is("mac_mini_m2", "lin", None);
        is("mac_mini_m2", "mini", Some(Fit::Word));
        is("mac_mini_m2", "mm2", Some(Fit::Letters));
        is("failure", "s", None);
        is("failure", "u", None);
        is("failure", "lure", Some(Fit::Inside));
        is("failure", "ae", None);
        is("$CM_BRANCH", "$CM_BRA", Some(Fit::Start));
        is("$CM_BRANCH", "$bra", Some(Fit::Word));
        is("$API_BASE_URL", "$CM_BRA", None);
        is("${CM_TAG}", "${CM_", Some(Fit::Start));
        is("$env:CM_TAG", "$CM_T", Some(Fit::Word));
        is("*env", "*", Some(Fit::Start));
        is("env", "*", None);
        is("日本", "本x", None);
    }
}
