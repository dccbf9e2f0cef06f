//! `annals check --fix`: a catalog in; the mended one on disk or as a diff, and what was done, out.

use super::reporting::Reporting;
use super::terminal::Terminal;
use crate::fix::{self, Edited};
use crate::report::Format;
use annals_codegen::project::Project;
use annals_codegen::report::{Applied, ENOUGH};

/// What was fixed, or would be.
pub(super) struct Fixed {
    pub(super) applied: Vec<Applied>,
    files: Vec<Edited>,
    dry_run: bool,
}

/// Mends a catalog, and writes what differs unless that is a dry run.
pub(super) fn fix(project: Project, dry_run: bool) -> Result<(Project, Fixed), String> {
    let mended = fix::mend(project).map_err(|error| error.to_string())?;
    if !dry_run {
        fix::write(&mended).map_err(|error| error.to_string())?;
    }
    let fixed = Fixed { applied: mended.applied, files: mended.files, dry_run };
    Ok((mended.project, fixed))
}

impl Fixed {
    /// Prints a line for each replacement, and in a dry run the diff on stdout. The forms for
    /// machines have places of their own for that.
    pub(super) fn print(&self, reporting: Reporting, prefix: &str, terminal: &mut Terminal) {
        if reporting.format != Format::Text {
            return;
        }
        if self.dry_run {
            self.files.iter().for_each(|file| terminal.out(&diff(file, prefix)));
        }
        let most = match reporting.max_errors {
            Some(0) => usize::MAX,
            most => most.unwrap_or(ENOUGH),
        };
        for item in self.applied.iter().take(most) {
            terminal.note(&line(item, prefix));
        }
        if let Some(more) = self.applied.len().checked_sub(most).filter(|more| *more > 0) {
            terminal.note(&format!("and {more} more"));
        }
        let verb = if self.dry_run { "would fix" } else { "fixed" };
        let (mistakes, files) = (self.applied.len(), self.files.len());
        let (s, files_s) = (plural(mistakes), plural(files));
        let end = if mistakes > 0 { format!(" in {files} file{files_s}\n") } else { "\n".into() };
        terminal.note(&format!("{verb} {mistakes} mistake{s}{end}"));
    }
}

fn plural(count: usize) -> &'static str {
    if count == 1 { "" } else { "s" }
}

/// ``catalog.yaml:11:24: fixed[A0123]: `strin` is now `string` ``
fn line(item: &Applied, prefix: &str) -> String {
    let Applied { code, path, line, column, before, after } = item;
    let place = format!("{prefix}{path}:{line}:{column}: fixed[{code}]");
    if !after.is_empty() {
        return format!("{place}: `{before}` is now `{after}`");
    }
    // What was cut out may have had several lines.
    let words = before.split_whitespace().collect::<Vec<_>>().join(" ");
    format!("{place}: `{}` is removed", words.trim_matches(','))
}

fn diff(file: &Edited, prefix: &str) -> String {
    let path = format!("{prefix}{}", file.path);
    let (before, after) =
        (String::from_utf8_lossy(&file.before), String::from_utf8_lossy(&file.after));
    let lines = similar::TextDiff::from_lines(before.as_ref(), after.as_ref());
    lines.unified_diff().header(&path, &path).to_string()
}
