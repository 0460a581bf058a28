"""How events become batches, and what the answer to one says of each."""

import json
from typing import Any

from hopline import Event, HoplineError, Retries
from hopline._answers import Answer
from hopline._batches import MOST_BYTES, MOST_EVENTS, BatchWork, split
from hopline._events import EncodedEvent, encode_event
from hopline.errors import ANSWER, TIMED_OUT, UNREACHABLE

RETRIES = Retries(attempts=2, base=1.0)


def events(count: int, size: int = 1) -> list[EncodedEvent]:
    return [encode_event(Event("a.b", {"text": "x" * size}, dedup_id=f"e{i}")) for i in range(count)]


def answer(*items: dict[str, Any], status: int = 202, headers: dict[str, str] | None = None, **members: object) -> Answer:
    return Answer(status, headers or {}, json.dumps({"items": items, **members}).encode())


def ok(id: str) -> dict[str, Any]:
    return {"status": "accepted", "id": id}


def no(status: str, code: str) -> dict[str, Any]:
    return {"status": status, "code": code, "detail": "D"}


def sent(work: BatchWork) -> list[str]:
    return [json.loads(line)["dedup_id"] for line in (work.request().body or b"").splitlines()]


def outcome(work: BatchWork) -> list[tuple[str, str | None]]:
    return [(one.status, one.error.code if one.error else one.id) for one in work.results()]


def test_no_batch_has_more_events_or_bytes_than_the_api_takes_and_none_is_left_out() -> None:
    for given in (events(0), events(1), events(MOST_EVENTS), events(2 * MOST_EVENTS + 1), events(20, 200_000)):
        batches = list(split(given))
        assert [event for batch in batches for event in batch] == given
        for batch in batches:
            assert 1 <= len(batch) <= MOST_EVENTS
            assert len(BatchWork(batch).request().body or b"") <= MOST_BYTES
    assert len(list(split(events(2 * MOST_EVENTS + 1)))) == 3
    assert len(list(split(events(20, 200_000)))) == 4


def test_an_event_that_is_too_large_for_any_batch_goes_alone_and_takes_no_other_with_it() -> None:
    small, large = events(2), events(1, 2 * MOST_BYTES)
    assert list(split([small[0], *large, small[1]])) == [[small[0]], large, [small[1]]]


def test_each_event_has_its_own_end_and_only_those_of_which_that_may_come_to_something_are_sent_again() -> None:
    work = BatchWork(events(4))
    first = answer(
        ok("1"), no("refused", "HPL_REQUEST_INVALID"), no("unknown", "HPL_INGEST_UNAVAILABLE"), no("refused", "HPL_RATE_LIMITED")
    )
    work.note_answer(first)
    assert work.wait(RETRIES, 1.0) is not None
    assert sent(work) == ["e2", "e3"]
    work.note_answer(answer(ok("3"), ok("4")))
    assert work.wait(RETRIES, 1.0) is None
    assert outcome(work) == [("accepted", "1"), ("refused", "HPL_REQUEST_INVALID"), ("accepted", "3"), ("accepted", "4")]
    assert [one.dedup_id for one in work.results()] == ["e0", "e1", "e2", "e3"]


def test_an_item_that_says_nothing_leaves_open_what_became_of_its_event_and_the_others_keep_what_they_say() -> None:
    for strange in ({}, {"status": "accepted"}, {"status": "accepted", "id": 1}, {"status": "refused"}, {"status": 1, "code": "X"}):
        work = BatchWork(events(2))
        work.note_answer(answer(strange, ok("2")))
        assert work.wait(RETRIES, 1.0) is None
        assert outcome(work) == [("unknown", ANSWER), ("accepted", "2")]


def test_a_refused_key_and_no_answer_at_all_end_further_batches_and_nothing_else_does() -> None:
    for error, ends in (
        (HoplineError("HPL_AUTH_KEY_REFUSED", "", status=401), True),
        (HoplineError("HPL_AUTH_SCOPE", "", status=403), True),
        (HoplineError(TIMED_OUT, "", is_unknown=True), True),
        (HoplineError("HPL_REQUEST_INVALID", "", status=400), False),
        (HoplineError("HPL_INGEST_UNAVAILABLE", "", status=503, is_unknown=True), False),
    ):
        work = BatchWork(events(2))
        work.note_error(error)
        over = work.ends_all()
        assert (over is not None) == ends, error.code
        assert over is None or (over.code == error.code and not over.is_unknown)
    work = BatchWork(events(2))
    work.note_answer(answer(ok("1"), no("refused", "HPL_AUTH_SCOPE")))
    assert work.ends_all() is None


def test_a_batch_of_which_nothing_was_taken_says_so_of_each_event_too() -> None:
    work = BatchWork(events(2))
    items = (no("refused", "HPL_REQUEST_INVALID"), no("refused", "HPL_RATE_LIMITED"))
    work.note_answer(answer(*items, status=429, headers={"retry-after": "7"}, code="HPL_RATE_LIMITED", trace_id="4b"))
    assert sent(work) == ["e1"]
    wait = work.wait(RETRIES, 0.0)
    assert wait is not None and 7.0 <= wait < 8.0
    assert [one.error.trace_id for one in work.results() if one.error] == ["4b", "4b"]


def test_of_a_batch_that_was_taken_in_part_the_rate_limit_says_when_there_is_more() -> None:
    work = BatchWork(events(2))
    work.note_answer(answer(ok("1"), no("refused", "HPL_RATE_LIMITED"), headers={"ratelimit": '"default";r=0;t=9'}))
    wait = work.wait(RETRIES, 0.0)
    assert wait is not None and 9.0 <= wait < 10.0


def test_a_refusal_after_no_answer_leaves_it_unknown_whether_the_event_was_written() -> None:
    work = BatchWork(events(1))
    work.note_error(HoplineError(TIMED_OUT, "D", is_unknown=True))
    work.note_answer(answer(no("refused", "HPL_REQUEST_INVALID"), status=400, code="HPL_REQUEST_INVALID"))
    assert work.wait(RETRIES, 0.0) is None
    assert outcome(work) == [("unknown", "HPL_REQUEST_INVALID")]


def test_an_error_of_the_whole_batch_is_that_of_each_event_under_its_own_dedup_id() -> None:
    work = BatchWork(events(2))
    work.note_answer(Answer(401, {}, b'{"code": "HPL_AUTH_KEY_REFUSED", "detail": "D"}'))
    assert work.wait(RETRIES, 0.0) is None
    assert outcome(work) == [("refused", "HPL_AUTH_KEY_REFUSED")] * 2
    assert [one.error.dedup_id for one in work.results() if one.error] == ["e0", "e1"]


def test_patience_ends_after_so_many_tries_in_a_row_that_came_to_nothing() -> None:
    work = BatchWork(events(3))
    down = HoplineError(UNREACHABLE, "D")
    for _ in range(RETRIES.attempts):
        work.note_error(down)
        assert work.wait(RETRIES, 0.0) is not None
    limited = no("refused", "HPL_RATE_LIMITED")
    # Some progress: it begins anew.
    work.note_answer(answer(ok("1"), limited, limited))
    assert work.wait(RETRIES, 0.0) is not None
    work.note_error(down)
    assert work.wait(RETRIES, 0.0) is not None
    work.note_error(down)
    assert work.wait(RETRIES, 0.0) is None


def test_a_success_that_cannot_be_read_leaves_every_event_unknown() -> None:
    work = BatchWork(events(1))
    work.note_answer(Answer(202, {}, b"<html>"))
    assert work.wait(RETRIES, 0.0) is None
    assert [status for status, _ in outcome(work)] == ["unknown"]
