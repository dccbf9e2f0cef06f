//! `annals check --fix`: applies fixes, or prints them as a diff.

use annals_catalog::count::counted;
use annals_codegen::diff::{Version, unified};
use annals_codegen::project::Project;
use annals_codegen::report::{Applied, ENOUGH};

use super::features::Added;
use super::reporting::Reporting;
use super::terminal::Terminal;
use crate::fix::{self, Edited};
use crate::report::Format;

/// The fixes that were applied, or that a dry run would apply.
pub(super) struct Fixed {
    pub(super) applied: Vec<Applied>,
    files: Vec<Edited>,
    dry_run: bool,
}

/// Applies the fixes of a catalog, and writes the files unless `dry_run`.
pub(super) fn fix(project: Project, dry_run: bool) -> Result<(Project, Fixed), String> {
    let patched = fix::apply(project).map_err(|error| error.to_string())?;
    if !dry_run {
        fix::write(&patched.project.path, &patched.files).map_err(|error| error.to_string())?;
    }
    let fixed = Fixed { applied: patched.applied, files: patched.files, dry_run };
    Ok((patched.project, fixed))
}

impl Fixed {
    /// Adds the features of a manifest.
    pub(super) fn add(&mut self, added: Added) {
        self.applied.extend(added.applied);
        self.files.push(added.file);
    }

    /// Prints a line per fix, and the diff on stdout if this is a dry run. Formats other than text
    /// contain the fixes in their document.
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
        let end =
            if mistakes > 0 { format!(" in {}\n", counted(files, "file")) } else { "\n".into() };
        terminal.note(&format!("{verb} {}{end}", counted(mistakes, "mistake")));
    }
}

/// ``catalog.yaml:11:24: fixed[A0123]: replaced `strin` with `string` ``
fn line(item: &Applied, prefix: &str) -> String {
    let Applied { code, path, line, column, before, after } = item;
    let place = format!("{prefix}{path}:{line}:{column}: fixed[{code}]");
    if before.is_empty() {
        return format!("{place}: added `{}`", after.trim());
    }
    if !after.is_empty() {
        return format!("{place}: replaced `{before}` with `{after}`");
    }
    // The removed text may have several lines.
    let words = before.split_whitespace().collect::<Vec<_>>().join(" ");
    format!("{place}: removed `{}`", words.trim_matches(','))
}

pub(super) fn diff(file: &Edited, prefix: &str) -> String {
    let path = format!("{prefix}{}", file.path);
    let (before, after) =
        (String::from_utf8_lossy(&file.before), String::from_utf8_lossy(&file.after));
    unified(Version { name: &path, text: &before }, Version { name: &path, text: &after }, 3)
}
