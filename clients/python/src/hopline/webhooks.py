"""Whether a webhook is Hopline's, by the reference library of Standard Webhooks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypedDict, cast

from standardwebhooks.webhooks import Webhook, WebhookVerificationError

__all__ = ["WebhookEvent", "WebhookVerificationError", "verify_webhook"]


class WebhookEvent(TypedDict):
    """The body of a webhook. Whoever keeps the ids it has seen handles an event once."""

    id: str
    type: str
    timestamp: str
    data: dict[str, Any]


def verify_webhook(body: bytes | str, headers: Mapping[str, str], secret: str) -> WebhookEvent:
    """Gives the event of a webhook that was signed with the endpoint's secret in the last five minutes.

    :param body: exactly as it came: parsed and printed anew it has another signature
    :param headers: of the request; their case does not matter
    :param secret: `whsec_…` of the endpoint
    :raises WebhookVerificationError: for a signature, a time or headers that are not right
    :raises ValueError: for a secret of another kind; what is signed with `v1a` needs an ed25519 library
    """
    if secret.startswith(("whpk_", "whsk_")):
        raise ValueError("this endpoint signs with v1a (ed25519); only v1, whsec_…, is verified here")
    lower = {name.lower(): value for name, value in headers.items()}
    return cast(WebhookEvent, Webhook(secret).verify(body, lower))
