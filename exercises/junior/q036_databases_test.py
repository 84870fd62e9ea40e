"""Checks for Q36 · Databases."""

import re
import sqlite3

import pytest
from q036_databases import (
    BankError,
    DuplicateOwner,
    Overdrawn,
    UnknownAccount,
    add_account,
    connect,
    create_schema,
    find_accounts,
    transfer,
)

HOSTILE = "Robert'); DROP TABLE account; --"


def balances(connection):
    return dict(connection.execute("SELECT owner, balance FROM account").fetchall())


def transfers(connection):
    rows = connection.execute("SELECT source, target, amount FROM transfer ORDER BY id")
    return [tuple(row) for row in rows]


def owners(connection, text):
    return [row["owner"] for row in find_accounts(connection, text)]


@pytest.mark.hint(
    "A generator with `contextlib.contextmanager`, or `contextlib.closing`, makes the manager.",
    "Without a `row_factory`, rows are plain tuples.",
)
def test_rows_have_names():
    """In the block there is an open connection whose rows are `sqlite3.Row` objects."""
    with connect(":memory:") as connection:
        row = connection.execute("SELECT 7 AS answer").fetchone()
        assert isinstance(connection, sqlite3.Connection)
        assert isinstance(row, sqlite3.Row)
        assert row["answer"] == 7


@pytest.mark.hint(
    "`with sqlite3.connect(...)` commits or rolls back, but does not close.",
    "`contextlib.closing` closes what it is given, or a `finally` does.",
)
def test_closes_the_connection(tmp_path):
    """After the block the connection is closed, also if the block raised."""
    with connect(tmp_path / "bank.db") as first:
        assert first.execute("SELECT 1").fetchone()[0] == 1
    with pytest.raises(ZeroDivisionError), connect(tmp_path / "bank.db") as second:
        raise ZeroDivisionError
    for connection in (first, second):
        with pytest.raises(sqlite3.ProgrammingError, match="closed"):
            connection.execute("SELECT 1")


@pytest.mark.hint(
    "Run all statements of `SCHEMA`; `execute` takes only one.",
    "SQLite ignores foreign keys unless a `PRAGMA` switches them on, for each connection.",
)
def test_schema_is_made_once_and_foreign_keys_hold():
    """The tables can be made twice and keep their rows; a reference to no account is refused."""
    with connect(":memory:") as connection:
        create_schema(connection)
        connection.execute("INSERT INTO account VALUES (5, 'Ann', 10)")
        connection.commit()
        create_schema(connection)
        assert balances(connection) == {"Ann": 10}
        connection.execute("INSERT INTO transfer VALUES (1, 5, 5, 10)")
        with pytest.raises(sqlite3.IntegrityError):
            connection.execute("INSERT INTO transfer VALUES (2, 5, 6, 10)")


@pytest.mark.hint(
    "`cursor.lastrowid` is the id of the row that was inserted.",
    "A change that isn't committed is seen by its own connection only.",
)
def test_adds_accounts(tmp_path):
    """`add_account` returns the new id, starts at zero unless told, and commits."""
    with connect(tmp_path / "bank.db") as connection:
        create_schema(connection)
        ids = [add_account(connection, "Ann", 100), add_account(connection, owner="Bob")]
        with connect(tmp_path / "bank.db") as other:
            rows = other.execute("SELECT id, owner, balance FROM account ORDER BY id").fetchall()
            assert [tuple(row) for row in rows] == [(ids[0], "Ann", 100), (ids[1], "Bob", 0)]


@pytest.mark.hint(
    "Which values have you put into the SQL with an f-string or with `%`?",
    "Write `?` in the SQL and hand the values over beside it.",
)
def test_text_is_never_sql():
    """Quotes and SQL in a name, or in what is searched for, are nothing but text."""
    with connect(":memory:") as connection:
        create_schema(connection)
        for owner in (HOSTILE, "Ann", 'O"Neill', "?", ""):
            add_account(connection, owner)
        assert owners(connection, "'); drop table") == [HOSTILE]
        assert owners(connection, "' OR '1'='1") == []
        assert owners(connection, 'o"n') == ['O"Neill']
        assert len(balances(connection)) == 5


@pytest.mark.parametrize(
    ("owner", "balance", "error"), [("Ann", 5, DuplicateOwner), ("Bob", -1, Overdrawn)]
)
@pytest.mark.hint(
    "Catch `sqlite3.IntegrityError`, and let its `sqlite_errorname` choose the class.",
    "`raise ... from error` sets the cause.",
    "`with connection:` commits at its end, and rolls back when an exception passes.",
)
def test_refuses_bad_accounts(owner, balance, error):
    """A second account, or a negative balance, raises its `BankError`, and all goes on."""
    with connect(":memory:") as connection:
        create_schema(connection)
        add_account(connection, "Ann", 100)
        with pytest.raises(error) as caught:
            add_account(connection, owner, balance)
        assert type(caught.value) is error
        assert isinstance(caught.value.__cause__, sqlite3.IntegrityError)
        assert not connection.in_transaction, "a transaction was left open"
        add_account(connection, "Cid")
        assert balances(connection) == {"Ann": 100, "Cid": 0}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("an", ["Susan", "Ann", "HANNA"]),
        ("NN", ["Ann", "HANNA"]),
        ("Susan", ["Susan"]),
        ("", ["Susan", "Ann", "Bob", "HANNA"]),
        ("Anne", []),
    ],
)
@pytest.mark.hint(
    "`LIKE` with a `%` before and after finds a part of a text, in any case.",
    "Without `ORDER BY`, a query has no order that you may count on.",
)
def test_finds_parts_of_names(text, found):
    """`find_accounts` finds owners that contain the text, in the order of the ids."""
    with connect(":memory:") as connection:
        create_schema(connection)
        ids = {owner: add_account(connection, owner, 7) for owner in ("Susan", "Ann", "Bob")}
        ids["HANNA"] = add_account(connection, "HANNA", 7)
        rows = find_accounts(connection, text)
        assert isinstance(rows, list)
        assert [dict(row) for row in rows] == [
            {"id": ids[owner], "owner": owner, "balance": 7} for owner in found
        ]


@pytest.mark.parametrize(
    ("text", "found"),
    [("0%", ["100% Ltd"]), ("_", ["a_b"]), ("\\", ["c\\d"]), ("\\d", ["c\\d"]), ("%_", [])],
)
@pytest.mark.hint(
    "In a `LIKE` pattern, `%` is any text and `_` any character. A `?` doesn't change that.",
    "`LIKE ? ESCAPE '\\'` lets you put a backslash before them, and before a backslash.",
)
def test_wildcards_stand_for_themselves(text, found):
    """Percent sign, underscore and backslash in the text match only themselves."""
    with connect(":memory:") as connection:
        create_schema(connection)
        for owner in ("100% Ltd", "100 Ltd", "a_b", "axb", "c\\d", "cd"):
            add_account(connection, owner)
        assert owners(connection, text) == found


@pytest.mark.hint(
    "Two updates and an insert, then a commit.",
    "Compute in the SQL: `balance = balance - ?`.",
)
def test_transfers(tmp_path):
    """`transfer` moves the amount, to the last cent if need be, records it, and commits."""
    with connect(tmp_path / "bank.db") as connection:
        create_schema(connection)
        ann, bob, cid = (add_account(connection, owner, 50) for owner in ("Ann", "Bob", "Cid"))
        assert transfer(connection, ann, bob, 50) is None
        transfer(connection, bob, cid, 1)
        with connect(tmp_path / "bank.db") as other:
            assert balances(other) == {"Ann": 0, "Bob": 99, "Cid": 51}
            assert transfers(other) == [(ann, bob, 50), (bob, cid, 1)]


@pytest.mark.parametrize("amount", [0, -10])
@pytest.mark.hint("Look at the amount first; no constraint of the schema does it for you.")
def test_refuses_amounts_that_are_not_positive(amount):
    """An amount of zero or less raises a `ValueError` that names it and changes nothing."""
    with connect(":memory:") as connection:
        create_schema(connection)
        ann, bob = add_account(connection, "Ann", 50), add_account(connection, "Bob", 50)
        with pytest.raises(ValueError, match=re.escape(str(amount))):
            transfer(connection, ann, bob, amount)
        assert balances(connection) == {"Ann": 50, "Bob": 50}
        assert transfers(connection) == []


@pytest.mark.parametrize(
    ("source", "target", "amount", "error"),
    [
        ("Ann", "Bob", 51, Overdrawn),
        ("Ann", "nobody", 10, UnknownAccount),
        ("nobody", "Bob", 10, UnknownAccount),
    ],
)
@pytest.mark.hint(
    "An `UPDATE` that meets no row is no error. Which constraint knows the account is missing?",
    "All statements of a transfer belong into one transaction, and that into the `try`.",
)
def test_refused_transfer_changes_nothing(source, target, amount, error):
    """An overdrawn or unknown account raises its `BankError`, and nothing is left of it."""
    with connect(":memory:") as connection:
        create_schema(connection)
        ids = {"Ann": add_account(connection, "Ann", 50), "nobody": 999}
        ids["Bob"] = add_account(connection, "Bob", 50)
        with pytest.raises(error) as caught:
            transfer(connection, ids[source], ids[target], amount)
        assert type(caught.value) is error
        assert isinstance(caught.value.__cause__, sqlite3.IntegrityError)
        assert not connection.in_transaction, "a transaction was left open"
        assert balances(connection) == {"Ann": 50, "Bob": 50}
        assert transfers(connection) == []


@pytest.mark.parametrize(
    "event",
    [
        "UPDATE ON account WHEN NEW.balance < OLD.balance",
        "UPDATE ON account WHEN NEW.balance > OLD.balance",
        "INSERT ON transfer",
    ],
    ids=["taking", "giving", "recording"],
)
@pytest.mark.hint(
    "An error that you have no translation for is raised again as it is.",
    "Whatever the error, roll back what came before it.",
)
def test_other_errors_roll_back_and_pass(event):
    """A trigger that stops the transfer at any step is not translated, and all is taken back."""
    with connect(":memory:") as connection:
        create_schema(connection)
        ann, bob = add_account(connection, "Ann", 50), add_account(connection, "Bob", 50)
        connection.execute(
            f"CREATE TRIGGER audit BEFORE {event} BEGIN SELECT RAISE(ABORT, 'frozen'); END"
        )
        with pytest.raises(sqlite3.IntegrityError, match="frozen") as caught:
            transfer(connection, ann, bob, 10)
        assert not isinstance(caught.value, BankError)
        assert not connection.in_transaction, "a transaction was left open"
        connection.execute("DROP TRIGGER audit")
        transfer(connection, ann, bob, 20)
        assert balances(connection) == {"Ann": 30, "Bob": 70}
        assert transfers(connection) == [(ann, bob, 20)]
