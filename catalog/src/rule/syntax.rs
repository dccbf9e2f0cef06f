//! The rules about text, YAML and shape: what the tree and the parser demand.

super::rules! {
    YAML_SYNTAX = "A0001", Error, "a file is well-formed YAML";
    DUPLICATE_KEY = "A0002", Error, "a key stands once in its mapping";
    ANCHOR = "A0003", Error, "anchors, aliases and merge keys are not used";
    TAG = "A0004", Error, "tags are not used";
    SEVERAL_DOCUMENTS = "A0005", Error, "a file holds one YAML document";
    NESTING = "A0006", Error, "nesting stays within 64 levels";
    FILE_SIZE = "A0007", Error, "a catalog stays within its limits of size";
    KEY_NOT_TEXT = "A0008", Error, "a key is a text";
    CONTROL_CHARACTER = "A0009", Error, "control characters are written as escapes";
    UNKNOWN_KEY = "A0010", Error, "a mapping has only the keys that the language knows";
    MISSING_KEY = "A0011", Error, "a mapping has all keys that it needs";
    WRONG_SHAPE = "A0012", Error, "a value has the shape that its key asks for";
    EMPTY = "A0013", Error, "a key that is written has a value";
    EDITION = "A0014", Error, "a catalog names an edition of the language that is supported";
    UNKNOWN_WORD = "A0015", Error, "a key with a fixed set of words has one of them";
    INCLUDE = "A0016", Error, "an include finds at least one file that can be read";
    ONLY_IN_MAIN_FILE = "A0017", Error, "what concerns the whole catalog stands in the main file";
}
