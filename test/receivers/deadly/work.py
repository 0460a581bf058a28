"""Stands in place of an example's work.py: work that ends the process, as one that runs out of memory does."""

import os
from typing import Any


async def work(webhook_id: str, event: dict[str, Any]) -> str:
    if event["type"] == "order.deadly":
        os._exit(7)
    if event["type"] == "order.broken":
        raise RuntimeError("broken")
    return str(event["type"])
