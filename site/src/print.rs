//! Everything on one page, to print: a data dictionary.

use annals_catalog::model::{EventId, RecordId};
use minijinja::context;
use rayon::prelude::*;

use crate::at::At;
use crate::html::Html;
use crate::site::Site;
use crate::write::Writer;
use crate::{Error, fields, path};

/// How many events are in memory at once.
const CHUNK: usize = 256;

/// Writes the page piece by piece.
pub(crate) fn write(site: &Site<'_>, writer: &Writer) -> Result<(), Error> {
    let at = At { model: site.model, root: "" };
    let mut file = writer.long("print.html")?;
    file.push(&site.render("print.html.j2", context! { path => "print.html", root => "" })?)?;
    file.push("<h2>Events</h2>\n")?;
    let events: Vec<EventId> = (0..).map(EventId).take(site.model.events.len()).collect();
    for chunk in events.chunks(CHUNK) {
        let sections: Vec<String> = chunk.par_iter().map(|id| event(at, *id)).collect();
        sections.iter().try_for_each(|section| file.push(section))?;
    }
    file.push("<h2>Records</h2>\n")?;
    let records: Vec<RecordId> = (0..).map(RecordId).take(site.model.records.len()).collect();
    for chunk in records.chunks(CHUNK) {
        let sections: Vec<String> = chunk.par_iter().map(|id| record(at, *id)).collect();
        sections.iter().try_for_each(|section| file.push(section))?;
    }
    file.push("</main>\n</body>\n</html>\n")?;
    file.finish()
}

fn event(at: At<'_>, id: EventId) -> String {
    let event = &at.model[id];
    let mut html = Html::default();
    html.raw("<section class=\"entry\"><h3>").link(&path::event(at.model, id), &event.name);
    html.raw("</h3><p><code>").text(&event.event_type).raw("</code> since ");
    html.text(&event.added.to_string()).raw("</p>").prose(&event.description);
    html.html(&fields::table(at, &event.data)).raw("</section>\n");
    html.into_string()
}

fn record(at: At<'_>, id: RecordId) -> String {
    let record = &at.model[id];
    let mut html = Html::default();
    html.raw("<section class=\"entry\"><h3>").link(&path::record(at.model, id), &record.name);
    html.raw("</h3><p><code>").text(&at.model.qualified(id)).raw("</code></p>");
    html.prose(&record.description).html(&fields::table(at, &record.fields)).raw("</section>\n");
    html.into_string()
}
