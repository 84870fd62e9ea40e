r"""Q98 · Deployment: settings that fail early, and workers that can be replaced.

Topics: deployment, wsgi, configuration, processes
Needs: gunicorn

How do you deploy a Python web application? In a container, with gunicorn behind a proxy. But typos
in variables show after the release. All workers share a database connection made before the fork.
Probes kill what is only busy.

## Build

`gunicorn_settings(env, cpus)` returns a dict of settings for gunicorn, for a machine with `cpus`
processors. `env` is a mapping of environment variables, and nothing else is looked at.

- `bind` is `HOST:PORT`, of the variables `HOST`, by default `127.0.0.1`, and `PORT`, by default
  8000.
- `workers` is `WEB_CONCURRENCY`, by default twice the number of processors plus one.
- `threads` is `THREADS`, by default 1, and `worker_class` is `"gthread"` for two threads or more,
  otherwise `"sync"`.
- `graceful_timeout` is `DRAIN_SECONDS`, by default 30.
- `preload_app` is True.

`create_app(connect)` returns a WSGI application (PEP 3333). `connect()` returns a connection to a
database, which has a method `ping()`. Both raise an `Exception` when they fail.

- A GET request of `/health` is answered with 200, and needs no connection.
- A GET request of `/ready` pings the connection, and is answered with 200.
- If `connect` or `ping` raises an `Exception`, `/ready` is answered with 503 (RFC 9110,
  15.6.4).
- Any other path is answered with 404.

## Rules

- A variable that is empty or blank counts as unset, and blanks around a value are left out.
- Numbers are written in the digits 0 to 9 alone.
- `PORT` is from 0 to 65535, `WEB_CONCURRENCY` and `THREADS` are from 1 to 999, and `DRAIN_SECONDS`
  is from 1 to 3600.
- `SECRET_KEY` must be set, and has 32 characters at least.
- If any of these variables is missing or wrong, a `ValueError` is raised whose message names all
  that are.
- It contains the `repr` of each wrong value too, but never the value of `SECRET_KEY`.
- The numbers in the dict are of the type `int`.
- Each process connects for itself, at its first request of `/ready`.
- So it does when the process it was forked from has a connection.
- The connection is kept for later requests.
- Requests of `/ready` that come while a thread connects wait, and share its connection.
- After `connect` or `ping` has raised, the next request of `/ready` connects anew.
- `/health` is answered while another thread connects.
- No answer contains the text of an exception.
- When gunicorn receives SIGTERM, a request in flight is still answered, and gunicorn ends with exit
  code 0.

## Left open

Methods other than GET, bodies, further settings, leading zeros, long values, IPv6, `SECRET_KEY`'s
value in other variables, blanks around wrong values in messages, false connections, forks of forks,
forks while a thread connects or pings, threads that meet a failing `connect` or `ping`, requests of
30 seconds.

## Example

    >>> settings = gunicorn_settings({"SECRET_KEY": "k" * 32, "PORT": "9000"}, cpus=2)
    >>> settings["bind"], settings["workers"], settings["worker_class"]
    ('127.0.0.1:9000', 5, 'sync')
    >>> def connect():
    ...     raise OSError("no database yet")
    >>> app = create_app(connect)
    >>> from wsgiref.util import setup_testing_defaults
    >>> for path in ("/health", "/ready"):
    ...     environ = {"PATH_INFO": path}
    ...     setup_testing_defaults(environ)
    ...     _ = app(environ, lambda status, headers: print(path, status[:3]))
    /health 200
    /ready 503
"""

from collections.abc import Callable, Mapping
from typing import Any
from wsgiref.types import WSGIApplication


def gunicorn_settings(env: Mapping[str, str], cpus: int) -> dict[str, Any]:
    """Return gunicorn's settings, or raise an error that names all that is wrong."""
    raise NotImplementedError


def create_app(connect: Callable[[], Any]) -> WSGIApplication:
    """Return the application; each process of it connects for itself."""
    raise NotImplementedError
