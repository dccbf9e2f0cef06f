//! The conventions. `lint:` can set the level of each.

super::rules! { Convention;
    TYPE_SEGMENTS = "A0201", Error,
        "an event type has a namespace, domain, subject, action and version", waived on [Event];
    TYPE_NAMESPACE = "A0202", Error, "an event type starts with the catalog's namespace",
        waived on [Event];
    TYPE_DOMAIN = "A0203", Error, "the domain in an event type is the event's domain",
        waived on [Event];
    TYPE_VERSION = "A0204", Error, "an event type ends with v and its major version",
        waived on [Event];
    TYPE_LETTERS = "A0206", Error,
        "the segments of an event type are lower-case letters, digits and underscores",
        waived on [Event];
    TYPE_PARTICIPLE = "A0207", Warning, "the action in an event type is a past participle",
        waived on [Event];
    TYPE_PATTERN = "A0208", Error, "an event type matches the pattern of the catalog",
        waived on [Event];
    NAME_VERSION = "A0211", Error, "an event's name ends with its major version from 2 on",
        waived on [Event];
    NAME_FROM_TYPE = "A0212", Warning, "an event's name is the subject and action of its type",
        waived on [Event];
    NAME_ACTION = "A0213", Warning, "an event's name ends with the action of its type",
        waived on [Event];
    NAME_EVENT = "A0214", Warning, "an event's name does not contain the word EVENT", waived on [Event];
    DATA_RECORD = "A0221", Error, "an event's data are records of its own domain",
        waived on [Event, DataKey];
    DATA_SUFFIX = "A0222", Warning, "a data key does not end with _data or _payload",
        waived on [Event, DataKey];
    DATA_RESERVED = "A0223", Error, "a data key is not a parameter of sending",
        waived on [Event, DataKey];
    KEY_MISSING = "A0231", Warning (off), "an event that is sent on a bus has a key", waived on [Event];
    NO_REPOSITORY = "A0232", Warning, "an event names the repository that sends it",
        waived on [Event];
    KEY_PERSONAL = "A0233", Warning, "a key is not personal data", waived on [Event];
    PERSONAL_UNMARKED = "A0234", Warning, "a field that is named like personal data is marked",
        waived on [Event, DataKey, Record, Field];
    UNREACHED_RECORD = "A0241", Warning, "a record is part of an event", waived on [Record];
    UNUSED_TYPE = "A0242", Warning, "a scalar, an enum or a variant is used by a field",
        waived on [Scalar, Enum, Variant];
    DEPRECATED_USED = "A0251", Warning, "what is not deprecated does not use what is",
        waived on [Event, DataKey, Record, Field, Variant];
    REMOVAL_PASSED = "A0252", Warning, "a deprecated item is removed by its removal date",
        waived on [Event, DataKey, Record, Field, Enum, EnumValue];
    DESCRIPTION_MISSING = "A0261", Warning (off), "everything has a description",
        waived on [Event, DataKey, Record, Field, Domain, Scalar, Enum, EnumValue, Variant];
    DESCRIPTION_NAME = "A0262", Warning, "a description says more than the name",
        waived on [Event, DataKey, Record, Field, Domain, Scalar, Enum, EnumValue, Variant];
    DESCRIPTION_END = "A0263", Warning, "a description ends like a sentence",
        waived on [Event, DataKey, Record, Field, Domain, Scalar, Enum, EnumValue, Variant];
    DESCRIPTION_TWICE = "A0264", Warning, "a description does not repeat a word",
        waived on [Event, DataKey, Record, Field, Domain, Scalar, Enum, EnumValue, Variant];
    WAIVER_UNUSED = "A0290", Warning, "a waiver is used";
    WAIVER_DATE = "A0291", Warning, "a waiver has not expired";
    WAIVER_UNKNOWN = "A0292", Error, "a waiver or level names an existing rule";
}
