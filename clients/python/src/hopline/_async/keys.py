from __future__ import annotations

from typing import TYPE_CHECKING, cast

from .._requests import delete, post, segment
from ..types import ApiKey, CreateKey, NewKey, RotatedKey, RotateKey
from .pages import AsyncPages
from .transport import AsyncTransport

if TYPE_CHECKING:
    from typing_extensions import Unpack


class AsyncKeys:
    """The organization's API keys."""

    def __init__(self, transport: AsyncTransport) -> None:
        self._transport = transport

    async def create(self, **fields: Unpack[CreateKey]) -> NewKey:
        """Makes a further one. The key itself is in this answer alone."""
        return cast(NewKey, await self._transport.call(post("/api/keys", fields)))

    async def rotate(self, **fields: Unpack[RotateKey]) -> RotatedKey:
        """Replaces a key, without `key_id` the one of this client, which goes on using the old one."""
        return cast(RotatedKey, await self._transport.call(post("/api/keys/rotate", fields)))

    def list(self, *, limit: int | None = None, cursor: str | None = None) -> AsyncPages[ApiKey]:
        """Newest first, revoked and expired ones too; `limit` to a page."""
        return AsyncPages(self._transport, "/api/keys", "keys", {"limit": limit, "cursor": cursor})

    async def revoke(self, key_id: str) -> None:
        await self._transport.call(delete(f"/api/keys/{segment(key_id)}"))
