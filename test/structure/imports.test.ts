import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { test } from 'node:test';

const root = join(import.meta.dirname, '..', '..');

// Who may import whom: services -> {kafka, postgres} -> {wire, telemetry} -> runtime.
const MAY_IMPORT: Record<string, string[]> = {
  'packages/runtime': [],
  // For those who use Hopline: it knows nothing of what runs it.
  'packages/sdk': [],
  'packages/wire': ['runtime'],
  'packages/telemetry': ['runtime'],
  'packages/kafka': ['wire', 'telemetry', 'runtime'],
  'packages/postgres': ['wire', 'telemetry', 'runtime'],
  'services/api': ['kafka', 'postgres', 'wire', 'telemetry', 'runtime'],
  'services/persist': ['kafka', 'postgres', 'wire', 'telemetry', 'runtime'],
  'services/deliver': ['kafka', 'postgres', 'wire', 'telemetry', 'runtime'],
  'services/migrate': ['kafka', 'postgres', 'wire', 'telemetry', 'runtime'],
  // What runs in a browser: of the others it has the rules of filters alone (ADR 013).
  'services/console': ['wire'],
  // Above the services: it becomes one of them, and knows their settings.
  'tools/cli': [
    ...['api', 'persist', 'deliver', 'migrate'],
    ...['kafka', 'postgres', 'wire', 'telemetry', 'runtime'],
  ],
};

function sourcesOf(folder: string): { file: string; text: string; imports: string[] }[] {
  const files = globSync(`${folder}/src/**/*.{ts,tsx}`, { cwd: root });
  return files.map((file) => {
    const text = readFileSync(join(root, file), 'utf8');
    const imports = [...text.matchAll(/\b(?:from|import)\s*\(?\s*'([^']+)'/g)].map((match) => match[1] ?? '');
    return { file, text, imports };
  });
}

test('imports go one way', () => {
  for (const [folder, allowed] of Object.entries(MAY_IMPORT)) {
    for (const { file, imports } of sourcesOf(folder)) {
      for (const name of imports) {
        const workspace = /^@hopline\/([^/]+)/.exec(name)?.[1];
        if (workspace) assert.ok(allowed.includes(workspace), `${file} imports ${name}`);
        if (name.startsWith('.')) {
          const target = relative(join(root, folder), join(root, dirname(file), name));
          assert.ok(!target.startsWith('..'), `${file} imports ${name}, which is outside of ${folder}`);
        }
      }
    }
  }
});

test('only packages/kafka knows the Kafka client', () => {
  for (const folder of Object.keys(MAY_IMPORT).filter((name) => name !== 'packages/kafka')) {
    for (const { file, imports } of sourcesOf(folder)) assert.ok(!imports.includes('kafkajs'), file);
  }
});

test('the client needs nothing but the verifier of webhooks, and that only where webhooks are verified', () => {
  const sources = sourcesOf('packages/sdk').filter(({ file }) => !file.endsWith('.test.ts'));
  assert.ok(sources.length > 20);
  for (const { file, imports } of sources) {
    const foreign = imports.filter((name) => !name.startsWith('.'));
    assert.deepEqual(foreign, file.endsWith('/webhooks.ts') ? ['standardwebhooks'] : [], file);
    // What everybody loads must not bring it along.
    assert.ok(!imports.some((name) => name.endsWith('/webhooks.ts')), file);
  }
});

test('only main.ts reads the environment', () => {
  for (const folder of Object.keys(MAY_IMPORT)) {
    for (const { file, text } of sourcesOf(folder)) {
      if (file.endsWith('/main.ts') || file.endsWith('.test.ts')) continue;
      assert.doesNotMatch(text, /process\.env\b/, file);
    }
  }
});

test('names of topics and groups stand in wire alone', () => {
  for (const folder of Object.keys(MAY_IMPORT).filter((name) => name !== 'packages/wire')) {
    for (const { file, text } of sourcesOf(folder)) {
      if (file.endsWith('.test.ts')) continue;
      // Comments may speak of a topic; a string that names one may not.
      assert.doesNotMatch(text, /['"`]hopline\.(events|deliveries|persist|deliver)\b/, file);
    }
  }
});

test('every workspace has a README', () => {
  const manifests = globSync('{packages,services,tools}/*/package.json', { cwd: root });
  assert.ok(manifests.length >= 12);
  for (const manifest of manifests) {
    const readme = readFileSync(join(root, dirname(manifest), 'README.md'), 'utf8');
    assert.ok(readme.length > 100, dirname(manifest));
  }
});
