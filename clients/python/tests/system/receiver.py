"""Takes webhooks and keeps them as they came."""

from __future__ import annotations

from dataclasses import dataclass

from local_server import Handler, LocalServer
from until import until


@dataclass(frozen=True)
class Webhook:
    path: str
    headers: dict[str, str]
    body: bytes


class Receiver(LocalServer):
    def __init__(self) -> None:
        self.received: list[Webhook] = []
        received = self.received

        class Take(Handler):
            def do_POST(self) -> None:
                received.append(Webhook(self.path, dict(self.headers.items()), self.read_body()))
                self.answer(200, {}, b"ok")

        super().__init__(Take)

    def __enter__(self) -> Receiver:
        super().__enter__()
        return self

    def wait_for(self, webhook_id: str) -> Webhook:
        return until(
            f"webhook {webhook_id}",
            lambda: next((one for one in self.received if one.headers.get("webhook-id") == webhook_id), None),
        )
