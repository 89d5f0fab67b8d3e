//! Lists: filters, order, pages.

use std::cmp::Reverse;
use std::collections::HashSet;

use serde_json::json;

use crate::app_store_connect::{ApiError, Platform};

use super::document::{Resource, own_link, wanted};
use super::exchange::{Refusal, Request, Response};
use super::fields;
use super::refusals::{invalid_parameter, unknown_parameter};
use super::world::World;

/// What a list can be asked, and how its members are written.
pub struct Listing<T: 'static> {
    /// The type of its members.
    pub kind: &'static str,
    /// Filters, each with the values by which a member is found.
    pub filters: &'static [Filter<T>],
    /// Attributes by which it can be sorted.
    pub sorts: &'static [Sort<T>],
    /// What `include` may name.
    pub includes: &'static [&'static str],
    /// How a member is written.
    pub write: fn(&World, &T) -> Resource,
    /// What a member brings along when `include` names a relationship.
    pub include: fn(&World, &T, &str) -> Vec<Resource>,
}

/// A filter: what a member must be found by.
pub struct Filter<T> {
    /// The name between the brackets.
    name: &'static str,
    /// Whether the request is refused without it.
    is_needed: bool,
    of: Values<T>,
    /// Whether it takes a value.
    takes: fn(&str) -> bool,
}

/// By which values a member is found.
enum Values<T> {
    One(fn(&World, &T) -> Option<String>),
    Many(fn(&World, &T) -> Vec<String>),
}

impl<T> Filter<T> {
    /// A filter by a value of which a member has one or none.
    pub const fn new(name: &'static str, of: fn(&World, &T) -> Option<String>) -> Self {
        Self {
            name,
            is_needed: false,
            of: Values::One(of),
            takes: |_| true,
        }
    }

    /// A filter by values of which a member may have several.
    pub const fn of_many(name: &'static str, of: fn(&World, &T) -> Vec<String>) -> Self {
        Self {
            name,
            is_needed: false,
            of: Values::Many(of),
            takes: |_| true,
        }
    }

    /// The same, without which the request is refused.
    #[must_use]
    pub const fn needed(mut self) -> Self {
        self.is_needed = true;
        self
    }

    /// The same, which takes some words alone.
    #[must_use]
    pub const fn taking(mut self, takes: fn(&str) -> bool) -> Self {
        self.takes = takes;
        self
    }
}

/// Whether a filter by truth takes the word, in any case: the vendor's client writes
/// `False`.
pub fn is_boolean(word: &str) -> bool {
    ["true", "false"]
        .iter()
        .any(|it| word.eq_ignore_ascii_case(it))
}

/// Whether the word is a platform.
pub fn is_platform(word: &str) -> bool {
    Platform::parse(word).is_some()
}

/// An order: the attribute, and the text by which members are compared.
pub struct Sort<T> {
    /// The attribute.
    pub name: &'static str,
    /// What is compared.
    pub by: fn(&World, &T) -> String,
}

/// Members on a page without `limit`.
const DEFAULT_LIMIT: usize = 50;
/// Most members on a page.
const MAX_LIMIT: usize = 200;

impl<T: 'static> Listing<T> {
    /// A list with nothing to include.
    pub fn includes_nothing(_: &World, _: &T, _: &str) -> Vec<Resource> {
        Vec::new()
    }

    /// Checks the query of a request, before anything comes into being by being asked
    /// for.
    ///
    /// # Errors
    /// When the query has a parameter or value that the list does not take.
    pub fn check(&self, request: &Request) -> Result<(), Refusal> {
        self.read(request).map(|_| ())
    }

    /// Answers a request for the list.
    ///
    /// # Errors
    /// When the query has a parameter or value that the list does not take.
    pub fn answer<'w>(
        &self,
        world: &World,
        request: &Request,
        members: impl Iterator<Item = &'w T>,
    ) -> Result<Response, Refusal> {
        let query = self.read(request)?;
        let mut found: Vec<&T> = members
            .filter(|member| query.filters.iter().all(|asked| asked.finds(world, member)))
            .collect();
        // Of equals the later comes first where the order is descending.
        if query.sorts.first().is_some_and(|(_, descends)| *descends) {
            found.reverse();
        }
        for (sort, descends) in query.sorts.iter().rev() {
            if *descends {
                found.sort_by_cached_key(|member| Reverse((sort.by)(world, member)));
            } else {
                found.sort_by_cached_key(|member| (sort.by)(world, member));
            }
        }
        Ok(self.page(world, request, &query, &found))
    }

    fn read<'r>(&self, request: &'r Request) -> Result<Query<'_, 'r, T>, Refusal> {
        let mut query = Query {
            filters: Vec::new(),
            sorts: Vec::new(),
            limit: DEFAULT_LIMIT,
            start: 0,
            includes: Vec::new(),
        };
        for (name, value) in &request.query {
            let refused = || Refusal::from(invalid_parameter(name, value));
            if let Some(filter) = fields::within(name, "filter") {
                let mut filters = self.filters.iter();
                let filter = filters.find(|known| known.name == filter);
                let filter = filter.ok_or_else(|| unknown_parameter(name))?;
                let values: HashSet<String> = value.split(',').map(plain).collect();
                if !values.iter().all(|value| (filter.takes)(value)) {
                    return Err(refused());
                }
                query.filters.push(Asked { filter, values });
            } else if !fields::check(name, value)? {
                match name.as_str() {
                    "sort" => {
                        query.sorts = self.read_sorts(value).ok_or_else(refused)?;
                    }
                    "limit" => {
                        let limit = value.parse::<usize>().ok();
                        let limit = limit.filter(|limit| (1..=MAX_LIMIT).contains(limit));
                        query.limit = limit.ok_or_else(refused)?;
                    }
                    "cursor" => query.start = read_cursor(value).ok_or_else(refused)?,
                    "include" => {
                        query.includes = read_include(self.includes, value).ok_or_else(refused)?;
                    }
                    _ => return Err(unknown_parameter(name).into()),
                }
            }
        }
        for filter in self.filters.iter().filter(|filter| filter.is_needed) {
            if !query
                .filters
                .iter()
                .any(|given| given.filter.name == filter.name)
            {
                return Err(required_parameter(filter.name).into());
            }
        }
        Ok(query)
    }

    /// The attributes of `sort`, each with whether it descends; `None` for what is no
    /// order, and for an attribute that is named twice.
    fn read_sorts(&self, value: &str) -> Option<Vec<(&Sort<T>, bool)>> {
        let mut sorts: Vec<(&Sort<T>, bool)> = Vec::new();
        for word in value.split(',') {
            let rest = word.strip_prefix('-');
            let attribute = rest.unwrap_or(word);
            let sort = self.sorts.iter().find(|known| known.name == attribute)?;
            if sorts.iter().any(|(known, _)| known.name == attribute) {
                return None;
            }
            sorts.push((sort, rest.is_some()));
        }
        Some(sorts)
    }

    fn page(
        &self,
        world: &World,
        request: &Request,
        query: &Query<'_, '_, T>,
        found: &[&T],
    ) -> Response {
        let base = request.base();
        let start = query.start.min(found.len());
        let end = (start + query.limit).min(found.len());
        let page = &found[start..end];
        let fields = wanted(request, self.kind);
        let data: Vec<_> = page
            .iter()
            .map(|member| (self.write)(world, member).json(&base, fields.as_deref()))
            .collect();
        let mut body = json!({ "data": data });
        let mut known: HashSet<(&str, String)> = HashSet::new();
        let mut included: Vec<Resource> = Vec::new();
        for member in page {
            for name in &query.includes {
                let resources = (self.include)(world, member, name).into_iter();
                included.extend(resources.filter(|it| known.insert((it.kind, it.id.clone()))));
            }
        }
        if !included.is_empty() {
            body["included"] = included
                .iter()
                .map(|it| it.json(&base, wanted(request, it.kind).as_deref()))
                .collect();
        }
        let own = (start > 0).then_some(start);
        let mut links = json!({ "self": link(request, &base, own) });
        if end < found.len() {
            links["next"] = json!(link(request, &base, Some(end)));
        }
        if start > 0 {
            links["first"] = json!(link(request, &base, None));
        }
        body["links"] = links;
        body["meta"] = json!({ "paging": { "total": found.len(), "limit": query.limit } });
        Response::document(200, body)
    }
}

struct Query<'l, 'r, T: 'static> {
    filters: Vec<Asked<'l, T>>,
    sorts: Vec<(&'l Sort<T>, bool)>,
    limit: usize,
    start: usize,
    includes: Vec<&'r str>,
}

struct Asked<'l, T: 'static> {
    filter: &'l Filter<T>,
    /// Each as [`plain`] has it.
    values: HashSet<String>,
}

impl<T> Asked<'_, T> {
    fn finds(&self, world: &World, member: &T) -> bool {
        match self.filter.of {
            Values::One(of) => of(world, member).is_some_and(|it| self.values.contains(&it)),
            Values::Many(of) => of(world, member).iter().any(|it| self.values.contains(it)),
        }
    }
}

/// A value as members have it.
fn plain(value: &str) -> String {
    if is_boolean(value) {
        return value.to_ascii_lowercase();
    }
    value.to_owned()
}

/// What `include` names, each once; `None` when it names what cannot be included.
pub(super) fn read_include<'r>(known: &[&str], value: &'r str) -> Option<Vec<&'r str>> {
    let mut wanted = Vec::new();
    for name in value.split(',') {
        if !known.contains(&name) {
            return None;
        }
        // Short: at most everything that is known.
        if !wanted.contains(&name) {
            wanted.push(name);
        }
    }
    Some(wanted)
}

fn required_parameter(filter: &str) -> ApiError {
    let name = format!("filter[{filter}]");
    ApiError::new(
        400,
        "PARAMETER_ERROR.REQUIRED",
        "A required parameter is missing",
        format!("The parameter '{name}' is required but was not provided"),
    )
    .about_parameter(&name)
}

/// Cursors are opaque to clients; a version letter keeps others out.
fn read_cursor(cursor: &str) -> Option<usize> {
    cursor.strip_prefix('c')?.parse().ok()
}

/// The link to the request, at another place of the list.
fn link(request: &Request, base: &str, start: Option<usize>) -> String {
    let mut pairs: Vec<String> = request
        .query
        .iter()
        .filter(|(name, _)| name != "cursor")
        .map(|(name, value)| format!("{}={}", encoded(name), encoded(value)))
        .collect();
    pairs.extend(start.map(|start| format!("cursor=c{start}")));
    let own = own_link(request, base);
    if pairs.is_empty() {
        own
    } else {
        format!("{own}?{}", pairs.join("&"))
    }
}

/// Percent-encodes all but what may stand in a query as it is (RFC 3986).
fn encoded(text: &str) -> String {
    use std::fmt::Write as _;

    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}
