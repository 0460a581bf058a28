from __future__ import annotations

from typing import TYPE_CHECKING, cast

from .._requests import post
from ..types import CreatePortalSession, PortalSession
from .transport import AsyncTransport

if TYPE_CHECKING:
    from typing_extensions import Unpack


class AsyncPortalSessions:
    """Links to the console, for your own customers."""

    def __init__(self, transport: AsyncTransport) -> None:
        self._transport = transport

    async def create(self, **fields: Unpack[CreatePortalSession]) -> PortalSession:
        """Makes one, for this organization alone and without its keys. One more does no harm: each ends by itself."""
        request = post("/api/portal-sessions", fields, repeatable=True)
        return cast(PortalSession, await self._transport.call(request))
