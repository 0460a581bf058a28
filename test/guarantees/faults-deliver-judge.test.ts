// The judge of deliver's fault runs finds what it should: each test spoils one thing.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { uuidV7 } from '@hopline/wire/uuid';
import type { DeliverEvidence } from '../faults/deliver/evidence.ts';
import { type DeliverJudgement, type JudgeLimits, judgeDeliver } from '../faults/deliver/judge.ts';
import {
  change,
  first,
  flakyPost,
  LIMITS,
  last,
  type Mutable,
  outcome,
  sign,
  soundEvidence,
  T0,
  without,
} from './sound-evidence.ts';

test('what is as it must be passes', () => {
  const { problems, ...counts } = judgeDeliver(soundEvidence(), LIMITS);
  assert.deepEqual(problems, []);
  assert.deepEqual(counts, {
    ...{ accepted: 2, refused: 0, unknown: 0, deliveries: 3, dead: 1, posts: 7 },
    ...{ lost: 0, doubled: 1, early: 0, late: undefined, unsigned: 0 },
  });
});

type Counts = Partial<Pick<DeliverJudgement, 'lost' | 'doubled' | 'early' | 'unsigned'>>;

const spoiled: [string, RegExp, Counts, (e: Mutable<DeliverEvidence>) => void][] = [
  [
    'an event that is missing',
    /accepted event that is not stored/,
    { lost: 1 },
    (e) => (e.events = without(e.events, 1)),
  ],
  ['an event that nobody sent', /event that nobody sent/, {}, (e) => (e.events = [...e.events, uuidV7()])],
  ['a record without an answer', /had no answer/, {}, (e) => outcome(e, 'waiting')],
  ['an event that was refused', /event that nobody sent/, {}, (e) => outcome(e, 'refused')],
  [
    'a delivery that is missing',
    /delivery that is missing/,
    { lost: 1 },
    (e) => (e.deliveries = without(e.deliveries, 1)),
  ],
  [
    'a delivery too many',
    /should not be/,
    {},
    (e) => (e.deliveries = [...e.deliveries, { ...first(e.deliveries), id: uuidV7() }]),
  ],
  [
    'a delivery that waits',
    /not ended, such as .*: pending/,
    { lost: 1 },
    (e) => change(e, 'deliveries', 0, { state: 'pending' }),
  ],
  [
    'a delivery that was cancelled',
    /was cancelled/,
    { lost: 1 },
    (e) => change(e, 'deliveries', 0, { state: 'cancelled' }),
  ],
  [
    'a success that nobody took',
    /said to have arrived/,
    { lost: 1 },
    (e) => change(e, 'posts', 0, { status: 500 }),
  ],
  [
    'a success of an endpoint that has none',
    /success of an endpoint/,
    { lost: 1 },
    (e) => change(e, 'deliveries', 2, { state: 'succeeded' }),
  ],
  [
    'a delivery that was given up early',
    /given up early/,
    { lost: 1 },
    (e) => (e.attempts = without(e.attempts, 5)),
  ],
  ['a dead letter that is missing', /without a dead letter/, { lost: 1 }, (e) => (e.letters = [])],
  [
    'a dead letter that was not noted',
    /without a dead letter/,
    { lost: 1 },
    (e) => change(e, 'deliveries', 2, { isDeadLettered: false }),
  ],
  [
    'a dead letter with another reason',
    /another reason/,
    {},
    (e) => change(e, 'letters', 0, { reason: 'nothing' }),
  ],
  [
    'a dead letter of what is alive',
    /not dead/,
    {},
    (e) => (e.letters = [...e.letters, { deliveryId: first(e.deliveries).id, reason: 'exhausted' }]),
  ],
  [
    'attempts after a success',
    /not its last attempt/,
    {},
    (e) => change(e, 'attempts', 1, { outcome: 'succeeded' }),
  ],
  [
    'more attempts than the ladder has',
    /more attempts/,
    {},
    (e) => (e.attempts = [...e.attempts, { ...last(e.attempts), number: 4 }]),
  ],
  [
    'an answer that nobody gave',
    /answer that nobody gave, such as 404/,
    { doubled: 2 },
    (e) => change(e, 'attempts', 1, { statusCode: 404 }),
  ],
  [
    'an outcome that was not',
    /another outcome, such as timeout of redirect/,
    {},
    (e) => change(e, 'attempts', 3, { outcome: 'timeout' }),
  ],
  [
    'a post to nobody',
    /post that should not be/,
    {},
    (e) => (e.posts = [...e.posts, { ...first(e.posts), webhookId: uuidV7() }]),
  ],
  ['a redirect that was followed', /was followed/, {}, (e) => (e.followed = ['stolen'])],
  [
    'a post too many',
    /than were under way, such as 2, not 1/,
    { doubled: 2 },
    (e) => (e.posts = [...e.posts, flakyPost(e, 200, T0 + 29_000)]),
  ],
  ['two posts at a time', /at a time/, {}, (e) => change(e, 'posts', 1, { endedAt: T0 + 18_001 })],
  [
    'two posts of which the first never ended',
    /at a time/,
    {},
    (e) => change(e, 'posts', 1, { endedAt: undefined }),
  ],
  [
    'a retry that came early',
    /after 1301 of 2000 ms/,
    { early: 1 },
    (e) => change(e, 'posts', 5, { endedAt: T0 + 1900 }),
  ],
  [
    'a retry before the lease was over',
    /after 6996 of 7995 ms/,
    { early: 1 },
    (e) => (e.posts = e.posts.with(2, flakyPost(e, 503, T0 + 7000))),
  ],
  [
    'a retry before the time that was asked for',
    /after 901 of 2000 ms/,
    { early: 1 },
    (e) => change(e, 'posts', 2, { status: 429, endedAt: T0 + 18_200 }),
  ],
  [
    'a post to an endpoint that has asked for a pause',
    /that is held, such as 1095 ms later/,
    { early: 1 },
    (e) => change(e, 'posts', 2, { status: 429 }),
  ],
  ['other bytes', /other bytes/, { unsigned: 1 }, (e) => change(e, 'posts', 0, { body: Buffer.from('{}') })],
  [
    'another signature',
    /signature is another/,
    { unsigned: 1 },
    (e) => sign(e, { 'webhook-signature': 'v1,AAAA' }),
  ],
  ['no stamp', /stamp is undefined/, { unsigned: 1 }, (e) => sign(e, { 'webhook-timestamp': undefined })],
  [
    'an old stamp',
    /ms off/,
    { unsigned: 1 },
    (e) => change(e, 'posts', 0, { at: T0 + 7000, endedAt: T0 + 7005 }),
  ],
  ['an offset that is not committed', /not committed/, {}, (e) => (e.committed = [4n, -1n])],
];

for (const [name, problem, { lost = 0, doubled = 1, early = 0, unsigned = 0 }, spoil] of spoiled) {
  test(`finds ${name}`, () => {
    const evidence = soundEvidence();
    spoil(evidence);
    const judgement = judgeDeliver(evidence, LIMITS);
    assert.match(judgement.problems.join('\n'), problem);
    const found = { lost: judgement.lost, early: judgement.early, unsigned: judgement.unsigned };
    assert.deepEqual(found, { lost, early, unsigned });
    assert.ok(judgement.doubled >= doubled, `${judgement.doubled} doubled`);
  });
}

test('those that fail may wait, and offsets with them, where somebody misbehaves', () => {
  const evidence = soundEvidence();
  change(evidence, 'deliveries', 2, { state: 'pending', isDeadLettered: false });
  evidence.letters = [];
  evidence.committed = [1n, -1n];
  assert.deepEqual(judgeDeliver(evidence, { ...LIMITS, endsWhole: false }).problems, []);
});

test('those that say that they are gone have nothing that waits, and maybe nothing at all', () => {
  const evidence = soundEvidence();
  evidence.endpoints = evidence.endpoints.map((one) =>
    one.behaviour === 'redirect' ? { ...one, behaviour: 'gone' } : one,
  );
  const [, , { id } = first(evidence.deliveries)] = evidence.deliveries;
  evidence.attempts = evidence.attempts.filter(({ deliveryId }) => deliveryId !== id);
  evidence.posts = evidence.posts.filter(({ behaviour }) => behaviour !== 'redirect');
  evidence.letters = [];
  change(evidence, 'deliveries', 2, { state: 'pending', isDeadLettered: false });
  assert.match(judgeDeliver(evidence, LIMITS).problems.join('\n'), /has not ended/);
  change(evidence, 'deliveries', 2, { state: 'cancelled' });
  assert.deepEqual(judgeDeliver(evidence, LIMITS).problems, []);
  evidence.deliveries = without(evidence.deliveries, 2);
  assert.deepEqual(judgeDeliver(evidence, LIMITS).problems, []);
});

test('whatever the judge can find fault with is spoiled here', () => {
  const sources = ['judge.ts', 'judge-holds.ts', 'judge-posts.ts'].map((file) =>
    readFileSync(join(import.meta.dirname, '../faults/deliver', file), 'utf8'),
  );
  const kinds = sources.flatMap((source) =>
    [...source.matchAll(/(?:faults\.add|lose)\(\s*'([^']+)'/g)].map(([, kind = '']) => kind),
  );
  assert.ok(kinds.length > 15);
  const found = spoiled.flatMap(([, , , spoil]) => {
    const evidence = soundEvidence();
    spoil(evidence);
    return judgeDeliver(evidence, LIMITS).problems;
  });
  for (const kind of new Set(kinds))
    assert.ok(
      found.some((line) => line.includes(` ${kind}, `)),
      kind,
    );
});

// The crash of the sound evidence is left out: the flaky one failed once, and took it then.
function calmEvidence(): Mutable<DeliverEvidence> {
  const evidence = soundEvidence();
  const flaky = evidence.attempts[1]?.deliveryId;
  evidence.attempts = evidence.attempts.map((row) =>
    row.deliveryId === flaky ? { ...row, number: row.number - 1 } : row,
  );
  evidence.posts = without(evidence.posts, 1);
  return evidence;
}

const late = (evidence: DeliverEvidence, limits: Partial<JudgeLimits> = { isCalm: true }) => {
  const judgement = judgeDeliver(evidence, { ...LIMITS, ...limits });
  return [judgement.late, judgement.problems.filter((line) => /late/.test(line)).length];
};

test('finds a retry that was late, where nothing but receivers may hold one up', () => {
  // Due at T0 + 18,505 and, of the other, T0 + 505 and T0 + 3,105.
  assert.deepEqual(late(calmEvidence()), [0, 0]);
  const after = (ms: number) => {
    const evidence = calmEvidence();
    change(evidence, 'posts', 2, { at: T0 + 18_505 + ms });
    return evidence;
  };
  assert.deepEqual(late(after(1499)), [0, 0]);
  assert.deepEqual(late(after(1500)), [1, 1]);
  assert.deepEqual(late(after(60_000), { isCalm: false }), [undefined, 0]);
});

test('a retry is not late while its endpoint has asked for a pause', () => {
  const evidence = calmEvidence();
  change(evidence, 'posts', 1, { status: 429 });
  change(evidence, 'attempts', 1, { statusCode: 429 });
  change(evidence, 'posts', 2, { at: T0 + 18_005 + 2000 + 1499 });
  assert.deepEqual(late(evidence), [0, 0]);
  change(evidence, 'posts', 2, { at: T0 + 18_005 + 2000 + 1500 });
  assert.deepEqual(late(evidence), [1, 1]);
});
