// The schemas of a folder and random values in: what ajv finds wrong with the values, line by line.

const { readdirSync, readFileSync } = require('node:fs');
const { join } = require('node:path');
const Ajv = require('ajv/dist/2020').default;
const addFormats = require('ajv-formats').default;

const [schemas, values] = ['schemas', 'values.jsonl'].map((name) => join(process.argv[2], name));
// Lenient about keywords that it does not know, such as `x-annals`. Its formats of URIs and of mail addresses refuse
// some that the RFCs allow, `a:` and `a@b`; there, the patterns decide.
const ajv = new Ajv({ strict: false, allErrors: true, formats: { uri: true, email: true } });
addFormats(ajv, ['date', 'date-time', 'uuid', 'uri-reference', 'hostname', 'ipv4', 'ipv6', 'time', 'duration']);
const validators = new Map();
for (const file of readdirSync(join(schemas, 'json'))) {
  const schema = JSON.parse(readFileSync(join(schemas, 'json', file), 'utf8'));
  validators.set(file.replace('.schema.json', ''), ajv.compile(schema));
}
for (const line of readFileSync(values, 'utf8').split('\n').filter(Boolean)) {
  const { event, json } = JSON.parse(line);
  const validate = validators.get(event);
  if (!validate(json)) {
    console.log(`${line}\n  ajv: ${ajv.errorsText(validate.errors)}`);
  }
}
