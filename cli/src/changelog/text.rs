//! A changelog in Markdown or reStructuredText.

use annals_catalog::count::counted;
use annals_evolution::News;

use super::Notes;

/// The names of events that are written out.
const NAMED: usize = 3;

/// How text is marked up.
#[derive(Clone, Copy)]
pub(crate) struct Markup {
    /// The lines around what is filled in.
    pub(crate) marks: [&'static str; 2],
    /// Around code.
    code: &'static str,
    /// A title of a release or of a section, with the empty line after it.
    title: fn(&str, Level) -> String,
}

#[derive(Clone, Copy)]
enum Level {
    Release,
    Section,
}

pub(crate) const MARKDOWN: Markup = Markup {
    marks: ["<!-- annals changelog -->", "<!-- annals changelog: end -->"],
    code: "`",
    title: |words, level| match level {
        Level::Release => format!("## {words}\n\n"),
        Level::Section => format!("### {words}\n\n"),
    },
};

pub(crate) const RST: Markup = Markup {
    marks: [".. annals changelog", ".. annals changelog: end"],
    code: "``",
    title: |words, level| {
        let line = match level {
            Level::Release => "-",
            Level::Section => "~",
        };
        format!("{words}\n{}\n\n", line.repeat(words.chars().count()))
    },
};

/// All releases.
pub(crate) fn document(notes: &[Notes], markup: Markup) -> String {
    let release = |notes: &Notes| {
        let title = match (&notes.version, &notes.date) {
            (Some(version), Some(date)) => format!("{version} ({date})"),
            (Some(version), None) => version.clone(),
            (None, _) => "Unreleased".to_owned(),
        };
        let first = notes
            .first
            .map(|events| format!("The first release, with {}.\n", counted(events, "event")));
        let title = (markup.title)(&title, Level::Release);
        format!("{title}{}{}", first.unwrap_or_default(), sections(notes, markup))
    };
    notes.iter().map(release).collect::<Vec<_>>().join("\n")
}

/// The sections of a release.
pub(crate) fn sections(notes: &Notes, markup: Markup) -> String {
    let groups = notes.news.chunk_by(|a, b| a.section == b.section);
    let section = |news: &[News]| {
        let title = (markup.title)(news[0].section.title(), Level::Section);
        let lines = news.iter().map(|news| format!("- {}\n", line(news, markup)));
        title + &lines.collect::<String>()
    };
    groups.map(section).collect::<Vec<_>>().join("\n")
}

/// One change, with the number of its events and the order of its rollout.
fn line(news: &News, markup: Markup) -> String {
    let code = markup.code;
    let part = news.part.iter().map(|part| format!(".{part}")).collect::<String>();
    let mut words = vec![format!("{code}{}{part}{code}", news.item)];
    if !news.text.is_empty() {
        words[0] += &format!(": {}", news.text.replace('`', code));
    }
    match news.events.as_slice() {
        [] => {}
        events if events.len() <= NAMED => {
            let names = events.iter().map(|name| format!("{code}{name}{code}"));
            words.push(format!("in {}", names.collect::<Vec<_>>().join(", ")));
        }
        events => words.push(format!("in {}", counted(events.len(), "event"))),
    }
    words.extend(news.rollout.map(str::to_owned));
    words.join("; ")
}
