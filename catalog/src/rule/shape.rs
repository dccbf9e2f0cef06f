//! The rules that parsing checks: keys, and the shape of values.

super::rules! { Shape;
    UNKNOWN_KEY = "A0010", Error, "a mapping has only known keys";
    MISSING_KEY = "A0011", Error, "a mapping has all required keys";
    WRONG_SHAPE = "A0012", Error, "a value has the shape that its key requires";
    EMPTY = "A0013", Error, "a key that is written has a value";
    EDITION = "A0014", Error, "a catalog has a supported edition of the language";
    UNKNOWN_WORD = "A0015", Error, "a key with a fixed set of words has one of them";
    INCLUDE = "A0016", Error, "an include matches files besides the main file, and can be read";
    ONLY_IN_MAIN_FILE = "A0017", Error, "keys about the whole catalog are in the main file";
    MISPLACED = "A0018", Error, "an item starts in the same column as the others of its kind";
}
