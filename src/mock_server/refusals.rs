//! Refusals that any request may meet. Those of one resource stand beside it.

use serde_json::Value;

use crate::app_store_connect::ApiError;

use super::exchange::Request;

/// 401.
pub fn not_authorized() -> ApiError {
    ApiError::new(
        401,
        "NOT_AUTHORIZED",
        "Authentication credentials are missing or invalid.",
        "Provide a properly configured and signed bearer token, and make sure that it has not \
         expired. Learn more about Generating Tokens for API Requests \
         https://developer.apple.com/go/?id=api-generating-tokens",
    )
}

/// 403, because of the key's role.
pub fn forbidden() -> ApiError {
    ApiError::new(
        403,
        "FORBIDDEN_ERROR",
        "This request is forbidden for security reasons",
        "The API key in use does not allow this request",
    )
}

/// 403, because the account holder has to accept an agreement.
pub fn agreements_missing() -> ApiError {
    let mut error = ApiError::new(
        403,
        "FORBIDDEN.REQUIRED_AGREEMENTS_MISSING_OR_EXPIRED",
        "A required agreement is missing or has expired.",
        "This request requires an in-effect agreement that has not been signed or has expired.",
    );
    error.links = Some(serde_json::json!({ "see": "/agreements" }));
    error
}

/// 403, because the membership in the developer program has ended.
pub fn membership_lapsed() -> ApiError {
    ApiError::new(
        403,
        "FORBIDDEN_ERROR",
        "This request is forbidden for security reasons",
        "Team ID: 'EXAMPLE123' is not associated with an active membership. To check your \
         teams membership status, sign in your account on the developer website. \
         https://developer.apple.com/account/",
    )
}

/// 429.
pub fn rate_limited() -> ApiError {
    ApiError::new(
        429,
        "RATE_LIMIT_EXCEEDED",
        "The request rate limit has been reached.",
        "We've received too many requests for this API. Please wait and try again or slow down \
         your request rate.",
    )
}

/// A fault of the server, with a status from 500 to 599.
pub fn server_error(status: u16) -> ApiError {
    ApiError::new(
        status,
        "UNEXPECTED_ERROR",
        "An unexpected error occurred.",
        "An unexpected error occurred on the server side. If this issue continues, contact us \
         at https://developer.apple.com/contact/.",
    )
}

/// 413: a body that is too long to be read.
pub fn too_large(most: usize) -> ApiError {
    ApiError::new(
        413,
        "ENTITY_TOO_LARGE",
        "The request entity is too large",
        format!("A request may have a body of at most {most} bytes"),
    )
}

/// 400: a request that cannot be understood.
pub fn bad_request(detail: &str) -> ApiError {
    ApiError::new(400, "BAD_REQUEST", "The request is invalid", detail)
}

/// 421: a request for another server, which came here through a name that was bent.
pub fn misdirected() -> ApiError {
    ApiError::new(
        421,
        "MISDIRECTED_REQUEST",
        "The request is for another server",
        "The mock server answers for `127.0.0.1`, `[::1]`, `localhost` and \
         `api.appstoreconnect.apple.com`, so that no web page reaches it by a name of its own",
    )
}

/// 403: a web page of another origin steers the mock.
pub fn foreign_origin() -> ApiError {
    ApiError::new(
        403,
        "FORBIDDEN_ERROR",
        "This request is forbidden for security reasons",
        "A web page from elsewhere must not steer the mock server: the header `Origin` names \
         another origin",
    )
}

/// 404 for whatever a request is about: the resource that its path leads to, or the
/// first one that is to be related to that.
pub fn no_such_resource(request: &Request) -> ApiError {
    let segments: Vec<&str> = request.path.split('/').skip(2).collect();
    match segments.as_slice() {
        [_, _, "relationships", kind] => {
            let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
            let id = body.pointer("/data/0/id").and_then(Value::as_str);
            not_found(kind, id.unwrap_or_default())
        }
        [kind, id, ..] => not_found(kind, id),
        [kind] => not_found(kind, ""),
        [] => not_found("", ""),
    }
}

/// 404 for a resource.
pub fn not_found(kind: &str, id: &str) -> ApiError {
    ApiError::new(
        404,
        "NOT_FOUND",
        "The specified resource does not exist",
        format!("There is no resource of type '{kind}' with id '{id}'"),
    )
}

/// 404 for a path.
pub fn no_such_path(path: &str) -> ApiError {
    let resource = path.trim_start_matches("/v1/");
    ApiError::new(
        404,
        "PATH_ERROR",
        "The URL path is not valid",
        format!("The resource '{resource}' does not exist"),
    )
}

/// 405.
pub fn method_not_allowed(method: &str, path: &str) -> ApiError {
    ApiError::new(
        405,
        "METHOD_NOT_ALLOWED",
        "The request method is not valid for the resource path.",
        format!("The method '{method}' is not allowed for '{path}'"),
    )
}

/// 400: a parameter that the request does not have.
pub fn unknown_parameter(name: &str) -> ApiError {
    ApiError::new(
        400,
        "PARAMETER_ERROR.ILLEGAL",
        "A parameter has an invalid value",
        format!("'{name}' is not a valid parameter for this request"),
    )
    .about_parameter(name)
}

/// 400: a value that a parameter does not take.
pub fn invalid_parameter(name: &str, value: &str) -> ApiError {
    ApiError::new(
        400,
        "PARAMETER_ERROR.INVALID",
        "A parameter has an invalid value",
        format!("'{value}' is not a valid value for the parameter '{name}'"),
    )
    .about_parameter(name)
}

/// 409: a relationship to something that is not there.
pub fn unknown_relative(kind: &str, id: &str, relationship: &str) -> ApiError {
    let singular = kind.strip_suffix('s').unwrap_or(kind);
    ApiError::new(
        409,
        "ENTITY_ERROR.RELATIONSHIP.INVALID",
        "The provided entity includes a relationship with an invalid value",
        format!("{singular} with id {id} cannot be found"),
    )
    .at(&format!("/data/relationships/{relationship}"))
}
