//! Prints an event of the scratch project's catalog as JSON.

use annals::Record as _;
use openedx_events::learning::{Lesson, LessonStarted};

fn main() {
    let lesson = Lesson { title: "Rust".into(), minutes: 30 };
    println!("{}", LessonStarted { lesson }.to_json().expect("it is JSON"));
}
