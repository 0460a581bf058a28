# Made from _async/sender.py by make_sync.py: change that.
from __future__ import annotations

import atexit
import logging
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from time import monotonic
from types import TracebackType
from typing import Any

from .._batches import MOST_EVENTS
from .._buffer import Buffer
from .._events import EncodedEvent, Event, SendResult, encode_event, not_accepted
from .._failures import Failures
from .._retries import Retries
from .._settings import Settings
from ..errors import CLOSED, FAILED, HoplineError, copy_of
from .runtime import Condition, Worker, close_at_exit, wait
from .sending import send_events
from .transport import Transport

log = logging.getLogger("hopline")


class Sender:
    """Takes events one by one and sends them in batches, in their order, one request at a time.

    While a request is under way the next batch gathers; `max_delay` is how many seconds a batch that is not full waits for more
    when none is. `max_pending_events` and `max_pending_bytes` bound what is held: beyond them `send` waits. Each event's end is told to
    `on_result`; without it, `flush` and `close` raise SenderError for those that were not accepted. It is of the process that
    made it: after a fork make another one.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        max_batch_events: int,
        max_delay: float,
        max_pending_events: int,
        max_pending_bytes: int,
        retries: Retries,
        on_result: Callable[[SendResult], None] | None,
    ) -> None:
        if not 1 <= max_batch_events <= MOST_EVENTS:
            raise ValueError(f"max_batch_events must be from 1 to {MOST_EVENTS}")
        if max_pending_events < 1 or max_pending_bytes < 1 or max_delay < 0:
            raise ValueError("max_pending_events and max_pending_bytes must be at least 1, max_delay not negative")
        self.settings = replace(settings, retries=retries)
        # Of its own: it may outlive the client, at exit.
        self._transport = Transport(self.settings)
        self._max_delay = max_delay
        self._buffer = Buffer(
            most_events=max_pending_events, most_bytes=max_pending_bytes, batch_events=max_batch_events
        )
        self._changed = Condition()
        self._worker: Worker | None = None
        self._flushing = 0
        self._closed = False
        self._on_result = on_result
        self._failures = Failures()
        self._telling = False
        self._given_up = False
        self._pid = os.getpid()
        self._at_exit = partial(close_at_exit, self, self._pid)
        atexit.register(self._at_exit)

    def send(
        self,
        type: str,
        payload: Mapping[str, Any],
        dedup_id: str | None = None,
        ordering_key: str | None = None,
    ) -> str:
        """Takes an event, as soon as there is room for it. Gives its dedup_id, which is made when none is given.

        :raises ValueError: for a payload that is no JSON
        :raises RuntimeError: when the sender is closed, is another process's, or would have to wait within `on_result`
        """
        self._refuse_after_fork()
        event = encode_event(Event(type, payload, dedup_id, ordering_key))
        with self._changed:
            self._refuse_when_closed()
            while not self._buffer.has_room(event):
                self._refuse_in_on_result()
                self._changed.wait()
                self._refuse_when_closed()
            self._buffer.add(event)
            self._keep_working()
            # It waits for a first event, or for a batch to be full.
            if self._buffer.waiting == 1 or self._buffer.has_full_batch():
                self._changed.notify_all()
        return event.event.dedup_id or ""

    def flush(self, timeout: float | None = None) -> None:
        """Waits until every event that was taken before has its end.

        :param timeout: seconds; None for as long as it takes, which the retries bound
        :raises SenderError: when some were not accepted, or have no answer in time
        :raises RuntimeError: when the sender is another process's, and within `on_result`
        """
        self._refuse_after_fork()
        end = None if timeout is None else monotonic() + timeout
        with self._changed:
            self._refuse_in_on_result()
            target = self._buffer.added
            if self._buffer.finished < target:
                self._keep_working()
            self._flushing += 1
            self._changed.notify_all()
            try:
                while self._buffer.finished < target and not self._given_up:
                    left = None if end is None else end - monotonic()
                    if left is not None and left <= 0:
                        break
                    wait(self._changed, left)
            finally:
                self._flushing -= 1
            unsent = max(0, target - self._buffer.finished)
            self._failures.raise_any(unsent)

    def close(self, timeout: float | None = None) -> None:
        """Takes nothing more, sends what is left and ends. What is not sent in time is given up: `on_result` is told of it, and
        `unsent` has it.

        :param timeout: seconds; None for as long as it takes, which the retries bound
        :raises SenderError: when some were not accepted, or have no answer in time
        :raises RuntimeError: within `on_result`
        """
        if os.getpid() != self._pid:
            # The events are the parent's, and so are the locks, which somebody may have held at the fork.
            return
        with self._changed:
            self._refuse_in_on_result()
            if self._given_up:
                return
            self._closed = True
            self._changed.notify_all()
        atexit.unregister(self._at_exit)
        try:
            self.flush(timeout)
        finally:
            with self._changed:
                self._given_up = True
                # Of those that are being told of, the worker tells to the end.
                left = self._buffer.waiting_events() if self._telling else self._buffer.unfinished()
                self._changed.notify_all()
            if self._worker is not None:
                self._worker.stop()
            self._transport.close()
            if self._on_result is not None:
                error = HoplineError(CLOSED, "the sender was closed before it had an answer", is_unknown=True)
                self._tell([not_accepted(one.event, copy_of(error)) for one in left])

    def unsent(self) -> list[Event]:
        """Events that have no answer yet, with their dedup_ids."""
        return [one.event for one in self.unsent_encoded()]

    def unsent_encoded(self) -> list[EncodedEvent]:
        """The same, as they are sent at exit."""
        return self._buffer.unfinished()

    def __enter__(self) -> Sender:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _keep_working(self) -> None:
        if self._worker is None or not self._worker.is_running:
            self._worker = Worker(self._run)

    def _run(self) -> None:
        while True:
            with self._changed:
                batch = self._next_batch()
            if not batch:
                return
            try:
                results = self._post(batch)
                with self._changed:
                    if self._given_up:
                        return
                    self._telling = True
                self._tell(results)
                with self._changed:
                    self._telling = False
                    self._buffer.finish()
                    self._changed.notify_all()
            except BaseException:
                # Broken off, as when the loop ends: what was under way is sent again, under its dedup_ids.
                self._buffer.give_back()
                raise

    def _next_batch(self) -> Sequence[EncodedEvent]:
        """Waits for events, and a little for more of them. Empty: there is nothing more to do."""
        while self._buffer.waiting == 0:
            if self._closed:
                return ()
            self._changed.wait()
        end = monotonic() + self._max_delay
        while not (self._buffer.has_full_batch() or self._flushing > 0 or self._closed):
            left = end - monotonic()
            if left <= 0:
                break
            wait(self._changed, left)
        return () if self._given_up else self._buffer.take()

    def _post(self, batch: Sequence[EncodedEvent]) -> Sequence[SendResult]:
        try:
            return send_events(self._transport, batch, self.settings.retries)
        except Exception as failure:
            # Nothing that is foreseen. Whoever waits for these events must hear of them all the same.
            if not self._given_up:
                log.exception("a batch could not be sent")
            detail = f"the batch could not be sent: {type(failure).__name__}"
            return [not_accepted(event.event, HoplineError(FAILED, detail, is_unknown=True)) for event in batch]

    def _tell(self, results: Sequence[SendResult]) -> None:
        if self._on_result is None:
            self._failures.note(results)
            return
        for result in results:
            try:
                self._on_result(result)
            except Exception:
                log.exception("on_result failed")

    def _refuse_after_fork(self) -> None:
        if os.getpid() != self._pid:
            raise RuntimeError("a sender is of the process that made it: make another one after a fork")

    def _refuse_in_on_result(self) -> None:
        if self._worker is not None and self._worker.is_current:
            raise RuntimeError("on_result must not wait for the sender that calls it")

    def _refuse_when_closed(self) -> None:
        if self._closed:
            raise RuntimeError("the sender is closed")
