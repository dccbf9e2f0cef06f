//! What several test files share: the repository's places, catalogs and comparisons.

pub mod folder;
pub mod house;
pub mod node;
pub mod openedx;
pub mod process;
pub mod python;
pub mod reports;
pub mod workspace;
