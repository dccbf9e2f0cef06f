//! Runs a program to its end, for assertions on its exit code and output.

use std::ffi::OsStr;
use std::io;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::thread;

/// The exit code and the output of a program.
#[derive(Debug)]
pub struct Run {
    /// The exit code; `None` if a signal ended it.
    pub code: Option<i32>,
    /// All of its stdout.
    pub stdout: String,
    /// All of its stderr.
    pub stderr: String,
    command: String,
}

impl Run {
    /// Runs `command` to its end.
    ///
    /// # Panics
    /// If it cannot be started, or its output is not UTF-8.
    #[must_use]
    pub fn of(command: &mut Command) -> Self {
        let shown = format!("{command:?}");
        let output = command.output().unwrap_or_else(|error| panic!("{shown}: {error}"));
        Self::ended(shown, output)
    }

    /// Runs `command` to its end with `input` on its stdin.
    ///
    /// # Panics
    /// If it cannot be started, or its output is not UTF-8.
    #[must_use]
    pub fn with_input(command: &mut Command, input: &[u8]) -> Self {
        let shown = format!("{command:?}");
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap_or_else(|error| panic!("{shown}: {error}"));
        let mut stdin = child.stdin.take().expect("it is piped");
        // In another thread, since a program may stop reading while it writes. A program that reads
        // nothing closes the pipe, so a failed write is ignored.
        let output = thread::scope(|threads| {
            threads.spawn(move || drop(stdin.write_all(input)));
            child.wait_with_output()
        });
        Self::ended(shown, output.unwrap_or_else(|error| panic!("{command:?}: {error}")))
    }

    fn ended(command: String, output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).expect("programs speak UTF-8");
        Self {
            code: output.status.code(),
            stdout: text(output.stdout),
            stderr: text(output.stderr),
            command,
        }
    }

    /// Asserts that the exit code is `code`.
    ///
    /// # Panics
    /// If it is not, with all output.
    pub fn ends(&self, code: i32) -> &Self {
        assert_eq!(self.code, Some(code), "exit code\n{self}");
        self
    }

    /// Asserts that the program failed with any code.
    ///
    /// # Panics
    /// If it did not, with all output.
    pub fn fails(&self) -> &Self {
        assert_ne!(self.code, Some(0), "exit code\n{self}");
        self
    }

    /// Asserts that each of `words` is on stderr.
    ///
    /// # Panics
    /// If one is not, with all output.
    pub fn says(&self, words: &[&str]) -> &Self {
        for words in words {
            assert!(self.stderr.contains(words), "stderr lacks `{words}`\n{self}");
        }
        self
    }

    /// Asserts that `words` are not on stderr.
    ///
    /// # Panics
    /// If they are, with all output.
    pub fn says_nothing_of(&self, words: &str) -> &Self {
        assert!(!self.stderr.contains(words), "stderr has `{words}`\n{self}");
        self
    }
}

impl std::fmt::Display for Run {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { command, code, stdout, stderr } = self;
        write!(
            formatter,
            "{command}\nended with {code:?}\n--- stdout\n{stdout}\n--- stderr\n{stderr}"
        )
    }
}

/// The command `annals` at `program`, run in `folder`, without the variables that change its behaviour.
#[must_use]
pub fn annals<A: AsRef<OsStr>>(
    program: &str,
    folder: &Path,
    arguments: impl IntoIterator<Item = A>,
) -> Command {
    let mut command = Command::new(program);
    command.current_dir(folder).args(arguments);
    for variable in
        ["ANNALS_CHECK", "CI", "SOURCE_DATE_EPOCH", "NO_COLOR", "CLICOLOR_FORCE", "FORCE_COLOR"]
    {
        command.env_remove(variable);
    }
    command
}

/// The stdout of a program.
///
/// # Errors
/// If it cannot be started, fails, or its output is not UTF-8; the error contains its stderr.
pub fn output_of(command: &mut Command) -> io::Result<String> {
    let output = command.output()?;
    if !output.status.success() {
        let words = String::from_utf8_lossy(&output.stderr);
        return Err(io::Error::other(format!("{command:?} ended with {}\n{words}", output.status)));
    }
    String::from_utf8(output.stdout).map_err(io::Error::other)
}
