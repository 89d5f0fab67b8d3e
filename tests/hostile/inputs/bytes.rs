//! What is hardly text.

use super::{Input, WORKFLOW, lines, text};

/// The workflow in units of another width, with a byte order mark or without.
fn wide<const N: usize>(mark: bool, bytes: fn(char) -> [u8; N]) -> Vec<u8> {
    let mark = mark.then_some('\u{feff}');
    let all = mark.into_iter().chain(WORKFLOW.chars());
    all.flat_map(bytes).collect()
}

fn unit(c: char) -> u16 {
    u16::try_from(u32::from(c)).unwrap()
}

pub const INPUTS: [Input; 25] = [
    text("empty", "nothing", |_| Vec::new()),
    text("blank-lines", "line breaks alone", |n| vec![b'\n'; 100 * n]),
    text("blanks", "blanks alone, on one line", |n| {
        vec![b' '; 100 * n]
    }),
    text("nul", "NUL alone", |n| vec![0; 100 * n]),
    text("nul-inside", "NUL in every value", |n| {
        lines(n, |index| format!("k{index}: a\0b\n")).into()
    }),
    text(
        "bom-utf8",
        "byte order marks in front and in between",
        |_| {
            format!(
                "\u{feff}{}\u{feff}x: \u{feff}\n",
                WORKFLOW.replace("ls", "l\u{feff}s")
            )
            .into()
        },
    ),
    text("utf16-le", "UTF-16 with its mark", |_| {
        wide(true, |c| unit(c).to_le_bytes())
    }),
    text("utf16-be", "UTF-16, the other order, with its mark", |_| {
        wide(true, |c| unit(c).to_be_bytes())
    }),
    text("utf16-bare", "UTF-16 without a mark", |_| {
        wide(false, |c| unit(c).to_le_bytes())
    }),
    text("utf32-le", "UTF-32 with its mark", |_| {
        wide(true, |c| u32::from(c).to_le_bytes())
    }),
    text("utf32-be", "UTF-32, the other order", |_| {
        wide(true, |c| u32::from(c).to_be_bytes())
    }),
    text("invalid-utf8", "bytes that no text holds", |n| {
        vec![0xff; 10 * n]
    }),
    text(
        "invalid-utf8-inside",
        "half a character in every value",
        |n| {
            let line = b"  - caf\xc3\n";
            [b"definitions:\n", &line.repeat(n)[..], WORKFLOW.as_bytes()].concat()
        },
    ),
    text("surrogates-encoded", "surrogates as bytes", |n| {
        b"\xed\xa0\x80\xed\xb0\x80".repeat(n)
    }),
    text("carriage-returns", "CR as the only break", |n| {
        let more = lines(n / 10, |index| format!("    k{index}: 1\r"));
        format!("{}{more}", WORKFLOW.replace('\n', "\r")).into()
    }),
    text("breaks-mixed", "CR, LF, CRLF and LFCR by turns", |n| {
        lines(n, |index| {
            let end = ["\r", "\n", "\r\n", "\n\r"][index % 4];
            format!("k{index}: 1{end}")
        })
        .into()
    }),
    text("breaks-of-unicode", "NEL, LS and PS where lines end", |n| {
        lines(n, |index| {
            let end = ["\u{85}", "\u{2028}", "\u{2029}"][index % 3];
            format!("k{index}: 1{end}")
        })
        .into()
    }),
    text("tabs", "tabs as indentation", |n| {
        lines(n, |index| format!("{}k{index}:\n", "\t".repeat(index % 7))).into()
    }),
    text("tabs-everywhere", "tabs between everything", |n| {
        format!(
            "{WORKFLOW}{}",
            "\t-\t\"a\"\t:\t[\tb\t,\t]\t#\tc\n".repeat(n)
        )
        .into()
    }),
    text(
        "control-characters",
        "bell, backspace, form feed, delete",
        |n| format!("{WORKFLOW}{}", "    \u{7}x: \u{8}\u{c}\u{7f}\n".repeat(n)).into(),
    ),
    text(
        "terminal-escapes",
        "sequences that command terminals, in keys and values",
        |n| {
            let line = "    \u{1b}]0;title\u{7}\u{1b}[31m: \"\\x1b[2J\\e[H\"\n";
            format!("{WORKFLOW}{}", line.repeat(n / 10)).into()
        },
    ),
    text("right-to-left", "overrides that turn text around", |n| {
        let line = lines(n / 10, |index| {
            format!("    \u{202e}eman{index}\u{2066}: \u{202e}x\u{2069}\n")
        });
        format!("{WORKFLOW}{line}").into()
    }),
    text("combining", "one letter with accents without end", |n| {
        format!("{WORKFLOW}    bogus: e{}\n", "\u{301}".repeat(50 * n)).into()
    }),
    text(
        "escapes",
        "every escape, surrogates and none of them",
        |n| {
            let line =
                "      - \"\\0\\a\\x00\\ud800\\U00110000\\u00e9\\N\\_\\L\\P\\q\\\n        x\"\n";
            format!("{WORKFLOW}{}", line.repeat(n / 10)).into()
        },
    ),
    text("binary", "a picture", |n| {
        let mut state = 1_u32;
        let byte = |_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            u8::try_from(state >> 24).unwrap()
        };
        (0..10 * n).map(byte).collect()
    }),
];
