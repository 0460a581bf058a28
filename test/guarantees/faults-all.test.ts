// What `npm run faults -- all` plays, and that an interrupted run goes on where it was.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { faultTable } from '../faults/all/fault-table.ts';
import { allScenarios, MATRIX } from '../faults/all/matrix.ts';
import { parseOptions } from '../faults/options.ts';
import type { Played } from '../faults/playable.ts';
import { openRunState } from '../faults/run-state.ts';

const played = (passed: boolean): Played => ({
  ...{ passed, seconds: 7, summary: '', problems: [], kept: undefined, cells: [['lost', passed ? 0 : 3]] },
});

test('all faults are there, in order, and every scenario is played once', () => {
  assert.deepEqual(
    MATRIX.map(({ id }) => id),
    Array.from({ length: 28 }, (_, i) => `F${i + 1}`),
  );
  assert.equal(new Set(allScenarios.map(({ name }) => name)).size, allScenarios.length);
});

test('the table says of each fault what came of it, and of what was not played that it was not', () => {
  const all = allScenarios.map(({ name }) => ({ name, played: played(name !== 'ingest/api-kill') }));
  const rows = (text: string) => text.split('\n').slice(2);
  const [first, second] = rows(faultTable(all));
  assert.match(first ?? '', /F1 .*ingest\/api-kill.* 3 \|\s+FAILED \|$/);
  assert.match(second ?? '', /F2 .* 12 × .* 0 \|\s+passed \|$/);
  for (const row of rows(faultTable([]))) assert.match(row, /(not played|nothing plays it) \|$/);
});

test('a run that is resumed knows what has passed, and plays again what has not', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'hopline-state-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const first = openRunState('all', 7, false, folder);
  first.save('a', played(true));
  first.save('b', played(false));
  const resumed = openRunState('all', 7, true, folder);
  assert.deepEqual([resumed.passed('a')?.seconds, resumed.passed('b')], [7, undefined]);
  assert.equal(openRunState('all', 8, true, folder).passed('a'), undefined, 'of another seed');
  assert.equal(openRunState('all', 7, false, folder).passed('a'), undefined, 'begun anew');
});

test('options that do not go together are refused before anything is started', () => {
  for (const args of [
    ['all', '--resume'],
    ['persist', '--write'],
    ['all', '--write', '--only', 'ingest'],
    ['all', '--hours', '0'],
    ['rolling', '--rate', 'x'],
  ]) {
    assert.throws(() => parseOptions(args), RangeError, args.join(' '));
  }
});
