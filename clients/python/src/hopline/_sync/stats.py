# Made from _async/stats.py by make_sync.py: change that.
from __future__ import annotations

from typing import cast

from .._requests import get
from .._retries import Retries
from .._streams import Message
from ..types import LiveStats
from .streams import Stream
from .transport import Transport


class Stats:
    """What is going on at this moment (docs/live.md)."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def get(self) -> LiveStats:
        """The figures of the last ten seconds or so. Asked once, it knows nothing yet; asked again within half a minute, more."""
        return cast(LiveStats, self._transport.call(get("/api/stats")))

    def stream(self, *, retries: int | Retries | None = None) -> Stream[LiveStats]:
        """The figures, every two seconds, until it is closed. It goes on when its connection breaks.

        A loop over it raises HoplineError when it is refused, such as after the key was revoked, or cannot be opened again.

        :param retries: how often in a row it may fail to be opened
        """
        return Stream(self._transport, "/api/stats/stream", {}, _figures, retries=retries)


def _figures(message: Message) -> LiveStats | None:
    return cast(LiveStats, message.data) if message.event == "stats" else None
