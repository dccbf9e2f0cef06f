//! The rules about keys and the shape of values: what parsing demands.

super::rules! { Shape;
    UNKNOWN_KEY = "A0010", Error, "a mapping has only the keys that the language knows";
    MISSING_KEY = "A0011", Error, "a mapping has all keys that it needs";
    WRONG_SHAPE = "A0012", Error, "a value has the shape that its key asks for";
    EMPTY = "A0013", Error, "a key that is written has a value";
    EDITION = "A0014", Error, "a catalog names an edition of the language that is supported";
    UNKNOWN_WORD = "A0015", Error, "a key with a fixed set of words has one of them";
    INCLUDE = "A0016", Error, "an include finds at least one file that can be read";
    ONLY_IN_MAIN_FILE = "A0017", Error, "what concerns the whole catalog stands in the main file";
}
