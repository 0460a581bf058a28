from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Mapping
from dataclasses import replace
from random import random
from threading import Lock
from types import TracebackType
from typing import Generic, TypeVar

from .._requests import get
from .._retries import Retries
from .._settings import read_retries
from .._streams import Following, Message
from ..errors import HoplineError
from .runtime import Event, wait
from .transport import AsyncTransport

Item = TypeVar("Item")

# Whoever looks on has time: about two minutes of waits.
_ATTEMPTS = 20


class Stop:
    """Ends a stream that waits for its next message, or to be opened again."""

    def __init__(self) -> None:
        self._event = Event()
        self._lock = Lock()
        self._cut: Callable[[], None] | None = None

    @property
    def is_set(self) -> bool:
        return self._event.is_set()

    def set(self) -> None:
        self._event.set()
        with self._lock:
            if self._cut is not None:
                self._cut()

    def cuts(self, cut: Callable[[], None] | None) -> None:
        """What ends the connection that there is now; None when there is none, or when it is another request's."""
        with self._lock:
            self._cut = cut
            if cut is not None and self.is_set:
                cut()

    async def sleep(self, seconds: float) -> None:
        await wait(self._event, seconds)


class AsyncStream(Generic[Item]):
    """Messages as they come, for a loop. `aclose`, or the end of `with`, ends it, also while the loop waits for the next one."""

    def __init__(
        self,
        transport: AsyncTransport,
        path: str,
        query: Mapping[str, object],
        read: Callable[[Message], Item | None],
        *,
        last_event_id: str = "",
        retries: int | Retries | None = None,
    ) -> None:
        """:param read: what a message is for those who follow; None: nothing"""
        self._stop = Stop()
        self._read = read
        self._messages = _follow(transport, path, query, last_event_id, retries, self._stop)
        self._reading = False

    def __aiter__(self) -> AsyncStream[Item]:
        return self

    async def __anext__(self) -> Item:
        self._reading = True
        try:
            while True:
                item = self._read(await anext(self._messages))
                if item is not None:
                    return item
        finally:
            self._reading = False

    async def aclose(self) -> None:
        """Ends it, from wherever: a loop over it ends as if there were no more messages."""
        self._stop.set()
        if self._reading:
            return
        try:
            await self._messages.aclose()
        except ValueError:
            # Another thread has begun to read, and finds that it is over.
            pass

    async def __aenter__(self) -> AsyncStream[Item]:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()


async def _follow(
    transport: AsyncTransport,
    path: str,
    query: Mapping[str, object],
    last_event_id: str,
    retries: int | Retries | None,
    stop: Stop,
) -> AsyncGenerator[Message, None]:
    """The messages of a stream, which is opened again behind the last one whenever it ends.

    :raises HoplineError: when it is refused for what does not pass, or the retries have failed in a row
    """
    policy = read_retries(_ATTEMPTS if retries is None else retries, transport.settings.retries)
    following = Following(last_event_id, policy)
    while not stop.is_set:
        error: HoplineError | None = None
        request = replace(get(path, query), headers=following.headers())
        try:
            async with transport.open(request, stop.cuts) as parts:
                following.begin()
                async for part in parts:
                    for message in following.push(part):
                        following.note(message)
                        yield message
                        if stop.is_set:
                            return
        except HoplineError as failure:
            error = failure
        if not stop.is_set:
            await stop.sleep(following.wait_after(error, random()))
