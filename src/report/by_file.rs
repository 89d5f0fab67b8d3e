//! Formats that say of each file what they say, whatever the others: rendered on all
//! cores, also as soon as the file is checked, so that nothing but text is kept of it.

use std::io::{self, Write};

use rayon::prelude::*;

use super::{Counts, FileReport, Report, Style, Summary};

/// Files whose texts are held in memory at once where all findings are.
const AT_ONCE: usize = 64;

/// Writes what a format says of something.
type Say<T> = fn(&T, &Style, &mut dyn Write) -> io::Result<()>;

/// A format that says of each file what it says, whatever the others.
#[derive(Clone, Copy, Debug)]
pub struct ByFile {
    pub(super) write_file: Say<FileReport>,
    /// What stands at the end, once for all files.
    pub(super) write_end: Option<Say<Summary>>,
}

/// What a report says of one file.
#[derive(Debug)]
pub struct FileText {
    text: Vec<u8>,
    counts: Counts,
}

impl ByFile {
    /// Renders what is said of a file.
    ///
    /// # Errors
    /// None that memory allows for.
    pub fn render(&self, file: &FileReport, style: &Style) -> io::Result<FileText> {
        let mut text = Vec::new();
        (self.write_file)(file, style, &mut text)?;
        Ok(FileText {
            text,
            counts: file.counts(),
        })
    }

    /// Writes a report of files that were rendered before, in their order. None of them
    /// was changed.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn write_texts(
        &self,
        files: &[FileText],
        style: &Style,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        for file in files {
            out.write_all(&file.text)?;
        }
        let counts = files.iter().map(|file| file.counts);
        let summary = Summary {
            files: files.len(),
            counts: counts.fold(Counts::default(), |sum, it| sum + it),
            fixed: 0,
            ignored: 0,
        };
        self.write_end(&summary, style, out)
    }

    /// Writes a report.
    pub(super) fn write(
        &self,
        report: &Report,
        style: &Style,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        if let [file] = &*report.files {
            (self.write_file)(file, style, out)?;
        } else {
            for files in report.files.chunks(AT_ONCE) {
                let texts = files.par_iter().map(|file| self.render(file, style));
                for text in texts.collect::<Vec<_>>() {
                    out.write_all(&text?.text)?;
                }
            }
        }
        self.write_end(&report.summary(), style, out)
    }

    fn write_end(&self, summary: &Summary, style: &Style, out: &mut dyn Write) -> io::Result<()> {
        self.write_end
            .map_or(Ok(()), |write| write(summary, style, out))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Severity;
    use crate::report::summary::tests::finding;
    use crate::report::{Format, render};
    use crate::syntax::SourceFile;

    #[test]
    fn files_rendered_one_by_one_make_the_same_report() {
        let file = |number: usize| {
            let findings = vec![finding(Severity::Error), finding(Severity::Hint)];
            let source = SourceFile::new(format!("{number}.yaml"), "a: b\n");
            FileReport::new(source, findings, Vec::new(), 1 + number % 2)
        };
        let style = Style::default();
        for count in [0, 1, 2, AT_ONCE + 1] {
            let files = (0..count).map(file).collect();
            let report = Report { files };
            for format in Format::ALL {
                let Some(by_file) = format.by_file() else {
                    continue;
                };
                let texts = report.files.iter().map(|it| by_file.render(it, &style));
                let texts: Vec<_> = texts.map(Result::unwrap).collect();
                let mut written = Vec::new();
                by_file.write_texts(&texts, &style, &mut written).unwrap();
                let expected = render(&report, format, &style).unwrap();
                assert_eq!(String::from_utf8(written).unwrap(), expected);
                assert_eq!(expected.contains("63.yaml"), count > AT_ONCE);
            }
        }
    }
}
