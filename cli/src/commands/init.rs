//! `annals init`: creates a project: a small catalog, the crate generated from it, and a program.

use std::path::{Path, PathBuf};

use annals_codegen::output;
use annals_codegen::project::place::{real, way};
use annals_codegen::report::Sources;
use clap::Args;

use super::terminal::Terminal;
use super::today::today;
use super::{Outcome, reporting, shown_prefix};
use crate::scaffold::{Origin, Scaffold, name_after};

#[derive(Debug, Args)]
#[command(
    after_help = "Existing files are not overwritten. `cargo build` in the folder generates the bindings."
)]
pub(super) struct Init {
    /// Folder of the project; created if it does not exist
    #[arg(value_name = "DIR", default_value = ".", value_hint = clap::ValueHint::DirPath)]
    folder: PathBuf,
    /// Name of the catalog and its crate, in kebab-case [default: name of the folder and `-events`]
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// Beginning of every event type: a domain name that you own, in reverse
    #[arg(long, value_name = "NAMESPACE", default_value = "com.example")]
    namespace: String,
    /// Use the crates of a git repository instead of published ones [default URL: that of annals]
    #[arg(
        long,
        value_name = "URL",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = env!("CARGO_PKG_REPOSITORY")
    )]
    git: Option<String>,
    /// With --git: the commit or tag to use
    #[arg(long, value_name = "REVISION", requires = "git")]
    rev: Option<String>,
    /// Use the crates of a clone of the annals repository, which must be there on every machine
    #[arg(
        long,
        value_name = "REPO",
        conflicts_with = "git",
        value_hint = clap::ValueHint::DirPath
    )]
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
            return Err("another crate of the project has this name; choose a name with `--name`"
                .to_owned());
        }
        let files = scaffold.files();
        if let Some(compiled) = Scaffold::compiled(&files)
            && compiled.model.is_none()
        {
            let prefix = shown_prefix(&self.folder.join("catalog.yaml"));
            let sources = Sources { map: &compiled.sources, prefix: &prefix };
            reporting::list(&compiled.diagnostics, sources, terminal);
            terminal.error("nothing was written; correct `--name` or `--namespace`");
            return Ok(Outcome::Findings);
        }
        output::create_all(&self.folder, &files).map_err(|error| error.to_string())?;
        if !terminal.quiet() {
            for (path, _) in &files {
                terminal.out(&format!("create {}\n", self.folder.join(path).display()));
            }
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
        name.ok_or_else(|| "no crate can have the name of the folder; set `--name`".to_owned())
    }

    fn origin(&self) -> Result<Origin, String> {
        if let Some(url) = &self.git {
            return Ok(Origin::Git { url: url.clone(), revision: self.rev.clone() });
        }
        let Some(repository) = &self.path else { return Ok(Origin::Registry) };
        for folder in ["runtime", "codegen"] {
            let manifest = repository.join(folder).join("Cargo.toml");
            if !manifest.is_file() {
                let repository = repository.display();
                return Err(format!(
                    "`{repository}` is not a clone of annals: `{folder}/Cargo.toml` is missing"
                ));
            }
        }
        let places = real(&self.folder).zip(real(repository));
        let (folder, repository) = places.ok_or("the current folder no longer exists")?;
        let way = way(&folder, &repository);
        Ok(Origin::Clone(way.unwrap_or_else(|| format!("{}/", repository.display()))))
    }
}
