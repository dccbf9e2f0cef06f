//! Prints the findings of a recording, each as soon as it is found.

use annals_catalog::count::counted;
use annals_catalog::model::Event;
use serde::Serialize;

use super::Format;
use crate::commands::table::one_line;
use crate::commands::terminal::Terminal;
use crate::report::github;
use crate::validate::{Located, Totals};

pub(super) struct Printer<'a> {
    format: Format,
    most: u64,
    terminal: &'a mut Terminal,
    found: u64,
    shown: u64,
}

#[derive(Serialize)]
struct Finding<'a> {
    file: &'a str,
    line: u64,
    path: &'a str,
    message: &'a str,
}

#[derive(Serialize)]
struct Summary {
    payloads: u64,
    invalid: u64,
    findings: u64,
    shown: u64,
}

impl<'a> Printer<'a> {
    /// Prints at most `most` findings; all of them if that is 0.
    pub(super) fn new(format: Format, most: u64, terminal: &'a mut Terminal) -> Self {
        let most = if most == 0 { u64::MAX } else { most };
        Self { format, most, terminal, found: 0, shown: 0 }
    }

    pub(super) fn begin(&mut self, event: &Event) {
        if self.format == Format::Json {
            let [name, event_type] = [&event.name, &event.event_type].map(json);
            let head =
                format!("{{\"version\":1,\"event\":{name},\"type\":{event_type},\"findings\":[");
            self.terminal.out(&head);
        }
    }

    pub(super) fn finding(&mut self, file: &str, item: &Located) {
        self.found += 1;
        if self.shown == self.most {
            return;
        }
        let Located { line, finding } = item;
        let colon = if finding.path.is_empty() { "" } else { ": " };
        let words = one_line(&format!("{}{colon}{}", finding.path, finding.message));
        match self.format {
            Format::Text => self.terminal.report(&format!("{file}:{line}: {words}\n")),
            Format::Github => {
                let title = "invalid payload".to_owned();
                let properties =
                    [("file", file.to_owned()), ("line", line.to_string()), ("title", title)];
                self.terminal.out(&github::command("error", &properties, &words));
            }
            Format::Json => {
                let comma = if self.shown == 0 { "\n" } else { ",\n" };
                let (path, message) = (&finding.path, &finding.message);
                let finding = json(&Finding { file, line: *line, path, message });
                self.terminal.out(&format!("{comma}{finding}"));
            }
        }
        self.shown += 1;
    }

    pub(super) fn finish(mut self, totals: Totals) {
        self.end(totals, None);
    }

    /// Ends the output after an error.
    pub(super) fn fail(mut self, totals: Totals, message: &str) {
        self.end(totals, Some(message));
    }

    fn end(&mut self, totals: Totals, error: Option<&str>) {
        let (found, shown) = (self.found, self.shown);
        if self.format == Format::Json {
            let Totals { payloads, invalid } = totals;
            let summary = json(&Summary { payloads, invalid, findings: found, shown });
            let error = error.map(|error| format!(",\"error\":{}", json(&error)));
            let error = error.unwrap_or_default();
            self.terminal.out(&format!("\n],\"summary\":{summary}{error}}}\n"));
            return;
        }
        if found > shown {
            let more = counted(grouped(found - shown), "more finding");
            self.terminal.note(&format!("{more}; `--max-errors 0` prints all"));
        }
        if let Some(error) = error {
            self.terminal.error(error);
            return;
        }
        let Totals { payloads, invalid } = totals;
        let invalid = if invalid == 0 {
            "all valid".to_owned()
        } else {
            format!("{} invalid", grouped(invalid))
        };
        let words = if payloads == 0 {
            "no payloads".to_owned()
        } else {
            format!("{}, {invalid}", counted(grouped(payloads), "payload"))
        };
        self.terminal.note(&words);
    }
}

fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("all keys are strings")
}

/// `1,234,567`
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let groups: Vec<&[u8]> = digits.as_bytes().rchunks(3).rev().collect();
    String::from_utf8_lossy(&groups.join(&b',')).into_owned()
}

#[cfg(test)]
mod tests {
    use super::grouped;

    #[test]
    fn thousands_are_set_apart() {
        let cases = [(0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567")];
        for (number, expected) in cases {
            assert_eq!(grouped(number), expected);
        }
    }
}
