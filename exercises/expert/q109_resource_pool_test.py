"""Checks for Q109 · A resource pool."""

import queue
import sys
import threading
import time
from contextlib import ExitStack

import pytest
from q109_resource_pool import Pool, PoolClosed, PoolTimeout

PATIENCE = 1.0  # seconds after which a check gives up on a thread; nothing waits for them to pass


def name_of(error):
    """The name of what was demanded, if it is that or of a class below it; else its own."""
    kinds = (kind for kind in (PoolTimeout, PoolClosed) if isinstance(error, kind))
    return next(kinds, type(error)).__name__


def failure(function):
    """What a call raised, or None."""
    try:
        function()
    except Exception as error:
        return error


class Worker:
    """Runs a function in a thread of its own, and notes what came of it."""

    def __init__(self, function):
        self.result = "stuck"
        self.thread = threading.Thread(target=self.run, args=(function,), daemon=True)
        self.thread.start()

    def run(self, function):
        try:
            self.result = function()
        except BaseException as error:
            self.result = name_of(error)

    def outcome(self):
        """Return the result, the name of the exception, or `"stuck"`."""
        self.thread.join(PATIENCE)
        return self.result

    def until_it_waits(self):
        """Come back when the thread has ended, or waits in a lock, a condition or a queue."""
        deadline = time.monotonic() + PATIENCE
        while self.thread.is_alive() and time.monotonic() < deadline:
            frame = sys._current_frames().get(self.thread.ident)
            if frame and frame.f_code.co_filename in (threading.__file__, queue.__file__):
                return
            threading.Event().wait(0.001)


class Maker:
    """Makes numbers from 1 on, and notes what happens to them.

    `faults` maps a resource to what `healthy` or `destroy` raises for it, or False.
    """

    def __init__(self, size=2, errors=(), sick=(), broken=()):
        self.log, self.made, self.errors = [], 0, list(errors)
        self.sick, self.broken = dict.fromkeys(sick, False), dict(broken)
        self.pool = Pool(
            lambda: self.create(),
            lambda resource: self.destroy(resource),
            size=size,
            healthy=lambda resource: self.healthy(resource),
        )

    def create(self):
        self.made += 1
        self.log.append(f"create {self.made}")
        if self.errors and (error := self.errors.pop(0)):
            raise error
        return self.made

    def destroy(self, resource):
        self.log.append(f"destroy {resource}")
        if resource in self.broken:
            raise self.broken[resource]

    def healthy(self, resource):
        self.log.append(f"healthy {resource}")
        result = self.sick.get(resource, "yes")
        if isinstance(result, Exception):
            raise result
        return result

    def borrow(self, *args, **kwargs):
        """Return what a lease gives, or the name of the exception that it raises."""
        try:
            with self.pool.lease(*args, **kwargs) as resource:
                return resource
        except (PoolTimeout, PoolClosed, LookupError) as error:
            return name_of(error)


@pytest.mark.hint(
    "`contextlib.contextmanager` makes a lease of a generator.",
    "What came back goes to the end of a list, and `list.pop` takes the last.",
)
def test_lends_and_takes_back():
    """A resource is made when one is needed, and the one that came back last is lent first."""
    maker = Maker(size=3)
    pool, seen = maker.pool, []
    unused = pool.lease()
    assert maker.log == [], "made before any block began"
    for _ in range(2):
        with pool.lease() as first, pool.lease() as second:
            seen.append((first, second))
    with pool.lease() as first:
        seen.append(first)
        with pool.lease() as second:
            pass
        with pool.lease() as third:
            seen += [second, third]
    assert seen == [(1, 2), (1, 2), 1, 2, 2]
    assert [each for each in maker.log if "healthy" not in each] == ["create 1", "create 2"]
    with unused as first:
        seen.append(first)
    assert seen[-1] == 1, "1 came back last"


@pytest.mark.hint("Count the places that are taken, and wait in a `threading.Condition`.")
def test_lends_no_more_than_size():
    """With all places taken, a block with a timeout raises `PoolTimeout`."""
    maker, seen = Maker(size=2), []
    with maker.pool.lease() as one:
        seen += [maker.borrow(0), maker.borrow(timeout=0)]
        with maker.pool.lease(timeout=5) as two:
            seen += [one, two, maker.borrow(0), maker.borrow(timeout=0.005)]
        seen.append(maker.borrow(0))
    assert seen == [2, 2, 1, 2, "PoolTimeout", "PoolTimeout", 2]
    assert maker.made == 2, "resources were made"
    alone, plain = Maker(size=1), Pool(object, print, size=1)
    with alone.pool.lease() as one, plain.lease() as two:
        seen = [one, alone.borrow(0)]
    with plain.lease(0) as again:
        seen.append(again is two)
    assert seen == [1, "PoolTimeout", True], "with one place; the second pool has no `healthy`"


@pytest.fixture
def no_switches():
    """Only a thread that waits lets others run, where there is a GIL."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(60)
    yield
    sys.setswitchinterval(before)


@pytest.mark.hint("When you are woken in vain, how much of the time is left?")
def test_the_time_goes_on(no_switches):
    """The time of a block that waits does not begin anew when another one is quicker."""
    # 0.2 s of real time: a pool is given no clock, and waits in any lock that it likes
    maker, ends = Maker(size=1), time.monotonic() + PATIENCE
    lease = maker.pool.lease()
    lease.__enter__()
    waiting = Worker(lambda: maker.borrow(0.2))
    waiting.until_it_waits()
    try:
        while waiting.thread.is_alive() and time.monotonic() < ends:
            lease.__exit__(None, None, None)
            lease = maker.pool.lease(0)
            lease.__enter__()  # before the other thread has seen that one came back
            waiting.thread.join(0.005)  # it is woken in vain again and again meanwhile
        seen = waiting.result
        lease.__exit__(None, None, None)
    except PoolTimeout:
        seen = waiting.outcome()
    assert seen in ("PoolTimeout", 1), (
        f"lease(0.2) for {PATIENCE} s, in which the only resource came back now and then: {seen}"
    )


@pytest.mark.hint(
    "Take the place before you call `create`, and free it when `destroy` has returned.",
)
def test_a_resource_has_its_place_meanwhile():
    """While `create` or `destroy` runs for the only place, another thread gets none."""
    maker, here, seen = Maker(size=1), threading.current_thread(), []

    def watched(call):
        def run(*args):
            if threading.current_thread() is here:
                seen.append(Worker(lambda: maker.borrow(0)).outcome())
            return call(*args)

        return run

    maker.create, maker.destroy = watched(maker.create), watched(maker.destroy)
    first = maker.borrow(0)
    maker.sick[1] = False
    second = maker.borrow(0)
    assert [first, second] == [1, 2], "1 was sick when it was to be lent again"
    assert seen == ["PoolTimeout"] * 3, "meanwhile, in another thread: create, destroy, create"


@pytest.mark.hint("Who gives back must wake those who wait: `notify` or `notify_all`.")
def test_waits_for_what_comes_back():
    """A block that waits gets the resource that comes back, or the place that becomes free."""
    maker, seen, asked = Maker(size=1, errors=[None, OSError("down")]), [], []
    for error in (None, KeyError("block")):
        try:
            with maker.pool.lease():
                workers = [Worker(maker.borrow), Worker(lambda: maker.borrow(60))]
                for worker in workers:
                    worker.until_it_waits()
                seen.append([worker.result for worker in workers])
                maker.log.clear()
                if error is not None:
                    maker.sick[1] = False
                    raise error
        except KeyError:
            pass
        seen.append(sorted(str(worker.outcome()) for worker in workers))
        asked.append(maker.log.count("healthy 1"))
    assert seen[:2] == [["stuck", "stuck"], ["1", "1"]], "while 1 was lent, and when it was back"
    assert seen[2:] == [["stuck", "stuck"], ["3", "OSError"]], "1 was sick; the first create failed"
    assert asked == [2, 1], (
        "how often 1 was asked: lent to two that waited; after a block that raised"
    )


@pytest.mark.parametrize("error", [KeyError("down"), KeyboardInterrupt()], ids=repr)
@pytest.mark.hint("A place is taken before `create` runs. What if it does not come to its end?")
def test_a_create_that_fails(error):
    """What `create` raises reaches the caller, and the place is free again."""
    maker, raised = Maker(size=1, errors=[error, error]), []
    for _ in range(2):
        try:
            with maker.pool.lease(0):
                pass
        except BaseException as caught:
            raised.append(caught)
    assert [each is error for each in raised] == [True, True], f"raised: {raised}"
    assert [maker.borrow(0), maker.log[:3]] == [3, ["create 1", "create 2", "create 3"]]
    maker, waiting = Maker(size=1, errors=[error]), []
    create = maker.create

    def create_while_another_waits():
        if not waiting:
            waiting.append(Worker(maker.borrow))
            waiting[0].until_it_waits()
        return create()

    maker.create = create_while_another_waits
    try:
        with maker.pool.lease():
            pass
    except BaseException as caught:
        raised.append(caught)
    seen = [raised[2:], [worker.outcome() for worker in waiting]]
    assert seen == [[error], [2]], "the first create raised; another thread waited meanwhile"


@pytest.mark.parametrize(
    "fault", [False, None, 0, "", OSError("sick"), AttributeError("sick")], ids=repr
)
@pytest.mark.hint(
    "Ask before you lend, in a loop: the next free one may be sick, too.",
    "A `healthy` that raises gives an answer as well.",
)
def test_sick_resources_are_replaced(fault):
    """A free resource is asked each time; one that is not healthy is destroyed and replaced."""
    maker = Maker(size=2, broken={2: ZeroDivisionError("broken")})
    with maker.pool.lease(), maker.pool.lease():
        maker.log.clear()
    assert maker.log == [], "asked after blocks that ended well"
    seen = [maker.borrow(0), maker.borrow(0)]
    assert [seen, maker.log] == [[1, 1], ["healthy 1", "healthy 1"]]
    maker.sick[1] = fault
    assert maker.borrow(0) == 2, "1 is sick"
    assert maker.log[2:] == ["healthy 1", "destroy 1", "healthy 2"]
    maker.sick[2] = fault
    assert maker.borrow(0) == 3, "1 and 2 are sick; destroying 2 raises"
    log = [each for each in maker.log[5:] if each != "healthy 3"]
    assert log == ["healthy 2", "destroy 2", "create 3"]
    with maker.pool.lease(0) as one, maker.pool.lease(0) as two:
        seen = [one, two, maker.borrow(0)]
    assert seen == [3, 4, "PoolTimeout"], "there are two places"
    maker.sick |= {3: fault, 4: fault}
    seen = [maker.borrow(1e-12), maker.borrow(1e-12)]
    assert seen == [5, 5], "3 and 4 are sick: a place is free, however short the timeout is"


@pytest.mark.parametrize(
    "error",
    [KeyError("block"), KeyboardInterrupt(), GeneratorExit(), StopIteration("block")],
    ids=repr,
)
@pytest.mark.hint(
    "`try` and `finally` around the `yield`: an error of any class is one.",
)
def test_after_a_block_that_raised(error):
    """A resource comes back from a block that raises, and the exception goes on."""
    maker, raised = Maker(size=1), []
    try:
        with maker.pool.lease():
            raise error
    except BaseException as caught:
        raised.append(caught)
    assert raised == [error], "what left the block"
    assert (maker.borrow(0), maker.made) == (1, 1), "lent again, and how many were made"
    two, order = Maker(size=2), []
    try:
        with two.pool.lease() as one:
            order.append(two.borrow())
            raise error
    except BaseException:
        order += [one, two.borrow(0)]
    assert order == [2, 1, 1], "2 came back, then 1 by an exception, and is lent first"


@pytest.mark.hint("The state of a lease belongs to the lease, not to the thread that began it.")
def test_a_lease_can_be_carried_off():
    """A lease that a stack has carried off ends with that stack, in whatever thread."""
    maker = Maker(size=1)
    with ExitStack() as stack:
        first = stack.enter_context(maker.pool.lease())
        carried = stack.pop_all()
    seen = [first, maker.borrow(0), Worker(carried.close).outcome(), maker.borrow(0)]
    assert seen == [1, "PoolTimeout", None, 1], "lent, while carried, closing, and after it"


@pytest.mark.parametrize("slow", ["create", "healthy", "destroy"])
@pytest.mark.hint("Take what you need under the lock, let it go, and then call.")
def test_callbacks_hold_nobody_up(slow):
    """While `create`, `healthy` or `destroy` runs, other threads can borrow and give back."""
    maker, seen, released = Maker(size=3), [], []
    inside, release = threading.Event(), threading.Event()
    with maker.pool.lease() as first, maker.pool.lease():
        pass
    with maker.pool.lease() as first:
        if slow == "create":
            second = maker.pool.lease()
            second.__enter__()
        maker.sick[2] = slow != "destroy"
        call = getattr(maker, slow)

        def held(*args):
            if not inside.is_set():
                inside.set()
                released.append(release.wait(3 * PATIENCE))
            return call(*args)

        setattr(maker, slow, held)
        worker = Worker(maker.borrow)
        inside.wait(PATIENCE)
        seen.append(first)
    seen += [Worker(lambda: maker.borrow(0)).outcome() for _ in range(2)]
    release.set()
    assert seen == [1, 1, 1], f"{slow} ran all the while"
    assert worker.outcome() in (1, 2, 3), f"the thread whose {slow} took so long"
    assert released == [True], f"the others could not go on before {slow} had ended"
    if slow == "create":
        second.__exit__(None, None, None)


@pytest.mark.hint("`close` calls `destroy` without the lock, too.")
def test_close_holds_nobody_up():
    """While `close` destroys a resource, other threads are told at once that it is closed."""
    maker, released = Maker(size=2), []
    inside, release = threading.Event(), threading.Event()
    destroy = maker.destroy

    def held(resource):
        inside.set()
        released.append(release.wait(3 * PATIENCE))
        return destroy(resource)

    maker.borrow()
    maker.destroy = held
    closing = Worker(maker.pool.close)
    inside.wait(PATIENCE)
    other = Worker(lambda: maker.borrow(0)).outcome()
    release.set()
    assert [other, closing.outcome()] == ["PoolClosed", None], "another thread, and `close`"
    assert released == [True], "the other thread could not go on before `destroy` had ended"


@pytest.mark.hint(
    "Wake all who wait, and let them see that the pool is closed.",
    "Wait until every place that is taken belongs to a free resource.",
)
def test_close_waits_for_the_leases():
    """`close` wakes those who wait, waits for the leases, and destroys each resource once."""
    maker, seen = Maker(size=2), []
    early = maker.pool.lease()
    with maker.pool.lease(), ExitStack() as stack:
        stack.enter_context(maker.pool.lease())
        waiting = [Worker(maker.borrow), Worker(lambda: maker.borrow(60))]
        for worker in waiting:
            worker.until_it_waits()
        closing = Worker(maker.pool.close)
        seen += [worker.outcome() for worker in waiting]
        closing.until_it_waits()
        seen += [closing.result, maker.borrow(0), maker.borrow()]
        stack.close()
        seen.append(maker.borrow(0))
        for _ in range(50):  # threads that come and go: `close` has its turn, and does not end
            Worker(int).outcome()
        seen.append(closing.result)
    assert seen[:2] == ["PoolClosed", "PoolClosed"], "two blocks waited when the pool was closed"
    assert seen[2:5] == ["stuck", "PoolClosed", "PoolClosed"], "close, two blocks; two leases"
    assert seen[5:] == ["PoolClosed", "stuck"], "a block, and close; one of the leases has ended"
    assert closing.outcome() is None, "all leases have ended"
    log = sorted(each for each in maker.log if "destroy" in each)
    assert [log, maker.borrow(0)] == [["destroy 1", "destroy 2"], "PoolClosed"]
    entered = Worker(early.__enter__).outcome()
    assert entered == "PoolClosed", "a lease from before `close`, whose block begins after it"
    count = len(maker.log)
    assert [Worker(maker.pool.close).outcome(), len(maker.log)] == [None, count], "closed again"
    empty = Maker()
    seen = [Worker(empty.pool.close).outcome(), empty.log, empty.borrow(0)]
    assert seen == [None, [], "PoolClosed"], (
        "a pool that has made nothing yet, and a block after it"
    )


@pytest.mark.hint("Note each error in a list, and raise them together at the end.")
def test_close_collects_errors():
    """Every resource is destroyed though some raise, and all the errors come in one group."""
    errors = {1: OSError("one"), 3: KeyError("three")}
    maker, caught = Maker(size=3, broken=errors), []
    with maker.pool.lease(), maker.pool.lease(), maker.pool.lease():
        pass
    for _ in range(2):
        try:
            maker.pool.close()
        except Exception as error:
            caught.append(error)
    assert [type(each) for each in caught] == [ExceptionGroup], "what two calls of close raised"
    assert sorted(map(repr, caught[0].exceptions)) == ["KeyError('three')", "OSError('one')"]
    log = sorted(each for each in maker.log if "destroy" in each)
    assert [log, maker.borrow(0)] == [["destroy 1", "destroy 2", "destroy 3"], "PoolClosed"]
    one = Maker(broken={1: OSError("one")})
    one.borrow()
    try:
        one.pool.close()
    except Exception as error:
        caught.append(error)
    assert [type(each) for each in caught[1:]] == [ExceptionGroup], "one resource, which raises"
    assert [*map(repr, caught[1].exceptions)] == ["OSError('one')"]
    error = ValueError("two")
    late = Maker(size=2, broken={1: KeyError("one"), 2: ExceptionGroup("two", [error])})
    with late.pool.lease():
        late.borrow()
        closing = Worker(lambda: caught.append(failure(late.pool.close)))
        closing.until_it_waits()
    assert closing.outcome() is None, "1 was lent when `close` began"
    errors = sorted(map(repr, getattr(caught[2], "exceptions", caught[2:])))
    group = "ExceptionGroup('two', [ValueError('two')])"
    assert errors == [group, "KeyError('one')"], "1 was lent when `close` began"


@pytest.mark.hint("What is destroyed is no longer among the free ones.")
def test_a_sick_resource_is_destroyed_once():
    """A resource that was destroyed before it was lent is not destroyed again by `close`."""
    maker = Maker(size=2, broken={2: OSError("ignored")}, sick=[1, 2])
    with maker.pool.lease(), maker.pool.lease():
        pass
    assert [maker.borrow(0), Worker(maker.pool.close).outcome()] == [3, None], "1 and 2 were sick"
    log = sorted(each for each in maker.log if "destroy" in each)
    assert log == ["destroy 1", "destroy 2", "destroy 3"]
