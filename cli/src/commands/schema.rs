//! `annals schema`: prints the JSON Schema of `catalog.yaml`, for editors.

use clap::Args;

use super::Outcome;
use super::terminal::Terminal;
use crate::language::{self, Part};

#[derive(Debug, Args)]
#[command(
    after_help = "Editors that use yaml-language-server find the schema through a comment on the first line \
    of the catalog: `# yaml-language-server: $schema=catalog.schema.json`"
)]
pub(super) struct Schema {
    /// Print the schema of included files
    #[arg(long)]
    included: bool,
}

impl Schema {
    pub(super) fn run(&self, terminal: &mut Terminal) -> Outcome {
        let part = if self.included { Part::Included } else { Part::Main };
        terminal.out(&language::schema(part));
        Outcome::Clean
    }
}
