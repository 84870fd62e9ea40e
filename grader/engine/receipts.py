"""Receipts: how a check proves that it came to its assertions and that they held.

`instrument` gives each assertion of a check two tokens, fresh at every run: one is handed in when
the assertion holds, the other when it fails. A check has passed when it handed in the first token
of every assertion that it certainly comes to, and the second of none: `Ledger.judge`. So a failure
that the submission swallowed still counts, and an emptied check, a skipped call or a forged report
lacks its receipts, which is not passed and no accusation. Both tokens of an assertion that is come
to once prove that tokens were gathered from the checks' code and handed in without running it.

An `==` is compared, in the same place, with values that must differ as well (`child.till`): what
equals everything, or agrees with whatever it meets first, does not pass. And between the call and
the value that is expected of it stands another value, for who reads the caller's code.
"""

import ast
import copy
import enum
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeGuard

import msgspec

TILL = "@till"
"""The name under which instrumented code finds what it hands its tokens in to."""

PYTEST = "@pytest"
"""The name under which it finds what it has for pytest: `child.cases`."""

TOKEN_BYTES = 12
_BLANK = re.compile(rb"\xf7kata-(\d{6})")
"""What stands in compiled code where a token is put in: the token's number."""


class Assertion(msgspec.Struct, frozen=True, array_like=True):
    """An assertion of a check: its line, whether a check that passes has certainly come to it, and
    whether it is come to no more than once."""

    line: int
    due: bool
    once: bool


def assertions(function: ast.FunctionDef) -> list[ast.Assert | ast.With]:
    """The assertions that a check certainly comes to: none in a branch or in another function.

    Of loops, only those over a list or tuple that is written there are certain to be entered.
    """
    return [node for node, due, _ in _search(function.body, True, True) if due]


def _search(
    body: Iterable[ast.stmt], due: bool, once: bool
) -> Iterator[tuple[ast.Assert | ast.With, bool, bool]]:
    """Every assertion below some statements: the node, and whether it is due and come to once."""
    for node in body:
        if isinstance(node, ast.Assert) or expects(node, "raises"):
            yield node, due, once
        elif isinstance(node, ast.With):
            if expects(node, "warns"):
                yield node, due, once
            yield from _search(node.body, due, once)
        elif _surely_loops(node):
            yield from _search(node.body, due, False)
        else:
            blocks = [getattr(node, name, []) for name in ("body", "orelse", "finalbody")]
            blocks += [part.body for part in getattr(node, "handlers", [])]
            blocks += [part.body for part in getattr(node, "cases", [])]
            for block in blocks:
                yield from _search(block, False, False)


def _surely_loops(node: ast.stmt) -> TypeGuard[ast.For]:
    return (
        isinstance(node, ast.For)
        and isinstance(node.iter, ast.Tuple | ast.List)
        and bool(node.iter.elts)
    )


def expects(node: ast.stmt, what: str) -> TypeGuard[ast.With]:
    """Whether a statement is `with pytest.raises(…):`, or another of pytest's managers."""
    return isinstance(node, ast.With) and place_of(node, what) is not None


def place_of(node: ast.With, what: str) -> int | None:
    """Which of the managers of a `with` is the one of pytest's."""
    for place, item in enumerate(node.items):
        call = item.context_expr
        named = isinstance(call, ast.Call) and ast.unparse(call.func) == f"pytest.{what}"
        if named and call.args:
            return place
    return None


def instrument(function: ast.FunctionDef, first: int) -> list[Assertion]:
    """Have the assertions of a function hand in tokens, numbered from `2 * first` on.

    The token of an assertion that holds has an even number, that of one that fails the odd one
    after it. Returns the assertions in the order of their numbers; the last one stands for the end
    of the function.
    """
    found = list(_search(function.body, True, True))
    numbers = {id(node): first + place for place, (node, _, _) in enumerate(found)}
    returns = any(isinstance(node, ast.Return) for node in ast.walk(function))
    # another decorator than a mark may run the function any number of times
    once = all(ast.unparse(node).startswith("pytest.mark.") for node in function.decorator_list)
    _Instrumenter(numbers).visit_block(function.body)
    made = [Assertion(node.lineno, due, once and single) for node, due, single in found]
    end = function.end_lineno or function.lineno
    function.body.append(_located(_say("yes", 2 * (first + len(found))), end))
    return [*made, Assertion(end, due=not returns, once=once)]


class _Instrumenter:
    """Replaces assertions, in place, by ones that hand in tokens."""

    def __init__(self, numbers: dict[int, int]) -> None:
        self._numbers = numbers

    def visit_block(self, body: list[ast.stmt]) -> None:
        made: list[ast.stmt] = []
        for node in body:
            number = self._numbers.get(id(node))
            if isinstance(node, ast.Assert) and number is not None:
                made.append(self._with_receipts(node, number, self._compared(node)))
                continue
            if number is None or not expects(node, "raises"):
                self._visit_inside(node)
            if number is None:
                made.append(node)
            elif expects(node, "raises"):
                made.append(self._raising(node, number))
            else:
                made.append(self._with_receipts(node, number, [node]))
        body[:] = made

    def _visit_inside(self, node: ast.stmt) -> None:
        for name in ("body", "orelse", "finalbody"):
            if block := getattr(node, name, None):
                self.visit_block(block)
        for part in (*getattr(node, "handlers", ()), *getattr(node, "cases", ())):
            self.visit_block(part.body)

    def _with_receipts(
        self, node: ast.stmt, number: int, inside: list[ast.stmt], yes: ast.stmt | None = None
    ) -> ast.Try:
        fails = ast.ExceptHandler(None, None, [_say("no", 2 * number + 1), ast.Raise()])
        made = ast.Try(inside, [fails], [yes or _say("yes", 2 * number)], [])
        return _located(made, node.lineno)

    def _compared(self, node: ast.Assert) -> list[ast.stmt]:
        """The statements in place of an assertion: its equalities compared with more than one."""
        test = node.test
        if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And) and node.msg is None:
            parts = [_at(ast.Assert(value, None), node) for value in test.values]
            return [made for part in parts for made in self._compared(part)]
        if not (isinstance(test, ast.Compare) and all(isinstance(op, ast.Eq) for op in test.ops)):
            node.test = _Equalities().visit(test)
            return [node]
        made: list[ast.stmt] = []
        left = test.left
        for right in test.comparators:
            made += [_at(each, node) for each in self._equality(left, right, node.msg)]
            left = _item(ast.Name("@right", ast.Load()))
        # a check may look at what lives on: nothing is to be held longer than it was
        gone = [_assign(name, ast.Constant(None), node) for name in ("@left", "@right")]
        return [*made, *gone]

    def _equality(self, left: ast.expr, right: ast.expr, msg: ast.expr | None) -> list[ast.stmt]:
        """The statements that compare two values with each other, and with more.

        The values go from where they are made to where they are compared without being in a
        variable, which a tracer could change, and so does what comes of it. For the till they are
        in tuples: a value that looks for what it is compared with in the variables of its callers
        is not to find it. Only when they differ has each a variable, for pytest to show.
        """
        names = [ast.Name(name, ast.Load()) for name in ("@left", "@right")]
        asked = _say("before", *names).value
        boxes = [ast.Tuple([each], ast.Load()) for each in (left, right)]
        steps = [_keep("@right", _decoy(right)), _keep("@right", boxes[1]), asked]
        second = _item(_item(ast.Tuple(steps, ast.Load()), -2))
        equal = ast.Compare(_item(_keep("@left", boxes[0])), [ast.Eq()], [second])
        opened = [ast.Assign([ast.Name(n.id, ast.Store())], _item(n)) for n in names]
        shown = ast.Assert(ast.Compare(names[0], [ast.Eq()], [names[1]]), msg)
        differ = ast.Raise(ast.Name("AssertionError", ast.Load()))
        return [ast.If(equal, [ast.Pass()], [*opened, shown, differ]), _say("after", *names)]

    def _raising(self, node: ast.With, number: int) -> ast.stmt:
        """A `with pytest.raises(…)` that sees for itself whether such an exception was raised."""
        place = place_of(node, "raises")
        outer, (item, *inner) = node.items[:place], node.items[place:]
        call = item.context_expr
        expected = _assign("@expected", call.args[0], node)
        call.args[0] = _at(ast.Name("@expected", ast.Load()), node)
        body = [_at(ast.With(inner, node.body), node)] if inner else node.body
        caught = ast.ExceptHandler(None, None, [_say("caught"), ast.Raise()])
        block = _at(ast.With([item], [_at(ast.Try(body, [caught], [], []), node)]), node)
        yes = _say("raised", _blank(2 * number), ast.Name("@expected", ast.Load()))
        inside = [expected, _at(_say("expect"), node), block]
        made = self._with_receipts(node, number, inside, yes)
        return _at(ast.With(outer, [made]), node) if outer else made


class _Equalities(ast.NodeTransformer):
    """Has an equality inside an expression compared with more than one value."""

    def visit_Compare(self, node: ast.Compare) -> ast.expr:
        self.generic_visit(node)
        if len(node.ops) != 1 or not isinstance(node.ops[0], ast.Eq):
            return node
        sides = [ast.Tuple([each], ast.Load()) for each in (node.left, node.comparators[0])]
        return _at(_say("equal", *sides).value, node)


def _say(what: str, *arguments: ast.expr | int) -> ast.Expr:
    function = ast.Attribute(ast.Name(TILL, ast.Load()), what, ast.Load())
    given = [_blank(each) if isinstance(each, int) else each for each in arguments]
    return ast.Expr(ast.Call(function, given, []))


def _blank(number: int) -> ast.Constant:
    return ast.Constant(b"\xf7kata-%06d" % number)


def _keep(name: str, value: ast.expr) -> ast.NamedExpr:
    return ast.NamedExpr(ast.Name(name, ast.Store()), value)


def _item(value: ast.expr, place: int = -1) -> ast.Subscript:
    """An item of a tuple, by no number that a check may be about to expect."""
    return ast.Subscript(value, ast.Constant(place), ast.Load())


def _assign(name: str, value: ast.expr, place: ast.stmt) -> ast.Assign:
    return _at(ast.Assign([ast.Name(name, ast.Store())], value), place)


def _at(node: ast.AST, place: ast.AST):
    """The node and what is new below it, at the place of another one."""
    for part in ast.walk(node):
        if "lineno" in part._attributes and not hasattr(part, "lineno"):
            ast.copy_location(part, place)
    return node


def _located(node: ast.stmt, line: int):
    """The node, with what is new in it all on one line, so that no tracer can jump between."""
    for part in ast.walk(node):
        if "lineno" in part._attributes and not hasattr(part, "lineno"):
            part.lineno = part.end_lineno = line
            part.col_offset = part.end_col_offset = 0
    return node


def _decoy(expected: ast.expr) -> ast.expr:
    """Another value than the one expected: of the same shape, where that is written out."""
    literal = ast.Constant | ast.List | ast.Tuple | ast.Dict | ast.Set | ast.UnaryOp
    parts = literal | ast.expr_context | ast.unaryop
    if not all(isinstance(node, parts) for node in ast.walk(expected)):
        return ast.Constant("something else")
    changed = copy.deepcopy(expected)
    for node in ast.walk(changed):
        if isinstance(node, ast.Constant):
            node.value = _changed(node.value)
    return changed


def _changed(value: object) -> object:
    match value:
        case bool():
            return not value
        case int() | float() | complex():
            return value + 7
        case str():
            return value + "qz"
        case bytes():
            return value + b"q"
        case None:
            return 7
    return value


def blanks(code: bytes) -> tuple[tuple[int, int], ...]:
    """Where in compiled code tokens are to be put in: pairs of a place and the token's number."""
    return tuple((found.start(), int(found[1])) for found in _BLANK.finditer(code))


def fill(code: bytes, places: Iterable[tuple[int, int]], tokens: Sequence[bytes]) -> bytes:
    """Compiled code with tokens put in; `tokens[n]` is the one of number n."""
    filled = bytearray(code)
    for start, number in places:
        filled[start : start + TOKEN_BYTES] = tokens[number]
    return bytes(filled)


class Standing(enum.Enum):
    """What a check's receipts say of it."""

    COMPLETE = enum.auto()
    """All that is due was handed in, and nothing says no."""
    LACKING = enum.auto()
    """Something that is due was never come to, or never handed in."""
    FAILED = enum.auto()
    """An assertion failed."""
    FORGED = enum.auto()
    """An assertion that is come to once both held and failed."""


@dataclass(frozen=True)
class Ledger:
    """What a check is to hand in. `cases` is how many cases it has, where that is known.

    `own` maps the tokens of the check's assertions to the assertion, with its number, and to
    whether it held; `helpers` are tokens that say of an assertion outside of any check that it
    failed.
    """

    own: dict[bytes, tuple[int, Assertion, bool]]
    helpers: frozenset[bytes] = field(default_factory=frozenset)
    cases: int | None = None

    def judge(self, receipts: Sequence[bytes]) -> Standing:
        """Judge what a check has handed in, the tokens of each case in one piece.

        Tokens of other checks do not count, either way: a thread that one check left behind may
        hand them in late.
        """
        standing = Standing.COMPLETE
        due = {token for token, (_, made, held) in self.own.items() if made.due and held}
        for piece in receipts:
            handed = {piece[i : i + TOKEN_BYTES] for i in range(0, len(piece), TOKEN_BYTES)}
            said = [self.own[token] for token in handed if token in self.own]
            held = {number for number, made, yes in said if yes and made.once}
            failed = {number for number, _, yes in said if not yes}
            if held & failed:
                return Standing.FORGED
            if failed or handed & self.helpers:
                standing = Standing.FAILED
            elif not due <= handed and standing is Standing.COMPLETE:
                standing = Standing.LACKING
        if len(receipts) < (self.cases or 1) and standing is Standing.COMPLETE:
            return Standing.LACKING
        return standing
