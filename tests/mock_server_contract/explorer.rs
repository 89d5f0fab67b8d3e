//! Finding every resource there is by asking for every list there is.

use std::collections::{BTreeMap, BTreeSet};

use codemagic_lint::mock_server::routes;
use serde_json::Value;

use crate::server::{Answer, Server};

/// The ids of what was seen, by type.
#[derive(Debug, Clone, Default)]
pub struct Known(pub BTreeMap<String, BTreeSet<String>>);

impl Known {
    /// Notes the resources of an answer.
    pub fn note(&mut self, body: &Value) {
        for member in ["data", "included"] {
            match &body[member] {
                Value::Array(resources) => resources.iter().for_each(|it| self.note_one(it)),
                resource => self.note_one(resource),
            }
        }
    }

    fn note_one(&mut self, resource: &Value) {
        if let (Some(kind), Some(id)) = (resource["type"].as_str(), resource["id"].as_str()) {
            self.0.entry(kind.into()).or_default().insert(id.into());
        }
    }

    /// The ids of a type.
    pub fn of(&self, kind: &str) -> Vec<String> {
        self.0.get(kind).into_iter().flatten().cloned().collect()
    }
}

/// The type of the resources whose id is in a path: `builds` of `/v1/builds/{id}/app`.
pub fn kind_of(path: &str) -> &str {
    path.trim_start_matches("/v1/").split('/').next().unwrap()
}

/// Asks for a list, with the filter that it may need.
#[track_caller]
pub fn list(server: &mut Server, path: &str, known: &Known) -> Answer {
    let answer = server.get(path);
    let error = &answer.body["errors"][0];
    if error["code"] != "PARAMETER_ERROR.REQUIRED" {
        return answer;
    }
    let parameter = error["source"]["parameter"].as_str().unwrap();
    let name = parameter
        .trim_start_matches("filter[")
        .trim_end_matches(']');
    let ids = known.of(&format!("{name}s"));
    let join = if path.contains('?') { '&' } else { '?' };
    server.get(&format!("{path}{join}{parameter}={}", ids.join(",")))
}

/// Asks for everything that can be read, until nothing new is found.
#[track_caller]
pub fn explore(server: &mut Server) -> Known {
    let mut known = Known::default();
    loop {
        let before = known.0.clone();
        for route in routes::all().filter(|route| route.method == "GET") {
            if !route.path.contains("{id}") {
                let body = list(server, route.path, &known).ok(200);
                known.note(&body);
                continue;
            }
            for id in known.of(kind_of(route.path)) {
                let answer = server.get(&route.path.replace("{id}", &id));
                if answer.status != 404 {
                    known.note(&answer.ok(200));
                }
            }
        }
        if known.0 == before {
            return known;
        }
    }
}
