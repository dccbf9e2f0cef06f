//! Does `annals new` insert an entry in the right place and change nothing else?

use annals_tests::folder::Folder;

use crate::{generated, mistaken, run, school};

const EVENT: [&str; 10] = [
    "new",
    "event",
    "LESSON_ENDED",
    "--domain",
    "learning",
    "--added",
    "2026-01-15",
    "--repository",
    "example/school",
    "--record",
];

/// Every line of `before` is in `after`, in the same order.
fn assert_only_added(before: &str, after: &str) {
    let mut lines = after.lines();
    for line in before.lines() {
        assert!(lines.any(|other| other == line), "lost or moved: {line}\n{after}");
    }
}

/// A record of the catalog of these tests.
fn record(folder: &Folder) -> String {
    let text = folder.read("catalog.yaml");
    let (_, rest) = text.split_once("records:").unwrap();
    rest.lines().nth(2).unwrap().trim().trim_end_matches(':').to_owned()
}

#[test]
fn an_event_goes_to_the_end_of_its_domain() {
    let folder = generated();
    run(&folder, ["fmt"]).ends(0);
    let before = folder.read("catalog.yaml");
    let record = record(&folder);
    let new = run(&folder, EVENT.iter().copied().chain([record.as_str()]));
    new.ends(0).says(&["added `LESSON_ENDED` at catalog.yaml:", "`cargo build`"]);
    let after = folder.read("catalog.yaml");
    assert_only_added(&before, &after);
    assert!(after.contains("\n      type: org.example.learning.lesson.ended.v1\n"), "{after}");
    let line = after.lines().position(|line| line == "    LESSON_ENDED:").unwrap() + 1;
    new.says(&[&format!("catalog.yaml:{line}\n")]);
    run(&folder, ["fmt", "--check"]).ends(0);
    run(&folder, ["generate"]).ends(0);
    run(&folder, ["check"]).ends(0).says(&["no findings"]);
}

#[test]
fn an_event_gets_every_given_key() {
    let folder = school();
    run(&folder, ["fmt"]).ends(0);
    let record = record(&folder);
    let long = format!("https://example.org/{}/views.py#L20", "a".repeat(90));
    let more = [
        "--minor-version=3",
        "--key=lesson.title",
        "--definition=https://example.org/a,b?c=[d]#L7",
        "--trigger=https://example.org/x#L1",
        &format!("--trigger={long}"),
        "--trigger=https://example.org/a,b",
    ];
    run(&folder, EVENT.iter().copied().chain([record.as_str()]).chain(more)).ends(0);
    let expected = format!(
        "    LESSON_ENDED:
      type: org.example.learning.lesson.ended.v1
      added: 2026-01-15
      minor_version: 3
      key: lesson.title
      data:
        lesson: Lesson
      repository: example/school
      definition: \"https://example.org/a,b?c=[d]#L7\"
      trigger:
        - https://example.org/x#L1
        - {long}
        - \"https://example.org/a,b\"
"
    );
    assert!(folder.read("catalog.yaml").ends_with(&expected), "{}", folder.read("catalog.yaml"));
    run(&folder, ["fmt", "--check"]).ends(0);
    run(&folder, ["generate"]).ends(0);
    let shown = run(&folder, ["show", "LESSON_ENDED", "--format", "json"]);
    let shown: serde_json::Value = serde_json::from_str(&shown.ends(0).stdout).unwrap();
    assert_eq!(shown["event"]["minor_version"], 3);
    assert_eq!(shown["event"]["definition"], "https://example.org/a,b?c=[d]#L7");
    let triggers = ["https://example.org/x#L1", &long, "https://example.org/a,b"];
    assert_eq!(shown["event"]["triggers"], serde_json::json!(triggers));
}

#[test]
fn a_record_goes_to_the_end_of_its_domain() {
    let folder = school();
    let before = folder.read("catalog.yaml");
    let arguments = ["new", "record", "RoomData", "--domain", "learning", "--field", "name=string"];
    let more = ["--field", "seats=list<int>?", "--description", "A room: it has \"seats\"."];
    run(&folder, arguments.iter().chain(&more))
        .ends(0)
        .says(&["warning[A0241]", "added `RoomData`"]);
    let after = folder.read("catalog.yaml");
    assert_only_added(&before, &after);
    let expected = "    RoomData:\n      description: 'A room: it has \"seats\".'\n      fields:\n        \
                    name: string\n        seats: list<int>?\n";
    assert!(after.contains(expected), "{after}");
    run(&folder, ["check"]).says_nothing_of("error[A00");
}

#[test]
fn an_invalid_entry_is_not_written() {
    let folder = school();
    let before = folder.snapshot("");
    let record = record(&folder);
    let ended = ["LESSON_ENDED", "--domain", "learning", "--record", record.as_str()];
    let with = |option| [ended.as_slice(), &[option]].concat();
    for (option, words) in [
        ("--definition=example.org", "error[A0144]"),
        ("--trigger=ftp://example.org", "error[A0144]"),
        ("--trigger=", "error[A0013]"),
        ("--repository=school", "error[A0145]"),
        ("--description= ", "error[A0013]"),
    ] {
        run(&folder, ["new", "event"].iter().chain(&with(option))).ends(1).says(&[words]);
    }
    let cases: [(&[&str], &str); 5] = [
        (&["LESSON_ENDED", "--domain", "learnin", "--record", &record], "did you mean `learning`?"),
        (&["LESSON_STARTED", "--domain", "learning", "--record", &record], "`LESSON_STARTED_V2`"),
        (&["LESSON_ENDED", "--domain", "learning", "--record", "Nothing"], "error[A0123]"),
        (&["lesson", "--domain", "learning", "--record", &record], "error[A0101]"),
        (
            &["LESSON_ENDED", "--domain", "learning", "--record", &record, "--key", "no.path"],
            "error[A0141]",
        ),
    ];
    for (arguments, words) in cases {
        run(&folder, ["new", "event"].iter().chain(arguments)).ends(1).says(&[words]);
    }
    assert_eq!(before, folder.snapshot(""));
    let folder = mistaken();
    let before = folder.snapshot("");
    let refused = run(&folder, EVENT.iter().copied().chain(["X"]));
    refused.ends(1).says(&["error[A0123]", "fix them first"]);
    assert_eq!(before, folder.snapshot(""));
}

#[test]
fn a_dry_run_prints_a_diff() {
    let folder = school();
    let before = folder.snapshot("");
    let record = record(&folder);
    let dry = run(&folder, EVENT.iter().copied().chain([record.as_str(), "--dry-run"]));
    dry.ends(0).says(&["would add `LESSON_ENDED` at catalog.yaml:"]);
    assert!(dry.stdout.contains("\n+    LESSON_ENDED:\n"), "{dry}");
    assert_eq!(before, folder.snapshot(""));
}

#[test]
fn wrong_usage_is_refused() {
    let folder = school();
    let wrong: [&[&str]; 6] = [
        &["new", "event", "X_DONE", "-d", "learning", "--record", "X", "--minor-version", "-1"],
        &["new", "event", "X_DONE", "-d", "learning", "--record", "X", "--minor-version", "two"],
        &["new"],
        &["new", "event", "X_DONE", "--domain", "learning"],
        &["new", "event", "X_DONE", "--domain", "learning", "--data", "x"],
        &["new", "record", "X", "--domain", "learning"],
    ];
    for arguments in wrong {
        run(&folder, arguments).ends(2);
    }
}

/// Sections and domains are found in every layout.
#[test]
fn entries_are_inserted_in_every_layout() {
    let head = "annals: 1\ncatalog: { name: x-events, title: X, namespace: org.example, version: 1.0.0 }\n";
    let record = "records:\n  shop:\n    Thing: { fields: { id: long } } # thing\n";
    let layouts = [
        "",
        "events:\n# to come\n",
        "events:\n  # to come\nlint:\n  A0232: allow\n",
        "events: {} # none yet\n",
        "events:\n    shop:\n",
        "events:\n    shop: {}\n",
        "events: { shop: {} }\n",
        "events:\n  shop: { THING_MADE: { type: org.example.shop.thing.made.v1, added: 2024-01-01, data: { thing: Thing } } }\n",
        "events:\n  shop:\n      THING_MADE:\n          type: org.example.shop.thing.made.v1\n          added: 2024-01-01\n          \
         data: { thing: Thing } # data\n          # behind it\n      # at the end\n# top\nlint: { A0232: allow }\n",
    ];
    for (layout, domains) in
        layouts.iter().zip(["domains: { shop: {} }\n", "domains:\n  shop: {}\n"].iter().cycle())
    {
        for text in
            [format!("{head}{domains}{record}{layout}"), format!("{head}{layout}{record}{domains}")]
        {
            for text in [text.replace('\n', "\r\n"), text] {
                let folder = Folder::temporary();
                folder.write("catalog.yaml", &text);
                run(&folder, ["new", "event", "THING_SOLD", "-d", "shop", "--record", "Thing"])
                    .ends(0);
                let after = folder.read("catalog.yaml");
                let comments = |text: &str| text.matches('#').count();
                assert_eq!(comments(&text), comments(&after), "{text}\n---\n{after}");
                assert_eq!(after.contains("\r\n"), text.contains("\r\n"));
                run(&folder, ["generate", "--dry-run"]).ends(0);
                run(&folder, ["fmt"]).ends(0);
                run(&folder, ["new", "event", "THING_LOST", "-d", "shop", "--record", "Thing"])
                    .ends(0);
                run(&folder, ["fmt", "--check"]).ends(0);
            }
        }
    }
}

#[test]
fn an_entry_goes_to_the_included_file_of_its_domain() {
    let folder = school();
    folder.edit("catalog.yaml", "annals: 1\n", "annals: 1\ninclude: [parts/*.yaml]\n");
    let part =
        "domains:\n  rooms: {}\nrecords:\n  rooms:\n    Room: { fields: { name: string } }\n";
    folder.write("parts/rooms.yaml", part);
    let main = folder.read("catalog.yaml");
    let arguments = ["new", "event", "ROOM_BOOKED", "-d", "rooms", "--record", "Room"];
    run(&folder, arguments).ends(0).says(&["at parts/rooms.yaml:"]);
    assert_eq!(main, folder.read("catalog.yaml"));
    assert!(folder.read("parts/rooms.yaml").starts_with(part));
}
