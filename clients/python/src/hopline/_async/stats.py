from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import cast

from .._requests import get
from .._retries import Retries
from ..types import LiveStats
from .streams import follow
from .transport import AsyncTransport


class AsyncStats:
    """What is going on at this moment (docs/live.md)."""

    def __init__(self, transport: AsyncTransport) -> None:
        self._transport = transport

    async def get(self) -> LiveStats:
        """The figures of the last ten seconds or so. Asked once, it knows nothing yet; asked again within half a minute, more."""
        return cast(LiveStats, await self._transport.call(get("/api/stats")))

    async def stream(self, *, retries: int | Retries | None = None) -> AsyncGenerator[LiveStats, None]:
        """The figures, every two seconds, until it is closed. It goes on when its connection breaks.

        :param retries: how often in a row it may fail to be opened
        :raises HoplineError: when it is refused, such as after the key was revoked, or cannot be opened again
        """
        async with aclosing(follow(self._transport, "/api/stats/stream", {}, "", retries)) as messages:
            async for message in messages:
                if message.event == "stats":
                    yield cast(LiveStats, message.data)
