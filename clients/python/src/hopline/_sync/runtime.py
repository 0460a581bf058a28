"""What the sync half does in another way than the async one: it sleeps, waits and works in threads."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable
from threading import Condition, Event, Thread, current_thread
from typing import TYPE_CHECKING

import httpx

from ..errors import SenderError

if TYPE_CHECKING:
    from .sender import Sender

__all__ = ["Condition", "Event", "HttpClient", "Worker", "close_at_exit", "sleep", "wait"]

HttpClient = httpx.Client
sleep = time.sleep
log = logging.getLogger("hopline")
# A process that ends waits no longer than this for what is still to be sent.
_EXIT_SECONDS = 30.0


def wait(condition: Condition | Event, seconds: float | None) -> None:
    """Waits to be notified, or for it to be set, at most for so long."""
    condition.wait(seconds)


class Worker:
    """Something that runs beside whoever started it. It does not keep the process from ending."""

    def __init__(self, run: Callable[[], None]) -> None:
        self._thread = Thread(target=run, name="hopline-sender", daemon=True)
        self._thread.start()

    @property
    def is_running(self) -> bool:
        return self._thread.is_alive()

    @property
    def is_current(self) -> bool:
        """Whether it is what asks."""
        return current_thread() is self._thread

    def stop(self) -> None:
        """A thread cannot be stopped: it ends when its request does."""


def close_at_exit(sender: Sender, pid: int) -> None:
    """Sends what is left when the process ends. Threads of this kind still run then."""
    # A process that was forked has a copy of the buffer, and no thread; the events are its parent's.
    if os.getpid() != pid:
        return
    try:
        sender.close(_EXIT_SECONDS)
    except SenderError as error:
        log.error("at exit: %s", error)
