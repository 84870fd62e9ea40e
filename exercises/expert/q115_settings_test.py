"""Checks for Q115 · Settings."""

import importlib
import os
import re
import textwrap
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

import pytest
from q115_settings import Secret, SettingsError, load_settings, parse_dotenv


class Environment(Mapping):
    """A mapping with no more than a mapping has."""

    def __init__(self, variables):
        self.variables = variables

    def __getitem__(self, name):
        return self.variables[name]

    def __iter__(self):
        return iter(self.variables)

    def __len__(self):
        return len(self.variables)


@dataclass
class Database:
    """A group."""

    host: str
    port: int = 5432
    password: Secret = field(default_factory=lambda: Secret("none"))


@dataclass(frozen=True)
class Retry:
    """A group in a group."""

    count: int = 3
    wait: float = 0.5


@dataclass
class Mail:
    """A group with a group in it."""

    retry: Retry
    sender: str = "me"


@dataclass(frozen=True, kw_only=True)
class Extended(Retry):
    """A read-only class with the fields of another one, and the same group twice."""

    known: ClassVar[int] = 7
    first: Retry
    second: Retry
    _limitPerDay: int | None = None


@dataclass
class Settings:
    """The settings of a service."""

    db: Database
    name: str
    mail: Mail
    debug: bool = False
    rate: float = 1.5
    hosts: list[str] = field(default_factory=lambda: ["localhost"])


@dataclass
class Kinds:
    """A field of each kind of type, all without a default."""

    number: int | None
    text: str | None
    flag: bool | None
    ports: list[int]
    flags: list[bool]
    rates: list[float] | None
    keys: list[Secret]


ENOUGH = {"APP_NAME": "shop", "APP_DB__HOST": "db1"}


def load(env=(), dotenv="", cls=Settings):
    """The settings for these variables, and for those that have to be there."""
    return load_settings(cls, prefix="APP", env={**ENOUGH, **dict(env)}, dotenv=dotenv)


def problems(env, dotenv="", cls=Settings):
    """The names of the variables at fault, sorted, or the settings where nothing is wrong."""
    try:
        return load_settings(cls, prefix="APP", env=env, dotenv=dotenv)
    except SettingsError as error:
        return sorted(error.problems)


def read(kind, text):
    """The value of a setting of this type, or the name of the variable that is at fault."""
    single = type("Single", (), {"__annotations__": {"value": kind}})
    try:
        return load_settings(dataclass(single), prefix="APP", env={"APP_VALUE": text}).value
    except SettingsError as error:
        return sorted(error.problems)


def messages(error):
    """What a traceback shows of an exception, and of those that led to it."""
    shown = ""
    while error is not None:
        shown += f"{error!r} {error} "
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return shown


@pytest.mark.hint(
    "`dataclasses.fields(cls)` names the fields and their defaults.",
    "A field whose type is a dataclass is loaded by the same function, one level down.",
)
def test_fills_a_dataclass():
    """Fields get their variables, groups those with two underscores, and the rest defaults."""
    settings = load({"APP_DB__PORT": "6543", "APP_MAIL__RETRY__COUNT": "9", "APP_RATE": "0.25"})
    assert (settings.name, settings.rate, settings.debug) == ("shop", 0.25, False)
    assert (settings.db.host, settings.db.port, settings.hosts) == ("db1", 6543, ["localhost"])
    assert (settings.mail.retry, settings.mail.sender) == (Retry(9, 0.5), "me")
    assert [type(each) for each in (settings, settings.db, settings.mail.retry)] == [
        Settings,
        Database,
        Retry,
    ]
    other = load_settings(Retry, prefix="My_Shop", env={"My_Shop_WAIT": "2", "APP_WAIT": "3"})
    assert other == Retry(3, 2.0)
    env = {"APP_COUNT": "1", "APP_FIRST__COUNT": "2", "APP_SECOND__COUNT": "4"}
    made = load_settings(Extended, prefix="APP", env=env)
    assert (made.count, made.first, made.second) == (1, Retry(2, 0.5), Retry(4, 0.5))
    assert made._limitPerDay is None
    made = load_settings(
        Extended, prefix="APP", env={**env, "APP_WAIT": "5", "APP__LIMITPERDAY": "6"}
    )
    assert (made.count, made.wait, made.second.count, made._limitPerDay) == (1, 5.0, 4, 6)


@pytest.mark.hint("Join three mappings, the strongest last.")
def test_the_environment_wins():
    """`env` counts before `dotenv`, and that before the default, field by field, in groups too."""
    dotenv = "APP_DB__HOST=db2\nAPP_DB__PORT=1\nAPP_NAME=file\nAPP_MAIL__SENDER=file\n"
    settings = load_settings(
        Settings, prefix="APP", env={"APP_DB__PORT": "2", "APP_NAME": ""}, dotenv=dotenv
    )
    assert (settings.name, settings.db.host, settings.db.port) == ("", "db2", 2)
    assert (settings.mail.sender, settings.mail.retry.count) == ("file", 3)
    assert load({"APP_RATE": "2"}, "APP_RATE=slow").rate == 2.0, "the file does not count here"


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (str, " a b ", " a b "),
        (str, "", ""),
        (int, "-7", -7),
        (float, "1e3", 1000.0),
        (float, "-inf", float("-inf")),
        *[(bool, text, True) for text in ("true", "True", "YES", "oN", "1")],
        *[(bool, text, False) for text in ("false", "FALSE", "no", "Off", "0")],
        (list[str], "a, b ,,c d", ["a", "b", "", "c d"]),
        (list[int], "1,2 , 3", [1, 2, 3]),
        (list[str], "", []),
        (list[int], "  ", []),
        (list[bool], "on,FALSE", [True, False]),
        (int | None, "", None),
        (int | None, "5", 5),
        (str | None, "", None),
        (str | None, "None", "None"),
        (None | bool, "no", False),
        (list[float] | None, "", None),
        (list[float] | None, "1,2.5", [1.0, 2.5]),
        (list[str], "a,", ["a", ""]),
        (Secret | None, "", None),
    ],
    ids=str,
)
@pytest.mark.hint(
    "`bool('false')` is True.",
    "`typing.get_origin` and `get_args` take `list[int]` and `int | None` apart.",
)
def test_converts_to_the_type(kind, text, value):
    """A text becomes a value of the field's type, exactly."""
    assert (read(kind, text), type(read(kind, text))) == (value, type(value))


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (int, ""),
        (int, "1.5"),
        (int, "5.0"),
        (int, "five"),
        (float, "a"),
        (bool, ""),
        (bool, "2"),
        (bool, "truee"),
        (bool, "y"),
        (bool, "t"),
        (bool, "n"),
        (bool, "f"),
        (bool, " true"),
        (bool, "off "),
        (bool, "true,false"),
        (list[int], "1,,2"),
        (list[int], "1,b"),
        (int | None, "none"),
        (bool | None, " "),
        (list[bool], "yes,maybe"),
    ],
    ids=str,
)
@pytest.mark.hint("A value that does not fit is a problem of its variable, not a crash.")
def test_a_value_that_does_not_fit_is_a_problem(kind, text):
    """A text that is no value of the type is reported under the name of the variable."""
    assert read(kind, text) == ["APP_VALUE"]


@pytest.mark.hint(
    "Collect the problems in one dict that all levels share, and raise at the end.",
    "What is left of the variables when every field has taken its own?",
)
def test_everything_wrong_is_reported_at_once():
    """One `SettingsError` names all variables that are missing, unknown or do not fit."""
    env = {
        "APP_DB__PORT": "x",
        "APP_DEBUG": "maybe",
        "APP_MAIL__RETRY__WAIT": "",
        "APP_DB__PROT": "5",
        "APP_Name": "small",
        "APP_DB": "db1",
        "APP_MAIL_SENDER": "me",
        "APP_": "",
        "APP_DB__PORT__X": "1",
        "APP_MAIL__RETRY__CUONT": "1",
        "APPLE": "1",
        "XAPP_NAME": "1",
        "APP": "1",
        "PATH": "/bin",
        "app_debug": "maybe",
    }
    assert problems(env, "APP_RATE=slow\nAPP_HOST=a\nAPP_Debug=1\nOTHER=1\n") == sorted(
        [
            "APP_NAME",
            "APP_DB__HOST",
            "APP_DB__PORT",
            "APP_DEBUG",
            "APP_MAIL__RETRY__WAIT",
            "APP_DB__PROT",
            "APP_Name",
            "APP_DB",
            "APP_MAIL_SENDER",
            "APP_",
            "APP_DB__PORT__X",
            "APP_MAIL__RETRY__CUONT",
            "APP_RATE",
            "APP_HOST",
            "APP_Debug",
        ]
    )
    assert isinstance(problems(ENOUGH), Settings)
    with pytest.raises(SettingsError) as caught:
        load({"APP_RATE": "slow"})
    assert all(isinstance(why, str) and why for why in caught.value.problems.values())


@pytest.mark.hint("Which fields have neither a default nor a `default_factory`?")
def test_what_has_no_default_must_be_there():
    """A missing variable is a problem if its field has no default, whatever its type is."""
    names = [
        f"APP_{name}" for name in ("NUMBER", "TEXT", "FLAG", "PORTS", "FLAGS", "RATES", "KEYS")
    ]
    assert problems({}, cls=Kinds) == sorted(names)
    assert problems(dict.fromkeys(names[:-1], ""), cls=Kinds) == ["APP_KEYS"]
    assert load_settings(Retry, prefix="APP", env={}) == Retry(3, 0.5)
    first, second = load(), load()
    first.hosts.append("more")
    assert second.hosts == ["localhost"], "the default of a list is shared by two settings"


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("A=1", "1"),
        ("  A =  two words  ", "two words"),
        ("export A=1", "1"),
        ("export   A = 1", "1"),
        ("A=", ""),
        ("A=  ", ""),
        ("A=export b", "export b"),
        ("A=b=c", "b=c"),
        ("A==b", "=b"),
        ("A=b # note", "b"),
        ("A=b # c  # d", "b"),
        ("A=b#c", "b#c"),
        ("A=#c", "#c"),
        ("A= # note", ""),
        ("A=b #note", "b"),
        ("A= 'b # c' #note", "b # c"),
        ("A=' b '", " b "),
        ("A= 'b'  ", "b"),
        ("A='b # c'", "b # c"),
        ("A='b' # it's c", "b"),
        ('A="b" # "c"', "b"),
        ("A='say \"hi\"'", 'say "hi"'),
        ('A="b # c"  # note', "b # c"),
        ('A="it\'s"', "it's"),
        ("A=''", ""),
        ("A='#b'", "#b"),
        ('A="  "', "  "),
        ("A=it's", "it's"),
        ("A=b'", "b'"),
        ('A=b "c # d"', 'b "c'),
        ("A=$HOME", "$HOME"),
    ],
)
@pytest.mark.hint("A regular expression with one branch for each kind of quotes.")
def test_reads_a_line(line, value):
    """Quotes, comments, blanks and `export` are read as the task says."""
    assert parse_dotenv(f"{line}\n") == {"A": value}


@pytest.mark.hint("Go line by line, and count.")
def test_reads_a_file():
    """A file has several lines, empty ones and comments, and of one name the last counts."""
    text = "# the shop's\n\nA=1\n   # B='b\nb_2='x'\n  \nA=2\nexport C=3"
    assert parse_dotenv(text) == {"A": "2", "b_2": "x", "C": "3"}
    assert parse_dotenv("A=1\nA=\nB=\nexport B=2\n") == {"A": "", "B": "2"}
    assert parse_dotenv("") == {}
    assert parse_dotenv("exported=1\nexport export_x=2\n") == {"exported": "1", "export_x": "2"}
    assert parse_dotenv("export=1\nA=2\n") == {"export": "1", "A": "2"}


@pytest.mark.parametrize(
    "line",
    [
        "hunter2",
        "A='hunter2",
        'A="hunter2',
        "A=\"hunter2'",
        "A='hunter2 # c",
        "A='",
        "A='b'hunter2",
        'A="b" hunter2',
        "A='hunter2' c",
        'A="b" "hunter2"',
        "A='b''hunter2'",
        "export hunter2",
    ],
)
@pytest.mark.hint("What your pattern does not match in full is no line of the format.")
def test_refuses_other_lines(line):
    """Any other line raises a `ValueError` with its number, also when settings are loaded."""
    text = f"\n# second\nX=1\n{line}\nA=2\n"
    with pytest.raises(ValueError, match=re.escape("4")) as caught:
        parse_dotenv(text)
    assert not isinstance(caught.value, SettingsError)
    with pytest.raises(ValueError, match=re.escape("4")) as loading:
        load(dotenv=text)
    quoted = ["hunter2" in messages(each.value) for each in (caught, loading)]
    assert quoted == [False, False], f"whether the messages quote the line: {caught.value!r}"
    assert parse_dotenv("X=1\n") == {"X": "1"}


@pytest.mark.hint("`__repr__`, and `__format__` for f-strings with a width.")
def test_secrets_are_not_shown():
    """A `Secret` shows `********` everywhere, and tells its text only when asked."""
    settings = load({"APP_DB__PASSWORD": "tops3cret"})
    secret = settings.db.password
    assert isinstance(secret, Secret)
    assert secret.reveal() == "tops3cret"
    shown = [str(secret), repr(secret), f"{secret}", f"{secret!s}", f"{secret!r}", f"{secret:>12}"]
    shown += ["%s" % secret, "{:.3}".format(secret), format(secret)]  # noqa: UP031, UP032
    assert [text.strip() for text in shown] == ["********"] * 9
    assert [repr(Secret("")), str(Secret(""))] == ["********"] * 2, "of an empty text"
    blanks = read(Secret, " tops3cret ")
    assert blanks.reveal() == " tops3cret ", "a text with blanks around it"
    optional = read(Secret | None, "tops3cret")
    assert (type(optional), optional.reveal()) == (Secret, "tops3cret")
    assert "tops3cret" not in repr(settings) and "********" in repr(settings)
    keys = load_settings(
        Kinds,
        prefix="K",
        env={f"K_{n}": "" for n in ("NUMBER", "TEXT", "FLAG", "PORTS", "FLAGS", "RATES")}
        | {"K_KEYS": "a, b"},
    ).keys
    assert [key.reveal() for key in keys] == ["a", "b"]


@pytest.mark.hint("Does any message repeat a value, or the whole environment?")
def test_secrets_are_in_no_message():
    """When something is wrong, no message has the value of a secret, or of a misspelt one."""
    with pytest.raises(SettingsError) as caught:
        load({"APP_DB__PASSWORD": "tops3cret", "APP_DB__PORT": "x", "APP_RATE": "y"})
    assert sorted(caught.value.problems) == ["APP_DB__PORT", "APP_RATE"]
    assert "tops3cret" not in f"{messages(caught.value)} {caught.value.problems}"
    misspelt = {"APP_DB__PASWORD": "tops3cret", "APP_DB_PASSWORD": "tops3cret"}
    with pytest.raises(SettingsError) as unknown:
        load(misspelt)
    assert "tops3cret" not in messages(unknown.value), f"env has {misspelt}"
    with pytest.raises(SettingsError) as unknown:
        load(dotenv="APP_DB__PASWORD=tops3cret\nAPP_DB__PASSWORD=tops3cret")
    assert "tops3cret" not in messages(unknown.value), "misspelt in dotenv"
    dotenv = 'APP_NAME=shop\nAPP_DB__PASSWORD="tops3cret'
    with pytest.raises(ValueError, match="2") as caught:
        load(dotenv=dotenv)
    assert "tops3cret" not in messages(caught.value), f"dotenv is {dotenv!r}"


@pytest.mark.hint("`typing.get_type_hints(cls)` looks strings up where the class was defined.")
def test_annotations_may_be_strings(tmp_path, monkeypatch):
    """Classes of a module with `from __future__ import annotations` are loaded all the same."""
    base = """
        from __future__ import annotations
        from dataclasses import dataclass
        from q115_settings import Secret as Hidden

        @dataclass
        class Base:
            key: Hidden
    """
    source = """
        from __future__ import annotations
        from dataclasses import dataclass
        from early_settings import Base

        @dataclass
        class Inner(Base):
            ports: list[int]

        @dataclass
        class Outer:
            inner: Inner
            size: int | None = 3
    """
    (tmp_path / "early_settings.py").write_text(textwrap.dedent(base), encoding="utf-8")
    (tmp_path / "late_settings.py").write_text(textwrap.dedent(source), encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    late = importlib.import_module("late_settings")
    env = {"APP_INNER__KEY": "k", "APP_INNER__PORTS": "1,2", "APP_SIZE": ""}
    settings = load_settings(late.Outer, prefix="APP", env=env)
    assert (settings.inner.key.reveal(), settings.inner.ports, settings.size) == ("k", [1, 2], None)


@pytest.mark.hint("The environment is what you are given. Do you take anything out of it?")
def test_only_what_is_given_is_read(monkeypatch):
    """`os.environ` has no effect and stays, and the mapping stays as it was."""
    monkeypatch.setenv("APP_RATE", "7")
    monkeypatch.setenv("APP_NAMES", "typo")
    monkeypatch.setenv("APP_WAIT", "7")
    before = dict(os.environ)
    env = {**ENOUGH, "APP_DEBUG": "on", "OTHER": "1"}
    copy = dict(env)
    assert load_settings(Settings, prefix="APP", env=env, dotenv="APP_DB__PORT=1").rate == 1.5
    assert env == copy
    assert load_settings(Retry, prefix="APP", env={}) == Retry(3, 0.5)
    made = load_settings(Mail, prefix="APP", env={"APP_SENDER": "$APP_WAIT"})
    assert made.sender == "$APP_WAIT"
    made = load_settings(Settings, prefix="APP", env=Environment(env), dotenv="APP_RATE=2")
    assert (made.rate, made.debug) == (2.0, True), "from a mapping that is no dict"
    lazy = defaultdict(str, env)
    made = load_settings(Settings, prefix="APP", env=lazy, dotenv="APP_RATE=2")
    assert (made.rate, made.debug) == (2.0, True), "from a defaultdict"
    assert lazy == env, "the defaultdict afterwards"
    assert dict(os.environ) == before
