# Made from _async/sending.py by make_sync.py: change that.
from __future__ import annotations

from collections.abc import Sequence
from random import random
from time import monotonic

from .._batches import BatchWork, split
from .._events import EncodedEvent, SendResult
from .._retries import Retries
from ..errors import CLOSED, HoplineError
from .runtime import sleep
from .transport import Transport


def send_events(
    transport: Transport, events: Sequence[EncodedEvent], retries: Retries, end: float | None = None
) -> list[SendResult]:
    """Sends events in batches, one after the other, and again those of which that may come to something.

    Gives what became of each, in order. What one batch is refused for does not stop the next one, unless the key was refused
    or nobody answers at all: then the rest is not sent.

    :param end: by time.monotonic(), from when on nothing more is sent; None for never
    """
    results: list[SendResult] = []
    over: HoplineError | None = None
    for batch in split(events):
        work = BatchWork(batch)
        if over is None and end is not None and monotonic() >= end:
            over = HoplineError(CLOSED, "there was no time left to send it")
        if over is not None:
            work.note_error(over)
            results += work.results()
            continue
        seconds: float | None = 0.0
        while seconds is not None:
            sleep(seconds)
            try:
                work.note_answer(transport.exchange(work.request()))
            except HoplineError as error:
                work.note_error(error)
            seconds = work.wait(retries, random())
            if seconds is not None and end is not None and monotonic() + seconds >= end:
                break
        results += work.results()
        over = work.ends_all()
    return results
