"""Stands between a client and the real api, and goes wrong as networks and proxies do."""

from __future__ import annotations

import socket
from collections import deque
from threading import Event, Lock
from types import TracebackType
from typing import Literal

import httpx
from local_server import Handler, LocalServer

#: `lost`: the request never arrives. `cut`: it is carried out, and its answer is lost. A number: this status, of a proxy.
Fault = Literal["pass", "lost", "cut"] | int

_OWN_HEADERS = {"connection", "keep-alive", "transfer-encoding", "content-length", "content-encoding", "date"}


class FaultyProxy(LocalServer):
    def __init__(self, target: str) -> None:
        #: What becomes of the next requests; then all pass.
        self.faults: deque[Fault] = deque()
        #: While it is not set, requests wait.
        self.open = Event()
        self.open.set()
        #: Requests that came, by method and path.
        self.seen: list[str] = []
        proxy, lock = self, Lock()
        upstream = httpx.Client(base_url=target, timeout=60.0)
        self._upstream = upstream

        class Forward(Handler):
            def do_POST(self) -> None:
                body = self.read_body()
                with lock:
                    proxy.seen.append(f"{self.command} {self.path}")
                    fault: Fault = proxy.faults.popleft() if proxy.faults else "pass"
                proxy.open.wait()
                if isinstance(fault, int):
                    return self.answer(fault, {"content-type": "text/html", "retry-after": "0"}, b"<html>no</html>")
                if fault == "lost":
                    return self.hang_up()
                headers = {name: value for name, value in self.headers.items() if name.lower() != "host"}
                answer = upstream.request(self.command, self.path, headers=headers, content=body)
                if fault == "cut":
                    return self.hang_up()
                kept = {name: value for name, value in answer.headers.items() if name not in _OWN_HEADERS}
                self.answer(answer.status_code, kept, answer.content)

            do_GET = do_PATCH = do_DELETE = do_POST

            def hang_up(self) -> None:
                self.close_connection = True
                self.connection.shutdown(socket.SHUT_RDWR)

        super().__init__(Forward)

    def __enter__(self) -> FaultyProxy:
        super().__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.open.set()
        super().__exit__(kind, error, trace)
        self._upstream.close()
