// What AsyncAPI's own parser says of a document: its complaints, and what it found, as one JSON object.

const { readFileSync } = require('node:fs');
const { Parser } = require('@asyncapi/parser');

async function main() {
  const { document, diagnostics } = await new Parser().parse(readFileSync(process.argv[2], 'utf8'));
  const complaints = diagnostics.filter(({ severity }) => severity < 2);
  console.log(JSON.stringify({
    complaints: complaints.map(({ code, message, path }) => `${code}: ${message} at ${path.join('/')}`),
    channels: document ? document.channels().all().map((channel) => channel.address()) : [],
    messages: document ? document.allMessages().all().map((message) => message.name()) : [],
  }));
}

main();
