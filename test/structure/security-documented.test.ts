// docs/security.md names tests that are there, and what it says of the whole has a test at all.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';

const file = join(import.meta.dirname, '../../docs/security.md');
const text = readFileSync(file, 'utf8');

test('every file that the threat model names is there', () => {
  const paths = [...text.matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g)].map(([, path = '']) => path);
  assert.ok(paths.length > 40);
  assert.deepEqual(
    paths.filter((path) => !existsSync(join(dirname(file), path))),
    [],
  );
});

test('every threat has an answer, and says what shows it', () => {
  const rows = text.split('\n').filter((line) => line.startsWith('| ') && line.split('|').length === 5);
  const threats = rows.filter(
    (row) => !row.startsWith('| threat ') && text.indexOf(row) > text.indexOf('### 1.'),
  );
  assert.ok(threats.length > 25);
  for (const row of threats)
    assert.ok(
      row.split('|').every((cell, i) => i % 4 === 0 || cell.trim()),
      row,
    );
});
