"""Streams of a real api, whose connections break."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import aclosing, closing, contextmanager
from threading import Event, Thread
from uuid import uuid4

import pytest
from faulty_proxy import FaultyProxy
from installation import Installation
from until import until

from hopline import AsyncHopline, EventMessage, Hopline, HoplineError, LiveEvent, Retries
from hopline.types import LiveStats


@contextmanager
def keeps_sending(client: Hopline, type: str) -> Iterator[list[str]]:
    """Sends an event every now and then; gives the ids. What was stored before a stream began is not shown by it."""
    sent: list[str] = []
    over = Event()

    def send() -> None:
        while not over.wait(0.1):
            sent.append(client.send(type, {"n": len(sent)}).id)

    thread = Thread(target=send)
    thread.start()
    try:
        yield sent
    finally:
        over.set()
        thread.join()


def test_events_are_followed_and_a_broken_connection_leaves_no_gap(
    client: Hopline, installation: Installation, proxy: FaultyProxy
) -> None:
    type = f"py.live.{uuid4()}"
    seen: list[str] = []
    with Hopline(installation.key, proxy.url) as through, keeps_sending(client, type) as sent:
        with closing(through.events.stream(type=[type, "py.other"])) as messages:
            at_cut = len(sent)
            for message in messages:
                if message.kind == "more":
                    continue
                assert set(message.event) == set(LiveEvent.__annotations__)
                assert (message.event["type"], message.last_event_id != "") == (type, True)
                if not seen:
                    # What cannot be opened at once is tried again.
                    proxy.faults.extend([502, "lost"])
                    proxy.cut_streams()
                    at_cut = len(sent)
                seen.append(message.event["id"])
                if len(sent) > at_cut and sent[at_cut] in seen and len(seen) > at_cut + 3:
                    break
    begin = sent.index(seen[0])
    shown = set(seen)
    assert len(shown) == len(seen), "one was shown twice"
    missing = [id for id in sent[begin : at_cut + 1] if id not in shown]
    assert missing == []
    assert sum("/api/events/stream" in one for one in proxy.seen) == 4


def test_figures_are_followed_and_asked_for(client: Hopline) -> None:
    with closing(client.stats.stream()) as figures, keeps_sending(client, "py.figures"):
        known = next(one for one in figures if one["per_second"] is not None and one["per_second"]["stored"] > 0)
        assert set(known) == set(LiveStats.__annotations__)
        assert client.stats.get()["per_second"] is not None


def test_a_stream_ends_with_the_refusal_when_its_key_is_revoked(client: Hopline, installation: Installation) -> None:
    made = client.keys.create(scopes=["read"])
    with Hopline(made["api_key"], installation.url) as reader, closing(reader.stats.stream()) as figures:
        next(figures)
        client.keys.revoke(made["id"])
        with pytest.raises(HoplineError) as caught:
            for _ in figures:
                pass
    assert (caught.value.code, caught.value.status) == ("HPL_AUTH_KEY_REFUSED", 401)


@pytest.mark.parametrize("state", ["reads", "waits to be opened again"])
def test_a_stream_is_ended_by_another_thread(
    client: Hopline, installation: Installation, proxy: FaultyProxy, state: str
) -> None:
    type = f"py.live.{uuid4()}"
    begun, ended = Event(), Event()

    def look_on() -> None:
        for _ in messages:
            begun.set()
        ended.set()

    with Hopline(installation.key, proxy.url) as through:
        messages = through.events.stream(type=type, retries=Retries(20, base=3600, cap=3600))
        thread = Thread(target=look_on, daemon=True)
        with keeps_sending(client, type):
            thread.start()
            assert begun.wait(60)
        # From here on nothing comes that would wake it.
        if state != "reads":
            asked = len(proxy.seen)
            proxy.faults.append(502)
            proxy.cut_streams()
            until("it was refused", lambda: len(proxy.seen) > asked)
        messages.close()
        messages.close()
        assert ended.wait(60), "the loop goes on"
        assert list(messages) == []
        # Nothing of it is left: the connections that there are serve other requests.
        assert [through.events.reconcile()["balanced"] for _ in range(3)]


def test_an_async_stream_is_ended_by_another_task(client: Hopline, installation: Installation) -> None:
    type = f"py.live.{uuid4()}"

    async def walk() -> None:
        async with AsyncHopline(installation.key, installation.url) as through, through.events.stream(type=type) as messages:
            begun = asyncio.Event()

            async def look_on() -> None:
                async for _ in messages:
                    begun.set()

            looking = asyncio.create_task(look_on())
            with keeps_sending(client, type):
                await asyncio.wait_for(begun.wait(), 60)
            await messages.aclose()
            await asyncio.wait_for(looking, 60)

    asyncio.run(walk())


def test_an_answer_that_is_no_stream_is_told_of(installation: Installation, proxy: FaultyProxy) -> None:
    proxy.faults.append(404)
    with Hopline(installation.key, proxy.url) as through, closing(through.stats.stream()) as figures:
        with pytest.raises(HoplineError) as caught:
            next(figures)
    assert (caught.value.code, caught.value.status) == ("HPL_CLIENT_ANSWER", 404)


def test_the_async_client_follows_both_at_once(
    client: Hopline, installation: Installation, proxy: FaultyProxy
) -> None:
    type = f"py.live.{uuid4()}"

    async def first_events(through: AsyncHopline) -> list[str]:
        """From the first one on. What was stored a little before that may be shown when the connection was broken."""
        seen: list[str] = []
        first = ""
        async with aclosing(through.events.stream(type=type)) as messages:
            async for message in messages:
                if not isinstance(message, EventMessage):
                    continue
                if not seen:
                    proxy.cut_streams()
                    first = message.event["accepted_at"]
                if message.event["accepted_at"] >= first:
                    seen.append(message.event["id"])
                if len(seen) >= 20:
                    break
        return seen

    async def first_figures(through: AsyncHopline) -> LiveStats:
        async with aclosing(through.stats.stream()) as figures:
            async for one in figures:
                if one["per_second"] is not None:
                    return one
        raise AssertionError("the stream has ended")

    async def walk() -> tuple[list[str], LiveStats]:
        async with AsyncHopline(installation.key, proxy.url) as through:
            return await asyncio.gather(first_events(through), first_figures(through))

    with keeps_sending(client, type) as sent:
        seen, figures = asyncio.run(walk())
    assert len(set(seen)) == len(seen)
    begin = sent.index(seen[0])
    assert seen == sent[begin : begin + len(seen)], "in the order in which they were sent, without a gap"
    assert figures["at"] != ""


def test_a_portal_session_sees_what_its_organization_has_and_has_no_keys(
    client: Hopline, installation: Installation
) -> None:
    session = client.portal_sessions.create(expires_in_seconds=60, read_only=True)
    assert session["token"] in session["url"]
    with Hopline(session["token"], installation.url) as visitor:
        ids = [one["id"] for one in client.endpoints.list()]
        assert [one["id"] for one in visitor.endpoints.list()] == ids
        with pytest.raises(HoplineError) as caught:
            visitor.endpoints.create(url="http://127.0.0.1:9/")
        assert caught.value.code == "HPL_AUTH_SCOPE"
        with pytest.raises(HoplineError):
            visitor.keys.create()
