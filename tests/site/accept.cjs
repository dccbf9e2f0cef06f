// What readers do, counted in clicks. Prints a line for each task that does not work.
"use strict";
const fs = require("fs");
const { isDeepStrictEqual } = require("util");
const { start, open, sideways } = require("./browser.cjs");

const { chromium, root, truth } = JSON.parse(fs.readFileSync(process.argv[2], "utf8"));

async function reader(browser, base, setting, faults) {
  const page = await open(browser, base, setting, faults);
  let clicks = 0;
  const at = (path) => base + path;
  const self = {
    page,
    async home() {
      clicks = 0;
      await page.goto(at("index.html"));
    },
    // A click on something, which must then be found in its place.
    async click(selector) {
      clicks += 1;
      const element = await page.waitForSelector(selector, { timeout: 3000 });
      const before = page.url();
      const href = await element.evaluate((node) => node.hasAttribute("href") && new URL(node.getAttribute("href"), document.baseURI).href);
      await element.evaluate((node) => node.scrollIntoView({ block: "center" }));
      const away = href && href.split("#")[0] !== before.split("#")[0];
      await Promise.all([away ? page.waitForNavigation() : null, element.click()]);
    },
    async type(text) {
      await page.keyboard.press("/");
      await page.keyboard.type(text);
      await page.waitForSelector("#hits a, #hits:not([hidden]):not(:empty)", { timeout: 3000 });
    },
    first: () => page.$eval("#hits a", (link) => link.href).then((href) => href.slice(base.length)),
    async enter() {
      clicks += 1;
      await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
    },
    here: () => page.url().slice(base.length).split("#")[0],
    links: (selector) => page.$$eval(selector, (links) => links.map((link) => link.textContent)),
    async inView(selector) {
      const box = await (await page.waitForSelector(selector)).evaluate((node) => {
        const { top, bottom, height } = node.getBoundingClientRect();
        return { top, bottom, height, all: innerHeight };
      });
      return box.height > 0 && box.top >= 0 && box.top < box.all;
    },
    async done(name, most, errors) {
      if (clicks > most) errors.push(`${clicks} clicks instead of ${most}`);
      if (await sideways(page)) errors.push("scrolls sideways");
      return errors.map((error) => `${name}: ${error}`);
    },
  };
  return self;
}

const same = (name, found, expected) =>
  isDeepStrictEqual(found, expected) ? [] : [`${name}: ${JSON.stringify(found)}, expected ${JSON.stringify(expected)}`];

// The events with their paths in a list of uses.
const uses = (page, selector) =>
  page.$$eval(`${selector} li`, (items) =>
    items.map((item) => [item.querySelector("a").textContent, [...item.querySelectorAll(".ps code")].map((code) => code.textContent)]),
  );

const copied = (page, selector) =>
  page.evaluate((selector) => {
    window.copied = null;
    document.execCommand = () => ((window.copied = document.activeElement.value), true);
    Object.defineProperty(navigator, "clipboard", { value: { writeText: async (text) => void (window.copied = text) }, configurable: true });
    document.querySelector(selector + " .copy").click();
    return new Promise((resolve) => setTimeout(() => resolve(window.copied), 50));
  }, selector);

const ENROLLED = "events/learning/course_enrollment_created.html";

const TASKS = {
  async "1 events with a course key"(it) {
    await it.type("course key");
    await it.enter();
    const errors = same("page", it.here(), "types/scalar-course_key.html");
    const found = await uses(it.page, "#used h3:first-of-type + ul");
    return it.done("1", 1, errors.concat(same("events", found, truth.courseKey)));
  },
  async "2 personal data of an event"(it) {
    await it.type("COURSE_ENROLLMENT_CREATED");
    await it.enter();
    const paths = await it.links("#personal .paths code");
    const errors = same("paths", paths, truth.personalPaths);
    const last = await it.page.$eval("#personal .paths li:last-child", (node) => node.getBoundingClientRect().bottom);
    if (it.page.viewport().width >= 1280 && last > 900) errors.push(`at ${last} pixels`);
    return it.done("2", 1, errors);
  },
  async "3 events with personal data"(it) {
    await it.click('nav[aria-label="Site"] a[href$="personal-data.html"]');
    const found = await it.links(".uses li > a");
    return it.done("3", 1, same("events", found, truth.personalEvents));
  },
  async "4 send from Python"(it) {
    await it.type("course enrollment created");
    await it.enter();
    await it.click("#send-python-tab");
    const errors = (await it.inView("#send-python pre")) ? [] : ["not in view"];
    const code = await copied(it.page, "#send-python");
    if (!/COURSE_ENROLLMENT_CREATED\.send_event\(/.test(code)) errors.push(`copied ${code}`);
    return it.done("4", 2, errors);
  },
  async "5 receive in Rust"(it) {
    await it.type("course enrollment created");
    await it.enter();
    await it.click('.toc a[href="#receive"]');
    const errors = (await it.inView("#receive-rust pre")) ? [] : ["not in view"];
    const code = await copied(it.page, "#receive-rust");
    if (!/#\[annals::receiver\(COURSE_ENROLLMENT_CREATED\)\]/.test(code)) errors.push(`copied ${code}`);
    return it.done("5", 2, errors);
  },
  async "6 changes since a month"(it) {
    await it.click('.timeline a[href$="#2024-06"]');
    const errors = (await it.inView('[id="2024-06"] h2')) ? [] : ["not in view"];
    const said = await it.page.$eval('[id="2024-06"] .since', (node) => node.textContent);
    errors.push(...same("words", said, "Since June 2024: 25 events added, 1 event and 3 fields deprecated"));
    const added = await it.page.$$eval(".dates .added", (items) => items.filter((item) => item.querySelector("time").textContent >= "2024-06").length);
    const old = await it.page.$$eval(".dates .dep", (items) => items.filter((item) => item.querySelector("time").textContent >= "2024-06").length);
    errors.push(...same("rows", [added, old], [truth.addedSince, 4]));
    return it.done("6", 1, errors);
  },
  async "7 its JSON"(it) {
    await it.type("COURSE_ENROLLMENT_CREATED");
    await it.enter();
    await it.click('.toc a[href="#example"]');
    const errors = (await it.inView("#example pre")) ? [] : ["not in view"];
    errors.push(...same("JSON", JSON.parse(await copied(it.page, "#example")), truth.example));
    return it.done("7", 2, errors);
  },
  async "8 its Avro schema"(it) {
    await it.type("COURSE_ENROLLMENT_CREATED");
    await it.enter();
    await it.click('.toc a[href="#avro-schema"]');
    const errors = (await it.inView("#avro-schema pre")) ? [] : ["not in view"];
    errors.push(...same("schema", JSON.parse(await copied(it.page, "#avro-schema")), truth.avro));
    return it.done("8", 2, errors);
  },
  async "9 from a type to its page"(it) {
    await it.type("org.openedx.learning.course.enrollment.created.v1");
    await it.enter();
    return it.done("9", 1, same("page", it.here(), ENROLLED));
  },
  async "10 nearly right"(it) {
    const errors = [];
    for (const [typed, expected] of [
      ["registraton", /^events\/learning\/student_registration_completed\.html$/],
      ["course_kye", /^types\/scalar-course_key\.html$/],
      ["coursekey", /^types\/scalar-course_key\.html$/],
      ["CourseKey", /^types\/scalar-course_key\.html$/],
      ["enrolment", /^events\/learning\/course_enrollment_/],
    ]) {
      await it.home();
      await it.type(typed);
      const first = await it.first();
      if (!expected.test(first)) errors.push(`${typed} leads to ${first}`);
    }
    return it.done("10", 0, errors);
  },
  async "11 events that hold a record"(it) {
    await it.type("UserData");
    await it.enter();
    const errors = same("page", it.here(), "records/learning/UserData.html");
    const found = await uses(it.page, "#used h3:first-of-type + ul");
    return it.done("11", 1, errors.concat(same("events", found, truth.userData)));
  },
  async "12 what a service sends"(it) {
    await it.click('nav[aria-label="Site"] a[href$="senders.html"]');
    await it.click('.letters a[href="#openedx-enterprise-subsidy"]');
    const found = await it.links("#openedx-enterprise-subsidy + ul li > a");
    const errors = (await it.inView("#openedx-enterprise-subsidy")) ? [] : ["not in view"];
    return it.done("12", 2, errors.concat(same("events", found, truth.subsidy)));
  },
  async "13 what a message has besides its data"(it) {
    await it.click('nav[aria-label="Site"] a[href$="metadata.html"]');
    const found = await it.links(".defs dt code");
    const expected = ["event_type", "id", "minorversion", "source", "sourcehost", "time", "sourcelib"];
    const errors = same("fields", found, expected);
    if (!(await it.page.$("#avro"))) errors.push("nothing about Avro");
    return it.done("13", 2, errors);
  },
  // The second result by arrows, the first by Enter alone.
  async "16 by keyboard"(it) {
    await it.type("course key");
    await it.page.keyboard.press("ArrowDown");
    await it.page.keyboard.press("ArrowDown");
    await it.page.keyboard.press("ArrowUp");
    await Promise.all([it.page.waitForNavigation(), it.page.keyboard.press("Enter")]);
    const errors = same("page", it.here(), "types/scalar-course_key.html");
    await it.home();
    await it.type("course enrollment created");
    await Promise.all([it.page.waitForNavigation(), it.page.keyboard.press("Enter")]);
    errors.push(...same("page", it.here(), ENROLLED));
    for (let step = 0; step < 40; step++) {
      await it.page.keyboard.press("Tab");
      if (await it.page.evaluate(() => document.activeElement.getAttribute("href") === "#example")) break;
    }
    await it.page.keyboard.press("Enter");
    if (!(await it.inView("#example pre"))) errors.push("the example is not in view");
    return it.done("16", 0, errors);
  },
};

(async () => {
  const { browser, bases, stop } = await start(chromium, root);
  const faults = [];
  for (const [kind, base] of Object.entries(bases)) {
    for (const setting of [{ width: 1280, theme: "light" }, { width: 390, theme: "dark" }]) {
      const where = `${kind} at ${setting.width}`;
      const it = await reader(browser, base, setting, faults);
      for (const [name, task] of Object.entries(TASKS)) {
        await it.home();
        try {
          faults.push(...(await task(it)).map((fault) => `${where}: ${fault}`));
        } catch (error) {
          faults.push(`${where}: ${name}: ${error.message}`);
        }
      }
      await it.page.close();
    }
  }
  await stop();
  process.stdout.write(faults.map((fault) => fault + "\n").join(""));
})();
