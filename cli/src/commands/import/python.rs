//! Asks a Python interpreter for the events of the `openedx-events` that is installed in it.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::import::{Input, OPENEDX_SCRIPT};

/// The package in a folder of packages.
const PACKAGE: &str = "openedx_events";

/// The events of the library in an interpreter, in a virtual environment or in a folder of packages; by
/// default in `python3`.
pub(super) fn read(arguments: &[PathBuf]) -> Result<Vec<Input>, String> {
    let (interpreter, folder) = match arguments {
        [] => (usual(), None),
        [path] => interpreter(path)?,
        [_, ..] => return Err("`openedx` takes one interpreter or folder".to_owned()),
    };
    let shown = Path::new(&interpreter).display().to_string();
    // `-I` ignores the settings of the user, and modules in the current folder.
    let output = Command::new(&interpreter)
        .args(["-I", "-c", OPENEDX_SCRIPT])
        .args(&folder)
        .stdin(Stdio::null())
        .output()
        .map_err(|error| format!("cannot run `{shown}`: {error}"))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        let cause = said.lines().rfind(|line| !line.trim().is_empty()).unwrap_or("it failed");
        return Err(format!("`{shown}` cannot list the events of openedx-events: {cause}"));
    }
    Ok(vec![Input { file: shown.replace('\\', "/"), bytes: output.stdout }])
}

fn usual() -> OsString {
    if cfg!(windows) { "python".into() } else { "python3".into() }
}

/// The interpreter of a path, and the folder of packages that it is to use.
fn interpreter(path: &Path) -> Result<(OsString, Option<PathBuf>), String> {
    let own = ["bin/python", "Scripts/python.exe"].map(|own| path.join(own));
    if let Some(own) = own.into_iter().find(|own| own.is_file()) {
        return Ok((own.into(), None));
    }
    if path.join(PACKAGE).is_dir() {
        let folder = std::path::absolute(path).map_err(|error| error.to_string())?;
        return Ok((usual(), Some(folder)));
    }
    if path.is_dir() {
        let path = path.display();
        return Err(format!(
            "`{path}` is not a virtual environment, and there is no `{PACKAGE}` in it"
        ));
    }
    Ok((path.into(), None))
}
