//! Writes a synthetic catalog with a file and a crate for each domain.
//!
//! `crates/types` has the scalars and enums, `crates/area0` and so on a domain each, and
//! `crates/bindings` offers all of them, as one crate for the whole catalog would.

use std::fs::{self, File};
use std::io;
use std::path::Path;

const BUILD: &str = "fn main() -> std::process::ExitCode { annals_codegen::build_script::run(\"../../catalog.yaml\") }\n";

/// Writes the catalog and the crates into `root`.
///
/// # Errors
/// If a file cannot be written.
pub fn write(root: &Path, events: usize) -> io::Result<()> {
    let (main, domains) = crate::split(events);
    put(&root.join("catalog.yaml"), &main)?;
    let names: Vec<&str> = domains.iter().map(|(name, _)| name.as_str()).chain(["types"]).collect();
    put(&root.join("Cargo.toml"), &workspace(&names))?;
    part(root, "types", "")?;
    for (name, text) in &domains {
        put(&root.join(format!("{name}.yaml")), text)?;
        part(root, name, "types = { path = \"../types\" }\n")?;
    }
    let lines = |line: fn(&str) -> String| names.iter().map(|name| line(name)).collect::<String>();
    let dependencies = lines(|name| format!("{name} = {{ path = \"../{name}\" }}\n"));
    let folder = root.join("crates/bindings");
    put(
        &folder.join("Cargo.toml"),
        &manifest("bindings", &format!("[dependencies]\n{dependencies}")),
    )?;
    let uses = lines(|name| format!("pub use {name}::{name};\n"));
    put(&folder.join("src/lib.rs"), &format!("//! All bindings.\n\n{uses}"))
}

/// The manifest of the workspace, with the profile of docs/large-catalogs.md.
fn workspace(modules: &[&str]) -> String {
    let runtime = Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("runtime");
    let codegen = runtime.with_file_name("codegen");
    let profile =
        |name| format!("[profile.dev.package.{name}]\ndebug = false\nincremental = false\n\n");
    let profiles: String = modules.iter().map(profile).collect();
    format!(
        "[workspace]\nresolver = \"3\"\nmembers = [\"crates/*\"]\n\n[workspace.dependencies]\n\
         annals = {{ path = {runtime:?} }}\nannals-codegen = {{ path = {codegen:?} }}\n\n{profiles}"
    )
}

/// The crate of one module.
fn part(root: &Path, module: &str, dependencies: &str) -> io::Result<()> {
    let folder = root.join("crates").join(module);
    let rest = format!(
        "[package.metadata.annals]\nmodules = [{module:?}]\n\n[dependencies]\n\
         annals = {{ workspace = true }}\n{dependencies}\n\
         [build-dependencies]\nannals-codegen = {{ workspace = true }}\n"
    );
    put(&folder.join("Cargo.toml"), &manifest(module, &rest))?;
    put(&folder.join("build.rs"), BUILD)?;
    put(&folder.join("src/lib.rs"), "//! Bindings.\n\nmod catalog;\n\npub use catalog::*;\n")
}

fn manifest(name: &str, rest: &str) -> String {
    format!("[package]\nname = {name:?}\nversion = \"0.0.0\"\nedition = \"2024\"\n\n{rest}")
}

fn put(path: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    io::copy(&mut text.as_bytes(), &mut File::create(path)?).map(drop)
}
