r"""Q116 · Concurrency on the web: the answer and one way to build it.

## Answer

There are three ways, and they mix. WSGI servers such as gunicorn run processes and threads, each
busy with one request. ASGI frameworks, Starlette, FastAPI, Django's async views, serve thousands of
waiting requests in one loop, if all I/O in it is asynchronous: httpx, asyncpg, `redis.asyncio`
(aioredis is part of it now), PyMongo's async API, which has replaced Motor. Work that outlives a
request goes to a queue with workers: Celery, RQ, Dramatiq.

One blocking call stops the whole loop. So I send it to a thread with `asyncio.to_thread`; Starlette
and FastAPI run plain `def` endpoints in a pool of 40 threads, and Django has `sync_to_async`.
Computing goes to processes.

`async` makes it easy to start too much. I share one client, bound the calls with a semaphore, give
each request a deadline, run its calls in a task group, and cancel when the client has gone. More
cores mean more processes, and state that they share lives outside, in Redis or a database.

## Follow-ups

- **What happens to a thread when the request is cancelled?** It runs on: threads cannot be
  cancelled. So give the blocking call a timeout of its own.
- **How do you find the call that blocks?** The debug mode of asyncio logs steps that take longer
  than 100 ms; in production one measures the lag of the loop.
- **Does a free-threaded Python change this?** Threads then compute in parallel, so a thread pool
  can take what went to processes. An event loop still runs in one thread.
- **What about database sessions?** One for each task: neither a SQLAlchemy session nor an asyncpg
  connection may be used by two tasks at once.

## Notes

The timeout stands around the task group, so it becomes a `TimeoutError` only when all calls have
ended. Each call writes its own outcome, and the names that it has not touched have timed out. A
second task waits for `http.disconnect` and cancels the search. Asking `request.is_disconnected()`
at intervals would be simpler, but notices later, and costs more the sooner it should. Whoever waits
for the semaphore is cancelled there like everywhere else. A limit in `httpx.Limits` would hold for
connections, and so would depend on the transport and the protocol.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route


def create_app(
    client: httpx.AsyncClient,
    upstreams: dict[str, str],
    render: Callable[[str], str],
    *,
    limit: int,
    deadline: float,
) -> Callable[..., Any]:
    """Return the application, which searches by the upstreams and renders reports."""
    room = asyncio.Semaphore(limit)

    async def ask(url: str, query: str) -> Any:
        async with room:
            response = await client.get(url, params={"q": query})
        if response.status_code != 200:
            raise ValueError(f"status {response.status_code} from {url}")
        return response.json()

    async def collect(query: str) -> Response:
        results: dict[str, Any] = {}
        errors = dict.fromkeys(upstreams, "timeout")

        async def note(name: str, url: str) -> None:
            try:
                results[name] = await ask(url, query)
                del errors[name]
            except Exception:
                errors[name] = "failed"

        with suppress(TimeoutError):
            async with asyncio.timeout(deadline), asyncio.TaskGroup() as group:
                for name, url in upstreams.items():
                    group.create_task(note(name, url))
        status = 200 if results else 504
        return JSONResponse({"results": results, "errors": errors}, status)

    async def search(request: Request) -> Response:
        query = request.query_params["q"]
        async with asyncio.TaskGroup() as group:
            work = group.create_task(collect(query))
            watch = group.create_task(_cancel_when_gone(request, work))
            await asyncio.wait([work])
            watch.cancel()
        return Response(status_code=499) if work.cancelled() else work.result()

    async def report(request: Request) -> Response:
        query = request.query_params["q"]
        return PlainTextResponse(await asyncio.to_thread(render, query))

    return Starlette(routes=[Route("/search", search), Route("/report", report)])


async def _cancel_when_gone(request: Request, work: asyncio.Task[Response]) -> None:
    """Cancel the work when the client hangs up."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
    work.cancel()
