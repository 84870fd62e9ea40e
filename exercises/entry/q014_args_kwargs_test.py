"""Checks for Q14 · *args and **kwargs."""

import ast

import pytest
import q014_args_kwargs
from q014_args_kwargs import spy, tag


def collect(*args, **kwargs):
    """Return what came."""
    return args, kwargs


def parameters_in(tree):
    """The names of all parameters in a syntax tree, less those that are nothing but underscores."""
    return {
        node.arg for node in ast.walk(tree) if isinstance(node, ast.arg) and node.arg.strip("_")
    }


class WithStr:
    """Has a `str` of its own, which is not what `repr` gives."""

    def __init__(self, text):
        self.text = text

    def __str__(self):
        return self.text

    def __repr__(self):
        return "its repr"


class Letters:
    """An iterator over the letters of a text."""

    def __init__(self, text):
        self.letters = iter(text)

    def __iter__(self):
        return self

    def __next__(self):
        return next(self.letters)

    def __repr__(self):
        return "<letters>"

    def __format__(self, spec):
        return "format of the letters"


@pytest.mark.hint(
    "`*children` arrives as a tuple, `**attrs` as a dict that remembers the order of the call.",
    "Build the opening tag first: the name, then a space before each attribute.",
)
def test_tag_writes_attributes_and_children_in_order():
    """An element has its attributes and its children in the order in which they are given."""
    assert tag("p") == "<p></p>"
    assert tag("p", id="top") == '<p id="top"></p>'
    assert tag("a", "Page", " two", href="/2", alt="no") == '<a href="/2" alt="no">Page two</a>'
    assert tag("b", "no", "no") == "<b>nono</b>"
    assert tag("clipPath", " x ", id=" x ") == '<clipPath id=" x "> x </clipPath>'


@pytest.mark.hint(
    "`html.escape` takes text: turn a child into a `str` first, whatever it is.",
    "A child that counts as false is a child too.",
)
def test_tag_writes_any_child():
    """Each child is turned into text by `str` and escaped, quotes included."""
    assert tag("b", "<i>", "&", "'", '"') == "<b>&lt;i&gt;&amp;&#x27;&quot;</b>"
    assert tag("b", 0, None, False, "", [1, 2]) == "<b>0NoneFalse[1, 2]</b>"
    assert tag("b", True, (1, 2), {3}, b"x") == "<b>True(1, 2){3}b&#x27;x&#x27;</b>"
    assert tag("b", "&amp;", "\u00e9e\u0301€") == "<b>&amp;amp;\u00e9e\u0301€</b>"
    assert tag("b", WithStr('"<5')) == "<b>&quot;&lt;5</b>"
    assert tag("b", Letters("xy")) == "<b>&lt;letters&gt;</b>", "the child is an iterator"


@pytest.mark.hint("What is done to a child is done to the value of an attribute.")
def test_tag_writes_any_value():
    """The value of an attribute is turned into text by `str` and escaped, quotes included."""
    assert tag("i", a='a "b" & <c>', b="it's") == (
        '<i a="a &quot;b&quot; &amp; &lt;c&gt;" b="it&#x27;s"></i>'
    )
    assert tag("i", a=7, b=[1, 2], c=WithStr('"<5')) == '<i a="7" b="[1, 2]" c="&quot;&lt;5"></i>'
    assert tag("i", a={1: 2}, b="&amp;", c=b"x") == (
        '<i a="{1: 2}" b="&amp;amp;" c="b&#x27;x&#x27;"></i>'
    )


@pytest.mark.hint(
    "`class` is a keyword of Python, hence `class_`.",
    "Drop the underscore at the end before you replace the others.",
    '`"total__".removesuffix("_")` is `"total_"`.',
)
def test_tag_names_attributes():
    """One underscore at the end is dropped, each other one becomes a hyphen."""
    assert tag("i", class_="x", data_item_id=5) == '<i class="x" data-item-id="5"></i>'
    assert tag("i", a__=1, _b=2, data_c_=3) == '<i a-="1" -b="2" data-c="3"></i>'
    assert tag("i", a__b=1, c__=2, d___e_=3) == '<i a--b="1" c-="2" d---e="3"></i>'
    assert tag("i", viewBox=1, **{"on-": 2}) == '<i viewBox="1" on-="2"></i>'
    assert tag("i", for_=True, is_open=True) == "<i for is-open></i>"


@pytest.mark.hint(
    "Is `0` the same as `False` to your code? Is `1` the same as `True`?",
    "Ask for the objects `True`, `False` and `None` by `is`.",
)
def test_tag_knows_true_false_and_none():
    """True gives a bare name, False and None give nothing, every other value is written."""
    assert tag("i", a="x", b=True, c=False, d=None, e="y") == '<i a="x" b e="y"></i>'
    assert tag("i", a=0, b=1, c="") == '<i a="0" b="1" c=""></i>'
    assert tag("i", a=0.0, b=1.0, c=()) == '<i a="0.0" b="1.0" c="()"></i>'
    assert tag("i", a="True", b="None", c="False") == '<i a="True" b="None" c="False"></i>'


@pytest.mark.hint(
    "Your own parameter is called `name`. Who gets a keyword argument of that name?",
    "The signatures of some built-ins, such as `help(len)`, end in a `/`. What does it do?",
)
def test_tag_takes_attributes_of_any_name(syntax_of):
    """An attribute may be called like a parameter of yours."""
    assert tag("i", name="n", self="s", func="f") == '<i name="n" self="s" func="f"></i>'
    assert tag("i", children=1, attrs=2, args=3) == '<i children="1" attrs="2" args="3"></i>'
    for own in parameters_in(syntax_of(q014_args_kwargs)):
        written = own.removesuffix("_").replace("_", "-")
        assert tag("i", **{own: 1}) == f'<i {written}="1"></i>', f"the attribute is {own}=1"


@pytest.mark.hint(
    "Inside a function with `*args` and `**kwargs`, what are `args` and `kwargs`?",
    "In a call, `*` spreads a sequence into positional arguments. What does `**` spread?",
)
def test_spy_passes_everything_on():
    """A spy hands the very same arguments to the function and returns its very result."""
    given, result = [1], [2]
    got = []
    watched = spy(lambda *args, **kwargs: got.append((args, kwargs)) or result)
    said = "`watched` is a spy on a function that returns `result`, and `given` is [1]"
    assert watched(given, 0, x=given, y=None) is result, said
    assert watched(given, 0, x=given, y=None) is result, said
    assert {"two calls gave the function": got} == {
        "two calls gave the function": [(([1], 0), {"x": [1], "y": None})] * 2
    }
    assert got[0][0][0] is given, "the function got a copy of the positional argument"
    assert got[0][1]["x"] is given, "the function got a copy of the keyword argument"
    assert spy(collect)(None) == ((None,), {})
    assert list(spy(collect)(c=1, a=2, b=3)[1]) == ["c", "a", "b"], (
        "the order of the keyword arguments"
    )
    letters = Letters("ab")
    assert spy(lambda: letters)() is letters, "the function returned an iterator"


@pytest.mark.hint("`functools.wraps(func)` copies the name and the docstring.")
def test_spy_looks_like_the_function():
    """A spy has the name and the docstring of its function, also where that is None."""
    assert spy(collect).__name__ == "collect"
    assert spy(collect).__doc__ == "Return what came."
    assert spy(lambda: None).__doc__ is None
    assert spy(lambda: None).__name__ == "<lambda>"


@pytest.mark.hint("A function can have attributes: `wrapper.calls = []`.")
def test_spy_notes_every_call():
    """`calls` is a list of `(args, kwargs)`, one for each call, in order."""
    assert (spied := spy(collect)).calls == []
    assert [spied(1, 2, x=3), spied(), spied([4]), spied(), spied(y=5)][0] == ((1, 2), {"x": 3})
    assert spied.calls == [
        ((1, 2), {"x": 3}),
        ((), {}),
        (([4],), {}),
        ((), {}),
        ((), {"y": 5}),
    ], "after spied(1, 2, x=3), spied(), spied([4]), spied() and spied(y=5)"
    countdown = spy(lambda n: n and countdown(n - 1))
    assert countdown(30) == 0
    noted = [args for args, _ in countdown.calls]
    assert noted == [(n,) for n in range(30, -1, -1)], "countdown(30) calls itself down to 0"
    often = spy(abs)
    total = sum(often(-1) for _ in range(2000))
    assert (total, len(often.calls)) == (2000, 2000), "the sum and the entries of 2,000 calls"


@pytest.mark.hint(
    "What is called `func` in your code? Who gets a keyword argument of that name?",
    "If your spy is an object with `__call__`, its `self` needs a `/` after it.",
)
def test_spy_takes_keywords_of_any_name(syntax_of):
    """A keyword argument of a spy may be called like a parameter of yours."""
    keywords_of_any_name = {
        "func": 1,
        "self": 2,
        "name": 3,
        "args": 4,
        "kwargs": 5,
        "wrapper": 6,
        "calls": 7,
    }
    keywords_of_any_name |= dict.fromkeys(parameters_in(syntax_of(q014_args_kwargs)), 8)
    assert (watched := spy(collect))(0, **keywords_of_any_name) == ((0,), keywords_of_any_name)
    assert watched.calls == [((0,), keywords_of_any_name)]


@pytest.mark.parametrize(
    "error", [KeyError("inner"), TypeError("inner"), KeyboardInterrupt("inner")], ids=repr
)
@pytest.mark.hint(
    "When do you note the call: before or after the function had its chance to raise?",
    "Note it first; then nothing has to be caught.",
)
def test_spy_notes_a_call_before_it_runs(error):
    """The entry is there while the function runs, and remains when it raises."""
    seen = []

    def fail(number):
        seen.append(list(spy_on_fail.calls))
        raise error

    spy_on_fail = spy(fail)
    with pytest.raises(type(error)) as caught:
        spy_on_fail(1)
    arrived = caught.value
    assert arrived is error, f"the function raised {error!r}, the caller got {arrived!r}"
    assert {"`calls`, while the function ran": seen} == {
        "`calls`, while the function ran": [[((1,), {})]]
    }
    with pytest.raises(type(error)):
        spy_on_fail(number=2)
    assert spy_on_fail.calls == [((1,), {}), ((), {"number": 2})], (
        "after spy_on_fail(1) and spy_on_fail(number=2), which both raised"
    )


@pytest.mark.hint(
    "A list that is made once for the module, or as a default of a parameter, is shared.",
    "`functools.wraps` copies more than the name. What if the function has `calls` already?",
)
def test_spies_are_separate():
    """Two spies on one function keep their own calls, and so does a spy on a spy."""
    first_spy, second_spy = spy(collect), spy(collect)
    assert first_spy(1) == ((1,), {})
    assert (first_spy.calls, second_spy.calls) == ([((1,), {})], []), "after first_spy(1)"
    spy_on_second_spy = spy(second_spy)
    assert spy_on_second_spy(2) == ((2,), {})
    assert (spy_on_second_spy.calls, second_spy.calls) == ([((2,), {})], [((2,), {})]), (
        "after spy_on_second_spy(2)"
    )
    assert second_spy(3) == ((3,), {})
    assert spy_on_second_spy.calls == [((2,), {})], (
        "a call of the inner spy alone is in the outer one's list"
    )
    assert second_spy.calls == [((2,), {}), ((3,), {})], (
        "one call came by the outer spy, one directly"
    )
    again = spy(spy_on_second_spy)
    assert again.calls == [], "a spy on a spy that was called before has calls already"

    def counting():
        """Has an attribute `calls` already, which is no spy's."""

    counting.calls = own = ["mine"]
    spy_on_counting = spy(counting)
    assert spy_on_counting() is None
    assert (spy_on_counting.calls, own) == ([((), {})], ["mine"]), (
        "the function had `calls` of its own"
    )
