//! Values: texts, numbers, paths, inputs, and what stands in brackets.

use std::ops::Range;

use super::super::ast::{Expression, ExpressionKind, Member, MemberKind, Path, Root};
use super::super::error::ErrorKind;
use super::super::lexer::TokenKind;
use super::{Parser, missing};

const VALUE: &str = "a value such as `env.NAME` or a text in quotes";
const OPERATOR_OR_BRACKET: &str = "`==`, `and`, `or` or `)`";

impl Parser<'_> {
    pub(super) fn value(&mut self) -> Expression {
        let span = self.span();
        let kind = match self.kind().clone() {
            TokenKind::Word => return self.word_or_path(),
            TokenKind::ShellRoot => {
                self.at += 1;
                let name = self.text.get(span.start + 1..span.end).unwrap_or_default();
                self.shell(span.clone(), Some(name.to_owned()));
                return self.path(root(name), span);
            }
            TokenKind::Open(bracket) => return self.deeper(|parser| parser.group(bracket)),
            TokenKind::Number => {
                let number = self.text.get(span.clone()).unwrap_or_default();
                ExpressionKind::Number(number.to_owned())
            }
            TokenKind::Text(text, quote) => {
                if quote != '"' {
                    self.undocumented(span.clone());
                }
                ExpressionKind::Text(text)
            }
            TokenKind::Template { dollar, inner } => match input_id(&inner).filter(|_| dollar) {
                Some(id) => ExpressionKind::Input(id.to_owned()),
                None => ExpressionKind::Template(inner),
            },
            TokenKind::Shell { name, plain } => {
                let meant = plain.then(|| format!("env.{name}"));
                self.shell(span.clone(), meant);
                // `${` alone names no variable.
                let member = (!name.is_empty()).then(|| Member {
                    kind: MemberKind::Name(name),
                    span: span.clone(),
                });
                ExpressionKind::Path(Path {
                    root: Root::Env,
                    root_span: span.clone(),
                    members: Vec::from_iter(member),
                })
            }
            _ => {
                self.unexpected(VALUE);
                return missing(span.start);
            }
        };
        self.at += 1;
        Expression { kind, span }
    }

    fn word_or_path(&mut self) -> Expression {
        let span = self.span();
        let word = self.text.get(span.clone()).unwrap_or_default();
        let kind = match word {
            "in" | "is" | "and" | "or" | "not" => {
                self.unexpected(VALUE);
                return missing(span.start);
            }
            "true" | "false" => ExpressionKind::Boolean(word == "true"),
            "True" | "False" => ExpressionKind::Boolean(word == "True"),
            "null" | "None" => ExpressionKind::Null,
            _ => {
                self.at += 1;
                return self.path(root(word), span);
            }
        };
        if !matches!(word, "true" | "false") {
            self.undocumented(span.clone());
        }
        self.at += 1;
        Expression { kind, span }
    }

    /// The steps behind a root that was taken.
    fn path(&mut self, root: Root, root_span: Range<usize>) -> Expression {
        let mut members = Vec::new();
        loop {
            match self.kind() {
                TokenKind::Dot => {
                    self.at += 1;
                    if *self.kind() != TokenKind::Word {
                        self.unexpected("a name behind the dot");
                        break;
                    }
                    members.push(Member {
                        kind: MemberKind::Name(self.word().unwrap_or_default().to_owned()),
                        span: self.span(),
                    });
                    self.at += 1;
                }
                TokenKind::Open('[') => match self.index() {
                    Some(member) => members.push(member),
                    None => break,
                },
                TokenKind::Open(_) => {
                    let call = root_span.start..self.span().end;
                    self.fail(call, ErrorKind::Call);
                    break;
                }
                _ => break,
            }
        }
        members.shrink_to_fit();
        let end = self.tokens.get(self.at.saturating_sub(1));
        Expression {
            span: root_span.start..end.map_or(root_span.end, |token| token.span.end),
            kind: ExpressionKind::Path(Path {
                root,
                root_span,
                members,
            }),
        }
    }

    /// `[0]` or `["name"]` in a path.
    fn index(&mut self) -> Option<Member> {
        let open = self.span();
        self.at += 1;
        let span = self.span();
        let kind = match self.kind().clone() {
            TokenKind::Number => {
                let index = self.text.get(span.clone()).unwrap_or_default();
                MemberKind::Index(index.to_owned())
            }
            TokenKind::Text(key, _) => {
                self.undocumented(span.clone());
                MemberKind::Key(key)
            }
            TokenKind::End => {
                self.fail(open, ErrorKind::UnclosedBracket('['));
                return None;
            }
            _ => {
                self.unexpected("a number in `[ ]`");
                return None;
            }
        };
        self.at += 1;
        self.close('[', &open, "`]`");
        Some(Member { kind, span })
    }

    /// `( … )`, or a list.
    fn group(&mut self, bracket: char) -> Expression {
        let open = self.span();
        self.at += 1;
        let mut items = Vec::new();
        let is_empty_list = bracket == '[' && *self.kind() == TokenKind::Close(']');
        if !is_empty_list {
            items.push(self.or());
        }
        let mut is_list = bracket == '[';
        while *self.kind() == TokenKind::Comma {
            is_list = true;
            self.at += 1;
            items.push(self.or());
        }
        let expected = if is_list {
            "`,` or the closing bracket"
        } else {
            OPERATOR_OR_BRACKET
        };
        self.close(bracket, &open, expected);
        let end = self.tokens.get(self.at.saturating_sub(1));
        let span = open.start..end.map_or(open.end, |token| token.span.end);
        let kind = match items.pop() {
            Some(inner) if !is_list => ExpressionKind::Group(Box::new(inner)),
            last => {
                self.undocumented(span.clone());
                items.extend(last);
                ExpressionKind::List(items)
            }
        };
        Expression { kind, span }
    }

    /// Takes the bracket that closes.
    fn close(&mut self, bracket: char, open: &Range<usize>, expected: &'static str) {
        let closing = if bracket == '(' { ')' } else { ']' };
        match *self.kind() {
            TokenKind::Close(found) if found == closing => self.at += 1,
            TokenKind::End | TokenKind::Close(_) => {
                self.fail(open.clone(), ErrorKind::UnclosedBracket(bracket));
            }
            _ => self.unexpected(expected),
        }
    }
}

fn root(name: &str) -> Root {
    match name {
        "env" => Root::Env,
        "event" => Root::Event,
        other => Root::Other(other.to_owned()),
    }
}

/// The id of `inputs.id`.
fn input_id(inner: &str) -> Option<&str> {
    let id = inner.strip_prefix("inputs.")?;
    let starts_well = id.starts_with(|c: char| c.is_ascii_alphabetic());
    let is_id = |c: char| c.is_ascii_alphanumeric() || c == '_';
    (starts_well && id.chars().all(is_id)).then_some(id)
}
