//! What a script is made of.

use std::borrow::Cow;
use std::ops::Range;

/// A script that was read. All ranges are bytes of its text; all lists are in the
/// order of the text.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Script<'s> {
    /// Every command, those of substitutions, functions and branches included.
    pub commands: Vec<Command<'s>>,
    /// Where variables are read.
    pub reads: Vec<Read<'s>>,
    /// Variables that `${NAME:=value}` or a loop sets.
    pub implicit_sets: Vec<(&'s str, Range<usize>)>,
    /// Here-documents.
    pub documents: Vec<HereDocument<'s>>,
    /// The functions that it defines.
    pub functions: Vec<&'s str>,
    /// Comments, without the line's end.
    pub comments: Vec<Range<usize>>,
    /// What stands between single quotes, the quotes left out.
    pub quoted: Vec<Range<usize>>,
    /// The first quote, bracket or `<<` that nothing closes. It was taken for plain
    /// text.
    pub unclosed: Option<usize>,
}

/// A simple command: `NAME=value program argument >file`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Command<'s> {
    /// The assignments before its words; a command may have nothing else.
    pub assignments: Vec<Assignment<'s>>,
    /// Its words: the program and its arguments.
    pub words: Vec<Word<'s>>,
    /// Its redirections, those of the groups around it included.
    pub redirects: Vec<Redirect<'s>>,
    /// In which circumstances it runs.
    pub context: Context<'s>,
    /// The command that reads its output, by its index.
    pub pipes_to: Option<u32>,
    /// From its first byte to its last, redirections included.
    pub range: Range<usize>,
    /// What it calls, found out once: every rule about scripts asks for it.
    pub(super) called: Called,
}

/// Where a command names the tool that it calls.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Called {
    /// The word, behind those that only say how the tool is run.
    pub word: u32,
    /// Where in it the name begins, behind the path.
    pub name: u32,
}

/// In which circumstances a command runs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "each is a question of its own"
)]
pub struct Context<'s> {
    /// It may not run, though the script goes on: it stands in a branch, a loop, or
    /// behind `&&` or `||`.
    pub is_conditional: bool,
    /// Its failure is looked at: it is the condition of an `if` or a loop, stands
    /// behind `!`, or something stands ready for it behind `||`.
    pub is_tested: bool,
    /// What it sets is lost at once: it runs in a subshell, a pipeline or a
    /// substitution, or in the background.
    pub in_subshell: bool,
    /// Its output becomes part of a word.
    pub in_substitution: bool,
    /// The function in whose body it stands.
    pub function: Option<&'s str>,
}

/// `NAME=value` before a command, or instead of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assignment<'s> {
    /// The name.
    pub name: &'s str,
    /// The bytes of the name.
    pub range: Range<usize>,
    /// The value; that of an array is the text between its brackets.
    pub value: Word<'s>,
}

/// A word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word<'s> {
    /// The word without quotes and escapes. Expansions stand as they are written.
    pub text: Cow<'s, str>,
    /// Its bytes, quotes included.
    pub range: Range<usize>,
    /// Whether nothing in it is expanded, so that the text is what the program gets.
    pub is_literal: bool,
}

/// A redirection: `>>file`, `2>&1`, `<<EOF`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redirect<'s> {
    /// `>`, `>>`, `<`, `<<`, `<<-`, `<<<`, `>&`, `<&`, `&>`, `&>>`, `>|`, `<>`.
    pub operator: &'s str,
    /// The bytes of the operator.
    pub range: Range<usize>,
    /// Where it leads; the delimiter of a here-document.
    pub target: Option<Word<'s>>,
    /// The here-document, by its index.
    pub document: Option<usize>,
    /// Whether it is written behind a group or a loop around the command.
    pub is_inherited: bool,
}

/// The lines of `<<EOF`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HereDocument<'s> {
    /// The word that ends it.
    pub delimiter: Cow<'s, str>,
    /// Whether the delimiter is quoted, so that nothing in it is expanded.
    pub is_quoted: bool,
    /// Its lines.
    pub body: Range<usize>,
}

/// A place where a variable is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Read<'s> {
    /// The variable's name.
    pub name: &'s str,
    /// From the `$` to the last byte of the expansion.
    pub range: Range<usize>,
    /// How it is read.
    pub kind: ReadKind,
    /// Whether it stands in double quotes, so that blanks in it do not split it.
    pub is_quoted: bool,
}

/// How a variable is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReadKind {
    /// `$NAME` or `${NAME}`.
    Plain,
    /// `${NAME%x}`, `${#NAME}`, `${NAME:0:3}`: a part or a change of it.
    Modified,
    /// `${NAME:-x}`, `${NAME+x}`, `${NAME:=x}`: has an answer where it is not set.
    Default,
    /// `${NAME:?x}`: the script stops where it is not set.
    Required,
    /// Within `$((…))`: not set counts as zero.
    Arithmetic,
    /// `$env:NAME` of PowerShell.
    PowerShell,
}

impl Script<'_> {
    /// Gives back memory that was taken in advance: scripts are many and kept, and most
    /// lists have one item or two.
    pub(super) fn trim(&mut self) {
        self.commands.shrink_to_fit();
        self.reads.shrink_to_fit();
        self.implicit_sets.shrink_to_fit();
        self.documents.shrink_to_fit();
        self.functions.shrink_to_fit();
        self.comments.shrink_to_fit();
        self.quoted.shrink_to_fit();
    }

    /// Whether the byte stands in a comment.
    pub fn is_comment(&self, at: usize) -> bool {
        holds(&self.comments, at)
    }

    /// Whether the byte stands between single quotes.
    pub fn is_quoted(&self, at: usize) -> bool {
        holds(&self.quoted, at)
    }

    /// Whether the byte stands in a here-document whose delimiter is quoted.
    pub fn is_literal_document(&self, at: usize) -> bool {
        self.document_at(at).is_some_and(|it| it.is_quoted)
    }

    /// The here-document in which a byte stands.
    pub fn document_at(&self, at: usize) -> Option<&HereDocument<'_>> {
        let after = self
            .documents
            .partition_point(|document| document.body.start <= at);
        let last = self.documents.get(after.checked_sub(1)?)?;
        last.body.contains(&at).then_some(last)
    }
}

fn holds(ranges: &[Range<usize>], at: usize) -> bool {
    let after = ranges.partition_point(|range| range.start <= at);
    let before = after.checked_sub(1).and_then(|index| ranges.get(index));
    before.is_some_and(|range| range.contains(&at))
}
