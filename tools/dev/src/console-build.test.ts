import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { isConsoleStale } from './console-build.ts';

test('the console is built when it is missing, or older than one of its sources', (t) => {
  const root = mkdtempSync(join(tmpdir(), 'hopline-console-'));
  t.after(() => rmSync(root, { recursive: true }));
  const write = (file: string, second: number) => {
    const path = join(root, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, '');
    utimesSync(path, second, second);
  };
  write('services/console/src/parts/page.tsx', 100);
  write('packages/wire/src/payload-filter.ts', 100);
  assert.ok(isConsoleStale(root));
  // As after a build that was killed before it had compressed everything.
  write('services/console/dist/index.html', 200);
  assert.ok(isConsoleStale(root));
  write('services/console/dist/index.html.br', 200);
  assert.ok(!isConsoleStale(root));
  write('services/console/src/parts/page.tsx', 300);
  assert.ok(isConsoleStale(root));
  write('services/console/dist/index.html.br', 400);
  write('packages/wire/src/payload-filter.ts', 500);
  assert.ok(isConsoleStale(root));
  // What is none of its sources.
  write('services/console/dist/index.html.br', 600);
  write('services/api/src/app.ts', 700);
  assert.ok(!isConsoleStale(root));
});
