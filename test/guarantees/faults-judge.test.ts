// The judge of the fault runs is only worth something if it finds what it should: each test spoils one thing.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ReceivedRecord } from '@hopline/kafka/port';
import { HEADER } from '@hopline/wire/headers';
import { deliveryId } from '@hopline/wire/ids';
import { uuidV7 } from '@hopline/wire/uuid';
import type { Evidence } from '../faults/evidence.ts';
import { judge } from '../faults/judge.ts';
import { OutsideLedger, SEND_HEADER } from '../faults/outside-ledger.ts';
import { makeEvent } from '../support/produce-events.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Two events of which one was sent twice, and one record of poison, all as it must be. */
function soundEvidence(): Mutable<Evidence> {
  const organizationId = uuidV7();
  const ledger = new OutsideLedger();
  const events = [makeEvent(organizationId), makeEvent(organizationId)] as const;
  const log: ReceivedRecord[] = [];
  for (const event of [events[0], events[1], events[0], undefined]) {
    const offset = BigInt(log.length);
    const value = event?.body ?? Buffer.from('poison');
    const headers = { [SEND_HEADER]: String(offset) };
    const reason = event ? undefined : 'undecodable';
    const send = ledger.add({ partition: 0, key: organizationId, value, headers, event, reason });
    send.outcome = 'accepted';
    send.offset = offset;
    log.push({
      ...{ topic: 'events', partition: 0, offset, timestamp: 0, key: Buffer.from(organizationId), value },
      headers: { [SEND_HEADER]: Buffer.from(String(offset)) },
    });
  }
  const endpoint = { id: uuidV7(), organizationId, eventTypes: ['order.*'] };
  const deliveries = events.map(({ id }) => ({
    ...{ id: deliveryId(id, endpoint.id), eventId: id, endpointId: endpoint.id, state: 'pending' },
  }));
  const letter = log[3] as ReceivedRecord;
  return {
    ledger,
    log,
    endpoints: [endpoint],
    events: events.map(({ id, body }, i) => ({ id, organizationId, partition: 0, offset: BigInt(i), body })),
    deliveries,
    wakeUps: deliveries.map(({ id, endpointId }) => ({ endpointId, deliveryId: id })),
    letters: [
      {
        ...letter,
        headers: {
          ...letter.headers,
          [HEADER.reason]: Buffer.from('undecodable'),
          [HEADER.originalTopic]: Buffer.from('events'),
          [HEADER.originalPartition]: Buffer.from('0'),
          [HEADER.originalOffset]: Buffer.from('3'),
        },
      },
    ],
    ends: [4n],
    committed: [4n],
    progress: [{ partition: 0, firstOffset: 0n, nextOffset: 4n }],
    books: [{ partition: 0, organizationId, appended: 4, stored: 2, duplicates: 1, poison: 1 }],
  };
}

test('what is as it must be passes', () => {
  const { lost, doubled, problems, accepted, poison } = judge(soundEvidence());
  assert.deepEqual({ lost, doubled, problems }, { lost: 0, doubled: 0, problems: [] });
  assert.deepEqual({ accepted, poison }, { accepted: 4, poison: 1 });
});

const spoiled: [string, RegExp, { lost?: number; doubled?: number }, (e: Mutable<Evidence>) => void][] = [
  ['an event that is missing', /not stored/, { lost: 1 }, (e) => (e.events = e.events.slice(1))],
  ['a delivery that is missing', /is missing/, { lost: 1 }, (e) => (e.deliveries = e.deliveries.slice(1))],
  ['a dead letter that is missing', /without a dead letter/, { lost: 1 }, (e) => (e.letters = [])],
  [
    'an acknowledged record that the log lost',
    /not in the log/,
    { lost: 1 },
    (e) => (e.log = e.log.toSpliced(2, 1)),
  ],
  ['a row too many', /^$/, { doubled: 1 }, (e) => (e.events = [...e.events, ...e.events.slice(0, 1)])],
  [
    'a second delivery of an event to an endpoint',
    /should not be/,
    { doubled: 1 },
    (e) =>
      (e.deliveries = [...e.deliveries, ...e.deliveries.slice(0, 1).map((d) => ({ ...d, id: uuidV7() }))]),
  ],
  [
    'a refused record in the log',
    /refused record/,
    {},
    (e) => ((e.ledger.find(at(e, 0)) ?? fail()).outcome = 'refused'),
  ],
  [
    'a repeat that took the first one’s place',
    /first record/,
    {},
    (e) => change(e.events, 0, { offset: 2n }),
  ],
  ['an altered body', /other contents/, {}, (e) => change(e.events, 0, { body: Buffer.from('{}') })],
  [
    'an altered dead letter',
    /was altered/,
    {},
    (e) => change(e.letters, 0, { value: Buffer.from('poisoN') }),
  ],
  ['a good record among the dead letters', /good record/, {}, (e) => (e.letters = [...e.letters, at(e, 0)])],
  ['a wrong sum', /wrong sum/, {}, (e) => change(e.books, 0, { stored: 3, duplicates: 0 })],
  ['a record that was counted twice', /not what was passed/, {}, (e) => change(e.books, 0, { appended: 5 })],
  ['an offset that is not committed', /not committed/, {}, (e) => (e.committed = [3n])],
  ['progress short of the end', /short of the end/, {}, (e) => change(e.progress, 0, { nextOffset: 3n })],
  ['a delivery that nobody woke', /without a wake-up/, {}, (e) => (e.wakeUps = e.wakeUps.slice(1))],
];

for (const [name, problem, { lost = 0, doubled = 0 }, spoil] of spoiled) {
  test(`finds ${name}`, () => {
    const evidence = soundEvidence();
    spoil(evidence);
    const judgement = judge(evidence);
    assert.match(judgement.problems.join('\n'), problem);
    assert.deepEqual({ lost: judgement.lost, doubled: judgement.doubled }, { lost, doubled });
  });
}

test('a wake-up of its endpoint is one of the delivery', () => {
  const evidence = soundEvidence();
  evidence.wakeUps = evidence.endpoints.map(({ id }) => ({ endpointId: id, deliveryId: null }));
  assert.deepEqual(judge(evidence).problems, []);
});

function at({ log }: Evidence, offset: number): ReceivedRecord {
  return log[offset] ?? fail();
}

function fail(): never {
  throw new Error('the evidence is not what this test takes it for');
}

function change<T>(rows: readonly T[], index: number, changes: Partial<T>): void {
  Object.assign(rows[index] ?? fail(), changes);
}
