//! Requests about versions and their review.

use super::super::routes::{Access, Answer, Route};
use super::{items, localizations, phased_releases, submissions, versions};

const fn route(method: &'static str, path: &'static str, access: Access, answer: Answer) -> Route {
    Route {
        method,
        path,
        access,
        answer,
    }
}

const fn get(path: &'static str, answer: Answer) -> Route {
    route("GET", path, Access::Read, answer)
}

const fn post(path: &'static str, answer: Answer) -> Route {
    route("POST", path, Access::Write, answer)
}

const fn patch(path: &'static str, answer: Answer) -> Route {
    route("PATCH", path, Access::Write, answer)
}

const fn delete(path: &'static str, answer: Answer) -> Route {
    route("DELETE", path, Access::Write, answer)
}

/// Requests about all of this.
pub const ROUTES: &[Route] = &[
    get("/v1/apps/{id}/appStoreVersions", versions::list),
    get("/v1/apps/{id}/reviewSubmissions", submissions::of_app),
    get("/v1/builds/{id}/appStoreVersion", versions::of_build),
    post("/v1/appStoreVersions", versions::create),
    get("/v1/appStoreVersions/{id}", versions::get),
    patch("/v1/appStoreVersions/{id}", versions::change),
    delete("/v1/appStoreVersions/{id}", versions::delete),
    get("/v1/appStoreVersions/{id}/build", versions::build),
    get(
        "/v1/appStoreVersions/{id}/appStoreVersionLocalizations",
        localizations::list,
    ),
    get(
        "/v1/appStoreVersions/{id}/appStoreVersionPhasedRelease",
        phased_releases::of_version,
    ),
    post("/v1/appStoreVersionLocalizations", localizations::create),
    get("/v1/appStoreVersionLocalizations/{id}", localizations::get),
    patch(
        "/v1/appStoreVersionLocalizations/{id}",
        localizations::change,
    ),
    delete(
        "/v1/appStoreVersionLocalizations/{id}",
        localizations::delete,
    ),
    post("/v1/appStoreVersionPhasedReleases", phased_releases::create),
    patch(
        "/v1/appStoreVersionPhasedReleases/{id}",
        phased_releases::change,
    ),
    delete(
        "/v1/appStoreVersionPhasedReleases/{id}",
        phased_releases::delete,
    ),
    get("/v1/reviewSubmissions", submissions::list),
    post("/v1/reviewSubmissions", submissions::create),
    get("/v1/reviewSubmissions/{id}", submissions::get),
    patch("/v1/reviewSubmissions/{id}", submissions::change),
    get("/v1/reviewSubmissions/{id}/items", submissions::items),
    post("/v1/reviewSubmissionItems", items::create),
    patch("/v1/reviewSubmissionItems/{id}", items::change),
    delete("/v1/reviewSubmissionItems/{id}", items::delete),
];
