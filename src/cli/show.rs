//! `show`: the configuration after anchors and merges, with the origin of every value.

use crate::effective::Effective;
use crate::rules::secrets_of;

use super::Outcome;
use super::args::{ShowArgs, ShowFormat};
use super::failure::Failure;
use super::one_file::{at, no_workflow, read_one};
use super::terminal::print;

pub(super) fn run(args: &ShowArgs) -> Result<Outcome, Failure> {
    let Some(checked) = read_one(args.path.as_deref())? else {
        return Ok(Outcome::Trouble);
    };
    let tree = &checked.tree;
    let mut file = Effective::new(tree, &secrets_of(&checked));
    if let Some(id) = args.workflow.as_deref() {
        file = file.of_workflow(id).ok_or_else(|| no_workflow(tree, id))?;
    }
    let text = match args.output_format {
        ShowFormat::Yaml => file.yaml(args.origins.into()),
        ShowFormat::Json => file.json(),
    };
    let text = text.map_err(|error| match error.offset() {
        Some(offset) => at(tree, offset, &error, Some(error.help())),
        None => Failure::with_help(
            format!("{}: {error}", tree.source().name()),
            Some(error.help()),
        ),
    })?;
    print(text.as_bytes())?;
    Ok(Outcome::Clean)
}
