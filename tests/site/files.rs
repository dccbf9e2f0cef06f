//! Judges the files of a site without a browser.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path};

use annals_tests::folder::{Folder, files, relative};
use annals_tests::process::{Run, annals};
use serde_json::Value;

use crate::{ANNALS, Site};

/// Tests that build sites of their own.
pub(crate) const TESTS: [(&str, fn()); 4] = [
    ("what_is_not_ours_stays", what_is_not_ours_stays),
    ("pages_that_nothing_makes_are_removed", pages_that_nothing_makes_are_removed),
    ("a_theme_replaces_files_one_by_one", a_theme_replaces_files_one_by_one),
    ("an_address_gives_a_sitemap_and_a_feed", an_address_gives_a_sitemap_and_a_feed),
];

/// The paths of all pages, in order.
pub(crate) fn pages(site: &Site) -> Vec<String> {
    let all = files(site.folder.root());
    let mut paths: Vec<String> =
        all.iter().map(|path| relative(site.folder.root(), path)).collect();
    paths.retain(|path| path.ends_with(".html"));
    paths.sort();
    paths
}

/// The values of an attribute of a page.
fn attributes<'t>(text: &'t str, name: &str) -> Vec<&'t str> {
    let opening = format!(" {name}=\"");
    let values = text.split(&opening).skip(1);
    values.filter_map(|rest| rest.split('"').next()).collect()
}

/// Links and anchors of a page that lead nowhere.
pub(crate) fn broken_links(site: &Site) -> Vec<String> {
    let texts: BTreeMap<String, String> =
        pages(site).into_iter().map(|path| (path.clone(), site.folder.read(&path))).collect();
    let anchors: BTreeMap<&str, BTreeSet<&str>> = texts
        .iter()
        .map(|(path, text)| (path.as_str(), attributes(text, "id").into_iter().collect()))
        .collect();
    let mut broken = Vec::new();
    for (page, text) in &texts {
        let links = [attributes(text, "href"), attributes(text, "src")].concat();
        for link in links.into_iter().filter(|link| !link.contains("://")) {
            let (path, anchor) = link.split_once('#').unwrap_or((link, ""));
            let target = if path.is_empty() { page.clone() } else { joined(page, path) };
            let exists = site.folder.has(&target);
            let has_anchor = anchor.is_empty()
                || anchors.get(target.as_str()).is_some_and(|known| known.contains(anchor));
            if !exists || !has_anchor {
                broken.push(format!("{page}: {link}"));
            }
        }
    }
    broken
}

/// The path that a link on a page leads to.
fn joined(page: &str, link: &str) -> String {
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in Path::new(link).components() {
        match part {
            Component::ParentDir => drop(parts.pop()),
            Component::Normal(name) => parts.push(name.to_str().unwrap()),
            _ => {}
        }
    }
    parts.join("/")
}

/// The files that a second run writes in another folder and with other bytes.
pub(crate) fn differences(site: &Site) -> Vec<String> {
    let folder = Folder::temporary();
    let out = folder.path("again").to_string_lossy().into_owned();
    let catalog = site.catalog.to_string_lossy().into_owned();
    let run = ["docs", "-C", &catalog, "--out", &out];
    Run::of(&mut annals(ANNALS, folder.root(), run)).ends(0);
    // A run that finds everything in place writes nothing.
    Run::of(&mut annals(ANNALS, folder.root(), run)).ends(0).says(&["2 written"]);
    let [one, other] = [site.folder.root(), &folder.path("again")].map(|root| {
        let all = files(root);
        let read = all.iter().map(|path| (relative(root, path), Folder::read_path(path)));
        read.collect::<BTreeMap<_, _>>()
    });
    let paths: BTreeSet<&String> = one.keys().chain(other.keys()).collect();
    let differ = paths.into_iter().filter(|path| one.get(*path) != other.get(*path));
    differ.cloned().collect()
}

/// Events whose JSON is not what `annals show` prints.
pub(crate) fn other_facts(site: &Site) -> Vec<String> {
    let all: Value = serde_json::from_str(&site.folder.read("catalog.json")).unwrap();
    let mut other = Vec::new();
    for event in all["events"].as_array().unwrap().iter().take(20) {
        let name = event["name"].as_str().unwrap();
        let shown = site.asks(&["show", name]);
        let stem = format!("events/{}/{}", event["domain"].as_str().unwrap(), name.to_lowercase());
        let file = site.folder.read(&format!("{stem}.json"));
        let file: Value = serde_json::from_str(&file).unwrap();
        if file != shown || *event != shown["event"] {
            other.push(name.to_owned());
        }
    }
    for record in all["records"].as_array().unwrap().iter().take(20) {
        let name =
            format!("{}.{}", record["domain"].as_str().unwrap(), record["name"].as_str().unwrap());
        if *record != site.asks(&["show", &name])["record"] {
            other.push(name);
        }
    }
    other
}

/// Pages of events that are heavier than they may be.
pub(crate) fn heavy_pages(site: &Site) -> Vec<String> {
    let of_events = pages(site).into_iter().filter(|path| path.starts_with("events/"));
    let mut sizes: Vec<(usize, String)> =
        of_events.map(|path| (site.folder.read(&path).len(), path)).collect();
    sizes.sort();
    let mut heavy = Vec::new();
    if let Some((size, path)) = sizes.get(sizes.len() / 2).filter(|(size, _)| *size > 60_000) {
        heavy.push(format!("{path}, in the middle: {size} bytes"));
    }
    // Hostile catalogs have long texts.
    if let Some((size, path)) = sizes.last().filter(|(size, _)| *size > 100_000) {
        heavy.push(format!("{path}: {size} bytes"));
    }
    let requests = |text: &str| {
        let scripts = text.matches("<script src=").count();
        1 + scripts
            + text.matches("rel=\"stylesheet\"").count()
            + text.matches("rel=\"icon\"").count()
    };
    let busy = sizes.iter().filter(|(_, path)| requests(&site.folder.read(path)) > 5);
    heavy.extend(busy.map(|(_, path)| format!("{path}: more than 5 requests")));
    heavy
}

const SHOP: &str = "\
annals: 1
catalog: { name: shop-events, title: Shop, namespace: org.shop, version: 1.0.0 }
domains: { sales: { title: Sales } }
events:
  sales:
    ORDER_PLACED:
      type: org.shop.sales.order.placed.v1
      added: 2025-01-01
      description: Sent when an order is placed.
      data: { order: { type: Order, description: The order. } }
records: { sales: { Order: { description: An order., fields: { number: { type: long, description: Its number. } } } } }
";

fn shop() -> Folder {
    let folder = Folder::temporary();
    folder.write("catalog.yaml", SHOP);
    folder
}

fn build(folder: &Folder) -> Run {
    Run::of(&mut annals(ANNALS, folder.root(), ["docs", "--out", "site"]))
}

fn what_is_not_ours_stays() {
    let folder = shop();
    folder.write("site/mine.html", "mine");
    build(&folder).ends(3).says(&["files that annals did not write"]);
    folder.remove("site/mine.html");
    build(&folder).ends(0);
    folder.write("site/CNAME", "events.example.org");
    build(&folder).ends(0);
    assert_eq!(folder.read("site/CNAME"), "events.example.org");
}

fn pages_that_nothing_makes_are_removed() {
    let folder = shop();
    build(&folder).ends(0);
    assert!(folder.has("site/events/sales/order_placed.html"));
    folder.edit("catalog.yaml", "ORDER_PLACED", "ORDER_SENT");
    build(&folder).ends(0);
    assert!(!folder.has("site/events/sales/order_placed.html"));
    assert!(folder.has("site/events/sales/order_sent.html"));
}

fn a_theme_replaces_files_one_by_one() {
    let folder = shop();
    folder.edit(
        "catalog.yaml",
        "domains:",
        "docs: { theme: theme, colour: \"#123456\" }\ndomains:",
    );
    folder.write("theme/404.html.j2", "{{ site.title }} has no such page\n");
    folder.write("theme/extra.css", "p { color: red }\n");
    folder.write("theme/code/go/send.go.j2", "// {{ event.name }}\n");
    build(&folder).ends(0);
    assert_eq!(folder.read("site/404.html"), "Shop has no such page\n");
    assert!(folder.read("site/assets/site.css").contains("#123456"));
    assert!(folder.has("site/assets/extra.css"));
    assert!(folder.read("site/events/sales/order_placed.html").contains("// ORDER_PLACED"));
    folder.write("theme/event.html.j2", "{{ nmae }}");
    build(&folder).ends(3).says(&["event.html.j2"]);
    folder.remove("theme/event.html.j2");
    folder.write("theme/evnt.html.j2", "");
    build(&folder).ends(3).says(&["replaces no template, expected one of"]);
}

fn an_address_gives_a_sitemap_and_a_feed() {
    let folder = shop();
    build(&folder).ends(0);
    assert!(!folder.has("site/sitemap.xml"));
    folder.edit(
        "catalog.yaml",
        "domains:",
        "docs: { url: https://shop.example.org/docs }\ndomains:",
    );
    build(&folder).ends(0);
    let page = "https://shop.example.org/docs/events/sales/order_placed.html";
    assert!(folder.read("site/sitemap.xml").contains(&format!("<loc>{page}</loc>")));
    assert!(folder.read("site/feed.xml").contains(&format!("<link href=\"{page}\"/>")));
    assert!(folder.read("site/404.html").contains("href=\"/docs/assets/site.css\""));
    assert!(
        folder
            .read("site/llms.txt")
            .contains("(https://shop.example.org/docs/events/sales/order_placed.md)")
    );
}
