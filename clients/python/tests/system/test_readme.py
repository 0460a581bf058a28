"""The examples of README.md run, one after the other, as they stand there."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from receiver import Receiver

README = Path(__file__).parents[2] / "README.md"


def test_the_examples_run(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    blocks = re.findall(r"^```python\n(.*?)^```$", README.read_text(), re.DOTALL | re.MULTILINE)
    assert len(blocks) >= 6
    # Where the examples have their webhooks sent.
    monkeypatch.setenv("HOOK_URL", f"{receiver.url}/hooks")
    assert os.environ["HOPLINE_URL"] and os.environ["HOPLINE_API_KEY"]
    names: dict[str, object] = {}
    for i, block in enumerate(blocks, 1):
        exec(compile(block, f"example {i} of README.md", "exec", dont_inherit=True), names)

    # What they define, used with a webhook that came.
    event_id, secret, on_webhook = names["event_id"], names["secret"], names["on_webhook"]
    assert isinstance(event_id, str) and isinstance(secret, str) and callable(on_webhook)
    hook = receiver.wait_for(event_id)
    monkeypatch.setenv("WEBHOOK_SECRET", secret)
    assert on_webhook(hook.body, hook.headers) == 204
    assert on_webhook(hook.body + b" ", hook.headers) == 400
