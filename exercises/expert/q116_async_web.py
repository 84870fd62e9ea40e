r"""Q116 · Concurrency on the web: ask many at once, wait for none too long.

Topics: web, asgi, asyncio, http, threads
Needs: httpx, starlette

How do you handle concurrency in Python web frameworks? "With `async def`" is where the questions
begin. Who limits the calls when a thousand requests come? What becomes of them when one upstream
hangs, or the client has gone? And what about the library that blocks? Build a small service that
has an answer to each.

## Build

`create_app(client, upstreams, render, *, limit, deadline)` returns an ASGI application, which needs
no startup and is used in one event loop.

- `client` is an `httpx.AsyncClient`, and `upstreams` a dict from names to URLs, which have no
  query.
- `GET /search?q=TEXT` sends to each upstream a GET request by the client, with the query `q=TEXT`.
- The answer is JSON: `{"results": {…}, "errors": {…}}`.
- `results` has, by the name of the upstream, the decoded JSON of each response of status 200.
- `errors` has the names of all other upstreams.
- The error is `"timeout"` if the call still runs or waits `deadline` seconds after the request to
  `/search`, and otherwise `"failed"`.
- The status is 200 if there are results, else 502 or 504.
- `GET /report?q=TEXT` answers with the string that the function `render(TEXT)` returns, as plain
  text.

## Rules

- All upstreams of a request are asked at the same time, within the limit.
- No more than `limit` calls of upstreams run at the same time in the whole application, whichever
  request they are for.
- A call that waits for room begins as soon as another one has returned, failed or been cancelled.
- The time of waiting counts for the deadline, and what still waits then is not sent.
- When a call raises an `Exception`, the others go on.
- At the deadline, the calls that still run are cancelled, and those that have ended keep their
  results.
- When the client hangs up (`http.disconnect`), all calls for its request are cancelled at once, and
  none is begun.
- Requests of other clients go on meanwhile.
- What is cancelled can finish its `finally` blocks before the answer begins, and before the
  application's call ends. After that call, no task of the request goes on.
- While `render` runs, other requests are answered, and `render` can run for another one.
- The client can be used for further requests: it is not closed.

## Left open

- What is sent or raised when a client has hung up.
- A client that hangs up before its request has arrived, during a report or after the deadline, and
  a request that the server itself cancels.
- Other paths and methods, requests with several `q`, an empty one or none, no upstreams, what
  `render` raises.
- JSON with NaN or lone surrogates, or in another encoding than UTF-8.
- Calls that raise what is no `Exception`, or that return or raise something else although they were
  cancelled.
- Whether it is 502 or 504, which call gets room first, and the instant of the deadline.

## Example

    >>> import asyncio, httpx
    >>> def upstream(request):
    ...     if request.url.host == "down":
    ...         return httpx.Response(500)
    ...     return httpx.Response(200, json=[request.url.params["q"]])
    >>> async def main():
    ...     async with httpx.AsyncClient(transport=httpx.MockTransport(upstream)) as client:
    ...         upstreams = {"a": "http://up/", "b": "http://down/"}
    ...         app = create_app(client, upstreams, str.upper, limit=5, deadline=60)
    ...         transport = httpx.ASGITransport(app)
    ...         async with httpx.AsyncClient(transport=transport, base_url="http://site") as site:
    ...             print((await site.get("/search?q=tea")).json())
    ...             print((await site.get("/report?q=tea")).text)
    >>> asyncio.run(main())
    {'results': {'a': ['tea']}, 'errors': {'b': 'failed'}}
    TEA
"""

from collections.abc import Callable
from typing import Any

import httpx


def create_app(
    client: httpx.AsyncClient,
    upstreams: dict[str, str],
    render: Callable[[str], str],
    *,
    limit: int,
    deadline: float,
) -> Callable[..., Any]:
    """Return the application, which searches by the upstreams and renders reports."""
    raise NotImplementedError
