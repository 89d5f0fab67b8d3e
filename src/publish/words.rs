//! Numbers and lists as people write them.

/// Seconds: `45 seconds`, `5 minutes`, `1 minute 30 seconds`.
pub fn time(seconds: u64) -> String {
    let (minutes, rest) = (seconds / 60, seconds % 60);
    match (minutes, rest) {
        (0, rest) => count(rest, "second"),
        (minutes, 0) => count(minutes, "minute"),
        (minutes, rest) => format!("{} {}", count(minutes, "minute"), count(rest, "second")),
    }
}

/// `1 group`, `2 groups`.
pub fn count(number: u64, thing: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {thing}{plural}")
}

/// `a`, `b` and `c`, each in backticks.
pub fn list<T: AsRef<str>>(names: &[T]) -> String {
    let quoted: Vec<String> = names
        .iter()
        .map(|name| format!("`{}`", name.as_ref()))
        .collect();
    match quoted.split_last() {
        None => String::new(),
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
    }
}

/// The name most like another, unless none is.
pub fn nearest<'n>(name: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let plain = |text: &str| text.trim().to_lowercase();
    let wanted = plain(name);
    let likeness = |other: &str| strsim::jaro_winkler(&wanted, &plain(other));
    names
        .map(|other| (likeness(other), other))
        .filter(|(likeness, _)| *likeness > 0.8)
        .max_by(|(one, _), (other, _)| one.total_cmp(other))
        .map(|(_, other)| other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_lists_are_written_out() {
        assert_eq!(time(1), "1 second");
        assert_eq!(time(120), "2 minutes");
        assert_eq!(time(90), "1 minute 30 seconds");
        assert_eq!(list::<&str>(&[]), "");
        assert_eq!(list(&["a"]), "`a`");
        assert_eq!(list(&["a", "b", "c"]), "`a`, `b` and `c`");
    }

    #[test]
    fn the_nearest_name_is_found_and_a_far_one_is_not() {
        let names = ["External", "QA", "Beta testers"];
        let nearest = |name| nearest(name, names.into_iter());
        assert_eq!(nearest("external "), Some("External"));
        assert_eq!(nearest("Beta tester"), Some("Beta testers"));
        assert_eq!(nearest("Press"), None);
    }
}
