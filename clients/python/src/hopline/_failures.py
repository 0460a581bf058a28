"""What a sender keeps of events that were not accepted, until somebody asks."""

from __future__ import annotations

from collections.abc import Iterable

from ._events import SendResult
from .errors import SenderError

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
            if len(self._kept) < _MOST_KEPT:
                self._kept.append(result)

    def raise_any(self, unsent: int) -> None:
        """:raises SenderError: when there are any, or events without an answer; each is told once"""
        if self._count == 0 and unsent == 0:
            return
        error = SenderError(self._kept, self._count, unsent)
        self._kept, self._count = [], 0
        raise error
