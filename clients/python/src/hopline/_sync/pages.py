# Made from _async/pages.py by make_sync.py: change that.
from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Generic

from .._pages import Item, Page, read_page
from .._requests import get
from .transport import Transport


class Pages(Generic[Item]):
    """A list, fetched page by page while it is iterated over: item by item, or with `pages()` page by page."""

    def __init__(self, transport: Transport, path: str, member: str, query: Mapping[str, object]) -> None:
        self._transport = transport
        self._path = path
        self._member = member
        self._query = query

    def __iter__(self) -> Iterator[Item]:
        for page in self.pages():
            for item in page.items:
                yield item

    def pages(self) -> Iterator[Page[Item]]:
        query = self._query
        while True:
            page = read_page(self._transport.call(get(self._path, query)), self._member)
            yield page
            if page.next_cursor is None:
                return
            query = {**self._query, "cursor": page.next_cursor}
