"""Writes src/hopline/_sync from src/hopline/_async: `python3 make_sync.py`. tests/unit/test_made.py compares."""

from __future__ import annotations

import re
from pathlib import Path

SOURCE = Path(__file__).parent / "src" / "hopline" / "_async"
TARGET = SOURCE.parent / "_sync"
#: Written by hand in both: what differs in more than words.
OWN = {"__init__.py", "runtime.py"}

RULES = [
    (re.compile(pattern), replacement)
    for pattern, replacement in [
        (r"\basync (?=(def|with|for)\b)", ""),
        (r"\bawait ", ""),
        (r"\bAsync(?=[A-Z])", ""),
        (r"__a(?=(enter|exit|iter|next)__)", "__"),
        (r"\basync(?=contextmanager\b)", ""),
        (r"\ba(?=(close|closing|iter_bytes|next|read)\b)", ""),
    ]
]


def to_sync(text: str) -> str:
    for pattern, replacement in RULES:
        text = pattern.sub(replacement, text)
    return text


def wanted() -> dict[str, str]:
    """The text of each file of `_sync` that is made."""
    return {
        path.name: f"# Made from _async/{path.name} by make_sync.py: change that.\n{to_sync(path.read_text())}"
        for path in sorted(SOURCE.glob("*.py"))
        if path.name not in OWN
    }


def differences() -> list[str]:
    """The names of files that are not as they should be."""
    there = {path.name: path.read_text() for path in TARGET.glob("*.py") if path.name not in OWN}
    texts = wanted()
    return sorted(name for name in there.keys() | texts.keys() if there.get(name) != texts.get(name))


def main() -> None:
    texts = wanted()
    for name in differences():
        if name in texts:
            (TARGET / name).write_text(texts[name])
        else:
            (TARGET / name).unlink()
        print(f"src/hopline/_sync/{name}")


if __name__ == "__main__":
    main()
