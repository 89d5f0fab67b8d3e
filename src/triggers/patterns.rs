//! `branch_patterns` and `tag_patterns`: of those that match, the last decides.

use crate::effective::Hidden;
use crate::expression::condition::Truth;
use crate::expression::glob::Pattern;
use crate::expression::template;
use crate::model::triggering::{Event, Triggering};
use crate::model::{Field, TextNode, Value};
use crate::rules::shared::credentials::may_hold_more;
use crate::rules::shared::words::excerpt;
use crate::syntax::{NodeId, Scalar, Span, Tree};

use super::Webhook;

/// What a pattern is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// The branch that was pushed.
    Branch,
    /// The source branch of a pull request.
    Source,
    /// The target branch of a pull request.
    Target,
    /// The tag.
    Tag,
}

/// What the patterns for an event say.
#[derive(Debug, Clone)]
pub struct PatternsAnswer {
    /// `branch_patterns` or `tag_patterns`.
    pub key: &'static str,
    /// The key's place.
    pub span: Span,
    /// Whether they let the event start the workflow.
    pub truth: Truth,
    /// The one that decides, by its place in the list; `None` where none matches, and
    /// where it is not certain which.
    pub deciding: Option<usize>,
    /// All of them, in order.
    pub patterns: Vec<PatternAnswer>,
    /// What is wrong with the list as a whole.
    pub gap: Option<PatternsGap>,
}

/// Why a list of patterns does not decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PatternsGap {
    /// There is none, where it is not documented what that means: for tags.
    Missing,
    /// It has no items, and what that means is not documented.
    Empty,
    /// It may come from a merge that could not be read.
    Unread,
}

/// What one pattern says.
#[derive(Debug, Clone)]
pub struct PatternAnswer {
    /// The pattern, `*` where none is written; `None` where it is not known.
    pub text: Option<String>,
    /// What stands in the file where the pattern is not known, and why it is not.
    pub unclear: Option<(String, Unclear)>,
    /// Where it is written: the pattern, or the item.
    pub span: Span,
    /// Whether what matches is built; `None` where it could not be read.
    pub include: Option<bool>,
    /// What it is about; `None` where `source` could not be read.
    pub subject: Option<Subject>,
    /// Whether it matches.
    pub matches: Truth,
}

/// Why it is not known what a pattern comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unclear {
    /// A variable or an input is filled in.
    Reference,
    /// It is no text to YAML: a number with a fraction, a boolean.
    NotText,
    /// A number beyond 64 bits.
    LargeNumber,
}

/// What the patterns for an event say; `None` where all branches match, since there are
/// none.
pub(super) fn answer(
    tree: &Tree,
    triggering: &Triggering,
    webhook: &Webhook,
    hidden: &Hidden,
) -> Option<PatternsAnswer> {
    let reader = Reader {
        tree,
        webhook,
        hidden,
    };
    if webhook.event == Event::Tag {
        let list = &triggering.tag_patterns;
        return reader.list("tag_patterns", list, triggering.mapping, |item, section| {
            reader.pattern(
                item,
                section.mapping,
                &section.pattern,
                &section.include,
                Some(Subject::Tag),
            )
        });
    }
    let list = &triggering.branch_patterns;
    reader.list(
        "branch_patterns",
        list,
        triggering.mapping,
        |item, section| {
            let subject = if webhook.is_pull_request() {
                switch(&section.source).map(|source| {
                    if source {
                        Subject::Source
                    } else {
                        Subject::Target
                    }
                })
            } else {
                Some(Subject::Branch)
            };
            reader.pattern(
                item,
                section.mapping,
                &section.pattern,
                &section.include,
                subject,
            )
        },
    )
}

struct Reader<'a> {
    tree: &'a Tree,
    webhook: &'a Webhook,
    hidden: &'a Hidden,
}

type Items<T> = Field<std::sync::Arc<Vec<crate::model::Item<std::sync::Arc<T>>>>>;

impl Reader<'_> {
    fn list<T>(
        &self,
        key: &'static str,
        list: &Items<T>,
        mapping: NodeId,
        read: impl Fn(NodeId, &T) -> PatternAnswer,
    ) -> Option<PatternsAnswer> {
        let place = list.key().filter(|_| list.is_set());
        let gap = match place {
            None if may_hold_more(self.tree, mapping) => Some(PatternsGap::Unread),
            None if self.webhook.event == Event::Tag => Some(PatternsGap::Missing),
            None => return None,
            Some(_) if list.items().is_empty() => Some(PatternsGap::Empty),
            Some(_) => None,
        };
        let patterns = list.items().iter().map(|item| match item.value.as_deref() {
            Some(section) => read(item.node, section),
            None => PatternAnswer {
                text: None,
                unclear: None,
                span: self.tree.span(item.node),
                include: None,
                subject: None,
                matches: Truth::Unknown,
            },
        });
        let patterns: Vec<PatternAnswer> = patterns.collect();
        let (truth, deciding) = decide(&patterns);
        Some(PatternsAnswer {
            key,
            span: self.tree.span(place.unwrap_or(mapping)),
            truth: if gap.is_none() { truth } else { Truth::Unknown },
            deciding,
            patterns,
            gap,
        })
    }

    fn pattern(
        &self,
        item: NodeId,
        mapping: NodeId,
        field: &Field<Value<TextNode>>,
        include: &Field<bool>,
        subject: Option<Subject>,
    ) -> PatternAnswer {
        let is_known = !may_hold_more(self.tree, mapping);
        let text = if field.is_set() {
            self.known_text(field)
        } else {
            Some("*".to_owned())
        };
        let text = text.filter(|_| is_known);
        let unclear = match text {
            None if is_known => self.unclear(field),
            _ => None,
        };
        let matches = match (&text, subject) {
            (Some(text), Some(subject)) => self.matches(text, subject),
            (Some(text), None) if is_all(text) => Truth::True,
            _ => Truth::Unknown,
        };
        let node = field.node().filter(|_| field.is_set());
        PatternAnswer {
            text: text.map(|text| self.hidden.masked(&text).into_owned()),
            unclear,
            span: self.tree.span(node.unwrap_or(item)),
            include: switch(include).filter(|_| is_known),
            subject,
            matches,
        }
    }

    /// The pattern as Codemagic reads it: what variables or inputs decide is not known,
    /// and neither is what becomes of numbers with a fraction.
    fn known_text(&self, field: &Field<Value<TextNode>>) -> Option<String> {
        let node = field.value()?.literal()?.0;
        let text = self.tree.value(node)?.python_str()?;
        let is_plain = template::parts(&text).next().is_none();
        is_plain.then(|| text.into_owned())
    }

    /// What is written instead of a pattern that is known.
    fn unclear(&self, field: &Field<Value<TextNode>>) -> Option<(String, Unclear)> {
        let node = self.tree.resolve(field.node()?);
        let why = match self.tree.value(node)? {
            Scalar::Text(_) => Unclear::Reference,
            Scalar::Int(_) => Unclear::LargeNumber,
            Scalar::Null | Scalar::Bool(_) | Scalar::Float(_) => Unclear::NotText,
        };
        Some((excerpt(&self.hidden.text(self.tree, node)), why))
    }

    fn matches(&self, text: &str, subject: Subject) -> Truth {
        let pattern = Pattern::parse(text);
        if !pattern.is_readable() {
            return Truth::Unknown;
        }
        let name = match subject {
            Subject::Branch | Subject::Source => &self.webhook.branch,
            Subject::Target => &self.webhook.target,
            Subject::Tag => &self.webhook.tag,
        };
        match name {
            Some(name) => pattern.matches(name).into(),
            None if pattern.matches_everything() => Truth::True,
            None => Truth::Unknown,
        }
    }
}

fn is_all(text: &str) -> bool {
    Pattern::parse(text).matches_everything()
}

/// A switch that is on unless the file says otherwise; `None` where it could not be
/// read.
fn switch(field: &Field<bool>) -> Option<bool> {
    if field.is_set() {
        field.value().copied()
    } else {
        Some(true)
    }
}

/// What the patterns say together, and which decides. One that may match leaves the
/// verdict open, unless the one before it says the same.
fn decide(patterns: &[PatternAnswer]) -> (Truth, Option<usize>) {
    let mut maybe: Vec<Option<bool>> = Vec::new();
    let mut last = (Some(false), None);
    for (index, pattern) in patterns.iter().enumerate().rev() {
        match pattern.matches {
            Truth::True => {
                last = (pattern.include, Some(index));
                break;
            }
            Truth::Unknown => maybe.push(pattern.include),
            Truth::False => {}
        }
    }
    let (include, index) = last;
    let agrees = maybe.iter().all(|other| *other == include);
    let truth = match include {
        Some(include) if agrees => include.into(),
        _ => Truth::Unknown,
    };
    (truth, index.filter(|_| maybe.is_empty()))
}
