# Made from _async/stats.py by make_sync.py: change that.
from __future__ import annotations

from collections.abc import Generator
from contextlib import closing
from typing import cast

from .._requests import get
from .._retries import Retries
from ..types import LiveStats
from .streams import follow
from .transport import Transport


class Stats:
    """What is going on at this moment (docs/live.md)."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def get(self) -> LiveStats:
        """The figures of the last ten seconds or so. Asked once, it knows nothing yet; asked again within half a minute, more."""
        return cast(LiveStats, self._transport.call(get("/api/stats")))

    def stream(self, *, retries: int | Retries | None = None) -> Generator[LiveStats, None]:
        """The figures, every two seconds, until it is closed. It goes on when its connection breaks.

        :param retries: how often in a row it may fail to be opened
        :raises HoplineError: when it is refused, such as after the key was revoked, or cannot be opened again
        """
        with closing(follow(self._transport, "/api/stats/stream", {}, "", retries)) as messages:
            for message in messages:
                if message.event == "stats":
                    yield cast(LiveStats, message.data)
