"""What a sender holds until it is answered. Pure: its owner has the lock and the clock."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from itertools import chain

from ._batches import Size
from ._events import EncodedEvent


class Buffer:
    """Events in their order: those that wait, and behind them in time those that are being sent."""

    def __init__(self, *, most_events: int, most_bytes: int, batch_events: int) -> None:
        self._most_events = most_events
        self._most_bytes = most_bytes
        self._batch_events = batch_events
        self._waiting: deque[EncodedEvent] = deque()
        self._sending: Sequence[EncodedEvent] = ()
        self._bytes = 0
        #: How many were added, and how many have their answer: those that were added first.
        self.added = 0
        self.finished = 0

    def has_room(self, event: EncodedEvent) -> bool:
        """One that is larger than all the room waits until it has it for itself."""
        held = self.added - self.finished
        return held == 0 or (held < self._most_events and self._bytes + len(event.body) <= self._most_bytes)

    def add(self, event: EncodedEvent) -> None:
        self._waiting.append(event)
        self._bytes += len(event.body)
        self.added += 1

    @property
    def waiting(self) -> int:
        return len(self._waiting)

    def has_full_batch(self) -> bool:
        return self.waiting >= self._batch_events

    def take(self) -> Sequence[EncodedEvent]:
        """The next batch. `finish` or `give_back` says what came of it."""
        size = Size(most_events=self._batch_events)
        batch: list[EncodedEvent] = []
        while self._waiting and size.takes(self._waiting[0]):
            batch.append(self._waiting.popleft())
        self._sending = batch
        return batch

    def finish(self) -> None:
        """What was taken has its answer."""
        self._bytes -= sum(len(event.body) for event in self._sending)
        self.finished += len(self._sending)
        self._sending = ()

    def give_back(self) -> None:
        """What was taken has no answer, and waits again in front of the others."""
        self._waiting.extendleft(reversed(self._sending))
        self._sending = ()

    def unfinished(self) -> list[EncodedEvent]:
        return list(chain(self._sending, self._waiting))

    def waiting_events(self) -> list[EncodedEvent]:
        """Those that are not being sent."""
        return list(self._waiting)
