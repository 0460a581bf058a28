// The judge of the fault runs is only worth something if it finds what it should: each test spoils one thing.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
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

/**
 * Two events, of which one was sent a second time and a third time with other content, and one record of poison: all as
 * it must be.
 */
function soundEvidence(): Mutable<Evidence> {
  const organizationId = uuidV7();
  const ledger = new OutsideLedger();
  const events = [makeEvent(organizationId), makeEvent(organizationId)] as const;
  const conflicting = { ...events[0], body: Buffer.from('{"other":true}') };
  const log: ReceivedRecord[] = [];
  for (const event of [events[0], events[1], events[0], conflicting, undefined]) {
    const offset = BigInt(log.length);
    const value = event?.body ?? Buffer.from('poison');
    const headers = { [SEND_HEADER]: String(offset) };
    const [oddity, reason] = event ? [] : ['random bytes', 'undecodable'];
    const send = ledger.add({ partition: 0, key: organizationId, value, headers, event, oddity, reason });
    send.outcome = 'accepted';
    send.offset = offset;
    log.push({
      ...{ topic: 'events', partition: 0, offset, timestamp: 0, key: Buffer.from(organizationId), value },
      headers: { [SEND_HEADER]: Buffer.from(String(offset)) },
    });
  }
  const endpoint = { id: uuidV7(), organizationId, eventTypes: ['order.*'] };
  const other = { id: uuidV7(), organizationId, eventTypes: ['invoice.*'] };
  const deliveries = events.map(({ id }) => ({
    ...{ id: deliveryId(id, endpoint.id), eventId: id, endpointId: endpoint.id, state: 'pending' },
  }));
  const letter = log[4] as ReceivedRecord;
  return {
    ledger,
    log,
    endpoints: [endpoint, other],
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
          [HEADER.originalOffset]: Buffer.from('4'),
        },
      },
    ],
    ends: [5n],
    committed: [5n],
    progress: [{ partition: 0, firstOffset: 0n, nextOffset: 5n }],
    books: [{ partition: 0, organizationId, appended: 5, stored: 2, duplicates: 2, poison: 1, conflicts: 1 }],
  };
}

test('what is as it must be passes', () => {
  const { lost, doubled, problems, accepted, poison } = judge(soundEvidence());
  assert.deepEqual({ lost, doubled, problems }, { lost: 0, doubled: 0, problems: [] });
  assert.deepEqual({ accepted, poison }, { accepted: 5, poison: 1 });
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
  [
    'an event of another organization',
    /other contents/,
    {},
    (e) => change(e.events, 0, { organizationId: uuidV7() }),
  ],
  ['an event that nobody sent', /event that nobody sent/, {}, (e) => (e.events = [...e.events, strange(e)])],
  [
    'a record that nobody sent',
    /record that nobody sent/,
    {},
    (e) => (e.log = [...e.log, { ...at(e, 0), headers: {}, offset: 5n, value: Buffer.from('?') }]),
  ],
  [
    'a record that had no answer',
    /had no answer/,
    {},
    (e) => ((e.ledger.find(at(e, 0)) ?? fail()).outcome = 'waiting'),
  ],
  [
    'an acknowledgement of another place',
    /no place of send 0/,
    { lost: 1 },
    (e) => ((e.ledger.find(at(e, 0)) ?? fail()).offset = undefined),
  ],
  ['an altered body', /other contents/, {}, (e) => change(e.events, 0, { body: Buffer.from('{}') })],
  [
    'a dead letter with other bytes',
    /was altered/,
    {},
    (e) => change(e.letters, 0, { value: Buffer.from('poisoN') }),
  ],
  ['a dead letter with another key', /was altered/, {}, (e) => change(e.letters, 0, { key: null })],
  ['a dead letter without a header', /was altered/, {}, (e) => respell(e, SEND_HEADER, undefined)],
  ['a dead letter of another topic', /was altered/, {}, (e) => respell(e, HEADER.originalTopic, 'others')],
  [
    'a dead letter with another reason',
    /another reason, such as invalid, not undecodable/,
    {},
    (e) => respell(e, HEADER.reason, 'invalid'),
  ],
  [
    'a dead letter of another place',
    /without a dead letter/,
    { lost: 1 },
    (e) => respell(e, HEADER.originalOffset, '7'),
  ],
  ['a good record among the dead letters', /good record/, {}, (e) => (e.letters = [...e.letters, at(e, 0)])],
  ['a wrong sum', /wrong sum/, {}, (e) => change(e.books, 0, { stored: 3, duplicates: 0 })],
  ['a record that was counted twice', /not what was passed/, {}, (e) => change(e.books, 0, { appended: 6 })],
  ['a conflict that was not counted', /wrong sum/, {}, (e) => change(e.books, 0, { conflicts: 0 })],
  [
    'records that were counted for somebody else',
    /wrong sum/,
    {},
    (e) => change(e.books, 0, { organizationId: uuidV7() }),
  ],
  ['an offset that is not committed', /not committed/, {}, (e) => (e.committed = [4n])],
  ['progress short of the end', /short of the end/, {}, (e) => change(e.progress, 0, { nextOffset: 4n })],
  ['a delivery that nobody woke', /without a wake-up/, {}, (e) => (e.wakeUps = e.wakeUps.slice(1))],
  [
    'a delivery that another endpoint was woken for',
    /without a wake-up/,
    {},
    (e) => (e.wakeUps = [{ endpointId: e.endpoints[1]?.id ?? '', deliveryId: null }]),
  ],
  [
    'a delivery to an endpoint that does not match',
    /should not be/,
    {},
    (e) => (e.deliveries = [...e.deliveries, misled(e)]),
  ],
  [
    'a delivery that is not pending',
    /not pending, such as .*: cancelled/,
    {},
    (e) => change(e.deliveries, 0, { state: 'cancelled' }),
  ],
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

test('whatever the judge can find fault with is spoiled here', () => {
  const source = readFileSync(join(import.meta.dirname, '../faults/judge.ts'), 'utf8');
  const kinds = [...source.matchAll(/faults\.add\(\s*'([^']+)'/g)].map(([, kind = '']) => kind);
  assert.ok(kinds.length > 15, `${kinds.length} kinds`);
  const found = spoiled.flatMap(([, , , spoil]) => {
    const evidence = soundEvidence();
    spoil(evidence);
    return judge(evidence).problems;
  });
  const isFound = (kind: string) => found.some((problem) => problem.includes(`× ${kind}, such as `));
  assert.deepEqual(
    kinds.filter((kind) => !isFound(kind)),
    [],
  );
});

test('a wake-up of its endpoint is one of the delivery', () => {
  const evidence = soundEvidence();
  evidence.wakeUps = evidence.endpoints.map(({ id }) => ({ endpointId: id, deliveryId: null }));
  assert.deepEqual(judge(evidence).problems, []);
});

function at({ log }: Evidence, offset: number): ReceivedRecord {
  return log[offset] ?? fail();
}

/** An event's row that comes from no record. */
function strange({ events }: Evidence) {
  return { ...(events[0] ?? fail()), id: uuidV7(), offset: 9n };
}

/** A delivery of the first event to the endpoint that does not want it, with its wake-up. */
function misled(evidence: Mutable<Evidence>) {
  const [eventId, endpointId] = [evidence.events[0]?.id ?? fail(), evidence.endpoints[1]?.id ?? fail()];
  const id = deliveryId(eventId, endpointId);
  evidence.wakeUps = [...evidence.wakeUps, { endpointId, deliveryId: id }];
  return { id, eventId, endpointId, state: 'pending' };
}

/** Gives the dead letter's header another text, or takes it away. */
function respell(evidence: Mutable<Evidence>, header: string, text: string | undefined): void {
  const { [header]: _, ...others } = evidence.letters[0]?.headers ?? fail();
  const headers = text === undefined ? others : { ...others, [header]: Buffer.from(text) };
  change(evidence.letters, 0, { headers });
}

function fail(): never {
  throw new Error('the evidence is not what this test takes it for');
}

function change<T>(rows: readonly T[], index: number, changes: Partial<T>): void {
  Object.assign(rows[index] ?? fail(), changes);
}
