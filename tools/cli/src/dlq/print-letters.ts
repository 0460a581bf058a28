// What `hopline dlq` prints. Pure.
import type { LoggedDelivery } from '@hopline/postgres/delivery-log/log-query';
import type { LoggedAttempt } from '@hopline/postgres/delivery-log/read-attempts';
import { safe } from '@hopline/runtime/terminal-text';
import { HEADER } from '@hopline/wire/headers';
import type { DiscardReport } from './discard-letters.ts';
import type { Letter } from './letter.ts';
import type { ReplayReport } from './replay-letters.ts';

/** What is said of a letter in a list, as JSON. */
export interface ListedLetter {
  /** `<partition>:<offset>`, as `show` takes it. */
  readonly place: string;
  readonly writtenAt: string;
  readonly reason: string;
  readonly detail: string | null;
  readonly organizationId: string | null;
  readonly endpointId: string | null;
  readonly deliveryId: string | null;
  /** What has become of the delivery by now; null when it is gone, or when the letter is not of one. */
  readonly state: string | null;
  /** Of a record: where it stood in the events topic, `<partition>:<offset>`. */
  readonly original: string | null;
}

/** @param state of the delivery now */
export function listedLetter({ record, ...letter }: Letter, state?: string): ListedLetter {
  const { partition, offset, timestamp, headers } = record;
  const text = (name: string) => headers[name]?.toString('utf8');
  const stood = text(HEADER.originalPartition);
  return {
    place: `${partition}:${offset}`,
    writtenAt: new Date(timestamp).toISOString(),
    reason: letter.reason,
    detail: letter.detail ?? null,
    organizationId: letter.organizationId ?? null,
    endpointId: letter.endpointId ?? null,
    deliveryId: letter.delivery?.id ?? null,
    state: state ?? null,
    original: stood === undefined ? null : `${stood}:${text(HEADER.originalOffset) ?? '?'}`,
  };
}

/** @param reasons how many letters there are for each reason, printed or not */
export function printList(letters: readonly ListedLetter[], reasons: ReadonlyMap<string, number>): string {
  const total = [...reasons.values()].reduce((sum, count) => sum + count, 0);
  if (total === 0) return 'There are no such dead letters.';
  const lines = letters.map((one) =>
    [one.place, one.writtenAt, one.reason, ...whose(one)].map((text) => safe(text)).join('  '),
  );
  const more = total > letters.length ? [`${total - letters.length} more are left out: --limit <n>`] : [];
  const counts = [...reasons]
    .sort((a, b) => b[1] - a[1])
    .map(([reason, count]) => `${safe(reason)} ${count}`);
  return [...lines, ...more, `${total} dead letters: ${counts.join(', ')}`].join('\n');
}

function whose({ organizationId, endpointId, deliveryId, state, original, detail }: ListedLetter): string[] {
  const named = Object.entries({ organization: organizationId, endpoint: endpointId, delivery: deliveryId });
  return [
    ...named.flatMap(([name, id]) => (id === null ? [] : [`${name} ${id}`])),
    ...(state === null ? [] : [`now ${state}`]),
    ...(original === null ? [] : [`stood at ${original}`]),
    ...(detail === null ? [] : [detail]),
  ];
}

/** What stands in Postgres of a delivery; undefined when it is not there. */
export interface StoredDelivery {
  readonly delivery: LoggedDelivery;
  readonly attempts: readonly LoggedAttempt[];
}

export function printLetter(letter: Letter, stored: StoredDelivery | undefined): string {
  const { headers, key, value } = letter.record;
  return [
    ...Object.entries(listedLetter(letter)).flatMap(([name, text]) =>
      text === null ? [] : [`${name}: ${safe(text)}`],
    ),
    `key: ${key === null ? 'none' : safe(key.toString('utf8'))}`,
    `value: ${value === null ? 'none' : `${value.length} bytes`}`,
    ...Object.entries(headers).map(
      ([name, bytes]) => `header ${safe(name)}: ${safe(bytes.toString('utf8'))}`,
    ),
    ...(letter.delivery === undefined ? [] : [printStored(stored)]),
  ].join('\n');
}

function printStored(stored: StoredDelivery | undefined): string {
  if (!stored) return 'in Postgres: nothing; it was dropped with its event';
  const { delivery, attempts } = stored;
  const { state, reason, attempts: count, eventId, type } = delivery;
  return [
    `in Postgres: ${state}${reason === null ? '' : ` (${reason})`}, attempted ${count} times, of event ${eventId} (${type})`,
    ...attempts.map(
      ({ number, startedAt, outcome, statusCode, durationMs }) =>
        `  attempt ${number}: ${startedAt.toISOString()} ${outcome}${statusCode === null ? '' : ` ${statusCode}`}, ${durationMs} ms`,
    ),
  ].join('\n');
}

export function printReplay(report: ReplayReport, dryRun: boolean): string {
  const { letters, replayed, passedOver, disabled, unusable } = report;
  return [
    `${letters} dead letters: ${replayed} ${dryRun ? 'would be' : 'were'} put back`,
    ...(passedOver > 0 ? [`${passedOver} passed over: moved on since, or gone`] : []),
    ...(disabled > 0 ? [`${disabled} left as they are: their endpoints are disabled`] : []),
    ...(unusable > 0 ? [`${unusable} hold nothing that could be put back`] : []),
  ].join('; ');
}

export function printDiscard(report: DiscardReport, dryRun: boolean): string {
  const { letters, discarded, passedOver, kept } = report;
  return [
    `${letters} dead letters: ${discarded} ${dryRun ? 'would be' : 'were'} discarded`,
    ...(passedOver > 0 ? [`${passedOver} passed over: moved on since, or gone`] : []),
    ...(kept > 0 ? [`${kept} kept: a letter that does not fit stands before them in their partition`] : []),
  ].join('; ');
}
