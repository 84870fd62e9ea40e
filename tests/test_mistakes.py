"""The reader of `.mistakes.toml`: what it gives, and the one line it says of what is malformed."""

import pytest

from grader import mistakes
from grader.errors import KataError
from grader.mistakes import Equivalent, Mistake

BOTH = """\
# two of them
[[mistake]]
name = "doubling triples"
breaks = "It doubles."
find = "2 * number"
put = "3 * number"
fails = ["test_a", "test_b"]

[[equivalent]]
find = "<"
put = "<="
reason = "they never meet"

[[mistake]]
name = "nothing is left"
source = '''
x = 1
'''
fails = ["test_a"]
"""


@pytest.fixture
def read(tmp_path):
    """A function that reads a file of mistakes with this content."""

    def read(content):
        path = tmp_path / "q001_x.mistakes.toml"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return mistakes.read(path)

    return read


def test_mistakes_and_equivalents_come_with_their_lines(read):
    assert read(BOTH) == mistakes.Listed(
        mistakes=(
            Mistake(
                name="doubling triples",
                breaks="It doubles.",
                find="2 * number",
                put="3 * number",
                fails=("test_a", "test_b"),
                line=2,
            ),
            Mistake(name="nothing is left", source="x = 1\n", fails=("test_a",), line=14),
        ),
        equivalents=(Equivalent(find="<", put="<=", reason="they never meet", line=9),),
    )


def test_a_file_may_list_nothing(read):
    assert read("") == mistakes.Listed()


def test_a_mistake_is_a_replacement_in_the_reference_or_a_module_of_its_own(read):
    replaced, whole = read(BOTH).mistakes
    assert replaced.apply("return 2 * number\n") == "return 3 * number\n"
    assert whole.apply("return 2 * number\n") == "x = 1\n"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("[[mistake]\n", ":1: cannot be read ("),
        ("\n\nname = \n", ":3: cannot be read ("),
        (b"\xff", ":1: cannot be read ("),
        ("\n[mistake]\nname = 'a'\n", ":2: has one mistake, not a list of them; write [[mistake]]"),
        ("mistake = 3\n", ":1: has one mistake, not a list"),
        ("mistake = ['a text']\n", ":1: this mistake: Expected `object`, got `str`; a [[mistake]]"),
        (
            "\n[[mistakes]]\nname = 'a'\n",
            ":2: has mistakes; only [[mistake]] and [[equivalent]] are",
        ),
        (
            "\n[[mistake]]\nname = 'a'\nfind = 'b'\nput = 'c'\n",
            ":2: the mistake 'a': Object missing required field `fails`; "
            "a [[mistake]] has name, breaks, find and put (or source), and fails",
        ),
        (
            "[[mistake]]\nname = 'a'\nfind = 'b'\nfails = []\n",
            ":1: the mistake 'a': it needs both `find` and `put`, or `source` alone; a [[mistake]]",
        ),
        (
            "[[mistake]]\nname = 'a'\nfind = 'b'\nput = ''\nsource = ''\nfails = []\n",
            ":1: the mistake 'a': it needs both `find` and `put`, or `source` alone",
        ),
        (
            "[[mistake]]\nname = 'a'\nbrakes = 'It.'\nsource = ''\nfails = []\n",
            ":1: the mistake 'a': Object contains unknown field `brakes`; a [[mistake]] has name",
        ),
        (
            "[[mistake]]\nname = 'a'\nbreaks = 3\nsource = ''\nfails = []\n",
            ":1: the mistake 'a': Expected `str`, got `int` - at `$.breaks`; a [[mistake]]",
        ),
        (
            "[[mistake]]\nsource = ''\nfails = []\n",
            ":1: this mistake: Object missing required field `name`; a [[mistake]] has name",
        ),
        (
            "[[equivalent]]\nfind = 'a'\nreason = 'b'\n",
            ":1: this equivalent: Object missing required field `put`; an [[equivalent]] has find",
        ),
    ],
)
def test_what_is_malformed_is_told_in_one_line_with_its_place(read, tmp_path, content, said):
    with pytest.raises(KataError) as raised:
        read(content)
    text = str(raised.value)
    assert text.startswith(f"{tmp_path / 'q001_x.mistakes.toml'}{said}")
    assert "\n" not in text


def test_white_space_in_a_quotation_is_normalised(read):
    listed = read(BOTH.replace('"It doubles."', '"""\nIt\n  doubles.\n"""'))
    assert listed.mistakes[0].breaks == "It doubles."


def mistake(breaks, *fails):
    return Mistake(name="a", breaks=breaks, source="", fails=fails)


@pytest.mark.parametrize(
    ("known", "found"),
    [
        ([], None),
        ([mistake("One.", "test_b")], None),
        ([mistake("One.", "test_a")], "One."),
        ([mistake("One.", "test_a"), mistake("One.", "test_b", "test_a")], "One."),
        ([mistake("One.", "test_a"), mistake("Two.", "test_a")], None),
        ([mistake("One.", "test_a", "test_b"), mistake("Two.", "test_a")], None),
        ([mistake("One.", "test_a", "test_c"), mistake("Two.", "test_a")], "Two."),
        ([mistake("One.", "test_a", "test_c")], None),
        ([mistake("", "test_a")], None),
    ],
)
def test_a_check_proves_what_the_mistakes_break_that_fail_nothing_but_what_failed(known, found):
    assert mistakes.sentence("test_a", ["test_a", "test_b"], known) == found


def test_what_a_file_lists_is_kept_until_it_changes(read, tmp_path):
    path = tmp_path / "q001_x.mistakes.toml"
    first = read(BOTH)
    assert read(BOTH) == first
    assert read(BOTH.replace("doubling triples", "else")).mistakes[0].name == "else"
    mistakes.CACHE.write(path, path.read_bytes(), b"[[[")
    assert mistakes.read(path).mistakes[0].name == "else"


def test_a_file_that_is_not_there_cannot_be_read(tmp_path):
    with pytest.raises(KataError, match="nowhere.toml:1: cannot be read"):
        mistakes.read(tmp_path / "nowhere.toml")
