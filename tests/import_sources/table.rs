//! The figures as a table of docs/import.md, and what they must reach.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use annals_tests::folder::Folder;
use annals_tests::workspace::repository;

use crate::sources::{Figure, Figures, Kind};

/// At least this percentage of the schemas that can be read comes back the same, and without a note.
const AVRO: usize = 81;
const JSON_SCHEMA: usize = 73;

const COMMAND: &str = "ANNALS_ACCEPT=1 cargo test -p annals-tests --test import_sources";

pub(crate) fn hold(all: &[Figures]) -> Result<(), String> {
    report(all);
    for (kind, least) in [(Kind::Avro, AVRO), (Kind::JsonSchema, JSON_SCHEMA)] {
        let of_kind = all.iter().filter(|figures| figures.source.kind == kind);
        let schemas: Vec<&Figure> = of_kind.flat_map(|figures| &figures.schemas).collect();
        let whole = schemas.iter().filter(|figure| is_whole(figure)).count();
        if whole * 100 < schemas.len() * least {
            return Err(format!("{whole} of {} come back, less than {least} %", schemas.len()));
        }
    }
    let silent = all.iter().flat_map(|figures| &figures.schemas);
    let silent = silent.filter(|figure| !figure.losses.is_empty() && figure.notes.is_empty());
    let silent: Vec<&str> = silent.map(|figure| figure.name.as_str()).collect();
    if !silent.is_empty() {
        return Err(format!("lost without a note: {silent:#?}"));
    }
    documented(&table(all))
}

/// Compares the table with that of the page, or puts it there.
fn documented(table: &str) -> Result<(), String> {
    let docs = Folder::at(&repository().join("docs"));
    let page = docs.read("import.md");
    let start = page.find("| Package |").ok_or("docs/import.md has no table of packages")?;
    let end = page[start..].find("\n## ").map_or(page.len(), |length| start + length);
    if page[start..end] == *table {
        return Ok(());
    }
    if std::env::var_os("ANNALS_ACCEPT").is_some() {
        docs.write("import.md", [&page[..start], table, &page[end..]].concat());
        return Ok(());
    }
    Err(format!("the table of docs/import.md is stale; if this one is right: {COMMAND}\n{table}"))
}

fn is_whole(figure: &Figure) -> bool {
    figure.equal && figure.notes.is_empty()
}

fn table(all: &[Figures]) -> String {
    let mut text = "| Package | Files | Schemas | The same | Differences, mean | Most | Payloads accepted | Not read |\n\
        | --- | --- | --- | --- | --- | --- | --- | --- |\n"
        .to_owned();
    for Figures { source, files, broken, schemas, payloads, refused } in all {
        let losses = || schemas.iter().map(|figure| figure.losses.len());
        #[expect(clippy::cast_precision_loss, reason = "there are some hundreds")]
        let mean = losses().sum::<usize>() as f64 / schemas.len().max(1) as f64;
        let (count, package) = (schemas.len(), source.package);
        let whole = schemas.iter().filter(|figure| is_whole(figure)).count();
        let most = losses().max().unwrap_or_default();
        let accepted = match payloads {
            0 => "–".to_owned(),
            _ => format!("{} of {payloads}", payloads - refused.len()),
        };
        let unread = broken.len();
        let _ = writeln!(
            text,
            "| `{package}` | {files} | {count} | {whole} | {mean:.1} | {most} | {accepted} | {unread} |"
        );
    }
    text.push('\n');
    for Figures { source, broken, refused, .. } in all {
        let mut reasons: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        for (file, message) in broken {
            let file = file.rsplit('/').next().unwrap_or(file);
            *reasons.entry((file, message)).or_default() += 1;
        }
        for ((file, message), count) in reasons {
            let times = if count > 1 { format!(", {count} times") } else { String::new() };
            let _ =
                writeln!(text, "- Not read of `{}`: `{file}`{times}, {message}", source.package);
        }
        for payload in refused {
            let _ = writeln!(text, "- Refused of `{}`: {payload}", source.package);
        }
    }
    text
}

/// Writes what differs to a file for each source.
fn report(all: &[Figures]) {
    let folder =
        Folder::at(&Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("import-sources"));
    for figures in all {
        let mut text = String::new();
        let mut kinds: BTreeMap<String, (usize, String)> = BTreeMap::new();
        for figure in &figures.schemas {
            for loss in &figure.losses {
                let what = loss.split_once(": ").map_or("", |(place, _)| place);
                let what = what.rsplit([' ', '/']).next().unwrap_or_default();
                let entry =
                    kinds.entry(what.to_owned()).or_insert((0, format!("{} {loss}", figure.name)));
                entry.0 += 1;
            }
        }
        let mut kinds: Vec<_> = kinds.into_iter().collect();
        kinds.sort_by_key(|(_, (count, _))| std::cmp::Reverse(*count));
        for (what, (count, example)) in kinds {
            let _ = writeln!(text, "{count} {what}: {example}");
        }
        for (file, message) in &figures.broken {
            let _ = writeln!(text, "broken {file}: {message}");
        }
        for figure in &figures.schemas {
            let _ = writeln!(
                text,
                "== {} equal {} notes {}",
                figure.name,
                figure.equal,
                figure.notes.len()
            );
            figure.notes.iter().for_each(|note| text.push_str(&format!("  note {note}\n")));
            figure.losses.iter().for_each(|loss| text.push_str(&format!("  {loss}\n")));
        }
        figures.refused.iter().for_each(|line| text.push_str(&format!("refused {line}\n")));
        let name = figures.source.package.replace('/', "-");
        folder.write(&format!("{name}.txt"), text);
    }
}
