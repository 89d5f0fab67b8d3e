//! Workflow commands, which GitHub Actions shows as annotations.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::{self, Write};

use crate::finding::{Finding, Severity};
use crate::syntax::SourceFile;

use super::json::SpanObject;
use super::text::{clean, clean_lines, portable_path};
use super::{ByFile, FileReport, Style};

pub(super) const FORMAT: ByFile = ByFile {
    write_file,
    write_end: None,
};

fn write_file(file: &FileReport, _: &Style, out: &mut dyn Write) -> io::Result<()> {
    for finding in &file.findings {
        let command = command(file.service_name(), &file.source, finding);
        writeln!(out, "{command}")?;
    }
    Ok(())
}

fn command(name: &str, source: &SourceFile, finding: &Finding) -> String {
    let level = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info | Severity::Hint => "notice",
    };
    let file = property(&portable_path(name));
    let SpanObject { start, end } = SpanObject::new(source, finding.span);
    let mut command = format!(
        "::{level} file={file},line={},endLine={}",
        start.line, end.line
    );
    // GitHub drops columns of what goes over several lines.
    if start.line == end.line {
        let _ = write!(command, ",col={},endColumn={}", start.column, end.column);
    }
    let _ = write!(
        command,
        ",title={}::{}",
        property(&finding.rule),
        data(&clean(&finding.message))
    );
    if let Some(help) = &finding.help {
        let _ = write!(command, "%0A{}", data(&clean_lines(help)));
    }
    command
}

/// Escapes the message of a command.
fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// Escapes the value of a property of a command.
fn property(text: &str) -> String {
    let text: Cow<'_, str> = clean(text);
    data(&text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::summary::tests::finding;
    use crate::syntax::Span;

    #[test]
    fn nothing_breaks_out_of_a_command() {
        let mut finding = finding(Severity::Hint);
        finding.rule = "a,b:c".into();
        finding.message = "50%\r\n::error::x".to_owned();
        finding.help = Some("first\r\nsecond".to_owned());
        let source = SourceFile::new("./a,b:c%\n.yaml", "ab\ncd");
        assert_eq!(
            command(source.name(), &source, &finding),
            "::notice file=a%2Cb%3Ac%25\\n.yaml,line=1,endLine=1,col=1,endColumn=2,\
             title=a%2Cb%3Ac::50%25\\r\\n::error::x%0Afirst%0Asecond"
        );
    }

    #[test]
    fn columns_are_for_single_lines() {
        let mut finding = finding(Severity::Error);
        finding.span = Span::new(1, 4);
        let command = command("f", &SourceFile::new("f", "ab\ncd"), &finding);
        assert!(
            command.starts_with("::error file=f,line=1,endLine=2,title="),
            "{command}"
        );
    }
}
