//! Answers with one resource of a kind that can also be listed.

use super::document::{self, Resource};
use super::exchange::{Refusal, Request, Response};
use super::fields;
use super::listing::{Listing, read_include};
use super::refusals::{invalid_parameter, unknown_parameter};
use super::world::World;

/// Answers with one resource, and with what `include` names of what the list can
/// include.
///
/// # Errors
/// When the query has a parameter or value that the request does not take.
pub fn one<T>(
    listing: &Listing<T>,
    world: &World,
    request: &Request,
    status: u16,
    member: &T,
) -> Result<Response, Refusal> {
    let included = check_query(listing.includes, request)?
        .into_iter()
        .flat_map(|name| (listing.include)(world, member, name))
        .collect::<Vec<Resource>>();
    let resource = (listing.write)(world, member);
    Ok(document::one(request, status, Some(&resource), &included))
}

/// The same for a resource that there may not be: `data: null`.
///
/// # Errors
/// When the query has a parameter or value that the request does not take.
pub fn one_or_none<T>(
    listing: &Listing<T>,
    world: &World,
    request: &Request,
    member: Option<&T>,
) -> Result<Response, Refusal> {
    if let Some(member) = member {
        return one(listing, world, request, 200, member);
    }
    check_query(listing.includes, request)?;
    Ok(document::one(request, 200, None, &[]))
}

/// Answers with what another resource leads to, or with `data: null`.
///
/// # Errors
/// When the query has a parameter that the request does not take.
pub fn related(request: &Request, resource: Option<&Resource>) -> Result<Response, Refusal> {
    check_query(&[], request)?;
    Ok(document::one(request, 200, resource, &[]))
}

/// What `include` names.
fn check_query<'r>(includes: &[&str], request: &'r Request) -> Result<Vec<&'r str>, Refusal> {
    let mut wanted = Vec::new();
    for (name, value) in &request.query {
        if name == "include" && !includes.is_empty() {
            wanted = read_include(includes, value).ok_or_else(|| invalid_parameter(name, value))?;
        } else if !fields::check(name, value)? {
            return Err(unknown_parameter(name).into());
        }
    }
    Ok(wanted)
}
