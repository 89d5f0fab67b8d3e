//! Reports that say of each file what they say, whatever the others: rendered on all cores.

use std::io::{self, Write};

use rayon::prelude::*;

use super::FileReport;

/// Files whose texts are held in memory at once.
const AT_ONCE: usize = 64;

/// Writes what `write` says of each file, in their order.
pub(super) fn write_each(
    files: &[FileReport],
    out: &mut dyn Write,
    write: impl Fn(&FileReport, &mut dyn Write) -> io::Result<()> + Sync,
) -> io::Result<()> {
    if let [file] = files {
        return write(file, out);
    }
    let text_of = |file| {
        let mut text = Vec::new();
        write(file, &mut text).map(|()| text)
    };
    for files in files.chunks(AT_ONCE) {
        let texts: Vec<io::Result<Vec<u8>>> = files.par_iter().map(text_of).collect();
        for text in texts {
            out.write_all(&text?)?;
        }
    }
    Ok(())
}
