"""Receipts: what a check's assertions hand in, and what that says of the check."""

import ast
import marshal
import sys
import textwrap
from pathlib import Path
from unittest import mock

import pytest

from grader.engine import checks, receipts
from grader.engine.child.till import EqualsEverything, Till
from grader.engine.receipts import Assertion, Ledger, Standing

YES, NO, LATER, END = b"y" * 12, b"n" * 12, b"l" * 12, b"e" * 12
ONCE = Assertion(3, due=True, once=True)
IN_A_LOOP = Assertion(4, due=True, once=False)
IN_A_BRANCH = Assertion(5, due=False, once=False)


@pytest.fixture
def run():
    """A function that instruments a check, runs it and says what it has handed in: the numbers of
    the assertions that held and failed, and the exception that came out of it."""

    def run(text, **names):
        tree = ast.parse(textwrap.dedent(text))
        (function,) = tree.body
        made = receipts.instrument(function, 0)
        code = compile(tree, "check", "exec")
        till = Till([code])
        scope = {receipts.TILL: till, "pytest": pytest, **names}
        exec(code, scope)
        error = None
        try:
            scope[function.name]()
        except BaseException as caught:
            error = caught
        numbers = sorted(int(piece) for piece in till.close().split(b"\xf7kata-")[1:])
        held = [n // 2 for n in numbers if n % 2 == 0]
        return held, [n // 2 for n in numbers if n % 2], error, made

    return run


def test_every_assertion_hands_in_that_it_holds_and_so_does_the_end(run):
    held, failed, error, made = run("""
        def test_one():
            assert 1 + 1 == 2
            assert 3
            for number in (1, 2):
                assert number
            with pytest.raises(ZeroDivisionError):
                1 / 0
        """)
    assert (held, failed, error) == ([0, 1, 2, 3, 4], [], None)
    assert [each.due for each in made] == [True] * 5
    assert [each.once for each in made] == [True, True, False, True, True]


@pytest.mark.parametrize(
    "statement",
    [
        "assert 1 + 1 == 3",
        "assert not 1",
        "assert 1 == 1 and 2 == 3",
        "assert 1 == 1 == 2",
        "assert all(n == 1 for n in (1, 2))",
        "assert (lambda: missing)() == 1",
        "with pytest.raises(KeyError): pass",
        "with pytest.raises(KeyError): [][0]",
        "with pytest.raises(KeyError, match='x'): {}['y']",
        "with pytest.warns(UserWarning): pass",
    ],
)
def test_a_failure_hands_in_that_it_failed_also_when_it_is_swallowed(run, statement):
    text = f"""
        def test_one():
            try:
                {statement}
            except BaseException:
                pass
            with swallow():
                {statement}
        """

    class swallow:
        __enter__ = __exit__ = lambda *_: True

    held, failed, error, _ = run(text, swallow=swallow)
    assert (held, failed, error) == ([2], [0, 1], None)


def test_what_is_in_a_branch_or_another_function_is_not_due(run):
    *_, made = run("""
        def test_one():
            if True:
                assert True
            for number in range(1):
                assert number == 0
            for number in []:
                assert number
            def inner():
                assert True
            try:
                assert True
            finally:
                pass
        """)
    assert [each.due for each in made] == [False, False, False, False, False, True]


def test_a_raises_that_was_replaced_does_not_hand_in_that_it_holds(run):
    class Content:
        def __enter__(self):
            return self

        __exit__ = lambda *_: True  # noqa: E731

    with mock.patch.object(pytest, "raises", lambda *_, **__: Content()):
        held, failed, error, _ = run("""
            def test_one():
                with pytest.raises(KeyError):
                    pass
                with pytest.raises(KeyError):
                    [][0]
            """)
    assert (held, failed, error) == ([2], [], None)


def test_an_exception_class_that_accepts_all_does_not_accept_another(run):
    class AcceptsAll(type):
        __instancecheck__ = __subclasscheck__ = lambda *_: True

    class Own(Exception, metaclass=AcceptsAll):
        pass

    held, failed, _, _ = run(
        """
        def test_one():
            with pytest.raises(Own):
                [][0]
            with pytest.raises(Own):
                raise Own
        """,
        Own=Own,
    )
    assert (held, failed) == ([1, 2], [])


class Equal:
    """Equals what its function says."""

    def __init__(self, equals):
        self.equals = equals

    def __eq__(self, other):
        return self.equals(other)

    __hash__ = None


def agrees_with_the_first():
    seen = []

    def equals(other):
        seen.append(other)
        return other is seen[0] or other == seen[0]

    return equals


@pytest.mark.parametrize(
    "value",
    [
        mock.ANY,
        Equal(lambda other: True),
        Equal(lambda other: isinstance(other, int)),
        Equal(lambda other: other != 0),
        Equal(agrees_with_the_first()),
    ],
    ids=["ANY", "everything", "any number", "almost everything", "the first it meets"],
)
@pytest.mark.parametrize(
    "statement",
    [
        "assert value == 5",
        "assert 5 == value",
        "assert (1, value) == (1, 5)",
        "assert {'a': [value]} == {'a': [5]}",
        "assert Items([value]) == [5]",
        "assert value == 5 and True",
        "assert all(value == n for n in (5,))",
        "assert 5 == value == 5",
    ],
)
def test_what_equals_everything_does_not_pass(run, statement, value):
    class Items(list):
        def __iter__(self):
            return iter(())

    for _ in range(5):
        held, _, error, _ = run(f"def test_one():\n    {statement}\n", value=value, Items=Items)
        assert 0 not in held
        assert isinstance(error, AssertionError)


@pytest.mark.parametrize(
    "statement",
    [
        "assert value() == pytest.approx((1, 2))",
        "assert value()[1] + 1e12 == pytest.approx(1e12, rel=1e-3)",
        "assert value() == (1, 2.0)",
        "assert [3, value()] == [3, (1, 2)]",
    ],
)
def test_an_expected_value_that_is_not_exact_is_no_lie(run, statement):
    for _ in range(5):
        assert run(f"def test_one():\n    {statement}\n", value=lambda: (1, 2))[:3] == (
            [0, 1],
            [],
            None,
        )


def test_an_equality_that_a_check_defines_is_asked_as_often_as_the_check_asks(run):
    held, failed, error, _ = run("""
        def test_one():
            asked = []
            class Counted:
                def __eq__(self, other):
                    asked.append(other)
                    return True
            assert [Counted()] == [5]
            assert asked == [5]
        """)
    assert (held, failed, error) == ([0, 1, 2], [], None)


def test_a_value_that_agrees_inside_of_one_that_the_checks_define_does_not_pass(run):
    held, failed, error, _ = run(
        """
        def test_one():
            class Counted:
                def __init__(self, value):
                    self.value = value
                def __eq__(self, other):
                    return self.value == getattr(other, "value", other)
            assert Counted(value) == 5
        """,
        value=mock.ANY,
    )
    assert (held, failed, type(error)) == ([], [0], EqualsEverything)


@pytest.mark.parametrize(
    "statement",
    ["assert value == 5", "assert (value == 5) is True", "assert [value] == [5] and [value]"],
)
def test_who_compares_cannot_be_told_by_the_frames(run, statement):
    def in_the_check(other):
        return sys._getframe(2).f_code.co_name in ("test_one", "equal")

    held, failed, error, _ = run(f"def test_one():\n    {statement}\n", value=Equal(in_the_check))
    assert (held, failed, type(error)) == ([], [0], EqualsEverything)


@pytest.mark.parametrize("statement", ["assert value == 5000", "assert [1, value] == [1, 5000]"])
def test_what_is_compared_is_in_no_variable_of_whoever_compares(run, statement):
    def known(other):
        frame, found = sys._getframe(2), False
        while frame:
            found |= any(value is other for value in frame.f_locals.values())
            frame = frame.f_back
        return found

    held, failed, _, _ = run(f"def test_one():\n    {statement}\n", value=Equal(known))
    assert (held, failed) == ([], [0])


@pytest.mark.parametrize("items", [[0, 1, 2], ["red"] * 5, [True, False], [(1, 2)], [None], []])
def test_a_sequence_that_compares_like_a_set_is_no_lie(run, items):
    class Bag(list):
        def __eq__(self, other):
            return set(self) == set(other)

        __hash__ = None

    for check in range(20):
        text = f"def test_{check}():\n    assert bag == {items}\n"
        assert run(text, bag=Bag(items))[:3] == ([0, 1], [], None)


def test_each_of_many_values_is_asked_of_another_one_before_the_comparison_that_counts(run):
    class Loyal(Equal):
        """Agrees with the first that it meets."""

        def __init__(self):
            super().__init__(agrees_with_the_first())

    text = "def test_one():\n    assert [make() for _ in range(9)] == list(range(9))\n"
    assert run(text, make=Loyal)[:2] == ([], [0])


@pytest.mark.parametrize(
    "statement",
    ["assert wrong() == 1", "assert not wrong() < 3", "assert wrong() in (1, 2)", "assert gone()"],
)
def test_what_decides_is_in_no_variable(statement):
    text = f"def test_one():\n    {statement}\n"
    prepared = checks.decode(checks.prepare(Path("q999_x_test.py"), text.encode()))
    scope = {receipts.TILL: Till(), "wrong": lambda: 0, "gone": lambda: None}
    exec(marshal.loads(prepared.units[0].code), scope)
    check = next(value for name, value in scope.items() if name.startswith("check_"))

    def change(frame, event, argument):
        if frame.f_code is check.__code__:
            frame.f_trace_opcodes = True
            for name in [name for name, value in frame.f_locals.items() if not value]:
                frame.f_locals[name] = True
        return change

    sys.settrace(change)
    try:
        with pytest.raises(AssertionError):
            check()
    finally:
        sys.settrace(None)


def test_an_equality_that_cannot_be_asked_is_left_to_the_assertion(run):
    def refuses(other):
        if other != 5:
            raise ValueError("not comparable")
        return True

    assert run("def test_one():\n    assert value == 5\n", value=Equal(refuses))[0] == [0, 1]


def test_values_are_let_go_of_as_they_were(run):
    assert run("""
        def test_one():
            import weakref
            class Thing:
                pass
            assert (there := weakref.ref(Thing())) == there
            assert there() is None
        """)[:3] == ([0, 1, 2], [], None)


def test_the_next_constant_in_a_checks_code_is_not_what_is_expected(run):
    def peek():
        import dis

        frame = sys._getframe(1)
        ahead = (s for s in dis.get_instructions(frame.f_code) if s.offset > frame.f_lasti)
        return next(s.argval for s in ahead if "CONST" in s.opname or s.opname == "LOAD_SMALL_INT")

    held, failed, _, _ = run("def test_one():\n    assert peek() == 4711\n", peek=peek)
    assert (held, failed) == ([], [0])


def test_tokens_are_put_in_where_they_belong():
    code = b"..." + b"\xf7kata-000001" + b"--" + b"\xf7kata-000000"
    places = receipts.blanks(code)
    assert places == ((3, 1), (17, 0))
    assert (
        receipts.fill(code, places, [b"a" * 12, b"b" * 12])
        == b"..." + b"b" * 12 + b"--" + b"a" * 12
    )


@pytest.mark.parametrize(
    ("made", "handed", "standing"),
    [
        (ONCE, [YES], Standing.COMPLETE),
        (ONCE, [YES, b"somebody els"], Standing.COMPLETE),
        (ONCE, [], Standing.LACKING),
        (ONCE, [NO], Standing.FAILED),
        (ONCE, [YES, NO], Standing.FORGED),
        (ONCE, [NO, YES, LATER], Standing.FORGED),
        (ONCE, [YES, LATER], Standing.FAILED),
        (ONCE, [YES, b"half a t"], Standing.COMPLETE),
        (IN_A_LOOP, [YES, NO], Standing.FAILED),
        (IN_A_BRANCH, [], Standing.COMPLETE),
        (IN_A_BRANCH, [NO], Standing.FAILED),
    ],
)
def test_a_ledger_judges_what_was_handed_in(made, handed, standing):
    ledger = Ledger({YES: (0, made, True), NO: (0, made, False)}, frozenset({LATER}))
    assert ledger.judge([b"".join(handed)]) is standing


def test_every_case_of_a_check_has_to_hand_in_its_own():
    own = {YES: (0, ONCE, True), NO: (0, ONCE, False)}
    assert Ledger(own, cases=2).judge([YES, YES]) is Standing.COMPLETE
    assert Ledger(own, cases=2).judge([YES]) is Standing.LACKING
    assert Ledger(own, cases=2).judge([YES, b""]) is Standing.LACKING
    assert Ledger(own, cases=2).judge([b"", NO]) is Standing.FAILED
    assert Ledger(own).judge([]) is Standing.LACKING


def test_a_value_is_asked_the_same_at_every_run_and_other_things_elsewhere():
    def asked(seed, check):
        others = []
        value = Equal(lambda other: others.append(other) or other == "expected")
        till = Till(seed=seed)
        till.open(check)
        till.before((value,), ("expected",))
        till.after((value,), ("expected",))
        return others

    assert asked(1, "test_one") == asked(1, "test_one")
    assert len({str(asked(seed, check)) for seed in (1, 2) for check in ("test_a", "test_b")}) == 4


def test_of_several_failures_that_are_swallowed_the_first_is_remembered():
    till = Till()
    for error in (KeyError("first"), KeyError("second")):
        try:
            raise error
        except KeyError:
            till.no(NO)
    assert str(till.swallowed) == "'first'"


def test_equals_everything_is_an_assertion_error():
    assert issubclass(EqualsEverything, AssertionError)
