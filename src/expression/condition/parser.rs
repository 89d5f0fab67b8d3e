//! From tokens to what they say: recursive descent, bounded in depth, that goes on
//! behind errors.

mod operands;

use std::ops::Range;

use super::ast::{Comparison, Expression, ExpressionKind};
use super::error::{ErrorKind, SyntaxError};
use super::lexer::{Spelling, Token, TokenKind, tokens};
use super::{Condition, Mark, MarkKind};

/// Levels of brackets and `not` inside each other.
pub(super) const MAX_DEPTH: usize = 100;

const OPERATOR: &str = "`==`, `and`, `or` or the end";

/// Reads a condition. Whatever the text, there is one; its `error` says whether it
/// is sound.
pub fn parse(text: &str) -> Condition {
    let mut parser = Parser {
        text,
        tokens: tokens(text),
        at: 0,
        depth: 0,
        marks: Vec::new(),
        error: None,
        is_opaque: false,
    };
    let expression = parser.whole();
    let mut marks = parser.marks;
    marks.sort_by_key(|mark| mark.span.start);
    Condition {
        expression,
        marks,
        error: parser.error,
    }
}

struct Parser<'t> {
    text: &'t str,
    tokens: Vec<Token>,
    at: usize,
    depth: usize,
    marks: Vec<Mark>,
    error: Option<SyntaxError>,
    /// Whether an input is pasted where it may complete the condition: nothing
    /// more can be said then.
    is_opaque: bool,
}

impl<'t> Parser<'t> {
    fn whole(&mut self) -> Expression {
        let first = self.or();
        if *self.kind() == TokenKind::End {
            return first;
        }
        if let TokenKind::Close(bracket) = *self.kind() {
            self.fail(self.span(), ErrorKind::UnopenedBracket(bracket));
        }
        self.unexpected(OPERATOR);
        let mut parts = vec![first];
        while *self.kind() != TokenKind::End {
            let before = self.at;
            let part = self.or();
            if part.kind != ExpressionKind::Missing {
                parts.push(part);
            }
            if self.at == before {
                self.at += 1;
            }
        }
        let span = 0..self.span().end;
        Expression {
            kind: ExpressionKind::Broken(parts),
            span,
        }
    }

    fn or(&mut self) -> Expression {
        self.chain(Self::and, Self::eat_or, ExpressionKind::Or)
    }

    fn and(&mut self) -> Expression {
        self.chain(Self::not, Self::eat_and, ExpressionKind::And)
    }

    fn chain(
        &mut self,
        operand: fn(&mut Self) -> Expression,
        eat_operator: fn(&mut Self) -> bool,
        make: fn(Vec<Expression>) -> ExpressionKind,
    ) -> Expression {
        let first = operand(self);
        if !eat_operator(self) {
            return first;
        }
        let start = first.span.start;
        let mut parts = vec![first, operand(self)];
        while eat_operator(self) {
            parts.push(operand(self));
        }
        let end = parts.last().map_or(start, |last| last.span.end);
        Expression {
            kind: make(parts),
            span: start..end,
        }
    }

    fn not(&mut self) -> Expression {
        let span = self.span();
        let is_bang = *self.kind() == TokenKind::Bang;
        if !is_bang && !self.is_word("not") {
            return self.compare();
        }
        self.at += 1;
        let word = self.text.get(span.clone()).unwrap_or_default();
        let is_foreign = word != "not";
        let operand = self.deeper(Self::not);
        if is_foreign {
            let compares = matches!(operand.kind, ExpressionKind::Compare { .. });
            let certain = !(is_bang && compares);
            self.wrong(span.clone(), "not", certain);
        }
        Expression {
            span: span.start..operand.span.end.max(span.end),
            kind: ExpressionKind::Not(Box::new(operand)),
        }
    }

    fn compare(&mut self) -> Expression {
        let first = self.value();
        let Some(operator) = self.comparison() else {
            return first;
        };
        // One is all that most have.
        let mut rest = vec![(operator, self.value())];
        while let Some(operator) = self.comparison() {
            rest.push((operator, self.value()));
        }
        let end = rest
            .last()
            .map_or(first.span.end, |(_, last)| last.span.end);
        Expression {
            span: first.span.start..end,
            kind: ExpressionKind::Compare {
                first: Box::new(first),
                rest,
            },
        }
    }

    fn comparison(&mut self) -> Option<Comparison> {
        let span = self.span();
        if let TokenKind::Compare(operator, spelling) = *self.kind() {
            self.at += 1;
            match spelling {
                Spelling::Documented => {}
                Spelling::Undocumented => self.undocumented(span),
                Spelling::Foreign => self.wrong(span, operator.text(), true),
            }
            return Some(operator);
        }
        let next = self.tokens.get(self.at + 1).map(|token| token.span.clone());
        let next_is = |word: &str| {
            let text = next.clone().and_then(|span| self.text.get(span));
            text == Some(word)
        };
        let (operator, count) = match self.word()? {
            "in" => (Comparison::In, 1),
            "not" if next_is("in") => (Comparison::NotIn, 2),
            "is" if next_is("not") => (Comparison::NotEqual, 2),
            "is" => (Comparison::Equal, 1),
            _ => return None,
        };
        self.at += count;
        let end = self
            .tokens
            .get(self.at - 1)
            .map_or(span.end, |it| it.span.end);
        self.undocumented(span.start..end);
        Some(operator)
    }

    /// One level down, unless that is too deep: then nothing more is read.
    fn deeper(&mut self, parse: impl FnOnce(&mut Self) -> Expression) -> Expression {
        let span = self.span();
        if self.depth == MAX_DEPTH {
            self.fail(span.clone(), ErrorKind::TooDeep);
            self.at = self.tokens.len().saturating_sub(1);
            return missing(span.start);
        }
        self.depth += 1;
        let expression = parse(self);
        self.depth -= 1;
        expression
    }

    fn eat_and(&mut self) -> bool {
        self.eat_operator(&TokenKind::And, "and")
    }

    fn eat_or(&mut self) -> bool {
        self.eat_operator(&TokenKind::Or, "or")
    }

    fn eat_operator(&mut self, symbol: &TokenKind, word: &'static str) -> bool {
        if self.kind() != symbol && !self.is_word(word) {
            return false;
        }
        let span = self.span();
        if self.text.get(span.clone()) != Some(word) {
            // `&` and `|` bind tighter than `==` where they come from.
            let certain = span.len() > 1;
            self.wrong(span, word, certain);
        }
        self.at += 1;
        true
    }

    fn unexpected(&mut self, expected: &'static str) {
        let span = self.span();
        let behind_template = self.at.checked_sub(1).and_then(|at| self.tokens.get(at));
        let is_template = |token: &Token| matches!(token.kind, TokenKind::Template { .. });
        if is_template(self.token()) || behind_template.is_some_and(is_template) {
            self.is_opaque = true;
        }
        let kind = match self.kind() {
            TokenKind::UnclosedQuote(quote) => {
                let quote = *quote;
                let first = span.start..span.start + quote.len_utf8();
                return self.fail(first, ErrorKind::UnclosedQuote(quote));
            }
            TokenKind::UnclosedTemplate => {
                let braces = self.text.get(span.clone()).and_then(|text| text.find("{{"));
                let end = span.start + braces.unwrap_or_default() + 2;
                return self.fail(span.start..end, ErrorKind::UnclosedTemplate);
            }
            TokenKind::Command => ErrorKind::Command,
            TokenKind::PatternMatch => ErrorKind::PatternMatch,
            _ => ErrorKind::Unexpected {
                expected,
                found: self.found(),
            },
        };
        self.fail(span, kind);
    }

    /// The token in words. Texts are not repeated: they may be secrets.
    fn found(&self) -> String {
        match self.kind() {
            TokenKind::End => "the end".to_owned(),
            TokenKind::Text(..) => "a text".to_owned(),
            _ => {
                let text = self.text.get(self.span()).unwrap_or_default();
                let shown: String = text.chars().take(30).collect();
                format!("`{shown}`")
            }
        }
    }

    /// The first error counts: those behind it may follow from it.
    fn fail(&mut self, span: Range<usize>, kind: ErrorKind) {
        if self.error.is_none() && !self.is_opaque {
            self.error = Some(SyntaxError { span, kind });
        }
    }

    fn wrong(&mut self, span: Range<usize>, meant: &'static str, certain: bool) {
        let kind = MarkKind::WrongOperator { meant, certain };
        self.marks.push(Mark { span, kind });
    }

    fn undocumented(&mut self, span: Range<usize>) {
        let kind = MarkKind::Undocumented;
        self.marks.push(Mark { span, kind });
    }

    fn shell(&mut self, span: Range<usize>, meant: Option<String>) {
        let kind = MarkKind::ShellVariable { meant };
        self.marks.push(Mark { span, kind });
    }

    fn token(&self) -> &Token {
        static END: Token = Token {
            kind: TokenKind::End,
            span: 0..0,
        };
        self.tokens.get(self.at).unwrap_or(&END)
    }

    fn kind(&self) -> &TokenKind {
        &self.token().kind
    }

    fn span(&self) -> Range<usize> {
        self.token().span.clone()
    }

    fn word(&self) -> Option<&'t str> {
        let token = self.token();
        if token.kind == TokenKind::Word {
            self.text.get(token.span.clone())
        } else {
            None
        }
    }

    fn is_word(&self, word: &str) -> bool {
        self.word()
            .is_some_and(|found| found.eq_ignore_ascii_case(word))
    }
}

fn missing(at: usize) -> Expression {
    Expression {
        kind: ExpressionKind::Missing,
        span: at..at,
    }
}
