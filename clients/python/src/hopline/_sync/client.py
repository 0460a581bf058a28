# Made from _async/client.py by make_sync.py: change that.
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
from .deliveries import Deliveries
from .endpoints import Endpoints
from .events import Events
from .keys import Keys
from .portal_sessions import PortalSessions
from .replays import Replays
from .sender import Sender
from .sending import send_events
from .stats import Stats
from .transport import Transport

# A sender has time: about two minutes of waits, which an api that is replaced takes at most.
_SENDER_RETRIES = Retries(attempts=20)
_MIB = 1024 * 1024


class Hopline:
    """Hopline's API with one key.

    :param timeout: seconds that a request may wait for the network at a time
    :param retries: how often a request is sent again when that may help: a number, or `Retries`
    """

    def __init__(self, api_key: str, base_url: str, *, timeout: float = 15.0, retries: int | Retries = 5) -> None:
        self._settings = read_settings(api_key, base_url, timeout, retries)
        self._transport = Transport(self._settings)
        self.events = Events(self._transport)
        self.endpoints = Endpoints(self._transport)
        self.deliveries = Deliveries(self._transport)
        self.replays = Replays(self._transport)
        self.keys = Keys(self._transport)
        self.portal_sessions = PortalSessions(self._transport)
        self.stats = Stats(self._transport)

    def send(
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
            answer = self._transport.call(request)
        except HoplineError as error:
            error.dedup_id = event.event.dedup_id
            raise
        return SentEvent(answer["id"], event.event.dedup_id or "")

    def send_batch(self, events: Iterable[Event]) -> list[SendResult]:
        """Sends any number of events. Gives what became of each, in order; only those of which that may help are tried again."""
        encoded = [encode_event(event) for event in events]
        return send_events(self._transport, encoded, self._settings.retries)

    def sender(
        self,
        *,
        max_batch_events: int = MOST_EVENTS,
        max_delay: float = 0.02,
        max_pending_events: int = 10_000,
        max_pending_bytes: int = 32 * _MIB,
        retries: int | Retries = _SENDER_RETRIES,
        on_result: Callable[[SendResult], None] | None = None,
    ) -> Sender:
        """Something that takes events one by one and sends them in batches; see `Sender`."""
        return Sender(
            self._settings,
            max_batch_events=max_batch_events,
            max_delay=max_delay,
            max_pending_events=max_pending_events,
            max_pending_bytes=max_pending_bytes,
            retries=read_retries(retries),
            on_result=on_result,
        )

    def close(self) -> None:
        """Ends the connections. Senders have their own."""
        self._transport.close()

    def __enter__(self) -> Hopline:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"Hopline(base_url={self._settings.base_url!r})"
