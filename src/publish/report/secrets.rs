//! Texts that no report may show.

use std::borrow::Cow;
use std::ops::Range;

use crate::syntax::{SourceFile, Span};

use super::super::plan::{Credentials, Origin, Plan, Remark};
use super::super::timeline::{Cause, Exchange, Timeline};

/// What stands in place of a hidden text.
const MASK: &str = "***";

/// Shorter lines of a key could be any word, and betray nothing.
const LEAST_CHARACTERS: usize = 12;

/// Shorter ids are none: those of keys have 10 characters.
const LEAST_OF_ID: usize = 10;

/// What is hidden.
#[derive(Debug)]
pub(super) struct Hidden {
    texts: Vec<String>,
    places: Vec<Span>,
}

fn span(place: &Range<usize>) -> Span {
    Span::new(place.start, place.end)
}

impl Hidden {
    /// The ids of a plan's key, and the private key: as a whole, and its lines one by one.
    pub(super) fn new(plan: &Plan) -> Self {
        let mut hidden = Self {
            texts: Vec::new(),
            places: plan.secrets.iter().map(span).collect(),
        };
        let Credentials::ApiKey {
            private_key,
            key_id,
            issuer_id,
        } = &plan.credentials
        else {
            return hidden;
        };
        let ids = [key_id, issuer_id].into_iter();
        let ids = ids.filter_map(|id| id.value.as_deref().map(str::trim));
        let is_id = |id: &&str| id.chars().count() >= LEAST_OF_ID;
        hidden.texts.extend(ids.filter(is_id).map(str::to_owned));
        if let (Origin::Configuration, Some(place)) = (&private_key.origin, &private_key.place) {
            hidden.places.push(span(place));
        }
        if let Some(key) = &private_key.value {
            let is_long = |line: &&str| line.chars().count() >= LEAST_CHARACTERS;
            // A key that lost its line breaks has them as `\n`, or as spaces.
            let lines = key.0.split(['\n', '\r', ' ', '\\']).map(str::trim);
            let lines = std::iter::once(key.0.trim()).chain(lines);
            hidden
                .texts
                .extend(lines.filter(is_long).map(str::to_owned));
        }
        hidden
    }

    /// Where hidden texts stand in the source.
    pub(super) fn places(&self, source: &SourceFile) -> Vec<Span> {
        let mut places = self.places.clone();
        for text in &self.texts {
            let found = source.text().match_indices(text.as_str());
            places.extend(found.map(|(start, found)| Span::new(start, start + found.len())));
        }
        places
    }

    /// The timeline without them.
    pub(super) fn timeline<'a>(&self, timeline: &'a Timeline) -> Cow<'a, Timeline> {
        let mut timeline = Cow::Borrowed(timeline);
        if self.texts.is_empty() {
            return timeline;
        }
        let clear = timeline.to_mut();
        for step in &mut clear.steps {
            self.mask(&mut step.detail);
            for cause in &mut step.causes {
                self.mask_cause(cause);
            }
            for Exchange { method, path, .. } in &mut step.requests {
                self.mask_all([method, path]);
            }
        }
        for foreseen in &mut clear.would_fail_next {
            self.mask_cause(&mut foreseen.cause);
        }
        for audience in &mut clear.audience {
            self.mask_all([&mut audience.who, &mut audience.sees]);
        }
        self.mask_all(clear.by_hand.iter_mut().chain(&mut clear.placeholders));
        timeline
    }

    fn mask_cause(&self, cause: &mut Cause) {
        let Cause {
            message,
            help,
            log,
            file,
            ..
        } = cause;
        let file = file.as_mut().map(|file| &mut file.name);
        self.mask_all([message].into_iter().chain(help).chain(log).chain(file));
    }

    /// A text without them.
    pub(super) fn masked(&self, text: &str) -> String {
        let mut text = text.to_owned();
        self.mask(&mut text);
        text
    }

    fn mask_all<'a>(&self, texts: impl IntoIterator<Item = &'a mut String>) {
        for text in texts {
            self.mask(text);
        }
    }

    fn mask(&self, text: &mut String) {
        for hidden in &self.texts {
            if text.contains(hidden.as_str()) {
                *text = text.replace(hidden.as_str(), MASK);
            }
        }
    }

    /// Remarks without them.
    pub(super) fn remarks(&self, mut remarks: Vec<Remark>) -> Vec<Remark> {
        for remark in &mut remarks {
            self.mask_all([&mut remark.message].into_iter().chain(&mut remark.help));
        }
        remarks
    }
}
