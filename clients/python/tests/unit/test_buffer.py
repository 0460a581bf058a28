"""What a sender holds."""

from hopline import Event
from hopline._buffer import Buffer
from hopline._events import EncodedEvent, encode_event


def event(name: str, size: int = 1) -> EncodedEvent:
    return encode_event(Event("a.b", {"text": "x" * size}, dedup_id=name))


def test_events_are_taken_in_their_order_in_batches_and_counted_until_they_have_their_answer() -> None:
    buffer = Buffer(most_events=10, most_bytes=10_000, batch_events=2)
    given = [event(str(i)) for i in range(3)]
    for one in given:
        buffer.add(one)
    assert buffer.take() == given[:2]
    assert (buffer.added, buffer.finished, buffer.waiting) == (3, 0, 1)
    buffer.finish()
    assert (buffer.finished, buffer.unfinished()) == (2, given[2:])
    assert buffer.take() == given[2:]
    buffer.finish()
    assert (buffer.finished, buffer.unfinished()) == (3, [])


def test_it_is_full_by_number_and_by_size_with_what_is_being_sent() -> None:
    small, large = event("s"), event("l", 5_000)
    by_number = Buffer(most_events=1, most_bytes=10_000, batch_events=2)
    by_number.add(small)
    by_number.take()
    assert not by_number.has_room(small)
    by_number.finish()
    assert by_number.has_room(small)
    by_size = Buffer(most_events=10, most_bytes=6_000, batch_events=2)
    by_size.add(large)
    assert by_size.has_room(small) and not by_size.has_room(large)


def test_an_event_larger_than_all_the_room_gets_it_for_itself() -> None:
    buffer = Buffer(most_events=10, most_bytes=100, batch_events=2)
    large = event("l", 5_000)
    assert buffer.has_room(large)
    buffer.add(large)
    assert not buffer.has_room(event("s"))


def test_what_was_broken_off_waits_again_in_front() -> None:
    buffer = Buffer(most_events=10, most_bytes=10_000, batch_events=2)
    given = [event(str(i)) for i in range(3)]
    for one in given:
        buffer.add(one)
    buffer.take()
    assert buffer.unfinished() == given
    buffer.give_back()
    assert buffer.unfinished() == given
    assert buffer.take() == given[:2]
