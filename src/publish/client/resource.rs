//! Resources in answers, as far as the vendor's client insists on their form.

use serde_json::{Map, Value};

use super::Failure;

/// A resource of an answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Resource {
    /// Its id.
    pub id: String,
    json: Value,
}

impl Resource {
    /// Takes a resource of an answer.
    ///
    /// # Errors
    /// When it lacks what every resource has.
    pub fn read(json: Value) -> Result<Self, Failure> {
        let lacks = |what: &str| Failure::Incomplete(format!("a resource without `{what}`"));
        let id = json.get("id").and_then(Value::as_str);
        let id = id.ok_or_else(|| lacks("id"))?.to_owned();
        for member in ["type", "attributes"] {
            json.get(member).ok_or_else(|| lacks(member))?;
        }
        json.pointer("/links/self")
            .ok_or_else(|| lacks("links.self"))?;
        let relationships = json.get("relationships").and_then(Value::as_object);
        for (name, relationship) in relationships.into_iter().flatten() {
            let is_empty = relationship.as_object().is_none_or(Map::is_empty);
            if !is_empty && relationship.get("links").is_none() {
                return Err(lacks(&format!("relationships.{name}.links")));
            }
        }
        Ok(Self { id, json })
    }

    /// An attribute that is a text, unless it is empty.
    pub fn text(&self, attribute: &str) -> Option<&str> {
        let value = self.json.get("attributes")?.get(attribute)?;
        value.as_str().filter(|text| !text.is_empty())
    }

    /// An attribute that is true or false.
    pub fn flag(&self, attribute: &str) -> Option<bool> {
        self.json.get("attributes")?.get(attribute)?.as_bool()
    }

    /// The link to what a relationship leads to.
    pub fn related(&self, relationship: &str) -> Option<&str> {
        let relationship = self.json.get("relationships")?.get(relationship)?;
        relationship.pointer("/links/related")?.as_str()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_resource_needs_what_the_vendors_client_needs() {
        let whole = json!({"type": "apps", "id": "1", "attributes": {"name": "", "n": "x", "f": true},
            "links": {"self": "s"}, "relationships": {"builds": {"links": {"related": "r"}}}});
        let resource = Resource::read(whole.clone());
        let Ok(resource) = resource else {
            panic!("a resource");
        };
        assert_eq!(resource.text("name"), None);
        assert_eq!(resource.text("n"), Some("x"));
        assert_eq!(resource.flag("f"), Some(true));
        assert_eq!(resource.related("builds"), Some("r"));
        assert_eq!(resource.related("app"), None);
        let mut bare = whole.clone();
        bare["relationships"] = json!({"app": {}, "builds": {"data": []}});
        assert!(Resource::read(bare.clone()).is_err());
        bare["relationships"] = json!({"app": {}});
        assert!(Resource::read(bare).is_ok());
        for member in ["type", "id", "attributes", "links"] {
            let mut part = whole.clone();
            if let Some(map) = part.as_object_mut() {
                map.remove(member);
            }
            assert!(Resource::read(part).is_err(), "{member}");
        }
    }
}
