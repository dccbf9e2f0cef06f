//! What to do instead of a change that breaks a promise.

use annals_contract::Lock;

use crate::cause::{Cause, Direction};
use crate::place::fields;
use crate::reader::Reader;

/// What to do instead: the change is seen in both contracts.
pub(crate) fn advice(cause: &Cause, old: &Lock, new: &Lock) -> String {
    if cause.code().is_some() {
        return "add beside it what is new, and deprecate what is old; or make a major release"
            .to_owned();
    }
    if cause.readers == [Reader::AvroRaw] {
        let first = "give such readers the schema of the writer";
        return format!("{first}; or make a new event type, and send both for a while");
    }
    let name = cause.problem.field.as_deref();
    let field = |lock| {
        let mut fields = fields(lock, &cause.problem.owner).iter();
        fields.find(|field| Some(field.name.as_str()) == name)
    };
    let first = match (field(old), field(new), cause.direction) {
        (None, Some(_), Direction::Backward) => {
            "old events are without it: make it nullable or `required: false`, or give it a default"
        }
        (None, Some(_), Direction::Forward) => {
            "such readers take no fields that they do not know, unless the record is open"
        }
        (Some(_), None, Direction::Backward) => "keep the field, and deprecate it",
        (Some(_), None, Direction::Forward) => {
            "keep the field and deprecate it: old readers need it"
        }
        (Some(old), Some(new), _) if old.ty != new.ty => {
            "keep its type, and add another field beside it"
        }
        (Some(_), Some(_), Direction::Backward) => "allow what was allowed before",
        (Some(_), Some(_), Direction::Forward) => "allow no more than before",
        (None, None, _) => "keep it as it was",
    };
    format!("{first}; or make a new event type, and send both for a while")
}
