# Made from _async/sending.py by make_sync.py: change that.
from __future__ import annotations

from collections.abc import Sequence
from random import random

from .._batches import BatchWork, split
from .._events import EncodedEvent, SendResult
from .._retries import Retries
from ..errors import HoplineError
from .runtime import sleep
from .transport import Transport


def send_events(
    transport: Transport, events: Sequence[EncodedEvent], retries: Retries
) -> list[SendResult]:
    """Sends events in batches, one after the other, and again those of which that may come to something.

    Gives what became of each, in order. What one batch is refused for does not stop the next one.
    """
    results: list[SendResult] = []
    for batch in split(events):
        work = BatchWork(batch)
        seconds: float | None = 0.0
        while seconds is not None:
            sleep(seconds)
            try:
                work.note_answer(transport.exchange(work.request()))
            except HoplineError as error:
                work.note_error(error)
            seconds = work.wait(retries, random())
        results += work.results()
    return results
