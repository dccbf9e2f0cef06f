//! Runs the scripts that use a browser.

use std::path::PathBuf;

use annals_tests::folder::Folder;
use annals_tests::node::Packages;
use serde_json::{Value, json};

use crate::files::pages;
use crate::{Site, home, truth};

/// Chromium or Chrome, if it is installed.
pub(crate) fn chromium() -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let names = ["chromium", "chromium-browser", "google-chrome"];
    let places =
        std::env::split_paths(&path).flat_map(|folder| names.map(|name| folder.join(name)));
    places.into_iter().find(|place| place.is_file())
}

/// The lines that a script prints.
fn run(script: &str, site: &Site, more: &Value) -> Vec<String> {
    let manifest = home().join("site/package.json");
    let packages = Packages::new(env!("CARGO_TARGET_TMPDIR"), "site", &manifest).unwrap();
    let mut argument = json!({
        "chromium": chromium().unwrap(),
        "root": site.folder.root(),
    });
    argument.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let folder = Folder::temporary();
    folder.write("argument.json", argument.to_string());
    let script = home().join("site").join(script);
    let printed = packages.run(&script, &folder.path("argument.json")).unwrap();
    printed.lines().map(str::to_owned).collect()
}

/// The tasks of readers that do not work.
pub(crate) fn accept(site: &Site) -> Vec<String> {
    run("accept.cjs", site, &json!({ "truth": truth::of(site) }))
}

/// What is wrong with pages: markup, accessibility, console, and texts that are not shown as they are.
pub(crate) fn quality(site: &Site) -> Vec<String> {
    // One catalog in every theme and width, the others for what they contain.
    let all = site.catalog.ends_with("../catalog.yaml");
    run("quality.cjs", site, &json!({ "pages": pages(site), "texts": texts(site), "all": all }))
}

/// The pages of events with their descriptions, on one line.
fn texts(site: &Site) -> Vec<(String, String)> {
    let events = site.asks(&["list"]);
    let events = events["events"].as_array().unwrap().iter().take(40);
    let page = |event: &Value| {
        let (domain, name) = (event["domain"].as_str().unwrap(), event["name"].as_str().unwrap());
        let shown = |text: &str| {
            // Characters that would change what is beside them are shown as a mark.
            let mark = |letter: char| {
                let turns = matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
                let hidden = letter.is_control() && !letter.is_whitespace();
                if turns || hidden || letter == '\u{85}' { '\u{fffd}' } else { letter }
            };
            let words = text.split(|letter: char| " \n\t\u{c}\r".contains(letter));
            let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
            words.join(" ").chars().map(mark).collect::<String>()
        };
        let first = event["description"].as_str().unwrap().split("\n\n").next().unwrap_or_default();
        (format!("events/{domain}/{}.html", name.to_lowercase()), shown(first))
    };
    events.map(page).collect()
}
