"""When a stream is opened again, and with what."""

from __future__ import annotations

import pytest

from hopline import EventMessage, HoplineError, MoreMessage, Retries
from hopline._streams import Following, LatelySeen, Message, event_message
from hopline.errors import ANSWER, UNREACHABLE

BROKEN = HoplineError(UNREACHABLE, "it broke", is_unknown=True)
REFUSED = HoplineError("HPL_AUTH_KEY_REFUSED", "no", status=401)
BUSY = HoplineError("HPL_STREAMS_BUSY", "too many", status=429, retry_after=5.0)


def test_it_goes_on_behind_the_last_message_that_was_handed_on() -> None:
    following = Following("5", Retries())
    assert following.headers() == {"accept": "text/event-stream", "last-event-id": "5"}
    following.begin()
    first, _ = following.push(b"id: 6\ndata: {}\n\nid: 7\ndata: {}\n\n")
    following.note(first)
    assert following.headers()["last-event-id"] == "6"
    assert "last-event-id" not in Following("", Retries()).headers()


def test_one_that_ends_or_breaks_is_opened_again_after_the_time_that_it_named_and_never_given_up() -> None:
    following = Following("", Retries(attempts=0))
    waits = []
    for error in (None, BROKEN, BROKEN, None):
        following.headers()
        following.begin()
        following.push(b"retry: 4000\n\n")
        waits.append(following.wait_after(error, 0.5))
    assert waits == [5.0] * 4
    following.headers()
    following.begin()
    following.push(b"retry: 99999999\n\n")
    assert following.wait_after(None, 0.0) == 60.0


def test_one_that_cannot_be_opened_is_tried_as_often_as_the_retries_say_in_a_row() -> None:
    following = Following("", Retries(attempts=2, base=1.0))
    assert following.wait_after(BROKEN, 1.0) == 1.0
    assert following.wait_after(BUSY, 0.0) == 5.0
    following.begin()
    following.headers()
    assert following.wait_after(BROKEN, 1.0) == 1.0
    assert following.wait_after(BROKEN, 1.0) == 2.0
    with pytest.raises(HoplineError) as caught:
        following.wait_after(BROKEN, 1.0)
    assert caught.value is BROKEN


def test_what_does_not_pass_is_raised_at_once() -> None:
    following = Following("", Retries())
    with pytest.raises(HoplineError):
        following.wait_after(REFUSED, 0.0)
    following.begin()
    with pytest.raises(HoplineError) as caught:
        following.push(b"data: no JSON\n\n")
    assert (caught.value.code, caught.value.is_passing) == (ANSWER, False)
    with pytest.raises(HoplineError):
        following.wait_after(caught.value, 0.0)


def test_messages_of_a_kind_that_is_not_known_are_left_out() -> None:
    more = event_message(Message("more", {"count": 3, "at_least": True}, "7"))
    assert more == MoreMessage(3, True)
    event = event_message(Message("event", {"id": "a"}, "7"))
    assert isinstance(event, EventMessage) and (event.kind, event.last_event_id) == ("event", "7")
    assert event_message(Message("new", {}, "7")) is None


def test_what_came_lately_is_known_and_what_came_long_ago_is_forgotten() -> None:
    seen = LatelySeen()

    def is_new(id_: str) -> bool:
        message = event_message(Message("event", {"id": id_}, "7"))
        assert message is not None
        return seen.new_one(message) is message

    assert [is_new("a"), is_new("a")] == [True, False]
    assert all(is_new(str(number)) for number in range(999))
    assert not is_new("a")
    assert is_new("one more")
    assert [is_new("a"), is_new("998")] == [True, False]
    more = event_message(Message("more", {"count": 3, "at_least": True}, "7"))
    assert more is not None
    assert [seen.new_one(more), seen.new_one(more), seen.new_one(None)] == [more, more, None]
