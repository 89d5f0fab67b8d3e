//! The keys of `codemagic-lint.toml`: the one declaration behind the reader's
//! suggestions and the JSON Schema.

/// One key of a table.
pub(super) struct Key {
    /// As written in the file.
    pub(super) name: &'static str,
    /// What it takes.
    pub(super) value: Value,
    /// What it does, for the schema and for editors.
    pub(super) doc: &'static str,
}

/// What a key takes.
#[derive(Clone, Copy)]
pub(super) enum Value {
    /// Rules, categories, `all` or `pedantic`.
    Selectors,
    /// A table from the same names to severities.
    Severities,
    /// The least severity that fails the run.
    FailOn,
    /// Glob patterns.
    Globs,
    /// A file, relative to the configuration file.
    Path,
    /// Names as they stand in Codemagic's web settings.
    Names,
    /// A whole number of minutes.
    Minutes,
    /// A table of these keys.
    Table(&'static [Key]),
    /// Any number of tables of these keys.
    Tables(&'static [Key]),
}

impl Value {
    /// What is expected, to follow "takes".
    pub(super) fn expected(self) -> &'static str {
        match self {
            Self::Selectors => "a list of rules or categories",
            Self::Severities => "a table of rules or categories and their severities",
            Self::FailOn => "a severity or `never`",
            Self::Globs => "a list of glob patterns",
            Self::Path => "the path of a file",
            Self::Names => "a list of names",
            Self::Minutes => "a whole number of minutes, at least 1",
            Self::Table(_) => "a table",
            Self::Tables(_) => "a list of tables",
        }
    }

    /// How the key `name` is written, for those who gave another type.
    pub(super) fn example(self, name: &str) -> String {
        let value = match self {
            Self::Selectors => "[\"publishing\", \"style\"]",
            Self::FailOn => "\"warning\"",
            Self::Globs => "[\"third_party\", \"apps/*/legacy\"]",
            Self::Path => "\"path/to/file\"",
            Self::Names => "[\"first\", \"second\"]",
            Self::Minutes => "120",
            Self::Severities | Self::Table(_) => {
                return format!("write `[{name}]` on a line above the keys of the table");
            }
            Self::Tables(_) => {
                return format!("write `[[{name}]]` on a line above the keys of each table");
            }
        };
        format!("for example `{name} = {value}`")
    }
}

/// The keys at the top.
pub(super) static CONFIG: &[Key] = &[
    Key {
        name: "extends",
        value: Value::Path,
        doc: "Another configuration file, relative to this one, whose settings hold where this \
              file is silent. It may extend a further one.",
    },
    SELECT,
    EXTEND_SELECT,
    IGNORE,
    SEVERITY,
    Key {
        name: "fail-on",
        value: Value::FailOn,
        doc: "The run fails on findings of this severity or worse. `never` reports without \
              failing.",
    },
    Key {
        name: "exclude",
        value: Value::Globs,
        doc: "Files that a search of a directory leaves out, relative to this file. A file \
              named on the command line is always checked.",
    },
    Key {
        name: "schema",
        value: Value::Path,
        doc: "A JSON Schema, relative to this file, by which files are judged as well.",
    },
    Key {
        name: "known",
        value: Value::Table(KNOWN),
        doc: "What exists in Codemagic's web settings. Names are judged only where they are \
              listed.",
    },
    Key {
        name: "overrides",
        value: Value::Tables(OVERRIDE),
        doc: "Other rules for some files. Of several overrides that match, the later wins.",
    },
];

/// The keys under `[known]`.
static KNOWN: &[Key] = &[
    Key {
        name: "groups",
        value: Value::Names,
        doc: "All environment variable groups.",
    },
    Key {
        name: "integrations",
        value: Value::Names,
        doc: "All App Store Connect API keys under Team integrations.",
    },
    Key {
        name: "keystores",
        value: Value::Names,
        doc: "The reference names of all Android keystores.",
    },
    Key {
        name: "internal-beta-groups",
        value: Value::Names,
        doc: "The TestFlight groups of internal testers, which get builds without being named.",
    },
    Key {
        name: "instance-types",
        value: Value::Names,
        doc: "Machines that the team may use beyond those that this release knows.",
    },
    Key {
        name: "max-build-duration",
        value: Value::Minutes,
        doc: "The longest build of the team's plan, in minutes; 120 where this is silent.",
    },
];

/// The keys of one of `[[overrides]]`.
static OVERRIDE: &[Key] = &[
    Key {
        name: PATHS,
        value: Value::Globs,
        doc: "The files that the override is about, relative to this file.",
    },
    SELECT,
    EXTEND_SELECT,
    IGNORE,
    SEVERITY,
];

/// The one key that an override cannot do without.
pub(super) const PATHS: &str = "paths";

const SELECT: Key = Key {
    name: "select",
    value: Value::Selectors,
    doc: "Only these rules are on. A category selects its rules that are not pedantic, `all` \
          really all.",
};

const EXTEND_SELECT: Key = Key {
    name: "extend-select",
    value: Value::Selectors,
    doc: "These rules are on as well.",
};

const IGNORE: Key = Key {
    name: "ignore",
    value: Value::Selectors,
    doc: "These rules are off. A rule named in `select` or `extend-select` stays on when only \
          its category is ignored.",
};

const SEVERITY: Key = Key {
    name: "severity",
    value: Value::Severities,
    doc: "How severe findings are. A rule's own severity beats that of its category; `off` is \
          the same as ignoring.",
};

/// The table, as it is written in a file, that takes a key of this name; `None`
/// when there is none.
pub(super) fn home(name: &str) -> Option<&'static str> {
    let holds = |keys: &[Key]| keys.iter().any(|key| key.name == name);
    if holds(CONFIG) {
        return Some("above the first `[table]`");
    }
    if holds(KNOWN) {
        return Some("under `[known]`");
    }
    holds(OVERRIDE).then_some("in one of `[[overrides]]`")
}

/// What keys of other linters are called here.
pub(super) static ELSEWHERE: &[(&str, &str)] = &[
    ("disable", "ignore"),
    ("enable", "extend-select"),
    ("excluded", "exclude"),
    ("extend", "extends"),
    ("extend-ignore", "ignore"),
    ("per-file-ignores", "overrides"),
    ("rules", "severity"),
    ("known-groups", "groups"),
    ("known-integrations", "integrations"),
    ("known-keystores", "keystores"),
];
