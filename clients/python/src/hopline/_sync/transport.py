# Made from _async/transport.py by make_sync.py: change that.
from __future__ import annotations

import os
from collections.abc import Iterator, Callable
from contextlib import contextmanager
from functools import partial
from random import random
from typing import Any

import httpx

from .._answers import Answer, error_of_failure, json_of, unreadable
from .._connections import cut
from .._requests import Request
from .._settings import Settings
from .._streams import EVENT_STREAM, SILENCE
from ..errors import HoplineError
from ..version import VERSION
from .runtime import HttpClient, sleep


class Transport:
    """The connections to the API."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._pid = os.getpid()
        self._http = _connect(settings)
        # Those of the processes that this one was forked from. They go on with them, so nothing here may end them.
        self._inherited: list[HttpClient] = []

    def call(self, request: Request) -> Any:
        """Sends a request, and again where that may help. Gives what the answer holds.

        :raises HoplineError: what the last try ended with
        """
        retry, doubtful = 0, False
        while True:
            try:
                return json_of(self.exchange(request), request.member)
            except HoplineError as error:
                if doubtful and request.gone_is_done and error.status == 404:
                    return None
                # What an earlier try has perhaps done, a later refusal does not undo.
                doubtful = error.is_unknown = doubtful or error.is_unknown
                retry += 1
                retries = self.settings.retries
                seconds = retries.wait_before(retry, error, repeatable=request.repeatable, chance=random())
                if seconds is None:
                    raise
            sleep(seconds)

    def exchange(self, request: Request) -> Answer:
        """Sends a request once.

        :raises HoplineError: when there is no answer
        """
        try:
            response = self._own().request(
                request.method,
                request.path,
                params=dict(request.query) or None,
                content=request.body,
                headers=request.all_headers(),
            )
        except httpx.RequestError as failure:
            raise error_of_failure(failure, self.settings.base_url) from failure
        return self._answer(response)

    @contextmanager
    def open(
        self, request: Request, cuts: Callable[[Callable[[], None] | None], None]
    ) -> Iterator[Iterator[bytes]]:
        """Opens a stream of server-sent events. Gives its parts as they come.

        :param cuts: is given what ends the connection from outside, and None when that must not be called any more
        :raises HoplineError: when it is refused, breaks or falls silent
        """
        try:
            with self._own().stream(
                request.method,
                request.path,
                params=dict(request.query) or None,
                headers=request.all_headers(),
                timeout=httpx.Timeout(self.settings.timeout, read=SILENCE),
            ) as response:
                if not _is_stream(response):
                    response.read()
                    answer = self._answer(response)
                    json_of(answer)
                    raise unreadable(answer)
                cuts(partial(cut, response))
                try:
                    yield response.iter_bytes()
                finally:
                    cuts(None)
        except httpx.RequestError as failure:
            raise error_of_failure(failure, self.settings.base_url) from failure

    def close(self) -> None:
        self._own().close()

    def _own(self) -> HttpClient:
        """The connections of this process. On those that a fork has copied it would read what is meant for its parent."""
        pid = os.getpid()
        if pid != self._pid:
            self._inherited.append(self._http)
            self._http = _connect(self.settings)
            self._pid = pid
        return self._http

    def _answer(self, response: httpx.Response) -> Answer:
        body = response.content
        if not response.is_success:
            # Whatever stands between might answer with what it was sent.
            body = body.replace(self.settings.api_key.encode(), b"***")
        return Answer(response.status_code, response.headers, body)


def _connect(settings: Settings) -> HttpClient:
    # It follows no redirects: the key is for this host alone.
    return HttpClient(
        base_url=settings.base_url,
        timeout=settings.timeout,
        headers={"authorization": f"Bearer {settings.api_key}", "user-agent": f"hopline-python/{VERSION}"},
    )


def _is_stream(response: httpx.Response) -> bool:
    return response.status_code == 200 and response.headers.get("content-type", "").startswith(EVENT_STREAM)
