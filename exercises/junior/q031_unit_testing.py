r"""Q31 · Unit testing: write the tests that catch eight faults.

Topics: testing, text

"How do you unit-test?" Frameworks are quickly named. What counts is a test that fails when the code
is wrong, and only then. Here somebody else wrote the code, and you write its tests.

The function under test is `slugify(text, max_length=None)`. It makes the last part of a web address
out of a title: `slugify("Crème, please!")` is `"creme-please"`. `max_length` is an `int` of at
least 1, or None for no limit.

## Build

Write at least four functions whose names start with `test_`. Each has one parameter, `slugify`, and
tests the function that it is handed. A test fails by raising an exception, as `assert` and
`pytest.raises` do.

At least one test catches each of these faulty versions, which keep the other rules: it passes on a
right `slugify` and fails on the faulty one.

| A right `slugify` | The faulty version |
| --- | --- |
| 1. Letters come out in lower case. | Upper case stays. |
| 2. Accented letters lose their accents: `é` is `e`. | They become separators. |
| 3. Other characters than a-z and 0-9, also `ß`, separate: a run is one `-`. | Each is a `-`. |
| 4. No hyphen stands at either end. | Hyphens stay there. |
| 5. A longer result is cut to `max_length`. | One of exactly that length loses a character. |
| 6. A hyphen that the cut leaves at the end goes too. | It stays. |
| 7. A text that leaves no a-z or 0-9 gives `""`. | It gives `"untitled"`. |
| 8. A `text` that is not a `str` raises `TypeError`. | It is turned into a `str`. |

## Rules

- One of the tests is `test_lower_case`, and it catches the first faulty version.
- Every test passes on every right `slugify`, whatever subclass or message its `TypeError` has.
- Every test fails on a function that returns `"--Wrong É--"` at every call.
- Each test passes on a right `slugify` when it runs alone, and when it runs a second time.

## Left open

- Whether a test compares the whole result or looks at one property of it.
- Helpers, names of other tests, what becomes of `ø`, `ł`, `²`, ligatures and accents that are
  characters of their own.

## Example

    >>> def shout(text, max_length=None):
    ...     return text.upper()
    >>> try:
    ...     test_lower_case(shout)
    ... except Exception:
    ...     print("caught")
    caught
"""

from collections.abc import Callable


def test_lower_case(slugify: Callable[..., str]) -> None:
    """Letters come out in lower case."""
    raise NotImplementedError
