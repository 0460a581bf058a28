import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createInstallationReader, type FigureDeps } from './figures.ts';

const FIGURES = {
  ...{ active: 7, failing: 2, paused: 1, disabled: 3 },
  ...{ replaysRunning: 1, replaysPaused: 0, oldestDaySeconds: 90_000 },
};
const SHOWN = {
  replays: { running: 1, paused: 0 },
  endpoints: { active: 7, paused: 1, disabled: 3 },
  endpointsFailing: 2,
  oldestDaySeconds: 90_000,
};
const LETTERS = new Map([['dlq', 12]]);

function setUp(given: Partial<FigureDeps> = {}) {
  let now = 0;
  const calls: string[] = [];
  const reader = createInstallationReader({
    readFigures: async () => {
      calls.push('figures');
      return FIGURES;
    },
    connectAdmin: async () => ({
      endOffsets: async () =>
        new Map([
          [0, 15n],
          [1, 4n],
        ]),
      firstOffsets: async () =>
        new Map([
          [0, 5n],
          [1, 2n],
        ]),
      close: async () => void calls.push('closed'),
    }),
    deadLetterTopics: ['dlq'],
    log: { warn: (_fields: object, message: string) => void calls.push(message) } as FigureDeps['log'],
    intervalMs: 30_000,
    now: () => now,
    ...given,
  });
  const pass = (seconds: number) => {
    now += seconds * 1000;
  };
  return { reader, calls, pass };
}

test('what is read is told for five minutes, and then left to whoever has read it since', async () => {
  const { reader, pass, calls } = setUp();
  assert.equal(reader.latest(), undefined);
  await reader.read();
  assert.deepEqual(reader.latest(), { deadLetters: LETTERS, ...SHOWN });
  assert.deepEqual(calls, ['figures', 'closed']);
  pass(299);
  assert.ok(reader.latest());
  pass(1);
  assert.equal(reader.latest(), undefined);
});

test('it is not read more often than every 15 seconds, however often it is asked for', async () => {
  const { reader, pass, calls } = setUp();
  const reads = () => calls.filter((call) => call === 'figures').length;
  await reader.read();
  pass(14);
  await reader.read();
  assert.equal(reads(), 1);
  pass(1);
  await reader.read();
  assert.equal(reads(), 2);
});

test('where the sweeper comes round seldom, what it has read is told until it comes again', async () => {
  const { reader, pass } = setUp({ intervalMs: 600_000 });
  await reader.read();
  pass(1700);
  assert.ok(reader.latest());
});

test('what Kafka or Postgres does not tell is left out, and the rest is there', async () => {
  const away = () => Promise.reject(new Error('away'));
  const withoutKafka = setUp({ connectAdmin: away });
  await withoutKafka.reader.read();
  assert.deepEqual(withoutKafka.reader.latest(), { deadLetters: new Map(), ...SHOWN });
  assert.deepEqual(withoutKafka.calls, ['figures', 'figures.not_read']);
  const withoutPostgres = setUp({ readFigures: away });
  await withoutPostgres.reader.read();
  assert.deepEqual(withoutPostgres.reader.latest(), { deadLetters: LETTERS });
});
