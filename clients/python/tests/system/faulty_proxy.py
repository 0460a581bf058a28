"""Stands between a client and the real api, and goes wrong as networks and proxies do."""

from __future__ import annotations

import json
import socket
from collections import deque
from contextlib import closing, suppress
from http.client import HTTPConnection, HTTPResponse
from threading import Event, Lock
from types import TracebackType
from typing import Literal
from urllib.parse import urlsplit

from local_server import Handler, LocalServer

#: `lost`: the request never arrives. `cut`: it is carried out, and its answer is lost. `empty`: a 200 that says nothing.
#: `echo`: a problem that says with which key it was asked. A number: this status, of a proxy.
Fault = Literal["pass", "lost", "cut", "empty", "echo"] | int

_OWN_HEADERS = {"connection", "keep-alive", "transfer-encoding", "content-length", "date"}


class FaultyProxy(LocalServer):
    def __init__(self, target: str) -> None:
        #: What becomes of the next requests; then all pass.
        self.faults: deque[Fault] = deque()
        #: While it is not set, requests wait.
        self.open = Event()
        self.open.set()
        #: Requests that came, by method and path.
        self.seen: list[str] = []
        #: The ports that these came from: one for each connection.
        self.ports: list[int] = []
        self._streams: set[socket.socket] = set()
        proxy, lock = self, Lock()
        host = urlsplit(target).netloc

        class Forward(Handler):
            def do_POST(self) -> None:
                body = self.read_body()
                with lock:
                    proxy.seen.append(f"{self.command} {self.path}")
                    proxy.ports.append(int(self.client_address[1]))
                    fault: Fault = proxy.faults.popleft() if proxy.faults else "pass"
                proxy.open.wait()
                if isinstance(fault, int):
                    return self.answer(fault, {"content-type": "text/html", "retry-after": "0"}, b"<html>no</html>")
                if fault == "lost":
                    return self.hang_up()
                if fault == "empty":
                    return self.answer(200, {"content-type": "application/json"}, b'{"ok":true}')
                if fault == "echo":
                    problem = {"code": "HPL_AUTH_SCOPE", "detail": f"sent: {self.headers['authorization']}"}
                    return self.answer(403, {"content-type": "application/problem+json"}, json.dumps(problem).encode())
                headers = {name: value for name, value in self.headers.items() if name.lower() != "host"}
                with closing(HTTPConnection(host, timeout=60.0)) as upstream:
                    upstream.request(self.command, self.path, body, headers)
                    with upstream.getresponse() as answer:
                        self.forward(answer, fault)

            do_GET = do_PATCH = do_DELETE = do_POST

            def forward(self, answer: HTTPResponse, fault: Fault) -> None:
                kept = {name: value for name, value in answer.getheaders() if name.lower() not in _OWN_HEADERS}
                if kept.get("content-type", "").startswith("text/event-stream"):
                    return self.pass_on(answer, kept)
                content = answer.read()
                if fault == "cut":
                    return self.hang_up()
                self.answer(answer.status, kept, content)

            def pass_on(self, answer: HTTPResponse, headers: dict[str, str]) -> None:
                # It has no length: its end is that of the connection.
                self.close_connection = True
                self.send_response(answer.status)
                for name, value in {**headers, "connection": "close"}.items():
                    self.send_header(name, value)
                self.end_headers()
                proxy._streams.add(self.connection)
                try:
                    while part := answer.read1():
                        self.wfile.write(part)
                except OSError:
                    # The client has gone, or the test has cut it off.
                    pass
                finally:
                    proxy._streams.discard(self.connection)

            def hang_up(self) -> None:
                self.close_connection = True
                self.connection.shutdown(socket.SHUT_RDWR)

        super().__init__(Forward)

    def cut_streams(self) -> None:
        """Breaks every stream that is open."""
        while self._streams:
            # One whose client has just gone is broken already.
            with suppress(OSError):
                self._streams.pop().shutdown(socket.SHUT_RDWR)

    def __enter__(self) -> FaultyProxy:
        super().__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.open.set()
        super().__exit__(kind, error, trace)
