// Requests for every operation of the API with what belongs to another organization in all places that take an id, a key or
// a cursor. What an operation needs beside that stands here by its name: a new one has to be added.
import type { Json, Operation, Schema } from '../openapi/document.ts';
import { entriesOf } from '../openapi/document.ts';
import type { Estate } from './estate.ts';

export interface Ask {
  /** For people: the operation and what of the other's it names. */
  readonly what: string;
  readonly operation: Operation;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  /** Whether it asks for one thing of the other's, rather than for one's own with a name of the other's in it. */
  readonly names: 'a thing' | 'in passing';
}

const EVENT = { type: 'an.event', payload: {} };
const HOOK = { url: 'http://127.0.0.1:9/' };

/** Every operation, with a body that it takes; in the order in which its owner can do all of it, one after the other. */
export const BODIES: Readonly<Record<string, object | undefined>> = {
  'GET /healthz': undefined,
  'GET /readyz': undefined,
  'GET /metrics': undefined,
  'GET /openapi.json': undefined,
  'GET /api/sessions/current': undefined,
  'GET /api/organizations': undefined,
  'GET /api/organizations/{id}': undefined,
  'GET /api/keys': undefined,
  'GET /api/endpoints': undefined,
  'GET /api/endpoints/{id}': undefined,
  'GET /api/endpoints/{id}/health': undefined,
  'GET /api/inbox': undefined,
  'GET /api/stats': undefined,
  'GET /api/stats/stream': undefined,
  'GET /api/events/stream': undefined,
  'GET /api/admin/lag/stream': undefined,
  'GET /api/admin/topics': undefined,
  'GET /api/admin/topics/{name}': undefined,
  'GET /api/admin/topics/{name}/records': undefined,
  'GET /api/admin/groups': undefined,
  'GET /api/admin/groups/{id}': undefined,
  'GET /api/events/{id}': undefined,
  'GET /api/deliveries': undefined,
  'GET /api/deliveries/{id}': undefined,
  'GET /api/replays': undefined,
  'GET /api/replays/{id}': undefined,
  'GET /api/reconcile': undefined,
  'PATCH /api/organizations/{id}': { rate_limit: 900 },
  'POST /api/sessions': { token: 'no key' },
  'POST /api/portal-sessions': {},
  'POST /api/keys/generate': { organization_name: 'another' },
  'POST /api/keys': {},
  'POST /api/keys/rotate': {},
  'POST /api/events': EVENT,
  'POST /api/events/batch': { events: [EVENT] },
  'POST /api/endpoints': HOOK,
  'PATCH /api/endpoints/{id}': { paused: true },
  'POST /api/endpoints/{id}/rotate-secret': {},
  'POST /api/endpoints/{id}/test': {},
  'POST /api/endpoints/{id}/replay': { select: 'failed' },
  'POST /api/deliveries/{id}/cancel': undefined,
  'POST /api/deliveries/{id}/retry': undefined,
  'POST /api/replays': { select: 'failed' },
  'POST /api/replays/{id}/pause': undefined,
  'POST /api/replays/{id}/resume': undefined,
  'POST /api/replays/{id}/cancel': undefined,
  'DELETE /api/sessions/current': undefined,
  'DELETE /api/keys/{id}': undefined,
  'DELETE /api/endpoints/{id}': undefined,
};

/** What of the other's is put into a place, by the name of the place; `{id}` by the path before it. */
const PLACES: Readonly<Record<string, keyof Estate>> = {
  '/api/organizations/{id}': 'organizationId',
  '/api/keys/{id}': 'keyId',
  '/api/endpoints/{id}': 'endpointId',
  '/api/events/{id}': 'eventId',
  '/api/deliveries/{id}': 'deliveryId',
  '/api/replays/{id}': 'replayId',
  '/api/admin/topics/{id}': 'topic',
  '/api/admin/groups/{id}': 'group',
  organization_id: 'organizationId',
  endpoint_id: 'endpointId',
  event_id: 'eventId',
  key_id: 'keyId',
  dedup_id: 'dedupId',
  ordering_key: 'orderingKey',
  'idempotency-key': 'dedupId',
  'last-event-id': 'eventId',
  type: 'eventType',
};

const NAMES_SOMETHING = /(^|[_-])(id|ids|key|keys|cursor)$/i;

/**
 * The requests for these operations.
 * @throws {Error} for an operation, or a place that names something, which this file does not know
 */
export function asksFor(operations: readonly Operation[], estate: Estate): Ask[] {
  const unknown = operations.filter(({ name }) => !(name in BODIES)).map(({ name }) => name);
  if (unknown.length > 0) throw new Error(`say in ${import.meta.filename} how to call ${unknown.join(', ')}`);
  const order = Object.keys(BODIES);
  return operations
    .toSorted((a, b) => order.indexOf(a.name) - order.indexOf(b.name))
    .flatMap((operation) => asksForOne(operation, estate));
}

function asksForOne(operation: Operation, estate: Estate): Ask[] {
  const { name, parameters } = operation;
  const body = BODIES[name];
  const path = operation.path.replace(/\{.*?\}/g, (_, at) =>
    valueFor(operation.path.slice(0, at), '{id}', estate),
  );
  const plain: Ask = {
    ...{ what: name, operation, path, headers: {}, body },
    names: path === operation.path ? 'in passing' : 'a thing',
  };
  const inPassing = (place: string, change: Partial<Ask>): Ask => ({
    ...plain,
    ...change,
    names: 'in passing',
    what: `${name} with the other's ${place}`,
  });
  const inQuery = parameters
    .filter((one) => one.in === 'query' && (NAMES_SOMETHING.test(one.name) || one.name === 'type'))
    .map((one) => {
      const value = valueFor(operation.path, one.name, estate);
      return inPassing(one.name, { path: `${path}?${new URLSearchParams({ [one.name]: value })}` });
    });
  const inHeaders = parameters
    .filter((one) => one.in === 'header' && NAMES_SOMETHING.test(one.name))
    .map((one) =>
      inPassing(one.name, { headers: { [one.name]: valueFor('', one.name.toLowerCase(), estate) } }),
    );
  const inBody = [...memberPaths(operation.bodies.get('application/json') ?? {})].map((members) => {
    const place = members.at(-1) ?? '';
    return inPassing(place, { body: withMember(body, members, valueFor('', place, estate)) });
  });
  // A test event names its endpoint by its ordering key: that of another organization is nobody's to name.
  const feigned = name === 'POST /api/events' && [
    inPassing('endpoint as that of a test event', {
      body: { ...EVENT, type: 'endpoint.test', ordering_key: estate.endpointId },
    }),
  ];
  return [plain, ...inQuery, ...inHeaders, ...inBody, ...(feigned || [])];
}

function valueFor(before: string, place: string, estate: Estate): string {
  const value =
    place === 'cursor'
      ? estate.cursors[before]
      : estate[PLACES[`${place === '{id}' ? before : ''}${place}`] ?? 'cursors'];
  if (typeof value !== 'string')
    throw new Error(`say in ${import.meta.filename} what ${before} ${place} names`);
  return value;
}

/** Where in a body something is named: the members that lead there, `0` for an array's. */
function* memberPaths(schema: Schema): Generator<string[]> {
  if (schema.items) for (const rest of memberPaths(schema.items as Schema)) yield ['0', ...rest];
  for (const choice of (schema.anyOf ?? schema.allOf ?? []) as Schema[]) yield* memberPaths(choice);
  for (const [name, inner] of entriesOf<Schema>(schema.properties)) {
    if (NAMES_SOMETHING.test(name)) yield [name];
    else for (const rest of memberPaths(inner)) yield [name, ...rest];
  }
}

function withMember(body: unknown, [name = '', ...rest]: readonly string[], value: string): unknown {
  const inner = (body as Json | undefined)?.[name];
  const made = rest.length === 0 ? value : withMember(inner, rest, value);
  return Array.isArray(body) ? [made] : { ...(body as Json | undefined), [name]: made };
}
