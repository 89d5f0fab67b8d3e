//! `package.json` of Node.js.

use serde_json::{Map, Value};

/// What a `package.json` says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PackageJson {
    /// The names under `scripts`, and what each runs.
    pub scripts: Vec<(String, String)>,
}

impl PackageJson {
    /// Reads one; `None` where it is not JSON.
    pub fn parse(text: &str) -> Option<Self> {
        let json: Value = serde_json::from_str(text).ok()?;
        let json = json.as_object()?;
        Some(Self {
            scripts: scripts(json),
        })
    }

    /// What a script runs.
    pub fn script(&self, name: &str) -> Option<&str> {
        let mut scripts = self.scripts.iter();
        scripts
            .find(|(it, _)| it == name)
            .map(|(_, it)| it.as_str())
    }
}

fn scripts(json: &Map<String, Value>) -> Vec<(String, String)> {
    let scripts = json.get("scripts").and_then(Value::as_object);
    let scripts = scripts.into_iter().flatten();
    let script =
        |(name, it): (&String, &Value)| (name.clone(), it.as_str().unwrap_or_default().to_owned());
    scripts.map(script).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_are_read() {
        let text = r#"{"scripts": {"test": "jest"}, "dependencies": {"react-native": "0.76"},
            "devDependencies": {"jest": "29"}}"#;
        let found = PackageJson::parse(text).unwrap();
        assert_eq!(found.script("test"), Some("jest"));
        assert_eq!(found.script("start"), None);
        assert_eq!(PackageJson::parse("[]"), None);
        assert_eq!(
            PackageJson::parse("{\"scripts\": 1}"),
            Some(PackageJson::default())
        );
    }
}
