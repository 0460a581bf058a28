# Made from _async/keys.py by make_sync.py: change that.
from __future__ import annotations

from typing import TYPE_CHECKING, cast

from .._requests import delete, post, segment
from ..types import ApiKey, CreateKey, NewKey, RotatedKey, RotateKey
from .pages import Pages
from .transport import Transport

if TYPE_CHECKING:
    from typing_extensions import Unpack


class Keys:
    """The organization's API keys."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def create(self, **fields: Unpack[CreateKey]) -> NewKey:
        """Makes a further one. The key itself is in this answer alone."""
        return cast(NewKey, self._transport.call(post("/api/keys", fields)))

    def rotate(self, **fields: Unpack[RotateKey]) -> RotatedKey:
        """Replaces a key, without `key_id` the one of this client, which goes on using the old one."""
        return cast(RotatedKey, self._transport.call(post("/api/keys/rotate", fields)))

    def list(self, *, limit: int | None = None, cursor: str | None = None) -> Pages[ApiKey]:
        """Newest first, revoked and expired ones too; `limit` to a page."""
        return Pages(self._transport, "/api/keys", "keys", {"limit": limit, "cursor": cursor})

    def revoke(self, key_id: str) -> None:
        self._transport.call(delete(f"/api/keys/{segment(key_id)}"))
