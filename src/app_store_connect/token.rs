//! Tokens of the API: JSON Web Tokens signed with ES256.
//!
//! Source: <https://developer.apple.com/documentation/appstoreconnectapi/generating-tokens-for-api-requests>.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use jiff::Timestamp;
use ring::rand::SystemRandom;
use ring::signature::{
    ECDSA_P256_SHA256_FIXED, ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair,
    UnparsedPublicKey,
};
use serde::{Deserialize, Serialize};

use super::private_key;

/// Whom a token is for.
pub const AUDIENCE: &str = "appstoreconnect-v1";

/// Seconds that a token may still be valid at most.
pub const LONGEST_LIFE: i64 = 20 * 60;

/// Seconds for which the vendor's client makes its tokens.
pub const LIFE: i64 = 19 * 60;

/// Longest token that is looked at, in bytes.
const LONGEST: usize = 8 * 1024;

/// A private key of the API. Its debug text tells nothing.
pub struct PrivateKey(EcdsaKeyPair);

impl std::fmt::Debug for PrivateKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PrivateKey(…)")
    }
}

/// Why a text is no private key of the API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyProblem {
    /// No `-----BEGIN PRIVATE KEY-----` in it.
    NoHeader,
    /// Its line breaks are written as `\n`.
    EscapedBreaks,
    /// A key of another algorithm or curve, such as RSA or P-384.
    OtherKind,
    /// A key that asks for a password.
    Encrypted,
    /// A P-256 key that the vendor's client takes and that cannot be signed with here:
    /// without its public half, or with its curve written out.
    Unusual,
    /// The text between the lines is damaged.
    Broken,
}

impl KeyProblem {
    /// What is wrong, and what to do about it.
    pub fn words(self) -> &'static str {
        match self {
            Self::NoHeader => {
                "is no PEM: it lacks the line `-----BEGIN PRIVATE KEY-----`; use the whole text of the .p8 file"
            }
            Self::EscapedBreaks => {
                "has `\\n` where lines should break; store the .p8 file's text as it is"
            }
            Self::OtherKind => "is another kind of key; App Store Connect takes P-256 keys only",
            Self::Encrypted => {
                "is encrypted; Apple's .p8 files are not, and nobody could type the password in a build"
            }
            Self::Unusual => {
                "has a form that cannot be played here, though the vendor's client takes it; `openssl pkey` writes it anew"
            }
            Self::Broken => "is damaged",
        }
    }
}

impl PrivateKey {
    /// Reads the text of a `.p8` file, or of a key in the older form SEC 1, which the
    /// vendor's client takes as well.
    ///
    /// # Errors
    /// When it is none; the text itself is in no error.
    pub fn from_pem(pem: &str) -> Result<Self, KeyProblem> {
        let der = private_key::pkcs8(pem)?;
        Self::from_der(&der).ok_or(KeyProblem::Unusual)
    }

    /// A key that nobody else has; `None` where the system has no random numbers.
    pub fn generate() -> Option<Self> {
        let random = SystemRandom::new();
        let der = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).ok()?;
        Self::from_der(der.as_ref())
    }

    fn from_der(der: &[u8]) -> Option<Self> {
        let random = SystemRandom::new();
        EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, der, &random)
            .ok()
            .map(Self)
    }

    /// The public half.
    pub fn public_key(&self) -> PublicKey {
        PublicKey(self.0.public_key().as_ref().to_vec())
    }

    /// A token as the vendor's client makes it: issuer, end and audience, nothing
    /// else; `None` where the system has no random numbers.
    pub fn token(&self, key_id: &str, issuer: &str, expires: Timestamp) -> Option<String> {
        let header = Header {
            alg: "ES256".into(),
            kid: Some(key_id.into()),
            typ: Some("JWT".into()),
        };
        let claims = Claims {
            iss: Some(issuer.into()),
            exp: Some(expires.as_second()),
            aud: Some(AUDIENCE.into()),
            iat: None,
        };
        let header = URL_SAFE_NO_PAD.encode(serde_json::to_vec(&header).ok()?);
        let claims = URL_SAFE_NO_PAD.encode(serde_json::to_vec(&claims).ok()?);
        let signed = format!("{header}.{claims}");
        let signature = self.0.sign(&SystemRandom::new(), signed.as_bytes()).ok()?;
        Some(format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature)))
    }
}

/// The public half of a key: an uncompressed point of P-256.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicKey(Vec<u8>);

impl PublicKey {
    /// Reads a `-----BEGIN PUBLIC KEY-----` text of a P-256 key.
    pub fn from_pem(pem: &str) -> Option<Self> {
        /// What stands before the point (RFC 5480).
        const PREFIX: [u8; 26] = [
            0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06,
            0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00,
        ];
        let (_, rest) = pem.split_once("-----BEGIN PUBLIC KEY-----")?;
        let (body, _) = rest.split_once("-----END PUBLIC KEY-----")?;
        let body: String = body.split_whitespace().collect();
        let der = STANDARD.decode(body).ok()?;
        let point = der.strip_prefix(&PREFIX)?;
        (point.len() == 65).then(|| Self(point.to_vec()))
    }
}

#[derive(Debug, Serialize, Deserialize)]
struct Header {
    alg: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    kid: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    typ: Option<String>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Claims {
    #[serde(skip_serializing_if = "Option::is_none")]
    iss: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    iat: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    exp: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    aud: Option<String>,
}

/// A token that has the right form; its signature is not checked yet.
#[derive(Debug, Clone)]
pub struct Token {
    /// The id of the key that signed it.
    pub key_id: String,
    /// Who asks: the UUID of the team.
    pub issuer: String,
    /// When it ends, in seconds since 1970.
    pub expires: i64,
    /// When it was made, in seconds since 1970, where it tells.
    pub issued: Option<i64>,
    signed: Vec<u8>,
    signature: Vec<u8>,
}

/// Why a token is refused. The API does not tell; the mock's log does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenProblem {
    /// No token at all.
    Missing,
    /// No JSON Web Token.
    Malformed,
    /// Not signed with ES256.
    Algorithm,
    /// Names no key.
    NoKeyId,
    /// Names no issuer.
    NoIssuer,
    /// Is for somebody else.
    Audience,
    /// Names no end.
    NoEnd,
    /// Has ended.
    Expired,
    /// Ends more than 20 minutes from now.
    TooLong,
    /// Was made in the future.
    FromTheFuture,
    /// Names another key than the account's.
    OtherKey,
    /// Names another issuer than the account's.
    OtherIssuer,
    /// Was not signed with the account's key.
    Signature,
    /// The key was revoked.
    Revoked,
}

impl TokenProblem {
    /// What is wrong with the token.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Missing => "no token",
            Self::Malformed => "no JSON Web Token",
            Self::Algorithm => "not signed with ES256",
            Self::NoKeyId => "names no key (`kid`)",
            Self::NoIssuer => "names no issuer (`iss`)",
            Self::Audience => "is not for `appstoreconnect-v1` (`aud`)",
            Self::NoEnd => "names no end (`exp`)",
            Self::Expired => "has expired",
            Self::TooLong => "expires more than 20 minutes from now",
            Self::FromTheFuture => "was made in the future (`iat`)",
            Self::OtherKey => "names another key than the account's",
            Self::OtherIssuer => "names another issuer than the account's",
            Self::Signature => "is not signed with the account's key",
            Self::Revoked => "is signed with a revoked key",
        }
    }
}

impl Token {
    /// Reads the value of an `Authorization` header.
    ///
    /// # Errors
    /// When it is no token of the right form.
    pub fn read(authorization: Option<&str>) -> Result<Self, TokenProblem> {
        let authorization = authorization.ok_or(TokenProblem::Missing)?;
        let token = authorization
            .strip_prefix("Bearer ")
            .ok_or(TokenProblem::Malformed)?;
        if token.len() > LONGEST {
            return Err(TokenProblem::Malformed);
        }
        let mut parts = token.split('.');
        let (Some(header), Some(claims), Some(signature), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(TokenProblem::Malformed);
        };
        let signed = format!("{header}.{claims}").into_bytes();
        let header: Header = part(header)?;
        let claims: Claims = part(claims)?;
        let signature = decoded(signature)?;
        if header.alg != "ES256" || signature.len() != 64 {
            return Err(TokenProblem::Algorithm);
        }
        if claims.aud.as_deref() != Some(AUDIENCE) {
            return Err(TokenProblem::Audience);
        }
        Ok(Self {
            key_id: header.kid.ok_or(TokenProblem::NoKeyId)?,
            issuer: claims.iss.ok_or(TokenProblem::NoIssuer)?,
            expires: claims.exp.ok_or(TokenProblem::NoEnd)?,
            issued: claims.iat,
            signed,
            signature,
        })
    }

    /// Whether the token is good at a moment.
    ///
    /// # Errors
    /// When it has ended, lives too long or is from the future.
    pub fn check_life(&self, now: Timestamp) -> Result<(), TokenProblem> {
        let now = now.as_second();
        if self.expires <= now {
            return Err(TokenProblem::Expired);
        }
        if self.expires.saturating_sub(now) > LONGEST_LIFE {
            return Err(TokenProblem::TooLong);
        }
        if self.issued.is_some_and(|issued| issued > now) {
            return Err(TokenProblem::FromTheFuture);
        }
        Ok(())
    }

    /// Whether this key signed the token.
    pub fn is_signed_by(&self, key: &PublicKey) -> bool {
        UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, &key.0)
            .verify(&self.signed, &self.signature)
            .is_ok()
    }
}

fn decoded(text: &str) -> Result<Vec<u8>, TokenProblem> {
    URL_SAFE_NO_PAD
        .decode(text)
        .map_err(|_| TokenProblem::Malformed)
}

fn part<T: for<'d> Deserialize<'d>>(text: &str) -> Result<T, TokenProblem> {
    serde_json::from_slice(&decoded(text)?).map_err(|_| TokenProblem::Malformed)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

    use super::*;

    fn moment(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn a_token_is_read_back_and_only_its_key_signed_it() {
        let key = PrivateKey::generate().unwrap();
        let text = key.token("3MD9688D9K", "issuer", moment(1000)).unwrap();
        let token = Token::read(Some(&format!("Bearer {text}"))).unwrap();
        assert_eq!((token.key_id.as_str(), token.expires), ("3MD9688D9K", 1000));
        assert!(token.is_signed_by(&key.public_key()));
        assert!(!token.is_signed_by(&PrivateKey::generate().unwrap().public_key()));
    }

    #[test]
    fn a_token_lives_for_twenty_minutes_at_most() {
        let key = PrivateKey::generate().unwrap();
        let text = key.token("K", "issuer", moment(10_000)).unwrap();
        let token = Token::read(Some(&format!("Bearer {text}"))).unwrap();
        assert_eq!(token.check_life(moment(10_000)), Err(TokenProblem::Expired));
        assert_eq!(token.check_life(moment(9_999)), Ok(()));
        assert_eq!(token.check_life(moment(8_800)), Ok(()));
        assert_eq!(token.check_life(moment(8_799)), Err(TokenProblem::TooLong));
    }

    #[test]
    fn what_is_no_token_is_told_apart() {
        let read = |text: &str| Token::read(Some(text)).map(|_| ()).unwrap_err();
        assert_eq!(Token::read(None).map(|_| ()), Err(TokenProblem::Missing));
        for text in [
            "",
            "Bearer",
            "Bearer a.b",
            "Bearer a.b.c.d",
            "Basic a.b.c",
            "Bearer é.é.é",
        ] {
            assert_eq!(read(text), TokenProblem::Malformed, "{text}");
        }
    }

    #[test]
    fn keys_that_cannot_be_used_are_told_apart() {
        let problem = |pem: &str| PrivateKey::from_pem(pem).map(|_| ()).unwrap_err();
        assert_eq!(problem("MIGTAgEA"), KeyProblem::NoHeader);
        let block =
            |label: &str, body: &str| format!("-----BEGIN {label}-----{body}-----END {label}-----");
        for (label, body, expected) in [
            ("PRIVATE KEY", "\\nMIGT\\n", KeyProblem::EscapedBreaks),
            ("PRIVATE KEY", "\nMIGT\n", KeyProblem::Broken),
            ("EC PRIVATE KEY", "\nMIGT\n", KeyProblem::Broken),
            ("RSA PRIVATE KEY", "\n?\n", KeyProblem::Broken),
            ("ENCRYPTED PRIVATE KEY", "\nMIGT\n", KeyProblem::Encrypted),
            ("PUBLIC KEY", "\nMIGT\n", KeyProblem::NoHeader),
        ] {
            assert_eq!(problem(&block(label, body)), expected, "{label} {body}");
        }
    }
}
