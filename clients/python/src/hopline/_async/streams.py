from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping
from dataclasses import replace
from random import random

from .._requests import get
from .._retries import Retries
from .._streams import Following, Message
from ..errors import HoplineError
from .runtime import sleep
from .transport import AsyncTransport

# Whoever looks on has time: about two minutes.
_ATTEMPTS = 16


async def follow(
    transport: AsyncTransport, path: str, query: Mapping[str, object], last_event_id: str, retries: Retries | None
) -> AsyncGenerator[Message, None]:
    """The messages of a stream, which is opened again behind the last one whenever it ends.

    :raises HoplineError: when it is refused for what does not pass, or the retries have failed in a row
    """
    following = Following(last_event_id, retries or replace(transport.settings.retries, attempts=_ATTEMPTS))
    while True:
        error: HoplineError | None = None
        request = replace(get(path, query), headers=following.headers())
        try:
            async with transport.open(request) as parts:
                following.begin()
                async for part in parts:
                    for message in following.push(part):
                        following.note(message)
                        yield message
        except HoplineError as failure:
            error = failure
        await sleep(following.wait_after(error, random()))
