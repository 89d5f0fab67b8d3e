//! Servers that answer what App Store Connect never would.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;

use codemagic_lint::app_store_connect::{Clock, ManualClock};
use codemagic_lint::publish::timeline::{Outcome, StepName, Timeline};
use codemagic_lint::publish::{Against, dry_run};

use crate::support::{Ask, plan, start};

/// Answers every request that is not for the mock itself with the same head and body;
/// `HOST` stands for the server's own address.
fn server(head: &'static str, body: String) -> SocketAddr {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut read = Vec::new();
            let mut chunk = [0; 4096];
            while !read.windows(4).any(|end| end == b"\r\n\r\n") {
                let length = stream.read(&mut chunk).unwrap();
                read.extend_from_slice(&chunk[..length]);
                if length == 0 {
                    break;
                }
            }
            let (head, body) = if read.windows(8).any(|it| it == b"T /_mock") {
                ("404 Not Found", String::new())
            } else {
                (head, body.replace("HOST", &address.to_string()))
            };
            let length = body.len();
            // A client that has seen enough may be gone.
            let _ = write!(
                stream,
                "HTTP/1.1 {head}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}"
            );
        }
    });
    address
}

fn asked(address: SocketAddr) -> Timeline {
    let clock: Arc<dyn Clock> = Arc::new(ManualClock::at(start()));
    let against = Against::in_process(address).unwrap();
    dry_run(&plan().testflight(), against, clock, &mut |_| {
        std::ops::ControlFlow::Continue(())
    })
    .unwrap()
}

fn first_cause(timeline: &Timeline) -> &str {
    let mut steps = timeline.steps.iter();
    let step = steps.find(|step| step.name == StepName::FindApp).unwrap();
    &step.causes[0].message
}

#[test]
fn a_redirection_is_a_failure_that_names_where_it_leads() {
    for head in [
        "302 Found\r\nlocation: http://192.0.2.1/v1/apps",
        "304 Not Modified",
    ] {
        let timeline = asked(server(head, String::new()));
        assert_eq!(timeline.outcome, Outcome::Failed);
        let told = first_cause(&timeline);
        assert!(told.contains(&head[..3]), "{told}");
        assert_eq!(
            told.contains("`http://192.0.2.1/v1/apps`"),
            head.starts_with("302"),
            "{told}"
        );
    }
}

#[test]
fn a_list_that_leads_in_a_circle_is_read_once() {
    let body = r#"{"data":[],"links":{"self":"s","next":"http://HOST/v1/apps?cursor=A"}}"#;
    let timeline = asked(server("200 OK", body.into()));
    assert!(
        first_cause(&timeline).contains("leads back to a page"),
        "{timeline:?}"
    );
    let step = timeline
        .steps
        .iter()
        .find(|it| it.name == StepName::FindApp);
    assert!(step.unwrap().requests.len() <= 3);
}

#[test]
fn a_message_of_half_a_megabyte_is_shortened_wherever_it_is_told() {
    let long = "x".repeat(500_000);
    let error = format!(r#"{{"status":"409","code":"{long}","title":"{long}","detail":"{long}"}}"#);
    let many = [error.as_str(); 3].join(",");
    let timeline = asked(server("409 Conflict", format!(r#"{{"errors":[{many}]}}"#)));
    assert_eq!(timeline.outcome, Outcome::Failed);
    let told = format!("{timeline:?}");
    assert!(told.contains('…') && told.len() < 20_000, "{}", told.len());
}
