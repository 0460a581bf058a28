"""When a request is sent again. Pure: chance comes from outside."""

from __future__ import annotations

from dataclasses import dataclass

from .errors import HoplineError

# 2 to this power is beyond any cap.
_MOST_DOUBLINGS = 40


@dataclass(frozen=True)
class Retries:
    """How often, and how patiently, a request is sent again. Times are in seconds."""

    #: Requests after the first one, at most.
    attempts: int = 5
    #: About how long the first wait is; each one after it is twice as long.
    base: float = 0.25
    #: The longest wait, unless the answer asks for a longer one.
    cap: float = 10.0
    #: An answer that asks for a longer wait than this is not waited for.
    longest_wait: float = 60.0

    def __post_init__(self) -> None:
        if self.attempts < 0 or self.base < 0 or self.cap < 0 or self.longest_wait < 0:
            raise ValueError("retries cannot be negative")

    def wait_before(self, retry: int, error: HoplineError, *, repeatable: bool, chance: float) -> float | None:
        """Seconds to wait before a retry, or None for none.

        :param retry: which one it would be, from 1
        :param repeatable: whether the request may be done twice
        :param chance: from 0 to 1; clients that failed together must not come back together
        """
        if retry > self.attempts or not may_repeat(error, repeatable=repeatable):
            return None
        asked = 0.0 if error.retry_after is None else error.retry_after
        if asked > self.longest_wait:
            return None
        backoff = min(self.cap, self.base * 2.0 ** min(retry - 1, _MOST_DOUBLINGS))
        # Never earlier than was asked for.
        return max(backoff * (0.5 + chance / 2), asked + self.base * chance if asked else 0.0)


def may_repeat(error: HoplineError, *, repeatable: bool) -> bool:
    """Whether a request with this end may be sent again by itself: one that was perhaps carried out only if it is repeatable."""
    return error.is_passing and (repeatable or not error.is_unknown)
