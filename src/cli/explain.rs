//! `explain`: a rule's page, or what a key of codemagic.yaml is for.

use crate::model::help::help_for;
use crate::rules;
use crate::rules::shared::words::nearest;

use super::Outcome;
use super::args::ExplainArgs;
use super::failure::Failure;
use super::terminal::print;

pub(super) fn run(args: &ExplainArgs) -> Result<Outcome, Failure> {
    let code = rules::shellcheck_code(&args.rule);
    let id = match code {
        Some(_) => rules::SHELLCHECK,
        None => rules::current_id(&args.rule),
    };
    let Some(rule) = rules::find(id) else {
        let keys = help_for(&args.rule);
        if !keys.is_empty() {
            let texts: Vec<String> = keys
                .iter()
                .map(|(path, help)| format!("`{path}`\n\n{help}"))
                .collect();
            print(texts.join("\n").as_bytes())?;
            return Ok(Outcome::Clean);
        }
        let near = nearest(&args.rule, rules::all().iter().map(|rule| rule.id));
        let help = near.map_or_else(
            || "`codemagic-lint rules` lists them all".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        return Err(Failure::with_help(
            format!("there is no rule and no key `{}`", args.rule),
            Some(help),
        ));
    };
    let fix = match rule.fix {
        None => "none",
        Some(crate::finding::Safety::Safe) => "safe",
        Some(crate::finding::Safety::Unsafe) => "unsafe",
    };
    let on = if rule.pedantic {
        "off unless selected"
    } else {
        "on"
    };
    let renamed = match code {
        Some(code) => format!(
            "`{code}` is a check of shellcheck, which explains it at \
             https://www.shellcheck.net/wiki/{code}\n\n"
        ),
        None if id == args.rule => String::new(),
        None => format!("`{}` is called `{id}` today.\n\n", args.rule),
    };
    let text = format!(
        "{renamed}{}\n\nCategory {}, default severity {}, {on}, fix: {fix}.\n{}\n",
        rule.page.trim_end(),
        rule.category,
        rule.severity,
        rule.url(),
    );
    print(text.as_bytes())?;
    Ok(Outcome::Clean)
}
