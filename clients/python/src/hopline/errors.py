"""What can go wrong, told apart by its code."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ._events import SendResult

#: No connection could be made, or it ended before the answer was complete.
UNREACHABLE = "HPL_CLIENT_UNREACHABLE"
#: The answer did not come in time.
TIMED_OUT = "HPL_CLIENT_TIMEOUT"
#: The answer is not one of Hopline's: a proxy gave it, or another server.
ANSWER = "HPL_CLIENT_ANSWER"
#: The sender was closed before the event had its answer; perhaps it was never sent.
CLOSED = "HPL_CLIENT_CLOSED"
#: A defect of this client, or of what it stands on; the log of `hopline` has the trace.
FAILED = "HPL_CLIENT_FAILED"


class HoplineError(Exception):
    """A request that did not succeed.

    `code` tells errors apart and does not change; the README has them all. The API key is never part of it.
    """

    def __init__(
        self,
        code: str,
        detail: str,
        *,
        status: int | None = None,
        title: str = "",
        pointer: str | None = None,
        trace_id: str | None = None,
        retry_after: float | None = None,
        is_unknown: bool = False,
    ) -> None:
        super().__init__(code, detail)
        self.code = code
        #: For people; may change.
        self.detail = detail
        #: The status of the answer; None when there was none.
        self.status = status
        self.title = title
        #: A JSON pointer (RFC 6901) to the member of the request that is wrong.
        self.pointer = pointer
        #: Finds the request in Hopline's logs and traces.
        self.trace_id = trace_id
        #: Seconds after which the same request may succeed, where the answer says so.
        self.retry_after = retry_after
        #: Whether the request may have been carried out all the same: nobody knows after a 5xx or a time-out.
        self.is_unknown = is_unknown
        #: Of an event that was not accepted: to send it again under, which makes it the same event.
        self.dedup_id: str | None = None

    @property
    def is_retryable(self) -> bool:
        """Whether the same request may succeed later, as it is. With is_unknown it may then be carried out twice."""
        return self.is_passing or self.retry_after is not None

    @property
    def is_passing(self) -> bool:
        """Whether what was wrong is wrong with more than this request, and passes by itself."""
        if self.status is None:
            return self.code in (UNREACHABLE, TIMED_OUT)
        return self.status in (408, 429) or self.status >= 500

    def __str__(self) -> str:
        status = "" if self.status is None else f" ({self.status})"
        pointer = "" if not self.pointer else f" at {self.pointer}"
        trace = "" if self.trace_id is None else f" [trace {self.trace_id}]"
        return f"{self.code}{status}: {self.detail}{pointer}{trace}"


def copy_of(error: HoplineError) -> HoplineError:
    """One for each event: it bears the event's dedup_id."""
    return HoplineError(
        error.code,
        error.detail,
        status=error.status,
        title=error.title,
        pointer=error.pointer,
        trace_id=error.trace_id,
        retry_after=error.retry_after,
        is_unknown=error.is_unknown,
    )


class SenderError(Exception):
    """Events that went through a sender and were not accepted."""

    def __init__(self, failures: Sequence[SendResult], failed: int, unsent: int = 0) -> None:
        super().__init__(failures, failed, unsent)
        #: Those that were refused, or of which it is unknown; the first ones, when there are very many.
        self.failures = tuple(failures)
        #: How many these are in all.
        self.failed = failed
        #: How many had no answer yet when the time was over.
        self.unsent = unsent

    def __str__(self) -> str:
        parts = []
        if self.failed:
            parts.append(f"{self.failed} events were not accepted, the first one: {self.failures[0].error}")
        if self.unsent:
            parts.append(f"{self.unsent} events had no answer in time")
        return "; ".join(parts)
