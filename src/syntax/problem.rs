//! What can be wrong with a text as YAML.

use super::source::Span;

/// One defect of the text, at the place where a person would mend it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SyntaxProblem {
    /// What it is.
    pub kind: SyntaxProblemKind,
    /// Where it is; never more than it takes.
    pub span: Span,
    /// The other place that matters, if there is one.
    pub related: Option<Span>,
}

/// The kinds of defect. Each is worded by one rule.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SyntaxProblemKind {
    /// A value that begins with a character YAML keeps for itself: `*`, `!`,
    /// `{`, `[`, `&`, `%`, `@`, or a backtick.
    UnquotedIndicator(char),
    /// `: ` inside an unquoted value.
    PlainScalarColon,
    /// `key: #value`: the value is a comment.
    HashStartedValue,
    /// The same key twice in one mapping; related is the earlier one.
    DuplicateKey,
    /// `*name` without `&name` before it.
    UndefinedAlias,
    /// A node that contains itself through an alias; related is the anchor.
    RecursiveAlias,
    /// `<<` with something else than mappings; related is what the alias names.
    MergeKeyTarget,
    /// Tabs where the indentation should be.
    TabIndentation,
    /// A second document.
    MultipleDocuments,
    /// Markers of a merge conflict.
    ConflictMarker,
    /// A line of a block scalar that stands left of its indentation; related is
    /// the scalar's header.
    BlockScalarDedent,
    /// `-item` instead of `- item`.
    DashWithoutSpace,
    /// A key of a list item that stands at the column of the dash; related is
    /// the item's first key.
    ItemKeyIndentation,
    /// A line whose indentation fits nothing around it.
    Indentation,
    /// A key without its colon.
    MissingColon,
    /// A quote without its end.
    UnclosedQuote,
    /// Text behind a closing quote.
    TextAfterQuote,
    /// An escape that double quotes do not know.
    InvalidEscape,
    /// A bracket or brace without its end; or one inside that does not fit.
    UnclosedBracket,
    /// A character that YAML does not allow in a text.
    ControlCharacter(char),
    /// Bytes that are not UTF-8.
    InvalidUtf8,
    /// A tag that a safe loader refuses.
    UnsupportedTag,
    /// Nesting, merging or size beyond what is read.
    LimitExceeded(Limit),
    /// Broken in a way of its own.
    Other,
}

/// A limit that keeps hostile files harmless.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Limit {
    /// Lists and mappings inside each other.
    Depth,
    /// Keys that arrive through merge keys.
    Merges,
    /// Bytes of the file.
    Size,
    /// Text that workflows share through aliases, counted for each of them.
    Aliases,
    /// Findings.
    Findings,
    /// Findings, counted for each of the workflows that share them.
    Repetitions,
}

impl SyntaxProblemKind {
    /// Whether a reader such as PyYAML refuses a text for it; otherwise it reads it,
    /// perhaps not as meant.
    pub fn is_fatal(self) -> bool {
        !matches!(
            self,
            Self::DuplicateKey
                | Self::HashStartedValue
                | Self::DashWithoutSpace
                | Self::RecursiveAlias
        )
    }
}

impl SyntaxProblem {
    pub(super) fn new(kind: SyntaxProblemKind, span: Span) -> Self {
        Self {
            kind,
            span,
            related: None,
        }
    }

    pub(super) fn with_related(mut self, span: Span) -> Self {
        self.related = Some(span);
        self
    }
}
