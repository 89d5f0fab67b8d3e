//! Tokens: made when they are needed, and thrown away when they are refused.

use std::sync::Arc;

use jiff::Timestamp;

use crate::app_store_connect::Clock;
use crate::app_store_connect::clock::later;
use crate::app_store_connect::token::{LIFE, PrivateKey};

/// Makes tokens with a key.
#[derive(Debug)]
pub struct Signer {
    key: PrivateKey,
    key_id: String,
    issuer: String,
    clock: Arc<dyn Clock>,
    current: Option<Token>,
}

struct Token {
    text: String,
    expires: Timestamp,
}

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token(…)")
    }
}

impl Signer {
    /// Makes tokens with this key, by this clock.
    pub fn new(key: PrivateKey, key_id: String, issuer: String, clock: Arc<dyn Clock>) -> Self {
        Self {
            key,
            key_id,
            issuer,
            clock,
            current: None,
        }
    }

    /// The value of `Authorization`; `None` where the system has no random numbers.
    pub fn authorization(&mut self) -> Option<String> {
        let now = self.clock.now();
        let is_good = |token: &Token| token.expires.as_second() > now.as_second();
        if self.current.as_ref().is_none_or(|token| !is_good(token)) {
            let life = std::time::Duration::from_secs(LIFE.unsigned_abs());
            let expires = later(now, life);
            let text = self.key.token(&self.key_id, &self.issuer, expires)?;
            self.current = Some(Token { text, expires });
        }
        let token = self.current.as_ref()?;
        Some(format!("Bearer {}", token.text))
    }

    /// Throws the token away.
    pub fn forget(&mut self) {
        self.current = None;
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

    use std::time::Duration;

    use super::*;
    use crate::app_store_connect::ManualClock;

    #[test]
    fn a_token_lives_nineteen_minutes_and_is_made_anew_after() {
        let clock = Arc::new(ManualClock::at(Timestamp::UNIX_EPOCH));
        let key = PrivateKey::generate().unwrap();
        let mut signer = Signer::new(key, "K".into(), "I".into(), clock.clone());
        let first = signer.authorization().unwrap();
        clock.advance(Duration::from_secs(1139));
        assert_eq!(signer.authorization().unwrap(), first);
        clock.advance(Duration::from_secs(1));
        let second = signer.authorization().unwrap();
        assert_ne!(second, first);
        signer.forget();
        assert_ne!(signer.authorization().unwrap(), second);
        assert!(!format!("{signer:?}").contains(second.trim_start_matches("Bearer ")));
    }
}
