"""What a sender tells of its events, and when."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from threading import Event as Flag

import pytest
from faulty_proxy import FaultyProxy
from installation import Installation
from until import until

from hopline import Hopline, Retries, Sender, SenderError, SendResult
from hopline.errors import CLOSED

def test_a_sender_tells_of_events_that_are_refused(client: Hopline) -> None:
    sender = client.sender()
    refused = sender.send("not a type", {})
    sender.send("py.fine", {})
    with pytest.raises(SenderError) as caught:
        sender.close()
    assert caught.value.failed == 1 and caught.value.unsent == 0
    assert [one.dedup_id for one in caught.value.failures] == [refused]
    assert "HPL_REQUEST_INVALID" in str(caught.value)
    with pytest.raises(RuntimeError, match="closed"):
        sender.send("py.late", {})


def test_whoever_asks_is_told_of_each_event_and_then_nothing_is_raised(client: Hopline) -> None:
    told: list[tuple[str, str]] = []
    with client.sender(on_result=lambda result: told.append((result.dedup_id, result.status))) as sender:
        sent = [sender.send(type, {}) for type in ("py.told", "not a type", "py.told")]
    assert told == list(zip(sent, ("accepted", "refused", "accepted")))


def test_a_flush_that_may_not_take_so_long_says_what_is_left(installation: Installation, proxy: FaultyProxy) -> None:
    proxy.open.clear()
    with Hopline(installation.key, proxy.url) as through:
        sender = through.sender()
        sender.send("py.slow", {})
        with pytest.raises(SenderError) as caught:
            sender.flush(timeout=0.1)
        assert (caught.value.failed, caught.value.unsent) == (0, 1)
        proxy.open.set()
        sender.close()


def test_a_close_that_may_not_take_so_long_tells_of_what_it_gives_up(installation: Installation, proxy: FaultyProxy) -> None:
    proxy.open.clear()
    told: list[SendResult] = []
    with Hopline(installation.key, proxy.url) as through:
        sender = through.sender(max_batch_events=1, on_result=told.append)
        sent = [sender.send("py.given-up", {}) for _ in range(3)]
        until("one is under way", lambda: len(proxy.seen) == 1)
        with pytest.raises(SenderError) as caught:
            sender.close(timeout=0.1)
        # Neither again, nor for ever.
        sender.close()
    assert caught.value.unsent == 3
    assert [one.dedup_id for one in told] == sent
    assert {(one.status, one.error and one.error.code) for one in told} == {("unknown", CLOSED)}
    proxy.open.set()


def test_on_result_must_not_wait_for_the_sender_that_calls_it(client: Hopline) -> None:
    refused: list[str] = []
    done = Flag()

    def on_result(result: SendResult) -> None:
        if done.is_set():
            return
        sender.send("py.again", {})
        waits: list[Callable[[], object]] = [sender.flush, sender.close, lambda: sender.send("py.again", {})]
        for wait in waits:
            try:
                wait()
            except RuntimeError as error:
                refused.append(str(error))
        done.set()

    sender: Sender = client.sender(max_pending_events=2, on_result=on_result)
    sender.send("py.first", {})
    until("it was called", done.is_set)
    sender.close()
    assert refused == ["on_result must not wait for the sender that calls it"] * 3


def test_the_retries_of_a_sender_are_a_number_too(installation: Installation, proxy: FaultyProxy) -> None:
    proxy.faults.append("lost")
    with Hopline(installation.key, proxy.url) as through, through.sender(retries=3) as sender:
        sender.send("py.number", {})
        assert sender.settings.retries == Retries(attempts=3)
    assert len(proxy.seen) == 2


FORK = """
import os
from hopline import Hopline
client = Hopline(os.environ["HOPLINE_API_KEY"], os.environ["HOPLINE_URL"])
sender = client.sender()
client.send("py.fork", {})
child = os.fork()
if child == 0:
    client.send("py.fork", {})
    try:
        sender.send("py.fork", {})
    except RuntimeError:
        sender.close()
        os._exit(0)
    os._exit(1)
_, status = os.waitpid(child, 0)
client.send("py.fork", {})
client.close()
sender.close()
raise SystemExit(os.waitstatus_to_exitcode(status))
"""


def test_a_fork_has_connections_of_its_own_and_leaves_those_of_its_parent(
    installation: Installation, proxy: FaultyProxy
) -> None:
    own = {"PYTHONPATH": os.pathsep.join(sys.path), "HOPLINE_URL": proxy.url, "HOPLINE_API_KEY": installation.key}
    done = subprocess.run(
        [sys.executable, "-c", FORK], env={**os.environ, **own}, capture_output=True, text=True, timeout=120
    )
    assert (done.returncode, done.stderr) == (0, "")
    before, child, after = proxy.ports
    assert before == after != child
