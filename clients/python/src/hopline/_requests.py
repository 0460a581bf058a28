"""What is asked of the API, before it is sent. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Union
from urllib.parse import quote

#: A time: with its zone, or as text as in RFC 3339.
Moment = Union[str, datetime]
#: One, or several.
Texts = Union[str, Sequence[str]]

JSON = "application/json"
NDJSON = "application/x-ndjson"


@dataclass(frozen=True)
class Request:
    """One call. `repeatable`: done twice it does no more than once."""

    method: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    media_type: str = JSON
    repeatable: bool = False
    #: Asked a second time, 404 says that the first one has done it.
    gone_is_done: bool = False
    #: A text that a successful answer has as this member; without it the answer is none of Hopline's.
    member: str | None = None
    #: Beside the key, and the type of the body.
    headers: Mapping[str, str] = field(default_factory=dict)

    def all_headers(self) -> dict[str, str]:
        body = {} if self.body is None else {"content-type": self.media_type}
        return {**body, **self.headers}


def get(path: str, query: Mapping[str, object] | None = None) -> Request:
    return Request("GET", path, query=text_query(query or {}), repeatable=True)


def post(path: str, fields: Mapping[str, object] | None = None, *, repeatable: bool = False) -> Request:
    body = None if fields is None else json_body(fields)
    return Request("POST", path, body=body, repeatable=repeatable)


def patch(path: str, fields: Mapping[str, object]) -> Request:
    return Request("PATCH", path, body=json_body(fields), repeatable=True)


def delete(path: str) -> Request:
    return Request("DELETE", path, repeatable=True, gone_is_done=True)


def segment(name: str) -> str:
    """A part of a path, such as an id.

    :raises ValueError: when it is empty, which would make it another path
    """
    if not name:
        raise ValueError("an id must not be empty")
    return quote(name, safe="")


def moment_text(moment: Moment) -> str:
    """A time as the API reads it.

    :raises ValueError: for a datetime without a zone, which could be any of them
    """
    if isinstance(moment, str):
        return moment
    if moment.tzinfo is None:
        raise ValueError("a time needs its zone, such as datetime.now(timezone.utc)")
    return moment.astimezone(timezone.utc).isoformat().replace("+00:00", "Z")


def text_query(query: Mapping[str, object]) -> dict[str, str]:
    """Parameters as text: several by commas, None for none. `from_` stands for `from`, which Python keeps for itself."""
    return {_name(name): _text(value) for name, value in query.items() if value is not None}


def json_body(fields: Mapping[str, object]) -> bytes:
    """A body of these members, named as in a query. None stands for null.

    :raises ValueError: for what JSON has no word for
    """
    members = {_name(name): _plain(value) for name, value in fields.items()}
    return encode_json(members)


def encode_json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def _name(name: str) -> str:
    return name.removesuffix("_")


def _plain(value: object) -> object:
    return moment_text(value) if isinstance(value, datetime) else value


def _text(value: object) -> str:
    if isinstance(value, (str, datetime)):
        return moment_text(value)
    if isinstance(value, Sequence):
        return ",".join(str(one) for one in value)
    return str(value)
