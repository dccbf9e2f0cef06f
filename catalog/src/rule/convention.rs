//! The rules about conventions: what checking demands; each can be waived.

super::rules! {
    TYPE_SEGMENTS = "A0201", Error,
        "an event type is namespace, domain, subject, action and version";
    TYPE_NAMESPACE = "A0202", Error, "an event type begins with the catalog's namespace";
    TYPE_DOMAIN = "A0203", Error, "the domain in an event type is the event's domain";
    TYPE_VERSION = "A0204", Error, "an event type ends in v and its major version";
    TYPE_LETTERS = "A0206", Error,
        "the segments of an event type are lower-case letters, digits and underscores";
    TYPE_PARTICIPLE = "A0207", Warning, "the action in an event type is a past participle";
    NAME_VERSION = "A0211", Error, "an event's name ends in its major version from 2 up";
    NAME_FROM_TYPE = "A0212", Warning, "an event's name is subject and action of its type";
    NAME_ACTION = "A0213", Warning, "an event's name ends in the action of its type";
    NAME_EVENT = "A0214", Warning, "the word EVENT is not in an event's name";
    DATA_RECORD = "A0221", Error, "an event's data are records of its own domain";
    DATA_SUFFIX = "A0222", Warning, "a data key does not end in _data or _payload";
    DATA_RESERVED = "A0223", Error, "a data key is not an argument that sending knows";
    NO_REPOSITORY = "A0232", Warning, "an event names the repository that sends it";
    KEY_PERSONAL = "A0233", Warning, "a key is no personal data";
    UNREACHED_RECORD = "A0241", Warning, "a record is part of an event";
    WAIVER_UNUSED = "A0290", Warning, "a waiver waives something";
    WAIVER_DATE = "A0291", Warning, "a waiver has not expired";
    WAIVER_UNKNOWN = "A0292", Error, "a waiver or level names a rule that there is";
}
