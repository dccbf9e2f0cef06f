//! Prints findings for people and machines: diagnostics and stale files in, text or JSON out.

mod json;
mod text;

pub use json::{json, json_error};
pub use text::{diagnostics, findings, summary};

use annals_catalog::source::{FileId, SourceMap};

/// The sources of a run, and how their paths are shown.
#[derive(Debug, Clone, Copy)]
pub struct Sources<'a> {
    /// The files.
    pub map: &'a SourceMap,
    /// What goes before their paths, so that they can be opened from where people are: empty or
    /// ending in `/`.
    pub prefix: &'a str,
}

impl Sources<'_> {
    /// The path of a file as shown.
    fn path(&self, file: FileId) -> String {
        format!("{}{}", self.prefix, self.map.get(file).path)
    }
}
