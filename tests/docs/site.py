"""Builds a documentation folder with every warning an error, and prints what its pages show.

Usage: site.py SOURCE OUT. Prints one JSON document: for each page its title, its text, its links,
the cells of its tables and its code blocks, all with white space folded but for the code.
"""

import json
import sys
from html.parser import HTMLParser
from pathlib import Path

from sphinx.cmd.build import build_main

BLOCKS = {"p", "li", "dt", "dd", "td", "th", "tr", "h1", "h2", "h3", "pre", "div", "section", "blockquote"}


# What no text of a catalog may bring into a page.
ACTIVE = {"script", "style", "iframe", "object", "embed", "img", "svg", "form", "meta", "base", "link"}


def fold(text):
    return " ".join(text.split())


class Page(HTMLParser):
    """The main part of a page; what is around it is the theme's."""

    def __init__(self):
        super().__init__()
        self.depth = 0
        self.text, self.links, self.rows, self.code, self.titles, self.ids = [], [], [], [], [], []
        self.open = {}
        self.active = []
        self.script = False

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.script = tag == "script"
        handlers = [name for name in attributes if name.startswith("on")]
        links = [attributes[name] for name in ("href", "src") if attributes.get(name)]
        runs = [link for link in links if link.strip().lower().startswith(("javascript:", "vbscript:", "data:"))]
        if handlers or runs or (self.depth and tag in ACTIVE):
            self.active.append(self.get_starttag_text())
        if tag == "div" and (self.depth or attributes.get("role") == "main"):
            self.depth += 1
        if not self.depth:
            return
        if "id" in attributes:
            self.ids.append(attributes["id"])
        if tag in BLOCKS:
            self.text.append(" ")
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th", "pre", "h1", "h2", "h3"):
            self.open[tag] = (len(self.text), len(self.links))
        if tag == "a":
            self.open[tag] = (len(self.text), attributes)

    def handle_endtag(self, tag):
        self.script = False
        if not self.depth:
            return
        if tag == "div":
            self.depth -= 1
        if tag in self.open:
            self.finish(tag, *self.open.pop(tag))
        if tag in BLOCKS:
            self.text.append(" ")

    def finish(self, tag, start, before):
        text = "".join(self.text[start:])
        if tag == "a" and "headerlink" in before.get("class", ""):
            del self.text[start:]
        elif tag == "a":
            self.links.append([fold(text), before.get("href", "")])
        elif tag in ("td", "th"):
            links = [href for _, href in self.links[before:]]
            self.rows[-1].append({"text": fold(text), "links": links})
        elif tag == "pre":
            self.code.append(text)
        else:
            self.titles.append([tag, fold(text)])

    def handle_data(self, data):
        if self.script and "alert" in data:
            self.active.append(data)
        if self.depth:
            self.text.append(data)


def read(path):
    page = Page()
    page.feed(path.read_text(encoding="utf-8"))
    return page


def broken(out, name, page, pages):
    """Links that lead to no file, or to no place in it."""
    for text, href in page.links:
        if "://" in href or href.startswith("mailto:"):
            continue
        file, _, place = href.partition("#")
        target = (out / name).parent.joinpath(file).resolve() if file else (out / name).resolve()
        if not target.is_file():
            yield f"{name}: {text} leads to {href}, which is not there"
        elif place and place not in pages[target].ids:
            yield f"{name}: {text} leads to {href}, which has no such place"


def main(source, out):
    options = ["--fail-on-warning", "--keep-going", "--nitpicky", "--fresh-env", "--quiet"]
    if build_main([*options, "--builder", "html", source, out]):
        sys.exit("sphinx-build reported errors or warnings")
    out = Path(out).resolve()
    own = [path for path in sorted(out.rglob("*.html")) if path.name != "search.html"]
    pages = {path: read(path) for path in own}
    names = {path: path.relative_to(out).as_posix() for path in own}
    site = {
        "broken": [line for path in own for line in broken(out, names[path], pages[path], pages)],
        "active": [f"{names[path]}: {line}" for path in own for line in pages[path].active],
        "pages": {
            names[path].removesuffix(".html"): {
                "titles": page.titles,
                "text": fold("".join(page.text)),
                "links": page.links,
                "rows": page.rows,
                "code": page.code,
            }
            for path, page in pages.items()
        },
    }
    json.dump(site, sys.stdout)


main(*sys.argv[1:])
