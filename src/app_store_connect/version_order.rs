//! The order of version numbers.

use std::cmp::Ordering;

/// Compares as App Store Connect does: number by number, a missing one being 0. What is
/// no number is compared as text.
pub fn compare_versions(one: &str, other: &str) -> Ordering {
    let mut ones = one.split('.');
    let mut others = other.split('.');
    loop {
        let (left, right) = match (ones.next(), others.next()) {
            (None, None) => return Ordering::Equal,
            (left, right) => (left.unwrap_or("0"), right.unwrap_or("0")),
        };
        let order = match (left.parse::<u64>(), right.parse::<u64>()) {
            (Ok(left), Ok(right)) => left.cmp(&right),
            _ => left.cmp(right),
        };
        if order.is_ne() {
            return order;
        }
    }
}

/// A text that sorts as the version does: every number as wide as the widest.
pub fn sortable(version: &str) -> String {
    let parts = version.split('.').map(|part| format!("{part:0>20}"));
    parts.collect::<Vec<_>>().join(".")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_sort_as_numbers() {
        let mut versions = ["1.10", "1.9", "10", "2", "1.9.1"];
        versions.sort_by_cached_key(|version| sortable(version));
        assert_eq!(versions, ["1.9", "1.9.1", "1.10", "2", "10"]);
    }

    #[test]
    fn versions_are_compared_number_by_number() {
        for (one, other, order) in [
            ("1.0", "1.0.0", Ordering::Equal),
            ("1.10", "1.9", Ordering::Greater),
            ("2", "10", Ordering::Less),
            ("202612311200", "202612311159", Ordering::Greater),
            ("1.a", "1.b", Ordering::Less),
        ] {
            assert_eq!(compare_versions(one, other), order, "{one} {other}");
        }
    }
}
