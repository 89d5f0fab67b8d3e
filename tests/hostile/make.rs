//! Lays out every hostile input in a directory and says what to run on it, for
//! `scripts/hostile`: a line of JSON for each.
#![allow(clippy::unwrap_used, reason = "a failure is shown where it is")]

mod inputs;

use std::path::Path;

fn main() {
    let directory = std::env::args().nth(1).unwrap();
    for input in inputs::all() {
        let home = Path::new(&directory).join(input.name);
        std::fs::create_dir(&home).unwrap();
        input.lay_out(&home, inputs::FULL);
        let commands: Vec<_> = input
            .commands()
            .iter()
            .map(|it| serde_json::json!({ "name": it.name, "arguments": it.arguments, "stdin": it.stdin }))
            .collect();
        let line =
            serde_json::json!({ "name": input.name, "what": input.what, "commands": commands });
        println!("{line}");
    }
}
