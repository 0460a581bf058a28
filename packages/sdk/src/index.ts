// All that @hopline/sdk is; what verifies webhooks is @hopline/sdk/webhooks.
export { HoplineError, WebhookVerificationError } from './errors.ts';
export type { Outcome } from './events/batch-outcomes.ts';
export type { EventInput } from './events/event.ts';
export type { BatchItem, BatchResult } from './events/send-batch.ts';
export { Hopline, type SentEvent } from './hopline.ts';
export type { Fetch } from './http/connection.ts';
export type { CallOptions } from './http/transport.ts';
export type { HoplineOptions } from './options.ts';
export type { Deliveries, Delivery, DeliveryFilter } from './resources/deliveries.ts';
export type {
  Endpoint,
  EndpointChanges,
  EndpointInput,
  Endpoints,
  NewEndpoint,
  RecentHealth,
} from './resources/endpoints.ts';
export type {
  DeliveryState,
  EventFilter,
  EventStreamOptions,
  Events,
  EventsMessage,
  GetEventOptions,
  InboxEvent,
  LiveEvent,
  ReconcileRange,
  Reconciliation,
  StoredEvent,
} from './resources/events.ts';
export type { ApiKey, KeyListOptions, Keys } from './resources/keys.ts';
export type { PortalSession, PortalSessionInput, PortalSessions } from './resources/portal-sessions.ts';
export type {
  Replay,
  ReplayInput,
  ReplayListOptions,
  ReplayPreview,
  ReplayProgress,
  Replays,
  WatchOptions,
} from './resources/replays.ts';
export type { LiveStats, Stats } from './resources/stats.ts';
export type { Sender } from './sender/sender.ts';
export type { SenderOptions } from './sender/sender-options.ts';
export type { FollowOptions } from './streams/follow.ts';
