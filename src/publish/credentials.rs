//! What the dry run signs its requests with.

use std::sync::Arc;

use crate::app_store_connect::Clock;
use crate::app_store_connect::token::{KeyProblem, PrivateKey};

use super::client::{CRASH, Signer};
use super::known_account::KnownAccount;
use super::plan::{Credentials, Plan};
use super::timeline::Cause;

/// Stands for a key id that only Codemagic knows.
const SOME_KEY: &str = "DRYRUNKEY0";
/// Stands for an issuer id that only Codemagic knows.
const SOME_ISSUER: &str = "00000000-0000-4000-8000-000000000000";

/// Why the client cannot even start.
#[derive(Debug)]
pub enum Unfit {
    /// The workflow's credentials do not do.
    Told(Box<Cause>),
    /// The system has no random numbers.
    NoRandomNumbers,
}

/// What signs the requests of a plan. Keys that only Codemagic knows count as good
/// ones: they are stood for by one made here, with the ids that the account knows.
///
/// # Errors
/// When the vendor's client would refuse the credentials before asking anything.
pub fn signer(plan: &Plan, account: &KnownAccount, clock: Arc<dyn Clock>) -> Result<Signer, Unfit> {
    let some_key = account.key_id().unwrap_or(SOME_KEY);
    let some_issuer = account.issuer_id().unwrap_or(SOME_ISSUER);
    let generated = || PrivateKey::generate().ok_or(Unfit::NoRandomNumbers);
    let made_up = |key| Signer::new(key, some_key.into(), some_issuer.into(), Arc::clone(&clock));
    match &plan.credentials {
        Credentials::Integration { .. } | Credentials::AppSpecificPassword { .. } => {
            generated().map(made_up)
        }
        Credentials::Missing(what) => {
            let mut cause = (**what).clone();
            cause.message = format!(
                "the workflow has no way to sign in to App Store Connect: {}",
                what.message
            );
            cause.place = cause.place.or_else(|| plan.publishing.clone());
            Err(Unfit::Told(Box::new(cause)))
        }
        Credentials::ApiKey {
            private_key,
            key_id,
            issuer_id,
        } => {
            let key = match &private_key.value {
                None => generated()?,
                Some(secret) => PrivateKey::from_pem(&secret.0).map_err(|problem| {
                    let place = private_key.place.clone();
                    let place = place.or_else(|| plan.publishing.clone());
                    Unfit::Told(Box::new(unusable(problem).at(place)))
                })?,
            };
            let or = |value: &Option<String>, stand_in: &str| {
                value.clone().unwrap_or_else(|| stand_in.to_owned())
            };
            let key_id = or(&key_id.value, some_key);
            let issuer_id = or(&issuer_id.value, some_issuer);
            Ok(Signer::new(key, key_id, issuer_id, clock))
        }
    }
}

/// What signs requests of nobody in particular; `None` where the system has no random
/// numbers.
pub fn anybody(clock: Arc<dyn Clock>) -> Option<Signer> {
    let key = PrivateKey::generate()?;
    Some(Signer::new(key, SOME_KEY.into(), SOME_ISSUER.into(), clock))
}

fn unusable(problem: KeyProblem) -> Cause {
    let cause = Cause::new(format!("the private key {}", problem.words()))
        .help("store the whole text of the .p8 file that App Store Connect gave out once");
    let log = match problem {
        KeyProblem::OtherKind => {
            "Invalid App Store Connect API key. Make sure to use the private API key downloaded \
             from App Store Connect."
        }
        // Not of the client: it would start.
        KeyProblem::Unusual => return cause,
        KeyProblem::Encrypted => CRASH,
        KeyProblem::NoHeader | KeyProblem::EscapedBreaks | KeyProblem::Broken => {
            "Provided value is not a valid PEM encoded private key"
        }
    };
    cause.log(log)
}
