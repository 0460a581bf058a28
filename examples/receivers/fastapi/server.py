"""Takes Hopline's webhooks: verifies, keeps, answers. The worker does the rest."""

import asyncio
import logging
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from starlette.requests import ClientDisconnect

from inbox import Inbox
from verify import Verifier
from work import work
from worker import Worker

log = logging.getLogger("receiver")

# A payload has at most 256 KiB; what Hopline puts around it is less than one more.
MAX_BODY_BYTES = 257 * 1024
# For the body; of a request whose head does not end uvicorn knows no limit.
REQUEST_S = 10
# Else uvicorn would wait for the rest of the body, for as long as any of it comes.
UNREAD = {"connection": "close"}
STOP_S = 10


def create_app(verifier: Verifier, inbox: Inbox) -> FastAPI:
    worker = Worker(inbox, work)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        working = asyncio.create_task(worker.run())
        yield
        # No request is under way any more.
        worker.stop()
        await working
        inbox.close()

    app = FastAPI(lifespan=lifespan, openapi_url=None)

    @app.get("/healthz")
    def healthz() -> dict[str, str]:
        inbox.check()
        return {"status": "ok"}

    @app.post("/hooks")
    async def take(request: Request) -> JSONResponse:
        # The first of each name, for the signature and for the key alike.
        headers = {name: request.headers[name] for name in request.headers}
        try:
            async with asyncio.timeout(REQUEST_S):
                body = await read_body(request)
        except ClientDisconnect:
            return JSONResponse({"error": "The body broke off"}, 400)
        except TimeoutError:
            return JSONResponse({"error": "The body takes too long"}, 408, UNREAD)
        if body is None:
            return JSONResponse({"error": "The body is too large"}, 413, UNREAD)
        problem = verifier.problem_of(body, headers)
        if problem is not None:
            log.info("webhook.refused %s", problem)
            return JSONResponse({"error": problem}, 400)
        webhook_id = headers["webhook-id"]
        is_new = await asyncio.to_thread(inbox.take, webhook_id, body.decode())
        log.info("webhook.%s %s", "taken" if is_new else "known", webhook_id)
        if is_new:
            worker.wake()
        # It is kept: this may be answered now, and a repeat in the same way.
        return JSONResponse({"status": "taken" if is_new else "known"})

    return app


async def read_body(request: Request) -> bytes | None:
    """The bytes as they came: a body that was parsed and printed again is not the one that was signed. None: too many."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY_BYTES:
            return None
    return bytes(body)


def main() -> None:
    logging.basicConfig(level=logging.INFO, stream=sys.stdout, format="%(asctime)s %(levelname)s %(message)s")
    # uvicorn takes SIGTERM while it runs, and raises it again when all has ended.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        verifier = Verifier(os.environ.get("WEBHOOK_SECRET", ""))
    except Exception as error:
        # Not the setting itself: it is a secret.
        sys.exit(f"WEBHOOK_SECRET must be the secret of the endpoint, whsec_…: {error}")
    uvicorn.run(
        create_app(verifier, Inbox(os.environ.get("DATABASE_FILE", "webhooks.db"))),
        host=os.environ.get("HOST", "127.0.0.1"),
        port=int(os.environ.get("PORT", "9000")),
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=STOP_S,
    )


if __name__ == "__main__":
    main()
