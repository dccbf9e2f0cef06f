//! `annals import --into`: adds new events to a catalog, and reports what differs.

use std::path::Path;

use annals_catalog::model::Model;
use annals_codegen::Run;
use annals_codegen::project::Project;

use super::{Format, Import};
use crate::commands::Outcome;
use crate::commands::fix::diff;
use crate::commands::locate::shown_folder;
use crate::commands::reporting::{self, list_project};
use crate::commands::terminal::Terminal;
use crate::fix;
use crate::import::into::{self, Merge};
use crate::import::{self, Broken, Imported, Settings, Target};
use annals_codegen::report::Sources;

impl Import {
    pub(super) fn run_into(&self, path: &Path, terminal: &mut Terminal) -> Outcome {
        let project = match Project::open(path, &mut Run::default()) {
            Ok(project) => project,
            Err(error) => return self.stop(&error.to_string(), &[], Outcome::Failed, terminal),
        };
        let Some(model) = project.compiled.model.clone() else {
            if self.format == Format::Text {
                list_project(&project, &project.compiled.diagnostics, terminal);
            }
            let message = format!("`{}` has errors, so nothing was added", path.display());
            return self.stop(&message, &[], Outcome::Findings, terminal);
        };
        let mut unread = Vec::new();
        let imported = self.settings_into(&model).and_then(|settings| {
            let inputs = self.inputs(&mut unread)?;
            Ok(import::import(self.kind.format(), &inputs, &settings))
        });
        match imported {
            Err(message) => self.stop(&message, &unread, Outcome::Failed, terminal),
            Ok(Err(broken)) => {
                unread.extend(broken);
                self.stop("nothing was added", &unread, Outcome::Failed, terminal)
            }
            Ok(Ok(imported)) => {
                unread.extend(imported.broken.iter().cloned());
                if self.strict && !unread.is_empty() {
                    return self.stop("nothing was added", &unread, Outcome::Failed, terminal);
                }
                self.merge(project, &model, imported, &unread, terminal)
            }
        }
    }

    /// The settings, and what the catalog says where there is none.
    fn settings_into(&self, model: &Model) -> Result<Settings, String> {
        let (avro, namespace) = (model.avro.clone(), model.namespace.clone());
        Ok(Settings { target: Some(Target { avro, namespace }), ..self.settings()? })
    }

    fn merge(
        &self,
        project: Project,
        model: &Model,
        imported: Imported,
        unread: &[Broken],
        terminal: &mut Terminal,
    ) -> Outcome {
        if imported.compiled.model.is_none() {
            return self.refused(&imported, terminal);
        }
        let merge = match into::merge(self.kind.format(), project, model, imported) {
            Ok(merge) => merge,
            Err(message) => return self.stop(&message, unread, Outcome::Failed, terminal),
        };
        if self.format == Format::Text {
            let prefix = shown_folder(&merge.project);
            let sources = Sources { map: &merge.project.compiled.sources, prefix: &prefix };
            let shown = if merge.is_wrong() { merge.fresh.as_slice() } else { &[] };
            reporting::list(shown, sources, terminal);
        }
        if merge.is_wrong() {
            let message = "nothing was added, because the catalog would have these errors";
            return self.stop(message, unread, Outcome::Findings, terminal);
        }
        let is_dry = self.dry_run || self.check;
        if !is_dry && let Err(error) = fix::write(&merge.project.path, &merge.files) {
            return self.stop(&error.to_string(), unread, Outcome::Failed, terminal);
        }
        self.report(&merge, unread, terminal)
    }

    fn report(&self, merge: &Merge, unread: &[Broken], terminal: &mut Terminal) -> Outcome {
        let is_dry = self.dry_run || self.check;
        match self.format {
            Format::Json => terminal.out(&into::json(Some(merge), unread, None)),
            Format::Text => {
                let prefix = shown_folder(&merge.project);
                if is_dry {
                    merge.files.iter().for_each(|file| terminal.out(&diff(file, &prefix)));
                }
                terminal.report(&import::broken(unread));
                terminal.report(&import::broken(&merge.refused));
                if !terminal.quiet() {
                    terminal.report(&import::text(&merge.notes));
                    terminal.report(&into::text(merge, &prefix));
                }
            }
        }
        terminal.note(&into::summary(merge, is_dry));
        let is_lossless = unread.is_empty() && merge.notes.iter().all(|note| !note.loss);
        let is_done = merge.differences.is_empty() && merge.refused.is_empty();
        let is_fresh = !self.check || merge.files.is_empty();
        match is_done && is_fresh && (is_lossless || self.lossy) {
            true => Outcome::Clean,
            false => Outcome::Findings,
        }
    }

    /// Prints why nothing was added.
    fn stop(
        &self,
        message: &str,
        broken: &[Broken],
        outcome: Outcome,
        terminal: &mut Terminal,
    ) -> Outcome {
        match self.format {
            Format::Json => terminal.out(&into::json(None, broken, Some(message))),
            Format::Text => {
                terminal.report(&import::broken(broken));
                terminal.error(message);
            }
        }
        outcome
    }
}
