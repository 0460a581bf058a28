// The names that the pages have for what the API answers with.
import type { operations } from './schema.d.ts';

type Ok<Name extends keyof operations, Status extends number> = operations[Name] extends {
  responses: Record<Status, { content: { 'application/json': infer Body } }>;
}
  ? Body
  : never;

type Sent<Name extends keyof operations> = operations[Name] extends {
  requestBody?: { content: { 'application/json': infer Body } };
}
  ? Body
  : never;

export type Session = Ok<'getCurrentSession', 200>;
export type Scope = Session['scopes'][number];

export type InboxPage = Ok<'listInbox', 200>;
export type InboxEvent = InboxPage['events'][number];
export type StoredEvent = Ok<'getEvent', 200>;
export type EventDelivery = StoredEvent['deliveries'][number];

export type Delivery = Ok<'getDelivery', 200>;
export type DeliveryState = Delivery['state'];
export type Attempt = Delivery['attempts'][number];

export type Endpoint = Ok<'getEndpoint', 200>;
export type EndpointHealth = Ok<'getEndpointHealth', 200>;
export type NewEndpoint = Ok<'createEndpoint', 201>;
export type EndpointChange = Sent<'updateEndpoint'>;
export type EndpointRequest = Sent<'createEndpoint'>;
export type PayloadFilter = Endpoint['filters'][number];

export type Replay = Ok<'listReplays', 200>['replays'][number];
export type ReplayWithDeliveries = Ok<'getReplay', 200>;
export type ReplayRequest = Sent<'createReplay'>;

export type Key = Ok<'listKeys', 200>['keys'][number];
export type Organization = Ok<'getOrganization', 200>;
export type Topic = Ok<'listTopics', 200>['topics'][number];
export type WholeTopic = Ok<'getTopic', 200>;
export type Group = Ok<'listGroups', 200>['groups'][number];
export type WholeGroup = Ok<'getGroup', 200>;
export type RecordsPage = Ok<'listRecords', 200>;
export type TopicRecord = RecordsPage['records'][number];
export type Reconciliation = Ok<'reconcile', 200>;
