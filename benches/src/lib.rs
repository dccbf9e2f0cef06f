//! Writes synthetic catalogs with any number of events.
//!
//! They resemble real catalogs: ten domains, about 1.5 records an event, 6 to 10 fields each; nested
//! records, nullable fields, lists, maps, dates, scalars and enums. The same number gives the same text,
//! so that figures of different days can be compared.

pub mod crates;

use std::fmt::{Result, Write};

const DOMAINS: usize = 10;

/// Field types, used in turn; `{}` is replaced by an earlier record.
const TYPES: [&str; 17] = [
    "string",
    "long",
    "boolean",
    "datetime",
    "order_key",
    "string?",
    "list<string>",
    "double",
    "map<string>",
    "date",
    "Channel",
    "{}",
    "long?",
    "uuid",
    "list<{}>",
    "int",
    "map<list<long>>",
];

const HEADER: &str = r#"annals: 1
catalog:
  name: synthetic-events
  title: Synthetic Events
  namespace: org.example
  version: 1.0.0
  description: A catalog made by a program to measure others.
avro: { record: CloudEvent, doc: "An event of the synthetic catalog" }
scalars:
  order_key:
    base: string
    pattern: "^order-[0-9]+$"
    example: order-42
    description: Identifies an order in the shop that sent the event.
enums:
  Channel:
    description: The way by which an order came in.
    values: { web: From the web shop., phone: By telephone., partner: From a partner. }
"#;

/// The text of a catalog with this number of events.
#[must_use]
pub fn catalog(events: usize) -> String {
    let mut text = String::with_capacity(HEADER.len() + events * 2400);
    write_catalog(&mut text, events).expect("a String takes every write");
    text
}

/// The same catalog with a file for each domain: the main file, then the domains, each with its name.
#[must_use]
pub fn split(events: usize) -> (String, Vec<(String, String)>) {
    let domains = domains(events);
    let mut main = HEADER.to_owned();
    let files = (0..domains).map(|domain| {
        let mut text = String::new();
        write_domain(&mut text, events, domain).expect("a String takes every write");
        (format!("area{domain}"), text)
    });
    let files: Vec<(String, String)> = files.collect();
    write_domains(&mut main, domains).expect("a String takes every write");
    let names: Vec<String> = files.iter().map(|(name, _)| format!("{name}.yaml")).collect();
    main.push_str(&format!("include: [{}]\n", names.join(", ")));
    (main, files)
}

fn domains(events: usize) -> usize {
    DOMAINS.min(events.max(1))
}

fn write_catalog(text: &mut String, events: usize) -> Result {
    text.push_str(HEADER);
    let domains = domains(events);
    write_domains(text, domains)?;
    writeln!(text, "records:")?;
    for domain in 0..domains {
        write_records_in(text, events, domain)?;
    }
    writeln!(text, "events:")?;
    for domain in 0..domains {
        write_events_in(text, events, domain)?;
    }
    Ok(())
}

fn write_domain(text: &mut String, events: usize, domain: usize) -> Result {
    writeln!(text, "records:")?;
    write_records_in(text, events, domain)?;
    writeln!(text, "events:")?;
    write_events_in(text, events, domain)
}

fn write_domains(text: &mut String, domains: usize) -> Result {
    writeln!(text, "domains:")?;
    for domain in 0..domains {
        writeln!(
            text,
            "  area{domain}: {{ title: Area {domain}, description: Events of area {domain}. }}"
        )?;
    }
    Ok(())
}

fn write_records_in(text: &mut String, events: usize, domain: usize) -> Result {
    let domains = domains(events);
    writeln!(text, "  area{domain}:")?;
    (domain..events).step_by(domains).try_for_each(|event| write_records(text, event, domains))
}

fn write_events_in(text: &mut String, events: usize, domain: usize) -> Result {
    writeln!(text, "  area{domain}:")?;
    (domain..events).step_by(domains(events)).try_for_each(|event| write_event(text, event, domain))
}

/// Every event has its own record; every second one of a domain also has a detail record inside,
/// which the next event shares. So records nest to a limited depth.
fn write_records(text: &mut String, event: usize, domains: usize) -> Result {
    let owner = if (event / domains).is_multiple_of(2) { event } else { event - domains };
    let detail = format!("Detail{owner}Data");
    if owner == event {
        write_record(text, &detail, event, None)?;
    }
    write_record(text, &format!("Order{event}Data"), event + 3, Some(&detail))
}

fn write_record(text: &mut String, name: &str, seed: usize, inner: Option<&str>) -> Result {
    writeln!(text, "    {name}:")?;
    writeln!(text, "      description: What is known about number {seed} when it changes.")?;
    writeln!(text, "      fields:")?;
    let first = if inner.is_some() { 11 } else { seed };
    for index in 0..6 + seed % 5 {
        let ty = match (TYPES[(first + index) % TYPES.len()], inner) {
            (ty, Some(inner)) => ty.replace("{}", inner),
            (ty, None) => ty.replace("{}", "string"),
        };
        writeln!(
            text,
            "        field_{index}: {{ type: \"{ty}\", description: Part {index} of what \
             the sender knew about number {seed} when the event was sent. }}"
        )?;
    }
    Ok(())
}

fn write_event(text: &mut String, event: usize, domain: usize) -> Result {
    let day = 1 + event % 28;
    writeln!(
        text,
        "    ORDER{event}_CHANGED:
      type: org.example.area{domain}.order{event}.changed.v1
      added: 2024-05-{day:02}
      description: Sent when order number {event} has changed in area {domain}.
      data:
        order: Order{event}Data
      definition: https://example.org/definitions/{event}
      trigger: https://example.org/triggers/{event}
      repository: example/shop"
    )
}
