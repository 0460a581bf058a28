import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readOptions } from './options.ts';

const ID = '0198f3a2-7c1e-7b3a-9d52-6a1f0c2e4b77';

test('a replay needs a filter, or --all', () => {
  assert.throws(() => readOptions(['replay']), /--all/);
  assert.equal(readOptions(['replay', '--all']).command, 'replay');
  assert.equal(readOptions(['replay', '--endpoint', ID, '--dry-run']).dryRun, true);
});

test('filters are read', () => {
  const { filter, letters } = readOptions([
    ...['list', '--letters', 'events', '--reason', 'undecodable', '--organization', ID],
    ...['--from', '2026-03-01T12:00:00Z', '--to', '2026-03-02T00:00:00+01:00'],
  ]);
  assert.equal(letters, 'events');
  assert.deepEqual(filter, {
    endpointId: undefined,
    organizationId: ID,
    reason: 'undecodable',
    fromMs: Date.UTC(2026, 2, 1, 12),
    toMs: Date.UTC(2026, 2, 1, 23),
  });
});

test('what is wrong is named', () => {
  const wrong: [string[], RegExp][] = [
    [[], /no command/],
    [['drop'], /"drop" is no command/],
    [['list', 'x'], /too much/],
    [['list', '--nonsense'], /nonsense/],
    [['list', '--endpoint', 'x'], /--endpoint takes an id/],
    [['list', '--letters', 'events', '--endpoint', ID], /records have none/],
    [['list', '--from', 'yesterday'], /--from takes a time/],
    [['list', '--limit', '0'], /--limit/],
    [['show'], /<partition>:<offset>/],
    [['show', '1'], /<partition>:<offset>/],
  ];
  for (const [args, message] of wrong) assert.throws(() => readOptions(args), { message }, args.join(' '));
});

test('a place is read as list prints it', () => {
  assert.deepEqual(readOptions(['show', '2:17']).place, { partition: 2, offset: 17n });
  assert.equal(readOptions(['--help']).command, 'help');
});
