from typing import Any


async def work(webhook_id: str, event: dict[str, Any]) -> str:
    """
    Yours goes here. What it returns is written once, in the transaction that ends the item. What it does elsewhere (a
    mail, a call of another service) may happen again after a crash: hand on the webhook's id as the idempotency key.
    What it raises has it called again later. It runs in the loop that answers webhooks, and must not block it: put what
    does (requests, psycopg, an ORM) into a function, and `await asyncio.to_thread(that_function, event)`.
    """
    return f"{event['type']} of {event['timestamp']}"
