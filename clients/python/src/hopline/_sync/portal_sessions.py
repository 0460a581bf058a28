# Made from _async/portal_sessions.py by make_sync.py: change that.
from __future__ import annotations

from typing import TYPE_CHECKING, cast

from .._requests import post
from ..types import CreatePortalSession, PortalSession
from .transport import Transport

if TYPE_CHECKING:
    from typing_extensions import Unpack


class PortalSessions:
    """Links to the console, for your own customers."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def create(self, **fields: Unpack[CreatePortalSession]) -> PortalSession:
        """Makes one, for this organization alone and without its keys. One more does no harm: each ends by itself."""
        request = post("/api/portal-sessions", fields, repeatable=True)
        return cast(PortalSession, self._transport.call(request))
