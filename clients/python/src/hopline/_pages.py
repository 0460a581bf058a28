"""A page of a list. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

Item = TypeVar("Item")


@dataclass(frozen=True)
class Page(Generic[Item]):
    items: list[Item]
    #: Where the next page begins, good as `cursor` of a later list too; None on the last one.
    next_cursor: str | None
    #: False: the search ended before the page was full; more may match behind next_cursor.
    complete: bool


def read_page(answer: dict[str, Any], member: str) -> Page[Any]:
    """:param member: what the list is called in the answer"""
    return Page(answer[member], answer.get("next_cursor"), answer.get("complete", True))
