"""Checks for Q15 · Stacks and queues."""

import random
import sys

import pytest
from q015_stacks_queues import PriorityQueue, RecentItems, is_balanced


class Opaque:
    """An item that refuses to be compared, hashed or taken for true or false."""

    __hash__ = None

    def __init__(self, name):
        self.name = name

    def refuse(self, *others):
        raise TypeError(f"the item {self.name} was compared, hashed or tested for truth")

    def __repr__(self):
        return f"<item {self.name}>"

    __eq__ = __ne__ = __lt__ = __gt__ = __le__ = __ge__ = __bool__ = refuse


class Rank:
    """A priority that has `==` and `<` and nothing more."""

    def __init__(self, number):
        self.number = number

    def __eq__(self, other):
        return self.number == other.number

    def __lt__(self, other):
        return self.number < other.number

    def __repr__(self):
        return f"Rank({self.number})"


def filled(maxlen, *items):
    """A `RecentItems` to which these items were added."""
    recent = RecentItems(maxlen)
    for item in items:
        recent.add(item)
    return recent


def queued(**priorities):
    """A `PriorityQueue` to which these items were pushed, each with its priority."""
    queue = PriorityQueue()
    for item, priority in priorities.items():
        queue.push(item, priority)
    return queue


@pytest.mark.parametrize(
    "text",
    [
        *("", "no bracket", "()", "[]", "{}", "([]{()})[]", "a[1] < {2}", "(>)", "'it\"s'"),
        *("\\(<)", "(\n# )", '("(")" )'),
    ],
)
@pytest.mark.hint(
    "Put each opening bracket on a stack. What do you do with a closing one?",
    "Characters that are no brackets are passed over; at the end the stack must be empty.",
)
def test_balanced_texts(text):
    """Brackets that nest properly are balanced, whatever other text stands around them."""
    assert is_balanced(text) is True


@pytest.mark.parametrize(
    "text",
    [
        *("(", "[", "{", ")", "]", "][", "(]", "{)", "(()", "())"),
        *("([)]", "([)", "{(}", "(}, (]", "{}}{", "'('", '"("', "()\n(", "# (", "\0("),
    ],
)
@pytest.mark.hint(
    "Counting is not enough: `([)]` has as many of each. Which bracket must close first?",
    "Three ways to fail: the wrong partner, nothing left to close, something left open.",
)
def test_unbalanced_texts(text):
    """A wrong partner, a missing partner and a wrong order are all found."""
    assert is_balanced(text) is False


@pytest.mark.hint(
    "A function that calls itself for each bracket comes to the end of Python's stack.",
    "Keep the open brackets in a list: it grows as far as memory goes.",
)
def test_brackets_nest_to_any_depth():
    """Brackets may be nested 5,000 deep."""
    assert is_balanced("(" * 5_000 + ")" * 5_000) is True
    assert is_balanced("[" * 1_000 + "]" * 999) is False
    assert is_balanced("{[" * 500 + "]}" * 499 + "})") is False


@pytest.mark.hint(
    "`collections.deque` has a `maxlen`.",
    "`reversed` walks a deque from its newest item, if you append on the right.",
)
def test_recent_items_come_newest_first():
    """Only the latest items are kept, equal ones too, and iterating gives the newest first."""
    assert list(filled(3)) == []
    assert list(filled(2, None)) == [None]
    assert list(filled(3, "a", "b")) == ["b", "a"]
    assert list(filled(sys.maxsize, "a", "b")) == ["b", "a"]
    assert list(filled(3, "a", "b", "b")) == ["b", "b", "a"]
    assert list(filled(3, "a", "b", "b", "d")) == ["d", "b", "b"]
    assert list(filled(3, "a", "b", "b", "d", "b")) == ["b", "d", "b"]
    recent, other = filled(2, "a", "b", "c"), filled(2, "z")
    assert list(recent) == ["c", "b"], "a, b and c were added to a RecentItems(2)"
    assert list(recent) == ["c", "b"], "iterating a second time gave something else"
    assert list(other) == ["z"], "only z was added to this RecentItems"
    expected = [("c", "c"), ("c", "b"), ("b", "c"), ("b", "b")]
    assert [(one, two) for one in recent for two in recent] == expected, (
        "a loop inside a loop, over a RecentItems(2) with c and b"
    )


@pytest.mark.hint("Items leave at the end opposite to the one where they come in.")
def test_recent_items_leave_oldest_first():
    """`pop_oldest` removes the item that came first, and makes room for another one."""
    assert filled(2, "a", "b", "c").pop_oldest() == "b"
    assert (twice := filled(3, "a", "b", "a")).pop_oldest() == "a"
    assert list(twice) == ["a", "b"], "a, b and a again were added, then one pop_oldest"
    assert (single := filled(1, "a")).pop_oldest() == "a"
    assert list(single) == [], "the one item was removed by pop_oldest"
    recent = filled(2, "a", "b", "c")
    recent.pop_oldest()
    assert list(recent) == ["c"], "a, b and c came to a RecentItems(2), then one pop_oldest"
    recent.add("d")
    assert list(recent) == ["d", "c"], "c was in a RecentItems(2), and d was added"
    assert [recent.pop_oldest(), recent.pop_oldest()] == ["c", "d"], "d was added after c"
    assert list(recent) == [], "all items were removed by pop_oldest"


@pytest.mark.hint(
    "A deque with `maxlen=0` is legal and forgets everything. Look before you make it."
)
def test_recent_items_need_room():
    """A `maxlen` below 1 raises a `ValueError`; 1 is enough."""
    with pytest.raises(ValueError):
        RecentItems(0)
    with pytest.raises(ValueError):
        RecentItems(-1)
    with pytest.raises(ValueError):
        RecentItems(-7)
    assert list(filled(1, "a", "b")) == ["b"]


@pytest.mark.hint("`heapq.heappush` and `heappop` keep the smallest entry of a list in front.")
def test_priority_queue_gives_the_smallest_first():
    """Items come out by rising priority, and each queue has its own."""
    assert queued(c=3, a=-1, b=2).pop() == "a"
    queue, other = queued(d=10, c=2.75, b=2.5, a=-1), queued(z=-5)
    popped = [queue.pop(), queue.pop()]
    assert popped == ["a", "b"], "pushed: d at 10, c at 2.75, b at 2.5, a at -1"
    queue.push("e", 0)
    popped = [queue.pop(), queue.pop(), queue.pop()]
    assert popped == ["e", "c", "d"], "left: c at 2.75, d at 10; pushed then: e at 0"
    assert other.pop() == "z", "z was pushed to a queue of its own"


@pytest.mark.parametrize(
    ("small", "middle", "large"),
    [
        ("", "Z", "a"),
        ([1], [1, 2], [2]),
        ((0,), (0, -9), (1, "a")),
        (0.1, 0.2, 0.9),
        (1e-12, 2e-12, 3e-12),
        (2**53, 2**53 + 1, 2**53 + 2),
        (float("-inf"), -(10**400), 10**400),
        (Rank(1), Rank(2), Rank(3)),
    ],
)
@pytest.mark.hint("Use `<` alone: no minus sign, no `float`, no dict with priorities as its keys.")
def test_priority_queue_takes_priorities_of_any_kind(small, middle, large):
    """A priority may be a text, a list, a tuple: whatever has `==` and `<`."""
    queue = PriorityQueue()
    queue.push("middle", middle)
    queue.push("large", large)
    queue.push("small", small)
    popped = [queue.pop(), queue.pop(), queue.pop()]
    assert popped == ["small", "middle", "large"], f"pushed: {middle!r}, {large!r}, {small!r}"


@pytest.mark.hint(
    "A tuple compares its second part when the first parts are equal. Which part comes second?",
    "Number the pushes, and let the number stand between the priority and the item.",
    "The number must never come back: the length of the heap does, after a pop.",
)
def test_priority_queue_is_stable():
    """Of equal priorities, the item pushed first comes first, with pops in between too."""
    assert queued(c=1.0, b=1, a=1).pop() == "c"
    queue_with_a_twice = PriorityQueue()
    queue_with_a_twice.push("a", 2)
    queue_with_a_twice.push("a", 1)
    popped = [queue_with_a_twice.pop(), queue_with_a_twice.pop()]
    assert popped == ["a", "a"], "a was pushed at 2 and again at 1"
    queue = queued(c=1, b=1)
    first = queue.pop()
    queue.push("a", 1)
    popped = [first, queue.pop(), queue.pop()]
    assert popped == ["c", "b", "a"], "pushed: c and b at 1; after a pop a at 1"
    queue = queued(late=9, c=1.0, b=1)
    first = queue.pop()
    queue.push("a", 1.0)
    queue.push("later", 9)
    popped = [first, queue.pop(), queue.pop()]
    assert popped == ["c", "b", "a"], "pushed: late at 9, c and b at 1; after a pop a at 1"
    queue.push("e", 5)
    queue.push("last", 9)
    queue.push("d", 5)
    popped = [queue.pop(), queue.pop(), queue.pop(), queue.pop(), queue.pop()]
    assert popped == ["e", "d", "late", "later", "last"], "pushed: e and d at 5, the others at 9"
    queue = queued(f=float(1), e=float(1), d=float(1), c=float(1), b=float(1), a=float(1))
    popped = [queue.pop(), queue.pop(), queue.pop(), queue.pop(), queue.pop(), queue.pop()]
    assert popped == list("fedcba"), "pushed: f, e, d, c, b and a, each at a 1.0 of its own"
    queue = PriorityQueue()
    for number in range(12):
        queue.push(number, 1)
    popped = [queue.pop() for _ in range(12)]
    assert popped == list(range(12)), "pushed: the numbers from 0 to 11, each at 1"


@pytest.mark.hint("What does `popleft` say when there is nothing to take? Let it say so.")
def test_recent_items_may_run_out():
    """`pop_oldest` raises an `IndexError` when no item is left, each time anew."""
    with pytest.raises(IndexError):
        (recent := RecentItems(2)).pop_oldest()
    recent.add("a")
    recent.add("b")
    with_a_and_b = emptied = recent
    assert [with_a_and_b.pop_oldest(), with_a_and_b.pop_oldest()] == ["a", "b"]
    with pytest.raises(IndexError):
        emptied.pop_oldest()
    with pytest.raises(IndexError):
        emptied.pop_oldest()
    recent.add("c")
    assert list(recent) == ["c"], "c was added after pop_oldest had found nothing"


@pytest.mark.hint("What does `heappop` say when there is nothing to take? Let it say so.")
def test_priority_queue_may_run_out():
    """`pop` raises an `IndexError` when no item is left, each time anew."""
    with pytest.raises(IndexError):
        (queue := PriorityQueue()).pop()
    queue.push("a", 2)
    queue.push("b", 1)
    with_a_2_and_b_1 = emptied = queue
    assert [with_a_2_and_b_1.pop(), with_a_2_and_b_1.pop()] == ["b", "a"]
    with pytest.raises(IndexError):
        emptied.pop()
    with pytest.raises(IndexError):
        emptied.pop()
    queue.push("c", 3)
    assert queue.pop() == "c", "c was pushed after pop had found nothing"


@pytest.mark.hint(
    "Does your code ask whether an item is there by `if item:` or `item in items`?",
    "A tuple compares its later parts when the first are equal: the item must not be reached.",
)
def test_items_may_be_anything():
    """`None` and items that cannot be compared or hashed are kept like any other."""
    recent = recent_three_of_four = RecentItems(3)
    queue = queue_of_four = PriorityQueue()
    items = [Opaque("zero"), Opaque("one"), Opaque("two"), None]
    for item in items:
        recent.add(item)
        queue.push(item, 1)
    said = "the items zero, one, two and None were added to a RecentItems(3)"
    newest = list(recent)
    assert [getattr(item, "name", item) for item in newest] == [None, "two", "one"], said
    oldest = [
        recent_three_of_four.pop_oldest(),
        recent_three_of_four.pop_oldest(),
        recent_three_of_four.pop_oldest(),
    ]
    assert [getattr(item, "name", item) for item in oldest] == ["one", "two", None], said
    popped = [queue_of_four.pop(), queue_of_four.pop(), queue_of_four.pop(), queue_of_four.pop()]
    assert [getattr(item, "name", item) for item in popped] == ["zero", "one", "two", None], (
        "the items zero, one, two and None were pushed, each at 1"
    )
    same = [one is other for one, other in zip(newest, items[:0:-1], strict=True)]
    assert same == [True] * 3, "whether iterating gave the items themselves, not copies"
    same = [one is other for one, other in zip(oldest, items[1:], strict=True)]
    assert same == [True] * 3, "whether pop_oldest() returned the items themselves, not copies"
    same = [one is other for one, other in zip(popped, items, strict=True)]
    assert same == [True] * 4, "whether pop() returned the items themselves, not copies"


@pytest.mark.parametrize(
    "numbers",
    [random.Random(15).sample(range(1000), k=1000), range(1000), range(999, -1, -1)],
    ids=["in no order", "rising", "falling"],
)
@pytest.mark.hint(
    "Sorting the list again, or searching it on every pop, looks at every item.",
    "A heap looks at one or two items on each of its levels.",
)
def test_priority_queue_compares_few_priorities(counted, numbers):
    """With 500 items there, 500 pushes and pops in turns compare at most 40,000 times."""
    queue = PriorityQueue()
    for number in numbers[:500]:
        queue.push(number, counted(number))
    before, popped = counted.equalities + counted.orderings, []
    for number in numbers[500:]:
        queue.push(number, counted(number))
        popped.append(queue.pop())
    compared = counted.equalities + counted.orderings - before
    left = [queue.pop() for _ in range(500)]
    assert left == sorted(set(range(1000)) - set(popped)), (
        "what is left of the numbers 0 to 999, each its own priority: after 500 pushes, "
        "500 more pushes and pops in turns"
    )
    assert compared <= 40_000, (
        f"{compared:,} comparisons of priorities in 500 pushes and pops in turns, with 500 items "
        "there; 40,000 are allowed"
    )
