"""Waiting for a condition, in place of sleeping."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

Found = TypeVar("Found")


def until(what: str, condition: Callable[[], Found | None], limit: float = 60.0) -> Found:
    """Gives the first truthy value of a condition. The limit only bounds a test that fails anyway."""
    end = time.monotonic() + limit
    while time.monotonic() < end:
        value = condition()
        if value:
            return value
        time.sleep(0.02)
    raise AssertionError(f"waited {limit} s in vain: {what}")
