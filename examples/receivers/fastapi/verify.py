"""Who sent a webhook, and when: the reference library of Standard Webhooks, https://www.standardwebhooks.com."""

import re
from collections.abc import Mapping

from standardwebhooks.webhooks import Webhook, WebhookVerificationError


class Verifier:
    def __init__(self, secrets: str) -> None:
        """
        :param secrets: `whsec_…`, or several, divided by blanks or commas, while one takes over from another
        :raises ValueError: when there is no secret, or one that is none
        """
        self._webhooks = [Webhook(secret) for secret in re.split(r"[\s,]+", secrets) if secret]
        if not self._webhooks:
            raise ValueError("no secret")

    def problem_of(self, body: bytes, headers: Mapping[str, str]) -> str | None:
        """What is wrong with a webhook; None when one of the secrets has signed exactly this, less than five minutes ago."""
        problem = None
        for webhook in self._webhooks:
            try:
                webhook.verify(body, dict(headers), json_parse=False)
                return None
            except WebhookVerificationError as error:
                problem = str(error)
            except ValueError:
                # A signature that is none, or bytes that are no UTF-8.
                problem = "Not readable"
        return problem
