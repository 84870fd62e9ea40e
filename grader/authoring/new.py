"""A new exercise: its four files, what every exercise has in its place, the rest to fill in.

What is still to be written is what the gates then name, file and line: `PLACEHOLDERS` among it.
"""

import re
import unicodedata
from itertools import filterfalse
from pathlib import Path

from grader.catalog import Catalog, Level
from grader.errors import KataError

PLACEHOLDERS = {
    "scene": "Say in a sentence or two where the question comes up and what answering it shows.",
    "nudge": "A nudge, best as a question.",
    "approach": "An approach, in words.",
    "speech": "What one says aloud in an interview, in 80 to 180 words.",
    "question": "**What does the interviewer ask next?** Its answer, in a sentence or two.",
    "more": "**And then?** Two to four of these.",
    "reason": "Why it is solved as it is, and a real alternative with what it costs.",
    "build": "`solve(value)` returns twice the value.",
    "rule": "A value that is no number raises `TypeError`.",
    "definition": "def solve(value):",
    "doubles": "The result is twice the value.",
    "refuses": "A value that is no number raises a `TypeError`.",
    "why": "Multiplying a text does not fail by itself.",
    "squared": "the value is squared, not doubled",
    "taken": "a text is taken for a number and repeated",
}
"""What the template has where only an author can find the words, by the place in it: what is asked
for, and what of an exercise is there as an example."""

STUB = '''\
r"""Q{number} · {title}.

Topics: TOPIC, TOPIC

{scene}

## Build

{build}

## Rules

- {rule}

## Example

    >>> solve(2)
    4
"""


{definition}
    raise NotImplementedError
'''

CHECKS = '''\
r"""Checks for Q{number} · {topic}."""

import pytest
from {name} import solve


@pytest.mark.hint("{nudge}", "{approach}")
def test_returns_twice_the_value():
    """{doubles}"""
    assert solve(2) == 4
    assert solve(-1.5) == -3.0


@pytest.mark.hint("{why}")
def test_refuses_what_is_no_number():
    """{refuses}"""
    with pytest.raises(TypeError):
        solve("ab")
'''

REFERENCE = '''\
r"""Q{number} · {title}.

## Answer

{speech}

## Follow-ups

- {question}
- {more}

## Notes

- {reason}
"""


{definition}
    if not isinstance(value, int | float):
        raise TypeError(f"a number is wanted, not {{value!r}}")
    return 2 * value
'''

MISTAKES = """\
[[mistake]]
name = "{squared}"
breaks = "{build}"
find = "return 2 * value"
put = "return value * value"
fails = ["test_returns_twice_the_value"]

[[mistake]]
name = "{taken}"
breaks = "{rule}"
find = "int | float"
put = "int | float | str"
fails = ["test_refuses_what_is_no_number"]
"""


def write_new(catalog: Catalog, level: Level, title: str) -> list[Path]:
    """Write the four files of a new exercise, numbered after the last; return their paths.

    Raises `KataError` for a title that is not `Topic: the point` in one line, or files that are
    there.
    """
    if odd := [*filterfalse(str.isprintable, title), *re.findall('"""', title)]:
        raise KataError(f"the title holds {ascii(odd[0])}; leave it out")
    topic, _, point = (part.strip() for part in title.rstrip(".").partition(":"))
    if not (topic and point):
        raise KataError("the title is written 'Topic: the point', like 'Sorting: keep the order'")
    slug = _slug(topic)
    number = max((exercise.number for exercise in catalog.exercises), default=0) + 1
    name = f"q{number:03}_{slug}"
    exercises, solutions = (catalog.course / part / level for part in ("exercises", "solutions"))
    texts = {
        exercises / f"{name}.py": STUB,
        exercises / f"{name}_test.py": CHECKS,
        solutions / f"{name}.py": REFERENCE,
        solutions / f"{name}.mistakes.toml": MISTAKES,
    }
    fields = {"number": number, "name": name, "topic": topic, "title": f"{topic}: {point}"}
    for path, text in texts.items():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("x", encoding="utf-8") as file:
                file.write(text.format(**fields, **PLACEHOLDERS))
        except FileExistsError:
            raise KataError(f"{path} is there already; choose another topic or delete it") from None
        except OSError as error:
            raise KataError(f"{path} cannot be written: {error.strerror}") from None
    return list(texts)


def _slug(topic: str) -> str:
    """The topic as a part of a file's name: its Latin letters without their marks, and digits."""
    letters = unicodedata.normalize("NFKD", topic.casefold())
    plain = "".join(map(_plain, letters))
    slug = "_".join(re.findall(r"[a-z0-9]+", plain)).removesuffix("_test")
    if not re.search("[a-z]", slug):
        raise KataError(f"a file name needs Latin letters, and {topic!r} has none; name it in some")
    return slug


def _plain(letter: str) -> str:
    """A Latin letter that stands for one: `o` for `ø`, `ae` for `æ`, nothing for a mark."""
    if unicodedata.combining(letter):
        return ""
    named = re.fullmatch(r"LATIN SMALL LETTER ([A-Z]+)( WITH .+)?", unicodedata.name(letter, ""))
    return named[1].lower() if named else letter
