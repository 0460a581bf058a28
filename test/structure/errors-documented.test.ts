// docs/errors.md and the sources name the same codes.
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

const root = join(import.meta.dirname, '..', '..');

/** A code that is written out, not one with a placeholder in it. */
const CODE = /'(HPL_[A-Z][A-Z_]*[A-Z])'/g;

function codesInSources(): Set<string> {
  const files = globSync('{packages,services}/*/src/**/*.ts', { cwd: root }).filter(
    (file) => !file.endsWith('.test.ts'),
  );
  return new Set(
    files.flatMap((file) =>
      [...readFileSync(join(root, file), 'utf8').matchAll(CODE)].map(([, code]) => code ?? ''),
    ),
  );
}

function rowsInDocument(): string[][] {
  const lines = readFileSync(join(root, 'docs', 'errors.md'), 'utf8').split('\n');
  return lines
    .filter((line) => line.startsWith('| HPL_'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

test('every error code in the sources has exactly one row in docs/errors.md, and every row stands for a code', () => {
  const documented = rowsInDocument().map(([code]) => code ?? '');
  const inSources = [...codesInSources()];
  assert.ok(inSources.length > 20);
  assert.deepEqual(
    inSources.filter((code) => !documented.includes(code)),
    [],
    'without a row',
  );
  assert.deepEqual(
    documented.filter((code) => !inSources.includes(code)),
    [],
    'rows of codes that are gone',
  );
  assert.equal(new Set(documented).size, documented.length, 'a code has two rows');
});

test('every row says what the code means and what to do', () => {
  for (const row of rowsInDocument()) {
    assert.equal(row.length, 4, row.join(' | '));
    assert.match(row[1] ?? '', /^([45]\d\d|–)$/);
    assert.ok(row[2] && row[3], row[0]);
  }
});

/** They have no code of their own. */
const BASES = new Set(['ApiError', 'ShedError']);

test('the status in a row is the one that the API answers with', async () => {
  const errors: Record<string, unknown> = {
    ...(await import('@hopline/api/errors')),
    ...(await import('@hopline/api/resource-errors')),
    ...(await import('@hopline/api/console-errors')),
  };
  const status = new Map(rowsInDocument().map(([code, documented]) => [code, documented]));
  let compared = 0;
  for (const ErrorClass of Object.values(errors)) {
    if (typeof ErrorClass !== 'function' || !/Error$/.test(ErrorClass.name) || BASES.has(ErrorClass.name))
      continue;
    const error = Reflect.construct(ErrorClass, ['x', 'x']) as { code: string; status: number };
    assert.equal(status.get(error.code), String(error.status), error.code);
    compared += 1;
  }
  assert.ok(compared > 40);
});
