// The judgement: a pure function of what was sent and what was found. What stands in the log is the truth of what was
// accepted; from it follows, record by record, what must stand in the tables and in the dead-letter topic.
import type { ReceivedRecord } from '@hopline/kafka/port';
import { organizationOfKey } from '@hopline/wire/event';
import { HEADER } from '@hopline/wire/headers';
import { deliveryId } from '@hopline/wire/ids';
import { isUuid } from '@hopline/wire/uuid';
import type { BookedCounts, Evidence } from './evidence.ts';
import type { Send } from './outside-ledger.ts';
import { matches } from './tenants.ts';

export interface Judgement {
  readonly accepted: number;
  readonly refused: number;
  readonly unknown: number;
  /** Rows of events. */
  readonly stored: number;
  readonly deliveries: number;
  readonly poison: number;
  /** Acknowledged records, their deliveries or their dead letters that are nowhere. */
  readonly lost: number;
  /** Rows too many, of events and of deliveries. */
  readonly doubled: number;
  /** Everything that is not as it must be, each kind in one line. */
  readonly problems: readonly string[];
}

/** Under which records are counted whose key names no organization. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

interface Found {
  readonly record: ReceivedRecord;
  readonly send: Send;
}

/** Counts faults of a kind and keeps the first as an example. */
export class Faults {
  readonly #kinds = new Map<string, { count: number; example: string }>();

  add(kind: string, example: string): void {
    const known = this.#kinds.get(kind);
    if (known) known.count += 1;
    else this.#kinds.set(kind, { count: 1, example });
  }

  lines(): string[] {
    return [...this.#kinds].map(([kind, { count, example }]) => `${count} × ${kind}, such as ${example}`);
  }
}

const placeOf = (at: { partition: number; offset: bigint }) => `${at.partition}/${at.offset}`;

export function judge(evidence: Evidence): Judgement {
  const { ledger, log } = evidence;
  const faults = new Faults();
  const found = log.flatMap((record): Found[] => {
    const send = ledger.find(record);
    if (!send) faults.add('a record that nobody sent', placeOf(record));
    else if (send.outcome === 'refused') faults.add('a refused record in the log', placeOf(record));
    return send ? [{ record, send }] : [];
  });
  const firsts = new Map<string, Found>();
  for (const one of found) {
    const id = one.send.event?.id;
    if (id !== undefined && !firsts.has(id)) firsts.set(id, one);
  }
  const poison = found.filter(({ send }) => send.reason !== undefined);

  const lost =
    judgeLog(evidence, faults) +
    judgeEvents(evidence, firsts, faults) +
    judgeDeliveries(evidence, firsts, faults) +
    judgeLetters(evidence, poison, faults);
  const doubled = countDoubled(evidence.events, ({ id }) => id) + countDoubledDeliveries(evidence);
  judgeBooks(evidence, found, firsts, faults);
  judgeWakeUps(evidence, faults);
  return {
    accepted: ledger.count('accepted'),
    refused: ledger.count('refused'),
    unknown: ledger.count('unknown'),
    stored: evidence.events.length,
    deliveries: evidence.deliveries.length,
    poison: poison.length,
    lost,
    doubled,
    problems: faults.lines(),
  };
}

/** What was acknowledged stands where the acknowledgement said. */
function judgeLog({ ledger, log }: Evidence, faults: Faults): number {
  const byPlace = new Map(log.map((record) => [placeOf(record), ledger.find(record)]));
  let lost = 0;
  for (const send of ledger.sends) {
    if (send.outcome === 'waiting') faults.add('a record that had no answer', `send ${send.number}`);
    if (send.outcome !== 'accepted') continue;
    const { partition, offset } = send;
    const place = offset === undefined ? 'no place' : placeOf({ partition, offset });
    if (byPlace.get(place) === send) continue;
    faults.add('an acknowledged record that is not in the log', `${place} of send ${send.number}`);
    lost += 1;
  }
  return lost;
}

/** Each event is one row, made from the first of its records. */
function judgeEvents({ events }: Evidence, firsts: ReadonlyMap<string, Found>, faults: Faults): number {
  const rows = new Map(events.map((row) => [row.id, row]));
  for (const id of rows.keys()) if (!firsts.has(id)) faults.add('an event that nobody sent', id);
  let lost = 0;
  for (const [id, { record, send }] of firsts) {
    const row = rows.get(id);
    if (!row) {
      faults.add('an event that is not stored', `${id} at ${placeOf(record)}`);
      lost += 1;
    } else if (placeOf(row) !== placeOf(record)) {
      faults.add('an event that is not its first record', `${id}: ${placeOf(row)}, not ${placeOf(record)}`);
    } else if (!send.event?.body.equals(row.body) || row.organizationId !== send.event.organization_id) {
      faults.add('an event with other contents', id);
    }
  }
  return lost;
}

/** Each event has one delivery for each endpoint that matches, and no other. */
function judgeDeliveries(
  { deliveries, endpoints }: Evidence,
  firsts: ReadonlyMap<string, Found>,
  faults: Faults,
): number {
  const missing = new Map<string, string>();
  for (const [id, { send }] of firsts) {
    for (const endpoint of endpoints) {
      if (endpoint.organizationId !== send.event?.organization_id) continue;
      if (matches(endpoint, send.event.type)) missing.set(deliveryId(id, endpoint.id), id);
    }
  }
  const expected = new Set(missing.keys());
  for (const { id, eventId } of deliveries) {
    if (!expected.has(id)) faults.add('a delivery that should not be', `${id} of event ${eventId}`);
    missing.delete(id);
  }
  for (const [id, eventId] of missing) faults.add('a delivery that is missing', `${id} of event ${eventId}`);
  return missing.size;
}

/** Each record of poison has a dead letter with its reason, bytes, key, headers and place; nothing else has one. */
function judgeLetters({ letters }: Evidence, poison: readonly Found[], faults: Faults): number {
  const missing = new Map(poison.map((one) => [placeOf(one.record), one]));
  const byPlace = new Map(missing);
  for (const letter of letters) {
    const text = (name: string) => letter.headers[name]?.toString() ?? '';
    const place = `${text(HEADER.originalPartition)}/${text(HEADER.originalOffset)}`;
    const of = byPlace.get(place);
    missing.delete(place);
    if (!of) faults.add('a good record among the dead letters', `${place}: ${text(HEADER.reason)}`);
    else if (text(HEADER.reason) !== of.send.reason) {
      faults.add('a dead letter with another reason', `${text(HEADER.reason)}, not ${of.send.reason}`);
    } else if (!isWhole(letter, of.record)) faults.add('a dead letter that was altered', place);
  }
  for (const [place, { send }] of missing)
    faults.add('poison without a dead letter', `${place} ${send.reason}`);
  return missing.size;
}

function isWhole(letter: ReceivedRecord, original: ReceivedRecord): boolean {
  const same = (a: Buffer | null | undefined, b: Buffer | null) =>
    b === null ? a === null : a?.equals(b) === true;
  const headers = Object.entries(original.headers);
  return (
    same(letter.value, original.value) &&
    same(letter.key, original.key) &&
    letter.headers[HEADER.originalTopic]?.toString() === original.topic &&
    headers.every(([name, value]) => same(letter.headers[name], value))
  );
}

/** The ledger's two identities, and each of its figures, by what stands in the log. */
function judgeBooks(
  { books, progress, ends, committed }: Evidence,
  found: readonly Found[],
  firsts: ReadonlyMap<string, Found>,
  faults: Faults,
): void {
  type Counts = Omit<BookedCounts, 'partition' | 'organizationId'>;
  const expected = new Map<string, { -readonly [K in keyof Counts]: Counts[K] }>();
  for (const one of found) {
    const { record, send } = one;
    const named = organizationOfKey(record.key?.toString() ?? '');
    const key = `${record.partition} ${isUuid(named) ? named : NOBODY}`;
    const counts = expected.get(key) ?? { appended: 0, stored: 0, duplicates: 0, poison: 0, conflicts: 0 };
    expected.set(key, counts);
    counts.appended += 1;
    const first = send.event && firsts.get(send.event.id);
    if (first === undefined) counts.poison += 1;
    else if (first === one) counts.stored += 1;
    else counts.duplicates += 1;
    if (first && send.event && !first.send.event?.body.equals(send.event.body)) counts.conflicts += 1;
  }
  const text = ({ appended, stored, duplicates, poison, conflicts }: Counts) =>
    `${appended} = ${stored} + ${duplicates} (${conflicts} of them conflicts) + ${poison}`;
  const booked = new Map(books.map((row) => [`${row.partition} ${row.organizationId}`, text(row)]));
  for (const key of new Set([...expected.keys(), ...booked.keys()])) {
    const counts = expected.get(key);
    const right = counts ? text(counts) : 'nothing';
    const is = booked.get(key) ?? 'nothing';
    if (is !== right) faults.add('a wrong sum in the ledger', `${key}: ${is}, not ${right}`);
  }
  for (const [partition, end] of ends.entries()) {
    if (end === 0n) continue;
    const row = progress.find((one) => one.partition === partition);
    const appended = books.reduce((sum, one) => sum + (one.partition === partition ? one.appended : 0), 0);
    if (row?.nextOffset !== end) faults.add('progress short of the end', `${partition}: ${row?.nextOffset}`);
    if (BigInt(appended) !== (row?.nextOffset ?? 0n) - (row?.firstOffset ?? 0n)) {
      faults.add('appended is not what was passed', `${partition}: ${appended}`);
    }
    if (committed[partition] !== end) {
      faults.add('an offset that is not committed', `${partition}: ${committed[partition]}, not ${end}`);
    }
  }
}

/** Nobody delivers here, so every delivery still waits: for a wake-up of its own, or of its endpoint. */
function judgeWakeUps({ deliveries, wakeUps }: Evidence, faults: Faults): void {
  const woken = new Set(wakeUps.map(({ deliveryId }) => deliveryId));
  const endpoints = new Set(
    wakeUps.filter(({ deliveryId }) => deliveryId === null).map(({ endpointId }) => endpointId),
  );
  for (const { id, endpointId, state } of deliveries) {
    if (state !== 'pending') faults.add('a delivery that is not pending', `${id}: ${state}`);
    if (!woken.has(id) && !endpoints.has(endpointId)) faults.add('a delivery without a wake-up', id);
  }
}

function countDoubled<T>(rows: readonly T[], keyOf: (row: T) => string): number {
  return rows.length - new Set(rows.map(keyOf)).size;
}

function countDoubledDeliveries({ deliveries }: Evidence): number {
  return countDoubled(deliveries, ({ eventId, endpointId }) => `${eventId} ${endpointId}`);
}
