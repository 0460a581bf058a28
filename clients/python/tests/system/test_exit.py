"""A process that ends without closing its sender sends what is left first."""

from __future__ import annotations

import os
import subprocess
import sys
from uuid import uuid4

import pytest
from until import until

from hopline import Hopline

# Without a flush they would wait for an hour.
SYNC = """
import os, sys
from hopline import Hopline
sender = Hopline(os.environ["HOPLINE_API_KEY"], os.environ["HOPLINE_URL"]).sender(max_delay=3600)
for n in range(30):
    sender.send(sys.argv[1], {"n": n})
"""
ASYNC = """
import asyncio, os, sys
from hopline import AsyncHopline
async def main():
    sender = AsyncHopline(os.environ["HOPLINE_API_KEY"], os.environ["HOPLINE_URL"]).sender(max_delay=3600)
    for n in range(30):
        await sender.send(sys.argv[1], {"n": n})
asyncio.run(main())
"""
CRASH = SYNC + "raise SystemExit(3)\n"


@pytest.mark.parametrize(("program", "code"), [(SYNC, 0), (ASYNC, 0), (CRASH, 3)], ids=["sync", "async", "exit"])
def test_what_a_sender_holds_goes_out_when_the_process_ends(client: Hopline, program: str, code: int) -> None:
    type = f"py.exit.{uuid4()}"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", program, type], env=environment, capture_output=True, text=True, timeout=120
    )
    assert (done.returncode, done.stderr) == (code, "")
    until("all are stored", lambda: len(list(client.events.list(type=type, limit=100))) == 30)
