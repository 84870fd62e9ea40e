"""Q36 · Databases: let the constraints guard the data, and the transaction guard the change.

Topics: sql, transactions, exceptions, security

"How do you connect Python with a database?" Everyone can send a query. The interviewer wants to
know whether text from outside can become SQL, what is left after half of a change has failed, and
whether the connection is closed. Build a tiny bank on a real SQLite database.

## Build

`SCHEMA` is given, and so are the errors: `BankError` and its subclasses `DuplicateOwner`,
`UnknownAccount` and `Overdrawn`.

`connect(path)` returns a context manager: `with connect(path) as connection:` binds a new
`sqlite3.Connection`. `path` is a `pathlib.Path` or the string `":memory:"`. The rows of its queries
are `sqlite3.Row` objects, so that `row["owner"]` works, and it enforces foreign keys. It is closed
when the block is left, normally or by an exception, which reaches the caller.

`create_schema(connection)` makes the tables of `SCHEMA`. If they are there, they keep their rows.

`add_account(connection, owner, balance=0)` adds an account and returns its id, an integer. `owner`
is any text, `balance` an integer.

- An owner who has an account already raises `DuplicateOwner`.
- A balance below zero raises `Overdrawn`.

`find_accounts(connection, text)` returns the list of those accounts whose owner contains `text`, as
`sqlite3.Row` objects with the columns `id`, `owner` and `balance`, in the order of the ids. Every
character of `text` stands for itself; only ASCII letters match in upper and lower case alike. The
empty text is contained in every owner.

`transfer(connection, source, target, amount)` moves `amount`, an integer, between two accounts
given by their ids, and adds a row to the table `transfer`. `source` and `target` differ. It returns
None.

- An amount that is not greater than zero raises a `ValueError` that names it.
- An id that no account has, be it `source` or `target`, raises `UnknownAccount`.
- A source with less than `amount` raises `Overdrawn`. It may be emptied to exactly zero.

Where several of these errors apply, any one of them may be raised.

## Rules

- Text never becomes part of the SQL: `Robert'); DROP TABLE account; --` is a name like any other.
- `add_account` and `transfer` do all or nothing. When they return, the change is committed: another
  connection sees it. When they raise, nothing is changed, no transaction is open, and the
  connection can be used on.
- The database finds the mistakes, by its constraints, and you translate them: each `BankError` is
  raised `from` the `sqlite3.IntegrityError` that it stands for (so it is the `__cause__`).
  `error.sqlite_errorname` tells which kind of constraint has failed, for example
  `"SQLITE_CONSTRAINT_CHECK"`.
- Every other database error, such as the refusal of a trigger (an `IntegrityError` too), reaches
  the caller as it is.
- The connections that your functions are given come from `connect`, and no transaction is open.

## Example

    >>> with connect(":memory:") as connection:
    ...     create_schema(connection)
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
    """Open a database for a block, with rows by name and foreign keys enforced."""
    raise NotImplementedError


def create_schema(connection: sqlite3.Connection) -> None:
    """Make the tables that are not there yet."""
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
