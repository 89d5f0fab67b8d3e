//! The Microsoft Store takes packages that only Windows makes.

use crate::model::workflow::InstanceType;
use crate::rules::prelude::*;
use crate::rules::shared::artifacts::{fills_output_folder, may_keep};
use crate::rules::shared::publishers::partner_center;

rule! {
    id: "partner-center-artifact",
    category: Artifacts,
    summary: "publishing to the Microsoft Store without a package for it",
    source: "https://docs.codemagic.io/yaml-publishing/microsoft-store/",
    check: Workflow(check),
}

/// Packages that Partner Center takes.
const PACKAGES: [&str; 3] = [".msix", ".msixbundle", ".msixupload"];

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let Some(store) = partner_center(view) else {
        return;
    };
    let tree = view.tree();
    let machine = &view.workflow.instance_type;
    let elsewhere = machine
        .value()
        .and_then(Value::literal)
        .filter(|kind| **kind != InstanceType::WindowsX2);
    if let (Some(kind), Some(node)) = (elsewhere, machine.node()) {
        report
            .at(
                node,
                format!(
                    "`{}` cannot make the package that the Microsoft Store needs",
                    kind.word()
                ),
            )
            .help("choose `windows_x2`; packages for Windows are made nowhere else")
            .related(tree, store.key, "published to the Microsoft Store here")
            .in_use();
        return;
    }
    let Some(artifacts) = view.workflow.artifacts.key() else {
        return;
    };
    if !view.workflow.artifacts.is_set() || may_keep(view, &PACKAGES) || fills_output_folder(view) {
        return;
    }
    report
        .at(artifacts, "no pattern here can match an `.msix` for the Microsoft Store")
        .help("add the pattern of the package, such as `build/windows/**/*.msix`; nothing is uploaded otherwise")
        .related(tree, store.key, "published to the Microsoft Store here")
        .in_use();
}
