"""Batches: how events are put together, and what the answer to one says of each. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ._answers import Answer, error_of, problem_of, unreadable, until_more_of
from ._codes import STATUS_OF_CODE
from ._events import EncodedEvent, SendResult, accepted, not_accepted
from ._requests import NDJSON, Request
from ._retries import Retries, may_repeat
from .errors import HoplineError, copy_of

#: What the API takes in one request.
MOST_EVENTS = 500
MOST_BYTES = 1024 * 1024

_RATE_LIMITED = "HPL_RATE_LIMITED"


class Size:
    """How much of a batch is taken."""

    def __init__(self, most_events: int = MOST_EVENTS, most_bytes: int = MOST_BYTES) -> None:
        self._most_events = most_events
        self._most_bytes = most_bytes
        self._events = 0
        self._bytes = 0

    def takes(self, event: EncodedEvent) -> bool:
        """Counts the event in, unless it is too much. The first one always fits: whether it may be so large the API says."""
        size = len(event.body) + 1
        if self._events > 0 and (self._events >= self._most_events or self._bytes + size > self._most_bytes):
            return False
        self._events += 1
        self._bytes += size
        return True


def split(events: Sequence[EncodedEvent]) -> Iterator[Sequence[EncodedEvent]]:
    """Batches that the API takes, in order."""
    start, size = 0, Size()
    for i, event in enumerate(events):
        if not size.takes(event):
            yield events[start:i]
            start, size = i, Size()
            size.takes(event)
    if start < len(events):
        yield events[start:]


class BatchWork:
    """A batch on its way: what is known of each event, and which are to be sent once more."""

    def __init__(self, events: Sequence[EncodedEvent]) -> None:
        self._events = events
        self._results: list[SendResult | None] = [None] * len(events)
        self._left = list(range(len(events)))
        # Those that an earlier request may have written: a later refusal does not change that.
        self._doubtful: set[int] = set()
        self._retry = 0

    def request(self) -> Request:
        """For those that are left, an event a line."""
        lines = b"\n".join(self._events[i].body for i in self._left)
        return Request("POST", "/api/events/batch", body=lines, media_type=NDJSON, repeatable=True)

    def note_answer(self, answer: Answer) -> None:
        """Takes the answer to `request()`."""
        problem = None if answer.status == 202 else error_of(answer)
        items = problem_of(answer).get("items")
        if isinstance(items, list) and len(items) == len(self._left):
            until_more = until_more_of(answer.headers)
            read = [self._read(i, item, problem, until_more) for i, item in zip(self._left, items)]
            # An item that says nothing of Hopline's: of its event nobody knows.
            self._note([
                result or not_accepted(self._events[i].event, unreadable(answer)) for i, result in zip(self._left, read)
            ])
        else:
            self.note_error(problem or error_of(answer))

    def note_error(self, error: HoplineError) -> None:
        """The same became of all of them."""
        self._note([not_accepted(self._events[i].event, copy_of(error)) for i in self._left])

    def _read(
        self, i: int, item: Any, problem: HoplineError | None, until_more: float | None
    ) -> SendResult | None:
        event = self._events[i].event
        members: dict[str, Any] = item if isinstance(item, dict) else {}
        status, id, code = members.get("status"), members.get("id"), members.get("code")
        if status == "accepted" and isinstance(id, str):
            return accepted(event, id)
        if status not in ("refused", "unknown") or not isinstance(code, str):
            return None
        unknown = status == "unknown"
        # A code that this release does not know yet is taken for one of its kind.
        error = HoplineError(
            code,
            str(members.get("detail", "")),
            status=STATUS_OF_CODE.get(code, 500 if unknown else 400),
            pointer=members.get("pointer"),
            trace_id=problem.trace_id if problem else None,
            is_unknown=unknown,
        )
        if may_repeat(error, repeatable=True):
            # Retry-After is for the whole of a batch; one that was taken in part says of the limit alone when there is more.
            limited = until_more if code == _RATE_LIMITED else None
            error.retry_after = problem.retry_after if problem else limited
        return not_accepted(event, error)

    def _note(self, results: Sequence[SendResult]) -> None:
        before = self._left
        for i, result in zip(before, results):
            self._results[i] = result
            if result.error and (result.error.is_unknown or i in self._doubtful):
                self._doubtful.add(i)
                result.error.is_unknown = True
                self._results[i] = not_accepted(result.event, result.error)
        self._left = [i for i, result in zip(before, results) if result.error and may_repeat(result.error, repeatable=True)]
        # Whatever was taken was progress: patience is for when nothing is.
        self._retry = 1 if any(result.status == "accepted" for result in results) else self._retry + 1

    def wait(self, retries: Retries, chance: float) -> float | None:
        """Seconds until those that are left may be sent again, or None when it is over."""
        errors = [result.error for i in self._left if (result := self._results[i]) and result.error]
        if not errors:
            return None
        slowest = max(errors, key=lambda error: error.retry_after or 0.0)
        return retries.wait_before(self._retry, slowest, repeatable=True, chance=chance)

    def ends_all(self) -> HoplineError | None:
        """Why further batches would end in the same way: the key was refused, or there is no answer. None: they may not."""
        errors = [result.error if result else None for result in self._results]
        first = errors[0]
        if first is None or any(one is None or (one.code, one.status) != (first.code, first.status) for one in errors):
            return None
        if first.status not in (None, 401, 403):
            return None
        # Of what was never sent that much is certain.
        never_sent = copy_of(first)
        never_sent.is_unknown = False
        return never_sent

    def results(self) -> list[SendResult]:
        """What became of each event, in order, once each has an answer."""
        return [result for result in self._results if result is not None]
