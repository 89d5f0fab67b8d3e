//! `project.pbxproj`, an Xcode project.

use rustc_hash::{FxHashMap, FxHashSet};

use super::property_list::Value;

/// What an Xcode project says of its targets.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct XcodeProject {
    /// The targets, in the order of the project.
    pub targets: Vec<Target>,
}

/// A target: an app, an extension, tests.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Target {
    /// Its name.
    pub name: String,
    /// Whether it is an app.
    pub is_application: bool,
    /// Its build configurations, such as Debug and Release, with what they set.
    pub configurations: Vec<Configuration>,
}

/// A build configuration of a target. What it does not set itself is what the
/// project sets in the configuration of the same name; what files of settings set is
/// not known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Configuration {
    /// Its name.
    pub name: String,
    settings: FxHashMap<String, String>,
}

impl Configuration {
    /// A setting as it is written, which may refer to others.
    pub fn setting(&self, name: &str) -> Option<&str> {
        self.settings.get(name).map(String::as_str)
    }

    /// A setting that refers to no other.
    pub fn literal(&self, name: &str) -> Option<&str> {
        self.setting(name).filter(|value| !value.contains('$'))
    }
}

/// Most targets and build configurations of a project. One with more is not judged;
/// targets may share a list, so that a short text has very many.
const MAX_CONFIGURATIONS: usize = 5_000;

/// The settings that something is made of. The others are left out: there are
/// hundreds.
const SETTINGS: &[&str] = &[
    "CURRENT_PROJECT_VERSION",
    "INFOPLIST_FILE",
    "INFOPLIST_KEY_ITSAppUsesNonExemptEncryption",
    "MARKETING_VERSION",
    "PRODUCT_BUNDLE_IDENTIFIER",
];

impl XcodeProject {
    /// Reads one; `None` where it is none.
    pub fn parse(text: &str) -> Option<Self> {
        let root = Value::parse(text)?;
        let objects = Objects::of(root.get("objects")?);
        let project = objects.get(root.text_of("rootObject")?)?;
        let shared = objects.configurations(project);
        let targets = project.get("targets").map(Value::items).unwrap_or_default();
        let shared: FxHashMap<&str, &Configuration> =
            shared.iter().rev().map(|it| (&*it.name, it)).collect();
        let mut project = Self::default();
        let mut left = MAX_CONFIGURATIONS;
        for target in objects.each(targets) {
            let configurations = objects.configurations(target);
            // A target counts, too, with configurations or without.
            left = left.checked_sub(configurations.len() + 1)?;
            project.targets.push(Target {
                name: target.text_of("name").unwrap_or_default().to_owned(),
                is_application: target.text_of("productType")
                    == Some("com.apple.product-type.application"),
                configurations: with_shared(configurations, &shared),
            });
        }
        Some(project)
    }

    /// The targets that are apps.
    pub fn applications(&self) -> impl Iterator<Item = &Target> {
        self.targets.iter().filter(|target| target.is_application)
    }

    /// Every bundle identifier of the project; `None` where one is computed or set
    /// elsewhere.
    pub fn bundle_identifiers(&self) -> Option<Vec<&str>> {
        let of = |target: &'_ Target| !target.configurations.is_empty();
        if !self.applications().all(of) {
            return None;
        }
        let mut found = Vec::new();
        for target in &self.targets {
            for configuration in &target.configurations {
                match configuration.setting("PRODUCT_BUNDLE_IDENTIFIER") {
                    None if !target.is_application => {}
                    Some(id) if !id.contains('$') && !id.is_empty() => found.push(id),
                    _ => return None,
                }
            }
        }
        found.sort_unstable();
        found.dedup();
        Some(found)
    }
}

fn with_shared(
    own: Vec<Configuration>,
    shared: &FxHashMap<&str, &Configuration>,
) -> Vec<Configuration> {
    let add = |mut configuration: Configuration| {
        let same = shared.get(&*configuration.name);
        for (name, value) in same.into_iter().flat_map(|it| &it.settings) {
            let settings = &mut configuration.settings;
            settings
                .entry(name.clone())
                .or_insert_with(|| value.clone());
        }
        configuration
    };
    own.into_iter().map(add).collect()
}

/// The objects of a project, by their ids.
struct Objects<'v, 't>(FxHashMap<&'v str, &'v Value<'t>>);

impl<'v, 't> Objects<'v, 't> {
    fn of(objects: &'v Value<'t>) -> Self {
        let entries = objects.entries().iter();
        Self(entries.map(|(id, object)| (&**id, object)).collect())
    }

    fn get(&self, id: &str) -> Option<&'v Value<'t>> {
        self.0.get(id).copied()
    }

    /// The objects with these ids, each once.
    fn each(&self, ids: &[Value<'t>]) -> Vec<&'v Value<'t>> {
        let mut seen = FxHashSet::default();
        let texts = ids.iter().filter_map(Value::text);
        let first = texts.filter(|id| seen.insert(*id));
        first.filter_map(|id| self.get(id)).collect()
    }

    /// The build configurations of a project or target.
    fn configurations(&self, owner: &Value<'t>) -> Vec<Configuration> {
        let list = owner.text_of("buildConfigurationList");
        let list = list.and_then(|id| self.get(id)?.get("buildConfigurations"));
        let ids = list.map(Value::items).unwrap_or_default();
        let found = self.each(ids).into_iter().take(MAX_CONFIGURATIONS);
        found.map(configuration).collect()
    }
}

fn configuration(object: &Value<'_>) -> Configuration {
    let settings = object.get("buildSettings").map(Value::entries);
    let settings = settings.unwrap_or_default().iter();
    let settings = settings.filter_map(|(name, value)| {
        let is_known = SETTINGS.contains(&&**name);
        is_known.then(|| Some((name.clone().into_owned(), value.text()?.to_owned())))?
    });
    Configuration {
        name: object.text_of("name").unwrap_or_default().to_owned(),
        settings: settings.collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn project(app: &str, tests: &str) -> XcodeProject {
        let text = format!(
            "{{ rootObject = P; objects = {{\n\
             P = {{ isa = PBXProject; buildConfigurationList = PL; targets = (A, T); }};\n\
             PL = {{ buildConfigurations = (PR); }};\n\
             PR = {{ name = Release; buildSettings = {{ CURRENT_PROJECT_VERSION = 1.0; }}; }};\n\
             A = {{ name = Runner; buildConfigurationList = AL; productType = \"com.apple.product-type.application\"; }};\n\
             AL = {{ buildConfigurations = (AR /* Release */,); }};\n\
             AR = {{ name = Release; buildSettings = {{ {app} }}; }};\n\
             T = {{ name = Tests; buildConfigurationList = TL; productType = \"com.apple.product-type.bundle.unit-test\"; }};\n\
             TL = {{ buildConfigurations = (TR); }};\n\
             TR = {{ name = Release; buildSettings = {{ {tests} }}; }};\n\
             }}; }}"
        );
        XcodeProject::parse(&text).unwrap()
    }

    const APP: &str = "PRODUCT_BUNDLE_IDENTIFIER = io.example.app;";

    #[test]
    fn targets_have_their_settings_and_those_of_the_project() {
        let found = project(APP, "");
        let apps: Vec<_> = found.applications().collect();
        assert_eq!(apps.len(), 1);
        assert_eq!(apps[0].name, "Runner");
        let release = &apps[0].configurations[0];
        assert_eq!(release.setting("CURRENT_PROJECT_VERSION"), Some("1.0"));
        assert_eq!(found.bundle_identifiers(), Some(vec!["io.example.app"]));
    }

    #[test]
    fn identifiers_are_known_only_when_all_are_written_out() {
        let tests = "PRODUCT_BUNDLE_IDENTIFIER = io.example.tests;";
        assert_eq!(
            project(APP, tests).bundle_identifiers(),
            Some(vec!["io.example.app", "io.example.tests"])
        );
        assert_eq!(project("", tests).bundle_identifiers(), None);
        let computed = "PRODUCT_BUNDLE_IDENTIFIER = \"$(BASE).app\";";
        assert_eq!(project(computed, "").bundle_identifiers(), None);
        assert_eq!(project(APP, computed).bundle_identifiers(), None);
    }

    #[test]
    fn an_id_counts_once_and_too_many_configurations_are_refused() {
        let project = |targets: &str, more: &str, configurations: &str| {
            XcodeProject::parse(&format!(
                "{{ rootObject = P; objects = {{ P = {{ targets = ({targets}); }};\n\
                 A = {{ buildConfigurationList = L; }}; {more}\n\
                 L = {{ buildConfigurations = ({configurations}); }};\n\
                 C = {{ name = Release; buildSettings = {{ }}; }}; }}; }}"
            ))
        };
        let found = project(&"A,".repeat(900), "", &"C,".repeat(900)).unwrap();
        assert_eq!(found.targets.len(), 1);
        assert_eq!(found.targets[0].configurations.len(), 1);
        let names = |of: &str| {
            let names: Vec<_> = (0..100).map(|at| format!("{of}{at}")).collect();
            names.join(",")
        };
        let more: Vec<_> = (0..100)
            .map(|at| format!("T{at} = {{ buildConfigurationList = L; }}; C{at} = {{}};"))
            .collect();
        let more = more.concat();
        assert_eq!(project(&names("T"), &more, &names("C")), None);
        assert!(project("A", &more, &names("C")).is_some());
    }

    #[test]
    fn what_is_no_project_is_refused() {
        for text in [
            "",
            "{}",
            "{ objects = {}; }",
            "{ rootObject = A; objects = (A); }",
        ] {
            assert_eq!(XcodeProject::parse(text), None, "{text}");
        }
    }
}
