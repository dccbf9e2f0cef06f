//! What a run has besides its input: an observer and the cache.

use crate::cache::Cache;

/// Is told the name of each stage when it begins.
pub type Observer<'a> = &'a mut dyn FnMut(&'static str);

/// What a run has besides its input. By default it has no observer, and nothing is cached.
#[derive(Default)]
pub struct Run<'a> {
    /// With an observer the stages run one after the other, each on all cores.
    pub observer: Option<Observer<'a>>,
    /// What the last run left in the output folder.
    pub cache: Cache,
}

impl Run<'_> {
    /// Says that a stage begins.
    pub fn begin(&mut self, stage: &'static str) {
        if let Some(observer) = &mut self.observer {
            observer(stage);
        }
    }
}
