//! The command that fixes generated files.

use std::path::Path;

use crate::freshness::{Finding, State};
use crate::targets::Target;

/// `annals generate` with the options for this catalog, output folder and targets.
pub fn command(catalog: Option<&Path>, out: Option<&Path>, only: &[Target]) -> String {
    let mut command = "annals generate".to_owned();
    for (option, path) in [("--catalog", catalog), ("--out", out)] {
        if let Some(path) = path {
            command.push_str(&format!(" {option} {}", quoted(&path.display().to_string())));
        }
    }
    for target in only {
        command.push_str(&format!(" --only {}", target.name));
    }
    command
}

/// How to fix the findings, to append to their number; empty if there are none.
pub fn advice(findings: &[Finding], command: &str) -> String {
    let any = |state| findings.iter().any(|finding| finding.state == state);
    let lacks = |finding: &&Finding| finding.state == State::Featureless;
    let manifest = findings.iter().find(lacks);
    // One whose text is left to its owner has no diff.
    let fixable = manifest.is_some_and(|manifest| !manifest.diff.is_empty());
    let by_hand = [State::Featureless, State::Foreign];
    let others = findings.iter().any(|finding| !by_hand.contains(&finding.state));
    let mut steps = Vec::new();
    if manifest.is_some() && !fixable {
        steps.push("add the features by hand".to_owned());
    }
    if any(State::Foreign) {
        steps.push("move or remove the files that are not generated".to_owned());
    }
    if fixable {
        steps.push(format!("run `{command} --fix`, which adds the features"));
    } else if others {
        steps.push(format!("run `{command}`"));
    }
    if steps.is_empty() { String::new() } else { format!("; {}", steps.join(", then ")) }
}

/// Quotes an argument for a shell, if necessary.
pub fn quoted(word: &str) -> String {
    let plain = |letter: char| letter.is_alphanumeric() || "_-./:@%+=,\\".contains(letter);
    if !word.is_empty() && word.chars().all(plain) && (cfg!(windows) || !word.contains('\\')) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::command;
    use crate::targets::Target;

    #[test]
    fn commands_can_be_typed_as_they_are() {
        assert_eq!(command(None, None, &[]), "annals generate");
        let named = command(Some(Path::new("a b/it's.yaml")), Some(Path::new("x/y")), &[]);
        assert_eq!(named, r"annals generate --catalog 'a b/it'\''s.yaml' --out x/y");
        let one = command(None, None, &[Target::ALL[1], Target::ALL[3]]);
        assert_eq!(one, "annals generate --only json-schema --only docs");
    }
}
