//! How values are written in an account file.

use std::time::Duration;

use crate::app_store_connect::token::PublicKey;
use crate::app_store_connect::{
    AppVersionState, BetaReviewState, BuildAudience, PhasedReleaseState, Platform, ProcessingState,
    ReleaseType, ReviewSubmissionState,
};
use crate::mock_server::account::{Delay, FaultKind};
use crate::model::{
    Decode, Decoder, Form, Formed, HasForm, ProblemKind, Shape, keyword_text, keywords,
};
use crate::syntax::{NodeId, Scalar};

/// A version or a build number: whole numbers with dots between them.
pub struct DottedNumber;
/// A bundle id.
pub struct BundleId;
/// The text of a public key.
pub struct PublicKeyPem;
/// Method and path of requests.
pub struct Requests;
/// A time span.
pub struct Span;
/// A time span, or `never`.
pub struct SpanOrNever;
/// How often.
pub struct Times;
/// What an answer is replaced with.
pub struct Answer;

const DURATION: Form = Form {
    name: "a duration such as `90s`, `15m`, `1h30m` or `2d`",
    pattern: "^(?=.)([0-9]{1,3}d)?([0-9]{1,4}h)?([0-9]{1,5}m)?([0-9]{1,6}s)?$",
    fits: |text| duration(text).is_some(),
    or_number: false,
};

impl HasForm for DottedNumber {
    const FORM: &'static Form = &Form {
        name: "a number such as `42` or `1.0.0`",
        pattern: r"^[0-9]{1,18}(\.[0-9]{1,18}){0,3}$",
        fits: |text| {
            let part = |part: &str| {
                (1..=18).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit())
            };
            text.split('.').count() <= 4 && text.split('.').all(part)
        },
        or_number: true,
    };
}

impl HasForm for BundleId {
    const FORM: &'static Form = &Form {
        name: "a bundle id such as `io.example.app`",
        pattern: "^[A-Za-z0-9.-]{1,155}$",
        fits: is_bundle_id,
        or_number: false,
    };
}

/// Whether a text has the form of a bundle id.
pub fn is_bundle_id(text: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'.' || byte == b'-';
    (1..=155).contains(&text.len()) && text.bytes().all(is_plain)
}

impl HasForm for PublicKeyPem {
    const FORM: &'static Form = &Form {
        name: "the text of a public key",
        pattern: "-----BEGIN PUBLIC KEY-----[A-Za-z0-9+/=\\s]+-----END PUBLIC KEY-----",
        fits: |text| PublicKey::from_pem(text).is_some(),
        or_number: false,
    };
}

impl HasForm for Requests {
    const FORM: &'static Form = &Form {
        name: "a method and a path such as `POST /v1/betaAppReviewSubmissions`",
        pattern: "^(GET|POST|PATCH|DELETE)$|^((GET|POST|PATCH|DELETE) )?/v1/[A-Za-z0-9/*_-]+$",
        fits: |text| requests(text).is_some(),
        or_number: false,
    };
}

/// The requests that a fault strikes: a method, a path or both.
pub fn requests(text: &str) -> Option<(Option<&str>, Option<&str>)> {
    const METHODS: [&str; 4] = ["GET", "POST", "PATCH", "DELETE"];
    if METHODS.contains(&text) {
        return Some((Some(text), None));
    }
    let (method, path) = match text.split_once(' ') {
        Some((method, path)) => (Some(method), path),
        None => (None, text),
    };
    let is_plain = |b: u8| b.is_ascii_alphanumeric() || b"/*_-".contains(&b);
    let rest = path.strip_prefix("/v1/")?;
    let fits = !rest.is_empty() && rest.bytes().all(is_plain);
    let known = method.is_none_or(|method| METHODS.contains(&method));
    (fits && known).then_some((method, Some(path)))
}

/// The time span that a text such as `1h30m` means.
pub fn duration(text: &str) -> Option<Duration> {
    const UNITS: [(char, u64, usize); 4] =
        [('d', 86_400, 3), ('h', 3_600, 4), ('m', 60, 5), ('s', 1, 6)];
    let mut seconds = 0u64;
    let mut units = UNITS.iter();
    let mut rest = text;
    if rest.is_empty() {
        return None;
    }
    while !rest.is_empty() {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let (number, after) = rest.split_at_checked(digits)?;
        let letter = after.chars().next()?;
        let (_, factor, most) = units.find(|(unit, _, _)| *unit == letter)?;
        if number.is_empty() || digits > *most {
            return None;
        }
        seconds += number.parse::<u64>().ok()? * factor;
        rest = after.strip_prefix(letter)?;
    }
    Some(Duration::from_secs(seconds))
}

fn written_duration(
    decoder: &mut Decoder<'_>,
    node: NodeId,
    shape: &'static Shape,
) -> Option<Duration> {
    let Some(Scalar::Text(text)) = decoder.tree().value(node) else {
        decoder.wrong_type(shape, node);
        return None;
    };
    let found = duration(text);
    if found.is_none() {
        decoder.report(ProblemKind::WrongForm { expected: shape }, node);
    }
    found
}

impl Decode for Span {
    type Output = Duration;
    const SHAPE: &'static Shape = &Shape::Form(&DURATION);

    fn decode(decoder: &mut Decoder<'_>, node: NodeId) -> Option<Duration> {
        written_duration(decoder, node, Self::SHAPE)
    }
}

keywords! {
    /// Instead of a time span.
    pub enum NeverWord {
        /// It does not happen.
        Never = "never",
    }
}

impl Decode for SpanOrNever {
    type Output = Delay;
    const SHAPE: &'static Shape = &Shape::AnyOf(&[&Shape::Form(&DURATION), NeverWord::SHAPE]);

    fn decode(decoder: &mut Decoder<'_>, node: NodeId) -> Option<Delay> {
        if decoder.tree().value(node) == Some(Scalar::Text(NeverWord::Never.word())) {
            return Some(Delay::Never);
        }
        written_duration(decoder, node, Self::SHAPE).map(Delay::After)
    }
}

keywords! {
    /// Instead of a number of requests.
    pub enum AlwaysWord {
        /// Every request.
        Always = "always",
    }
}

/// A whole number, also as `500.0`, which JSON Schema takes for one.
fn whole(value: Scalar<'_>) -> Option<i64> {
    match value {
        Scalar::Int(number) => Some(number),
        #[allow(
            clippy::cast_possible_truncation,
            reason = "saturates, and has no fraction"
        )]
        Scalar::Float(number) if number.fract() == 0.0 => Some(number as i64),
        _ => None,
    }
}

/// Most requests that a fault counts.
const MOST: i64 = 1_000_000;

impl Decode for Times {
    type Output = Option<u32>;
    const SHAPE: &'static Shape = &Shape::AnyOf(&[
        &Shape::Integer {
            min: Some(1),
            max: Some(MOST),
        },
        AlwaysWord::SHAPE,
    ]);

    fn decode(decoder: &mut Decoder<'_>, node: NodeId) -> Option<Self::Output> {
        match decoder.tree().value(node) {
            Some(value) if whole(value).is_some() => {
                let number = whole(value).filter(|number| (1..=MOST).contains(number));
                let number = number.and_then(|number| u32::try_from(number).ok());
                if number.is_none() {
                    let expected = Self::SHAPE;
                    decoder.report(ProblemKind::OutOfRange { expected }, node);
                }
                number.map(Some)
            }
            Some(Scalar::Text("always")) => Some(None),
            Some(Scalar::Text(_)) => {
                let expected = Self::SHAPE;
                decoder.report(ProblemKind::UnknownKeyword { expected }, node);
                None
            }
            _ => {
                decoder.wrong_type(Self::SHAPE, node);
                None
            }
        }
    }
}

keywords! {
    /// Answers that have no number.
    pub enum AnswerWord {
        /// A page of HTML instead of JSON, with status 502.
        Html = "html",
        /// JSON that ends in the middle, with status 200.
        InvalidJson = "invalid-json",
        /// Nothing: the connection ends in the middle of the answer.
        Cut = "cut",
    }
}

impl Decode for Answer {
    type Output = FaultKind;
    const SHAPE: &'static Shape = &Shape::AnyOf(&[
        &Shape::Numbers(&[401, 403, 404, 429]),
        &Shape::Integer {
            min: Some(500),
            max: Some(599),
        },
        AnswerWord::SHAPE,
    ]);

    fn decode(decoder: &mut Decoder<'_>, node: NodeId) -> Option<FaultKind> {
        let expected = Self::SHAPE;
        let value = decoder.tree().value(node);
        let status = match (value.and_then(whole), value) {
            (Some(status), _) => status,
            (_, Some(Scalar::Text(word))) => {
                let kind = match word {
                    "html" => Some(FaultKind::Html),
                    "invalid-json" => Some(FaultKind::InvalidJson),
                    "cut" => Some(FaultKind::Cut),
                    _ => None,
                };
                if kind.is_none() {
                    decoder.report(ProblemKind::UnknownKeyword { expected }, node);
                }
                return kind;
            }
            _ => {
                decoder.wrong_type(expected, node);
                return None;
            }
        };
        let kind = match (status, u16::try_from(status)) {
            (401, _) => FaultKind::Unauthorized,
            (403, _) => FaultKind::Forbidden,
            (404, _) => FaultKind::NotFound,
            (429, _) => FaultKind::RateLimited,
            (500..=599, Ok(status)) => FaultKind::ServerError(status),
            _ => {
                decoder.report(ProblemKind::OutOfRange { expected }, node);
                return None;
            }
        };
        Some(kind)
    }
}

/// Words of the API, spelt as it spells them.
macro_rules! words_of_the_api {
    ($($name:ident),+ $(,)?) => {$(
        impl Decode for $name {
            type Output = Self;
            const SHAPE: &'static Shape = &Shape::Keyword(Self::KEYWORDS);

            fn decode(decoder: &mut Decoder<'_>, node: NodeId) -> Option<Self> {
                let expected = Self::SHAPE;
                let found = Self::parse(keyword_text(decoder, node, expected)?);
                if found.is_none() {
                    decoder.report(ProblemKind::UnknownKeyword { expected }, node);
                }
                found
            }
        }
    )+};
}

words_of_the_api!(
    AppVersionState,
    BetaReviewState,
    BuildAudience,
    PhasedReleaseState,
    Platform,
    ProcessingState,
    ReleaseType,
    ReviewSubmissionState,
);

/// A version or a build number, as it is written.
pub type Dotted = Formed<DottedNumber>;
