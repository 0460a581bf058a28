"""Server-sent events, however their text is cut."""

from __future__ import annotations

import pytest

from hopline._sse import SseMessage, SseParser

STREAM = (
    "\ufeffretry: 2000\n\n"
    ": keep-alive\n\n"
    'event: stats\nid: 7\ndata: {"a":"ü😀\u2028"}\n\n'
    "data: one\r\ndata:two\r\n\r\n"
    "event\rdata\rid: 8\r\r"
    "id\nevent: more\ndata:  two spaces\n\n"
    "unknown: field\n\n"
    "data: never ended"
).encode()

MESSAGES = [
    SseMessage("stats", '{"a":"ü😀\u2028"}', "7"),
    SseMessage("message", "one\ntwo", "7"),
    SseMessage("message", "", "8"),
    SseMessage("more", " two spaces", ""),
]


def test_comments_names_ids_and_every_end_of_a_line_however_it_is_cut() -> None:
    for size in range(1, len(STREAM) + 1):
        parser = SseParser()
        parts = [STREAM[at : at + size] for at in range(0, len(STREAM), size)]
        assert [message for part in parts for message in parser.push(part)] == MESSAGES, size
        assert parser.retry == 2.0


def test_an_id_stays_until_there_is_another_and_one_with_a_nul_is_none() -> None:
    parser = SseParser("before")
    messages = parser.push(b"data: a\n\nid: 1\ndata: b\n\nid: 2\0\ndata: c\n\nid: 3\n\ndata: d\n\n")
    assert [one.last_event_id for one in messages] == ["before", "1", "1", "3"]


def test_a_retry_that_is_no_number_is_left_out() -> None:
    parser = SseParser()
    parser.push("retry: 5\nretry: soon\nretry: -1\nretry: ²\nretry:\n\n".encode())
    assert parser.retry == 0.005


@pytest.mark.parametrize("part", [b"x" * 65_536, b"data: " + b"x" * 65_536 + b"\n"])
def test_a_message_that_does_not_end_is_not_gathered_for_ever(part: bytes) -> None:
    parser = SseParser()
    with pytest.raises(ValueError, match="does not end"):
        for _ in range(20):
            parser.push(part)
