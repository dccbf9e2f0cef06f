//! Are excerpts short and correct for unusual catalogs?

use annals_tests::folder::Folder;
use annals_tests::process::{Run, annals};

use crate::{ANNALS, check};

const CATALOG: &str = include_str!("../cli/catalog.yaml");

fn with(from: &str, to: &str) -> Folder {
    let folder = Folder::temporary();
    folder.write("catalog.yaml", CATALOG);
    folder.edit("catalog.yaml", from, to);
    folder
}

fn widest(run: &Run) -> usize {
    run.stderr.lines().map(|line| line.chars().count()).max().unwrap_or_default()
}

#[test]
fn a_long_line_is_cut_around_its_error() {
    let long = "日本 ".repeat(9_000);
    // One more letter shifts the rest, so that a cut inside a character cannot be missed by chance.
    let odd = format!("a{long}");
    for (before, behind) in [(&*long, ""), ("", &*long), (&*long, &*long), (&*odd, "")] {
        let field = format!("{{ description: \"{before}\", type: strin, example: \"{behind}\" }}");
        let folder = with("{ type: string, description: What it is called. }", &field);
        let run = check(&folder, &[]);
        let column = field.find("strin").map(|at| field[..at].chars().count() + 16).unwrap();
        run.ends(1).says(&["type: strin, ", "^^^^^\n", &format!("catalog.yaml:11:{column}\n")]);
        assert!(widest(&run) < 250, "{run}");
    }
}

#[test]
fn a_long_word_is_shortened() {
    let folder = with("type: string", &format!("{}: string", "k".repeat(20_000)));
    assert!(widest(check(&folder, &[]).ends(1)) < 700);
}

#[test]
fn a_long_value_is_shown_by_its_first_line() {
    let list = "data:\n".to_owned() + &"        - item\n".repeat(500);
    let run = check(&with("data: { lesson: Lesson }\n", &list), &[]);
    run.ends(1).says(&["error[A0012]", "--> catalog.yaml:20:9"]);
    assert!(run.stderr.lines().count() < 20, "{run}");
}

#[test]
fn distant_places_are_both_shown() {
    let between = "      # nothing\n".repeat(1_000);
    let twice =
        format!("description: What is taught in one go.\n{between}      description: Again.");
    let run = check(&with("description: What is taught in one go.", &twice), &[]);
    run.ends(1).says(&["--> catalog.yaml:1010:7", "::: catalog.yaml:9:7", "first used here"]);
    assert!(run.stderr.lines().count() < 30, "{run}");
}

#[test]
fn tabs_and_wide_letters_do_not_shift_the_mark() {
    let run = check(&with("{ type: string,", "{\ttype: \"日本\","), &[]);
    let lines: Vec<_> = run.ends(1).stderr.lines().collect();
    let shown = lines.iter().position(|line| line.starts_with("11 |")).unwrap();
    let width = |text: &str| {
        text.chars().map(|letter| if letter.is_ascii() { 1 } else { 2 }).sum::<usize>()
    };
    let column = width(lines[shown].split('"').next().unwrap());
    assert_eq!(lines[shown + 1].find('^'), Some(column), "{run}");
}

#[test]
fn all_line_ends_count_as_lines() {
    for end in ["\r\n", "\r"] {
        let folder = with("type: string", "type: strin");
        let text = folder.read("catalog.yaml").replace('\n', end);
        folder.write("catalog.yaml", text);
        let run = check(&folder, &[]);
        run.ends(1).says(&["--> catalog.yaml:11:24\n", "11 |         title: { type: strin, desc"]);
    }
}

#[test]
fn colours_follow_the_usual_variables() {
    let folder = with("type: string", "type: strin");
    let coloured = |arguments: &[&str], variables: &[(&str, &str)]| {
        let mut command = annals(ANNALS, folder.root(), [&["check"], arguments].concat());
        Run::of(command.envs(variables.iter().copied())).stderr.contains('\u{1b}')
    };
    assert!(coloured(&[], &[("CLICOLOR_FORCE", "1")]));
    assert!(!coloured(&[], &[("CLICOLOR_FORCE", "")]));
    assert!(!coloured(&[], &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]));
    assert!(!coloured(&["--color=never"], &[("CLICOLOR_FORCE", "1")]));
}
