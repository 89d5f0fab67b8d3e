//! The arguments of commands.

use gen_lsp_types as lsp;
use serde_json::Value;

/// The arguments of a command.
pub(super) struct Arguments {
    /// The document.
    pub uri: lsp::Uri,
    /// The id of the workflow.
    pub workflow: Option<String>,
    /// The path of the account file.
    pub account: Option<String>,
}

impl Arguments {
    /// Reads them; `None` where they are others. `null` counts as left out.
    pub fn read(values: Vec<Value>) -> Option<Self> {
        let texts = values.into_iter().map(|value| match value {
            Value::String(text) => Some(Some(text)),
            Value::Null => Some(None),
            _ => None,
        });
        let mut texts = texts.collect::<Option<Vec<_>>>()?.into_iter();
        let mut next = || texts.next().flatten();
        let (uri, workflow, account) = (next()?, next(), next());
        texts.next().is_none().then(|| Self {
            uri: lsp::Uri(uri),
            workflow,
            account,
        })
    }
}
