//! Linux tools that make disks fail; each is tried before a test relies on it.

use std::ffi::OsStr;
use std::path::Path;
use std::process::Command;

use annals_tests::folder::Folder;
use annals_tests::process::Run;

/// A way to make a disk fail.
#[derive(Clone, Copy)]
pub(crate) enum Tool {
    /// A shell that can limit the size of files.
    Limit,
    /// Mounts that no other process sees.
    Mount,
    /// Files that not even root can change.
    Immutable,
}

impl Tool {
    /// True if it can be used here.
    pub(crate) fn works(self) -> bool {
        let folder = Folder::temporary();
        folder.write("file", "");
        match self {
            Tool::Limit => says_yes(&folder, "trap '' XFSZ && ulimit -f 1"),
            Tool::Mount => says_yes(&folder, &private("mount -t tmpfs -o size=64k none .")),
            Tool::Immutable => says_yes(&folder, "chattr +i file && ! rm -f file; chattr -i file"),
        }
    }
}

fn says_yes(folder: &Folder, script: &str) -> bool {
    let mut shell = Command::new("sh");
    shell.args(["-c", script]).current_dir(folder.root());
    shell.output().is_ok_and(|output| output.status.success())
}

/// Runs a script in its own mount namespace, which ends with it.
pub(crate) fn private(script: &str) -> String {
    format!("unshare --map-root-user --mount sh -c \"{script}\"")
}

/// Runs a script in a folder, with the command as `$ANNALS`.
pub(crate) fn shell(folder: &Folder, script: &str) -> Run {
    let mut shell = Command::new("sh");
    shell.args(["-c", script]).current_dir(folder.root());
    Run::of(shell.env("ANNALS", super::school::ANNALS).env_remove("ANNALS_CHECK"))
}

/// A file or folder that cannot be changed while this value exists.
pub(crate) struct Immutable<'a>(&'a Path);

impl<'a> Immutable<'a> {
    pub(crate) fn new(path: &'a Path) -> Self {
        chattr("+i", path);
        Self(path)
    }
}

impl Drop for Immutable<'_> {
    fn drop(&mut self) {
        chattr("-i", self.0);
    }
}

fn chattr(change: &str, path: &Path) {
    let arguments: [&OsStr; 2] = [change.as_ref(), path.as_ref()];
    Run::of(Command::new("chattr").args(arguments)).ends(0);
}
