//! A repository, and machines of services as far as scripts see them.

use std::fmt::Write as _;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use sha2::{Digest as _, Sha256};

use super::VERSION;
use super::support::cli::{Project, Run};
use super::support::{python, root};

/// What installers and later steps are on the machine. Each does what the real one
/// would do for our snippets, and fails for anything else.
const TOOLS: [(&str, &str); 6] = [
    (
        "pip",
        r#"for word; do
  case $word in
    install | -* | ignore) ;;
    "codemagic-lint==$VERSION") ln -sf "$PROGRAM" "$BIN/codemagic-lint" ;;
    *) echo "pip: $word" >&2; exit 9 ;;
  esac
done"#,
    ),
    (
        "npx",
        r#"[ "$1 $2" = "--yes codemagic-lint@$VERSION" ] || exit 9
shift 2
exec "$PROGRAM" "$@""#,
    ),
    (
        "curl",
        r#"output=
while [ $# -gt 1 ]; do
  case $1 in
    --output) output=$2; shift ;;
    --retry | --proto) shift ;;
  esac
  shift
done
ours=codemagic-lint/codemagic-lint
case $1 in
  "https://github.com/$ours/releases/download/v$VERSION/"*) cp "$RELEASE/${1##*/}" "$output" ;;
  "https://raw.githubusercontent.com/$ours/v$VERSION/"*) cp "$ROOT/${1#*/v"$VERSION"/}" "$output" ;;
  *) exit 22 ;;
esac"#,
    ),
    (
        "uname",
        r#"case $1 in
  -s) echo "${SYSTEM:-Linux}" ;;
  -m) echo "${MACHINE:-x86_64}" ;;
esac"#,
    ),
    (
        "reviewdog",
        r#"cat >reviewdog.txt; echo "$@" >>reviewdog.txt"#,
    ),
    ("flutter", "echo built >flutter.txt"),
];

/// A release holds this in place of the program, which is large and slow to pack.
const LAUNCHER: &str = concat!(
    "#!/bin/sh\nexec '",
    env!("CARGO_BIN_EXE_codemagic-lint"),
    "' \"$@\"\n"
);

/// A repository on a machine.
pub struct Sandbox {
    pub project: Project,
    tools: tempfile::TempDir,
}

fn hex(bytes: &[u8]) -> String {
    let mut text = String::new();
    for byte in bytes {
        let _ = write!(text, "{byte:02x}");
    }
    text
}

impl Sandbox {
    /// A repository with these files, all of them committed.
    pub fn new(files: &[(&str, &str)]) -> Self {
        let sandbox = Self {
            project: Project::new(files),
            tools: tempfile::tempdir().unwrap(),
        };
        for folder in ["bin", "installed", "release", "home"] {
            fs::create_dir(sandbox.tool(folder)).unwrap();
        }
        for (name, script) in TOOLS {
            sandbox.add_tool(name, script);
        }
        let python = python();
        let python = python.display();
        sandbox.add_tool(
            "pre-commit",
            &format!("exec '{python}' -m pre_commit \"$@\""),
        );
        // An environment, which is made as elsewhere but holds no pip.
        let script = format!(
            "[ \"$1 $2\" = '-m venv' ] || exec '{python}' \"$@\"\n\
             mkdir -p \"$3/bin\" && : >\"$3/bin/activate\""
        );
        sandbox.add_tool("python3", &script);
        sandbox
            .shell("git init --quiet && git add --all && git commit --quiet --allow-empty --message all")
            .ends_with(0);
        sandbox
    }

    /// A path on the machine, outside the repository.
    pub fn tool(&self, name: &str) -> PathBuf {
        self.tools.path().join(name)
    }

    fn add_tool(&self, name: &str, script: &str) {
        let path = self.tool("bin").join(name);
        fs::write(&path, format!("#!/bin/sh\nset -eu\n{script}\n")).unwrap();
        fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
    }

    /// Puts the program on the `PATH`.
    pub fn install(&self) {
        let program = env!("CARGO_BIN_EXE_codemagic-lint");
        let link = self.tool("installed/codemagic-lint");
        std::os::unix::fs::symlink(program, link).unwrap();
    }

    /// Makes the archive of a release, with its checksum; gives its path.
    pub fn release(&self, target: &str) -> PathBuf {
        let content = self.tool("content");
        fs::create_dir_all(&content).unwrap();
        let is_zip = target.contains("windows");
        let name = if is_zip {
            "codemagic-lint.exe"
        } else {
            "codemagic-lint"
        };
        fs::write(content.join(name), LAUNCHER).unwrap();
        let (extension, mut packer) = if is_zip {
            let mut packer = Command::new(python());
            packer.args(["-m", "zipfile", "-c"]);
            ("zip", packer)
        } else {
            let mut packer = Command::new("tar");
            packer.arg("-czf");
            ("tar.gz", packer)
        };
        let name_of_archive = format!("codemagic-lint-{target}.{extension}");
        let archive = self.tool("release").join(&name_of_archive);
        let status = packer
            .arg(&archive)
            .arg(name)
            .current_dir(&content)
            .status()
            .unwrap();
        assert!(status.success(), "{target}");
        let digest = Sha256::digest(fs::read(&archive).unwrap());
        let checksum = self
            .tool("release")
            .join(format!("{name_of_archive}.sha256"));
        fs::write(checksum, format!("{}  {name_of_archive}\n", hex(&digest))).unwrap();
        archive
    }

    /// A command on this machine, in the repository. Nothing of the machine that runs
    /// the tests is in its environment.
    pub fn command(&self, program: &str, directory: &Path) -> assert_cmd::Command {
        let mut command = assert_cmd::Command::new(program);
        let bin = self.tool("bin");
        let installed = self.tool("installed");
        let path = format!(
            "{}:{}:/usr/local/bin:/usr/bin:/bin",
            bin.display(),
            installed.display()
        );
        command.current_dir(directory).env_clear();
        command
            .env("PATH", path)
            .env("HOME", self.tool("home"))
            .env("PROGRAM", env!("CARGO_BIN_EXE_codemagic-lint"))
            .env("VERSION", VERSION)
            .env("BIN", installed)
            .env("RELEASE", self.tool("release"))
            .env("ROOT", root())
            .env("PRE_COMMIT_HOME", self.tool("pre-commit"));
        for role in ["AUTHOR", "COMMITTER"] {
            command.env(format!("GIT_{role}_NAME"), "A");
            command.env(format!("GIT_{role}_EMAIL"), "a@example.com");
        }
        // Our repository is where the hooks are, and whoever owns the files.
        let ours = format!("url.{}.insteadOf", self.tool("hooks").display());
        let address = "https://github.com/codemagic-lint/codemagic-lint";
        let settings = [(&*ours, address), ("safe.directory", "*")];
        command.env("GIT_CONFIG_COUNT", settings.len().to_string());
        for (index, (key, value)) in settings.into_iter().enumerate() {
            command.env(format!("GIT_CONFIG_KEY_{index}"), key);
            command.env(format!("GIT_CONFIG_VALUE_{index}"), value);
        }
        command
    }

    /// Runs commands as somebody types them in the repository.
    pub fn shell(&self, script: &str) -> Run {
        self.script(&["bash", "-e"], script, &[])
    }

    /// Runs a script in the repository by this shell.
    pub fn script(&self, shell: &[&str], script: &str, env: &[(&str, &str)]) -> Run {
        let mut command = self.command(shell[0], self.project.directory());
        command.args(&shell[1..]).args(["-c", script]);
        command.envs(env.iter().copied());
        Run::of(&mut command)
    }
}
