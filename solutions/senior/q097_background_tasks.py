r"""Q97 · Background tasks: the answer and one way to build it.

## Answer

Slow work leaves the request: the app puts a task on a queue, answers 202 with an address for the
outcome, and workers, processes of their own, do it. Celery with Redis or RabbitMQ is the standard
in Python; RQ, Dramatiq and Huey are lighter. Django 6 has an interface for tasks, whose workers
come from other packages. FastAPI's `BackgroundTasks` run in the web process after the response:
fine for an e-mail that may be lost. `async def` doesn't make work a background task; it only lets
other requests run while one waits.

Brokers deliver at least once, or lose tasks, so tasks must be idempotent, and clients send a key
that makes a second POST harmless. Retries have a limit and a growing delay with jitter; what fails
for good goes where somebody looks. Arguments are small, ids instead of objects, since they are
serialised and may be old when the task runs. A task that depends on a row is queued after the
commit, by `transaction.on_commit` or an outbox table. Queue length and age belong in the
monitoring.

## Follow-ups

- **How does the client learn of the end without asking?** By a webhook, server-sent events or a
  WebSocket. Asking stays as the fallback, with `Retry-After` in the answer.
- **What if a worker is killed in the middle?** This queue has forgotten the task by then. Celery
  can acknowledge late, so that the broker delivers it again, and it then runs twice at times.
- **Would you show the text of an exception to clients?** To one's own staff, as here. Others get
  a code, and the log has the rest.
- **Where does the exactly-once come from?** There is none. At-least-once and an idempotent task
  have the same effect.

## Notes

The task writes down the status itself, under the report's id, in the key-value table of the queue:
that is a single read for the app, in whatever process. Huey's own results would do with
`preserve=True` and `store_none=True`, but know no status, which would have to be worked out from
the queue and the schedule. The status stands there before the task is queued, or a fast worker's
`done` would be overwritten. `put_if_empty` is one statement of SQL, so of two requests with one key
only one wins. A crash between the claim of a key and the queueing, or a storage that fails there,
leaves a report that waits for ever; one transaction for both would cure that, and needs a table of
one's own.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Flask, abort, request, url_for
from huey import SqliteHuey


def make_queue(
    path: Path, render: Callable[[str], Any], *, retries: int, delay: float
) -> SqliteHuey:
    """Return a queue with a task that renders a report."""
    queue = SqliteHuey(filename=str(path))

    @queue.task(retries=retries, retry_delay=delay, context=True)
    def report(title: str, task: Any) -> None:
        try:
            result = render(title)
        except Exception as error:
            status = "retrying" if task.retries else "failed"
            queue.put(f"report:{task.id}", {"status": status, "error": str(error)})
            raise
        queue.put(f"report:{task.id}", {"status": "done", "result": result})

    queue.report = report
    return queue


def create_app(queue: SqliteHuey) -> Flask:
    """Return an app that takes orders for reports and tells what became of them."""
    app = Flask(__name__)

    @app.post("/reports")
    def order() -> tuple[str, int, dict[str, str]]:
        match request.get_json():
            case {"title": str(title)} if title:
                task = queue.report.s(title)
            case _:
                abort(400, "an order is an object with a title")
        queue.put(f"report:{task.id}", {"status": "waiting"})
        key = request.headers.get("Idempotency-Key")
        if key is not None and not queue.put_if_empty(f"key:{key}", (task.id, title)):
            queue.delete(f"report:{task.id}")
            earlier, its_title = queue.get(f"key:{key}", peek=True)
            if its_title != title:
                abort(422, "this Idempotency-Key came with another title")
            return _accepted(earlier)
        queue.enqueue(task)
        return _accepted(task.id)

    @app.get("/reports/<number>")
    def show(number: str) -> dict[str, Any]:
        return queue.get(f"report:{number}", peek=True) or abort(404)

    return app


def _accepted(number: str) -> tuple[str, int, dict[str, str]]:
    """Return the answer that sends the client to a report."""
    return "", 202, {"Location": url_for("show", number=number)}
