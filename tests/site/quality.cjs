// Is every page accessible, valid, and free of errors, whatever the catalog says? Prints a line for each fault.
"use strict";
const fs = require("fs");
const path = require("path");
const { HtmlValidate, StaticConfigLoader } = require("html-validate/node");
const { start, open, sideways } = require("./browser.cjs");

const { chromium, root, pages, texts, all } = JSON.parse(fs.readFileSync(process.argv[2], "utf8"));
const AXE = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const config = {
  extends: ["html-validate:standard", "html-validate:a11y"],
  rules: {
    // Written by a program; how it looks as text does not matter.
    "no-trailing-whitespace": "off",
    "long-title": "off",
    "no-inline-style": "error",
    "attribute-boolean-style": "off",
    "void-style": "off",
    "text-content": "off",
    // Lists keep their meaning without bullets in Safari.
    "no-redundant-role": "off",
    "prefer-native-element": "off",
    // Anchors are paths of fields and months; HTML allows any that have no spaces.
    "valid-id": "off",
  },
};

async function valid(faults) {
  const validator = new HtmlValidate(new StaticConfigLoader(config));
  for (const page of pages) {
    const report = await validator.validateString(fs.readFileSync(path.join(root, page), "utf8"), page);
    for (const { messages } of report.results) {
      const seen = messages.slice(0, 3).map(({ ruleId, message, line }) => `${page}:${line}: ${ruleId}: ${message}`);
      faults.push(...seen);
    }
  }
}

async function accessible(page, name, faults) {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() => axe.run(document, { resultTypes: ["violations"] }));
  for (const { id, help, nodes } of violations) {
    faults.push(`${name}: ${id}: ${help}: ${nodes.slice(0, 2).map((node) => node.html + " " + (node.any[0] || {}).message).join(" | ")}`);
  }
}

(async () => {
  const { browser, bases, stop } = await start(chromium, root);
  const faults = [];
  await valid(faults);
  // One page of each kind is enough: they have the same parts.
  const kinds = [...new Map(pages.map((page) => [page.replace(/^(events|records|domains)\/.*/, "$1").replace(/-.*/, ""), page])).values()];
  for (const theme of all ? ["light", "dark"] : ["light"]) {
    for (const width of all ? [1280, 390] : [390]) {
      const page = await open(browser, bases.http, { width, theme }, faults);
      for (const path of kinds) {
        const name = `${path} at ${width}, ${theme}`;
        await page.goto(bases.http + path);
        if (await sideways(page)) faults.push(`${name}: scrolls sideways`);
        await page.evaluate(() => document.querySelectorAll("details").forEach((fold) => (fold.open = true)));
        await accessible(page, name, faults);
        if (await sideways(page)) faults.push(`${name}: scrolls sideways when opened`);
      }
      await page.goto(bases.http + "index.html");
      await page.keyboard.press("/");
      await page.keyboard.type("a");
      await page.waitForSelector("#hits:not([hidden])");
      await accessible(page, `search at ${width}, ${theme}`, faults);
      await page.close();
    }
  }
  const page = await open(browser, bases.file, { width: 1280, theme: "light" }, faults);
  for (const [path, text] of texts) {
    await page.goto(bases.file + path);
    const shown = await page.$eval("main", (main) => main.textContent.replace(/\s+/g, " "));
    if (!shown.includes(text)) faults.push(`${path}: does not show ${JSON.stringify(text)}`);
  }
  await stop();
  process.stdout.write(faults.map((fault) => fault + "\n").join(""));
})();
