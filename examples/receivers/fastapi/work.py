from typing import Any


async def work(webhook_id: str, event: dict[str, Any]) -> str:
    """
    Yours goes here. What it returns is written once, in the transaction that ends the item. What it does elsewhere (a
    mail, a call of another service) may happen again after a crash: hand on the webhook's id as the idempotency key.
    What it raises has it called again later.
    """
    return f"{event['type']} of {event['timestamp']}"
