//! Do the commands in the README exist?

use std::collections::BTreeSet;

use annals_tests::folder::Folder;
use annals_tests::process::{Run, annals};
use annals_tests::workspace::repository;

/// Commands of cargo that the README may use.
const CARGO: [&str; 11] =
    ["add", "bench", "build", "check", "clippy", "doc", "fmt", "install", "run", "test", "tree"];

/// The commands in code blocks, without prompts and comments.
fn commands(text: &str) -> Vec<Vec<String>> {
    let mut block = None;
    let mut found = Vec::new();
    for line in text.lines() {
        if let Some(language) = line.trim_start().strip_prefix("```") {
            block = if block.is_none() { Some(language) } else { None };
        // A manifest has names, no commands.
        } else if block.is_some_and(|language| language != "toml") {
            let line = line.trim_start_matches("$ ").split(" #").next().unwrap_or_default();
            for command in line.split(['|', ';', '&']) {
                let words = command.split_whitespace().map(str::to_owned);
                // Variables come before the command: `NAME=value cargo …`.
                found.push(words.skip_while(|word| word.contains('=')).collect());
            }
        }
    }
    found
}

fn annals_commands() -> BTreeSet<String> {
    let program = env!("CARGO_BIN_EXE_annals-under-test");
    let help = Run::of(&mut annals(program, repository(), ["--help"])).stdout;
    // Each command is a line of one of the groups before the options.
    let lines = help.lines().take_while(|line| *line != "Options:");
    let names = lines.filter_map(|line| line.strip_prefix("  ")?.split_whitespace().next());
    names.map(str::to_owned).chain(["help".to_owned()]).collect()
}

fn aliases() -> BTreeSet<String> {
    let config =
        String::from_utf8(Folder::read_path(&repository().join(".cargo/config.toml"))).unwrap();
    let config: toml::Table = config.parse().unwrap();
    config["alias"].as_table().unwrap().keys().cloned().collect()
}

#[test]
fn the_commands_of_the_readme_exist() {
    let text = String::from_utf8(Folder::read_path(&repository().join("README.md"))).unwrap();
    let (annals, aliases) = (annals_commands(), aliases());
    let mut seen = 0;
    for command in commands(&text) {
        let words: Vec<&str> = command.iter().map(String::as_str).collect();
        let known = match words.as_slice() {
            ["cargo", "run", "--", name, ..] | ["annals", name, ..] => {
                annals.contains(*name) || name.starts_with('-')
            }
            ["cargo", name, ..] => CARGO.contains(name) || aliases.contains(*name),
            [path, ..] if path.contains('/') => repository().join(path).exists(),
            _ => continue,
        };
        seen += 1;
        assert!(known, "README.md tells people to run `{}`", words.join(" "));
    }
    assert!(seen > 0, "README.md has no commands");
}

/// The packages and tests of `-p`, `--package` and `--test` exist.
#[test]
fn the_names_in_the_commands_of_the_readme_exist() {
    let text = String::from_utf8(Folder::read_path(&repository().join("README.md"))).unwrap();
    let lock = String::from_utf8(Folder::read_path(&repository().join("Cargo.lock"))).unwrap();
    for command in
        commands(&text).iter().filter(|words| words.first().is_some_and(|word| word == "cargo"))
    {
        for pair in command.windows(2) {
            let known = match pair[0].as_str() {
                "-p" | "--package" => lock.contains(&format!("name = \"{}\"\n", pair[1])),
                "--test" => repository().join(format!("tests/{}.rs", pair[1])).exists(),
                _ => true,
            };
            assert!(known, "README.md names `{}` in `{}`", pair[1], command.join(" "));
        }
    }
}
