//! How an editor introduces itself.

use std::path::Path;

use gen_lsp_types as lsp;
use lsp_server::{Connection, ErrorCode, Message, Response};
use serde_json::{Map, Value, json};

use super::capabilities::capabilities;
use super::editor::Editor;
use super::parent::Parent;
use super::session::Session;

/// Waits for `initialize`; `None` where the editor leaves before.
pub(super) fn greet(connection: &Connection, cwd: &Path) -> Option<(Session, Option<Parent>)> {
    let editor = Editor::new(connection.sender.clone());
    loop {
        let request = match connection.receiver.recv().ok()? {
            Message::Request(request) => request,
            Message::Notification(told) if told.method == "exit" => return None,
            Message::Notification(_) | Message::Response(_) => continue,
        };
        if request.method != "initialize" {
            let message = format!("`{}` came before `initialize`", request.method);
            let code = ErrorCode::ServerNotInitialized as i32;
            editor.respond(Response::new_err(request.id, code, message));
            continue;
        }
        let Some((params, odd)) = read(request.params) else {
            let message = "the parameters of `initialize` are not an object".to_owned();
            let code = ErrorCode::InvalidParams as i32;
            editor.respond(Response::new_err(request.id, code, message));
            continue;
        };
        let parent = params.process_id.and_then(Parent::new);
        let session = Session::new(params, editor, cwd);
        let result = json!({
            "capabilities": capabilities(session.encoding(), session.client()),
            "serverInfo": {
                "name": crate::report::TOOL_NAME,
                "version": crate::report::TOOL_VERSION,
            },
        });
        let editor = session.editor();
        editor.respond(Response::new_ok(request.id, result));
        for part in odd {
            let message = format!("`{part}` is not as the protocol has it; it is ignored");
            editor.log(lsp::MessageType::Warning, message);
        }
        return Some((session, parent));
    }
}

/// Reads the parameters of `initialize`. A part that does not fit the protocol is left
/// out, so that one odd capability does not keep an editor from everything; the second
/// names these parts. `None` where there is nothing to read.
fn read(params: Value) -> Option<(lsp::InitializeParams, Vec<String>)> {
    if let Ok(params) = serde_json::from_value(params.clone()) {
        return Some((params, Vec::new()));
    }
    let Value::Object(mut fields) = params else {
        return None;
    };
    let mut odd = Vec::new();
    let mut capabilities = match fields.remove("capabilities") {
        Some(Value::Object(capabilities)) => capabilities,
        Some(_) => {
            odd.push("capabilities".to_owned());
            Map::new()
        }
        None => Map::new(),
    };
    keep(
        &mut fields,
        &mut odd,
        "",
        |name, value| json!({ "capabilities": {}, name: value }),
    );
    for (group, parts) in &mut capabilities {
        let Value::Object(parts) = parts else {
            continue;
        };
        let prefix = format!("capabilities.{group}.");
        keep(
            parts,
            &mut odd,
            &prefix,
            |name, value| json!({ "capabilities": { group: { name: value } } }),
        );
    }
    keep(
        &mut capabilities,
        &mut odd,
        "capabilities.",
        |name, value| json!({ "capabilities": { name: value } }),
    );
    fields.insert("capabilities".to_owned(), capabilities.into());
    let params = serde_json::from_value(fields.into()).unwrap_or_default();
    Some((params, odd))
}

/// Keeps the fields with which parameters that hold nothing else can be read.
fn keep(
    fields: &mut Map<String, Value>,
    odd: &mut Vec<String>,
    prefix: &str,
    alone: impl Fn(&str, &Value) -> Value,
) {
    fields.retain(|name, value| {
        let fits = serde_json::from_value::<lsp::InitializeParams>(alone(name, value)).is_ok();
        if !fits {
            odd.push(format!("{prefix}{name}"));
        }
        fits
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[allow(deprecated, reason = "editors still send `rootUri`")]
    fn one_odd_part_leaves_the_others() {
        let params = json!({
            "processId": "12", "rootUri": "file:///a", "locale": 3,
            "capabilities": {
                "general": { "positionEncodings": ["utf-8"] },
                "textDocument": { "hover": { "contentFormat": 7 }, "rename": {} },
                "window": [],
            },
        });
        let (params, mut odd) = read(params).unwrap();
        odd.sort();
        let expected = [
            "capabilities.textDocument.hover",
            "capabilities.window",
            "locale",
            "processId",
        ];
        assert_eq!(odd, expected);
        assert_eq!(params.root_uri, Some(lsp::Uri("file:///a".to_owned())));
        let general = params.capabilities.general.unwrap();
        assert!(general.position_encodings.is_some());
        let documents = params.capabilities.text_document.unwrap();
        assert!(documents.rename.is_some() && documents.hover.is_none());
    }

    #[test]
    fn nothing_can_be_read_of_nothing() {
        assert!(read(Value::Null).is_none());
        assert!(read(json!([])).is_none());
        assert_eq!(read(json!({})).map(|(_, odd)| odd), Some(Vec::new()));
    }
}
