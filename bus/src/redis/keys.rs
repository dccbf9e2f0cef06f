//! The names of the keys that a topic and a group have on the server.

use ::redis::Cmd;

use super::script;

/// The keys of a group of a topic.
#[derive(Debug, Clone)]
pub(super) struct Keys {
    /// The stream: the topic itself, which Python reads and writes too.
    pub(super) topic: String,
    /// The group, which has the same name on the stream of replays.
    pub(super) group: String,
    /// The stream of dead letters.
    pub(super) dead: String,
    /// The stream of dead letters that are handed out once more.
    pub(super) replay: String,
    /// How many entries of the stream, and of the replays, the group has read.
    pub(super) notes: [String; 2],
    /// What the keys of remembered ids begin with.
    pub(super) seen: String,
}

impl Keys {
    pub(super) fn new(topic: &str, group: &str) -> Self {
        let name = |kind: &str| format!("annals:{kind}:{}:{}", escaped(topic), escaped(group));
        Self {
            topic: topic.to_owned(),
            group: group.to_owned(),
            dead: name("dead"),
            replay: name("replay"),
            notes: [name("read"), name("replays-read")],
            seen: name("seen"),
        }
    }
}

impl Keys {
    /// A command that counts what was removed unread.
    pub(super) fn trimmed(&self, how: &str) -> Cmd {
        script::run(script::TRIMMED, &[&self.topic, &self.notes[0]])
            .arg(&self.group)
            .arg(how)
            .clone()
    }
}

/// A name without colons, so that no two pairs of names have the same key.
fn escaped(name: &str) -> String {
    name.replace('%', "%25").replace(':', "%3A")
}
