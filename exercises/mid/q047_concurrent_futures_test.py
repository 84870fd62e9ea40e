"""Checks for Q47 · Concurrent futures."""

import threading
from concurrent.futures import Future, ThreadPoolExecutor

import pytest
from q047_concurrent_futures import Report, fan_out, map_as_completed

PATIENCE = 2  # seconds that anything waits before it goes on all the same


def patiently(event):
    """Wait for an event, and say whether it came; if not, let all others that wait pass too."""
    came = event.wait(PATIENCE)
    event.set()
    return came


class Watch:
    """What is known about the thread pools of a check.

    `submitted` counts the tasks, `started` the threads. `after_submit` is called after each
    submission, `cancelled` is set when a task has been cancelled, `joined` when somebody waits for
    the end of a thread. `pools` keeps every pool, so that one left open does not vanish unseen.
    """

    def __init__(self):
        self.pools, self.submitted, self.started = [], 0, 0
        self.after_submit = lambda: None
        self.cancelled, self.joined = threading.Event(), threading.Event()


@pytest.fixture
def watch(monkeypatch):
    """A `Watch` over the thread pools that are used during the check."""
    seen = Watch()
    submit, cancel = ThreadPoolExecutor.submit, Future.cancel
    start, join = threading.Thread.start, threading.Thread.join

    def watched_submit(pool, *args, **kwargs):
        if pool not in seen.pools:
            seen.pools.append(pool)
        future = submit(pool, *args, **kwargs)
        seen.submitted += 1
        seen.after_submit()
        return future

    def watched_cancel(future):
        done = cancel(future)
        if done:
            seen.cancelled.set()
        return done

    def watched_start(thread):
        seen.started += 1
        start(thread)

    def watched_join(thread, timeout=None):
        seen.joined.set()
        join(thread, timeout)

    monkeypatch.setattr(ThreadPoolExecutor, "submit", watched_submit)
    monkeypatch.setattr(Future, "cancel", watched_cancel)
    monkeypatch.setattr(threading.Thread, "start", watched_start)
    monkeypatch.setattr(threading.Thread, "join", watched_join)
    yield seen
    for pool in seen.pools:
        pool.shutdown(cancel_futures=True)


def by_fan_out(task, count, workers):
    """Run the same task several times and give the results."""
    return list(fan_out(dict.fromkeys(range(count), task), workers).results.values())


def by_map(task, count, workers):
    return map_as_completed(lambda item: task(), range(count), lambda item, result: None, workers)


BOTH = pytest.mark.parametrize("run", [by_fan_out, by_map], ids=["fan_out", "map_as_completed"])


@pytest.mark.hint(
    "Keep each future under the key of its task.",
    "Fill the report by going through the tasks, not through the futures as they finish.",
)
def test_fan_out_reports_results_in_the_order_of_the_tasks():
    """Results come by key, in the order of the tasks, also when the first finishes last."""
    last_runs = threading.Event()

    def first():
        patiently(last_runs)
        return "slow"

    tasks = {"first": first, 2: lambda: None, "last": last_runs.set}
    report = fan_out(tasks, 2)
    assert list(report.results.items()) == [("first", "slow"), (2, None), ("last", None)]
    assert report == Report({"first": "slow", 2: None, "last": None}, {}, [])
    assert type(report) is Report
    assert fan_out({}, 1) == Report({}, {}, [])


@pytest.mark.hint(
    "`result()` raises what the task raised; is there a way to look without raising?",
    "`future.exception()` is the exception, or `None` if the task succeeded.",
)
def test_fan_out_keeps_failures_by_key():
    """A failing task hides no other: its exception is kept under its key, in order."""
    tasks_end, missing, unused = threading.Event(), KeyError("b"), ValueError("returned")

    def late():
        patiently(tasks_end)
        raise missing

    def early():
        raise OSError("d")

    tasks = {"a": int, "b": late, "c": lambda: unused, "d": early, "e": tasks_end.set}
    report = fan_out(tasks, 2)
    assert list(report.failures) == ["b", "d"]
    assert report.failures["b"] is missing
    assert repr(report.failures["d"]) == "OSError('d')"
    assert report.results == {"a": 0, "c": unused, "e": None}
    assert report.cancelled == []


@pytest.mark.hint(
    "`concurrent.futures.wait` takes a timeout, and raises nothing when it is over.",
    "Leaving a `with` block runs all that is pending: cancel it before.",
    "`shutdown(cancel_futures=True)` cancels what has not begun and waits for the rest.",
)
def test_fan_out_cancels_what_has_not_begun_in_time(watch):
    """After the timeout, pending tasks never run; a running one is waited for and counts."""
    begun, news = [], threading.Condition()

    def task(name):
        with news:
            begun.append(name)
            news.notify()

    def running():
        task("running")
        patiently(watch.cancelled)
        return "finished"

    def new_threads_have_begun():
        with news:
            news.wait_for(lambda: len(begun) >= watch.started, PATIENCE)

    watch.after_submit = new_threads_have_begun
    tasks = {"running": running, "next": lambda: task("next"), "last": lambda: task("last")}
    report = fan_out(tasks, 1, 0.01)
    assert begun == ["running"]
    assert report == Report({"running": "finished"}, {}, ["next", "last"])


@pytest.mark.hint(
    "A dict by item fails for lists, and for two equal items; what else could be its keys?",
    "A dict from futures to items keeps the order in which they were submitted.",
)
def test_map_lists_results_in_the_order_of_the_items():
    """Results have the order of the items; `on_done` is told of each item once."""
    told_of_last, seen = threading.Event(), []

    def func(item):
        if item != [3]:
            patiently(told_of_last)
        return sum(item)

    def on_done(item, result):
        seen.append((item, result))
        if item == [3]:
            told_of_last.set()

    items = [[5], [1, 1], [5], [3]]
    results = map_as_completed(func, iter(items), on_done, 4)
    assert results == [5, 2, 5, 3]
    assert sorted(seen) == [([1, 1], 2), ([3], 3), ([5], 5), ([5], 5)]
    assert map_as_completed(func, [], on_done, 1) == []


@pytest.mark.hint(
    "`executor.map` waits for the first item, however long it takes.",
    "`as_completed` gives each future as soon as it is done: make no list of it.",
)
def test_map_tells_of_each_completion_at_once():
    """`on_done` follows the order of completion, and is called while other items still run."""
    may_go_on = {item: threading.Event() for item in "abc"}
    successor = {"c": "a", "a": "b"}
    told, waited_in_vain = [], []

    def func(item):
        if not patiently(may_go_on[item]):
            waited_in_vain.append(item)
            for event in may_go_on.values():
                event.set()
        return item.upper()

    def on_done(item, result):
        told.append((item, result))
        if item in successor:
            may_go_on[successor[item]].set()

    may_go_on["c"].set()
    results = map_as_completed(func, "abc", on_done, 3)
    assert not waited_in_vain, "`on_done` was not called for one item while another was running"
    assert told == [("c", "C"), ("a", "A"), ("b", "B")]
    assert results == ["A", "B", "C"]


@pytest.mark.hint("A callback given to `add_done_callback` runs in the thread of the worker.")
def test_map_tells_of_completions_in_the_callers_thread(watch):
    """`on_done` is called in the thread that called `map_as_completed`."""
    all_submitted, threads = threading.Event(), []
    watch.after_submit = lambda: watch.submitted == 3 and all_submitted.set()

    def func(item):
        patiently(all_submitted)

    map_as_completed(func, "abc", lambda *_: threads.append(threading.current_thread()), 3)
    assert threads == [threading.current_thread()] * 3


@pytest.mark.hint(
    "`result()` raises in your loop: which futures are pending then, and who cancels them?",
    "`shutdown` in a `finally` runs on the way out of an exception too.",
)
def test_map_ends_when_a_call_raises(watch):
    """An exception of `func` arrives unchanged; pending items never begin, running ones end."""
    error, running = KeyError("bad"), threading.Event()
    begun, ended, told = [], [], []

    def func(item):
        begun.append(item)
        if item == "bad":
            patiently(running)
            raise error
        running.set()
        patiently(watch.joined)
        ended.append(item)

    # The worker that has raised may come to `third` before the exception is seen.
    items = ["running", "bad", "third", "fourth"]
    with pytest.raises(KeyError) as caught:
        map_as_completed(func, items, lambda item, _: told.append(item), 2)
    assert caught.value is error
    assert told == []
    assert "fourth" not in begun, "an item that had not begun was not cancelled"
    assert {*begun} - {*ended} == {"bad"}, "the exception arrived while an item was still running"


@pytest.mark.hint("Call `on_done` inside the `try` whose `finally` shuts the pool down.")
def test_map_ends_when_on_done_raises(watch):
    """An exception of `on_done` ends the call in the same way, and it is not called again."""
    error, second_runs = OSError("screen"), threading.Event()
    begun, ended, told = [], [], []

    def func(item):
        begun.append(item)
        if item != "first":
            second_runs.set()
            patiently(watch.joined)
        ended.append(item)

    def on_done(item, result):
        told.append(item)
        patiently(second_runs)
        raise error

    with pytest.raises(OSError) as caught:
        map_as_completed(func, ["first", "second", "third"], on_done, 1)
    assert caught.value is error
    assert told == ["first"]
    assert "third" not in begun, "an item that had not begun was not cancelled"
    assert begun == ended, "the exception arrived while an item was still running"


@BOTH
@pytest.mark.hint("Submit everything before you wait for anything.")
def test_tasks_run_at_the_same_time(run):
    """With three workers, three tasks overlap: each waits until all of them have begun."""
    all_begun = threading.Barrier(3)

    def task():
        all_begun.wait(PATIENCE)
        return "met"

    assert run(task, 3, 3) == ["met"] * 3


@BOTH
@pytest.mark.hint("A pool that is not told its number of workers chooses one of its own.")
def test_no_more_threads_than_workers(watch, run):
    """Six tasks on two workers start no more than two threads."""
    all_submitted = threading.Event()
    watch.after_submit = lambda: watch.submitted == 6 and all_submitted.set()

    def task():
        patiently(all_submitted)

    assert run(task, 6, 2) == [None] * 6
    assert watch.started <= 2, f"2 workers were allowed, {watch.started} threads were started"


@BOTH
@pytest.mark.hint(
    "A pool that nobody shuts down keeps its threads waiting for more work.",
    "Use `with`, or `shutdown` in a `finally`.",
)
def test_leaves_no_thread_behind(watch, run):
    """When the call has returned, none of its threads is alive."""
    threads = []
    assert run(lambda: threads.append(threading.current_thread()), 3, 2) == [None] * 3
    alive = [thread.name for thread in threads if thread.is_alive()]
    assert alive == [], f"threads still alive after the call: {alive}"
