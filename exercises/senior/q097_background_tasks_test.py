"""Checks for Q97 · Background tasks, in which the checks play the worker."""

import contextlib
import datetime
import logging
import re
import threading
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from huey import SqliteHuey
from q097_background_tasks import create_app, make_queue


class Renderer:
    """Renders reports, and notes the titles in `calls`. The outcomes are used up one by one.

    An outcome that is an exception is raised; without one, a report is its title in capitals.
    """

    def __init__(self, *outcomes):
        self.outcomes, self.calls = list(outcomes), []

    def __call__(self, title, /):
        self.calls.append(title)
        outcome = self.outcomes.pop(0) if self.outcomes else title.upper()
        if isinstance(outcome, Exception):
            raise outcome
        return outcome


class Site:
    """A queue and an app for it, perhaps with a queue of its own on the same file."""

    def __init__(self, queue, app_queue):
        self.queue, self.app_queue, self.app = queue, app_queue, create_app(app_queue)
        self.began = None

    def client(self):
        """A new client, as `app.test_client()` makes it."""
        return FlaskClient(self.app, self.app.response_class)

    def order(self, title="Sales", key=None, **sent):
        """POST an order, and return the status and the path in `Location`."""
        headers = {} if key is None else {"Idempotency-Key": key}
        sent = sent or {"json": {"title": title}}
        answer = self.client().post("/reports", headers=headers, **sent)
        location = answer.headers.get("Location")
        return answer.status_code, None if location is None else urlsplit(location).path

    def address(self, title="Sales", key=None):
        """POST an order, and return the path of its address, or say what came instead."""
        status, path = self.order(title, key)
        if status == 202 and path:
            return path
        said = f"POST /reports with the title {title!r}, Idempotency-Key: {key}"
        return f"(no address: {said} got {status}, Location: {path})"

    def see(self, path):
        """GET an address, and return the HTTP status or, if that is 200, the report's status.

        With `done` there is the result, with `failed` the error. What `address` said in place of an
        address is returned as it is.
        """
        if path.startswith("(no address"):
            return path
        answer = self.client().get(path)
        if answer.status_code != 200:
            return answer.status_code
        said = answer.get_json(silent=True)
        if not isinstance(said, dict) or "status" not in said:
            return f"no status in {answer.get_data(as_text=True)[:60]!r}"
        more = {"done": "result", "failed": "error"}.get(said["status"])
        return (said["status"], said.get(more, f"no {more}")) if more else said["status"]

    def end(self, path):
        """GET an address, and return a pair: the status, and the result or the error or None."""
        seen = self.see(path)
        return seen if isinstance(seen, tuple) else (seen, None)

    def now(self):
        """The time of the queue's own clock."""
        utc = datetime.UTC if self.queue.utc else None
        return datetime.datetime.now(utc).replace(tzinfo=None)

    def work(self, seconds=0, most=20, since=None):
        """Play a worker at a time so many seconds from now, and return the number of attempts.

        huey's clock goes on meanwhile. So for a time that is before another one, however slow this
        machine is, the seconds count from a `since`, such as `began`, when the last attempts began.
        """
        began, count = self.now(), 0
        now = (since or began) + datetime.timedelta(seconds=seconds)
        for task in self.queue.read_schedule(now):
            self.queue.enqueue(task)
        for _ in range(min(most, self.queue.pending_count())):  # what comes meanwhile has to wait
            task = self.queue.dequeue()
            count += self.queue.ready_to_run(task, now)  # else it is put into the schedule
            self.queue.execute(task, now)
        self.began = began if count else self.began
        return count


@pytest.fixture(autouse=True)
def quiet():
    """What huey and Flask log of exceptions is expected here."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def start(tmp_path):
    """A function that makes a queue and an app: `start(render, retries=2, delay=60)`.

    Called again, it closes the queue and makes it anew on the same file. With `apart=True` the app
    gets a queue of its own. With another `file`, the file is another.
    """
    opened = []

    def close():
        while opened:
            opened.pop().storage.close()

    def start(render=None, *, retries=2, delay=60, apart=False, file="tasks.db"):
        if file == "tasks.db":
            close()
        for _ in range(2 if apart else 1):
            given = Renderer() if render is None else render
            opened.append(make_queue(tmp_path / file, given, retries=retries, delay=delay))
        return Site(opened[-1], opened[-2 if apart else -1])

    yield start
    close()


@pytest.mark.hint(
    "`@queue.task()` makes a task of a function inside of `make_queue`; where can the app find it?",
    "With `context=True` the function gets the task itself as `task`, which has an `id`.",
    "`queue.put(name, value)` keeps a value, and `queue.get(name, peek=True)` leaves it there.",
)
def test_orders_a_report(start):
    """An order is answered with 202 and an address, which tells the status and the result."""
    render = Renderer()
    site = start(render)
    assert isinstance(site.queue, SqliteHuey)
    assert isinstance(site.app, Flask)
    sales, costs = site.address("Sales"), site.address("Grün & Söhne")
    assert sales != costs, "the addresses of POST /reports with 'Sales' and with 'Grün & Söhne'"
    both = f"GET {sales} and GET {costs}, of POST /reports with 'Sales' and with 'Grün & Söhne'"
    assert [site.see(sales), site.see(costs)] == ["waiting", "waiting"], both
    assert site.work(most=1) == 1, (
        "attempts of a worker that takes one task, after two POST /reports"
    )
    assert [site.see(sales), site.see(costs)] == [("done", "SALES"), "waiting"], both
    assert site.work() == 1, "attempts of a worker that takes the rest of two POST /reports"
    assert [site.see(sales), site.see(costs)] == [
        ("done", "SALES"),
        ("done", "GRÜN & SÖHNE"),
    ], both
    assert render.calls == ["Sales", "Grün & Söhne"], (
        "the calls of `render` after two POST /reports"
    )
    assert site.work(9999) == 0, "the tasks that are left"
    late = site.address("Gru\u0308n")
    assert (site.work(10_000_000), site.see(late)) == (1, ("done", "GRU\u0308N")), (
        "attempts and status, when a worker comes after 10,000,000 s"
    )


@pytest.mark.hint(
    "What does `immediate` do? And a thread that the app starts?",
    "The app gives the task to the queue, and looks at what is noted there.",
)
def test_the_app_renders_nothing(start):
    """Neither POST nor GET calls `render`, however often: only a worker does."""
    render = Renderer()
    site = start(render, apart=True)
    threads = threading.active_count()
    path = site.address()
    seen = [site.see(path) for _ in range(3)]
    assert threading.active_count() == threads, "the threads after POST and GET"
    assert (seen, render.calls) == (["waiting"] * 3, []), (
        f"GET {path} three times, and the calls of `render`"
    )
    assert site.queue.pending_count() == 1, "the tasks in the queue after one POST /reports"


@pytest.mark.hint(
    "`queue.result(id)` takes the result out of the storage.",
    "huey does not store a result that is None, unless told to. Is yours there at all?",
)
def test_results_stay(start):
    """A result may be any value of JSON, and can be read again and again."""
    values = [None, 0, "", [], False, {"a": [1.5, None]}, "ü" * 2000]
    values += [{"status": "failed", "error": "none", "result": 7}, {"b": {"done": True}, "a": -1}]
    site = start(Renderer(*values))
    paths = [site.address() for _ in values]
    site.work()
    wanted = [("done", value) for value in values]
    assert [site.see(path) for path in paths] == wanted, f"the first GET of each of {paths}"
    assert [site.see(path) for path in paths] == wanted, f"the second GET of each of {paths}"


@pytest.mark.hint(
    "`@queue.task(retries=…, retry_delay=…)` has huey try again.",
    "An exception that you catch must be raised again, or huey takes the task for done.",
    "`task.retries` is how many attempts are left. huey's own results tell of early failures, too.",
)
def test_tries_again_after_the_delay(start):
    """After a failure the status is `retrying`, and the next attempt comes after the delay."""
    render = Renderer(OSError("one"), OSError("two"))
    site = start(render, retries=2, delay=600)
    path = site.address()
    told = f"attempts, and GET {path}, the delay is 600 s;"
    assert (site.work(), site.see(path)) == (1, "retrying"), f"{told} `render` failed"
    assert (site.work(), site.see(path)) == (0, "retrying"), f"{told} at once after the failure"
    assert (site.work(599.9, since=site.began), site.see(path)) == (0, "retrying"), (
        f"{told} 599.9 s after that attempt began"
    )
    assert len(render.calls) == 1, f"GET {path}, calls of `render` before the delay is over"
    assert (site.work(660), site.see(path)) == (1, "retrying"), f"{told} 660 s after, failed again"
    assert (site.work(599.9, since=site.began), site.see(path)) == (0, "retrying"), (
        f"{told} 599.9 s after the second began"
    )
    assert (site.work(660), site.see(path)) == (1, ("done", "SALES")), f"{told} 660 s after that"
    assert (site.work(9999), len(render.calls)) == (0, 3), (
        f"{told} attempts after that, and calls in all"
    )
    site = start(Renderer(OSError("one"), OSError("two")), retries=1, delay=600)
    paths = [site.address(), site.address()]
    assert (site.work(), [site.see(path) for path in paths]) == (2, ["retrying"] * 2), (
        "attempts and statuses of two reports with one title, retries=1; `render` failed twice"
    )
    for delay in (0.9, 2.4):
        render = Renderer(OSError("one"))
        site = start(render, retries=1, delay=delay)
        path = site.address()
        site.work(most=1)
        site.work(delay - 0.1, since=site.began)
        assert (site.see(path), len(render.calls)) == ("retrying", 1), (
            f"status and calls of `render` {delay - 0.1:.1f} s after the first attempt has begun,"
            f" the delay is {delay} s"
        )
        site.work(9999)


@pytest.mark.parametrize("retries", [0, 1, 3])
@pytest.mark.hint(
    "With `retries=2` there are three attempts. Which is the last?",
    "Which exception is the last one? The earlier ones do not matter any more.",
)
def test_fails_for_good(start, retries):
    """After the last attempt the status is `failed`, with the text of the last exception."""
    fourth = 'the "fourth" isn\'t\nin C:\\tea'
    errors = [ValueError("first"), KeyError("second"), OSError("third"), RuntimeError(fourth)]
    render = Renderer(*errors)
    site = start(render, retries=retries, delay=0)
    path = site.address()
    for attempt in range(retries):
        assert site.work(1, most=1) == 1, f"retries={retries}, attempts after {attempt}"
        assert site.see(path) == "retrying", (
            f"GET {path} after {attempt + 1} attempts; retries={retries}"
        )
    site.work(1, most=1)
    seen = site.end(path)
    assert (seen[0], type(seen[1])) == ("failed", str), (
        f"status and the type of `error` in GET {path}: {seen}, after {retries + 1} attempts"
    )
    last = ["first", "second", "third", fourth][retries]
    assert last in seen[1], f"`error` in GET {path}; the last exception was {errors[retries]!r}"
    assert site.work(9999) == 0, f"retries={retries}, more attempts after {retries + 1}"
    assert site.end(path) == seen, f"the second GET {path}, and the first"
    errors = [ValueError(text) for text in ("", " a\tb\n", "x" * 3000 + ".")]
    errors += [OSError(2, "no such file"), KeyError("rate")]
    site = start(Renderer(*errors), retries=0)
    paths = [site.address(f"Sales {number}") for number in range(5)]
    site.work()
    for error, path in zip(errors, paths, strict=True):
        seen = site.end(path)
        assert (seen[0], type(seen[1])) == ("failed", str), (
            f"status and the type of `error` in GET {path}: {seen}; it was {error!r}"
        )
        assert str(error) in seen[1], f"`error` in GET {path}; the exception was {error!r}"


@pytest.mark.hint(
    "JSON can be a list or null as well: look what it is before you ask it for members.",
    'A `match` tells shapes apart: `case {"title": str(title)} if title:`.',
)
def test_bad_orders_are_400(start):
    """An order without a title is answered with 400 and queues nothing."""
    site = start()
    titles = ["", None, 5, True, ["x"], {"title": "x"}]
    for sent in [{}, {"name": "x"}, {"Title": "x"}, *({"title": title} for title in titles)]:
        assert site.order(json=sent)[0] == 400, f"POST /reports with {sent}"
    for sent in [[], ["title"], [{"title": "x"}], "title", 7, False]:
        assert site.order(json=sent)[0] == 400, f"POST /reports with {sent}"
    null = {"data": "null", "content_type": "application/json"}
    assert site.order(**null)[0] == 400, "POST /reports with null"
    assert site.order(json={"title": ""}, key="a")[0] == 400, (
        "POST /reports with {'title': ''} and Idempotency-Key: a"
    )
    assert site.work() == 0, "attempts after POST /reports that got 400"
    for title in ("x", "0"):
        assert site.order(title)[0] == 202, f"POST /reports with the title {title!r}"
    path = site.address(key="b")
    for sent in ({}, []):
        assert site.order(json=sent, key="b")[0] == 400, (
            f"POST /reports with {sent} and Idempotency-Key: b, which came with 'Sales' for {path}"
        )
    assert site.work() == 3, "tasks of three good orders"


@pytest.mark.hint(
    "How does the app know an id that was never given from one that is waiting?",
    "Whatever else is kept beside the reports must not be found below their address.",
)
def test_unknown_reports_are_404(start):
    """An address that no report has is answered with 404."""
    site, other = start(), start(file="other.db")
    paths = [site.address(key="one"), site.address(), other.address("Other")]
    site.work(most=1)
    names = ["x", "one", "key:one", "Sales", "0", "None", paths[0][:-1].rpartition("/")[2]]
    kept = sorted(site.queue.storage.result_items())
    for name in [*names, *(name for name in kept if f"/reports/{name}" not in paths)]:
        assert site.see(f"/reports/{name}") == 404, f"GET /reports/{name}"
    assert site.see(paths[0] + "x") == 404, f"GET {paths[0]}x"
    assert site.see(paths[2]) == 404, f"GET {paths[2]}, a report in another file"
    assert [site.see(paths[0]), site.see(paths[1])] == [("done", "SALES"), "waiting"], (
        f"GET {paths[0]} and GET {paths[1]}"
    )


@pytest.mark.hint(
    "Keep which id was given to a key, beside the reports.",
    "No header is no key: `None` must not be one.",
)
def test_one_key_one_task(start):
    """A repeated key is answered with 202 and the same address, and queues nothing, ever."""

    def render(title):
        if title == "Bad":
            raise OSError("no")
        return title.upper()

    site = start(render, delay=0)
    done, failed, other = (site.address(*each) for each in [("A", "1"), ("Bad", "2"), ("A", "3")])
    assert len({done, failed, other}) == 3, f"the addresses for three keys: {done, failed, other}"
    assert site.order("A", key="1") == (202, done), (
        f"POST /reports with 'A', Idempotency-Key: 1, once more, while {done} is waiting"
    )
    assert (site.work(1, most=2), site.see(failed)) == (2, "retrying"), (
        f"two attempts, then GET {failed} of POST /reports with 'Bad', whose `render` has failed"
    )
    assert site.order("Bad", key="2") == (202, failed), (
        f"POST /reports with 'Bad', Idempotency-Key: 2, once more, while {failed} is retrying"
    )
    attempts = [site.work(1) for _ in range(3)]
    assert sum(attempts) == 3, (
        "attempts left: one of POST /reports with 'A', two of that with 'Bad', which failed once"
    )
    assert [site.see(done), site.see(other)] == [("done", "A"), ("done", "A")], (
        f"GET {done} and GET {other}, of POST /reports with 'A' and two keys"
    )
    assert site.order("A", key="1") == (202, done), (
        f"POST /reports with 'A', Idempotency-Key: 1, once more, when {done} is done"
    )
    assert site.end(failed)[0] == "failed", f"GET {failed} of POST /reports with 'Bad'"
    assert site.order("Bad", key="2") == (202, failed), (
        f"POST /reports with 'Bad', Idempotency-Key: 2, once more, when {failed} has failed"
    )
    assert site.work(9999) == 0, "attempts after POST /reports repeated keys"
    assert [site.see(done), site.end(failed)[0]] == [("done", "A"), "failed"], (
        f"GET {done} and the status in GET {failed}"
    )
    assert site.order("Good", key="2")[0] == 422, (
        f"POST /reports with 'Good', Idempotency-Key: 2, which came with 'Bad'; {failed} has failed"
    )
    without = [site.address("A") for _ in range(3)]
    assert len({done, failed, other, *without}) == 6, (
        f"addresses of POST /reports with three keys, {done, failed, other}, and without, {without}"
    )
    assert site.work() == 3, "attempts after three POST /reports without a key"


@pytest.mark.hint("Keep the title with the key.")
def test_a_key_with_another_title_is_422(start):
    """A key that came with another title is answered with 422, and queues nothing."""
    site = start()
    path = site.address("Sales", key="a")
    blank = site.address(" Sales\t", key="b")
    assert site.order(" Sales\t", key="b") == (202, blank), (
        "POST /reports with ' Sales\\t', Idempotency-Key: b, once more"
    )
    assert site.order("Sales", key="b")[0] == 422, (
        "POST /reports with 'Sales', Idempotency-Key: b, which came with ' Sales\\t'"
    )
    marks = site.address("Gr\u00fcn", key="c")
    assert site.order("Gru\u0308n", key="c")[0] == 422, (
        "POST /reports with 'Gru\\u0308n', Idempotency-Key: c, which came with 'Gr\\u00fcn'"
    )
    more = {"title": "Gr\u00fcn", "year": 2026}
    assert site.order(json=more, key="c") == (202, marks), (
        f"POST /reports with {more}, Idempotency-Key: c, which came with this title alone"
    )
    assert site.work() == 3, "attempts after POST /reports with three keys"
    assert site.see(blank) == ("done", " SALES\t"), f"GET {blank} of POST /reports with ' Sales\\t'"
    for title in ("sales", "Sales ", "Costs", "a"):
        status, _ = site.order(title, key="a")
        assert status == 422, (
            f"POST /reports with {title!r}, Idempotency-Key: a, which came with 'Sales'"
        )
    assert site.work() == 0, "attempts after POST /reports that got 422"
    assert site.order("Costs", key="a")[0] == 422, (
        f"POST /reports with 'Costs', Idempotency-Key: a, which came with 'Sales'; {path} is done"
    )
    assert site.order("Sales", key="a") == (202, path), "POST /reports with 'Sales' again"
    assert site.see(path) == ("done", "SALES"), f"GET {path} of POST /reports with 'Sales'"
    assert site.work() == 0, "attempts after POST /reports that got 422"


@pytest.mark.hint(
    "Are keys and ids kept under names that can be the same?",
    "Give each kind of name a beginning of its own, such as `key:`.",
)
def test_a_key_may_be_an_id(start):
    """A key may be a report's id or another name in the store, and all keys are different."""
    site = start()
    first = site.address("Sales", key="one")
    number = first.rpartition("/")[2]
    site.work()
    keys = [number, "One", "0", "None", "on-e", "-one", "one-", "a" * 64, "a" * 63]
    keys += ["-", "--", "1", "01", "1-0", "ab", "a-b"]
    for kept in sorted(site.queue.storage.result_items()):
        if re.fullmatch("[A-Za-z0-9-]{1,64}", kept) and kept not in ("one", *keys):
            keys.append(kept)
    paths = [site.address("Costs", key=key) for key in keys]
    assert len({first, *paths}) == len(keys) + 1, f"addresses for the keys 'one' and {keys}"
    assert site.see(first) == ("done", "SALES"), (
        f"GET {first}, after POST /reports with its id as the key"
    )
    again = [site.order("Costs", key=key) for key in keys]
    assert again == [(202, path) for path in paths], f"the same keys once more: {keys}"
    assert site.work() == len(keys), f"attempts after POST /reports with the keys {keys}"
    assert {site.see(path) for path in paths} == {("done", "COSTS")}, f"GET of each of {paths}"


@contextlib.contextmanager
def after_each_step(storage, function):
    """Call the function after each step: whenever the storage has read or changed its file."""

    @contextlib.contextmanager
    def db(*args, **kwargs):
        with genuine(*args, **kwargs) as cursor:
            yield cursor
        function()

    genuine, storage.db = storage.db, db
    try:
        yield
    finally:
        storage.db = genuine


@pytest.mark.hint(
    "The worker is another process, and does not wait for the app.",
    "What must be written down before the task is in the queue?",
)
def test_the_worker_may_be_faster(start):
    """A report that is done before its POST is answered is shown as done."""
    site = start(Renderer("quick", OSError("bad")), retries=0, apart=True)
    with after_each_step(site.app_queue.storage, site.work):
        path = site.address("Sales", key="a")
    assert site.see(path) == ("done", "quick"), (
        f"GET {path}; a worker was through before its POST /reports with 'Sales' was answered"
    )
    assert site.order("Sales", key="a") == (202, path), (
        "POST /reports with 'Sales', Idempotency-Key: a, once more: the status and Location"
    )
    with after_each_step(site.app_queue.storage, site.work):
        path = site.address("Costs")
    seen = site.end(path)
    assert (seen[0], "bad" in str(seen[1])) == ("failed", True), (
        f"GET {path} is {seen}; the worker, in which `render` raised OSError('bad'), was through "
        "before the POST was answered"
    )
    site = start(Renderer(OSError("bad")), retries=1, delay=600, apart=True)
    with after_each_step(site.app_queue.storage, site.work):
        path = site.address("Sales")
    assert site.see(path) == "retrying", (
        f"GET {path}; a first attempt had failed before its POST /reports was answered; retries=1"
    )


@pytest.mark.hint(
    "A dict in the app or in `make_queue` is gone after a restart, and a worker has another one.",
    "The storage of the queue takes values under names, too.",
)
def test_everything_outlives_a_restart(start):
    """When queues are made anew, tasks, statuses, results and keys are still there."""
    errors = [OSError("bad"), OSError("worse"), OSError("bad")]
    site = start(Renderer("report", *errors), retries=1, delay=600, apart=True)
    done = site.address("Done", key="d")
    site.work()
    failed = site.address("Failed", key="f")
    site.work()
    site.work(660)
    retrying = site.address("Retrying", key="r")
    site.work()
    began = site.began
    waiting = site.address("Waiting", key="w")
    names, paths = ["Done", "Failed", "Retrying", "Waiting"], [done, failed, retrying, waiting]
    before = [site.end(path) for path in paths]
    told = f"GET of {done}, {failed}, {retrying} and {waiting}"
    assert before[0] == ("done", "report"), f"GET {done}, before a restart"
    statuses = [status for status, _ in before]
    assert statuses == ["done", "failed", "retrying", "waiting"], f"{told}, before a restart"
    calls = []

    def render(title):
        calls.append(title)
        return title.upper()

    site = start(render, retries=1, delay=600, apart=True)
    after = [site.end(path) for path in paths]
    assert after == before, f"{told}, after a restart, and before it"
    again = [(name, site.order(name, key=name[0].lower())) for name in names]
    assert again == [(name, (202, path)) for name, path in zip(names, paths, strict=True)], (
        "POST /reports with these titles and the keys from before a restart"
    )
    assert site.order("Waiting", key="d")[0] == 422, (
        "POST /reports with 'Waiting', Idempotency-Key: d, which came with 'Done' before a restart"
    )
    assert (site.work(599.9, since=began), calls) == (1, ["Waiting"]), (
        "attempts and rendered titles, 599.9 s after the first attempt of POST /reports with"
        " 'Retrying' began; the delay is 600 s, and POST /reports with 'Waiting' had no attempt"
    )
    assert (site.work(660), calls) == (1, ["Waiting", "Retrying"]), (
        "attempts and rendered titles, 660 s after POST /reports with 'Retrying' failed once"
    )
    site = start(apart=True)
    seen = [site.see(path) for path in (retrying, waiting, done)]
    assert seen == [("done", "RETRYING"), ("done", "WAITING"), ("done", "report")], (
        f"GET of {retrying}, {waiting} and {done}, after another restart"
    )
    assert site.work(9999) == 0, "tasks that are left"
    site = start(Renderer(OSError("one")), retries=1, delay=600)
    lost = site.address("Lost")
    site.work()
    site = start(Renderer(OSError("two")), retries=1, delay=600)
    site.work(660)
    status, error = site.end(lost)
    assert (status, "two" in str(error)) == ("failed", True), (
        f"GET {lost} is {status!r} with the error {error!r}; retries=1, `render` raised"
        " OSError('one') before a restart, and OSError('two') after it"
    )
