//! What tokens and keys of well-known services look like.
//!
//! Sources: the pages on which the services describe the forms of their own
//! credentials, and GitHub's list of supported secret scanning patterns, as of
//! 2026-06. Each form is matched by hand and in full: a prefix alone is no secret.

use std::ops::Range;

use super::beginnings::{Beginnings, texts};

/// The form of one kind of secret.
#[derive(Debug)]
pub struct Form {
    /// What it is, in words with an article.
    pub what: &'static str,
    /// Whether apps ship with it, so that restricting it is what protects it.
    pub shipped: bool,
    /// How it begins.
    starts: &'static [&'static str],
    /// Whether something belongs before that beginning.
    inside: bool,
    /// Given what stands before the beginning and behind it: how many bytes behind
    /// it belong to the secret.
    rest: fn(&str, &str) -> Option<usize>,
}

/// A secret whose beginning is enough to find it.
const fn form(
    what: &'static str,
    starts: &'static [&'static str],
    rest: fn(&str, &str) -> Option<usize>,
) -> Form {
    Form {
        what,
        shipped: false,
        starts,
        inside: false,
        rest,
    }
}

/// A secret that is found by something in its middle.
const fn around(
    what: &'static str,
    middles: &'static [&'static str],
    rest: fn(&str, &str) -> Option<usize>,
) -> Form {
    Form {
        inside: true,
        ..form(what, middles, rest)
    }
}

const FORMS: &[Form] = &[
    form(
        "a GitHub token",
        &["ghp_", "gho_", "ghu_", "ghs_", "ghr_"],
        |_, rest| run(rest, is_alphanumeric, 36, 251),
    ),
    form("a GitHub token", &["github_pat_"], |_, rest| {
        run(rest, is_word, 82, 82)
    }),
    form("a GitLab token", &["glpat-"], |_, rest| {
        run(rest, is_url_safe, 20, 300)
    }),
    form(
        "a Slack token",
        &[
            "xoxa-", "xoxb-", "xoxe-", "xoxp-", "xoxr-", "xoxs-", "xapp-",
        ],
        |_, rest| run(rest, is_url_safe, 20, 300).filter(|&length| rest[..length].contains('-')),
    ),
    form(
        "a Slack webhook",
        &["hooks.slack.com/services/", "hooks.slack.com/workflows/"],
        |_, rest| path_of_three(rest),
    ),
    form(
        "a Discord webhook",
        &["discord.com/api/webhooks/", "discordapp.com/api/webhooks/"],
        |_, rest| {
            let id = run(rest, is_digit, 17, 20)?;
            let token = rest.get(id..)?.strip_prefix('/')?;
            Some(id + 1 + run(token, is_url_safe, 60, 80)?)
        },
    ),
    around("a Telegram bot's token", &[":AA"], |before, rest| {
        let digits = before.bytes().rev().take_while(u8::is_ascii_digit).count();
        run(rest, is_url_safe, 33, 33).filter(|_| (8..=10).contains(&digits))
    }),
    form("an AWS access key", &["AKIA"], |_, rest| {
        run(rest, |b| b.is_ascii_uppercase() || is_digit(b), 16, 16)
    }),
    Form {
        shipped: true,
        ..form("a Google API key", &["AIza"], |_, rest| {
            run(rest, is_url_safe, 35, 35)
        })
    },
    form("a Google client secret", &["GOCSPX-"], |_, rest| {
        run(rest, is_url_safe, 28, 28)
    }),
    form("a Google refresh token", &["1//0"], |_, rest| {
        run(rest, is_url_safe, 40, 300)
    }),
    form(
        "a service account's key",
        // `{"type": "service_account"`, with usual white space, in Base64.
        &[
            "eyJ0eXBlIjoic2VydmljZV9hY2NvdW50I",
            "eyJ0eXBlIjogInNlcnZpY2VfYWNjb3VudCI",
            "ewogICJ0eXBlIjogInNlcnZpY2VfYWNjb3VudC",
            "ewogICAgInR5cGUiOiAic2VydmljZV9hY2NvdW50I",
            "ew0KICAidHlwZSI6ICJzZXJ2aWNlX2FjY291bnQi",
        ],
        |before, rest| {
            // Inside a run that was looked through already.
            let is_inside = before.ends_with(['+', '/']);
            (!is_inside).then(|| run(rest, |b| is_base64(b) && b != b'=', 1000, 4000))?
        },
    ),
    form("a JSON Web Token", &["eyJ"], |_, rest| web_token(rest)),
    around("a Microsoft client secret", &["Q~"], |before, rest| {
        let mut before = before.bytes().rev();
        let is_form = before.next().is_some_and(is_digit)
            && before.by_ref().take(3).filter(|&b| is_tilded(b)).count() == 3
            && !before.next().is_some_and(is_tilded);
        run(rest, is_tilded, 31, 34).filter(|_| is_form)
    }),
    form("a Stripe key", &["sk_live_", "rk_live_"], |_, rest| {
        run(rest, is_alphanumeric, 24, 200)
    }),
    form("an npm token", &["npm_"], |_, rest| {
        run(rest, is_alphanumeric, 36, 36)
    }),
    form("a PyPI token", &["pypi-AgEIcHlwaS5vcmc"], |_, rest| {
        run(rest, is_url_safe, 50, 1000)
    }),
    form("a Sentry token", &["sntrys_"], |_, rest| {
        run(rest, |b| is_base64(b) || b == b'_', 80, 1000)
    }),
    form("a Sentry token", &["sntryu_"], |_, rest| {
        run(rest, |b| b.is_ascii_hexdigit(), 64, 64)
    }),
    form("a SendGrid key", &["SG."], |_, rest| {
        let id = run(rest, is_url_safe, 22, 22)?;
        let key = rest.get(id..)?.strip_prefix('.')?;
        Some(id + 1 + run(key, is_url_safe, 43, 43)?)
    }),
    form("an OpenAI key", &["sk-proj-", "sk-svcacct-"], |_, rest| {
        run(rest, is_url_safe, 40, 300)
    }),
    form("an Anthropic key", &["sk-ant-"], |_, rest| {
        run(rest, is_url_safe, 60, 300)
    }),
    form("a Hugging Face token", &["hf_"], |_, rest| {
        run(rest, is_alphanumeric, 34, 40)
    }),
    form(
        "a DigitalOcean token",
        &["dop_v1_", "doo_v1_", "dor_v1_"],
        |_, rest| run(rest, |b| b.is_ascii_hexdigit(), 64, 64),
    ),
    form("a Supabase token", &["sbp_"], |_, rest| {
        run(rest, |b| b.is_ascii_hexdigit(), 40, 40)
    }),
    form("a Supabase secret key", &["sb_secret_"], |_, rest| {
        run(rest, is_url_safe, 20, 80)
    }),
    around("a URL with a password", &["://"], |_, rest| {
        user_information(rest)
    }),
];

/// The beginnings of all forms, each with the form's index in the table.
const STARTS: [(&str, usize); count_starts()] = {
    let mut starts = [("", 0); count_starts()];
    let (mut form, mut at) = (0, 0);
    while form < FORMS.len() {
        let mut index = 0;
        while index < FORMS[form].starts.len() {
            starts[at] = (FORMS[form].starts[index], form);
            index += 1;
            at += 1;
        }
        form += 1;
    }
    starts
};

const fn count_starts() -> usize {
    let (mut form, mut count) = (0, 0);
    while form < FORMS.len() {
        count += FORMS[form].starts.len();
        form += 1;
    }
    count
}

static TEXTS: [&str; STARTS.len()] = texts(&STARTS);
static BEGINNINGS: Beginnings = Beginnings::new(&TEXTS);

/// The secrets of well-known forms in a text, each with its place, in the order of
/// the table. Samples such as `ghp_xxxx…` are none.
pub fn find(text: &str) -> Vec<(Range<usize>, &'static Form)> {
    let mut found = Vec::new();
    let mut scanned_to = 0;
    let mut last = None;
    for (start, at) in BEGINNINGS.find(text) {
        if last.replace(start) != Some(start) {
            scanned_to = 0;
        }
        let (beginning, form) = STARTS[start];
        let form = &FORMS[form];
        let (before, rest) = (&text[..at], &text[at + beginning.len()..]);
        let glued = !form.inside && before.bytes().next_back().is_some_and(is_url_safe);
        // What belongs to a longer run was looked at with its beginning.
        if at < scanned_to || glued {
            continue;
        }
        let length = (form.rest)(before, rest);
        scanned_to = at + beginning.len() + length.unwrap_or(0);
        if length.is_some_and(|length| !is_sample(&rest[..length])) {
            found.push((at..scanned_to, form));
        }
    }
    found
}

/// How many bytes at the beginning fit, if that is no less than `min` and no more
/// than `max`.
fn run(text: &str, fits: fn(u8) -> bool, min: usize, max: usize) -> Option<usize> {
    let length = text.bytes().take(max + 1).take_while(|&b| fits(b)).count();
    (min..=max).contains(&length).then_some(length)
}

/// `T…/B…/…` of a Slack webhook.
fn path_of_three(text: &str) -> Option<usize> {
    let length = text
        .bytes()
        .take(200)
        .take_while(|&b| is_alphanumeric(b) || b == b'/')
        .count();
    let mut parts = text.get(..length)?.split('/');
    let is_id = |part: Option<&str>, first| {
        part.is_some_and(|part| part.starts_with(first) && part.len() >= 8)
    };
    let is_path = is_id(parts.next(), 'T')
        && parts.next().is_some_and(|part| part.len() >= 8)
        && parts.next().is_some_and(|part| part.len() >= 16);
    is_path.then_some(length)
}

/// A signed token of three parts, `eyJ` already read. The key that Supabase gives
/// to anonymous users is public.
fn web_token(text: &str) -> Option<usize> {
    const PART: usize = 4000;
    const ANONYMOUS: [&str; 3] = ["InJvbGUiOiJhbm9uI", "Jyb2xlIjoiYW5vbi", "icm9sZSI6ImFub24i"];
    let header = run(text, is_url_safe, 10, PART)?;
    let claims = text.get(header..)?.strip_prefix(".ey")?;
    let claimed = run(claims, is_url_safe, 10, PART)?;
    let signature = claims.get(claimed..)?.strip_prefix('.')?;
    let signed = run(signature, is_url_safe, 20, PART)?;
    let is_public = ANONYMOUS
        .iter()
        .any(|role| claims[..claimed].contains(role));
    (!is_public).then_some(header + 3 + claimed + 1 + signed)
}

/// `user:password@` of a URL whose scheme was read, for a host that is not the
/// machine itself.
fn user_information(text: &str) -> Option<usize> {
    const LONGEST: usize = 300;
    let is_end = |b: &u8| matches!(b, b'/' | b'?' | b'#' | b'"' | b'\'' | b'`') || *b <= b' ';
    let length = text
        .bytes()
        .take(LONGEST)
        .take_while(|b| !is_end(b))
        .count();
    let (user, host) = text.get(..length)?.rsplit_once('@')?;
    let (_, password) = user.split_once(':')?;
    let is_local = ["localhost", "127.0.0.1", "0.0.0.0", "10.0.2.2"]
        .iter()
        .any(|name| host.starts_with(name));
    let stands_for_another = password.contains(['$', '{', '<', '*', '%', '[']);
    let is_word = ["password", "passwd", "secret", "token"].contains(&password);
    let is_real = password.len() >= 6 && !stands_for_another && !is_word && !is_local;
    is_real.then_some(user.len() + 1)
}

/// Whether a text only shows what the form looks like.
fn is_sample(text: &str) -> bool {
    const MIN_DIFFERENT: usize = 6;
    let lower = text.to_ascii_lowercase();
    let mut seen = [false; 128];
    for byte in text.bytes() {
        seen[usize::from(byte & 127)] = true;
    }
    seen.iter().filter(|seen| **seen).count() < MIN_DIFFERENT
        || [
            "xxxx", "example", "your_", "your-", "00000000", "12345678", "...",
        ]
        .iter()
        .any(|part| lower.contains(part))
}

fn is_digit(b: u8) -> bool {
    b.is_ascii_digit()
}

fn is_alphanumeric(b: u8) -> bool {
    b.is_ascii_alphanumeric()
}

fn is_word(b: u8) -> bool {
    b.is_ascii_alphanumeric() || b == b'_'
}

fn is_url_safe(b: u8) -> bool {
    is_word(b) || b == b'-'
}

fn is_base64(b: u8) -> bool {
    b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'=')
}

fn is_tilded(b: u8) -> bool {
    is_url_safe(b) || matches!(b, b'~' | b'.')
}

#[cfg(test)]
mod tests;
