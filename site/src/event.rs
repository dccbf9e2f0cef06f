//! The page of an event: everything that is needed to send or receive it.

use annals_catalog::model::{Event, EventId, Model};
use annals_catalog::names;
use annals_codegen::render::json::{self, AsJson};
use annals_codegen::samples;
use minijinja::{Value, context};

use crate::at::At;
use crate::html::{Html, is_web};
use crate::site::Site;
use crate::theme::{Language, sample};
use crate::{Error, changes, fields, path, words};

/// Most paths to personal data that the top of a page lists.
const PATHS: usize = 40;

pub(crate) fn page(site: &Site<'_>, at: At<'_>, id: EventId) -> Result<Value, Error> {
    let model = site.model;
    let event = &model[id];
    let example = samples::example(model, event);
    let personal = fields::personal(model, &event.data);
    let mut domain = Html::default();
    at.domain(&mut domain, event.domain);
    let mut description = Html::default();
    description.prose(&event.description);
    let shown = personal.iter().take(PATHS);
    let shown = shown.map(|path| context! { path, anchor => path::field_anchor(path) });
    let stem = event.name.to_ascii_lowercase();
    Ok(context! {
        title => &event.name,
        about => words::summary(&event.description),
        stem,
        words => Value::from(breakable(&event.name)),
        type => &event.event_type,
        domain,
        description,
        notices => notices(at, event),
        more_personal => personal.len().saturating_sub(PATHS),
        personal => shown.collect::<Vec<Value>>(),
        facts => facts(at, event),
        tree => fields::tree(at, &event.data),
        example => example.as_ref().map(block),
        send => senders(site, event, example.as_ref())?,
        receive => receivers(site, event)?,
        json_schema => samples::json_schema(model, event, example.as_ref()),
        json_file => names::json_schema_file(&event.event_type),
        avro_schema => samples::avro_schema(model, event),
        avro_file => names::avro_file(&event.event_type),
        records => records(at, event),
        changes => changes::of_event(at, event),
    })
}

/// A value as a block of code.
pub(crate) fn block(value: &annals_catalog::model::Value) -> String {
    json::visible(json::render(&AsJson(value)).trim_end())
}

/// A name with places where a line may break.
fn breakable(name: &str) -> Html {
    let mut html = Html::default();
    for (index, word) in name.split('_').enumerate() {
        if index > 0 {
            html.raw("_<wbr>");
        }
        html.text(word);
    }
    html
}

fn notices(at: At<'_>, event: &Event) -> Vec<Value> {
    let mut notices = Vec::new();
    let mut notice = |title: &str, class: &str, text: Html| {
        notices.push(context! { title, class, text });
    };
    if let Some(item) = &event.deprecated {
        let mut text = Html::default();
        text.raw("<p>Deprecated ");
        fields::deprecation(at, &mut text, item);
        text.raw("</p>");
        notice("Deprecated", "dep", text);
    }
    if let Some(warning) = &event.warning {
        let mut text = Html::default();
        text.prose(warning);
        notice("Warning", "warn", text);
    }
    if let Some(reason) = &event.local_only {
        let mut text = Html::default();
        text.raw("<p>It stays in the process that sends it.</p>").prose(reason);
        notice("Never sent to a bus", "info", text);
    }
    notices
}

fn facts(at: At<'_>, event: &Event) -> Vec<Value> {
    let model = at.model;
    let mut facts = Vec::new();
    let mut fact = |label: &str, make: &dyn Fn(&mut Html)| {
        let mut value = Html::default();
        make(&mut value);
        facts.push(context! { label, value });
    };
    fact("Status", &|html| {
        html.text(status(event));
    });
    fact("Since", &|html| {
        html.text(&event.added.to_string());
    });
    fact("Version", &|html| {
        html.text(&event.minor_version.to_string()).raw(" <span class=\"m\">minor</span>");
    });
    if let Some(key) = &event.key {
        fact("Key", &|html| {
            html.raw("<a href=\"#")
                .text(&path::field_anchor(&key.path))
                .raw("\">")
                .code(&key.path)
                .raw("</a>");
        });
    }
    if let Some(base) = event.extends {
        fact("Extends", &|html| at.record(html, base));
    }
    fact("Rust", &|html| {
        let module = names::module(&model[event.domain].name);
        html.code(&format!("{module}::{}", names::event_struct(&event.name)));
    });
    for repository in &event.repositories {
        fact("Sent by", &|html| {
            html.link(&format!("{}senders.html#{}", at.root, path::slug(repository)), repository);
        });
    }
    for trigger in &event.triggers {
        fact("Sent at", &|html| {
            html.external(trigger, place(trigger));
        });
    }
    if let Some(url) = &event.definition {
        fact("Defined at", &|html| {
            html.external(url, place(url));
        });
    }
    for property in &event.properties {
        fact(&property.name, &|html| {
            html.code(&json::compact(&property.value));
        });
    }
    facts
}

/// What becomes of an event, without asking for today's date.
pub(crate) fn status(event: &Event) -> &'static str {
    if event.deprecated.is_some() {
        "deprecated"
    } else if event.local_only.is_some() {
        "in use, local only"
    } else if event.repositories.is_empty() {
        "no known sender"
    } else {
        "in use"
    }
}

/// The file and line that a URL links to; the whole URL if it has none.
fn place(url: &str) -> &str {
    let last = url.rsplit('/').next().unwrap_or_default();
    if last.trim().is_empty() || !is_web(url) { url } else { last }
}

/// The records in an event, at any depth, as links.
fn records(at: At<'_>, event: &Event) -> Html {
    let mut seen = Vec::new();
    let mut waiting = vec![&event.data];
    while let Some(fields) = waiting.pop() {
        for id in fields.iter().flat_map(|field| at.model.records_in(&field.ty)) {
            if !seen.contains(&id) {
                seen.push(id);
                waiting.push(&at.model[id].fields);
            }
        }
    }
    seen.sort_unstable();
    let mut html = Html::default();
    for id in seen {
        at.record(&mut html, id);
        html.raw(" ");
    }
    html
}

fn senders(
    site: &Site<'_>,
    event: &Event,
    example: Option<&annals_catalog::model::Value>,
) -> Result<Vec<Value>, Error> {
    let rust = example.and_then(|example| samples::rust(site.model, event, example));
    let rust = rust.map(|code| code_in("rust", "Rust", &rust_sender(site.model, event, &code)));
    others(site, event, rust, |language| language.send.as_deref())
}

fn receivers(site: &Site<'_>, event: &Event) -> Result<Vec<Value>, Error> {
    let rust = code_in("rust", "Rust", &rust_receiver(site.model, event));
    others(site, event, Some(rust), |language| language.receive.as_deref())
}

/// The sample in Rust and those of the theme.
fn others(
    site: &Site<'_>,
    event: &Event,
    rust: Option<Value>,
    template: impl Fn(&Language) -> Option<&str>,
) -> Result<Vec<Value>, Error> {
    let mut all: Vec<Value> = rust.into_iter().collect();
    for language in &site.languages {
        if let Some(path) = template(language) {
            let code = sample(site.samples, path, site.model, event)?;
            // A template that prints nothing has no sample of this event.
            if !code.trim().is_empty() {
                all.push(code_in(&language.folder, &language.title(), &code));
            }
        }
    }
    Ok(all)
}

fn code_in(id: &str, title: &str, code: &str) -> Value {
    context! { id, title, code => code.trim_end() }
}

/// A function that sends the event; `example` is the imports and the `let` statement.
fn rust_sender(model: &Model, event: &Event, example: &str) -> String {
    let (imports, body) = example.split_once("\n\nlet ").unwrap_or(("", example));
    let module = names::module(&model[event.domain].name);
    let name = names::event_static(&event.name);
    let body = body.replace('\n', "\n    ");
    format!(
        "{imports}\n\nfn send() -> Result<(), annals::Error> {{\n    let {body}\n    \
         {module}::{name}.send(event).into_result()?;\n    Ok(())\n}}\n"
    )
}

fn rust_receiver(model: &Model, event: &Event) -> String {
    let (package, module) =
        (model.name.replace('-', "_"), names::module(&model[event.domain].name));
    let (name, ty) = (names::event_static(&event.name), names::event_struct(&event.name));
    let function = format!("on_{}", event.name.to_ascii_lowercase());
    format!(
        "use annals::{{Error, Metadata}};\nuse {package}::{module}::{{{name}, {ty}}};\n\n\
         #[annals::receiver({name})]\n\
         fn {function}(event: &{ty}, metadata: &Metadata) -> Result<(), Error> {{\n    \
         // Personal data is redacted in Debug.\n    \
         println!(\"{{}}: {{event:?}}\", metadata.time());\n    Ok(())\n}}\n"
    )
}
