"""Checks for Q40 · Profiling and optimising."""

import random
import sys

import pytest
from q040_optimise_hotspots import call_counts, common_items, join_report, pair_sums, rank

EACH = 50  # operations allowed for each item


class Number(int):
    """An int that counts in `Number.cost` what is done to it."""

    cost = 0


def counting(name):
    plain = getattr(int, name)

    def operation(self, *others):
        Number.cost += 1
        result = plain(self, *others)
        return Number(result) if type(result) is int and name != "__hash__" else result

    return operation


OPERATIONS = ["add", "radd", "sub", "rsub", "neg", "hash", "eq", "ne", "lt", "le", "gt", "ge"]
for short in OPERATIONS:
    setattr(Number, f"__{short}__", counting(f"__{short}__"))


@pytest.fixture
def numbers(monkeypatch):
    """A function that makes a list of counting numbers."""
    monkeypatch.setattr(Number, "cost", 0)
    return lambda values: [Number(value) for value in values]


@pytest.fixture
def profiling():
    """A function that tells whether a profiler is on; one left on is switched off at the end."""
    monitoring = getattr(sys, "monitoring", None)  # since 3.12

    def is_on():
        tool = monitoring and monitoring.get_tool(monitoring.PROFILER_ID)
        return sys.getprofile() is not None or bool(tool)

    yield is_on
    sys.setprofile(None)
    if is_on():
        monitoring.set_events(monitoring.PROFILER_ID, 0)
        monitoring.free_tool_id(monitoring.PROFILER_ID)


def shuffled(values):
    values = list(values)
    random.Random(40).shuffle(values)
    return values


def too_many(cost, n):
    return f"{cost} operations on {n} items, at most {EACH * n} wanted"


@pytest.mark.hint(
    "Having one number of a pair, you know the other. How do you find it without a search?",
    "Walk through once and remember how often you saw each number.",
)
def test_pair_sums_is_linear(numbers):
    """`pair_sums` counts the pairs of a thousand different numbers without trying all of them."""
    values = shuffled(range(-499, 501))
    given = numbers(values)
    found = pair_sums(given, 1)
    cost = Number.cost
    assert found == 500
    assert cost <= EACH * 1000, too_many(cost, 1000)
    assert list(map(int, given)) == values, "the list was changed"


@pytest.mark.hint(
    "Three equal numbers make three pairs. How many times did you see the partner?",
    "Look up the partner before you count the number itself, or it is paired with itself.",
)
def test_pair_sums_counts_positions(numbers):
    """Repeated, negative and halved numbers pair by position, never with themselves."""
    found = pair_sums(numbers([-3, 3] * 250 + [0] * 300 + [7] * 200), 0)
    cost = Number.cost
    assert found == 250 * 250 + 300 * 299 // 2
    assert cost <= EACH * 1000, too_many(cost, 1000)
    small = [([2, 2, 2], 4), ([2], 4), ([], 0), ([-1, -1, 3], -2), ([5, 1, -1, 5], 4), ([1, 2], 4)]
    assert [pair_sums(values, target) for values, target in small] == [3, 0, 0, 1, 2, 0]


@pytest.mark.hint(
    "For each order all customers are looked through. What finds one at once?",
    "Build a dict before the loop.",
)
def test_join_report_is_linear(counted):
    """`join_report` finds the customer of each order without looking through all of them."""
    customers = [(counted(number), f"name {number}") for number in range(500)]
    orders = [(counted(number), number * 2) for number in shuffled(range(500))]
    before = customers[:], orders[:]
    report = join_report(customers, orders)
    cost = counted.cost
    assert report.splitlines() == [f"name {cents // 2}: {cents}" for _, cents in orders]
    assert cost <= EACH * 1000, too_many(cost, 1000)
    same = [given is kept for given, kept in zip(customers + orders, sum(before, []), strict=True)]
    assert same == [True] * 1000, "a list was changed"


@pytest.mark.hint(
    "What does a dict do with a key that it has already?",
    "Put a customer in only if the id is new, or go through the customers backwards.",
)
def test_join_report_keeps_its_answers(counted):
    """The first customer with an id counts, orders repeat, and a stranger is unknown."""
    customers = [(counted(number % 250), f"name {number}") for number in range(500)]
    orders = [(counted(number % 300), number) for number in range(500)]
    names = [f"name {number}" for number in range(250)] + ["unknown"] * 50
    report = join_report(customers, orders)
    cost = counted.cost
    assert report == "".join(f"{names[number % 300]}: {number}\n" for number in range(500))
    assert cost <= EACH * 1000, too_many(cost, 1000)
    assert join_report(customers, []) == ""
    assert join_report([], [("a", 0), (None, -5)]) == "unknown: 0\nunknown: -5\n"
    assert join_report([(1, ""), (1, "Ada")], [(1, 5)]) == ": 5\n"


@pytest.mark.hint(
    "`in` searches a list from its start. In which type does it find at once?",
    "Make a set of `second` once, not once for each item.",
)
def test_common_items_is_linear(counted):
    """`common_items` searches neither list for each item, and keeps the order of the first."""
    values = shuffled(range(600))
    first, second = [counted(n) for n in values], [counted(n) for n in range(599, 199, -1)]
    before = first[:], second[:]
    found = common_items(first, second)
    cost = counted.cost
    assert [item.value for item in found] == [n for n in values if n >= 200]
    assert cost <= EACH * 1000, too_many(cost, 1000)
    same = [given is kept for given, kept in zip(first + second, sum(before, []), strict=True)]
    assert same == [True] * 1000, "a list was changed"


@pytest.mark.hint(
    "A set forgets the order, and of two equal items it keeps one of its choice.",
    "`dict.fromkeys` drops repeated items and keeps the order.",
)
def test_common_items_keeps_its_answers(counted):
    """Repeated items come once, and it is the first list's own items that come, the first ones."""
    first = [counted(n % 400) for n in range(500)]
    second = [counted(n % 450) for n in range(500)]
    found = common_items(first, second)
    cost = counted.cost
    same = [item is own for item, own in zip(found, first[:400], strict=True)]
    assert same == [True] * 400, "some items are not the first of their kind in `first`"
    assert cost <= EACH * 1000, too_many(cost, 1000)
    assert repr(common_items([2.0, 1, True, 2], [True, 2, 2])) == "[2.0, 1]"
    assert [common_items([], [1]), common_items([1], []), common_items([1], [2])] == [[], [], []]


@pytest.mark.hint(
    "Counting those above each score is comparing all with all. What if they stood in line?",
    "`sorted` makes a new list; in it the position tells the rank.",
)
def test_rank_costs_one_sort(numbers):
    """`rank` compares a thousand scores about as often as sorting does, not all with all."""
    values = shuffled(range(-500, 500))
    given = numbers(values)
    ranks = rank(given)
    cost = Number.cost
    assert ranks == [500 - value for value in values]
    assert cost <= EACH * 1000, too_many(cost, 1000)
    assert list(map(int, given)) == values, "the list was changed"


@pytest.mark.hint(
    "After two firsts comes the third. What is the position of the first of equal scores?",
    "`setdefault` keeps the first position that it is given.",
)
def test_rank_shares_ranks(numbers):
    """Equal scores share the best rank of them, and the next rank is skipped."""
    values = shuffled([50] * 300 + [-20] * 300 + [0] * 400)
    ranks = rank(numbers(values))
    cost = Number.cost
    expected = {50: 1, 0: 301, -20: 701}
    assert ranks == [expected[value] for value in values]
    assert cost <= EACH * 1000, too_many(cost, 1000)
    assert rank([70, 95, 70, 60, 95.5]) == [3, 2, 3, 5, 1]
    assert [rank([]), rank([-1]), rank([-2.5, -1, -2.5])] == [[], [1], [2, 1, 2]]


def leaf(n):
    return abs(n)


def branch(n):
    total = 0
    for _ in range(3):
        total += leaf(n)
    return max(total, leaf(0))


def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


def even(n):
    return n == 0 or odd(n - 1)


def odd(n):
    return n != 0 and even(n - 1)


def fail(n):
    raise KeyError(leaf(n))


@pytest.mark.hint(
    "`cProfile.Profile` has a method that runs a function with arguments.",
    "`getstats()` gives an entry for each function. Its `code` is a text for the built-in ones.",
)
def test_counts_python_functions(profiling):
    """Each Python function that ran is counted by name, built-in functions are not."""
    assert call_counts(branch, 2) == {"branch": 1, "leaf": 4}
    assert call_counts(leaf, 2) == {"leaf": 1}
    assert call_counts(max, 2, 3) == {}
    assert not profiling(), "the profiler is still on"


@pytest.mark.parametrize(
    ("func", "expected"),
    [(fib, {"fib": 177}), (even, {"even": 6, "odd": 5})],
    ids=["fib", "even-odd"],
)
@pytest.mark.hint("In `pstats` two numbers of calls stand side by side; the smaller is primitive.")
def test_counts_recursive_calls(func, expected, profiling):
    """All calls of a recursion count, not only the outermost."""
    assert call_counts(func, 10) == expected
    assert not profiling(), "the profiler is still on"


@pytest.mark.hint(
    "Two functions of one name come as two entries. Does the second replace the first?"
)
def test_adds_up_functions_of_one_name(profiling):
    """The calls of different functions with the same name are added up."""
    steps = [
        lambda n: n + 1,
        lambda n: n * 2,
    ]

    def both(n):
        return steps[0](n) + steps[0](n) + steps[1](n)

    assert call_counts(both, 1) == {"both": 1, "<lambda>": 3}
    assert not profiling(), "the profiler is still on"


@pytest.mark.hint(
    "What switches the profiler off when `func` raises?",
    "A `finally`, a `with` block, or `Profile.runcall`, which has one inside.",
)
def test_profiler_is_off_after_an_error(profiling):
    """An exception of the function reaches the caller, and the profiler is off."""
    with pytest.raises(KeyError, match="5"):
        call_counts(fail, -5)
    assert not profiling(), "the profiler is still on after an error"
    assert call_counts(leaf, 1) == {"leaf": 1}
