"""What the API answers, and what that means. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any

import httpx

from .errors import ANSWER, TIMED_OUT, UNREACHABLE, HoplineError

_NOTHING_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError, httpx.UnsupportedProtocol)
# Of these the API says that nothing was done, though their status leaves it open (docs/errors.md).
_NOTHING_DONE = frozenset({"HPL_AUTH_UNAVAILABLE", "HPL_INGEST_OVERLOADED", "HPL_SECRETS_UNAVAILABLE"})
# `"default";r=0;t=12` (draft-ietf-httpapi-ratelimit-headers): more in 12 seconds.
_UNTIL_MORE = re.compile(r";t=(\d{1,9})")


@dataclass(frozen=True)
class Answer:
    """`headers` are looked up by lower-case name."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def json_of(answer: Answer, member: str | None = None) -> Any:
    """What a successful answer holds; None for nothing.

    :param member: a text that it must have
    :raises HoplineError: for any other answer
    """
    if not 200 <= answer.status < 300:
        raise error_of(answer)
    try:
        value = json.loads(answer.body) if answer.body else None
    except ValueError as failure:
        raise unreadable(answer) from failure
    # Another service, or a gateway, may answer 2xx too.
    if member is not None and not (isinstance(value, dict) and isinstance(value.get(member), str)):
        raise unreadable(answer)
    return value


def error_of(answer: Answer) -> HoplineError:
    """The error that an answer other than 2xx stands for (RFC 9457)."""
    problem = problem_of(answer)
    code = problem.get("code")
    if not isinstance(code, str):
        return unreadable(answer)
    return HoplineError(
        code,
        str(problem.get("detail", "")),
        status=answer.status,
        title=str(problem.get("title", "")),
        pointer=problem.get("pointer"),
        trace_id=problem.get("trace_id"),
        retry_after=retry_after_of(answer.headers, datetime.now(timezone.utc)),
        is_unknown=answer.status >= 500 and code not in _NOTHING_DONE,
    )


def problem_of(answer: Answer) -> dict[str, Any]:
    """The members of a problem; none when the answer is none."""
    try:
        problem = json.loads(answer.body)
    except ValueError:
        return {}
    return problem if isinstance(problem, dict) else {}


def unreadable(answer: Answer) -> HoplineError:
    """The error that an answer stands for which is not one of Hopline's."""
    # A proxy's 502 passes like one of ours: that there was such an answer is all that counts.
    try:
        title = HTTPStatus(answer.status).phrase
    except ValueError:
        title = ""
    detail = f"the answer {answer.status} is not one of Hopline's; check base_url, and proxies in between"
    retry_after = retry_after_of(answer.headers, datetime.now(timezone.utc))
    return HoplineError(
        ANSWER,
        detail,
        status=answer.status,
        title=title,
        retry_after=retry_after,
        # A 2xx too: whatever was asked for may have been done.
        is_unknown=not 300 <= answer.status < 500,
    )


def error_of_failure(failure: httpx.RequestError, base_url: str) -> HoplineError:
    """The error that no answer at all stands for."""
    if isinstance(failure, _NOTHING_SENT):
        return HoplineError(UNREACHABLE, f"no connection to {base_url} could be made: {failure or type(failure).__name__}")
    if isinstance(failure, httpx.TimeoutException):
        return HoplineError(TIMED_OUT, f"{base_url} has not answered in time ({type(failure).__name__})", is_unknown=True)
    detail = f"the connection to {base_url} ended before the answer was complete ({type(failure).__name__})"
    return HoplineError(UNREACHABLE, detail, is_unknown=True)


def retry_after_of(headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds of `Retry-After`: a number, or as proxies have it a date (RFC 9110, section 10.2.3)."""
    value = headers.get("retry-after", "").strip()
    if value.isascii() and value.isdigit():
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
    except (TypeError, ValueError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=timezone.utc)
    return max(0.0, (moment - now).total_seconds())


def until_more_of(headers: Mapping[str, str]) -> float | None:
    """Seconds until the rate limit lets more events pass, from `RateLimit`."""
    found = _UNTIL_MORE.search(headers.get("ratelimit", ""))
    return float(found[1]) if found else None
