"""What a client is made with."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from ._retries import Retries

# What a header may hold (RFC 9110, section 5.5). Anything else would be told of by the HTTP library, with the key in it.
_KEY = re.compile(r"[!-~]+")


@dataclass(frozen=True)
class Settings:
    base_url: str
    timeout: float
    retries: Retries
    # Not in the repr, whoever prints this.
    api_key: str = field(repr=False)


def read_settings(api_key: str, base_url: str, timeout: float, retries: int | Retries) -> Settings:
    """Checks what a client is given.

    :raises ValueError: for what cannot be meant so; the key is not part of the message
    """
    if not api_key:
        raise ValueError("api_key is missing; is it set in the environment?")
    if not _KEY.fullmatch(api_key):
        raise ValueError("api_key must be visible ASCII characters, without blanks or line ends")
    parts = urlsplit(base_url or "")
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("base_url must be an http or https URL, such as https://hopline.example.com")
    if parts.username is not None or parts.query or parts.fragment:
        raise ValueError("base_url must have no user, query or fragment")
    if timeout <= 0:
        raise ValueError("timeout must be more than 0 seconds")
    return Settings(base_url=base_url, timeout=timeout, retries=read_retries(retries), api_key=api_key)


def read_retries(retries: int | Retries, policy: Retries = Retries()) -> Retries:
    """A number of retries is as patient as `policy`.

    :raises ValueError: for one that cannot be meant so
    """
    return retries if isinstance(retries, Retries) else replace(policy, attempts=retries)
