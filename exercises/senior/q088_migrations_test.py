"""Checks for Q88 · Migrations, on SQLite, with a plain engine as a program would make it."""

import contextlib
import re

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from q088_migrations import REVISIONS, CreatePeople, IndexLast, SplitName, migrate
from sqlalchemy import Column, Integer, create_engine, inspect
from sqlalchemy.exc import DatabaseError, IntegrityError

NAMES = ["Ada King Byron", "Grace Hopper", "Plato", "Jo Lee Leeson Lee", "Ann O'Hara"]
NAMES += ["Grace Hopper"]  # two people of one name
MORE = ["Ann Lee", "bell hooks", "Zo\xeb \xc5NGSTR\xd6M", "'t Hooft", "Gerard 't", "Jo' Ann"]


@pytest.fixture
def engine():
    """An engine for an empty database in memory."""
    engine = create_engine("sqlite://")
    yield engine
    engine.dispose()


def run(engine, sql, *values):
    """Run a statement in a transaction; give the rows, if it has any."""
    with engine.begin() as connection:
        result = connection.exec_driver_sql(sql, values)
        return [tuple(row) for row in result] if result.returns_rows else None


def version(engine):
    """The revision that Alembic finds in the database."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def schema(engine):
    """The tables but Alembic's own, each with its columns: the key, and what may be NULL."""
    inspector = inspect(engine)
    tables = {
        table: {
            column["name"]: "NULL" if column["nullable"] else "NOT NULL"
            for column in inspector.get_columns(table)
        }
        | dict.fromkeys(inspector.get_pk_constraint(table)["constrained_columns"], "primary key")
        for table in inspector.get_table_names()
        if table != "alembic_version"
    }
    for table in tables:
        for index in inspector.get_indexes(table):
            tables[table][f"index {index['name']}"] = index["column_names"]
    return tables


PEOPLE = {"people": {"id": "primary key", "name": "NOT NULL"}}
SPLIT = {"people": {"id": "primary key", "first": "NOT NULL", "last": "NOT NULL"}}
INDEXED = {"people": {**SPLIT["people"], "index people_by_last": ["last"]}}


def filled(engine, names=NAMES):
    """Bring the database to `people`, and store the names; their ids are -10, 0, 10 and so on."""
    migrate(engine, "people")
    for number, name in enumerate(names, 1):
        run(engine, "INSERT INTO people (id, name) VALUES (?, ?)", 10 * number - 20, name)


def apply(engine, step):
    """Run a single upgrade or downgrade, without `migrate`."""
    with engine.begin() as connection:
        step(Operations(MigrationContext.configure(connection)))


class Recorder:
    """Makes revisions that note what is run; `notes` lists it."""

    def __init__(self):
        self.notes = []

    def __call__(self, name):
        class Noted:
            revision = name
            upgrade = staticmethod(lambda op: self.notes.append(f"up {name}"))
            downgrade = staticmethod(lambda op: self.notes.append(f"down {name}"))

        return Noted


@pytest.mark.hint("`op.create_table` takes a name and `sqlalchemy.Column` objects.")
def test_the_first_revision_makes_a_table(engine):
    """`CreatePeople` creates the table, whose name may not be NULL, and drops it again."""
    apply(engine, CreatePeople.upgrade)
    assert schema(engine) == PEOPLE, "the schema after `CreatePeople.upgrade`"
    run(engine, "INSERT INTO people (name) VALUES ('Ada')")
    run(engine, "INSERT INTO people (name) VALUES ('Ada')")
    assert run(engine, "SELECT id, name FROM people") == [(1, "Ada"), (2, "Ada")]
    with pytest.raises(IntegrityError):
        run(engine, "INSERT INTO people (name) VALUES (NULL)")
    assert inspect(engine).get_pk_constraint("people")["constrained_columns"] == ["id"]
    apply(engine, CreatePeople.downgrade)
    assert schema(engine) == {}, "the schema after `CreatePeople.downgrade`"
    apply(engine, CreatePeople().upgrade)
    assert schema(engine) == PEOPLE, "the schema after `CreatePeople().upgrade`, on an instance"
    apply(engine, CreatePeople().downgrade)
    assert schema(engine) == {}, "the schema after `CreatePeople().downgrade`, on an instance"


@pytest.mark.hint(
    "Add the columns, fill them, and only then forbid NULL and drop the old one.",
    "`op.get_bind()` is the connection. `'a b c'.rpartition(' ')` splits at the last blank.",
    "SQLite cannot change a column: `with op.batch_alter_table('people') as batch:` can.",
)
def test_names_are_split_and_put_together(engine):
    """`SplitName` makes `first` and `last` of each name, and the names of them again."""
    filled(engine, NAMES + MORE)
    rows = run(engine, "SELECT id, name FROM people ORDER BY id")
    apply(engine, SplitName.upgrade)
    assert run(engine, "SELECT id, first, last FROM people ORDER BY id") == [
        (-10, "Ada King", "Byron"),
        (0, "Grace", "Hopper"),
        (10, "", "Plato"),
        (20, "Jo Lee Leeson", "Lee"),
        (30, "Ann", "O'Hara"),
        (40, "Grace", "Hopper"),
        (50, "Ann", "Lee"),
        (60, "bell", "hooks"),
        (70, "Zo\xeb", "\xc5NGSTR\xd6M"),
        (80, "'t", "Hooft"),
        (90, "Gerard", "'t"),
        (100, "Jo'", "Ann"),
    ]
    apply(engine, SplitName.downgrade)
    assert run(engine, "SELECT id, name FROM people ORDER BY id") == rows
    apply(engine, SplitName().upgrade)
    apply(engine, SplitName().downgrade)
    assert run(engine, "SELECT id, name FROM people ORDER BY id") == rows, (
        "the rows after `upgrade` and `downgrade`, called on instances, `SplitName()`"
    )


@pytest.mark.hint("`batch.alter_column('first', nullable=False)`, once all rows have a value.")
def test_the_new_columns_are_not_null(engine):
    """After the split, the table has `id`, `first` and `last`, and none of them may be NULL."""
    migrate(engine, "names")
    assert schema(engine) == SPLIT, "the schema after migrate(engine, 'names')"
    assert inspect(engine).get_pk_constraint("people")["constrained_columns"] == ["id"]
    for first, last in [(None, "Byron"), ("Ada", None)]:
        with pytest.raises(IntegrityError):
            run(engine, "INSERT INTO people (first, last) VALUES (?, ?)", first, last)
    run(engine, "INSERT INTO people (first, last) VALUES ('', 'Plato')")
    migrate(engine, "people")
    assert schema(engine) == PEOPLE, "the schema after migrate(engine, 'names') and then 'people'"
    assert run(engine, "SELECT id, name FROM people") == [(1, "Plato")]
    with pytest.raises(IntegrityError):
        run(engine, "INSERT INTO people (name) VALUES (NULL)")


@pytest.mark.hint("`op.create_index(name, table, columns)`, and `op.drop_index`.")
def test_the_last_revision_makes_an_index(engine):
    """`IndexLast` creates the index `people_by_last`, and drops it again."""
    migrate(engine, "names")
    apply(engine, IndexLast.upgrade)
    assert schema(engine) == INDEXED, "the schema after `IndexLast.upgrade`"
    run(engine, "INSERT INTO people (first, last) VALUES ('Ada', 'B'), ('Bo', 'B')")
    apply(engine, IndexLast.downgrade)
    assert schema(engine) == SPLIT, "the schema after `IndexLast.downgrade`"
    apply(engine, IndexLast().upgrade)
    assert schema(engine) == INDEXED, "the schema after `IndexLast().upgrade`, on an instance"
    apply(engine, IndexLast().downgrade)
    assert schema(engine) == SPLIT, "the schema after `IndexLast().downgrade`, on an instance"


@pytest.mark.parametrize(
    "start, target",
    [(None, None), (None, "index"), ("people", "names"), ("people", None)]
    + [("index", "names"), ("index", None), ("index", "index")],
)
@pytest.mark.hint(
    "Where is the database, and where is it to be? Upgrade, or downgrade in the other order.",
    "With None among the names, before the first revision is a place like any other.",
)
def test_goes_from_anywhere_to_anywhere(engine, start, target):
    """From each revision each other one is reached; the rows stay where their table does."""
    states = {None: {}, "people": PEOPLE, "names": SPLIT, "index": INDEXED}
    if start:
        filled(engine)
    migrate(engine, start)
    migrate(engine, target)
    assert (version(engine), schema(engine)) == (target, states[target]), f"{start} to {target}"
    if start and target:
        migrate(engine, "people")
        assert [row[0] for row in run(engine, "SELECT name FROM people ORDER BY id")] == NAMES, (
            f"the names after migrate to {start}, {target} and 'people'"
        )


@pytest.mark.hint("`alembic_version` has one column, `version_num`, and a row or none.")
def test_the_revision_is_noted(engine, tmp_path):
    """Alembic finds the revision, which stands in the table alone, and none before the first."""
    assert version(engine) is None, "the revision that Alembic finds before any migrate"
    seen = []
    for target in ["people", "index", "names", None, "names"]:
        migrate(engine, target)
        seen.append((version(engine), run(engine, "SELECT version_num FROM alembic_version")))
    assert seen == [
        ("people", [("people",)]),
        ("index", [("index",)]),
        ("names", [("names",)]),
        (None, []),
        ("names", [("names",)]),
    ], "after each migrate, the revision that Alembic finds, and the rows of alembic_version"
    assert [each.revision for each in REVISIONS] == ["people", "names", "index"]
    columns = [column["name"] for column in inspect(engine).get_columns("alembic_version")]
    assert columns == ["version_num"], "the columns of alembic_version"
    seen = []
    for target in ["names", "index", None, "people", "people", "index"]:
        again = create_engine(f"sqlite:///{tmp_path / 'a.db'}", connect_args={"timeout": 0})
        migrate(again, target)
        seen.append((target, version(again), schema(again)))
        again.dispose()
    assert seen == [
        ("names", "names", SPLIT),
        ("index", "index", INDEXED),
        (None, None, {}),
        ("people", "people", PEOPLE),
        ("people", "people", PEOPLE),
        ("index", "index", INDEXED),
    ], "each migrate on a new engine for the same file, the revision, and the schema afterwards"


@pytest.mark.hint("Which steps lie between the two places, and in which order?")
def test_each_step_is_run_once_and_in_order(engine):
    """Steps run in order, downgrades in the opposite one, and what is done is not run again."""
    noted = Recorder()
    revisions = [noted(name) for name in ("zebra", "it's :a", "007")]
    for given in [], revisions:
        with pytest.raises(ValueError, match="'people'"):
            migrate(engine, "people", given)
    runs = []
    for target in ["it's :a", "it's :a", "007", "007", "zebra", "007", None, None, "007"]:
        noted.notes.clear()
        migrate(engine, target, revisions)
        runs.append((target, noted.notes[:]))
    assert runs == [
        ("it's :a", ["up zebra", "up it's :a"]),
        ("it's :a", []),
        ("007", ["up 007"]),
        ("007", []),
        ("zebra", ["down 007", "down it's :a"]),
        ("007", ["up it's :a", "up 007"]),
        (None, ["down 007", "down it's :a", "down zebra"]),
        (None, []),
        ("007", ["up zebra", "up it's :a", "up 007"]),
    ], "the target of each migrate, and the steps that it ran; revisions are zebra, it's :a and 007"
    assert version(engine) == "007", "the revision after migrate(engine, '007', revisions)"
    migrate(engine, "007", [*revisions, noted("later")])
    migrate(engine, "later", revisions=[*revisions, noted("later")])
    assert version(engine) == "later", "the revision after migrate(engine, 'later', revisions=…)"


ERROR = RuntimeError("in the middle")


class Broken:
    """A revision whose two steps fail after they have changed much."""

    revision = "broken"

    @staticmethod
    def change(op):
        op.create_table("rest", Column("id", Integer, primary_key=True))
        op.execute("DELETE FROM people")
        with op.batch_alter_table("people") as batch:
            batch.add_column(Column("more", Integer))
        raise ERROR

    upgrade = downgrade = change


class Hasty:
    """A revision whose upgrade fails after it has made a table."""

    revision = "hasty"

    @staticmethod
    def upgrade(op):
        op.create_table("rest", Column("id", Integer, primary_key=True))
        raise ERROR


class Locked:
    """A revision that makes a table, after which the revision can no more be noted."""

    revision = "locked"

    @staticmethod
    def upgrade(op):
        op.create_table("rest", Column("id", Integer, primary_key=True))
        for change in ("INSERT", "UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER no_{change} BEFORE {change} ON alembic_version "
                "BEGIN SELECT RAISE(ABORT, 'locked'); END"
            )


@pytest.mark.hint(
    "A transaction around the step is not one, if the driver never began it.",
    '`connection.exec_driver_sql("BEGIN")`, before anything else.',
)
def test_a_step_that_fails_leaves_nothing_behind(engine):
    """If an upgrade raises, tables, rows and revision are as before it, and earlier steps stay."""
    with pytest.raises(RuntimeError):
        migrate(engine, "hasty", [Hasty])
    assert (version(engine), schema(engine)) == (None, {}), (
        "revision and schema of an empty database after migrate to 'hasty', the first revision, "
        "which makes a table and raises"
    )
    filled(engine)
    with pytest.raises(RuntimeError) as caught:
        migrate(engine, "broken", [*REVISIONS, Broken])
    assert caught.value is ERROR, "what reaches the caller, where the step raises an error"
    assert (version(engine), schema(engine)) == ("index", INDEXED), (
        "revision and schema after migrate to 'broken', whose upgrade raises"
    )
    assert len(run(engine, "SELECT last FROM people")) == len(NAMES), "rows of people"
    migrate(engine, "people")
    assert [row[0] for row in run(engine, "SELECT name FROM people ORDER BY id")] == NAMES
    with contextlib.suppress(DatabaseError):
        migrate(engine, "locked", [*REVISIONS, Locked])
    left = version(engine), "rest" in schema(engine)
    assert left in [("index", False), ("locked", True)], (
        f"revision {left[0]!r}, whether the table of 'locked' is there: {left[1]}; this step makes "
        "a table, and lets SQLite refuse every change of `alembic_version`"
    )


@pytest.mark.hint("The way back is a step like any other.")
def test_a_downgrade_that_fails_leaves_nothing_behind(engine):
    """If a downgrade raises, all is as before it, and those before it stay."""

    class Late(Broken):
        revision = "late"
        upgrade = downgrade = staticmethod(lambda op: None)

    class Middle(Broken):
        upgrade = staticmethod(lambda op: None)

    filled(engine)
    revisions = [*REVISIONS[:1], Middle, Late]
    migrate(engine, "late", revisions)
    with pytest.raises(RuntimeError) as caught:
        migrate(engine, None, revisions)
    assert caught.value is ERROR, "what reaches the caller, where the step raises an error"
    assert (version(engine), schema(engine)) == ("broken", PEOPLE), (
        "revision and schema after migrate to None, where the downgrade of 'broken' raises"
    )
    assert [row[0] for row in run(engine, "SELECT name FROM people ORDER BY id")] == NAMES


@pytest.mark.parametrize("target", ["head", "Index", "", "people'"])
@pytest.mark.parametrize("start", [None, "people"])
@pytest.mark.hint("Look before you change anything.")
def test_refuses_an_unknown_target(engine, start, target):
    """A target that is no revision raises a `ValueError` that names it, and changes nothing."""
    if start:
        filled(engine)
    before = schema(engine), version(engine)
    with pytest.raises(ValueError, match=re.escape(repr(target))):
        migrate(engine, target)
    assert (schema(engine), version(engine)) == before, (
        f"schema and revision after migrate(engine, {target!r}) was refused, and before"
    )
    migrate(engine, "people")
    assert version(engine) == "people", (
        f"the revision after migrate to 'people', when {target!r} had been refused"
    )
