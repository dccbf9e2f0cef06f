// Theme, tabs, copying, colours of code, the tree, and loading the search when it is first used.
(function () {
  "use strict";
  const root = document.documentElement;
  const base = root.dataset.root;

  function make(tag, attributes, text) {
    const element = document.createElement(tag);
    for (const name in attributes) element.setAttribute(name, attributes[name]);
    if (text !== undefined) element.textContent = text;
    return element;
  }

  // Theme

  const mode = document.querySelector(".mode");
  if (mode) {
    const show = () => {
      const dark = root.dataset.theme === "dark";
      mode.setAttribute("aria-pressed", String(dark));
    };
    mode.hidden = false;
    mode.addEventListener("click", () => {
      root.dataset.theme = root.dataset.theme === "dark" ? "light" : "dark";
      try {
        localStorage.setItem("annals-theme", root.dataset.theme);
      } catch (_) {
        // It then lasts until the next page.
      }
      show();
    });
    new MutationObserver(show).observe(root, { attributeFilter: ["data-theme"] });
    show();
  }

  // Colours: one expression for each language, whose groups are the classes below.

  const CLASSES = ["c", "s", "k", "n"];
  const WORDS = {
    rust: "use|fn|let|mut|pub|struct|impl|match|if|else|return|for|in|as|self|Some|None|Ok|Err|true|false",
    python: "from|import|def|return|class|for|in|if|else|with|as|None|True|False|and|or|not",
    json: "true|false|null",
  };
  const COMMENTS = { rust: "\\/\\/.*|#\\[.*\\]", python: "#.*|@[\\w.]+" };

  function colour(code) {
    if (code.dataset.done) return;
    code.dataset.done = "1";
    const language = code.dataset.lang;
    const parts = [
      COMMENTS[language] || "(?!)",
      '"(?:\\\\.|[^"\\\\])*"',
      "\\b(?:" + (WORDS[language] || WORDS.rust) + ")\\b",
      "\\b\\d[\\w.]*",
    ];
    const every = new RegExp(parts.map((part) => "(" + part + ")").join("|"), "g");
    const text = code.textContent;
    const pieces = document.createDocumentFragment();
    let end = 0;
    for (const match of text.matchAll(every)) {
      pieces.append(text.slice(end, match.index));
      const group = CLASSES.findIndex((_, index) => match[index + 1] !== undefined);
      let kind = CLASSES[group];
      end = match.index + match[0].length;
      if (language === "json" && kind === "s" && /^\s*:/.test(text.slice(end))) kind = "p";
      pieces.append(make("span", { class: "h" + kind }, match[0]));
    }
    pieces.append(text.slice(end));
    code.replaceChildren(pieces);
  }

  document.querySelectorAll("code[data-lang]").forEach((code) => {
    const closed = code.closest("details:not([open])");
    if (!closed) return colour(code);
    closed.addEventListener("toggle", () => colour(code), { once: true });
  });

  // Copying, also where the page may not use the clipboard: plain http.

  async function copy(text) {
    if (navigator.clipboard) {
      try {
        return await navigator.clipboard.writeText(text);
      } catch (_) {
        // Refused; the old way may still be allowed.
      }
    }
    const area = make("textarea", { class: "away" });
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    if (!done) throw new Error("not allowed");
  }

  function copier(text, label) {
    const button = make("button", { type: "button", class: "copy", "aria-label": label }, "Copy");
    button.addEventListener("click", async () => {
      try {
        await copy(text());
        button.textContent = "Copied";
      } catch (_) {
        button.textContent = "Select and copy";
      }
      setTimeout(() => (button.textContent = "Copy"), 1500);
    });
    return button;
  }

  document.querySelectorAll(".code").forEach((box) => {
    const code = box.querySelector("code");
    box.prepend(copier(() => code.textContent, "Copy this code"));
  });
  const type = document.getElementById("type");
  if (type) type.parentElement.append(" ", copier(() => type.textContent, "Copy the type"));

  // Tabs

  document.querySelectorAll("[data-tabs]").forEach((tabs) => {
    const panes = [...tabs.querySelectorAll(":scope > .pane")];
    if (panes.length < 2) return;
    const list = make("div", { role: "tablist" });
    const buttons = panes.map((pane) => {
      const title = pane.querySelector("h3");
      const button = make("button", { type: "button", role: "tab", "aria-controls": pane.id }, title.textContent);
      button.id = pane.id + "-tab";
      title.remove();
      pane.setAttribute("role", "tabpanel");
      pane.removeAttribute("aria-label");
      pane.setAttribute("aria-labelledby", button.id);
      list.append(button);
      return button;
    });
    const select = (chosen) =>
      panes.forEach((pane, index) => {
        pane.hidden = index !== chosen;
        buttons[index].setAttribute("aria-selected", String(index === chosen));
        buttons[index].tabIndex = index === chosen ? 0 : -1;
      });
    buttons.forEach((button, index) => {
      button.addEventListener("click", () => select(index));
      button.addEventListener("keydown", (event) => {
        const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
        if (!step) return;
        const next = (index + step + panes.length) % panes.length;
        select(next);
        buttons[next].focus();
      });
    });
    tabs.prepend(list);
    select(0);
  });

  // The tree as a whole

  const payload = document.querySelector("#payload");
  const folds = payload ? [...payload.querySelectorAll("details")] : [];
  if (folds.length) {
    const button = make("button", { type: "button", class: "all" });
    const isOpen = () => folds.every((fold) => fold.open);
    const show = () => (button.textContent = isOpen() ? "Close all" : "Open all");
    button.addEventListener("click", () => {
      const open = !isOpen();
      folds.forEach((fold) => (fold.open = open));
    });
    folds.forEach((fold) => fold.addEventListener("toggle", show));
    show();
    payload.querySelector("h2").after(button);
  }

  // A link into something closed opens it.

  function reveal() {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    if (target.matches("details")) target.open = true;
    const inner = target.querySelector(":scope > details");
    if (inner) inner.open = true;
    for (let outer = target.closest("details:not([open])"); outer; outer = outer.parentElement.closest("details:not([open])")) {
      outer.open = true;
    }
    target.scrollIntoView();
  }
  addEventListener("hashchange", reveal);
  reveal();

  // Everything is open on paper.

  let closed = [];
  addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll("details:not([open])")];
    closed.forEach((fold) => (fold.open = true));
  });
  addEventListener("afterprint", () => closed.forEach((fold) => (fold.open = false)));

  // Search

  const find = document.querySelector(".find");
  if (!find) return;
  find.hidden = false;
  const input = find.querySelector("input");
  window.annals = { base, input, waiting: {} };
  annals.load = (name, text) => {
    annals.waiting[name] = text;
    if (annals.ready) annals.ready();
  };
  let begun = false;
  function begin() {
    if (begun) return;
    begun = true;
    for (const path of ["assets/search.js", "search/names.js", "search/texts.js"]) {
      document.head.append(make("script", { src: base + path }));
    }
  }
  input.addEventListener("focus", begin);
  input.addEventListener("input", begin);
  addEventListener("keydown", (event) => {
    const typing = event.target.matches("input, textarea, select");
    if ((event.key === "/" && !typing) || (event.key === "k" && (event.ctrlKey || event.metaKey))) {
      event.preventDefault();
      input.focus();
      input.select();
    }
  });
})();
