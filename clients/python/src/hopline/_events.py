"""An event, as it is given and as it is sent. Pure, but for the ids that are made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal
from uuid import uuid4

from ._requests import encode_json
from .errors import HoplineError


@dataclass(frozen=True)
class Event:
    """What happened. Under the same `dedup_id` it is the same event, however often it is sent."""

    type: str
    payload: Mapping[str, Any]
    dedup_id: str | None = None
    ordering_key: str | None = None


@dataclass(frozen=True)
class SentEvent:
    """An event that is durable."""

    #: Webhooks have it as `webhook-id`.
    id: str
    #: The one under which it was sent.
    dedup_id: str


@dataclass(frozen=True)
class SendResult:
    """What became of an event.

    `accepted`: it is durable. `refused`: it was not written. `unknown`: it may have been written; send it again under the
    same dedup_id.
    """

    #: As it was sent, with its dedup_id.
    event: Event
    status: Literal["accepted", "refused", "unknown"]
    #: Of an accepted event; webhooks have it as `webhook-id`.
    id: str | None = None
    #: Why it was not accepted.
    error: HoplineError | None = None

    @property
    def dedup_id(self) -> str:
        return self.event.dedup_id or ""


@dataclass(frozen=True)
class EncodedEvent:
    """An event with its bytes, which stay the same at every try."""

    event: Event
    body: bytes


def encode_event(event: Event) -> EncodedEvent:
    """Gives it a dedup_id, unless it has one, so that a retry never makes a second event of it.

    :raises ValueError: for what JSON has no word for, such as NaN
    :raises TypeError: for a payload that is no mapping, or has in it what JSON does not know
    """
    if not isinstance(event.payload, Mapping):
        raise TypeError("payload must be a mapping")
    named = event if event.dedup_id is not None else replace(event, dedup_id=str(uuid4()))
    members = {
        "type": named.type,
        "dedup_id": named.dedup_id,
        **({} if named.ordering_key is None else {"ordering_key": named.ordering_key}),
        "payload": dict(named.payload),
    }
    return EncodedEvent(named, encode_json(members))


def accepted(event: Event, id: str) -> SendResult:
    return SendResult(event, "accepted", id=id)


def not_accepted(event: Event, error: HoplineError) -> SendResult:
    error.dedup_id = event.dedup_id
    return SendResult(event, "unknown" if error.is_unknown else "refused", error=error)
