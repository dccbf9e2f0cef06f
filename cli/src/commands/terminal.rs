//! Prints results to stdout and reports to stderr.

use std::io::{IsTerminal as _, Write as _};

use annals_codegen::report::visible;
use anstream::{AutoStream, ColorChoice};

use super::Colour;

/// The output of a command. Errors are ignored, because a reader may close a pipe early.
pub(super) struct Terminal {
    colour: bool,
    out_colour: bool,
    quiet: bool,
}

impl Terminal {
    pub(super) fn new(colour: Colour, quiet: bool) -> Self {
        // Respects NO_COLOR, CLICOLOR, CLICOLOR_FORCE and TERM=dumb.
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

    /// True if reports on stderr may have colors.
    pub(super) fn colour(&self) -> bool {
        self.colour
    }

    /// True if results on stdout may have colors.
    pub(super) fn out_colour(&self) -> bool {
        self.out_colour
    }

    /// The width of the terminal in columns; `None` if stdout is not a terminal.
    pub(super) fn width(&self) -> Option<usize> {
        let (width, _) = terminal_size::terminal_size_of(std::io::stdout())?;
        Some(usize::from(width.0))
    }

    /// True if stderr is a terminal, which can be cleared.
    pub(super) fn is_screen(&self) -> bool {
        std::io::stderr().is_terminal()
    }

    /// True if only errors should be printed.
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

    /// Prints a line that is not an error, unless `--quiet` is set.
    pub(super) fn note(&mut self, line: &str) {
        if !self.quiet {
            self.report(&format!("{}\n", plain(line)));
        }
    }

    /// Prints an error without a place in the catalog.
    pub(super) fn error(&mut self, message: &str) {
        let word = if self.colour { "\u{1b}[1m\u{1b}[91merror\u{1b}[0m" } else { "error" };
        self.report(&format!("{word}: {}\n", plain(message)));
    }
}

/// Lines without control characters: they may quote the name of a file.
fn plain(lines: &str) -> String {
    lines.split('\n').map(visible).collect::<Vec<_>>().join("\n")
}
