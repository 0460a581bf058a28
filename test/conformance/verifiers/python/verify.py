"""Verifies webhooks: a JSON object a line in, one a line out (see line-verifier.ts)."""

import base64
import json
import sys
import time

from nacl.exceptions import BadSignatureError
from nacl.signing import VerifyKey
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

TOLERANCE_S = 5 * 60


def verify_asymmetric(public_key, headers, body):
    """v1a, as the specification has it: the reference library knows v1 alone."""
    key = VerifyKey(base64.b64decode(public_key.removeprefix("whpk_"), validate=True))
    if abs(time.time() - int(headers["webhook-timestamp"])) > TOLERANCE_S:
        raise WebhookVerificationError("the timestamp is too far from now")
    content = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    for one in headers["webhook-signature"].split(" "):
        version, _, signature = one.partition(",")
        if version != "v1a":
            continue
        try:
            key.verify(content, base64.b64decode(signature, validate=True))
            return
        except (BadSignatureError, ValueError):
            pass
    raise WebhookVerificationError("No matching signature found")


def problem_of(asked):
    body = base64.b64decode(asked["body"])
    try:
        if asked["key"].startswith("whpk_"):
            verify_asymmetric(asked["key"], asked["headers"], body)
        else:
            Webhook(asked["key"]).verify(body, asked["headers"])
    except WebhookVerificationError as error:
        return str(error)
    return None


for line in sys.stdin:
    print(json.dumps({"problem": problem_of(json.loads(line))}), flush=True)
