"""Where the tests' system is."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Installation:
    url: str
    key: str
