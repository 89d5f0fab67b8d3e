//! What a command calls: the tool behind wrappers, its arguments and options.

use super::script::{Called, Command, Redirect, Word};

impl<'s> Command<'s> {
    /// The tool that it runs, its path left out; empty where it only assigns.
    /// Wrappers are skipped: `sudo -E xcrun altool` runs `altool`, `fvm flutter` runs
    /// `flutter`.
    pub fn tool(&self) -> &str {
        let name = self.called.name as usize;
        self.program()
            .and_then(|word| word.text.get(name..))
            .unwrap_or_default()
    }

    /// The tool as it is written, its path included.
    pub fn program(&self) -> Option<&Word<'s>> {
        self.words.get(self.called.word as usize)
    }

    /// The words behind the tool.
    pub fn arguments(&self) -> &[Word<'s>] {
        let behind = self.called.word as usize + 1;
        self.words.get(behind..).unwrap_or_default()
    }

    /// The argument at an index; empty past the end.
    pub fn argument(&self, index: usize) -> &str {
        self.arguments().get(index).map_or("", |word| &word.text)
    }

    /// The arguments that do not begin with a dash.
    pub fn operands(&self) -> impl Iterator<Item = &Word<'s>> {
        let words = self.arguments().iter();
        words.filter(|word| !word.text.starts_with('-'))
    }

    /// Whether it runs a tool with these first arguments.
    pub fn runs(&self, tool: &str, arguments: &[&str]) -> bool {
        self.tool() == tool
            && arguments
                .iter()
                .enumerate()
                .all(|(index, argument)| self.argument(index) == *argument)
    }

    /// Whether a word is written anywhere among the arguments.
    pub fn has(&self, word: &str) -> bool {
        self.arguments().iter().any(|found| found.text == word)
    }

    /// The word that gives an option's value: `--type X`, or `--type=X` whole.
    pub fn option(&self, name: &str) -> Option<&Word<'s>> {
        let mut words = self.arguments().iter();
        while let Some(word) = words.next() {
            if word.text == name {
                return words.next();
            }
            if with_value(word, name).is_some() {
                return Some(word);
            }
        }
        None
    }

    /// The text of an option's value.
    pub fn option_text(&self, name: &str) -> Option<&str> {
        let word = self.option(name)?;
        Some(with_value(word, name).unwrap_or(&word.text))
    }

    /// Whether an option is given, with or without a value.
    pub fn has_option(&self, name: &str) -> bool {
        let mut words = self.arguments().iter();
        words.any(|word| word.text == name || with_value(word, name).is_some())
    }

    /// The redirections that take its output to a file, with that file.
    pub fn outputs(&self) -> impl Iterator<Item = (&Redirect<'s>, &Word<'s>)> {
        let takes = |it: &&Redirect<'_>| matches!(it.operator, ">" | ">>" | ">|" | "&>" | "&>>");
        let written = self.redirects.iter().filter(takes);
        written.filter_map(|it| Some((it, it.target.as_ref()?)))
    }

    /// Finds out what it calls, once its words are known.
    pub(super) fn settle(&mut self) {
        let mut word = 0;
        while let Some(length) = wrapper(self.words.get(word..).unwrap_or_default()) {
            word += length;
        }
        let name = self.words.get(word).map_or(0, |word| name_at(&word.text));
        // Words are fewer than bytes, and files larger than that are refused.
        let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        self.called = Called {
            word: number(word),
            name: number(name),
        };
        self.words.shrink_to_fit();
        self.assignments.shrink_to_fit();
        self.redirects.shrink_to_fit();
    }
}

/// Where the name of a program begins behind its path.
fn name_at(path: &str) -> usize {
    let slash = path.bytes().rposition(|byte| byte == b'/');
    slash.map_or(0, |at| at + 1)
}

/// Programs that run another one, and those of their options that take a word.
const WRAPPERS: &[(&str, &[&str])] = &[
    ("arch", &["-arch", "-d", "-e"]),
    ("builtin", &[]),
    ("caffeinate", &["-t", "-w"]),
    ("command", &[]),
    ("env", &["-C", "-u", "--chdir", "--unset"]),
    ("exec", &["-a"]),
    ("gtimeout", &["-k", "-s", "--kill-after", "--signal"]),
    ("nice", &["-n", "--adjustment"]),
    ("nohup", &[]),
    ("noglob", &[]),
    ("sudo", &["-C", "-g", "-h", "-p", "-u", "--group", "--user"]),
    ("time", &["-f", "-o"]),
    ("timeout", &["-k", "-s", "--kill-after", "--signal"]),
    ("xcrun", &["-sdk", "-toolchain", "--sdk", "--toolchain"]),
];

/// How many of the first words are a wrapper around what follows; `None` where they
/// are none, or nothing follows.
fn wrapper(words: &[Word<'_>]) -> Option<usize> {
    let first = &words.first()?.text;
    let name = first.get(name_at(first)..)?;
    if matches!(name, "fvm" | "puro") {
        return matches!(&*words.get(1)?.text, "flutter" | "dart").then_some(1);
    }
    let (name, with_word) = WRAPPERS.iter().find(|(it, _)| *it == name)?;
    let mut at = 1;
    loop {
        let word = &words.get(at)?.text;
        if with_word.contains(&&**word) {
            at += 2;
        } else if word.starts_with('-') || (*name == "env" && is_assignment(word)) {
            at += 1;
        } else {
            break;
        }
    }
    // How long it may take stands before the program.
    at += usize::from(name.ends_with("timeout"));
    words.get(at).map(|_| at)
}

fn with_value<'w>(word: &'w Word<'_>, name: &str) -> Option<&'w str> {
    word.text.strip_prefix(name)?.strip_prefix('=')
}

fn is_assignment(word: &str) -> bool {
    word.split_once('=').is_some_and(|(name, _)| {
        !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
    })
}

#[cfg(test)]
mod tests {
    use super::super::parse;

    #[test]
    fn wrappers_are_skipped() {
        let cases = [
            ("flutter build", "flutter", "build"),
            ("A=b xcrun altool --x", "altool", "--x"),
            ("sudo -E /usr/bin/gem install", "gem", "install"),
            ("env A=b C=d make x", "make", "x"),
            ("fvm flutter test", "flutter", "test"),
            ("fvm install", "fvm", "install"),
            ("arch -x86_64 pod install", "pod", "install"),
            ("./android/gradlew assemble", "gradlew", "assemble"),
            (
                "xcrun --sdk iphoneos xcodebuild archive",
                "xcodebuild",
                "archive",
            ),
            ("timeout -k 5 3000 flutter test", "flutter", "test"),
            ("timeout 3000", "timeout", "3000"),
            ("sudo -u builder nice -n 5 make x", "make", "x"),
            ("caffeinate -t 9 -i make x", "make", "x"),
            ("env -u A B=c make x", "make", "x"),
            ("sudo -u", "sudo", "-u"),
            ("env", "env", ""),
            ("env -i", "env", "-i"),
            ("A=b", "", ""),
            ("time", "time", ""),
        ];
        for (script, tool, argument) in cases {
            let parsed = parse(script);
            let command = parsed.commands.first();
            assert_eq!(command.map_or("", |it| it.tool()), tool, "{script}");
            assert_eq!(
                command.map_or("", |it| it.argument(0)),
                argument,
                "{script}"
            );
        }
    }

    #[test]
    fn options_have_values() {
        let script = "tool run --type=A --name 'b c' -v --empty= --last";
        let parsed = parse(script);
        let command = &parsed.commands[0];
        assert_eq!(command.option_text("--type"), Some("A"));
        assert_eq!(command.option_text("--name"), Some("b c"));
        assert_eq!(command.option_text("--empty"), Some(""));
        assert_eq!(command.option_text("--last"), None);
        assert_eq!(command.option_text("--typ"), None);
        assert!(command.has_option("--last") && command.has_option("--type"));
        assert!(!command.has_option("--na"));
        assert!(command.runs("tool", &["run"]) && !command.runs("tool", &["walk"]));
        assert_eq!(command.operands().count(), 2);
    }
}
