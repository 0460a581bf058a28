// Who is posted to: receivers that answer well, late or now and then, and others that answer nothing like it.
import type { Pool } from '@hopline/postgres/pool';
import { insertEndpoint, insertOrganization } from '../../support/tenants.ts';
import type { Endpoint } from '../tenants.ts';

/** Answer in the end: what waits for them must get there. */
export const ANSWERING = ['good', 'slow', 'flaky', 'later'] as const;
/** Say 2xx in the first line, whatever follows: what is said counts. */
export const LYING = ['oversize', 'cut-off', 'endless', 'early'] as const;
/** Never have anything. */
export const FAILING = [
  'hang',
  'drip',
  'reset',
  'refuse',
  'redirect',
  'garbage',
  'large-head',
  'gone',
  'no-tls',
] as const;

export type Behaviour = (typeof ANSWERING)[number] | (typeof LYING)[number] | (typeof FAILING)[number];

/** What attempts to those that misbehave come to. */
export const OUTCOMES: Readonly<Partial<Record<Behaviour, readonly string[]>>> = {
  oversize: ['succeeded'],
  'cut-off': ['succeeded'],
  endless: ['succeeded'],
  early: ['succeeded'],
  hang: ['timeout'],
  drip: ['timeout'],
  reset: ['connection'],
  refuse: ['connection'],
  redirect: ['status'],
  garbage: ['connection'],
  'large-head': ['connection'],
  gone: ['status'],
  'no-tls': ['tls'],
};
/** What `later` asks for with a 429. */
export const RETRY_AFTER_MS = 2000;

export interface DeliverEndpoint extends Endpoint {
  readonly secret: string;
  readonly behaviour: Behaviour;
}

export const ORDER = 'order.created';
/** A type of few events, for those that misbehave: each of them may take all attempts and time-outs that there are. */
export const RARE = 'rare.made';

const GROUPS: readonly (readonly Behaviour[])[] = [['good', 'slow'], ['flaky', 'good'], ['later']];

export interface Receivers {
  readonly organizations: readonly string[];
  readonly endpoints: readonly DeliverEndpoint[];
}

/** @param misbehaving also those that fail or lie, all of one organization */
export async function insertReceivers(
  pool: Pool,
  urlOf: (behaviour: Behaviour) => string,
  misbehaving: boolean,
): Promise<Receivers> {
  const organizations: string[] = [];
  const endpoints: DeliverEndpoint[] = [];
  for (const behaviours of misbehaving ? [...GROUPS, [...LYING, ...FAILING]] : GROUPS) {
    const organizationId = await insertOrganization(pool);
    organizations.push(organizationId);
    const isRare = behaviours.length > 2;
    for (const behaviour of behaviours) {
      const eventTypes = [isRare ? RARE : ORDER];
      const row = await insertEndpoint(pool, organizationId, { url: urlOf(behaviour), eventTypes });
      endpoints.push({ ...row, organizationId, eventTypes, behaviour });
    }
  }
  return { organizations, endpoints };
}

export function isAnswering({ behaviour }: DeliverEndpoint): boolean {
  return ANSWERING.some((one) => one === behaviour);
}

export function isLying({ behaviour }: DeliverEndpoint): boolean {
  return LYING.some((one) => one === behaviour);
}

/** Says that it is gone, and is disabled for that: what waits is cancelled, and what comes later is not for it. */
export function isGone({ behaviour }: DeliverEndpoint): boolean {
  return behaviour === 'gone';
}

/** Whether what waits for it must come to an end: what fails may wait for as long as its breaker is open. */
export function mustEnd(endpoint: DeliverEndpoint): boolean {
  return isAnswering(endpoint) || isLying(endpoint) || isGone(endpoint);
}

export function isMisbehaving({ behaviour }: DeliverEndpoint): boolean {
  return behaviour in OUTCOMES;
}
