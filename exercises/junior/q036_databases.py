r"""Q36 · Databases: constraints guard the data, and a transaction guards the change.

Topics: sql, transactions, exceptions, security

How do you connect Python with a database? Everyone can send a query. Interviewers want to know
whether text from outside can become SQL, and what is left of a change that failed half-way. The
`SCHEMA` of a tiny bank and its errors are given. Owners and searched texts are printable ASCII,
balances and amounts are `int`s.

## Build

`with connect(path) as connection:` binds an open `sqlite3.Connection`. `path` is a `Path` or
`":memory:"`. The tables of `SCHEMA` that are missing are made, and the others keep their rows.

`add_account(connection, owner, balance=0)` adds an account and returns its id.

- An owner who has an account already raises `DuplicateOwner`.
- A balance below zero raises `Overdrawn`.

`find_accounts(connection, text)` returns a list of the accounts whose owner contains `text`, in the
order of their ids. Each is a row with the columns `id`, `owner` and `balance`. Letters match in
upper and lower case alike, and every other character matches itself alone.

`transfer(connection, source, target, amount)` moves `amount` between two accounts, given by their
ids, and adds a row to the table `transfer`.

- An amount that is not greater than zero raises `ValueError`, and the message contains its
  `repr`.
- An id that no account has, `source` or `target`, raises `UnknownAccount`.
- A source with less than `amount` raises `Overdrawn`.

## Rules

- Rows that a connection gives are `sqlite3.Row` objects.
- A connection enforces foreign keys.
- The connection is closed when its block ends, also when the block raises an `Exception` or a
  `KeyboardInterrupt`, which reaches the caller.
- An owner is stored as given, also one like `Robert'); DROP TABLE account; --`.
- When `add_account` or `transfer` returns, another connection sees the change.
- When `add_account` or `transfer` raises a `BankError` or a `ValueError`, nothing is changed, and
  another connection can write at once.
- The `__cause__` of each `BankError` is a `sqlite3.IntegrityError` that SQLite raised.

## Left open

Which error is raised where several apply. Other errors of the database. A transfer from an account
to itself. Changes that the block has not committed. Long texts, numbers beyond a billion.

## Example

    >>> with connect(":memory:") as connection:
    ...     ann = add_account(connection, "Ann", 100)
    ...     bob = add_account(connection, "Bob")
    ...     transfer(connection, ann, bob, 30)
    ...     try:
    ...         transfer(connection, ann, bob, 71)
    ...     except Overdrawn as error:
    ...         print("refused:", type(error.__cause__).__name__)
    ...     [(row["owner"], row["balance"]) for row in find_accounts(connection, "N")]
    refused: IntegrityError
    [('Ann', 70)]
"""

import sqlite3
from contextlib import AbstractContextManager
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


def connect(path: Path | str) -> AbstractContextManager[sqlite3.Connection]:
    """Open a database for a block, and make the tables that it lacks."""
    raise NotImplementedError


def add_account(connection: sqlite3.Connection, owner: str, balance: int = 0) -> int:
    """Add an account and return its id."""
    raise NotImplementedError


def find_accounts(connection: sqlite3.Connection, text: str) -> list[sqlite3.Row]:
    """Return the accounts whose owner contains the text."""
    raise NotImplementedError


def transfer(connection: sqlite3.Connection, source: int, target: int, amount: int) -> None:
    """Move an amount from one account to another, and record it."""
    raise NotImplementedError
