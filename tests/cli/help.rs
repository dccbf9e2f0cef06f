//! Does every command, argument and option have a help text?

use annals_tests::folder::Folder;

use crate::run;

#[test]
fn every_command_argument_and_option_has_a_help_text() {
    let commands = assert_explained(&[]);
    assert!(commands.len() >= 3, "{commands:?}");
    for command in &commands {
        assert_explained(&[command]);
    }
}

#[test]
fn version_prints_the_workspace_version() {
    let run = run(&Folder::temporary(), ["--version"]);
    assert_eq!(run.ends(0).stdout, concat!("annals ", env!("CARGO_PKG_VERSION"), "\n"));
}

#[test]
fn help_is_printed_by_option_and_by_command() {
    let folder = Folder::temporary();
    let (flag, command) = (run(&folder, ["check", "--help"]), run(&folder, ["help", "check"]));
    assert_eq!(flag.ends(0).stdout, command.ends(0).stdout);
    assert!(run(&folder, ["--help"]).stdout.contains("Exit codes: 0 success, 1 findings"));
}

/// Checks a help text and returns the commands that it lists.
fn assert_explained(command: &[&str]) -> Vec<String> {
    let arguments = command.iter().copied().chain(["-h"]);
    let help = run(&Folder::temporary(), arguments);
    help.ends(0);
    let first = help.stdout.lines().next().unwrap_or_default();
    assert!(
        first.contains(' ') && !first.starts_with("Usage"),
        "it does not begin with a description:\n{help}"
    );
    let (mut section, mut commands, mut entries) = ("", Vec::new(), 0);
    for line in help.stdout.lines() {
        if line.ends_with(':') && !line.starts_with(' ') {
            section = line;
        }
        // An entry is indented by two or six spaces; its help text follows after two or more.
        let entry = line.trim_start();
        let is_entry = (2..=6).contains(&(line.len() - entry.len()));
        if !is_entry || !["Commands:", "Options:", "Arguments:"].contains(&section) {
            continue;
        }
        entries += 1;
        let (name, words) = entry.split_once("  ").unwrap_or((entry, ""));
        assert!(words.trim().len() > 3, "`{name}` is not explained:\n{help}");
        if section == "Commands:" && name != "help" {
            commands.push(name.to_owned());
        }
    }
    assert!(entries > 0, "{help}");
    commands
}
