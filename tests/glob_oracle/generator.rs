//! Patterns as people write them and as nobody should, with names of which about
//! half match.

/// A small generator of numbers (`SplitMix64`): the same cases on every machine.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below a limit.
    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % limit as u64).unwrap()
    }

    fn pick<'a, T: ?Sized>(&mut self, from: &[&'a T]) -> &'a T {
        from[self.below(from.len())]
    }
}

/// A pattern and names to try.
pub struct Case {
    pub pattern: String,
    pub names: Vec<String>,
}

/// Names that are made along with a pattern, one of each kind of choice.
const SAMPLES: usize = 4;

/// A piece of a pattern, and texts that it is meant to match.
struct Piece {
    pattern: String,
    samples: [String; SAMPLES],
}

impl Piece {
    fn new(pattern: impl Into<String>, mut sample: impl FnMut() -> String) -> Self {
        Self {
            pattern: pattern.into(),
            samples: std::array::from_fn(|_| sample()),
        }
    }

    fn push(&mut self, other: &Self) {
        self.pattern.push_str(&other.pattern);
        for (sample, more) in self.samples.iter_mut().zip(&other.samples) {
            sample.push_str(more);
        }
    }
}

const WORDS: &[&str] = &[
    "main", "develop", "release", "feature", "dev", "v", "1", "2.0", "hotfix", "a", "b", "ab", "x",
    "ä", "rc", "日本",
];
const MARKS: &[&str] = &["/", "-", ".", "_", "#", "+", ","];

pub fn case(random: &mut Random) -> Case {
    let piece = if random.below(10) == 0 {
        nonsense(random)
    } else {
        let mut piece = sequence(random, 2);
        if random.below(12) == 0 {
            damage(random, &mut piece.pattern);
        }
        piece
    };
    let mut names: Vec<String> = piece.samples.to_vec();
    for sample in &piece.samples {
        let mut name = sample.clone();
        damage(random, &mut name);
        names.push(name);
    }
    names.push(text(random));
    names.sort();
    names.dedup();
    Case {
        pattern: piece.pattern,
        names,
    }
}

/// A few pieces in a row.
fn sequence(random: &mut Random, depth: usize) -> Piece {
    let mut all = Piece::new("", String::new);
    for _ in 0..=random.below(3) {
        all.push(&piece(random, depth));
    }
    all
}

fn piece(random: &mut Random, depth: usize) -> Piece {
    match random.below(if depth == 0 { 9 } else { 15 }) {
        0..=2 => {
            let word = random.pick(WORDS);
            Piece::new(word, || word.to_owned())
        }
        3 => {
            let mark = random.pick(MARKS);
            Piece::new(mark, || mark.to_owned())
        }
        4 | 5 => Piece::new(random.pick(&["*", "*", "**"]), || text(random)),
        6 => Piece::new("?", || random.pick(&["a", "1", "/", ".", "ß"]).to_owned()),
        7 => {
            let (set, member) = random.pick(SETS);
            Piece::new(*set, || (*member).to_owned())
        }
        8 => {
            let escaped =
                random.pick(&["*", "?", "[", "!", "(", "{", "a", ".", "/", "\\", ",", "}"]);
            Piece::new(format!("\\{escaped}"), || escaped.to_owned())
        }
        9 | 10 => braces(random, depth - 1),
        _ => group(random, depth - 1),
    }
}

const SETS: &[&(&str, &str)] = &[
    &("[0-9]", "7"),
    &("[!0-9]", "x"),
    &("[^/]", "y"),
    &("[a-c_]", "_"),
    &("[]a]", "]"),
    &("[!]a]", "b"),
    &("[-a]", "-"),
    &("[a-]", "-"),
    &("[a-c-e]", "-"),
    &("[[:digit:]]", "3"),
    &("[![:alpha:]]", "4"),
    &("[[:alpha:][:digit:]-]", "-"),
    &("[a-[:digit:]x]", "x"),
    &("[z-a]", "z"),
    &("[!z-a]", "q"),
    &("[z-ab]", "b"),
    &("[\\]]", "]"),
    &("[a\\-c]", "-"),
    &("[a-\\z-~]", "-"),
    &("[:alpha:]", "l"),
    &("[&~|]", "|"),
    &("[[]", "["),
    &("[[a]", "["),
    &("[a[.-z]", "["),
    &("[+--]", ","),
    &("[{a,b}]", "a"),
    &("[*?]", "*"),
    &("[(|)]", "|"),
    &("[\\\\]", "\\"),
    &("[.]", "."),
];

fn group(random: &mut Random, depth: usize) -> Piece {
    let kind = random.pick(&["@", "?", "*", "+", "!", "!"]);
    let count = 1 + random.below(3);
    let alternatives: Vec<Piece> = (0..count)
        .map(|_| match random.below(8) {
            0 => Piece::new("", String::new),
            _ => sequence(random, depth),
        })
        .collect();
    let inner: Vec<&str> = alternatives.iter().map(|it| it.pattern.as_str()).collect();
    let pattern = format!("{kind}({})", inner.join("|"));
    let one = |random: &mut Random| {
        let alternative = &alternatives[random.below(alternatives.len())];
        alternative.samples[random.below(SAMPLES)].clone()
    };
    Piece::new(pattern, || match kind {
        "!" if random.below(3) > 0 => text(random),
        "?" | "*" if random.below(3) == 0 => String::new(),
        "*" | "+" if random.below(2) == 0 => one(random) + &one(random),
        _ => one(random),
    })
}

fn braces(random: &mut Random, depth: usize) -> Piece {
    if random.below(3) == 0 {
        let (range, member) = random.pick(RANGES);
        return Piece::new(*range, || (*member).to_owned());
    }
    let count = 1 + random.below(3);
    let choices: Vec<Piece> = (0..count)
        .map(|_| match random.below(6) {
            0 => Piece::new("", String::new),
            _ => sequence(random, depth),
        })
        .collect();
    let inner: Vec<&str> = choices.iter().map(|it| it.pattern.as_str()).collect();
    Piece::new(format!("{{{}}}", inner.join(",")), || {
        choices[random.below(count)].samples[random.below(SAMPLES)].clone()
    })
}

const RANGES: &[&(&str, &str)] = &[
    &("{1..3}", "2"),
    &("{3..1}", "3"),
    &("{01..10}", "07"),
    &("{-2..2}", "-1"),
    &("{1..9..3}", "4"),
    &("{a..e}", "d"),
    &("{e..a..2}", "c"),
    &("{Y..b}", "a"),
    &("{a..}", "a"),
    &("{1..x}", "{1..x}"),
    &("{a..c..x}", "b"),
    &("{..}", "{..}"),
    &("{a,b..c}", "b..c"),
    &("{a..b,c}", "c"),
    &("{+1..3}", "2"),
    &("{00..-1}", "00"),
    &("{x{1..2}..y}", "x1"),
    &("{{1..2}}", "{2}"),
    &("${a,b}", "${a,b}"),
    &("{a}", "{a}"),
    &("{}", "{}"),
    &("{},{a,b}", "{},a"),
    &("{,}", ""),
    &("a{,b}", "a"),
];

/// Some text, dots and slashes included.
fn text(random: &mut Random) -> String {
    let mut text = String::new();
    for _ in 0..random.below(4) {
        text.push_str(random.pick(&["a", "b", "ab", "x", "/", "-", ".", "1", "dev", "main", "ü"]));
    }
    text
}

/// Changes a text in one place.
fn damage(random: &mut Random, text: &mut String) {
    let count = text.chars().count();
    let at = random.below(count + 1);
    let (index, found) = text
        .char_indices()
        .nth(at)
        .map_or((text.len(), 0), |(at, c)| (at, c.len_utf8()));
    let new = random.pick(&[
        "", "", "a", "b", "/", "x", ".", "(", "[", "*", ")", "]", "{", "}", ",", "|", "\\", "!",
    ]);
    let end = if random.below(2) == 0 {
        index
    } else {
        index + found
    };
    text.replace_range(index..end, new);
}

/// What comes of leaning on the keyboard.
fn nonsense(random: &mut Random) -> Piece {
    let keys = [
        "a", "b", "*", "?", "[", "]", "!", "^", "-", "(", ")", "{", "}", "|", ",", "\\", "@", "+",
        ".", "/", "$", ":", "1", "..", "@(", "!(", "*(",
    ];
    let mut pattern = String::new();
    for _ in 0..=random.below(10) {
        pattern.push_str(random.pick(&keys));
    }
    let names = pattern.clone();
    Piece::new(pattern, || match random.below(3) {
        0 => names.replace(['\\', '*'], ""),
        1 => names
            .chars()
            .filter(|c| c.is_alphanumeric() || "/.".contains(*c))
            .collect(),
        _ => text(random),
    })
}
