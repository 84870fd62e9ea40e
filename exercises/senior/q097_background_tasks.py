r"""Q97 · Background tasks: answer at once, and do the work once.

Topics: background-tasks, queues, flask, http
Needs: huey, flask

How do you run asynchronous tasks in a web framework? A request must not wait while a report is
rendered. So the app queues a task and answers where to ask for the outcome. Then come the failures:
a task that fails, a client that asks again, and a restart. A huey queue keeps more than tasks: its
`put(key, value)`, `get(key, peek=True)` and `put_if_empty(key, value)` are a small store.

## Build

`make_queue(path, render, *, retries, delay)` returns a `SqliteHuey` on the file at `path`, a
`Path`. It has a task that calls `render(title)`, once in each attempt. The report is what this
returns: any value that JSON can hold, also `None`. If it raises an `Exception`, the attempt has
failed, and the task is tried again: up to `retries` times, each at least `delay` seconds after the
failure.

`create_app(queue)` returns a `Flask` app for such a queue.

- `POST /reports` with JSON such as `{"title": "Sales"}` queues a task and answers with 202.
  `Location` is the address of the report (RFC 9110, 10.2.2).
- `GET` on that address answers with 200 and a JSON object with a `status`.

The status is one of these:

- `waiting`, until the first attempt begins
- `retrying`, after a failed attempt that is not the last
- `done`, with the report as `result`
- `failed`, with a text as `error` that contains `str(exception)` of the last failure

## Rules

- Only a worker of the queue renders, and the app never does.
- A result can be read again and again.
- A worker may finish a task before its POST is answered.
- JSON that is no object, or whose `title` is missing, empty or no text, is answered with 400.
- A POST with an `Idempotency-Key` that came before is answered with 202 and the same `Location`,
  also when the report is done or has failed.
- If that key came with another title, the answer is 422.
- A POST that is answered with 400 or 422, or repeats a key, queues nothing.
- A key has 1 to 64 letters, digits and hyphens, and may be equal to a report's id.
- POSTs without a key are all different.
- `GET` with an id that no POST has given is answered with 404.
- App and worker may have queues of their own, made for the same file.
- When the queue is made anew for its file, all reports have their status and keys stay known.

## Left open

The status during `render`, the object's other members, bodies without JSON's type, other answers'
bodies, other methods, blank titles, other spellings of an id, other keys, keys of refused POSTs,
one key twice at the same time, apps below a prefix, killed workers, storages that raise, and huey's
exceptions from `render`.

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
