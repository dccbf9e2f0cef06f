//! The names by which a file calls types: short, unless two share one.

use std::collections::{BTreeMap, BTreeSet};

use annals_catalog::sort;

use super::{Enum, Item, Newtype, Struct, Union};

/// What Rust's prelude names. A path is written only where something else has the name.
const PRELUDE: [&str; 6] = [
    "::core::convert::From",
    "::core::default::Default",
    "::core::option::Option",
    "::std::boxed::Box",
    "::std::string::String",
    "::std::vec::Vec",
];

/// The short names of the paths in a file, and what it imports for them.
#[derive(Default)]
pub(crate) struct Imports {
    names: BTreeMap<String, String>,
    uses: BTreeMap<String, BTreeSet<String>>,
}

impl Imports {
    /// The imports of a file with these items in the module `module`, such as `crate::learning`.
    pub(super) fn of(module: &str, items: &[Item]) -> Self {
        let own = sort::map(items.iter().filter_map(Item::declared));
        let types = own.values().flat_map(|item| &item.types).flat_map(|ty| paths(ty));
        let paths: BTreeSet<(&str, &str)> = types.chain(PRELUDE).filter_map(split).collect();
        let mut uses: BTreeMap<&str, u32> = BTreeMap::new();
        for (_, name) in &paths {
            *uses.entry(name).or_default() += 1;
        }
        let mut imports = Self::default();
        for (parent, name) in paths {
            let is_free = uses[name] == 1 && !own.contains_key(name);
            let is_own = own.get(name).is_some_and(|item| item.is_whole) && parent == module;
            let path = format!("{parent}::{name}");
            let short = if parent == "::annals" {
                format!("annals::{name}")
            } else if is_free || is_own {
                name.to_owned()
            } else if parent == module {
                format!("super::{name}")
            } else {
                path.clone()
            };
            if is_free && parent != "::annals" && !PRELUDE.contains(&path.as_str()) {
                let parent = parent.trim_start_matches("::").to_owned();
                imports.uses.entry(parent).or_default().insert(name.to_owned());
            }
            imports.names.insert(path, short);
        }
        imports
    }

    /// The modules in order, each with the names to import from it.
    pub(crate) fn uses(&self) -> impl Iterator<Item = (&str, &BTreeSet<String>)> {
        self.uses.iter().map(|(module, names)| (module.as_str(), names))
    }

    /// A type with the short names in place of its paths.
    pub(crate) fn short(&self, ty: &str) -> String {
        let mut short = String::with_capacity(ty.len());
        let mut rest = ty;
        while !rest.is_empty() {
            let end = rest.find(|letter| !is_path(letter)).unwrap_or(rest.len());
            let (path, after) = rest.split_at(end);
            short.push_str(self.names.get(path).map_or(path, String::as_str));
            let end = after.find(is_path).unwrap_or(after.len());
            short.push_str(&after[..end]);
            rest = &after[end..];
        }
        short
    }
}

/// The paths of a type: `::std::vec::Vec` and `crate::types::Id` of `::std::vec::Vec<crate::types::Id>`.
fn paths(ty: &str) -> impl Iterator<Item = &str> {
    ty.split(|letter| !is_path(letter)).filter(|part| part.contains("::"))
}

fn is_path(letter: char) -> bool {
    letter.is_alphanumeric() || matches!(letter, '_' | ':' | '#')
}

/// The module of a path, and the name in it.
fn split(path: &str) -> Option<(&str, &str)> {
    path.rsplit_once("::")
}

/// A type that a file declares.
struct Declared<'a> {
    /// False for the required fields of a record or an event, which have its name.
    is_whole: bool,
    /// The types of its fields or cases.
    types: Vec<&'a str>,
}

impl Item {
    /// The type that it declares, with its name.
    fn declared(&self) -> Option<(&str, Declared<'_>)> {
        let (name, is_whole, types) = match self {
            Self::Struct(Struct { name, derive, fields, .. }) => {
                (name, derive.is_some(), fields.iter().map(|field| field.ty.as_str()).collect())
            }
            Self::Newtype(Newtype { name, base, .. }) => (name, true, vec![base.as_str()]),
            Self::Enum(Enum { name, .. }) => (name, true, Vec::new()),
            Self::Union(Union { name, cases, .. }) => {
                (name, true, cases.iter().map(|case| case.ty.as_str()).collect())
            }
            Self::Domain(_)
            | Self::Part(_)
            | Self::Required
            | Self::Types
            | Self::Verify
            | Self::From(_)
            | Self::Default(_)
            | Self::Signal(_) => return None,
        };
        Some((name, Declared { is_whole, types }))
    }
}
