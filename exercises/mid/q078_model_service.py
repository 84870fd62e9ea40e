r"""Q78 · Serving a model: loaded once, asked in batches, open about faults.

Topics: machine-learning, deployment, web, fastapi
Needs: fastapi, httpx, pydantic

How do you put a trained model into production? Often as an HTTP service, which a platform asks
whether it is alive and may get traffic.

## Build

`create_app(load)` returns a FastAPI application. `load()` loads the model and returns it: an object
with the attributes of `Model`, which is given.

- `GET /live` answers with status 200.
- `GET /ready` answers with 200 when the model is loaded, and with 503 before, also while `load`
  runs.
- `POST /predict` takes a JSON object such as `{"rows": [[5.1, 3.5], [6.2, 2.9]]}`. It answers with
  200 and `{"predictions": [0.25, 0.5]}`, the model's results for these rows in their order.
- Before the model is loaded, it answers such a request with 503.
- Each answer of `/predict` with status 200 has the header `Model-Version`, the `version` of the
  model.

## Rules

- `load` is called once, while the application starts up.
- If it raises, the application does not start.
- Each application that is created has a model of its own.
- The rows of a request go to the model together, in one call of `predict`.
- While the model predicts, `/live` and `/ready` answer with 200.
- `rows` is a list of at least one row.
- Each row is a list of as many numbers as the model's `features` says.
- A number is a JSON number, and finite as a float. `NaN`, `Infinity` and `1e999` are not.
- Any other JSON gets status 422 and a JSON object. Its `detail` is a list of objects.
- If one number is at fault, or one row has another number of items, the list has one object, whose
  `loc` is the place of the fault. `["body", "rows", 1, 0]` is the first number of the second row,
  and `["body", "rows", 1]` is the second row.
- If `predict` raises a `ValueError` or `RuntimeError`, or a result is not finite, the answer is a
  JSON object with status 500.
- It shows nothing of the text of the exception.
- Such a failure is logged at level ERROR; if it is an exception, with its traceback.

## Left open

What else bodies and answers hold, how several faults are told, bodies that are not JSON or nested
deeply, wrong ones before the model is loaded, and a `load` that holds up the event loop. Whole
numbers of many digits, lone surrogates, models that are false, and many predictions at once.

## Example

    >>> import asyncio, httpx
    >>> class Sum:
    ...     version, features = "2026-05", 2
    ...     def predict(self, rows):
    ...         return [sum(row) for row in rows]
    >>> async def ask():
    ...     app = create_app(Sum)
    ...     async with app.router.lifespan_context(app):
    ...         transport = httpx.ASGITransport(app)
    ...         async with httpx.AsyncClient(transport=transport, base_url="http://it") as client:
    ...             return await client.post("/predict", json={"rows": [[3, 4.5]]})
    >>> answer = asyncio.run(ask())
    >>> answer.status_code, answer.json(), answer.headers["model-version"]
    (200, {'predictions': [7.5]}, '2026-05')
"""

from collections.abc import Callable
from typing import Protocol

from fastapi import FastAPI


class Model(Protocol):
    """What the service needs of a model. Given: nothing to do here."""

    version: str
    features: int  # how many numbers a row has

    def predict(self, rows: list[list[float]]) -> list[float]:
        """Return a result for each row. It takes its time, and holds up the thread it is in."""


def create_app(load: Callable[[], Model]) -> FastAPI:
    """Return an application that serves the model that `load` returns."""
    raise NotImplementedError
