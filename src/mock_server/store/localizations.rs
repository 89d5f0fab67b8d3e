//! Texts of App Store versions.

use serde_json::json;

use crate::app_store_connect::ApiError;
use crate::knowledge::release_notes;

use super::super::account::{App, StoreLocalization};
use super::super::apps::object;
use super::super::body::{Form, Given, Sent};
use super::super::document::{Relationship, Resource};
use super::super::exchange::{Refusal, Response};
use super::super::refusals::{not_found, unknown_relative};
use super::super::routes::Call;
use super::super::single::one;
use super::super::world::World;
use super::checks::invalid_attribute;
use super::{Version, listings, versions};

/// The type.
pub(super) const KIND: &str = "appStoreVersionLocalizations";

/// Texts of a version in one language.
#[derive(Debug, Clone)]
pub struct Localization {
    /// Their id.
    pub id: String,
    /// The id of the version.
    pub version: String,
    /// The language.
    pub locale: String,
    /// The texts, in the order of [`FIELDS`].
    texts: [Option<String>; FIELDS.len()],
}

/// A text of a version.
struct Field {
    name: &'static str,
    /// How the web site calls it.
    title: &'static str,
    kind: Kind,
}

enum Kind {
    /// At most so many characters.
    Text(usize),
    /// The same, and some characters are refused.
    Notes(usize),
    Url,
}

/// Source of the lengths: "App Store version information" of App Store Connect Help.
const FIELDS: [Field; 6] = [
    Field {
        name: "description",
        title: "Description",
        kind: Kind::Text(4000),
    },
    Field {
        name: "keywords",
        title: "Keywords",
        kind: Kind::Text(100),
    },
    Field {
        name: "marketingUrl",
        title: "Marketing URL",
        kind: Kind::Url,
    },
    Field {
        name: "promotionalText",
        title: "Promotional Text",
        kind: Kind::Text(170),
    },
    Field {
        name: "supportUrl",
        title: "Support URL",
        kind: Kind::Url,
    },
    Field {
        name: WHATS_NEW,
        title: "What's New in This Version",
        kind: Kind::Notes(4000),
    },
];

const WHATS_NEW: &str = "whatsNew";

/// What must be there before a review; [`WHATS_NEW`] only of an update.
const REQUIRED: [&str; 4] = ["description", "keywords", "supportUrl", WHATS_NEW];

/// The names of the texts.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    FIELDS.iter().map(|field| field.name)
}

impl Localization {
    /// A text, where there is one: `whatsNew`.
    pub fn text(&self, field: &str) -> Option<&str> {
        let mut texts = FIELDS.iter().zip(&self.texts);
        let (_, text) = texts.find(|(known, _)| known.name == field)?;
        text.as_deref()
    }

    /// The texts that lack before a review.
    pub(super) fn missing(&self, is_first: bool) -> impl Iterator<Item = &'static str> {
        let is_there = |field: &str| self.text(field).is_some_and(|text| !text.trim().is_empty());
        required(is_first).filter(move |field| !is_there(field))
    }
}

/// The texts that must be there before a review.
pub(super) fn required(is_first: bool) -> impl Iterator<Item = &'static str> {
    let required = REQUIRED.into_iter();
    required.filter(move |field| !(is_first && *field == WHATS_NEW))
}

/// The texts as the API writes them.
pub(super) fn resource(_: &World, localization: &Localization) -> Resource {
    let mut attributes = object(json!({ "locale": localization.locale }));
    for (field, text) in FIELDS.iter().zip(&localization.texts) {
        attributes.insert(field.name.into(), json!(text));
    }
    Resource {
        kind: KIND,
        id: localization.id.clone(),
        attributes,
        relationships: vec![
            Relationship {
                name: "appStoreVersion",
                data: Some((versions::KIND, localization.version.clone())),
            },
            Relationship::linked("appScreenshotSets"),
            Relationship::linked("appPreviewSets"),
        ],
    }
}

/// Adds texts of the record to a version. The first version has no news.
pub(super) fn add(
    world: &mut World,
    version: &str,
    app: &App,
    texts: &StoreLocalization,
    is_first: bool,
) {
    let locale = texts.locale.as_ref().unwrap_or(&app.primary_locale).clone();
    let id = world.next_id();
    world.store.localizations.push(Localization {
        id,
        version: version.into(),
        locale,
        texts: [
            texts.description.clone(),
            texts.keywords.clone(),
            texts.marketing_url.clone(),
            texts.promotional_text.clone(),
            texts.support_url.clone(),
            texts.whats_new.clone().filter(|_| !is_first),
        ],
    });
}

const NEW: Form = Form {
    kind: KIND,
    attributes: &[
        "locale",
        "description",
        "keywords",
        "marketingUrl",
        "promotionalText",
        "supportUrl",
        "whatsNew",
    ],
    relationships: &["appStoreVersion"],
};

const CHANGE: Form = Form {
    kind: KIND,
    attributes: &[
        "description",
        "keywords",
        "marketingUrl",
        "promotionalText",
        "supportUrl",
        "whatsNew",
    ],
    relationships: &[],
};

/// The texts of a version.
pub(super) fn list(world: &mut World, call: &Call<'_>) -> Result<Response, Refusal> {
    let version = versions::find(world, call.id)?;
    let localizations = world.store.localizations_of(&version.id);
    listings::LOCALIZATIONS.answer(world, call.request, localizations)
}

/// Texts in one language.
pub(super) fn get(world: &mut World, call: &Call<'_>) -> Result<Response, Refusal> {
    let localization = find(world, call.id)?;
    one(
        &listings::LOCALIZATIONS,
        world,
        call.request,
        200,
        localization,
    )
}

/// Makes texts in a language.
pub(super) fn create(world: &mut World, call: &Call<'_>) -> Result<Response, Refusal> {
    let sent = NEW.read(call.request)?;
    let locale = sent.required_text("locale")?;
    let version = sent.required_relative("appStoreVersion", versions::KIND)?;
    let version = world
        .store
        .version(&version)
        .ok_or_else(|| unknown_relative(versions::KIND, &version, "appStoreVersion"))?;
    if !release_notes::LOCALES.contains(&locale.as_str()) {
        let detail = format!("'{locale}' is not a valid locale");
        return Err(invalid_attribute("locale", &detail).into());
    }
    if !version.is_editable(world) {
        return Err(not_now("locale").into());
    }
    let is_there = |other: &Localization| other.locale == locale;
    if world.store.localizations_of(&version.id).any(is_there) {
        return Err(ApiError::new(
            409,
            "ENTITY_ERROR.ATTRIBUTE.INVALID.DUPLICATE",
            "The provided entity includes an attribute with a value that has already been used",
            format!("The attribute 'locale' with value '{locale}' already exists. Try updating."),
        )
        .at("/data/attributes/locale")
        .into());
    }
    let mut localization = Localization {
        id: String::new(),
        version: version.id.clone(),
        locale,
        texts: Default::default(),
    };
    read_texts(world, version, &sent, &mut localization)?;
    let id = world.next_id();
    localization.id.clone_from(&id);
    world.store.localizations.push(localization);
    let localization = find(world, &id)?;
    one(
        &listings::LOCALIZATIONS,
        world,
        call.request,
        201,
        localization,
    )
}

/// Changes texts.
pub(super) fn change(world: &mut World, call: &Call<'_>) -> Result<Response, Refusal> {
    let mut changed = find(world, call.id)?.clone();
    let sent = CHANGE.read_change(call.request, call.id)?;
    let version = versions::find(world, &changed.version)?;
    read_texts(world, version, &sent, &mut changed)?;
    let mut localizations = world.store.localizations.iter_mut();
    if let Some(localization) = localizations.find(|it| it.id == call.id) {
        *localization = changed;
    }
    let localization = find(world, call.id)?;
    one(
        &listings::LOCALIZATIONS,
        world,
        call.request,
        200,
        localization,
    )
}

/// Deletes the texts in one language.
pub(super) fn delete(world: &mut World, call: &Call<'_>) -> Result<Response, Refusal> {
    let localization = find(world, call.id)?;
    let version = versions::find(world, &localization.version)?;
    let app = world.app(&version.app);
    let is_primary = app.is_some_and(|app| app.described.primary_locale == localization.locale);
    if !version.is_editable(world) || is_primary {
        return Err(not_now("locale").into());
    }
    world.store.localizations.retain(|it| it.id != call.id);
    Ok(Response::no_content())
}

fn find<'w>(world: &'w World, id: &str) -> Result<&'w Localization, Refusal> {
    let mut localizations = world.store.localizations.iter();
    let localization = localizations.find(|localization| localization.id == id);
    localization.ok_or_else(|| not_found(KIND, id).into())
}

/// Puts the texts that were sent in their places; tells all that is wrong with them.
fn read_texts(
    world: &World,
    version: &Version,
    sent: &Sent,
    localization: &mut Localization,
) -> Result<(), Refusal> {
    let is_editable = version.is_editable(world);
    let is_first = version.is_first(world);
    let mut errors = Vec::new();
    for (field, place) in FIELDS.iter().zip(&mut localization.texts) {
        let text = sent.text(field.name)?;
        if let Given::Value(text) = &text {
            if !is_editable || is_first && field.name == WHATS_NEW {
                errors.push(not_now(field.name));
            } else {
                errors.extend(field.check(text));
            }
        } else if text == Given::Null && !is_editable {
            errors.push(not_now(field.name));
        }
        text.put(place);
        if place.as_deref() == Some("") {
            *place = None;
        }
    }
    if errors.is_empty() {
        Ok(())
    } else {
        Err(Refusal(errors))
    }
}

impl Field {
    fn check(&self, text: &str) -> Option<ApiError> {
        match self.kind {
            Kind::Url => (!text.is_empty() && !is_url(text)).then(|| {
                let detail = format!("'{text}' is not a valid URL");
                invalid_attribute(self.name, &detail)
            }),
            Kind::Text(longest) => self.too_long(text, longest),
            Kind::Notes(longest) => self
                .refused_characters(text)
                .or_else(|| self.too_long(text, longest)),
        }
    }

    fn refused_characters(&self, text: &str) -> Option<ApiError> {
        let mut refused: Vec<char> = text
            .chars()
            .filter(|c| release_notes::is_refused(*c))
            .collect();
        refused.dedup();
        if refused.is_empty() {
            return None;
        }
        let refused: Vec<String> = refused.iter().map(char::to_string).collect();
        let error = ApiError::new(
            409,
            "ENTITY_ERROR.ATTRIBUTE.INVALID.INVALID_CHARACTERS",
            "An attribute value has invalid characters.",
            format!(
                "{} can't contain the following character(s): {}",
                self.title,
                refused.join(", ")
            ),
        );
        Some(error.at(&format!("/data/attributes/{}", self.name)))
    }

    fn too_long(&self, text: &str, longest: usize) -> Option<ApiError> {
        if text.chars().count() <= longest {
            return None;
        }
        let error = ApiError::new(
            409,
            "ENTITY_ERROR.ATTRIBUTE.INVALID.TOO_LONG",
            "An attribute value is too long.",
            format!("{} can't be longer than {longest} characters", self.title),
        );
        Some(error.at(&format!("/data/attributes/{}", self.name)))
    }
}

/// A URL of the web, spelt as RFC 3986 spells it.
fn is_url(text: &str) -> bool {
    let rest = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"));
    let Some(rest) = rest else {
        return false;
    };
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (host, path) = rest.split_at(end);
    let (name, port) = host.split_once(':').unwrap_or((host, "0"));
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || b"-.".contains(&byte);
    let is_spelt =
        |byte: u8| byte.is_ascii_alphanumeric() || b"-._~:/?#@!$&'()*+,;=%".contains(&byte);
    let mut escapes = path.split('%').skip(1);
    name.contains('.')
        && name.bytes().all(is_name)
        && !port.is_empty()
        && port.bytes().all(|byte| byte.is_ascii_digit())
        && path.bytes().all(is_spelt)
        && path.matches('#').count() <= 1
        && escapes.all(|rest| {
            let digits = rest.get(..2);
            digits.is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()))
        })
}

/// 409: what cannot be changed in this state of the version.
fn not_now(attribute: &str) -> ApiError {
    ApiError::new(
        409,
        "STATE_ERROR",
        "The request cannot be fulfilled because of the state of another resource.",
        format!("Attribute '{attribute}' cannot be edited at this time"),
    )
    .at(&format!("/data/attributes/{attribute}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_of_the_web_are_told_from_other_texts() {
        for text in ["https://example.com", "http://example.com:8080/a%20b?b=c#d"] {
            assert!(is_url(text), "{text}");
        }
        for text in [
            "",
            "example.com",
            "https://",
            "https://a b.c",
            "ftp://example.com",
            "https://é.example",
            "https://example.com/%2",
            "https://example.com/#a#b",
            "https://example.com:port",
        ] {
            assert!(!is_url(text), "{text}");
        }
    }
}
