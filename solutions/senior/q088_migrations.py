r"""Q88 · Migrations: the answer and one way to build it.

## Answer

The schema lives in version control as a chain of migrations, and each database notes which ones it
has seen. With SQLAlchemy I use Alembic: `alembic revision --autogenerate` compares models and
database, `alembic upgrade head` runs what is missing. Django has `makemigrations` and `migrate`. I
read what was generated: a renamed column looks like one dropped and one added, and data is not
moved by itself.

In production code and schema change at different moments, so I expand and contract: add a nullable
column, write both, backfill in batches, switch the reads, then drop the old one, a release each.
Long locks hurt: in PostgreSQL I create indexes `CONCURRENTLY` and set a `lock_timeout`. Where DDL
is transactional, as in PostgreSQL and SQLite, a failing migration leaves nothing behind; MySQL
commits at each statement.

Migrations run once a deployment, as a step of their own, tried before on a copy of real data. A
downgrade that loses data is no way back; a backup is.

## Follow-ups

- **Two branches each have a new migration. What now?** Alembic has two heads then:
  `alembic merge` joins them. Django asks for `makemigrations --merge`.
- **Why not import the models in a migration?** They change later, and the migration must not: it
  names tables and columns itself, in Django by `apps.get_model`.
- **How do you backfill a million rows?** In batches by primary key, each in its own transaction,
  outside of the migration that locks the table.
- **How do you test migrations?** Up, down and up again with rows in the tables, and a check that
  autogenerate finds no difference to the models.

## Notes

SQLite can't add a NOT NULL constraint to a column, so `batch_alter_table` makes a new table, copies
the rows and renames it. Python's driver begins a transaction for INSERT and its like alone, so
`BEGIN` is sent by hand; without it a failed step leaves its new table behind. The name of the
revision is written in the same transaction. A `ScriptDirectory` with files in it would let
Alembic's own commands do all this, which is the usual way, and more than one file can show.
"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Engine


class CreatePeople:
    """Create the table of people."""

    revision = "people"

    @staticmethod
    def upgrade(op: Operations) -> None:
        """Create the table."""
        op.create_table(
            "people",
            sa.Column("id", sa.Integer, primary_key=True),
            sa.Column("name", sa.String, nullable=False),
        )

    @staticmethod
    def downgrade(op: Operations) -> None:
        """Drop it."""
        op.drop_table("people")


class SplitName:
    """Split each name in two."""

    revision = "names"

    @staticmethod
    def upgrade(op: Operations) -> None:
        """Make a first and a last name of each name."""
        _replace_columns(op, ["name"], ["first", "last"], SplitName._split)

    @staticmethod
    def downgrade(op: Operations) -> None:
        """Put the names together again."""
        _replace_columns(op, ["first", "last"], ["name"], SplitName._join)

    @staticmethod
    def _split(name: str) -> tuple[str, ...]:
        first, _, last = name.rpartition(" ")
        return first, last

    @staticmethod
    def _join(first: str, last: str) -> tuple[str, ...]:
        return (f"{first} {last}" if first else last,)


class IndexLast:
    """Find people by their last names."""

    revision = "index"

    @staticmethod
    def upgrade(op: Operations) -> None:
        """Create the index."""
        op.create_index("people_by_last", "people", ["last"])

    @staticmethod
    def downgrade(op: Operations) -> None:
        """Drop it."""
        op.drop_index("people_by_last", "people")


REVISIONS: list[Any] = [CreatePeople, SplitName, IndexLast]

VERSIONS = sa.Table("alembic_version", sa.MetaData(), sa.Column("version_num", sa.String(32)))


def _replace_columns(op: Operations, old: Sequence[str], new: Sequence[str], convert: Any) -> None:
    """Put new text columns in the place of old ones, and convert their values row by row."""
    with op.batch_alter_table("people") as batch:
        for name in new:
            batch.add_column(sa.Column(name, sa.String))
    people = sa.table("people", *map(sa.column, ["id", *old, *new]))
    for row_id, *values in op.get_bind().execute(sa.select(*list(people.c)[: 1 + len(old)])).all():
        change = people.update().where(people.c.id == row_id)
        op.execute(change.values(dict(zip(new, convert(*values), strict=True))))
    with op.batch_alter_table("people") as batch:
        for name in new:
            batch.alter_column(name, existing_type=sa.String(), nullable=False)
        for name in old:
            batch.drop_column(name)


def migrate(engine: Engine, target: str | None, revisions: Sequence[Any] = REVISIONS) -> None:
    """Take the database to a revision, or to before the first."""
    names = [None, *(each.revision for each in revisions)]
    if target not in names:
        raise ValueError(f"there is no revision {target!r}")
    with engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    here, there = names.index(current), names.index(target)
    for place in range(here, there):
        _step(engine, revisions[place].upgrade, names[place + 1])
    for place in range(here, there, -1):
        _step(engine, revisions[place - 1].downgrade, names[place - 1])


def _step(engine: Engine, change: Any, name: str | None) -> None:
    """Make one change and note the revision that is reached, both or neither."""
    with engine.begin() as connection:
        connection.exec_driver_sql("BEGIN")
        change(Operations(MigrationContext.configure(connection)))
        VERSIONS.create(connection, checkfirst=True)
        connection.execute(VERSIONS.delete())
        if name is not None:
            connection.execute(VERSIONS.insert().values(version_num=name))
