from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import TracebackType
from typing import Any

from .._batches import MOST_EVENTS
from .._events import Event, SendResult, SentEvent, encode_event
from .._requests import Request
from .._retries import Retries
from .._settings import read_retries, read_settings
from ..errors import HoplineError
from .deliveries import AsyncDeliveries
from .endpoints import AsyncEndpoints
from .events import AsyncEvents
from .keys import AsyncKeys
from .portal_sessions import AsyncPortalSessions
from .replays import AsyncReplays
from .sender import AsyncSender
from .sending import send_events
from .stats import AsyncStats
from .transport import AsyncTransport

# A sender has time: about two minutes of waits, which an api that is replaced takes at most.
_SENDER_RETRIES = Retries(attempts=20)
_MIB = 1024 * 1024


class AsyncHopline:
    """Hopline's API with one key.

    :param timeout: seconds that a request may wait for the network at a time
    :param retries: how often a request is sent again when that may help: a number, or `Retries`
    """

    def __init__(self, api_key: str, base_url: str, *, timeout: float = 15.0, retries: int | Retries = 5) -> None:
        self._settings = read_settings(api_key, base_url, timeout, retries)
        self._transport = AsyncTransport(self._settings)
        self.events = AsyncEvents(self._transport)
        self.endpoints = AsyncEndpoints(self._transport)
        self.deliveries = AsyncDeliveries(self._transport)
        self.replays = AsyncReplays(self._transport)
        self.keys = AsyncKeys(self._transport)
        self.portal_sessions = AsyncPortalSessions(self._transport)
        self.stats = AsyncStats(self._transport)

    async def send(
        self,
        type: str,
        payload: Mapping[str, Any],
        dedup_id: str | None = None,
        ordering_key: str | None = None,
    ) -> SentEvent:
        """Sends an event and waits until it is durable. Tried again, or called again with the same dedup_id, it stays one event.

        :raises HoplineError: when it was not accepted; its dedup_id is what to send it again under
        """
        event = encode_event(Event(type, payload, dedup_id, ordering_key))
        try:
            request = Request("POST", "/api/events", body=event.body, repeatable=True, member="id")
            answer = await self._transport.call(request)
        except HoplineError as error:
            error.dedup_id = event.event.dedup_id
            raise
        return SentEvent(answer["id"], event.event.dedup_id or "")

    async def send_batch(self, events: Iterable[Event]) -> list[SendResult]:
        """Sends any number of events. Gives what became of each, in order; only those of which that may help are tried again."""
        encoded = [encode_event(event) for event in events]
        return await send_events(self._transport, encoded, self._settings.retries)

    def sender(
        self,
        *,
        max_batch_events: int = MOST_EVENTS,
        max_delay: float = 0.02,
        max_pending_events: int = 10_000,
        max_pending_bytes: int = 32 * _MIB,
        retries: int | Retries = _SENDER_RETRIES,
        on_result: Callable[[SendResult], None] | None = None,
    ) -> AsyncSender:
        """Something that takes events one by one and sends them in batches; see `AsyncSender`."""
        return AsyncSender(
            self._settings,
            max_batch_events=max_batch_events,
            max_delay=max_delay,
            max_pending_events=max_pending_events,
            max_pending_bytes=max_pending_bytes,
            retries=read_retries(retries),
            on_result=on_result,
        )

    async def close(self) -> None:
        """Ends the connections. Senders have their own."""
        await self._transport.close()

    async def __aenter__(self) -> AsyncHopline:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    def __repr__(self) -> str:
        return f"AsyncHopline(base_url={self._settings.base_url!r})"
