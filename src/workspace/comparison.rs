//! What of a run's findings is accepted, and what of the accepted is no more.

use std::collections::BTreeSet;
use std::path::Path;

use crate::finding::Finding;

use super::baseline::{Baseline, BaselineEntry, Key, entry};
use super::paths;

/// A run's findings beside those accepted.
#[derive(Debug)]
pub struct Comparison<'a> {
    baseline: &'a Baseline,
    checked: BTreeSet<String>,
    met: BTreeSet<&'a Key>,
}

impl<'a> Comparison<'a> {
    pub(super) fn new(baseline: &'a Baseline) -> Self {
        Self {
            baseline,
            checked: BTreeSet::new(),
            met: BTreeSet::new(),
        }
    }

    /// Takes the accepted findings of the file at the absolute path out of
    /// `findings`, and returns them.
    ///
    /// To be given all findings of the file, before any limit on their number.
    pub fn hide(&mut self, file: &Path, findings: &mut Vec<Finding>) -> Vec<Finding> {
        let path = self.baseline.path_of(file);
        let hidden = findings
            .extract_if(.., |finding| self.meet(&path, finding))
            .collect();
        self.checked.insert(path);
        hidden
    }

    fn meet(&mut self, path: &str, finding: &Finding) -> bool {
        let rule = finding.rule.to_string();
        let key = (path.to_owned(), rule, finding.fingerprint.clone());
        match self.baseline.entries.get_key_value(&key) {
            Some((key, _)) => {
                self.met.insert(key);
                true
            }
            None => false,
        }
    }

    /// Accepted findings that are no more: those of checked files that were not
    /// met, and those of files that no longer exist. In the order of the file.
    ///
    /// `could_be_met` says whether the run would have found the entry's defect;
    /// a rule that was off finds nothing.
    pub fn fixed(&self, could_be_met: impl Fn(&BaselineEntry) -> bool) -> Vec<BaselineEntry> {
        let directory = self.baseline.directory();
        let entries = self.baseline.entries.iter();
        entries
            .filter(|(key, _)| !self.met.contains(key))
            .map(|item| (self.checked.contains(&item.0.0), entry(item)))
            .filter(|(checked, entry)| match checked {
                true => could_be_met(entry),
                false => !paths::absolute(directory, entry.path.as_ref()).exists(),
            })
            .map(|(_, entry)| entry)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::super::baseline::tests::{finding, sample};
    use super::*;

    fn ids(findings: &[Finding]) -> Vec<&str> {
        findings
            .iter()
            .map(|item| item.fingerprint.as_str())
            .collect()
    }

    #[test]
    fn accepted_findings_are_hidden_and_others_stay() {
        let cwd = Path::new("/r");
        let baseline = sample(cwd);
        let mut comparison = baseline.compare();
        let mut findings = vec![finding("b", "1"), finding("b", "9"), finding("c", "1")];
        let hidden = comparison.hide(Path::new("/r/./codemagic.yaml"), &mut findings);
        assert_eq!(ids(&hidden), ["1"]);
        assert_eq!(ids(&findings), ["9", "1"]);
        let mut elsewhere = vec![finding("b", "1")];
        let hidden = comparison.hide(Path::new("/r/other.yaml"), &mut elsewhere);
        assert_eq!(ids(&hidden), [""; 0]);
    }

    #[test]
    fn what_is_no_longer_found_is_fixed() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("codemagic.yaml");
        fs::write(&file, "").unwrap();
        fs::create_dir_all(dir.path().join("ci/x")).unwrap();
        let other = dir.path().join("ci/x/codemagic.yaml");
        fs::write(&other, "").unwrap();

        let baseline = sample(dir.path());
        let mut comparison = baseline.compare();
        comparison.hide(&file, &mut vec![finding("b", "1")]);
        let fixed = |comparison: &Comparison, rule: &str| -> Vec<String> {
            let entries = comparison.fixed(|entry| entry.rule.contains(rule));
            entries.into_iter().map(|entry| entry.fingerprint).collect()
        };
        // The other file was not checked: nothing is known about it.
        assert_eq!(fixed(&comparison, ""), ["9", "2"]);
        // A rule that was off could not find anything.
        assert_eq!(fixed(&comparison, "b"), ["2"]);
        fs::remove_file(other).unwrap();
        assert_eq!(fixed(&comparison, "b"), ["2", "3"]);
    }
}
