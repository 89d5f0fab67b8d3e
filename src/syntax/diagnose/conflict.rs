//! Markers of a merge conflict.

use super::super::lines::{Line, lines_from};
use super::{Diagnosis, Edit, Kind, Scene, SyntaxProblem};

impl Scene<'_> {
    /// Every conflict of the file: the markers and all but the first side are
    /// taken out.
    pub(super) fn conflict_markers(&self) -> Option<Diagnosis> {
        // Most broken files have none: one search tells.
        if !self.text.contains("<<<<<<< ") {
            return None;
        }
        let mut found = Diagnosis::default();
        let mut edits = Vec::new();
        let mut open: Option<Conflict> = None;
        for line in lines_from(self.text, 0) {
            if line.text.starts_with("<<<<<<< ") {
                open = Some(Conflict {
                    markers: vec![line],
                    other_sides: Vec::new(),
                });
                continue;
            }
            let Some(conflict) = &mut open else { continue };
            if line.text.starts_with(">>>>>>> ") {
                let first = conflict.markers[0].visible();
                found
                    .problems
                    .push(SyntaxProblem::new(Kind::ConflictMarker, first));
                let gone = conflict
                    .markers
                    .iter()
                    .chain(&conflict.other_sides)
                    .chain([&line]);
                edits.extend(gone.map(|line| Edit::erase(line.span)));
                open = None;
            } else if line.text.trim_end() == "=======" || line.text.starts_with("||||||| ") {
                conflict.markers.push(line);
            } else if conflict.markers.len() > 1 {
                conflict.other_sides.push(line);
            }
        }
        // Without its end, only what is surely a marker goes.
        if let Some(conflict) = open {
            let first = conflict.markers[0].visible();
            found
                .problems
                .push(SyntaxProblem::new(Kind::ConflictMarker, first));
            edits.extend(conflict.markers.iter().map(|line| Edit::erase(line.span)));
        }
        (!found.problems.is_empty()).then(|| found.repair(edits))
    }
}

struct Conflict<'t> {
    /// The first marker, and those that divide.
    markers: Vec<Line<'t>>,
    /// Lines after the first side.
    other_sides: Vec<Line<'t>>,
}
