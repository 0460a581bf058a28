from __future__ import annotations

from time import monotonic
from typing import Literal, cast

from .._requests import Moment, Texts, get, segment
from .._retries import Retries
from .._streams import EventMessage, LatelySeen, MoreMessage, event_message
from ..errors import HoplineError
from ..types import InboxEvent, Reconciliation, StoredEvent
from .pages import AsyncPages
from .runtime import sleep
from .streams import AsyncStream
from .transport import AsyncTransport

_ON_ITS_WAY = "HPL_EVENT_NOT_STORED"


class AsyncEvents:
    """The events that were accepted (docs/inbox.md)."""

    def __init__(self, transport: AsyncTransport) -> None:
        self._transport = transport

    def list(
        self,
        *,
        type: Texts | None = None,
        from_: Moment | None = None,
        to: Moment | None = None,
        status: Texts | None = None,
        delivered: Literal["never"] | None = None,
        include: Literal["payload"] | None = None,
        limit: int | None = None,
        cursor: str | None = None,
    ) -> AsyncPages[InboxEvent]:
        """Those that fit all filters, newest first; `limit` to a page."""
        return AsyncPages(
            self._transport,
            "/api/inbox",
            "events",
            {
                "type": type,
                "from_": from_,
                "to": to,
                "status": status,
                "delivered": delivered,
                "include": include,
                "limit": limit,
                "cursor": cursor,
            },
        )

    async def get(self, event_id: str, *, wait: float = 0.0) -> StoredEvent:
        """The event, its deliveries and their attempts.

        :param wait: for so many seconds, while an event that was just accepted is on its way to the store
        """
        end = monotonic() + wait
        while True:
            try:
                answer = await self._transport.call(get(f"/api/events/{segment(event_id)}"))
                return cast(StoredEvent, answer)
            except HoplineError as error:
                seconds = error.retry_after or 1.0
                if error.code != _ON_ITS_WAY or monotonic() + seconds > end:
                    raise
            await sleep(seconds)

    def stream(
        self, *, type: Texts | None = None, last_event_id: str = "", retries: int | Retries | None = None
    ) -> AsyncStream[EventMessage | MoreMessage]:
        """The events as they come in, for looking on, until it is closed: at most 50 a second.

        It goes on when its connection breaks, and then shows what was stored meanwhile, up to 15 s back; some may be
        counted twice then. The list has all. A loop over it raises HoplineError when it is refused, such as after the key
        was revoked, or cannot be opened again.

        :param last_event_id: goes on behind this message of another stream
        :param retries: how often in a row it may fail to be opened
        """
        seen = LatelySeen()
        return AsyncStream(
            self._transport,
            "/api/events/stream",
            {"type": type},
            lambda message: seen.new_one(event_message(message)),
            last_event_id=last_event_id,
            retries=retries,
        )

    async def reconcile(self, *, from_: Moment | None = None, to: Moment | None = None) -> Reconciliation:
        """What became of all that was sent, hour by hour, between two whole hours."""
        request = get("/api/reconcile", {"from_": from_, "to": to})
        return cast(Reconciliation, await self._transport.call(request))
