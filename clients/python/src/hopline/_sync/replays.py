# Made from _async/replays.py by make_sync.py: change that.
from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING, cast

from .._requests import get, post, segment
from ..types import CreateReplay, Replay, ReplayPreview, ReplayWithDeliveries
from .pages import Pages
from .runtime import sleep
from .transport import Transport

if TYPE_CHECKING:
    from typing_extensions import Unpack


class Replays:
    """Deliveries that are attempted again, many at a time (docs/replay.md)."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def create(self, endpoint_id: str | None = None, **fields: Unpack[CreateReplay]) -> Replay:
        """Has deliveries attempted again: those of one endpoint, or of all."""
        return cast(Replay, self._transport.call(post(_made_at(endpoint_id), fields)))

    def preview(self, endpoint_id: str | None = None, **fields: Unpack[CreateReplay]) -> ReplayPreview:
        """How many deliveries such a replay would take now. Makes none."""
        request = post(_made_at(endpoint_id), {**fields, "dry_run": True}, repeatable=True)
        return cast(ReplayPreview, self._transport.call(request))

    def list(self, *, limit: int | None = None, cursor: str | None = None) -> Pages[Replay]:
        """Newest first; `limit` to a page."""
        return Pages(self._transport, "/api/replays", "replays", {"limit": limit, "cursor": cursor})

    def get(self, replay_id: str) -> ReplayWithDeliveries:
        """With its progress, and what became of what it chose."""
        return cast(ReplayWithDeliveries, self._transport.call(get(_path(replay_id))))

    def watch(
        self, replay_id: str, *, interval: float = 1.0, until_delivered: bool = False
    ) -> Generator[ReplayWithDeliveries, None]:
        """How it goes on: the replay as it is now, and again after each interval, the last time when it is over.

        :param interval: seconds between two looks
        :param until_delivered: goes on until none of its deliveries is pending or being sent, which may take as long as the
            retries of an endpoint
        """
        while True:
            replay = self.get(replay_id)
            yield replay
            counts = replay["deliveries"]
            is_chosen = replay["state"] in ("finished", "cancelled")
            if is_chosen and not (until_delivered and counts["pending"] + counts["sending"] > 0):
                return
            sleep(interval)

    def pause(self, replay_id: str) -> Replay:
        """Nothing more is chosen until it is resumed."""
        return self._change(replay_id, "pause")

    def resume(self, replay_id: str) -> Replay:
        return self._change(replay_id, "resume")

    def cancel(self, replay_id: str) -> Replay:
        """Nothing more is chosen; what was chosen goes on."""
        return self._change(replay_id, "cancel")

    def _change(self, replay_id: str, change: str) -> Replay:
        # In the state that it leads to it changes nothing.
        request = post(f"{_path(replay_id)}/{change}", repeatable=True)
        return cast(Replay, self._transport.call(request))


def _path(replay_id: str) -> str:
    return f"/api/replays/{segment(replay_id)}"


def _made_at(endpoint_id: str | None) -> str:
    return "/api/replays" if endpoint_id is None else f"/api/endpoints/{segment(endpoint_id)}/replay"
