//! What is offered at a cursor, and how editors are told.

use gen_lsp_types as lsp;

use crate::model::cursor::Cursor;
use crate::syntax::Span;

use super::fit::{Fit, fit};
use super::layout::Layout;
use crate::lsp::hover::plain;
use crate::lsp::view::TextView;

/// Offers of one list, the best: who has more types more.
const MOST: usize = 1000;

/// Where an offer stands in the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rank {
    /// What has to be there, or is most likely meant.
    First,
    /// What fits.
    Usual,
    /// What fits as well: references, whole sections.
    Further,
    /// What could stand there, but seldom should.
    Last,
}

/// What takes the place of what was typed.
#[derive(Debug, Clone)]
pub(super) enum Insert {
    /// Text as it is.
    Text(String),
    /// Lines to fill in: see [`Layout`].
    Lines(String),
}

/// Something that is offered.
#[derive(Debug, Clone)]
pub(super) struct Offer {
    pub label: String,
    pub kind: lsp::CompletionItemKind,
    pub detail: String,
    /// Markdown.
    pub documentation: String,
    pub insert: Insert,
    pub rank: Rank,
    pub is_deprecated: bool,
    /// What is compared with the text that was typed; the label where that is `None`.
    pub filter: Option<String>,
    /// What it replaces; the word at the cursor where that is `None`.
    pub word: Option<Span>,
    /// Changes elsewhere: where, and what is put in.
    pub elsewhere: Vec<(usize, String)>,
}

impl Offer {
    /// An offer of a text that is put in as it is.
    pub fn text(label: impl Into<String>, kind: lsp::CompletionItemKind) -> Self {
        let label = label.into();
        let insert = Insert::Text(label.clone());
        Self::new(label, kind, insert)
    }

    /// An offer of lines to fill in.
    pub fn lines(
        label: impl Into<String>,
        kind: lsp::CompletionItemKind,
        lines: impl Into<String>,
    ) -> Self {
        Self::new(label.into(), kind, Insert::Lines(lines.into()))
    }

    fn new(label: String, kind: lsp::CompletionItemKind, insert: Insert) -> Self {
        Self {
            label,
            kind,
            detail: String::new(),
            documentation: String::new(),
            insert,
            rank: Rank::Usual,
            is_deprecated: false,
            filter: None,
            word: None,
            elsewhere: Vec::new(),
        }
    }

    /// The offer with a few words beside it.
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = detail.into();
        self
    }

    /// The offer with Markdown about it.
    pub fn documentation(mut self, documentation: impl Into<String>) -> Self {
        self.documentation = documentation.into();
        self
    }

    /// The offer at another place in the list.
    pub fn rank(mut self, rank: Rank) -> Self {
        self.rank = rank;
        self
    }

    /// The offer, which replaces something else than the word at the cursor.
    pub fn over(mut self, word: Span) -> Self {
        self.word = Some(word);
        self
    }

    /// The offer of something that should not be used any more, if it is so.
    pub fn deprecated(mut self, is_deprecated: bool) -> Self {
        self.is_deprecated = is_deprecated;
        if is_deprecated {
            self.rank = Rank::Last;
        }
        self
    }
}

/// What an editor can do with offers.
#[allow(
    clippy::struct_excessive_bools,
    reason = "each is an ability of its own"
)]
pub(super) struct Abilities {
    snippets: bool,
    tags: bool,
    deprecated: bool,
    insert_replace: bool,
    markdown: bool,
    modes: Vec<lsp::InsertTextMode>,
}

impl Abilities {
    /// Reads them from what the editor said.
    pub fn of(client: &lsp::ClientCapabilities) -> Self {
        let text = client.text_document.as_ref();
        let completion = text.and_then(|text| text.completion.as_ref());
        let item = completion.and_then(|completion| completion.completion_item.as_ref());
        let can = |of: fn(&lsp::ClientCompletionItemOptions) -> Option<bool>| {
            item.and_then(of).unwrap_or(false)
        };
        let formats = item.and_then(|item| item.documentation_format.as_ref());
        let modes = item.and_then(|item| item.insert_text_mode_support.as_ref());
        Self {
            snippets: can(|item| item.snippet_support),
            deprecated: can(|item| item.deprecated_support),
            tags: item.is_some_and(|item| item.tag_support.is_some()),
            insert_replace: can(|item| item.insert_replace_support),
            markdown: formats.is_some_and(|it| it.contains(&lsp::MarkupKind::Markdown)),
            modes: modes.map(|it| it.value_set.clone()).unwrap_or_default(),
        }
    }
}

/// The offers that go on from what was typed, as the protocol has them, the best first.
///
/// The list is told to be incomplete where something was typed: what somebody types
/// instead may fit what was left out.
pub(super) fn list(
    view: &TextView<'_>,
    cursor: &Cursor,
    layout: &Layout,
    offers: Vec<Offer>,
) -> lsp::CompletionList {
    let abilities = Abilities::of(view.session.client());
    let mut is_incomplete = false;
    let mut fitting: Vec<(Fit, Offer)> = Vec::with_capacity(offers.len());
    for offer in offers {
        let start = offer.word.unwrap_or(cursor.word).start();
        let typed = Span::new(start, cursor.typed.end().max(start));
        let typed = view.source.slice(typed);
        is_incomplete |= !typed.is_empty();
        if let Some(fit) = fit(offer.filter.as_deref().unwrap_or(&offer.label), typed) {
            fitting.push((fit, offer));
        }
    }
    fitting.sort_by_key(|(fit, offer)| (*fit, offer.rank));
    is_incomplete |= fitting.len() > MOST;
    fitting.truncate(MOST);
    let told = fitting.into_iter().enumerate();
    let items =
        told.map(|(index, (_, offer))| item(view, cursor, layout, &abilities, index, offer));
    lsp::CompletionList {
        is_incomplete,
        items: items.collect(),
        ..lsp::CompletionList::default()
    }
}

fn item(
    view: &TextView<'_>,
    cursor: &Cursor,
    layout: &Layout,
    abilities: &Abilities,
    index: usize,
    offer: Offer,
) -> lsp::CompletionItem {
    let mut item = lsp::CompletionItem {
        filter_text: Some(offer.filter.unwrap_or_else(|| offer.label.clone())),
        label: offer.label,
        kind: Some(offer.kind),
        sort_text: Some(format!("{index:04}")),
        ..lsp::CompletionItem::default()
    };
    if !offer.detail.is_empty() {
        item.detail = Some(offer.detail);
    }
    item.documentation = documentation(offer.documentation, abilities);
    if offer.is_deprecated {
        item.tags = abilities
            .tags
            .then(|| vec![lsp::CompletionItemTag::Deprecated]);
        #[allow(deprecated, reason = "what editors know that have no tags")]
        {
            item.deprecated = (abilities.deprecated && !abilities.tags).then_some(true);
        }
    }
    let text = match offer.insert {
        Insert::Text(text) => text,
        Insert::Lines(lines) if abilities.snippets => {
            item.insert_text_format = Some(lsp::InsertTextFormat::Snippet);
            let mode = lsp::InsertTextMode::AdjustIndentation;
            item.insert_text_mode = abilities.modes.contains(&mode).then_some(mode);
            layout.snippet(&lines)
        }
        Insert::Lines(lines) => {
            let mode = lsp::InsertTextMode::AsIs;
            item.insert_text_mode = abilities.modes.contains(&mode).then_some(mode);
            layout.plain(&lines)
        }
    };
    let word = offer.word.unwrap_or(cursor.word);
    let new_text = match offer.word {
        Some(_) => text,
        None => layout.lead(text),
    };
    let replace = view.range(word);
    let insert = view.range(Span::new(
        word.start(),
        cursor.typed.end().max(word.start()),
    ));
    item.text_edit = Some(if abilities.insert_replace && insert != replace {
        lsp::InsertReplaceEdit::new(new_text, insert, replace).into()
    } else {
        lsp::TextEdit::new(replace, new_text).into()
    });
    if !offer.elsewhere.is_empty() {
        let edits = offer.elsewhere.into_iter();
        let edit = |(at, text)| lsp::TextEdit::new(view.range(Span::at(at)), text);
        item.additional_text_edits = Some(edits.map(edit).collect());
    }
    item
}

fn documentation(text: String, abilities: &Abilities) -> Option<lsp::Documentation> {
    if text.is_empty() {
        return None;
    }
    Some(if abilities.markdown {
        lsp::MarkupContent::new(lsp::MarkupKind::Markdown, text).into()
    } else {
        plain(&text).trim_end().to_owned().into()
    })
}
