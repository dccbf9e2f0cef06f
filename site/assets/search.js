// The search. Names, their parts and pairs of parts are words; a word has the items that it is in. A query takes each
// item by its best word for each of its own: equal, the beginning of it, a part of it, or nearly it.
(function () {
  "use strict";
  const { base, input } = annals;
  const hits = document.getElementById("hits");
  const count = document.getElementById("count");
  const SHOWN = 24;
  const KINDS = { e: "event", r: "record", s: "scalar", n: "enum", v: "variant", p: "primitive", f: "field", d: "domain", g: "page" };
  // A type is what it is called; a field of that name comes after it.
  const WEIGHTS = { e: 0, s: 0, n: 0, v: 0.05, r: 0.05, d: 0.1, p: 0.1, g: 0.15, f: 0.3 };
  const PATHS = {
    e: (item) => "events/" + item[2] + "/" + item[1].toLowerCase() + ".html",
    r: (item) => "records/" + item[2] + "/" + item[1] + ".html",
    d: (item) => "domains/" + item[1] + ".html",
    f: (item) => item[2] + "#field-" + item[1],
  };
  let items = [];
  let texts = [];
  let lower = [];
  const words = new Map();
  let list = [];

  // `CourseKey`, `course_key` and `course key` are the same words.
  function split(text) {
    return text
      .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
      .toLowerCase()
      .split(/[^\p{L}\p{N}]+/u)
      .filter(Boolean);
  }

  function index(text) {
    items = text.split("\n").map((line) => line.split("\t"));
    const add = (word, at, cost) => {
      let places = words.get(word);
      if (!places) words.set(word, (places = []));
      places.push(at, cost);
    };
    items.forEach((item, at) => {
      const parts = split(item[0] === "d" ? item[1] + " " + item[2] : item[1]);
      item.size = parts.length;
      item.joined = parts.join("");
      item.type = item[0] === "e" ? item[3].toLowerCase() : "";
      parts.forEach((part, place) => {
        add(part, at, 0);
        if (place > 0) add(parts[place - 1] + part, at, 0);
      });
      if (parts.length > 2) add(item.joined, at, 0);
      if (item.type) {
        for (const part of new Set(split(item.type))) if (!parts.includes(part)) add(part, at, 1);
      }
    });
    // The parts that most types share find nothing.
    for (const [word, places] of words) {
      if (places.length / 2 > 50 && places.length / 2 > items.length * 0.4 && places[1] === 1) words.delete(word);
    }
    list = [...words.keys()];
  }

  // The number of letters to change, add, leave out or exchange with their neighbour; more than `most` is `most + 1`.
  let before = new Uint8Array(66);
  let last = new Uint8Array(66);
  let row = new Uint8Array(66);
  function distance(one, other, most) {
    if (Math.abs(one.length - other.length) > most || other.length > 64) return most + 1;
    for (let column = 0; column <= other.length; column++) last[column] = column;
    for (let line = 1; line <= one.length; line++) {
      row[0] = line;
      let best = line;
      const letter = one.charCodeAt(line - 1);
      for (let column = 1; column <= other.length; column++) {
        const same = letter === other.charCodeAt(column - 1);
        let cost = Math.min(last[column] + 1, row[column - 1] + 1, last[column - 1] + (same ? 0 : 1));
        if (line > 1 && column > 1 && letter === other.charCodeAt(column - 2) && one.charCodeAt(line - 2) === other.charCodeAt(column - 1)) {
          cost = Math.min(cost, before[column - 2] + 1);
        }
        row[column] = cost;
        if (cost < best) best = cost;
      }
      if (best > most) return most + 1;
      [before, last, row] = [last, row, before];
    }
    return last[other.length];
  }

  function isSwap(one, other) {
    return one.length === other.length && [...one].sort().join() === [...other].sort().join();
  }

  // The items that a word of the query finds, with the cost of each.
  function matches(word) {
    const found = new Map();
    const take = (key, cost) => {
      const places = words.get(key);
      for (let at = 0; at < places.length; at += 2) {
        const all = cost + places[at + 1];
        const known = found.get(places[at]);
        if (known === undefined || all < known) found.set(places[at], all);
      }
    };
    if (words.has(word)) take(word, 0);
    for (const key of list) {
      if (key.length > word.length && key.startsWith(word)) take(key, 0.5 + (0.4 * (key.length - word.length)) / key.length);
      else if (word.length > 2 && key.length > word.length && key.includes(word)) take(key, 2);
    }
    if (!words.has(word) && word.length > 2) {
      const most = word.length < 4 ? 1 : word.length < 7 ? 1 : 2;
      for (const key of list) {
        if (key.length < 3) continue;
        const far = distance(word, key, most);
        if (far > 0 && far <= most && (word.length > 3 || isSwap(word, key))) take(key, 2.5 + far * 0.5);
      }
    }
    return found;
  }

  function search(query) {
    const whole = query.trim().toLowerCase();
    const parts = split(query);
    if (!parts.length) return [];
    const joined = parts.join("");
    let scores = null;
    for (const part of parts) {
      const found = matches(part);
      if (texts.length && part.length > 2) {
        for (let at = 0; at < lower.length; at++) {
          if (!found.has(at) && lower[at].includes(part)) found.set(at, 6);
        }
      }
      if (!scores) scores = found;
      else {
        for (const [at, cost] of scores) {
          const more = found.get(at);
          if (more === undefined) scores.delete(at);
          else scores.set(at, cost + more);
        }
      }
    }
    // Parts that belong together: `course key` is also `coursekey`.
    if (parts.length > 1) {
      for (const [at, cost] of matches(joined)) {
        const known = scores.get(at);
        if (known === undefined || cost + 0.2 < known) scores.set(at, cost + 0.2);
      }
    }
    const ranked = [];
    for (const [at, cost] of scores) {
      const item = items[at];
      let all = cost + WEIGHTS[item[0]] + 0.08 * Math.max(0, item.size - parts.length);
      if (item.joined === joined) all -= 3;
      else if (item.joined.startsWith(joined)) all -= 1;
      if (item.type && item.type === whole) all -= 10;
      else if (item.type && whole.includes(".") && item.type.startsWith(whole)) all -= 4;
      ranked.push([all, at]);
    }
    ranked.sort((one, other) => one[0] - other[0] || one[1] - other[1]);
    return ranked.map(([, at]) => at);
  }

  function path(item) {
    return base + (PATHS[item[0]] ? PATHS[item[0]](item) : item[2]);
  }

  function show() {
    const query = input.value;
    const found = query.trim() ? search(query) : [];
    hits.replaceChildren(
      ...found.slice(0, SHOWN).map((at) => {
        const item = items[at];
        const link = document.createElement("a");
        link.href = path(item);
        const name = document.createElement("b");
        name.textContent = item[0] === "d" ? item[2] : item[1];
        const kind = document.createElement("span");
        kind.className = "k";
        kind.textContent = KINDS[item[0]];
        const more = document.createElement("span");
        more.className = "more";
        more.textContent = item[0] === "e" ? item[3] : texts[at] || "";
        link.append(name, kind, more);
        return link;
      }),
    );
    const open = query.trim() !== "";
    hits.hidden = !open;
    document.documentElement.classList.toggle("finding", open);
    const noun = found.length === 1 ? " result" : " results";
    count.textContent = open ? (found.length || "No") + noun : "";
    if (open && !found.length) hits.textContent = "Nothing is called that.";
  }

  function close() {
    hits.hidden = true;
    document.documentElement.classList.remove("finding");
  }

  annals.search = (query) => search(query).map((at) => path(items[at]).slice(base.length));
  annals.ready = () => {
    const { names, texts: more } = annals.waiting;
    if (names !== undefined && !items.length) index(names);
    if (more !== undefined && items.length && !texts.length) {
      texts = more.split("\n");
      lower = texts.map((text) => text.toLowerCase());
    }
    if (items.length) show();
  };
  annals.ready();

  input.addEventListener("input", () => items.length && show());
  input.addEventListener("focus", () => items.length && show());
  const links = () => [...hits.querySelectorAll("a")];
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === "ArrowDown") {
      const first = links()[0];
      if (!first) return;
      event.preventDefault();
      if (event.key === "Enter") first.click();
      else first.focus();
    } else if (event.key === "Escape") {
      input.value = "";
      show();
    }
  });
  hits.addEventListener("keydown", (event) => {
    const all = links();
    const at = all.indexOf(document.activeElement);
    if (event.key === "ArrowDown") (all[at + 1] || all[at]).focus();
    else if (event.key === "ArrowUp") (all[at - 1] || input).focus();
    else if (event.key === "Escape") {
      input.focus();
      close();
    } else return;
    event.preventDefault();
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("#hits a");
    if (link || !event.target.closest(".find")) close();
  });
})();
