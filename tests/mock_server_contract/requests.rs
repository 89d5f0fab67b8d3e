//! Requests made of choices: often such as a client makes, sometimes not.

use codemagic_lint::mock_server::routes::Route;
use serde_json::{Value, json};

use crate::explorer::{Known, kind_of};

/// Numbers that decide, the first one next; 0 when they are used up.
#[derive(Debug, Clone)]
pub struct Choices(pub Vec<u16>);

impl Choices {
    /// A number less than `count`.
    pub fn below(&mut self, count: usize) -> usize {
        let next = self.0.pop().unwrap_or_default();
        usize::from(next) % count.max(1)
    }

    /// Whether something with a chance of one in `count` happens.
    fn one_in(&mut self, count: usize) -> bool {
        self.below(count) == count - 1
    }
}

impl Known {
    /// One of the ids of a type, seldom one that there is not.
    pub fn pick(&self, kind: &str, choices: &mut Choices) -> String {
        let ids = self.of(kind);
        if ids.is_empty() || choices.one_in(20) {
            return "nobody".into();
        }
        // What is new is more interesting.
        let from_end = choices.below(ids.len()).min(choices.below(ids.len()));
        ids[ids.len() - 1 - from_end].clone()
    }
}

/// What clients send of a type: attributes with their values, and relationships.
struct Kind {
    name: &'static str,
    attributes: &'static [(&'static str, &'static [&'static str])],
    relationships: &'static [(&'static str, &'static str)],
}

const TEXTS: &[&str] = &["\"New\"", "\"\"", "null", "\"✓\""];
const LOCALES: &[&str] = &["\"de-DE\"", "\"fr-FR\"", "\"en-US\"", "\"xx\""];
const TRUE: &[&str] = &["true", "true", "true", "false", "null"];

const KINDS: &[Kind] = &[
    Kind {
        name: "appStoreVersions",
        attributes: &[
            ("platform", &["\"IOS\"", "\"IOS\"", "\"TV_OS\""]),
            (
                "versionString",
                &["\"1.0.0\"", "\"1.1.0\"", "\"1.2.0\"", "\"x\""],
            ),
            (
                "releaseType",
                &["\"MANUAL\"", "\"AFTER_APPROVAL\"", "\"SCHEDULED\""],
            ),
            (
                "earliestReleaseDate",
                &[
                    "\"2026-11-24T14:00:00+00:00\"",
                    "\"2030-01-01T00:00:00Z\"",
                    "null",
                ],
            ),
        ],
        relationships: &[("app", "apps"), ("build", "builds")],
    },
    Kind {
        name: "appStoreVersionLocalizations",
        attributes: &[
            ("locale", LOCALES),
            ("whatsNew", TEXTS),
            ("keywords", TEXTS),
            ("description", TEXTS),
        ],
        relationships: &[("appStoreVersion", "appStoreVersions")],
    },
    Kind {
        name: "appStoreVersionPhasedReleases",
        attributes: &[(
            "phasedReleaseState",
            &["\"ACTIVE\"", "\"PAUSED\"", "\"COMPLETE\"", "\"INACTIVE\""],
        )],
        relationships: &[("appStoreVersion", "appStoreVersions")],
    },
    Kind {
        name: "reviewSubmissions",
        attributes: &[
            ("platform", &["\"IOS\"", "\"IOS\"", "\"MAC_OS\""]),
            ("submitted", TRUE),
            ("canceled", TRUE),
        ],
        relationships: &[("app", "apps")],
    },
    Kind {
        name: "reviewSubmissionItems",
        attributes: &[("removed", TRUE), ("resolved", TRUE)],
        relationships: &[
            ("reviewSubmission", "reviewSubmissions"),
            ("appStoreVersion", "appStoreVersions"),
        ],
    },
    Kind {
        name: "builds",
        attributes: &[("expired", TRUE), ("usesNonExemptEncryption", TRUE)],
        relationships: &[],
    },
    Kind {
        name: "betaBuildLocalizations",
        attributes: &[("locale", LOCALES), ("whatsNew", TEXTS)],
        relationships: &[("build", "builds")],
    },
    Kind {
        name: "betaAppReviewSubmissions",
        attributes: &[],
        relationships: &[("build", "builds")],
    },
];

/// Attributes that only new resources, and those that only changes have.
const NEW: [(&str, &str); 3] = [
    ("appStoreVersions", "platform"),
    ("appStoreVersionLocalizations", "locale"),
    ("betaBuildLocalizations", "locale"),
];
const CHANGE: [(&str, &str); 4] = [
    ("reviewSubmissions", "submitted"),
    ("reviewSubmissions", "canceled"),
    ("reviewSubmissionItems", "removed"),
    ("reviewSubmissionItems", "resolved"),
];

/// The body of a request.
pub fn body(route: &Route, id: &str, known: &Known, choices: &mut Choices) -> Vec<u8> {
    if route.method == "GET" {
        return Vec::new();
    }
    if choices.one_in(40) {
        return b"{\"data\":{\"type\":".to_vec();
    }
    if let Some((_, kind)) = route.path.split_once("/relationships/") {
        let count = choices.below(3);
        let ids = (0..count).map(|_| known.pick(kind, choices));
        let ids: Vec<Value> = ids.map(|id| json!({ "type": kind, "id": id })).collect();
        return json!({ "data": ids }).to_string().into_bytes();
    }
    let name = kind_of(route.path);
    let Some(kind) = KINDS.iter().find(|kind| kind.name == name) else {
        return Vec::new();
    };
    let is_new = route.method == "POST";
    let mut data = json!({ "type": name });
    if !is_new {
        data["id"] = json!(id);
    }
    for (attribute, values) in kind.attributes {
        let is_out_of_place = if is_new {
            CHANGE.contains(&(name, attribute))
        } else {
            NEW.contains(&(name, attribute))
        };
        // What a new resource needs is seldom left out, one of the rest often.
        let is_needed = is_new && ["platform", "versionString", "locale"].contains(attribute);
        let is_there = if is_needed {
            !choices.one_in(20)
        } else {
            choices.one_in(2)
        };
        if is_there && !is_out_of_place {
            let value = values[choices.below(values.len())];
            data["attributes"][attribute] = serde_json::from_str(value).unwrap();
        }
    }
    for (relationship, kind) in kind.relationships {
        let is_there = if is_new {
            !choices.one_in(20)
        } else {
            *relationship == "build"
        };
        if is_there {
            let id = known.pick(kind, choices);
            data["relationships"][relationship] = json!({ "data": { "type": kind, "id": id } });
        }
    }
    json!({ "data": data }).to_string().into_bytes()
}

/// The query of a request.
pub fn query(route: &Route, known: &Known, choices: &mut Choices) -> Vec<(String, String)> {
    if route.method != "GET" {
        return Vec::new();
    }
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    match choices.below(8) {
        0 => vec![pair("filter[app]", &known.pick("apps", choices))],
        1 => vec![pair("filter[build]", &known.pick("builds", choices))],
        2 => vec![pair("limit", "2"), pair("cursor", "c1")],
        3 => vec![pair("include", "app")],
        4 => vec![pair("filter[platform]", "MAC_OS")],
        5 => vec![
            pair("filter[app]", &known.pick("apps", choices)),
            pair("filter[version]", "7"),
            pair("filter[preReleaseVersion.version]", "1.0.0"),
            pair("nothing", ["", "1"][choices.below(2)]),
        ],
        6 => vec![
            pair("filter[app]", &known.pick("apps", choices)),
            pair("filter[version]", "8"),
            pair("filter[preReleaseVersion.version]", "1.0.0"),
        ],
        _ => Vec::new(),
    }
}
