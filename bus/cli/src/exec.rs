//! The program that handles an event.

use std::env;
use std::ffi::OsString;
use std::io::{self, Write};
use std::os::fd::AsFd;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};

use annals_bus::Failure;

use crate::signals::unblocked;

/// The exit code of a program around which something is down: `EX_TEMPFAIL`.
const TEMPORARY: i32 = 75;

/// A program and its arguments.
#[derive(Debug, Clone)]
pub(crate) struct Program(Vec<OsString>);

impl Program {
    /// `None` without a name.
    pub(crate) fn new(words: &[OsString]) -> Option<Self> {
        (!words.is_empty()).then(|| Self(words.to_vec()))
    }

    /// True if there is such a file.
    pub(crate) fn exists(&self) -> bool {
        let name = Path::new(&self.0[0]);
        if name.components().count() > 1 {
            return name.is_file();
        }
        let path = env::var_os("PATH").unwrap_or_default();
        env::split_paths(&path).any(|folder| folder.join(name).is_file())
    }

    /// Runs the program once, with the event's line on its standard input.
    pub(crate) fn run(&self, line: &str, variables: [(&str, &str); 4]) -> Result<(), Failure> {
        let status = self.start(line, variables);
        let status = status.map_err(|error| {
            Failure::Outside(format!("the program cannot be started: {}", error.kind()))
        })?;
        match (status.code(), status.signal()) {
            (Some(0), _) => Ok(()),
            (Some(TEMPORARY), _) => Err(Failure::Outside(format!("exit code {TEMPORARY}"))),
            (Some(code), _) => Err(Failure::Message(format!("exit code {code}"))),
            (None, signal) => Err(Failure::Message(format!("signal {}", signal.unwrap_or(0)))),
        }
    }

    fn start(&self, line: &str, variables: [(&str, &str); 4]) -> io::Result<ExitStatus> {
        let mut command = Command::new(&self.0[0]);
        command.args(&self.0[1..]).envs(variables).stdin(Stdio::piped());
        // Standard output has nothing but our lines.
        command.stdout(Stdio::from(io::stderr().as_fd().try_clone_to_owned()?));
        let mut child = unblocked(|| command.spawn())?;
        if let Some(mut input) = child.stdin.take() {
            // A program need not read its input.
            let _ = input.write_all(line.as_bytes()).and_then(|()| input.write_all(b"\n"));
        }
        child.wait()
    }
}
