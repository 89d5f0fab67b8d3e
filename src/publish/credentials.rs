//! What the dry run signs its requests with.

use std::sync::Arc;

use crate::app_store_connect::Clock;
use crate::app_store_connect::token::{KeyProblem, PrivateKey};

use super::client::Signer;
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
/// ones, and are stood for by one made here.
///
/// # Errors
/// When the vendor's client would refuse the credentials before asking anything.
pub fn signer(plan: &Plan, clock: Arc<dyn Clock>) -> Result<Signer, Unfit> {
    let generated = || PrivateKey::generate().ok_or(Unfit::NoRandomNumbers);
    let made_up = |key| Signer::new(key, SOME_KEY.into(), SOME_ISSUER.into(), Arc::clone(&clock));
    match &plan.credentials {
        Credentials::Integration { .. } | Credentials::AppSpecificPassword { .. } => {
            generated().map(made_up)
        }
        Credentials::Missing(what) => Err(Unfit::Told(Box::new(
            Cause::new(format!(
                "the workflow has no way to sign in to App Store Connect: {what}"
            ))
            .help("write `auth: integration`, or `api_key`, `key_id` and `issuer_id`")
            .at(plan.publishing.clone())
            .log(
                "Either Apple ID and app specific password or App Store Connect API key \
                     information is required.",
            ),
        ))),
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
            let key_id = or(&key_id.value, SOME_KEY);
            let issuer_id = or(&issuer_id.value, SOME_ISSUER);
            Ok(Signer::new(key, key_id, issuer_id, clock))
        }
    }
}

fn unusable(problem: KeyProblem) -> Cause {
    let log = match problem {
        KeyProblem::OtherKind => {
            "Invalid App Store Connect API key. Make sure to use the private API key downloaded \
             from App Store Connect."
        }
        KeyProblem::NoHeader
        | KeyProblem::EscapedBreaks
        | KeyProblem::Sec1
        | KeyProblem::Broken => "Provided value is not a valid PEM encoded private key",
    };
    Cause::new(format!("the private key {}", problem.words()))
        .help("store the whole text of the .p8 file that App Store Connect gave out once")
        .log(log)
}
