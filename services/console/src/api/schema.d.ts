// The types of the HTTP API. Made by `npm run api-types`: not to be changed by hand.
export interface paths {
    "/api/admin/groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Hopline's consumer groups
         * @description With the lag of each of their topics. What waits on a rung is not late before its delay is over.
         */
        get: operations["listGroups"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/groups/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a consumer group */
        get: operations["getGroup"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/lag/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow how far the hops are behind
         * @description Server-sent events named `lag`, one every five seconds: for each consumer group its topics, the rungs of the retries among them, with
         *     `lag` in records, `late_ms`, how long the oldest record has been due, and `next_due_at`, when a rung has something next. `groups` is
         *     null when Kafka did not say.
         *
         *     A stream lasts until the caller goes, or until the key or session it was opened with ends or is revoked, which is looked at every
         *     few seconds. A process that stops ends it at once: `retry` says when to come back. A comment is sent when nothing else is. An
         *     organization has at most 20 streams in a process.
         */
        get: operations["streamLag"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/topics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Hopline's topics
         * @description In the order of the way of an event. Topics of others in the same cluster are not shown.
         */
        get: operations["listTopics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/topics/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a topic */
        get: operations["getTopic"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/topics/{name}/records": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read records of a topic
         * @description Decoded, without a consumer group: nobody's place moves. At most `limit` records and about 1 MB. Without `from` the newest;
         *     with `next_cursor` of the last answer as `cursor`, what has come since, or what did not fit: asked again and again it is a tail that leaves
         *     nothing out. Of the records of one partition the order is that of their offsets; between partitions it is that of their times, as far as it can be.
         *
         *     Bodies of events are customers' data. An event's partition and offset are in its way ([tracing.md](tracing.md)).
         */
        get: operations["listRecords"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the deliveries
         * @description In the order of their events in the inbox, newest first. Follow `next_cursor` until it is null: every delivery that was there before the
         *     first page is met exactly once. A cursor is a place in this order and good with any filter. Filters go together.
         *
         *     Each comes with its ten newest attempts. A search is given 120 ms and 200,000 events; when a filter has matched too few by then, the page
         *     says `"complete": false`: go on with `next_cursor`. With `DATABASE_READ_URL` it is read from the replica.
         */
        get: operations["listDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/deliveries/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a delivery */
        get: operations["getDelivery"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/deliveries/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel a delivery
         * @description One that waits, or is dead: it is never attempted again unless it is retried or replayed. With an ordered endpoint its key goes on
         *     without it. One that is cancelled already stays so.
         */
        post: operations["cancelDelivery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/deliveries/{id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Attempt a delivery once more
         * @description Whatever state it is in, but while it is being posted: it becomes pending and due, and begins its ladder anew, with the same
         *     `webhook-id` and the same body. That of a paused endpoint, or of one that is left alone for a while, waits.
         */
        post: operations["retryDelivery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/endpoints": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the endpoints */
        get: operations["listEndpoints"];
        put?: never;
        /**
         * Register a webhook endpoint
         * @description Events that are stored from now on are posted to it, signed with its secret. Whether it is `ordered` is said here for good.
         */
        post: operations["createEndpoint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/endpoints/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read an endpoint */
        get: operations["getEndpoint"];
        put?: never;
        post?: never;
        /**
         * Delete an endpoint
         * @description What waits for it is cancelled.
         */
        delete: operations["deleteEndpoint"];
        options?: never;
        head?: never;
        /**
         * Change an endpoint
         * @description What is not named stays. When it is no longer paused, what waited is posted. `disabled: false` enables it again: it gets the events that are stored from then on. Another URL, or to resume or enable it, ends its waiting and closes its breaker.
         */
        patch: operations["updateEndpoint"];
        trace?: never;
    };
    "/api/endpoints/{id}/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How an endpoint is doing
         * @description What it is at, and how it has answered lately: its attempts at the events that were accepted in the last hour and in the last 24 hours. They are
         *     looked for among the organization's events, the newest first, for 150 ms; `since` says how far that went.
         */
        get: operations["getEndpointHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/endpoints/{id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Replay deliveries of an endpoint
         * @description It is worked off in the background: the oldest first, at its own rate, behind fresh deliveries. What had ended when it was asked for is
         *     attempted again exactly once, with the same `webhook-id` and body, from the start of the ladder; what is pending or being sent is left alone,
         *     as it is attempted in any case.
         */
        post: operations["replayEndpoint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/endpoints/{id}/rotate-secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Replace the secret of an endpoint
         * @description The new secret signs at once. Those of before sign beside it, in one `webhook-signature`, for another `overlap_seconds`: 24 hours without it, at most 7 days, and 0 ends them all. With another `signature_version` the endpoint changes to that.
         */
        post: operations["rotateSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/endpoints/{id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a test event to an endpoint
         * @description An event of type `endpoint.test` for this endpoint alone, whatever types and filters it has. It is stored, delivered, retried and listed like any other, and counts against the rate limit.
         */
        post: operations["testEndpoint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send an event
         * @description Answers 202 once every in-sync replica of Kafka has the event. The same `dedup_id` again is the same event and gets the
         *     same id. The payload goes to your webhooks byte for byte. The body may be gzipped (`Content-Encoding: gzip`).
         *
         *     CloudEvents 1.0 are taken as well: in structured mode as `application/cloudevents+json`, and in binary mode with the headers
         *     `ce-specversion`, `ce-id`, `ce-source`, `ce-type`, perhaps `ce-partitionkey`, and the payload alone as the body. The id is the
         *     dedup_id, the partition key the ordering key.
         */
        post: operations["postEvent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read an event and what became of it */
        get: operations["getEvent"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send up to 500 events
         * @description Each event has an answer of its own, in their order: `accepted` is durable; `refused` was not written; of `unknown` nobody
         *     knows, as of a single event that is answered 5xx: send it again with the same `dedup_id`. When no event was acknowledged, the
         *     answer is a problem with the same `items`. Every item counts against the rate limit, also one that is refused.
         *
         *     The events may also come one a line (`application/x-ndjson`) or as CloudEvents (`application/cloudevents-batch+json`).
         */
        post: operations["postEventBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow the events as they come in
         * @description Server-sent events named `event`, one for each event soon after it was stored, without its payload. Once a second the newest 50 are
         *     sent; a message named `more` counts those that were left out, with `at_least` when there may have been still others. It is for
         *     looking on: an event that is stored more than 15 s after it was accepted is not in it. `GET /api/inbox` has all.
         *
         *     With `Last-Event-ID`, which browsers send by themselves, a stream goes on where the one before ended, up to 15 s back. It begins two
         *     seconds before that: an event may come, or be counted, twice.
         *
         *     A stream lasts until the caller goes, or until the key or session it was opened with ends or is revoked, which is looked at every
         *     few seconds. A process that stops ends it at once: `retry` says when to come back. A comment is sent when nothing else is. An
         *     organization has at most 20 streams in a process.
         */
        get: operations["streamEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/inbox": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the events
         * @description Newest first, by the time of acceptance and then by id, neither of which ever changes. Follow `next_cursor` until it is null:
         *     every event that was stored before the first page is met exactly once, however many come in meanwhile. A cursor is a place in
         *     this order and good with any filter. Filters go together: an event fits all that are given.
         *
         *     `delivered=never` finds events of which no delivery has succeeded; one that no endpoint wanted has 0 in every state of
         *     `deliveries`.
         *
         *     A search is given 120 ms and 200,000 events. When a filter has matched too few by then, the page has fewer events than `limit`,
         *     perhaps none, and says `"complete": false`: go on with `next_cursor`. So does a page whose payloads come to 4 MiB. Events are
         *     listed as soon as they are stored, with `DATABASE_READ_URL` as soon as the replica has them.
         */
        get: operations["listInbox"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the API keys
         * @description Newest first, revoked and expired ones too.
         */
        get: operations["listKeys"];
        put?: never;
        /**
         * Make a further API key
         * @description It can have no scope that the key of the request lacks; without `scopes` it has the same.
         */
        post: operations["createKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revoke an API key
         * @description For ever, and everywhere within a second. Only with the admin token can the last key with the scope `manage` be revoked.
         */
        delete: operations["revokeKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/keys/generate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make an organization and its first API key */
        post: operations["generateKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/keys/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Replace an API key
         * @description Makes a successor with the same name and scopes. The old key, without `key_id` the one of the request, is good for another `overlap_seconds`: 24 hours without it, at most 7 days. A key that has an end already makes no others.
         */
        post: operations["rotateKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organizations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the organizations
         * @description Newest first.
         */
        get: operations["listOrganizations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organizations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read an organization */
        get: operations["getOrganization"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change what an organization may do
         * @description What is not named stays. Every instance knows within a second.
         */
        patch: operations["updateOrganization"];
        trace?: never;
    };
    "/api/portal-sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a link to the console for your own customers
         * @description The link opens the console for this organization alone, without its keys, for as long as it says, and no longer than the key that made it is good. It may do what that may, but send no events. Whoever has it may use it: hand it to nobody else, and make a new one for each visit.
         */
        post: operations["createPortalSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/reconcile": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Reconcile what was sent with what became of it
         * @description Hour by hour, by the time at which Kafka was given the event. An event counts as soon as it is stored, and its
         *     deliveries stand in its hour however late they are made. They are counted as long as they are kept; the other figures stay.
         *     Compare `appended` with the number of your requests that were answered 202: it also has those whose answer got lost.
         *
         *     A million deliveries are counted in about half a second. What takes longer than 5 s is given up with 503: ask for fewer hours
         *     then.
         */
        get: operations["reconcile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/replays": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the replays */
        get: operations["listReplays"];
        put?: never;
        /**
         * Replay deliveries of all endpoints
         * @description It is worked off in the background: the oldest first, at its own rate, behind fresh deliveries. What had ended when it was asked for is
         *     attempted again exactly once, with the same `webhook-id` and body, from the start of the ladder; what is pending or being sent is left alone,
         *     as it is attempted in any case.
         */
        post: operations["createReplay"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/replays/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a replay and its progress */
        get: operations["getReplay"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/replays/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel a replay
         * @description Nothing more is chosen. What was chosen goes on.
         */
        post: operations["cancelReplay"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/replays/{id}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Pause a replay
         * @description Nothing more is chosen until it is resumed. What was chosen goes on.
         */
        post: operations["pauseReplay"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/replays/{id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Resume a replay
         * @description It goes on where it was paused.
         */
        post: operations["resumeReplay"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign a browser in
         * @description Gives the cookie of a session, which no script can read, for an API key or the admin token. The session may do what that may, until that is revoked or has ended, and for 12 hours at the most.
         */
        post: operations["createSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sessions/current": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who am I?
         * @description For whatever a request comes with: a session, an API key, the admin token, or the token of a portal session.
         */
        get: operations["getCurrentSession"];
        put?: never;
        post?: never;
        /** Sign a browser out */
        delete: operations["deleteSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read what is going on
         * @description The figures of the last ten seconds or so, of all processes together. They are gathered only while somebody looks: the first answer
         *     has null for what is not known yet, and each further one within half a minute, of the same process, knows more.
         *     `GET /api/stats/stream` sends them as they change.
         */
        get: operations["getStats"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/stats/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow what is going on
         * @description Server-sent events named `stats`, one every two seconds, each with what `GET /api/stats` answers.
         *
         *     A stream lasts until the caller goes, or until the key or session it was opened with ends or is revoked, which is looked at every
         *     few seconds. A process that stops ends it at once: `retry` says when to come back. A comment is sent when nothing else is. An
         *     organization has at most 20 streams in a process.
         */
        get: operations["streamStats"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Does the process run? */
        get: operations["healthz"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the process does, for Prometheus */
        get: operations["metrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This document */
        get: operations["openapi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Can it take events? */
        get: operations["readyz"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** Problem */
        Problem: {
            /** @description tells errors apart; codes do not change, and docs/errors.md has them all */
            code: string;
            /** @description for people; may change */
            detail: string;
            /** @description a JSON pointer (RFC 6901) to the member of the request that is wrong */
            pointer?: string;
            status: number;
            /** @description the reason phrase of the status */
            title: string;
            /** @description finds the request in logs and traces */
            trace_id: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listGroups: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The groups. */
            200: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * Format: date-time
                         * @description when they were read
                         * @example 2026-03-01T12:00:00.000Z
                         */
                        at: string;
                        groups: {
                            group: string;
                            /** @description how many */
                            members: number;
                            /**
                             * @description Kafka's own word
                             * @example Stable
                             * @example Empty
                             * @example PreparingRebalance
                             */
                            state: string;
                            topics: {
                                /** @description of a rung: how long its records wait; 0 of others */
                                delay_ms: number;
                                exists: boolean;
                                /** @description records that are not finished */
                                lag: number;
                                /** @description how long the oldest of them has been due; 0: none is */
                                late_ms: number;
                                next_due_at: string | null;
                                /** @description partitions without a leader: how far behind they are is not known, nor counted */
                                offline_partitions: number;
                                /** @description how many */
                                partitions: number;
                                topic: string;
                            }[];
                        }[];
                    };
                };
            };
            /** @description `HPL_REQUEST_MALFORMED`: the URL is not valid */
            400: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_MALFORMED";
                    };
                };
            };
            /** @description `HPL_AUTH_ADMIN_REFUSED`: send the admin token in Authorization: Bearer */
            401: {
                headers: {
                    /** @description how to authenticate (RFC 9110, section 11.6.1) */
                    "WWW-Authenticate"?: string;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_ADMIN_REFUSED";
                    };
                };
            };
            /** @description `HPL_REQUEST_TIMEOUT`: the request did not arrive in time */
            408: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_TIMEOUT";
                    };
                };
            };
            /** @description `HPL_TOPICS_BUSY`: too many others look into Kafka; nothing was done */
            429: {
                headers: {
                    /** @description seconds after which the same request may succeed */
                    "Retry-After"?: number;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_TOPICS_BUSY";
                    };
                };
            };
            /** @description `HPL_REQUEST_HEADERS_TOO_LARGE`: the headers of the request are too large */
            431: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_HEADERS_TOO_LARGE";
                    };
                };
            };
            /** @description `HPL_INTERNAL`: something is wrong on our side; the trace_id finds it in the logs */
            500: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_INTERNAL";
                    };
                };
            };
            /** @description `HPL_TOPICS_REFUSED`: Kafka does not give that: the settings of hopline.events.v1: TOPIC_AUTHORIZATION_FAILED */
            502: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_TOPICS_REFUSED";
                    };
                };
            };
            /** @description `HPL_TOPICS_UNAVAILABLE`: Kafka does not answer at the moment */
            503: {
                headers: {
                    /** @description seconds after which the same request may succeed */
                    "Retry-After"?: number;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_TOPICS_UNAVAILABLE";
                    };
                };
            };
        };
    };
    getGroup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The group. */
            200: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        group: string;
                        members: {
                            client_id: string;
                            host: string;
                            id: string;
                            partitions: {
                                partition: number;
                                topic: string;
                            }[];
                        }[];
                        /**
                         * @description Kafka's own word
                         * @example Stable
                         * @example Empty
                         * @example PreparingRebalance
                         */
                        state: string;
                        topics: {
                            /** @description of a rung: how long its records wait; 0 of others */
                            delay_ms: number;
                            exists: boolean;
                            /** @description records that are not finished */
                            lag: number;
                            /** @description how long the oldest of them has been due; 0: none is */
                            late_ms: number;
                            next_due_at: string | null;
                            /** @description partitions without a leader: how far behind they are is not known, nor counted */
                            offline_partitions: number;
                            partitions: {
                                committed_offset: number | null;
                                end_offset: number | null;
                                lag: number | null;
                                oldest_at: string | null;
                                partition: number;
                            }[];
                            topic: string;
                        }[];
                    };
                };
            };
            /**
             * @description `HPL_REQUEST_MALFORMED`: the URL is not valid
             *
             *     `HPL_REQUEST_INVALID`: must match its pattern
             */
            400: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_MALFORMED" | "HPL_REQUEST_INVALID";
                    };
                };
            };
            /** @description `HPL_AUTH_ADMIN_REFUSED`: send the admin token in Authorization: Bearer */
            401: {
                headers: {
                    /** @description how to authenticate (RFC 9110, section 11.6.1) */
                    "WWW-Authenticate"?: string;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_ADMIN_REFUSED";
                    };
                };
            };
            /**
             * @description `HPL_REQUEST_NO_ROUTE`: there is nothing at this path
             *
             *     `HPL_GROUP_NOT_FOUND`: this installation has no such consumer group
             */
            404: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_NO_ROUTE" | "HPL_GROUP_NOT_FOUND";
                    };
                };
            };
            /** @description `HPL_REQUEST_TIMEOUT`: the request did not arrive in time */
            408: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_TIMEOUT";
                    };
                };
            };
            /** @description `HPL_TOPICS_BUSY`: too many others look into Kafka; nothing was done */
            429: {
                headers: {
                    /** @description seconds after which the same request may succeed */
                    "Retry-After"?: number;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_TOPICS_BUSY";
                    };
                };
            };
            /** @description `HPL_REQUEST_HEADERS_TOO_LARGE`: the headers of the request are too large */
            431: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_HEADERS_TOO_LARGE";
                    };
                };
            };
            /** @description `HPL_INTERNAL`: something is wrong on our side; the trace_id finds it in the logs */
            500: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_INTERNAL";
                    };
                };
            };
            /** @description `HPL_TOPICS_REFUSED`: Kafka does not give that: the settings of hopline.events.v1: TOPIC_AUTHORIZATION_FAILED */
            502: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_TOPICS_REFUSED";
                    };
                };
            };
            /** @description `HPL_TOPICS_UNAVAILABLE`: Kafka does not answer at the moment */
            503: {
                headers: {
                    /** @description seconds after which the same request may succeed */
                    "Retry-After"?: number;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_TOPICS_UNAVAILABLE";
                    };
                };
            };
        };
    };
    streamLag: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The stream. */
            200: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description `HPL_REQUEST_MALFORMED`: the URL is not valid */
            400: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_MALFORMED";
                    };
                };
            };
            /** @description `HPL_AUTH_ADMIN_REFUSED`: send the admin token in Authorization: Bearer */
            401: {
                headers: {
                    /** @description how to authenticate (RFC 9110, section 11.6.1) */
                    "WWW-Authenticate"?: string;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_ADMIN_REFUSED";
                    };
                };
            };
            /** @description `HPL_REQUEST_TIMEOUT`: the request did not arrive in time */
            408: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_TIMEOUT";
                    };
                };
            };
            /** @description `HPL_STREAMS_BUSY`: too many streams are open; end one of them */
            429: {
                headers: {
                    /** @description seconds after which the same request may succeed */
                    "Retry-After"?: number;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_STREAMS_BUSY";
                    };
                };
            };
            /** @description `HPL_REQUEST_HEADERS_TOO_LARGE`: the headers of the request are too large */
            431: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_HEADERS_TOO_LARGE";
                    };
                };
            };
            /** @description `HPL_INTERNAL`: something is wrong on our side; the trace_id finds it in the logs */
            500: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_INTERNAL";
                    };
                };
            };
        };
    };
    listTopics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The topics. */
            200: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        topics: {
                            bytes: number | null;
                            delay_ms: number | null;
                            exists: boolean;
                            group: string | null;
                            /** @enum {unknown} */
                            kind: "events" | "events_dead_letters" | "deliveries" | "rung" | "deliveries_dead_letters";
                            /** @example hopline.events.v1 */
                            name: string;
                            /** @description how many */
                            partitions: number;
                            /** @description what is wrong with its copies, a sentence each */
                            problems: string[];
                            /** @description how many offsets are kept */
                            records: number;
                            /** @description copies of the partition that has the fewest */
                            replication_factor: number;
                            retention_ms: number | null;
                            /**
                             * @description as the command line has it
                             * @example events
                             * @example retry.5s
                             * @example deliveries.dlq
                             */
                            short_name: string;
                            /** @description partitions with a copy that is missing or behind */
                            under_replicated: number;
                        }[];
                    };
                };
            };
            /** @description `HPL_REQUEST_MALFORMED`: the URL is not valid */
            400: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_MALFORMED";
                    };
                };
            };
            /** @description `HPL_AUTH_ADMIN_REFUSED`: send the admin token in Authorization: Bearer */
            401: {
                headers: {
                    /** @description how to authenticate (RFC 9110, section 11.6.1) */
                    "WWW-Authenticate"?: string;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_ADMIN_REFUSED";
                    };
                };
            };
            /** @description `HPL_REQUEST_TIMEOUT`: the request did not arrive in time */
            408: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_TIMEOUT";
                    };
                };
            };
            /** @description `HPL_TOPICS_BUSY`: too many others look into Kafka; nothing was done */
            429: {
                headers: {
                    /** @description seconds after which the same request may succeed */
                    "Retry-After"?: number;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_TOPICS_BUSY";
                    };
                };
            };
            /** @description `HPL_REQUEST_HEADERS_TOO_LARGE`: the headers of the request are too large */
            431: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_HEADERS_TOO_LARGE";
                    };
                };
            };
            /** @description `HPL_INTERNAL`: something is wrong on our side; the trace_id finds it in the logs */
            500: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_INTERNAL";
                    };
                };
            };
            /** @description `HPL_TOPICS_REFUSED`: Kafka does not give that: the settings of hopline.events.v1: TOPIC_AUTHORIZATION_FAILED */
            502: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_TOPICS_REFUSED";
                    };
                };
            };
            /** @description `HPL_TOPICS_UNAVAILABLE`: Kafka does not answer at the moment */
            503: {
                headers: {
                    /** @description seconds after which the same request may succeed */
                    "Retry-After"?: number;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_TOPICS_UNAVAILABLE";
                    };
                };
            };
        };
    };
    getTopic: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The topic. */
            200: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        bytes: number | null;
                        /** @description settings by Kafka's own names */
                        config: {
                            "cleanup.policy": string | null;
                            "compression.type": string | null;
                            "max.message.bytes": string | null;
                            "message.timestamp.type": string | null;
                            "min.insync.replicas": string | null;
                            "retention.bytes": string | null;
                            "retention.ms": string | null;
                        };
                        delay_ms: number | null;
                        group: string | null;
                        /** @enum {unknown} */
                        kind: "events" | "events_dead_letters" | "deliveries" | "rung" | "deliveries_dead_letters";
                        /** @example hopline.events.v1 */
                        name: string;
                        partitions: {
                            bytes: number | null;
                            end_offset: number | null;
                            first_offset: number | null;
                            in_sync: number[];
                            leader: number | null;
                            partition: number;
                            replicas: number[];
                        }[];
                        /** @description what is wrong with its copies, a sentence each */
                        problems: string[];
                        /** @description how many offsets are kept */
                        records: number;
                        /**
                         * @description as the command line has it
                         * @example events
                         * @example retry.5s
                         * @example deliveries.dlq
                         */
                        short_name: string;
                    };
                };
            };
            /**
             * @description `HPL_REQUEST_MALFORMED`: the URL is not valid
             *
             *     `HPL_REQUEST_INVALID`: must match its pattern
             */
            400: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_MALFORMED" | "HPL_REQUEST_INVALID";
                    };
                };
            };
            /** @description `HPL_AUTH_ADMIN_REFUSED`: send the admin token in Authorization: Bearer */
            401: {
                headers: {
                    /** @description how to authenticate (RFC 9110, section 11.6.1) */
                    "WWW-Authenticate"?: string;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_ADMIN_REFUSED";
                    };
                };
            };
            /**
             * @description `HPL_REQUEST_NO_ROUTE`: there is nothing at this path
             *
             *     `HPL_TOPIC_NOT_FOUND`: this installation has no such topic
             */
            404: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_NO_ROUTE" | "HPL_TOPIC_NOT_FOUND";
                    };
                };
            };
            /** @description `HPL_REQUEST_TIMEOUT`: the request did not arrive in time */
            408: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_TIMEOUT";
                    };
                };
            };
            /** @description `HPL_TOPICS_BUSY`: too many others look into Kafka; nothing was done */
            429: {
                headers: {
                    /** @description seconds after which the same request may succeed */
                    "Retry-After"?: number;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_TOPICS_BUSY";
                    };
                };
            };
            /** @description `HPL_REQUEST_HEADERS_TOO_LARGE`: the headers of the request are too large */
            431: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_HEADERS_TOO_LARGE";
                    };
                };
            };
            /** @description `HPL_INTERNAL`: something is wrong on our side; the trace_id finds it in the logs */
            500: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_INTERNAL";
                    };
                };
            };
            /** @description `HPL_TOPICS_REFUSED`: Kafka does not give that: the settings of hopline.events.v1: TOPIC_AUTHORIZATION_FAILED */
            502: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_TOPICS_REFUSED";
                    };
                };
            };
            /** @description `HPL_TOPICS_UNAVAILABLE`: Kafka does not answer at the moment */
            503: {
                headers: {
                    /** @description seconds after which the same request may succeed */
                    "Retry-After"?: number;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_TOPICS_UNAVAILABLE";
                    };
                };
            };
        };
    };
    listRecords: {
        parameters: {
            query?: {
                /**
                 * @description next_cursor of an answer: what has come since; with neither `from` nor `partition`
                 * @example 0:4711,1:815
                 */
                cursor?: string;
                /** @description where to begin: `latest`, the newest (the default), `earliest`, an offset, which needs `partition`, or a time: records of then or later */
                from?: string;
                /** @description 1 to 100; 20 without it */
                limit?: string;
                /** @description one partition; all of them without it */
                partition?: string;
            };
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The records, the oldest first. */
            200: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description how many records there are already after `next_cursor` */
                        behind: number;
                        /** @description what comes after them */
                        next_cursor: string;
                        records: {
                            bytes: number | null;
                            event: {
                                accepted_at: string | null;
                                /** @description the webhook's body, JSON as it is posted: the customer's data */
                                body: string;
                                dedup_id: string | null;
                                id: string;
                                ordering_key: string | null;
                                type: string;
                            } | null;
                            /** @description as the key */
                            headers: {
                                [key: string]: string;
                            };
                            key: string | null;
                            /**
                             * @description which of the three members is not null
                             * @enum {unknown}
                             */
                            kind: "event" | "wake_up" | "undecodable";
                            offset: number;
                            organization_id: string | null;
                            partition: number;
                            time: string | null;
                            trace_id: string | null;
                            undecodable: {
                                base64: string | null;
                                reason: string;
                            } | null;
                            wake_up: {
                                delivery: {
                                    day: string;
                                    id: string;
                                    version: number;
                                } | null;
                                endpoint_id: string;
                            } | null;
                        }[];
                    };
                };
            };
            /**
             * @description `HPL_REQUEST_MALFORMED`: the URL is not valid
             *
             *     `HPL_REQUEST_INVALID`: must match its pattern
             */
            400: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_MALFORMED" | "HPL_REQUEST_INVALID";
                    };
                };
            };
            /** @description `HPL_AUTH_ADMIN_REFUSED`: send the admin token in Authorization: Bearer */
            401: {
                headers: {
                    /** @description how to authenticate (RFC 9110, section 11.6.1) */
                    "WWW-Authenticate"?: string;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_ADMIN_REFUSED";
                    };
                };
            };
            /**
             * @description `HPL_REQUEST_NO_ROUTE`: there is nothing at this path
             *
             *     `HPL_TOPIC_NOT_FOUND`: this installation has no such topic
             */
            404: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_NO_ROUTE" | "HPL_TOPIC_NOT_FOUND";
                    };
                };
            };
            /** @description `HPL_REQUEST_TIMEOUT`: the request did not arrive in time */
            408: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_TIMEOUT";
                    };
                };
            };
            /** @description `HPL_TOPICS_BUSY`: too many others look into Kafka; nothing was done */
            429: {
                headers: {
                    /** @description seconds after which the same request may succeed */
                    "Retry-After"?: number;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_TOPICS_BUSY";
                    };
                };
            };
            /** @description `HPL_REQUEST_HEADERS_TOO_LARGE`: the headers of the request are too large */
            431: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_HEADERS_TOO_LARGE";
                    };
                };
            };
            /** @description `HPL_INTERNAL`: something is wrong on our side; the trace_id finds it in the logs */
            500: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_INTERNAL";
                    };
                };
            };
            /** @description `HPL_TOPICS_REFUSED`: Kafka does not give that: the settings of hopline.events.v1: TOPIC_AUTHORIZATION_FAILED */
            502: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_TOPICS_REFUSED";
                    };
                };
            };
            /** @description `HPL_TOPICS_UNAVAILABLE`: Kafka does not answer at the moment */
            503: {
                headers: {
                    /** @description seconds after which the same request may succeed */
                    "Retry-After"?: number;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_TOPICS_UNAVAILABLE";
                    };
                };
            };
        };
    };
    listDeliveries: {
        parameters: {
            query?: {
                /** @description next_cursor of the page before */
                cursor?: string;
                /** @description deliveries to this endpoint */
                endpoint_id?: string;
                /** @description deliveries of this event */
                event_id?: string;
                /**
                 * @description deliveries of events that were accepted at this time or later
                 * @example 2026-03-01T12:00:00Z
                 */
                from?: string;
                /** @description 1 to 100; 50 without it */
                limit?: string;
                /** @description with the admin token: whose; of a key its own organization, or nothing */
                organization_id?: string;
                /** @description deliveries in this state, or in one of these, with commas */
                state?: string;
                /**
                 * @description deliveries of events that were accepted before this time
                 * @example 2026-03-01T12:00:00Z
                 */
                to?: string;
                /** @description types of events; `order.*` stands for all that begin with `order.`. At most 20, with commas or repeated */
                type?: string | string[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of deliveries. */
            200: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description false: the page ended before it was full; more may match behind `next_cursor` */
                        complete: boolean;
                        deliveries: {
                            /**
                             * Format: date-time
                             * @description when the event was accepted
                             * @example 2026-03-01T12:00:00.000Z
                             */
                            accepted_at: string;
                            /** @description how often it was attempted */
                            attempt_count: number;
                            /** @description the newest ones, the oldest of them first */
                            attempts: {
                                /** @description how long it took until the answer was read */
                                duration_ms: number;
                                error: string | null;
                                next_attempt_at: string | null;
                                /** @description from 1, through retries and replays */
                                number: number;
                                /**
                                 * @description `succeeded`, or the class of the error, one word
                                 * @example succeeded
                                 * @example status
                                 * @example timeout
                                 * @example dns
                                 */
                                outcome: string;
                                response: string | null;
                                /**
                                 * Format: date-time
                                 * @description when it began
                                 * @example 2026-03-01T12:00:00.000Z
                                 */
                                started_at: string;
                                status_code: number | null;
                                trace_id: string | null;
                            }[];
                            /**
                             * Format: date-time
                             * @description when it was made: with its event, or by a replay
                             * @example 2026-03-01T12:00:00.000Z
                             */
                            created_at: string;
                            ended_at: string | null;
                            /**
                             * Format: uuid
                             * @description the id of the endpoint
                             * @example 0198f3a2-7c1e-7b3a-9d52-6a1f0c2e4b77
                             */
                            endpoint_id: string;
                            /**
                             * Format: uuid
                             * @description the id of the event, which is also the webhook-id of every attempt
                             * @example 0198f3a2-7c1e-7b3a-9d52-6a1f0c2e4b77
                             */
                            event_id: string;
                            /**
                             * Format: uuid
                             * @description the id of the delivery
                             * @example 0198f3a2-7c1e-7b3a-9d52-6a1f0c2e4b77
                             */
                            id: string;
                            /** @description how many retries it has had since it was last begun */
                            ladder_step: number;
                            next_attempt_at: string | null;
                            reason: string | null;
                            replay_id: string | null;
                            replayed_at: string | null;
                            /** @enum {unknown} */
                            state: "pending" | "sending" | "succeeded" | "dead" | "cancelled";
                            succeeded_at: string | null;
                            /**
                             * @description of the event
                             * @example order.created
                             */
                            type: string;
                        }[];
                        next_cursor: string | null;
                    };
                };
            };
            /**
             * @description `HPL_REQUEST_MALFORMED`: the URL is not valid
             *
             *     `HPL_REQUEST_INVALID`: must match its pattern
             */
            400: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_MALFORMED" | "HPL_REQUEST_INVALID";
                    };
                };
            };
            /**
             * @description `HPL_AUTH_KEY_MISSING`: send an API key in X-API-Key or in Authorization: Bearer
             *
             *     `HPL_AUTH_KEY_REFUSED`: the API key is not valid
             */
            401: {
                headers: {
                    /** @description how to authenticate (RFC 9110, section 11.6.1) */
                    "WWW-Authenticate"?: string;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_KEY_MISSING" | "HPL_AUTH_KEY_REFUSED";
                    };
                };
            };
            /** @description `HPL_AUTH_SCOPE`: the API key lacks the scope read */
            403: {
                headers: {
                    /** @description how to authenticate (RFC 9110, section 11.6.1) */
                    "WWW-Authenticate"?: string;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_SCOPE";
                    };
                };
            };
            /** @description `HPL_ORGANIZATION_NOT_FOUND`: there is no organization with this id */
            404: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_ORGANIZATION_NOT_FOUND";
                    };
                };
            };
            /** @description `HPL_REQUEST_TIMEOUT`: the request did not arrive in time */
            408: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_TIMEOUT";
                    };
                };
            };
            /** @description `HPL_REQUEST_BUSY`: too many requests of this organization are under way; nothing was done */
            429: {
                headers: {
                    /** @description seconds after which the same request may succeed */
                    "Retry-After"?: number;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_BUSY";
                    };
                };
            };
            /** @description `HPL_REQUEST_HEADERS_TOO_LARGE`: the headers of the request are too large */
            431: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_HEADERS_TOO_LARGE";
                    };
                };
            };
            /** @description `HPL_INTERNAL`: something is wrong on our side; the trace_id finds it in the logs */
            500: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_INTERNAL";
                    };
                };
            };
            /**
             * @description `HPL_AUTH_UNAVAILABLE`: API keys cannot be checked at the moment; nothing was done
             *
             *     `HPL_DATABASE_UNAVAILABLE`: the database does not answer at the moment
             */
            503: {
                headers: {
                    /** @description seconds after which the same request may succeed */
                    "Retry-After"?: number;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_UNAVAILABLE" | "HPL_DATABASE_UNAVAILABLE";
                    };
                };
            };
        };
    };
    getDelivery: {
        parameters: {
            query?: {
                /** @description with the admin token: whose; of a key its own organization, or nothing */
                organization_id?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The delivery with its hundred newest attempts. */
            200: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * Format: date-time
                         * @description when the event was accepted
                         * @example 2026-03-01T12:00:00.000Z
                         */
                        accepted_at: string;
                        /** @description how often it was attempted */
                        attempt_count: number;
                        /** @description the newest ones, the oldest of them first */
                        attempts: {
                            /** @description how long it took until the answer was read */
                            duration_ms: number;
                            error: string | null;
                            next_attempt_at: string | null;
                            /** @description from 1, through retries and replays */
                            number: number;
                            /**
                             * @description `succeeded`, or the class of the error, one word
                             * @example succeeded
                             * @example status
                             * @example timeout
                             * @example dns
                             */
                            outcome: string;
                            response: string | null;
                            /**
                             * Format: date-time
                             * @description when it began
                             * @example 2026-03-01T12:00:00.000Z
                             */
                            started_at: string;
                            status_code: number | null;
                            trace_id: string | null;
                        }[];
                        /**
                         * Format: date-time
                         * @description when it was made: with its event, or by a replay
                         * @example 2026-03-01T12:00:00.000Z
                         */
                        created_at: string;
                        ended_at: string | null;
                        /**
                         * Format: uuid
                         * @description the id of the endpoint
                         * @example 0198f3a2-7c1e-7b3a-9d52-6a1f0c2e4b77
                         */
                        endpoint_id: string;
                        /**
                         * Format: uuid
                         * @description the id of the event, which is also the webhook-id of every attempt
                         * @example 0198f3a2-7c1e-7b3a-9d52-6a1f0c2e4b77
                         */
                        event_id: string;
                        /**
                         * Format: uuid
                         * @description the id of the delivery
                         * @example 0198f3a2-7c1e-7b3a-9d52-6a1f0c2e4b77
                         */
                        id: string;
                        /** @description how many retries it has had since it was last begun */
                        ladder_step: number;
                        next_attempt_at: string | null;
                        reason: string | null;
                        replay_id: string | null;
                        replayed_at: string | null;
                        /** @enum {unknown} */
                        state: "pending" | "sending" | "succeeded" | "dead" | "cancelled";
                        succeeded_at: string | null;
                        /**
                         * @description of the event
                         * @example order.created
                         */
                        type: string;
                    };
                };
            };
            /**
             * @description `HPL_REQUEST_MALFORMED`: the URL is not valid
             *
             *     `HPL_REQUEST_INVALID`: must match its pattern
             */
            400: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_MALFORMED" | "HPL_REQUEST_INVALID";
                    };
                };
            };
            /**
             * @description `HPL_AUTH_KEY_MISSING`: send an API key in X-API-Key or in Authorization: Bearer
             *
             *     `HPL_AUTH_KEY_REFUSED`: the API key is not valid
             */
            401: {
                headers: {
                    /** @description how to authenticate (RFC 9110, section 11.6.1) */
                    "WWW-Authenticate"?: string;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_KEY_MISSING" | "HPL_AUTH_KEY_REFUSED";
                    };
                };
            };
            /** @description `HPL_AUTH_SCOPE`: the API key lacks the scope read */
            403: {
                headers: {
                    /** @description how to authenticate (RFC 9110, section 11.6.1) */
                    "WWW-Authenticate"?: string;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_SCOPE";
                    };
                };
            };
            /**
             * @description `HPL_ORGANIZATION_NOT_FOUND`: there is no organization with this id
             *
             *     `HPL_REQUEST_NO_ROUTE`: there is nothing at this path
             *
             *     `HPL_DELIVERY_NOT_FOUND`: there is no delivery with this id
             */
            404: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_ORGANIZATION_NOT_FOUND" | "HPL_REQUEST_NO_ROUTE" | "HPL_DELIVERY_NOT_FOUND";
                    };
                };
            };
            /** @description `HPL_REQUEST_TIMEOUT`: the request did not arrive in time */
            408: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_TIMEOUT";
                    };
                };
            };
            /** @description `HPL_REQUEST_BUSY`: too many requests of this organization are under way; nothing was done */
            429: {
                headers: {
                    /** @description seconds after which the same request may succeed */
                    "Retry-After"?: number;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_BUSY";
                    };
                };
            };
            /** @description `HPL_REQUEST_HEADERS_TOO_LARGE`: the headers of the request are too large */
            431: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_HEADERS_TOO_LARGE";
                    };
                };
            };
            /** @description `HPL_INTERNAL`: something is wrong on our side; the trace_id finds it in the logs */
            500: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_INTERNAL";
                    };
                };
            };
            /**
             * @description `HPL_AUTH_UNAVAILABLE`: API keys cannot be checked at the moment; nothing was done
             *
             *     `HPL_DATABASE_UNAVAILABLE`: the database does not answer at the moment
             */
            503: {
                headers: {
                    /** @description seconds after which the same request may succeed */
                    "Retry-After"?: number;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_UNAVAILABLE" | "HPL_DATABASE_UNAVAILABLE";
                    };
                };
            };
        };
    };
    cancelDelivery: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is cancelled. */
            200: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * Format: uuid
                         * @description the id of the delivery
                         * @example 0198f3a2-7c1e-7b3a-9d52-6a1f0c2e4b77
                         */
                        id: string;
                        /** @enum {unknown} */
                        status: "cancelled";
                    };
                };
            };
            /**
             * @description `HPL_REQUEST_MALFORMED`: the URL is not valid
             *
             *     `HPL_REQUEST_INVALID`: must match its pattern
             */
            400: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_MALFORMED" | "HPL_REQUEST_INVALID";
                    };
                };
            };
            /**
             * @description `HPL_AUTH_KEY_MISSING`: send an API key in X-API-Key or in Authorization: Bearer
             *
             *     `HPL_AUTH_KEY_REFUSED`: the API key is not valid
             */
            401: {
                headers: {
                    /** @description how to authenticate (RFC 9110, section 11.6.1) */
                    "WWW-Authenticate"?: string;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_KEY_MISSING" | "HPL_AUTH_KEY_REFUSED";
                    };
                };
            };
            /** @description `HPL_AUTH_SCOPE`: the API key lacks the scope read */
            403: {
                headers: {
                    /** @description how to authenticate (RFC 9110, section 11.6.1) */
                    "WWW-Authenticate"?: string;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_SCOPE";
                    };
                };
            };
            /**
             * @description `HPL_REQUEST_NO_ROUTE`: there is nothing at this path
             *
             *     `HPL_DELIVERY_NOT_FOUND`: there is no delivery with this id
             */
            404: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_NO_ROUTE" | "HPL_DELIVERY_NOT_FOUND";
                    };
                };
            };
            /** @description `HPL_REQUEST_TIMEOUT`: the request did not arrive in time */
            408: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_TIMEOUT";
                    };
                };
            };
            /**
             * @description `HPL_DELIVERY_SENDING`: the delivery is being posted at this moment; nothing was done
             *
             *     `HPL_DELIVERY_SUCCEEDED`: the delivery has succeeded; nothing was done
             */
            409: {
                headers: {
                    /** @description seconds after which the same request may succeed */
                    "Retry-After"?: number;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_DELIVERY_SENDING" | "HPL_DELIVERY_SUCCEEDED";
                    };
                };
            };
            /** @description `HPL_REQUEST_TOO_LARGE`: the body has more bytes than are taken */
            413: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_TOO_LARGE";
                    };
                };
            };
            /**
             * @description `HPL_REQUEST_MEDIA_TYPE`: send the body as application/json
             *
             *     `HPL_REQUEST_ENCODING`: send the body as it is, or with content-encoding: gzip
             */
            415: {
                headers: {
                    /** @description the media types that are taken */
                    Accept?: string;
                    /** @description the content codings that are taken */
                    "Accept-Encoding"?: string;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_MEDIA_TYPE" | "HPL_REQUEST_ENCODING";
                    };
                };
            };
            /** @description `HPL_REQUEST_BUSY`: too many requests of this organization are under way; nothing was done */
            429: {
                headers: {
                    /** @description seconds after which the same request may succeed */
                    "Retry-After"?: number;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_BUSY";
                    };
                };
            };
            /** @description `HPL_REQUEST_HEADERS_TOO_LARGE`: the headers of the request are too large */
            431: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_HEADERS_TOO_LARGE";
                    };
                };
            };
            /** @description `HPL_INTERNAL`: something is wrong on our side; the trace_id finds it in the logs */
            500: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_INTERNAL";
                    };
                };
            };
            /**
             * @description `HPL_AUTH_UNAVAILABLE`: API keys cannot be checked at the moment; nothing was done
             *
             *     `HPL_DATABASE_UNAVAILABLE`: the database does not answer at the moment
             */
            503: {
                headers: {
                    /** @description seconds after which the same request may succeed */
                    "Retry-After"?: number;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_UNAVAILABLE" | "HPL_DATABASE_UNAVAILABLE";
                    };
                };
            };
        };
    };
    retryDelivery: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is on its way. */
            202: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * Format: uuid
                         * @description the id of the delivery
                         * @example 0198f3a2-7c1e-7b3a-9d52-6a1f0c2e4b77
                         */
                        id: string;
                        /** @enum {unknown} */
                        status: "pending";
                    };
                };
            };
            /**
             * @description `HPL_REQUEST_MALFORMED`: the URL is not valid
             *
             *     `HPL_REQUEST_INVALID`: must match its pattern
             */
            400: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_MALFORMED" | "HPL_REQUEST_INVALID";
                    };
                };
            };
            /**
             * @description `HPL_AUTH_KEY_MISSING`: send an API key in X-API-Key or in Authorization: Bearer
             *
             *     `HPL_AUTH_KEY_REFUSED`: the API key is not valid
             */
            401: {
                headers: {
                    /** @description how to authenticate (RFC 9110, section 11.6.1) */
                    "WWW-Authenticate"?: string;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_KEY_MISSING" | "HPL_AUTH_KEY_REFUSED";
                    };
                };
            };
            /** @description `HPL_AUTH_SCOPE`: the API key lacks the scope read */
            403: {
                headers: {
                    /** @description how to authenticate (RFC 9110, section 11.6.1) */
                    "WWW-Authenticate"?: string;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_SCOPE";
                    };
                };
            };
            /**
             * @description `HPL_REQUEST_NO_ROUTE`: there is nothing at this path
             *
             *     `HPL_DELIVERY_NOT_FOUND`: there is no delivery with this id
             */
            404: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_NO_ROUTE" | "HPL_DELIVERY_NOT_FOUND";
                    };
                };
            };
            /** @description `HPL_REQUEST_TIMEOUT`: the request did not arrive in time */
            408: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_TIMEOUT";
                    };
                };
            };
            /**
             * @description `HPL_DELIVERY_SENDING`: the delivery is being posted at this moment; nothing was done
             *
             *     `HPL_DELIVERY_ENDPOINT_GONE`: the endpoint of this delivery was deleted; nothing was done
             *
             *     `HPL_DELIVERY_ENDPOINT_DISABLED`: the endpoint of this delivery is disabled; enable it first, nothing was done
             */
            409: {
                headers: {
                    /** @description seconds after which the same request may succeed */
                    "Retry-After"?: number;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_DELIVERY_SENDING" | "HPL_DELIVERY_ENDPOINT_GONE" | "HPL_DELIVERY_ENDPOINT_DISABLED";
                    };
                };
            };
            /** @description `HPL_REQUEST_TOO_LARGE`: the body has more bytes than are taken */
            413: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_TOO_LARGE";
                    };
                };
            };
            /**
             * @description `HPL_REQUEST_MEDIA_TYPE`: send the body as application/json
             *
             *     `HPL_REQUEST_ENCODING`: send the body as it is, or with content-encoding: gzip
             */
            415: {
                headers: {
                    /** @description the media types that are taken */
                    Accept?: string;
                    /** @description the content codings that are taken */
                    "Accept-Encoding"?: string;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_MEDIA_TYPE" | "HPL_REQUEST_ENCODING";
                    };
                };
            };
            /** @description `HPL_REQUEST_BUSY`: too many requests of this organization are under way; nothing was done */
            429: {
                headers: {
                    /** @description seconds after which the same request may succeed */
                    "Retry-After"?: number;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_BUSY";
                    };
                };
            };
            /** @description `HPL_REQUEST_HEADERS_TOO_LARGE`: the headers of the request are too large */
            431: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_HEADERS_TOO_LARGE";
                    };
                };
            };
            /** @description `HPL_INTERNAL`: something is wrong on our side; the trace_id finds it in the logs */
            500: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_INTERNAL";
                    };
                };
            };
            /**
             * @description `HPL_AUTH_UNAVAILABLE`: API keys cannot be checked at the moment; nothing was done
             *
             *     `HPL_DATABASE_UNAVAILABLE`: the database does not answer at the moment
             */
            503: {
                headers: {
                    /** @description seconds after which the same request may succeed */
                    "Retry-After"?: number;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_UNAVAILABLE" | "HPL_DATABASE_UNAVAILABLE";
                    };
                };
            };
        };
    };
    listEndpoints: {
        parameters: {
            query?: {
                /** @description with the admin token: whose; of a key its own organization, or nothing */
                organization_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All endpoints of the organization. */
            200: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        endpoints: {
                            /**
                             * Format: date-time
                             * @description when it was made
                             * @example 2026-03-01T12:00:00.000Z
                             */
                            created_at: string;
                            description: string;
                            disabled_at: string | null;
                            disabled_reason: ("gone" | "failing") | null;
                            /** @description the types that it gets; `order.*` and `*` stand for many */
                            event_types: string[];
                            /** @description conditions on the payload, which must all be met */
                            filters: {
                                /** @enum {unknown} */
                                op: "eq" | "ne" | "in" | "lt" | "lte" | "gt" | "gte" | "starts_with" | "exists";
                                /**
                                 * @description a JSON pointer (RFC 6901) into the payload
                                 * @example /order/total
                                 */
                                pointer: string;
                                /** @example 100 */
                                value: string | number | boolean | null | (string | number | boolean | null)[];
                            }[];
                            /** @description the headers of its own that it gets; their values are not shown */
                            header_names: string[];
                            /** @description how it is doing, as of a second ago */
                            health: {
                                /**
                                 * @description open: it fails again and again and is left alone; half_open: it is being tried with one post
                                 * @enum {unknown}
                                 */
                                breaker: "closed" | "open" | "half_open";
                                failing_since: string | null;
                                not_before: string | null;
                            };
                            /**
                             * Format: uuid
                             * @description the id of the endpoint
                             * @example 0198f3a2-7c1e-7b3a-9d52-6a1f0c2e4b77
                             */
                            id: string;
                            on_dead_head: ("block" | {
                                skip_after: number;
                            }) | null;
                            order_unkeyed: boolean | null;
                            /** @description whether its deliveries go out in the order of their events, ordering key by ordering key */
                            ordered: boolean;
                            /** @description while it is, its events wait */
                            paused: boolean;
                            /** @description what was replaced and still signs beside the secret, the newest first */
                            previous_secrets: {
                                /**
                                 * Format: date-time
                                 * @description when it no longer signs
                                 * @example 2026-03-01T12:00:00.000Z
                                 */
                                ends_at: string;
                                public_key: string | null;
                                /**
                                 * @description `v1`: HMAC-SHA256 with a shared secret; `v1a`: ed25519
                                 * @enum {unknown}
                                 */
                                signature_version: "v1" | "v1a";
                            }[];
                            public_key: string | null;
                            rate_limit: number | null;
                            retry_schedule: string[] | null;
                            /** @description whether webhooks carry `traceparent` */
                            send_traceparent: boolean;
                            /**
                             * @description `v1`: HMAC-SHA256 with a shared secret; `v1a`: ed25519
                             * @enum {unknown}
                             */
                            signature_version: "v1" | "v1a";
                            /**
                             * @description while it is disabled it gets no events, and those that waited for it are cancelled
                             * @enum {unknown}
                             */
                            state: "active" | "paused" | "disabled";
                            /**
                             * Format: date-time
                             * @description when it was last changed
                             * @example 2026-03-01T12:00:00.000Z
                             */
                            updated_at: string;
                            /** @description where events are posted */
                            url: string;
                        }[];
                    };
                };
            };
            /**
             * @description `HPL_REQUEST_MALFORMED`: the URL is not valid
             *
             *     `HPL_REQUEST_INVALID`: is required with the admin token
             */
            400: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_MALFORMED" | "HPL_REQUEST_INVALID";
                    };
                };
            };
            /**
             * @description `HPL_AUTH_KEY_MISSING`: send an API key in X-API-Key or in Authorization: Bearer
             *
             *     `HPL_AUTH_KEY_REFUSED`: the API key is not valid
             */
            401: {
                headers: {
                    /** @description how to authenticate (RFC 9110, section 11.6.1) */
                    "WWW-Authenticate"?: string;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_KEY_MISSING" | "HPL_AUTH_KEY_REFUSED";
                    };
                };
            };
            /** @description `HPL_AUTH_SCOPE`: the API key lacks the scope read */
            403: {
                headers: {
                    /** @description how to authenticate (RFC 9110, section 11.6.1) */
                    "WWW-Authenticate"?: string;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_SCOPE";
                    };
                };
            };
            /** @description `HPL_ORGANIZATION_NOT_FOUND`: there is no organization with this id */
            404: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_ORGANIZATION_NOT_FOUND";
                    };
                };
            };
            /** @description `HPL_REQUEST_TIMEOUT`: the request did not arrive in time */
            408: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_TIMEOUT";
                    };
                };
            };
            /** @description `HPL_REQUEST_BUSY`: too many requests of this organization are under way; nothing was done */
            429: {
                headers: {
                    /** @description seconds after which the same request may succeed */
                    "Retry-After"?: number;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_BUSY";
                    };
                };
            };
            /** @description `HPL_REQUEST_HEADERS_TOO_LARGE`: the headers of the request are too large */
            431: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_HEADERS_TOO_LARGE";
                    };
                };
            };
            /** @description `HPL_INTERNAL`: something is wrong on our side; the trace_id finds it in the logs */
            500: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_INTERNAL";
                    };
                };
            };
            /**
             * @description `HPL_AUTH_UNAVAILABLE`: API keys cannot be checked at the moment; nothing was done
             *
             *     `HPL_DATABASE_UNAVAILABLE`: the database does not answer at the moment
             */
            503: {
                headers: {
                    /** @description seconds after which the same request may succeed */
                    "Retry-After"?: number;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_UNAVAILABLE" | "HPL_DATABASE_UNAVAILABLE";
                    };
                };
            };
        };
    };
    createEndpoint: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    description?: string;
                    event_types?: string[];
                    /** @description conditions on the payload, at most 4,096 characters in all; an event must meet all of them. `in` takes a list, `exists` true or false, the others one value. Texts and numbers are compared with their kind alone; numbers as doubles */
                    filters?: {
                        /** @enum {unknown} */
                        op: "eq" | "ne" | "in" | "lt" | "lte" | "gt" | "gte" | "starts_with" | "exists";
                        /**
                         * @description a JSON pointer (RFC 6901) into the payload
                         * @example /order/total
                         */
                        pointer: string;
                        /** @example 100 */
                        value: string | number | boolean | null | (string | number | boolean | null)[];
                    }[];
                    /** @description sent with each webhook; none that Hopline sets itself, that frames the message or that is for one connection only. Their values are sealed and never shown */
                    headers?: {
                        /** @example authorization */
                        name: string;
                        /** @example Bearer 3fQ9 */
                        value: string;
                    }[];
                    /**
                     * @description of an ordered endpoint. `block`: a dead delivery holds its key until it is retried, replayed or cancelled; `{"skip_after": n}`: a delivery is dead after n failed attempts at the latest, and its key goes on
                     * @example block
                     * @example {
                     *       "skip_after": 3
                     *     }
                     */
                    on_dead_head?: "block" | {
                        skip_after: number;
                    };
                    /** @description of an ordered endpoint: whether events without an ordering key are in order among themselves (as without it), or go out as they come */
                    order_unkeyed?: boolean;
                    /** @description whether its deliveries go out in the order of their events, ordering key by ordering key */
                    ordered?: boolean;
                    paused?: boolean;
                    /** @description posts a minute at most; null for no limit */
                    rate_limit?: number | null;
                    /**
                     * @description the delays before the retries, each one of the ladder; null for the ladder itself
                     * @example [
                     *       "5s",
                     *       "1m",
                     *       "1h",
                     *       "1h"
                     *     ]
                     */
                    retry_schedule?: string[] | null;
                    /**
                     * @description a secret to take over, `whsec_…` or `whsk_…`; without it a new one is made
                     * @example whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw
                     */
                    secret?: string;
                    send_traceparent?: boolean;
                    /** @enum {unknown} */
                    signature_version?: "v1" | "v1a";
                    /**
                     * @description where events are posted
                     * @example https://example.com/hooks
                     */
                    url: string;
                };
            };
        };
        responses: {
            /** @description The endpoint, with its secret. */
            201: {
                headers: {
                    /** @description the path of the endpoint */
                    Location?: string;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * Format: date-time
                         * @description when it was made
                         * @example 2026-03-01T12:00:00.000Z
                         */
                        created_at: string;
                        description: string;
                        disabled_at: string | null;
                        disabled_reason: ("gone" | "failing") | null;
                        /** @description the types that it gets; `order.*` and `*` stand for many */
                        event_types: string[];
                        /** @description conditions on the payload, which must all be met */
                        filters: {
                            /** @enum {unknown} */
                            op: "eq" | "ne" | "in" | "lt" | "lte" | "gt" | "gte" | "starts_with" | "exists";
                            /**
                             * @description a JSON pointer (RFC 6901) into the payload
                             * @example /order/total
                             */
                            pointer: string;
                            /** @example 100 */
                            value: string | number | boolean | null | (string | number | boolean | null)[];
                        }[];
                        /** @description the headers of its own that it gets; their values are not shown */
                        header_names: string[];
                        /** @description how it is doing, as of a second ago */
                        health: {
                            /**
                             * @description open: it fails again and again and is left alone; half_open: it is being tried with one post
                             * @enum {unknown}
                             */
                            breaker: "closed" | "open" | "half_open";
                            failing_since: string | null;
                            not_before: string | null;
                        };
                        /**
                         * Format: uuid
                         * @description the id of the endpoint
                         * @example 0198f3a2-7c1e-7b3a-9d52-6a1f0c2e4b77
                         */
                        id: string;
                        on_dead_head: ("block" | {
                            skip_after: number;
                        }) | null;
                        order_unkeyed: boolean | null;
                        /** @description whether its deliveries go out in the order of their events, ordering key by ordering key */
                        ordered: boolean;
                        /** @description while it is, its events wait */
                        paused: boolean;
                        /** @description what was replaced and still signs beside the secret, the newest first */
                        previous_secrets: {
                            /**
                             * Format: date-time
                             * @description when it no longer signs
                             * @example 2026-03-01T12:00:00.000Z
                             */
                            ends_at: string;
                            public_key: string | null;
                            /**
                             * @description `v1`: HMAC-SHA256 with a shared secret; `v1a`: ed25519
                             * @enum {unknown}
                             */
                            signature_version: "v1" | "v1a";
                        }[];
                        public_key: string | null;
                        rate_limit: number | null;
                        retry_schedule: string[] | null;
                        secret: string | null;
                        /** @description whether webhooks carry `traceparent` */
                        send_traceparent: boolean;
                        /**
                         * @description `v1`: HMAC-SHA256 with a shared secret; `v1a`: ed25519
                         * @enum {unknown}
                         */
                        signature_version: "v1" | "v1a";
                        /**
                         * @description while it is disabled it gets no events, and those that waited for it are cancelled
                         * @enum {unknown}
                         */
                        state: "active" | "paused" | "disabled";
                        /**
                         * Format: date-time
                         * @description when it was last changed
                         * @example 2026-03-01T12:00:00.000Z
                         */
                        updated_at: string;
                        /** @description where events are posted */
                        url: string;
                    };
                };
            };
            /**
             * @description `HPL_REQUEST_MALFORMED`: the URL is not valid
             *
             *     `HPL_REQUEST_INVALID`: is required
             *
             *     `HPL_ENDPOINT_URL_REFUSED`: the URL must use https
             *
             *     `HPL_ENDPOINT_SCHEDULE_REFUSED`: the retry schedule must be at most 3 days long in all
             *
             *     `HPL_ENDPOINT_NOT_ORDERED`: on_dead_head is for endpoints with ordered: true
             */
            400: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_MALFORMED" | "HPL_REQUEST_INVALID" | "HPL_ENDPOINT_URL_REFUSED" | "HPL_ENDPOINT_SCHEDULE_REFUSED" | "HPL_ENDPOINT_NOT_ORDERED";
                    };
                };
            };
            /**
             * @description `HPL_AUTH_KEY_MISSING`: send an API key in X-API-Key or in Authorization: Bearer
             *
             *     `HPL_AUTH_KEY_REFUSED`: the API key is not valid
             */
            401: {
                headers: {
                    /** @description how to authenticate (RFC 9110, section 11.6.1) */
                    "WWW-Authenticate"?: string;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_KEY_MISSING" | "HPL_AUTH_KEY_REFUSED";
                    };
                };
            };
            /** @description `HPL_AUTH_SCOPE`: the API key lacks the scope read */
            403: {
                headers: {
                    /** @description how to authenticate (RFC 9110, section 11.6.1) */
                    "WWW-Authenticate"?: string;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_SCOPE";
                    };
                };
            };
            /** @description `HPL_REQUEST_TIMEOUT`: the request did not arrive in time */
            408: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_TIMEOUT";
                    };
                };
            };
            /**
             * @description `HPL_ENDPOINT_LIMIT`: an organization has at most 50 endpoints; delete one first
             *
             *     `HPL_ENDPOINT_ORDER_SPREAD`: the organization has a partition_spread of more than 1: its events have an order only with an ordering key; ask for order_unkeyed: false
             */
            409: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_ENDPOINT_LIMIT" | "HPL_ENDPOINT_ORDER_SPREAD";
                    };
                };
            };
            /** @description `HPL_REQUEST_TOO_LARGE`: the body has more bytes than are taken */
            413: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_TOO_LARGE";
                    };
                };
            };
            /**
             * @description `HPL_REQUEST_MEDIA_TYPE`: send the body as application/json
             *
             *     `HPL_REQUEST_ENCODING`: send the body as it is, or with content-encoding: gzip
             */
            415: {
                headers: {
                    /** @description the media types that are taken */
                    Accept?: string;
                    /** @description the content codings that are taken */
                    "Accept-Encoding"?: string;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_MEDIA_TYPE" | "HPL_REQUEST_ENCODING";
                    };
                };
            };
            /** @description `HPL_REQUEST_BUSY`: too many requests of this organization are under way; nothing was done */
            429: {
                headers: {
                    /** @description seconds after which the same request may succeed */
                    "Retry-After"?: number;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_BUSY";
                    };
                };
            };
            /** @description `HPL_REQUEST_HEADERS_TOO_LARGE`: the headers of the request are too large */
            431: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_HEADERS_TOO_LARGE";
                    };
                };
            };
            /** @description `HPL_INTERNAL`: something is wrong on our side; the trace_id finds it in the logs */
            500: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_INTERNAL";
                    };
                };
            };
            /**
             * @description `HPL_AUTH_UNAVAILABLE`: API keys cannot be checked at the moment; nothing was done
             *
             *     `HPL_DATABASE_UNAVAILABLE`: the database does not answer at the moment
             *
             *     `HPL_SECRETS_UNAVAILABLE`: secrets cannot be stored by this process at the moment; nothing was done
             */
            503: {
                headers: {
                    /** @description seconds after which the same request may succeed */
                    "Retry-After"?: number;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_UNAVAILABLE" | "HPL_DATABASE_UNAVAILABLE" | "HPL_SECRETS_UNAVAILABLE";
                    };
                };
            };
        };
    };
    getEndpoint: {
        parameters: {
            query?: {
                /** @description with the admin token: whose; of a key its own organization, or nothing */
                organization_id?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The endpoint, without its secret. */
            200: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * Format: date-time
                         * @description when it was made
                         * @example 2026-03-01T12:00:00.000Z
                         */
                        created_at: string;
                        description: string;
                        disabled_at: string | null;
                        disabled_reason: ("gone" | "failing") | null;
                        /** @description the types that it gets; `order.*` and `*` stand for many */
                        event_types: string[];
                        /** @description conditions on the payload, which must all be met */
                        filters: {
                            /** @enum {unknown} */
                            op: "eq" | "ne" | "in" | "lt" | "lte" | "gt" | "gte" | "starts_with" | "exists";
                            /**
                             * @description a JSON pointer (RFC 6901) into the payload
                             * @example /order/total
                             */
                            pointer: string;
                            /** @example 100 */
                            value: string | number | boolean | null | (string | number | boolean | null)[];
                        }[];
                        /** @description the headers of its own that it gets; their values are not shown */
                        header_names: string[];
                        /** @description how it is doing, as of a second ago */
                        health: {
                            /**
                             * @description open: it fails again and again and is left alone; half_open: it is being tried with one post
                             * @enum {unknown}
                             */
                            breaker: "closed" | "open" | "half_open";
                            failing_since: string | null;
                            not_before: string | null;
                        };
                        /**
                         * Format: uuid
                         * @description the id of the endpoint
                         * @example 0198f3a2-7c1e-7b3a-9d52-6a1f0c2e4b77
                         */
                        id: string;
                        on_dead_head: ("block" | {
                            skip_after: number;
                        }) | null;
                        order_unkeyed: boolean | null;
                        /** @description whether its deliveries go out in the order of their events, ordering key by ordering key */
                        ordered: boolean;
                        /** @description while it is, its events wait */
                        paused: boolean;
                        /** @description what was replaced and still signs beside the secret, the newest first */
                        previous_secrets: {
                            /**
                             * Format: date-time
                             * @description when it no longer signs
                             * @example 2026-03-01T12:00:00.000Z
                             */
                            ends_at: string;
                            public_key: string | null;
                            /**
                             * @description `v1`: HMAC-SHA256 with a shared secret; `v1a`: ed25519
                             * @enum {unknown}
                             */
                            signature_version: "v1" | "v1a";
                        }[];
                        public_key: string | null;
                        rate_limit: number | null;
                        retry_schedule: string[] | null;
                        /** @description whether webhooks carry `traceparent` */
                        send_traceparent: boolean;
                        /**
                         * @description `v1`: HMAC-SHA256 with a shared secret; `v1a`: ed25519
                         * @enum {unknown}
                         */
                        signature_version: "v1" | "v1a";
                        /**
                         * @description while it is disabled it gets no events, and those that waited for it are cancelled
                         * @enum {unknown}
                         */
                        state: "active" | "paused" | "disabled";
                        /**
                         * Format: date-time
                         * @description when it was last changed
                         * @example 2026-03-01T12:00:00.000Z
                         */
                        updated_at: string;
                        /** @description where events are posted */
                        url: string;
                    };
                };
            };
            /**
             * @description `HPL_REQUEST_MALFORMED`: the URL is not valid
             *
             *     `HPL_REQUEST_INVALID`: must match its pattern
             */
            400: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_MALFORMED" | "HPL_REQUEST_INVALID";
                    };
                };
            };
            /**
             * @description `HPL_AUTH_KEY_MISSING`: send an API key in X-API-Key or in Authorization: Bearer
             *
             *     `HPL_AUTH_KEY_REFUSED`: the API key is not valid
             */
            401: {
                headers: {
                    /** @description how to authenticate (RFC 9110, section 11.6.1) */
                    "WWW-Authenticate"?: string;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_KEY_MISSING" | "HPL_AUTH_KEY_REFUSED";
                    };
                };
            };
            /** @description `HPL_AUTH_SCOPE`: the API key lacks the scope read */
            403: {
                headers: {
                    /** @description how to authenticate (RFC 9110, section 11.6.1) */
                    "WWW-Authenticate"?: string;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_SCOPE";
                    };
                };
            };
            /**
             * @description `HPL_ORGANIZATION_NOT_FOUND`: there is no organization with this id
             *
             *     `HPL_REQUEST_NO_ROUTE`: there is nothing at this path
             *
             *     `HPL_ENDPOINT_NOT_FOUND`: there is no endpoint with this id
             */
            404: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_ORGANIZATION_NOT_FOUND" | "HPL_REQUEST_NO_ROUTE" | "HPL_ENDPOINT_NOT_FOUND";
                    };
                };
            };
            /** @description `HPL_REQUEST_TIMEOUT`: the request did not arrive in time */
            408: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_TIMEOUT";
                    };
                };
            };
            /** @description `HPL_REQUEST_BUSY`: too many requests of this organization are under way; nothing was done */
            429: {
                headers: {
                    /** @description seconds after which the same request may succeed */
                    "Retry-After"?: number;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_BUSY";
                    };
                };
            };
            /** @description `HPL_REQUEST_HEADERS_TOO_LARGE`: the headers of the request are too large */
            431: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_HEADERS_TOO_LARGE";
                    };
                };
            };
            /** @description `HPL_INTERNAL`: something is wrong on our side; the trace_id finds it in the logs */
            500: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_INTERNAL";
                    };
                };
            };
            /**
             * @description `HPL_AUTH_UNAVAILABLE`: API keys cannot be checked at the moment; nothing was done
             *
             *     `HPL_DATABASE_UNAVAILABLE`: the database does not answer at the moment
             */
            503: {
                headers: {
                    /** @description seconds after which the same request may succeed */
                    "Retry-After"?: number;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_UNAVAILABLE" | "HPL_DATABASE_UNAVAILABLE";
                    };
                };
            };
        };
    };
    deleteEndpoint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone. */
            204: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /**
             * @description `HPL_REQUEST_MALFORMED`: the URL is not valid
             *
             *     `HPL_REQUEST_INVALID`: must match its pattern
             */
            400: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_MALFORMED" | "HPL_REQUEST_INVALID";
                    };
                };
            };
            /**
             * @description `HPL_AUTH_KEY_MISSING`: send an API key in X-API-Key or in Authorization: Bearer
             *
             *     `HPL_AUTH_KEY_REFUSED`: the API key is not valid
             */
            401: {
                headers: {
                    /** @description how to authenticate (RFC 9110, section 11.6.1) */
                    "WWW-Authenticate"?: string;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_KEY_MISSING" | "HPL_AUTH_KEY_REFUSED";
                    };
                };
            };
            /** @description `HPL_AUTH_SCOPE`: the API key lacks the scope read */
            403: {
                headers: {
                    /** @description how to authenticate (RFC 9110, section 11.6.1) */
                    "WWW-Authenticate"?: string;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_SCOPE";
                    };
                };
            };
            /**
             * @description `HPL_REQUEST_NO_ROUTE`: there is nothing at this path
             *
             *     `HPL_ENDPOINT_NOT_FOUND`: there is no endpoint with this id
             */
            404: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_NO_ROUTE" | "HPL_ENDPOINT_NOT_FOUND";
                    };
                };
            };
            /** @description `HPL_REQUEST_TIMEOUT`: the request did not arrive in time */
            408: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_TIMEOUT";
                    };
                };
            };
            /** @description `HPL_REQUEST_TOO_LARGE`: the body has more bytes than are taken */
            413: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_TOO_LARGE";
                    };
                };
            };
            /**
             * @description `HPL_REQUEST_MEDIA_TYPE`: send the body as application/json
             *
             *     `HPL_REQUEST_ENCODING`: send the body as it is, or with content-encoding: gzip
             */
            415: {
                headers: {
                    /** @description the media types that are taken */
                    Accept?: string;
                    /** @description the content codings that are taken */
                    "Accept-Encoding"?: string;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_MEDIA_TYPE" | "HPL_REQUEST_ENCODING";
                    };
                };
            };
            /** @description `HPL_REQUEST_BUSY`: too many requests of this organization are under way; nothing was done */
            429: {
                headers: {
                    /** @description seconds after which the same request may succeed */
                    "Retry-After"?: number;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_BUSY";
                    };
                };
            };
            /** @description `HPL_REQUEST_HEADERS_TOO_LARGE`: the headers of the request are too large */
            431: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_HEADERS_TOO_LARGE";
                    };
                };
            };
            /** @description `HPL_INTERNAL`: something is wrong on our side; the trace_id finds it in the logs */
            500: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_INTERNAL";
                    };
                };
            };
            /**
             * @description `HPL_AUTH_UNAVAILABLE`: API keys cannot be checked at the moment; nothing was done
             *
             *     `HPL_DATABASE_UNAVAILABLE`: the database does not answer at the moment
             */
            503: {
                headers: {
                    /** @description seconds after which the same request may succeed */
                    "Retry-After"?: number;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_UNAVAILABLE" | "HPL_DATABASE_UNAVAILABLE";
                    };
                };
            };
        };
    };
    updateEndpoint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    description?: string;
                    /**
                     * @description enables it again
                     * @enum {boolean}
                     */
                    disabled?: false;
                    event_types?: string[];
                    /** @description conditions on the payload, at most 4,096 characters in all; an event must meet all of them. `in` takes a list, `exists` true or false, the others one value. Texts and numbers are compared with their kind alone; numbers as doubles */
                    filters?: {
                        /** @enum {unknown} */
                        op: "eq" | "ne" | "in" | "lt" | "lte" | "gt" | "gte" | "starts_with" | "exists";
                        /**
                         * @description a JSON pointer (RFC 6901) into the payload
                         * @example /order/total
                         */
                        pointer: string;
                        /** @example 100 */
                        value: string | number | boolean | null | (string | number | boolean | null)[];
                    }[];
                    /** @description sent with each webhook; none that Hopline sets itself, that frames the message or that is for one connection only. Their values are sealed and never shown */
                    headers?: {
                        /** @example authorization */
                        name: string;
                        /** @example Bearer 3fQ9 */
                        value: string;
                    }[];
                    /**
                     * @description of an ordered endpoint. `block`: a dead delivery holds its key until it is retried, replayed or cancelled; `{"skip_after": n}`: a delivery is dead after n failed attempts at the latest, and its key goes on
                     * @example block
                     * @example {
                     *       "skip_after": 3
                     *     }
                     */
                    on_dead_head?: "block" | {
                        skip_after: number;
                    };
                    paused?: boolean;
                    /** @description posts a minute at most; null for no limit */
                    rate_limit?: number | null;
                    /**
                     * @description the delays before the retries, each one of the ladder; null for the ladder itself
                     * @example [
                     *       "5s",
                     *       "1m",
                     *       "1h",
                     *       "1h"
                     *     ]
                     */
                    retry_schedule?: string[] | null;
                    send_traceparent?: boolean;
                    /**
                     * @description where events are posted
                     * @example https://example.com/hooks
                     */
                    url?: string;
                };
            };
        };
        responses: {
            /** @description The endpoint as it is now. */
            200: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * Format: date-time
                         * @description when it was made
                         * @example 2026-03-01T12:00:00.000Z
                         */
                        created_at: string;
                        description: string;
                        disabled_at: string | null;
                        disabled_reason: ("gone" | "failing") | null;
                        /** @description the types that it gets; `order.*` and `*` stand for many */
                        event_types: string[];
                        /** @description conditions on the payload, which must all be met */
                        filters: {
                            /** @enum {unknown} */
                            op: "eq" | "ne" | "in" | "lt" | "lte" | "gt" | "gte" | "starts_with" | "exists";
                            /**
                             * @description a JSON pointer (RFC 6901) into the payload
                             * @example /order/total
                             */
                            pointer: string;
                            /** @example 100 */
                            value: string | number | boolean | null | (string | number | boolean | null)[];
                        }[];
                        /** @description the headers of its own that it gets; their values are not shown */
                        header_names: string[];
                        /** @description how it is doing, as of a second ago */
                        health: {
                            /**
                             * @description open: it fails again and again and is left alone; half_open: it is being tried with one post
                             * @enum {unknown}
                             */
                            breaker: "closed" | "open" | "half_open";
                            failing_since: string | null;
                            not_before: string | null;
                        };
                        /**
                         * Format: uuid
                         * @description the id of the endpoint
                         * @example 0198f3a2-7c1e-7b3a-9d52-6a1f0c2e4b77
                         */
                        id: string;
                        on_dead_head: ("block" | {
                            skip_after: number;
                        }) | null;
                        order_unkeyed: boolean | null;
                        /** @description whether its deliveries go out in the order of their events, ordering key by ordering key */
                        ordered: boolean;
                        /** @description while it is, its events wait */
                        paused: boolean;
                        /** @description what was replaced and still signs beside the secret, the newest first */
                        previous_secrets: {
                            /**
                             * Format: date-time
                             * @description when it no longer signs
                             * @example 2026-03-01T12:00:00.000Z
                             */
                            ends_at: string;
                            public_key: string | null;
                            /**
                             * @description `v1`: HMAC-SHA256 with a shared secret; `v1a`: ed25519
                             * @enum {unknown}
                             */
                            signature_version: "v1" | "v1a";
                        }[];
                        public_key: string | null;
                        rate_limit: number | null;
                        retry_schedule: string[] | null;
                        /** @description whether webhooks carry `traceparent` */
                        send_traceparent: boolean;
                        /**
                         * @description `v1`: HMAC-SHA256 with a shared secret; `v1a`: ed25519
                         * @enum {unknown}
                         */
                        signature_version: "v1" | "v1a";
                        /**
                         * @description while it is disabled it gets no events, and those that waited for it are cancelled
                         * @enum {unknown}
                         */
                        state: "active" | "paused" | "disabled";
                        /**
                         * Format: date-time
                         * @description when it was last changed
                         * @example 2026-03-01T12:00:00.000Z
                         */
                        updated_at: string;
                        /** @description where events are posted */
                        url: string;
                    };
                };
            };
            /**
             * @description `HPL_REQUEST_MALFORMED`: the URL is not valid
             *
             *     `HPL_REQUEST_INVALID`: must match its pattern
             *
             *     `HPL_ENDPOINT_URL_REFUSED`: the URL must use https
             *
             *     `HPL_ENDPOINT_SCHEDULE_REFUSED`: the retry schedule must be at most 3 days long in all
             *
             *     `HPL_ENDPOINT_NOT_ORDERED`: on_dead_head is for endpoints with ordered: true
             */
            400: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_MALFORMED" | "HPL_REQUEST_INVALID" | "HPL_ENDPOINT_URL_REFUSED" | "HPL_ENDPOINT_SCHEDULE_REFUSED" | "HPL_ENDPOINT_NOT_ORDERED";
                    };
                };
            };
            /**
             * @description `HPL_AUTH_KEY_MISSING`: send an API key in X-API-Key or in Authorization: Bearer
             *
             *     `HPL_AUTH_KEY_REFUSED`: the API key is not valid
             */
            401: {
                headers: {
                    /** @description how to authenticate (RFC 9110, section 11.6.1) */
                    "WWW-Authenticate"?: string;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_KEY_MISSING" | "HPL_AUTH_KEY_REFUSED";
                    };
                };
            };
            /** @description `HPL_AUTH_SCOPE`: the API key lacks the scope read */
            403: {
                headers: {
                    /** @description how to authenticate (RFC 9110, section 11.6.1) */
                    "WWW-Authenticate"?: string;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_SCOPE";
                    };
                };
            };
            /**
             * @description `HPL_REQUEST_NO_ROUTE`: there is nothing at this path
             *
             *     `HPL_ENDPOINT_NOT_FOUND`: there is no endpoint with this id
             */
            404: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_NO_ROUTE" | "HPL_ENDPOINT_NOT_FOUND";
                    };
                };
            };
            /** @description `HPL_REQUEST_TIMEOUT`: the request did not arrive in time */
            408: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_TIMEOUT";
                    };
                };
            };
            /** @description `HPL_REQUEST_TOO_LARGE`: the body has more bytes than are taken */
            413: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_TOO_LARGE";
                    };
                };
            };
            /**
             * @description `HPL_REQUEST_MEDIA_TYPE`: send the body as application/json
             *
             *     `HPL_REQUEST_ENCODING`: send the body as it is, or with content-encoding: gzip
             */
            415: {
                headers: {
                    /** @description the media types that are taken */
                    Accept?: string;
                    /** @description the content codings that are taken */
                    "Accept-Encoding"?: string;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_MEDIA_TYPE" | "HPL_REQUEST_ENCODING";
                    };
                };
            };
            /** @description `HPL_REQUEST_BUSY`: too many requests of this organization are under way; nothing was done */
            429: {
                headers: {
                    /** @description seconds after which the same request may succeed */
                    "Retry-After"?: number;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_BUSY";
                    };
                };
            };
            /** @description `HPL_REQUEST_HEADERS_TOO_LARGE`: the headers of the request are too large */
            431: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_HEADERS_TOO_LARGE";
                    };
                };
            };
            /** @description `HPL_INTERNAL`: something is wrong on our side; the trace_id finds it in the logs */
            500: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_INTERNAL";
                    };
                };
            };
            /**
             * @description `HPL_AUTH_UNAVAILABLE`: API keys cannot be checked at the moment; nothing was done
             *
             *     `HPL_DATABASE_UNAVAILABLE`: the database does not answer at the moment
             *
             *     `HPL_SECRETS_UNAVAILABLE`: secrets cannot be stored by this process at the moment; nothing was done
             */
            503: {
                headers: {
                    /** @description seconds after which the same request may succeed */
                    "Retry-After"?: number;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_UNAVAILABLE" | "HPL_DATABASE_UNAVAILABLE" | "HPL_SECRETS_UNAVAILABLE";
                    };
                };
            };
        };
    };
    getEndpointHealth: {
        parameters: {
            query?: {
                /** @description with the admin token: whose; of a key its own organization, or nothing */
                organization_id?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How it is doing. */
            200: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * Format: date-time
                         * @description of this answer, by the clock of the database
                         * @example 2026-03-01T12:00:00.000Z
                         */
                        at: string;
                        /**
                         * @description open: it fails again and again and is left alone; half_open: it is being tried with one post
                         * @enum {unknown}
                         */
                        breaker: "closed" | "open" | "half_open";
                        /**
                         * Format: uuid
                         * @description the id of the endpoint
                         * @example 0198f3a2-7c1e-7b3a-9d52-6a1f0c2e4b77
                         */
                        endpoint_id: string;
                        failing_since: string | null;
                        /** @description of the last 24 hours, the last hour among them */
                        last_24_hours: {
                            answer_ms: {
                                /** @description half of the answers came within */
                                p50: number;
                                /** @description 19 of 20 answers came within */
                                p95: number;
                            } | null;
                            /** @description how often it was tried, first attempts, retries and replays alike */
                            attempts: number;
                            /** @description false: there was more than could be looked at, and it speaks of a shorter time, the newest part */
                            complete: boolean;
                            /**
                             * Format: date-time
                             * @description it speaks of events that were accepted since
                             * @example 2026-03-01T12:00:00.000Z
                             */
                            since: string;
                            /** @description how many of them were answered 2xx */
                            succeeded: number;
                            success_rate: number | null;
                        };
                        /** @description of the last hour */
                        last_hour: {
                            answer_ms: {
                                /** @description half of the answers came within */
                                p50: number;
                                /** @description 19 of 20 answers came within */
                                p95: number;
                            } | null;
                            /** @description how often it was tried, first attempts, retries and replays alike */
                            attempts: number;
                            /** @description false: there was more than could be looked at, and it speaks of a shorter time, the newest part */
                            complete: boolean;
                            /**
                             * Format: date-time
                             * @description it speaks of events that were accepted since
                             * @example 2026-03-01T12:00:00.000Z
                             */
                            since: string;
                            /** @description how many of them were answered 2xx */
                            succeeded: number;
                            success_rate: number | null;
                        };
                        not_before: string | null;
                        /**
                         * @description while it is disabled it gets no events, and those that waited for it are cancelled
                         * @enum {unknown}
                         */
                        state: "active" | "paused" | "disabled";
                        /** @description deliveries that are being posted to it */
                        under_way: number;
                        /** @description deliveries that wait for their first or next attempt, counted up to 10000 */
                        waiting: number;
                        /** @description true: there may be more that wait */
                        waiting_at_least: boolean;
                    };
                };
            };
            /**
             * @description `HPL_REQUEST_MALFORMED`: the URL is not valid
             *
             *     `HPL_REQUEST_INVALID`: must match its pattern
             */
            400: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_MALFORMED" | "HPL_REQUEST_INVALID";
                    };
                };
            };
            /**
             * @description `HPL_AUTH_KEY_MISSING`: send an API key in X-API-Key or in Authorization: Bearer
             *
             *     `HPL_AUTH_KEY_REFUSED`: the API key is not valid
             */
            401: {
                headers: {
                    /** @description how to authenticate (RFC 9110, section 11.6.1) */
                    "WWW-Authenticate"?: string;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_KEY_MISSING" | "HPL_AUTH_KEY_REFUSED";
                    };
                };
            };
            /** @description `HPL_AUTH_SCOPE`: the API key lacks the scope read */
            403: {
                headers: {
                    /** @description how to authenticate (RFC 9110, section 11.6.1) */
                    "WWW-Authenticate"?: string;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_SCOPE";
                    };
                };
            };
            /**
             * @description `HPL_ORGANIZATION_NOT_FOUND`: there is no organization with this id
             *
             *     `HPL_REQUEST_NO_ROUTE`: there is nothing at this path
             *
             *     `HPL_ENDPOINT_NOT_FOUND`: there is no endpoint with this id
             */
            404: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_ORGANIZATION_NOT_FOUND" | "HPL_REQUEST_NO_ROUTE" | "HPL_ENDPOINT_NOT_FOUND";
                    };
                };
            };
            /** @description `HPL_REQUEST_TIMEOUT`: the request did not arrive in time */
            408: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_TIMEOUT";
                    };
                };
            };
            /** @description `HPL_REQUEST_BUSY`: too many requests of this organization are under way; nothing was done */
            429: {
                headers: {
                    /** @description seconds after which the same request may succeed */
                    "Retry-After"?: number;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_BUSY";
                    };
                };
            };
            /** @description `HPL_REQUEST_HEADERS_TOO_LARGE`: the headers of the request are too large */
            431: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_HEADERS_TOO_LARGE";
                    };
                };
            };
            /** @description `HPL_INTERNAL`: something is wrong on our side; the trace_id finds it in the logs */
            500: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_INTERNAL";
                    };
                };
            };
            /**
             * @description `HPL_AUTH_UNAVAILABLE`: API keys cannot be checked at the moment; nothing was done
             *
             *     `HPL_DATABASE_UNAVAILABLE`: the database does not answer at the moment
             */
            503: {
                headers: {
                    /** @description seconds after which the same request may succeed */
                    "Retry-After"?: number;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_UNAVAILABLE" | "HPL_DATABASE_UNAVAILABLE";
                    };
                };
            };
        };
    };
    replayEndpoint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description answers how many deliveries it would take, and makes no replay */
                    dry_run?: boolean;
                    /** @description of events of these types alone; `order.*` stands for all that begin with `order.` */
                    event_types?: string[];
                    /**
                     * Format: date-time
                     * @description of events that were accepted at this time or later; needed unless `select` is `failed`
                     * @example 2026-03-01T12:00:00Z
                     */
                    from?: string;
                    /** @description deliveries a second at most, 50 without it; all replays of an installation together have REPLAY_RATE */
                    rate?: number;
                    /**
                     * @description `failed`, as without it: deliveries that are dead or cancelled. `missing`: such as the endpoint never had, of events that it subscribes to now. `all`: both, and those that succeeded
                     * @enum {unknown}
                     */
                    select?: "failed" | "missing" | "all";
                    /** @description with `failed`: deliveries in these states alone; both without it */
                    states?: ("dead" | "cancelled")[];
                    /**
                     * Format: date-time
                     * @description of events that were accepted before this time; at the latest, and by default, now
                     * @example 2026-03-01T12:00:00Z
                     */
                    to?: string;
                };
            };
        };
        responses: {
            /** @description With `dry_run`: what it would take now. Nothing was made. */
            200: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description true: counting ended at 100000 deliveries or after 500 ms, and there may be more */
                        at_least: boolean;
                        /** @enum {boolean} */
                        dry_run: true;
                        endpoint_id: string | null;
                        event_types: string[] | null;
                        /**
                         * Format: date-time
                         * @description of events that were accepted at this time or later; not before the first day that is kept
                         * @example 2026-03-01T12:00:00.000Z
                         */
                        from: string;
                        /** @description deliveries that an endpoint never had and that would be made */
                        made: number;
                        /** @description deliveries that would be made pending again */
                        replayed: number;
                        /** @enum {unknown} */
                        select: "failed" | "missing" | "all";
                        states: ("dead" | "cancelled")[] | null;
                        /**
                         * Format: date-time
                         * @description of events that were accepted before this time
                         * @example 2026-03-01T12:00:00.000Z
                         */
                        to: string;
                        /** @description such as an endpoint with conditions on the payload never had: how many of them it wants is known only when it is done */
                        undecided: number;
                    };
                };
            };
            /** @description The replay, which begins within seconds. */
            202: {
                headers: {
                    /** @description the path of the replay */
                    Location?: string;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * Format: date-time
                         * @description when it was asked for
                         * @example 2026-03-01T12:00:00.000Z
                         */
                        created_at: string;
                        ended_at: string | null;
                        endpoint_id: string | null;
                        endpoints: {
                            ended_at: string | null;
                            /**
                             * Format: uuid
                             * @description the id of the endpoint
                             * @example 0198f3a2-7c1e-7b3a-9d52-6a1f0c2e4b77
                             */
                            endpoint_id: string;
                            /** @description deliveries that it never had and that were made */
                            made: number;
                            outcome: string | null;
                            /** @description deliveries that were made pending again */
                            replayed: number;
                            waits_for: string | null;
                        }[];
                        event_types: string[] | null;
                        /**
                         * Format: date-time
                         * @description of events that were accepted at this time or later; not before the first day that is kept
                         * @example 2026-03-01T12:00:00.000Z
                         */
                        from: string;
                        /**
                         * Format: uuid
                         * @description the id of the replay
                         * @example 0198f3a2-7c1e-7b3a-9d52-6a1f0c2e4b77
                         */
                        id: string;
                        /** @description events, or failed deliveries, that it has looked at */
                        looked_at: number;
                        /** @description deliveries that were made */
                        made: number;
                        /** @description how much of its time it has gone through */
                        progress: number;
                        /** @description deliveries a second at most */
                        rate: number;
                        /** @description deliveries that were made pending again */
                        replayed: number;
                        /** @enum {unknown} */
                        select: "failed" | "missing" | "all";
                        /**
                         * @description `finished`: all were chosen; `deliveries` says what became of them
                         * @enum {unknown}
                         */
                        state: "running" | "paused" | "cancelled" | "finished";
                        states: ("dead" | "cancelled")[] | null;
                        /**
                         * Format: date-time
                         * @description of events that were accepted before this time
                         * @example 2026-03-01T12:00:00.000Z
                         */
                        to: string;
                    };
                };
            };
            /**
             * @description `HPL_REQUEST_MALFORMED`: the URL is not valid
             *
             *     `HPL_REQUEST_INVALID`: must match its pattern
             */
            400: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_MALFORMED" | "HPL_REQUEST_INVALID";
                    };
                };
            };
            /**
             * @description `HPL_AUTH_KEY_MISSING`: send an API key in X-API-Key or in Authorization: Bearer
             *
             *     `HPL_AUTH_KEY_REFUSED`: the API key is not valid
             */
            401: {
                headers: {
                    /** @description how to authenticate (RFC 9110, section 11.6.1) */
                    "WWW-Authenticate"?: string;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_KEY_MISSING" | "HPL_AUTH_KEY_REFUSED";
                    };
                };
            };
            /** @description `HPL_AUTH_SCOPE`: the API key lacks the scope read */
            403: {
                headers: {
                    /** @description how to authenticate (RFC 9110, section 11.6.1) */
                    "WWW-Authenticate"?: string;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_SCOPE";
                    };
                };
            };
            /**
             * @description `HPL_REQUEST_NO_ROUTE`: there is nothing at this path
             *
             *     `HPL_ENDPOINT_NOT_FOUND`: there is no endpoint with this id
             */
            404: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_NO_ROUTE" | "HPL_ENDPOINT_NOT_FOUND";
                    };
                };
            };
            /** @description `HPL_REQUEST_TIMEOUT`: the request did not arrive in time */
            408: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_TIMEOUT";
                    };
                };
            };
            /** @description `HPL_REPLAY_LIMIT`: an organization has at most 20 replays that are not over; cancel one first */
            409: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REPLAY_LIMIT";
                    };
                };
            };
            /** @description `HPL_REQUEST_TOO_LARGE`: the body has more bytes than are taken */
            413: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_TOO_LARGE";
                    };
                };
            };
            /**
             * @description `HPL_REQUEST_MEDIA_TYPE`: send the body as application/json
             *
             *     `HPL_REQUEST_ENCODING`: send the body as it is, or with content-encoding: gzip
             */
            415: {
                headers: {
                    /** @description the media types that are taken */
                    Accept?: string;
                    /** @description the content codings that are taken */
                    "Accept-Encoding"?: string;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_MEDIA_TYPE" | "HPL_REQUEST_ENCODING";
                    };
                };
            };
            /** @description `HPL_REQUEST_BUSY`: too many requests of this organization are under way; nothing was done */
            429: {
                headers: {
                    /** @description seconds after which the same request may succeed */
                    "Retry-After"?: number;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_BUSY";
                    };
                };
            };
            /** @description `HPL_REQUEST_HEADERS_TOO_LARGE`: the headers of the request are too large */
            431: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_HEADERS_TOO_LARGE";
                    };
                };
            };
            /** @description `HPL_INTERNAL`: something is wrong on our side; the trace_id finds it in the logs */
            500: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_INTERNAL";
                    };
                };
            };
            /**
             * @description `HPL_AUTH_UNAVAILABLE`: API keys cannot be checked at the moment; nothing was done
             *
             *     `HPL_DATABASE_UNAVAILABLE`: the database does not answer at the moment
             */
            503: {
                headers: {
                    /** @description seconds after which the same request may succeed */
                    "Retry-After"?: number;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_UNAVAILABLE" | "HPL_DATABASE_UNAVAILABLE";
                    };
                };
            };
        };
    };
    rotateSecret: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    overlap_seconds?: number;
                    /**
                     * @description a secret to take over, `whsec_…` or `whsk_…`; without it a new one is made
                     * @example whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw
                     */
                    secret?: string;
                    /** @enum {unknown} */
                    signature_version?: "v1" | "v1a";
                };
            };
        };
        responses: {
            /** @description The endpoint, with its new secret. */
            200: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * Format: date-time
                         * @description when it was made
                         * @example 2026-03-01T12:00:00.000Z
                         */
                        created_at: string;
                        description: string;
                        disabled_at: string | null;
                        disabled_reason: ("gone" | "failing") | null;
                        /** @description the types that it gets; `order.*` and `*` stand for many */
                        event_types: string[];
                        /** @description conditions on the payload, which must all be met */
                        filters: {
                            /** @enum {unknown} */
                            op: "eq" | "ne" | "in" | "lt" | "lte" | "gt" | "gte" | "starts_with" | "exists";
                            /**
                             * @description a JSON pointer (RFC 6901) into the payload
                             * @example /order/total
                             */
                            pointer: string;
                            /** @example 100 */
                            value: string | number | boolean | null | (string | number | boolean | null)[];
                        }[];
                        /** @description the headers of its own that it gets; their values are not shown */
                        header_names: string[];
                        /** @description how it is doing, as of a second ago */
                        health: {
                            /**
                             * @description open: it fails again and again and is left alone; half_open: it is being tried with one post
                             * @enum {unknown}
                             */
                            breaker: "closed" | "open" | "half_open";
                            failing_since: string | null;
                            not_before: string | null;
                        };
                        /**
                         * Format: uuid
                         * @description the id of the endpoint
                         * @example 0198f3a2-7c1e-7b3a-9d52-6a1f0c2e4b77
                         */
                        id: string;
                        on_dead_head: ("block" | {
                            skip_after: number;
                        }) | null;
                        order_unkeyed: boolean | null;
                        /** @description whether its deliveries go out in the order of their events, ordering key by ordering key */
                        ordered: boolean;
                        /** @description while it is, its events wait */
                        paused: boolean;
                        /** @description what was replaced and still signs beside the secret, the newest first */
                        previous_secrets: {
                            /**
                             * Format: date-time
                             * @description when it no longer signs
                             * @example 2026-03-01T12:00:00.000Z
                             */
                            ends_at: string;
                            public_key: string | null;
                            /**
                             * @description `v1`: HMAC-SHA256 with a shared secret; `v1a`: ed25519
                             * @enum {unknown}
                             */
                            signature_version: "v1" | "v1a";
                        }[];
                        public_key: string | null;
                        rate_limit: number | null;
                        retry_schedule: string[] | null;
                        secret: string | null;
                        /** @description whether webhooks carry `traceparent` */
                        send_traceparent: boolean;
                        /**
                         * @description `v1`: HMAC-SHA256 with a shared secret; `v1a`: ed25519
                         * @enum {unknown}
                         */
                        signature_version: "v1" | "v1a";
                        /**
                         * @description while it is disabled it gets no events, and those that waited for it are cancelled
                         * @enum {unknown}
                         */
                        state: "active" | "paused" | "disabled";
                        /**
                         * Format: date-time
                         * @description when it was last changed
                         * @example 2026-03-01T12:00:00.000Z
                         */
                        updated_at: string;
                        /** @description where events are posted */
                        url: string;
                    };
                };
            };
            /**
             * @description `HPL_REQUEST_MALFORMED`: the URL is not valid
             *
             *     `HPL_REQUEST_INVALID`: must begin with whsec_ or whsk_
             */
            400: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_MALFORMED" | "HPL_REQUEST_INVALID";
                    };
                };
            };
            /**
             * @description `HPL_AUTH_KEY_MISSING`: send an API key in X-API-Key or in Authorization: Bearer
             *
             *     `HPL_AUTH_KEY_REFUSED`: the API key is not valid
             */
            401: {
                headers: {
                    /** @description how to authenticate (RFC 9110, section 11.6.1) */
                    "WWW-Authenticate"?: string;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_KEY_MISSING" | "HPL_AUTH_KEY_REFUSED";
                    };
                };
            };
            /** @description `HPL_AUTH_SCOPE`: the API key lacks the scope read */
            403: {
                headers: {
                    /** @description how to authenticate (RFC 9110, section 11.6.1) */
                    "WWW-Authenticate"?: string;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_SCOPE";
                    };
                };
            };
            /**
             * @description `HPL_REQUEST_NO_ROUTE`: there is nothing at this path
             *
             *     `HPL_ENDPOINT_NOT_FOUND`: there is no endpoint with this id
             */
            404: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_NO_ROUTE" | "HPL_ENDPOINT_NOT_FOUND";
                    };
                };
            };
            /** @description `HPL_REQUEST_TIMEOUT`: the request did not arrive in time */
            408: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_TIMEOUT";
                    };
                };
            };
            /** @description `HPL_ENDPOINT_SECRET_LIMIT`: at most 4 secrets of an endpoint sign at a time; wait until one ends, or end the older ones with overlap_seconds: 0 */
            409: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_ENDPOINT_SECRET_LIMIT";
                    };
                };
            };
            /** @description `HPL_REQUEST_TOO_LARGE`: the body has more bytes than are taken */
            413: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_TOO_LARGE";
                    };
                };
            };
            /**
             * @description `HPL_REQUEST_MEDIA_TYPE`: send the body as application/json
             *
             *     `HPL_REQUEST_ENCODING`: send the body as it is, or with content-encoding: gzip
             */
            415: {
                headers: {
                    /** @description the media types that are taken */
                    Accept?: string;
                    /** @description the content codings that are taken */
                    "Accept-Encoding"?: string;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_MEDIA_TYPE" | "HPL_REQUEST_ENCODING";
                    };
                };
            };
            /** @description `HPL_REQUEST_BUSY`: too many requests of this organization are under way; nothing was done */
            429: {
                headers: {
                    /** @description seconds after which the same request may succeed */
                    "Retry-After"?: number;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_BUSY";
                    };
                };
            };
            /** @description `HPL_REQUEST_HEADERS_TOO_LARGE`: the headers of the request are too large */
            431: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_HEADERS_TOO_LARGE";
                    };
                };
            };
            /** @description `HPL_INTERNAL`: something is wrong on our side; the trace_id finds it in the logs */
            500: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_INTERNAL";
                    };
                };
            };
            /**
             * @description `HPL_AUTH_UNAVAILABLE`: API keys cannot be checked at the moment; nothing was done
             *
             *     `HPL_DATABASE_UNAVAILABLE`: the database does not answer at the moment
             *
             *     `HPL_SECRETS_UNAVAILABLE`: secrets cannot be stored by this process at the moment; nothing was done
             */
            503: {
                headers: {
                    /** @description seconds after which the same request may succeed */
                    "Retry-After"?: number;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_UNAVAILABLE" | "HPL_DATABASE_UNAVAILABLE" | "HPL_SECRETS_UNAVAILABLE";
                    };
                };
            };
        };
    };
    testEndpoint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Every in-sync replica of Kafka has the event. */
            202: {
                headers: {
                    /** @description where to see what becomes of it */
                    Location?: string;
                    /** @description so many events are left (r); more in so many seconds (t) */
                    RateLimit?: string;
                    /** @description so many events (q) in so many seconds (w) */
                    "RateLimit-Policy"?: string;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * Format: uuid
                         * @description the id of the event
                         * @example 0198f3a2-7c1e-7b3a-9d52-6a1f0c2e4b77
                         */
                        id: string;
                        /** @enum {unknown} */
                        status: "accepted";
                    };
                };
            };
            /**
             * @description `HPL_REQUEST_MALFORMED`: the URL is not valid
             *
             *     `HPL_REQUEST_INVALID`: must match its pattern
             */
            400: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_MALFORMED" | "HPL_REQUEST_INVALID";
                    };
                };
            };
            /**
             * @description `HPL_AUTH_KEY_MISSING`: send an API key in X-API-Key or in Authorization: Bearer
             *
             *     `HPL_AUTH_KEY_REFUSED`: the API key is not valid
             */
            401: {
                headers: {
                    /** @description how to authenticate (RFC 9110, section 11.6.1) */
                    "WWW-Authenticate"?: string;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_KEY_MISSING" | "HPL_AUTH_KEY_REFUSED";
                    };
                };
            };
            /** @description `HPL_AUTH_SCOPE`: the API key lacks the scope read */
            403: {
                headers: {
                    /** @description how to authenticate (RFC 9110, section 11.6.1) */
                    "WWW-Authenticate"?: string;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_SCOPE";
                    };
                };
            };
            /**
             * @description `HPL_REQUEST_NO_ROUTE`: there is nothing at this path
             *
             *     `HPL_ENDPOINT_NOT_FOUND`: there is no endpoint with this id
             */
            404: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_NO_ROUTE" | "HPL_ENDPOINT_NOT_FOUND";
                    };
                };
            };
            /** @description `HPL_REQUEST_TIMEOUT`: the request did not arrive in time */
            408: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_TIMEOUT";
                    };
                };
            };
            /** @description `HPL_REQUEST_TOO_LARGE`: the body has more bytes than are taken */
            413: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_TOO_LARGE";
                    };
                };
            };
            /**
             * @description `HPL_REQUEST_MEDIA_TYPE`: send the body as application/json
             *
             *     `HPL_REQUEST_ENCODING`: send the body as it is, or with content-encoding: gzip
             */
            415: {
                headers: {
                    /** @description the media types that are taken */
                    Accept?: string;
                    /** @description the content codings that are taken */
                    "Accept-Encoding"?: string;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_MEDIA_TYPE" | "HPL_REQUEST_ENCODING";
                    };
                };
            };
            /**
             * @description `HPL_REQUEST_BUSY`: too many requests of this organization are under way; nothing was done
             *
             *     `HPL_RATE_LIMITED`: the organization sends more events a minute than its limit
             *
             *     `HPL_INGEST_BUFFER_FULL`: too many events are waiting; nothing was taken
             */
            429: {
                headers: {
                    /** @description so many events are left (r); more in so many seconds (t) */
                    RateLimit?: string;
                    /** @description so many events (q) in so many seconds (w) */
                    "RateLimit-Policy"?: string;
                    /** @description seconds after which the same request may succeed */
                    "Retry-After"?: number;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_BUSY" | "HPL_RATE_LIMITED" | "HPL_INGEST_BUFFER_FULL";
                    };
                };
            };
            /** @description `HPL_REQUEST_HEADERS_TOO_LARGE`: the headers of the request are too large */
            431: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_HEADERS_TOO_LARGE";
                    };
                };
            };
            /** @description `HPL_INTERNAL`: something is wrong on our side; the trace_id finds it in the logs */
            500: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_INTERNAL";
                    };
                };
            };
            /**
             * @description `HPL_AUTH_UNAVAILABLE`: API keys cannot be checked at the moment; nothing was done
             *
             *     `HPL_DATABASE_UNAVAILABLE`: the database does not answer at the moment
             *
             *     `HPL_INGEST_UNAVAILABLE`: the event was not acknowledged in time, so it is unknown whether it was written; send it again with the same dedup_id
             */
            503: {
                headers: {
                    /** @description seconds after which the same request may succeed */
                    "Retry-After"?: number;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_UNAVAILABLE" | "HPL_DATABASE_UNAVAILABLE" | "HPL_INGEST_UNAVAILABLE";
                    };
                };
            };
        };
    };
    postEvent: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description stands for a missing dedup_id
                 * @example order-4711
                 */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "specversion": "1.0",
                 *       "id": "order-4711",
                 *       "source": "/shop",
                 *       "type": "order.created",
                 *       "data": {
                 *         "order": 4711
                 *       }
                 *     }
                 */
                "application/cloudevents+json": {
                    /** @description what your webhooks get as data, byte for byte */
                    data: Record<string, never>;
                    /** @description JSON, if given */
                    datacontenttype?: string;
                    /** @description the dedup_id */
                    id: string;
                    /** @description the ordering_key */
                    partitionkey?: string;
                    /** @description needed by CloudEvents; not kept, and no part of the identity */
                    source: string;
                    /** @enum {unknown} */
                    specversion: "1.0";
                    /** @description the type, such as order.created */
                    type: string;
                };
                /**
                 * @example {
                 *       "type": "order.created",
                 *       "dedup_id": "order-4711",
                 *       "payload": {
                 *         "order": 4711,
                 *         "total": 99.5
                 *       }
                 *     }
                 */
                "application/json": {
                    /** @description taken for payload */
                    data?: Record<string, never>;
                    /** @description your own name of the event; the same one again is the same event */
                    dedup_id?: string;
                    /** @description events with the same ordering key stay in order */
                    ordering_key?: string;
                    /** @description what your webhooks get as data, byte for byte */
                    payload?: Record<string, never>;
                    /** @description such as order.created */
                    type: string;
                };
            };
        };
        responses: {
            /** @description The event is durable. */
            202: {
                headers: {
                    /** @description so many events are left (r); more in so many seconds (t) */
                    RateLimit?: string;
                    /** @description so many events (q) in so many seconds (w) */
                    "RateLimit-Policy"?: string;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * Format: uuid
                         * @description the id of the event
                         * @example 0198f3a2-7c1e-7b3a-9d52-6a1f0c2e4b77
                         */
                        id: string;
                        /** @enum {string} */
                        status: "accepted";
                    };
                };
            };
            /**
             * @description `HPL_REQUEST_MALFORMED`: the URL is not valid
             *
             *     `HPL_REQUEST_INVALID`: is required
             *
             *     `HPL_REQUEST_HEADER_INVALID`: the header ce-id is required
             */
            400: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_MALFORMED" | "HPL_REQUEST_INVALID" | "HPL_REQUEST_HEADER_INVALID";
                    };
                };
            };
            /**
             * @description `HPL_AUTH_KEY_MISSING`: send an API key in X-API-Key or in Authorization: Bearer
             *
             *     `HPL_AUTH_KEY_REFUSED`: the API key is not valid
             */
            401: {
                headers: {
                    /** @description how to authenticate (RFC 9110, section 11.6.1) */
                    "WWW-Authenticate"?: string;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_KEY_MISSING" | "HPL_AUTH_KEY_REFUSED";
                    };
                };
            };
            /** @description `HPL_AUTH_SCOPE`: the API key lacks the scope read */
            403: {
                headers: {
                    /** @description how to authenticate (RFC 9110, section 11.6.1) */
                    "WWW-Authenticate"?: string;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_SCOPE";
                    };
                };
            };
            /** @description `HPL_REQUEST_TIMEOUT`: the request did not arrive in time */
            408: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_TIMEOUT";
                    };
                };
            };
            /** @description `HPL_REQUEST_TOO_LARGE`: the body has more bytes than are taken */
            413: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_TOO_LARGE";
                    };
                };
            };
            /**
             * @description `HPL_REQUEST_MEDIA_TYPE`: send the body as application/json
             *
             *     `HPL_REQUEST_ENCODING`: send the body as it is, or with content-encoding: gzip
             */
            415: {
                headers: {
                    /** @description the media types that are taken */
                    Accept?: string;
                    /** @description the content codings that are taken */
                    "Accept-Encoding"?: string;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_MEDIA_TYPE" | "HPL_REQUEST_ENCODING";
                    };
                };
            };
            /**
             * @description `HPL_RATE_LIMITED`: the organization sends more events a minute than its limit
             *
             *     `HPL_INGEST_BUFFER_FULL`: too many events are waiting; nothing was taken
             *
             *     `HPL_INGEST_BACKLOG`: too many events of this organization wait to be stored; nothing was taken
             */
            429: {
                headers: {
                    /** @description so many events are left (r); more in so many seconds (t) */
                    RateLimit?: string;
                    /** @description so many events (q) in so many seconds (w) */
                    "RateLimit-Policy"?: string;
                    /** @description seconds after which the same request may succeed */
                    "Retry-After"?: number;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_RATE_LIMITED" | "HPL_INGEST_BUFFER_FULL" | "HPL_INGEST_BACKLOG";
                    };
                };
            };
            /** @description `HPL_REQUEST_HEADERS_TOO_LARGE`: the headers of the request are too large */
            431: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_HEADERS_TOO_LARGE";
                    };
                };
            };
            /** @description `HPL_INTERNAL`: something is wrong on our side; the trace_id finds it in the logs */
            500: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_INTERNAL";
                    };
                };
            };
            /**
             * @description `HPL_AUTH_UNAVAILABLE`: API keys cannot be checked at the moment; nothing was done
             *
             *     `HPL_INGEST_OVERLOADED`: this process has too much to do: the event loop is late; nothing was taken
             *
             *     `HPL_INGEST_UNAVAILABLE`: the event was not acknowledged in time, so it is unknown whether it was written; send it again with the same dedup_id
             */
            503: {
                headers: {
                    /** @description seconds after which the same request may succeed */
                    "Retry-After"?: number;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_UNAVAILABLE" | "HPL_INGEST_OVERLOADED" | "HPL_INGEST_UNAVAILABLE";
                    };
                };
            };
        };
    };
    getEvent: {
        parameters: {
            query?: {
                /** @description with the admin token: whose; of a key its own organization, or nothing */
                organization_id?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The event, its deliveries and their attempts. */
            200: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * Format: date-time
                         * @description when it was answered 202
                         * @example 2026-03-01T12:00:00.000Z
                         */
                        accepted_at: string;
                        /** @description how many more came under its dedup_id with another type or payload; they were not stored */
                        conflicts: number;
                        dedup_id: string | null;
                        /** @description one for each endpoint that matched */
                        deliveries: {
                            /** @description oldest first */
                            attempts: {
                                duration_ms: number;
                                error: string | null;
                                number: number;
                                /** @description such as succeeded, refused, timeout */
                                outcome: string;
                                /**
                                 * Format: date-time
                                 * @description when the request was sent
                                 * @example 2026-03-01T12:00:00.000Z
                                 */
                                started_at: string;
                                status_code: number | null;
                                trace_id: string | null;
                            }[];
                            /**
                             * Format: date-time
                             * @description when the event was stored
                             * @example 2026-03-01T12:00:00.000Z
                             */
                            created_at: string;
                            ended_at: string | null;
                            /**
                             * Format: uuid
                             * @description where it goes
                             * @example 0198f3a2-7c1e-7b3a-9d52-6a1f0c2e4b77
                             */
                            endpoint_id: string;
                            /**
                             * Format: uuid
                             * @description the id of the delivery
                             * @example 0198f3a2-7c1e-7b3a-9d52-6a1f0c2e4b77
                             */
                            id: string;
                            next_attempt_at: string | null;
                            reason: string | null;
                            /** @enum {unknown} */
                            state: "pending" | "sending" | "succeeded" | "dead" | "cancelled";
                        }[];
                        /**
                         * Format: uuid
                         * @description the id of the event
                         * @example 0198f3a2-7c1e-7b3a-9d52-6a1f0c2e4b77
                         */
                        id: string;
                        last_conflict_at: string | null;
                        offset: number | null;
                        ordering_key: string | null;
                        partition: number | null;
                        /** @description byte for byte as it was sent */
                        payload: Record<string, never>;
                        /**
                         * Format: date-time
                         * @description when it reached Postgres
                         * @example 2026-03-01T12:00:00.000Z
                         */
                        stored_at: string;
                        trace_id: string | null;
                        /** @example order.created */
                        type: string;
                    };
                };
            };
            /**
             * @description `HPL_REQUEST_MALFORMED`: the URL is not valid
             *
             *     `HPL_REQUEST_INVALID`: must match its pattern
             */
            400: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_MALFORMED" | "HPL_REQUEST_INVALID";
                    };
                };
            };
            /**
             * @description `HPL_AUTH_KEY_MISSING`: send an API key in X-API-Key or in Authorization: Bearer
             *
             *     `HPL_AUTH_KEY_REFUSED`: the API key is not valid
             */
            401: {
                headers: {
                    /** @description how to authenticate (RFC 9110, section 11.6.1) */
                    "WWW-Authenticate"?: string;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_KEY_MISSING" | "HPL_AUTH_KEY_REFUSED";
                    };
                };
            };
            /** @description `HPL_AUTH_SCOPE`: the API key lacks the scope read */
            403: {
                headers: {
                    /** @description how to authenticate (RFC 9110, section 11.6.1) */
                    "WWW-Authenticate"?: string;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_SCOPE";
                    };
                };
            };
            /**
             * @description `HPL_ORGANIZATION_NOT_FOUND`: there is no organization with this id
             *
             *     `HPL_REQUEST_NO_ROUTE`: there is nothing at this path
             *
             *     `HPL_EVENT_NOT_STORED`: no event with this id is stored; an accepted one is stored soon
             */
            404: {
                headers: {
                    /** @description seconds after which the same request may succeed */
                    "Retry-After"?: number;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_ORGANIZATION_NOT_FOUND" | "HPL_REQUEST_NO_ROUTE" | "HPL_EVENT_NOT_STORED";
                    };
                };
            };
            /** @description `HPL_REQUEST_TIMEOUT`: the request did not arrive in time */
            408: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_TIMEOUT";
                    };
                };
            };
            /** @description `HPL_EVENT_EXPIRED`: the event was kept as long as events are kept, and is gone */
            410: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_EVENT_EXPIRED";
                    };
                };
            };
            /** @description `HPL_REQUEST_BUSY`: too many requests of this organization are under way; nothing was done */
            429: {
                headers: {
                    /** @description seconds after which the same request may succeed */
                    "Retry-After"?: number;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_BUSY";
                    };
                };
            };
            /** @description `HPL_REQUEST_HEADERS_TOO_LARGE`: the headers of the request are too large */
            431: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_HEADERS_TOO_LARGE";
                    };
                };
            };
            /** @description `HPL_INTERNAL`: something is wrong on our side; the trace_id finds it in the logs */
            500: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_INTERNAL";
                    };
                };
            };
            /**
             * @description `HPL_AUTH_UNAVAILABLE`: API keys cannot be checked at the moment; nothing was done
             *
             *     `HPL_DATABASE_UNAVAILABLE`: the database does not answer at the moment
             */
            503: {
                headers: {
                    /** @description seconds after which the same request may succeed */
                    "Retry-After"?: number;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_UNAVAILABLE" | "HPL_DATABASE_UNAVAILABLE";
                    };
                };
            };
        };
    };
    postEventBatch: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/cloudevents-batch+json": {
                    /** @description what your webhooks get as data, byte for byte */
                    data: Record<string, never>;
                    /** @description JSON, if given */
                    datacontenttype?: string;
                    /** @description the dedup_id */
                    id: string;
                    /** @description the ordering_key */
                    partitionkey?: string;
                    /** @description needed by CloudEvents; not kept, and no part of the identity */
                    source: string;
                    /** @enum {unknown} */
                    specversion: "1.0";
                    /** @description the type, such as order.created */
                    type: string;
                }[];
                "application/json": {
                    events: {
                        /** @description taken for payload */
                        data?: Record<string, never>;
                        /** @description your own name of the event; the same one again is the same event */
                        dedup_id?: string;
                        /** @description events with the same ordering key stay in order */
                        ordering_key?: string;
                        /** @description what your webhooks get as data, byte for byte */
                        payload?: Record<string, never>;
                        /** @description such as order.created */
                        type: string;
                    }[];
                };
                /**
                 * @example {
                 *       "type": "order.created",
                 *       "dedup_id": "order-4711",
                 *       "payload": {
                 *         "order": 4711,
                 *         "total": 99.5
                 *       }
                 *     }
                 */
                "application/x-ndjson": {
                    /** @description taken for payload */
                    data?: Record<string, never>;
                    /** @description your own name of the event; the same one again is the same event */
                    dedup_id?: string;
                    /** @description events with the same ordering key stay in order */
                    ordering_key?: string;
                    /** @description what your webhooks get as data, byte for byte */
                    payload?: Record<string, never>;
                    /** @description such as order.created */
                    type: string;
                };
            };
        };
        responses: {
            /** @description Those that are accepted are durable. */
            202: {
                headers: {
                    /** @description so many events are left (r); more in so many seconds (t) */
                    RateLimit?: string;
                    /** @description so many events (q) in so many seconds (w) */
                    "RateLimit-Policy"?: string;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        accepted: number;
                        /** @description one for each event, in their order */
                        items: ({
                            /**
                             * Format: uuid
                             * @description the id of the event
                             * @example 0198f3a2-7c1e-7b3a-9d52-6a1f0c2e4b77
                             */
                            id: string;
                            /** @enum {string} */
                            status: "accepted";
                        } | {
                            code: string;
                            detail: string;
                            /** @description a JSON pointer within the event */
                            pointer?: string;
                            /** @enum {string} */
                            status: "refused";
                        } | {
                            code: string;
                            detail: string;
                            /** @enum {string} */
                            status: "unknown";
                        })[];
                        refused: number;
                        unknown: number;
                    };
                };
            };
            /**
             * @description `HPL_REQUEST_MALFORMED`: the URL is not valid
             *
             *     `HPL_REQUEST_INVALID`: is required
             *
             *     `HPL_REQUEST_HEADER_INVALID`: the header Idempotency-Key names one event; give each event of a batch a dedup_id
             */
            400: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_MALFORMED" | "HPL_REQUEST_INVALID" | "HPL_REQUEST_HEADER_INVALID";
                    };
                };
            };
            /**
             * @description `HPL_AUTH_KEY_MISSING`: send an API key in X-API-Key or in Authorization: Bearer
             *
             *     `HPL_AUTH_KEY_REFUSED`: the API key is not valid
             */
            401: {
                headers: {
                    /** @description how to authenticate (RFC 9110, section 11.6.1) */
                    "WWW-Authenticate"?: string;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_KEY_MISSING" | "HPL_AUTH_KEY_REFUSED";
                    };
                };
            };
            /** @description `HPL_AUTH_SCOPE`: the API key lacks the scope read */
            403: {
                headers: {
                    /** @description how to authenticate (RFC 9110, section 11.6.1) */
                    "WWW-Authenticate"?: string;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_SCOPE";
                    };
                };
            };
            /** @description `HPL_REQUEST_TIMEOUT`: the request did not arrive in time */
            408: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_TIMEOUT";
                    };
                };
            };
            /** @description `HPL_REQUEST_TOO_LARGE`: the body has more bytes than are taken */
            413: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_TOO_LARGE";
                    };
                };
            };
            /**
             * @description `HPL_REQUEST_MEDIA_TYPE`: send the body as application/json
             *
             *     `HPL_REQUEST_ENCODING`: send the body as it is, or with content-encoding: gzip
             */
            415: {
                headers: {
                    /** @description the media types that are taken */
                    Accept?: string;
                    /** @description the content codings that are taken */
                    "Accept-Encoding"?: string;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_MEDIA_TYPE" | "HPL_REQUEST_ENCODING";
                    };
                };
            };
            /**
             * @description `HPL_RATE_LIMITED`: the organization sends more events a minute than its limit
             *
             *     `HPL_INGEST_BUFFER_FULL`: too many events are waiting; nothing was taken
             *
             *     `HPL_INGEST_BACKLOG`: too many events of this organization wait to be stored; nothing was taken
             */
            429: {
                headers: {
                    /** @description so many events are left (r); more in so many seconds (t) */
                    RateLimit?: string;
                    /** @description so many events (q) in so many seconds (w) */
                    "RateLimit-Policy"?: string;
                    /** @description seconds after which the same request may succeed */
                    "Retry-After"?: number;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_RATE_LIMITED" | "HPL_INGEST_BUFFER_FULL" | "HPL_INGEST_BACKLOG";
                    };
                };
            };
            /** @description `HPL_REQUEST_HEADERS_TOO_LARGE`: the headers of the request are too large */
            431: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_HEADERS_TOO_LARGE";
                    };
                };
            };
            /** @description `HPL_INTERNAL`: something is wrong on our side; the trace_id finds it in the logs */
            500: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_INTERNAL";
                    };
                };
            };
            /**
             * @description `HPL_AUTH_UNAVAILABLE`: API keys cannot be checked at the moment; nothing was done
             *
             *     `HPL_INGEST_OVERLOADED`: this process has too much to do: the event loop is late; nothing was taken
             *
             *     `HPL_INGEST_UNAVAILABLE`: the event was not acknowledged in time, so it is unknown whether it was written; send it again with the same dedup_id
             */
            503: {
                headers: {
                    /** @description seconds after which the same request may succeed */
                    "Retry-After"?: number;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_UNAVAILABLE" | "HPL_INGEST_OVERLOADED" | "HPL_INGEST_UNAVAILABLE";
                    };
                };
            };
        };
    };
    streamEvents: {
        parameters: {
            query?: {
                /** @description with the admin token: whose; of a key its own organization, or nothing */
                organization_id?: string;
                /** @description types, as the inbox takes them; at most 20 */
                type?: string | string[];
            };
            header?: {
                /** @description the `id` of the last message; anything else is ignored */
                "last-event-id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The stream. */
            200: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /**
             * @description `HPL_REQUEST_MALFORMED`: the URL is not valid
             *
             *     `HPL_REQUEST_INVALID`: must match its pattern
             */
            400: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_MALFORMED" | "HPL_REQUEST_INVALID";
                    };
                };
            };
            /**
             * @description `HPL_AUTH_KEY_MISSING`: send an API key in X-API-Key or in Authorization: Bearer
             *
             *     `HPL_AUTH_KEY_REFUSED`: the API key is not valid
             */
            401: {
                headers: {
                    /** @description how to authenticate (RFC 9110, section 11.6.1) */
                    "WWW-Authenticate"?: string;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_KEY_MISSING" | "HPL_AUTH_KEY_REFUSED";
                    };
                };
            };
            /** @description `HPL_AUTH_SCOPE`: the API key lacks the scope read */
            403: {
                headers: {
                    /** @description how to authenticate (RFC 9110, section 11.6.1) */
                    "WWW-Authenticate"?: string;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_SCOPE";
                    };
                };
            };
            /** @description `HPL_ORGANIZATION_NOT_FOUND`: there is no organization with this id */
            404: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_ORGANIZATION_NOT_FOUND";
                    };
                };
            };
            /** @description `HPL_REQUEST_TIMEOUT`: the request did not arrive in time */
            408: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_TIMEOUT";
                    };
                };
            };
            /** @description `HPL_STREAMS_BUSY`: too many streams are open; end one of them */
            429: {
                headers: {
                    /** @description seconds after which the same request may succeed */
                    "Retry-After"?: number;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_STREAMS_BUSY";
                    };
                };
            };
            /** @description `HPL_REQUEST_HEADERS_TOO_LARGE`: the headers of the request are too large */
            431: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_HEADERS_TOO_LARGE";
                    };
                };
            };
            /** @description `HPL_INTERNAL`: something is wrong on our side; the trace_id finds it in the logs */
            500: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_INTERNAL";
                    };
                };
            };
            /**
             * @description `HPL_AUTH_UNAVAILABLE`: API keys cannot be checked at the moment; nothing was done
             *
             *     `HPL_DATABASE_UNAVAILABLE`: the database does not answer at the moment
             */
            503: {
                headers: {
                    /** @description seconds after which the same request may succeed */
                    "Retry-After"?: number;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_UNAVAILABLE" | "HPL_DATABASE_UNAVAILABLE";
                    };
                };
            };
        };
    };
    listInbox: {
        parameters: {
            query?: {
                /** @description next_cursor of the page before */
                cursor?: string;
                /** @description events of which no delivery has succeeded, or that have none */
                delivered?: "never";
                /**
                 * @description events that were accepted at this time or later
                 * @example 2026-03-01T12:00:00Z
                 */
                from?: string;
                /** @description the payloads too */
                include?: "payload";
                /** @description 1 to 100; 50 without it */
                limit?: string;
                /** @description with the admin token: whose; of a key its own organization, or nothing */
                organization_id?: string;
                /** @description events with a delivery in this state, or in one of these, with commas */
                status?: string;
                /**
                 * @description events that were accepted before this time
                 * @example 2026-03-01T12:00:00Z
                 */
                to?: string;
                /** @description types; `order.*` stands for all that begin with `order.`. At most 20, with commas or repeated */
                type?: string | string[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of events. */
            200: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description false: the page ended before it was full; more may match behind `next_cursor` */
                        complete: boolean;
                        events: {
                            /**
                             * Format: date-time
                             * @description when it was accepted; webhooks have it as `timestamp`
                             * @example 2026-03-01T12:00:00.000Z
                             */
                            accepted_at: string;
                            dedup_id: string | null;
                            /** @description how many are in each state; all 0: no endpoint wanted the event when it was stored */
                            deliveries: {
                                /** @description ended without an answer, as when the endpoint was deleted */
                                cancelled: number;
                                /** @description were given up */
                                dead: number;
                                /** @description wait for their first or next attempt */
                                pending: number;
                                /** @description are being posted */
                                sending: number;
                                /** @description were answered 2xx */
                                succeeded: number;
                            };
                            /**
                             * Format: uuid
                             * @description the id of the event
                             * @example 0198f3a2-7c1e-7b3a-9d52-6a1f0c2e4b77
                             */
                            id: string;
                            ordering_key: string | null;
                            /** @description with `include=payload`: byte for byte as it was sent */
                            payload?: Record<string, never>;
                            /**
                             * Format: date-time
                             * @description when it reached Postgres
                             * @example 2026-03-01T12:00:00.000Z
                             */
                            stored_at: string;
                            /** @example order.created */
                            type: string;
                        }[];
                        next_cursor: string | null;
                    };
                };
            };
            /**
             * @description `HPL_REQUEST_MALFORMED`: the URL is not valid
             *
             *     `HPL_REQUEST_INVALID`: must match its pattern
             */
            400: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_MALFORMED" | "HPL_REQUEST_INVALID";
                    };
                };
            };
            /**
             * @description `HPL_AUTH_KEY_MISSING`: send an API key in X-API-Key or in Authorization: Bearer
             *
             *     `HPL_AUTH_KEY_REFUSED`: the API key is not valid
             */
            401: {
                headers: {
                    /** @description how to authenticate (RFC 9110, section 11.6.1) */
                    "WWW-Authenticate"?: string;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_KEY_MISSING" | "HPL_AUTH_KEY_REFUSED";
                    };
                };
            };
            /** @description `HPL_AUTH_SCOPE`: the API key lacks the scope read */
            403: {
                headers: {
                    /** @description how to authenticate (RFC 9110, section 11.6.1) */
                    "WWW-Authenticate"?: string;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_SCOPE";
                    };
                };
            };
            /** @description `HPL_ORGANIZATION_NOT_FOUND`: there is no organization with this id */
            404: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_ORGANIZATION_NOT_FOUND";
                    };
                };
            };
            /** @description `HPL_REQUEST_TIMEOUT`: the request did not arrive in time */
            408: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_TIMEOUT";
                    };
                };
            };
            /** @description `HPL_REQUEST_BUSY`: too many requests of this organization are under way; nothing was done */
            429: {
                headers: {
                    /** @description seconds after which the same request may succeed */
                    "Retry-After"?: number;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_BUSY";
                    };
                };
            };
            /** @description `HPL_REQUEST_HEADERS_TOO_LARGE`: the headers of the request are too large */
            431: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_HEADERS_TOO_LARGE";
                    };
                };
            };
            /** @description `HPL_INTERNAL`: something is wrong on our side; the trace_id finds it in the logs */
            500: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_INTERNAL";
                    };
                };
            };
            /**
             * @description `HPL_AUTH_UNAVAILABLE`: API keys cannot be checked at the moment; nothing was done
             *
             *     `HPL_DATABASE_UNAVAILABLE`: the database does not answer at the moment
             */
            503: {
                headers: {
                    /** @description seconds after which the same request may succeed */
                    "Retry-After"?: number;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_UNAVAILABLE" | "HPL_DATABASE_UNAVAILABLE";
                    };
                };
            };
        };
    };
    listKeys: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: string;
                organization_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of keys. */
            200: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        keys: {
                            /**
                             * Format: date-time
                             * @description when it was made
                             * @example 2026-03-01T12:00:00.000Z
                             */
                            created_at: string;
                            expires_at: string | null;
                            /**
                             * @description names the key; not a secret
                             * @example 4f8Kq2ZsW0b7TnXe
                             */
                            id: string;
                            last_used_at: string | null;
                            /** @description what people call it */
                            name: string;
                            revoked_at: string | null;
                            /** @description what it may be used for; none includes another */
                            scopes: ("events:write" | "read" | "manage")[];
                        }[];
                        next_cursor: string | null;
                    };
                };
            };
            /**
             * @description `HPL_REQUEST_MALFORMED`: the URL is not valid
             *
             *     `HPL_REQUEST_INVALID`: is for the admin token
             */
            400: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_MALFORMED" | "HPL_REQUEST_INVALID";
                    };
                };
            };
            /**
             * @description `HPL_AUTH_KEY_MISSING`: send an API key in X-API-Key or in Authorization: Bearer
             *
             *     `HPL_AUTH_KEY_REFUSED`: the API key is not valid
             */
            401: {
                headers: {
                    /** @description how to authenticate (RFC 9110, section 11.6.1) */
                    "WWW-Authenticate"?: string;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_KEY_MISSING" | "HPL_AUTH_KEY_REFUSED";
                    };
                };
            };
            /** @description `HPL_AUTH_SCOPE`: the API key lacks the scope read */
            403: {
                headers: {
                    /** @description how to authenticate (RFC 9110, section 11.6.1) */
                    "WWW-Authenticate"?: string;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_SCOPE";
                    };
                };
            };
            /** @description `HPL_REQUEST_TIMEOUT`: the request did not arrive in time */
            408: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_TIMEOUT";
                    };
                };
            };
            /** @description `HPL_REQUEST_BUSY`: too many requests of this organization are under way; nothing was done */
            429: {
                headers: {
                    /** @description seconds after which the same request may succeed */
                    "Retry-After"?: number;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_BUSY";
                    };
                };
            };
            /** @description `HPL_REQUEST_HEADERS_TOO_LARGE`: the headers of the request are too large */
            431: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_HEADERS_TOO_LARGE";
                    };
                };
            };
            /** @description `HPL_INTERNAL`: something is wrong on our side; the trace_id finds it in the logs */
            500: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_INTERNAL";
                    };
                };
            };
            /**
             * @description `HPL_AUTH_UNAVAILABLE`: API keys cannot be checked at the moment; nothing was done
             *
             *     `HPL_DATABASE_UNAVAILABLE`: the database does not answer at the moment
             */
            503: {
                headers: {
                    /** @description seconds after which the same request may succeed */
                    "Retry-After"?: number;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_UNAVAILABLE" | "HPL_DATABASE_UNAVAILABLE";
                    };
                };
            };
        };
    };
    createKey: {
        parameters: {
            query?: {
                organization_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name?: string;
                    scopes?: ("events:write" | "read" | "manage")[];
                };
            };
        };
        responses: {
            /** @description The key; this is the only time that it is seen. */
            201: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * @description the key itself; shown only now
                         * @example hop_…
                         */
                        api_key: string;
                        /**
                         * Format: date-time
                         * @description when it was made
                         * @example 2026-03-01T12:00:00.000Z
                         */
                        created_at: string;
                        expires_at: string | null;
                        /**
                         * @description names the key; not a secret
                         * @example 4f8Kq2ZsW0b7TnXe
                         */
                        id: string;
                        last_used_at: string | null;
                        /** @description what people call it */
                        name: string;
                        revoked_at: string | null;
                        /** @description what it may be used for; none includes another */
                        scopes: ("events:write" | "read" | "manage")[];
                    };
                };
            };
            /**
             * @description `HPL_REQUEST_MALFORMED`: the URL is not valid
             *
             *     `HPL_REQUEST_INVALID`: is for the admin token
             */
            400: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_MALFORMED" | "HPL_REQUEST_INVALID";
                    };
                };
            };
            /**
             * @description `HPL_AUTH_KEY_MISSING`: send an API key in X-API-Key or in Authorization: Bearer
             *
             *     `HPL_AUTH_KEY_REFUSED`: the API key is not valid
             */
            401: {
                headers: {
                    /** @description how to authenticate (RFC 9110, section 11.6.1) */
                    "WWW-Authenticate"?: string;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_KEY_MISSING" | "HPL_AUTH_KEY_REFUSED";
                    };
                };
            };
            /**
             * @description `HPL_AUTH_SCOPE`: the API key lacks the scope read
             *
             *     `HPL_AUTH_KEY_EXPIRING`: a key that has an end makes no others; use its successor or another key
             */
            403: {
                headers: {
                    /** @description how to authenticate (RFC 9110, section 11.6.1) */
                    "WWW-Authenticate"?: string;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_SCOPE" | "HPL_AUTH_KEY_EXPIRING";
                    };
                };
            };
            /** @description `HPL_ORGANIZATION_NOT_FOUND`: there is no organization with this id */
            404: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_ORGANIZATION_NOT_FOUND";
                    };
                };
            };
            /** @description `HPL_REQUEST_TIMEOUT`: the request did not arrive in time */
            408: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_TIMEOUT";
                    };
                };
            };
            /** @description `HPL_KEY_LIMIT`: an organization has at most 100 valid keys; revoke one first */
            409: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_KEY_LIMIT";
                    };
                };
            };
            /** @description `HPL_REQUEST_TOO_LARGE`: the body has more bytes than are taken */
            413: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_TOO_LARGE";
                    };
                };
            };
            /**
             * @description `HPL_REQUEST_MEDIA_TYPE`: send the body as application/json
             *
             *     `HPL_REQUEST_ENCODING`: send the body as it is, or with content-encoding: gzip
             */
            415: {
                headers: {
                    /** @description the media types that are taken */
                    Accept?: string;
                    /** @description the content codings that are taken */
                    "Accept-Encoding"?: string;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_MEDIA_TYPE" | "HPL_REQUEST_ENCODING";
                    };
                };
            };
            /** @description `HPL_REQUEST_BUSY`: too many requests of this organization are under way; nothing was done */
            429: {
                headers: {
                    /** @description seconds after which the same request may succeed */
                    "Retry-After"?: number;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_BUSY";
                    };
                };
            };
            /** @description `HPL_REQUEST_HEADERS_TOO_LARGE`: the headers of the request are too large */
            431: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_HEADERS_TOO_LARGE";
                    };
                };
            };
            /** @description `HPL_INTERNAL`: something is wrong on our side; the trace_id finds it in the logs */
            500: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_INTERNAL";
                    };
                };
            };
            /**
             * @description `HPL_AUTH_UNAVAILABLE`: API keys cannot be checked at the moment; nothing was done
             *
             *     `HPL_DATABASE_UNAVAILABLE`: the database does not answer at the moment
             */
            503: {
                headers: {
                    /** @description seconds after which the same request may succeed */
                    "Retry-After"?: number;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_UNAVAILABLE" | "HPL_DATABASE_UNAVAILABLE";
                    };
                };
            };
        };
    };
    revokeKey: {
        parameters: {
            query?: {
                organization_id?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is revoked, or was already. */
            204: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /**
             * @description `HPL_REQUEST_MALFORMED`: the URL is not valid
             *
             *     `HPL_REQUEST_INVALID`: is for the admin token
             */
            400: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_MALFORMED" | "HPL_REQUEST_INVALID";
                    };
                };
            };
            /**
             * @description `HPL_AUTH_KEY_MISSING`: send an API key in X-API-Key or in Authorization: Bearer
             *
             *     `HPL_AUTH_KEY_REFUSED`: the API key is not valid
             */
            401: {
                headers: {
                    /** @description how to authenticate (RFC 9110, section 11.6.1) */
                    "WWW-Authenticate"?: string;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_KEY_MISSING" | "HPL_AUTH_KEY_REFUSED";
                    };
                };
            };
            /** @description `HPL_AUTH_SCOPE`: the API key lacks the scope read */
            403: {
                headers: {
                    /** @description how to authenticate (RFC 9110, section 11.6.1) */
                    "WWW-Authenticate"?: string;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_SCOPE";
                    };
                };
            };
            /**
             * @description `HPL_REQUEST_NO_ROUTE`: there is nothing at this path
             *
             *     `HPL_KEY_NOT_FOUND`: the organization has no such key, or none that is still valid
             */
            404: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_NO_ROUTE" | "HPL_KEY_NOT_FOUND";
                    };
                };
            };
            /** @description `HPL_REQUEST_TIMEOUT`: the request did not arrive in time */
            408: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_TIMEOUT";
                    };
                };
            };
            /** @description `HPL_KEY_LAST_MANAGER`: without this key nobody could manage the organization; make or rotate a key with the scope manage first */
            409: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_KEY_LAST_MANAGER";
                    };
                };
            };
            /** @description `HPL_REQUEST_TOO_LARGE`: the body has more bytes than are taken */
            413: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_TOO_LARGE";
                    };
                };
            };
            /**
             * @description `HPL_REQUEST_MEDIA_TYPE`: send the body as application/json
             *
             *     `HPL_REQUEST_ENCODING`: send the body as it is, or with content-encoding: gzip
             */
            415: {
                headers: {
                    /** @description the media types that are taken */
                    Accept?: string;
                    /** @description the content codings that are taken */
                    "Accept-Encoding"?: string;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_MEDIA_TYPE" | "HPL_REQUEST_ENCODING";
                    };
                };
            };
            /** @description `HPL_REQUEST_BUSY`: too many requests of this organization are under way; nothing was done */
            429: {
                headers: {
                    /** @description seconds after which the same request may succeed */
                    "Retry-After"?: number;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_BUSY";
                    };
                };
            };
            /** @description `HPL_REQUEST_HEADERS_TOO_LARGE`: the headers of the request are too large */
            431: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_HEADERS_TOO_LARGE";
                    };
                };
            };
            /** @description `HPL_INTERNAL`: something is wrong on our side; the trace_id finds it in the logs */
            500: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_INTERNAL";
                    };
                };
            };
            /**
             * @description `HPL_AUTH_UNAVAILABLE`: API keys cannot be checked at the moment; nothing was done
             *
             *     `HPL_DATABASE_UNAVAILABLE`: the database does not answer at the moment
             */
            503: {
                headers: {
                    /** @description seconds after which the same request may succeed */
                    "Retry-After"?: number;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_UNAVAILABLE" | "HPL_DATABASE_UNAVAILABLE";
                    };
                };
            };
        };
    };
    generateKey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name?: string;
                    organization_name: string;
                    /** @enum {unknown} */
                    tier?: "free" | "pro" | "enterprise";
                };
            };
        };
        responses: {
            /** @description The organization and its key. */
            201: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * @description the key itself; shown only now
                         * @example hop_…
                         */
                        api_key: string;
                        /**
                         * @description names the key; not a secret
                         * @example 4f8Kq2ZsW0b7TnXe
                         */
                        key_id: string;
                        /**
                         * Format: uuid
                         * @description the id of the organization
                         * @example 0198f3a2-7c1e-7b3a-9d52-6a1f0c2e4b77
                         */
                        organization_id: string;
                        organization_name: string;
                        /** @enum {unknown} */
                        tier: "free" | "pro" | "enterprise";
                    };
                };
            };
            /**
             * @description `HPL_REQUEST_MALFORMED`: the URL is not valid
             *
             *     `HPL_REQUEST_INVALID`: is required
             */
            400: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_MALFORMED" | "HPL_REQUEST_INVALID";
                    };
                };
            };
            /** @description `HPL_AUTH_ADMIN_REFUSED`: send the admin token in Authorization: Bearer */
            401: {
                headers: {
                    /** @description how to authenticate (RFC 9110, section 11.6.1) */
                    "WWW-Authenticate"?: string;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_ADMIN_REFUSED";
                    };
                };
            };
            /** @description `HPL_REQUEST_TIMEOUT`: the request did not arrive in time */
            408: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_TIMEOUT";
                    };
                };
            };
            /** @description `HPL_REQUEST_TOO_LARGE`: the body has more bytes than are taken */
            413: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_TOO_LARGE";
                    };
                };
            };
            /**
             * @description `HPL_REQUEST_MEDIA_TYPE`: send the body as application/json
             *
             *     `HPL_REQUEST_ENCODING`: send the body as it is, or with content-encoding: gzip
             */
            415: {
                headers: {
                    /** @description the media types that are taken */
                    Accept?: string;
                    /** @description the content codings that are taken */
                    "Accept-Encoding"?: string;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_MEDIA_TYPE" | "HPL_REQUEST_ENCODING";
                    };
                };
            };
            /** @description `HPL_REQUEST_HEADERS_TOO_LARGE`: the headers of the request are too large */
            431: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_HEADERS_TOO_LARGE";
                    };
                };
            };
            /** @description `HPL_INTERNAL`: something is wrong on our side; the trace_id finds it in the logs */
            500: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_INTERNAL";
                    };
                };
            };
            /** @description `HPL_DATABASE_UNAVAILABLE`: the database does not answer at the moment */
            503: {
                headers: {
                    /** @description seconds after which the same request may succeed */
                    "Retry-After"?: number;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_DATABASE_UNAVAILABLE";
                    };
                };
            };
        };
    };
    rotateKey: {
        parameters: {
            query?: {
                organization_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    key_id?: string;
                    overlap_seconds?: number;
                };
            };
        };
        responses: {
            /** @description The key; this is the only time that it is seen. */
            201: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * @description the key itself; shown only now
                         * @example hop_…
                         */
                        api_key: string;
                        /**
                         * Format: date-time
                         * @description when it was made
                         * @example 2026-03-01T12:00:00.000Z
                         */
                        created_at: string;
                        expires_at: string | null;
                        /**
                         * @description names the key; not a secret
                         * @example 4f8Kq2ZsW0b7TnXe
                         */
                        id: string;
                        last_used_at: string | null;
                        /** @description what people call it */
                        name: string;
                        replaces: {
                            /**
                             * Format: date-time
                             * @description when it ends
                             * @example 2026-03-01T12:00:00.000Z
                             */
                            expires_at: string;
                            /**
                             * @description the old key
                             * @example 4f8Kq2ZsW0b7TnXe
                             */
                            id: string;
                        };
                        revoked_at: string | null;
                        /** @description what it may be used for; none includes another */
                        scopes: ("events:write" | "read" | "manage")[];
                    };
                };
            };
            /**
             * @description `HPL_REQUEST_MALFORMED`: the URL is not valid
             *
             *     `HPL_REQUEST_INVALID`: is for the admin token
             */
            400: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_MALFORMED" | "HPL_REQUEST_INVALID";
                    };
                };
            };
            /**
             * @description `HPL_AUTH_KEY_MISSING`: send an API key in X-API-Key or in Authorization: Bearer
             *
             *     `HPL_AUTH_KEY_REFUSED`: the API key is not valid
             */
            401: {
                headers: {
                    /** @description how to authenticate (RFC 9110, section 11.6.1) */
                    "WWW-Authenticate"?: string;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_KEY_MISSING" | "HPL_AUTH_KEY_REFUSED";
                    };
                };
            };
            /**
             * @description `HPL_AUTH_SCOPE`: the API key lacks the scope read
             *
             *     `HPL_AUTH_KEY_EXPIRING`: a key that has an end makes no others; use its successor or another key
             */
            403: {
                headers: {
                    /** @description how to authenticate (RFC 9110, section 11.6.1) */
                    "WWW-Authenticate"?: string;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_SCOPE" | "HPL_AUTH_KEY_EXPIRING";
                    };
                };
            };
            /** @description `HPL_KEY_NOT_FOUND`: the organization has no such key, or none that is still valid */
            404: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_KEY_NOT_FOUND";
                    };
                };
            };
            /** @description `HPL_REQUEST_TIMEOUT`: the request did not arrive in time */
            408: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_TIMEOUT";
                    };
                };
            };
            /** @description `HPL_KEY_LIMIT`: an organization has at most 100 valid keys; revoke one first */
            409: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_KEY_LIMIT";
                    };
                };
            };
            /** @description `HPL_REQUEST_TOO_LARGE`: the body has more bytes than are taken */
            413: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_TOO_LARGE";
                    };
                };
            };
            /**
             * @description `HPL_REQUEST_MEDIA_TYPE`: send the body as application/json
             *
             *     `HPL_REQUEST_ENCODING`: send the body as it is, or with content-encoding: gzip
             */
            415: {
                headers: {
                    /** @description the media types that are taken */
                    Accept?: string;
                    /** @description the content codings that are taken */
                    "Accept-Encoding"?: string;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_MEDIA_TYPE" | "HPL_REQUEST_ENCODING";
                    };
                };
            };
            /** @description `HPL_REQUEST_BUSY`: too many requests of this organization are under way; nothing was done */
            429: {
                headers: {
                    /** @description seconds after which the same request may succeed */
                    "Retry-After"?: number;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_BUSY";
                    };
                };
            };
            /** @description `HPL_REQUEST_HEADERS_TOO_LARGE`: the headers of the request are too large */
            431: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_HEADERS_TOO_LARGE";
                    };
                };
            };
            /** @description `HPL_INTERNAL`: something is wrong on our side; the trace_id finds it in the logs */
            500: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_INTERNAL";
                    };
                };
            };
            /**
             * @description `HPL_AUTH_UNAVAILABLE`: API keys cannot be checked at the moment; nothing was done
             *
             *     `HPL_DATABASE_UNAVAILABLE`: the database does not answer at the moment
             */
            503: {
                headers: {
                    /** @description seconds after which the same request may succeed */
                    "Retry-After"?: number;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_UNAVAILABLE" | "HPL_DATABASE_UNAVAILABLE";
                    };
                };
            };
        };
    };
    listOrganizations: {
        parameters: {
            query?: {
                /** @description next_cursor of the page before */
                cursor?: string;
                /** @description 1 to 200; 50 without it */
                limit?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of organizations. */
            200: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        next_cursor: string | null;
                        organizations: {
                            /**
                             * Format: date-time
                             * @description when it was made
                             * @example 2026-03-01T12:00:00.000Z
                             */
                            created_at: string;
                            /**
                             * Format: uuid
                             * @description the id of the organization
                             * @example 0198f3a2-7c1e-7b3a-9d52-6a1f0c2e4b77
                             */
                            id: string;
                            name: string;
                            /** @description over how many partitions its events without an ordering key are spread */
                            partition_spread: number;
                            rate_limit: number | null;
                            /** @enum {unknown} */
                            tier: "free" | "pro" | "enterprise";
                        }[];
                    };
                };
            };
            /**
             * @description `HPL_REQUEST_MALFORMED`: the URL is not valid
             *
             *     `HPL_REQUEST_INVALID`: must match its pattern
             */
            400: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_MALFORMED" | "HPL_REQUEST_INVALID";
                    };
                };
            };
            /** @description `HPL_AUTH_ADMIN_REFUSED`: send the admin token in Authorization: Bearer */
            401: {
                headers: {
                    /** @description how to authenticate (RFC 9110, section 11.6.1) */
                    "WWW-Authenticate"?: string;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_ADMIN_REFUSED";
                    };
                };
            };
            /** @description `HPL_REQUEST_TIMEOUT`: the request did not arrive in time */
            408: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_TIMEOUT";
                    };
                };
            };
            /** @description `HPL_REQUEST_HEADERS_TOO_LARGE`: the headers of the request are too large */
            431: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_HEADERS_TOO_LARGE";
                    };
                };
            };
            /** @description `HPL_INTERNAL`: something is wrong on our side; the trace_id finds it in the logs */
            500: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_INTERNAL";
                    };
                };
            };
            /** @description `HPL_DATABASE_UNAVAILABLE`: the database does not answer at the moment */
            503: {
                headers: {
                    /** @description seconds after which the same request may succeed */
                    "Retry-After"?: number;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_DATABASE_UNAVAILABLE";
                    };
                };
            };
        };
    };
    getOrganization: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The organization. */
            200: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * Format: date-time
                         * @description when it was made
                         * @example 2026-03-01T12:00:00.000Z
                         */
                        created_at: string;
                        /**
                         * Format: uuid
                         * @description the id of the organization
                         * @example 0198f3a2-7c1e-7b3a-9d52-6a1f0c2e4b77
                         */
                        id: string;
                        name: string;
                        /** @description over how many partitions its events without an ordering key are spread */
                        partition_spread: number;
                        rate_limit: number | null;
                        /** @enum {unknown} */
                        tier: "free" | "pro" | "enterprise";
                    };
                };
            };
            /**
             * @description `HPL_REQUEST_MALFORMED`: the URL is not valid
             *
             *     `HPL_REQUEST_INVALID`: must match its pattern
             */
            400: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_MALFORMED" | "HPL_REQUEST_INVALID";
                    };
                };
            };
            /** @description `HPL_AUTH_ADMIN_REFUSED`: send the admin token in Authorization: Bearer */
            401: {
                headers: {
                    /** @description how to authenticate (RFC 9110, section 11.6.1) */
                    "WWW-Authenticate"?: string;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_ADMIN_REFUSED";
                    };
                };
            };
            /**
             * @description `HPL_REQUEST_NO_ROUTE`: there is nothing at this path
             *
             *     `HPL_ORGANIZATION_NOT_FOUND`: there is no organization with this id
             */
            404: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_NO_ROUTE" | "HPL_ORGANIZATION_NOT_FOUND";
                    };
                };
            };
            /** @description `HPL_REQUEST_TIMEOUT`: the request did not arrive in time */
            408: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_TIMEOUT";
                    };
                };
            };
            /** @description `HPL_REQUEST_HEADERS_TOO_LARGE`: the headers of the request are too large */
            431: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_HEADERS_TOO_LARGE";
                    };
                };
            };
            /** @description `HPL_INTERNAL`: something is wrong on our side; the trace_id finds it in the logs */
            500: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_INTERNAL";
                    };
                };
            };
            /** @description `HPL_DATABASE_UNAVAILABLE`: the database does not answer at the moment */
            503: {
                headers: {
                    /** @description seconds after which the same request may succeed */
                    "Retry-After"?: number;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_DATABASE_UNAVAILABLE";
                    };
                };
            };
        };
    };
    updateOrganization: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name?: string;
                    /** @description over how many partitions its events without an ordering key are spread */
                    partition_spread?: number;
                    /** @description events a minute; null: what the tier has */
                    rate_limit?: number | null;
                    /** @enum {unknown} */
                    tier?: "free" | "pro" | "enterprise";
                };
            };
        };
        responses: {
            /** @description The organization as it is now. */
            200: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * Format: date-time
                         * @description when it was made
                         * @example 2026-03-01T12:00:00.000Z
                         */
                        created_at: string;
                        /**
                         * Format: uuid
                         * @description the id of the organization
                         * @example 0198f3a2-7c1e-7b3a-9d52-6a1f0c2e4b77
                         */
                        id: string;
                        name: string;
                        /** @description over how many partitions its events without an ordering key are spread */
                        partition_spread: number;
                        rate_limit: number | null;
                        /** @enum {unknown} */
                        tier: "free" | "pro" | "enterprise";
                    };
                };
            };
            /**
             * @description `HPL_REQUEST_MALFORMED`: the URL is not valid
             *
             *     `HPL_REQUEST_INVALID`: must match its pattern
             */
            400: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_MALFORMED" | "HPL_REQUEST_INVALID";
                    };
                };
            };
            /** @description `HPL_AUTH_ADMIN_REFUSED`: send the admin token in Authorization: Bearer */
            401: {
                headers: {
                    /** @description how to authenticate (RFC 9110, section 11.6.1) */
                    "WWW-Authenticate"?: string;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_ADMIN_REFUSED";
                    };
                };
            };
            /**
             * @description `HPL_REQUEST_NO_ROUTE`: there is nothing at this path
             *
             *     `HPL_ORGANIZATION_NOT_FOUND`: there is no organization with this id
             */
            404: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_NO_ROUTE" | "HPL_ORGANIZATION_NOT_FOUND";
                    };
                };
            };
            /** @description `HPL_REQUEST_TIMEOUT`: the request did not arrive in time */
            408: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_TIMEOUT";
                    };
                };
            };
            /** @description `HPL_ORGANIZATION_ORDERED`: an endpoint of the organization gets its events in order, those without an ordering key too: they must not be spread */
            409: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_ORGANIZATION_ORDERED";
                    };
                };
            };
            /** @description `HPL_REQUEST_TOO_LARGE`: the body has more bytes than are taken */
            413: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_TOO_LARGE";
                    };
                };
            };
            /**
             * @description `HPL_REQUEST_MEDIA_TYPE`: send the body as application/json
             *
             *     `HPL_REQUEST_ENCODING`: send the body as it is, or with content-encoding: gzip
             */
            415: {
                headers: {
                    /** @description the media types that are taken */
                    Accept?: string;
                    /** @description the content codings that are taken */
                    "Accept-Encoding"?: string;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_MEDIA_TYPE" | "HPL_REQUEST_ENCODING";
                    };
                };
            };
            /** @description `HPL_REQUEST_HEADERS_TOO_LARGE`: the headers of the request are too large */
            431: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_HEADERS_TOO_LARGE";
                    };
                };
            };
            /** @description `HPL_INTERNAL`: something is wrong on our side; the trace_id finds it in the logs */
            500: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_INTERNAL";
                    };
                };
            };
            /** @description `HPL_DATABASE_UNAVAILABLE`: the database does not answer at the moment */
            503: {
                headers: {
                    /** @description seconds after which the same request may succeed */
                    "Retry-After"?: number;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_DATABASE_UNAVAILABLE";
                    };
                };
            };
        };
    };
    createPortalSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description how long the link is good: 3600 without it */
                    expires_in_seconds?: number;
                    /** @description lets it see everything and change nothing; false without it */
                    read_only?: boolean;
                    /** @description how the console looks; what is not named looks as it does */
                    theme?: {
                        /** @description the colour of links and buttons, `#rgb` or `#rrggbb` */
                        accent?: string;
                        /** @description the colour of the page; left out unless the contrast of text to it is at least 4.5 (WCAG 2.2, 1.4.3) */
                        background?: string;
                        /** @description how large texts are, in pixels */
                        font_size?: number;
                        /** @description how round corners are, in pixels */
                        radius?: number;
                        /**
                         * @description without it the viewer's own
                         * @enum {unknown}
                         */
                        scheme?: "light" | "dark";
                        /** @description the colour of what stands on it; left out unless the contrast of text to it is at least 4.5 (WCAG 2.2, 1.4.3) */
                        surface?: string;
                        /** @description the colour of texts; left out without `background` */
                        text?: string;
                    };
                };
            };
        };
        responses: {
            /** @description The link. */
            201: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * Format: date-time
                         * @description when it ends
                         * @example 2026-03-01T12:00:00.000Z
                         */
                        expires_at: string;
                        /** @description what the link carries: `Authorization: Bearer` for the same */
                        token: string;
                        /** @description to be opened in a browser, or in a frame of an origin of PORTAL_FRAME_ORIGINS */
                        url: string;
                    };
                };
            };
            /**
             * @description `HPL_REQUEST_MALFORMED`: the URL is not valid
             *
             *     `HPL_REQUEST_INVALID`: is required
             */
            400: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_MALFORMED" | "HPL_REQUEST_INVALID";
                    };
                };
            };
            /**
             * @description `HPL_AUTH_KEY_MISSING`: send an API key in X-API-Key or in Authorization: Bearer
             *
             *     `HPL_AUTH_KEY_REFUSED`: the API key is not valid
             */
            401: {
                headers: {
                    /** @description how to authenticate (RFC 9110, section 11.6.1) */
                    "WWW-Authenticate"?: string;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_KEY_MISSING" | "HPL_AUTH_KEY_REFUSED";
                    };
                };
            };
            /** @description `HPL_AUTH_SCOPE`: the API key lacks the scope read */
            403: {
                headers: {
                    /** @description how to authenticate (RFC 9110, section 11.6.1) */
                    "WWW-Authenticate"?: string;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_SCOPE";
                    };
                };
            };
            /** @description `HPL_REQUEST_TIMEOUT`: the request did not arrive in time */
            408: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_TIMEOUT";
                    };
                };
            };
            /** @description `HPL_REQUEST_TOO_LARGE`: the body has more bytes than are taken */
            413: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_TOO_LARGE";
                    };
                };
            };
            /**
             * @description `HPL_REQUEST_MEDIA_TYPE`: send the body as application/json
             *
             *     `HPL_REQUEST_ENCODING`: send the body as it is, or with content-encoding: gzip
             */
            415: {
                headers: {
                    /** @description the media types that are taken */
                    Accept?: string;
                    /** @description the content codings that are taken */
                    "Accept-Encoding"?: string;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_MEDIA_TYPE" | "HPL_REQUEST_ENCODING";
                    };
                };
            };
            /** @description `HPL_REQUEST_HEADERS_TOO_LARGE`: the headers of the request are too large */
            431: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_HEADERS_TOO_LARGE";
                    };
                };
            };
            /** @description `HPL_INTERNAL`: something is wrong on our side; the trace_id finds it in the logs */
            500: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_INTERNAL";
                    };
                };
            };
            /** @description `HPL_AUTH_UNAVAILABLE`: API keys cannot be checked at the moment; nothing was done */
            503: {
                headers: {
                    /** @description seconds after which the same request may succeed */
                    "Retry-After"?: number;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_UNAVAILABLE";
                    };
                };
            };
        };
    };
    reconcile: {
        parameters: {
            query?: {
                /**
                 * @description the first hour, ISO 8601 in UTC, at most 31 days before `to`; without it the day before `to`
                 * @example 2026-03-01T00:00Z
                 */
                from?: string;
                /** @description with the admin token: whose; of a key its own organization, or nothing */
                organization_id?: string;
                /**
                 * @description the hour that does not belong to it any more; without it the one that is now is the last
                 * @example 2026-03-02T00:00Z
                 */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The books of these hours. */
            200: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description whether every hour is balanced */
                        balanced: boolean;
                        /**
                         * Format: date-time
                         * @description the first hour
                         * @example 2026-03-01T12:00:00.000Z
                         */
                        from: string;
                        /** @description the hours in which something was, in their order */
                        hours: {
                            /** @description records that were read from the events topic */
                            appended: number;
                            /** @description whether appended = stored + duplicates + poison */
                            balanced: boolean;
                            /** @description those of the duplicates that have another type or payload than the event that stays */
                            conflicts: number;
                            /** @description of the events that were stored, by state and reason, as they are now */
                            deliveries: {
                                count: number;
                                reason: string | null;
                                /** @enum {unknown} */
                                state: "pending" | "sending" | "succeeded" | "dead" | "cancelled";
                            }[];
                            /** @description those that repeat an event, under its dedup_id or because they were written twice */
                            duplicates: number;
                            /**
                             * Format: date-time
                             * @description its beginning
                             * @example 2026-03-01T12:00:00.000Z
                             */
                            hour: string;
                            /** @description those that can never be stored; they stand in the dead-letter topic */
                            poison: number;
                            /** @description those that became an event */
                            stored: number;
                        }[];
                        /**
                         * Format: date-time
                         * @description the hour after the last
                         * @example 2026-03-01T12:00:00.000Z
                         */
                        to: string;
                        totals: {
                            /** @description records that were read from the events topic */
                            appended: number;
                            /** @description whether appended = stored + duplicates + poison */
                            balanced: boolean;
                            /** @description those of the duplicates that have another type or payload than the event that stays */
                            conflicts: number;
                            /** @description of the events that were stored, by state and reason, as they are now */
                            deliveries: {
                                count: number;
                                reason: string | null;
                                /** @enum {unknown} */
                                state: "pending" | "sending" | "succeeded" | "dead" | "cancelled";
                            }[];
                            /** @description those that repeat an event, under its dedup_id or because they were written twice */
                            duplicates: number;
                            /** @description those that can never be stored; they stand in the dead-letter topic */
                            poison: number;
                            /** @description those that became an event */
                            stored: number;
                        };
                    };
                };
            };
            /**
             * @description `HPL_REQUEST_MALFORMED`: the URL is not valid
             *
             *     `HPL_REQUEST_INVALID`: must be earlier than `to`
             */
            400: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_MALFORMED" | "HPL_REQUEST_INVALID";
                    };
                };
            };
            /**
             * @description `HPL_AUTH_KEY_MISSING`: send an API key in X-API-Key or in Authorization: Bearer
             *
             *     `HPL_AUTH_KEY_REFUSED`: the API key is not valid
             */
            401: {
                headers: {
                    /** @description how to authenticate (RFC 9110, section 11.6.1) */
                    "WWW-Authenticate"?: string;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_KEY_MISSING" | "HPL_AUTH_KEY_REFUSED";
                    };
                };
            };
            /** @description `HPL_AUTH_SCOPE`: the API key lacks the scope read */
            403: {
                headers: {
                    /** @description how to authenticate (RFC 9110, section 11.6.1) */
                    "WWW-Authenticate"?: string;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_SCOPE";
                    };
                };
            };
            /** @description `HPL_ORGANIZATION_NOT_FOUND`: there is no organization with this id */
            404: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_ORGANIZATION_NOT_FOUND";
                    };
                };
            };
            /** @description `HPL_REQUEST_TIMEOUT`: the request did not arrive in time */
            408: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_TIMEOUT";
                    };
                };
            };
            /** @description `HPL_REQUEST_BUSY`: too many requests of this organization are under way; nothing was done */
            429: {
                headers: {
                    /** @description seconds after which the same request may succeed */
                    "Retry-After"?: number;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_BUSY";
                    };
                };
            };
            /** @description `HPL_REQUEST_HEADERS_TOO_LARGE`: the headers of the request are too large */
            431: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_HEADERS_TOO_LARGE";
                    };
                };
            };
            /** @description `HPL_INTERNAL`: something is wrong on our side; the trace_id finds it in the logs */
            500: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_INTERNAL";
                    };
                };
            };
            /**
             * @description `HPL_AUTH_UNAVAILABLE`: API keys cannot be checked at the moment; nothing was done
             *
             *     `HPL_DATABASE_UNAVAILABLE`: the database does not answer at the moment
             */
            503: {
                headers: {
                    /** @description seconds after which the same request may succeed */
                    "Retry-After"?: number;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_UNAVAILABLE" | "HPL_DATABASE_UNAVAILABLE";
                    };
                };
            };
        };
    };
    listReplays: {
        parameters: {
            query?: {
                /** @description next_cursor of the page before */
                cursor?: string;
                /** @description 1 to 100; 20 without it */
                limit?: string;
                /** @description with the admin token: whose; of a key its own organization, or nothing */
                organization_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of replays, the newest first. */
            200: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        next_cursor: string | null;
                        replays: {
                            /**
                             * Format: date-time
                             * @description when it was asked for
                             * @example 2026-03-01T12:00:00.000Z
                             */
                            created_at: string;
                            ended_at: string | null;
                            endpoint_id: string | null;
                            endpoints: {
                                ended_at: string | null;
                                /**
                                 * Format: uuid
                                 * @description the id of the endpoint
                                 * @example 0198f3a2-7c1e-7b3a-9d52-6a1f0c2e4b77
                                 */
                                endpoint_id: string;
                                /** @description deliveries that it never had and that were made */
                                made: number;
                                outcome: string | null;
                                /** @description deliveries that were made pending again */
                                replayed: number;
                                waits_for: string | null;
                            }[];
                            event_types: string[] | null;
                            /**
                             * Format: date-time
                             * @description of events that were accepted at this time or later; not before the first day that is kept
                             * @example 2026-03-01T12:00:00.000Z
                             */
                            from: string;
                            /**
                             * Format: uuid
                             * @description the id of the replay
                             * @example 0198f3a2-7c1e-7b3a-9d52-6a1f0c2e4b77
                             */
                            id: string;
                            /** @description events, or failed deliveries, that it has looked at */
                            looked_at: number;
                            /** @description deliveries that were made */
                            made: number;
                            /** @description how much of its time it has gone through */
                            progress: number;
                            /** @description deliveries a second at most */
                            rate: number;
                            /** @description deliveries that were made pending again */
                            replayed: number;
                            /** @enum {unknown} */
                            select: "failed" | "missing" | "all";
                            /**
                             * @description `finished`: all were chosen; `deliveries` says what became of them
                             * @enum {unknown}
                             */
                            state: "running" | "paused" | "cancelled" | "finished";
                            states: ("dead" | "cancelled")[] | null;
                            /**
                             * Format: date-time
                             * @description of events that were accepted before this time
                             * @example 2026-03-01T12:00:00.000Z
                             */
                            to: string;
                        }[];
                    };
                };
            };
            /**
             * @description `HPL_REQUEST_MALFORMED`: the URL is not valid
             *
             *     `HPL_REQUEST_INVALID`: must match its pattern
             */
            400: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_MALFORMED" | "HPL_REQUEST_INVALID";
                    };
                };
            };
            /**
             * @description `HPL_AUTH_KEY_MISSING`: send an API key in X-API-Key or in Authorization: Bearer
             *
             *     `HPL_AUTH_KEY_REFUSED`: the API key is not valid
             */
            401: {
                headers: {
                    /** @description how to authenticate (RFC 9110, section 11.6.1) */
                    "WWW-Authenticate"?: string;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_KEY_MISSING" | "HPL_AUTH_KEY_REFUSED";
                    };
                };
            };
            /** @description `HPL_AUTH_SCOPE`: the API key lacks the scope read */
            403: {
                headers: {
                    /** @description how to authenticate (RFC 9110, section 11.6.1) */
                    "WWW-Authenticate"?: string;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_SCOPE";
                    };
                };
            };
            /** @description `HPL_ORGANIZATION_NOT_FOUND`: there is no organization with this id */
            404: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_ORGANIZATION_NOT_FOUND";
                    };
                };
            };
            /** @description `HPL_REQUEST_TIMEOUT`: the request did not arrive in time */
            408: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_TIMEOUT";
                    };
                };
            };
            /** @description `HPL_REQUEST_BUSY`: too many requests of this organization are under way; nothing was done */
            429: {
                headers: {
                    /** @description seconds after which the same request may succeed */
                    "Retry-After"?: number;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_BUSY";
                    };
                };
            };
            /** @description `HPL_REQUEST_HEADERS_TOO_LARGE`: the headers of the request are too large */
            431: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_HEADERS_TOO_LARGE";
                    };
                };
            };
            /** @description `HPL_INTERNAL`: something is wrong on our side; the trace_id finds it in the logs */
            500: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_INTERNAL";
                    };
                };
            };
            /**
             * @description `HPL_AUTH_UNAVAILABLE`: API keys cannot be checked at the moment; nothing was done
             *
             *     `HPL_DATABASE_UNAVAILABLE`: the database does not answer at the moment
             */
            503: {
                headers: {
                    /** @description seconds after which the same request may succeed */
                    "Retry-After"?: number;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_UNAVAILABLE" | "HPL_DATABASE_UNAVAILABLE";
                    };
                };
            };
        };
    };
    createReplay: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description answers how many deliveries it would take, and makes no replay */
                    dry_run?: boolean;
                    /** @description of events of these types alone; `order.*` stands for all that begin with `order.` */
                    event_types?: string[];
                    /**
                     * Format: date-time
                     * @description of events that were accepted at this time or later; needed unless `select` is `failed`
                     * @example 2026-03-01T12:00:00Z
                     */
                    from?: string;
                    /** @description deliveries a second at most, 50 without it; all replays of an installation together have REPLAY_RATE */
                    rate?: number;
                    /**
                     * @description `failed`, as without it: deliveries that are dead or cancelled. `missing`: such as the endpoint never had, of events that it subscribes to now. `all`: both, and those that succeeded
                     * @enum {unknown}
                     */
                    select?: "failed" | "missing" | "all";
                    /** @description with `failed`: deliveries in these states alone; both without it */
                    states?: ("dead" | "cancelled")[];
                    /**
                     * Format: date-time
                     * @description of events that were accepted before this time; at the latest, and by default, now
                     * @example 2026-03-01T12:00:00Z
                     */
                    to?: string;
                };
            };
        };
        responses: {
            /** @description With `dry_run`: what it would take now. Nothing was made. */
            200: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description true: counting ended at 100000 deliveries or after 500 ms, and there may be more */
                        at_least: boolean;
                        /** @enum {boolean} */
                        dry_run: true;
                        endpoint_id: string | null;
                        event_types: string[] | null;
                        /**
                         * Format: date-time
                         * @description of events that were accepted at this time or later; not before the first day that is kept
                         * @example 2026-03-01T12:00:00.000Z
                         */
                        from: string;
                        /** @description deliveries that an endpoint never had and that would be made */
                        made: number;
                        /** @description deliveries that would be made pending again */
                        replayed: number;
                        /** @enum {unknown} */
                        select: "failed" | "missing" | "all";
                        states: ("dead" | "cancelled")[] | null;
                        /**
                         * Format: date-time
                         * @description of events that were accepted before this time
                         * @example 2026-03-01T12:00:00.000Z
                         */
                        to: string;
                        /** @description such as an endpoint with conditions on the payload never had: how many of them it wants is known only when it is done */
                        undecided: number;
                    };
                };
            };
            /** @description The replay, which begins within seconds. */
            202: {
                headers: {
                    /** @description the path of the replay */
                    Location?: string;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * Format: date-time
                         * @description when it was asked for
                         * @example 2026-03-01T12:00:00.000Z
                         */
                        created_at: string;
                        ended_at: string | null;
                        endpoint_id: string | null;
                        endpoints: {
                            ended_at: string | null;
                            /**
                             * Format: uuid
                             * @description the id of the endpoint
                             * @example 0198f3a2-7c1e-7b3a-9d52-6a1f0c2e4b77
                             */
                            endpoint_id: string;
                            /** @description deliveries that it never had and that were made */
                            made: number;
                            outcome: string | null;
                            /** @description deliveries that were made pending again */
                            replayed: number;
                            waits_for: string | null;
                        }[];
                        event_types: string[] | null;
                        /**
                         * Format: date-time
                         * @description of events that were accepted at this time or later; not before the first day that is kept
                         * @example 2026-03-01T12:00:00.000Z
                         */
                        from: string;
                        /**
                         * Format: uuid
                         * @description the id of the replay
                         * @example 0198f3a2-7c1e-7b3a-9d52-6a1f0c2e4b77
                         */
                        id: string;
                        /** @description events, or failed deliveries, that it has looked at */
                        looked_at: number;
                        /** @description deliveries that were made */
                        made: number;
                        /** @description how much of its time it has gone through */
                        progress: number;
                        /** @description deliveries a second at most */
                        rate: number;
                        /** @description deliveries that were made pending again */
                        replayed: number;
                        /** @enum {unknown} */
                        select: "failed" | "missing" | "all";
                        /**
                         * @description `finished`: all were chosen; `deliveries` says what became of them
                         * @enum {unknown}
                         */
                        state: "running" | "paused" | "cancelled" | "finished";
                        states: ("dead" | "cancelled")[] | null;
                        /**
                         * Format: date-time
                         * @description of events that were accepted before this time
                         * @example 2026-03-01T12:00:00.000Z
                         */
                        to: string;
                    };
                };
            };
            /**
             * @description `HPL_REQUEST_MALFORMED`: the URL is not valid
             *
             *     `HPL_REQUEST_INVALID`: is required
             */
            400: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_MALFORMED" | "HPL_REQUEST_INVALID";
                    };
                };
            };
            /**
             * @description `HPL_AUTH_KEY_MISSING`: send an API key in X-API-Key or in Authorization: Bearer
             *
             *     `HPL_AUTH_KEY_REFUSED`: the API key is not valid
             */
            401: {
                headers: {
                    /** @description how to authenticate (RFC 9110, section 11.6.1) */
                    "WWW-Authenticate"?: string;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_KEY_MISSING" | "HPL_AUTH_KEY_REFUSED";
                    };
                };
            };
            /** @description `HPL_AUTH_SCOPE`: the API key lacks the scope read */
            403: {
                headers: {
                    /** @description how to authenticate (RFC 9110, section 11.6.1) */
                    "WWW-Authenticate"?: string;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_SCOPE";
                    };
                };
            };
            /** @description `HPL_REQUEST_TIMEOUT`: the request did not arrive in time */
            408: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_TIMEOUT";
                    };
                };
            };
            /** @description `HPL_REPLAY_LIMIT`: an organization has at most 20 replays that are not over; cancel one first */
            409: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REPLAY_LIMIT";
                    };
                };
            };
            /** @description `HPL_REQUEST_TOO_LARGE`: the body has more bytes than are taken */
            413: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_TOO_LARGE";
                    };
                };
            };
            /**
             * @description `HPL_REQUEST_MEDIA_TYPE`: send the body as application/json
             *
             *     `HPL_REQUEST_ENCODING`: send the body as it is, or with content-encoding: gzip
             */
            415: {
                headers: {
                    /** @description the media types that are taken */
                    Accept?: string;
                    /** @description the content codings that are taken */
                    "Accept-Encoding"?: string;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_MEDIA_TYPE" | "HPL_REQUEST_ENCODING";
                    };
                };
            };
            /** @description `HPL_REQUEST_BUSY`: too many requests of this organization are under way; nothing was done */
            429: {
                headers: {
                    /** @description seconds after which the same request may succeed */
                    "Retry-After"?: number;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_BUSY";
                    };
                };
            };
            /** @description `HPL_REQUEST_HEADERS_TOO_LARGE`: the headers of the request are too large */
            431: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_HEADERS_TOO_LARGE";
                    };
                };
            };
            /** @description `HPL_INTERNAL`: something is wrong on our side; the trace_id finds it in the logs */
            500: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_INTERNAL";
                    };
                };
            };
            /**
             * @description `HPL_AUTH_UNAVAILABLE`: API keys cannot be checked at the moment; nothing was done
             *
             *     `HPL_DATABASE_UNAVAILABLE`: the database does not answer at the moment
             */
            503: {
                headers: {
                    /** @description seconds after which the same request may succeed */
                    "Retry-After"?: number;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_UNAVAILABLE" | "HPL_DATABASE_UNAVAILABLE";
                    };
                };
            };
        };
    };
    getReplay: {
        parameters: {
            query?: {
                /** @description with the admin token: whose; of a key its own organization, or nothing */
                organization_id?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The replay, with what became of its deliveries. */
            200: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * Format: date-time
                         * @description when it was asked for
                         * @example 2026-03-01T12:00:00.000Z
                         */
                        created_at: string;
                        /** @description what became of those that it has chosen, and that no later replay has; 100000 stands for so many or more */
                        deliveries: {
                            /** @description ended without an answer */
                            cancelled: number;
                            /** @description were given up */
                            dead: number;
                            /** @description wait for their first or next attempt */
                            pending: number;
                            /** @description are being posted */
                            sending: number;
                            /** @description were answered 2xx */
                            succeeded: number;
                        };
                        ended_at: string | null;
                        endpoint_id: string | null;
                        endpoints: {
                            ended_at: string | null;
                            /**
                             * Format: uuid
                             * @description the id of the endpoint
                             * @example 0198f3a2-7c1e-7b3a-9d52-6a1f0c2e4b77
                             */
                            endpoint_id: string;
                            /** @description deliveries that it never had and that were made */
                            made: number;
                            outcome: string | null;
                            /** @description deliveries that were made pending again */
                            replayed: number;
                            waits_for: string | null;
                        }[];
                        event_types: string[] | null;
                        /**
                         * Format: date-time
                         * @description of events that were accepted at this time or later; not before the first day that is kept
                         * @example 2026-03-01T12:00:00.000Z
                         */
                        from: string;
                        /**
                         * Format: uuid
                         * @description the id of the replay
                         * @example 0198f3a2-7c1e-7b3a-9d52-6a1f0c2e4b77
                         */
                        id: string;
                        /** @description events, or failed deliveries, that it has looked at */
                        looked_at: number;
                        /** @description deliveries that were made */
                        made: number;
                        /** @description how much of its time it has gone through */
                        progress: number;
                        /** @description deliveries a second at most */
                        rate: number;
                        /** @description deliveries that were made pending again */
                        replayed: number;
                        /** @enum {unknown} */
                        select: "failed" | "missing" | "all";
                        /**
                         * @description `finished`: all were chosen; `deliveries` says what became of them
                         * @enum {unknown}
                         */
                        state: "running" | "paused" | "cancelled" | "finished";
                        states: ("dead" | "cancelled")[] | null;
                        /**
                         * Format: date-time
                         * @description of events that were accepted before this time
                         * @example 2026-03-01T12:00:00.000Z
                         */
                        to: string;
                    };
                };
            };
            /**
             * @description `HPL_REQUEST_MALFORMED`: the URL is not valid
             *
             *     `HPL_REQUEST_INVALID`: must match its pattern
             */
            400: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_MALFORMED" | "HPL_REQUEST_INVALID";
                    };
                };
            };
            /**
             * @description `HPL_AUTH_KEY_MISSING`: send an API key in X-API-Key or in Authorization: Bearer
             *
             *     `HPL_AUTH_KEY_REFUSED`: the API key is not valid
             */
            401: {
                headers: {
                    /** @description how to authenticate (RFC 9110, section 11.6.1) */
                    "WWW-Authenticate"?: string;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_KEY_MISSING" | "HPL_AUTH_KEY_REFUSED";
                    };
                };
            };
            /** @description `HPL_AUTH_SCOPE`: the API key lacks the scope read */
            403: {
                headers: {
                    /** @description how to authenticate (RFC 9110, section 11.6.1) */
                    "WWW-Authenticate"?: string;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_SCOPE";
                    };
                };
            };
            /**
             * @description `HPL_ORGANIZATION_NOT_FOUND`: there is no organization with this id
             *
             *     `HPL_REQUEST_NO_ROUTE`: there is nothing at this path
             *
             *     `HPL_REPLAY_NOT_FOUND`: there is no replay with this id
             */
            404: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_ORGANIZATION_NOT_FOUND" | "HPL_REQUEST_NO_ROUTE" | "HPL_REPLAY_NOT_FOUND";
                    };
                };
            };
            /** @description `HPL_REQUEST_TIMEOUT`: the request did not arrive in time */
            408: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_TIMEOUT";
                    };
                };
            };
            /** @description `HPL_REQUEST_BUSY`: too many requests of this organization are under way; nothing was done */
            429: {
                headers: {
                    /** @description seconds after which the same request may succeed */
                    "Retry-After"?: number;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_BUSY";
                    };
                };
            };
            /** @description `HPL_REQUEST_HEADERS_TOO_LARGE`: the headers of the request are too large */
            431: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_HEADERS_TOO_LARGE";
                    };
                };
            };
            /** @description `HPL_INTERNAL`: something is wrong on our side; the trace_id finds it in the logs */
            500: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_INTERNAL";
                    };
                };
            };
            /**
             * @description `HPL_AUTH_UNAVAILABLE`: API keys cannot be checked at the moment; nothing was done
             *
             *     `HPL_DATABASE_UNAVAILABLE`: the database does not answer at the moment
             */
            503: {
                headers: {
                    /** @description seconds after which the same request may succeed */
                    "Retry-After"?: number;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_UNAVAILABLE" | "HPL_DATABASE_UNAVAILABLE";
                    };
                };
            };
        };
    };
    cancelReplay: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The replay as it is now. */
            200: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * Format: date-time
                         * @description when it was asked for
                         * @example 2026-03-01T12:00:00.000Z
                         */
                        created_at: string;
                        ended_at: string | null;
                        endpoint_id: string | null;
                        endpoints: {
                            ended_at: string | null;
                            /**
                             * Format: uuid
                             * @description the id of the endpoint
                             * @example 0198f3a2-7c1e-7b3a-9d52-6a1f0c2e4b77
                             */
                            endpoint_id: string;
                            /** @description deliveries that it never had and that were made */
                            made: number;
                            outcome: string | null;
                            /** @description deliveries that were made pending again */
                            replayed: number;
                            waits_for: string | null;
                        }[];
                        event_types: string[] | null;
                        /**
                         * Format: date-time
                         * @description of events that were accepted at this time or later; not before the first day that is kept
                         * @example 2026-03-01T12:00:00.000Z
                         */
                        from: string;
                        /**
                         * Format: uuid
                         * @description the id of the replay
                         * @example 0198f3a2-7c1e-7b3a-9d52-6a1f0c2e4b77
                         */
                        id: string;
                        /** @description events, or failed deliveries, that it has looked at */
                        looked_at: number;
                        /** @description deliveries that were made */
                        made: number;
                        /** @description how much of its time it has gone through */
                        progress: number;
                        /** @description deliveries a second at most */
                        rate: number;
                        /** @description deliveries that were made pending again */
                        replayed: number;
                        /** @enum {unknown} */
                        select: "failed" | "missing" | "all";
                        /**
                         * @description `finished`: all were chosen; `deliveries` says what became of them
                         * @enum {unknown}
                         */
                        state: "running" | "paused" | "cancelled" | "finished";
                        states: ("dead" | "cancelled")[] | null;
                        /**
                         * Format: date-time
                         * @description of events that were accepted before this time
                         * @example 2026-03-01T12:00:00.000Z
                         */
                        to: string;
                    };
                };
            };
            /**
             * @description `HPL_REQUEST_MALFORMED`: the URL is not valid
             *
             *     `HPL_REQUEST_INVALID`: must match its pattern
             */
            400: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_MALFORMED" | "HPL_REQUEST_INVALID";
                    };
                };
            };
            /**
             * @description `HPL_AUTH_KEY_MISSING`: send an API key in X-API-Key or in Authorization: Bearer
             *
             *     `HPL_AUTH_KEY_REFUSED`: the API key is not valid
             */
            401: {
                headers: {
                    /** @description how to authenticate (RFC 9110, section 11.6.1) */
                    "WWW-Authenticate"?: string;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_KEY_MISSING" | "HPL_AUTH_KEY_REFUSED";
                    };
                };
            };
            /** @description `HPL_AUTH_SCOPE`: the API key lacks the scope read */
            403: {
                headers: {
                    /** @description how to authenticate (RFC 9110, section 11.6.1) */
                    "WWW-Authenticate"?: string;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_SCOPE";
                    };
                };
            };
            /**
             * @description `HPL_REQUEST_NO_ROUTE`: there is nothing at this path
             *
             *     `HPL_REPLAY_NOT_FOUND`: there is no replay with this id
             */
            404: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_NO_ROUTE" | "HPL_REPLAY_NOT_FOUND";
                    };
                };
            };
            /** @description `HPL_REQUEST_TIMEOUT`: the request did not arrive in time */
            408: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_TIMEOUT";
                    };
                };
            };
            /** @description `HPL_REPLAY_ENDED`: the replay is finished; nothing was done */
            409: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REPLAY_ENDED";
                    };
                };
            };
            /** @description `HPL_REQUEST_TOO_LARGE`: the body has more bytes than are taken */
            413: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_TOO_LARGE";
                    };
                };
            };
            /**
             * @description `HPL_REQUEST_MEDIA_TYPE`: send the body as application/json
             *
             *     `HPL_REQUEST_ENCODING`: send the body as it is, or with content-encoding: gzip
             */
            415: {
                headers: {
                    /** @description the media types that are taken */
                    Accept?: string;
                    /** @description the content codings that are taken */
                    "Accept-Encoding"?: string;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_MEDIA_TYPE" | "HPL_REQUEST_ENCODING";
                    };
                };
            };
            /** @description `HPL_REQUEST_BUSY`: too many requests of this organization are under way; nothing was done */
            429: {
                headers: {
                    /** @description seconds after which the same request may succeed */
                    "Retry-After"?: number;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_BUSY";
                    };
                };
            };
            /** @description `HPL_REQUEST_HEADERS_TOO_LARGE`: the headers of the request are too large */
            431: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_HEADERS_TOO_LARGE";
                    };
                };
            };
            /** @description `HPL_INTERNAL`: something is wrong on our side; the trace_id finds it in the logs */
            500: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_INTERNAL";
                    };
                };
            };
            /**
             * @description `HPL_AUTH_UNAVAILABLE`: API keys cannot be checked at the moment; nothing was done
             *
             *     `HPL_DATABASE_UNAVAILABLE`: the database does not answer at the moment
             */
            503: {
                headers: {
                    /** @description seconds after which the same request may succeed */
                    "Retry-After"?: number;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_UNAVAILABLE" | "HPL_DATABASE_UNAVAILABLE";
                    };
                };
            };
        };
    };
    pauseReplay: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The replay as it is now. */
            200: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * Format: date-time
                         * @description when it was asked for
                         * @example 2026-03-01T12:00:00.000Z
                         */
                        created_at: string;
                        ended_at: string | null;
                        endpoint_id: string | null;
                        endpoints: {
                            ended_at: string | null;
                            /**
                             * Format: uuid
                             * @description the id of the endpoint
                             * @example 0198f3a2-7c1e-7b3a-9d52-6a1f0c2e4b77
                             */
                            endpoint_id: string;
                            /** @description deliveries that it never had and that were made */
                            made: number;
                            outcome: string | null;
                            /** @description deliveries that were made pending again */
                            replayed: number;
                            waits_for: string | null;
                        }[];
                        event_types: string[] | null;
                        /**
                         * Format: date-time
                         * @description of events that were accepted at this time or later; not before the first day that is kept
                         * @example 2026-03-01T12:00:00.000Z
                         */
                        from: string;
                        /**
                         * Format: uuid
                         * @description the id of the replay
                         * @example 0198f3a2-7c1e-7b3a-9d52-6a1f0c2e4b77
                         */
                        id: string;
                        /** @description events, or failed deliveries, that it has looked at */
                        looked_at: number;
                        /** @description deliveries that were made */
                        made: number;
                        /** @description how much of its time it has gone through */
                        progress: number;
                        /** @description deliveries a second at most */
                        rate: number;
                        /** @description deliveries that were made pending again */
                        replayed: number;
                        /** @enum {unknown} */
                        select: "failed" | "missing" | "all";
                        /**
                         * @description `finished`: all were chosen; `deliveries` says what became of them
                         * @enum {unknown}
                         */
                        state: "running" | "paused" | "cancelled" | "finished";
                        states: ("dead" | "cancelled")[] | null;
                        /**
                         * Format: date-time
                         * @description of events that were accepted before this time
                         * @example 2026-03-01T12:00:00.000Z
                         */
                        to: string;
                    };
                };
            };
            /**
             * @description `HPL_REQUEST_MALFORMED`: the URL is not valid
             *
             *     `HPL_REQUEST_INVALID`: must match its pattern
             */
            400: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_MALFORMED" | "HPL_REQUEST_INVALID";
                    };
                };
            };
            /**
             * @description `HPL_AUTH_KEY_MISSING`: send an API key in X-API-Key or in Authorization: Bearer
             *
             *     `HPL_AUTH_KEY_REFUSED`: the API key is not valid
             */
            401: {
                headers: {
                    /** @description how to authenticate (RFC 9110, section 11.6.1) */
                    "WWW-Authenticate"?: string;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_KEY_MISSING" | "HPL_AUTH_KEY_REFUSED";
                    };
                };
            };
            /** @description `HPL_AUTH_SCOPE`: the API key lacks the scope read */
            403: {
                headers: {
                    /** @description how to authenticate (RFC 9110, section 11.6.1) */
                    "WWW-Authenticate"?: string;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_SCOPE";
                    };
                };
            };
            /**
             * @description `HPL_REQUEST_NO_ROUTE`: there is nothing at this path
             *
             *     `HPL_REPLAY_NOT_FOUND`: there is no replay with this id
             */
            404: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_NO_ROUTE" | "HPL_REPLAY_NOT_FOUND";
                    };
                };
            };
            /** @description `HPL_REQUEST_TIMEOUT`: the request did not arrive in time */
            408: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_TIMEOUT";
                    };
                };
            };
            /** @description `HPL_REPLAY_ENDED`: the replay is finished; nothing was done */
            409: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REPLAY_ENDED";
                    };
                };
            };
            /** @description `HPL_REQUEST_TOO_LARGE`: the body has more bytes than are taken */
            413: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_TOO_LARGE";
                    };
                };
            };
            /**
             * @description `HPL_REQUEST_MEDIA_TYPE`: send the body as application/json
             *
             *     `HPL_REQUEST_ENCODING`: send the body as it is, or with content-encoding: gzip
             */
            415: {
                headers: {
                    /** @description the media types that are taken */
                    Accept?: string;
                    /** @description the content codings that are taken */
                    "Accept-Encoding"?: string;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_MEDIA_TYPE" | "HPL_REQUEST_ENCODING";
                    };
                };
            };
            /** @description `HPL_REQUEST_BUSY`: too many requests of this organization are under way; nothing was done */
            429: {
                headers: {
                    /** @description seconds after which the same request may succeed */
                    "Retry-After"?: number;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_BUSY";
                    };
                };
            };
            /** @description `HPL_REQUEST_HEADERS_TOO_LARGE`: the headers of the request are too large */
            431: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_HEADERS_TOO_LARGE";
                    };
                };
            };
            /** @description `HPL_INTERNAL`: something is wrong on our side; the trace_id finds it in the logs */
            500: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_INTERNAL";
                    };
                };
            };
            /**
             * @description `HPL_AUTH_UNAVAILABLE`: API keys cannot be checked at the moment; nothing was done
             *
             *     `HPL_DATABASE_UNAVAILABLE`: the database does not answer at the moment
             */
            503: {
                headers: {
                    /** @description seconds after which the same request may succeed */
                    "Retry-After"?: number;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_UNAVAILABLE" | "HPL_DATABASE_UNAVAILABLE";
                    };
                };
            };
        };
    };
    resumeReplay: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The replay as it is now. */
            200: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * Format: date-time
                         * @description when it was asked for
                         * @example 2026-03-01T12:00:00.000Z
                         */
                        created_at: string;
                        ended_at: string | null;
                        endpoint_id: string | null;
                        endpoints: {
                            ended_at: string | null;
                            /**
                             * Format: uuid
                             * @description the id of the endpoint
                             * @example 0198f3a2-7c1e-7b3a-9d52-6a1f0c2e4b77
                             */
                            endpoint_id: string;
                            /** @description deliveries that it never had and that were made */
                            made: number;
                            outcome: string | null;
                            /** @description deliveries that were made pending again */
                            replayed: number;
                            waits_for: string | null;
                        }[];
                        event_types: string[] | null;
                        /**
                         * Format: date-time
                         * @description of events that were accepted at this time or later; not before the first day that is kept
                         * @example 2026-03-01T12:00:00.000Z
                         */
                        from: string;
                        /**
                         * Format: uuid
                         * @description the id of the replay
                         * @example 0198f3a2-7c1e-7b3a-9d52-6a1f0c2e4b77
                         */
                        id: string;
                        /** @description events, or failed deliveries, that it has looked at */
                        looked_at: number;
                        /** @description deliveries that were made */
                        made: number;
                        /** @description how much of its time it has gone through */
                        progress: number;
                        /** @description deliveries a second at most */
                        rate: number;
                        /** @description deliveries that were made pending again */
                        replayed: number;
                        /** @enum {unknown} */
                        select: "failed" | "missing" | "all";
                        /**
                         * @description `finished`: all were chosen; `deliveries` says what became of them
                         * @enum {unknown}
                         */
                        state: "running" | "paused" | "cancelled" | "finished";
                        states: ("dead" | "cancelled")[] | null;
                        /**
                         * Format: date-time
                         * @description of events that were accepted before this time
                         * @example 2026-03-01T12:00:00.000Z
                         */
                        to: string;
                    };
                };
            };
            /**
             * @description `HPL_REQUEST_MALFORMED`: the URL is not valid
             *
             *     `HPL_REQUEST_INVALID`: must match its pattern
             */
            400: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_MALFORMED" | "HPL_REQUEST_INVALID";
                    };
                };
            };
            /**
             * @description `HPL_AUTH_KEY_MISSING`: send an API key in X-API-Key or in Authorization: Bearer
             *
             *     `HPL_AUTH_KEY_REFUSED`: the API key is not valid
             */
            401: {
                headers: {
                    /** @description how to authenticate (RFC 9110, section 11.6.1) */
                    "WWW-Authenticate"?: string;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_KEY_MISSING" | "HPL_AUTH_KEY_REFUSED";
                    };
                };
            };
            /** @description `HPL_AUTH_SCOPE`: the API key lacks the scope read */
            403: {
                headers: {
                    /** @description how to authenticate (RFC 9110, section 11.6.1) */
                    "WWW-Authenticate"?: string;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_SCOPE";
                    };
                };
            };
            /**
             * @description `HPL_REQUEST_NO_ROUTE`: there is nothing at this path
             *
             *     `HPL_REPLAY_NOT_FOUND`: there is no replay with this id
             */
            404: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_NO_ROUTE" | "HPL_REPLAY_NOT_FOUND";
                    };
                };
            };
            /** @description `HPL_REQUEST_TIMEOUT`: the request did not arrive in time */
            408: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_TIMEOUT";
                    };
                };
            };
            /** @description `HPL_REPLAY_ENDED`: the replay is finished; nothing was done */
            409: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REPLAY_ENDED";
                    };
                };
            };
            /** @description `HPL_REQUEST_TOO_LARGE`: the body has more bytes than are taken */
            413: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_TOO_LARGE";
                    };
                };
            };
            /**
             * @description `HPL_REQUEST_MEDIA_TYPE`: send the body as application/json
             *
             *     `HPL_REQUEST_ENCODING`: send the body as it is, or with content-encoding: gzip
             */
            415: {
                headers: {
                    /** @description the media types that are taken */
                    Accept?: string;
                    /** @description the content codings that are taken */
                    "Accept-Encoding"?: string;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_MEDIA_TYPE" | "HPL_REQUEST_ENCODING";
                    };
                };
            };
            /** @description `HPL_REQUEST_BUSY`: too many requests of this organization are under way; nothing was done */
            429: {
                headers: {
                    /** @description seconds after which the same request may succeed */
                    "Retry-After"?: number;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_BUSY";
                    };
                };
            };
            /** @description `HPL_REQUEST_HEADERS_TOO_LARGE`: the headers of the request are too large */
            431: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_HEADERS_TOO_LARGE";
                    };
                };
            };
            /** @description `HPL_INTERNAL`: something is wrong on our side; the trace_id finds it in the logs */
            500: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_INTERNAL";
                    };
                };
            };
            /**
             * @description `HPL_AUTH_UNAVAILABLE`: API keys cannot be checked at the moment; nothing was done
             *
             *     `HPL_DATABASE_UNAVAILABLE`: the database does not answer at the moment
             */
            503: {
                headers: {
                    /** @description seconds after which the same request may succeed */
                    "Retry-After"?: number;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_UNAVAILABLE" | "HPL_DATABASE_UNAVAILABLE";
                    };
                };
            };
        };
    };
    createSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description an API key, or the admin token */
                    token: string;
                };
            };
        };
        responses: {
            /** @description It is signed in. */
            201: {
                headers: {
                    /** @description the session (RFC 6265) */
                    "Set-Cookie"?: string;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description what a page sends in `X-CSRF-Token` with whatever changes something */
                        csrf_token: string;
                        /**
                         * Format: date-time
                         * @description when it ends
                         * @example 2026-03-01T12:00:00.000Z
                         */
                        expires_at: string;
                        /**
                         * @description what it came with
                         * @enum {unknown}
                         */
                        kind: "key" | "admin";
                    };
                };
            };
            /**
             * @description `HPL_REQUEST_MALFORMED`: the URL is not valid
             *
             *     `HPL_REQUEST_INVALID`: is required
             */
            400: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_MALFORMED" | "HPL_REQUEST_INVALID";
                    };
                };
            };
            /** @description `HPL_AUTH_KEY_REFUSED`: the API key is not valid */
            401: {
                headers: {
                    /** @description how to authenticate (RFC 9110, section 11.6.1) */
                    "WWW-Authenticate"?: string;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_KEY_REFUSED";
                    };
                };
            };
            /** @description `HPL_AUTH_ORIGIN`: the request comes from a page of another origin; behind a proxy that changes Host, set PUBLIC_URL; nothing was done */
            403: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_ORIGIN";
                    };
                };
            };
            /** @description `HPL_REQUEST_TIMEOUT`: the request did not arrive in time */
            408: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_TIMEOUT";
                    };
                };
            };
            /** @description `HPL_REQUEST_TOO_LARGE`: the body has more bytes than are taken */
            413: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_TOO_LARGE";
                    };
                };
            };
            /**
             * @description `HPL_REQUEST_MEDIA_TYPE`: send the body as application/json
             *
             *     `HPL_REQUEST_ENCODING`: send the body as it is, or with content-encoding: gzip
             */
            415: {
                headers: {
                    /** @description the media types that are taken */
                    Accept?: string;
                    /** @description the content codings that are taken */
                    "Accept-Encoding"?: string;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_MEDIA_TYPE" | "HPL_REQUEST_ENCODING";
                    };
                };
            };
            /** @description `HPL_REQUEST_HEADERS_TOO_LARGE`: the headers of the request are too large */
            431: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_HEADERS_TOO_LARGE";
                    };
                };
            };
            /** @description `HPL_INTERNAL`: something is wrong on our side; the trace_id finds it in the logs */
            500: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_INTERNAL";
                    };
                };
            };
            /** @description `HPL_AUTH_UNAVAILABLE`: API keys cannot be checked at the moment; nothing was done */
            503: {
                headers: {
                    /** @description seconds after which the same request may succeed */
                    "Retry-After"?: number;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_UNAVAILABLE";
                    };
                };
            };
        };
    };
    getCurrentSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Who asks, and what they may do. */
            200: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * @description what it came with
                         * @enum {unknown}
                         */
                        kind: "key" | "admin" | "portal";
                        organization: {
                            /**
                             * Format: uuid
                             * @description the organization
                             * @example 0198f3a2-7c1e-7b3a-9d52-6a1f0c2e4b77
                             */
                            id: string;
                            /** @description what people call it */
                            name: string;
                            /** @enum {unknown} */
                            tier: "free" | "pro" | "enterprise";
                        } | null;
                        /** @description what it may be used for; of the admin token none */
                        scopes: ("events:write" | "read" | "manage")[];
                        session: {
                            /** @description what a page sends in `X-CSRF-Token` with whatever changes something */
                            csrf_token: string;
                            /**
                             * Format: date-time
                             * @description when it ends
                             * @example 2026-03-01T12:00:00.000Z
                             */
                            expires_at: string;
                        } | null;
                        trace_url: string | null;
                    };
                };
            };
            /** @description `HPL_REQUEST_MALFORMED`: the URL is not valid */
            400: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_MALFORMED";
                    };
                };
            };
            /**
             * @description `HPL_AUTH_KEY_MISSING`: send an API key in X-API-Key or in Authorization: Bearer
             *
             *     `HPL_AUTH_KEY_REFUSED`: the API key is not valid
             */
            401: {
                headers: {
                    /** @description how to authenticate (RFC 9110, section 11.6.1) */
                    "WWW-Authenticate"?: string;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_KEY_MISSING" | "HPL_AUTH_KEY_REFUSED";
                    };
                };
            };
            /** @description `HPL_AUTH_SCOPE`: the API key lacks the scope read */
            403: {
                headers: {
                    /** @description how to authenticate (RFC 9110, section 11.6.1) */
                    "WWW-Authenticate"?: string;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_SCOPE";
                    };
                };
            };
            /** @description `HPL_REQUEST_TIMEOUT`: the request did not arrive in time */
            408: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_TIMEOUT";
                    };
                };
            };
            /** @description `HPL_REQUEST_BUSY`: too many requests of this organization are under way; nothing was done */
            429: {
                headers: {
                    /** @description seconds after which the same request may succeed */
                    "Retry-After"?: number;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_BUSY";
                    };
                };
            };
            /** @description `HPL_REQUEST_HEADERS_TOO_LARGE`: the headers of the request are too large */
            431: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_HEADERS_TOO_LARGE";
                    };
                };
            };
            /** @description `HPL_INTERNAL`: something is wrong on our side; the trace_id finds it in the logs */
            500: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_INTERNAL";
                    };
                };
            };
            /**
             * @description `HPL_AUTH_UNAVAILABLE`: API keys cannot be checked at the moment; nothing was done
             *
             *     `HPL_DATABASE_UNAVAILABLE`: the database does not answer at the moment
             */
            503: {
                headers: {
                    /** @description seconds after which the same request may succeed */
                    "Retry-After"?: number;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_UNAVAILABLE" | "HPL_DATABASE_UNAVAILABLE";
                    };
                };
            };
        };
    };
    deleteSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is signed out, or was not signed in. */
            204: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /**
             * @description `HPL_REQUEST_MALFORMED`: the URL is not valid
             *
             *     `HPL_REQUEST_INVALID`: is required
             */
            400: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_MALFORMED" | "HPL_REQUEST_INVALID";
                    };
                };
            };
            /**
             * @description `HPL_AUTH_CSRF`: send the csrf_token of GET /api/sessions/current in X-CSRF-Token; nothing was done
             *
             *     `HPL_AUTH_ORIGIN`: the request comes from a page of another origin; behind a proxy that changes Host, set PUBLIC_URL; nothing was done
             */
            403: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_CSRF" | "HPL_AUTH_ORIGIN";
                    };
                };
            };
            /** @description `HPL_REQUEST_TIMEOUT`: the request did not arrive in time */
            408: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_TIMEOUT";
                    };
                };
            };
            /** @description `HPL_REQUEST_TOO_LARGE`: the body has more bytes than are taken */
            413: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_TOO_LARGE";
                    };
                };
            };
            /**
             * @description `HPL_REQUEST_MEDIA_TYPE`: send the body as application/json
             *
             *     `HPL_REQUEST_ENCODING`: send the body as it is, or with content-encoding: gzip
             */
            415: {
                headers: {
                    /** @description the media types that are taken */
                    Accept?: string;
                    /** @description the content codings that are taken */
                    "Accept-Encoding"?: string;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_MEDIA_TYPE" | "HPL_REQUEST_ENCODING";
                    };
                };
            };
            /** @description `HPL_REQUEST_HEADERS_TOO_LARGE`: the headers of the request are too large */
            431: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_HEADERS_TOO_LARGE";
                    };
                };
            };
            /** @description `HPL_INTERNAL`: something is wrong on our side; the trace_id finds it in the logs */
            500: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_INTERNAL";
                    };
                };
            };
        };
    };
    getStats: {
        parameters: {
            query?: {
                /** @description with the admin token: whose; of a key its own organization, or nothing */
                organization_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The figures. */
            200: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * Format: date-time
                         * @description when the figures were read
                         * @example 2026-03-01T12:00:00.000Z
                         */
                        at: string;
                        delivery_ms: {
                            /** @description half of them were quicker */
                            p50: number;
                            /** @description 19 of 20 were quicker */
                            p95: number;
                        } | null;
                        /** @description the oldest first */
                        endpoints_in_trouble: {
                            description: string;
                            disabled_at: string | null;
                            disabled_reason: ("gone" | "failing") | null;
                            failing_since: string | null;
                            /**
                             * Format: uuid
                             * @description the id of the endpoint
                             * @example 0198f3a2-7c1e-7b3a-9d52-6a1f0c2e4b77
                             */
                            id: string;
                            not_before: string | null;
                            /**
                             * @description the worst of what is wrong
                             * @enum {unknown}
                             */
                            trouble: "failing" | "breaker_open" | "disabled";
                            url: string;
                        }[];
                        per_second: {
                            /** @description events that were answered 202 */
                            accepted: number;
                            /** @description deliveries that were answered 2xx */
                            delivered: number;
                            /** @description attempts that failed, whether another follows or not */
                            failed: number;
                            /** @description events that reached Postgres */
                            stored: number;
                        } | null;
                        seconds: number | null;
                    };
                };
            };
            /**
             * @description `HPL_REQUEST_MALFORMED`: the URL is not valid
             *
             *     `HPL_REQUEST_INVALID`: is required with the admin token
             */
            400: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_MALFORMED" | "HPL_REQUEST_INVALID";
                    };
                };
            };
            /**
             * @description `HPL_AUTH_KEY_MISSING`: send an API key in X-API-Key or in Authorization: Bearer
             *
             *     `HPL_AUTH_KEY_REFUSED`: the API key is not valid
             */
            401: {
                headers: {
                    /** @description how to authenticate (RFC 9110, section 11.6.1) */
                    "WWW-Authenticate"?: string;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_KEY_MISSING" | "HPL_AUTH_KEY_REFUSED";
                    };
                };
            };
            /** @description `HPL_AUTH_SCOPE`: the API key lacks the scope read */
            403: {
                headers: {
                    /** @description how to authenticate (RFC 9110, section 11.6.1) */
                    "WWW-Authenticate"?: string;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_SCOPE";
                    };
                };
            };
            /** @description `HPL_ORGANIZATION_NOT_FOUND`: there is no organization with this id */
            404: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_ORGANIZATION_NOT_FOUND";
                    };
                };
            };
            /** @description `HPL_REQUEST_TIMEOUT`: the request did not arrive in time */
            408: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_TIMEOUT";
                    };
                };
            };
            /**
             * @description `HPL_REQUEST_BUSY`: too many requests of this organization are under way; nothing was done
             *
             *     `HPL_STREAMS_BUSY`: too many streams are open; end one of them
             */
            429: {
                headers: {
                    /** @description seconds after which the same request may succeed */
                    "Retry-After"?: number;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_BUSY" | "HPL_STREAMS_BUSY";
                    };
                };
            };
            /** @description `HPL_REQUEST_HEADERS_TOO_LARGE`: the headers of the request are too large */
            431: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_HEADERS_TOO_LARGE";
                    };
                };
            };
            /** @description `HPL_INTERNAL`: something is wrong on our side; the trace_id finds it in the logs */
            500: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_INTERNAL";
                    };
                };
            };
            /**
             * @description `HPL_AUTH_UNAVAILABLE`: API keys cannot be checked at the moment; nothing was done
             *
             *     `HPL_DATABASE_UNAVAILABLE`: the database does not answer at the moment
             */
            503: {
                headers: {
                    /** @description seconds after which the same request may succeed */
                    "Retry-After"?: number;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_UNAVAILABLE" | "HPL_DATABASE_UNAVAILABLE";
                    };
                };
            };
        };
    };
    streamStats: {
        parameters: {
            query?: {
                /** @description with the admin token: whose; of a key its own organization, or nothing */
                organization_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The stream. */
            200: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /**
             * @description `HPL_REQUEST_MALFORMED`: the URL is not valid
             *
             *     `HPL_REQUEST_INVALID`: is required with the admin token
             */
            400: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_MALFORMED" | "HPL_REQUEST_INVALID";
                    };
                };
            };
            /**
             * @description `HPL_AUTH_KEY_MISSING`: send an API key in X-API-Key or in Authorization: Bearer
             *
             *     `HPL_AUTH_KEY_REFUSED`: the API key is not valid
             */
            401: {
                headers: {
                    /** @description how to authenticate (RFC 9110, section 11.6.1) */
                    "WWW-Authenticate"?: string;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_KEY_MISSING" | "HPL_AUTH_KEY_REFUSED";
                    };
                };
            };
            /** @description `HPL_AUTH_SCOPE`: the API key lacks the scope read */
            403: {
                headers: {
                    /** @description how to authenticate (RFC 9110, section 11.6.1) */
                    "WWW-Authenticate"?: string;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_SCOPE";
                    };
                };
            };
            /** @description `HPL_ORGANIZATION_NOT_FOUND`: there is no organization with this id */
            404: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_ORGANIZATION_NOT_FOUND";
                    };
                };
            };
            /** @description `HPL_REQUEST_TIMEOUT`: the request did not arrive in time */
            408: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_TIMEOUT";
                    };
                };
            };
            /** @description `HPL_STREAMS_BUSY`: too many streams are open; end one of them */
            429: {
                headers: {
                    /** @description seconds after which the same request may succeed */
                    "Retry-After"?: number;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_STREAMS_BUSY";
                    };
                };
            };
            /** @description `HPL_REQUEST_HEADERS_TOO_LARGE`: the headers of the request are too large */
            431: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_HEADERS_TOO_LARGE";
                    };
                };
            };
            /** @description `HPL_INTERNAL`: something is wrong on our side; the trace_id finds it in the logs */
            500: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_INTERNAL";
                    };
                };
            };
            /**
             * @description `HPL_AUTH_UNAVAILABLE`: API keys cannot be checked at the moment; nothing was done
             *
             *     `HPL_DATABASE_UNAVAILABLE`: the database does not answer at the moment
             */
            503: {
                headers: {
                    /** @description seconds after which the same request may succeed */
                    "Retry-After"?: number;
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_AUTH_UNAVAILABLE" | "HPL_DATABASE_UNAVAILABLE";
                    };
                };
            };
        };
    };
    healthz: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It does. */
            200: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        status: "ok";
                    };
                };
            };
            /** @description `HPL_REQUEST_MALFORMED`: the URL is not valid */
            400: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_MALFORMED";
                    };
                };
            };
            /** @description `HPL_REQUEST_TIMEOUT`: the request did not arrive in time */
            408: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_TIMEOUT";
                    };
                };
            };
            /** @description `HPL_REQUEST_HEADERS_TOO_LARGE`: the headers of the request are too large */
            431: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_HEADERS_TOO_LARGE";
                    };
                };
            };
            /** @description `HPL_INTERNAL`: something is wrong on our side; the trace_id finds it in the logs */
            500: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_INTERNAL";
                    };
                };
            };
        };
    };
    metrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All metrics; docs/metrics.md lists them. */
            200: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/openmetrics-text": string;
                };
            };
            /** @description `HPL_REQUEST_MALFORMED`: the URL is not valid */
            400: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_MALFORMED";
                    };
                };
            };
            /** @description `HPL_REQUEST_TIMEOUT`: the request did not arrive in time */
            408: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_TIMEOUT";
                    };
                };
            };
            /** @description `HPL_REQUEST_HEADERS_TOO_LARGE`: the headers of the request are too large */
            431: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_HEADERS_TOO_LARGE";
                    };
                };
            };
            /** @description `HPL_INTERNAL`: something is wrong on our side; the trace_id finds it in the logs */
            500: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_INTERNAL";
                    };
                };
            };
        };
    };
    openapi: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The API in OpenAPI 3.1. */
            200: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        openapi: string;
                    };
                };
            };
            /** @description `HPL_REQUEST_MALFORMED`: the URL is not valid */
            400: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_MALFORMED";
                    };
                };
            };
            /** @description `HPL_REQUEST_TIMEOUT`: the request did not arrive in time */
            408: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_TIMEOUT";
                    };
                };
            };
            /** @description `HPL_REQUEST_HEADERS_TOO_LARGE`: the headers of the request are too large */
            431: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_HEADERS_TOO_LARGE";
                    };
                };
            };
            /** @description `HPL_INTERNAL`: something is wrong on our side; the trace_id finds it in the logs */
            500: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_INTERNAL";
                    };
                };
            };
        };
    };
    readyz: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It can. */
            200: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description the dependencies that are away. It takes events also while Postgres is */
                        away: {
                            [key: string]: {
                                /** @description for how long that has been */
                                seconds: number;
                                /**
                                 * Format: date-time
                                 * @description when it was first seen to be away
                                 * @example 2026-03-01T12:00:00.000Z
                                 */
                                since: string;
                            };
                        };
                        /** @description `ok`, or what is wrong, for each dependency; `lifecycle` is `ok`, or says that the process starts or stops */
                        checks: {
                            [key: string]: string;
                        };
                        /** @enum {unknown} */
                        status: "ok" | "unavailable";
                    };
                };
            };
            /** @description `HPL_REQUEST_MALFORMED`: the URL is not valid */
            400: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_MALFORMED";
                    };
                };
            };
            /** @description `HPL_REQUEST_TIMEOUT`: the request did not arrive in time */
            408: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_TIMEOUT";
                    };
                };
            };
            /** @description `HPL_REQUEST_HEADERS_TOO_LARGE`: the headers of the request are too large */
            431: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_REQUEST_HEADERS_TOO_LARGE";
                    };
                };
            };
            /** @description `HPL_INTERNAL`: something is wrong on our side; the trace_id finds it in the logs */
            500: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "HPL_INTERNAL";
                    };
                };
            };
            /** @description It cannot now, and says why. */
            503: {
                headers: {
                    /** @description how long the request took, from its headers to its answer */
                    "X-Response-Time"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description the dependencies that are away. It takes events also while Postgres is */
                        away: {
                            [key: string]: {
                                /** @description for how long that has been */
                                seconds: number;
                                /**
                                 * Format: date-time
                                 * @description when it was first seen to be away
                                 * @example 2026-03-01T12:00:00.000Z
                                 */
                                since: string;
                            };
                        };
                        /** @description `ok`, or what is wrong, for each dependency; `lifecycle` is `ok`, or says that the process starts or stops */
                        checks: {
                            [key: string]: string;
                        };
                        /** @enum {unknown} */
                        status: "ok" | "unavailable";
                    };
                };
            };
        };
    };
}
