"""The gate `promises`: every sentence of a prompt's Build and Rules is broken by a mistake.

Each is quoted, whole and word for word, by the `breaks` of at least one mistake, and each `breaks`
quotes one. What is left open is never asked.
"""

import difflib
from collections.abc import Collection, Iterator, Sequence

from grader.authoring.files import Breach, Files
from grader.authoring.sentences import Sentence, sections, sentences

ASKED = ("Build", "Rules")
"""The sections that promise something."""


def promised(prompt: str) -> list[Sentence]:
    """The sentences of a prompt that have to be proven."""
    asked = (section for section in sections(prompt) if section.title in ASKED)
    return [sentence for section in asked for sentence in sentences(section)]


def promises(files: Files) -> Iterator[Breach]:
    """What is not proven, in the order of the prompt; then the quotations that are none."""
    asked = promised(files.prompt)
    texts = [sentence.text for sentence in asked]
    quoted = {mistake.breaks for mistake in files.listed.mistakes}
    for place, sentence in enumerate(asked):
        if sentence.text in texts[:place]:
            said = f'the sentence "{sentence.text}" stands twice; word one of them otherwise'
        elif sentence.text not in quoted:
            said = (
                f'no mistake breaks "{sentence.text}"; write one that does and is caught, '
                "or delete the sentence, or move it to Left open"
            )
        else:
            continue
        yield Breach("promises", files.stub.path, sentence.line, said)
    for mistake in files.listed.mistakes:
        if not mistake.breaks:
            said = "give it `breaks`, the sentence of Build or Rules that it breaks, word for word"
        elif mistake.breaks not in texts:
            said = f'quotes no sentence of Build or Rules, "{mistake.breaks}"; '
            said += _remedy(mistake.breaks, texts, quoted)
        else:
            continue
        path = files.exercise.mistakes_file
        yield Breach("promises", path, mistake.line, f"the mistake {mistake.name!r}: {said}")


def _remedy(quotation: str, texts: Sequence[str], quoted: Collection[str]) -> str:
    if whole := [text for text in texts if quotation in text]:
        return f'quote the whole of "{whole[0]}"'
    if several := [text for text in texts if text in quotation]:
        return f'quote one sentence alone, as "{several[0]}"'
    unproven = [text for text in texts if text not in quoted]
    if close := difflib.get_close_matches(quotation, unproven or texts, n=1):
        return f'the nearest is "{close[0]}"'
    return "quote the one that it breaks, word for word"
