//! What a codemagic.yaml may look like, as data.
//!
//! Every section declares itself once, with the `section!` macro; decoder, JSON
//! Schema, hover and completion text all read the same [`Declaration`].

/// A mapping with known keys.
#[derive(Debug)]
pub struct Declaration {
    /// The name of the type, also its name in the JSON Schema.
    pub name: &'static str,
    /// What the section is for: Markdown, one or more sentences.
    pub doc: &'static str,
    /// The documentation page.
    pub url: &'static str,
    /// Its keys, in the order of the documentation.
    pub fields: &'static [FieldDeclaration],
}

impl Declaration {
    /// The declaration of a key.
    pub fn field(&self, key: &str) -> Option<&'static FieldDeclaration> {
        self.fields.iter().find(|field| field.key == key)
    }
}

/// One key of a section.
#[derive(Debug)]
pub struct FieldDeclaration {
    /// The key as written.
    pub key: &'static str,
    /// What it does: Markdown.
    pub doc: &'static str,
    /// Whether the section is refused without it.
    pub required: bool,
    /// What holds when the key is absent, as YAML; `None` where that depends.
    pub default: Option<&'static str>,
    /// What may stand there.
    pub shape: &'static Shape,
}

/// What may stand at a place.
#[derive(Debug)]
pub enum Shape {
    /// A mapping with known keys.
    Section(&'static Declaration),
    /// A list of one shape.
    List {
        /// The shape of each item.
        item: &'static Shape,
        /// Fewest items.
        min: usize,
        /// How many items there may be at most.
        max: usize,
    },
    /// A mapping whose keys the user chooses.
    Map {
        /// The shape of each value.
        value: &'static Shape,
    },
    /// One of several shapes.
    AnyOf(&'static [&'static Shape]),
    /// Text.
    Text {
        /// Fewest characters.
        min: usize,
    },
    /// `true` or `false`.
    Boolean,
    /// A whole number.
    Integer {
        /// Least.
        min: Option<i64>,
        /// Greatest.
        max: Option<i64>,
    },
    /// Any number.
    Number,
    /// A number between two bounds that it must not reach.
    Between {
        /// Lower bound.
        min: i64,
        /// Upper bound.
        max: i64,
    },
    /// One of some words.
    Keyword(&'static [Keyword]),
    /// `$NAME` or `${NAME}`.
    Variable,
    /// `${{ inputs.id }}`.
    Input,
    /// `Encrypted(…)`.
    Encrypted,
    /// `abcd-abcd-abcd-abcd`.
    AppSpecificPassword,
    /// Text of a form.
    Form(&'static Form),
    /// One of some whole numbers.
    Numbers(&'static [i64]),
    /// Nothing, `~` or `null`.
    Null,
}

/// A form that a text has.
#[derive(Debug)]
pub struct Form {
    /// What such a text is called, with an example: "a duration such as `90s`".
    pub name: &'static str,
    /// Its regular expression, for the JSON Schema. It says what `fits` says.
    pub pattern: &'static str,
    /// Whether a text has the form.
    pub fits: fn(&str) -> bool,
    /// Whether a number will do whose text has the form.
    pub or_number: bool,
}

/// A word that a field accepts.
#[derive(Debug, PartialEq, Eq)]
pub struct Keyword {
    /// The word as written.
    pub value: &'static str,
    /// What it means.
    pub doc: &'static str,
}

impl Shape {
    /// The words accepted at this place.
    pub fn keywords(&self) -> &'static [Keyword] {
        match self {
            Self::Keyword(words) => words,
            Self::AnyOf(shapes) => shapes
                .iter()
                .map(|shape| shape.keywords())
                .find(|words| !words.is_empty())
                .unwrap_or_default(),
            _ => &[],
        }
    }

    /// Whether `$NAME` is accepted at this place as a reference.
    pub fn accepts_variable(&self) -> bool {
        match self {
            Self::Variable => true,
            Self::AnyOf(shapes) => shapes.iter().any(|shape| shape.accepts_variable()),
            _ => false,
        }
    }

    /// Whether `${{ inputs.id }}` is accepted at this place as a reference.
    pub fn accepts_input(&self) -> bool {
        match self {
            Self::Input => true,
            Self::AnyOf(shapes) => shapes.iter().any(|shape| shape.accepts_input()),
            _ => false,
        }
    }

    /// Whether a key may be written with nothing behind it.
    pub fn accepts_null(&self) -> bool {
        match self {
            Self::Null => true,
            Self::AnyOf(shapes) => shapes.iter().any(|shape| shape.accepts_null()),
            _ => false,
        }
    }

    /// The section that may stand at this place, in a list or mapping too.
    pub fn section(&self) -> Option<&'static Declaration> {
        match self {
            Self::Section(section) => Some(section),
            Self::List { item, .. } => item.section(),
            Self::Map { value } => value.section(),
            Self::AnyOf(shapes) => shapes.iter().find_map(|shape| shape.section()),
            _ => None,
        }
    }

    /// What is expected, in words: "a list of text", "`true` or `false`".
    /// References are left out: a person who writes a wrong value meant a
    /// literal.
    pub fn expected(&self) -> String {
        match self {
            Self::Section(_) | Self::Map { .. } => "a mapping".into(),
            Self::List { item, min, .. } => {
                let kind = if *min > 0 {
                    "a non-empty list"
                } else {
                    "a list"
                };
                format!("{kind} of {}", item.expected_many())
            }
            Self::Text { min: 0 } => "text".into(),
            Self::Text { .. } => "non-empty text".into(),
            Self::Boolean => "`true` or `false`".into(),
            Self::Integer {
                min: Some(min),
                max: Some(max),
            } => format!("a whole number from {min} to {max}"),
            Self::Integer { min: Some(min), .. } => format!("a whole number of at least {min}"),
            Self::Integer { .. } => "a whole number".into(),
            Self::Number => "a number".into(),
            Self::Between { min, max } => format!("a number above {min} and below {max}"),
            Self::Variable => "`$NAME`".into(),
            Self::Input => "`${{ inputs.id }}`".into(),
            Self::Encrypted => "`Encrypted(…)`".into(),
            Self::AppSpecificPassword => "an app-specific password".into(),
            Self::Form(form) => form.name.into(),
            Self::Null => "nothing".into(),
            Self::Keyword(_) | Self::Numbers(_) | Self::AnyOf(_) => join_or(&self.alternatives()),
        }
    }

    /// What is expected, one by one.
    fn alternatives(&self) -> Vec<String> {
        match self {
            Self::Keyword(words) => words
                .iter()
                .map(|word| format!("`{}`", word.value))
                .collect(),
            Self::Numbers(numbers) => numbers.iter().map(|it| format!("`{it}`")).collect(),
            Self::AnyOf(shapes) => {
                let mut all = Vec::new();
                for word in shapes.iter().flat_map(|shape| shape.alternatives()) {
                    if !all.contains(&word) {
                        all.push(word);
                    }
                }
                all
            }
            Self::Variable | Self::Input | Self::Encrypted | Self::Null => Vec::new(),
            other => vec![other.expected()],
        }
    }

    fn expected_many(&self) -> String {
        match self {
            Self::Section(_) | Self::Map { .. } => "mappings".into(),
            Self::Text { min: 0 } => "texts".into(),
            Self::Text { .. } => "non-empty texts".into(),
            Self::AnyOf(shapes) if shapes.iter().any(|shape| matches!(shape, Self::Section(_))) => {
                "texts or mappings".into()
            }
            Self::AnyOf(_) => "texts".into(),
            other => other.expected(),
        }
    }
}

/// "a", "a or b", "a, b or c".
pub fn join_or(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}
