"""All that a key may do, against a real system, by the sync client; test_async.py does a part of it by the other."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from uuid import uuid4

import pytest
from installation import Installation
from receiver import Receiver
from until import until

from hopline import Event, Hopline, HoplineError, verify_webhook


def test_the_same_dedup_id_is_the_same_event(client: Hopline) -> None:
    name = str(uuid4())
    first = client.send("py.same", {"n": 1}, dedup_id=name)
    again = client.send("py.same", {"n": 1}, dedup_id=name)
    assert (first.dedup_id, first.id) == (name, again.id)
    stored = client.events.get(first.id, wait=60.0)
    assert (stored["dedup_id"], stored["payload"]) == (name, {"n": 1})


def test_a_batch_has_an_end_for_each_event_in_their_order(client: Hopline) -> None:
    results = client.send_batch([Event("py.batch", {"n": 1}), Event("not a type", {}), Event("py.batch", {"n": 2})])
    assert [one.status for one in results] == ["accepted", "refused", "accepted"]
    error = results[1].error
    assert error is not None
    assert (error.code, error.pointer, error.is_retryable) == ("HPL_REQUEST_INVALID", "/type", False)
    assert error.dedup_id == results[1].dedup_id


def test_a_batch_may_be_larger_than_a_request(client: Hopline) -> None:
    results = client.send_batch(Event("py.many", {"n": n}, ordering_key="k") for n in range(1_100))
    assert len({one.id for one in results if one.status == "accepted"}) == 1_100


def test_an_endpoint_is_made_changed_tried_and_deleted(client: Hopline, receiver: Receiver) -> None:
    made = client.endpoints.create(url=f"{receiver.url}/a", event_types=["py.hook"], description="first")
    id, secret = made["id"], made["secret"]
    assert secret is not None
    assert id in [one["id"] for one in client.endpoints.list()]
    sent = client.send("py.hook", {"total": 12345678901234567890})
    hook = receiver.wait_for(sent.id)
    event = verify_webhook(hook.body, hook.headers, secret)
    assert (event["id"], event["data"]) == (sent.id, {"total": 12345678901234567890})
    tested = client.endpoints.test(id)
    assert verify_webhook(receiver.wait_for(tested["id"]).body, receiver.wait_for(tested["id"]).headers, secret)
    rotated = client.endpoints.rotate_secret(id, overlap_seconds=0)
    assert rotated["secret"] not in (None, secret)
    changed = client.endpoints.update(id, description="second", paused=True, rate_limit=None)
    assert (changed["description"], changed["state"]) == ("second", "paused")
    assert client.endpoints.get(id)["description"] == "second"
    assert [client.endpoints.resume(id)["state"], client.endpoints.enable(id)["state"]] == ["active", "active"]
    assert client.endpoints.pause(id)["state"] == "paused"
    client.endpoints.delete(id)
    with pytest.raises(HoplineError) as caught:
        client.endpoints.get(id)
    assert caught.value.code == "HPL_ENDPOINT_NOT_FOUND"


def test_deliveries_are_listed_read_retried_and_cancelled(client: Hopline, receiver: Receiver) -> None:
    endpoint = client.endpoints.create(url=f"{receiver.url}/d", event_types=["py.delivery"])
    sent = client.send("py.delivery", {})
    receiver.wait_for(sent.id)

    def succeeded() -> str | None:
        found = list(client.deliveries.list(endpoint_id=endpoint["id"], state=["succeeded", "dead"]))
        return found[0]["id"] if found else None

    id = until("the delivery has succeeded", succeeded)
    assert client.deliveries.get(id)["attempts"][0]["outcome"] == "succeeded"
    assert client.endpoints.health(endpoint["id"])["last_hour"]["succeeded"] == 1
    client.endpoints.update(endpoint["id"], paused=True)
    assert client.deliveries.retry(id)["status"] == "pending"
    assert client.deliveries.cancel(id) == {"id": id, "status": "cancelled"}
    assert [one["state"] for one in client.deliveries.list(event_id=sent.id, type="py.delivery")] == ["cancelled"]
    client.endpoints.delete(endpoint["id"])


def test_replays_are_made_watched_paused_resumed_and_cancelled(client: Hopline, receiver: Receiver) -> None:
    endpoint = client.endpoints.create(url=f"{receiver.url}/r", event_types=["py.replay"], paused=True)
    now = datetime.now(timezone.utc)
    preview = client.replays.preview(select="failed", from_=now - timedelta(hours=1), to=now)
    assert (preview["dry_run"], preview["endpoint_id"]) == (True, None)
    assert client.replays.preview(endpoint["id"], states=["dead"])["endpoint_id"] == endpoint["id"]
    assert list(client.replays.list(limit=1)) == []
    replay = client.replays.create(select="failed", from_=now - timedelta(hours=1), to=now, rate=1)
    of_one = client.replays.create(endpoint_id=endpoint["id"])
    assert of_one["endpoint_id"] == endpoint["id"]
    assert {replay["id"], of_one["id"]} <= {one["id"] for one in client.replays.list(limit=1)}
    assert client.replays.get(replay["id"])["deliveries"]["dead"] == 0
    for change in (client.replays.pause, client.replays.resume, client.replays.cancel):
        try:
            assert change(replay["id"])["id"] == replay["id"]
        except HoplineError as error:
            # It had nothing to do, and may be finished by then.
            assert error.code == "HPL_REPLAY_ENDED"
    client.endpoints.resume(endpoint["id"])
    looks = list(client.replays.watch(of_one["id"], interval=0.05, until_delivered=True))
    assert (looks[-1]["state"], looks[-1]["progress"]) == ("finished", 1)
    client.endpoints.delete(endpoint["id"])


def test_keys_are_made_listed_replaced_and_revoked(client: Hopline, installation: Installation) -> None:
    made = client.keys.create(name="py", scopes=["events:write", "read"])
    assert made["id"] in [one["id"] for one in client.keys.list(limit=1)]
    with Hopline(made["api_key"], installation.url) as other:
        assert other.send("py.key", {}).id
        with pytest.raises(HoplineError) as caught:
            other.keys.create()
        assert (caught.value.code, caught.value.status) == ("HPL_AUTH_SCOPE", 403)
    successor = client.keys.rotate(key_id=made["id"], overlap_seconds=60)
    assert successor["replaces"]["id"] == made["id"]
    client.keys.revoke(successor["id"])
    client.keys.revoke(successor["id"])
    found = {one["id"]: one["revoked_at"] for one in client.keys.list()}
    assert found[successor["id"]] is not None


def test_lists_go_on_over_all_pages(client: Hopline) -> None:
    type = f"py.pages.{uuid4()}"
    results = client.send_batch(Event(type, {"n": n}) for n in range(7))
    ids = {one.id for one in results}
    listed = client.events.list(type=type, limit=3)
    until("all are stored", lambda: len(list(listed)) == 7)
    assert {one["id"] for one in listed} == ids
    pages = list(listed.pages())
    # A page may have fewer than it could: on a busy machine a search ends for lack of time.
    assert sum(len(page.items) for page in pages) == 7
    assert len(pages) >= 3 and all(len(page.items) <= 3 for page in pages)
    assert pages[-1].next_cursor is None
    rest = client.events.list(type=type, include="payload", cursor=pages[0].next_cursor)
    assert len(list(rest)) == 7 - len(pages[0].items)
    never = client.events.list(type=[type, "py.none"], delivered="never", from_=datetime(2026, 1, 1, tzinfo=timezone.utc))
    assert len(list(never)) == 7


def test_the_books_add_up(client: Hopline) -> None:
    client.send("py.books", {})
    books = client.events.reconcile()
    assert books["balanced"] and books["from"] < books["to"]


def test_an_event_that_is_not_there_is_told_of_with_a_code(client: Hopline) -> None:
    with pytest.raises(HoplineError) as caught:
        client.events.get(str(uuid4()))
    error = caught.value
    assert (error.code, error.status, error.title) == ("HPL_EVENT_NOT_STORED", 404, "Not Found")
    assert error.is_retryable and error.retry_after is not None and error.trace_id
