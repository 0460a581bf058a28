"""Whether a webhook is Hopline's, by the reference library of Standard Webhooks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Protocol, TypedDict, cast

from standardwebhooks.webhooks import Webhook, WebhookVerificationError

__all__ = ["WebhookEvent", "WebhookVerificationError", "verify_webhook"]


class Headers(Protocol):
    """A mapping, or what a framework has for one."""

    def items(self) -> Iterable[tuple[str, str]]: ...


class WebhookEvent(TypedDict):
    """The body of a webhook. Whoever keeps the ids it has seen handles an event once."""

    id: str
    type: str
    timestamp: str
    data: dict[str, Any]


def verify_webhook(body: bytes | str, headers: Headers, secret: str | Sequence[str]) -> WebhookEvent:
    """Gives the event of a webhook that was signed with the endpoint's secret in the last five minutes.

    :param body: exactly as it came: parsed and printed anew it has another signature
    :param headers: of the request; their case does not matter
    :param secret: `whsec_…` of the endpoint; several while one is replaced
    :raises WebhookVerificationError: for a signature, a time, headers or a body that are not right: nothing of it may be trusted
    :raises ValueError: for a secret that is none; what is signed with `v1a` needs an ed25519 library
    """
    if not isinstance(body, (bytes, bytearray, str)):
        raise TypeError("body must be the bytes of the request as they came, not what was parsed of them")
    webhooks = [_webhook_of(one) for one in ([secret] if isinstance(secret, str) else secret or ())]
    if not webhooks:
        raise ValueError("there is no secret to verify with; is it set in the environment?")
    lower = {name.lower(): value for name, value in headers.items()}
    for webhook in webhooks[:-1]:
        try:
            return _verify(webhook, body, lower)
        except WebhookVerificationError:
            # The next one may be the one that has signed it.
            continue
    return _verify(webhooks[-1], body, lower)


def _verify(webhook: Webhook, body: bytes | str, headers: dict[str, str]) -> WebhookEvent:
    try:
        return cast(WebhookEvent, webhook.verify(body, headers))
    except ValueError as error:
        # The library takes for granted that signatures are base64 behind a comma, and that the body is UTF-8 and JSON.
        raise WebhookVerificationError("not readable") from error


def _webhook_of(secret: str) -> Webhook:
    if secret.startswith(("whpk_", "whsk_")):
        raise ValueError("this endpoint signs with v1a (ed25519); only v1, whsec_…, is verified here")
    if not secret.startswith("whsec_"):
        raise ValueError("a secret begins with whsec_")
    try:
        return Webhook(secret)
    except Exception as error:
        # An empty one is no ValueError of the library, and not of one class in all its versions.
        raise ValueError("a secret is whsec_ and base64") from error
