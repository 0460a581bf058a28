"""What a client is made with, and what it never tells."""

from typing import cast

import pytest

from hopline import AsyncHopline, Hopline
from hopline._settings import read_settings

KEY = "hop_4f8Kq2ZsW0b7TnXe_secretsecretsecret"


@pytest.mark.parametrize("key", ["", f"{KEY}\n", f"{KEY} ", "hop_ü", f"{KEY}\r\nx: y"])
def test_a_key_that_no_header_can_hold_is_refused_without_telling_it(key: str) -> None:
    with pytest.raises(ValueError) as caught:
        Hopline(key, "http://127.0.0.1:1")
    assert "secret" not in str(caught.value)


def test_a_key_that_the_environment_does_not_have_is_called_missing() -> None:
    for key in ("", cast(str, None)):
        with pytest.raises(ValueError, match="api_key is missing"):
            Hopline(key, "http://127.0.0.1:1")


@pytest.mark.parametrize("url", ["", "127.0.0.1:8080", "ftp://h", "http://", "http://u:p@h", "http://h/?a=b", "http://h/#a"])
def test_a_base_url_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="base_url"):
        Hopline(KEY, url)


def test_a_time_out_is_more_than_nothing() -> None:
    with pytest.raises(ValueError, match="timeout"):
        Hopline(KEY, "http://127.0.0.1:1", timeout=0)


def test_no_repr_has_the_key() -> None:
    with Hopline(KEY, "http://127.0.0.1:1") as client:
        texts = [repr(client), repr(AsyncHopline(KEY, "http://127.0.0.1:1")), repr(client._transport.settings)]
    texts.append(repr(read_settings(KEY, "http://127.0.0.1:1", 1.0, 1)))
    for text in texts:
        assert "secret" not in text
        assert "127.0.0.1" in text
