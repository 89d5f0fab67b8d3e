//! Finding out which of many changes do harm.

use super::effort::Effort;

/// Changes that can be made together, and the rest.
pub(super) struct Kept<T, R> {
    /// The changes that can be made, in their order.
    pub good: Vec<T>,
    /// What came of them; `None` where none can be made.
    pub result: Option<R>,
    /// Those that cannot.
    pub refused: Vec<T>,
    /// Those of which nothing is known: there were no more trials.
    pub untried: Vec<T>,
}

/// Keeps as many changes as come out well together, trying while there is effort left,
/// from which `try_out` takes. Where all come out well one trial is enough; otherwise halves are tried, down to
/// single ones.
pub(super) fn keep<T: Clone, R>(
    items: Vec<T>,
    effort: &Effort,
    mut try_out: impl FnMut(&[T]) -> Option<R>,
) -> Kept<T, R> {
    let mut found = Kept {
        good: Vec::new(),
        result: None,
        refused: Vec::new(),
        untried: Vec::new(),
    };
    let mut pending = vec![items];
    while let Some(mut chunk) = pending.pop() {
        if chunk.is_empty() {
            continue;
        }
        if effort.is_spent() {
            found.untried.append(&mut chunk);
            continue;
        }
        let all: Vec<T> = found.good.iter().chain(&chunk).cloned().collect();
        if let Some(result) = try_out(&all) {
            found.good = all;
            found.result = Some(result);
        } else if chunk.len() == 1 {
            found.refused.append(&mut chunk);
        } else {
            let rest = chunk.split_off(chunk.len() / 2);
            pending.extend([rest, chunk]);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fix::effort::least;

    fn kept(bad: &[u32], trials: usize) -> (Vec<u32>, Vec<u32>, usize) {
        let mut tried = 0;
        let effort = Effort::of(trials);
        let found = keep((0..16).collect(), &effort, |items| {
            effort.spend(1);
            tried += 1;
            items
                .iter()
                .all(|it| !bad.contains(it))
                .then_some(items.len())
        });
        assert_eq!(found.result.unwrap_or(0), found.good.len());
        (found.good, found.refused, tried)
    }

    #[test]
    fn the_good_are_kept_and_the_bad_refused() {
        assert_eq!(kept(&[], 100).2, 1);
        let all = |bad: &[u32]| (0..16).filter(|it| !bad.contains(it)).collect::<Vec<_>>();
        for bad in [&[0][..], &[15], &[3, 4, 11], &[7, 8]] {
            let (good, refused, tried) = kept(bad, 100);
            assert_eq!((good, refused), (all(bad), bad.to_vec()));
            assert!(tried <= 1 + 8 * bad.len(), "{tried}");
        }
    }

    #[test]
    fn there_is_an_end_to_trying() {
        let bad: Vec<u32> = (0..16).collect();
        assert!(kept(&bad, 100).0.is_empty());
        let (good, refused, tried) = kept(&bad, 5);
        assert_eq!((good.len(), refused.len(), tried), (0, 1, 5));
    }

    #[test]
    fn one_bad_change_keeps_no_good_one_back() {
        for length in 1..70_usize {
            for bad in 0..length {
                let effort = Effort::of(least(length));
                let found = keep((0..length).collect(), &effort, |items| {
                    effort.spend(1);
                    (!items.contains(&bad)).then_some(())
                });
                assert_eq!(found.good.len(), length - 1, "{bad} of {length}");
                assert_eq!((found.refused, found.untried), (vec![bad], Vec::new()));
            }
        }
    }
}
