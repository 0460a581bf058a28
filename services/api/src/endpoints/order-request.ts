// What a request says of an endpoint's order.
import { MAX_RETRIES } from '@hopline/wire/retry-schedule';
import Type from 'typebox';
import { EndpointNotOrderedError } from '../resource-errors.ts';

/** What becomes of a key whose first delivery is dead: it is held, or goes on. */
export type OnDeadHead = 'block' | { readonly skip_after: number };

export const OnDeadHead = Type.Unsafe<OnDeadHead>({
  anyOf: [
    { const: 'block' },
    {
      type: 'object',
      properties: { skip_after: { type: 'integer', minimum: 1, maximum: MAX_RETRIES + 1 } },
      required: ['skip_after'],
      additionalProperties: false,
    },
  ],
  description:
    'of an ordered endpoint. `block`: a dead delivery holds its key until it is retried, replayed or cancelled; `{"skip_after": n}`: a delivery is dead after n failed attempts at the latest, and its key goes on',
  examples: ['block', { skip_after: 3 }],
});

export const orderMembers = {
  ordered: Type.Boolean({
    description: 'whether its deliveries go out in the order of their events, ordering key by ordering key',
  }),
  order_unkeyed: Type.Boolean({
    description:
      'of an ordered endpoint: whether events without an ordering key are in order among themselves (as without it), or go out as they come',
  }),
  on_dead_head: OnDeadHead,
};

interface OrderRequest {
  readonly ordered?: boolean;
  readonly order_unkeyed?: boolean;
  readonly on_dead_head?: OnDeadHead;
}

/**
 * The order of a new endpoint.
 * @throws {EndpointNotOrderedError} when something is said of the order of one that has none
 */
export function readOrder(request: OrderRequest) {
  const { ordered = false, order_unkeyed: orderUnkeyed, on_dead_head: onDeadHead } = request;
  if (!ordered && orderUnkeyed !== undefined) throw new EndpointNotOrderedError('order_unkeyed');
  if (!ordered && onDeadHead !== undefined) throw new EndpointNotOrderedError('on_dead_head');
  return { ordered, orderUnkeyed: orderUnkeyed ?? true, skipAfter: skipAfterOf(onDeadHead ?? 'block') };
}

/** As it is stored: null for `block`. */
export function skipAfterOf(onDeadHead: OnDeadHead): number | null {
  return onDeadHead === 'block' ? null : onDeadHead.skip_after;
}

/** As an answer has it; both null of an endpoint without order. */
export function printOrder(endpoint: {
  readonly ordered: boolean;
  readonly orderUnkeyed: boolean;
  readonly skipAfter: number | null;
}) {
  const { ordered, orderUnkeyed, skipAfter } = endpoint;
  if (!ordered) return { ordered, order_unkeyed: null, on_dead_head: null };
  return {
    ordered,
    order_unkeyed: orderUnkeyed,
    on_dead_head: skipAfter === null ? 'block' : { skip_after: skipAfter },
  };
}
