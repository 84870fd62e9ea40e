r"""Q88 · Migrations: change the schema, keep the data, and know where you are.

Topics: migrations, sql, transactions, orm
Needs: alembic, sqlalchemy

How do you change the schema of a database that is in use? Alembic and Django write most of a
migration. The rest is yours: data has to move, a step needs a way back, and one that fails must not
leave half of itself behind. Write three migrations with Alembic's operations, and the function that
runs them.

## Build

Each of the three classes is a revision. It has its name as the attribute `revision`, and the static
methods `upgrade(op)` and `downgrade(op)`, which take Alembic's `Operations`. A downgrade takes back
what the upgrade does.

- `CreatePeople` is the revision `people`. It creates the table `people`, with the columns `id`, an
  integer and the primary key, and `name`, a text that is not NULL.
- `SplitName` is the revision `names`. It puts the columns `first` and `last`, two texts that are
  not NULL, in the place of `name`.
- A name has one or more words of letters and apostrophes, with one blank between two. `last` is the
  last word, and `first` is what stands before it, without the blank between them. `first` is empty
  for a name of one word.
- `IndexLast` is the revision `index`. It creates the index `people_by_last` on `last`.

`REVISIONS`, which is given, lists these classes in this order.

`migrate(engine, target, revisions=REVISIONS)` takes the database from the revision at which it is
to the revision `target`, step by step, up or down. With `None` it goes down to before the first
one. `revisions` is a list of classes like these.

## Rules

- Alembic's own table, `alembic_version` with the one column `version_num`, a text, holds the name
  of the revision at which the database is, so that `MigrationContext.get_current_revision` returns
  it. It returns None before the first revision.
- Upgrades run in the order of `revisions`, and downgrades in the opposite one.
- A step that is done already is not run again.
- Rows stay through all steps, with their `id`: names come back as they were.
- Each step runs in a transaction of its own, together with the change in `alembic_version`.
- If a step raises a `RuntimeError`, that reaches the caller, and the tables, the rows and the
  revision are as they were before that step. The steps before it stay.
- This holds on a plain engine for SQLite, whose driver begins no transaction for `CREATE` or
  `ALTER`.
- A `target` that is none of `revisions` raises a `ValueError` whose message contains its `repr`,
  and nothing is run.

## Left open

When Alembic's table is made, and whether it stays. A database at a revision that is none of
`revisions`. Defaults of columns, other columns of `people`, foreign keys to it, other databases,
settings of the engine and of its connections, before and after, and two processes that migrate at
once.

## Example

    >>> from sqlalchemy import create_engine, inspect
    >>> engine = create_engine("sqlite://")
    >>> migrate(engine, "people")
    >>> with engine.begin() as connection:
    ...     _ = connection.exec_driver_sql("INSERT INTO people (name) VALUES ('Ada King Byron')")
    >>> migrate(engine, "index")
    >>> with engine.connect() as connection:
    ...     connection.exec_driver_sql("SELECT first, last FROM people").all()
    [('Ada King', 'Byron')]
    >>> migrate(engine, None)
    >>> inspect(engine).has_table("people")
    False
    >>> engine.dispose()
"""

from collections.abc import Sequence
from typing import Any

from alembic.operations import Operations
from sqlalchemy import Engine


class CreatePeople:
    """Create the table of people."""

    revision = "people"

    @staticmethod
    def upgrade(op: Operations) -> None:
        """Create the table."""
        raise NotImplementedError

    @staticmethod
    def downgrade(op: Operations) -> None:
        """Drop it."""
        raise NotImplementedError


class SplitName:
    """Split each name in two."""

    revision = "names"

    @staticmethod
    def upgrade(op: Operations) -> None:
        """Make a first and a last name of each name."""
        raise NotImplementedError

    @staticmethod
    def downgrade(op: Operations) -> None:
        """Put the names together again."""
        raise NotImplementedError


class IndexLast:
    """Find people by their last names."""

    revision = "index"

    @staticmethod
    def upgrade(op: Operations) -> None:
        """Create the index."""
        raise NotImplementedError

    @staticmethod
    def downgrade(op: Operations) -> None:
        """Drop it."""
        raise NotImplementedError


REVISIONS: list[Any] = [CreatePeople, SplitName, IndexLast]


def migrate(engine: Engine, target: str | None, revisions: Sequence[Any] = REVISIONS) -> None:
    """Take the database to a revision, or to before the first."""
    raise NotImplementedError
