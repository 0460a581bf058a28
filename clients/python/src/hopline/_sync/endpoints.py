# Made from _async/endpoints.py by make_sync.py: change that.
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
from .pages import Pages
from .transport import Transport

if TYPE_CHECKING:
    from typing_extensions import Unpack


class Endpoints:
    """Where events are posted (docs/webhooks.md)."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def create(self, **fields: Unpack[CreateEndpoint]) -> NewEndpoint:
        """Makes one. Its secret is in this answer alone."""
        return cast(NewEndpoint, self._transport.call(post("/api/endpoints", fields)))

    def list(self) -> Pages[Endpoint]:
        return Pages(self._transport, "/api/endpoints", "endpoints", {})

    def get(self, endpoint_id: str) -> Endpoint:
        return cast(Endpoint, self._transport.call(get(_path(endpoint_id))))

    def health(self, endpoint_id: str) -> RecentHealth:
        """What it is at, and how it has answered in the last hour and day (docs/endpoint-health.md)."""
        return cast(RecentHealth, self._transport.call(get(f"{_path(endpoint_id)}/health")))

    def update(self, endpoint_id: str, **fields: Unpack[UpdateEndpoint]) -> Endpoint:
        """Changes what is named; all else stays."""
        return cast(Endpoint, self._transport.call(patch(_path(endpoint_id), fields)))

    def pause(self, endpoint_id: str) -> Endpoint:
        """Its deliveries go on being made, and wait."""
        return self.update(endpoint_id, paused=True)

    def resume(self, endpoint_id: str) -> Endpoint:
        """What waited goes out."""
        return self.update(endpoint_id, paused=False)

    def enable(self, endpoint_id: str) -> Endpoint:
        """Of one that was disabled because it failed for days, or answered 410: it gets the events that are stored from now on."""
        return self.update(endpoint_id, disabled=False)

    def delete(self, endpoint_id: str) -> None:
        """What waits for it is cancelled."""
        self._transport.call(delete(_path(endpoint_id)))

    def rotate_secret(self, endpoint_id: str, **fields: Unpack[RotateSecret]) -> NewEndpoint:
        """Replaces its secret; the old one signs beside the new one for another `overlap_seconds`."""
        return cast(NewEndpoint, self._transport.call(post(f"{_path(endpoint_id)}/rotate-secret", fields)))

    def test(self, endpoint_id: str) -> Accepted:
        """Sends it an event of type `endpoint.test`."""
        return cast(Accepted, self._transport.call(post(f"{_path(endpoint_id)}/test")))


def _path(endpoint_id: str) -> str:
    return f"/api/endpoints/{segment(endpoint_id)}"
