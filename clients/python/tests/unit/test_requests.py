"""What is asked, as it is sent."""

import json
import math
from datetime import datetime, timedelta, timezone
from decimal import Decimal

import pytest

from hopline import Event
from hopline._events import encode_event
from hopline._requests import json_body, moment_text, segment, text_query


def test_an_event_without_a_dedup_id_is_given_one_of_its_own() -> None:
    first, second = (encode_event(Event("a.b", {})) for _ in range(2))
    assert first.event.dedup_id and second.event.dedup_id
    assert first.event.dedup_id != second.event.dedup_id
    assert json.loads(first.body)["dedup_id"] == first.event.dedup_id


def test_an_event_is_one_line_of_utf_8_with_numbers_as_they_are() -> None:
    body = encode_event(Event("a.b", {"n": 12345678901234567890, "t": "ü\n"}, dedup_id="d", ordering_key="k")).body
    expected = '{"type":"a.b","dedup_id":"d","ordering_key":"k","payload":{"n":12345678901234567890,"t":"ü\\n"}}'
    assert body == expected.encode()


@pytest.mark.parametrize("payload", [{"n": math.nan}, {"n": math.inf}, {"t": "\ud800"}])
def test_what_json_has_no_word_for_is_refused_before_it_is_sent(payload: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        encode_event(Event("a.b", payload))


@pytest.mark.parametrize("payload", [[1], "text", None, {"n": Decimal(1)}])
def test_a_payload_that_is_no_json_object_is_refused(payload: object) -> None:
    with pytest.raises(TypeError):
        encode_event(Event("a.b", payload))  # type: ignore[arg-type]


def test_times_go_out_in_utc_and_need_their_zone() -> None:
    east = timezone(timedelta(hours=2))
    assert moment_text(datetime(2026, 3, 1, 14, 0, tzinfo=east)) == "2026-03-01T12:00:00Z"
    assert moment_text("2026-03-01T12:00:00Z") == "2026-03-01T12:00:00Z"
    with pytest.raises(ValueError, match="zone"):
        moment_text(datetime(2026, 3, 1))


def test_parameters_become_text_and_lose_the_underscore_that_python_needs() -> None:
    query = {"type": ["a.b", "c.*"], "status": "dead", "limit": 5, "from_": "2026-03-01T12:00:00Z", "to": None}
    expected = {"type": "a.b,c.*", "status": "dead", "limit": "5", "from": "2026-03-01T12:00:00Z"}
    assert text_query(query) == expected


def test_none_in_a_body_is_null_as_it_may_be_meant() -> None:
    body = json_body({"rate_limit": None, "from_": datetime(2026, 3, 1, tzinfo=timezone.utc)})
    assert json.loads(body) == {"rate_limit": None, "from": "2026-03-01T00:00:00Z"}


def test_an_id_stays_within_its_part_of_the_path() -> None:
    assert segment("a/../b?c") == "a%2F..%2Fb%3Fc"
    with pytest.raises(ValueError, match="empty"):
        segment("")
