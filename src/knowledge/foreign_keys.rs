//! Keys of other CI systems, of Codemagic's workflow editor and of wishful
//! thinking, with what codemagic.yaml has in their place.
//!
//! Source: the documentation of GitHub Actions, GitLab CI, Bitrise, `CircleCI`,
//! Azure Pipelines, Travis CI and Codemagic's workflow editor, and keys that were
//! tried in public codemagic.yaml files, as of 2026-06.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::spelling::plain;

/// A key that Codemagic does not have.
#[derive(Debug)]
pub struct ForeignKey {
    /// The section, by the name of its declaration.
    section: &'static str,
    /// Its spellings, in lower case with `_` for `-`.
    keys: &'static [&'static str],
    /// What to do: follows "is not a Codemagic key: ".
    pub advice: &'static str,
    /// The key to write instead, where a new name is all it takes.
    pub rename: Option<&'static str>,
}

macro_rules! foreign_keys {
    ($($section:ident { $($($key:literal)|+ => $advice:literal $(, rename $rename:literal)?;)+ })+) => {
        static FOREIGN: &[ForeignKey] = &[$($(ForeignKey {
            section: stringify!($section),
            keys: &[$($key),+],
            advice: $advice,
            rename: foreign_keys!(@option $($rename)?),
        }),+),+];
    };
    (@option) => { None };
    (@option $rename:literal) => { Some($rename) };
}

foreign_keys! {
    Workflow {
        "steps" | "commands" | "tasks" | "build_steps" => "use `scripts`", rename "scripts";
        "jobs" | "job" | "stages" | "stage"
            => "give each job a workflow of its own under `workflows`";
        "variables" | "env" | "env_vars" | "environment_variables" | "var" | "envs"
            => "use `environment.vars`";
        "secrets" => "use a variable group, imported with `environment.groups`";
        "before_script" | "before_install" | "install" | "pre_build" | "before_build" | "build"
            | "test" | "pre_build_script" | "pre_test_script" | "post_test_script"
            | "post_build_script" | "pre_publish_script" | "post_clone_script"
            | "post_clone_scripts" | "pre_build_scripts" | "post_build_scripts" | "script_steps"
            => "use a step of `scripts`";
        "after_script" | "after_success" | "after_failure" | "after_build" | "post"
            | "post_publish_script" | "post_publish_scripts"
            => "use `publishing.scripts`, which run after the build";
        "on" | "trigger" | "triggers" | "triggered_by"
            => "use `triggering`", rename "triggering";
        "only" | "except" | "branches" | "rules" => "use `triggering.branch_patterns`";
        "schedule" | "schedules" | "cron"
            => "schedules are set up in the web application";
        "runs_on" | "image" | "machine" | "machine_type" | "os" | "pool" | "agent" | "executor"
            | "vm" | "vm_image" | "vmimage" | "platform" | "stack"
            => "use `instance_type`", rename "instance_type";
        "uses" | "with" | "plugins" | "orbs"
            => "there are no plug-ins; run the tool in a step of `scripts`";
        "code_signing" | "signing" | "codesigning"
            => "use `environment.ios_signing` or `environment.android_signing`";
        "certificate_type" => "use `environment.ios_signing.distribution_type`";
        "flutter_project" | "project" | "project_path" | "project_dir" | "root_directory"
            => "use `working_directory`";
        "project_type" | "app_type" => "the steps of `scripts` decide what is built";
        "build_arguments" | "build_mode" | "build_format" | "build_platforms"
            => "pass it to the build command in a step of `scripts`";
        "android_sdk" | "android" | "go" | "gradle" | "python" | "dart" | "kotlin" | "swift"
            | "rust" | "php" | "dotnet"
            => "install the tool in a step of `scripts`";
        "timeout" | "timeout_minutes" | "timeout_in_minutes" | "max_duration"
            => "use `max_build_duration`, in minutes", rename "max_build_duration";
        "needs" | "depends_on" | "dependencies" | "requires"
            => "workflows do not wait for each other; start the next one through the REST API";
        "strategy" | "matrix" | "parallel"
            => "write a workflow for each variant and share sections through anchors";
        "if" => "use `when.condition`";
        "deploy" | "release" | "distribute" => "use `publishing`", rename "publishing";
        "notifications" | "notification" => "use `publishing.email` or `publishing.slack`";
        "concurrency" => "use `triggering.cancel_previous_builds`";
        "services" | "container" | "docker" => "start it in a step of `scripts`";
    }
    Environment {
        "variables" | "variable" | "env" | "env_vars" | "environment_variables" | "var"
            => "use `vars`", rename "vars";
        "secrets" => "use a variable group, imported with `groups`";
        "variable_groups" | "env_groups" | "group_names" => "use `groups`", rename "groups";
        "xcode_version" => "use `xcode`", rename "xcode";
        "flutter_version" | "flutter_channel" => "use `flutter`", rename "flutter";
        "node_version" | "nodejs" => "use `node`", rename "node";
        "java_version" | "jdk" | "jdk_version" => "use `java`", rename "java";
        "cocoapods_version" | "pods" => "use `cocoapods`", rename "cocoapods";
        "ndk_version" | "android_ndk" => "use `ndk`", rename "ndk";
        "android_sdk" | "android" | "go" | "gradle" | "python" | "dart" | "kotlin" | "swift"
            | "rust" | "php" | "dotnet" | "yarn" | "pnpm" | "bun" | "bundler" | "fastlane" | "deno"
            => "install the tool in a step of `scripts`";
        "image" | "machine" | "machine_type" | "os" | "runs_on"
            => "use `instance_type` of the workflow";
        "certificate_type" => "use `ios_signing.distribution_type`";
        "code_signing" | "signing" => "use `ios_signing` or `android_signing`";
    }
    IosSigning {
        "certificate_type" | "type" | "export_method" | "profile_type"
            => "use `distribution_type`", rename "distribution_type";
        "bundle_id" | "app_id" | "app_identifier"
            => "use `bundle_identifier`", rename "bundle_identifier";
        "certificate_p12" | "certificate_password"
            => "upload the certificate under Team settings and name it under `certificates`";
        "automatic" | "team_id" => "use `distribution_type` and `bundle_identifier`";
    }
    Step {
        "run" | "command" | "cmd" | "commands" | "bash" | "sh" | "inline"
            => "use `script`", rename "script";
        "title" | "label" | "displayname" | "display_name" => "use `name`", rename "name";
        "env" | "variables" | "vars" | "env_vars"
            => "use the workflow's `environment.vars`, or `export` inside the script";
        "uses" | "with" | "task" | "inputs"
            => "there are no plug-ins; run the tool in `script`";
        "if" | "condition" => "use `when.condition`";
        "continue_on_error" | "allow_failure"
            => "use `ignore_failure`", rename "ignore_failure";
        "timeout" | "timeout_minutes"
            => "steps have no limit of their own; `max_build_duration` limits the whole build";
        "shell" => "begin the script with a `#!` line";
        "cwd" | "workdir" => "use `working_directory`", rename "working_directory";
    }
    Cache {
        "paths" | "path" | "directories" | "folders"
            => "use `cache_paths`", rename "cache_paths";
        "key" | "keys" | "restore_keys" | "policy" | "enabled"
            => "`cache_paths` alone describes the cache";
    }
    Triggering {
        "branches" | "branch" | "on" => "use `branch_patterns`";
        "tags" | "tag" => "list `tag` under `events` and patterns under `tag_patterns`";
        "push" | "pull_request" | "pull_requests" | "merge_requests" => "list it under `events`";
        "paths" | "paths_ignore" | "changes" => "use `when.changeset` of the workflow";
        "schedule" | "schedules" | "cron" => "schedules are set up in the web application";
    }
    Email {
        "to" | "addresses" | "emails" => "use `recipients`", rename "recipients";
        "on_build_success" | "on_success" => "use `notify.success`";
        "on_build_failure" | "on_failure" => "use `notify.failure`";
    }
    Slack {
        "webhook" | "webhook_url" | "url" | "token"
            => "connect Slack under Team integrations and name the `channel`";
        "on_build_success" | "on_success" => "use `notify.success`";
        "on_build_failure" | "on_failure" => "use `notify.failure`";
    }
}

/// What to write in place of a key, in a section of this name; `None` for a key
/// that is not known from elsewhere.
pub fn foreign_key(section: &str, key: &str) -> Option<&'static ForeignKey> {
    // Steps before cloning take what other steps take.
    let section = if section == "PreCloneStep" {
        "Step"
    } else {
        section
    };
    if key.len() > LONGEST {
        return None;
    }
    let (_, foreign) = by_key()
        .get(&*plain(key))?
        .iter()
        .find(|(of, _)| *of == section)?;
    Some(foreign)
}

/// Bytes of the longest key that is known.
const LONGEST: usize = 32;

/// The sections for which a key is known, with what is to be said there.
type Known = Vec<(&'static str, &'static ForeignKey)>;

/// Files may have tens of thousands of keys that nobody knows.
fn by_key() -> &'static FxHashMap<&'static str, Known> {
    static BY_KEY: OnceLock<FxHashMap<&str, Known>> = OnceLock::new();
    BY_KEY.get_or_init(|| {
        let mut found: FxHashMap<&str, Known> = FxHashMap::default();
        for foreign in FOREIGN {
            for key in foreign.keys {
                let known = found.entry(key).or_default();
                known.push((foreign.section, foreign));
            }
        }
        found
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model;

    #[test]
    fn sections_and_new_names_exist_and_listed_keys_do_not() {
        let sections = model::sections();
        for foreign in FOREIGN {
            let mut named = sections
                .iter()
                .filter(|(_, section)| section.name == foreign.section);
            let (_, section) = named.next().expect(foreign.section);
            if let Some(rename) = foreign.rename {
                assert!(section.field(rename).is_some(), "{rename}");
            }
            for key in foreign.keys {
                assert!(section.field(key).is_none(), "{key}");
                assert!(key.len() <= LONGEST, "{key}");
                let found = foreign_key(foreign.section, key).expect(key);
                assert!(std::ptr::eq(found, foreign), "{key} is listed twice");
            }
        }
    }
}
