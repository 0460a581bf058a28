// helm/hopline as far as it can be judged without Helm; test/chart does the rest (npm run verify:chart).
// `UPDATE_DOCS=1 npm test -- test/structure/chart.test.ts`, or `npm run chart`, writes what is made from elsewhere.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { parse } from 'yaml';
import { chartFolder, generatedFiles, readChartFile, strayFiles } from '../support/chart/generated.ts';

for (const [path, text] of generatedFiles()) {
  test(`helm/hopline/${path} is what it is made from`, () => {
    if (process.env.UPDATE_DOCS) writeFileSync(join(chartFolder, path), text);
    assert.ok(readChartFile(path) === text, `run npm run chart`);
  });
}

test('the chart has no copy of a file that is gone', () => {
  assert.deepEqual(strayFiles(), []);
});

test('the schema of the values knows every member, and forbids all others', () => {
  const schema = JSON.parse(readChartFile('values.schema.json'));
  const open: string[] = [];
  walk(schema, '', (part, path) => {
    if ('properties' in part && part.additionalProperties !== false) open.push(path);
  });
  assert.deepEqual(open, []);
  const unknown: string[] = [];
  compare(parse(readChartFile('values.yaml')), schema, '');
  assert.deepEqual(unknown, []);

  function compare(value: unknown, part: Schema, path: string): void {
    const { $ref } = part;
    const own = $ref ? (schema.$defs[$ref.slice('#/$defs/'.length)] as Schema) : part;
    if (own.properties === undefined || value === null || typeof value !== 'object') return;
    // What values.yaml leaves out has no row in the README; of the settings it has only those that the chart needs.
    const optional = /(settings|Settings|ingest|control|rungs|global)$/.test(path);
    for (const name of Object.keys(own.properties)) {
      if (!(name in value) && !optional && name !== 'global')
        unknown.push(`${path}.${name} is not in values.yaml`);
    }
    for (const [name, inner] of Object.entries(value)) {
      const next = own.properties[name];
      if (next) compare(inner, next, `${path}.${name}`);
      else unknown.push(`${path}.${name} is not in the schema`);
    }
  }
});

test('the chart is of the version of Hopline that it installs', () => {
  const { version, appVersion } = parse(readChartFile('Chart.yaml'));
  const manifest = readFileSync(join(chartFolder, '..', '..', 'package.json'), 'utf8');
  assert.deepEqual([version, appVersion], Array(2).fill(JSON.parse(manifest).version));
});

test('no file of values has a secret, only the names of Secrets', () => {
  const files = readdirSync(chartFolder).filter((name) => /^values.*\.yaml$/.test(name));
  assert.ok(files.length >= 3);
  for (const file of files) {
    walk(parse(readChartFile(file)), '', (part, path) => {
      for (const [name, value] of Object.entries(part)) {
        if (!/password|token|secret|credential/i.test(`${path}.${name}`) || typeof value !== 'string')
          continue;
        assert.match(`${path}.${name}`, /\.(name|key|secretName)$/, `${file}: ${path}.${name}`);
      }
    });
  }
});

interface Schema {
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
}

function walk(
  part: unknown,
  path: string,
  look: (part: Record<string, unknown>, path: string) => void,
): void {
  if (part === null || typeof part !== 'object') return;
  if (!Array.isArray(part)) look(part as Record<string, unknown>, path);
  for (const [name, inner] of Object.entries(part)) walk(inner, `${path}.${name}`, look);
}
