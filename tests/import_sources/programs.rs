//! The bindings of imported catalogs as programs that read payloads and write them again.

use std::path::Path;

use annals_codegen::project::Project;
use annals_codegen::{Run, Target};
use annals_tests::folder::Folder;
use annals_tests::workspace::{Workspace, repository};

/// The programs of several catalogs.
pub(crate) struct Programs(Workspace);

impl Programs {
    /// Compiles the bindings of catalogs, whose warnings are errors.
    pub(crate) fn new(name: &str, catalogs: &[&str]) -> Self {
        let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let members: Vec<String> = (0..catalogs.len()).map(member).collect();
        let members: Vec<&str> = members.iter().map(String::as_str).collect();
        let workspace = Workspace::new(&place, &members);
        for (name, catalog) in members.iter().zip(catalogs) {
            write(&workspace, name, catalog);
        }
        workspace.cargo(["build", "--quiet", "--workspace"]).ends(0);
        Self(workspace)
    }

    /// What the bindings of a catalog write after they read each line, or why they do not read it.
    pub(crate) fn again(&self, catalog: usize, lines: &str) -> Vec<Result<String, String>> {
        let name = member(catalog);
        let file = format!("{name}.txt");
        self.0.folder.write(&file, lines);
        let path = self.0.folder.path(&file);
        let path = path.to_str().unwrap();
        let run = self.0.cargo(["run", "--quiet", "--package", &name, "--", path]);
        let read = |line: &str| match line.strip_prefix("error: ") {
            Some(error) => Err(error.to_owned()),
            None => Ok(line.to_owned()),
        };
        run.ends(0).stdout.lines().map(read).collect()
    }
}

fn member(index: usize) -> String {
    format!("catalog{index}")
}

/// Writes the crate of a catalog, with the program.
fn write(workspace: &Workspace, name: &str, catalog: &str) {
    let Workspace { folder, .. } = workspace;
    folder.write(&format!("{name}/catalog.yaml"), catalog);
    let path = folder.path(&format!("{name}/catalog.yaml"));
    let project = Project::open(&path, &mut Run::default()).unwrap();
    let model = project.compiled.model.as_ref().unwrap();
    let options = project.options(&Target::ALL, &folder.path(name));
    let files = annals_codegen::generate(model, &options, &mut Run::default());
    for (path, bytes) in files.iter() {
        folder.write(&format!("{name}/{path}"), bytes);
    }
    let domains: Vec<&str> = model.domains.iter().map(|domain| domain.name.as_str()).collect();
    let features: String = domains.iter().map(|domain| format!("{domain} = []\n")).collect();
    let manifest = format!(
        "[package]\nname = \"{name}\"\nedition.workspace = true\n\n[lints]\nworkspace = true\n\n\
         [features]\ndefault = {domains:?}\n{features}\n[dependencies]\nannals = {{ workspace = true }}\n"
    );
    folder.write(&format!("{name}/Cargo.toml"), manifest);
    let bindings =
        "//! The bindings of an imported catalog.\n\nmod catalog;\n\npub use catalog::*;\n";
    folder.write(&format!("{name}/src/lib.rs"), bindings);
    let program = Folder::read_path(&repository().join("tests/import_sources/reader.rs"));
    let program = String::from_utf8(program).unwrap();
    folder.write(&format!("{name}/src/main.rs"), format!("{program}\nuse {name} as _;\n"));
}
