//! What a consumer tells while it works.

use std::time::Duration;

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Report<'a> {
    /// The group is there; nothing was read yet.
    Ready,
    /// The engine has confirmed the acknowledgement.
    Done {
        /// The id of the message.
        msg_id: &'a str,
        /// The id of the event.
        id: &'a str,
    },
    /// A try failed.
    Retry {
        /// The id of the message.
        msg_id: &'a str,
        /// The id of the event.
        id: &'a str,
        /// Which try it was.
        tries: u32,
        /// Whose fault it was.
        cause: Cause,
        /// Why.
        reason: &'a str,
        /// When the next one is.
        wait: Duration,
    },
    /// A message was put aside and acknowledged.
    Dead {
        /// The id of the message.
        msg_id: &'a str,
        /// The id of the event, as far as it can be read.
        id: &'a str,
        /// How often it was handed out.
        tries: u32,
        /// Why.
        reason: &'a str,
    },
    /// Something that an operator should know.
    Notice(Notice<'a>),
}

/// Whose fault a failure is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// That of the message.
    Message,
    /// That of something around it.
    Outside,
}

/// Something that an operator should know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice<'a> {
    /// The group was not there, and was made at the first entry.
    GroupCreated,
    /// The group was gone, and was made again at the first entry.
    GroupRecreated,
    /// The topic was gone.
    StreamLost,
    /// The engine does not answer, for this reason.
    Disconnected(&'a str),
    /// The engine answers again.
    Reconnected,
    /// The engine refuses for now, for this reason.
    Waiting(&'a str),
    /// This message was taken over from another member.
    Claimed(&'a str),
    /// This message was pending, but is gone from the topic.
    Hole(&'a str),
    /// This many messages were removed before the group has read them.
    TrimmedUnread(u64),
    /// A message (second) has the id (first) of an event that was handled, and was acknowledged.
    Duplicate(&'a str, &'a str),
}
