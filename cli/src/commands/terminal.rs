//! What a command prints: results on stdout, reports on stderr, colours only where wanted.

use std::io::{IsTerminal as _, Write as _};

use anstream::{AutoStream, ColorChoice};

use super::Colour;

/// Where a command prints. A closed pipe is not an error: the reader has seen enough.
pub(super) struct Terminal {
    colour: bool,
    out_colour: bool,
    quiet: bool,
}

impl Terminal {
    pub(super) fn new(colour: Colour, quiet: bool) -> Self {
        // What a terminal is, and NO_COLOR, CLICOLOR, CLICOLOR_FORCE and TERM=dumb say about it.
        let on = |choice: ColorChoice| match colour {
            Colour::Always => true,
            Colour::Never => false,
            Colour::Auto => choice != ColorChoice::Never,
        };
        Self {
            colour: on(AutoStream::choice(&std::io::stderr())),
            out_colour: on(AutoStream::choice(&std::io::stdout())),
            quiet,
        }
    }

    /// True if reports on stderr may have colours.
    pub(super) fn colour(&self) -> bool {
        self.colour
    }

    /// True if the result on stdout may have colours.
    pub(super) fn out_colour(&self) -> bool {
        self.out_colour
    }

    /// How many letters a line of the result has room for; `None` where it goes to no terminal.
    pub(super) fn width(&self) -> Option<usize> {
        let (width, _) = terminal_size::terminal_size_of(std::io::stdout())?;
        Some(usize::from(width.0))
    }

    /// True if reports go to a terminal, which can be cleared.
    pub(super) fn is_screen(&self) -> bool {
        std::io::stderr().is_terminal()
    }

    /// True if only errors are wanted.
    pub(super) fn quiet(&self) -> bool {
        self.quiet
    }

    /// Prints the result of a command.
    pub(super) fn out(&mut self, text: &str) {
        let _ = std::io::stdout().lock().write_all(text.as_bytes());
    }

    /// Prints a report.
    pub(super) fn report(&mut self, text: &str) {
        let _ = std::io::stderr().lock().write_all(text.as_bytes());
    }

    /// Prints a line that is not an error, unless asked to be quiet.
    pub(super) fn note(&mut self, line: &str) {
        if !self.quiet {
            self.report(&format!("{line}\n"));
        }
    }

    /// Prints an error that has no place in the catalog.
    pub(super) fn error(&mut self, message: &str) {
        let word = if self.colour { "\u{1b}[1m\u{1b}[91merror\u{1b}[0m" } else { "error" };
        self.report(&format!("{word}: {message}\n"));
    }
}
