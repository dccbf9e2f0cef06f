//! Finds and reads the schema files of an import.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::import::{Broken, Format, Input, LARGEST};

/// The argument that stands for stdin.
const STDIN: &str = "-";

/// Reads the files and those in the folders; a file that cannot be read is broken.
pub(super) fn read(
    format: Format,
    arguments: &[PathBuf],
    broken: &mut Vec<Broken>,
) -> Result<Vec<Input>, String> {
    let mut paths = Vec::new();
    for path in arguments {
        if path.is_dir() {
            below(path, format, &mut paths)?;
        } else {
            paths.push(path.clone());
        }
    }
    if paths.is_empty() {
        let ends: Vec<String> = ends(format).iter().map(|end| format!("`{end}`")).collect();
        let ends = ends.join(" or ");
        return Err(format!("no file in these folders ends in {ends}"));
    }
    let mut inputs = Vec::new();
    for path in paths {
        let file = path.display().to_string().replace('\\', "/");
        match bytes(&path) {
            Ok(bytes) => inputs.push(Input { file, bytes }),
            Err(message) => {
                let message = format!("cannot read this file: {message}");
                broken.push(Broken { file, pointer: String::new(), message });
            }
        }
    }
    Ok(inputs)
}

/// How the names of schema files end. A name without an extension is one too, if it is a version.
fn ends(format: Format) -> &'static [&'static str] {
    match format {
        Format::Avro => &[".avsc", ".avsc.json", ".avro.json"],
        Format::JsonSchema => &[".json", ".yaml", ".yml"],
        Format::Protobuf => &[".binpb", ".pb", ".desc", ".protoset", ".fds"],
        Format::Asyncapi | Format::Cloudevents => &[".yaml", ".yml", ".json", ".avsc"],
        Format::Otel | Format::Glean => &[".yaml", ".yml"],
        Format::OpenEdx => &[],
    }
}

/// The schema files of a folder and the folders in it, sorted; hidden ones are left out.
fn below(folder: &Path, format: Format, paths: &mut Vec<PathBuf>) -> Result<(), String> {
    let cannot = |error: io::Error| format!("cannot read `{}`: {error}", folder.display());
    let mut entries = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(cannot)? {
        let entry = entry.map_err(cannot)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        // A link to a folder may lead back here.
        let is_folder = entry.file_type().map_err(cannot)?.is_dir();
        entries.push((name, is_folder, entry.path()));
    }
    entries.sort();
    for (name, is_folder, path) in entries {
        if name.starts_with('.') || name == "node_modules" {
            continue;
        }
        if is_folder {
            below(&path, format, paths)?;
        } else if is_schema(&name, format) && path.is_file() {
            paths.push(path);
        }
    }
    Ok(())
}

fn is_schema(name: &str, format: Format) -> bool {
    let is_version = name.starts_with(|first: char| first.is_ascii_digit())
        && name.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b'.'));
    ends(format).iter().any(|end| name.ends_with(end))
        || (format == Format::JsonSchema && is_version)
}

fn bytes(path: &Path) -> Result<Vec<u8>, String> {
    if path.as_os_str() == STDIN {
        return all(io::stdin().lock()).map_err(|error| error.to_string());
    }
    File::open(path).and_then(all).map_err(|error| error.to_string())
}

/// The bytes of a pipe or device, too, which do not say how long they are.
fn all(from: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.take(LARGEST + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LARGEST {
        return Err(io::Error::other("it is larger than 64 MiB"));
    }
    Ok(bytes)
}
