"""Checks for Q78 · Serving a model."""

import asyncio
import concurrent.futures
import json
import logging
import threading

import pydantic
import pytest
from q078_model_service import create_app

PATIENCE = 5.0  # seconds for which a thread waits for an event that comes at once
JSON = {"content-type": "application/json"}


def loop_is_running():
    """Whether an event loop runs in this thread, and waits for the caller to return."""
    try:
        return bool(asyncio.get_running_loop())
    except RuntimeError:
        return False


class Fake:
    """A model that adds up each row, or gives what it is told to; `batches` is what it was given.

    `loops` says for each batch whether an event loop was running in the thread that predicted.
    """

    def __init__(self, version="7", features=2, results=None):
        self.version, self.features, self.results = version, features, results
        self.batches, self.loops = [], []

    def predict(self, rows):
        self.batches.append(rows)
        self.loops.append(loop_is_running())
        if isinstance(self.results, Exception):
            raise self.results
        return [sum(row) for row in rows] if self.results is None else self.results


def places_in(answer):
    """The places of the faults that an answer with 422 lists, in order; or else what came."""
    status, body = answer
    if status != 422 or not isinstance(body, dict) or not isinstance(body.get("detail"), list):
        return answer
    return sorted(fault["loc"] for fault in body["detail"])


def errors_in(caplog):
    """The messages of the records of level ERROR."""
    return [record.getMessage() for record in caplog.records if record.levelno == logging.ERROR]


@pytest.mark.hint(
    "A pydantic model with the field `rows` describes the body, and FastAPI reads it.",
    "Ask for a `Response` as a parameter to set a header, or return a `JSONResponse` with headers.",
)
def test_predicts(asgi_client):
    """A request gets the results for its rows in their order, and the version of the model."""
    ask = asgi_client(create_app(lambda: Fake("2026-05-RC.1")))
    rows = [[1, 2], [0.5, -4], [1, 2], [0, 0], [1e-200, 2e-200]]
    answer = ask("POST", "/predict", json={"rows": rows})
    sums = [3, -3.5, 3, 0, 1e-200 + 2e-200]
    assert answer == (200, {"predictions": sums}), f"the rows are {rows}"
    assert answer.headers.get("model-version") == "2026-05-RC.1"
    ask = asgi_client(create_app(lambda: Fake(features=1)))
    answer = ask("POST", "/predict", json={"rows": [[2.5]]})
    assert answer == (200, {"predictions": [2.5]}), "the rows are [[2.5]]"
    assert answer.headers.get("model-version") == "7"


@pytest.mark.hint("`predict` takes a list of rows. How often is it called for four rows?")
def test_a_request_is_one_batch(asgi_client):
    """All rows of a request go to the model in one call, and each request in its own."""
    model = Fake()
    ask = asgi_client(create_app(lambda: model))
    first, second = [[3, 4], [1, 2], [3, 4]], [[5, 6]]
    ask("POST", "/predict", json={"rows": first})
    assert model.batches == [first], "what predict was given for one request"
    ask("POST", "/predict", json={"rows": second})
    assert model.batches == [first, second], "what predict was given for two requests"
    many = [[k, k % 7] for k in range(2000)]
    answer = ask("POST", "/predict", json={"rows": many})
    assert answer == (200, {"predictions": [sum(row) for row in many]}), "a request of 2000 rows"
    assert [len(batch) for batch in model.batches] == [3, 1, 2000], "numbers of rows in each call"


@pytest.mark.hint(
    "An application has a start and an end. What may FastAPI be given to run at both?",
    "`FastAPI(lifespan=...)` takes an async context manager: before its `yield`, the app starts.",
)
def test_loads_once_at_startup(asgi_client):
    """The model is loaded while the application starts, and not before, nor again."""
    calls = []
    app = create_app(lambda: calls.append("load") or Fake())
    assert calls == [], "calls of load after create_app"
    ask = asgi_client(app)
    assert calls == ["load"], "calls of load after the start"
    for _ in range(3):
        ask("POST", "/predict", json={"rows": [[1, 2]]})
        ask("GET", "/ready")
    assert calls == ["load"], "calls of load after the start and three predictions"


@pytest.mark.parametrize("path", ["/live", "/ready"])
@pytest.mark.hint(
    "The model has to be kept where each request can look whether it is there.",
)
def test_probes(path, asgi_client):
    """Both probes answer with 200 once the application has started."""
    ask = asgi_client(create_app(Fake))
    assert ask("GET", path).status == 200


@pytest.mark.hint(
    "Before the start there is no model. What is in its place?",
    "`HTTPException(503)` in a function that both routes depend on.",
)
def test_is_not_ready_before_the_model_is_loaded(asgi_client, in_thread):
    """Before the model is loaded, and while it is, only `/live` answers with 200."""
    app = create_app(Fake)
    ask = asgi_client(app, started=False)
    seen = {
        "GET /live": ask("GET", "/live").status,
        "GET /ready": ask("GET", "/ready").status,
        "POST /predict": ask("POST", "/predict", json={"rows": [[1, 2]]}).status,
    }
    assert seen == {"GET /live": 200, "GET /ready": 503, "POST /predict": 503}, "before the start"
    assert asgi_client(app)("GET", "/ready").status == 200, "it has started"
    asked = []

    async def probe():
        async with asgi_client.connect(loading, started=False) as http:
            seen = [(await http.get(path)).status_code for path in ("/live", "/ready")]
            return [*seen, (await http.post("/predict", json={"rows": [[1, 2]]})).status_code]

    def load():  # asks in a thread with a loop of its own, since this one may be held up
        if not asked:
            asked.append(in_thread(lambda: asyncio.run(probe())))
            concurrent.futures.wait(asked, PATIENCE)
        return Fake()

    loading = create_app(load)
    assert asgi_client(loading)("GET", "/ready").status == 200, "it has started"
    noted = [call.exception() or call.result() if call.done() else "none" for call in asked]
    said = "the status of GET /live, GET /ready and POST /predict while load runs"
    assert noted == [[200, 503, 503]], said


@pytest.mark.parametrize(
    "kind", [OSError, ValueError, RuntimeError, FileNotFoundError, ImportError, AttributeError]
)
@pytest.mark.hint("A service without its model is of no use, and the platform should hear of it.")
def test_a_failing_load_ends_the_start(kind, asgi_client):
    """If `load` raises, the application does not start."""

    calls = []

    def load():
        calls.append("load")
        raise kind("the file of the model is missing")

    app = create_app(load)
    with pytest.raises(Exception) as failed:
        asgi_client(app)
    texts = [str(error) for error in (failed.value, *getattr(failed.value, "exceptions", ()))]
    assert "the file of the model is missing" in texts, f"raised at the start: {failed.value!r}"
    assert calls == ["load"], "calls of load, which raises"


@pytest.mark.hint("A global variable is shared by all applications. `app.state` is not.")
def test_applications_are_independent(asgi_client):
    """Two applications in one process each ask their own model, also if one `load` makes both."""
    first, second = create_app(lambda: Fake("1")), create_app(lambda: Fake("2", 3))
    ask_first, waiting = asgi_client(first), asgi_client(second, started=False)
    assert waiting("GET", "/ready").status == 503, "the first has started, the second has not"
    ask_second = asgi_client(second)
    answers = [
        ask_first("POST", "/predict", json={"rows": [[1, 2]]}),
        ask_second("POST", "/predict", json={"rows": [[1, 2, 3]]}),
    ]
    assert answers == [(200, {"predictions": [3]}), (200, {"predictions": [6]})]
    assert [answer.headers.get("model-version") for answer in answers] == ["1", "2"]
    loaded = []

    def load():
        loaded.append(Fake())
        return loaded[-1]

    asks = [asgi_client(app) for app in (create_app(load), create_app(load))]
    answers = [ask("POST", "/predict", json={"rows": [[1, 2]]}) for ask in asks]
    assert answers == [(200, {"predictions": [3]})] * 2, "two applications of the same load"
    seen = [len(model.batches) for model in loaded]
    assert seen == [1, 1], "how often `predict` of the model of each was called"


@pytest.mark.hint(
    "FastAPI answers with 422 and `loc` by itself where the body does not fit its pydantic model.",
    'By default pydantic takes `"3"` for a number. `Field(strict=True)` makes it refuse that.',
    "Only the loaded model knows how long rows are. `HTTPException(422, [...])` takes a list.",
)
def test_names_the_place_of_a_fault(asgi_client):
    """A wrong number or a row of another length is refused with 422, and its place is named."""
    ask = asgi_client(create_app(Fake))
    for rows, place in [
        ('[[1, 2], ["3", 4]]', [1, 0]),
        ("[[true, 2]]", [0, 0]),
        ("[[1, 2], [3, 4], [5, null]]", [2, 1]),
        ('[[1, 2], [3, ""]]', [1, 1]),
        ("[[1, [2]], [3, 4]]", [0, 1]),
        ("[[1, 2], [3]]", [1]),
        ("[[1, 2, 3], [1, 2]]", [0]),
        ("[[1, 2], [1, 2, 3, 4]]", [1]),
        ("[[1, 2], [1, 2], []]", [2]),
        ("[[1, true], [1, 1]]", [0, 1]),
        ("[[1, 0], [true, 0]]", [1, 0]),
    ]:
        body = f'{{"rows": {rows}}}'
        expected = [["body", "rows", *place]]
        answer = ask("POST", "/predict", content=body, headers=JSON)
        assert places_in(answer) == expected, f"two numbers make a row, and the body is {body}"


@pytest.mark.hint(
    "Python reads `NaN` and `1e999` from JSON, but cannot always write what it has read.",
    "Look at what the answer with 422 repeats of the body.",
    "`@app.exception_handler(RequestValidationError)` makes that answer your own.",
)
def test_refuses_numbers_that_are_not_finite(asgi_client):
    """A number that is not finite is refused in the same way."""
    ask = asgi_client(create_app(Fake))
    for rows, place in [
        ("[[1, 2], [NaN, 4]]", [1, 0]),
        ("[[1, Infinity], [3, 4]]", [0, 1]),
        ("[[1, 2], [-Infinity, 4]]", [1, 0]),
        ("[[1, 1e999]]", [0, 1]),
        ("[[1, 2], [-1e400, 2]]", [1, 0]),
    ]:
        body = f'{{"rows": {rows}}}'
        expected = [["body", "rows", *place]]
        answer = ask("POST", "/predict", content=body, headers=JSON)
        assert places_in(answer) == expected, f"two numbers make a row, and the body is {body}"
    large = '{"rows": [[1.7976931348623157e308, 1], [-1.7976931348623157e308, 5e-324]]}'
    answer = ask("POST", "/predict", content=large, headers=JSON)
    expected = {"predictions": [1.7976931348623157e308, -1.7976931348623157e308]}
    assert answer == (200, expected), f"the body is {large}"


@pytest.mark.hint(
    "`Field(min_length=1)` refuses an empty list.",
    "An answer that repeats part of the body may repeat a number that JSON cannot write.",
)
def test_refuses_other_bodies(asgi_client):
    """A body of another shape, without rows, or with several faults is refused with 422."""
    ask = asgi_client(create_app(Fake))
    for body in [
        *('{"rows": []}', '{"rows": null}', '{"rows": 5}', "{}", "[]", "[[1, 2]]"),
        *('{"rows": [5]}', '{"rows": ["ab"]}', '{"rows": [{"1": 2, "3": 4}]}', '{"rows": "12"}'),
        *('{"rows": {"a": [1, 2]}}', '"rows"', "null", "5"),
        *('{"rows": [{"a": 1e999}]}', '{"rows": 1e999}', '{"row": [[1, 1e999]]}', "1e999"),
        *('{"rows": [[1], [2, 3], [4]]}', '{"rows": [[1, "2"], [null, 4]]}', '{"rows": [[true]]}'),
        *('{"rows": [[1, 2], 5]}', '{"rows": [[1, 2], null]}', '{"rows": false}', '{"rows": {}}'),
    ]:
        answer = ask("POST", "/predict", content=body, headers=JSON)
        assert answer.status == 422, f"the body is {body!r}"
        assert isinstance(answer.body, dict), f"the body is {body!r}, it got {answer!r}"
        assert isinstance(answer.body.get("detail"), list), f"the body is {body!r}, got {answer!r}"
        others = [fault for fault in answer.body["detail"] if not isinstance(fault, dict)]
        assert others == [], f"what is no object in the list of the detail; the body is {body!r}"


@pytest.mark.parametrize(
    "error",
    [
        ValueError("table users"),
        RuntimeError("table users"),
        UnicodeError("table users"),
        NotImplementedError("table users"),
        RecursionError("table users"),
        json.JSONDecodeError("table users", "", 0),
        pydantic.ValidationError.from_exception_data("table users", []),
    ],
)
@pytest.mark.hint(
    "Catch what `predict` raises, and log it with `logging`.",
    "`logger.exception(...)`, called in an `except` block, logs the traceback too.",
)
def test_a_failing_model_is_a_logged_500(error, asgi_client, caplog):
    """If `predict` raises, the answer is a 500 in JSON without details, which are logged."""
    kind = type(error).__name__
    raised = f"predict raises {kind} with the text {str(error)!r}"
    model = Fake(results=error)
    ask = asgi_client(create_app(lambda: model))
    answer = ask("POST", "/predict", json={"rows": [[1, 2]]})
    assert answer.status == 500, raised
    assert model.batches == [[[1, 2]]], f"what predict was given for one request; {raised}"
    assert isinstance(answer.body, dict), f"{raised}, the answer is {answer!r}"
    shown = f"{answer.body} {answer.headers}"
    assert "users" not in shown, f"{raised}; the body and the headers: {shown}"
    assert errors_in(caplog) != [], "records of level ERROR"
    assert "Traceback" in caplog.text, f"the traceback is missing in the log:\n{caplog.text}"
    assert kind in caplog.text, f"{kind} is missing in the log:\n{caplog.text}"
    caplog.clear()
    assert ask("POST", "/predict", json={"rows": [[1, 2]]}).status == 500, "the second failure"
    assert errors_in(caplog) != [], "records of level ERROR, for the second failure"


@pytest.mark.parametrize(
    "results",
    [
        [float("nan"), 1.0],
        [1.0, float("-inf")],
        [1.0, float("inf")],
        [1.0, float("inf"), 2.0],
        [1.0, float("nan"), 2.0],
    ],
)
@pytest.mark.hint(
    "JSON has no NaN. Depending on how the answer is made, it becomes `null` or an error.",
    "`math.isfinite`, or a `JSONResponse` made where its `ValueError` is caught.",
)
def test_a_result_that_is_not_finite_is_a_logged_500(results, asgi_client, caplog):
    """If a result is not finite, the answer is a 500 in JSON, and the failure is logged."""
    model = Fake(results=results)
    ask = asgi_client(create_app(lambda: model))
    answer = ask("POST", "/predict", json={"rows": [[1, 2]] * len(results)})
    assert answer.status == 500, f"the results are {results}"
    assert isinstance(answer.body, dict), f"the results are {results}, the answer {answer!r}"
    assert errors_in(caplog) != [], "records of level ERROR"
    caplog.clear()
    ask("POST", "/predict", json={"rows": [[1, 2]] * len(results)})
    assert errors_in(caplog) != [], "records of level ERROR, for the second failure"
    model.results = [1.5, 2.5]
    answer = ask("POST", "/predict", json={"rows": [[1, 2], [3, 4]]})
    assert answer == (200, {"predictions": [1.5, 2.5]}), "the results are finite again"
    model.results = [1e308, 1e308]
    answer = ask("POST", "/predict", json={"rows": [[1, 2], [3, 4]]})
    assert answer == (200, {"predictions": [1e308, 1e308]}), "finite, and their sum is not"


@pytest.mark.hint(
    "Who runs an `async def` route, and what can it do meanwhile?",
    "FastAPI runs a plain `def` route in a thread; `await asyncio.to_thread(f)` does that for `f`.",
)
def test_other_requests_are_answered_meanwhile(asgi_client):
    """While the model predicts, other requests are answered."""
    started, answered, noted = threading.Event(), threading.Event(), []

    class Slow(Fake):
        def predict(self, rows):
            results = super().predict(rows)
            started.set()
            noted.append(not self.loops[-1] and answered.wait(PATIENCE))
            return results

    async def talk():
        async with asgi_client.connect(create_app(Slow)) as http:
            task = asyncio.create_task(http.post("/predict", json={"rows": [[1, 2]]}))
            await asyncio.to_thread(started.wait, PATIENCE)
            probes = [await http.get(path) for path in ("/live", "/ready")]
            answered.set()
            return [probe.status_code for probe in probes], (await task).status_code

    expected = ([200, 200], 200)
    assert asyncio.run(talk()) == expected, "the status of GET /live and /ready, and POST /predict"
    assert noted == [True], "whether both were answered while predict was running"
