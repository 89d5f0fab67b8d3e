//! Which requests there are, who may make them, and who answers.

use super::account::Role;
use super::exchange::{Refusal, Request, Response};
use super::refusals::{forbidden, method_not_allowed, no_such_path, unknown_parameter};
use super::world::World;
use super::{apps, store, testflight};

/// A request the mock answers.
pub struct Route {
    /// The method.
    pub method: &'static str,
    /// The path, with `{id}` for the id.
    pub path: &'static str,
    /// What it takes to be allowed.
    pub access: Access,
    /// Who answers.
    pub answer: Answer,
}

/// Answers a request. It checks everything before it changes anything, so that a
/// refused request changes nothing.
pub type Answer = fn(&mut World, &Call<'_>) -> Result<Response, Refusal>;

/// What it takes to make a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Any key of the team.
    Read,
    /// Reading test information: not settled for a Developer's key.
    ReadTestInformation,
    /// A key that may change what testers and customers get.
    Write,
}

/// A request on its way to who answers it.
pub struct Call<'r> {
    /// The request.
    pub request: &'r Request,
    /// The id in its path; empty where the path has none.
    pub id: &'r str,
}

/// All of them.
pub fn all() -> impl Iterator<Item = &'static Route> {
    let own: [&'static [Route]; 2] = [apps::ROUTES, store::ROUTES];
    let testflight = testflight::ROUTES.iter().copied();
    own.into_iter().chain(testflight).flatten()
}

/// Method and path of every request the mock answers, with `*` for ids.
pub fn forms() -> impl Iterator<Item = (&'static str, String)> {
    all().map(|route| (route.method, route.path.replace("{id}", "*")))
}

/// Answers a request whose token is good.
pub fn answer(world: &mut World, request: &Request) -> Response {
    match route(request) {
        Ok((route, id)) if is_allowed(world, route.access) => {
            if route.method != "GET"
                && let Some((name, _)) = request.query.first()
            {
                return Response::refusal(&[unknown_parameter(name)]);
            }
            let call = Call { request, id };
            (route.answer)(world, &call).unwrap_or_else(|refusal| Response::refusal(&refusal.0))
        }
        Ok(_) => Response::refusal(&[forbidden()]),
        Err(refusal) => Response::refusal(&refusal.0),
    }
}

/// The route of a request, and the id in its path.
///
/// # Errors
/// 404 for a path that there is not, 405 for a method that the path does not take.
pub fn route(request: &Request) -> Result<(&'static Route, &str), Refusal> {
    let mut is_path = false;
    for route in all() {
        let Some(id) = matches(route.path, &request.path) else {
            continue;
        };
        if route.method == request.method {
            return Ok((route, id));
        }
        is_path = true;
    }
    Err(if is_path {
        method_not_allowed(&request.method, &request.path).into()
    } else {
        no_such_path(&request.path).into()
    })
}

/// The id in a path of this form; empty where the form has none.
fn matches<'p>(form: &str, path: &'p str) -> Option<&'p str> {
    let Some((before, after)) = form.split_once("{id}") else {
        return (form == path).then_some("");
    };
    let id = path.strip_prefix(before)?.strip_suffix(after)?;
    (!id.is_empty() && !id.contains('/')).then_some(id)
}

/// Source: "Role permissions" of App Store Connect Help, and refusals that users of
/// such keys have published.
fn is_allowed(world: &World, access: Access) -> bool {
    match world.account.key.role {
        Role::Admin | Role::AppManager => true,
        Role::Developer => match access {
            Access::Read => true,
            Access::ReadTestInformation => world.account.switches.developer_reads_test_information,
            Access::Write => false,
        },
        Role::Marketing | Role::Sales | Role::Finance | Role::CustomerSupport => {
            access == Access::Read
        }
    }
}
