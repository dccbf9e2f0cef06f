// What the scripts for the site share: a server below a path, a browser, and pages that note what goes wrong.
"use strict";
const fs = require("fs");
const http = require("http");
const path = require("path");
const { pathToFileURL } = require("url");
const puppeteer = require("puppeteer-core");

const TYPES = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml" };
const PREFIX = "/some/path/";

function serve(root) {
  const server = http.createServer((request, response) => {
    const url = decodeURIComponent(request.url.split(/[?#]/)[0]);
    const file = path.join(root, url.slice(PREFIX.length));
    if (!url.startsWith(PREFIX) || !fs.existsSync(file)) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { "content-type": TYPES[path.extname(file)] || "text/plain" });
    fs.createReadStream(file).pipe(response);
  });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
}

async function start(executable, root) {
  const server = await serve(root);
  const browser = await puppeteer.launch({ executablePath: executable, args: ["--no-sandbox"] });
  const bases = {
    http: `http://127.0.0.1:${server.address().port}${PREFIX}`,
    file: pathToFileURL(root).href + "/",
  };
  const stop = async () => {
    await browser.close();
    server.close();
  };
  return { browser, bases, stop };
}

// A page at a width, in a theme, that adds what goes wrong to `faults`.
async function open(browser, base, { width, theme }, faults) {
  const page = await browser.newPage();
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: theme }]);
  await page.setViewport({ width, height: width < 500 ? 844 : 900 });
  page.on("console", (message) => {
    if (["error", "warn", "warning"].includes(message.type())) faults.push(`console: ${message.text()} ${page.url()}`);
  });
  page.on("pageerror", (error) => faults.push(`error: ${error.message} ${page.url()}`));
  page.on("dialog", async (dialog) => {
    faults.push(`dialog: ${dialog.message()} ${page.url()}`);
    await dialog.dismiss();
  });
  page.on("request", (request) => {
    if (!request.url().startsWith(base)) faults.push(`request elsewhere: ${request.url()}`);
  });
  page.on("requestfailed", (request) => {
    if (request.failure().errorText !== "net::ERR_ABORTED") faults.push(`failed: ${request.url()}`);
  });
  return page;
}

function sideways(page) {
  return page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
}

module.exports = { start, open, sideways };
