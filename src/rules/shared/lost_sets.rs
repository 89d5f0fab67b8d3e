//! Variables that a step sets for nothing, and where a script first sets and reads
//! each.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::expression::shell::{How, Read, Set};
use crate::rules::steps::ReadScript;

/// Where a script first sets and first reads each of its variables.
pub(crate) struct Firsts<'a> {
    sets: FxHashMap<&'a str, usize>,
    reads: FxHashMap<&'a str, usize>,
    /// A function may be called before it stands.
    has_functions: bool,
}

impl<'a> Firsts<'a> {
    /// Looks through a script.
    pub fn of(read: &ReadScript<'a>) -> Self {
        let mut firsts = Self {
            sets: FxHashMap::default(),
            reads: FxHashMap::default(),
            has_functions: !read.shell.functions.is_empty(),
        };
        let own = read.flow.sets.iter().filter(|set| set.how != How::Persist);
        for set in own {
            firsts.sets.entry(set.name).or_insert(set.range.start);
        }
        for it in &read.shell.reads {
            firsts.reads.entry(it.name).or_insert(it.range.start);
        }
        firsts
    }

    /// Whether a variable is set in the script before it is read there, or may be.
    pub fn is_set_before(&self, read: &Read<'_>) -> bool {
        let set = self.sets.get(read.name);
        set.is_some_and(|set| self.has_functions || *set < read.range.start)
    }

    /// Whether the script reads a variable before it sets it: then that comes from
    /// elsewhere, and is there without this step too.
    pub fn come_from_elsewhere(&self, read: &ReadScript<'_>, set: &Set<'_>) -> bool {
        let Some(first_read) = self.reads.get(set.name) else {
            return false;
        };
        let command = set.command.and_then(|it| read.shell.commands.get(it));
        let end = command.map_or(set.range.end, |it| it.range.end);
        let first_set = self.sets.get(set.name).copied().unwrap_or(set.range.start);
        // Its own value may read it, too.
        *first_read < first_set || first_set == set.range.start && *first_read < end
    }
}

/// Whether a step writes variables for later ones that are not to be seen.
pub(crate) fn may_persist_anything(read: &ReadScript<'_>) -> bool {
    let names_file = read.text.contains("CM_ENV");
    read.flow.persists_unknown || names_file && read.flow.writes.is_empty()
}

/// The exports behind the last command of a script that could make use of them, as
/// far as they are not handed on.
pub(crate) fn trailing_exports<'r, 'a>(
    read: &'r ReadScript<'a>,
) -> impl Iterator<Item = &'r Set<'a>> {
    let commands = &read.shell.commands;
    let only_sets = |index: usize| {
        commands.get(index).is_some_and(|it| {
            let is_export = it.tool() == "export" && it.outputs().next().is_none();
            is_export || it.words.is_empty() || it.context.in_substitution
        })
    };
    let is_opaque = !read.shell.functions.is_empty() || may_persist_anything(read);
    let first = (0..commands.len())
        .rev()
        .take_while(|it| only_sets(*it))
        .last();
    let persisted: FxHashSet<&str> = read.flow.names(&[How::Persist]).collect();
    read.flow.sets.iter().filter(move |set| {
        let is_behind = first.is_some_and(|first| set.command >= Some(first));
        set.how == How::Export && is_behind && !is_opaque && !persisted.contains(set.name)
    })
}
