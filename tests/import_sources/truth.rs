//! Holds notes against differences: each difference has a note, and each note that says that something was lost a
//! difference.

use crate::sources::Figure;

/// What is lost without a note at its place, and notes of losses at places where nothing differs.
pub(crate) fn faults(figure: &Figure) -> Vec<String> {
    let places: Vec<&str> = figure.losses.iter().map(|loss| place(loss)).collect();
    let ends: Vec<String> = figure.notes.iter().map(|note| end(place_of(note))).collect();
    let about = |place: &str, end: &str| format!("{place}/").contains(&format!("{end}/"));
    let silent = figure.losses.iter().zip(&places);
    let silent = silent.filter(|(_, place)| !ends.iter().any(|end| about(place, end)));
    let untrue = figure.notes.iter().zip(&ends);
    let untrue = untrue.filter(|(_, end)| !places.iter().any(|place| about(place, end)));
    let silent = silent.map(|(loss, _)| format!("{}: {loss}, without a note", figure.name));
    let untrue = untrue.map(|(note, _)| format!("{}: the note {note}", figure.name));
    silent.chain(untrue).collect()
}

/// The place of a difference: `/fields/1/default`, or `/order/lines/required` in JSON Schema.
fn place(loss: &str) -> &str {
    loss.split_once(": ").map_or(loss, |(place, _)| place)
}

/// The pointer of a note: `kind pointer: found`.
fn place_of(note: &str) -> &str {
    let (_, rest) = note.split_once(' ').unwrap_or(("", note));
    place(rest)
}

/// The part of a pointer that the place of a difference has too: the last field, whose type may be defined elsewhere.
/// Empty if it is about a whole schema.
fn end(pointer: &str) -> String {
    let Some(at) = ["/fields/", "/properties/"].iter().filter_map(|key| pointer.rfind(key)).max()
    else {
        return String::new();
    };
    let end = &pointer[at..];
    match end.strip_prefix("/properties/") {
        Some(name) => format!("/{}", name.split('/').next().unwrap_or(name)),
        // The index in `/fields/1/type/0`.
        None => end.split('/').take(3).collect::<Vec<_>>().join("/"),
    }
}
