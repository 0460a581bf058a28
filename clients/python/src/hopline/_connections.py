"""How a connection is ended by somebody who does not read it."""

from __future__ import annotations

import socket

import httpx


def cut(response: httpx.Response) -> None:
    """Has whoever waits for the rest of an answer find that there is none. To close it would not wake them."""
    stream = response.extensions.get("network_stream")
    connected = None if stream is None else stream.get_extra_info("socket")
    if connected is None:
        return
    try:
        connected.shutdown(socket.SHUT_RDWR)
    except OSError:
        # It has ended by itself.
        pass
