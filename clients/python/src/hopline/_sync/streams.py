# Made from _async/streams.py by make_sync.py: change that.
from __future__ import annotations

from collections.abc import Generator, Mapping
from dataclasses import replace
from random import random

from .._requests import get
from .._retries import Retries
from .._settings import read_retries
from .._streams import Following, Message
from ..errors import HoplineError
from .runtime import sleep
from .transport import Transport

# Whoever looks on has time: about two minutes of waits.
_ATTEMPTS = 20


def follow(
    transport: Transport,
    path: str,
    query: Mapping[str, object],
    last_event_id: str,
    retries: int | Retries | None,
) -> Generator[Message, None]:
    """The messages of a stream, which is opened again behind the last one whenever it ends.

    :raises HoplineError: when it is refused for what does not pass, or the retries have failed in a row
    """
    policy = read_retries(_ATTEMPTS if retries is None else retries, transport.settings.retries)
    following = Following(last_event_id, policy)
    while True:
        error: HoplineError | None = None
        request = replace(get(path, query), headers=following.headers())
        try:
            with transport.open(request) as parts:
                following.begin()
                for part in parts:
                    for message in following.push(part):
                        following.note(message)
                        yield message
        except HoplineError as failure:
            error = failure
        sleep(following.wait_after(error, random()))
