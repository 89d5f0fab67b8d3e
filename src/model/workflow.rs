//! `workflows.<id>`.

use super::decode::section;
use super::environment::Environment;
use super::publishing::Publishing;
use super::step::{PreCloneStep, Step, When};
use super::triggering::Triggering;
use super::value::{AnyScalar, AnyText, Integer, List, Map, Templated, Text, TextOr, keywords};

keywords! {
    /// The machine a build runs on.
    pub enum InstanceType {
        /// Retired: a Mac mini with an Intel processor.
        MacMini = "mac_mini",
        /// Retired: a Mac mini M1.
        MacMiniM1 = "mac_mini_m1",
        /// A Mac mini M2.
        MacMiniM2 = "mac_mini_m2",
        /// A Mac mini M4.
        MacMiniM4 = "mac_mini_m4",
        /// A Mac Studio M4 Max.
        MacStudioM4Max = "mac_studio_m4_max",
        /// Retired: a Mac Pro.
        MacPro = "mac_pro",
        /// Retired: a Linux machine; `linux_x2` is used instead.
        Linux = "linux",
        /// A Linux machine with 8 processors.
        LinuxX2 = "linux_x2",
        /// A Linux machine with 16 processors.
        LinuxX4 = "linux_x4",
        /// A Windows machine.
        WindowsX2 = "windows_x2",
    }
}

impl InstanceType {
    /// Whether the machine runs macOS.
    pub fn is_mac(self) -> bool {
        self.word().starts_with("mac")
    }
}

section! {
    /// The whole way of a build, from what starts it to where it is published.
    /// The key is the workflow's id in the REST API.
    "https://docs.codemagic.io/yaml-basic-configuration/yaml-getting-started/#workflows"
    pub struct Workflow {
        /// The name shown in the web application and in checks; left out, the id.
        name: AnyText,
        /// The machine the build runs on.
        instance_type: Templated<InstanceType>,
        /// Minutes after which the build is stopped, from 1 to 120.
        max_build_duration: Templated<Integer<1, { i64::MAX }>> [default "60"],
        /// Which webhook events start the workflow.
        triggering: Triggering,
        /// Values asked for when a build is started by hand.
        inputs: Map<Input>,
        /// Variables, signing files and tool versions.
        environment: Environment,
        /// Team integrations that the workflow uses.
        integrations: Integrations,
        /// Directories kept between builds.
        cache: Cache,
        /// When the workflow runs at all.
        when: When,
        /// The directory of the project inside the repository.
        working_directory: Templated<AnyText>,
        /// Steps that run before the repository is cloned.
        pre_clone_scripts: List<TextOr<Text, PreCloneStep>, 1>,
        /// The steps of the build.
        scripts: List<TextOr<Text, Step>, 1>,
        /// Patterns of the files to keep, relative to the working directory.
        artifacts: List<AnyScalar, 1>,
        /// Where the build goes, and who hears of it.
        publishing: Publishing,
        /// Labels of the build.
        labels: List<Templated<AnyText>, 0>,
    }
}

section! {
    /// Integrations of the team that the workflow uses.
    "https://docs.codemagic.io/yaml-publishing/app-store-connect/"
    pub struct Integrations {
        /// The name of an App Store Connect API key, as shown under Team
        /// integrations.
        app_store_connect: Templated<Text>,
    }
}

section! {
    /// Directories kept between builds.
    "https://docs.codemagic.io/knowledge-codemagic/caching/"
    pub struct Cache {
        /// The directories, such as `$HOME/.gradle/caches`.
        cache_paths: List<Text, 0>,
    }
}

keywords! {
    /// The type of an input.
    pub enum InputType {
        /// `true` or `false`.
        Boolean = "boolean",
        /// One of `options`.
        Choice = "choice",
        /// A number.
        Number = "number",
        /// Text.
        String = "string",
    }
}

section! {
    /// A value asked for when a build is started by hand, used as
    /// `${{ inputs.id }}`.
    "https://docs.codemagic.io/knowledge-codemagic/build-inputs/"
    pub struct Input {
        /// What the person who starts the build is asked.
        description: Text [required],
        /// The type of the value.
        kind: InputType [key "type"] [default "string"],
        /// The values to choose from, for `type: choice`.
        options: List<AnyScalar, 1>,
        /// The value where none is given; without it, webhooks and schedules
        /// cannot start the workflow.
        default: InputDefault,
    }
}

/// The default of an input: any scalar, also empty text.
pub struct InputDefault;

impl super::Decode for InputDefault {
    type Output = super::TextNode;
    const SHAPE: &'static super::Shape = &super::Shape::AnyOf(&[
        &super::Shape::Text { min: 0 },
        &super::Shape::Number,
        &super::Shape::Boolean,
    ]);

    fn decode(
        decoder: &mut super::Decoder<'_>,
        node: crate::syntax::NodeId,
    ) -> Option<super::TextNode> {
        if decoder.tree().scalar(node).is_some() {
            return Some(super::TextNode(node));
        }
        decoder.wrong_type(Self::SHAPE, node);
        None
    }
}
