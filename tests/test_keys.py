"""Keys, told from whatever else a terminal sends."""

import pytest

from grader.practice.keys import (
    DOWN,
    ENTER,
    ERASE,
    ESCAPE,
    PAGE_DOWN,
    PAGE_UP,
    PASTE_SECONDS,
    TAB,
    UP,
    Decoder,
    Key,
)

SEQUENCES = {
    "shift-up": "\x1b[1;2A",
    "left": "\x1b[D",
    "ctrl-up in application mode": "\x1bO5A",
    "home": "\x1b[H",
    "home of rxvt": "\x1b[7~",
    "delete": "\x1b[3~",
    "shift-tab": "\x1b[Z",
    "F1": "\x1bOP",
    "F2": "\x1bOQ",
    "F3": "\x1bOR",
    "F3 of xterm, shifted": "\x1b[1;2R",
    "F5": "\x1b[15~",
    "F12": "\x1b[24~",
    "F1 of the Linux console": "\x1b[[A",
    "F3 of the Linux console": "\x1b[[C",
    "alt-left of rxvt": "\x1b\x1b[D",
    "alt-q": "\x1bq",
    "alt-r": "\x1br",
    "a mouse": "\x1b[<0;12;7M",
    "a place": "\x1b[12;40R",
    "focus": "\x1b[I",
    "a colour": "\x1b]11;rgb:0000/0000/0000\x1b\\",
    "a colour, closed by a bell": "\x1b]11;rgb:0000/0000/0000\x07",
    "a device": "\x1bP1$r0q\x1b\\",
    "a paste": "\x1b[200~quit\nry\x1b[201~",
    "a paste of a sequence": "\x1b[200~\x1b[A q \x1b[20\x1b[201~",
    "a paste that is no ASCII": "\x1b[200~q é 日 r\x1b[201~",
}


def pressed(*pieces):
    decoder = Decoder()
    return [key for piece in pieces for key in decoder.feed(piece)]


@pytest.mark.parametrize("sequence", SEQUENCES.values(), ids=SEQUENCES)
def test_a_sequence_is_swallowed_whole(sequence):
    assert pressed(f"n{sequence}h{sequence}{sequence}b".encode()) == ["n", "h", "b"]


@pytest.mark.parametrize("sequence", SEQUENCES.values(), ids=SEQUENCES)
def test_a_sequence_may_come_in_pieces(sequence):
    data = f"{sequence}h".encode()
    for place in range(1, len(data)):
        assert pressed(data[:place], data[place:]) == ["h"]
    assert pressed(*(data[i : i + 1] for i in range(len(data)))) == ["h"]


@pytest.mark.parametrize(
    ("sequence", "key"),
    [
        (b"\x1b[A", UP),
        (b"\x1bOA", UP),
        (b"\x1b[B", DOWN),
        (b"\x1bOB", DOWN),
        (b"\x1b[5~", PAGE_UP),
        (b"\x1b[6~", PAGE_DOWN),
    ],
)
def test_a_key_that_turns_pages_is_told_whole_and_in_pieces(sequence, key):
    for place in range(len(sequence)):
        assert pressed(b"n" + sequence[:place], sequence[place:] + b"h") == ["n", key, "h"]


def test_keys_that_come_together_all_count():
    assert pressed(b"nn\r\tq\x7f") == ["n", "n", ENTER, TAB, "q", ERASE]


def test_characters_may_come_in_pieces_and_controls_are_nothing():
    assert pressed(b"\x00\x04\xc3", b"\xa9", b"\x01N") == ["é", "N"]


def test_escape_is_a_key_when_nothing_follows():
    decoder = Decoder()
    assert list(decoder.feed(b"\x1b")) == []
    assert decoder.unsure
    assert decoder.pause() == [ESCAPE]
    assert not decoder.unsure
    assert list(decoder.feed(b"q")) == ["q"]


@pytest.mark.parametrize("rest", [b"OR", b"[C", b"[15~"])
def test_a_sequence_that_stopped_after_its_escape_is_swallowed_all_the_same(rest):
    decoder = Decoder()
    list(decoder.feed(b"\x1b"))
    decoder.pause()
    assert list(decoder.feed(rest + b"n")) == ["n"]


def test_a_string_that_is_never_closed_ends_when_nothing_follows():
    decoder = Decoder()
    assert list(decoder.feed(b"\x1bPq")) == []
    assert decoder.unsure
    assert decoder.pause() == []
    assert list(decoder.feed(b"q")) == ["q"]


def test_each_key_has_a_letter_of_its_own():
    letters = [key.value[0] for key in Key]
    assert len(set(letters)) == len(letters)
    assert [Key.of(letter) for letter in letters] == list(Key)
    assert (Key.of("N"), Key.of(ENTER), Key.of("7")) == (Key.NEXT, Key.CHECK, None)


def test_a_paste_whose_end_is_lost_ends_after_a_while():
    decoder = Decoder()
    assert list(decoder.feed(b"\x1b[200~hello")) == []
    assert (decoder.unsure, decoder.patience) == (True, PASTE_SECONDS)
    assert decoder.pause() == []
    assert list(decoder.feed(b"n")) == ["n"]
