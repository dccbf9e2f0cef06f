//! The names by which a file calls types: short, unless two share one.

use std::collections::{BTreeMap, BTreeSet};

use super::Item;

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

/// Where the structs of a domain are declared, as seen from a file.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Declared {
    /// In the file itself.
    Here,
    /// In another file of the domain.
    Elsewhere,
}

impl Imports {
    /// The imports of a file in the domain's module `module`, such as `crate::learning`.
    pub(super) fn of(module: &str, records: Declared, items: &[Item]) -> Self {
        let own: BTreeSet<&str> = items.iter().filter_map(Item::declares).collect();
        let types = items.iter().flat_map(Item::types);
        let paths: BTreeSet<&str> = types.flat_map(paths).chain(PRELUDE).collect();
        let mut owners: BTreeMap<&str, usize> = BTreeMap::new();
        for (_, name) in paths.iter().filter_map(|path| path.rsplit_once("::")) {
            *owners.entry(name).or_default() += 1;
        }
        let mut imports = Self::default();
        for path in paths {
            let Some((parent, name)) = path.rsplit_once("::") else { continue };
            let is_own = parent == module && own.contains(name);
            let is_free = owners[name] == 1 && !own.contains(name);
            let short = match () {
                () if parent == "::annals" => format!("annals::{name}"),
                () if is_own && records == Declared::Here => name.to_owned(),
                () if is_free => {
                    imports.import(path);
                    name.to_owned()
                }
                () if parent == module => format!("super::{name}"),
                () => path.to_owned(),
            };
            imports.names.insert(path.to_owned(), short);
        }
        imports
    }

    fn import(&mut self, path: &str) {
        let Some((parent, name)) = path.rsplit_once("::") else { return };
        if !PRELUDE.contains(&path) {
            let parent = parent.trim_start_matches("::").to_owned();
            self.uses.entry(parent).or_default().insert(name.to_owned());
        }
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

impl Item {
    /// The name of the type that it declares.
    fn declares(&self) -> Option<&str> {
        match self {
            Self::Struct(item) => Some(&item.name),
            Self::Newtype(item) => Some(&item.name),
            Self::Enum(item) => Some(&item.name),
            Self::Domain(_)
            | Self::Part(_)
            | Self::Required
            | Self::Types
            | Self::Verify
            | Self::From(_)
            | Self::Default(_)
            | Self::Signal(_) => None,
        }
    }

    /// The types that it names.
    fn types(&self) -> Vec<&str> {
        match self {
            Self::Struct(item) => item.fields.iter().map(|field| field.ty.as_str()).collect(),
            Self::Newtype(item) => vec![item.base],
            Self::Domain(_)
            | Self::Part(_)
            | Self::Required
            | Self::Types
            | Self::Verify
            | Self::Enum(_)
            | Self::From(_)
            | Self::Default(_)
            | Self::Signal(_) => Vec::new(),
        }
    }
}
