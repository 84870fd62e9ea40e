"""Checks for Q113 · Caching in two tiers.

They talk to a real `redis-server`, if there is one on the PATH, and otherwise to fakeredis.
"""

import json
import shutil
import subprocess
import threading

import fakeredis
import pytest
import redis
from q113_two_tier_cache import TwoTierCache
from redis.backoff import NoBackoff
from redis.retry import Retry

pytestmark = pytest.mark.timeout(20)


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """Where a server of one's own listens: the class of a connection, and its arguments."""
    socket = str(tmp_path_factory.mktemp("redis") / "s")
    program = shutil.which("redis-server")
    if program and len(socket) < 100:
        command = [program, "--port", "0", "--unixsocket", socket, "--save", "", "--appendonly"]
        command += ["no", "--rename-command", "EVAL", "", "--rename-command", "EVALSHA", ""]
        with subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        ) as process:
            try:
                any(b"eady to accept" in line for line in process.stdout)
                yield redis.UnixDomainSocketConnection, {"path": socket}
            finally:
                process.kill()
    else:
        server = fakeredis.TcpFakeServer(("127.0.0.1", 0))
        server.daemon_threads, server.block_on_close = True, False
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield redis.Connection, {"port": server.server_address[1]}
        finally:
            server.shutdown()
            server.server_close()
            thread.join()


class Pipeline(redis.client.Pipeline):
    """A pipeline of a `Client`."""

    def immediate_execute_command(self, *words, **options):
        self.client.about_to_send(words)
        return super().immediate_execute_command(*words, **options)

    def execute(self, *arguments, **options):
        for words, _ in self.command_stack:
            self.client.about_to_send(words)
        return super().execute(*arguments, **options)


class Client(redis.Redis):
    """A client of the server. `before(words)` is called before each command is sent.

    When `gone` is an exception, the server cannot be reached for that reason. When `silent` is one,
    commands fail, and a connection that is subscribed stays open.
    """

    def __init__(self, address):
        kind, arguments = address

        class Line(kind):
            def connect(line):
                if self.gone:
                    raise self.gone
                super().connect()

        pool = redis.ConnectionPool(
            Line, decode_responses=True, retry=Retry(NoBackoff(), 0), **arguments
        )
        super().__init__(connection_pool=pool)
        self.before, self.gone, self.silent = None, None, None

    def about_to_send(self, words):
        if self.silent:
            raise self.silent
        if self.before:
            self.before(words)

    def execute_command(self, *words, **options):
        self.about_to_send(words)
        return super().execute_command(*words, **options)

    def pipeline(self, transaction=True, shard_hint=None):
        pipe = Pipeline(self.connection_pool, self.response_callbacks, transaction, shard_hint)
        pipe.client = self
        return pipe

    def hang_up(self, reason):
        """From now on the server cannot be reached."""
        self.gone = reason
        self.connection_pool.disconnect()


class Endless(BaseException):
    """A call has slept more often than anybody should."""


class Site:
    """Caches that share a server and a clock: `site.cache(local_ttl=0)` makes one.

    They sleep by `site.sleep`, which counts `sleeps` and calls `while_asleep(sleeps)`. `store` is
    a client of its own; `clients` are those of the caches.
    """

    def __init__(self, address, clock):
        self.address, self.clock, self.clients = address, clock, []
        self.store, self.sleeps, self.while_asleep = self.client(), 0, lambda count: None

    def client(self):
        self.clients.append(Client(self.address))
        return self.clients[-1]

    def cache(self, client=None, **changes):
        options = {"ttl": 100, "local_ttl": 5, "lock_ttl": 30, **changes}
        return TwoTierCache(client or self.client(), clock=self.clock, sleep=self.sleep, **options)

    def sleep(self, seconds):
        self.sleeps += 1
        if self.sleeps > 20:
            raise Endless("a call has slept 20 times, and looks still")
        self.while_asleep(self.sleeps)

    def loader(self, value, takes=0):
        """A loader that returns the value, or raises it, and takes some time."""

        def load(key):
            load.calls.append(key)
            self.clock.advance(takes)
            if isinstance(value, BaseException):
                raise value
            return value

        load.calls = []
        return load


@pytest.fixture
def site(address, clock):
    site = Site(address, clock)
    site.store.flushall()
    yield site
    for client in site.clients:
        client.connection_pool.disconnect()


def threads():
    """The names of all threads, but those of fakeredis."""
    names = [thread.name for thread in threading.enumerate()]
    return [name for name in names if "process_request_thread" not in name]


def empty(value):
    """Empty a list or a dict, and all that are in it."""
    for inner in value.values() if isinstance(value, dict) else value:
        if isinstance(inner, list | dict):
            empty(inner)
    value.clear()


def is_json(text):
    try:
        return bool(text) and json.dumps(json.loads(text)) != ""
    except ValueError:
        return False


@pytest.mark.hint(
    "Look in the dict, then on the server, and then load.",
    "`client.set(name, text, px=milliseconds)` stores a text that expires.",
)
def test_loads_once(site):
    """The first call loads, the next one has a copy at hand, and other caches use the server's."""
    first, second, late = site.cache(), site.cache(), site.loader("late")
    load, cup = site.loader("green"), site.loader("blue")
    assert first.get_or_load("tea", load) == "green"
    assert first.get_or_load("cup", cup) == "blue"
    assert (load.calls, cup.calls) == (["tea"], ["cup"]), "what the loaders were called with"
    assert second.get_or_load("tea", late) == "green", "another cache at the same server"
    site.store.flushall()
    found = [first.get_or_load("tea", late), second.get_or_load("tea", late)]
    assert found == ["green", "green"], "copies, when the server had lost everything"
    assert late.calls == [], "loads of a value that was there"
    keys = ["Tea", "t", "te:a", "te:b", "tea:", "tea1"]
    found = [each.get_or_load(key, lambda key: [key]) for each in (first, second) for key in keys]
    assert found == [[key] for key in keys * 2], "six keys that are much alike, in two caches"
    assert site.store.keys("lock:*") == [], "the locks that are left"


@pytest.mark.parametrize(
    ("value", "result"),
    [
        (None, None),
        (0, 0),
        ("é", "é"),
        ([1, [2]], [1, [2]]),
        (("a", 1.5), ["a", 1.5]),
        ({1: {"b": (True, None)}}, {"1": {"b": [True, None]}}),
        ([], []),
    ],
)
@pytest.mark.hint(
    "`json.dumps` and `json.loads`; what becomes of a tuple?",
    "If the copy is an object, all who get it share it. And if it is a text?",
)
def test_values_are_json(site, value, result):
    """A value comes as JSON gives it back, also at first, and no two calls share an object."""
    first, second, late = site.cache(), site.cache(), site.loader("late")
    found = [first.get_or_load("tea", site.loader(value)), first.get_or_load("tea", late)]
    found += [second.get_or_load("tea", late), second.get_or_load("tea", late)]
    assert found == [result] * 4, f"loaded, from the copy, from the server, from its copy: {value}"
    for each in found:
        if isinstance(each, list | dict):
            empty(each)
    text = site.store.get("cache:tea")
    site.store.flushall()
    again = [first.get_or_load("tea", late), second.get_or_load("tea", late)]
    assert again == [result] * 2, "the copies, when the caller had emptied what it got"
    assert late.calls == [], "loads of a value that was there"
    assert is_json(text), f"what the server has under cache:tea is no JSON: {text!r}"


@pytest.mark.hint(
    "A server that drops values by itself knows milliseconds, too: `px` and not `ex`.",
)
def test_time_to_live(site):
    """The server drops a value `ttl` seconds after its load, and then it is loaded again."""
    first, late = site.cache(ttl=100, local_ttl=0), site.loader("late")
    first.get_or_load("tea", site.loader("green", takes=50))
    remaining = site.store.pttl("cache:tea")
    assert 90_000 < remaining <= 100_000, "milliseconds until the server drops it; ttl is 100"
    site.cache(ttl=300, local_ttl=0).get_or_load("tea", late)
    again = site.store.pttl("cache:tea")
    assert 90_000 < again <= remaining, "milliseconds, when the value had been read"
    site.store.delete("cache:tea")
    assert first.get_or_load("tea", late) == "late", "when the server had dropped the value"
    assert late.calls == ["tea"], "loads when there was no value any more"
    brief, left = site.cache(ttl=0.25, lock_ttl=0.25), []

    def load(key):
        left.append(site.store.pttl("lock:cup"))
        return "blue"

    assert brief.get_or_load("cup", load) == "blue"
    left.append(site.store.pttl("cache:cup"))
    assert max(left) <= 250, (
        f"milliseconds until the server drops the lock, and the value: {left}; both ttls are 0.25"
    )


@pytest.mark.hint("A copy has an end of its own, by the clock.")
def test_copies_get_old(site, clock):
    """A copy is used for `local_ttl` seconds, and then the server is asked again."""
    first, second, late = site.cache(local_ttl=5), site.cache(local_ttl=0), site.loader("late")
    first.get_or_load("tea", site.loader("green"))
    site.store.flushall()
    assert second.get_or_load("tea", site.loader("black")) == "black"
    clock.advance(4.5)
    assert first.get_or_load("tea", late) == "green", "4.5 s after the load, with local_ttl=5"
    clock.advance(0.5)
    assert first.get_or_load("tea", late) == "black", "what the server had 5 s after the load"
    site.store.flushall()
    clock.advance(4.5)
    assert first.get_or_load("tea", late) == "black", "a copy of a value that was not loaded here"
    assert second.get_or_load("tea", late) == "late", "a cache with local_ttl=0"
    first.get_or_load("cup", site.loader("blue", takes=3))
    site.store.flushall()
    clock.advance(4.5)
    assert first.get_or_load("cup", late) == "blue", "4.5 s after a load that took 3 s"


@pytest.mark.parametrize(
    "error", [None, LookupError("x"), redis.ConnectionError("x"), KeyboardInterrupt()], ids=repr
)
@pytest.mark.hint(
    "`client.set(name, token, nx=True, px=milliseconds)` tells by its result who was first.",
    "Whatever comes of the loader, the lock is removed: `finally`.",
    "Loaders use servers, too. Do you take their errors for those of yours?",
)
def test_lock(site, error):
    """A load holds a lock, which expires and is removed; an error of the loader is raised."""
    client, locks, stored = site.client(), [], []
    cache = site.cache(client, lock_ttl=30)

    def before(words):
        if "SET" in words[0] and "cache:tea" in words:
            stored.append(site.store.get("lock:tea"))

    client.before = before

    def load(key):
        locks.append((site.store.get("lock:tea"), site.store.pttl("lock:tea")))
        if error:
            raise error
        return "green"

    raised = []
    for _ in range(2):
        try:
            cache.get_or_load("tea", load)
        except BaseException as problem:
            raised.append(problem)
        assert site.store.exists("lock:tea") == 0, "whether there is a lock after the call"
        if error is None:
            cache.invalidate("tea")
    tokens = {token for token, _ in locks}
    assert len(locks) == 2, "calls of the loader in two calls of `get_or_load`"
    assert len(tokens - {None}) == 2, f"no lock, or twice the same: {tokens}"
    assert stored == [token for token, _ in locks if not error], "locks, just before storing"
    left = [milliseconds for _, milliseconds in locks]
    assert 20_000 < min(left) <= max(left) <= 30_000, "milliseconds until the locks expire"
    assert [each is error for each in raised] == [True] * (2 if error else 0), f"raised: {raised}"
    assert site.store.exists("cache:tea") == 0, "whether there is a value at the end"


@pytest.mark.parametrize("takes", ["value", "None", "lock"])
@pytest.mark.hint(
    "Who does not get the lock sleeps, and begins again: a value? the lock?",
    "The owner of a lock can die. Then it expires, and somebody has to load.",
)
def test_waits_for_the_lock(site, clock, takes):
    """While the lock is another's, a call sleeps and looks, until there is a value or no lock."""
    first, second, load = site.cache(), site.cache(), site.loader("green")
    site.store.set("lock:tea", "of somebody else")
    value = None if takes == "None" else "by another"

    def while_asleep(count):
        clock.advance(100)
        if count == 15:
            site.store.delete("lock:tea")
            if takes != "lock":
                second.get_or_load("tea", site.loader(value))
                site.store.set("lock:tea", "of a third one")

    site.while_asleep = while_asleep
    assert first.get_or_load("cup", site.loader("blue")) == "blue", "another key, with no lock"
    found = first.get_or_load("tea", load)
    left = site.store.get("lock:tea")
    if takes == "lock":
        assert (found, load.calls, left) == ("green", ["tea"], None), (
            "value, loads, lock at the end"
        )
    else:
        assert (found, load.calls, left) == (value, [], "of a third one"), (
            "value, loads, lock at the end; the value came, and then a third one took the lock"
        )
    assert site.sleeps == 15, "calls of `sleep`; in the last one the lock went"
    site.store.flushall()
    again = first.get_or_load("tea", site.loader("late"))
    assert again == found, "its copy, right after a call that had waited for 1500 s; local_ttl is 5"


@pytest.mark.parametrize("value", ["by another", None])
@pytest.mark.parametrize("case", ["at once", "after a wait"])
@pytest.mark.hint(
    "Somebody may load, store and unlock between your look and your lock.",
    "Look again when you have the lock.",
)
def test_looks_again_with_the_lock(site, case, value):
    """A value that comes just before the lock is taken is used, and not loaded again."""
    client = site.client()
    first, second = site.cache(client), site.cache()
    if case == "after a wait":
        site.store.set("lock:tea", "of somebody else")
        site.while_asleep = lambda count: site.store.delete("lock:tea")
    load, between = site.loader("twice"), []

    def before(words):
        sets = words[0] in ("SET", "SETNX") and words[1] == "lock:tea"
        if sets and not site.store.exists("lock:tea"):
            client.before = None
            between.append(second.get_or_load("tea", site.loader(value)))

    client.before = before
    assert first.get_or_load("tea", load) == value
    assert between == [value], "what another cache loaded, just before the lock was set"
    assert load.calls == [], "loads of the value that the other one had loaded"
    assert site.store.exists("lock:tea") == 0, "whether there is a lock at the end"


@pytest.mark.parametrize("error", [None, LookupError("x")], ids=repr)
@pytest.mark.hint(
    "A lock can expire while its owner still loads, and be taken by another.",
    "Is it still your token? Then remove the lock.",
)
def test_locks_of_others_stay(site, error):
    """A lock that has become another's during the load is not removed."""
    raised = None

    def load(key):
        site.store.set("lock:tea", "of somebody else")
        if error:
            raise error
        return "green"

    try:
        site.cache().get_or_load("tea", load)
    except LookupError as problem:
        raised = problem
    assert raised is error, "what reached the caller"
    assert site.store.get("lock:tea") == "of somebody else", (
        f"the lock at the end; somebody else took it during the load, which raised {error!r}"
    )
    site.cache().invalidate("tea")
    assert site.store.get("lock:tea") == "of somebody else", "the lock, after invalidate('tea')"
    client, other = site.client(), site.cache()

    def before(words):
        if "cache:cup" in words and site.store.exists("lock:cup"):
            client.before = None
            site.store.delete("lock:cup")
            other.get_or_load("cup", site.loader("by another"))
            site.store.set("lock:cup", "of somebody else")

    client.before = before
    found = site.cache(client).get_or_load("cup", site.loader("blue"))
    assert found == "by another", "what another cache loaded when the lock had expired"
    assert site.store.get("lock:cup") == "of somebody else", "taken before the call looked again"


def soon(site, cache, load, key="tea"):
    """What the cache has for a key, asked up to 8 times until it is not old; messages take time."""
    found, pings = "old", 5
    while found == "old" and pings < 5 * 2**8:
        for _ in range(pings):
            site.store.ping()
        found, pings = cache.get_or_load(key, load), 2 * pings
    return found


@pytest.mark.hint(
    "`client.publish(channel, text)` tells all, and `client.pubsub()` subscribes.",
    "`pubsub.get_message(timeout=0)` does not wait. Its first message only tells of subscribing.",
    "There may be several messages: read all of them before you use a copy.",
)
def test_invalidate(site):
    """A value that is invalidated is used no more, here at once, and soon everywhere."""
    before = threads()
    first, second, third = (site.cache(local_ttl=90) for _ in range(3))
    others = "cup", "tea:cup", "te"
    for cache in (first, second, third):
        cache.get_or_load("tea", site.loader("old"))
        for key in others:
            cache.get_or_load(key, site.loader("blue"))
    for number in range(20):
        first.invalidate(f"pot{number}")
    first.invalidate("tea")
    assert site.store.exists("cache:tea") == 0, "whether the server still has the value"
    assert first.get_or_load("tea", site.loader("new")) == "new", "in the same cache, at once"
    found = [soon(site, each, site.loader("other")) for each in (second, third)]
    assert found == ["new", "new"], "in two other caches, soon after 21 keys were invalidated"
    site.store.flushall()
    load = site.loader("red")
    cups = [each.get_or_load(key, load) for each in (first, second, third) for key in others]
    assert cups == ["blue"] * 9, f"copies of other keys in three caches: {others}"
    assert threads() == before, "threads, at the beginning and now"
    client, held = site.client(), site.cache(local_ttl=90)
    hasty = site.cache(client, local_ttl=90)
    for cache in (hasty, held):
        cache.get_or_load("jug", site.loader("old"))

    def before(words):
        if words[0] in ("DEL", "UNLINK"):
            for _ in range(50):
                site.store.ping()
            held.get_or_load("jug", site.loader("other"))

    client.before = before
    hasty.invalidate("jug")
    client.before = None
    found = soon(site, held, site.loader("new"), "jug")
    assert found == "new", "in a cache that was asked just before the value left the server"
    hasty.get_or_load("pan", site.loader("old"))
    client.connection_pool.disconnect()
    hasty.invalidate("pan")
    found = hasty.get_or_load("pan", site.loader("new"))
    assert found == "new", "in the same cache, at once, when its subscription was broken"
    held.get_or_load("mug", site.loader("old"))
    site.store.delete("cache:mug")
    first.invalidate("mug")
    found = soon(site, held, site.loader("new"), "mug")
    assert found == "new", "in a cache that had a copy of what the server no longer had"
    for key in ("te:a", "cache:tea", "Tea"):
        second.get_or_load(key, site.loader("old"))
        first.invalidate(key)
        found = soon(site, second, site.loader("new"), key)
        assert found == "new", f"in another cache, soon after invalidate({key!r})"


GONE = [redis.ConnectionError("the server is gone"), redis.TimeoutError("it is silent")]


@pytest.mark.parametrize("reason", GONE, ids=repr)
@pytest.mark.parametrize("when", ["from the beginning", "later", "only for commands"])
@pytest.mark.hint(
    "`redis.ConnectionError` and `redis.TimeoutError` tell that there is no server.",
    "Does your `__init__` already talk to the server?",
)
def test_without_a_server(site, clock, when, reason):
    """Without a server values are loaded, and copies used; when it is back, it is used again."""
    client, load, late = site.client(), site.loader("green"), site.loader("late")
    if when == "from the beginning":
        client.hang_up(reason)
    cache = site.cache(client, local_ttl=5)
    if when != "from the beginning":
        cache.get_or_load("cup", site.loader("blue"))
        if when == "later":
            client.hang_up(reason)
        else:  # a subscription does not notice that the server has fallen silent
            client.gone = client.silent = reason
        assert cache.get_or_load("cup", late) == "blue", "a copy, when the server had gone"
    found = [cache.get_or_load("tea", load), cache.get_or_load("tea", late)]
    assert found == ["green", "green"], "a load without a server, and its copy"
    found = cache.get_or_load("pair", site.loader(("a", 1)))
    assert found == ["a", 1], "a load of ('a', 1) without a server"
    found.clear()
    assert cache.get_or_load("pair", late) == ["a", 1], "its copy, when the caller had emptied it"
    clock.advance(5)
    assert cache.get_or_load("tea", late) == "late", "5 s later, with local_ttl=5"
    assert (load.calls, late.calls) == (["tea"], ["tea"]), "loads"
    cache.get_or_load("jug", site.loader("blue", takes=3))
    clock.advance(4.5)
    found = cache.get_or_load("jug", late)
    assert found == "blue", "4.5 s after a load without a server that took 3 s; local_ttl is 5"
    clock.advance(5)
    assert cache.get_or_load("mug", site.loader("red")) == "red", "another key"
    client.gone, client.silent, other = None, None, site.cache(local_ttl=0)
    other.get_or_load("tea", site.loader("old"))
    assert cache.get_or_load("tea", late) == "old", "what another has loaded, with the server back"
    assert cache.get_or_load("pot", site.loader("iron")) == "iron"
    assert other.get_or_load("pot", late) == "iron", "what was loaded with the server back"
    other.invalidate("tea")
    found = soon(site, cache, site.loader("new"))
    assert found == "new", "after an invalidation by another cache, when the server was back"
