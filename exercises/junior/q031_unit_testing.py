"""Q31 · Unit testing: write the tests that catch eight faults.

Topics: testing, text

"How do you unit-test?" Frameworks are quickly named. What counts is tests that fail when, and only
when, the code is wrong. This time the code is somebody else's and you write its tests.

The function under test is `slugify(text, max_length=None)`. It makes the last part of a web address
out of a title: `slugify("Hello, World!")` gives `"hello-world"`. It keeps these rules:

1. **Case.** Letters come out in lower case.
2. **Accents.** Accented letters lose their accents: "é" becomes "e".
3. **Runs.** After that, every character but a-z and 0-9 is a separator, also ß and ø. A run of
   separators, however long, becomes one hyphen.
4. **Edges.** The result neither begins nor ends with a hyphen.
5. **Length.** A result longer than `max_length` (1 or more) is cut down to its first `max_length`
   characters. One that fits, even exactly, stays whole. `None` means no limit.
6. **Cut.** Where the cut leaves a hyphen at the end, that hyphen goes too.
7. **Nothing.** A text without letters and digits gives the empty string.
8. **Type.** A `text` that is not a `str` raises `TypeError`.

## Build

At least four functions, each with a name that starts with `test_` and one parameter, `slugify`.
Each calls the `slugify` it is handed and fails, by `assert` or `pytest.raises`, when a rule is
broken; otherwise it just returns. The checks hand your tests a right `slugify` and wrong ones.

Keep the name `test_lower_case`, which the stub has, for rule 1. The other names are up to you.

## Rules

- Every test passes on a `slugify` that keeps the rules. What they leave open, such as the
  `TypeError`'s message, no test may demand.
- There are eight faulty versions; each breaks one rule wherever that rule matters. (For rule 5 it
  leaves a character too few when the result is as long as `max_length` or longer.) On each, at
  least one test must fail that passes on the right `slugify`.
- One behaviour a test: on each faulty version at least one test still passes, so that a failure
  points at its fault.
- Every test must be able to fail. Each is also handed a function that takes any arguments, never
  raises, and returns a long messy text, a new one at every call, such as
  `"--Wrong É 1 --Wrong É 1 ..."` or `"É--Wrong 1--É--Wrong 1--..."`. On that it must fail. A test
  that asserts nothing, or only that a `str` came, does not.
- Tests pass alone, twice in a row and in any order. None depends on what another has done.
- Plain functions: no `async`, no `yield`, no test classes, fixtures or marks, no `skip`. Helpers
  whose names don't start with `test_` are welcome, and `pytest` may be imported.

## Example

If `test_lower_case` asserts `slugify("PyThon") == "python"`:

    >>> test_lower_case(lambda text, max_length=None: "python")
    >>> test_lower_case(lambda text, max_length=None: "Python")
    Traceback (most recent call last):
        ...
    AssertionError
"""

from collections.abc import Callable


def test_lower_case(slugify: Callable[..., str]) -> None:
    """Letters come out in lower case."""
    raise NotImplementedError
