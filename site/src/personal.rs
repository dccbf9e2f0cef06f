//! Every field with personal data, as a page and as CSV.

use annals_catalog::count::counted;
use annals_catalog::model::{EventId, Model};
use minijinja::{Value, context};

use crate::at::At;
use crate::fields;
use crate::html::Html;
use crate::used::paths_of;
use crate::uses::Place;

/// The events with personal data, with the paths to it.
pub(crate) fn events(model: &Model) -> Vec<(EventId, Vec<String>)> {
    let ids = (0..).map(EventId).take(model.events.len());
    let with = ids.filter(|id| model[*id].pii);
    with.map(|id| (id, fields::personal(model, &model[id].data))).collect()
}

pub(crate) fn page(at: At<'_>) -> Value {
    let events = events(at.model);
    let mut list = Html::default();
    let place = |path: &String| Place { path: path.clone(), shown: path.len() };
    let places = events.iter().map(|(id, paths)| (*id, paths.iter().map(place).collect()));
    paths_of(at, &mut list, &places.collect::<Vec<_>>());
    context! {
        title => "Personal data",
        about => "Which events carry personal data, and on which paths.",
        summary => summary(at.model, events.len()),
        events => list,
    }
}

/// `32 of 75 events carry personal data.`
pub(crate) fn summary(model: &Model, with: usize) -> String {
    let verb = if with == 1 { "carries" } else { "carry" };
    format!("{with} of {} {verb} personal data.", counted(model.events.len(), "event"))
}

/// A row for each field with personal data.
pub(crate) fn csv(model: &Model) -> String {
    let mut csv = "event,type,path\n".to_owned();
    for (id, paths) in events(model) {
        for path in paths {
            let event = &model[id];
            // Names and types have no character that needs quotes.
            csv.push_str(&format!("{},{},{path}\n", event.name, event.event_type));
        }
    }
    csv
}
