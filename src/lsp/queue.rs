//! Messages that were read and not yet looked at.

use std::collections::{HashSet, VecDeque};

use gen_lsp_types as lsp;
use lsp_server::{ErrorCode, Message, Notification, RequestId, Response};

/// Messages in the order in which they came.
#[derive(Default)]
pub(super) struct Queue {
    waiting: VecDeque<Message>,
    /// The requests among them that are not cancelled.
    requests: HashSet<RequestId>,
    /// Those that are, and were answered.
    cancelled: HashSet<RequestId>,
}

impl Queue {
    /// Adds a message. One that cancels a request that waits gives the response to it,
    /// and the request is never begun.
    pub fn add(&mut self, message: Message) -> Option<Response> {
        let Some(id) = cancelled(&message) else {
            if let Message::Request(request) = &message {
                self.requests.insert(request.id.clone());
            }
            self.waiting.push_back(message);
            return None;
        };
        if !self.requests.remove(&id) {
            // Answered already, or something that the loop holds back.
            self.waiting.push_back(message);
            return None;
        }
        self.cancelled.insert(id.clone());
        Some(cancelled_response(id))
    }

    /// The next message.
    pub fn next(&mut self) -> Option<Message> {
        loop {
            let message = self.waiting.pop_front()?;
            let Message::Request(request) = &message else {
                return Some(message);
            };
            self.requests.remove(&request.id);
            if !self.cancelled.remove(&request.id) {
                return Some(message);
            }
        }
    }

    /// Whether a change of this document waits.
    pub fn will_change(&self, uri: &lsp::Uri) -> bool {
        self.waiting.iter().any(|message| match message {
            Message::Notification(Notification { method, params }) => {
                method == "textDocument/didChange"
                    && params["textDocument"]["uri"].as_str() == Some(&uri.0)
            }
            _ => false,
        })
    }
}

/// The response to a request that was cancelled.
pub(super) fn cancelled_response(id: RequestId) -> Response {
    let message = "the editor cancelled the request".to_owned();
    Response::new_err(id, ErrorCode::RequestCanceled as i32, message)
}

/// The request that a message cancels.
pub(super) fn cancelled(message: &Message) -> Option<RequestId> {
    let Message::Notification(told) = message else {
        return None;
    };
    if told.method != "$/cancelRequest" {
        return None;
    }
    match &told.params["id"] {
        serde_json::Value::String(id) => Some(id.clone().into()),
        id => i32::try_from(id.as_i64()?).ok().map(RequestId::from),
    }
}

#[cfg(test)]
mod tests {
    use lsp_server::Request;
    use serde_json::json;

    use super::*;

    fn request(id: i32) -> Message {
        Request::new(id.into(), "textDocument/hover".to_owned(), json!({})).into()
    }

    fn cancel(id: i32) -> Message {
        Notification::new("$/cancelRequest".to_owned(), json!({ "id": id })).into()
    }

    #[test]
    fn a_request_that_waits_can_be_cancelled() {
        let mut queue = Queue::default();
        assert!(queue.add(request(1)).is_none());
        assert!(queue.add(request(2)).is_none());
        let response = queue.add(cancel(1)).unwrap();
        assert_eq!(response.response_result.unwrap_err().code, -32800);
        let next = queue.next().unwrap();
        assert!(matches!(next, Message::Request(it) if it.id == 2.into()));
        assert!(queue.next().is_none());
    }

    #[test]
    fn one_that_was_answered_cannot() {
        let mut queue = Queue::default();
        assert!(queue.add(cancel(1)).is_none());
        assert!(queue.add(request(1)).is_none());
        assert_eq!(cancelled(&queue.next().unwrap()), Some(1.into()));
        assert!(queue.next().is_some());
    }
}
