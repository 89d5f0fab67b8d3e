//! What a script does to variables: which it sets for itself, for the programs it
//! runs, and, through `$CM_ENV`, for the steps after it.
//!
//! Source: <https://docs.codemagic.io/yaml-basic-configuration/using-environment-variables/>.

use std::ops::Range;

use rustc_hash::FxHashSet;

use super::script::{Command, ReadKind, Script, Word};

/// What a script does to variables.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Flow<'s> {
    /// What it sets, in the order of the text.
    pub sets: Vec<Set<'s>>,
    /// What it writes to the file `$CM_ENV`.
    pub writes: Vec<EnvWrite<'s>>,
    /// Names that it tests with `-n`, `-z` or `-v`, or gives a default: it knows that
    /// they may be unset.
    pub tested: FxHashSet<&'s str>,
    /// Whether it takes variables from elsewhere: `source`, `eval`.
    pub takes_unknown: bool,
    /// Whether it writes names to `$CM_ENV` that are not to be seen.
    pub persists_unknown: bool,
    /// Whether `<<` stands anywhere in it.
    has_delimiters: bool,
}

/// A place where a variable is set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Set<'s> {
    /// The variable.
    pub name: &'s str,
    /// The bytes of its name.
    pub range: Range<usize>,
    /// For whom.
    pub how: How,
    /// The command, by its index; `None` for a loop or `${NAME:=x}`.
    pub command: Option<usize>,
}

/// For whom a variable is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum How {
    /// For the rest of the script.
    Shell,
    /// For the rest of the script and the programs that it runs.
    Export,
    /// For one command.
    Prefix,
    /// For the steps that follow, through `$CM_ENV`.
    Persist,
}

/// A write to the file `$CM_ENV`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnvWrite<'s> {
    /// The command, by its index.
    pub command: usize,
    /// The variable, where its name is to be seen.
    pub name: Option<&'s str>,
    /// What is wrong with it.
    pub problem: Option<WriteProblem>,
    /// The bytes of the problem, or of the name; of the command where there is
    /// neither.
    pub range: Range<usize>,
}

/// What is wrong with a write to `$CM_ENV`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WriteProblem {
    /// `>` throws away what earlier steps wrote.
    Truncates,
    /// The text begins with `export`, which belongs to no file of variables.
    Exports,
    /// A value of several lines without `NAME<<DELIMITER`.
    SeveralLines,
    /// A line that is no `NAME=value`, such as `NAME = value`.
    NoAssignment,
}

impl<'s> Flow<'s> {
    /// Follows a script; `text` is what it was read from.
    pub fn of(text: &'s str, script: &Script<'s>) -> Self {
        let mut flow = Self {
            has_delimiters: text.contains("<<"),
            ..Self::default()
        };
        for (index, command) in script.commands.iter().enumerate() {
            flow.assignments(index, command);
            flow.builtin(text, index, command);
            flow.env_file(text, script, index, command);
        }
        for (name, range) in &script.implicit_sets {
            flow.set(name, range.clone(), How::Shell, None);
        }
        flow.sets.sort_by_key(|set| set.range.start);
        let defaults = script.reads.iter().filter(|read| {
            matches!(
                read.kind,
                ReadKind::Default | ReadKind::Required | ReadKind::Arithmetic
            )
        });
        flow.tested.extend(defaults.map(|read| read.name));
        flow.tests(text, script);
        flow.sets.shrink_to_fit();
        flow.writes.shrink_to_fit();
        flow
    }

    /// The names that the script sets in one of these ways.
    pub fn names(&self, how: &'static [How]) -> impl Iterator<Item = &'s str> {
        let sets = self.sets.iter().filter(move |set| how.contains(&set.how));
        sets.map(|set| set.name)
    }

    fn set(&mut self, name: &'s str, range: Range<usize>, how: How, command: Option<usize>) {
        if !name.is_empty() {
            self.sets.push(Set {
                name,
                range,
                how,
                command,
            });
        }
    }

    fn assignments(&mut self, index: usize, command: &Command<'s>) {
        let how = if command.words.is_empty() {
            How::Shell
        } else {
            How::Prefix
        };
        for assignment in &command.assignments {
            self.set(assignment.name, assignment.range.clone(), how, Some(index));
        }
    }

    /// Commands of the shell that set variables.
    fn builtin(&mut self, text: &'s str, index: usize, command: &Command<'s>) {
        let flags = |letter: char| {
            command
                .arguments()
                .iter()
                .any(|word| word.text.starts_with('-') && word.text.contains(letter))
        };
        let operands = command.operands();
        match command.tool() {
            "export" => self.operands(text, index, How::Export, operands),
            "declare" | "typeset" if flags('x') => {
                self.operands(text, index, How::Export, operands);
            }
            "declare" | "typeset" | "local" | "readonly" | "mapfile" | "readarray" | "let" => {
                self.operands(text, index, How::Shell, operands);
            }
            "read" => {
                // `-p prompt`, `-d delimiter` and the like take a word of their own,
                // which is no name or does no harm as one.
                self.operands(text, index, How::Shell, operands);
            }
            "printf" => {
                let named = command.option("-v").into_iter();
                self.operands(text, index, How::Shell, named);
            }
            "getopts" => self.operands(text, index, How::Shell, operands.skip(1)),
            "source" | "." | "eval" => self.takes_unknown = true,
            _ => {}
        }
    }

    /// `NAME` and `NAME=value` as arguments.
    fn operands<'w>(
        &mut self,
        text: &'s str,
        index: usize,
        how: How,
        words: impl Iterator<Item = &'w Word<'s>>,
    ) where
        's: 'w,
    {
        for word in words {
            let Some((name, range)) = leading_name(text, &word.range) else {
                self.takes_unknown |= how == How::Export && !word.is_literal;
                continue;
            };
            self.set(name, range, how, Some(index));
        }
    }

    /// What goes to the file `$CM_ENV`.
    fn env_file(
        &mut self,
        text: &'s str,
        script: &Script<'s>,
        index: usize,
        command: &Command<'s>,
    ) {
        // The condition of an `if` says little, and nothing for a file.
        let written = command.outputs().find(|(it, target)| {
            is_env_file(&target.text) && !(it.is_inherited && command.context.is_tested)
        });
        let truncates = written.filter(|(it, _)| it.operator != ">>");
        let truncates = truncates.map(|(it, _)| it.range.clone());
        if written.is_some() {
            return self.lines(text, script, index, command, truncates);
        }
        let next = command.pipes_to.map(|next| next as usize);
        let tee = next.and_then(|next| script.commands.get(next));
        let tee = tee.filter(|it| it.tool() == "tee" && it.operands().any(names_env_file));
        if let Some(tee) = tee {
            let truncates = (!tee.has("-a") && !tee.has("--append")).then(|| tee.range.clone());
            return self.lines(text, script, index, command, truncates);
        }
        match command.tool() {
            "Add-Content" | "Set-Content" | "Out-File"
                if command.arguments().iter().any(names_env_file) =>
            {
                let truncates = command.tool() != "Add-Content" && !command.has("-Append");
                let truncates = truncates.then(|| command.range.clone());
                match command.option("-Value") {
                    Some(value) => {
                        self.line(text, index, value.range.clone(), truncates, false);
                    }
                    None => self.unseen(index, command, truncates),
                }
            }
            // Copied or appended whole.
            "cp" | "mv" | "dd" | "sed" | "tee"
                if command.arguments().iter().any(names_env_file) =>
            {
                let takes_pipe = command.tool() == "tee";
                self.persists_unknown |= !takes_pipe;
            }
            _ => {}
        }
    }

    /// What a command prints into the file.
    fn lines(
        &mut self,
        text: &'s str,
        script: &Script<'s>,
        index: usize,
        command: &Command<'s>,
        mut truncates: Option<Range<usize>>,
    ) {
        let document = command.redirects.iter().find_map(|it| it.document);
        let document = document.and_then(|index| script.documents.get(index));
        let is_print = matches!(command.tool(), "echo" | "printf" | "print" | "Write-Output");
        if let Some(document) = document.filter(|_| !is_print) {
            self.line(text, index, document.body.clone(), truncates, true);
            return;
        }
        let arguments = command.arguments().iter();
        let mut printed = arguments.skip_while(|word| is_print_flag(&word.text));
        match printed.next() {
            Some(first) if is_print => {
                self.line(text, index, first.range.clone(), truncates.take(), false);
            }
            // `"K=v" >> $env:CM_ENV` of PowerShell prints its only word.
            None if command.words.len() == 1 && command.tool().contains('=') => {
                let range = command.words[0].range.clone();
                self.line(text, index, range, truncates.take(), false);
            }
            _ => self.unseen(index, command, truncates),
        }
    }

    fn unseen(&mut self, index: usize, command: &Command<'s>, truncates: Option<Range<usize>>) {
        self.persists_unknown = true;
        let problem = truncates.as_ref().map(|_| WriteProblem::Truncates);
        self.writes.push(EnvWrite {
            command: index,
            name: None,
            problem,
            range: truncates.unwrap_or_else(|| command.range.clone()),
        });
    }

    /// A text that is written to the file: `NAME=value`, `NAME<<END`.
    fn line(
        &mut self,
        text: &'s str,
        index: usize,
        range: Range<usize>,
        truncates: Option<Range<usize>>,
        is_document: bool,
    ) {
        let mut truncates = truncates;
        let mut until: Option<&str> = None;
        let mut at = range.start;
        let mut has_name = false;
        // Brackets of `$(…)` that are open: what a command's lines say is no value.
        let mut depth = 0;
        let written = text.get(range.clone()).unwrap_or_default();
        for line in written
            .split_inclusive('\n')
            .flat_map(|it| it.split_inclusive("\\n"))
        {
            let start = at;
            at += line.len();
            let is_inside = depth > 0;
            depth = open_brackets(line, depth);
            if is_inside {
                continue;
            }
            let bare = line
                .trim_end_matches("\\n")
                .trim_matches(['"', '\'', ' ', '\t', '\n', '\r']);
            if let Some(end) = until {
                if bare == end {
                    until = None;
                }
                continue;
            }
            if bare.is_empty() || (is_document && bare.starts_with('#')) {
                continue;
            }
            let exported = bare.strip_prefix("export ").map(str::trim_start);
            let from = line
                .find(exported.unwrap_or(bare))
                .map_or(start, |it| start + it);
            let Some((name, named)) = leading_name(text, &(from..range.end)) else {
                self.unnamed(index, bare, start, has_name, &mut truncates);
                continue;
            };
            let rest = text.get(named.end..range.end).unwrap_or_default();
            if let Some(delimiter) = rest.strip_prefix("<<") {
                let line = delimiter.lines().next().unwrap_or_default();
                let line = line.split("\\n").next().unwrap_or_default();
                until = Some(line.trim_matches(['"', '\'', ' ', '\t']));
            } else if !rest.starts_with('=') {
                // What follows `NAME<<END` may be any text.
                let is_none = matches!(rest.trim_start().as_bytes().first(), Some(b'=' | b':'));
                if is_none && !has_name && !self.has_delimiters && truncates.is_none() {
                    self.writes.push(EnvWrite {
                        command: index,
                        name: None,
                        problem: Some(WriteProblem::NoAssignment),
                        range: from..from + bare.len(),
                    });
                    continue;
                }
                self.unnamed(index, bare, start, has_name, &mut truncates);
                continue;
            }
            has_name = true;
            let problem = match (&truncates, exported) {
                (Some(_), _) => Some(WriteProblem::Truncates),
                (None, Some(_)) => Some(WriteProblem::Exports),
                (None, None) => None,
            };
            let place = match (truncates.take(), exported) {
                (Some(operator), _) => operator,
                (None, Some(_)) => from.saturating_sub("export ".len())..named.end,
                (None, None) => named.clone(),
            };
            self.writes.push(EnvWrite {
                command: index,
                name: Some(name),
                problem,
                range: place,
            });
            self.set(name, named, How::Persist, Some(index));
        }
    }

    /// A line that names no variable: the rest of a value, or not to be seen.
    fn unnamed(
        &mut self,
        index: usize,
        line: &str,
        start: usize,
        has_name: bool,
        truncates: &mut Option<Range<usize>>,
    ) {
        let is_expanded = line.starts_with(['$', '`', '%']);
        self.persists_unknown |= is_expanded;
        let problem = match truncates {
            Some(_) => WriteProblem::Truncates,
            None if has_name && !is_expanded => WriteProblem::SeveralLines,
            None => return,
        };
        let range = truncates.take().unwrap_or(start..start + line.len());
        self.writes.push(EnvWrite {
            command: index,
            name: None,
            problem: Some(problem),
            range,
        });
    }

    /// `[ -n "$NAME" ]`, `[[ -v NAME ]]`, `[ "$NAME" ]`.
    fn tests(&mut self, text: &'s str, script: &Script<'s>) {
        for command in &script.commands {
            if !matches!(command.tool(), "[" | "[[" | "test") {
                continue;
            }
            let words = command.arguments();
            let operands = words
                .iter()
                .filter(|word| !matches!(&*word.text, "]" | "]]" | "!"));
            let is_alone = operands.count() == 1;
            for (index, word) in words.iter().enumerate() {
                let before = index.checked_sub(1).and_then(|before| words.get(before));
                let operator = before.map_or("", |before| &*before.text);
                if !matches!(operator, "-n" | "-z" | "-v") && !is_alone {
                    continue;
                }
                if operator == "-v" {
                    self.tested
                        .extend(leading_name(text, &word.range).map(|(name, _)| name));
                }
                let first = script
                    .reads
                    .partition_point(|it| it.range.start < word.range.start);
                let reads = script.reads.iter().skip(first);
                let inside = reads.take_while(|it| it.range.start < word.range.end);
                self.tested.extend(inside.map(|it| it.name));
            }
        }
    }
}

fn is_env_file(text: &str) -> bool {
    matches!(text, "$CM_ENV" | "${CM_ENV}" | "$FCI_ENV" | "${FCI_ENV}")
        || text.eq_ignore_ascii_case("$env:CM_ENV")
}

fn names_env_file(word: &Word<'_>) -> bool {
    is_env_file(&word.text)
}

fn is_print_flag(text: &str) -> bool {
    text.strip_prefix('-').is_some_and(|flags| {
        !flags.is_empty() && flags.chars().all(|c| matches!(c, 'e' | 'n' | 'E' | '-'))
    })
}

/// How many brackets of `$(…)` are open at the end of a line.
fn open_brackets(line: &str, open: usize) -> usize {
    let mut depth = open;
    let mut before = ' ';
    for c in line.chars() {
        match c {
            '(' if depth > 0 || before == '$' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        before = c;
    }
    depth
}

/// The name at the head of a part of a text, quotes before it left out, with its
/// bytes.
fn leading_name<'s>(text: &'s str, range: &Range<usize>) -> Option<(&'s str, Range<usize>)> {
    let written = text.get(range.clone())?;
    let bare = written.trim_start_matches(['"', '\'', ' ', '\t']);
    let start = range.start + (written.len() - bare.len());
    let length = bare
        .find(|c: char| !c.is_ascii_alphanumeric() && c != '_')
        .unwrap_or(bare.len());
    let name = bare.get(..length)?;
    let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    is_name.then(|| (name, start..start + length))
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::{Flow, WriteProblem};

    #[test]
    fn writes_to_the_file_of_variables_are_judged() {
        use WriteProblem::{Exports, SeveralLines, Truncates};
        let cases: [(&str, Option<WriteProblem>); 13] = [
            ("echo \"A=1\" >> $CM_ENV", None),
            ("echo \"A=1\" > $CM_ENV", Some(Truncates)),
            ("echo \"A=1\" | tee $CM_ENV", Some(Truncates)),
            ("echo \"A=1\" | tee -a $CM_ENV", None),
            ("echo \"export A=1\" >> $CM_ENV", Some(Exports)),
            ("echo \"A=1\n2\" >> $CM_ENV", Some(SeveralLines)),
            ("echo \"A=1\nB=2\" >> $CM_ENV", None),
            ("printf 'A=1\\n' >> $CM_ENV", None),
            ("echo \"A<<END\n1\n2\nEND\" >> $CM_ENV", None),
            // The lines of a command are none of the value.
            ("echo \"A=$(b \\\n  --c d)\" >> $CM_ENV", None),
            ("echo \"A=$(($(b \\\n  --c) + 1))\" >> $CM_ENV", None),
            ("cat <<END >> $CM_ENV\nA=1\nB=2\nEND", None),
            ("cat <<END >> $CM_ENV\nA=1\n2\nEND", Some(SeveralLines)),
        ];
        for (script, expected) in cases {
            let parsed = parse(script);
            let flow = Flow::of(script, &parsed);
            let found = flow.writes.iter().find_map(|write| write.problem);
            assert_eq!(found, expected, "{script}");
        }
    }
}
