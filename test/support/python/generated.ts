// What clients/python has from the API's description: types.py and _codes.py.
import { join } from 'node:path';
import { CONSOLE_ONLY } from '../openapi/console-only.ts';
import { entriesOf, type Json, type Operation, operationsOf, type Schema } from '../openapi/document.ts';
import { TypedDicts } from './typed-dicts.ts';

export const pythonFolder = join(import.meta.dirname, '../../../clients/python');

const HEADER = "# Made from the API's description by `npm run python`: change that.\n";

/** What a key may do, and what its answers are called. Those that others hold come first: they give the name. */
const ANSWERS: Readonly<Record<string, string>> = {
  'POST /api/events': 'Accepted',
  'GET /api/events/{id}': 'StoredEvent',
  'GET /api/reconcile': 'Reconciliation',
  'GET /api/endpoints/{id}': 'Endpoint',
  'POST /api/endpoints': 'NewEndpoint',
  'PATCH /api/endpoints/{id}': 'Endpoint',
  'POST /api/endpoints/{id}/rotate-secret': 'NewEndpoint',
  'POST /api/endpoints/{id}/test': 'Accepted',
  'GET /api/deliveries/{id}': 'Delivery',
  'POST /api/deliveries/{id}/retry': 'RetriedDelivery',
  'POST /api/deliveries/{id}/cancel': 'CancelledDelivery',
  'POST /api/replays': 'Replay',
  'POST /api/endpoints/{id}/replay': 'Replay',
  'GET /api/replays/{id}': 'ReplayWithDeliveries',
  'POST /api/replays/{id}/pause': 'Replay',
  'POST /api/replays/{id}/resume': 'Replay',
  'POST /api/replays/{id}/cancel': 'Replay',
  'POST /api/keys': 'NewKey',
  'POST /api/keys/rotate': 'RotatedKey',
  'POST /api/portal-sessions': 'PortalSession',
  'GET /api/stats': 'LiveStats',
  'GET /api/endpoints/{id}/health': 'RecentHealth',
};

/** What answers 200 instead, and does nothing, when `dry_run` asks for that: the client has a method of its own for it. */
const PREVIEWS: Readonly<Record<string, string>> = {
  'POST /api/replays': 'ReplayPreview',
  'POST /api/endpoints/{id}/replay': 'ReplayPreview',
};

/** Lists, of which the client gives the items: what is in them, and what an item is called. */
export const LISTS: Readonly<Record<string, readonly [member: string, item: string]>> = {
  'GET /api/inbox': ['events', 'InboxEvent'],
  'GET /api/endpoints': ['endpoints', 'Endpoint'],
  'GET /api/deliveries': ['deliveries', 'Delivery'],
  'GET /api/replays': ['replays', 'Replay'],
  'GET /api/keys': ['keys', 'ApiKey'],
};

const REQUESTS: Readonly<Record<string, string>> = {
  'POST /api/endpoints': 'CreateEndpoint',
  'PATCH /api/endpoints/{id}': 'UpdateEndpoint',
  'POST /api/endpoints/{id}/rotate-secret': 'RotateSecret',
  'POST /api/replays': 'CreateReplay',
  'POST /api/endpoints/{id}/replay': 'CreateReplay',
  'POST /api/keys': 'CreateKey',
  'POST /api/keys/rotate': 'RotateKey',
  'POST /api/portal-sessions': 'CreatePortalSession',
};

/** Streams of server-sent events, whose messages the client knows by hand, and the file that reads each. */
export const STREAMS: Readonly<Record<string, string>> = {
  'GET /api/stats/stream': 'stats.py',
  'GET /api/events/stream': 'events.py',
};

/** Written by hand: events are encoded once, byte for byte, and a batch's answer is read item by item. */
const BY_HAND = new Set(['POST /api/events', 'POST /api/events/batch']);

/** The files below src/hopline, by name. */
export function generatedFiles(document: Json): Map<string, string> {
  const operations = new Map(
    operationsOf(document)
      .filter(({ name, security }) => security.includes('apiKey') && !(name in CONSOLE_ONLY))
      .map((one) => [one.name, one]),
  );
  return new Map([
    ['types.py', typesOf(operations)],
    ['_codes.py', codesOf(document)],
  ]);
}

function typesOf(operations: ReadonlyMap<string, Operation>): string {
  const types = new TypedDicts();
  const find = (name: string): Operation => {
    const operation = operations.get(name);
    if (!operation) throw new Error(`a key may not ${name}, or there is no such thing`);
    return operation;
  };
  const must = (given: string, expected: string, what: string) => {
    if (given !== expected) throw new Error(`${what} is ${given}, not ${expected}`);
  };
  for (const [name, as] of Object.entries(ANSWERS)) {
    must(types.add(as, answerOf(find(name)), 'answer'), as, name);
  }
  for (const [name, as] of Object.entries(PREVIEWS)) {
    must(types.add(as, answerOf(find(name), 200), 'answer'), as, name);
  }
  for (const [name, [member, as]] of Object.entries(LISTS)) {
    const { properties } = answerOf(find(name)) as { properties: Record<string, { items?: Schema }> };
    must(types.add(as, properties[member]?.items ?? {}, 'answer'), as, name);
  }
  for (const [name, as] of Object.entries(REQUESTS)) {
    const body = find(name).bodies.get('application/json') ?? {};
    must(types.add(as, name in PREVIEWS ? without(body, 'dry_run') : body, 'request'), as, name);
  }
  for (const [name, { bodies, responses }] of operations) {
    const answers = [...responses].filter(([status, { bodies }]) => status < 300 && bodies.size > 0).length;
    const isKnown = name in ANSWERS || name in LISTS || name in STREAMS || BY_HAND.has(name);
    if (answers > 0 && !isKnown) throw new Error(`the Python client does not know ${name}`);
    if (answers > (name in PREVIEWS ? 2 : 1))
      throw new Error(`the Python client knows one answer of ${name}`);
    if (bodies.size > 0 && !(name in REQUESTS) && !BY_HAND.has(name))
      throw new Error(`the Python client does not know the body of ${name}`);
  }
  return `${HEADER}"""What the API takes and answers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal, TypedDict

if TYPE_CHECKING:
    from typing_extensions import NotRequired


${types.text}`;
}

/** What it answers with a status; without one with the last of those that mean success. */
function answerOf({ name, responses }: Operation, only?: number): Schema {
  const good = [...responses].filter(([status]) => (only === undefined ? status < 300 : status === only));
  const schema = good.at(-1)?.[1].bodies.get('application/json');
  if (!schema) throw new Error(`${name} answers no JSON`);
  return schema;
}

/** The object without a member that may be missing. */
function without(schema: Schema, member: string): Schema {
  const { [member]: left, ...properties } = schema.properties as Record<string, unknown>;
  if (left === undefined) throw new Error(`there is no ${member}`);
  return { ...schema, properties };
}

/** The status of each code: the items of a batch have none. */
function codesOf(document: Json): string {
  const statuses = new Map<string, number>();
  for (const { responses } of operationsOf(document)) {
    for (const [status, { bodies }] of responses) {
      const { allOf } = (bodies.get('application/problem+json') ?? {}) as { allOf?: Schema[] };
      for (const { properties } of allOf ?? []) {
        for (const code of codesIn(properties)) statuses.set(code, status);
      }
    }
  }
  const lines = [...statuses].sort().map(([code, status]) => `    "${code}": ${status},`);
  return `${HEADER}"""The status that each code of the API comes with."""

STATUS_OF_CODE = {
${lines.join('\n')}
}
`;
}

function codesIn(properties: unknown): string[] {
  const code = new Map(entriesOf<Schema>(properties)).get('code');
  return (code?.enum ?? []) as string[];
}
