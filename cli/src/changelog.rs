//! What changed between the releases of a catalog.

pub(crate) mod json;
pub(crate) mod text;

use annals_contract::Lock;
use annals_evolution::{
    Causes, Change, Contract, Fault, History, News, Reader, Version, compare, news,
};

/// What changed in one release, or since the last one.
pub(crate) struct Notes {
    /// `None` for what is not released.
    pub(crate) version: Option<String>,
    pub(crate) date: Option<String>,
    /// The number of events, if it is the first release.
    pub(crate) first: Option<usize>,
    pub(crate) news: Vec<News>,
}

impl Notes {
    /// The newest first, after a release or all of them; what is not released only if there is something.
    pub(crate) fn of(
        history: &History,
        current: &Lock,
        since: Option<Version>,
    ) -> Result<Vec<Self>, Fault> {
        let (mut all, mut before): (Vec<Self>, Option<Lock>) = (Vec::new(), None);
        for release in history.releases() {
            let lock = release.lock()?;
            if since.is_none_or(|since| release.version > since) {
                all.push(Self {
                    version: Some(release.version.to_string()),
                    date: Some(release.release.date.clone()),
                    first: before.is_none().then_some(lock.events.len()),
                    news: before.as_ref().map(|before| between(before, &lock)).unwrap_or_default(),
                });
            }
            before = Some(lock);
        }
        if let Some(last) = &before {
            let news = between(last, current);
            if !news.is_empty() {
                all.push(Self { version: None, date: None, first: None, news });
            }
        }
        all.reverse();
        Ok(all)
    }
}

/// What changed between two contracts.
fn between(old: &Lock, new: &Lock) -> Vec<News> {
    let mut causes = Causes::default();
    if let (Ok(before), Ok(after)) = (Contract::new(old), Contract::new(new)) {
        // Those that most catalogs have; the strict readers of JSON refuse every addition.
        for (event_type, change) in compare(&before, &after, &[Reader::Avro, Reader::JsonTolerant])
        {
            let Change::Changed(verdicts) = change else { continue };
            let name = new.events.get(event_type).map_or(event_type, |event| event.name.as_str());
            verdicts.iter().for_each(|verdict| causes.add(name, verdict, None, |_| true));
        }
    }
    news(old, new, &causes.into_vec())
}
