//! The rules about meaning: what resolving demands; none can be waived.

super::rules! {
    NAME_SHAPE = "A0101", Error, "a name has the letters and the case of its kind";
    RESERVED_NAME = "A0102", Error, "a name is not one that a target keeps for itself";
    DUPLICATE_NAME = "A0103", Error, "a name is given once";
    DUPLICATE_EVENT_TYPE = "A0104", Error, "an event type belongs to one event";
    RUST_COLLISION = "A0105", Error, "no two names become one name in Rust";
    FILE_COLLISION = "A0106", Error, "no two names become one file where case does not count";
    EVENT_TYPE_SHAPE = "A0107", Error, "an event type is safe as a name of a file";
    NO_VARIANT = "A0108", Error, "a value of an enum has a letter or a digit to name it by";
    CATALOG_NAME = "A0111", Error, "the catalog's name is in kebab-case";
    CATALOG_VERSION = "A0112", Error, "the catalog's version is three numbers";
    CATALOG_NAMESPACE = "A0113", Error, "the namespace is a reverse DNS name";
    AVRO_NAME = "A0114", Error, "the name of the top record is one that Avro allows";
    UNKNOWN_DOMAIN = "A0121", Error, "a domain that is used is defined";
    TYPE_SYNTAX = "A0122", Error, "a type is written as the language says";
    UNKNOWN_TYPE = "A0123", Error, "a type that is used is defined";
    SCALAR_BASE = "A0124", Error, "the base of a scalar is a primitive";
    EXTENDS_UNKNOWN = "A0125", Error, "a record that is extended is defined";
    EXTENDS_CYCLE = "A0126", Error, "a record does not extend itself";
    ENDLESS_RECORD = "A0127", Error, "a record does not need a value of itself";
    DATE = "A0131", Error, "a date exists and is written YYYY-MM-DD";
    VALUE_TYPE = "A0132", Error, "a default or example has the type of its field";
    VALUE_LIMIT = "A0133", Error, "a default or example keeps the limits of its field";
    NULL_DEFAULT = "A0134", Error, "only a nullable field has the default null";
    ENDLESS_VALUE = "A0135", Error, "a default can be written out";
    LIMIT_TYPE = "A0136", Error, "a limit makes sense for its type";
    LIMIT_ORDER = "A0137", Error, "a lower limit is not above the upper one";
    PATTERN_SYNTAX = "A0138", Error, "a pattern is a regular expression";
    PATTERN_PORTABLE = "A0139", Error, "a pattern means the same in Rust and in ECMAScript";
    KEY_UNKNOWN = "A0141", Error, "each step of a key path is a field";
    KEY_NO_VALUE = "A0142", Error, "a key path leads to one value that is always there";
    EMPTY_DATA = "A0143", Error, "an event carries data";
    LINK = "A0144", Error, "a link is an http or https address";
    REPOSITORY = "A0145", Error, "a repository is written owner/name";
    MINOR_VERSION = "A0146", Error, "a minor version fits into 32 bits";
    REMOVAL_DATE = "A0151", Error, "a removal comes after the deprecation";
    REPLACEMENT_UNKNOWN = "A0152", Error, "a replacement is defined";
    REPLACEMENT_UNFIT = "A0153", Error, "a replacement is another thing and not deprecated";
    AVRO_MIXED = "A0161", Error, "one event does not reach two records of one name in Avro";
    TOO_DEEP = "A0162", Error, "the records of an event do not nest too deep for the readers of its schemas";
    NOT_WAIVABLE = "A0171", Error, "only conventions can be waived or given a level";
}
