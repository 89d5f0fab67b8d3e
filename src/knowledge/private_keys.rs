//! Private keys in the middle of other text: in PEM, in Base64, without a header.
//!
//! Sources: RFC 7468 for the form of PEM, RFC 5208 and RFC 5480 for keys of the
//! curve P-256, as of 2026-06.

use std::ops::Range;

use super::beginnings::{Beginnings, texts};

/// How a private key begins, and how many bytes before that belong to it.
pub const STARTS: [(&str, usize); 6] = [
    ("-----BEGIN ", 0),
    // The same in Base64, up to the word behind `BEGIN`.
    ("LS0tLS1CRUdJTiBQUklWQVRFIEtFWS0tLS0t", 0),
    ("LS0tLS1CRUdJTiBSU0EgUFJJVkFURSBLRVktLS0tL", 0),
    ("LS0tLS1CRUdJTiBFQyBQUklWQVRFIEtFWS0tLS0t", 0),
    ("LS0tLS1CRUdJTiBPUEVOU1NIIFBSSVZBVEUgS0VZLS0tLS", 0),
    // PKCS #8 of a P-256 key, as Apple hands them out, without its header.
    ("AgEAMBMGByqGSM49AgEGCCqGSM49AwEH", 5),
];
static TEXTS: [&str; STARTS.len()] = texts(&STARTS);
static BEGINNINGS: Beginnings = Beginnings::new(&TEXTS);

/// Fewest characters of a key's body: placeholders are shorter.
const MIN_BODY: usize = 40;
/// Fewest different characters: `xxxx…` is a placeholder.
const MIN_DIFFERENT: usize = 10;

/// The places of private keys in a text; samples whose body is short or monotonous
/// are none.
pub fn private_keys(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    if text.len() < MIN_BODY {
        return found;
    }
    let mut scanned_to = 0;
    let mut last = None;
    for (index, at) in BEGINNINGS.find(text) {
        let (start, before) = STARTS[index];
        if last.replace(index) != Some(index) {
            scanned_to = 0;
        }
        // What was looked through for an earlier match is not a key of its own.
        if at < scanned_to {
            continue;
        }
        let run = text[at..].find(|c: char| !is_base64(c) && c != '-' && c != ' ');
        scanned_to = run.map_or(text.len(), |length| at + length);
        let range = if before == 0 && start.starts_with('-') {
            pem(text, at)
        } else {
            base64(text, at.saturating_sub(before), at + start.len())
        };
        let is_new = |range: &Range<usize>| found.iter().all(|old| !old.contains(&range.start));
        found.extend(range.filter(is_new));
    }
    found
}

/// A key in its `-----BEGIN … PRIVATE KEY-----` form, its line breaks as such or
/// as `\n`.
fn pem(text: &str, start: usize) -> Option<Range<usize>> {
    let rest = text.get(start..)?;
    let label_end = rest.get(11..)?.find("-----")? + 11;
    if !rest.get(..label_end)?.ends_with("PRIVATE KEY") {
        return None;
    }
    let body = rest.get(label_end + 5..)?;
    let is_break = |c: char| c.is_whitespace() || c == '\\';
    let length = body
        .find(|c: char| !is_base64(c) && !is_break(c))
        .unwrap_or(body.len());
    let tail = body[length..].strip_prefix("-----END ").unwrap_or_default();
    let closing = tail
        .find("-----")
        .map_or(0, |at| "-----END ".len() + at + 5);
    let end = start + label_end + 5 + length + closing;
    looks_real(&body[..length]).then_some(start..end)
}

fn base64(text: &str, start: usize, from: usize) -> Option<Range<usize>> {
    let rest = text.get(from..)?;
    let end = from + rest.find(|c: char| !is_base64(c)).unwrap_or(rest.len());
    looks_real(text.get(from..end)?).then_some(start..end)
}

fn looks_real(body: &str) -> bool {
    let mut seen = [false; 128];
    let mut length = 0;
    for byte in body.bytes().filter(|&byte| is_base64(char::from(byte))) {
        seen[usize::from(byte & 127)] = true;
        length += 1;
    }
    length >= MIN_BODY && seen.iter().filter(|seen| **seen).count() >= MIN_DIFFERENT
}

fn is_base64(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '=')
}
