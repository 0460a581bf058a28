// What processes take of the machine in the fault runs: the judge is only worth something if it finds what it should, so each
// test spoils one thing.
import assert from 'node:assert/strict';
import { closeSync, existsSync, openSync } from 'node:fs';
import { test } from 'node:test';
import { type Footprint, footprintOf } from '../faults/footprint.ts';
import { judgeFootprints, judgeSoak, type Sampled } from '../faults/judge-footprints.ts';
import { soak } from '../faults/soak.ts';
import { footprintCells, watchFootprints } from '../faults/watch-footprints.ts';

const WARM: Footprint = { residentMb: 120, descriptors: 40 };

function sampled(drained: Partial<Footprint> = {}, warm: Partial<Footprint> = {}): Sampled {
  return { service: 'persist', warm: { ...WARM, ...warm }, drained: { ...WARM, ...drained } };
}

const judged: [string, Sampled, RegExp][] = [
  ['a process as it was passes', sampled(), /^$/],
  ['ten descriptors more are connections that came', sampled({ descriptors: 50 }), /^$/],
  ['eleven more are found', sampled({ descriptors: 51 }), /persist has 51 descriptors .* had 40/],
  ['fewer are none that were forgotten', sampled({ descriptors: 12 }), /^$/],
  ['350 MB are found', sampled({ residentMb: 350 }), /persist had 350 MB/],
  ['they are found before the fault as well', sampled({}, { residentMb: 400 }), /persist had 400 MB/],
  ['349 MB are not', sampled({ residentMb: 349 }), /^$/],
  [
    'a process that has ended is held to the limit',
    { ...sampled({}, { residentMb: 351 }), drained: undefined },
    /persist had 351 MB/,
  ],
  [
    'one that was never looked at before is, too',
    { ...sampled({ residentMb: 351, descriptors: 999 }), warm: undefined },
    /^persist had 351 MB of memory, not less than 350$/,
  ],
  ['nothing is judged where nobody could look', { service: 'a', warm: undefined, drained: undefined }, /^$/],
];

for (const [name, one, problem] of judged) {
  test(name, () => assert.match(judgeFootprints([one]).join('\n'), problem));
}

/** The same scenario in several rounds. */
const rounds = (...drained: Partial<Footprint>[]) =>
  drained.map((one) => ({ scenario: 'poison', sampled: [sampled(one)] }));

test('the last round of a long run is held against the first one, whatever was between', () => {
  const { problems, compared, growth, moreDescriptors } = judgeSoak(
    rounds({ residentMb: 100 }, { residentMb: 190, descriptors: 99 }, { residentMb: 130, descriptors: 50 }),
  );
  assert.deepEqual(
    { problems, compared, growth, moreDescriptors },
    {
      ...{ problems: [], compared: 1, growth: 1.3, moreDescriptors: 10 },
    },
  );
});

test('memory that has grown by more than 30 percent is found, and descriptors that became more', () => {
  assert.match(
    judgeSoak(rounds({ residentMb: 100 }, { residentMb: 131 })).problems.join('\n'),
    /persist in poison has 131 MB in the last round, and had 100 in the first/,
  );
  assert.match(
    judgeSoak(rounds({}, { descriptors: 51 })).problems.join('\n'),
    /persist in poison has 51 descriptors in the last round, and had 40 in the first/,
  );
});

test('scenarios and services are compared with themselves alone', () => {
  const [first] = rounds({ residentMb: 100 });
  const others = [
    { scenario: 'steady', sampled: [sampled({ residentMb: 300 })] },
    { scenario: 'poison', sampled: [{ ...sampled({ residentMb: 300 }), service: 'deliver' }] },
  ];
  assert.deepEqual(judgeSoak([...(first ? [first] : []), ...others]).problems, []);
  assert.equal(judgeSoak(others).compared, 0);
});

test('of several processes of a service the largest counts', () => {
  const round = (residentMb: number) => ({
    ...{ scenario: 'scaling', sampled: [sampled({ residentMb }), sampled({ residentMb: 90 })] },
  });
  assert.equal(judgeSoak([round(100), round(120)]).growth, 1.2);
});

test('a run of one round has nothing to compare, one of several says what it has found', () => {
  const played = { passed: true, seconds: 1, summary: '', problems: [], kept: undefined, cells: [] };
  const results = rounds({ residentMb: 100 }, { residentMb: 150 }).map(({ scenario, sampled }) => ({
    ...{ name: scenario, played: { ...played, sampled } },
  }));
  assert.equal(soak(results.slice(1)), undefined);
  const { summary, problems } = soak(results) ?? {};
  assert.match(summary ?? '', /1 processes: at most 1\.50 × the memory and 0 descriptors more/);
  assert.equal(problems?.length, 1);
});

test('a table shows the most memory, and the descriptors before and after', () => {
  const all = [sampled({}, { residentMb: 150 }), sampled({ residentMb: 140, descriptors: 38 })];
  assert.deepEqual(footprintCells(all, 'persist'), [
    ['MB', '150'],
    ['fds', '40 → 38'],
  ]);
  const unknown = [
    ['MB', '–'],
    ['fds', '–'],
  ];
  assert.deepEqual(footprintCells(all, 'deliver'), unknown);
});

const canLook = existsSync('/proc/self/status');
const openFiles = (count: number) => Array.from({ length: count }, () => openSync(import.meta.filename, 'r'));

test('a process tells what it takes, one more descriptor included, where there is a /proc', () => {
  const before = footprintOf(process.pid);
  const files = openFiles(1);
  const after = footprintOf(process.pid);
  files.forEach(closeSync);
  assert.equal(before !== undefined, canLook);
  if (!before || !after) return;
  assert.equal(after.descriptors, before.descriptors + 1);
  const resident = process.memoryUsage().rss / 2 ** 20;
  assert.ok(Math.abs(after.residentMb - resident) < resident / 2, `${after.residentMb} and ${resident} MB`);
});

test('a process is looked at once it works, and again when it has given back what it had under load', async () => {
  let log = 'it starts';
  const itself = { pid: process.pid, log: () => log };
  const watch = watchFootprints(() => [{ service: 'persist', process: itself, works: /it works/ }]);
  watch.warm();
  assert.deepEqual(watch.sampled(), [], 'it does not work yet');
  log = 'it works';
  watch.warm();
  const files = openFiles(20);
  watch.warm();
  const drained = watch.drained();
  files.forEach(closeSync);
  await drained;
  assert.equal(watch.sampled()[0]?.drained !== undefined, canLook);
  assert.deepEqual(
    judgeFootprints(watch.sampled()),
    [],
    'the files were not there when it was warm, nor are they now',
  );
});

test('a process that is not there takes nothing', () => {
  assert.equal(footprintOf(2 ** 30), undefined);
});
