//! What a shell shows about the command line: help by purpose, completion scripts, manual pages.

use clap::{Args, Command, CommandFactory};
use clap_complete::Shell;

use super::terminal::Terminal;
use super::{Arguments, Outcome};

/// The commands by what people want to do.
const GROUPS: [(&str, &[&str]); 5] = [
    ("Start a catalog", &["init", "import", "new"]),
    ("Edit it and generate", &["check", "fmt", "explain", "generate", "watch"]),
    ("Look something up, publish it", &["docs", "list", "show", "stats"]),
    ("Check changes and recorded payloads", &["changelog", "compare", "release", "validate"]),
    ("Set up a shell or an editor", &["completions", "man", "schema"]),
];

/// The command line, whose help lists the commands in groups.
pub(super) fn command_line() -> Command {
    let command = Arguments::command();
    let (heading, literal) =
        (command.get_styles().get_header(), command.get_styles().get_literal());
    let mut groups = String::new();
    for (title, names) in GROUPS {
        groups.push_str(&format!("{heading}{title}:{heading:#}\n"));
        for name in names {
            let command = command.find_subcommand(name).expect("the groups list commands");
            let about = command.get_about().map(ToString::to_string).unwrap_or_default();
            groups.push_str(&format!("  {literal}{name:11}{literal:#}  {about}\n"));
        }
        groups.push('\n');
    }
    let template = format!(
        "{{about-with-newline}}\n{{usage-heading}} {{usage}}\n\n{groups}\
         {literal}annals help COMMAND{literal:#} explains a command and its options.\n\n\
         {heading}Options:{heading:#}\n{{options}}{{after-help}}"
    );
    command.help_template(template)
}

#[derive(Debug, Args)]
pub(super) struct Completions {
    /// Shell to print the script for
    #[arg(value_enum)]
    shell: Shell,
}

impl Completions {
    pub(super) fn run(&self, terminal: &mut Terminal) -> Outcome {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Arguments::command(), "annals", &mut script);
        terminal.out(&String::from_utf8_lossy(&script));
        Outcome::Clean
    }
}

#[derive(Debug, Args)]
#[command(after_help = "`annals man | man -l -` shows the page.")]
pub(super) struct Man {
    /// Command to print the page of [default: annals itself]
    #[arg(value_name = "COMMAND")]
    names: Vec<String>,
}

impl Man {
    pub(super) fn run(&self, terminal: &mut Terminal) -> Outcome {
        let mut whole = Arguments::command();
        // Gives the commands their full names and the options that all of them have.
        whole.build();
        let mut command = &whole;
        for name in &self.names {
            let Some(next) = command.find_subcommand(name) else {
                terminal.error(&format!("there is no command `{}`", self.names.join(" ")));
                return Outcome::Usage;
            };
            command = next;
        }
        let page = clap_mangen::Man::new(command.clone());
        let page = page.source(concat!("annals ", env!("CARGO_PKG_VERSION")));
        let mut bytes = Vec::new();
        page.render(&mut bytes).expect("memory can be written");
        terminal.out(&String::from_utf8_lossy(&bytes));
        Outcome::Clean
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use clap::CommandFactory;

    use super::{Arguments, GROUPS};

    #[test]
    fn every_command_is_in_one_group() {
        let listed: Vec<&str> = GROUPS.iter().flat_map(|(_, names)| *names).copied().collect();
        let all = Arguments::command();
        let all: BTreeSet<&str> = all.get_subcommands().map(clap::Command::get_name).collect();
        assert_eq!(listed.len(), all.len());
        assert_eq!(listed.into_iter().collect::<BTreeSet<_>>(), all);
    }
}
