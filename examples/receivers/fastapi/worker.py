"""Does what the webhooks ask for, one after the other, behind their answers."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from inbox import Inbox

log = logging.getLogger("receiver")

# How often it looks by itself: for what was put off.
LOOK_S = 1


class Worker:
    def __init__(self, inbox: Inbox, work: Callable[[str, dict[str, Any]], Awaitable[str]]) -> None:
        self._inbox = inbox
        self._work = work
        self._bell = asyncio.Event()
        self._stopping = False

    def wake(self) -> None:
        """There is something to do."""
        self._bell.set()

    def stop(self) -> None:
        """`run` ends when what is under way is done."""
        self._stopping = True
        self._bell.set()

    async def run(self) -> None:
        while not self._stopping:
            worked = False
            try:
                worked = await self._work_one()
            except Exception:
                # The store is away, or full.
                log.exception("worker.failed")
            if worked or self._stopping:
                continue
            try:
                await asyncio.wait_for(self._bell.wait(), LOOK_S)
            except TimeoutError:
                pass
            self._bell.clear()

    async def _work_one(self) -> bool:
        item = await asyncio.to_thread(self._inbox.begin)
        if item is None:
            return False
        try:
            result = await self._work(item.webhook_id, json.loads(item.body))
            await asyncio.to_thread(self._inbox.finish, item.webhook_id, result)
            log.info("work.done %s", item.webhook_id)
        except Exception:
            log.exception("work.failed %s", item.webhook_id)
            await asyncio.to_thread(self._inbox.postpone, item.webhook_id)
        return True
