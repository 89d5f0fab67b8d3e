//! `POST /_mock/uploads`: what an upload with `xcrun altool` does.

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::app_store_connect::Platform;

use super::super::account::{Role, UploadRefusal};
use super::super::exchange::{Request, Response};
use super::super::mock::check_token;
use super::super::refusals::{agreements_missing, bad_request, membership_lapsed, server_error};
use super::super::testflight::{self, Upload};
use super::super::version_order::compare_versions;
use super::super::world::{AppRecord, World};
use super::super::{apps, store};

/// An error as altool prints it.
struct ToolError {
    code: i32,
    /// The API's word for it, where it has one.
    word: Option<&'static str>,
    message: String,
}

impl ToolError {
    fn new(code: i32, message: impl Into<String>) -> Self {
        Self {
            code,
            word: None,
            message: message.into(),
        }
    }

    fn with_word(code: i32, word: &'static str, message: impl Into<String>) -> Self {
        Self {
            word: Some(word),
            ..Self::new(code, message)
        }
    }

    fn json(&self) -> Value {
        json!({
            "code": self.code,
            "message": self.message,
            "user-info": { "iris-code": self.word, "NSLocalizedDescription": self.message },
        })
    }
}

/// Answers an upload: 201 with the build's id, or 409 with what altool prints. A token
/// that comes along is judged at a moment; without one the key counts as good.
pub fn answer(world: &mut World, request: &Request, now: Timestamp) -> Response {
    let asked = match read(request) {
        Ok(asked) => asked,
        Err(why) => return Response::refusal(&[bad_request(&why)]),
    };
    apps::bring_about(world, &asked.bundle_id);
    let token = request.authorization.as_deref();
    let is_known =
        token.is_none_or(|token| check_token(&world.account.key, Some(token), now).is_ok());
    match upload(world, &asked, is_known) {
        Ok(id) => Response::document(
            201,
            json!({ "success-message": "No errors uploading archive.", "build": id }),
        ),
        Err(errors) => {
            let errors: Vec<Value> = errors.iter().map(ToolError::json).collect();
            Response::document(409, json!({ "product-errors": errors }))
        }
    }
}

struct Asked {
    bundle_id: String,
    version: String,
    build_number: String,
    platform: Platform,
    encryption: Encryption,
}

/// What the request says about encryption.
enum Encryption {
    AsDescribed,
    Answer(Option<bool>),
}

fn read(request: &Request) -> Result<Asked, String> {
    let body: Value = serde_json::from_slice(&request.body)
        .map_err(|_| "the body is not JSON: expected an object".to_owned())?;
    let text = |name: &str| {
        body.get(name)
            .and_then(Value::as_str)
            .filter(|text| !text.is_empty() && text.len() <= LONGEST)
            .map(str::to_owned)
            .ok_or_else(|| format!("expected `{name}`, a text of 1 to {LONGEST} bytes"))
    };
    let platform = match body.get("platform") {
        None => Platform::Ios,
        Some(word) => word.as_str().and_then(Platform::parse).ok_or_else(|| {
            "expected `platform` to be `IOS`, `MAC_OS`, `TV_OS` or `VISION_OS`".to_owned()
        })?,
    };
    let encryption = match body.get("uses_non_exempt_encryption") {
        None => Encryption::AsDescribed,
        Some(Value::Null) => Encryption::Answer(None),
        Some(Value::Bool(answer)) => Encryption::Answer(Some(*answer)),
        Some(_) => {
            let expected = "`true`, `false` or `null`";
            return Err(format!(
                "expected `uses_non_exempt_encryption` to be {expected}"
            ));
        }
    };
    Ok(Asked {
        bundle_id: text("bundle_id")?,
        version: text("version")?,
        build_number: text("build_number")?,
        platform,
        encryption,
    })
}

/// Longest text that is taken, in bytes.
const LONGEST: usize = 255;

fn upload(world: &mut World, asked: &Asked, is_known: bool) -> Result<String, Vec<ToolError>> {
    let key = &world.account.key;
    let refused = |error: ToolError| Err(vec![error]);
    if key.revoked || !is_known {
        return refused(unauthenticated());
    }
    if !world.account.membership_active {
        return refused(ToolError::new(403, membership_lapsed().text()));
    }
    if !world.account.agreements_accepted {
        return refused(ToolError::new(403, agreements_missing().text()));
    }
    if !matches!(key.role, Role::Admin | Role::AppManager | Role::Developer) {
        return refused(ToolError::with_word(
            -19_241,
            "FORBIDDEN_ERROR",
            "The API key in use does not allow this request",
        ));
    }
    let mut apps = world.apps.iter();
    let app = apps.find(|app| app.described.bundle_id == asked.bundle_id);
    let Some(app) = app.cloned() else {
        return refused(ToolError::new(
            1193,
            format!(
                "No suitable application records were found. Verify your bundle identifier \
                 \"{}\" is correct and that you are signed in with an Apple ID that has access \
                 to the app in App Store Connect.",
                asked.bundle_id
            ),
        ));
    };
    let refusal = app.described.upload.refused;
    match refusal {
        Some(UploadRefusal::Authentication) => return refused(unauthenticated()),
        Some(UploadRefusal::SdkTooOld) => {
            return refused(ToolError::with_word(
                90_725,
                "STATE_ERROR.VALIDATION_ERROR",
                "SDK version issue. This app was built with an SDK that App Store Connect no \
                 longer takes. All apps must be built with the SDK of a newer Xcode in order to \
                 be uploaded to App Store Connect or submitted for distribution.",
            ));
        }
        Some(UploadRefusal::ProvisioningProfile) => {
            return refused(ToolError::new(
                1176,
                "Invalid Provisioning Profile. The provisioning profile included in the bundle \
                 is invalid. A Distribution Provisioning profile should be used when submitting \
                 apps to the App Store.",
            ));
        }
        Some(UploadRefusal::FailsAfterwards) | None => {}
    }
    check_version(world, &app, asked)?;
    check_build_number(world, &app, asked)?;
    if !world.testflight.uploading.contains(&app.id) {
        world.testflight.uploading.push(app.id.clone());
    }
    let described = &app.described.upload;
    let id = testflight::upload(
        world,
        &app,
        Upload {
            version: asked.version.clone(),
            build_number: asked.build_number.clone(),
            platform: asked.platform,
            uses_non_exempt_encryption: match asked.encryption {
                Encryption::AsDescribed => described.uses_non_exempt_encryption,
                Encryption::Answer(answer) => answer,
            },
        },
    );
    if refusal == Some(UploadRefusal::FailsAfterwards) {
        return refused(ToolError::with_word(
            500,
            "UNEXPECTED_ERROR",
            server_error(500).text(),
        ));
    }
    Ok(id)
}

fn unauthenticated() -> ToolError {
    ToolError::new(-19_209, "Unable to authenticate.")
}

/// A version at or below one that was approved takes no builds any more.
fn check_version(world: &World, app: &AppRecord, asked: &Asked) -> Result<(), Vec<ToolError>> {
    let Some(closed) = store::highest_closed_version(world, &app.id, asked.platform) else {
        return Ok(());
    };
    if compare_versions(&asked.version, &closed).is_gt() {
        return Ok(());
    }
    Err(vec![
        ToolError::with_word(
            90_186,
            "STATE_ERROR.VALIDATION_ERROR",
            format!(
                "Invalid Pre-Release Train. The train version '{}' is closed for new build \
                 submissions",
                asked.version
            ),
        ),
        ToolError::with_word(
            90_062,
            "STATE_ERROR.VALIDATION_ERROR",
            format!(
                "This bundle is invalid. The value for key CFBundleShortVersionString [{}] in \
                 the Info.plist file must contain a higher version than that of the previously \
                 approved version [{closed}].",
                asked.version
            ),
        ),
    ])
}

fn check_build_number(world: &World, app: &AppRecord, asked: &Asked) -> Result<(), Vec<ToolError>> {
    let highest = testflight::highest_build_number(world, &app.id, asked.platform, &asked.version);
    let Some(highest) = highest else {
        return Ok(());
    };
    if compare_versions(&asked.build_number, &highest).is_gt() {
        return Ok(());
    }
    Err(vec![ToolError::with_word(
        -19_232,
        "ENTITY_ERROR.ATTRIBUTE.INVALID.DUPLICATE",
        format!(
            "The provided entity includes an attribute with a value that has already been used \
             The bundle version must be higher than the previously uploaded version: ‘{highest}’."
        ),
    )])
}
