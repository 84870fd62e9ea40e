"""The gate `promises`, and the splitter that says what the sentences of a prompt are."""

import pytest

from grader.authoring.promises import promised
from grader.authoring.sentences import Section, blocks, sections, sentences, unread
from tests.support import Q1_FILES, assert_said, edit

STUB, _, _, MISTAKES = Q1_FILES

TRIPLES = "`triple(number)` returns three times the number."


def split(text):
    """The texts of the sentences of a section with this body."""
    return [sentence.text for sentence in sentences(Section("Build", text, 1))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("One. Two! Three? Four", ["One.", "Two!", "Three?", "Four"]),
        ("One goes\n  on.\tTwo  is\nhere.", ["One goes on.", "Two is here."]),
        ("It is 3.14 or v1.2.3, a.b or x.py. 7 is less.", None),
        ("Sums to 3. 14 follow.", ["Sums to 3.", "14 follow."]),
        ("`f(x)` works. `g(x)` does not.", ["`f(x)` works.", "`g(x)` does not."]),
        (
            "Call `a. B` or `c! D? E. 7` here. Then go.",
            ["Call `a. B` or `c! D? E. 7` here.", "Then go."],
        ),
        ("It returns `x.` Then more.", ["It returns `x.` Then more."]),
        ("It returns `x`. Then more.", ["It returns `x`.", "Then more."]),
        ("Write ``a ` b. C`` so. Then `x`.", ["Write ``a ` b. C`` so.", "Then `x`."]),
        ("A span `over\ntwo. Lines` here. Then.", ["A span `over two. Lines` here.", "Then."]),
        ("A lone ` is text. Then more.", ["A lone ` is text.", "Then more."]),
        ("Any number, e.g. A list, i.e. `x`, E.g. Three. Then.", None),
        (
            "One. -1 is not. $x is. ≥ 2 too. /x/ as well.",
            ["One.", "-1 is not.", "$x is.", "≥ 2 too.", "/x/ as well."],
        ),
        ("It is so. … and. – or not. then!", ["It is so. … and. – or not. then!"]),
        ("Some, e.g. a list. Then more.", ["Some, e.g. a list.", "Then more."]),
        ("And so on... Then more.", ["And so on...", "Then more."]),
        ("Wait ... and see.", ["Wait ... and see."]),
        ("Really?! Yes.", ["Really?!", "Yes."]),
        ('It says "no." Then it ends.', ['It says "no."', "Then it ends."]),
        (
            "It ends. (Or not.) Then [so it is.] On.",
            ["It ends.", "(Or not.)", "Then [so it is.]", "On."],
        ),
        ('It ends. "Then" is said.', ["It ends.", '"Then" is said.']),
        ("It **holds.** *Then* more.", ["It **holds.**", "*Then* more."]),
        ("No full stop. yet it goes on", ["No full stop. yet it goes on"]),
        ("Größe zählt. Übrig bleibt eins.", ["Größe zählt.", "Übrig bleibt eins."]),
        ("One\n\nTwo", ["One", "Two"]),
        (
            "It has:\n\n- one\n- two, and\n  more. Then\n  on.\n- three",
            ["It has:", "one", "two, and more.", "Then on.", "three"],
        ),
        (
            "It has:\n- one\n  - inner\n    goes on.\n  - inner two\n- two",
            ["It has:", "one", "inner goes on.", "inner two", "two"],
        ),
        ("- one:\n\n  A paragraph. Of it.\n\nAfter.", ["one:", "A paragraph.", "Of it.", "After."]),
        ("* one\n+ two\n\n1. three\n2. four\n3) five", ["one", "two", "three", "four", "five"]),
        ("It needs Python\n3. Then it works.", ["It needs Python 3.", "Then it works."]),
        ("- at most\n  3. Then it stops.", ["at most 3.", "Then it stops."]),
        ("Like this:\n\n    x = 1. Then\n\n    y\n\nAnd on.", ["Like this:", "And on."]),
        ("So:\n\n    >>> f()\n    It. Is.\n\nAnd on.", ["So:", "And on."]),
        ("So:\n>>> f()\n3\n\nAnd on.", ["So:", "And on."]),
        ("So:\n\n```python\nIt. Is.\n\nNot.\n```\nAnd on.", ["So:", "And on."]),
        ("~~~\nIt. Is.\n~~~", []),
        ("```never closed\n\nIt counts.", ["```never closed", "It counts."]),
        ("### A heading. Or two\n\nText.", ["Text."]),
        (
            "| call | gives |\n| --- | :-: |\n| `f()` | 1. And 2 |\n| `g()` | 3 |",
            ["| `f()` | 1. And 2 |", "| `g()` | 3 |"],
        ),
        ("", []),
        ("\n \n", []),
    ],
)
def test_sentences(text, found):
    assert split(text) == (found if found is not None else _same(text))


def _same(text):
    """What the two long rows come to."""
    return {
        "It": ["It is 3.14 or v1.2.3, a.b or x.py.", "7 is less."],
        "Any": ["Any number, e.g. A list, i.e. `x`, E.g. Three.", "Then."],
    }[text.split()[0]]


def test_sentences_know_their_lines():
    text = "First.\n\n## Build\n\nOne. Two\ngoes on. Three.\n\n- Four\n\n## Rules\nFive."
    found = [(s.line, s.text) for section in sections(text) for s in sentences(section)]
    assert found == [
        (5, "One."),
        (5, "Two goes on."),
        (6, "Three."),
        (8, "Four"),
        (11, "Five."),
    ]


def test_sections_are_those_of_the_second_level():
    found = sections("# Top\n\nIntro\n\n## One\na\n### Inner\nb\n\n## Two \n")
    assert [(s.title, s.body.split(), s.line) for s in found] == [
        ("One", ["a", "###", "Inner", "b"], 6),
        ("Two", [], 11),
    ]


def test_a_block_is_a_paragraph_an_item_or_a_row():
    found = blocks("A\nB\n\n- C\n- D\n\n| E |\n")
    assert [(block.lines, block.line) for block in found] == [
        (("A", "B"), 1),
        (("C",), 4),
        (("D",), 5),
        (("| E |",), 7),
    ]


def test_the_lines_that_are_no_prose_are_known():
    text = "It is.\n\n### Inner\n\n| E |\n| - |\n| F |\n\n    code\n\n>>> 1\n2\n"
    found = [(line.line, line.text) for line in unread(Section("Build", text, 11))]
    code = [(19, "    code"), (21, ">>> 1"), (22, "2")]
    assert found == [(13, "### Inner"), (15, "| E |"), (16, "| - |"), *code]


def test_only_build_and_rules_promise_something():
    prompt = (
        "It is.\n\n## Build\n\nA.\n\n## Rules\n\nB.\n\n## Left open\n\nC.\n\n## Example\n\nD.\n"
    )
    assert [sentence.text for sentence in promised(prompt)] == ["A.", "B."]


def test_a_sentence_that_no_mistake_breaks_is_named(breaches, folder):
    edit(folder / STUB, "- Numbers are", "- Zero stays zero. Numbers are")
    assert breaches("promises") == [
        f'{STUB}:15: promises: no mistake breaks "Zero stays zero."; write one that does and is '
        "caught, or delete the sentence, or move it to Left open"
    ]


def test_what_is_left_open_is_never_asked(breaches, folder):
    edit(folder / STUB, "## Example", "## Left open\n\nWhat zero gives.\n\n## Example")
    assert breaches("promises") == []


def test_a_quotation_that_has_become_stale_is_named_with_what_is_near_it(breaches, folder):
    edit(folder / STUB, "returns three times the number", "returns the number three times")
    assert breaches("promises") == [
        f"{MISTAKES}:8: promises: the mistake 'tripling doubles': quotes no sentence of Build or "
        f'Rules, "{TRIPLES}"; the nearest is "`triple(number)` returns the number three times."',
    ]


@pytest.mark.parametrize(
    ("quoted", "said"),
    [
        ("returns three times", f'"returns three times"; quote the whole of "{TRIPLES}"'),
        ("A `str` raises `TypeError`. " + TRIPLES, 'one sentence alone, as "`triple'),
        ("Whatever came to mind", "quote the one that it breaks, word for word"),
        (" ", "give it `breaks`, the sentence of Build or Rules that it breaks, word for word"),
    ],
)
def test_a_quotation_is_of_one_whole_sentence(breaches, folder, quoted, said):
    edit(folder / MISTAKES, f'breaks = "{TRIPLES}"', f'breaks = "{quoted}"')
    *others, breach = breaches("promises")
    assert said in breach
    # what it means is told by the quotation alone, where that is known
    unknown = TRIPLES not in breach.rpartition('"; ')[2]
    assert_said(others, *(["no mistake breaks"] if unknown and quoted != " " else []))


def test_a_mistake_that_breaks_nothing_is_named(breaches, folder):
    edit(folder / MISTAKES, f'breaks = "{TRIPLES}"\n', "")
    (breach,) = breaches("promises")
    assert breach.startswith(f"{MISTAKES}:8: promises: the mistake 'tripling doubles': give it")
    assert breach.endswith(f'perhaps "{TRIPLES}"')


def test_white_space_makes_no_difference_to_a_quotation(breaches, folder):
    edit(folder / STUB, "returns three times the", "returns three\ntimes   the")
    edit(folder / MISTAKES, f'breaks = "{TRIPLES}"', f'breaks = """\n{TRIPLES}\n"""')
    assert breaches("promises") == []


def test_a_sentence_that_stands_twice_is_not_proven_twice(breaches, folder):
    edit(folder / STUB, "- Numbers are", f"- {TRIPLES}\n- Numbers are")
    assert_said(breaches("promises"), f'py:15: promises: the sentence "{TRIPLES}" stands twice')
