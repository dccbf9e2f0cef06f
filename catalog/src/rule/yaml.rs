//! The rules that reading a file as YAML checks.

super::rules! { Yaml;
    YAML_SYNTAX = "A0001", Error, "a file is well-formed YAML";
    DUPLICATE_KEY = "A0002", Error, "a key is used once in its mapping";
    ANCHOR = "A0003", Error, "anchors, aliases and merge keys are not used";
    TAG = "A0004", Error, "tags are not used";
    SEVERAL_DOCUMENTS = "A0005", Error, "a file holds one YAML document";
    NESTING = "A0006", Error, "lists and mappings have at most 64 levels";
    FILE_SIZE = "A0007", Error, "a catalog is within the limits of size";
    KEY_NOT_TEXT = "A0008", Error, "a key is a string";
    CONTROL_CHARACTER = "A0009", Error, "control characters are written as escapes";
}
