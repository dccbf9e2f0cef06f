//! The rules about changes since earlier releases, which other crates check.

super::rules! { History;
    BACKWARD = "A0501", Error, "new readers read what old senders sent, if that is promised";
    FORWARD = "A0502", Error, "old readers read what new senders send, if that is promised";
    REMOVED = "A0503", Error, "an event that is removed was deprecated in a release";
    MINOR_VERSION = "A0504", Warning, "the minor version of an event rises when it changes, and never falls";
    ACCEPTANCE_UNUSED = "A0507", Warning, "an accepted change breaks a promise";
    ACCEPTANCE_DATE = "A0508", Warning, "an accepted change has not expired";
    HISTORY = "A0509", Error, "a file of the history is as it was released";
}
