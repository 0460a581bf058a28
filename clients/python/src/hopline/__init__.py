"""The Python client of Hopline."""

from ._async.client import AsyncHopline
from ._async.pages import AsyncPages
from ._async.sender import AsyncSender
from ._async.streams import AsyncStream
from ._events import Event, SendResult, SentEvent
from ._pages import Page
from ._retries import Retries
from ._streams import EventMessage, LiveEvent, MoreMessage
from ._sync.client import Hopline
from ._sync.pages import Pages
from ._sync.sender import Sender
from ._sync.streams import Stream
from .errors import HoplineError, SenderError
from .version import VERSION as __version__
from .webhooks import WebhookEvent, WebhookVerificationError, verify_webhook

__all__ = [
    "AsyncHopline",
    "AsyncPages",
    "AsyncSender",
    "AsyncStream",
    "Event",
    "EventMessage",
    "Hopline",
    "HoplineError",
    "LiveEvent",
    "MoreMessage",
    "Page",
    "Pages",
    "Retries",
    "SendResult",
    "Sender",
    "SenderError",
    "SentEvent",
    "Stream",
    "WebhookEvent",
    "WebhookVerificationError",
    "__version__",
    "verify_webhook",
]
