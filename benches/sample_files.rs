//! Writes the files that `scripts/bench` shows to this program and to its peers:
//!
//! ```sh
//! cargo bench --bench sample_files -- FOLDER COUNT
//! ```
//!
//! makes `FOLDER/NNN/codemagic.yaml` and `FOLDER/.github/workflows/NNN.yml`, as many
//! as asked for. Without arguments it does nothing, as then all benches are run.

#[allow(dead_code, reason = "the other benches need other kinds of files")]
mod input;

use std::path::Path;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    // Cargo adds `--bench`.
    let arguments: Vec<String> = env::args().skip(1).filter(|it| it != "--bench").collect();
    let [folder, count] = arguments.as_slice() else {
        return Ok(());
    };
    let count = count.parse().map_err(io::Error::other)?;
    write_all(Path::new(folder), count)
}

fn write_all(folder: &Path, count: usize) -> io::Result<()> {
    let workflows = folder.join(".github/workflows");
    fs::create_dir_all(&workflows)?;
    for number in 0..count {
        let project = folder.join(format!("{number:03}"));
        fs::create_dir_all(&project)?;
        fs::write(project.join("codemagic.yaml"), input::sample(number))?;
        let workflow = workflows.join(format!("{number:03}.yml"));
        fs::write(workflow, input::github::workflow(number))?;
    }
    Ok(())
}
