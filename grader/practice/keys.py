"""Keys: what each one does in `kata watch`, and how they are told from what else a terminal sends.

A function or cursor key arrives as a sequence that begins with Escape and goes on with letters, in
one read or in several; a paste is enclosed in two such sequences. All of that is swallowed whole,
but for the keys that turn pages.
The forms are those of ECMA-48 (CSI, SS3, control strings), of xterm (bracketed paste) and of the
Linux console, whose F1 is Escape, two brackets and a letter.
"""

import codecs
import enum
from collections.abc import Iterator


class Key(enum.Enum):
    """What a key does: its letter, and a word for it, in the order in which they are shown."""

    NEXT = "n", "next"
    BACK = "b", "back"
    HINT = "h", "hint"
    PROMPT = "p", "prompt"
    LIST = "l", "list"
    CHECK = "c", "check"
    RESET = "r", "reset"
    DIFF = "d", "diff"
    ANSWER = "a", "answer"
    QUIT = "q", "quit"

    def __str__(self) -> str:
        return " ".join(self.value)

    @classmethod
    def of(cls, pressed: str) -> "Key | None":
        """What was meant by a key that was pressed; Enter checks as well."""
        letter = "c" if pressed == ENTER else pressed.lower()
        return next((key for key in cls if key.value[0] == letter), None)


ONCE_SOLVED = (Key.DIFF, Key.ANSWER)
"""What gives the solution away."""

HELP = ", ".join(map(str, Key))
"""All keys, in a line."""

ENTER, ESCAPE, TAB, SPACE, ERASE = "enter", "escape", "tab", " ", "erase"
UP, DOWN, PAGE_UP, PAGE_DOWN = "up", "down", "page up", "page down"
"""Keys that are no letters."""

_NAMES = {"\r": ENTER, "\n": ENTER, "\t": TAB, "\x7f": ERASE, "\x08": ERASE}

ESCAPE_SECONDS = 0.3
"""How long after an Escape nothing may come for it to be the key, and not the start of more."""

PASTE_SECONDS = 2.0
"""How long nothing may come within a paste; then its end is lost."""

_CURSOR = {"A": UP, "B": DOWN, "5~": PAGE_UP, "6~": PAGE_DOWN}
"""The ends of the sequences that mean something, pressed alone."""

_PASTE_ENDS = "\x1b[201~"


class _State(enum.Enum):
    """Where in a sequence the decoder is."""

    PLAIN = enum.auto()
    ESCAPED = enum.auto()
    """After an Escape."""
    LONE = enum.auto()
    """After an Escape that was taken for the key: what goes on like a sequence is one, late."""
    CSI = enum.auto()
    """After Escape and a bracket: parameters, then a letter."""
    LAST = enum.auto()
    """One more letter ends it."""
    STRING = enum.auto()
    """In a text for the terminal's other end, until it is closed."""
    PASTE = enum.auto()
    """In pasted text."""


class Decoder:
    """Turns what a terminal sends into keys: characters, and the names above."""

    def __init__(self) -> None:
        self._text = codecs.getincrementaldecoder("utf-8")("replace")
        self._state = _State.PLAIN
        self._seen = ""

    @property
    def unsure(self) -> bool:
        """Whether it depends on what comes next, or that nothing does, what the last byte meant."""
        return self._state in (_State.ESCAPED, _State.STRING, _State.PASTE)

    @property
    def patience(self) -> float:
        """For how many seconds nothing may come until that is settled."""
        return PASTE_SECONDS if self._state is _State.PASTE else ESCAPE_SECONDS

    def feed(self, data: bytes) -> Iterator[str]:
        """The keys in what was read."""
        for character in self._text.decode(data):
            if key := self._take(character):
                yield key

    def pause(self) -> list[str]:
        """Nothing has come for a while: the key that the last byte was, if it was one."""
        was, self._state = self._state, _State.PLAIN
        if was is _State.ESCAPED:
            self._state = _State.LONE
            return [ESCAPE]
        return []

    def _take(self, character: str) -> str:
        state, self._state = self._state, _State.PLAIN
        if state is _State.PASTE:
            self._seen = (self._seen + character)[-len(_PASTE_ENDS) :]
            if self._seen != _PASTE_ENDS:
                self._state = _State.PASTE
        elif character == "\x1b":
            self._state = _State.ESCAPED
        elif state in (_State.ESCAPED, _State.LONE) and character in "[O":
            self._state, self._seen = _State.CSI if character == "[" else _State.LAST, ""
        elif state is _State.ESCAPED:
            if character in "]PX^_":
                self._state = _State.STRING
        elif state is _State.CSI:
            self._state = self._in_csi(character)
            if self._state is _State.PLAIN:
                return _CURSOR.get(self._seen + character, "")
        elif state is _State.LAST:
            if character.isdigit():
                self._state, self._seen = _State.LAST, character  # a modifier: Shift, Alt, Ctrl
            else:
                return _CURSOR.get(self._seen + character, "")
        elif state is _State.STRING:
            if character != "\x07":
                self._state = _State.STRING
        else:
            return _NAMES.get(character) or (character if character.isprintable() else "")
        return ""

    def _in_csi(self, character: str) -> _State:
        if " " <= character <= "?":
            self._seen = (self._seen + character)[-16:]
            return _State.CSI
        if character == "[" and not self._seen:
            self._seen = character
            return _State.LAST
        if character == "~" and self._seen == "200":
            return _State.PASTE
        return _State.PLAIN
