"""Checks for Q110 · Exception groups."""

import copy
import gc
import pickle

import pytest
from q110_exception_groups import BatchError, leaves, retry_transient, run_all


class Down(ConnectionError):
    """A failure that may pass."""


class Special(BatchError):
    """A group of a class of its own."""


class Whole(BaseExceptionGroup):
    """A group that is neither of the two that Python has."""


class Equal(Exception):
    """Equal to all others of its class, and without a hash."""

    def __eq__(self, other):
        return type(other) is Equal


class Step:
    """A step that follows a script: each call raises or returns the next of it, the last for ever.

    `log` is a list that all steps of a job share; each call appends the step's name to it.
    """

    def __init__(self, log, name, *script):
        self.log, self.name, self.script = log, name, list(script)

    def __call__(self):
        self.log.append(self.name)
        outcome = self.script.pop(0) if len(self.script) > 1 else self.script[0]
        if isinstance(outcome, BaseException):
            raise outcome
        return outcome


@pytest.fixture
def log():
    """The names of the steps that were called, in order."""
    return []


@pytest.fixture
def job(log):
    """A function that makes the steps of a job: `job(fetch=[Down(), "page"])`."""
    return lambda **scripts: {name: Step(log, name, *script) for name, script in scripts.items()}


def failure(function, *args, **kwargs):
    """The `BatchError` of a call, or what it returned."""
    try:
        return function(*args, **kwargs)
    except BatchError as error:
        return error


def parts(error):
    """The class, the job and the exceptions of a group."""
    return type(error), error.job, list(error.exceptions)


@pytest.mark.hint("Catch an `Exception` of each step, keep it, and go on.")
def test_runs_every_step(job, log):
    """`run_all` calls each step once, in order, and returns their results by name."""
    steps = job(fetch=["page"], parse=[None], store=[0], mail=[ValueError])
    assert list(run_all("nightly", steps).items()) == [
        ("fetch", "page"),
        ("parse", None),
        ("store", 0),
        ("mail", ValueError),
    ]
    assert log == ["fetch", "parse", "store", "mail"]
    assert list(steps) == ["fetch", "parse", "store", "mail"]
    error = ValueError("returned")
    result = run_all("nightly", {"report": lambda: error})
    assert result == {"report": error}, "an exception that a step returns is a result"


@pytest.mark.hint(
    "An exception group makes itself in `__new__`, with two arguments.",
    "`error.add_note(…)` puts a line on an exception.",
)
def test_reports_every_failure(job, log):
    """All failures come in one `BatchError`, in order, the very objects, each with its step."""
    first, second, inner = ValueError("first"), KeyError("second"), OSError("inner")
    nested = ExceptionGroup("nested", [inner])
    steps = job(b=[first], ok=[1], a=[second], g=[nested], fine=[2])
    error = failure(run_all, "nightly", steps)
    assert log == ["b", "ok", "a", "g", "fine"]
    assert parts(error) == (BatchError, "nightly", [first, second, nested])
    assert isinstance(error, ExceptionGroup)
    named = [[repr(name) in note for note in each.__notes__] for each, name in
             zip(error.exceptions, ["b", "a", "g"], strict=True)]  # fmt: skip
    assert named == [[True]] * 3, [each.__notes__ for each in error.exceptions]
    assert nested.exceptions == (inner,), "the exception of a step that is a group"
    batch, stop = BatchError("inner", [ValueError("v")], "hourly"), StopIteration("nothing came")
    alike = [Equal("1"), Equal("2")]
    scripts = {"it's": [batch], 'a "b"': [stop], "c": alike[:1], "d": alike[1:], "end": [1]}
    error = failure(run_all, "nightly", job(**scripts))
    assert parts(error)[:2] == (BatchError, "nightly"), "the first step raised a BatchError itself"
    same = [
        one is other for one, other in zip(error.exceptions, [batch, stop, *alike], strict=True)
    ]
    assert same == [True] * 4, f"the exceptions are not those that were raised: {error.exceptions}"
    pairs = zip([*scripts][:4], error.exceptions, strict=True)
    named = [repr(name) in "".join(each.__notes__) for name, each in pairs]
    assert named == [True] * 4, [each.__notes__ for each in error.exceptions]


@pytest.mark.hint("`class Batch(ExceptionGroup)` with `__new__` and `__init__` of three arguments.")
def test_the_group_has_a_job():
    """`BatchError` takes a message, exceptions and the job, by position or by name."""
    one, two = ValueError("1"), KeyError("2")
    error = BatchError("two of them", [one, two], "nightly")
    assert (error.message, error.exceptions, error.job) == ("two of them", (one, two), "nightly")
    assert BatchError("one of them", [one], job="weekly").job == "weekly"
    assert "two of them" in str(error)
    with pytest.raises(TypeError):
        BatchError("no exceptions", [KeyboardInterrupt()], "nightly")


@pytest.mark.hint("`split` and `subgroup` ask a method for the new group: `derive(self, errors)`.")
def test_parts_keep_class_and_job():
    """`split` and `subgroup` give groups of the same class and job, nested ones too."""
    value, key, inner = ValueError("v"), KeyError("k"), ValueError("inner")
    within = BatchError("within", [inner, OSError("o")], "inner job")
    error = BatchError("all", [value, within, key], "outer job")
    error.add_note("a note")
    found, rest = error.split(ValueError)
    assert parts(found)[:2] == (BatchError, "outer job")
    assert found.message == "all"
    assert found.exceptions[0] is value
    assert parts(found.exceptions[1]) == (BatchError, "inner job", [inner])
    assert parts(rest)[:2] == (BatchError, "outer job")
    assert parts(rest.exceptions[0])[:2] == (BatchError, "inner job")
    assert rest.exceptions[1] is key
    assert rest.__notes__ == ["a note"]
    subgroup = error.subgroup(lambda each: each is key)
    assert parts(subgroup) == (BatchError, "outer job", [key])
    assert error.subgroup(ZeroDivisionError) is None
    assert BatchError("all", [value, key], "").subgroup(KeyError).job == "", "a job without a name"


@pytest.mark.hint("What `except*` catches is made by `split`.")
def test_except_star_keeps_class_and_job():
    """What `except*` catches, and what is left over, are groups of the same class and job."""
    value, key = ValueError("v"), KeyError("k")
    caught = []
    with pytest.raises(BatchError) as left:
        try:
            raise BatchError("all", [value, key], "nightly")
        except* ValueError as group:
            caught.append(group)
    assert [parts(group) for group in caught] == [(BatchError, "nightly", [value])]
    assert parts(left.value) == (BatchError, "nightly", [key])
    special = Special("special", [value, key], "weekly").subgroup(KeyError)
    assert parts(special) == (Special, "weekly", [key])


WAYS = {
    "pickle": lambda error: pickle.loads(pickle.dumps(error)),
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.hint("An exception is made again by its class and its `args`. Which are these here?")
def test_can_be_pickled_and_copied(way):
    """A `BatchError` comes back from `pickle` and `copy` with its job."""
    errors = [ValueError("v"), BatchError("in", [KeyError("k")], "inner")]
    error = BatchError("all", errors, "job")
    errors.append(OSError("later"))  # the list is the caller's, and the group does not grow
    again = WAYS[way](error)
    assert (type(again), again.message, again.job) == (BatchError, "all", "job")
    assert [repr(leaf) for leaf in leaves(again)] == ["ValueError('v')", "KeyError('k')"]
    assert again.exceptions[1].job == "inner"
    assert again.split(ValueError)[1].job == "job", "the rest of what came back, after a split"
    special = Special("s", [KeyError("k")], "weekly")
    again = WAYS[way](special)
    assert (type(again), again.job) == (Special, "weekly"), "of a subclass, Special"


@pytest.mark.hint("A group is a `BaseExceptionGroup`; go into it, and into those inside.")
def test_leaves():
    """`leaves` gives the exceptions that are no groups, from any depth, in order."""
    a, b, c, d = ValueError("a"), KeyError("b"), KeyboardInterrupt("c"), ValueError("a")
    group = BaseExceptionGroup("x", [ExceptionGroup("y", [a, ExceptionGroup("z", [b])]), c, d])
    assert leaves(group) == [a, b, c, d]
    assert leaves(BatchError("x", [d, a], "job")) == [d, a]
    assert leaves(Whole("x", [c, Whole("y", [a])])) == [c, a], "groups of another class"
    twice = leaves(ExceptionGroup("x", [a, ExceptionGroup("y", [b, a])]))
    assert twice == [a, b, a], "one of them stands in the group twice"
    assert leaves(c) == [c]
    assert leaves(a) == [a]
    d.exceptions = (a, b)
    assert leaves(d) == [d], "no group, but with an attribute that is called `exceptions`"


@pytest.mark.hint(
    "Keep the last error of each step by its name; a step that returns loses its entry.",
    "In the next round, run those whose error was transient in this one.",
)
def test_tries_again_what_may_pass(job, log):
    """Only steps with transient errors run again, until they return; results come in order."""
    steps = job(a=[Down("1"), None], b=["b"], c=[OSError("1"), Down("2"), "c"], d=[None])
    result = retry_transient("nightly", steps, OSError, 5)
    assert list(result.items()) == [("a", None), ("b", "b"), ("c", "c"), ("d", None)]
    assert log == ["a", "b", "c", "d", "a", "c", "c"]
    assert list(steps) == ["a", "b", "c", "d"]
    log.clear()
    assert retry_transient("nightly", job(a=[1], b=[2]), (Down, KeyError), 3) == {"a": 1, "b": 2}
    assert log == ["a", "b"], "all returned in the first round"


@pytest.mark.hint("Three kinds of errors: passed, permanent, and transient to the last round.")
def test_the_last_errors_are_reported(job, log):
    """Of each step that never returned the last exception is raised, in order, each once."""
    down = [Down(str(number)) for number in range(4)]
    late, bad, key = ValueError("late"), ValueError("bad"), KeyError("k")
    steps = job(a=[down[0], down[1], down[2], 7], b=[bad], c=[down[3], late, 7], d=["d"], e=[key])
    error = failure(retry_transient, "nightly", steps, (Down, KeyError), 3)
    assert parts(error) == (BatchError, "nightly", [down[2], bad, late, key])
    assert log == ["a", "b", "c", "d", "e", "a", "c", "e", "a", "e"]
    notes = [each.__notes__ for each in error.exceptions[:3]]
    assert [len(each) for each in notes] == [1, 1, 1], notes
    log.clear()
    once = failure(retry_transient, "weekly", job(a=[Down("x"), 1], b=[bad]), OSError, rounds=1)
    assert [type(each) for each in once.exceptions] == [Down, ValueError]
    assert log == ["a", "b"], "one round"
    twins = [OSError(), OSError()]
    alike = failure(retry_transient, "daily", job(a=twins), OSError, 2)
    same = [each is twins[1] for each in alike.exceptions]
    assert same == [True], "two exceptions that look the same: is it the last?"


@pytest.mark.hint("`all(isinstance(leaf, transient) for leaf in leaves(error))`.")
def test_a_group_is_transient_if_all_of_it_is(job, log):
    """A step that raised a group runs again only if every leaf of it is transient."""
    inner = ExceptionGroup("n", [Down("2"), ValueError("3")])
    mixed = ExceptionGroup("m", [Down("1"), inner, Down("4")])
    pure = ExceptionGroup("p", [Down("3"), ExceptionGroup("q", [Down("4")])])
    steps = job(mixed=[mixed, "never"], pure=[pure, "again"])
    error = failure(retry_transient, "nightly", steps, Down, 4)
    assert parts(error) == (BatchError, "nightly", [mixed])
    assert log == ["mixed", "pure", "pure"]
    whole = ExceptionGroup("the class of the group itself does not count", [ValueError("5")])
    log.clear()
    failure(retry_transient, "nightly", job(whole=[whole, 1]), (Down, ExceptionGroup), 3)
    assert log == ["whole"]
    groups = [BatchError(name, [Down(name)], "nightly") for name in "123"]
    error = failure(retry_transient, "nightly", job(last=groups), Down, 3)
    same = [each is groups[2] for each in error.exceptions]
    assert same == [True], "three groups of this job were raised: is it the last?"


@pytest.mark.hint("An exception may have had notes before; and an object may be raised twice.")
def test_notes_are_kept(job):
    """An exception keeps its notes, and has one of its step, also if it is raised again."""
    error = Down("again and again")
    error.add_note("a note of its own")
    caught = failure(retry_transient, "nightly", job(a=[error], b=[1]), Down, 3)
    assert parts(caught) == (BatchError, "nightly", [error])
    own = [note for note in error.__notes__ if note != "a note of its own"]
    assert error.__notes__[0] == "a note of its own"
    assert len(own) == 1, f"notes of an exception that the step 'a' raised thrice: {own}"
    assert repr("a") in own[0]
    first, second = Down("first"), Down("second")
    retry_transient("nightly", job(a=[first, second, first, 1]), Down, 4)
    notes = [each.__notes__ for each in (first, second)]
    assert [len(each) for each in notes] == [1, 1], f"raised in turn by the step 'a': {notes}"

    third, tries = Down("third"), iter("123")

    def call():
        third.add_note(f"try {next(tries)}")
        raise third

    failure(retry_transient, "nightly", {"call": call}, Down, 3)
    own = [note for note in third.__notes__ if note not in ("try 1", "try 2", "try 3")]
    assert len(third.__notes__) == 4, (
        f"each call adds a note, 'try 1' to 'try 3': {third.__notes__}"
    )
    assert [repr("call") in note for note in own] == [True], third.__notes__

    def ask():
        gc.collect()
        raise Down("a new one each time")

    caught = failure(retry_transient, "nightly", {"ask": ask}, Down, 9)
    notes = [getattr(each, "__notes__", []) for each in caught.exceptions]
    assert [len(each) for each in notes] == [1], f"the last of 9 objects, each raised once: {notes}"


@pytest.mark.parametrize(
    "stop",
    [
        KeyboardInterrupt("now"),
        SystemExit(3),
        BaseExceptionGroup("g", [ValueError("v"), KeyboardInterrupt()]),
    ],
    ids=["KeyboardInterrupt", "SystemExit", "a group with KeyboardInterrupt"],
)
@pytest.mark.hint("`except Exception` lets these pass; so must your loop.")
def test_what_is_no_exception_ends_all(job, log, stop):
    """What is no `Exception` reaches the caller at once, and nothing more is called."""
    steps = job(a=[ValueError("lost")], b=[stop], c=[3])
    with pytest.raises(type(stop)) as caught:
        run_all("nightly", steps)
    assert caught.value is stop
    assert log == ["a", "b"]
    log.clear()
    steps = job(a=[Down("1"), stop], b=[Down("2")], c=[3])
    with pytest.raises(type(stop)) as caught:
        retry_transient("nightly", steps, (Down, BaseException), 5)
    assert caught.value is stop
    assert log == ["a", "b", "c", "a"]
    notes = [getattr(each, "__notes__", []) for each in (stop, *getattr(stop, "exceptions", ()))]
    assert notes == [[]] * len(notes), "the notes of what is no Exception, and of what is in it"
