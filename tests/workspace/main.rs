//! Discovery, configuration and baseline on real directories.
#![cfg(feature = "cli")]
// The exception for tests does not reach the helpers beside them.
#![allow(clippy::unwrap_used)]

mod baseline;
mod configuration;
#[cfg(unix)]
mod links_and_permissions;
mod repository;
mod searching;

use std::fs;
use std::path::{Path, PathBuf};

use codemagic_lint::finding::{Category, Finding, Severity, fingerprint::fingerprint};
use codemagic_lint::syntax::Span;
use codemagic_lint::workspace::{
    Baseline, ConfigError, Discovery, DiscoveryError, FailOn, FileSettings, Options, Workspace,
    discover, read_file, repository_root,
};

/// A directory with files in it; a name that ends in `/` is a directory.
struct Project {
    dir: tempfile::TempDir,
}

impl Project {
    fn new(files: &[(&str, &str)]) -> Self {
        let project = Self {
            dir: tempfile::tempdir().unwrap(),
        };
        for (name, text) in files {
            project.write(name, text);
        }
        project
    }

    fn repository(files: &[(&str, &str)]) -> Self {
        let project = Self::new(files);
        project.write(".git/", "");
        project
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.at(name);
        if name.ends_with('/') {
            fs::create_dir_all(path).unwrap();
            return;
        }
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn at(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    fn discover_from(&self, cwd: &str, arguments: &[&str]) -> Discovery {
        let arguments: Vec<_> = arguments.iter().map(PathBuf::from).collect();
        discover(&self.at(cwd), &arguments, |_, _| false)
    }

    fn discover(&self, arguments: &[&str]) -> Discovery {
        self.discover_from("", arguments)
    }

    /// The discovery as the command line makes it: the configuration excludes.
    fn discover_configured(&self, arguments: &[&str]) -> Discovery {
        let workspace = self.workspace();
        let arguments: Vec<_> = arguments.iter().map(PathBuf::from).collect();
        discover(self.dir.path(), &arguments, |file, searched| {
            workspace.is_excluded(file, searched)
        })
    }

    fn workspace(&self) -> Workspace {
        Workspace::new(self.dir.path(), Options::default())
    }

    fn settings(&self, file: &str) -> FileSettings {
        let settings = self.workspace().settings_for(file.as_ref());
        settings.unwrap().as_ref().clone()
    }

    fn config_error(&self, file: &str) -> String {
        let error = self.workspace().settings_for(file.as_ref()).unwrap_err();
        error.to_string()
    }

    fn groups(&self, file: &str) -> Vec<String> {
        self.settings(file)
            .settings
            .known
            .groups
            .unwrap_or_default()
    }
}

fn names(discovery: &Discovery) -> Vec<&str> {
    let files = discovery.files.iter();
    files.map(|file| file.name.as_str()).collect()
}

fn errors(discovery: &Discovery) -> Vec<String> {
    discovery.errors.iter().map(ToString::to_string).collect()
}

fn helps(discovery: &Discovery) -> Vec<String> {
    let errors = discovery.errors.iter();
    errors.filter_map(DiscoveryError::help).collect()
}

const NONE: [&str; 0] = [];
