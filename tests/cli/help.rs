//! Does every command, argument and option have a help text?

use std::path::Path;

use annals_tests::folder::Folder;

use crate::run;

#[test]
fn every_command_argument_and_option_has_a_help_text() {
    let commands = assert_explained(&[]);
    assert!(commands.len() >= 15, "{commands:?}");
    for command in &commands {
        assert_explained(&[command]);
    }
}

/// What people see first.
#[test]
fn the_help_is_as_expected() {
    let help = run(&Folder::temporary(), ["help"]).stdout;
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("cli/help.txt");
    if std::env::var_os("ANNALS_ACCEPT").is_some() {
        Folder::at(path.parent().unwrap()).write("help.txt", &help);
    }
    let expected = String::from_utf8(Folder::read_path(&path)).unwrap();
    let command = "ANNALS_ACCEPT=1 cargo test -p annals-tests --test cli help";
    assert!(help == expected, "{help}\nif this is right: {command}");
}

#[test]
fn help_is_printed_by_option_and_by_command() {
    let folder = Folder::temporary();
    let (flag, command) = (run(&folder, ["check", "--help"]), run(&folder, ["help", "check"]));
    assert_eq!(flag.ends(0).stdout, command.ends(0).stdout);
    assert!(run(&folder, ["--help"]).stdout.contains("Exit codes: 0 success, 1 findings"));
}

/// A page for each command, with the name by which `man` finds it.
#[test]
fn every_command_has_a_manual_page() {
    let folder = Folder::temporary();
    let mut commands: Vec<_> = assert_explained(&[]).into_iter().map(|name| vec![name]).collect();
    commands.extend([vec![], vec!["new".to_owned(), "event".to_owned()]]);
    for command in commands {
        let page = run(&folder, ["man".to_owned()].iter().chain(&command));
        let title = ["annals".to_owned()].into_iter().chain(command).collect::<Vec<_>>();
        let title = format!(".TH {} 1  \"annals {}\"", title.join("-"), env!("CARGO_PKG_VERSION"));
        assert!(page.ends(0).stdout.contains(&title), "no `{title}` in\n{page}");
        assert!(page.stdout.contains("\n.SH OPTIONS\n"), "{page}");
    }
    run(&folder, ["man", "new", "nothing"]).ends(2).says(&["no command `new nothing`"]);
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
        // The list of all commands has groups.
        let groups = command.is_empty() && !section.starts_with("Usage:");
        if !is_entry || !groups && !["Commands:", "Options:", "Arguments:"].contains(&section) {
            continue;
        }
        entries += 1;
        let (name, words) = entry.split_once("  ").unwrap_or((entry, ""));
        assert!(words.trim().len() > 3, "`{name}` is not explained:\n{help}");
        if !["Options:", "Arguments:"].contains(&section) && name != "help" {
            commands.push(name.to_owned());
        }
    }
    assert!(entries > 0, "{help}");
    commands
}
