//! `annals init`: a small catalog, the crate generated from it and a program on top, in an empty folder.

use std::path::{Path, PathBuf};

use clap::Args;

use super::reporting;
use super::terminal::Terminal;
use super::today::today;
use super::{Outcome, shown_prefix};
use crate::scaffold::{Origin, Scaffold, name_after};
use annals_codegen::output;
use annals_codegen::project::place::{real, way};
use annals_codegen::report::Sources;

/// Arguments of `annals init`.
#[derive(Debug, Args)]
#[command(
    after_help = "Nothing is overwritten. `cargo build` in the folder then generates the bindings."
)]
pub(super) struct Init {
    /// The folder, made if need be
    #[arg(value_name = "DIR", default_value = ".", value_hint = clap::ValueHint::DirPath)]
    folder: PathBuf,
    /// Name of the catalog and of its crate, in kebab-case [default: the folder's with `-events`]
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// What every event type begins with: a domain you own, the other way round
    #[arg(long, value_name = "NAMESPACE", default_value = "com.example")]
    namespace: String,
    /// A clone of the annals repository whose crates to use, in place of published ones
    #[arg(long, value_name = "REPO", value_hint = clap::ValueHint::DirPath)]
    path: Option<PathBuf>,
}

impl Init {
    pub(super) fn run(&self, terminal: &mut Terminal) -> Outcome {
        self.try_run(terminal).unwrap_or_else(|message| {
            terminal.error(&message);
            Outcome::Failed
        })
    }

    fn try_run(&self, terminal: &mut Terminal) -> Result<Outcome, String> {
        let today = today(None)?.to_string();
        let scaffold = Scaffold::new(&self.name()?, &self.namespace, &self.origin()?, today);
        if scaffold.is_taken() {
            return Err(
                "a crate of the project has this name; choose another with `--name`".to_owned()
            );
        }
        let files = scaffold.files();
        if let Some(compiled) = Scaffold::compiled(&files)
            && compiled.model.is_none()
        {
            let prefix = shown_prefix(&self.folder.join("catalog.yaml"));
            let sources = Sources { map: &compiled.sources, prefix: &prefix };
            reporting::list(&compiled.diagnostics, sources, terminal);
            terminal.error("nothing was written; mend `--name` or `--namespace`");
            return Ok(Outcome::Findings);
        }
        output::create_all(&self.folder, &files).map_err(|error| error.to_string())?;
        for (path, _) in &files {
            terminal.out(&format!("create {}\n", self.folder.join(path).display()));
        }
        let change = match self.folder.as_path() {
            here if here == Path::new(".") => String::new(),
            folder => format!("`cd {}`, ", folder.display()),
        };
        terminal.note(&format!(
            "next: {change}`cargo build` generates the bindings, `cargo test` sends an event, \
             `annals new event` adds one"
        ));
        Ok(Outcome::Clean)
    }

    fn name(&self) -> Result<String, String> {
        if let Some(name) = &self.name {
            return Ok(name.clone());
        }
        let folder = std::path::absolute(&self.folder).ok();
        let folder = folder.as_deref().and_then(Path::file_name);
        let name = folder.and_then(|name| name_after(&name.to_string_lossy()));
        name.ok_or_else(|| "the folder's name gives no name for a crate; set `--name`".to_owned())
    }

    fn origin(&self) -> Result<Origin, String> {
        let Some(repository) = &self.path else { return Ok(Origin::Registry) };
        for folder in ["runtime", "codegen"] {
            let manifest = repository.join(folder).join("Cargo.toml");
            if !manifest.is_file() {
                let repository = repository.display();
                return Err(format!(
                    "`{repository}` is no clone of annals: it lacks `{folder}/Cargo.toml`"
                ));
            }
        }
        let places = real(&self.folder).zip(real(repository));
        let (folder, repository) = places.ok_or("the current folder is not there any more")?;
        let way = way(&folder, &repository);
        Ok(Origin::Clone(way.unwrap_or_else(|| format!("{}/", repository.display()))))
    }
}
