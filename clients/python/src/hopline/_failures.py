"""What a sender keeps of events that were not accepted, until somebody asks."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from ._events import SendResult
from .errors import SenderError

log = logging.getLogger("hopline")
# They hold their payloads.
_MOST_KEPT = 1000


class Failures:
    def __init__(self) -> None:
        self._kept: list[SendResult] = []
        self._count = 0

    def note(self, results: Iterable[SendResult]) -> None:
        for result in results:
            if result.status == "accepted":
                continue
            self._count += 1
            if self._count == 1:
                # Whoever never asks hears of it here.
                log.warning("events are not accepted, as flush() and close() will tell; the first one: %s", result.error)
            if self._count == _MOST_KEPT + 1:
                log.warning("more than %d events were not accepted; of more only the number is kept", _MOST_KEPT)
            if len(self._kept) < _MOST_KEPT:
                self._kept.append(result)

    def raise_any(self, unsent: int) -> None:
        """:raises SenderError: when there are any, or events without an answer; each is told once"""
        if self._count == 0 and unsent == 0:
            return
        error = SenderError(self._kept, self._count, unsent)
        self._kept, self._count = [], 0
        raise error
