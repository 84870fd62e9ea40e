"""Checks for Q14 · *args and **kwargs."""

from types import MappingProxyType

import pytest
from q014_args_kwargs import call_with, merge, spy, tag


def collect(*args, **kwargs):
    """Return what came."""
    return args, kwargs


def fail(*args, **kwargs):
    raise KeyError("inner")


@pytest.mark.hint(
    "In a call, `*` spreads a sequence into positional arguments. What does `**` spread?",
    "Give back what the inner call gives.",
)
def test_call_with_passes_everything_on():
    """`call_with` hands every argument to the function and returns its result."""
    assert call_with(collect, 1, [2], x=3) == ((1, [2]), {"x": 3})


@pytest.mark.hint(
    "Your own parameter is called `func`, and so may be one of the function you call.",
    "Parameters before a `/` in a signature cannot be given by keyword.",
)
def test_call_with_lets_every_keyword_through():
    """Keyword arguments called `func`, `args` or `kwargs` belong to the function called."""
    given = {"func": 1, "args": 2, "kwargs": 3}
    assert call_with(collect, **given) == ((), given)


@pytest.mark.hint(
    "`**attrs` arrives as a dict that remembers the order of the call.",
    "Build the opening tag first: the name, then a space before each attribute.",
)
def test_tag_writes_attributes_and_children_in_order():
    """An element has its attributes and its children in the order in which they are given."""
    assert tag("p") == "<p></p>"
    assert tag("a", "Page ", 2, href="/2", data=7) == '<a href="/2" data="7">Page 2</a>'


@pytest.mark.hint("`html.escape` takes text: turn a child or a value into a `str` first.")
def test_tag_escapes_text_and_values():
    """Children and attribute values are escaped, quotes included."""
    element = tag("b", "1 < 2", "&", "'", title='a "quoted" & <b>')
    assert element == ('<b title="a &quot;quoted&quot; &amp; &lt;b&gt;">1 &lt; 2&amp;&#x27;</b>')


@pytest.mark.hint(
    "`class` is a keyword of Python, hence `class_`. And your own parameter is called `name`.",
    "Drop the trailing underscore before you replace the others; the signature needs a `/`.",
)
def test_tag_names_attributes():
    """`class_` stands for `class`, `data_item_id` for `data-item-id`, and `name` is possible."""
    element = tag("i", class_="x", data_item_id=5, name="n", self="s")
    assert element == '<i class="x" data-item-id="5" name="n" self="s"></i>'


@pytest.mark.hint(
    "Is `0` the same as `False` to your test? Is `1` the same as `True`?",
    "Ask for the objects `True`, `False` and `None` by `is`.",
)
def test_tag_knows_boolean_attributes():
    """True gives a bare name, False and None give nothing, and 0, 1 and "" are values."""
    element = tag("i", a=True, b=False, c=None, d=0, e=1, f="", g=True)
    assert element == '<i a d="0" e="1" f="" g></i>'


@pytest.mark.hint("Start with an empty dict and let each mapping write over the ones before.")
def test_merge_lets_the_later_win():
    """The later mapping wins, the overrides win over all, and a key keeps its first place."""
    merged = merge({"a": 1, "b": 1, "c": 1}, {"d": 2, "b": 2}, {"c": 3}, e=4, a=4)
    assert list(merged.items()) == [("a", 4), ("b", 2), ("c", 3), ("d", 2), ("e", 4)]


@pytest.mark.hint(
    "Which dict do you write into?",
    "Begin with a dict of your own, also when there is only one mapping.",
)
def test_merge_makes_a_new_dict():
    """The result is a new dict, and the mappings stay as they were."""
    first, second = {"a": 1}, {"a": 2, "b": 2}
    assert merge(first, second, c=3) == {"a": 2, "b": 2, "c": 3}
    assert (first, second) == ({"a": 1}, {"a": 2, "b": 2})
    assert merge(first) is not first, "merge of one mapping returned that very mapping"


@pytest.mark.hint(
    "`dict(**mapping)` works with strings as keys only.",
    "`dict.update` and `{**one, **other}` take keys of any type.",
)
def test_merge_takes_any_key_and_any_mapping():
    """Keys need not be strings, mappings need not be dicts, and there may be none at all."""
    assert merge({1: "a"}, MappingProxyType({(2, 3): "b"})) == {1: "a", (2, 3): "b"}
    assert merge(mappings=1, self=2) == {"mappings": 1, "self": 2}
    assert type(merge()) is dict
    assert merge() == {}


@pytest.mark.hint(
    "Inside a function with `*args` and `**kwargs`, what are `args` and `kwargs`?",
    "A function can have attributes: `wrapper.calls = []`.",
    "`functools.wraps(func)` copies the name and the docstring; `update_wrapper` does for objects.",
)
def test_spy_records_and_passes_on():
    """A spy has the function's name, docstring and results, and keeps each call's arguments."""
    watched = spy(collect)
    assert (watched.__name__, watched.__doc__) == ("collect", "Return what came.")
    assert watched.calls == []
    assert watched(1, 2, x=3) == ((1, 2), {"x": 3})
    assert watched() == ((), {})
    assert watched.calls == [((1, 2), {"x": 3}), ((), {})]


@pytest.mark.hint(
    "When do you record: before or after the function had its chance to raise?",
    "If your spy is an object with `__call__`, its `self` needs a `/` after it.",
)
def test_spy_records_calls_that_raise_and_any_keyword():
    """A call that raises is recorded, and a keyword argument may be called `func` or `self`."""
    watched = spy(fail)
    with pytest.raises(KeyError, match="inner"):
        watched(0, func=1, self=2)
    assert watched.calls == [((0,), {"func": 1, "self": 2})]


@pytest.mark.hint(
    "A list that is made once for the module or the default of a parameter is shared."
)
def test_spies_are_separate():
    """Two spies on one function keep their own calls."""

    def echo(*args):
        return args

    first, second = spy(echo), spy(echo)
    first(1)
    assert (first.calls, second.calls) == ([((1,), {})], [])
