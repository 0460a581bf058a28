// Errors about what a request names: an organization, a topic, an event, a key, an endpoint, a delivery, a replay.
import { ApiError } from './errors.ts';

export class OrganizationNotFoundError extends ApiError {
  constructor() {
    super('HPL_ORGANIZATION_NOT_FOUND', 404, 'there is no organization with this id');
  }
}

export class OrganizationOrderedError extends ApiError {
  constructor() {
    super(
      'HPL_ORGANIZATION_ORDERED',
      409,
      'an endpoint of the organization gets its events in order, those without an ordering key too: they must not be spread',
      { pointer: '/partition_spread' },
    );
  }
}

export class TopicNotFoundError extends ApiError {
  constructor() {
    super('HPL_TOPIC_NOT_FOUND', 404, 'this installation has no such topic');
  }
}

export class GroupNotFoundError extends ApiError {
  constructor() {
    super('HPL_GROUP_NOT_FOUND', 404, 'this installation has no such consumer group');
  }
}

export class EventNotStoredError extends ApiError {
  constructor() {
    super('HPL_EVENT_NOT_STORED', 404, 'no event with this id is stored; an accepted one is stored soon', {
      retryable: true,
      headers: { 'retry-after': '1' },
    });
  }
}

export class EventExpiredError extends ApiError {
  constructor() {
    super('HPL_EVENT_EXPIRED', 410, 'the event was kept as long as events are kept, and is gone');
  }
}

export class KeyNotFoundError extends ApiError {
  constructor() {
    super('HPL_KEY_NOT_FOUND', 404, 'the organization has no such key, or none that is still valid');
  }
}

export class KeyLimitError extends ApiError {
  constructor(limit: number) {
    super('HPL_KEY_LIMIT', 409, `an organization has at most ${limit} valid keys; revoke one first`);
  }
}

export class KeyLastManagerError extends ApiError {
  constructor() {
    super(
      'HPL_KEY_LAST_MANAGER',
      409,
      'without this key nobody could manage the organization; make or rotate a key with the scope manage first',
    );
  }
}

export class EndpointNotFoundError extends ApiError {
  constructor() {
    super('HPL_ENDPOINT_NOT_FOUND', 404, 'there is no endpoint with this id');
  }
}

export class EndpointLimitError extends ApiError {
  constructor(limit: number) {
    super('HPL_ENDPOINT_LIMIT', 409, `an organization has at most ${limit} endpoints; delete one first`);
  }
}

export class EndpointUrlRefusedError extends ApiError {
  constructor(problem: string) {
    super('HPL_ENDPOINT_URL_REFUSED', 400, `the URL ${problem}`, { pointer: '/url' });
  }
}

export class EndpointScheduleRefusedError extends ApiError {
  constructor(problem: string) {
    super('HPL_ENDPOINT_SCHEDULE_REFUSED', 400, `the retry schedule must ${problem}`, {
      pointer: '/retry_schedule',
    });
  }
}

/** Something is asked of an order that the endpoint does not have. */
export class EndpointNotOrderedError extends ApiError {
  constructor(member: string) {
    super('HPL_ENDPOINT_NOT_ORDERED', 400, `${member} is for endpoints with ordered: true`, {
      pointer: `/${member}`,
    });
  }
}

export class EndpointOrderSpreadError extends ApiError {
  constructor() {
    super(
      'HPL_ENDPOINT_ORDER_SPREAD',
      409,
      'the organization has a partition_spread of more than 1: its events have an order only with an ordering key; ask for order_unkeyed: false',
    );
  }
}

export class EndpointSecretLimitError extends ApiError {
  constructor(limit: number) {
    super(
      'HPL_ENDPOINT_SECRET_LIMIT',
      409,
      `at most ${limit} secrets of an endpoint sign at a time; wait until one ends, or end the older ones with overlap_seconds: 0`,
    );
  }
}

export class DeliveryNotFoundError extends ApiError {
  constructor() {
    super('HPL_DELIVERY_NOT_FOUND', 404, 'there is no delivery with this id');
  }
}

export class DeliverySendingError extends ApiError {
  constructor() {
    super('HPL_DELIVERY_SENDING', 409, 'the delivery is being posted at this moment; nothing was done', {
      retryable: true,
      headers: { 'retry-after': '1' },
    });
  }
}

export class DeliverySucceededError extends ApiError {
  constructor() {
    super('HPL_DELIVERY_SUCCEEDED', 409, 'the delivery has succeeded; nothing was done');
  }
}

export class DeliveryEndpointGoneError extends ApiError {
  constructor() {
    super('HPL_DELIVERY_ENDPOINT_GONE', 409, 'the endpoint of this delivery was deleted; nothing was done');
  }
}

export class DeliveryEndpointDisabledError extends ApiError {
  constructor() {
    super(
      'HPL_DELIVERY_ENDPOINT_DISABLED',
      409,
      'the endpoint of this delivery is disabled; enable it first, nothing was done',
    );
  }
}

export class ReplayNotFoundError extends ApiError {
  constructor() {
    super('HPL_REPLAY_NOT_FOUND', 404, 'there is no replay with this id');
  }
}

export class ReplayEndedError extends ApiError {
  constructor(state: string) {
    super('HPL_REPLAY_ENDED', 409, `the replay is ${state}; nothing was done`);
  }
}

export class ReplayLimitError extends ApiError {
  constructor(limit: number) {
    super(
      'HPL_REPLAY_LIMIT',
      409,
      `an organization has at most ${limit} replays that are not over; cancel one first`,
    );
  }
}
