//! The package goes to App Store Connect, as `altool` sends it.

use serde_json::{Value, json};

use crate::app_store_connect::version_order::compare_versions;

use super::client::{Client, Failure};
use super::plan::{AppPackage, Credentials, Place, Plan};
use super::timeline::Cause;

/// Why the package did not arrive.
#[derive(Debug)]
pub enum Refusal {
    /// It was refused.
    Refused(Vec<Cause>),
    /// Nobody answered.
    NoAnswer(String),
}

/// Uploads the package; a server that takes none counts as having it.
///
/// # Errors
/// When the package is refused, or nobody answers.
pub fn upload(plan: &Plan, client: &mut Client) -> Result<String, Refusal> {
    let package = &plan.app;
    if !package.refused.is_empty() {
        return Err(Refusal::Refused(package.refused.clone()));
    }
    let mut body = json!({
        "bundle_id": package.bundle_id.value,
        "version": package.version.value,
        "build_number": package.build_number.value,
        "platform": package.filed_under().word(),
    });
    // Only a package that was looked into says something about encryption.
    if package.is_read || package.uses_non_exempt_encryption.is_some() {
        body["uses_non_exempt_encryption"] = json!(package.uses_non_exempt_encryption);
    }
    let answer = client.upload(&body);
    let (status, answer) = match answer {
        Ok(answer) => answer,
        Err(Failure::NoAnswer(words)) => return Err(Refusal::NoAnswer(words)),
        Err(_) => return Err(Refusal::NoAnswer("there was no answer".into())),
    };
    match status {
        ..400 | 404 | 405 | 501 => Ok(format!(
            "uploaded `{}`: {} of `{}`",
            package.file,
            words(package),
            package.bundle_id.value
        )),
        _ => Err(Refusal::Refused(causes(plan, status, &answer))),
    }
}

fn words(package: &AppPackage) -> String {
    format!("{} ({})", package.version.value, package.build_number.value)
}

fn causes(plan: &Plan, status: u16, answer: &[u8]) -> Vec<Cause> {
    let answer: Value = serde_json::from_slice(answer).unwrap_or_default();
    let errors = answer.get("product-errors").and_then(Value::as_array);
    let errors = errors.map(Vec::as_slice).unwrap_or_default();
    let messages: Vec<(i64, &str)> = errors
        .iter()
        .filter_map(|error| {
            let code = error
                .get("code")
                .and_then(Value::as_i64)
                .unwrap_or_default();
            Some((code, error.get("message")?.as_str()?))
        })
        .collect();
    if messages.is_empty() {
        let detail = answer.pointer("/errors/0/detail").and_then(Value::as_str);
        let detail = detail.unwrap_or("no reason was given");
        let message = format!("the server refused the upload with status {status}: {detail}");
        return vec![Cause::new(message).at(plan.publishing.clone())];
    }
    let file = &plan.app.file;
    let has_train = messages.iter().any(|(code, _)| *code == 90_186);
    messages
        .into_iter()
        // The second error about a closed version says the same.
        .filter(|(code, _)| !(has_train && *code == 90_062))
        .map(|(code, message)| {
            let (means, help, is_version) = meaning(plan, code, message);
            let package = &plan.app;
            let place = match is_version {
                About::BundleId => package.bundle_id.place.clone(),
                About::Version => package.version.place.clone(),
                About::BuildNumber => package.build_number.place.clone(),
                About::Key => place_of_key(&plan.credentials),
                About::Publishing => None,
            };
            Cause::new(format!("{means}: `{message}`"))
                .help(help)
                .at(place.or_else(|| plan.publishing.clone()))
                .log(format!(
                    "Failed to upload archive at \"{file}\":\n{message}"
                ))
        })
        .collect()
}

enum About {
    BundleId,
    Version,
    BuildNumber,
    Key,
    Publishing,
}

/// Where the key is written, or the id that stands for it.
fn place_of_key(credentials: &Credentials) -> Place {
    match credentials {
        Credentials::ApiKey {
            private_key,
            key_id,
            ..
        } => key_id.place.clone().or_else(|| private_key.place.clone()),
        _ => None,
    }
}

/// Why a build number does not do: App Store Connect names the highest there is.
fn used(package: &AppPackage, message: &str) -> String {
    let (number, version) = (&package.build_number.value, &package.version.value);
    let highest = message
        .split_once('‘')
        .and_then(|(_, rest)| rest.split_once('’'))
        .map(|(highest, _)| highest);
    match highest {
        Some(highest) if compare_versions(number, highest).is_lt() => format!(
            "build number `{number}` of version {version} is lower than `{highest}`, which was uploaded before"
        ),
        _ => format!("build number `{number}` of version {version} was used before"),
    }
}

/// What a refusal of `altool` means, and what helps.
fn meaning(plan: &Plan, code: i64, message: &str) -> (String, String, About) {
    let package = &plan.app;
    let version = &package.version.value;
    match code {
        -19_232 => (
            used(package, message),
            "make each build number higher than the last, such as with \
             `app-store-connect get-latest-testflight-build-number` or `$PROJECT_BUILD_NUMBER`; where the \
             earlier upload is this very build, only its post-processing is left to do"
                .into(),
            About::BuildNumber,
        ),
        90_186 | 90_062 => (
            format!("version {version} takes no more builds, since it or a higher one was approved"),
            "raise the app's version".into(),
            About::Version,
        ),
        90_725 => (
            "the app was built with an SDK that App Store Connect no longer takes".into(),
            "build with a newer `environment.xcode`".into(),
            About::Publishing,
        ),
        1176 => (
            "the app is not signed for the App Store".into(),
            "set `environment.ios_signing.distribution_type: app_store`, or use an App Store profile".into(),
            About::Publishing,
        ),
        1193 => (
            format!("App Store Connect has no app with the bundle id `{}`", package.bundle_id.value),
            "make the app record in App Store Connect, or correct the bundle id; case matters".into(),
            About::BundleId,
        ),
        -19_209 => (
            "App Store Connect does not know the API key".into(),
            "check that the key, its id and the issuer id belong together, and that the key was not revoked".into(),
            About::Key,
        ),
        -19_241 => (
            "the API key's role may not upload".into(),
            "use a key with the role App Manager".into(),
            About::Publishing,
        ),
        403 if message.contains("active membership") => (
            "the membership in the Apple Developer Program has ended, and App Store Connect refuses everything".into(),
            "let the account holder renew it at https://developer.apple.com/account".into(),
            About::Publishing,
        ),
        403 => (
            "App Store Connect refuses everything".into(),
            "let the account holder accept the agreements at https://appstoreconnect.apple.com/business".into(),
            About::Publishing,
        ),
        500.. if message.contains("UNEXPECTED") || code < 600 => (
            "App Store Connect failed after it had taken the build, so the Codemagic build is red although the upload is there".into(),
            "look in TestFlight for the build before building again: a second upload needs a higher build number".into(),
            About::Publishing,
        ),
        _ => ("App Store Connect refused the upload".into(), "see Apple's words".into(), About::Publishing),
    }
}
