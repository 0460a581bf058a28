"""When a stream is opened again, and what its messages hold. Pure: chance comes from outside."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Literal, TypedDict, cast

from ._retries import Retries
from ._sse import SseParser
from .errors import ANSWER, HoplineError

EVENT_STREAM = "text/event-stream"
#: The API sends something every ten seconds at the latest: after three times as much, nobody is there any more.
SILENCE = 30.0
# Until a stream says another time.
_RETRY = 2.0
_LONGEST_RETRY = 60.0
_MOST_SEEN = 1000


class LiveEvent(TypedDict):
    """An event that was stored a moment ago, without its payload."""

    id: str
    type: str
    accepted_at: str
    stored_at: str
    dedup_id: str | None
    ordering_key: str | None
    # how long the body of its webhooks is
    bytes: int


@dataclass(frozen=True)
class EventMessage:
    """An event came in."""

    event: LiveEvent
    #: For `last_event_id` of another stream that goes on here, up to 15 s later.
    last_event_id: str
    kind: Literal["event"] = "event"


@dataclass(frozen=True)
class MoreMessage:
    """So many events more came in and are not shown; with `at_least` there may have been still others."""

    count: int
    at_least: bool
    kind: Literal["more"] = "more"


@dataclass(frozen=True)
class Message:
    """What any stream sends. `data` is what its JSON holds."""

    event: str
    data: Any
    last_event_id: str


def event_message(message: Message) -> EventMessage | MoreMessage | None:
    """A message of the stream of events; None for one that is of no kind that is known."""
    if message.event == "event":
        return EventMessage(cast(LiveEvent, message.data), message.last_event_id)
    if message.event == "more":
        return MoreMessage(message.data["count"], message.data["at_least"])
    return None


class LatelySeen:
    """Ids of what came lately: the API repeats a few seconds' worth, of at most 50 a second, when a stream goes on."""

    def __init__(self) -> None:
        # In the order in which they came.
        self._ids: dict[str, None] = {}

    def new_one(self, message: EventMessage | MoreMessage | None) -> EventMessage | MoreMessage | None:
        """Notes a message. Gives it when it is a new one; what came long ago is forgotten."""
        if not isinstance(message, EventMessage):
            return message
        id_ = message.event["id"]
        if id_ in self._ids:
            return None
        self._ids[id_] = None
        if len(self._ids) > _MOST_SEEN:
            del self._ids[next(iter(self._ids))]
        return message


class Following:
    """What is known of a stream that is opened again whenever it ends."""

    def __init__(self, last_event_id: str, retries: Retries) -> None:
        self._last_event_id = last_event_id
        self._retries = retries
        self._retry = _RETRY
        self._failures = 0
        self._has_begun = False
        self._parser = SseParser(last_event_id)

    def headers(self) -> dict[str, str]:
        """What to open it with, now."""
        self._has_begun = False
        self._parser = SseParser(self._last_event_id)
        last = {"last-event-id": self._last_event_id} if self._last_event_id else {}
        return {"accept": EVENT_STREAM, **last}

    def begin(self) -> None:
        """It has been let in."""
        self._has_begun = True
        self._failures = 0

    def push(self, part: bytes) -> list[Message]:
        """The messages that a part of it completes.

        :raises HoplineError: when it has what the API does not send
        """
        try:
            found = [Message(one.event, json.loads(one.data), one.last_event_id) for one in self._parser.push(part)]
        except ValueError as failure:
            raise HoplineError(ANSWER, "the stream has what the API does not send") from failure
        return found

    def note(self, message: Message) -> None:
        """It has been handed on: the stream goes on behind it."""
        self._last_event_id = message.last_event_id

    def wait_after(self, error: HoplineError | None, chance: float) -> float:
        """Seconds until it is opened again.

        After it was let in these are what it has named, and up to half as much more, so that streams which ended together do
        not come back together; else what the retries say.

        :param error: why it ended, if there is a reason
        :param chance: from 0 to 1
        :raises HoplineError: that error, when it is not opened again
        """
        self._retry = min(self._retry if self._parser.retry is None else self._parser.retry, _LONGEST_RETRY)
        if error is None or (self._has_begun and error.is_passing):
            return self._retry * (1 + chance / 2)
        self._failures += 1
        seconds = self._retries.wait_before(self._failures, error, repeatable=True, chance=chance)
        if seconds is None:
            raise error
        return seconds
