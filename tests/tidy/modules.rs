//! Which module of a crate uses which, read from the source.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Item, ItemFn, ItemMod, ItemUse, Meta, UseTree, Visibility};

/// Names that one file takes from another, by the paths of the two.
pub(super) type Uses = BTreeMap<(String, String), BTreeSet<String>>;

/// The modules of one crate; the first is its root.
pub(super) struct Modules(Vec<Module>);

struct Module {
    file: String,
    parent: Option<usize>,
    children: BTreeMap<String, usize>,
    items: BTreeSet<String>,
    /// The paths that its `use` declarations give names to.
    imports: BTreeMap<String, Vec<String>>,
    /// The paths of two or more segments in its code.
    paths: BTreeSet<Vec<String>>,
    /// The names in its code, to tell whether it uses what it re-exports.
    names: BTreeSet<String>,
}

impl Modules {
    /// The modules of the crate with this root file; `read` gives the text of a file, if it counts.
    pub(super) fn read(root: &str, read: &dyn Fn(&str) -> Option<String>) -> Self {
        let mut modules = Self(Vec::new());
        let text = read(root).unwrap_or_else(|| panic!("{root} cannot be read"));
        let folder = root.rsplit_once('/').map_or("", |(folder, _)| folder);
        modules.add(root, folder, None, parse(root, &text), read);
        modules
    }

    fn add(
        &mut self,
        file: &str,
        folder: &str,
        parent: Option<usize>,
        items: Vec<Item>,
        read: &dyn Fn(&str) -> Option<String>,
    ) -> usize {
        let index = self.0.len();
        self.0.push(Module {
            file: file.to_owned(),
            parent,
            children: BTreeMap::new(),
            items: BTreeSet::new(),
            imports: BTreeMap::new(),
            paths: BTreeSet::new(),
            names: BTreeSet::new(),
        });
        for item in items.into_iter().filter(|item| !is_test(item)) {
            let Item::Mod(child) = item else {
                self.0[index].declare(&item);
                continue;
            };
            let name = child.ident.to_string();
            let folder = format!("{folder}/{name}");
            let child = if let Some((_, items)) = child.content {
                Some(self.add(file, &folder, Some(index), items, read))
            } else {
                let files = [format!("{folder}.rs"), format!("{folder}/mod.rs")];
                let found = files.iter().find_map(|file| Some((file, read(file)?)));
                found.map(|(file, text)| {
                    self.add(file, &folder, Some(index), parse(file, &text), read)
                })
            };
            self.0[index].children.extend(child.map(|child| (name, child)));
        }
        index
    }

    /// The files of the modules.
    pub(super) fn files(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|module| module.file.as_str())
    }

    /// Who uses whom; that a module uses one that contains it does not count.
    pub(super) fn uses(&self) -> Uses {
        let mut uses = Uses::new();
        for (index, module) in self.0.iter().enumerate() {
            // A re-export is a use only if the module names it itself.
            let exported = module.imports.iter().filter(|(name, _)| module.names.contains(*name));
            for path in module.paths.iter().chain(exported.map(|(_, path)| path)) {
                let Some(target) = self.resolve(index, path, 16) else { continue };
                if !self.is_within(index, &self.0[target].file) {
                    let edge = (module.file.clone(), self.0[target].file.clone());
                    uses.entry(edge).or_default().extend(path.last().cloned());
                }
            }
        }
        uses
    }

    /// The module that defines what `path` names in the module `from`; `None` if it names a module or
    /// something of another crate. `limit` is how many imports may lead on to others.
    fn resolve(&self, from: usize, path: &[String], limit: usize) -> Option<usize> {
        let limit = limit.checked_sub(1)?;
        let mut at = from;
        for (position, name) in path.iter().enumerate() {
            let module = &self.0[at];
            let rest = &path[position + 1..];
            // A module and an item can share a name: the one with something behind it is the module.
            let child = module.children.get(name);
            at = match (name.as_str(), child) {
                ("crate", _) => 0,
                ("self", _) => at,
                ("super", _) => module.parent?,
                (_, Some(child)) if !rest.is_empty() => *child,
                _ if module.items.contains(name) => return Some(at),
                _ => match module.imports.get(name) {
                    Some(import) => return self.resolve(at, &[import, rest].concat(), limit),
                    // What nothing else declares in a module of this crate is from a macro.
                    None => return (child.is_none() && position > 0).then_some(at),
                },
            };
        }
        None
    }

    /// True if `file` is that of the module or of one that contains it.
    fn is_within(&self, module: usize, file: &str) -> bool {
        let module = &self.0[module];
        module.file == file || module.parent.is_some_and(|parent| self.is_within(parent, file))
    }
}

impl Module {
    fn declare(&mut self, item: &Item) {
        let name = match item {
            Item::Use(item) => {
                let own = matches!(item.vis, Visibility::Inherited);
                return self.import(own, &mut Vec::new(), &item.tree);
            }
            Item::Const(item) => Some(&item.ident),
            Item::Enum(item) => Some(&item.ident),
            Item::Fn(item) => Some(&item.sig.ident),
            Item::Macro(item) => item.ident.as_ref(),
            Item::Static(item) => Some(&item.ident),
            Item::Struct(item) => Some(&item.ident),
            Item::Trait(item) => Some(&item.ident),
            Item::Type(item) => Some(&item.ident),
            Item::Union(item) => Some(&item.ident),
            _ => None,
        };
        self.items.extend(name.map(ToString::to_string));
        self.scan(item.to_token_stream());
    }

    fn import(&mut self, own: bool, prefix: &mut Vec<String>, tree: &UseTree) {
        let (name, alias) = match tree {
            UseTree::Path(path) => {
                prefix.push(path.ident.to_string());
                self.import(own, prefix, &path.tree);
                prefix.pop();
                return;
            }
            UseTree::Group(group) => {
                group.items.iter().for_each(|tree| self.import(own, prefix, tree));
                return;
            }
            UseTree::Glob(_) => return,
            UseTree::Name(name) => (name.ident.to_string(), None),
            UseTree::Rename(rename) => (rename.ident.to_string(), Some(&rename.rename)),
        };
        let mut path = prefix.clone();
        if name != "self" {
            path.push(name);
        }
        if own {
            self.paths.insert(path.clone());
        }
        let alias = alias.map(ToString::to_string).or_else(|| path.last().cloned());
        self.imports.extend(alias.map(|alias| (alias, path)));
    }

    /// Collects names and paths, also in the input of macros. A path with a leading `::` belongs to
    /// another crate.
    fn scan(&mut self, tokens: TokenStream) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let mut rest = &tokens[..];
        while let [token, after @ ..] = rest {
            let before = &tokens[..tokens.len() - rest.len()];
            rest = after;
            if let TokenTree::Group(group) = token {
                self.scan(group.stream());
            }
            let TokenTree::Ident(first) = token else { continue };
            let mut path = vec![first.to_string()];
            while let [colon, other, TokenTree::Ident(name), after @ ..] = rest
                && is_separator([colon, other])
            {
                path.push(name.to_string());
                rest = after;
            }
            self.names.extend(path.first().cloned());
            let absolute =
                before.last_chunk().is_some_and(|[colon, other]| is_separator([colon, other]));
            if path.len() > 1 && !absolute {
                self.paths.insert(path);
            }
        }
    }
}

fn is_separator(tokens: [&TokenTree; 2]) -> bool {
    tokens.iter().all(|token| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ':'))
}

fn parse(file: &str, text: &str) -> Vec<Item> {
    syn::parse_file(text).unwrap_or_else(|error| panic!("{file}: {error}")).items
}

/// True for `#[cfg(test)]` and `#[cfg(all(test, …))]`.
fn is_test(item: &Item) -> bool {
    let (Item::Fn(ItemFn { attrs, .. })
    | Item::Mod(ItemMod { attrs, .. })
    | Item::Use(ItemUse { attrs, .. })) = item
    else {
        return false;
    };
    attrs.iter().any(|attribute| {
        let Meta::List(list) = &attribute.meta else { return false };
        let condition = list.tokens.to_string().replace(' ', "");
        list.path.is_ident("cfg") && (condition == "test" || condition.starts_with("all(test,"))
    })
}
