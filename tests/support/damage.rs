//! Files as they are while somebody works on them, or after an accident.

use proptest::prelude::*;

/// Damage to a file: a piece that is cut out, and one that is put in.
pub fn damaged() -> impl Strategy<Value = Vec<u8>> {
    let files: Vec<Vec<u8>> = super::fixtures("workflows")
        .into_iter()
        .map(|path| super::read(path).into_bytes())
        .collect();
    let pieces = prop::sample::select(vec![
        "*",
        "&a",
        "<<: *a",
        "- ",
        ": ",
        "\t",
        "\n",
        "\r",
        "\"",
        "'",
        "[",
        "{",
        "}",
        "|",
        ">-",
        "#",
        "!",
        "?",
        "%",
        "---\n",
        "<<<<<<< HEAD\n",
        "\u{feff}",
        "\u{0}",
        "é",
        "日本",
        "$X",
        "${{ inputs.x }}",
        "null",
        "3.10",
    ]);
    let junk = prop_oneof![
        4 => pieces.prop_map(|piece| piece.as_bytes().to_vec()),
        1 => prop::collection::vec(any::<u8>(), 0..8),
    ];
    let place = any::<prop::sample::Index>();
    (
        prop::sample::select(files),
        prop::collection::vec((place, 0..40_usize, junk), 1..4),
    )
        .prop_map(|(mut file, damage)| {
            for (at, cut, piece) in damage {
                let start = at.index(file.len() + 1);
                let end = (start + cut).min(file.len());
                file.splice(start..end, piece);
            }
            file
        })
}
