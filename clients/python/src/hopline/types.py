# Made from the API's description by `npm run python`: change that.
"""What the API takes and answers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal, TypedDict

if TYPE_CHECKING:
    from typing_extensions import NotRequired


class Accepted(TypedDict):
    # the id of the event
    id: str
    status: Literal["accepted"]


class StoredEventDeliveryAttempt(TypedDict):
    number: int
    # when the request was sent
    started_at: str
    duration_ms: int
    # such as succeeded, refused, timeout
    outcome: str
    status_code: int | None
    error: str | None
    trace_id: str | None


class StoredEventDelivery(TypedDict):
    # the id of the delivery
    id: str
    # where it goes
    endpoint_id: str
    state: Literal["pending", "sending", "succeeded", "dead", "cancelled"]
    reason: str | None
    # when the event was stored
    created_at: str
    next_attempt_at: str | None
    ended_at: str | None
    # oldest first
    attempts: list[StoredEventDeliveryAttempt]


class StoredEvent(TypedDict):
    # the id of the event
    id: str
    type: str
    dedup_id: str | None
    ordering_key: str | None
    # when it was answered 202
    accepted_at: str
    # when it reached Postgres
    stored_at: str
    # how many more came under its dedup_id with another type or payload; they were not stored
    conflicts: int
    last_conflict_at: str | None
    partition: int | None
    offset: int | None
    trace_id: str | None
    # byte for byte as it was sent
    payload: dict[str, Any]
    # one for each endpoint that matched
    deliveries: list[StoredEventDelivery]


class ReconciliationTotalsDelivery(TypedDict):
    state: Literal["pending", "sending", "succeeded", "dead", "cancelled"]
    reason: str | None
    count: int


class ReconciliationTotals(TypedDict):
    # records that were read from the events topic
    appended: int
    # those that became an event
    stored: int
    # those that repeat an event, under its dedup_id or because they were written twice
    duplicates: int
    # those of the duplicates that have another type or payload than the event that stays
    conflicts: int
    # those that can never be stored; they stand in the dead-letter topic
    poison: int
    # whether appended = stored + duplicates + poison
    balanced: bool
    # of the events that were stored, by state and reason, as they are now
    deliveries: list[ReconciliationTotalsDelivery]


class ReconciliationHour(TypedDict):
    # its beginning
    hour: str
    # records that were read from the events topic
    appended: int
    # those that became an event
    stored: int
    # those that repeat an event, under its dedup_id or because they were written twice
    duplicates: int
    # those of the duplicates that have another type or payload than the event that stays
    conflicts: int
    # those that can never be stored; they stand in the dead-letter topic
    poison: int
    # whether appended = stored + duplicates + poison
    balanced: bool
    # of the events that were stored, by state and reason, as they are now
    deliveries: list[ReconciliationTotalsDelivery]


Reconciliation = TypedDict(
    "Reconciliation",
    {
        # the first hour
        "from": str,
        # the hour after the last
        "to": str,
        # whether every hour is balanced
        "balanced": bool,
        "totals": ReconciliationTotals,
        # the hours in which something was, in their order
        "hours": list[ReconciliationHour],
    },
)


class EndpointFilter(TypedDict):
    # a JSON pointer (RFC 6901) into the payload
    pointer: str
    op: Literal["eq", "ne", "in", "lt", "lte", "gt", "gte", "starts_with", "exists"]
    value: str | float | bool | None | list[str | float | bool | None]


class EndpointHealth(TypedDict):
    # open: it fails again and again and is left alone; half_open: it is being tried with one post
    breaker: Literal["closed", "open", "half_open"]
    failing_since: str | None
    not_before: str | None


class EndpointOnDeadHead(TypedDict):
    skip_after: int


class EndpointPreviousSecret(TypedDict):
    # `v1`: HMAC-SHA256 with a shared secret; `v1a`: ed25519
    signature_version: Literal["v1", "v1a"]
    public_key: str | None
    # when it no longer signs
    ends_at: str


class Endpoint(TypedDict):
    # the id of the endpoint
    id: str
    # where events are posted
    url: str
    # the types that it gets; `order.*` and `*` stand for many
    event_types: list[str]
    # conditions on the payload, which must all be met
    filters: list[EndpointFilter]
    description: str
    # while it is, its events wait
    paused: bool
    retry_schedule: list[str] | None
    rate_limit: int | None
    # while it is disabled it gets no events, and those that waited for it are cancelled
    state: Literal["active", "paused", "disabled"]
    disabled_at: str | None
    disabled_reason: Literal["gone", "failing"] | None
    # how it is doing, as of a second ago
    health: EndpointHealth
    # the headers of its own that it gets; their values are not shown
    header_names: list[str]
    # whether webhooks carry `traceparent`
    send_traceparent: bool
    # whether its deliveries go out in the order of their events, ordering key by ordering key
    ordered: bool
    order_unkeyed: bool | None
    on_dead_head: Literal["block"] | EndpointOnDeadHead | None
    # `v1`: HMAC-SHA256 with a shared secret; `v1a`: ed25519
    signature_version: Literal["v1", "v1a"]
    public_key: str | None
    # what was replaced and still signs beside the secret, the newest first
    previous_secrets: list[EndpointPreviousSecret]
    # when it was made
    created_at: str
    # when it was last changed
    updated_at: str


class NewEndpoint(TypedDict):
    # the id of the endpoint
    id: str
    # where events are posted
    url: str
    # the types that it gets; `order.*` and `*` stand for many
    event_types: list[str]
    # conditions on the payload, which must all be met
    filters: list[EndpointFilter]
    description: str
    # while it is, its events wait
    paused: bool
    retry_schedule: list[str] | None
    rate_limit: int | None
    # while it is disabled it gets no events, and those that waited for it are cancelled
    state: Literal["active", "paused", "disabled"]
    disabled_at: str | None
    disabled_reason: Literal["gone", "failing"] | None
    # how it is doing, as of a second ago
    health: EndpointHealth
    # the headers of its own that it gets; their values are not shown
    header_names: list[str]
    # whether webhooks carry `traceparent`
    send_traceparent: bool
    # whether its deliveries go out in the order of their events, ordering key by ordering key
    ordered: bool
    order_unkeyed: bool | None
    on_dead_head: Literal["block"] | EndpointOnDeadHead | None
    # `v1`: HMAC-SHA256 with a shared secret; `v1a`: ed25519
    signature_version: Literal["v1", "v1a"]
    public_key: str | None
    # what was replaced and still signs beside the secret, the newest first
    previous_secrets: list[EndpointPreviousSecret]
    # when it was made
    created_at: str
    # when it was last changed
    updated_at: str
    secret: str | None


class DeliveryAttempt(TypedDict):
    # from 1, through retries and replays
    number: int
    # when it began
    started_at: str
    # how long it took until the answer was read
    duration_ms: int
    # `succeeded`, or the class of the error, one word
    outcome: str
    status_code: int | None
    error: str | None
    response: str | None
    trace_id: str | None
    next_attempt_at: str | None


class Delivery(TypedDict):
    # the id of the delivery
    id: str
    # the id of the event, which is also the webhook-id of every attempt
    event_id: str
    # the id of the endpoint
    endpoint_id: str
    # of the event
    type: str
    # when the event was accepted
    accepted_at: str
    state: Literal["pending", "sending", "succeeded", "dead", "cancelled"]
    reason: str | None
    # when it was made: with its event, or by a replay
    created_at: str
    next_attempt_at: str | None
    ended_at: str | None
    # how many retries it has had since it was last begun
    ladder_step: int
    # how often it was attempted
    attempt_count: int
    replay_id: str | None
    replayed_at: str | None
    succeeded_at: str | None
    # the newest ones, the oldest of them first
    attempts: list[DeliveryAttempt]


class RetriedDelivery(TypedDict):
    # the id of the delivery
    id: str
    status: Literal["pending"]


class CancelledDelivery(TypedDict):
    # the id of the delivery
    id: str
    status: Literal["cancelled"]


class ReplayEndpoint(TypedDict):
    # the id of the endpoint
    endpoint_id: str
    # deliveries that were made pending again
    replayed: int
    # deliveries that it never had and that were made
    made: int
    waits_for: str | None
    outcome: str | None
    ended_at: str | None


Replay = TypedDict(
    "Replay",
    {
        # the id of the replay
        "id": str,
        "endpoint_id": str | None,
        "select": Literal["failed", "missing", "all"],
        # of events that were accepted at this time or later; not before the first day that is kept
        "from": str,
        # of events that were accepted before this time
        "to": str,
        "event_types": list[str] | None,
        "states": list[Literal["dead", "cancelled"]] | None,
        # deliveries a second at most
        "rate": int,
        # `finished`: all were chosen; `deliveries` says what became of them
        "state": Literal["running", "paused", "cancelled", "finished"],
        # when it was asked for
        "created_at": str,
        "ended_at": str | None,
        # how much of its time it has gone through
        "progress": float,
        # events, or failed deliveries, that it has looked at
        "looked_at": int,
        # deliveries that were made pending again
        "replayed": int,
        # deliveries that were made
        "made": int,
        "endpoints": list[ReplayEndpoint],
    },
)


class DeliveryCounts(TypedDict):
    # wait for their first or next attempt
    pending: int
    # are being posted
    sending: int
    # were answered 2xx
    succeeded: int
    # were given up
    dead: int
    # ended without an answer
    cancelled: int


ReplayWithDeliveries = TypedDict(
    "ReplayWithDeliveries",
    {
        # the id of the replay
        "id": str,
        "endpoint_id": str | None,
        "select": Literal["failed", "missing", "all"],
        # of events that were accepted at this time or later; not before the first day that is kept
        "from": str,
        # of events that were accepted before this time
        "to": str,
        "event_types": list[str] | None,
        "states": list[Literal["dead", "cancelled"]] | None,
        # deliveries a second at most
        "rate": int,
        # `finished`: all were chosen; `deliveries` says what became of them
        "state": Literal["running", "paused", "cancelled", "finished"],
        # when it was asked for
        "created_at": str,
        "ended_at": str | None,
        # how much of its time it has gone through
        "progress": float,
        # events, or failed deliveries, that it has looked at
        "looked_at": int,
        # deliveries that were made pending again
        "replayed": int,
        # deliveries that were made
        "made": int,
        "endpoints": list[ReplayEndpoint],
        # what became of those that it has chosen, and that no later replay has; 100000 stands for so many or more
        "deliveries": DeliveryCounts,
    },
)


class NewKey(TypedDict):
    # names the key; not a secret
    id: str
    # what people call it
    name: str
    # what it may be used for; none includes another
    scopes: list[Literal["events:write", "read", "manage"]]
    # when it was made
    created_at: str
    last_used_at: str | None
    expires_at: str | None
    revoked_at: str | None
    # the key itself; shown only now
    api_key: str


class ReplacedKey(TypedDict):
    # the old key
    id: str
    # when it ends
    expires_at: str


class RotatedKey(TypedDict):
    # names the key; not a secret
    id: str
    # what people call it
    name: str
    # what it may be used for; none includes another
    scopes: list[Literal["events:write", "read", "manage"]]
    # when it was made
    created_at: str
    last_used_at: str | None
    expires_at: str | None
    revoked_at: str | None
    # the key itself; shown only now
    api_key: str
    replaces: ReplacedKey


class PortalSession(TypedDict):
    # to be opened in a browser, or in a frame of an origin of PORTAL_FRAME_ORIGINS
    url: str
    # what the link carries: `Authorization: Bearer` for the same
    token: str
    # when it ends
    expires_at: str


class LiveRates(TypedDict):
    # events that were answered 202
    accepted: float
    # events that reached Postgres
    stored: float
    # deliveries that were answered 2xx
    delivered: float
    # attempts that failed, whether another follows or not
    failed: float


class DeliveryTimes(TypedDict):
    # half of them were quicker
    p50: float
    # 19 of 20 were quicker
    p95: float


class TroubledEndpoint(TypedDict):
    # the id of the endpoint
    id: str
    url: str
    description: str
    # the worst of what is wrong
    trouble: Literal["failing", "breaker_open", "disabled"]
    failing_since: str | None
    not_before: str | None
    disabled_at: str | None
    disabled_reason: Literal["gone", "failing"] | None


class LiveStats(TypedDict):
    # when the figures were read
    at: str
    seconds: float | None
    per_second: LiveRates | None
    delivery_ms: DeliveryTimes | None
    # the oldest first
    endpoints_in_trouble: list[TroubledEndpoint]


class AnswerTimes(TypedDict):
    # half of the answers came within
    p50: int
    # 19 of 20 answers came within
    p95: int


class HealthPeriod(TypedDict):
    # it speaks of events that were accepted since
    since: str
    # false: there was more than could be looked at, and it speaks of a shorter time, the newest part
    complete: bool
    # how often it was tried, first attempts, retries and replays alike
    attempts: int
    # how many of them were answered 2xx
    succeeded: int
    success_rate: float | None
    answer_ms: AnswerTimes | None


class RecentHealth(TypedDict):
    # the id of the endpoint
    endpoint_id: str
    # of this answer, by the clock of the database
    at: str
    # while it is disabled it gets no events, and those that waited for it are cancelled
    state: Literal["active", "paused", "disabled"]
    # open: it fails again and again and is left alone; half_open: it is being tried with one post
    breaker: Literal["closed", "open", "half_open"]
    failing_since: str | None
    not_before: str | None
    # deliveries that are being posted to it
    under_way: int
    # deliveries that wait for their first or next attempt, counted up to 10000
    waiting: int
    # true: there may be more that wait
    waiting_at_least: bool
    # of the last hour
    last_hour: HealthPeriod
    # of the last 24 hours, the last hour among them
    last_24_hours: HealthPeriod


ReplayPreview = TypedDict(
    "ReplayPreview",
    {
        "dry_run": Literal[True],
        "endpoint_id": str | None,
        "select": Literal["failed", "missing", "all"],
        # of events that were accepted at this time or later; not before the first day that is kept
        "from": str,
        # of events that were accepted before this time
        "to": str,
        "event_types": list[str] | None,
        "states": list[Literal["dead", "cancelled"]] | None,
        # deliveries that would be made pending again
        "replayed": int,
        # deliveries that an endpoint never had and that would be made
        "made": int,
        # such as an endpoint with conditions on the payload never had: how many of them it wants is known only when it is done
        "undecided": int,
        # true: counting ended at 100000 deliveries or after 500 ms, and there may be more
        "at_least": bool,
    },
)


class InboxEvent(TypedDict):
    # the id of the event
    id: str
    type: str
    # when it was accepted; webhooks have it as `timestamp`
    accepted_at: str
    # when it reached Postgres
    stored_at: str
    dedup_id: str | None
    ordering_key: str | None
    # how many are in each state; all 0: no endpoint wanted the event when it was stored
    deliveries: DeliveryCounts
    # with `include=payload`: byte for byte as it was sent
    payload: NotRequired[dict[str, Any]]


class ApiKey(TypedDict):
    # names the key; not a secret
    id: str
    # what people call it
    name: str
    # what it may be used for; none includes another
    scopes: list[Literal["events:write", "read", "manage"]]
    # when it was made
    created_at: str
    last_used_at: str | None
    expires_at: str | None
    revoked_at: str | None


class CreateEndpointHeader(TypedDict):
    name: str
    value: str


class CreateEndpointFilter(TypedDict):
    # a JSON pointer (RFC 6901) into the payload
    pointer: str
    op: Literal["eq", "ne", "in", "lt", "lte", "gt", "gte", "starts_with", "exists"]
    value: str | float | bool | None | Sequence[str | float | bool | None]


class CreateEndpoint(TypedDict):
    # where events are posted
    url: str
    event_types: NotRequired[Sequence[str]]
    description: NotRequired[str]
    paused: NotRequired[bool]
    # the delays before the retries, each one of the ladder; null for the ladder itself
    retry_schedule: NotRequired[Sequence[str] | None]
    # posts a minute at most; null for no limit
    rate_limit: NotRequired[int | None]
    # sent with each webhook; none that Hopline sets itself, that frames the message or that is for one connection only. Their values are sealed and never shown
    headers: NotRequired[Sequence[CreateEndpointHeader]]
    # conditions on the payload, at most 4,096 characters in all; an event must meet all of them. `in` takes a list, `exists` true or false, the others one value. Texts and numbers are compared with their kind alone; numbers as doubles
    filters: NotRequired[Sequence[CreateEndpointFilter]]
    send_traceparent: NotRequired[bool]
    # whether its deliveries go out in the order of their events, ordering key by ordering key
    ordered: NotRequired[bool]
    # of an ordered endpoint: whether events without an ordering key are in order among themselves (as without it), or go out as they come
    order_unkeyed: NotRequired[bool]
    # of an ordered endpoint. `block`: a dead delivery holds its key until it is retried, replayed or cancelled; `{"skip_after": n}`: a delivery is dead after n failed attempts at the latest, and its key goes on
    on_dead_head: NotRequired[Literal["block"] | EndpointOnDeadHead]
    signature_version: NotRequired[Literal["v1", "v1a"]]
    # a secret to take over, `whsec_…` or `whsk_…`; without it a new one is made
    secret: NotRequired[str]


class UpdateEndpoint(TypedDict):
    # where events are posted
    url: NotRequired[str]
    event_types: NotRequired[Sequence[str]]
    description: NotRequired[str]
    paused: NotRequired[bool]
    # the delays before the retries, each one of the ladder; null for the ladder itself
    retry_schedule: NotRequired[Sequence[str] | None]
    # posts a minute at most; null for no limit
    rate_limit: NotRequired[int | None]
    # sent with each webhook; none that Hopline sets itself, that frames the message or that is for one connection only. Their values are sealed and never shown
    headers: NotRequired[Sequence[CreateEndpointHeader]]
    # conditions on the payload, at most 4,096 characters in all; an event must meet all of them. `in` takes a list, `exists` true or false, the others one value. Texts and numbers are compared with their kind alone; numbers as doubles
    filters: NotRequired[Sequence[CreateEndpointFilter]]
    send_traceparent: NotRequired[bool]
    # of an ordered endpoint. `block`: a dead delivery holds its key until it is retried, replayed or cancelled; `{"skip_after": n}`: a delivery is dead after n failed attempts at the latest, and its key goes on
    on_dead_head: NotRequired[Literal["block"] | EndpointOnDeadHead]
    # enables it again
    disabled: NotRequired[Literal[False]]


class RotateSecret(TypedDict):
    signature_version: NotRequired[Literal["v1", "v1a"]]
    # a secret to take over, `whsec_…` or `whsk_…`; without it a new one is made
    secret: NotRequired[str]
    overlap_seconds: NotRequired[int]


class CreateReplay(TypedDict):
    # `failed`, as without it: deliveries that are dead or cancelled. `missing`: such as the endpoint never had, of events that it subscribes to now. `all`: both, and those that succeeded
    select: NotRequired[Literal["failed", "missing", "all"]]
    # of events that were accepted at this time or later; needed unless `select` is `failed`
    from_: NotRequired[str | datetime]
    # of events that were accepted before this time; at the latest, and by default, now
    to: NotRequired[str | datetime]
    # of events of these types alone; `order.*` stands for all that begin with `order.`
    event_types: NotRequired[Sequence[str]]
    # with `failed`: deliveries in these states alone; both without it
    states: NotRequired[Sequence[Literal["dead", "cancelled"]]]
    # deliveries a second at most, 50 without it; all replays of an installation together have REPLAY_RATE
    rate: NotRequired[int]


class CreateKey(TypedDict):
    name: NotRequired[str]
    scopes: NotRequired[Sequence[Literal["events:write", "read", "manage"]]]


class RotateKey(TypedDict):
    key_id: NotRequired[str]
    overlap_seconds: NotRequired[int]


class CreatePortalSessionTheme(TypedDict):
    # the colour of links and buttons, `#rgb` or `#rrggbb`
    accent: NotRequired[str]
    # the colour of the page; left out unless the contrast of text to it is at least 4.5 (WCAG 2.2, 1.4.3)
    background: NotRequired[str]
    # the colour of what stands on it; left out unless the contrast of text to it is at least 4.5 (WCAG 2.2, 1.4.3)
    surface: NotRequired[str]
    # the colour of texts; left out without `background`
    text: NotRequired[str]
    # how round corners are, in pixels
    radius: NotRequired[int]
    # how large texts are, in pixels
    font_size: NotRequired[int]
    # without it the viewer's own
    scheme: NotRequired[Literal["light", "dark"]]


class CreatePortalSession(TypedDict):
    # how long the link is good: 3600 without it
    expires_in_seconds: NotRequired[int]
    # lets it see everything and change nothing; false without it
    read_only: NotRequired[bool]
    # how the console looks; what is not named looks as it does
    theme: NotRequired[CreatePortalSessionTheme]
