//! The rules about generated files, which other crates check.

super::rules! { Generated;
    STALE = "A0301", Error, "the catalog has changed since this file was generated";
    EDITED = "A0302", Error, "this generated file was changed by hand";
    MISSING = "A0303", Error, "this generated file is missing";
    ORPHAN = "A0304", Error, "nothing in the catalog generates this file any more";
    FEATURELESS = "A0305", Error,
        "every domain needs a Cargo feature, or its module is left out of the crate";
    FOREIGN = "A0306", Error,
        "nothing in the catalog generates this file, and only you can remove it";
}
