//! Texts of the version are written, language by language. A refused text does not
//! stop the publish.

use serde_json::{Map, Value, json};

use crate::publish::advice;
use crate::publish::client::{Failure, query};
use crate::publish::plan::StoreText;
use crate::publish::words::list;

use super::{Cause, Flow, Subject, Texts, Trouble, app_store_version, order, to, unexpected};

const KIND: &str = "appStoreVersionLocalizations";

pub(super) fn run(flow: &mut Flow<'_>) -> Result<String, Trouble> {
    let texts = texts_of_version(flow)?;
    let version = flow.seen.version.as_ref().ok_or_else(order)?.id.clone();
    if texts.is_first_version {
        warn_of_dropped_notes(flow);
    }
    let mut written = Vec::new();
    for text in &flow.plan.notes.store_texts {
        let known = texts.ids.iter().find(|(locale, _)| *locale == text.locale);
        let mut attributes = attributes(text, texts.is_first_version);
        flow.subject = Some(Subject {
            name: text.file.clone(),
            locale: Some(text.locale.clone()),
            text: text.whats_new.clone(),
        });
        let answer = if let Some((_, id)) = known {
            let mut data = json!({ "id": id, "type": KIND });
            // Nothing to change is sent without the member.
            if !attributes.is_empty() {
                data["attributes"] = Value::Object(attributes);
            }
            let path = format!("/v1/{KIND}/{id}");
            flow.client.write("PATCH", &path, &json!({ "data": data }))
        } else {
            let mut all = Map::new();
            all.insert("locale".into(), json!(text.locale));
            all.append(&mut attributes);
            let body = json!({ "data": { "type": KIND, "attributes": all,
                "relationships": { "appStoreVersion": to("appStoreVersions", &version) } } });
            flow.client.write("POST", &format!("/v1/{KIND}"), &body)
        };
        match answer {
            Ok(_) => written.push(text.locale.clone()),
            Err(Failure::Refused(refused)) if refused.is_readable => {
                let verb = if known.is_some() {
                    "update"
                } else {
                    "create new"
                };
                let cause = advice::text_refused(flow, text, verb, &refused);
                flow.warn(cause);
            }
            Err(failure) => return Err(failure.into()),
        }
    }
    flow.subject = None;
    Ok(match written.as_slice() {
        [] => "wrote no texts".into(),
        locales => format!("wrote the texts in {}", list(locales)),
    })
}

/// What the client looks up about the version's texts, also where there are none to
/// write.
pub(super) fn texts_of_version(flow: &mut Flow<'_>) -> Result<Texts, Trouble> {
    if let Some(texts) = &flow.seen.texts {
        return Ok(texts.clone());
    }
    let (_, app) = app_store_version::build_and_app(flow)?;
    let path = format!("/v1/apps/{}/appStoreVersions", app.id);
    let platform = query::parameters(&[("filter[platform]", flow.platform())]);
    let versions = flow.client.list(&path, &platform, Some(100), Some(2));
    let is_first_version = versions.map_err(unexpected)?.len() < 2;
    let version = flow.seen.version.as_ref().ok_or_else(order)?;
    let own = || format!("/v1/appStoreVersions/{}/{KIND}", version.id);
    let link = version.related(KIND).map_or_else(own, str::to_owned);
    let found = flow
        .client
        .list(&link, &[], None, None)
        .map_err(unexpected)?;
    let locale = |text: &str| text.to_owned();
    let ids = found
        .iter()
        .filter_map(|text| Some((text.text("locale").map(locale)?, text.id.clone())))
        .collect();
    let texts = Texts {
        is_first_version,
        ids,
    };
    flow.seen.texts = Some(texts.clone());
    Ok(texts)
}

fn attributes(text: &StoreText, is_first_version: bool) -> Map<String, Value> {
    // Release notes are not taken for a first version; the client leaves them out.
    let whats_new = text.whats_new.as_ref().filter(|_| !is_first_version);
    let all = [
        ("description", text.description.as_ref()),
        ("keywords", text.keywords.as_ref()),
        ("marketingUrl", text.marketing_url.as_ref()),
        ("promotionalText", text.promotional_text.as_ref()),
        ("supportUrl", text.support_url.as_ref()),
        ("whatsNew", whats_new),
    ];
    all.into_iter()
        .filter_map(|(name, value)| Some((name.to_owned(), json!(value?))))
        .collect()
}

fn warn_of_dropped_notes(flow: &mut Flow<'_>) {
    let texts = flow.plan.notes.store_texts.iter();
    let files = texts.filter(|text| text.whats_new.is_some());
    let files: Vec<&str> = files.map(|text| text.file.as_str()).collect();
    if files.is_empty() {
        return;
    }
    let place = flow.place(flow.plan.options.submit_to_app_store.as_ref());
    flow.warn(
        Cause::new(format!(
            "this is the app's first version, which has no What's New: the release notes of {} are left out",
            list(&files)
        ))
        .help("nothing has to be done; from the second version on they are used")
        .at(place),
    );
}
