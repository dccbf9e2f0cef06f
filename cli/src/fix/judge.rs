//! Decides which edits helped, by comparing the findings before and after.

use std::collections::BTreeMap;

use annals_catalog::rule::Series;

use super::Edit;
use annals_codegen::project::Project;

/// Whether each edit (sorted, not overlapping) helped: its place has fewer findings than before, and
/// its file does not have more YAML errors. Findings elsewhere do not count, because fixing one
/// mistake can reveal others.
pub(super) fn keeps(before: &Project, after: &Project, edits: &[Edit]) -> Vec<bool> {
    let (old, new) = (Places::of(before), Places::of(after));
    let mut kept = Vec::with_capacity(edits.len());
    for edits in edits.chunk_by(|a, b| a.path == b.path) {
        let path = edits[0].path.as_str();
        let intact = new.malformed(path) <= old.malformed(path);
        // How far the edits so far have moved the text after them.
        let mut moved: isize = 0;
        for edit in edits {
            let longer = edit.text.len() as isize - (edit.end - edit.start) as isize;
            let start = edit.around.start.wrapping_add_signed(moved);
            moved += longer;
            let end = edit.around.end.wrapping_add_signed(moved);
            let before = old.count(path, edit.around.start, edit.around.end);
            kept.push(intact && new.count(path, start, end) < before);
        }
    }
    kept
}

/// The places of a project's findings, including related places.
struct Places<'p>(BTreeMap<&'p str, File>);

#[derive(Default)]
struct File {
    /// Offsets at which places start and end, both sorted.
    starts: Vec<usize>,
    ends: Vec<usize>,
    malformed: usize,
}

impl<'p> Places<'p> {
    fn of(project: &'p Project) -> Self {
        let sources = &project.compiled.sources;
        let mut files: BTreeMap<&str, File> = BTreeMap::new();
        for item in &project.compiled.diagnostics {
            let own = files.entry(sources.get(item.span.file).path.as_str()).or_default();
            own.malformed += usize::from(item.rule.series == Series::Yaml);
            for span in std::iter::once(item.span).chain(item.related.iter().map(|(span, _)| *span))
            {
                let file = files.entry(sources.get(span.file).path.as_str()).or_default();
                file.starts.push(span.start as usize);
                file.ends.push(span.end.max(span.start + 1) as usize);
            }
        }
        for file in files.values_mut() {
            file.starts.sort_unstable();
            file.ends.sort_unstable();
        }
        Self(files)
    }

    fn malformed(&self, path: &str) -> usize {
        self.0.get(path).map_or(0, |file| file.malformed)
    }

    /// The number of places that overlap this range; if it is empty, that contain its offset.
    fn count(&self, path: &str, start: usize, end: usize) -> usize {
        let Some(file) = self.0.get(path) else { return 0 };
        let begun = file.starts.partition_point(|place| *place < end);
        let over = file.ends.partition_point(|place| *place <= start);
        begun - over
    }
}
