//! `annals init`: creates a project: a small catalog, the crate generated from it, and a program.

use std::path::{Path, PathBuf};

use annals_codegen::output::{self, OutputError};
use annals_codegen::project::place::{real, way};
use annals_codegen::report::Sources;
use clap::Args;

use super::terminal::Terminal;
use super::today::today;
use super::{Outcome, reporting, shown_prefix};
use crate::scaffold::{File, Origin, Scaffold, name_after};

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
        let place = Place::of(&self.folder)?;
        let (name, origin, inside) = (self.name()?, self.origin()?, place.inside.clone());
        let scaffold = Scaffold::new(&name, &self.namespace, &origin, inside, today);
        if scaffold.is_taken() {
            return Err("another crate of the project has this name; choose a name with `--name`"
                .to_owned());
        }
        let files = scaffold.files();
        if let Some(compiled) = scaffold.compiled(&files)
            && compiled.model.is_none()
        {
            let prefix = shown_prefix(&self.folder.join("catalog.yaml"));
            let sources = Sources { map: &compiled.sources, prefix: &prefix };
            reporting::list(&compiled.diagnostics, sources, terminal);
            terminal.error("nothing was written; correct `--name` or `--namespace`");
            return Ok(Outcome::Findings);
        }
        let stays = |file: &File| file.optional && place.has(&file.path);
        let (kept, files): (Vec<File>, Vec<File>) = files.into_iter().partition(stays);
        let shown = |file: &File| self.shown(&place, &file.path).display().to_string();
        self.create(&place, &files)?;
        if !terminal.quiet() {
            for file in &files {
                terminal.out(&format!("create {}\n", shown(file)));
            }
        }
        self.notes(&scaffold, &kept.iter().map(shown).collect::<Vec<_>>(), terminal);
        Ok(Outcome::Clean)
    }

    /// The path of a file as it is shown: as the folder was typed.
    fn shown(&self, place: &Place, path: &str) -> PathBuf {
        let own = path.strip_prefix(&place.inside);
        own.map_or_else(|| place.root.join(path), |path| self.folder.join(path))
    }

    fn create(&self, place: &Place, files: &[File]) -> Result<(), String> {
        output::create_all(&place.root, files.iter().map(|file| (&*file.path, &*file.bytes)))
            .map_err(|error| {
                let OutputError::Taken { .. } = error else { return error.to_string() };
                let other = self.folder.strip_prefix(".").unwrap_or(&self.folder).join("events");
                format!("{error}\nchoose a folder without them: `annals init {}`", other.display())
            })
    }

    /// Says what to do next, and what a user might not expect.
    fn notes(&self, scaffold: &Scaffold, kept: &[String], terminal: &mut Terminal) {
        let page = concat!(env!("CARGO_PKG_REPOSITORY"), "/blob/main/docs/your-own-catalog.md");
        if !kept.is_empty() {
            let kept = kept.join("`, `");
            terminal.note(&format!("not changed: `{kept}`; {page} shows what to add"));
        }
        if !scaffold.is_plain() {
            terminal.note(&format!(
                "without a workflow and hooks, since the path of the folder in its git repository has \
                 characters that need quotes; {page} shows them"
            ));
        } else if self.path.is_some() {
            terminal.note("without a workflow, which would not find the crates of `--path`");
        } else if self.git.is_none() {
            let version = env!("CARGO_PKG_VERSION");
            terminal.note(&format!(
                "the crates of annals come from the registry, version {version}; with `--git` they \
                 come from git, which also has what is not released yet"
            ));
        }
        let change = match self.folder.as_path() {
            here if here == Path::new(".") => String::new(),
            folder => format!("`cd {}`, ", folder.display()),
        };
        terminal.note(&format!(
            "next: {change}`cargo build` generates the bindings, `cargo test` sends an event, \
             `annals new event` adds one"
        ));
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

/// The git repository that the project is in, or its own folder.
struct Place {
    /// The root of the repository, as it is shown.
    root: PathBuf,
    /// The path from there to the project: empty, or it ends in `/`.
    inside: String,
}

impl Place {
    fn of(folder: &Path) -> Result<Self, String> {
        let gone = "the current folder no longer exists";
        let real_folder = real(folder).ok_or(gone)?;
        let root = real_folder.ancestors().find(|folder| folder.join(".git").exists());
        match root {
            Some(root) if root != real_folder => {
                let inside = way(root, &real_folder)
                    .ok_or("the path from the root of the git repository is not valid UTF-8")?;
                let up = way(&real(Path::new(".")).ok_or(gone)?, root);
                let root = up.map_or_else(|| root.to_owned(), PathBuf::from);
                Ok(Self { root, inside })
            }
            Some(_) | None => Ok(Self { root: folder.to_owned(), inside: String::new() }),
        }
    }

    fn has(&self, path: &str) -> bool {
        self.root.join(path).symlink_metadata().is_ok()
    }
}
