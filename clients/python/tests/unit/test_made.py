"""What is made from something else is as it should be."""

import make_sync


def test_the_sync_half_is_the_one_that_make_sync_makes_of_the_async_one() -> None:
    assert make_sync.differences() == []


def test_nothing_of_asyncio_is_left_in_the_sync_half() -> None:
    texts = make_sync.wanted()
    assert len(texts) >= 10
    for name, text in texts.items():
        code = text.split("\n", 1)[1]
        for word in ("async", "await", "Async"):
            assert word not in code, name
