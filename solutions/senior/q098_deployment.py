r"""Q98 · Deployment: the answer and one way to build it.

## Answer

I build an image once, in CI: dependencies from a lock file, installed with `uv` or pip, a user
without rights, nothing secret inside. The same image runs everywhere; what differs, secrets too,
comes from the environment and is validated at the start.

Inside runs a server with several workers: gunicorn for WSGI, which since version 24 of January 2026
serves ASGI too, with its worker `asgi`; or for ASGI uvicorn, hypercorn or daphne. Granian serves
both, and uWSGI is only maintained. In front, nginx or the platform's load balancer ends TLS, holds
slow clients off, and serves static files.

The platform, Kubernetes or a service such as Cloud Run, asks two things. Is the process alive? Else
it is restarted. Is it ready? Else it gets no requests. At SIGTERM it finishes what is in flight
within a grace period. So a release rolls out worker by worker, after migrations that old and new
code both stand, and can be rolled back.

## Follow-ups

- **Why must the liveness probe not ask the database?** When the database is down, every worker
  would be restarted, over and over, which mends nothing and meets it with a rush when it is back.
- **What does `preload_app` save, and what does it risk?** The code is loaded once, and its memory
  is shared until it is written to. Connections, threads and random states made before the fork are
  shared as well, or missing.
- **How many workers?** gunicorn's rule of thumb is twice the cores plus one. In a container that
  counts the CPU limit, not the machine, and memory may allow fewer: measure.
- **Why do requests fail during a release although SIGTERM is handled?** The balancer still sends to
  a server that no longer listens. Turn unready first, wait until it has noticed, then stop.

## Notes

The connections are kept by process id, so a child makes its own, and does not drop its parent's,
whose end might say goodbye in the parent's name. `os.register_at_fork` could forget them instead,
and make a new lock, which a fork while a thread connects would ask for; a hook `post_fork` works
only under gunicorn. One lock makes threads wait for the one that connects, and serialises their
pings; a pool would not, but is more than a probe needs. `/health` takes no lock. All settings are
read before the error is raised, or each start would show one mistake.
"""

import os
import re
import threading
from collections.abc import Callable, Mapping
from typing import Any
from wsgiref.types import WSGIApplication


def gunicorn_settings(env: Mapping[str, str], cpus: int) -> dict[str, Any]:
    """Return gunicorn's settings, or raise an error that names all that is wrong."""
    problems = []

    def text(name, default=""):
        return env.get(name, "").strip() or default

    def number(name, default, low, high):
        value = text(name)
        if not value:
            return default
        if not re.fullmatch("[0-9]+", value) or not low <= int(value) <= high:
            problems.append(f"{name} must be a whole number from {low} to {high}, not {value!r}")
            return default
        return int(value)

    if not (secret := text("SECRET_KEY")):
        problems.append("SECRET_KEY is missing")
    elif len(secret) < 32:
        problems.append("SECRET_KEY must have at least 32 characters")
    threads = number("THREADS", 1, 1, 999)
    settings = {
        "bind": f"{text('HOST', '127.0.0.1')}:{number('PORT', 8000, 0, 65535)}",
        "workers": number("WEB_CONCURRENCY", 2 * cpus + 1, 1, 999),
        "threads": threads,
        "worker_class": "gthread" if threads > 1 else "sync",
        "graceful_timeout": number("DRAIN_SECONDS", 30, 1, 3600),
        "preload_app": True,
    }
    if problems:
        raise ValueError("; ".join(problems))
    return settings


def create_app(connect: Callable[[], Any]) -> WSGIApplication:
    """Return the application; each process of it connects for itself."""
    connections: dict[int, Any] = {}  # by process id: after a fork, the parent's is here, too
    lock = threading.Lock()

    def is_ready():
        process = os.getpid()
        with lock:
            try:
                if process not in connections:
                    connections[process] = connect()
                connections[process].ping()
            except Exception:
                connections.pop(process, None)
                return False
        return True

    def app(environ, start_response):
        path = environ.get("PATH_INFO", "")
        if path == "/health":
            status = "200 OK"
        elif path == "/ready":
            status = "200 OK" if is_ready() else "503 Service Unavailable"
        else:
            status = "404 Not Found"
        body = status.encode()
        headers = [("Content-Type", "text/plain"), ("Content-Length", str(len(body)))]
        start_response(status, headers)
        return [body]

    return app
