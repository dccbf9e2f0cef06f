//! Compares a file set with a folder and writes what differs. Nothing else in this crate writes.
//!
//! Write, check and dry run share [`plan()`]; only [`Plan::write`] changes the disk. A file is written
//! to a temporary file and renamed, so a reader sees the old file or the new one, never a part.
//! `catalog.lock` comes last: a run that is killed leaves bindings that do not compile, and never
//! bindings that silently disagree with the catalog.
//! [`create`] and [`create_all`] make new files that the user owns; they do not overwrite files unless
//! asked to. [`replace`] changes a file that the user wrote, such as the catalog.

mod create;
mod disk;
mod error;
mod hidden;
mod ownership;
mod plan;
mod reading;
mod recorded;
mod replace;
mod seen;
mod temporary;
mod walk;

pub use create::{create, create_all};
pub use error::OutputError;
pub(crate) use hidden::{read_hidden, write_hidden};
pub use plan::{Change, ChangeKind, Plan, plan};
pub(crate) use reading::{read, stamp};
pub(crate) use recorded::plan_recorded;
pub use replace::check_replaceable;
pub use replace::replace;
pub(crate) use seen::{has_others, lock_text, remove_stale};
