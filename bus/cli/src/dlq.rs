//! `annals-bus dlq`: lists, shows, replays and drops the dead letters of a group.

use annals_bus::DeadLetter;
use serde_json::{Map, Value, json};

use crate::arguments::{Action, Dlq, Letters};
use crate::engine::{Engine, failed, usage};
use crate::lines::{Lines, log};
use crate::{Failed, Outcome};

pub(crate) fn run(arguments: &Dlq, lines: &Lines) -> Result<Outcome, Failed> {
    let (Action::List(letters)
    | Action::Show(letters)
    | Action::Replay(letters)
    | Action::Drop(letters)) = &arguments.action;
    let changes = matches!(arguments.action, Action::Replay(_) | Action::Drop(_));
    if changes && !letters.all && letters.ids.is_empty() {
        return Err(usage("give the ids of dead letters, or `--all`"));
    }
    let engine = Engine::open(&letters.place, None)?;
    let (transport, topic, group) = (&engine.transport, &engine.topic, &letters.group);
    let all = transport.dead_letters(topic, group).map_err(failed)?;
    let (found, mut outcome) = chosen(all, letters);
    for letter in &found {
        let line = match &arguments.action {
            Action::List(_) => line("dead", letter),
            Action::Show(_) => with_fields(line("dead", letter), letter),
            Action::Replay(_) => {
                if !transport.replay(topic, group, &letter.id).map_err(failed)? {
                    outcome = missing(&letter.id);
                    continue;
                }
                line("replayed", letter)
            }
            Action::Drop(_) => {
                if !transport.drop_letter(topic, group, &letter.id).map_err(failed)? {
                    outcome = missing(&letter.id);
                    continue;
                }
                line("dropped", letter)
            }
        };
        lines.print(&line);
    }
    Ok(outcome)
}

/// The letters that were asked for, in the order in which they were put aside.
fn chosen(all: Vec<DeadLetter>, letters: &Letters) -> (Vec<DeadLetter>, Outcome) {
    if letters.ids.is_empty() {
        return (all, Outcome::Clean);
    }
    let mut outcome = Outcome::Clean;
    for id in &letters.ids {
        if !all.iter().any(|letter| letter.id == *id) {
            outcome = missing(id);
        }
    }
    (all.into_iter().filter(|letter| letters.ids.contains(&letter.id)).collect(), outcome)
}

fn missing(id: &str) -> Outcome {
    log(&format!("there is no dead letter `{id}`"));
    Outcome::Findings
}

fn line(kind: &str, letter: &DeadLetter) -> Value {
    json!({
        "kind": kind, "dlq_id": letter.id, "msg_id": letter.msg_id, "id": letter.entry.id(),
        "event_type": letter.entry.event_type(), "tries": letter.tries, "reason": letter.reason,
    })
}

fn with_fields(mut line: Value, letter: &DeadLetter) -> Value {
    let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let mut fields = Map::new();
    for (name, value) in &letter.entry.fields {
        fields.insert(String::from_utf8_lossy(name).into_owned(), Value::String(hex(value)));
    }
    line["fields"] = Value::Object(fields);
    line
}
