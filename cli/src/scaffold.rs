//! The first files of a project, for `annals init`.

use annals_catalog::sort;
use annals_catalog::source::{NoIncludes, Source};
use annals_catalog::{Compiled, compile};
use minijinja::Value;
use minijinja::value::Serde;
use serde::Serialize;

use annals_codegen::project::CATALOG;
use annals_codegen::render::strict;
use annals_codegen::repair::quoted as shell;

use crate::language::{self, Part};

/// Paths in the project and the templates of files that it cannot do without.
const NEEDED: [(&str, &str); 7] = [
    ("Cargo.toml", include_str!("../templates/init/Cargo.toml.j2")),
    (CATALOG, include_str!("../templates/init/catalog.yaml.j2")),
    ("generated/Cargo.toml", include_str!("../templates/init/generated/Cargo.toml.j2")),
    ("generated/build.rs", include_str!("../templates/init/generated/build.rs.j2")),
    ("generated/src/lib.rs", include_str!("../templates/init/generated/src/lib.rs.j2")),
    ("service/Cargo.toml", include_str!("../templates/init/service/Cargo.toml.j2")),
    ("service/src/main.rs", include_str!("../templates/init/service/src/main.rs.j2")),
];

/// The same of files that may be there already.
const OPTIONAL: [(&str, &str); 3] = [
    (".gitattributes", include_str!("../templates/init/gitattributes.j2")),
    (".gitignore", include_str!("../templates/init/gitignore.j2")),
    (".vscode/settings.json", include_str!("../templates/init/vscode/settings.json.j2")),
];

/// The hooks, which pre-commit reads at the root of a git repository only.
const HOOKS: (&str, &str) =
    (".pre-commit-config.yaml", include_str!("../templates/init/pre-commit.yaml.j2"));

/// The workflow, which GitHub too reads there only.
const WORKFLOW: &str = include_str!("../templates/init/workflow.yml.j2");

/// The JSON Schema that the settings of the editor name.
const SCHEMA: &str = "catalog.schema.json";

/// Lines of a script that find the runtime in `Cargo.lock`. The lines after its name are `version` and `source`, which
/// ends in `#` and the commit.
const VERSION: &str =
    r#"version=$(sed -n '/^name = "annals"$/ { n; s/^version = "\(.*\)"$/\1/p }' Cargo.lock)"#;
const COMMIT: &str =
    r#"commit=$(sed -n '/^name = "annals"$/ { n; n; s/^source = .*#\(.*\)"$/\1/p }' Cargo.lock)"#;

/// Names of the other packages in the project, which the catalog must not have.
const TAKEN: [&str; 6] =
    ["annals", "annals-catalog", "annals-codegen", "annals-contract", "annals-macros", "service"];

/// The values in the templates.
#[derive(Debug, Serialize)]
pub(crate) struct Scaffold {
    /// The name of the catalog and its crate, in kebab-case.
    name: String,
    /// The name without `-events`.
    stem: String,
    /// The name as a Rust identifier.
    ident: String,
    /// The title of the docs.
    title: String,
    /// The namespace of the event types.
    namespace: String,
    /// The key and value of Cargo for the runtime.
    annals: String,
    /// The same for the compiler.
    codegen: String,
    /// The script that installs the command; `None` if only this machine has its source.
    install: Option<String>,
    /// The path from the root of the git repository: empty, or it ends in `/`.
    folder: String,
    /// The date of the first event.
    today: String,
}

/// A file of a new project.
#[derive(Debug)]
pub(crate) struct File {
    /// From the root of the git repository.
    pub(crate) path: String,
    pub(crate) bytes: Vec<u8>,
    /// True if one that is there already can stay.
    pub(crate) optional: bool,
}

/// Where the crates of Annals come from.
#[derive(Debug)]
pub(crate) enum Origin {
    /// The registry, in the version of this program.
    Registry,
    /// A git repository, at a revision if there is one.
    Git { url: String, revision: Option<String> },
    /// A clone of the repository. Its path from the project is empty or ends in `/`.
    Clone(String),
}

impl Origin {
    /// The key and value of Cargo for the crate in this folder of the repository.
    fn place(&self, folder: &str) -> String {
        match self {
            Self::Registry => format!("version = \"={}\"", env!("CARGO_PKG_VERSION")),
            // Cargo finds the package in the repository by its name.
            Self::Git { url, revision: None } => format!("git = {}", quoted(url)),
            Self::Git { url, revision: Some(revision) } => {
                format!("git = {}, rev = {}", quoted(url), quoted(revision))
            }
            Self::Clone(path) => format!("path = {}", quoted(&format!("{path}{folder}"))),
        }
    }

    /// A script that installs the command in the version that `Cargo.lock` has of the runtime.
    fn install(&self) -> Option<String> {
        match self {
            Self::Registry => {
                Some(format!("{VERSION}\ncargo install --locked \"annals-cli@$version\""))
            }
            Self::Git { url, revision: _ } => Some(format!(
                "{COMMIT}\ncargo install --locked --git {} --rev \"$commit\" annals-cli",
                shell(url)
            )),
            Self::Clone(_) => None,
        }
    }
}

/// A string of TOML, which is one of JSON.
fn quoted(text: &str) -> String {
    serde_json::Value::String(text.to_owned()).to_string()
}

/// The name of a catalog after its folder; `None` if the folder has no letter or digit.
pub(crate) fn name_after(folder: &str) -> Option<String> {
    let letters = folder.chars().map(|letter| match letter.to_ascii_lowercase() {
        letter @ ('a'..='z' | '0'..='9') => letter,
        _ => '-',
    });
    let letters: String = letters.collect();
    let words: Vec<&str> = letters.split('-').filter(|word| !word.is_empty()).collect();
    let name = words.join("-");
    match name.as_str() {
        "" => None,
        "events" => Some(name),
        name if name.ends_with("-events") => Some(name.to_owned()),
        name => Some(format!("{name}-events")),
    }
}

impl Scaffold {
    /// The project in a folder of a git repository, which is empty or ends in `/`.
    pub(crate) fn new(
        name: &str,
        namespace: &str,
        origin: &Origin,
        folder: String,
        today: String,
    ) -> Self {
        let stem = name.strip_suffix("-events").filter(|stem| !stem.is_empty()).unwrap_or(name);
        let words = name.replace('-', " ");
        let mut letters = words.chars();
        let first = letters.next().map(|letter| letter.to_ascii_uppercase());
        Self {
            name: name.to_owned(),
            stem: stem.to_owned(),
            ident: name.replace('-', "_"),
            title: first.into_iter().chain(letters).collect(),
            namespace: namespace.to_owned(),
            annals: origin.place("runtime"),
            codegen: origin.place("codegen"),
            install: origin.install(),
            folder,
            today,
        }
    }

    /// True if another package of the project has the name.
    pub(crate) fn is_taken(&self) -> bool {
        TAKEN.contains(&self.name.as_str())
    }

    /// The compiled catalog, which has an error if the name or namespace is not allowed.
    pub(crate) fn compiled(&self, files: &[File]) -> Option<Compiled> {
        let path = self.path(CATALOG);
        let file = files.iter().find(|file| file.path == path)?;
        let text = String::from_utf8_lossy(&file.bytes).into_owned();
        Some(compile(Source { path: CATALOG.to_owned(), text }, &NoIncludes, &mut |_| {}))
    }

    /// True if the folder can be written in a workflow and in hooks as it is, without quotes.
    pub(crate) fn is_plain(&self) -> bool {
        self.folder.chars().all(|it| it.is_ascii_alphanumeric() || "/._-".contains(it))
    }

    /// The path of a file of the project from the root of the git repository.
    fn path(&self, path: &str) -> String {
        format!("{}{path}", self.folder)
    }

    /// The files, in the order of their paths.
    pub(crate) fn files(&self) -> Vec<File> {
        let environment = strict();
        let render = |path: String, template: &str, optional| {
            let text = environment.render_str(template, Value::from(Serde(self)));
            let text = text.expect("the templates use only fields of `Scaffold`");
            File { path, bytes: text.into_bytes(), optional }
        };
        let needed = NEEDED.iter().map(|(path, text)| render(self.path(path), text, false));
        let optional = OPTIONAL.iter().map(|(path, text)| render(self.path(path), text, true));
        let schema = language::schema(Part::Main).into_bytes();
        let schema = File { path: self.path(SCHEMA), bytes: schema, optional: false };
        let mut files: Vec<_> = needed.chain(optional).chain([schema]).collect();
        if self.is_plain() {
            files.push(render(HOOKS.0.to_owned(), HOOKS.1, true));
            if self.install.is_some() {
                files.push(render(format!(".github/workflows/{}.yml", self.name), WORKFLOW, true));
            }
        }
        sort::by(&mut files, |a, b| a.path.cmp(&b.path));
        files
    }
}

#[cfg(test)]
mod tests {
    use super::name_after;

    #[test]
    fn names_follow_from_folders() {
        let cases = [
            ("shop", Some("shop-events")),
            ("Shop Events", Some("shop-events")),
            ("my_shop.git", Some("my-shop-git-events")),
            ("events", Some("events")),
            ("…", None),
        ];
        for (folder, expected) in cases {
            assert_eq!(name_after(folder).as_deref(), expected, "{folder}");
        }
    }
}
