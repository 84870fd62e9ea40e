"""Checks for Q15 · Stacks and queues."""

import gc
import random
from collections import deque

import pytest
from q015_stacks_queues import PriorityQueue, RecentItems, Stack, is_balanced


class Opaque:
    """An item that refuses to be compared or hashed."""

    __hash__ = None

    def __eq__(self, other):
        raise TypeError("items are never compared")

    __lt__ = __gt__ = __le__ = __ge__ = __eq__


@pytest.mark.hint("`list.append` and `list.pop` work at the same end, the cheap one.")
def test_stack_is_last_in_first_out():
    """A stack gives its items back in reverse order and knows how many there are."""
    stack = Stack()
    assert len(stack) == 0
    for item in ("a", None, "c"):
        stack.push(item)
    assert len(stack) == 3
    assert [stack.pop(), stack.pop()] == ["c", None]
    stack.push("d")
    assert [stack.pop(), stack.pop(), len(stack)] == ["d", "a", 0]


@pytest.mark.hint("Which index does the last item of a list have?")
def test_stack_peek_leaves_the_item():
    """`peek` returns the top item and leaves it on the stack."""
    stack = Stack()
    for item in "abc":
        stack.push(item)
    assert [stack.peek(), stack.peek(), len(stack), stack.pop()] == ["c", "c", 3, "c"]
    assert stack.peek() == "b"


@pytest.mark.parametrize("method", ["pop", "peek"])
@pytest.mark.hint(
    "What does a list say when you ask an empty one for its last item? Let it say so.",
)
def test_an_empty_stack_raises(method):
    """`pop` and `peek` on an empty stack raise an `IndexError`."""
    stack = Stack()
    stack.push("only")
    stack.pop()
    with pytest.raises(IndexError):
        getattr(stack, method)()


@pytest.mark.parametrize(
    "text", ["", "no bracket", "()", "[]", "{}", "([]{()})[]", "if (a[1] < {2}): print('<')", "<>>"]
)
@pytest.mark.hint(
    "Put each opening bracket on a stack. What do you do with a closing one?",
    "Characters that are no brackets are passed over; at the end the stack must be empty.",
)
def test_balanced_texts(text):
    """Brackets that nest properly are balanced, whatever other text stands around them."""
    assert is_balanced(text) is True


@pytest.mark.parametrize(
    "text", ["(", ")", "][", "(]", "{)", "[}", "([)]", "(()", "())", "say (a] twice", "{}}{"]
)
@pytest.mark.hint(
    "Counting is not enough: `([)]` has as many of each. Which bracket must close first?",
    "Three ways to fail: the wrong partner, nothing left to close, something left open.",
)
def test_unbalanced_texts(text):
    """A wrong partner, a missing partner and a wrong order are all found."""
    assert is_balanced(text) is False


@pytest.mark.hint(
    "`collections.deque` has a `maxlen`.",
    "`reversed` walks a deque from its newest item, if you append on the right.",
)
def test_recent_items_come_newest_first():
    """Only the latest items are kept; iterating gives them newest first, each time anew."""
    recent = RecentItems(3)
    assert (list(recent), len(recent)) == ([], 0)
    for item in ["a", "b", "b", [1], "e"]:
        recent.add(item)
    assert list(recent) == ["e", [1], "b"]
    assert [list(recent), len(recent)] == [["e", [1], "b"], 3]


@pytest.mark.hint("Items leave at the end opposite to the one where they come in.")
def test_recent_items_leave_oldest_first():
    """`pop_oldest` gives the items in the order in which they came, then an `IndexError`."""
    recent = RecentItems(2)
    for item in "abc":
        recent.add(item)
    assert [recent.pop_oldest(), len(recent)] == ["b", 1]
    recent.add("d")
    assert [recent.pop_oldest(), recent.pop_oldest(), len(recent)] == ["c", "d", 0]
    with pytest.raises(IndexError):
        recent.pop_oldest()


@pytest.mark.parametrize("maxlen", [0, -7])
@pytest.mark.hint(
    "A deque with `maxlen=0` is legal and forgets everything. Look before you make it."
)
def test_recent_items_need_room(maxlen):
    """A `maxlen` below 1 raises a `ValueError` that names it; 1 is enough."""
    single = RecentItems(1)
    single.add("a")
    single.add("b")
    assert list(single) == ["b"]
    with pytest.raises(ValueError, match=str(maxlen)):
        RecentItems(maxlen)


@pytest.mark.hint("Taking the first item out of a list moves all the others. What does not?")
def test_recent_items_are_held_in_a_deque():
    """The items live in a `collections.deque`, whose two ends are both cheap."""
    recent = RecentItems(2)
    recent.add("a")
    held = gc.get_referents(recent, *gc.get_referents(recent))
    deques = [list(part) for part in [recent, *held] if isinstance(part, deque)]
    assert ["a"] in deques, "the item is not held in a deque of the RecentItems"


@pytest.mark.hint("`heapq.heappush` and `heappop` keep the smallest entry of a list in front.")
def test_priority_queue_gives_the_smallest_first():
    """Items come out by rising priority, and an empty queue raises an `IndexError`."""
    queue = PriorityQueue()
    for item, priority in [("c", 3), (None, -1), ("d", 10), ("b", 2.5)]:
        queue.push(item, priority)
    assert len(queue) == 4
    assert [queue.pop(), queue.pop(), queue.pop()] == [None, "b", "c"]
    queue.push("a", 0)
    assert [queue.pop(), queue.pop(), len(queue)] == ["a", "d", 0]
    with pytest.raises(IndexError):
        queue.pop()


@pytest.mark.hint(
    "A tuple compares its second part when the first parts are equal. Which part comes second?",
    "Number the pushes, and let the number stand between the priority and the item.",
    "The number must never come back: the length of the heap does, after a pop.",
)
def test_priority_queue_is_stable():
    """Of equal priorities the first pushed comes first, and items are never compared."""
    queue = PriorityQueue()
    items = [Opaque() for _ in range(6)]
    for item in items[:3]:
        queue.push(item, 1)
    order = [queue.pop(), queue.pop()]
    for item in items[3:]:
        queue.push(item, 1)
    order += [queue.pop() for _ in range(4)]
    assert [id(item) for item in order] == [id(item) for item in items], (
        "items of equal priority came out in another order than they went in"
    )


@pytest.mark.hint(
    "Sorting the whole list on every push or searching it on every pop looks at every item.",
    "A heap looks at one item a level.",
)
def test_priority_queue_compares_few_priorities(counted):
    """Pushing and popping 500 items takes at most 40,000 comparisons of priorities."""
    priorities = random.Random(15).sample(range(500), k=500)
    queue = PriorityQueue()
    for priority in priorities:
        queue.push(priority, counted(priority))
    assert [queue.pop() for _ in priorities] == sorted(priorities)
    assert counted.cost <= 40_000, f"{counted.cost} comparisons for 500 pushes and 500 pops"
