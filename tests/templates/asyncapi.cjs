// Prints what AsyncAPI's own parser reads from a document as JSON: its errors, channels and messages.

const { readFileSync } = require('node:fs');
const { Parser } = require('@asyncapi/parser');

async function main() {
  const { document, diagnostics } = await new Parser().parse(readFileSync(process.argv[2], 'utf8'));
  const errors = diagnostics.filter(({ severity }) => severity < 2);
  console.log(JSON.stringify({
    errors: errors.map(({ code, message, path }) => `${code}: ${message} at ${path.join('/')}`),
    channels: document ? document.channels().all().map((channel) => channel.address()) : [],
    messages: document ? document.allMessages().all().map((message) => message.name()) : [],
  }));
}

main();
