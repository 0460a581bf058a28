from __future__ import annotations

from typing import TYPE_CHECKING, cast

from .._requests import get, post, segment
from ..types import CreateReplay, Replay, ReplayPreview, ReplayWithDeliveries
from .pages import AsyncPages
from .transport import AsyncTransport

if TYPE_CHECKING:
    from typing_extensions import Unpack


class AsyncReplays:
    """Deliveries that are attempted again, many at a time (docs/replay.md)."""

    def __init__(self, transport: AsyncTransport) -> None:
        self._transport = transport

    async def create(self, **fields: Unpack[CreateReplay]) -> Replay:
        """Replays deliveries of all endpoints; `client.endpoints.replay` those of one."""
        return cast(Replay, await self._transport.call(post("/api/replays", fields)))

    async def preview(self, **fields: Unpack[CreateReplay]) -> ReplayPreview:
        """How many deliveries such a replay would take now. Makes none; `client.endpoints.preview_replay` is that of one."""
        request = post("/api/replays", {**fields, "dry_run": True}, repeatable=True)
        return cast(ReplayPreview, await self._transport.call(request))

    def list(self, *, limit: int | None = None, cursor: str | None = None) -> AsyncPages[Replay]:
        """Newest first; `limit` to a page."""
        return AsyncPages(self._transport, "/api/replays", "replays", {"limit": limit, "cursor": cursor})

    async def get(self, replay_id: str) -> ReplayWithDeliveries:
        """With its progress, and what became of what it chose."""
        return cast(ReplayWithDeliveries, await self._transport.call(get(_path(replay_id))))

    async def pause(self, replay_id: str) -> Replay:
        return await self._change(replay_id, "pause")

    async def resume(self, replay_id: str) -> Replay:
        return await self._change(replay_id, "resume")

    async def cancel(self, replay_id: str) -> Replay:
        return await self._change(replay_id, "cancel")

    async def _change(self, replay_id: str, change: str) -> Replay:
        # In the state that it leads to it changes nothing.
        request = post(f"{_path(replay_id)}/{change}", repeatable=True)
        return cast(Replay, await self._transport.call(request))


def _path(replay_id: str) -> str:
    return f"/api/replays/{segment(replay_id)}"
