//! What Firebase receives must be among the artifacts.

use crate::model::publishing::ArtifactType;
use crate::rules::prelude::*;
use crate::rules::shared::artifacts::{fills_output_folder, may_keep};
use crate::rules::shared::publishers::firebase;

rule! {
    id: "firebase-artifact-mismatch",
    category: Artifacts,
    summary: "a file for Firebase that is not among the artifacts",
    source: "https://docs.codemagic.io/yaml-distributing/firebase-app-distribution/",
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let Some(publishing) = view.workflow.publishing.value() else {
        return;
    };
    let (Some(firebase), Some(artifacts)) = (firebase(view), view.workflow.artifacts.key()) else {
        return;
    };
    if !view.workflow.artifacts.is_set() || fills_output_folder(view) {
        return;
    }
    let tree = view.tree();
    if let (Some(app), Some(key)) = (
        firebase.section.android.value(),
        firebase.section.android.key(),
    ) {
        let wanted = app.artifact_type.value();
        let other = wanted.and_then(Value::literal).map(|wanted| match wanted {
            ArtifactType::Aab => ("aab", ".aab"),
            ArtifactType::Apk => ("apk", ".apk"),
        });
        match other {
            Some((word, ending)) if !may_keep(view, &[ending]) => {
                let Some(node) = app.artifact_type.node() else {
                    return;
                };
                report
                    .at(node, format!("no pattern of `artifacts` can match the `{ending}` that `artifact_type: {word}` wants"))
                    .help(format!("add the pattern of the file, such as `build/app/outputs/**/*{ending}`, or change `artifact_type`; nothing is distributed otherwise"))
                    .related(tree, artifacts, "only these are kept")
                    .in_use();
            }
            None if !publishing.google_play.is_set() && !may_keep(view, &[".aab", ".apk"]) => {
                nothing_for(
                    view,
                    report,
                    artifacts,
                    key,
                    ("`.aab` or `.apk`", "build/app/outputs/**/*.aab"),
                );
            }
            _ => {}
        }
    }
    let Some(key) = firebase
        .section
        .ios
        .key()
        .filter(|_| firebase.section.ios.is_set())
    else {
        return;
    };
    if !publishing.app_store_connect.is_set() && !may_keep(view, &[".ipa"]) {
        nothing_for(
            view,
            report,
            artifacts,
            key,
            ("`.ipa`", "build/ios/ipa/*.ipa"),
        );
    }
}

fn nothing_for(
    view: &WorkflowView<'_>,
    report: &mut Report<'_>,
    artifacts: NodeId,
    key: NodeId,
    (what, example): (&str, &str),
) {
    report
        .at(
            artifacts,
            format!("no pattern here can match an {what} for Firebase"),
        )
        .help(format!(
            "add the pattern of the file, such as `{example}`; nothing is distributed otherwise"
        ))
        .related(view.tree(), key, "distributed through Firebase here")
        .in_use();
}
