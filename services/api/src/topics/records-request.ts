// Which records of a topic somebody wants to see. Query parameters are text; nothing is coerced. Pure.
import Type, { type Static } from 'typebox';
import { RequestInvalidError } from '../errors.ts';
import { readMoment } from '../inbox/inbox-request.ts';

const DEFAULT_LIMIT = 20;
/** Of how many partitions records are read at once. */
export const MAX_PARTITIONS = 128;
const PLACE = '[0-9]{1,10}:[0-9]{1,19}';
const OFFSET = /^[0-9]{1,19}$/;
const MAX_OFFSET = 2n ** 63n - 1n;

export const RecordsQuery = Type.Object(
  {
    partition: Type.Optional(
      Type.String({ pattern: '^[0-9]{1,10}$', description: 'one partition; all of them without it' }),
    ),
    from: Type.Optional(
      Type.String({
        pattern:
          '^(latest|earliest|[0-9]{1,19}|[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9:.]{8,18}([Zz]|[+-][0-9]{2}:[0-9]{2}))$',
        description:
          'where to begin: `latest`, the newest (the default), `earliest`, an offset, which needs `partition`, or a time: records of then or later',
        examples: ['latest', 'earliest', '4711', '2026-03-01T12:00:00Z'],
      }),
    ),
    cursor: Type.Optional(
      Type.String({
        pattern: `^${PLACE}(,${PLACE}){0,${MAX_PARTITIONS - 1}}$`,
        description: 'next_cursor of an answer: what has come since; with neither `from` nor `partition`',
        examples: ['0:4711,1:815'],
      }),
    ),
    limit: Type.Optional(
      Type.String({ pattern: '^([1-9][0-9]?|100)$', description: `1 to 100; ${DEFAULT_LIMIT} without it` }),
    ),
  },
  { additionalProperties: false },
);

export type From =
  | { readonly kind: 'latest' | 'earliest' }
  | { readonly kind: 'offset'; readonly offset: bigint }
  | { readonly kind: 'time'; readonly sinceMs: number }
  | { readonly kind: 'cursor'; readonly places: ReadonlyMap<number, bigint> };

export interface RecordsRequest {
  /** Undefined for all of them, or for those of the cursor. */
  readonly partition: number | undefined;
  readonly from: From;
  readonly limit: number;
}

/** @throws {RequestInvalidError} for what no pattern can say */
export function readRecordsRequest(query: Static<typeof RecordsQuery>): RecordsRequest {
  const { partition, from = 'latest', cursor, limit } = query;
  if (cursor !== undefined && (partition !== undefined || query.from !== undefined))
    throw new RequestInvalidError('/cursor', 'stands with neither partition nor from');
  const request = {
    partition: partition === undefined ? undefined : Number(partition),
    from: cursor === undefined ? readFrom(from) : readCursor(cursor),
    limit: limit === undefined ? DEFAULT_LIMIT : Number(limit),
  };
  if (request.from.kind === 'offset' && partition === undefined)
    throw new RequestInvalidError('/partition', 'is required with an offset');
  return request;
}

function readFrom(text: string): From {
  if (text === 'latest' || text === 'earliest') return { kind: text };
  if (OFFSET.test(text)) return { kind: 'offset', offset: readOffset('/from', text) };
  return { kind: 'time', sinceMs: Math.floor(readMoment('/from', text) / 1000) };
}

function readCursor(text: string): From {
  const places = text.split(',').map((place): [number, bigint] => {
    const [partition = '', offset = ''] = place.split(':');
    return [Number(partition), readOffset('/cursor', offset)];
  });
  return { kind: 'cursor', places: new Map(places) };
}

function readOffset(pointer: string, text: string): bigint {
  const offset = BigInt(text);
  if (offset > MAX_OFFSET) throw new RequestInvalidError(pointer, 'has an offset that no record can have');
  return offset;
}

/** `0:4711,1:815`. */
export function printCursor(places: ReadonlyMap<number, bigint>): string {
  return [...places]
    .sort(([a], [b]) => a - b)
    .map(([partition, offset]) => `${partition}:${offset}`)
    .join(',');
}
