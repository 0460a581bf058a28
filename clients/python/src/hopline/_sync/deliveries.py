# Made from _async/deliveries.py by make_sync.py: change that.
from __future__ import annotations

from typing import cast

from .._requests import Moment, Texts, get, post, segment
from ..types import CancelledDelivery, Delivery, RetriedDelivery
from .pages import Pages
from .transport import Transport


class Deliveries:
    """What became of each event at each endpoint (docs/replay.md)."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def list(
        self,
        *,
        endpoint_id: str | None = None,
        event_id: str | None = None,
        state: Texts | None = None,
        type: Texts | None = None,
        from_: Moment | None = None,
        to: Moment | None = None,
        limit: int | None = None,
        cursor: str | None = None,
    ) -> Pages[Delivery]:
        """Those that fit all filters, in the order of their events, newest first; `limit` to a page."""
        return Pages(
            self._transport,
            "/api/deliveries",
            "deliveries",
            {
                "endpoint_id": endpoint_id,
                "event_id": event_id,
                "state": state,
                "type": type,
                "from_": from_,
                "to": to,
                "limit": limit,
                "cursor": cursor,
            },
        )

    def get(self, delivery_id: str) -> Delivery:
        return cast(Delivery, self._transport.call(get(_path(delivery_id))))

    def retry(self, delivery_id: str) -> RetriedDelivery:
        """Has it attempted once more, whatever state it is in."""
        return cast(RetriedDelivery, self._transport.call(post(f"{_path(delivery_id)}/retry")))

    def cancel(self, delivery_id: str) -> CancelledDelivery:
        """Never attempts it again, unless it is retried or replayed."""
        request = post(f"{_path(delivery_id)}/cancel", repeatable=True)
        return cast(CancelledDelivery, self._transport.call(request))


def _path(delivery_id: str) -> str:
    return f"/api/deliveries/{segment(delivery_id)}"
