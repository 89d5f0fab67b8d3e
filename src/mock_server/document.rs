//! Documents of JSON:API, as the API writes them.

use serde_json::{Map, Value, json};

use super::exchange::{Request, Response};

/// A resource, ready to be written.
#[derive(Debug, Clone)]
pub struct Resource {
    /// Its type: `builds`.
    pub kind: &'static str,
    /// Its id.
    pub id: String,
    /// Its attributes.
    pub attributes: Map<String, Value>,
    /// Its relationships; the client requires all that the type has, or none.
    pub relationships: Vec<Relationship>,
}

/// A relationship of a resource.
#[derive(Debug, Clone)]
pub struct Relationship {
    /// Its name: `preReleaseVersion`.
    pub name: &'static str,
    /// Type and id of what it leads to, where the answer tells.
    pub data: Option<(&'static str, String)>,
}

impl Relationship {
    /// A relationship of which only the links are told.
    pub const fn linked(name: &'static str) -> Self {
        Self { name, data: None }
    }
}

impl Resource {
    /// The resource as the API writes it; `fields` are the attributes and
    /// relationships that were asked for, `None` for all.
    pub fn json(&self, base: &str, fields: Option<&[&str]>) -> Value {
        let is_wanted = |name: &str| fields.is_none_or(|fields| fields.contains(&name));
        let own = format!("{base}/v1/{}/{}", self.kind, self.id);
        let attributes: Map<String, Value> = self
            .attributes
            .iter()
            .filter(|(name, _)| is_wanted(name))
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect();
        let mut json = json!({ "type": self.kind, "id": self.id, "attributes": attributes });
        let relationships: Map<String, Value> = self
            .relationships
            .iter()
            .filter(|relationship| is_wanted(relationship.name))
            .map(|relationship| {
                let has_links = !WITHOUT_LINKS.contains(&(self.kind, relationship.name));
                let json = relationship.json(has_links.then_some(&own));
                (relationship.name.to_owned(), json)
            })
            .collect();
        if !relationships.is_empty() {
            json["relationships"] = Value::Object(relationships);
        }
        json["links"] = json!({ "self": own });
        json
    }
}

/// Relationships to which the API gives no links. They are written empty: the vendor's
/// client stumbles over `data` without `links`.
const WITHOUT_LINKS: [(&str, &str); 5] = [
    ("appStoreVersionLocalizations", "appStoreVersion"),
    ("appStoreVersions", "app"),
    ("reviewSubmissionItems", "appStoreVersion"),
    ("reviewSubmissions", "app"),
    ("reviewSubmissions", "appStoreVersionForReview"),
];

impl Relationship {
    fn json(&self, own: Option<&String>) -> Value {
        let Some(own) = own else {
            return json!({});
        };
        let mut json = json!({ "links": {
            "self": format!("{own}/relationships/{}", self.name),
            "related": format!("{own}/{}", self.name),
        }});
        if let Some((kind, id)) = &self.data {
            json["data"] = json!({ "type": kind, "id": id });
        }
        json
    }
}

/// The attributes or relationships that the query wants of a type.
pub fn wanted<'r>(request: &'r Request, kind: &str) -> Option<Vec<&'r str>> {
    let name = format!("fields[{kind}]");
    let (_, value) = request.query.iter().find(|(key, _)| *key == name)?;
    Some(value.split(',').collect())
}

/// An answer with one resource, or with none.
pub fn one(
    request: &Request,
    status: u16,
    resource: Option<&Resource>,
    included: &[Resource],
) -> Response {
    let base = request.base();
    let write =
        |resource: &Resource| resource.json(&base, wanted(request, resource.kind).as_deref());
    let mut body = json!({ "data": resource.map(write) });
    if !included.is_empty() {
        body["included"] = included.iter().map(write).collect();
    }
    body["links"] = json!({ "self": own_link(request, &base) });
    Response::document(status, body)
}

/// The link to the request itself, without its query.
pub(super) fn own_link(request: &Request, base: &str) -> String {
    format!("{base}{}", request.path)
}
