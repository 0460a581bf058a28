from __future__ import annotations

from typing import cast

from .._requests import get
from .._retries import Retries
from .._streams import Message
from ..types import LiveStats
from .streams import AsyncStream
from .transport import AsyncTransport


class AsyncStats:
    """What is going on at this moment (docs/live.md)."""

    def __init__(self, transport: AsyncTransport) -> None:
        self._transport = transport

    async def get(self) -> LiveStats:
        """The figures of the last ten seconds or so. Asked once, it knows nothing yet; asked again within half a minute, more."""
        return cast(LiveStats, await self._transport.call(get("/api/stats")))

    def stream(self, *, retries: int | Retries | None = None) -> AsyncStream[LiveStats]:
        """The figures, every two seconds, until it is closed. It goes on when its connection breaks.

        A loop over it raises HoplineError when it is refused, such as after the key was revoked, or cannot be opened again.

        :param retries: how often in a row it may fail to be opened
        """
        return AsyncStream(self._transport, "/api/stats/stream", {}, _figures, retries=retries)


def _figures(message: Message) -> LiveStats | None:
    return cast(LiveStats, message.data) if message.event == "stats" else None
