"""Checks for Q5 · Memory management."""

import gc
import weakref

import pytest
from q005_memory_management import TreeNode, dies_at_once, needs_collector

PROBES = pytest.mark.parametrize("probe", [dies_at_once, needs_collector])
STATES = pytest.mark.parametrize("switch", [gc.enable, gc.disable], ids=["on", "off"])


@pytest.fixture(autouse=True)
def collector_off():
    """Nothing is freed by chance: the collector is off, and some garbage always lies around."""
    was_on = gc.isenabled()
    gc.disable()
    self_reference()
    yield
    if was_on:
        gc.enable()
    else:
        gc.disable()


class Thing:
    def __init__(self, other=None):
        self.other = other


def self_reference():
    thing = Thing()
    thing.other = thing
    return thing


def ring():
    first = Thing()
    first.other = Thing(Thing(first))
    return first


def hanging_on_a_ring():
    holder = self_reference()
    holder.payload = Thing()
    return holder.payload


def recursive_function():
    def countdown(n):
        return n and countdown(n - 1)

    return countdown


@pytest.mark.parametrize("factory", [Thing, lambda: Thing(Thing()), set], ids=["one", "two", "set"])
@pytest.mark.hint(
    "`weakref.ref(thing)` watches a thing without keeping it; call it to see what is left.",
    "Your own variable holds the object too: `del` it before you look.",
)
def test_plain_objects_die_at_once(factory):
    """Objects that form no circle die at once and do not need the collector."""
    assert (dies_at_once(factory), needs_collector(factory)) == (True, False)


@pytest.mark.parametrize(
    "factory",
    [self_reference, ring, hanging_on_a_ring, recursive_function],
    ids=lambda f: f.__name__,
)
@pytest.mark.hint(
    "In a circle every count stays above zero when the last outside reference goes.",
    "`gc.collect()` works also while the collector is off: look once before and once after it.",
)
def test_circles_need_the_collector(factory):
    """Objects in a circle, or held by one, outlive their last reference until a collection."""
    assert (dies_at_once(factory), needs_collector(factory)) == (False, True)


@pytest.mark.hint(
    "An object that somebody still holds is no garbage, whatever you run.",
    "Look after the collection as well: is the object really gone?",
)
def test_an_object_held_elsewhere_stays():
    """For an object that something else holds both probes answer False."""
    kept = []

    def factory():
        kept.append(Thing())
        return kept[-1]

    assert (dies_at_once(factory), needs_collector(factory)) == (False, False)


@pytest.mark.hint(
    "The number that `gc.collect()` returns counts everybody's garbage: ask your weak reference.",
    "`dies_at_once` has no business calling `gc.collect()`.",
)
def test_other_garbage_does_not_matter():
    """Unrelated garbage changes no answer, and `dies_at_once` leaves it where it is."""
    garbage = weakref.ref(self_reference())
    assert dies_at_once(Thing) is True
    assert garbage() is not None, "dies_at_once ran a collection"
    assert needs_collector(Thing) is False


@PROBES
@pytest.mark.hint("Switch the collector off before you call `factory`, and call it only once.")
def test_the_factory_runs_once_with_the_collector_off(probe):
    """`factory` is called once, while the collector is off."""
    enabled = []

    def factory():
        enabled.append(gc.isenabled())
        return Thing()

    gc.enable()
    probe(factory)
    assert enabled == [False]


@PROBES
@STATES
@pytest.mark.hint("Ask `gc.isenabled()` first, and enable the collector again only if it was on.")
def test_the_collector_is_left_as_found(probe, switch):
    """A collector that was on is on again afterwards, and one that was off stays off."""
    switch()
    before = gc.isenabled()
    assert isinstance(probe(Thing), bool)
    after = gc.isenabled()
    assert after == before, f"the collector was enabled: {before} before and {after} after"


@PROBES
@STATES
@pytest.mark.hint("What must happen on every way out belongs in a `finally`.")
def test_the_collector_is_left_as_found_after_an_error(probe, switch):
    """Errors reach the caller, and also then the collector is left as it was found."""

    def broken():
        raise KeyError("inner")

    switch()
    before = gc.isenabled()
    with pytest.raises(KeyError, match="inner"):
        probe(broken)
    with pytest.raises(TypeError):
        probe(lambda: 5)
    after = gc.isenabled()
    assert after == before, f"the collector was enabled: {before} before and {after} after"


@pytest.mark.hint(
    "`None` for the parent means a root; every node needs a list of its own.",
    "A property `parent` can call the weak reference that the node keeps.",
)
def test_nodes_are_linked():
    """A node knows its value, its parent and its children in the order they were made."""
    root = TreeNode("root")
    left, right = TreeNode("left", root), TreeNode("right", parent=root)
    assert (root.value, left.value, right.value) == ("root", "left", "right")
    assert (root.parent, left.parent, right.parent) == (None, root, root)
    assert (root.children, left.children, right.children) == ([left, right], [], [])


@pytest.mark.hint("The list `children` should hold the nodes themselves, not weak references.")
def test_a_node_keeps_its_children():
    """Children that nobody else holds live as long as their parent."""
    root = TreeNode("root")
    TreeNode("leaf", TreeNode("branch", root))
    values = [(branch.value, [leaf.value for leaf in branch.children]) for branch in root.children]
    assert values == [("branch", ["leaf"])]


@pytest.mark.hint(
    "Parent and child that hold each other form a circle: one link has to be weak.",
    "Keep `weakref.ref(parent)` in the node instead of the parent.",
)
def test_a_tree_is_freed_without_the_collector():
    """Dropping the root frees every node at once, with the collector off."""
    root = TreeNode("root")
    nodes = [root, TreeNode("left", root), TreeNode("right", root)]
    nodes.append(TreeNode("leaf", nodes[1]))
    watchers = [weakref.ref(node) for node in nodes]
    del root, nodes
    left_over = [watcher().value for watcher in watchers if watcher() is not None]
    assert left_over == []


@pytest.mark.hint("A weak reference answers None when its object is gone: pass that on.")
def test_a_child_outlives_its_parent():
    """A child that is held survives its parent, with its own children and without a parent."""
    root = TreeNode("root")
    branch = TreeNode("branch", root)
    leaf = TreeNode("leaf", branch)
    del root
    assert (branch.parent, branch.children, leaf.parent) == (None, [leaf], branch)
