"""Checks for Q47 · Concurrent futures."""

import threading
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor, wait

import pytest
from q047_concurrent_futures import Report, fan_out, map_as_completed

PATIENCE = 1.5  # seconds that anything waits before it goes on all the same


def patiently(event):
    """Wait for an event, and say whether it came; if not, let all others that wait pass too."""
    came = event.wait(PATIENCE)
    event.set()
    return came


def raising(error):
    """A function that raises an exception, whatever it is called with."""

    def call(*args):
        raise error

    return call


def ignore(item, result):
    pass


class Watch:
    """What is known about the thread pools of a check.

    `submitted` counts the tasks, `started` the threads. `futures` keeps what the submissions gave,
    and `after_submit` is called after each of them. `cancelled` is set when a task has been
    cancelled, `joined` when somebody waits for the end of a thread. `pools` keeps every pool, so
    that one left open does not vanish unseen.
    """

    def __init__(self):
        self.pools, self.futures, self.submitted, self.started = [], [], 0, 0
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
        seen.futures.append(future)
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


@pytest.mark.hint(
    "Keep each future under the key of its task.",
    "Fill the report by going through the tasks, not through the futures as they finish.",
)
def test_fan_out_reports_results_in_the_order_of_the_tasks():
    """Results come by key, in the order of the tasks, also when the first finishes last."""
    last_runs, unused = threading.Event(), ValueError("returned, not raised")

    def first():
        patiently(last_runs)
        return "slow"

    report = fan_out({"first": first, 2: lambda: None, "c": lambda: unused, 4: last_runs.set}, 2)
    assert list(report.results.items()) == [
        ("first", "slow"),
        (2, None),
        ("c", unused),
        (4, None),
    ], "of four tasks with 2 workers, where 'first' ended last"
    assert (report.failures, report.cancelled) == ({}, [])
    assert isinstance(report, Report), f"it returned a {type(report).__name__}"


@pytest.mark.hint(
    "`result()` raises what the task raised; is there a way to look without raising?",
    "`future.exception()` is the exception, or `None` if the task succeeded.",
)
def test_fan_out_keeps_failures_by_key():
    """A failing task hides no other: its exception is kept under its key, in order."""
    tasks_end, late_error = threading.Event(), KeyError("b")
    late_error.__cause__ = ValueError("the cause of it")
    errors = [OSError(), CancelledError(), TimeoutError(), SystemExit(3), KeyboardInterrupt()]

    def late():
        patiently(tasks_end)
        raise late_error

    tasks = {"a": int, "b": late, "c": raising(errors[0]), "d": raising(errors[1])}
    tasks |= {"e": raising(errors[2]), "f": raising(errors[3])}
    tasks |= {"g": raising(errors[4]), "h": tasks_end.set}
    report = fan_out(tasks, 2)
    raised = [late_error, *errors]
    assert list(report.failures) == ["b", "c", "d", "e", "f", "g"], f"these raised {raised}"
    same = [kept is error for kept, error in zip(report.failures.values(), raised, strict=False)]
    assert same == [True] * 6, f"raised {raised}, reported {list(report.failures.values())}"
    assert (report.results, report.cancelled) == ({"a": 0, "h": None}, []), (
        "of tasks a to h, where a and h returned and all others raised"
    )


@pytest.mark.hint(
    "Is the timeout over, or has a task ended, or raised? `wait` returns for the first alone.",
    "The timeout is in seconds.",
)
def test_fan_out_cancels_nothing_while_there_is_time(watch):
    """A timeout that is not over cancels nothing, whatever ends or raises meanwhile."""
    errors = [OSError("at once"), TimeoutError("at once"), CancelledError("at once")]

    def slow():
        # Fifty short waits: on a busy machine, all of them take longer, and not this thread alone.
        return any(watch.cancelled.wait(0.001) for _ in range(50))

    tasks = {number: raising(error) for number, error in enumerate(errors)}
    report = fan_out(tasks | {"slow": slow, "last": int}, workers=1, timeout=10)
    assert report == Report({"slow": False, "last": 0}, dict(enumerate(errors)), []), (
        f"of tasks that raise {errors}, one of 0.05 seconds and a quick one, "
        "with workers=1 and timeout=10"
    )


@pytest.mark.hint(
    "Does each task have the whole timeout, or do all have it together?",
    "`future.result(timeout)` in a loop begins to count anew for every future.",
)
def test_fan_out_counts_one_timeout_for_all():
    """The timeout counts once, from the call, and not anew for every task."""
    never = threading.Event()
    report = fan_out(dict.fromkeys(range(80), lambda: never.wait(0.01)), workers=1, timeout=0.15)
    assert 79 in report.cancelled, (
        "the last of 80 tasks of 0.01 seconds, one after the other, with timeout=0.15: "
        f"{len(report.results)} ran, {len(report.cancelled)} were cancelled"
    )


@pytest.mark.parametrize("timeout", [0.01, 0])
@pytest.mark.hint(
    "`concurrent.futures.wait` takes a timeout, and raises nothing when it is over.",
    "Leaving a `with` block runs all that has not begun: cancel it before.",
    "`shutdown(cancel_futures=True)` cancels what has not begun and waits for the rest.",
)
def test_fan_out_cancels_what_has_not_begun_in_time(watch, timeout):
    """After the timeout, waiting tasks never run; running ones count, each in its place."""
    begun, given, news, error = [], [], threading.Condition(), OSError("late")

    def task(name, error=None):
        def run(*args):
            with news:
                begun.append(name)
                given.append(args)
                news.notify()
            if name in ("running", "failing"):
                patiently(watch.cancelled)
            if error is not None:
                raise error
            return "finished"

        return run

    def new_threads_have_begun():
        with news:
            news.wait_for(lambda: len(begun) >= watch.started, PATIENCE)

    watch.after_submit = new_threads_have_begun
    names = ["running", "failing", "z", "y"]
    tasks = {name: task(name, error if name == "failing" else None) for name in names}
    report = fan_out(tasks, 2, timeout)
    assert {"the arguments of each call of a task": given} == {
        "the arguments of each call of a task": [()] * len(given)
    }
    assert report == Report({"running": "finished"}, {"failing": error}, ["z", "y"]), (
        "running and failing began and ended after the timeout, z and y waited for a place"
    )
    assert begun == ["running", "failing"], "these began"

    late_ones, late_error, early_error = threading.Semaphore(0), OSError("late"), OSError("early")
    watch.joined.clear()
    watch.futures.clear()

    def late(error=None):
        late_ones.release()
        patiently(watch.joined)
        if error is not None:
            raise error

    def late_have_begun_and_early_have_ended():
        if len(watch.futures) <= 2:
            late_ones.acquire(timeout=PATIENCE)
        else:
            wait(watch.futures[-1:], PATIENCE)

    watch.after_submit = late_have_begun_and_early_have_ended
    tasks = {"late": late, "late error": lambda: late(late_error)}
    tasks |= {"early": int, "early error": raising(early_error)}
    report = fan_out(tasks, 4, timeout)
    assert list(report.results.items()) == [("late", None), ("early", 0)], (
        "two tasks returned, the first of them after the timeout"
    )
    assert list(report.failures.items()) == [
        ("late error", late_error),
        ("early error", early_error),
    ], "two tasks raised, the first of them after the timeout"


@pytest.mark.hint(
    "A dict by item fails for lists, and for two equal items; what else could be its keys?",
    "A dict from futures to items keeps the order in which they were submitted.",
)
def test_map_lists_results_in_the_order_of_the_items():
    """Results have the order of the items; `on_done` is told of each item once."""
    told_of_last, told, returned = threading.Event(), [], ValueError("returned, not raised")
    items = [[5], (1, 1), [5.0], None, [3]]

    def func(item):
        if item != [3]:
            patiently(told_of_last)
        if item is None:
            return returned
        return None if item == (1, 1) else str(sum(item))

    def on_done(item, result):
        told.append((item, result))
        if item == [3]:
            told_of_last.set()

    assert map_as_completed(func, iter(items), on_done, 5) == ["5", None, "5.0", returned, "3"], (
        f"of the items {items}, where func({items[-1]}) ended first"
    )
    assert told[0] == ([3], "3"), "the first that `on_done` was told of"
    assert sorted(told, key=repr) == [
        ((1, 1), None),
        (None, returned),
        ([3], "3"),
        ([5.0], "5.0"),
        ([5], "5"),
    ], "items and results that `on_done` was told of, sorted"


@pytest.mark.parametrize(("workers", "order"), [(3, "cab"), (2, "bca")])
@pytest.mark.hint(
    "`executor.map` waits for the first item, however long it takes.",
    "`as_completed` gives each future as soon as it is done: make no list of it.",
)
def test_map_tells_of_each_completion_at_once(workers, order):
    """`on_done` follows the order of completion, and is called while other items still run."""
    may_go_on = {item: threading.Event() for item in "abc"}
    successor = dict(zip(order, order[1:], strict=False))
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

    may_go_on[order[0]].set()
    results = map_as_completed(func, "abc", on_done, workers)
    assert waited_in_vain == [], "these items ran until `on_done` should have been told of another"
    assert told == [(item, item.upper()) for item in order], "what `on_done` was told, in its order"
    assert results == ["A", "B", "C"], f"func returned capitals, in the order {order!r}"


@pytest.mark.hint("A callback given to `add_done_callback` runs in the thread of the worker.")
def test_map_tells_of_completions_in_the_callers_thread(watch):
    """`on_done` is called in the thread that called `map_as_completed`."""
    all_submitted, threads = threading.Event(), []
    watch.after_submit = lambda: watch.submitted == 3 and all_submitted.set()

    def func(item):
        patiently(all_submitted)

    map_as_completed(func, "abc", lambda *_: threads.append(threading.get_ident()), 3)
    here = threading.get_ident()
    seen = ["the caller's" if thread == here else "another" for thread in threads]
    assert seen == ["the caller's"] * 3, "the threads in which `on_done` ran, for three items"


@pytest.mark.parametrize("error", [TimeoutError("bad"), SystemExit(3)])
@pytest.mark.hint(
    "`result()` raises in your loop: which futures wait then, and who cancels them?",
    "`shutdown` in a `finally` runs on the way out of an exception too.",
)
def test_map_ends_when_a_call_raises(watch, error):
    """An exception of `func` arrives unchanged; waiting items never begin, running ones end."""
    running = threading.Event()
    begun, ended, told = [], [], []

    def func(item):
        begun.append(item)
        if item == "bad":
            patiently(running)
            raise error
        running.set()
        patiently(watch.joined)
        ended.append(item)

    def on_done(item, result):
        told.append(item)

    # The worker that has raised may come to `third` before the exception is seen.
    with pytest.raises(type(error)) as caught:
        map_as_completed(func, ["running", "bad", "third", "fourth", "fifth"], on_done, 2)
    seen = (list(begun), list(ended))
    arrived = caught.value
    assert arrived is error, (
        f"with 2 workers, func raised {error!r} at the second of five items; what arrived:"
    )
    assert told == [], "`on_done` was told of these after `func` had raised"
    late = {"fourth", "fifth"}.intersection(begun)
    assert {"items that began after `func` had raised": late} == {
        "items that began after `func` had raised": set()
    }
    left = {*seen[0]} - {*seen[1]} - {"bad"}
    assert {"items that ran still when the exception arrived": left} == {
        "items that ran still when the exception arrived": set()
    }


@pytest.mark.parametrize("error", [OSError("screen"), SystemExit(3)])
@pytest.mark.hint("Call `on_done` inside the `try` whose `finally` shuts the pool down.")
def test_map_ends_when_on_done_raises(watch, error):
    """An exception of `on_done` ends the call in the same way, and it is not called again."""
    second_runs = threading.Event()
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

    with pytest.raises(type(error)) as caught:
        map_as_completed(func, ["first", "second", "third", "fourth"], on_done, 1)
    seen = (list(begun), list(ended))
    arrived = caught.value
    assert arrived is error, (
        f"with one worker, on_done raised {error!r} at the first of four items; what arrived:"
    )
    assert told == ["first"], "`on_done`, which raised at once, was told of these"
    assert seen == (["first", "second"], ["first", "second"]), (
        "of four items, with one worker, what began and what had ended, as on_done raised at once"
    )


@pytest.mark.hint("Submit everything before you wait for anything.")
def test_tasks_run_at_the_same_time():
    """With thirty workers, thirty tasks overlap: each waits until all of them have begun."""
    all_begun, tasks = threading.Barrier(30), range(30)

    def meet(item=None):
        try:
            all_begun.wait(PATIENCE)
        except threading.BrokenBarrierError:
            return "alone"
        return "met"

    report = fan_out(dict.fromkeys(tasks, meet), workers=30)
    assert report.results == dict.fromkeys(tasks, "met"), "30 tasks of fan_out with workers=30"
    results = map_as_completed(meet, tasks, ignore, workers=30)
    assert results == ["met"] * 30, "30 items of map_as_completed with workers=30"


@pytest.mark.hint("A pool that is not told its number of workers chooses one of its own.")
def test_no_more_threads_than_workers(watch):
    """Six tasks start no more threads than there are workers."""
    all_submitted = threading.Event()
    watch.after_submit = lambda: watch.submitted in (6, 12) and all_submitted.set()

    def task(item=None):
        patiently(all_submitted)
        return "done"

    report = fan_out(dict.fromkeys("abcdef", task), workers=2, timeout=10)
    assert report.results == dict.fromkeys("abcdef", "done"), "fan_out with workers=2, timeout=10"
    assert watch.started <= 2, "so many threads of fan_out, for six tasks and workers=2"
    watch.started = 0
    all_submitted.clear()
    assert map_as_completed(task, "abcdef", ignore, workers=2) == ["done"] * 6
    assert watch.started <= 2, "so many threads of map_as_completed, for six items and workers=2"


@pytest.mark.hint("Go through the containers as usual: nothing is special about empty ones.")
def test_empty_input():
    """No tasks give an empty `Report`, no items give `[]`, and `on_done` is not called."""
    told = []
    assert fan_out({}, 1) == Report({}, {}, [])
    assert map_as_completed(str, iter(()), lambda *told_of: told.append(told_of), 3) == []
    assert {"`on_done` was told of": told} == {"`on_done` was told of": []}


@pytest.mark.hint(
    "A pool that nobody shuts down keeps its threads waiting for more work.",
    "Use `with`, or `shutdown` in a `finally`.",
)
def test_leaves_no_thread_behind(watch):
    """When a call has returned or raised, none of its threads is alive."""
    threads, running = [], threading.Event()

    def task(item=None):
        threads.append(threading.current_thread())

    def func(item):
        task()
        if item == "bad":
            patiently(running)
            raise KeyError(item)
        running.set()
        patiently(watch.joined)

    fan_out(dict.fromkeys("abc", task), 2)
    alive = [thread.name for thread in threads if thread.is_alive()]
    assert (len(threads), alive) == (3, []), "tasks of fan_out, and threads still alive"
    threads.clear()
    map_as_completed(task, "abc", ignore, 2)
    alive = [thread.name for thread in threads if thread.is_alive()]
    assert (len(threads), alive) == (3, []), "items of map_as_completed, and threads still alive"
    threads.clear()
    watch.joined.clear()
    with pytest.raises(KeyError):
        map_as_completed(func, ["good", "bad"], ignore, 2)
    alive = [thread.name for thread in threads if thread.is_alive()]
    assert (len(threads), alive) == (2, []), "items of a call that raised, and threads still alive"
