"""Server-sent events from text, however it is cut (HTML Living Standard, section 9.2.6). Pure."""

from __future__ import annotations

import re
from codecs import getincrementaldecoder
from dataclasses import dataclass

# Others than str.splitlines knows: JSON may hold U+2028.
_LINE_END = re.compile(r"\r\n|\n|\r")
# A message of Hopline has some kilobytes.
_MOST_CHARACTERS = 1024 * 1024


@dataclass(frozen=True)
class SseMessage:
    #: `message` when the stream names none.
    event: str
    data: str
    #: The newest id of the stream, which may be that of an earlier message; empty when there was none.
    last_event_id: str


class SseParser:
    """Reads one stream. What is not ended by an empty line when the stream ends is no message.

    :param last_event_id: of the stream that this one goes on from
    """

    def __init__(self, last_event_id: str = "") -> None:
        #: What the stream has said about when to come back, in seconds.
        self.retry: float | None = None
        # It leaves out a byte order mark.
        self._decoder = getincrementaldecoder("utf-8-sig")("replace")
        self._pending = ""
        self._event = ""
        self._data: list[str] = []
        self._length = 0
        self._last_event_id = last_event_id

    def push(self, part: bytes) -> list[SseMessage]:
        """Takes the next part of the stream. Gives the messages that it completes.

        :raises ValueError: when a message does not end
        """
        text = self._pending + self._decoder.decode(part)
        # A CR at the end may be half of a line's end: it waits for what comes next.
        end = len(text) - 1 if text.endswith("\r") else len(text)
        *lines, rest = _LINE_END.split(text[:end])
        self._pending = rest + text[end:]
        messages: list[SseMessage] = []
        for line in lines:
            if line:
                self._read_line(line)
            else:
                messages += self._dispatch()
        if len(self._pending) + self._length > _MOST_CHARACTERS:
            raise ValueError("a message does not end")
        return messages

    def _read_line(self, line: str) -> None:
        # A comment begins with a colon: its name is empty, and no field is called so.
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if name == "event":
            self._event = value
        elif name == "data":
            self._data.append(value)
            self._length += len(value) + 1
        elif name == "id" and "\0" not in value:
            self._last_event_id = value
        elif name == "retry" and value.isascii() and value.isdigit():
            self.retry = int(value) / 1000

    def _dispatch(self) -> list[SseMessage]:
        event, data = self._event or "message", self._data
        self._event, self._data, self._length = "", [], 0
        return [SseMessage(event, "\n".join(data), self._last_event_id)] if data else []
