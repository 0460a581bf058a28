"""The async client against a real system. What it does alike is made of the same lines as the sync one."""

from __future__ import annotations

import asyncio
from time import monotonic
from uuid import uuid4

import pytest
from faulty_proxy import FaultyProxy
from installation import Installation

from hopline import AsyncHopline, Event, HoplineError, Retries, SenderError

QUICK = Retries(attempts=6, base=0.01)


async def count_stored(client: AsyncHopline, type: str, expected: int) -> int:
    """How many events of a type there are, once there are as many as expected."""
    end = monotonic() + 60
    while monotonic() < end:
        found = [one["id"] async for one in client.events.list(type=type, limit=100)]
        if len(found) >= expected:
            return len(set(found))
        await asyncio.sleep(0.02)
    raise AssertionError(f"there were never {expected} events of {type}")


def test_events_endpoints_and_lists(installation: Installation) -> None:
    async def walk() -> None:
        async with AsyncHopline(installation.key, installation.url) as client:
            type = f"py.async.{uuid4()}"
            sent = await client.send(type, {"n": 1})
            stored = await client.events.get(sent.id, wait=60.0)
            assert stored["payload"] == {"n": 1}
            results = await client.send_batch([Event(type, {}), Event("not a type", {})])
            assert [one.status for one in results] == ["accepted", "refused"]
            assert await count_stored(client, type, 2) == 2
            pages = client.events.list(type=type, limit=1).pages()
            # One without any: on a busy machine a search ends for lack of time.
            assert [len(page.items) async for page in pages if page.items] == [1, 1]
            endpoint = await client.endpoints.create(url=f"http://127.0.0.1:9/{uuid4()}", paused=True)
            assert endpoint["id"] in [one["id"] async for one in client.endpoints.list()]
            await client.endpoints.delete(endpoint["id"])
            with pytest.raises(HoplineError) as caught:
                await client.endpoints.get(endpoint["id"])
            assert caught.value.code == "HPL_ENDPOINT_NOT_FOUND"

    asyncio.run(walk())


def test_a_sender_loses_and_doubles_nothing_on_a_bad_way(installation: Installation, proxy: FaultyProxy) -> None:
    async def walk() -> None:
        type = f"py.async.{uuid4()}"
        proxy.faults.extend(["cut", "pass", 503, "lost", "pass", 429, "cut"])
        async with AsyncHopline(installation.key, proxy.url) as client:
            async with client.sender(max_batch_events=10, max_pending_events=20, retries=QUICK) as sender:
                # From several tasks at a time.
                await asyncio.gather(*(sender.send(type, {"n": n}) for n in range(100)))
                await sender.flush()
            assert await count_stored(client, type, 100) == 100

    asyncio.run(walk())


def test_a_sender_holds_no_more_than_it_may(installation: Installation, proxy: FaultyProxy) -> None:
    async def walk() -> None:
        held: list[int] = []
        proxy.open.clear()
        async with AsyncHopline(installation.key, proxy.url) as client, client.sender(max_pending_events=5) as sender:

            async def send_all() -> None:
                for n in range(20):
                    await sender.send("py.held", {"n": n})
                    held.append(len(sender.unsent()))

            task = asyncio.create_task(send_all())
            while len(held) < 5:
                await asyncio.sleep(0.01)
            proxy.open.set()
            await task
        assert max(held) <= 5

    asyncio.run(walk())


def test_what_is_not_sent_in_time_is_told_of_when_the_sender_is_closed(
    installation: Installation, proxy: FaultyProxy
) -> None:
    async def walk() -> None:
        proxy.open.clear()
        async with AsyncHopline(installation.key, proxy.url) as client:
            sender = client.sender()
            await sender.send("py.late", {})
            with pytest.raises(SenderError) as caught:
                await sender.close(timeout=0.1)
            assert caught.value.unsent == 1
            assert [one.type for one in sender.unsent()] == ["py.late"]

    asyncio.run(walk())
