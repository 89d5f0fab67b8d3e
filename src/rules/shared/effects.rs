//! What commands leave behind: which of them make nothing that anyone would name.
//!
//! To say that something is missing is safe only behind commands that are known; any
//! other may make anything.

use crate::expression::shell::Command;
use crate::repository::paths;

use super::cached_paths::{in_clone, normal};
use super::packages::gradle_tasks;

/// What a command may make.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Effect {
    /// Nothing but what it names.
    Nothing,
    /// What builds and installations leave, which is seldom named again.
    Seldom,
    /// Anything.
    Anything,
}

/// Tools that make nothing, or only what they name.
const HARMLESS: &[&str] = &[
    ":",
    "PlistBuddy",
    "[",
    "[[",
    "adb",
    "agvtool",
    "android-app-bundle",
    "android-keystore",
    "app-store-connect",
    "avdmanager",
    "awk",
    "base64",
    "basename",
    "break",
    "cat",
    "cd",
    "chmod",
    "chown",
    "codesign",
    "continue",
    "cut",
    "date",
    "declare",
    "defaults",
    "detekt",
    "df",
    "diff",
    "dirname",
    "du",
    "echo",
    "egrep",
    "emulator",
    "eslint",
    "exit",
    "export",
    "false",
    "file",
    "google-play",
    "grep",
    "head",
    "hostname",
    "jest",
    "jq",
    "keychain",
    "keytool",
    "kill",
    "killall",
    "ktlint",
    "launchctl",
    "let",
    "local",
    "ls",
    "mkdir",
    "openssl",
    "plutil",
    "popd",
    "prettier",
    "printenv",
    "printf",
    "ps",
    "pushd",
    "pwd",
    "read",
    "readlink",
    "readonly",
    "realpath",
    "return",
    "rm",
    "rmdir",
    "scutil",
    "sdkmanager",
    "security",
    "sed",
    "set",
    "shift",
    "shopt",
    "simctl",
    "sleep",
    "sort",
    "stat",
    "sw_vers",
    "swiftlint",
    "sysctl",
    "systemsetup",
    "tail",
    "tee",
    "test",
    "touch",
    "tr",
    "trap",
    "true",
    "type",
    "ulimit",
    "umask",
    "uname",
    "uniq",
    "unset",
    "wait",
    "wc",
    "which",
    "whoami",
    "xcode-select",
];

/// Tools that make what they name, so that a name no one knows may be any.
const NAMING: &[&str] = &["cp", "curl", "mkdir", "tee", "touch"];

/// Tools that build or install.
const BUILDERS: &[&str] = &[
    "apt",
    "apt-get",
    "brew",
    "corepack",
    "gem",
    "pip",
    "pip3",
    "xcodebuild",
];

/// What `git` does when it leaves the files as they are.
const GIT: &[&str] = &[
    "add",
    "branch",
    "commit",
    "config",
    "describe",
    "diff",
    "fetch",
    "log",
    "ls-files",
    "push",
    "remote",
    "rev-list",
    "rev-parse",
    "show",
    "status",
    "tag",
    "update-index",
];

/// How the names of Gradle's own tasks begin, which write below `build`.
const TASKS: &[&str] = &[
    "assemble",
    "build",
    "bundle",
    "check",
    "clean",
    "compile",
    "connected",
    "dependencies",
    "lint",
    "publish",
    "signing",
    "tasks",
    "test",
];

/// What a command may make, besides what its words name.
pub(crate) fn effect(command: &Command<'_>) -> Effect {
    let arguments = command.arguments();
    let tool = command.tool();
    let is_question = |it: &str| {
        matches!(
            it,
            "--help" | "--version" | "-V" | "-h" | "-v" | "-version" | "help" | "version"
        )
    };
    if names_are_computed(command) {
        Effect::Anything
    } else if tool.is_empty() || (arguments.len() == 1 && is_question(command.argument(0))) {
        Effect::Nothing
    } else if is_of_repository(command) {
        Effect::Anything
    } else {
        known(command, tool)
    }
}

fn known(command: &Command<'_>, tool: &str) -> Effect {
    let mut operands = command.operands().map(|word| &*word.text);
    let (first, second) = (
        operands.next().unwrap_or_default(),
        operands.next().unwrap_or_default(),
    );
    let unless = |is_known: bool, effect| if is_known { effect } else { Effect::Anything };
    match tool {
        "flutter" => flutter(first, second),
        "dart" => match first {
            "pub" => flutter(first, second),
            _ => unless(
                matches!(first, "analyze" | "fix" | "format" | "test"),
                Effect::Nothing,
            ),
        },
        "fvm" => unless(matches!(first, "install" | "list" | "use"), Effect::Seldom),
        "git" => {
            let is_known = GIT.contains(&first);
            unless(is_known, Effect::Nothing)
        }
        "xcode-project" => match first {
            "build-ipa" | "run-tests" => Effect::Seldom,
            _ => Effect::Nothing,
        },
        "bundle" | "pod" => unless(
            matches!(first, "check" | "config" | "install" | "repo" | "update"),
            Effect::Seldom,
        ),
        "gradle" | "gradlew" => {
            let mut tasks =
                gradle_tasks(command).map(|task| task.rsplit(':').next().unwrap_or(task));
            let is_own = |task: &str| TASKS.iter().any(|it| task.starts_with(it));
            unless(tasks.all(is_own), Effect::Seldom)
        }
        "npm" | "pnpm" | "yarn" => packages(tool, first),
        "cp" => {
            // To a directory, or what only a build knows, or all below a directory.
            let mut words = command.arguments().iter().map(|it| &*it.text);
            let is_wide = words.any(|it| it.ends_with(['.', '/', '*']));
            unless(!is_wide, Effect::Nothing)
        }
        "curl" => {
            let mut words = command.arguments().iter().map(|it| &*it.text);
            let takes_name = |it: &str| {
                it.starts_with("--remote")
                    || (it.starts_with('-') && !it.starts_with("--") && it.contains(['O', 'J']))
            };
            unless(!words.any(takes_name), Effect::Nothing)
        }
        "find" => unless(runs_harmless(command), Effect::Nothing),
        "source" | "." => unless(
            in_clone(&normal(command.argument(0))).is_none(),
            Effect::Nothing,
        ),
        _ if HARMLESS.contains(&tool) => Effect::Nothing,
        _ => unless(BUILDERS.contains(&tool), Effect::Seldom),
    }
}

fn flutter(first: &str, second: &str) -> Effect {
    match first {
        "" | "analyze" | "channel" | "clean" | "config" | "devices" | "doctor" | "downgrade"
        | "emulators" | "format" | "precache" | "test" | "upgrade" => Effect::Nothing,
        "build" | "gen-l10n" => Effect::Seldom,
        "pub" | "packages" => match second {
            "add" | "cache" | "deps" | "downgrade" | "get" | "login" | "logout" | "outdated"
            | "remove" | "token" | "upgrade" => Effect::Nothing,
            "global" => Effect::Seldom,
            _ => Effect::Anything,
        },
        _ => Effect::Anything,
    }
}

/// Package managers of Node.js. What their hooks do is looked at elsewhere.
fn packages(tool: &str, first: &str) -> Effect {
    match first {
        "add" | "ci" | "i" | "install" => Effect::Seldom,
        "" if tool == "yarn" => Effect::Seldom,
        "audit" | "cache" | "config" | "login" | "ls" | "outdated" | "version" | "view"
        | "whoami" => Effect::Nothing,
        _ => Effect::Anything,
    }
}

/// Whether `find` only looks, or runs what makes nothing.
fn runs_harmless(command: &Command<'_>) -> bool {
    let words = command.arguments();
    let next = words.iter().skip(1).map(Some).chain([None]);
    words
        .iter()
        .zip(next)
        .all(|(word, next)| match &*word.text {
            "-exec" | "-execdir" | "-ok" => {
                next.is_some_and(|it| HARMLESS.contains(&paths::name(&it.text)))
            }
            text => !text.starts_with("-fprint"),
        })
}

/// Whether it is a program of the repository, which may do anything.
fn is_of_repository(command: &Command<'_>) -> bool {
    let is_known = matches!(command.tool(), "gradlew" | "flutter" | "dart");
    let program = command.program().map_or("", |word| &*word.text);
    !is_known && program.contains('/') && in_clone(&normal(program)).is_some()
}

/// Whether it makes something in the clone whose name is computed.
fn names_are_computed(command: &Command<'_>) -> bool {
    let is_naming = NAMING.contains(&command.tool());
    let words = command.arguments().iter().filter(|_| is_naming);
    let redirected = command.outputs().map(|(_, target)| target);
    words.chain(redirected).any(|word| is_computed(&word.text))
}

fn is_computed(text: &str) -> bool {
    let path = normal(text);
    let inside = path.strip_prefix("$CM_BUILD_DIR").unwrap_or(&path);
    let is_elsewhere = inside.starts_with('~')
        || (inside.starts_with('/') && path == inside)
        || matches!(inside, "$CM_ENV" | "$FCI_ENV")
        || inside.contains("://");
    !is_elsewhere && inside.contains(['$', '`', '{', '*', '?'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::expression::shell::parse;

    fn of(script: &str) -> Effect {
        let parsed = parse(script);
        let effects = parsed.commands.iter().map(effect);
        effects.max().unwrap_or(Effect::Nothing)
    }

    #[test]
    fn what_is_not_known_may_make_anything() {
        let scripts = "$UNITY_HOME/Contents/MacOS/Unity -batchmode -executeMethod B.ios\n\
            bin/setup\n./bootstrap\nmkdir -p \"$OUT\"\nmkdir -p {gen,b}\nmason make x\n\
            lerna run prebuild\nnx run app:prebuild\nyarn workspace app prebuild\n\
            gradle generate\n./gradlew generate\nmvn package\ngo run ./tools\ncargo run\n\
            java -jar g.jar\nperl g.pl\nflutterfire configure\nbash < <(curl x)\n\
            curl -s https://x.y/i | bash\n/bin/bash -c \"make\"\nsudo make x\ntime make x\n\
            yarn prebuild\nnpm start\nditto a b\nhdiutil attach x.dmg\nsvn co x\nscp -r h:/x .\n\
            deno run x\nbunx x\npoetry run gen\ntools/gen\ngen\n\"$CM_BUILD_DIR/tools/gen\"\n\
            dart compile x\ndart tool/gen.dart\nswiftgen\nsourcery\npython3 -c \"x\"\n\
            if true; then make; fi\nf() { make; }; f\nng add x\ntns prepare ios\n\
            cp -r tmpl gen/\ngunzip x\njar xf a\neval \"$X\"\n$X\n$(cat x)\nmake &\n\
            msbuild x\ncapacitor add ios\nosascript x\nsh\nnpm init x\nflutter create .\n\
            timeout 5 make\nsource gen.sh\ngit clone x\ncmake x\necho x > \"$FILE\"\n\
            find . -exec make {} +\ncurl -LO https://x.y/z\nflutter pub run gen";
        for script in scripts.lines() {
            assert_eq!(of(script), Effect::Anything, "{script}");
        }
    }

    #[test]
    fn what_is_known_makes_nothing_or_what_a_build_leaves() {
        let scripts = "export X=1\necho \"$X\" >> $CM_ENV\necho x > /dev/null\nflutter pub get\n\
            flutter --version\nfvm flutter test\nX=1\npod --version\nrm -rf gen\n\
            xcode-project use-profiles\nkeychain initialize\nset -e\ngit status\n\
            mkdir -p \"$HOME/x\"\nmkdir -p $CM_BUILD_DIR/x\nfind . -exec chmod +x {} \\;\n\
            source ~/.bashrc\ncp a b\n[ -f a ]\ndart format .\nchmod +x ./gradlew\ncat a | grep b";
        for script in scripts.lines() {
            assert_eq!(of(script), Effect::Nothing, "{script}");
        }
        let scripts = "pod install\nnpm ci\nyarn\n./gradlew :app:assembleRelease --stacktrace\n\
            flutter build ipa\nbundle install\nbrew install x\nxcodebuild -scheme A archive";
        for script in scripts.lines() {
            assert_eq!(of(script), Effect::Seldom, "{script}");
        }
    }
}
