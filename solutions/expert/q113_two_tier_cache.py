r"""Q113 · Caching in two tiers: the answer and one way to build it.

## Answer

First I ask what may be stale, and for how long. In a process, `functools.cache` keeps everything,
`lru_cache` evicts; cachetools adds TTLs. Several processes share Redis or Valkey: `SET` with `EX`,
JSON as the format, a memory limit and an eviction policy such as LRU or LFU. Django's cache
framework has a Redis backend. Results of a model are cached by its version and a hash of the input.

Two tiers save the network: a local copy with a short TTL in front of Redis. Then invalidation has
to reach every process, by pub/sub, or by Redis's client-side caching, which redis-py supports.
Messages can get lost, so the local TTL is what really bounds staleness.

A hot key that expires is a stampede. A lock, `SET NX` with a token and an expiry, lets one load;
probabilistic early refresh spreads the loads before the end; jitter keeps keys from expiring
together. The cache is an optimisation: when it is down, the application goes on, with timeouts and
a limit on what then hits the database.

## Follow-ups

- **Why does a lock need a token?** It may expire while its owner still loads. Without a token the
  owner would then remove the lock of the next one.
- **Is such a lock safe?** For saving work, yes. It does not guarantee mutual exclusion, as a pause
  can outlast it; where that matters the storage has to check a fencing token.
- **Why not pickle?** Whoever can write to the server could run code in every process, and a changed
  class breaks what is stored. JSON can be read by other services, too.
- **How do you remove many keys at once?** Put a version into the key and raise it; the old ones
  expire by themselves.

## Notes

A copy is a text: decoding it anew for each call is what keeps callers from sharing objects. The
lock may change hands between the look at it and its removal, which costs one load more; `WATCH` or
a Lua script would close that gap. Messages are read at the beginning of each call, from a
connection that buffers them, so no thread is needed; the price is a system call for each hit.
Whatever the loader raises stays outside of the blocks that forgive an unreachable server.
"""

import json
import math
import uuid
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import redis

_GONE = (redis.ConnectionError, redis.TimeoutError)
_CHANNEL = "invalidated"


class TwoTierCache:
    """Values on a Redis server, and copies of them at hand."""

    def __init__(
        self,
        client: redis.Redis,
        *,
        ttl: float,
        local_ttl: float,
        lock_ttl: float,
        clock: Callable[[], float],
        sleep: Callable[[float], Any],
    ) -> None:
        """Cache values on the server of `client`."""
        self._client, self._messages = client, client.pubsub()
        self._ttl, self._local_ttl, self._lock_ttl = ttl, local_ttl, lock_ttl
        self._clock, self._sleep = clock, sleep
        self._copies: dict[str, tuple[str, float]] = {}  # texts, and the times of their end

    def get_or_load(self, key: str, loader: Callable[[str], Any]) -> Any:
        """Return the value of `key`, or load it, once for all who ask."""
        self._hear()
        text, end = self._copies.get(key, ("", -math.inf))
        if self._clock() >= end:
            text = self._find_or_load(key, loader)
            self._copies[key] = text, self._clock() + self._local_ttl
        return json.loads(text)

    def _hear(self) -> None:
        """Drop the copies that others have invalidated."""
        with suppress(*_GONE):
            if not self._messages.subscribed:
                self._messages.subscribe(_CHANNEL)
            while message := self._messages.get_message(timeout=0):
                if message["type"] == "message":
                    self._copies.pop(message["data"], None)

    def _find_or_load(self, key: str, loader: Callable[[str], Any]) -> str:
        token = uuid.uuid4().hex
        text, locked = self._find_or_lock(key, token)
        try:
            return text or self._load(key, loader)
        finally:
            if locked:
                self._unlock(key, token)

    def _find_or_lock(self, key: str, token: str) -> tuple[str | None, bool]:
        """The text, or the lock and what has come before it; neither if the server is gone."""
        milliseconds = round(self._lock_ttl * 1000)
        with suppress(*_GONE):
            while not (text := self._client.get(f"cache:{key}")):
                if self._client.set(f"lock:{key}", token, nx=True, px=milliseconds):
                    return self._client.get(f"cache:{key}"), True
                self._sleep(0.05)
            return text, False
        return None, False

    def _load(self, key: str, loader: Callable[[str], Any]) -> str:
        text = json.dumps(loader(key))
        with suppress(*_GONE):
            self._client.set(f"cache:{key}", text, px=round(self._ttl * 1000))
        return text

    def _unlock(self, key: str, token: str) -> None:
        name = f"lock:{key}"
        with suppress(*_GONE):
            if self._client.get(name) == token:
                self._client.delete(name)

    def invalidate(self, key: str) -> None:
        """Remove the value of `key` everywhere."""
        self._copies.pop(key, None)
        self._client.delete(f"cache:{key}")
        self._client.publish(_CHANNEL, key)
