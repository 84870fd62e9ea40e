"""What the instrumented assertions of a check call: it takes their tokens, and probes values.

See `grader.engine.receipts` for the code that calls this. What it knows is no secret that anything
depends on; which tokens are due only the supervisor knows.
"""

import _random  # whose methods nobody can replace
import collections
import itertools
import operator
import sys
import zlib
from collections.abc import Iterator, Sequence
from types import CodeType, FunctionType, MappingProxyType

from grader.engine.child.intact import BUILTINS

# a submission may replace these where they come from
__builtins__ = BUILTINS
_exc_info, _crc32, _eq = sys.exc_info, zlib.crc32, operator.eq
_starmap = itertools.starmap

PLAIN = frozenset(
    {int, float, complex, bool, str, bytes, bytearray, type(None), type(...), type(NotImplemented)}
)
"""Types whose equality nobody can bend."""

CONTAINERS = frozenset({list, tuple, dict, set, frozenset})

DEPTH = 50
"""How deep in containers values are probed."""

VALUES = 2_000
"""How many values of one comparison are probed."""

CONFIRM, ENOUGH = 16, 13
"""How many others a value is compared with that equals one, and how many it must equal to be one
that equals everything: more than a number that is compared by its last bit would."""

Box = tuple[object]
"""A value, out of the sight of who looks through variables."""

_mro = type.__dict__["__mro__"].__get__
_dict = type.__dict__["__dict__"].__get__


EVERYTHING = "that equals whatever it is compared with"
AT_TIMES = "that is equal in one comparison and not in the next"


class EqualsEverything(AssertionError):
    """A value that was compared is no value: it agrees with whoever asks."""

    def __init__(self, value: object, how: str) -> None:
        super().__init__(f"{type(value).__name__} {how}")


class Till:
    """Takes tokens while a check runs; `units` is the code of the checks and of their fixtures,
    `path` the file of checks, `seed` what chance depends on: with the same one, a value is asked
    the same questions, as often, at every run.

    An equality that these define themselves is left alone: it may count how often it is asked.
    """

    def __init__(self, units: Sequence[CodeType] = (), path: str = __file__, seed: int = 0) -> None:
        self._units = units
        # who asks is to look like a check, to whoever looks at its caller
        self._ask = FunctionType(_ask.__code__.replace(co_filename=path), _ask.__globals__)
        self._codes: set[CodeType] | None = None
        self._chance, self._seed = _random.Random(), seed
        self.open("")

    def open(self, check: str) -> None:
        """Begin with a case of a check."""
        self._chance.seed(_crc32(f"{self._seed} {check}".encode()))
        self._handed: set[bytes] = set()
        self._seen: BaseException | None = None
        self._agreed = True
        self.compared: tuple[str, str] | None = None
        """The values that the last assertion which failed has compared, shown."""
        self.swallowed: BaseException | None = None
        self.swallowed_compared: tuple[str, str] | None = None

    def close(self) -> bytes:
        """What was handed in since."""
        return b"".join(self._handed)

    def yes(self, token: bytes) -> None:
        """An assertion holds."""
        self._handed.add(token)

    def no(self, token: bytes) -> None:
        """An assertion fails; the exception is being handled. The first one is remembered."""
        self._handed.add(token)
        if self.swallowed is None:
            self.swallowed, self.swallowed_compared = _exc_info()[1], self.compared

    def expect(self) -> None:
        """A `pytest.raises` begins."""
        self._seen = None

    def caught(self) -> None:
        """An exception was raised inside it; it is being handled."""
        self._seen = _exc_info()[1]

    def raised(self, token: bytes, expected: type | tuple[type, ...]) -> None:
        """It ended well: the assertion holds if such an exception really was raised."""
        seen, self._seen = self._seen, None
        classes = expected if type(expected) is tuple else (expected,)
        # the way `except` looks at it, not the way a class says it is to be looked at
        if any(base in classes for base in _mro(type(seen))):
            self._handed.add(token)

    def before(self, left: Box, right: Box) -> None:
        """Two values are about to be compared: they are probed, where they may lie."""
        self._agreed = self._probe(left, right, 4 + self._below(8))

    def after(self, left: Box, right: Box) -> None:
        """They were found equal."""
        if not self._agreed:
            raise EqualsEverything(left[0], AT_TIMES)
        self._probe(left, right, 1 + self._below(3))

    def equal(self, left: Box, right: Box) -> object:
        """Whether they are equal, for a comparison inside a longer expression."""
        self.before(left, right)
        equal = left[0] == right[0]
        if not self._agreed and _true(equal):
            raise EqualsEverything(left[0], AT_TIMES)
        return equal

    def _below(self, limit: int) -> int:
        return self._chance.getrandbits(32) % limit

    def _probe(self, left: Box, right: Box, times: int) -> bool:
        """Compare what may lie with others, so many times; say whether the two values are equal.

        They are compared among the others, so that whoever is asked cannot tell by who asks, or by
        how often, which comparison counts; but not before each was asked of another, since many
        agree with the first that they meet. Of many values each is asked less often.
        """
        if type(left[0]) in PLAIN and type(right[0]) in PLAIN:
            return True
        suspects = list(self._suspects(left, right))
        if not (many := len(suspects)):
            return True
        rounds = max(min(times, 2), times // many)
        asked = [self._different(pair) for pair in suspects * rounds]
        place = many + self._below(len(asked) - many + 1)
        answers = self._ask([*asked[:place], left + right, *asked[place:]])
        agreed = answers.pop(place)
        for number, pair in enumerate(suspects):
            if any(answers[number::many]):
                hits = self._ask([self._different(pair) for _ in range(CONFIRM)])
                if sum(hits) >= ENOUGH:
                    raise EqualsEverything(pair[0], EVERYTHING)
        return agreed

    def _different(self, pair: tuple[object, object]) -> tuple[object, object]:
        """The first of a pair, and something else than the second."""
        return pair[0], self._another(pair[1])

    def _suspects(self, left: Box, right: Box) -> Iterator[tuple[object, object]]:
        """Pairs of a value that may lie, and what it is being compared with."""
        budget = [VALUES]
        for value, other in _suspects(left[0], right[0], DEPTH, budget):
            if self._may_lie(value):
                yield value, other
            elif parts := _parts(value):
                # an equality of the checks' own hands on to what it was made with
                for part in list(parts.values() if type(parts) is dict else parts):
                    pairs = _suspects(part, other, DEPTH, budget)
                    yield from (pair for pair in pairs if self._may_lie(pair[0]))

    def _may_lie(self, value: object) -> bool:
        """Whether a value's equality is one that a submission may have written."""
        owner, equality = _equality(type(value))
        if owner is object:
            return False
        code = equality.__code__ if type(equality) is FunctionType else None
        return code is None or code not in self._trusted()

    def _trusted(self) -> set[CodeType]:
        if self._codes is None:
            self._codes = set()
            ahead = list(self._units)
            while ahead:
                code = ahead.pop()
                self._codes.add(code)
                ahead += [each for each in code.co_consts if type(each) is CodeType]
        return self._codes

    def _another(self, value: object) -> object:
        """Something that must be unequal to whatever equals a value, and looks like it: it is as
        often less than it as it is more."""
        kind, less = type(value), self._below(2)
        if kind is bool:
            return not value
        if kind in (int, float, complex):
            return self._other_number(value)
        letters = bytes(97 + self._below(26) for _ in range(2))
        if kind in (list, tuple):
            return self._other_sequence(value, less)
        if kind in (str, bytes, bytearray) and value and less:
            return value[:-1]
        if kind is str:
            return value + letters.decode()
        if kind in (bytes, bytearray):
            return value + letters
        if kind in (dict, set, frozenset) and value and less:
            # made so that nothing in it is asked for its hash once more
            rest = value.copy() if kind is dict else set(value)
            rest.popitem() if kind is dict else rest.pop()
            return rest if kind is dict else kind(rest)
        if kind in (dict, set, frozenset):
            more = self._another(next(iter(value), 0))
            if more in value or type(more) is bool:
                more = object()
            return {**value, more: more} if kind is dict else value | {more}
        return object()

    def _other_sequence(self, value: list | tuple, less: int) -> list | tuple:
        """One item less or more, and one of which no equal is there otherwise: whoever compares
        sequences like sets is no liar."""
        last = value[-1] if value else self._below(50)
        others = [each for each in value[:-1] if type(each) in PLAIN]
        plain = type(last) in PLAIN
        if less and value and not (plain and last in others):
            return value[:-1]
        more = self._another(last) if plain else object()
        return value + type(value)([object() if more in others else more])

    def _other_number(self, value: complex) -> complex:
        """Another number, of about that size: not so near that it is equal within a tolerance, and
        not so far that it does not look like an answer."""
        step = (1 + self._below(49)) * (1 - 2 * self._below(2))
        if value != value or value in (float("inf"), float("-inf")):
            return float(step)
        if abs(value) < 1000:
            return value + step
        return value + (value * step // 100 if type(value) is int else value * step / 100)


def _ask(pairs: Sequence[tuple[object, object]]) -> list[bool]:
    """Whether the first of each pair says that it equals the second.

    All are asked from the same place, and no variable here says which.
    """
    said, left, asked = [], len(pairs), _starmap(_eq, pairs)
    del pairs
    while len(said) < left:
        try:
            said.append(bool(next(asked)))
        except Exception:
            said.append(False)  # no truth value, or not comparable: equal it is not
    return said


def _true(answer: object) -> bool:
    try:
        return bool(answer)
    except Exception:
        return False  # as an array of answers: what is asked of it comes later


def _equality(kind: type) -> tuple[type, object]:
    """The class whose `__eq__` the values of a type have, and that `__eq__`."""
    for base in _mro(kind):
        if (equality := _dict(base).get("__eq__")) is not None:
            return base, equality
    return object, None


def _kind(value: object) -> type:
    """Which values a value is compared like: the plain type or container whose `__eq__` it has."""
    kind = type(value)
    if kind in PLAIN or kind in CONTAINERS:
        return kind
    owner, _ = _equality(kind)
    return owner if owner in PLAIN or owner in CONTAINERS else kind


def _suspects(
    left: object, right: object, depth: int, budget: list[int]
) -> Iterator[tuple[object, object]]:
    """Pairs of a value with an equality of its own, and what it is being compared with."""
    one, two = _kind(left), _kind(right)
    # inside of containers Python does not ask whether an object equals itself, and circles end here
    same = left is right and depth < DEPTH
    if (one in PLAIN and two in PLAIN) or same or budget[0] <= 0:
        return
    budget[0] -= 1
    if one is two and one in CONTAINERS and depth:
        for pair in _pairs(left, right, one):
            yield from _suspects(*pair, depth - 1, budget)
        return
    if one not in PLAIN and one not in CONTAINERS:
        yield left, right
    if two not in PLAIN and two not in CONTAINERS:
        yield right, left
    parts = _parts(left), _parts(right)
    if depth and None not in parts:
        yield from _suspects(*parts, depth - 1, budget)


def _parts(value) -> list | dict | None:
    """What a value is compared by that wraps others, as a plain container; None if it is none."""
    kind = type(value)
    if kind in CONTAINERS:
        return value
    bases = _mro(kind)
    if collections.deque in bases:
        return list(collections.deque.__iter__(value))
    if dict in bases:
        return {key: dict.get(value, key) for key in dict.__iter__(value)}
    if kind in (collections.ChainMap, MappingProxyType):
        return dict(value)
    try:
        attributes = object.__getattribute__(value, "__dict__")
    except AttributeError:
        return None
    return attributes if type(attributes) is dict else None


def _pairs(left, right, kind: type) -> Iterator[tuple[object, object]]:
    """What is compared with what when two containers of a kind are; nothing where all is plain."""
    ones, twos = list(kind.__iter__(left)), list(kind.__iter__(right))
    plain = set(map(type, ones)) | set(map(type, twos)) <= PLAIN
    if kind in (list, tuple):
        if not plain and len(ones) == len(twos):
            yield from zip(ones, twos, strict=True)
        return
    if not plain:
        # hashed: whatever has an equality of its own may meet any of the others
        yield from ((one, two) for one in ones if type(one) not in PLAIN for two in twos[:20])
        yield from ((one, two) for two in twos if type(two) not in PLAIN for one in ones[:20])
    if kind is dict:
        values = dict.get
        shared = [key for key in ones if type(key) in PLAIN and dict.__contains__(right, key)]
        pairs = [(values(left, key), values(right, key)) for key in shared]
        if not {type(value) for pair in pairs for value in pair} <= PLAIN:
            yield from pairs
