"""When a request is sent again, and how long after."""

import pytest

from hopline import HoplineError, Retries
from hopline._retries import may_repeat
from hopline.errors import ANSWER, TIMED_OUT, UNREACHABLE


def error(status: int | None, code: str = "HPL_X", *, unknown: bool = False, after: float | None = None) -> HoplineError:
    return HoplineError(code, "", status=status, is_unknown=unknown, retry_after=after)


@pytest.mark.parametrize(
    ("failure", "once", "repeatable"),
    [
        (error(429), True, True),
        (error(408), True, True),
        (error(503), True, True),
        (error(503, unknown=True), False, True),
        (error(500, unknown=True), False, True),
        (error(502, ANSWER, unknown=True), False, True),
        (error(None, UNREACHABLE), True, True),
        (error(None, UNREACHABLE, unknown=True), False, True),
        (error(None, TIMED_OUT, unknown=True), False, True),
        (error(400), False, False),
        (error(401), False, False),
        (error(404, after=1.0), False, False),
        (error(409, after=1.0), False, False),
        (error(200, ANSWER, unknown=True), False, False),
    ],
)
def test_what_was_perhaps_done_is_repeated_only_when_it_may_be_done_twice(
    failure: HoplineError, once: bool, repeatable: bool
) -> None:
    assert may_repeat(failure, repeatable=False) is once
    assert may_repeat(failure, repeatable=True) is repeatable


def test_waits_double_up_to_the_cap_and_chance_takes_off_at_most_half() -> None:
    retries = Retries(attempts=8, base=1.0, cap=5.0)
    for chance, share in ((0.0, 0.5), (1.0, 1.0)):
        waits = [retries.wait_before(n, error(429), repeatable=False, chance=chance) for n in range(1, 9)]
        assert waits == [share * full for full in (1.0, 2.0, 4.0, 5.0, 5.0, 5.0, 5.0, 5.0)]


def test_there_are_no_more_retries_than_were_asked_for() -> None:
    assert Retries(attempts=2).wait_before(2, error(429), repeatable=True, chance=0.5) is not None
    assert Retries(attempts=2).wait_before(3, error(429), repeatable=True, chance=0.5) is None
    assert Retries(attempts=0).wait_before(1, error(429), repeatable=True, chance=0.5) is None


def test_a_retry_is_never_earlier_than_the_answer_asks_for_and_not_made_when_that_is_too_long() -> None:
    retries = Retries(base=1.0, longest_wait=30.0)
    for chance in (0.0, 0.5, 1.0):
        wait = retries.wait_before(1, error(429, after=12.0), repeatable=False, chance=chance)
        assert wait is not None and 12.0 <= wait <= 13.0
    assert retries.wait_before(1, error(429, after=31.0), repeatable=False, chance=0.0) is None


def test_any_number_of_retries_can_be_asked_for() -> None:
    assert Retries(attempts=10**6).wait_before(10**6, error(429), repeatable=False, chance=1.0) == 10.0


def test_negative_retries_are_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        Retries(attempts=-1)
