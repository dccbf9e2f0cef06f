// The schemas of a folder and random values in: what ajv finds wrong with the values, line by line.

const { readdirSync, readFileSync } = require('node:fs');
const { join } = require('node:path');
const Ajv = require('ajv/dist/2020').default;

const [schemas, values] = ['schemas', 'values.jsonl'].map((name) => join(process.argv[2], name));
// Lenient about keywords that it does not know, such as `x-annals`; formats are only annotations.
const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
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
