//! Which language a script is written in.

/// What runs a script.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Dialect {
    /// Bash, zsh, sh and their kin.
    Bourne,
    /// PowerShell.
    PowerShell,
    /// Something else: Python, Ruby, Node.js, Windows' Command Prompt.
    Other,
}

impl Dialect {
    /// The language of a script: what its `#!` says, else PowerShell on Windows and
    /// Bash elsewhere
    /// (<https://docs.codemagic.io/yaml-basic-configuration/yaml-getting-started/#scripts>).
    pub fn of(script: &str, is_windows: bool) -> Self {
        match interpreter(script) {
            None if is_windows => Self::PowerShell,
            Some("sh" | "bash" | "zsh" | "dash" | "ksh" | "ash") | None => Self::Bourne,
            Some("pwsh" | "powershell") => Self::PowerShell,
            Some(_) => Self::Other,
        }
    }
}

/// The program that the first line of a script names with `#!`, without its path.
pub fn interpreter(script: &str) -> Option<&str> {
    let line = script.strip_prefix("#!")?.lines().next()?;
    let mut words = line.split_whitespace().map(|word| {
        let name = word.rsplit(['/', '\\']).next().unwrap_or(word);
        name.strip_suffix(".exe").unwrap_or(name)
    });
    let is_program = |word: &&str| *word != "env" && !word.starts_with('-') && !word.contains('=');
    // `#!/bin/sh;` is a common slip.
    words
        .find(is_program)
        .map(|name| name.trim_end_matches(';'))
}

#[cfg(test)]
mod tests {
    use super::Dialect;

    #[test]
    fn the_first_line_decides() {
        let cases = [
            ("echo a", false, Dialect::Bourne),
            ("echo a", true, Dialect::PowerShell),
            ("#!/bin/sh\n", true, Dialect::Bourne),
            ("#!/bin/sh;\n", false, Dialect::Bourne),
            ("#!/usr/bin/env bash -e\n", false, Dialect::Bourne),
            ("#!/usr/bin/env -S zsh -f\n", false, Dialect::Bourne),
            ("#!/usr/bin/env python3\n", false, Dialect::Other),
            ("#!C:\\tools\\pwsh.exe\n", false, Dialect::PowerShell),
            ("#!", false, Dialect::Bourne),
            ("echo\n#!/usr/bin/ruby", false, Dialect::Bourne),
        ];
        for (script, is_windows, expected) in cases {
            assert_eq!(Dialect::of(script, is_windows), expected, "{script}");
        }
    }
}
