"""What goes wrong on the way to a real api, and what comes of it."""

from __future__ import annotations

import traceback
from threading import Thread
from time import monotonic
from uuid import uuid4

import pytest
from faulty_proxy import Fault, FaultyProxy
from installation import Installation
from until import until

from hopline import Event, Hopline, HoplineError, Retries
from hopline._batches import MOST_EVENTS
from hopline._events import encode_event
from hopline._settings import read_settings
from hopline._sync.sending import send_events
from hopline._sync.transport import Transport
from hopline.errors import ANSWER, CLOSED, TIMED_OUT, UNREACHABLE

QUICK = Retries(attempts=6, base=0.01)


def stored(client: Hopline, type: str, count: int) -> list[str | None]:
    """The dedup_ids of a type's events, once there are so many."""
    listed = client.events.list(type=type, limit=100)
    until(f"{count} events of {type}", lambda: len(list(listed)) >= count)
    return [one["dedup_id"] for one in listed]


@pytest.mark.parametrize("fault", ["lost", "cut", 500, 502, 503, 429])
def test_an_event_is_sent_again_whatever_happened_and_stays_one(
    client: Hopline, installation: Installation, proxy: FaultyProxy, fault: Fault
) -> None:
    proxy.faults.extend([fault, fault])
    type = f"py.faults.{uuid4()}"
    with Hopline(installation.key, proxy.url, retries=QUICK) as through:
        result = through.send(type, {})
    assert len(proxy.seen) == 3
    assert stored(client, type, 1) == [result.dedup_id]


def test_what_may_be_done_once_only_is_not_sent_again_when_nobody_knows(
    client: Hopline, installation: Installation, proxy: FaultyProxy
) -> None:
    url = f"http://127.0.0.1:9/{uuid4()}"
    proxy.faults.append("cut")
    with Hopline(installation.key, proxy.url, retries=QUICK) as through, pytest.raises(HoplineError) as caught:
        through.endpoints.create(url=url)
    assert (caught.value.code, caught.value.is_unknown) == (UNREACHABLE, True)
    made = [one["id"] for one in client.endpoints.list() if one["url"] == url]
    assert len(made) == 1
    client.endpoints.delete(made[0])


def test_what_was_deleted_by_a_request_whose_answer_was_lost_is_deleted(
    client: Hopline, installation: Installation, proxy: FaultyProxy
) -> None:
    made = client.endpoints.create(url=f"http://127.0.0.1:9/{uuid4()}")
    proxy.faults.append("cut")
    with Hopline(installation.key, proxy.url, retries=QUICK) as through:
        through.endpoints.delete(made["id"])
    assert len(proxy.seen) == 2


def test_retries_are_bounded_and_the_last_error_says_under_which_dedup_id_to_send_it_again(
    installation: Installation, proxy: FaultyProxy
) -> None:
    proxy.faults.extend([502] * 10)
    with Hopline(installation.key, proxy.url, retries=Retries(attempts=2, base=0.01)) as through:
        with pytest.raises(HoplineError) as caught:
            through.send("py.bounded", {}, dedup_id="mine")
        assert (caught.value.code, caught.value.status, caught.value.dedup_id) == (ANSWER, 502, "mine")
        assert len(proxy.seen) == 3
        results = through.send_batch([Event("py.bounded", {})])
    assert [(one.status, one.error and one.error.code) for one in results] == [("unknown", ANSWER)]
    assert len(proxy.seen) == 6


def test_a_request_ends_when_no_answer_comes_in_time(installation: Installation, proxy: FaultyProxy) -> None:
    proxy.open.clear()
    with Hopline(installation.key, proxy.url, timeout=0.2, retries=0) as through, pytest.raises(HoplineError) as caught:
        through.events.reconcile()
    assert (caught.value.code, caught.value.is_unknown) == (TIMED_OUT, True)


def test_a_server_that_is_not_there_is_told_of(installation: Installation) -> None:
    with Hopline(installation.key, "http://127.0.0.1:9", retries=0) as nowhere, pytest.raises(HoplineError) as caught:
        nowhere.send("py.nowhere", {})
    assert (caught.value.code, caught.value.is_unknown) == (UNREACHABLE, False)


def test_no_error_tells_the_key(installation: Installation, proxy: FaultyProxy) -> None:
    key = installation.key[:-4] + "0000"
    proxy.faults.extend(["pass", "cut", 502, "echo"])
    for url in (proxy.url, proxy.url, proxy.url, proxy.url, "http://127.0.0.1:9"):
        with Hopline(key, url, retries=0) as client, pytest.raises(HoplineError) as caught:
            client.send("py.key", {})
        text = "".join(traceback.format_exception(caught.value)) + repr(caught.value)
        assert key not in text and key[-20:] not in text


def test_a_2xx_that_is_not_the_api_s_is_an_error_and_leaves_open_whether_the_event_was_written(
    installation: Installation, proxy: FaultyProxy
) -> None:
    proxy.faults.extend(["empty", "empty"])
    with Hopline(installation.key, proxy.url) as through:
        with pytest.raises(HoplineError) as caught:
            through.send("py.empty", {}, dedup_id="mine")
        error = caught.value
        assert (error.code, error.status, error.is_unknown, error.dedup_id) == (ANSWER, 200, True, "mine")
        results = through.send_batch([Event("py.empty", {})])
    assert [(one.status, one.error and one.error.code) for one in results] == [("unknown", ANSWER)]


def test_when_nobody_answers_the_first_batch_the_others_are_not_sent(
    installation: Installation, proxy: FaultyProxy
) -> None:
    proxy.faults.extend(["lost", "lost"])
    with Hopline(installation.key, proxy.url, retries=Retries(attempts=1, base=0.01)) as through:
        results = through.send_batch([Event("py.away", {}) for _ in range(MOST_EVENTS + 1)])
    assert [one.status for one in results] == ["unknown"] * MOST_EVENTS + ["refused"]
    assert len(proxy.seen) == 2


def test_after_its_end_nothing_is_sent(installation: Installation, proxy: FaultyProxy) -> None:
    proxy.faults.extend([503] * 10)
    transport = Transport(read_settings(installation.key, proxy.url, 10.0, 10))
    events = [encode_event(Event("py.end", {}))]
    late = send_events(transport, events, Retries(attempts=10), monotonic())
    assert [(one.status, one.error and one.error.code) for one in late] == [("refused", CLOSED)]
    assert proxy.seen == []
    # The next one would be after an hour.
    soon = send_events(transport, events, Retries(attempts=10, base=7200.0, cap=7200.0), monotonic() + 1800)
    assert [one.status for one in soon] == ["unknown"]
    assert len(proxy.seen) == 1
    transport.close()


def test_a_sender_loses_and_doubles_nothing_on_a_bad_way(
    client: Hopline, installation: Installation, proxy: FaultyProxy
) -> None:
    type = f"py.sender.{uuid4()}"
    proxy.faults.extend(["cut", "pass", 503, "lost", "pass", 429, "cut", "cut"])
    with Hopline(installation.key, proxy.url) as through, through.sender(max_batch_events=10, retries=QUICK) as sender:
        sent = [sender.send(type, {"n": n}) for n in range(100)]
        sender.flush()
    assert sorted(map(str, stored(client, type, 100))) == sorted(sent)


def test_a_sender_holds_no_more_than_it_may(installation: Installation, proxy: FaultyProxy) -> None:
    proxy.open.clear()
    held: list[int] = []
    with Hopline(installation.key, proxy.url) as through, through.sender(max_pending_events=5, max_delay=0.0) as sender:

        def send_all() -> None:
            for n in range(20):
                sender.send("py.held", {"n": n})
                held.append(len(sender.unsent()))

        thread = Thread(target=send_all)
        thread.start()
        until("it is full", lambda: len(held) == 5)
        proxy.open.set()
        thread.join()
    assert len(held) == 20
    assert max(held) <= 5
