"""A new exercise: its four files, what every exercise has in its place, the rest to fill in.

What is still to be written is what the gates then name, file and line.
"""

import re
from pathlib import Path

from grader.catalog import Catalog, Level
from grader.errors import KataError

STUB = '''\
r"""Q{number} · {title}.

Topics: TOPIC, TOPIC

Say in a sentence or two where the question comes up and what the learner shows by answering it.

## Build

`solve(value)` returns twice the value.

## Rules

- A value that is no number raises `TypeError`.

## Example

>>> solve(2)
4
"""


def solve(value):
    raise NotImplementedError
'''

CHECKS = '''\
"""Checks for Q{number} · {topic}."""

import pytest
from {name} import solve


@pytest.mark.hint("A nudge.", "An approach, in words.")
def test_returns_twice_the_value():
    """The result is twice the value."""
    assert solve(2) == 4
    assert solve(-1.5) == -3.0


@pytest.mark.hint("Multiplying a text does not fail by itself.")
def test_refuses_what_is_no_number():
    """A value that is no number raises a `TypeError`."""
    with pytest.raises(TypeError):
        solve("ab")
'''

REFERENCE = '''\
"""Q{number} · {title}.

## Answer

What one says aloud in an interview, in 80 to 180 words.

## Follow-ups

- **What does the interviewer ask next?** Its answer, in a sentence or two.
- **And then?** Two to four of these.

## Notes

- Why it is solved as it is, and a real alternative with what it costs.
"""


def solve(value):
    if not isinstance(value, int | float):
        raise TypeError(f"a number is wanted, not {{value!r}}")
    return 2 * value
'''

MISTAKES = """\
[[mistake]]
name = "the value is squared"
breaks = "`solve(value)` returns twice the value."
find = "return 2 * value"
put = "return value * value"
fails = ["test_returns_twice_the_value"]

[[mistake]]
name = "a text is taken for a number"
breaks = "A value that is no number raises `TypeError`."
find = "int | float"
put = "int | float | str"
fails = ["test_refuses_what_is_no_number"]
"""


def write_new(catalog: Catalog, level: Level, title: str) -> list[Path]:
    """Write the four files of a new exercise, numbered after the last; return their paths.

    Raises `KataError` for a title that is not `Topic: the point`, or files that are there.
    """
    topic, colon, point = (part.strip() for part in title.rstrip(".").partition(":"))
    slug = "_".join(re.findall(r"[a-z0-9]+", topic.lower()))
    if not (slug and colon and point):
        raise KataError("the title is written 'Topic: the point', like 'Sorting: keep the order'")
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
                file.write(text.format(**fields))
        except FileExistsError:
            raise KataError(f"{path} is there already; choose another topic or delete it") from None
        except OSError as error:
            raise KataError(f"{path} cannot be written: {error.strerror}") from None
    return list(texts)
