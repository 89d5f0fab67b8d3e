//! One JSON object a line, one line a finding: the finding of the JSON report,
//! led by the name of its file.

use std::io::{self, Write};

use serde::Serialize;

use super::json::FindingObject;
use super::{ByFile, FileReport, Style};

pub(super) const FORMAT: ByFile = ByFile {
    write_file,
    write_end: None,
};

fn write_file(file: &FileReport, _: &Style, out: &mut dyn Write) -> io::Result<()> {
    for finding in &file.findings {
        let finding = FindingObject::new(&file.source, finding);
        let line = Line {
            file: file.source.name(),
            finding,
        };
        serde_json::to_writer(&mut *out, &line)?;
        writeln!(out)?;
    }
    Ok(())
}

#[derive(Serialize)]
struct Line<'a> {
    file: &'a str,
    #[serde(flatten)]
    finding: FindingObject<'a>,
}

#[cfg(test)]
mod tests {
    use crate::finding::Severity;
    use crate::report::summary::tests::finding;
    use crate::report::{FileReport, Format, Report, Style, render};
    use crate::syntax::SourceFile;

    #[test]
    fn every_line_names_its_file() {
        let file = |name| {
            let findings = vec![finding(Severity::Error), finding(Severity::Hint)];
            FileReport::new(SourceFile::new(name, "ab"), findings, Vec::new(), 9)
        };
        let report = Report {
            files: vec![file("a\n.yaml"), file("b.yaml")],
        };
        let text = render(&report, Format::JsonLines, &Style::default()).unwrap();
        let lines: Vec<serde_json::Value> = text
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        let files: Vec<_> = lines
            .iter()
            .map(|line| line["file"].as_str().unwrap())
            .collect();
        assert_eq!(files, ["a\n.yaml", "a\n.yaml", "b.yaml", "b.yaml"]);
        assert_eq!(lines[1]["severity"], "hint");
    }
}
