//! Code that several test files share: folders, workspaces, programs and catalogs.

pub mod folder;
pub mod hostile;
mod installed;
pub mod node;
pub mod openedx;
pub mod process;
pub mod project;
pub mod python;
pub mod reports;
pub mod workspace;
