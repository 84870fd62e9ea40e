r"""Q36 · Databases: the answer and one way to build it.

## Answer

Python's drivers share one interface, the DB-API of PEP 249: connect, execute, fetch, commit or roll
back, close. `sqlite3` is in the standard library. PostgreSQL is mostly reached with psycopg (3 is
current, psycopg2 still common), MySQL with PyMySQL or mysqlclient. Above them stand SQLAlchemy, for
nearly any database, and the ORM that is part of Django.

Values go beside the SQL as parameters, never into its text: that rules out injection. The
placeholder is `?` in `sqlite3` and `%s` in the others. A parameter doesn't escape `LIKE` wildcards.

What belongs together goes into one transaction. With `sqlite3`, `with connection:` commits or rolls
back but doesn't close: use `contextlib.closing` or a `finally`. Since 3.13 a forgotten one gives a
`ResourceWarning`. Let constraints protect the data, and remember that SQLite checks foreign keys
only after `PRAGMA foreign_keys = ON`.

## Follow-ups

- **Can a table's name be a parameter?** No, only values can. Choose the name from a list of your
  own, never from what a user sent.
- **When does `sqlite3` begin a transaction?** By default before an `INSERT`, `UPDATE`, `DELETE` or
  `REPLACE`, not before a `SELECT`. Since 3.12, `autocommit=False` keeps one open always, as PEP 249
  wants it.
- **Why not look at the balance first and then update?** Another connection may change it in
  between. The constraint looks at the moment of the change.
- **What does a web application add?** A pool, because connecting is slow and a connection serves
  one request at a time, and migrations for the schema.

## Notes

Rules such as "never below zero" stand in the schema, so no path around the functions can break
them. `transaction` is the one place where commit, rollback and translation happen. The record is
inserted first because its foreign keys reveal an unknown account. Looking accounts up before would
give friendlier messages, at the cost of a query and a gap. `sqlite_errorname`, since Python 3.11,
is safer than reading the message.
"""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

SCHEMA = """
CREATE TABLE IF NOT EXISTS account (
    id INTEGER PRIMARY KEY,
    owner TEXT NOT NULL UNIQUE,
    balance INTEGER NOT NULL CHECK (balance >= 0)
);
CREATE TABLE IF NOT EXISTS transfer (
    id INTEGER PRIMARY KEY,
    source INTEGER NOT NULL REFERENCES account (id),
    target INTEGER NOT NULL REFERENCES account (id),
    amount INTEGER NOT NULL
);
"""


class BankError(Exception):
    """The base of what can be wrong with a request to the bank."""


class DuplicateOwner(BankError):
    """The owner has an account already."""


class UnknownAccount(BankError):
    """No account has the id."""


class Overdrawn(BankError):
    """A balance would be below zero."""


TRANSLATIONS = {
    "SQLITE_CONSTRAINT_UNIQUE": DuplicateOwner,
    "SQLITE_CONSTRAINT_FOREIGNKEY": UnknownAccount,
    "SQLITE_CONSTRAINT_CHECK": Overdrawn,
}


@contextmanager
def connect(path: Path | str) -> Iterator[sqlite3.Connection]:
    """Open a database for a block, and make the tables that it lacks."""
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA foreign_keys = ON")
        connection.executescript(SCHEMA)
        yield connection


@contextmanager
def transaction(connection: sqlite3.Connection, purpose: str) -> Iterator[None]:
    """Commit the block or roll it back, and translate violated constraints."""
    try:
        with connection:
            yield
    except sqlite3.IntegrityError as error:
        kind = TRANSLATIONS.get(error.sqlite_errorname, BankError)
        raise kind(f"{purpose}: {error}") from error


def add_account(connection: sqlite3.Connection, owner: str, balance: int = 0) -> int:
    """Add an account and return its id."""
    insert = "INSERT INTO account (owner, balance) VALUES (?, ?)"
    with transaction(connection, f"account of {owner!r} with {balance}"):
        return connection.execute(insert, (owner, balance)).lastrowid


def find_accounts(connection: sqlite3.Connection, text: str) -> list[sqlite3.Row]:
    """Return the accounts whose owner contains the text."""
    escaped = re.sub(r"([\\%_])", r"\\\1", text)
    query = r"SELECT id, owner, balance FROM account WHERE owner LIKE ? ESCAPE '\' ORDER BY id"
    return connection.execute(query, (f"%{escaped}%",)).fetchall()


def transfer(connection: sqlite3.Connection, source: int, target: int, amount: int) -> None:
    """Move an amount from one account to another, and record it."""
    if amount <= 0:
        raise ValueError(f"an amount must be greater than zero, got {amount!r}")
    insert = "INSERT INTO transfer (source, target, amount) VALUES (?, ?, ?)"
    update = "UPDATE account SET balance = balance + ? WHERE id = ?"
    with transaction(connection, f"{amount} from account {source} to {target}"):
        connection.execute(insert, (source, target, amount))
        connection.executemany(update, [(-amount, source), (amount, target)])
