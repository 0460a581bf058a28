"""What the async half does in another way than the sync one: it sleeps, waits and works in tasks."""

from __future__ import annotations

import asyncio
import logging
import os
from asyncio import Condition, Event, sleep
from collections.abc import Callable, Coroutine
from dataclasses import replace
from time import monotonic
from typing import TYPE_CHECKING

import httpx

from ..errors import SenderError

if TYPE_CHECKING:
    from .sender import AsyncSender

__all__ = ["AsyncHttpClient", "Condition", "Event", "Worker", "close_at_exit", "sleep", "wait"]

AsyncHttpClient = httpx.AsyncClient
log = logging.getLogger("hopline")
# When a process ends nothing is sent any more after so long; what is under way then has a third of it at most.
_EXIT_SECONDS = 30.0


async def wait(condition: Condition | Event, seconds: float | None) -> None:
    """Waits to be notified, or for it to be set, at most for so long."""
    try:
        await asyncio.wait_for(condition.wait(), seconds)
    except asyncio.TimeoutError:
        pass


class Worker:
    """Something that runs beside whoever started it."""

    def __init__(self, run: Callable[[], Coroutine[object, object, None]]) -> None:
        self._task = asyncio.create_task(run(), name="hopline-sender")

    @property
    def is_running(self) -> bool:
        return not self._task.done()

    @property
    def is_current(self) -> bool:
        """Whether it is what asks."""
        return asyncio.current_task() is self._task

    async def stop(self) -> None:
        """Breaks off what it does."""
        self._task.cancel()
        await asyncio.wait([self._task])


def close_at_exit(sender: AsyncSender, pid: int) -> None:
    """Sends what is left when the process ends. The loop is gone then, and its tasks with it: it goes out from here."""
    # Not needed before, and not by whoever closes its senders.
    from .._sync.sending import send_events
    from .._sync.transport import Transport

    left = sender.unsent_encoded()
    # A process that was forked has a copy of the buffer; the events are its parent's.
    if not left or os.getpid() != pid:
        return
    settings = replace(sender.settings, timeout=min(sender.settings.timeout, _EXIT_SECONDS / 3))
    transport = Transport(settings)
    try:
        results = send_events(transport, left, settings.retries, monotonic() + _EXIT_SECONDS)
    except Exception:
        log.exception("at exit: %d events could not be sent", len(left))
        return
    finally:
        transport.close()
    failures = [result for result in results if result.error]
    if failures:
        log.error("at exit: %s", SenderError(failures, len(failures)))
