r"""Q97 · Background tasks: answer at once, and do the work once.

Topics: background-tasks, queues, flask, http
Needs: huey, flask

How do you run asynchronous tasks in a web framework? A request must not wait while a report is
rendered. So the app queues a task and answers where to ask for the outcome. Then come the failures:
a task that fails, a client that asks again, and a restart.

## Build

`make_queue(path, render, *, retries, delay)` returns a `SqliteHuey` on the file at `path`, a
`Path`. It has a task that calls `render(title)`, once in each attempt. The report is what this
returns, a value that JSON can hold. If it raises an `Exception`, the attempt has failed, and the
task is tried again: up to `retries` times, each at least `delay` seconds after the failure.

`create_app(queue)` returns a `Flask` app for such a queue.

- `POST /reports` with JSON such as `{"title": "Sales"}` queues a task and answers with 202.
  `Location` is the address of the report (RFC 9110, 15.3.3). Its path begins with the request's
  `SCRIPT_NAME`.
- `GET` on that address answers with 200 and a JSON object with a `status`.

The status is one of these:

- `waiting`, until the first attempt begins
- `retrying`, after a failed attempt that is not the last
- `done`, with the report as `result`
- `failed`, with a text as `error`, which contains that of the last exception

## Rules

- Only a worker of the queue renders, and the app never does.
- A result can be read again and again.
- It may be any value of JSON, also null.
- A worker may finish a task before its POST is answered.
- A title that is not a text of at least one character is answered with 400.
- A POST with an `Idempotency-Key` that came before is answered with 202 and the same `Location`,
  also when the report is done or has failed.
- If that key came with another title, the answer is 422.
- A POST that is answered with 400 does not take its key.
- A POST that is answered with 400 or 422, or repeats a key, queues nothing.
- This holds for two threads of one app at the same time, too.
- A key may be any text of a header, also empty or a report's id.
- POSTs without a key are all different.
- Any other address below `/reports/` is answered with 404.
- App and worker may have queues of their own, made for the same file.
- Whatever is waiting, retrying, done or failed stays so when the queue is made anew, and keys stay
  known.

## Left open

The status during `render`, the object's other members, bodies without JSON, other answers'
bodies, addresses with `//`, other methods, a bad title with a known key, killed workers, storages
that raise, and huey's exceptions from `render`.

## Example

    >>> import tempfile
    >>> from pathlib import Path
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     queue = make_queue(Path(folder) / "tasks.db", str.upper, retries=1, delay=60)
    ...     client = create_app(queue).test_client()
    ...     accepted = client.post("/reports", json={"title": "sales"})
    ...     address = accepted.headers["Location"]
    ...     print(accepted.status_code, client.get(address).json["status"])
    ...     _ = queue.execute(queue.dequeue())  # what a worker does
    ...     print(client.get(address).json["result"])
    ...     _ = queue.storage.close()
    202 waiting
    SALES
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Flask
from huey import SqliteHuey


def make_queue(
    path: Path, render: Callable[[str], Any], *, retries: int, delay: float
) -> SqliteHuey:
    """Return a queue with a task that renders a report."""
    raise NotImplementedError


def create_app(queue: SqliteHuey) -> Flask:
    """Return an app that takes orders for reports and tells what became of them."""
    raise NotImplementedError
