"""What answers, and none at all, mean."""

import json
from datetime import datetime, timezone

import httpx
import pytest

from hopline import HoplineError
from hopline._answers import Answer, error_of, error_of_failure, json_of, retry_after_of, until_more_of
from hopline.errors import ANSWER, TIMED_OUT, UNREACHABLE

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=timezone.utc)


def problem(status: int, code: str, **members: object) -> Answer:
    body = {"title": "T", "status": status, "code": code, "detail": "D", "trace_id": "4b", **members}
    return Answer(status, {"retry-after": "3"}, json.dumps(body).encode())


def test_a_problem_becomes_an_error_with_all_that_it_says() -> None:
    error = error_of(problem(400, "HPL_REQUEST_INVALID", pointer="/type"))
    facts = (error.code, error.status, error.title, error.detail, error.pointer, error.trace_id, error.retry_after)
    assert facts == ("HPL_REQUEST_INVALID", 400, "T", "D", "/type", "4b", 3.0)
    assert str(error) == "HPL_REQUEST_INVALID (400): D at /type [trace 4b]"


def test_a_5xx_leaves_open_what_was_done_unless_its_code_says_that_nothing_was() -> None:
    assert error_of(problem(503, "HPL_INGEST_UNAVAILABLE")).is_unknown
    assert error_of(problem(500, "HPL_INTERNAL")).is_unknown
    assert not error_of(problem(503, "HPL_AUTH_UNAVAILABLE")).is_unknown
    assert not error_of(problem(429, "HPL_RATE_LIMITED")).is_unknown


@pytest.mark.parametrize("body", [b"", b"{}", b"[]", b"null", b'{"id": 1}', b'"id"'])
def test_an_answer_without_the_member_that_it_must_have_is_none_of_hopline(body: bytes) -> None:
    with pytest.raises(HoplineError) as caught:
        json_of(Answer(200, {}, body), "id")
    assert (caught.value.code, caught.value.status, caught.value.is_unknown) == (ANSWER, 200, True)
    assert json_of(Answer(202, {}, b'{"id": "1"}'), "id") == {"id": "1"}


@pytest.mark.parametrize("body", [b"<html>", b"[]", b"null", b'{"code": 1}', b"\xff"])
def test_what_is_no_problem_of_hopline_has_a_code_of_its_own(body: bytes) -> None:
    error = error_of(Answer(502, {}, body))
    assert (error.code, error.status, error.is_retryable) == (ANSWER, 502, True)


def test_a_success_that_cannot_be_read_is_an_error_and_one_without_a_body_is_nothing() -> None:
    with pytest.raises(HoplineError, match=ANSWER):
        json_of(Answer(200, {}, b"<html>"))
    assert json_of(Answer(204, {}, b"")) is None


@pytest.mark.parametrize(
    ("failure", "code", "unknown"),
    [
        (httpx.ConnectError("refused"), UNREACHABLE, False),
        (httpx.ConnectTimeout("late"), UNREACHABLE, False),
        (httpx.PoolTimeout("late"), UNREACHABLE, False),
        (httpx.ReadTimeout("late"), TIMED_OUT, True),
        (httpx.WriteTimeout("late"), TIMED_OUT, True),
        (httpx.ReadError("reset"), UNREACHABLE, True),
        (httpx.RemoteProtocolError("cut"), UNREACHABLE, True),
    ],
)
def test_without_an_answer_it_is_known_only_before_anything_was_sent_that_nothing_was_done(
    failure: httpx.RequestError, code: str, unknown: bool
) -> None:
    error = error_of_failure(failure, "http://h")
    assert (error.code, error.status, error.is_unknown, error.is_retryable) == (code, None, unknown, True)
    assert "http://h" in error.detail


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("12", 12.0),
        (" 0 ", 0.0),
        ("Sun, 01 Mar 2026 12:00:30 GMT", 30.0),
        ("Sun, 01 Mar 2026 11:00:00 GMT", 0.0),
        ("-1", None),
        ("1.5", None),
        ("soon", None),
        ("", None),
    ],
)
def test_retry_after_is_a_number_or_a_date(value: str, seconds: float | None) -> None:
    assert retry_after_of({"retry-after": value}, NOW) == seconds


def test_the_rate_limit_says_when_there_is_more() -> None:
    assert until_more_of({"ratelimit": '"default";r=0;t=12'}) == 12.0
    assert until_more_of({}) is None
