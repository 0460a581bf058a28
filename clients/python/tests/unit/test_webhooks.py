"""Webhooks are verified by the reference library; a system's own come in tests/system."""

import json
from datetime import datetime, timedelta, timezone

import pytest
from standardwebhooks.webhooks import Webhook

from hopline import WebhookVerificationError, verify_webhook

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
BODY = json.dumps({"id": "1", "type": "a.b", "timestamp": "2026-03-01T12:00:00.000Z", "data": {"n": 1}})


def signed(at: datetime) -> dict[str, str]:
    signature = Webhook(SECRET).sign("1", at, BODY)
    return {"Webhook-Id": "1", "Webhook-Timestamp": str(int(at.timestamp())), "WEBHOOK-SIGNATURE": signature}


def test_a_signed_webhook_gives_its_event_as_text_or_bytes_whatever_case_its_headers_have() -> None:
    headers = signed(datetime.now(timezone.utc))
    for body in (BODY, BODY.encode()):
        assert verify_webhook(body, headers, SECRET)["data"] == {"n": 1}


def test_another_body_secret_or_time_and_missing_headers_are_refused() -> None:
    now = datetime.now(timezone.utc)
    headers = signed(now)
    other = "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
    for body, given, secret in (
        (BODY.replace("1}", "2}"), headers, SECRET),
        (BODY, headers, other),
        (BODY, signed(now - timedelta(minutes=6)), SECRET),
        (BODY, {}, SECRET),
    ):
        with pytest.raises(WebhookVerificationError):
            verify_webhook(body, given, secret)


def test_whatever_somebody_sends_is_refused_by_the_one_error_that_handlers_catch() -> None:
    headers = signed(datetime.now(timezone.utc))
    lower = {name.lower(): value for name, value in headers.items()}
    for body, signature in (
        (BODY, "x"),
        (BODY, "v1,a"),
        (BODY, "v1,ü"),
        (BODY, "v1,a,b"),
        (BODY, f"{lower['webhook-signature']}, {lower['webhook-signature']}"),
        (b"\xff", lower["webhook-signature"]),
    ):
        with pytest.raises(WebhookVerificationError):
            verify_webhook(body, {**lower, "webhook-signature": signature}, SECRET)


def test_one_of_several_secrets_is_enough() -> None:
    headers = signed(datetime.now(timezone.utc))
    other = "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
    for secrets in ([other, SECRET], (SECRET, other)):
        assert verify_webhook(BODY, headers, secrets)["id"] == "1"
    with pytest.raises(WebhookVerificationError):
        verify_webhook(BODY, headers, [other, other])


@pytest.mark.parametrize("secret", ["", "whsec_", "whsec_a", "a secret", []])
def test_a_secret_that_is_none_is_a_mistake_of_the_receiver(secret: str | list[str]) -> None:
    with pytest.raises(ValueError):
        verify_webhook(BODY, signed(datetime.now(timezone.utc)), secret)


def test_a_body_that_was_parsed_is_told_of() -> None:
    with pytest.raises(TypeError, match="as they came"):
        verify_webhook(json.loads(BODY), signed(datetime.now(timezone.utc)), SECRET)


def test_a_key_of_another_kind_is_told_of() -> None:
    with pytest.raises(ValueError, match="v1a"):
        verify_webhook(BODY, signed(datetime.now(timezone.utc)), "whpk_abc")
