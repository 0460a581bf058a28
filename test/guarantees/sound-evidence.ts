// What the judge of deliver's fault runs sees of a run in which all went well, and ways to spoil it.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { deliveryId } from '@hopline/wire/ids';
import { parseLadder } from '@hopline/wire/ladder';
import { uuidV7 } from '@hopline/wire/uuid';
import { Webhook } from 'standardwebhooks';
import type { Behaviour, DeliverEndpoint } from '../faults/deliver/endpoints.ts';
import type { AttemptRow, DeliverEvidence } from '../faults/deliver/evidence.ts';
import type { JudgeLimits } from '../faults/deliver/judge.ts';
import type { Post } from '../faults/deliver/webhook-receiver.ts';
import { OutsideLedger } from '../faults/outside-ledger.ts';
import { makeEvent } from '../support/produce-events.ts';

export type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export const LIMITS: JudgeLimits = {
  ...{ mayDouble: 1, stampToleranceMs: 5000, leastLeaseMs: 8000 },
  ...{ endsWhole: true, holds: true, isCalm: false },
};
export const T0 = 1_700_000_000_000;

export function postOf(
  endpoint: DeliverEndpoint,
  event: { id: string; body: Buffer },
  status: number,
  at: number,
): Post {
  const signature = new Webhook(endpoint.secret).sign(event.id, new Date(at), event.body.toString());
  return {
    ...{ behaviour: endpoint.behaviour, webhookId: event.id, body: event.body, at, endedAt: at + 5, status },
    headers: { 'webhook-timestamp': String(Math.floor(at / 1000)), 'webhook-signature': signature },
  };
}

/**
 * One event for three endpoints: one took it at once, one at the third post, of which the first had been before a crash and the
 * second had failed, and one never. A second event is for nobody.
 */
export function soundEvidence(): Mutable<DeliverEvidence> {
  const organizationId = uuidV7();
  const ledger = new OutsideLedger();
  const event = makeEvent(organizationId);
  const other = makeEvent(uuidV7());
  for (const one of [event, other]) {
    const rest = { key: null, value: null, headers: {}, oddity: undefined, reason: undefined };
    ledger.add({ partition: 0, event: one, ...rest }).outcome = 'accepted';
  }
  const endpointOf = (behaviour: Behaviour): DeliverEndpoint => ({
    ...{ id: uuidV7(), organizationId, behaviour, eventTypes: ['order.*'] },
    secret: `whsec_${randomBytes(32).toString('base64')}`,
  });
  const [good, flaky, failing] = [endpointOf('good'), endpointOf('flaky'), endpointOf('redirect')];
  const idOf = ({ id }: DeliverEndpoint) => deliveryId(event.id, id);
  const row = (endpoint: DeliverEndpoint, state: string) => ({
    ...{ id: idOf(endpoint), eventId: event.id, endpointId: endpoint.id },
    ...{ state, isDeadLettered: state === 'dead' },
  });
  const attempt = (endpoint: DeliverEndpoint, number: number, statusCode: number): AttemptRow => ({
    ...{ deliveryId: idOf(endpoint), number, statusCode },
    outcome: statusCode === 200 ? 'succeeded' : 'status',
  });
  return {
    ledger,
    endpoints: [good, flaky, failing],
    ladder: parseLadder('500ms,2s'),
    events: [event.id, other.id],
    deliveries: [row(good, 'succeeded'), row(flaky, 'succeeded'), row(failing, 'dead')],
    attempts: [
      attempt(good, 1, 200),
      ...[attempt(flaky, 2, 503), attempt(flaky, 3, 200)],
      ...[attempt(failing, 1, 302), attempt(failing, 2, 302), attempt(failing, 3, 302)],
    ],
    letters: [{ deliveryId: idOf(failing), reason: 'exhausted' }],
    posts: [
      postOf(good, event, 200, T0),
      postOf(flaky, event, 200, T0),
      postOf(flaky, event, 503, T0 + 18_000),
      postOf(flaky, event, 200, T0 + 19_100),
      postOf(failing, event, 302, T0),
      postOf(failing, event, 302, T0 + 1100),
      postOf(failing, event, 302, T0 + 3200),
    ],
    followed: [],
    ends: [5n, 0n],
    committed: [5n, -1n],
  };
}

export function change<K extends 'deliveries' | 'attempts' | 'posts' | 'letters'>(
  evidence: Mutable<DeliverEvidence>,
  list: K,
  at: number,
  to: Partial<DeliverEvidence[K][number]>,
): void {
  const rows = evidence[list] as readonly DeliverEvidence[K][number][];
  evidence[list] = rows.with(at, {
    ...rows[at],
    ...to,
  } as DeliverEvidence[K][number]) as Mutable<DeliverEvidence>[K];
}

export const without = <T>(rows: readonly T[], at: number): T[] => rows.toSpliced(at, 1);

export function first<T>(rows: readonly T[]): T {
  return rows[0] as T;
}

export function last<T>(rows: readonly T[]): T {
  return rows.at(-1) as T;
}

export function flakyPost({ endpoints, ledger }: DeliverEvidence, status: number, at: number): Post {
  const [, flaky] = endpoints;
  const event = ledger.sends[0]?.event;
  assert.ok(flaky && event);
  return postOf(flaky, event, status, at);
}

export function outcome({ ledger }: DeliverEvidence, to: 'waiting' | 'refused'): void {
  const [, send] = ledger.sends;
  if (send) send.outcome = to;
}

export function sign(evidence: Mutable<DeliverEvidence>, headers: Record<string, string | undefined>): void {
  const changed = { ...first(evidence.posts).headers, ...headers } as Record<string, string>;
  change(evidence, 'posts', 0, { headers: changed });
}
