"""What tests on a real system share. HOPLINE_URL and HOPLINE_API_KEY say where it is (test/python starts it)."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from faulty_proxy import FaultyProxy
from installation import Installation
from receiver import Receiver

from hopline import Hopline


@pytest.fixture(scope="session")
def installation() -> Installation:
    return Installation(os.environ["HOPLINE_URL"], os.environ["HOPLINE_API_KEY"])


@pytest.fixture
def client(installation: Installation) -> Iterator[Hopline]:
    with Hopline(installation.key, installation.url) as client:
        yield client


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver() as receiver:
        yield receiver


@pytest.fixture
def proxy(installation: Installation) -> Iterator[FaultyProxy]:
    with FaultyProxy(installation.url) as proxy:
        yield proxy
