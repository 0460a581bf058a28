// Made from /openapi.json: `UPDATE_DOCS=1 npm test -- test/integration/sdk-api.test.ts` writes it anew.
// biome-ignore-all format: it is printed by a program, see test/support/sdk

/** What a key may do, by the names of the API. */
export const OPERATIONS = {
  createPortalSession: { method: 'POST', path: '/api/portal-sessions' },
  createKey: { method: 'POST', path: '/api/keys' },
  listKeys: { method: 'GET', path: '/api/keys' },
  rotateKey: { method: 'POST', path: '/api/keys/rotate' },
  revokeKey: { method: 'DELETE', path: '/api/keys/{id}' },
  postEvent: { method: 'POST', path: '/api/events' },
  postEventBatch: { method: 'POST', path: '/api/events/batch' },
  getEvent: { method: 'GET', path: '/api/events/{id}' },
  reconcile: { method: 'GET', path: '/api/reconcile' },
  createEndpoint: { method: 'POST', path: '/api/endpoints' },
  listEndpoints: { method: 'GET', path: '/api/endpoints' },
  getEndpoint: { method: 'GET', path: '/api/endpoints/{id}' },
  updateEndpoint: { method: 'PATCH', path: '/api/endpoints/{id}' },
  deleteEndpoint: { method: 'DELETE', path: '/api/endpoints/{id}' },
  rotateSecret: { method: 'POST', path: '/api/endpoints/{id}/rotate-secret' },
  getDelivery: { method: 'GET', path: '/api/deliveries/{id}' },
  retryDelivery: { method: 'POST', path: '/api/deliveries/{id}/retry' },
  cancelDelivery: { method: 'POST', path: '/api/deliveries/{id}/cancel' },
  replayEndpoint: { method: 'POST', path: '/api/endpoints/{id}/replay' },
  createReplay: { method: 'POST', path: '/api/replays' },
  listReplays: { method: 'GET', path: '/api/replays' },
  getReplay: { method: 'GET', path: '/api/replays/{id}' },
  pauseReplay: { method: 'POST', path: '/api/replays/{id}/pause' },
  resumeReplay: { method: 'POST', path: '/api/replays/{id}/resume' },
  cancelReplay: { method: 'POST', path: '/api/replays/{id}/cancel' },
  testEndpoint: { method: 'POST', path: '/api/endpoints/{id}/test' },
  listInbox: { method: 'GET', path: '/api/inbox' },
  listDeliveries: { method: 'GET', path: '/api/deliveries' },
  getEndpointHealth: { method: 'GET', path: '/api/endpoints/{id}/health' },
  getStats: { method: 'GET', path: '/api/stats' },
} as const;

export type Operation = keyof typeof OPERATIONS;

/** The streams of server-sent events that it may read, and where they are. */
export const STREAMS = {
  /** Follow what is going on. */
  streamStats: '/api/stats/stream',
  /** Follow the events as they come in. */
  streamEvents: '/api/events/stream',
} as const;

export type Stream = keyof typeof STREAMS;

/** What each answers. */
export interface Answers {
  readonly createPortalSession: CreatePortalSessionAnswer;
  readonly createKey: CreateKeyAnswer;
  readonly listKeys: ListKeysAnswer;
  readonly rotateKey: RotateKeyAnswer;
  readonly revokeKey: undefined;
  readonly postEvent: PostEventAnswer;
  readonly postEventBatch: PostEventBatchAnswer;
  readonly getEvent: GetEventAnswer;
  readonly reconcile: ReconcileAnswer;
  readonly createEndpoint: CreateEndpointAnswer;
  readonly listEndpoints: ListEndpointsAnswer;
  readonly getEndpoint: GetEndpointAnswer;
  readonly updateEndpoint: UpdateEndpointAnswer;
  readonly deleteEndpoint: undefined;
  readonly rotateSecret: RotateSecretAnswer;
  readonly getDelivery: GetDeliveryAnswer;
  readonly retryDelivery: RetryDeliveryAnswer;
  readonly cancelDelivery: CancelDeliveryAnswer;
  readonly replayEndpoint: ReplayEndpoint200Answer | ReplayEndpoint202Answer;
  readonly createReplay: CreateReplay200Answer | CreateReplay202Answer;
  readonly listReplays: ListReplaysAnswer;
  readonly getReplay: GetReplayAnswer;
  readonly pauseReplay: PauseReplayAnswer;
  readonly resumeReplay: ResumeReplayAnswer;
  readonly cancelReplay: CancelReplayAnswer;
  readonly testEndpoint: TestEndpointAnswer;
  readonly listInbox: ListInboxAnswer;
  readonly listDeliveries: ListDeliveriesAnswer;
  readonly getEndpointHealth: GetEndpointHealthAnswer;
  readonly getStats: GetStatsAnswer;
}

/** POST /api/portal-sessions: Make a link to the console for your own customers. */
export interface CreatePortalSessionBody {
  /** how long the link is good: 3600 without it */
  readonly expiresInSeconds?: number | undefined;
  /** lets it see everything and change nothing; false without it */
  readonly readOnly?: boolean | undefined;
  /** how the console looks; what is not named looks as it does */
  readonly theme?: {
    /** the colour of links and buttons, `#rgb` or `#rrggbb` */
    readonly accent?: string | undefined;
    /** the colour of the page; left out unless the contrast of text to it is at least 4.5 (WCAG 2.2, 1.4.3) */
    readonly background?: string | undefined;
    /** the colour of what stands on it; left out unless the contrast of text to it is at least 4.5 (WCAG 2.2, 1.4.3) */
    readonly surface?: string | undefined;
    /** the colour of texts; left out without `background` */
    readonly text?: string | undefined;
    /** how round corners are, in pixels */
    readonly radius?: number | undefined;
    /** how large texts are, in pixels */
    readonly fontSize?: number | undefined;
    /** without it the viewer's own */
    readonly scheme?: 'light' | 'dark' | undefined;
  } | undefined;
}

/** POST /api/portal-sessions: Make a link to the console for your own customers. */
export interface CreatePortalSessionAnswer {
  /** to be opened in a browser, or in a frame of an origin of PORTAL_FRAME_ORIGINS */
  readonly url: string;
  /** what the link carries: `Authorization: Bearer` for the same */
  readonly token: string;
  /** when it ends */
  readonly expiresAt: string;
}

/** POST /api/keys: Make a further API key. */
export interface CreateKeyBody {
  readonly name?: string | undefined;
  readonly scopes?: readonly ('events:write' | 'read' | 'manage')[] | undefined;
}

/** POST /api/keys: Make a further API key. */
export interface CreateKeyAnswer {
  /** names the key; not a secret */
  readonly id: string;
  /** what people call it */
  readonly name: string;
  /** what it may be used for; none includes another */
  readonly scopes: readonly ('events:write' | 'read' | 'manage')[];
  /** when it was made */
  readonly createdAt: string;
  /** when it was last used, to the minute or so */
  readonly lastUsedAt: string | null;
  /** when it ends */
  readonly expiresAt: string | null;
  /** when it was revoked */
  readonly revokedAt: string | null;
  /** the key itself; shown only now */
  readonly apiKey: string;
}

/** GET /api/keys: List the API keys. */
export interface ListKeysAnswer {
  readonly keys: readonly ({
    /** names the key; not a secret */
    readonly id: string;
    /** what people call it */
    readonly name: string;
    /** what it may be used for; none includes another */
    readonly scopes: readonly ('events:write' | 'read' | 'manage')[];
    /** when it was made */
    readonly createdAt: string;
    /** when it was last used, to the minute or so */
    readonly lastUsedAt: string | null;
    /** when it ends */
    readonly expiresAt: string | null;
    /** when it was revoked */
    readonly revokedAt: string | null;
  })[];
  /** for the next page; null on the last */
  readonly nextCursor: string | null;
}

/** POST /api/keys/rotate: Replace an API key. */
export interface RotateKeyBody {
  readonly keyId?: string | undefined;
  readonly overlapSeconds?: number | undefined;
}

/** POST /api/keys/rotate: Replace an API key. */
export interface RotateKeyAnswer {
  /** names the key; not a secret */
  readonly id: string;
  /** what people call it */
  readonly name: string;
  /** what it may be used for; none includes another */
  readonly scopes: readonly ('events:write' | 'read' | 'manage')[];
  /** when it was made */
  readonly createdAt: string;
  /** when it was last used, to the minute or so */
  readonly lastUsedAt: string | null;
  /** when it ends */
  readonly expiresAt: string | null;
  /** when it was revoked */
  readonly revokedAt: string | null;
  /** the key itself; shown only now */
  readonly apiKey: string;
  readonly replaces: {
    /** the old key */
    readonly id: string;
    /** when it ends */
    readonly expiresAt: string;
  };
}

/** POST /api/events: Send an event. */
export interface PostEventAnswer {
  /** the id of the event */
  readonly id: string;
  readonly status: 'accepted';
}

/** POST /api/events/batch: Send up to 500 events. */
export interface PostEventBatchAnswer {
  readonly accepted: number;
  readonly refused: number;
  readonly unknown: number;
  /** one for each event, in their order */
  readonly items: readonly ({
    /** the id of the event */
    readonly id: string;
    readonly status: 'accepted';
  } | {
    readonly status: 'refused';
    readonly code: string;
    readonly detail: string;
    /** a JSON pointer within the event */
    readonly pointer?: string | undefined;
  } | {
    readonly status: 'unknown';
    readonly code: string;
    readonly detail: string;
  })[];
}

/** GET /api/events/{id}: Read an event and what became of it. */
export interface GetEventAnswer {
  /** the id of the event */
  readonly id: string;
  readonly type: string;
  readonly dedupId: string | null;
  readonly orderingKey: string | null;
  /** when it was answered 202 */
  readonly acceptedAt: string;
  /** when it reached Postgres */
  readonly storedAt: string;
  /** how many more came under its dedup_id with another type or payload; they were not stored */
  readonly conflicts: number;
  /** when the last of these was accepted */
  readonly lastConflictAt: string | null;
  /** of the events topic; null of an operational event, which is in no topic, and with the token of a portal session */
  readonly partition: number | null;
  /** its place within the partition; null likewise */
  readonly offset: number | null;
  /** of the request that brought it; a retry after a long delay has a trace of its own */
  readonly traceId: string | null;
  /** byte for byte as it was sent */
  readonly payload: Record<string, unknown>;
  /** one for each endpoint that matched */
  readonly deliveries: readonly ({
    /** the id of the delivery */
    readonly id: string;
    /** where it goes */
    readonly endpointId: string;
    readonly state: 'pending' | 'sending' | 'succeeded' | 'dead' | 'cancelled';
    /** why it ended as it did */
    readonly reason: string | null;
    /** when the event was stored */
    readonly createdAt: string;
    /** while it waits: not before then */
    readonly nextAttemptAt: string | null;
    /** when it reached a final state */
    readonly endedAt: string | null;
    /** oldest first */
    readonly attempts: readonly ({
      readonly number: number;
      /** when the request was sent */
      readonly startedAt: string;
      readonly durationMs: number;
      /** such as succeeded, refused, timeout */
      readonly outcome: string;
      /** what the endpoint answered */
      readonly statusCode: number | null;
      readonly error: string | null;
      readonly traceId: string | null;
    })[];
  })[];
}

/** GET /api/reconcile: Reconcile what was sent with what became of it. */
export interface ReconcileAnswer {
  /** the first hour */
  readonly from: string;
  /** the hour after the last */
  readonly to: string;
  /** whether every hour is balanced */
  readonly balanced: boolean;
  readonly totals: {
    /** records that were read from the events topic */
    readonly appended: number;
    /** those that became an event */
    readonly stored: number;
    /** those that repeat an event, under its dedup_id or because they were written twice */
    readonly duplicates: number;
    /** those of the duplicates that have another type or payload than the event that stays */
    readonly conflicts: number;
    /** those that can never be stored; they stand in the dead-letter topic */
    readonly poison: number;
    /** whether appended = stored + duplicates + poison */
    readonly balanced: boolean;
    /** of the events that were stored, by state and reason, as they are now */
    readonly deliveries: readonly ({
      readonly state: 'pending' | 'sending' | 'succeeded' | 'dead' | 'cancelled';
      /** why it ended as it did */
      readonly reason: string | null;
      readonly count: number;
    })[];
  };
  /** the hours in which something was, in their order */
  readonly hours: readonly ({
    /** its beginning */
    readonly hour: string;
    /** records that were read from the events topic */
    readonly appended: number;
    /** those that became an event */
    readonly stored: number;
    /** those that repeat an event, under its dedup_id or because they were written twice */
    readonly duplicates: number;
    /** those of the duplicates that have another type or payload than the event that stays */
    readonly conflicts: number;
    /** those that can never be stored; they stand in the dead-letter topic */
    readonly poison: number;
    /** whether appended = stored + duplicates + poison */
    readonly balanced: boolean;
    /** of the events that were stored, by state and reason, as they are now */
    readonly deliveries: readonly ({
      readonly state: 'pending' | 'sending' | 'succeeded' | 'dead' | 'cancelled';
      /** why it ended as it did */
      readonly reason: string | null;
      readonly count: number;
    })[];
  })[];
}

/** POST /api/endpoints: Register a webhook endpoint. */
export interface CreateEndpointBody {
  /** where events are posted */
  readonly url: string;
  readonly eventTypes?: readonly (string)[] | undefined;
  readonly description?: string | undefined;
  readonly paused?: boolean | undefined;
  /** the delays before the retries, each one of the ladder; null for the ladder itself */
  readonly retrySchedule?: readonly (string)[] | null | undefined;
  /** posts a minute at most; null for no limit */
  readonly rateLimit?: number | null | undefined;
  /** sent with each webhook; none that Hopline sets itself, that frames the message or that is for one connection only. Their values are sealed and never shown */
  readonly headers?: readonly ({
    readonly name: string;
    readonly value: string;
  })[] | undefined;
  /** conditions on the payload, at most 4,096 characters in all; an event must meet all of them. `in` takes a list, `exists` true or false, the others one value. Texts and numbers are compared with their kind alone; numbers as doubles */
  readonly filters?: readonly ({
    /** a JSON pointer (RFC 6901) into the payload */
    readonly pointer: string;
    readonly op: 'eq' | 'ne' | 'in' | 'lt' | 'lte' | 'gt' | 'gte' | 'starts_with' | 'exists';
    readonly value: string | number | boolean | null | readonly (string | number | boolean | null)[];
  })[] | undefined;
  readonly sendTraceparent?: boolean | undefined;
  /** whether its deliveries go out in the order of their events, ordering key by ordering key */
  readonly ordered?: boolean | undefined;
  /** of an ordered endpoint: whether events without an ordering key are in order among themselves (as without it), or go out as they come */
  readonly orderUnkeyed?: boolean | undefined;
  /** of an ordered endpoint. `block`: a dead delivery holds its key until it is retried, replayed or cancelled; `{"skip_after": n}`: a delivery is dead after n failed attempts at the latest, and its key goes on */
  readonly onDeadHead?: 'block' | {
    readonly skipAfter: number;
  } | undefined;
  readonly signatureVersion?: 'v1' | 'v1a' | undefined;
  /** a secret to take over, `whsec_…` or `whsk_…`; without it a new one is made */
  readonly secret?: string | undefined;
}

/** POST /api/endpoints: Register a webhook endpoint. */
export interface CreateEndpointAnswer {
  /** the id of the endpoint */
  readonly id: string;
  /** where events are posted */
  readonly url: string;
  /** the types that it gets; `order.*` and `*` stand for many */
  readonly eventTypes: readonly (string)[];
  /** conditions on the payload, which must all be met */
  readonly filters: readonly ({
    /** a JSON pointer (RFC 6901) into the payload */
    readonly pointer: string;
    readonly op: 'eq' | 'ne' | 'in' | 'lt' | 'lte' | 'gt' | 'gte' | 'starts_with' | 'exists';
    readonly value: string | number | boolean | null | readonly (string | number | boolean | null)[];
  })[];
  readonly description: string;
  /** while it is, its events wait */
  readonly paused: boolean;
  /** the delays before the retries; null for those of the installation */
  readonly retrySchedule: readonly (string)[] | null;
  /** posts a minute at most; null for no limit */
  readonly rateLimit: number | null;
  /** while it is disabled it gets no events, and those that waited for it are cancelled */
  readonly state: 'active' | 'paused' | 'disabled';
  /** when it was disabled */
  readonly disabledAt: string | null;
  /** gone: it answered 410; failing: nothing but failures for days */
  readonly disabledReason: 'gone' | 'failing' | null;
  /** how it is doing, as of a second ago */
  readonly health: {
    /** open: it fails again and again and is left alone; half_open: it is being tried with one post */
    readonly breaker: 'closed' | 'open' | 'half_open';
    /** the first failure since the last success */
    readonly failingSince: string | null;
    /** nothing is posted to it before this: it asked for that, or its breaker is open */
    readonly notBefore: string | null;
  };
  /** the headers of its own that it gets; their values are not shown */
  readonly headerNames: readonly (string)[];
  /** whether webhooks carry `traceparent` */
  readonly sendTraceparent: boolean;
  /** whether its deliveries go out in the order of their events, ordering key by ordering key */
  readonly ordered: boolean;
  /** whether events without an ordering key are in order among themselves; null when it is not ordered */
  readonly orderUnkeyed: boolean | null;
  /** of an ordered endpoint. `block`: a dead delivery holds its key until it is retried, replayed or cancelled; `{"skip_after": n}`: a delivery is dead after n failed attempts at the latest, and its key goes on */
  readonly onDeadHead: 'block' | {
    readonly skipAfter: number;
  } | null;
  /** `v1`: HMAC-SHA256 with a shared secret; `v1a`: ed25519 */
  readonly signatureVersion: 'v1' | 'v1a';
  /** what verifies `v1a`; null for `v1` */
  readonly publicKey: string | null;
  /** what was replaced and still signs beside the secret, the newest first */
  readonly previousSecrets: readonly ({
    /** `v1`: HMAC-SHA256 with a shared secret; `v1a`: ed25519 */
    readonly signatureVersion: 'v1' | 'v1a';
    /** what verifies `v1a`; null for `v1` */
    readonly publicKey: string | null;
    /** when it no longer signs */
    readonly endsAt: string;
  })[];
  /** when it was made */
  readonly createdAt: string;
  /** when it was last changed */
  readonly updatedAt: string;
  /** what webhooks are signed with; shown only now. Null for `v1a`: `public_key` is all that a receiver needs */
  readonly secret: string | null;
}

/** GET /api/endpoints: List the endpoints. */
export interface ListEndpointsAnswer {
  readonly endpoints: readonly ({
    /** the id of the endpoint */
    readonly id: string;
    /** where events are posted */
    readonly url: string;
    /** the types that it gets; `order.*` and `*` stand for many */
    readonly eventTypes: readonly (string)[];
    /** conditions on the payload, which must all be met */
    readonly filters: readonly ({
      /** a JSON pointer (RFC 6901) into the payload */
      readonly pointer: string;
      readonly op: 'eq' | 'ne' | 'in' | 'lt' | 'lte' | 'gt' | 'gte' | 'starts_with' | 'exists';
      readonly value: string | number | boolean | null | readonly (string | number | boolean | null)[];
    })[];
    readonly description: string;
    /** while it is, its events wait */
    readonly paused: boolean;
    /** the delays before the retries; null for those of the installation */
    readonly retrySchedule: readonly (string)[] | null;
    /** posts a minute at most; null for no limit */
    readonly rateLimit: number | null;
    /** while it is disabled it gets no events, and those that waited for it are cancelled */
    readonly state: 'active' | 'paused' | 'disabled';
    /** when it was disabled */
    readonly disabledAt: string | null;
    /** gone: it answered 410; failing: nothing but failures for days */
    readonly disabledReason: 'gone' | 'failing' | null;
    /** how it is doing, as of a second ago */
    readonly health: {
      /** open: it fails again and again and is left alone; half_open: it is being tried with one post */
      readonly breaker: 'closed' | 'open' | 'half_open';
      /** the first failure since the last success */
      readonly failingSince: string | null;
      /** nothing is posted to it before this: it asked for that, or its breaker is open */
      readonly notBefore: string | null;
    };
    /** the headers of its own that it gets; their values are not shown */
    readonly headerNames: readonly (string)[];
    /** whether webhooks carry `traceparent` */
    readonly sendTraceparent: boolean;
    /** whether its deliveries go out in the order of their events, ordering key by ordering key */
    readonly ordered: boolean;
    /** whether events without an ordering key are in order among themselves; null when it is not ordered */
    readonly orderUnkeyed: boolean | null;
    /** of an ordered endpoint. `block`: a dead delivery holds its key until it is retried, replayed or cancelled; `{"skip_after": n}`: a delivery is dead after n failed attempts at the latest, and its key goes on */
    readonly onDeadHead: 'block' | {
      readonly skipAfter: number;
    } | null;
    /** `v1`: HMAC-SHA256 with a shared secret; `v1a`: ed25519 */
    readonly signatureVersion: 'v1' | 'v1a';
    /** what verifies `v1a`; null for `v1` */
    readonly publicKey: string | null;
    /** what was replaced and still signs beside the secret, the newest first */
    readonly previousSecrets: readonly ({
      /** `v1`: HMAC-SHA256 with a shared secret; `v1a`: ed25519 */
      readonly signatureVersion: 'v1' | 'v1a';
      /** what verifies `v1a`; null for `v1` */
      readonly publicKey: string | null;
      /** when it no longer signs */
      readonly endsAt: string;
    })[];
    /** when it was made */
    readonly createdAt: string;
    /** when it was last changed */
    readonly updatedAt: string;
  })[];
}

/** GET /api/endpoints/{id}: Read an endpoint. */
export interface GetEndpointAnswer {
  /** the id of the endpoint */
  readonly id: string;
  /** where events are posted */
  readonly url: string;
  /** the types that it gets; `order.*` and `*` stand for many */
  readonly eventTypes: readonly (string)[];
  /** conditions on the payload, which must all be met */
  readonly filters: readonly ({
    /** a JSON pointer (RFC 6901) into the payload */
    readonly pointer: string;
    readonly op: 'eq' | 'ne' | 'in' | 'lt' | 'lte' | 'gt' | 'gte' | 'starts_with' | 'exists';
    readonly value: string | number | boolean | null | readonly (string | number | boolean | null)[];
  })[];
  readonly description: string;
  /** while it is, its events wait */
  readonly paused: boolean;
  /** the delays before the retries; null for those of the installation */
  readonly retrySchedule: readonly (string)[] | null;
  /** posts a minute at most; null for no limit */
  readonly rateLimit: number | null;
  /** while it is disabled it gets no events, and those that waited for it are cancelled */
  readonly state: 'active' | 'paused' | 'disabled';
  /** when it was disabled */
  readonly disabledAt: string | null;
  /** gone: it answered 410; failing: nothing but failures for days */
  readonly disabledReason: 'gone' | 'failing' | null;
  /** how it is doing, as of a second ago */
  readonly health: {
    /** open: it fails again and again and is left alone; half_open: it is being tried with one post */
    readonly breaker: 'closed' | 'open' | 'half_open';
    /** the first failure since the last success */
    readonly failingSince: string | null;
    /** nothing is posted to it before this: it asked for that, or its breaker is open */
    readonly notBefore: string | null;
  };
  /** the headers of its own that it gets; their values are not shown */
  readonly headerNames: readonly (string)[];
  /** whether webhooks carry `traceparent` */
  readonly sendTraceparent: boolean;
  /** whether its deliveries go out in the order of their events, ordering key by ordering key */
  readonly ordered: boolean;
  /** whether events without an ordering key are in order among themselves; null when it is not ordered */
  readonly orderUnkeyed: boolean | null;
  /** of an ordered endpoint. `block`: a dead delivery holds its key until it is retried, replayed or cancelled; `{"skip_after": n}`: a delivery is dead after n failed attempts at the latest, and its key goes on */
  readonly onDeadHead: 'block' | {
    readonly skipAfter: number;
  } | null;
  /** `v1`: HMAC-SHA256 with a shared secret; `v1a`: ed25519 */
  readonly signatureVersion: 'v1' | 'v1a';
  /** what verifies `v1a`; null for `v1` */
  readonly publicKey: string | null;
  /** what was replaced and still signs beside the secret, the newest first */
  readonly previousSecrets: readonly ({
    /** `v1`: HMAC-SHA256 with a shared secret; `v1a`: ed25519 */
    readonly signatureVersion: 'v1' | 'v1a';
    /** what verifies `v1a`; null for `v1` */
    readonly publicKey: string | null;
    /** when it no longer signs */
    readonly endsAt: string;
  })[];
  /** when it was made */
  readonly createdAt: string;
  /** when it was last changed */
  readonly updatedAt: string;
}

/** PATCH /api/endpoints/{id}: Change an endpoint. */
export interface UpdateEndpointBody {
  /** where events are posted */
  readonly url?: string | undefined;
  readonly eventTypes?: readonly (string)[] | undefined;
  readonly description?: string | undefined;
  readonly paused?: boolean | undefined;
  /** the delays before the retries, each one of the ladder; null for the ladder itself */
  readonly retrySchedule?: readonly (string)[] | null | undefined;
  /** posts a minute at most; null for no limit */
  readonly rateLimit?: number | null | undefined;
  /** sent with each webhook; none that Hopline sets itself, that frames the message or that is for one connection only. Their values are sealed and never shown */
  readonly headers?: readonly ({
    readonly name: string;
    readonly value: string;
  })[] | undefined;
  /** conditions on the payload, at most 4,096 characters in all; an event must meet all of them. `in` takes a list, `exists` true or false, the others one value. Texts and numbers are compared with their kind alone; numbers as doubles */
  readonly filters?: readonly ({
    /** a JSON pointer (RFC 6901) into the payload */
    readonly pointer: string;
    readonly op: 'eq' | 'ne' | 'in' | 'lt' | 'lte' | 'gt' | 'gte' | 'starts_with' | 'exists';
    readonly value: string | number | boolean | null | readonly (string | number | boolean | null)[];
  })[] | undefined;
  readonly sendTraceparent?: boolean | undefined;
  /** of an ordered endpoint. `block`: a dead delivery holds its key until it is retried, replayed or cancelled; `{"skip_after": n}`: a delivery is dead after n failed attempts at the latest, and its key goes on */
  readonly onDeadHead?: 'block' | {
    readonly skipAfter: number;
  } | undefined;
  /** enables it again */
  readonly disabled?: false | undefined;
}

/** PATCH /api/endpoints/{id}: Change an endpoint. */
export type UpdateEndpointAnswer = GetEndpointAnswer;

/** POST /api/endpoints/{id}/rotate-secret: Replace the secret of an endpoint. */
export interface RotateSecretBody {
  readonly signatureVersion?: 'v1' | 'v1a' | undefined;
  /** a secret to take over, `whsec_…` or `whsk_…`; without it a new one is made */
  readonly secret?: string | undefined;
  readonly overlapSeconds?: number | undefined;
}

/** POST /api/endpoints/{id}/rotate-secret: Replace the secret of an endpoint. */
export type RotateSecretAnswer = CreateEndpointAnswer;

/** GET /api/deliveries/{id}: Read a delivery. */
export interface GetDeliveryAnswer {
  /** the id of the delivery */
  readonly id: string;
  /** the id of the event, which is also the webhook-id of every attempt */
  readonly eventId: string;
  /** the id of the endpoint */
  readonly endpointId: string;
  /** of the event */
  readonly type: string;
  /** when the event was accepted */
  readonly acceptedAt: string;
  readonly state: 'pending' | 'sending' | 'succeeded' | 'dead' | 'cancelled';
  /** why it ended */
  readonly reason: string | null;
  /** when it was made: with its event, or by a replay */
  readonly createdAt: string;
  /** while it is pending: not before then */
  readonly nextAttemptAt: string | null;
  /** when it succeeded, died or was cancelled */
  readonly endedAt: string | null;
  /** how many retries it has had since it was last begun */
  readonly ladderStep: number;
  /** how often it was attempted */
  readonly attemptCount: number;
  /** the newest replay that made it pending again, or made it */
  readonly replayId: string | null;
  /** when a replay or a retry by hand last made it pending */
  readonly replayedAt: string | null;
  /** when it first succeeded, whatever came of replays since */
  readonly succeededAt: string | null;
  /** the newest ones, the oldest of them first */
  readonly attempts: readonly ({
    /** from 1, through retries and replays */
    readonly number: number;
    /** when it began */
    readonly startedAt: string;
    /** how long it took until the answer was read */
    readonly durationMs: number;
    /** `succeeded`, or the class of the error, one word */
    readonly outcome: string;
    /** of the answer; null when there was none */
    readonly statusCode: number | null;
    /** what went wrong, for people */
    readonly error: string | null;
    /** the beginning of the answer's body, at most 1 KB of it */
    readonly response: string | null;
    /** finds the attempt in the traces */
    readonly traceId: string | null;
    /** when the next one was due; null when this one ended the delivery */
    readonly nextAttemptAt: string | null;
  })[];
}

/** POST /api/deliveries/{id}/retry: Attempt a delivery once more. */
export interface RetryDeliveryAnswer {
  /** the id of the delivery */
  readonly id: string;
  readonly status: 'pending';
}

/** POST /api/deliveries/{id}/cancel: Cancel a delivery. */
export interface CancelDeliveryAnswer {
  /** the id of the delivery */
  readonly id: string;
  readonly status: 'cancelled';
}

/** POST /api/endpoints/{id}/replay: Replay deliveries of an endpoint. */
export interface ReplayEndpointBody {
  /** `failed`, as without it: deliveries that are dead or cancelled. `missing`: such as the endpoint never had, of events that it subscribes to now. `all`: both, and those that succeeded */
  readonly select?: 'failed' | 'missing' | 'all' | undefined;
  /** of events that were accepted at this time or later; needed unless `select` is `failed` */
  readonly from?: string | undefined;
  /** of events that were accepted before this time; at the latest, and by default, now */
  readonly to?: string | undefined;
  /** of events of these types alone; `order.*` stands for all that begin with `order.` */
  readonly eventTypes?: readonly (string)[] | undefined;
  /** with `failed`: deliveries in these states alone; both without it */
  readonly states?: readonly ('dead' | 'cancelled')[] | undefined;
  /** deliveries a second at most, 50 without it; all replays of an installation together have REPLAY_RATE */
  readonly rate?: number | undefined;
  /** answers how many deliveries it would take, and makes no replay */
  readonly dryRun?: boolean | undefined;
}

/** POST /api/endpoints/{id}/replay: Replay deliveries of an endpoint. */
export interface ReplayEndpoint200Answer {
  readonly dryRun: true;
  /** null: all endpoints of the organization */
  readonly endpointId: string | null;
  readonly select: 'failed' | 'missing' | 'all';
  /** of events that were accepted at this time or later; not before the first day that is kept */
  readonly from: string;
  /** of events that were accepted before this time */
  readonly to: string;
  /** of events of these types; null: of any */
  readonly eventTypes: readonly (string)[] | null;
  /** of failed deliveries those in these states; null: in both */
  readonly states: readonly ('dead' | 'cancelled')[] | null;
  /** deliveries that would be made pending again */
  readonly replayed: number;
  /** deliveries that an endpoint never had and that would be made */
  readonly made: number;
  /** such as an endpoint with conditions on the payload never had: how many of them it wants is known only when it is done */
  readonly undecided: number;
  /** true: counting ended at 100000 deliveries or after 500 ms, and there may be more */
  readonly atLeast: boolean;
}

/** POST /api/endpoints/{id}/replay: Replay deliveries of an endpoint. */
export interface ReplayEndpoint202Answer {
  /** the id of the replay */
  readonly id: string;
  /** null: all endpoints that the organization had when it was asked for */
  readonly endpointId: string | null;
  readonly select: 'failed' | 'missing' | 'all';
  /** of events that were accepted at this time or later; not before the first day that is kept */
  readonly from: string;
  /** of events that were accepted before this time */
  readonly to: string;
  /** of events of these types; null: of any */
  readonly eventTypes: readonly (string)[] | null;
  /** of failed deliveries those in these states; null: in both */
  readonly states: readonly ('dead' | 'cancelled')[] | null;
  /** deliveries a second at most */
  readonly rate: number;
  /** `finished`: all were chosen; `deliveries` says what became of them */
  readonly state: 'running' | 'paused' | 'cancelled' | 'finished';
  /** when it was asked for */
  readonly createdAt: string;
  /** when it was finished or cancelled */
  readonly endedAt: string | null;
  /** how much of its time it has gone through */
  readonly progress: number;
  /** events, or failed deliveries, that it has looked at */
  readonly lookedAt: number;
  /** deliveries that were made pending again */
  readonly replayed: number;
  /** deliveries that were made */
  readonly made: number;
  readonly endpoints: readonly ({
    /** the id of the endpoint */
    readonly endpointId: string;
    /** deliveries that were made pending again */
    readonly replayed: number;
    /** deliveries that it never had and that were made */
    readonly made: number;
    /** `paused`, `disabled`: the endpoint is. `held`: it asked to be left alone, or its breaker is open. `behind`: other deliveries to it are overdue and go first. `under_way`: what was replayed last */
    readonly waitsFor: string | null;
    /** `finished` or `endpoint_deleted` */
    readonly outcome: string | null;
    /** when there was nothing left for it */
    readonly endedAt: string | null;
  })[];
}

/** POST /api/replays: Replay deliveries of all endpoints. */
export type CreateReplayBody = ReplayEndpointBody;

/** POST /api/replays: Replay deliveries of all endpoints. */
export type CreateReplay200Answer = ReplayEndpoint200Answer;

/** POST /api/replays: Replay deliveries of all endpoints. */
export type CreateReplay202Answer = ReplayEndpoint202Answer;

/** GET /api/replays: List the replays. */
export interface ListReplaysAnswer {
  readonly replays: readonly ({
    /** the id of the replay */
    readonly id: string;
    /** null: all endpoints that the organization had when it was asked for */
    readonly endpointId: string | null;
    readonly select: 'failed' | 'missing' | 'all';
    /** of events that were accepted at this time or later; not before the first day that is kept */
    readonly from: string;
    /** of events that were accepted before this time */
    readonly to: string;
    /** of events of these types; null: of any */
    readonly eventTypes: readonly (string)[] | null;
    /** of failed deliveries those in these states; null: in both */
    readonly states: readonly ('dead' | 'cancelled')[] | null;
    /** deliveries a second at most */
    readonly rate: number;
    /** `finished`: all were chosen; `deliveries` says what became of them */
    readonly state: 'running' | 'paused' | 'cancelled' | 'finished';
    /** when it was asked for */
    readonly createdAt: string;
    /** when it was finished or cancelled */
    readonly endedAt: string | null;
    /** how much of its time it has gone through */
    readonly progress: number;
    /** events, or failed deliveries, that it has looked at */
    readonly lookedAt: number;
    /** deliveries that were made pending again */
    readonly replayed: number;
    /** deliveries that were made */
    readonly made: number;
    readonly endpoints: readonly ({
      /** the id of the endpoint */
      readonly endpointId: string;
      /** deliveries that were made pending again */
      readonly replayed: number;
      /** deliveries that it never had and that were made */
      readonly made: number;
      /** `paused`, `disabled`: the endpoint is. `held`: it asked to be left alone, or its breaker is open. `behind`: other deliveries to it are overdue and go first. `under_way`: what was replayed last */
      readonly waitsFor: string | null;
      /** `finished` or `endpoint_deleted` */
      readonly outcome: string | null;
      /** when there was nothing left for it */
      readonly endedAt: string | null;
    })[];
  })[];
  /** for the next page; null on the last */
  readonly nextCursor: string | null;
}

/** GET /api/replays/{id}: Read a replay and its progress. */
export interface GetReplayAnswer {
  /** the id of the replay */
  readonly id: string;
  /** null: all endpoints that the organization had when it was asked for */
  readonly endpointId: string | null;
  readonly select: 'failed' | 'missing' | 'all';
  /** of events that were accepted at this time or later; not before the first day that is kept */
  readonly from: string;
  /** of events that were accepted before this time */
  readonly to: string;
  /** of events of these types; null: of any */
  readonly eventTypes: readonly (string)[] | null;
  /** of failed deliveries those in these states; null: in both */
  readonly states: readonly ('dead' | 'cancelled')[] | null;
  /** deliveries a second at most */
  readonly rate: number;
  /** `finished`: all were chosen; `deliveries` says what became of them */
  readonly state: 'running' | 'paused' | 'cancelled' | 'finished';
  /** when it was asked for */
  readonly createdAt: string;
  /** when it was finished or cancelled */
  readonly endedAt: string | null;
  /** how much of its time it has gone through */
  readonly progress: number;
  /** events, or failed deliveries, that it has looked at */
  readonly lookedAt: number;
  /** deliveries that were made pending again */
  readonly replayed: number;
  /** deliveries that were made */
  readonly made: number;
  readonly endpoints: readonly ({
    /** the id of the endpoint */
    readonly endpointId: string;
    /** deliveries that were made pending again */
    readonly replayed: number;
    /** deliveries that it never had and that were made */
    readonly made: number;
    /** `paused`, `disabled`: the endpoint is. `held`: it asked to be left alone, or its breaker is open. `behind`: other deliveries to it are overdue and go first. `under_way`: what was replayed last */
    readonly waitsFor: string | null;
    /** `finished` or `endpoint_deleted` */
    readonly outcome: string | null;
    /** when there was nothing left for it */
    readonly endedAt: string | null;
  })[];
  /** what became of those that it has chosen, and that no later replay has; 100000 stands for so many or more */
  readonly deliveries: {
    /** wait for their first or next attempt */
    readonly pending: number;
    /** are being posted */
    readonly sending: number;
    /** were answered 2xx */
    readonly succeeded: number;
    /** were given up */
    readonly dead: number;
    /** ended without an answer */
    readonly cancelled: number;
  };
}

/** POST /api/replays/{id}/pause: Pause a replay. */
export type PauseReplayAnswer = ReplayEndpoint202Answer;

/** POST /api/replays/{id}/resume: Resume a replay. */
export type ResumeReplayAnswer = ReplayEndpoint202Answer;

/** POST /api/replays/{id}/cancel: Cancel a replay. */
export type CancelReplayAnswer = ReplayEndpoint202Answer;

/** POST /api/endpoints/{id}/test: Send a test event to an endpoint. */
export type TestEndpointAnswer = PostEventAnswer;

/** GET /api/inbox: List the events. */
export interface ListInboxAnswer {
  readonly events: readonly ({
    /** the id of the event */
    readonly id: string;
    readonly type: string;
    /** when it was accepted; webhooks have it as `timestamp` */
    readonly acceptedAt: string;
    /** when it reached Postgres */
    readonly storedAt: string;
    readonly dedupId: string | null;
    readonly orderingKey: string | null;
    /** how many are in each state; all 0: no endpoint wanted the event when it was stored */
    readonly deliveries: {
      /** wait for their first or next attempt */
      readonly pending: number;
      /** are being posted */
      readonly sending: number;
      /** were answered 2xx */
      readonly succeeded: number;
      /** were given up */
      readonly dead: number;
      /** ended without an answer, as when the endpoint was deleted */
      readonly cancelled: number;
    };
    /** with `include=payload`: byte for byte as it was sent */
    readonly payload?: Record<string, unknown> | undefined;
  })[];
  /** for the next page; null on the last */
  readonly nextCursor: string | null;
  /** false: the page ended before it was full; more may match behind `next_cursor` */
  readonly complete: boolean;
}

/** GET /api/deliveries: List the deliveries. */
export interface ListDeliveriesAnswer {
  readonly deliveries: readonly ({
    /** the id of the delivery */
    readonly id: string;
    /** the id of the event, which is also the webhook-id of every attempt */
    readonly eventId: string;
    /** the id of the endpoint */
    readonly endpointId: string;
    /** of the event */
    readonly type: string;
    /** when the event was accepted */
    readonly acceptedAt: string;
    readonly state: 'pending' | 'sending' | 'succeeded' | 'dead' | 'cancelled';
    /** why it ended */
    readonly reason: string | null;
    /** when it was made: with its event, or by a replay */
    readonly createdAt: string;
    /** while it is pending: not before then */
    readonly nextAttemptAt: string | null;
    /** when it succeeded, died or was cancelled */
    readonly endedAt: string | null;
    /** how many retries it has had since it was last begun */
    readonly ladderStep: number;
    /** how often it was attempted */
    readonly attemptCount: number;
    /** the newest replay that made it pending again, or made it */
    readonly replayId: string | null;
    /** when a replay or a retry by hand last made it pending */
    readonly replayedAt: string | null;
    /** when it first succeeded, whatever came of replays since */
    readonly succeededAt: string | null;
    /** the newest ones, the oldest of them first */
    readonly attempts: readonly ({
      /** from 1, through retries and replays */
      readonly number: number;
      /** when it began */
      readonly startedAt: string;
      /** how long it took until the answer was read */
      readonly durationMs: number;
      /** `succeeded`, or the class of the error, one word */
      readonly outcome: string;
      /** of the answer; null when there was none */
      readonly statusCode: number | null;
      /** what went wrong, for people */
      readonly error: string | null;
      /** the beginning of the answer's body, at most 1 KB of it */
      readonly response: string | null;
      /** finds the attempt in the traces */
      readonly traceId: string | null;
      /** when the next one was due; null when this one ended the delivery */
      readonly nextAttemptAt: string | null;
    })[];
  })[];
  /** for the next page; null on the last */
  readonly nextCursor: string | null;
  /** false: the page ended before it was full; more may match behind `next_cursor` */
  readonly complete: boolean;
}

/** GET /api/endpoints/{id}/health: How an endpoint is doing. */
export interface GetEndpointHealthAnswer {
  /** the id of the endpoint */
  readonly endpointId: string;
  /** of this answer, by the clock of the database */
  readonly at: string;
  /** while it is disabled it gets no events, and those that waited for it are cancelled */
  readonly state: 'active' | 'paused' | 'disabled';
  /** open: it fails again and again and is left alone; half_open: it is being tried with one post */
  readonly breaker: 'closed' | 'open' | 'half_open';
  /** the first failure since the last success */
  readonly failingSince: string | null;
  /** nothing is posted to it before this: it asked for that, or its breaker is open */
  readonly notBefore: string | null;
  /** deliveries that are being posted to it */
  readonly underWay: number;
  /** deliveries that wait for their first or next attempt, counted up to 10000 */
  readonly waiting: number;
  /** true: there may be more that wait */
  readonly waitingAtLeast: boolean;
  /** of the last hour */
  readonly lastHour: {
    /** it speaks of events that were accepted since */
    readonly since: string;
    /** false: there was more than could be looked at, and it speaks of a shorter time, the newest part */
    readonly complete: boolean;
    /** how often it was tried, first attempts, retries and replays alike */
    readonly attempts: number;
    /** how many of them were answered 2xx */
    readonly succeeded: number;
    /** null without attempts */
    readonly successRate: number | null;
    /** how long answers took, whatever they said, in milliseconds; null without answers */
    readonly answerMs: {
      /** half of the answers came within */
      readonly p50: number;
      /** 19 of 20 answers came within */
      readonly p95: number;
    } | null;
  };
  /** of the last 24 hours, the last hour among them */
  readonly last24Hours: {
    /** it speaks of events that were accepted since */
    readonly since: string;
    /** false: there was more than could be looked at, and it speaks of a shorter time, the newest part */
    readonly complete: boolean;
    /** how often it was tried, first attempts, retries and replays alike */
    readonly attempts: number;
    /** how many of them were answered 2xx */
    readonly succeeded: number;
    /** null without attempts */
    readonly successRate: number | null;
    /** how long answers took, whatever they said, in milliseconds; null without answers */
    readonly answerMs: {
      /** half of the answers came within */
      readonly p50: number;
      /** 19 of 20 answers came within */
      readonly p95: number;
    } | null;
  };
}

/** GET /api/stats: Read what is going on. */
export interface GetStatsAnswer {
  /** when the figures were read */
  readonly at: string;
  /** over how many seconds they are taken; null: nothing is known yet */
  readonly seconds: number | null;
  readonly perSecond: {
    /** events that were answered 202 */
    readonly accepted: number;
    /** events that reached Postgres */
    readonly stored: number;
    /** deliveries that were answered 2xx */
    readonly delivered: number;
    /** attempts that failed, whether another follows or not */
    readonly failed: number;
  } | null;
  /** from acceptance to the 2xx of the receiver; null: nothing was delivered */
  readonly deliveryMs: {
    /** half of them were quicker */
    readonly p50: number;
    /** 19 of 20 were quicker */
    readonly p95: number;
  } | null;
  /** the oldest first */
  readonly endpointsInTrouble: readonly ({
    /** the id of the endpoint */
    readonly id: string;
    readonly url: string;
    readonly description: string;
    /** the worst of what is wrong */
    readonly trouble: 'failing' | 'breaker_open' | 'disabled';
    /** the first failure since the last success */
    readonly failingSince: string | null;
    /** nothing is posted to it before this */
    readonly notBefore: string | null;
    /** when it was disabled */
    readonly disabledAt: string | null;
    readonly disabledReason: 'gone' | 'failing' | null;
  })[];
}
