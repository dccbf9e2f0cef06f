//! The only writer: plans what differs between a file set and a folder, then writes just that.
//!
//! Write, check and dry run share [`plan`]; only [`Plan::write`] touches the disk. A file is written
//! beside its place and renamed over it, so whoever looks sees the old file or the new one, whole.
//! `catalog.lock` comes last: a run that was killed leaves bindings that do not compile, never
//! bindings that quietly disagree.
//! [`replace`] does the same for a file that people wrote, such as the catalog itself.

mod disk;
mod error;
pub(crate) mod memory;
mod ownership;
mod plan;
mod replace;

pub use error::OutputError;
pub(crate) use plan::plan_with;
pub use plan::{Change, ChangeKind, Plan, plan};
pub use replace::replace;
