# Made from _async/replays.py by make_sync.py: change that.
from __future__ import annotations

from typing import TYPE_CHECKING, cast

from .._requests import get, post, segment
from ..types import CreateReplay, Replay, ReplayPreview, ReplayWithDeliveries
from .pages import Pages
from .transport import Transport

if TYPE_CHECKING:
    from typing_extensions import Unpack


class Replays:
    """Deliveries that are attempted again, many at a time (docs/replay.md)."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def create(self, **fields: Unpack[CreateReplay]) -> Replay:
        """Replays deliveries of all endpoints; `client.endpoints.replay` those of one."""
        return cast(Replay, self._transport.call(post("/api/replays", fields)))

    def preview(self, **fields: Unpack[CreateReplay]) -> ReplayPreview:
        """How many deliveries such a replay would take now. Makes none; `client.endpoints.preview_replay` is that of one."""
        request = post("/api/replays", {**fields, "dry_run": True}, repeatable=True)
        return cast(ReplayPreview, self._transport.call(request))

    def list(self, *, limit: int | None = None, cursor: str | None = None) -> Pages[Replay]:
        """Newest first; `limit` to a page."""
        return Pages(self._transport, "/api/replays", "replays", {"limit": limit, "cursor": cursor})

    def get(self, replay_id: str) -> ReplayWithDeliveries:
        """With its progress, and what became of what it chose."""
        return cast(ReplayWithDeliveries, self._transport.call(get(_path(replay_id))))

    def pause(self, replay_id: str) -> Replay:
        return self._change(replay_id, "pause")

    def resume(self, replay_id: str) -> Replay:
        return self._change(replay_id, "resume")

    def cancel(self, replay_id: str) -> Replay:
        return self._change(replay_id, "cancel")

    def _change(self, replay_id: str, change: str) -> Replay:
        # In the state that it leads to it changes nothing.
        request = post(f"{_path(replay_id)}/{change}", repeatable=True)
        return cast(Replay, self._transport.call(request))


def _path(replay_id: str) -> str:
    return f"/api/replays/{segment(replay_id)}"
