"""The gate `promises`: every sentence of a prompt's Build and Rules is broken by a mistake.

Each is quoted, whole and word for word, by the `breaks` of at least one mistake, and each `breaks`
quotes one. What is left open is never asked.
"""

import difflib
from collections.abc import Iterator, Sequence

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
    mistakes = files.listed.mistakes
    quoted = {mistake.breaks for mistake in mistakes}
    unproven = [text for text in texts if text not in quoted]
    wrong = []
    for mistake in mistakes:
        if mistake.breaks in texts:
            continue
        meant = _meant(mistake.breaks, unproven) or _meant(mistake.breaks, texts)
        if meant in unproven:
            unproven.remove(meant)  # to quote it mends both
        wrong.append((mistake, meant))
    for place, sentence in enumerate(asked):
        if sentence.text in texts[:place]:
            said = f'the sentence "{sentence.text}" stands twice; word one of them otherwise'
        elif sentence.text in unproven:
            said = (
                f'no mistake breaks "{sentence.text}"; write one that does and is caught, '
                "or delete the sentence, or move it to Left open"
            )
        else:
            continue
        yield Breach("promises", files.stub.path, sentence.line, said)
    for mistake, meant in wrong:
        said = f"the mistake {mistake.name!r}: {_remedy(mistake.breaks, meant)}"
        yield Breach("promises", files.exercise.mistakes_file, mistake.line, said)


def _meant(quotation: str, texts: Sequence[str]) -> str | None:
    """Of sentences, the one that a quotation means, which is none; for no text, the first."""
    if not quotation:
        return next(iter(texts), None)
    alike = [text for text in texts if quotation in text or text in quotation]
    return next(iter(alike or difflib.get_close_matches(quotation, texts, n=1)), None)


def _remedy(quotation: str, meant: str | None) -> str:
    if not quotation:
        said = "give it `breaks`, the sentence of Build or Rules that it breaks, word for word"
        return f'{said}, perhaps "{meant}"' if meant else said
    said = f'quotes no sentence of Build or Rules, "{quotation}"; '
    if not meant:
        return f"{said}quote the one that it breaks, word for word"
    if quotation in meant:
        return f'{said}quote the whole of "{meant}"'
    if meant in quotation:
        return f'{said}quote one sentence alone, as "{meant}"'
    return f'{said}the nearest is "{meant}"'
