"""Checks for Q100 · Coroutines. Their clock moves only when the loop waits, or when told to."""

import pytest
from q100_event_loop import Cancelled, Deadlock, Loop


class Diary:
    """A loop, and `entries` of what its tasks noted: (name, what, seconds since the start)."""

    def __init__(self, clock):
        self.clock, self.entries = clock, []
        self.loop = Loop(clock, clock.sleep)

    def note(self, name, what):
        self.entries.append((name, what, self.clock() - 1000))

    async def nap(self, name, *seconds, tidy=0, deaf=False, end=None):
        """Sleep for each of the seconds, and note how that ended.

        It ends by sleeping for `tidy` more in a `finally`, and returns the name or raises `end`. If
        it is `deaf`, it goes on after it was cancelled.
        """
        try:
            for each in seconds:
                try:
                    await self.loop.sleep(each)
                    self.note(name, "woke")
                except Cancelled:
                    self.note(name, "cancelled")
                    if not deaf:
                        raise
        finally:
            if tidy:
                await self.loop.sleep(tidy)
                self.note(name, "tidied")
            if end is not None:
                raise end
        return name

    def spawn_nap(self, name, *seconds, **how):
        return self.loop.spawn(self.nap(name, *seconds, **how), name)

    def run(self, coroutine):
        """How the run ended: the result, or the exception that was raised."""
        try:
            return self.loop.run(coroutine)
        except (Exception, Cancelled) as error:
            return error


@pytest.fixture
def diary(clock):
    return Diary(clock)


class Silent(LookupError):
    """An exception that counts as false."""

    def __bool__(self):
        return False


async def ending(awaitable):
    """Return the result, or the exception that was raised."""
    try:
        return await awaitable
    except (Exception, Cancelled) as error:
        return error


@pytest.mark.parametrize("result", [42, None, (1, 2), ValueError("returned")], ids=repr)
@pytest.mark.hint(
    "`coroutine.send(None)` runs it up to its next pause. How does it tell you that it ended?",
    "The result is the `value` of the `StopIteration`.",
)
def test_runs_a_coroutine(result, clock):
    """`run` returns what the coroutine returns, and raises what it raises, without waiting."""

    async def returns():
        return result

    async def raises(error):
        raise error

    loop, error = Loop(clock, clock.sleep), LookupError("raised")
    same = loop.run(returns()) is result
    assert same, f"run(…) of a coroutine that returns {result!r} gave another object"
    with pytest.raises(LookupError) as caught:
        loop.run(raises(error))
    same = caught.value is error
    assert same, f"run(…) raised {caught.value!r}, another object than the coroutine raised"
    assert clock.sleeps == [], "the calls of `wait`; no coroutine awaited anything"


@pytest.mark.hint(
    "Keep the ready tasks in a queue. Who is next stands at its front.",
    "A generator under `types.coroutine` can `yield` all the way out to the loop.",
    "Sleeping for no time means to go to the end of the queue.",
)
def test_tasks_take_turns(clock):
    """Ready tasks take turns in the order in which they were spawned, or became ready again."""
    loop, log = Loop(clock, clock.sleep), []

    async def count(name, turns):
        for turn in range(turns):
            log.append(f"{name}{turn}")
            await loop.sleep(0)

    async def main():
        tasks = [loop.spawn(count("a", 3), "a"), loop.spawn(count("b", 1), "b")]
        log.append("spawned")
        await loop.sleep(0)
        log.append("main")
        tasks.append(loop.spawn(count("c", 2), "c"))
        for task in tasks:
            await loop.join(task)

    loop.run(main())
    assert log == ["spawned", "a0", "b0", "main", "a1", "c0", "a2", "c1"], (
        "main spawns a (3 turns) and b (1 turn), awaits sleep(0), and spawns c (2 turns)"
    )
    assert clock.sleeps == [], "the calls of `wait`; every sleep was a sleep(0)"
    log.clear()
    early = loop.spawn(count("early", 2), "early")

    async def note(name):
        log.append(name)

    async def joins():
        log.append("main")
        await loop.join(early)

    Loop(clock, clock.sleep).run(note("other"))
    loop.run(joins())
    assert log == ["other", "early0", "main", "early1"], (
        "early (2 turns) is spawned before `run` is called, and before another loop runs other"
    )


@pytest.mark.hint(
    "A heap of (time, …) gives the earliest first. What if two times are equal?",
    "A running number in the tuple keeps the order of the calls, and tasks from being compared.",
)
def test_sleepers_wake_by_time(diary):
    """Sleepers wake in the order of their times, at equal times in the order of their calls."""

    async def main():
        diary.spawn_nap("a", 7, 3)
        diary.spawn_nap("b", 5)
        diary.spawn_nap("c", 2, 3, 5)
        diary.spawn_nap("d", 5)
        diary.spawn_nap("e", 0.5)
        diary.spawn_nap("f", 10)
        await diary.loop.sleep(100)
        diary.note("main", "woke")

    diary.run(main())
    assert diary.entries == [
        ("e", "woke", 0.5),
        ("c", "woke", 2),
        ("b", "woke", 5),
        ("d", "woke", 5),
        ("c", "woke", 5),
        ("a", "woke", 7),
        ("f", "woke", 10),
        ("c", "woke", 10),
        ("a", "woke", 10),
        ("main", "woke", 100),
    ], "sleeps: a 7 and 3, b 5, c 2 and 3 and 5, d 5, e 0.5, f 10, main 100 seconds"


@pytest.mark.hint(
    "Wait only when the queue is empty, and until the time of the earliest timer.",
    "Some of that time may have passed already: read the clock again.",
)
def test_waits_as_long_as_needed(diary):
    """`wait` is called only when no task is ready, with the time that the next sleeper has left."""
    clock, loop = diary.clock, diary.loop

    async def compute(*seconds):
        for each in seconds:
            clock.advance(each)
            await loop.sleep(0)

    async def main():
        diary.spawn_nap("a", 6, 30)
        diary.spawn_nap("b", 6, 20)
        await loop.join(loop.spawn(compute(3, 1), "quick"))
        await loop.sleep(4)
        diary.note("main", "woke")
        await loop.join(loop.spawn(compute(9, 8), "slow"))
        await loop.sleep(40)
        clock.advance(5)
        await loop.sleep(10)
        diary.note("main", "woke")

    diary.run(main())
    assert clock.sleeps == [2, 2, 1, 10, 29, 10], (
        "the calls of `wait`: a sleeps until 6 and 36, b until 6 and 26, main from 4 until 8, from "
        "25 until 65, and from 70 until 80; others compute from 0 to 4, and from 8 to 25, and main "
        "itself from 65 to 70"
    )
    assert diary.entries == [
        ("a", "woke", 6),
        ("b", "woke", 6),
        ("main", "woke", 8),
        ("b", "woke", 26),
        ("a", "woke", 36),
        ("main", "woke", 80),
    ]


@pytest.mark.hint("What does the clock say after `wait` has returned?")
def test_wait_may_return_early_or_late(clock):
    """After each `wait` the clock decides who wakes: perhaps nobody yet, perhaps several."""
    asked, woke = [], []

    def wait(seconds):
        asked.append(seconds)
        clock.advance({8: 3, 5: 1, 20: 50}.get(seconds, seconds))

    loop = Loop(clock, wait)

    async def nap(name, seconds):
        await loop.sleep(seconds)
        woke.append((name, clock() - 1000))

    async def main():
        loop.spawn(nap("b", 40), "b")
        loop.spawn(nap("a", 28), "a")
        await nap("main", 8)
        await nap("main", 71)

    loop.run(main())
    assert woke == [("main", 8), ("a", 58), ("b", 58), ("main", 79)], (
        "(name, time) of waking; a `wait` for 8 s returned after 3 s, the next one for 5 s after "
        "1 s, and one for 20 s after 50 s"
    )
    assert asked == [8, 5, 4, 20, 21], "the calls of `wait` in all this"
    asked.clear()
    loop.run(nap("main", 2**-20))
    assert asked == [2**-20], "the calls of `wait` for a sleep of 2**-20 seconds"


@pytest.mark.parametrize("how", ["await sleep(0)", "spawn the next one and end"])
@pytest.mark.hint(
    "Do you look at the timers only when the queue is empty?",
    "Look at the clock before each turn, or once in each round.",
)
def test_busy_tasks_starve_nobody(diary, how):
    """A sleeper whose time has come gets a turn, though two other tasks are always ready."""
    rounds = []

    async def spin(sleeper):
        while len(rounds) < 200 and not diary.entries:
            rounds.append("turn")
            diary.clock.advance(1)
            if how != "await sleep(0)":
                diary.loop.spawn(spin(sleeper), "next")
                break
            await diary.loop.sleep(0)

    async def main():
        sleeper = diary.spawn_nap("sleeper", 10)
        diary.loop.spawn(spin(sleeper), "one")
        diary.loop.spawn(spin(sleeper), "two")
        return await diary.loop.join(sleeper)

    assert diary.run(main()) == "sleeper"
    assert len(rounds) <= 14, (
        f"turns of two busy tasks, which {how}, until a sleeper woke: {len(rounds)}; each turn "
        "took 1 s, the sleeper slept for 10 s, and 14 are allowed"
    )


@pytest.mark.parametrize(
    "outcome", ["text", None, ("a", 1), KeyError("returned"), StopIteration("returned")], ids=repr
)
@pytest.mark.hint(
    "Keep the result with the task, and that it has ended: None can be a result.",
    "A task needs a list of those that join it, to be made ready when it ends.",
)
def test_join_gives_the_result(outcome, diary):
    """Each `join` of a task returns the same result, in the order of the calls, also afterwards."""
    loop, seen = diary.loop, []

    async def work():
        await loop.sleep(5)
        return outcome

    async def watch(name, task, seconds):
        await loop.sleep(seconds)
        seen.append((name, await loop.join(task) is outcome, diary.clock() - 1000))

    async def main():
        task = loop.spawn(work(), "work")
        names = [("late", 7), ("second", 2), ("first", 1), ("third", 3)]
        watchers = [loop.spawn(watch(name, task, wait), name) for name, wait in names]
        for watcher in watchers:
            await loop.join(watcher)
        await watch("main", task, 0)

    diary.run(main())
    assert seen == [
        ("first", True, 5),
        ("second", True, 5),
        ("third", True, 5),
        ("late", True, 7),
        ("main", True, 7),
    ], f"(name, whether `join` gave the very object, time); the task returned {outcome!r} at 5"


@pytest.mark.parametrize("error", [LookupError("raised"), Silent("raised")], ids=repr)
@pytest.mark.hint(
    "Catch what a task raises: it is how the task ended, and no trouble of the loop.",
    "Keep the exception with the task, and raise it in each `join`.",
)
def test_join_raises_the_exception(diary, error):
    """Each `join` raises the task's exception, the same object; nobody else notices."""
    loop = diary.loop

    async def joins(task):
        await loop.join(task)

    async def main():
        bad = diary.spawn_nap("bad", 2, end=error)
        diary.spawn_nap("unseen", 1, end=OSError("nobody joins this task"))
        catching = loop.spawn(ending(loop.join(bad)), "catching")
        broken = loop.spawn(joins(bad), "broken")
        diary.spawn_nap("other", 3)
        await loop.sleep(4)
        caught = await loop.join(catching)
        return [caught, *[await ending(loop.join(task)) for task in (broken, bad, broken)]]

    raised = diary.run(main())
    assert [each is error for each in raised] == [True] * 4, f"four joins gave {raised}"
    assert diary.entries[-1] == ("other", "woke", 3), "a task that joins none of the others"


@pytest.mark.hint(
    "`coroutine.throw(Cancelled())` goes on where the coroutine stands, with an exception.",
    "The old timer is still in your heap. How does the loop know that it is out of date?",
    "A timer that is out of date must not be the one that the loop waits for, either.",
)
def test_cancels_a_sleeper(diary):
    """`Cancelled` is raised where a task sleeps; the old sleep plays no part any more."""
    loop, error = diary.loop, LookupError("in the end")

    async def main():
        tasks = [
            diary.spawn_nap("a", 10, tidy=20),
            diary.spawn_nap("b", 11, 5, deaf=True),
            diary.spawn_nap("c", 500, tidy=100),
            diary.spawn_nap("d", 12, deaf=True),
            diary.spawn_nap("e", 13, end=error),
        ]
        await loop.sleep(3)
        for task in tasks:
            loop.cancel(task)
        diary.note("main", "cancelled all")
        await loop.sleep(4)
        loop.cancel(tasks[2])
        joins = [await ending(loop.join(task)) for task in [tasks[0], *tasks]]
        kinds = [type(each).__name__ if isinstance(each, Cancelled) else each for each in joins]
        return kinds, joins[0] is joins[1]

    kinds, same = diary.run(main())
    assert kinds == ["Cancelled", "Cancelled", "b", "Cancelled", "d", error], (
        "what joining a, a once more, b, c, d and e gave; b and d catch Cancelled and return, and "
        "e raises a LookupError in its `finally`"
    )
    assert same, "joining a, which was cancelled, twice gave two different objects"
    assert diary.entries == [
        ("main", "cancelled all", 3),
        ("a", "cancelled", 3),
        ("b", "cancelled", 3),
        ("c", "cancelled", 3),
        ("d", "cancelled", 3),
        ("e", "cancelled", 3),
        ("b", "woke", 8),
        ("a", "tidied", 23),
    ], (
        "a sleeps for 10, and for 20 in its `finally`; b for 11, and for 5 when it was cancelled; "
        "c for 500, and for 100 in its `finally`; d for 12, and e for 13; all are cancelled at 3, "
        "and c once more at 7"
    )
    assert diary.clock.sleeps == [3, 4, 1, 15], "the calls of `wait` in all this"

    async def again():
        task = diary.spawn_nap("f", 50)
        await loop.sleep(3)
        loop.cancel(task)
        await loop.sleep(100)

    diary.clock.sleeps.clear()
    diary.run(again())
    assert diary.clock.sleeps == [3, 100], (
        "the calls of `wait`: f sleeps for 50 and is cancelled at 3; main sleeps for 100 then"
    )

    async def joins_at_the_end(other):
        try:
            await loop.sleep(10)
        finally:
            joined.append((await loop.join(other), diary.clock() - start))

    async def sleeps_then_joins():
        other, _ = diary.spawn_nap("other", 40), diary.spawn_nap("early", 5)
        task = loop.spawn(joins_at_the_end(other), "g")
        await loop.sleep(3)
        loop.cancel(task)
        await ending(loop.join(task))

    joined, start = [], diary.clock()
    diary.run(sleeps_then_joins())
    assert joined == [("other", 40)], (
        "what g, which sleeps for 10, is cancelled at 3, and joins other in its `finally`, got "
        "from that, and when; other sleeps for 40, and one more task for 5"
    )


@pytest.mark.hint(
    "Who joins a task stands in its list. What if that one was cancelled meanwhile?",
    "When a task ends, wake only those that still wait for it.",
)
def test_cancels_one_that_joins(diary):
    """A task that joins can be cancelled: the other goes on, and its end wakes nobody too early."""
    loop = diary.loop

    async def joins(task):
        try:
            await loop.join(task)
        finally:
            diary.note("joins", "cancelled")
            await loop.sleep(8)
            diary.note("joins", "slept")
            await loop.join(task)
            diary.note("joins", "joined")

    async def main():
        other = diary.spawn_nap("other", 5)
        task = loop.spawn(joins(other), "joins")
        second = loop.spawn(ending(loop.join(other)), "second")
        await loop.sleep(1)
        loop.cancel(task)
        raised = await ending(loop.join(task))
        return type(raised).__name__, await loop.join(second), await loop.join(other)

    assert diary.run(main()) == ("Cancelled", "other", "other"), (
        "what joining the cancelled task gave, and what joining the other gave to two tasks"
    )
    assert diary.entries == [
        ("joins", "cancelled", 1),
        ("other", "woke", 5),
        ("joins", "slept", 9),
        ("joins", "joined", 9),
    ], "other sleeps until 5; the one that joins it is cancelled at 1, then sleeps for 8"
    order = []

    async def joins_again(task):
        await ending(loop.join(task))
        await loop.join(task)
        order.append("joined again")

    async def stays(task):
        await loop.join(task)
        order.append("stayed")

    async def rejoin():
        other = diary.spawn_nap("other", 5)
        tasks = [loop.spawn(joins_again(other), "again"), loop.spawn(stays(other), "stays")]
        await loop.sleep(1)
        loop.cancel(tasks[0])
        return [await loop.join(task) for task in tasks]

    assert diary.run(rejoin()) == [None, None], "what joining both tasks gave"
    assert order == ["stayed", "joined again"], (
        "two tasks join other; the first is cancelled at 1, and then joins other once more"
    )


@pytest.mark.hint(
    "A cancelled task is ready, but it must not stand in the queue twice.",
    "`throw` into a coroutine that has not begun ends it there and then.",
    "A wish to cancel is fulfilled once: forget it when you raise `Cancelled`.",
)
def test_cancels_a_task_that_is_ready(diary):
    """A ready task gets `Cancelled` once, in its turn; one that has not begun never begins."""
    loop = diary.loop

    async def kill(gate, victim):
        await loop.join(gate)
        new = diary.spawn_nap("new", 1, tidy=1)
        for task in (victim, new, gate):
            loop.cancel(task)
        diary.note("killer", "cancelled all")
        first, second = [await ending(loop.join(new)) for _ in range(2)]
        return type(first).__name__, first is second, await loop.join(gate)

    async def endure(gate):
        for _ in range(2):
            try:
                await loop.join(gate)
                diary.note("victim", "joined")
            except Cancelled:
                diary.note("victim", "cancelled")
        await loop.sleep(3)
        diary.note("victim", "slept")
        return "victim"

    async def main():
        gate, tasks = diary.spawn_nap("gate", 2), {}

        async def kill_victim():
            return await kill(gate, tasks["victim"])

        tasks["killer"] = loop.spawn(kill_victim(), "killer")
        tasks["victim"] = loop.spawn(endure(gate), "victim")
        return [await loop.join(task) for task in tasks.values()]

    assert diary.run(main()) == [("Cancelled", True, "gate"), "victim"], (
        "what joining gave: (a new task, whether a second join of it gave the same object, one "
        "that had ended), both cancelled, and the victim"
    )
    assert diary.entries == [
        ("gate", "woke", 2),
        ("killer", "cancelled all", 2),
        ("victim", "cancelled", 2),
        ("victim", "joined", 2),
        ("victim", "slept", 5),
    ], "killer and victim both join gate, and killer, woken first, cancels the victim"


@pytest.mark.hint(
    "No task is ready and no timer is left: who could change that?",
    "Each task that is left joins another one. Keep for each which.",
)
def test_names_those_in_a_deadlock(clock):
    """When all tasks that are left join each other, `Deadlock` says who waits for whom."""

    async def joins(loop, tasks, other):
        return await loop.join(tasks[other])

    async def moves(loop, tasks):
        await ending(loop.join(tasks["b"]))
        await loop.join(tasks["a"])

    async def main(diary, **others):
        loop, tasks = diary.loop, {}
        for name, other in others.items():
            tasks[name] = loop.spawn(joins(loop, tasks, other), name)
        sleeper = diary.spawn_nap("sleeper", 9)
        loop.spawn(ending(loop.join(sleeper)), "ended")
        if "b" in others.values():
            cancelled = [loop.spawn(joins(loop, tasks, "b"), "gone")]
            cancelled += [loop.spawn(moves(loop, tasks), "moved")]
            await loop.sleep(1)
            for task in cancelled:
                loop.cancel(task)
        await loop.join(tasks["a"])

    diary = Diary(clock)
    deadlock = diary.run(main(diary, a="b", b="c", c="b"))
    assert isinstance(deadlock, Deadlock), f"main joins a, a b, b c, and c b; run gave {deadlock!r}"
    assert deadlock.waits == {"main": "a", "a": "b", "b": "c", "c": "b", "moved": "a"}, (
        "gone and moved joined b and were cancelled; gone has ended then, and moved joins a; ended "
        "joined a task that has ended, and has ended too"
    )
    assert diary.entries == [("sleeper", "woke", 9)], "another task sleeps until 9 meanwhile"
    diary = Diary(clock)
    itself = diary.run(main(diary, a="a", b="a"))
    assert isinstance(itself, Deadlock), f"main and b join a, a joins itself; run gave {itself!r}"
    assert itself.waits == {"main": "a", "a": "a", "b": "a"}


@pytest.mark.parametrize(
    "error", [None, LookupError("main"), Silent("main"), Cancelled("main")], ids=repr
)
@pytest.mark.hint(
    "What do the other tasks wait for, once main is gone?",
    "A `finally` that sleeps needs more turns: go on until no task is left.",
    "It makes no difference whether main returned or raised.",
)
def test_ends_the_others_with_main(error, diary):
    """When main has ended, the others are cancelled and run to their end; then `run` ends."""
    loop = diary.loop

    async def parent():
        diary.spawn_nap("child", 100, tidy=2)

    async def main():
        sleeper = diary.spawn_nap("sleeper", 100, tidy=10)
        loop.spawn(parent(), "parent")
        loop.spawn(ending(loop.join(sleeper)), "joins")
        diary.spawn_nap("bad", 100, tidy=1, end=OSError("in its finally"))
        diary.spawn_nap("deaf", 100, 20, deaf=True)
        await loop.sleep(5)
        diary.spawn_nap("new", 100)
        if error is not None:
            raise error
        return "main"

    diary.spawn_nap("early", 100, tidy=3)
    outcome = diary.run(main())
    same = outcome is ("main" if error is None else error)
    assert same, f"main ended with {error or 'a result'!r}, and run gave {outcome!r}"
    assert sorted(diary.entries) == [
        ("bad", "cancelled", 5),
        ("bad", "tidied", 6),
        ("child", "cancelled", 5),
        ("child", "tidied", 7),
        ("deaf", "cancelled", 5),
        ("deaf", "woke", 25),
        ("early", "cancelled", 5),
        ("early", "tidied", 8),
        ("sleeper", "cancelled", 5),
        ("sleeper", "tidied", 15),
    ], (
        "when main ended at 5: sleeper tidies up for 10, bad for 1 and then raises; deaf goes on "
        "for 20; new has not begun; early, which tidies up for 3, was spawned before `run`, and "
        "child, which tidies up for 2, by another task than main"
    )


@pytest.mark.hint("Does one task, when it ends, run the next one? Put that one into the queue.")
def test_a_chain_of_ten_thousand(clock):
    """In a chain of 10,000 tasks that join each other the result goes from end to end."""
    loop, tasks = Loop(clock, clock.sleep), []

    async def link(number):
        if number == 9_999:
            await loop.sleep(1)
            return 1
        return 1 + await loop.join(tasks[number + 1])

    async def main():
        tasks.extend(loop.spawn(link(number), f"link {number}") for number in range(10_000))
        return await loop.join(tasks[0])

    assert loop.run(main()) == 10_000, "each task adds 1 to what the next one returns"
