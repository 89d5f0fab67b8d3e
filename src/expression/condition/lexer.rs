//! From characters to tokens.

use std::ops::Range;

use super::ast::Comparison;
use crate::expression::variable_name;

/// A token with its bytes.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Token {
    pub kind: TokenKind,
    pub span: Range<usize>,
}

/// What a token is.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum TokenKind {
    /// A word: a name, or an operator such as `and`.
    Word,
    Number,
    /// A quoted text, without its quotes; which quote it has.
    Text(String, char),
    /// `${{ … }}` or, without `dollar`, `{{ … }}`.
    Template {
        dollar: bool,
        inner: String,
    },
    /// `$NAME`, in quotes or not.
    Shell {
        /// Empty where there is none, as in `${`.
        name: String,
        /// Whether it is the value of the variable and nothing else.
        plain: bool,
    },
    /// `$env` or `$event` in front of a path.
    ShellRoot,
    Compare(Comparison, Spelling),
    And,
    Or,
    Bang,
    Open(char),
    Close(char),
    Dot,
    Comma,
    UnclosedQuote(char),
    UnclosedTemplate,
    Command,
    PatternMatch,
    /// A character that no condition has.
    Stray(char),
    End,
}

/// How a comparison is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spelling {
    Documented,
    Undocumented,
    /// As in another language.
    Foreign,
}

/// Operators of symbols, longer ones first.
const SYMBOLS: &[(&str, TokenKind)] = &[
    (
        "===",
        TokenKind::Compare(Comparison::Equal, Spelling::Foreign),
    ),
    (
        "!==",
        TokenKind::Compare(Comparison::NotEqual, Spelling::Foreign),
    ),
    (
        "==",
        TokenKind::Compare(Comparison::Equal, Spelling::Documented),
    ),
    ("=~", TokenKind::PatternMatch),
    ("!~", TokenKind::PatternMatch),
    (
        "!=",
        TokenKind::Compare(Comparison::NotEqual, Spelling::Undocumented),
    ),
    (
        "<>",
        TokenKind::Compare(Comparison::NotEqual, Spelling::Foreign),
    ),
    (
        "<=",
        TokenKind::Compare(Comparison::LessOrEqual, Spelling::Undocumented),
    ),
    (
        ">=",
        TokenKind::Compare(Comparison::GreaterOrEqual, Spelling::Undocumented),
    ),
    ("&&", TokenKind::And),
    ("||", TokenKind::Or),
    (
        "=",
        TokenKind::Compare(Comparison::Equal, Spelling::Foreign),
    ),
    (
        "<",
        TokenKind::Compare(Comparison::Less, Spelling::Undocumented),
    ),
    (
        ">",
        TokenKind::Compare(Comparison::Greater, Spelling::Undocumented),
    ),
    ("&", TokenKind::And),
    ("|", TokenKind::Or),
    ("!", TokenKind::Bang),
    ("(", TokenKind::Open('(')),
    (")", TokenKind::Close(')')),
    ("[", TokenKind::Open('[')),
    ("]", TokenKind::Close(']')),
    (".", TokenKind::Dot),
    (",", TokenKind::Comma),
    ("$(", TokenKind::Command),
    ("`", TokenKind::Command),
];

/// The tokens of a text; the last is always [`TokenKind::End`], behind the last
/// visible character.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let end = text.trim_end().len();
    let mut lexer = Lexer {
        text: &text[..end],
        at: 0,
    };
    let mut found = Vec::new();
    loop {
        lexer.skip_white_space();
        let start = lexer.at;
        if start >= end {
            break;
        }
        let kind = lexer.token();
        found.push(Token {
            kind,
            span: start..lexer.at,
        });
    }
    found.push(Token {
        kind: TokenKind::End,
        span: end..end,
    });
    found
}

struct Lexer<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Lexer<'t> {
    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn skip_white_space(&mut self) {
        self.at = self.text.len() - self.rest().trim_start().len();
    }

    /// Takes the next token; there is one, and it has at least one character.
    fn token(&mut self) -> TokenKind {
        let rest = self.rest();
        let first = rest.chars().next().unwrap_or(' ');
        match first {
            '"' | '\'' => self.text(first),
            '$' if rest.starts_with("${{") => self.template(3),
            '{' if rest.starts_with("{{") => self.template(2),
            '$' if !rest.starts_with("$(") => self.shell(),
            '-' if rest[1..].starts_with(|c: char| c.is_ascii_digit()) => self.number(),
            c if c.is_ascii_digit() => self.number(),
            c if is_word_start(c) => {
                self.at += length(rest, is_word);
                TokenKind::Word
            }
            _ => self.symbol(first),
        }
    }

    fn symbol(&mut self, first: char) -> TokenKind {
        let rest = self.rest();
        if let Some((symbol, kind)) = SYMBOLS.iter().find(|(symbol, _)| rest.starts_with(symbol)) {
            self.at += symbol.len();
            return kind.clone();
        }
        self.at += first.len_utf8();
        TokenKind::Stray(first)
    }

    fn number(&mut self) -> TokenKind {
        let digit = |c: char| c.is_ascii_digit();
        self.at += usize::from(self.rest().starts_with('-'));
        self.at += length(self.rest(), digit);
        if let Some(fraction) = self.rest().strip_prefix('.') {
            let digits = length(fraction, digit);
            self.at += if digits > 0 { 1 + digits } else { 0 };
        }
        TokenKind::Number
    }

    /// A quoted text. A backslash keeps a quote or backslash behind it.
    fn text(&mut self, quote: char) -> TokenKind {
        let mut value = String::new();
        let mut chars = self.rest().char_indices().skip(1).peekable();
        while let Some((at, c)) = chars.next() {
            if c == quote {
                self.at += at + 1;
                return whole_variable(&value).unwrap_or(TokenKind::Text(value, quote));
            }
            let kept = chars.next_if(|(_, next)| c == '\\' && matches!(next, '"' | '\'' | '\\'));
            value.push(kept.map_or(c, |(_, next)| next));
        }
        // One token to the end: what stands there may be text or not.
        self.at = self.text.len();
        TokenKind::UnclosedQuote(quote)
    }

    fn template(&mut self, opening: usize) -> TokenKind {
        let inside = &self.rest()[opening..];
        let Some(end) = inside.find("}}") else {
            self.at = self.text.len();
            return TokenKind::UnclosedTemplate;
        };
        self.at += opening + end + 2;
        TokenKind::Template {
            dollar: opening == 3,
            inner: inside[..end].trim().to_owned(),
        }
    }

    fn shell(&mut self) -> TokenKind {
        let rest = self.rest();
        if let Some(behind) = rest.strip_prefix("${") {
            let name = variable_name(rest).unwrap_or_default();
            let plain = !name.is_empty() && behind[name.len()..].starts_with('}');
            // Not past the end of a line, nor into another text or variable.
            let end = behind.find(['}', '$', '\n', '"', '\'']);
            let closing = end.filter(|&end| behind[end..].starts_with('}'));
            self.at += 2 + closing.map_or(name.len(), |end| end + 1);
            return TokenKind::Shell {
                name: name.to_owned(),
                plain,
            };
        }
        let Some(name) = variable_name(rest) else {
            self.at += 1;
            return TokenKind::Stray('$');
        };
        let behind = &rest[1 + name.len()..];
        // `$env:NAME` is PowerShell.
        if name.eq_ignore_ascii_case("env")
            && let Some(inner) = behind.strip_prefix(':')
        {
            let end = length(inner, is_word);
            let plain = inner.starts_with(is_word_start);
            self.at += 1 + name.len() + 1 + end;
            let name = if plain { &inner[..end] } else { "" };
            return TokenKind::Shell {
                name: name.to_owned(),
                plain,
            };
        }
        self.at += 1 + name.len();
        if matches!(name, "env" | "event") && behind.starts_with(['.', '[']) {
            return TokenKind::ShellRoot;
        }
        TokenKind::Shell {
            name: name.to_owned(),
            plain: true,
        }
    }
}

/// `"$NAME"`: the value of a variable, as shells quote it.
fn whole_variable(value: &str) -> Option<TokenKind> {
    let name = variable_name(value)?;
    let is_whole = value.len() == name.len() + 1 || value == format!("${{{name}}}");
    is_whole.then(|| TokenKind::Shell {
        name: name.to_owned(),
        plain: true,
    })
}

fn is_word_start(c: char) -> bool {
    c.is_ascii_alphabetic() || c == '_'
}

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

/// Bytes at the beginning that are such characters.
fn length(text: &str, is_such: impl Fn(char) -> bool) -> usize {
    text.find(|c| !is_such(c)).unwrap_or(text.len())
}
