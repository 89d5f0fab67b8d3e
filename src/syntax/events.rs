//! The parser behind our own vocabulary: the only file that names it.
//!
//! `granit-parser` gives byte spans for everything, exact ends of quoted
//! scalars, comments and anchors, and bounded nesting.

use std::borrow::Cow;

use granit_parser::{ErrorKind, Parser, StrInput, StructureStyle, options};

use super::source::Span;
use super::tree::ScalarStyle;

/// Deepest nesting of lists and mappings that is read.
pub(super) const MAX_DEPTH: usize = 255;

/// A piece of YAML.
pub(super) enum Event<'t> {
    /// `explicit` when written as `---`.
    DocumentStart {
        explicit: bool,
    },
    DocumentEnd,
    Scalar {
        text: Cow<'t, str>,
        style: ScalarStyle,
        tag: Option<Tag>,
    },
    SequenceStart {
        flow: bool,
        tag: Option<Tag>,
    },
    MappingStart {
        flow: bool,
        tag: Option<Tag>,
    },
    End,
    /// `&name` of the node just begun.
    Anchor {
        id: usize,
        name: Cow<'t, str>,
    },
    Alias {
        id: usize,
    },
    UndefinedAlias {
        name: Cow<'t, str>,
    },
    Comment,
    Other,
}

/// An explicit tag.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tag {
    pub span: Span,
    pub kind: TagKind,
}

/// What an explicit tag asks for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum TagKind {
    Str,
    Int,
    Float,
    Bool,
    Null,
    Map,
    Seq,
    Timestamp,
    Binary,
    Omap,
    Pairs,
    Set,
    /// A lone `!`: PyYAML takes it for no tag at all.
    Lone,
    /// Anything else: a safe loader has no constructor for it.
    Unknown,
}

impl TagKind {
    /// The short form, such as `!!str`, which needs no directive; `None` for those that
    /// have none.
    pub fn name(self) -> Option<&'static str> {
        Some(match self {
            Self::Str => "!!str",
            Self::Int => "!!int",
            Self::Float => "!!float",
            Self::Bool => "!!bool",
            Self::Null => "!!null",
            Self::Map => "!!map",
            Self::Seq => "!!seq",
            Self::Timestamp => "!!timestamp",
            Self::Binary => "!!binary",
            Self::Omap => "!!omap",
            Self::Pairs => "!!pairs",
            Self::Set => "!!set",
            Self::Lone | Self::Unknown => return None,
        })
    }
}

/// Why the parser stopped.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Stop {
    /// `*` or `&` without a name.
    MissingName,
    /// A character that cannot begin a token, or a control character.
    Character(char),
    /// `: ` where no key may stand.
    Colon,
    /// A word that should have been a key.
    NotAKey,
    /// Something else than a key of the open block mapping.
    ExpectedKey,
    /// Something else than `-` of the open block list.
    ExpectedDash,
    /// `-` where no list may begin.
    DashNotAllowed,
    /// `|` or `>` with something behind it that is no header.
    Header,
    /// A comment inside a plain value of several lines.
    Comment,
    /// A tab where spaces belong.
    Tab,
    /// A quote without its end.
    UnclosedQuote,
    /// A quoted text whose further lines are not indented.
    QuoteIndentation,
    /// Text behind a closing quote.
    AfterQuote,
    /// An escape that double quotes do not know.
    Escape,
    /// A bracket or brace without its end, or with the wrong one.
    Bracket,
    /// Nesting beyond [`MAX_DEPTH`].
    TooDeep,
    /// Indentation that fits nothing.
    Indentation,
    /// Anything else.
    Other,
}

/// The parser stopped at a byte offset.
pub(super) struct Failure {
    pub stop: Stop,
    pub offset: usize,
}

pub(super) struct Events<'t> {
    parser: Parser<'t, StrInput<'t>>,
    length: usize,
}

impl<'t> Events<'t> {
    pub fn new(text: &'t str) -> Self {
        let options = options! {
            emit_unresolved_aliases: true,
            emit_anchor_events: true,
            flow_nesting_limit: MAX_DEPTH,
            block_nesting_limit: MAX_DEPTH,
            max_buffered_comment_events: usize::MAX,
        };
        Self {
            parser: Parser::new_from_str_with_options(text, options),
            length: text.len(),
        }
    }
}

impl<'t> Iterator for Events<'t> {
    type Item = Result<(Event<'t>, Span), Failure>;

    fn next(&mut self) -> Option<Self::Item> {
        Some(match self.parser.next_event()? {
            Ok((event, span)) => {
                let range = span.byte_range().unwrap_or(self.length..self.length);
                let tag = span.tag_span().and_then(|span| span.byte_range());
                let tag = tag.map(|range| Span::new(range.start, range.end));
                Ok((convert(event, tag), Span::new(range.start, range.end)))
            }
            Err(error) => {
                let offset = error.marker().byte_offset().unwrap_or(self.length);
                Err(Failure {
                    stop: stop(error.kind()),
                    offset: offset.min(self.length),
                })
            }
        })
    }
}

/// How many events the parser gives: what reading costs before anything is made
/// of it. For benchmarks.
pub fn count_events(text: &str) -> usize {
    Events::new(text).take_while(Result::is_ok).count()
}

fn convert<'t>(event: granit_parser::Event<'t>, tag_span: Option<Span>) -> Event<'t> {
    use granit_parser::Event as Raw;
    let tag_of = |tag: Option<Cow<'t, granit_parser::Tag>>| {
        let tag = tag?;
        Some(Tag {
            span: tag_span?,
            kind: tag_kind(&tag),
        })
    };
    match event {
        Raw::DocumentStart(explicit, _) => Event::DocumentStart { explicit },
        Raw::DocumentEnd => Event::DocumentEnd,
        Raw::Scalar(text, style, _, tag) => Event::Scalar {
            text,
            style: scalar_style(style),
            tag: tag_of(tag),
        },
        Raw::SequenceStart(style, _, tag) => Event::SequenceStart {
            flow: style == StructureStyle::Flow,
            tag: tag_of(tag),
        },
        Raw::MappingStart(style, _, tag) => Event::MappingStart {
            flow: style == StructureStyle::Flow,
            tag: tag_of(tag),
        },
        Raw::SequenceEnd | Raw::MappingEnd => Event::End,
        Raw::Anchor(id, name) => Event::Anchor { id, name },
        Raw::Alias(id) => Event::Alias { id },
        Raw::UnresolvedAlias(name) => Event::UndefinedAlias { name },
        Raw::Comment(..) => Event::Comment,
        _ => Event::Other,
    }
}

fn scalar_style(style: granit_parser::ScalarStyle) -> ScalarStyle {
    use granit_parser::ScalarStyle as Raw;
    match style {
        Raw::Plain => ScalarStyle::Plain,
        Raw::SingleQuoted => ScalarStyle::SingleQuoted,
        Raw::DoubleQuoted => ScalarStyle::DoubleQuoted,
        Raw::Literal => ScalarStyle::Literal,
        Raw::Folded => ScalarStyle::Folded,
    }
}

fn tag_kind(tag: &granit_parser::Tag) -> TagKind {
    match tag.suffix_in_namespace("tag:yaml.org,2002:").as_deref() {
        Some("str") => TagKind::Str,
        Some("int") => TagKind::Int,
        Some("float") => TagKind::Float,
        Some("bool") => TagKind::Bool,
        Some("null") => TagKind::Null,
        Some("map") => TagKind::Map,
        Some("seq") => TagKind::Seq,
        Some("timestamp") => TagKind::Timestamp,
        Some("binary") => TagKind::Binary,
        Some("omap") => TagKind::Omap,
        Some("pairs") => TagKind::Pairs,
        Some("set") => TagKind::Set,
        None if matches!(tag.suffix(), "" | "!") => TagKind::Lone,
        _ => TagKind::Unknown,
    }
}

fn stop(kind: &ErrorKind) -> Stop {
    use ErrorKind as E;
    match kind {
        E::MissingAnchorOrAliasName => Stop::MissingName,
        E::UnexpectedCharacter { character } => Stop::Character(*character),
        E::BomInsideDocument => Stop::Character('\u{feff}'),
        E::InvalidBlockScalarHeader | E::ZeroBlockScalarIndent => Stop::Header,
        E::CommentInterceptedScalar => Stop::Comment,
        E::MappingValueNotAllowed => Stop::Colon,
        E::SimpleKeyExpected | E::InvalidSimpleKey => Stop::NotAKey,
        E::ExpectedBlockMappingKey => Stop::ExpectedKey,
        E::ExpectedBlockSequenceEntry => Stop::ExpectedDash,
        E::BlockSequenceEntryNotAllowed | E::PlainScalarStartsWithDashFlowIndicator => {
            Stop::DashNotAllowed
        }
        E::TabNotAllowed
        | E::TabInBlockIndentation
        | E::TabInIndentation
        | E::TabInPlainScalar
        | E::TabAtBlockScalarStart
        | E::InvalidBlockEntryWhitespace
        | E::InvalidMappingValueWhitespace => Stop::Tab,
        E::UnclosedQuotedScalar | E::DocumentIndicatorInQuotedScalar => Stop::UnclosedQuote,
        E::InvalidQuotedScalarIndent => Stop::QuoteIndentation,
        E::InvalidTrailingSingleQuotedScalar | E::InvalidTrailingDoubleQuotedScalar => {
            Stop::AfterQuote
        }
        E::UnknownQuotedScalarEscape
        | E::InvalidQuotedScalarHexEscape
        | E::InvalidLowSurrogateHexEscape
        | E::InvalidLowSurrogate
        | E::MissingLowSurrogate
        | E::UnpairedLowSurrogate
        | E::InvalidUnicodeEscape => Stop::Escape,
        E::UnexpectedEofFlowSequence
        | E::UnexpectedEofFlowMapping
        | E::UnexpectedEofImplicitFlowMapping
        | E::ExpectedFlowMappingSeparator
        | E::ExpectedFlowSequenceSeparator
        | E::MisplacedFlowCollectionEnd
        | E::MismatchedFlowCollectionEnd { .. }
        | E::UnclosedFlowCollection { .. }
        | E::InvalidColonPlacement
        | E::InvalidFlowScalarIndent
        | E::BlockEntryInFlowCollection => Stop::Bracket,
        E::RecursionLimitExceeded => Stop::TooDeep,
        E::InvalidIndentation | E::InvalidBlockScalarIndent => Stop::Indentation,
        _ => Stop::Other,
    }
}
