"""Sends events through a sender: `python3 send_many.py sync|async TYPE COUNT`. test/python kills the api meanwhile.

On standard output, a line each: how many have their end so far, after each batch; at last a JSON object with the number of
events by status, and how many ids they have.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections import Counter

from hopline import AsyncHopline, Hopline, SendResult

URL, KEY = os.environ["HOPLINE_URL"], os.environ["HOPLINE_API_KEY"]
# Small ones, so that the api is killed in the middle of many.
BATCH = 10


class Tally:
    def __init__(self) -> None:
        self.statuses: Counter[str] = Counter()
        self.ids: set[str | None] = set()

    def __call__(self, result: SendResult) -> None:
        self.statuses[result.status] += 1
        if result.id is not None:
            self.ids.add(result.id)
        if sum(self.statuses.values()) % BATCH == 0:
            print(sum(self.statuses.values()), flush=True)


def send_sync(type: str, count: int, tally: Tally) -> None:
    with Hopline(KEY, URL) as client:
        with client.sender(max_batch_events=BATCH, max_pending_events=10 * BATCH, on_result=tally) as sender:
            for n in range(count):
                sender.send(type, {"n": n})


async def send_async(type: str, count: int, tally: Tally) -> None:
    async with AsyncHopline(KEY, URL) as client:
        async with client.sender(max_batch_events=BATCH, max_pending_events=10 * BATCH, on_result=tally) as sender:
            for n in range(count):
                await sender.send(type, {"n": n})


def main() -> None:
    _, mode, type, count = sys.argv
    tally = Tally()
    if mode == "sync":
        send_sync(type, int(count), tally)
    else:
        asyncio.run(send_async(type, int(count), tally))
    print(json.dumps({"statuses": tally.statuses, "ids": len(tally.ids)}), flush=True)


if __name__ == "__main__":
    main()
