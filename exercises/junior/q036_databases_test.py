"""Checks for Q36 · Databases."""

import sqlite3
from contextlib import ExitStack, closing, contextmanager, suppress

import pytest
from q036_databases import (
    SCHEMA,
    DuplicateOwner,
    Overdrawn,
    UnknownAccount,
    add_account,
    connect,
    find_accounts,
    transfer,
)

pytestmark = pytest.mark.timeout(10)  # a real database on a real disk, which may be a slow one

HOSTILE = "Robert'); DROP TABLE account; --"


@pytest.fixture(autouse=True)
def path(tmp_path, monkeypatch):
    """Where the database of a check is: in the current folder, which is empty."""
    monkeypatch.chdir(tmp_path)
    return tmp_path / "bank.db"


@contextmanager
def raw(path):
    """A connection of our own, which waits neither for a lock nor for the disk, and commits."""
    with closing(sqlite3.connect(path, timeout=0)) as connection, connection:
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("PRAGMA journal_mode = MEMORY")
        yield connection


@pytest.fixture
def bank(path):
    """A connection to a bank without accounts, as `connect` gives it, closed after the check."""
    with raw(path) as other:
        other.executescript(SCHEMA)
    with ExitStack() as stack:
        connection = stack.enter_context(connect(path))
        with suppress(sqlite3.OperationalError):
            connection.execute("PRAGMA synchronous = OFF")
            connection.execute("PRAGMA journal_mode = MEMORY")
        yield connection


@pytest.fixture
def memory():
    """A connection to a bank in memory."""
    with ExitStack() as stack:
        yield stack.enter_context(connect(":memory:"))


def stored(path):
    """What another connection sees in the file: the balances by owner, and the transfers."""
    try:
        with raw(path) as other:
            balances = other.execute("SELECT owner, balance FROM account ORDER BY id").fetchall()
            query = "SELECT source, target, amount FROM transfer ORDER BY id"
            return {"balances": dict(balances), "transfers": other.execute(query).fetchall()}
    except sqlite3.Error as error:
        return f"{type(error).__name__}: {error}"


def add_zoe_from_elsewhere(path):
    """Add an account by another connection, which works if nobody has left a change open."""
    try:
        with raw(path) as other:
            other.execute("INSERT INTO account (owner, balance) VALUES ('Zoe', 0)")
    except sqlite3.Error as error:
        return f"{type(error).__name__}: {error}"
    return "added"


def comes_from_sqlite(cause):
    """Whether SQLite raised it, as an `IntegrityError`: such have an `sqlite_errorname`."""
    return isinstance(cause, sqlite3.IntegrityError) and hasattr(cause, "sqlite_errorname")


def transfer_all(connection, source, target, balance):
    """Transfer all that the source has."""
    transfer(connection, source, target, balance)


def owners(connection, text):
    """The owners that `find_accounts` finds, or SQLite's error; rows without names as they are."""
    try:
        rows = list(find_accounts(connection, text))
    except sqlite3.Error as error:
        return f"{type(error).__name__}: {error}"
    return [row["owner"] if hasattr(row, "keys") else row for row in rows]


def found_wrong(connection, expected):
    """What the texts find that do not find the owners expected, by text."""
    found = {text: owners(connection, text) for text in expected}
    return {text: names for text, names in found.items() if names != expected[text]}


@pytest.mark.hint(
    "A generator with `contextlib.contextmanager`, or `contextlib.closing`, makes the manager.",
    "Without a `row_factory`, rows are plain tuples.",
)
def test_connects_to_a_bank(path):
    """In the block there is an open connection to the file whose rows have names."""
    with connect(path) as connection:
        row = connection.execute("SELECT 7 AS answer").fetchone()
    assert isinstance(connection, sqlite3.Connection), (
        f"`as` binds a {type(connection).__name__}, not a sqlite3.Connection"
    )
    kind = "sqlite3.Row" if isinstance(row, sqlite3.Row) else f"{type(row).__name__} {row!r}"
    asked = "with connect(path) as connection: connection.execute('SELECT 7 AS answer').fetchone()"
    assert {asked: kind} == {asked: "sqlite3.Row"}
    assert row["answer"] == 7
    assert stored(path) == {"balances": {}, "transfers": []}, "the new file's tables"
    odd = path.with_name("50% of #1, or %31?.db")
    with connect(odd):
        pass
    assert {"files": sorted(each.name for each in path.parent.iterdir())} == {
        "files": [odd.name, "bank.db"]
    }, "after connect(path) of these two"


@pytest.mark.hint(
    "`with sqlite3.connect(...)` commits or rolls back, but does not close.",
    "`contextlib.closing` closes what it is given, or a `finally` does.",
)
@pytest.mark.parametrize(
    "error",
    [None, KeyError("k"), sqlite3.IntegrityError("UNIQUE constraint failed"), KeyboardInterrupt()],
    ids=["no error", "KeyError", "IntegrityError", "KeyboardInterrupt"],
)
def test_closes_the_connection(error):
    """After the block the connection is closed, also if it raised; the exception passes."""
    caught, seen = [], []
    try:
        with connect(":memory:") as connection:
            seen += connection.execute("SELECT 1").fetchone()
            if error:
                raise error
    except (Exception, KeyboardInterrupt) as passed:
        caught.append(passed)
    assert {"SELECT 1 in the block": seen} == {"SELECT 1 in the block": [1]}
    assert {"exceptions that left the block": caught} == {
        "exceptions that left the block": [error] if error else []
    }
    with pytest.raises(sqlite3.ProgrammingError):
        connection.execute("SELECT 1  -- after the block of connect(':memory:')")


@pytest.mark.hint(
    "Run all statements of `SCHEMA`; `execute` takes only one.",
    "A file that exists is not always a bank yet.",
)
def test_makes_what_is_missing_and_keeps_the_rest(path):
    """Missing tables are made in any database, present ones keep their rows."""
    with raw(path) as other:
        other.execute("CREATE TABLE note AS SELECT 'kept' AS text")
    with connect(path):
        pass
    added = add_zoe_from_elsewhere(path)
    assert added == "added", "another connection writes to a file where connect(path) was over"
    with connect(path):
        pass
    kept = {"balances": {"Zoe": 0}, "transfers": []}
    assert stored(path) == kept, "after connect(path) to a bank with an account"
    with raw(path) as other:
        notes = other.execute("SELECT text FROM note").fetchall()
        other.execute("DROP TABLE transfer")
    assert {"rows of another table in the file": notes} == {
        "rows of another table in the file": [("kept",)]
    }
    with connect(path):
        pass
    assert stored(path) == kept, "after connect(path) to a bank without its second table"
    found = []
    with connect(":memory:") as one, connect(":memory:") as another:
        for owner, connection in (("Ann", one), ("Bob", another)):
            add_account(connection, owner)
            found.append(owners(connection, ""))
    assert {"owners in one and another connect(':memory:')": found} == {
        "owners in one and another connect(':memory:')": [["Ann"], ["Bob"]]
    }, "Ann was added to the one, Bob to the other, while both were open"
    assert {"files": [each.name for each in path.parent.iterdir()]} == {"files": ["bank.db"]}


@pytest.mark.hint(
    "SQLite ignores foreign keys unless a `PRAGMA` switches them on, for each connection."
)
def test_foreign_keys_hold(memory):
    """A row that refers to no account is refused, and so is removing an account in use."""
    memory.execute("INSERT INTO account VALUES (5, 'Ann', 10)")
    memory.execute("INSERT INTO transfer VALUES (1, 5, 5, 10)")
    with pytest.raises(sqlite3.IntegrityError):
        memory.execute("INSERT INTO transfer VALUES (2, 5, 6, 10)  -- there is no account 6")
    with pytest.raises(sqlite3.IntegrityError):
        memory.execute("DELETE FROM account  -- there is a transfer of it")


@pytest.mark.hint(
    "`cursor.lastrowid` is the id of the row that was inserted.",
    "A change that isn't committed is seen by its own connection only.",
)
def test_adds_accounts(bank, path):
    """`add_account` returns the new id, starts at zero unless told, and commits."""
    assert add_zoe_from_elsewhere(path) == "added", "by another connection, to a new bank"
    bank.execute("UPDATE account SET id = 41")
    bank.commit()
    ids = [add_account(bank, "Ann", 100), add_account(bank, owner="Bob"), add_account(bank, "ann")]
    assert ids == [42, 43, 44], "Zoe's id is 41, and Ann, Bob and ann were added"
    balances = {"Zoe": 0, "Ann": 100, "Bob": 0, "ann": 0}
    assert stored(path) == {"balances": balances, "transfers": []}, (
        "Zoe was there; then add_account of 'Ann' with 100, of 'Bob' and of 'ann'"
    )


@pytest.mark.parametrize(
    ("owner", "balance", "error"),
    [("Ann", 5, DuplicateOwner), ("Bob", -1, Overdrawn)],
)
@pytest.mark.hint(
    "Catch `sqlite3.IntegrityError`; `error.sqlite_errorname` tells the kind of constraint.",
    "`raise ... from error` sets the cause.",
    "`with connection:` commits at its end, and rolls back when an exception passes.",
)
def test_refuses_bad_accounts(bank, path, owner, balance, error):
    """A second account, or a negative balance, raises its `BankError`, and all goes on."""
    add_account(bank, "Ann", 100)
    with pytest.raises(error) as caught:
        add_account(bank, owner, balance)
    assert comes_from_sqlite(caught.value.__cause__), (
        f"the error's __cause__ is {caught.value.__cause__!r}, not SQLite's own error"
    )
    assert add_zoe_from_elsewhere(path) == "added", "another connection, after the error"
    add_account(bank, "Cid")
    assert stored(path) == {"balances": {"Ann": 100, "Zoe": 0, "Cid": 0}, "transfers": []}, (
        "after the error, Zoe's account by another connection, and Cid's by this one"
    )


@pytest.mark.hint(
    "Which values have you put into the SQL with an f-string or with `%`?",
    "Write `?` in the SQL and hand the values over beside it.",
)
def test_text_is_never_sql(memory):
    """Quotes and SQL in a name, or in what is searched for, are nothing but text."""
    names = [HOSTILE, "Ann", 'O"Neill', "?", ":owner", "", " Bob ", "007", "NULL", "a  bc"]
    add_account(memory, "Robert'); DROP TABLE account; --")
    for owner in names[1:]:
        add_account(memory, owner)
    assert [row[0] for row in memory.execute("SELECT owner FROM account ORDER BY id")] == names
    among = f"found among {names}"
    assert owners(memory, "'); drop table") == [HOSTILE], among
    assert owners(memory, "' OR '1'='1") == [], among
    assert owners(memory, 'o"n') == ['O"Neill'], among
    assert owners(memory, "?") == ["?"], among
    assert owners(memory, "  ") == ["a  bc"], among
    assert owners(memory, " b") == [" Bob ", "a  bc"], among


@pytest.mark.hint(
    "`LIKE` with a `%` before and after finds a part of a text, in any case.",
    "Without `ORDER BY`, a query has no order that you may count on.",
)
def test_finds_parts_of_names(memory):
    """`find_accounts` finds owners that contain the text, in the order of the ids."""
    names = ["Susan", "Ann", "Bob", "HANNA"]
    ids = [add_account(memory, owner, 7) for owner in names]
    memory.execute("PRAGMA reverse_unordered_selects = ON")  # what has no order comes in another
    rows = find_accounts(memory, "an")
    assert isinstance(rows, list), f"find_accounts returned a {type(rows).__name__}, not a list"
    search = f'find_accounts(memory, "an"), where the owners are {names}, and queries without'
    search += " an order give their rows backwards (PRAGMA reverse_unordered_selects = ON)"
    assert [type(row).__name__ for row in rows] == ["Row"] * 3, search
    assert [dict(row) for row in rows] == [
        {"id": ids[0], "owner": "Susan", "balance": 7},
        {"id": ids[1], "owner": "Ann", "balance": 7},
        {"id": ids[3], "owner": "HANNA", "balance": 7},
    ], search
    expected = {"NN": ["Ann", "HANNA"], "Susan": ["Susan"], "": names, "Anne": [], "An n": []}
    expected |= {"sUS": ["Susan"], "aNn": ["Ann", "HANNA"], "BoB": ["Bob"]}
    wrong = found_wrong(memory, expected)
    assert {"found": wrong} == {"found": {text: expected[text] for text in wrong}}, (
        f"the owners that find_accounts finds for a text, among {names}"
    )


@pytest.mark.hint(
    "`%` and `_` mean something in `LIKE`, also in a parameter.",
    "`LIKE ? ESCAPE '\\'` lets you put a backslash before them, and before a backslash.",
)
def test_other_characters_stand_for_themselves(memory):
    """Percent sign, underscore, backslash and all other signs match only themselves."""
    names = ["100% Ltd", "100 Ltd", "a_b", "axb", "c\\d", "cd"]
    for owner in names:
        add_account(memory, owner)
    expected = {"%": ["100% Ltd"], "0% l": ["100% Ltd"], "_": ["a_b"], "A_B": ["a_b"]}
    expected |= {"\\": ["c\\d"], "C\\D": ["c\\d"], "\\%": [], "*": [], "a?b": [], "[a]": []}
    add_account(memory, signs := "!\"#$&'()+,-./:;<=>@^`{|}~")
    names.append(signs)
    expected |= {sign: [signs] for sign in signs}
    wrong = found_wrong(memory, expected)
    assert {"found": wrong} == {"found": {text: expected[text] for text in wrong}}, (
        f"the owners that find_accounts finds for a text, among {names}"
    )


@pytest.mark.hint(
    "Two updates and an insert, then a commit.",
    "Compute in the SQL: `balance = balance - ?`.",
)
def test_transfers(bank, path):
    """`transfer` moves the amount, to the last cent if need be, records it, and commits."""
    ann, bob, cid = (add_account(bank, owner, 50) for owner in ("Ann", "Bob", "Cid"))
    transfer_all(bank, ann, bob, balance=50)
    assert stored(path) == {
        "balances": {"Ann": 0, "Bob": 100, "Cid": 50},
        "transfers": [(ann, bob, 50)],
    }, f"all had 50, and transfer(bank, {ann}, {bob}, 50) was called"
    transfer(bank, bob, cid, 1)
    transfer(bank, bob, cid, 1)
    assert stored(path) == {
        "balances": {"Ann": 0, "Bob": 98, "Cid": 52},
        "transfers": [(ann, bob, 50), (bob, cid, 1), (bob, cid, 1)],
    }, f"then transfer(bank, {bob}, {cid}, 1) was called twice"


@pytest.mark.hint("Look at the amount first; no constraint of the schema does it for you.")
def test_refuses_amounts_that_are_not_positive(bank, path):
    """An amount of zero or less raises a `ValueError` with its `repr` and changes nothing."""
    ann, bob = add_account(bank, "Ann", 50), add_account(bank, "Bob", 50)
    with pytest.raises(ValueError, match="0"):
        transfer(bank, ann, bob, 0)
    with pytest.raises(ValueError, match="-17"):
        transfer(bank, ann, bob, -17)
    with pytest.raises(ValueError, match="-1234567"):
        transfer(bank, ann, bob, -1234567)
    assert add_zoe_from_elsewhere(path) == "added", "another connection, after the errors"
    assert stored(path) == {"balances": {"Ann": 50, "Bob": 50, "Zoe": 0}, "transfers": []}, (
        "after the errors, when another connection had added Zoe"
    )


@pytest.mark.parametrize(
    ("balances", "source", "target", "amount", "error"),
    [
        ({"Ann": 50, "Bob": 50}, "Ann", "Bob", 51, Overdrawn),
        ({"Ann": 50, "Bob": 50}, "Ann", "nobody", 10, UnknownAccount),
        ({"Ann": 50, "Bob": 50}, "nobody", "Bob", 10, UnknownAccount),
    ],
)
@pytest.mark.hint(
    "An `UPDATE` that meets no row is no error. Which constraint knows the account is missing?",
    "All statements of a transfer belong in one transaction, and that in the `try`.",
)
def test_refused_transfer_changes_nothing(bank, path, balances, source, target, amount, error):
    """An overdrawn or unknown account raises its `BankError`, and nothing is left of it."""
    ids = {name: add_account(bank, name, has) for name, has in balances.items()} | {"nobody": 999}
    with pytest.raises(error) as caught:
        transfer(bank, ids[source], ids[target], amount)
    assert comes_from_sqlite(caught.value.__cause__), (
        f"the error's __cause__ is {caught.value.__cause__!r}, not SQLite's own error"
    )
    assert add_zoe_from_elsewhere(path) == "added", "another connection, after the error"
    add_account(bank, "Cid")
    assert stored(path) == {
        "balances": {"Ann": 50, "Bob": 50, "Zoe": 0, "Cid": 0},
        "transfers": [],
    }, "after the error, Zoe's account by another connection, and Cid's by this one"
