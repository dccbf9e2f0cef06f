//! The only writer: plans what differs between a file set and a folder, then writes just that.
//!
//! Write, check and dry run share [`plan`]; only [`Plan::write`] touches the disk. A file is written
//! beside its place and renamed over it, so whoever looks sees the old file or the new one, whole.
//! `catalog.lock` comes last: a run that was killed leaves bindings that do not compile, never
//! bindings that quietly disagree.
//! [`create`] and [`create_all`] make new files for people, and overwrite none unless told to.
//! [`replace`] does the same for a file that people wrote, such as the catalog itself.

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

pub use create::{create, create_all};
pub use error::OutputError;
pub(crate) use hidden::{read_hidden, write_hidden};
pub use plan::{Change, ChangeKind, Plan, plan};
pub(crate) use reading::stamp;
pub(crate) use recorded::plan_recorded;
pub use replace::check_replaceable;
pub use replace::replace;
pub(crate) use seen::{has_others, still_true};
