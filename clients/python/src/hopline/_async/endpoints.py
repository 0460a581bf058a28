from __future__ import annotations

from typing import TYPE_CHECKING, cast

from .._requests import delete, get, patch, post, segment
from ..types import (
    Accepted,
    CreateEndpoint,
    CreateReplay,
    Endpoint,
    NewEndpoint,
    RecentHealth,
    Replay,
    ReplayPreview,
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
        """Changes what is named. `paused=False` sends what waited; `disabled=False` enables it again."""
        return cast(Endpoint, await self._transport.call(patch(_path(endpoint_id), fields)))

    async def delete(self, endpoint_id: str) -> None:
        await self._transport.call(delete(_path(endpoint_id)))

    async def rotate_secret(self, endpoint_id: str, **fields: Unpack[RotateSecret]) -> NewEndpoint:
        """Replaces its secret; the old one signs beside the new one for another `overlap_seconds`."""
        return cast(NewEndpoint, await self._transport.call(post(f"{_path(endpoint_id)}/rotate-secret", fields)))

    async def test(self, endpoint_id: str) -> Accepted:
        """Sends it an event of type `endpoint.test`."""
        return cast(Accepted, await self._transport.call(post(f"{_path(endpoint_id)}/test")))

    async def replay(self, endpoint_id: str, **fields: Unpack[CreateReplay]) -> Replay:
        """Has deliveries of this endpoint attempted again (docs/replay.md)."""
        return cast(Replay, await self._transport.call(post(f"{_path(endpoint_id)}/replay", fields)))

    async def preview_replay(self, endpoint_id: str, **fields: Unpack[CreateReplay]) -> ReplayPreview:
        """How many deliveries such a replay would take now. Makes none."""
        request = post(f"{_path(endpoint_id)}/replay", {**fields, "dry_run": True}, repeatable=True)
        return cast(ReplayPreview, await self._transport.call(request))


def _path(endpoint_id: str) -> str:
    return f"/api/endpoints/{segment(endpoint_id)}"
