r"""Q78 · Serving a model: the answer and one way to build it.

## Answer

The usual way is an HTTP service, with FastAPI, Flask or Django. The model was saved with joblib, or
better as ONNX or skops, which don't run code when loaded. It is loaded once at startup, never in a
request. The service checks its inputs, takes rows in batches, and reports the version of the model.

It goes into a Docker image with pinned versions. CI tests and builds that, and Kubernetes or a
cloud service such as Cloud Run or SageMaker runs it, with probes for liveness and readiness. A
registry such as MLflow's says which version is live: by aliases, its stages are deprecated since
2.9. A new version gets a little traffic first.

In production I monitor latency and errors, but also drift of inputs and predictions, and quality
once the labels come in. Where nobody waits for the answer, a batch job is simpler than a service.
For many models or GPUs I take a serving system: BentoML, Ray Serve, KServe or Triton, and vLLM for
language models.

## Follow-ups

- **Liveness and readiness: what is the difference?** A process that isn't alive is restarted; one
  that isn't ready gets no traffic. A slow load needs patience, which a restart would only prolong.
- **Requests hold one row each. How do you still use batches?** Dynamic batching: collect requests
  for some milliseconds and predict them together. Triton, Ray Serve and BentoML do that.
- **How many worker processes?** Each holds a model of its own in memory. Threads share one, and
  numpy lets go of the GIL for much of its work, but must not each start a thread for every core.
- **How do you roll out a new model safely?** As a shadow at first, whose answers are only compared,
  then for a few percent of the traffic, with a way back.

## Notes

The route is a plain function, so FastAPI runs it in its pool of threads, and the loop stays free.
`JSONResponse` refuses what is not finite, within the `try`; a returned pydantic model would write
`null`. FastAPI's own 422 repeats the input, and cannot write a NaN, hence the handler. The model
is loaded in a thread as well, though nobody is served meanwhile. An alternative is to load in the
background and answer the probes from the first moment on, but then a failed load has to be told.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Annotated, Protocol

from fastapi import Depends, FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

logger = logging.getLogger(__name__)

Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]


class Model(Protocol):
    """What the service needs of a model. Given: nothing to do here."""

    version: str
    features: int  # how many numbers a row has

    def predict(self, rows: list[list[float]]) -> list[float]:
        """Return a result for each row. It takes its time, and holds up the thread it is in."""


class Batch(BaseModel):
    """The body of a request for predictions."""

    rows: Annotated[list[list[Number]], Field(min_length=1)]


def create_app(load: Callable[[], Model]) -> FastAPI:
    """Return an application that serves the model that `load` returns."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        app.state.model = await asyncio.to_thread(load)
        yield

    app = FastAPI(lifespan=lifespan)
    app.state.model = None

    @app.exception_handler(RequestValidationError)
    def refuse(request: Request, error: RequestValidationError) -> JSONResponse:
        faults = [{"loc": fault["loc"], "msg": fault["msg"]} for fault in error.errors()]
        return JSONResponse({"detail": faults}, 422)

    def loaded_model() -> Model:
        if app.state.model is None:
            raise HTTPException(503, "the model is not loaded yet")
        return app.state.model

    @app.get("/live")
    def live() -> dict[str, str]:
        return {"status": "live"}

    @app.get("/ready", dependencies=[Depends(loaded_model)])
    def ready() -> dict[str, str]:
        return {"status": "ready"}

    @app.post("/predict")
    def predict(batch: Batch, model: Annotated[Model, Depends(loaded_model)]) -> JSONResponse:
        faults = [
            {"loc": ["body", "rows", place], "msg": f"{len(row)} numbers, not {model.features}"}
            for place, row in enumerate(batch.rows)
            if len(row) != model.features
        ]
        if faults:
            raise HTTPException(422, faults)
        try:
            content = {"predictions": model.predict(batch.rows)}
            return JSONResponse(content, headers={"Model-Version": model.version})
        except Exception as error:
            logger.exception("no prediction for %d rows", len(batch.rows))
            raise HTTPException(500, "the model failed") from error

    return app
