from __future__ import annotations

from typing import TYPE_CHECKING, cast

from .._requests import delete, get, patch, post, segment
from ..types import (
    Accepted,
    CreateEndpoint,
    Endpoint,
    NewEndpoint,
    RecentHealth,
    RotateSecret,
    UpdateEndpoint,
)
from .pages import AsyncPages
from .transport import AsyncTransport

if TYPE_CHECKING:
    from typing_extensions import Unpack


class AsyncEndpoints:
    """Where events are posted (docs/webhooks.md)."""

    def __init__(self, transport: AsyncTransport) -> None:
        self._transport = transport

    async def create(self, **fields: Unpack[CreateEndpoint]) -> NewEndpoint:
        """Makes one. Its secret is in this answer alone."""
        return cast(NewEndpoint, await self._transport.call(post("/api/endpoints", fields)))

    def list(self) -> AsyncPages[Endpoint]:
        return AsyncPages(self._transport, "/api/endpoints", "endpoints", {})

    async def get(self, endpoint_id: str) -> Endpoint:
        return cast(Endpoint, await self._transport.call(get(_path(endpoint_id))))

    async def health(self, endpoint_id: str) -> RecentHealth:
        """What it is at, and how it has answered in the last hour and day (docs/endpoint-health.md)."""
        return cast(RecentHealth, await self._transport.call(get(f"{_path(endpoint_id)}/health")))

    async def update(self, endpoint_id: str, **fields: Unpack[UpdateEndpoint]) -> Endpoint:
        """Changes what is named; all else stays."""
        return cast(Endpoint, await self._transport.call(patch(_path(endpoint_id), fields)))

    async def pause(self, endpoint_id: str) -> Endpoint:
        """Its deliveries go on being made, and wait."""
        return await self.update(endpoint_id, paused=True)

    async def resume(self, endpoint_id: str) -> Endpoint:
        """What waited goes out."""
        return await self.update(endpoint_id, paused=False)

    async def enable(self, endpoint_id: str) -> Endpoint:
        """Of one that was disabled because it failed for days, or answered 410: it gets the events that are stored from now on."""
        return await self.update(endpoint_id, disabled=False)

    async def delete(self, endpoint_id: str) -> None:
        """What waits for it is cancelled."""
        await self._transport.call(delete(_path(endpoint_id)))

    async def rotate_secret(self, endpoint_id: str, **fields: Unpack[RotateSecret]) -> NewEndpoint:
        """Replaces its secret; the old one signs beside the new one for another `overlap_seconds`."""
        return cast(NewEndpoint, await self._transport.call(post(f"{_path(endpoint_id)}/rotate-secret", fields)))

    async def test(self, endpoint_id: str) -> Accepted:
        """Sends it an event of type `endpoint.test`."""
        return cast(Accepted, await self._transport.call(post(f"{_path(endpoint_id)}/test")))


def _path(endpoint_id: str) -> str:
    return f"/api/endpoints/{segment(endpoint_id)}"
