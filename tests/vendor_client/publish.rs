//! A publish with its upload, as the build itself makes it.

use codemagic_lint::mock_server::account::Account;

use crate::client::{Run, run};
use crate::support;

fn with_upload(altool: &str) -> Run {
    let arguments = [
        "publish",
        "--path",
        "App.ipa",
        "--testflight",
        "--altool-retries",
        "2",
    ];
    let mut run = Run::new(Account::default(), &arguments);
    let tools = support::root().join("tests/vendor_client");
    let path = std::env::var("PATH").unwrap();
    run.environment = vec![
        ("PATH".into(), format!("{}:{path}", tools.display())),
        ("ALTOOL".into(), altool.into()),
    ];
    run
}

#[test]
fn an_upload_goes_before_everything_else_and_its_failure_ends_the_publish() {
    let runs = ["", "refused", "duplicate"].map(with_upload);
    let Some(ended) = run(&runs) else { return };
    assert_eq!(ended[0].code, 0, "{}", ended[0].output);
    assert!(ended[0].output.contains("No errors uploading the archive"));
    let expected = [
        "Unable to authenticate.",
        "The bundle version must be higher than the previously uploaded version",
    ];
    for ((run, ended), message) in runs[1..].iter().zip(&ended[1..]).zip(expected) {
        assert_eq!(ended.code, 1, "{}", ended.output);
        assert!(ended.output.contains("Failed to upload archive at"));
        assert!(ended.output.contains(message), "{}", ended.output);
        assert!(
            run.requests().is_empty(),
            "nothing is asked after a failed upload"
        );
    }
}
