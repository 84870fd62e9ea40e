"""Charts as inline SVG: plain shapes with their numbers beside them, coloured by the page's style.

No text in them comes from a submission.
"""

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from grader.catalog import Level
from grader.cohort.dashboard.figures import KINDS

WIDTH = 640
BAR = 26
LEFT = 70


def histogram(counts: Sequence[int]) -> Markup:
    """How many learners have which score, as upright bars."""
    height, base = 200, 170
    most = max([*counts, 1])
    step = WIDTH / len(counts)
    parts = []
    for place, count in enumerate(counts):
        tall = round(140 * count / most, 1)
        x = round(place * step + 4, 1)
        parts.append(_rect("solved", x, base - tall, step - 8, tall))
        parts.append(_text(x + step / 2 - 4, base - tall - 6, str(count)))
        low, high = (100 * (place + each) // len(counts) for each in (0, 1))
        parts.append(_text(x + step / 2 - 4, base + 20, f"{low}–{high}"))
    said = ", ".join(
        f"{100 * n // len(counts)} to {100 * (n + 1) // len(counts)} percent: {count}"
        for n, count in enumerate(counts)
    )
    return _svg(height, f"Number of learners by score. {said}", parts)


def progress(levels: Sequence[tuple[Level, Mapping[str, float]]]) -> Markup:
    """For each level a bar, divided by outcome."""
    parts, said = [], []
    for row, (level, shares) in enumerate(levels):
        y, x = row * (BAR + 10) + 4, float(LEFT)
        parts.append(_text(LEFT - 8, y + BAR / 2 + 4, str(level), "end"))
        for kind in KINDS:
            wide = (WIDTH - LEFT) * shares[kind]
            parts.append(_rect(kind.replace(" ", "-"), round(x, 1), y, wide, BAR))
            if wide > 36:
                parts.append(_text(x + wide / 2, y + BAR / 2 + 4, f"{100 * shares[kind]:.0f} %"))
            x += wide
        told = ", ".join(f"{100 * shares[kind]:.0f} percent {kind}" for kind in KINDS)
        said.append(f"{level}: {told}")
    return _svg(len(levels) * (BAR + 10) + 8, f"Progress by level. {'; '.join(said)}", parts)


def _svg(height: float, said: str, parts: Sequence[Markup]) -> Markup:
    opening = Markup('<svg viewBox="0 0 {} {}" role="img" aria-label="{}">').format(
        WIDTH, height, said
    )
    return opening + Markup("").join(parts) + Markup("</svg>")


def _rect(kind: str, x: float, y: float, width: float, height: float) -> Markup:
    return Markup('<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>').format(
        kind, x, y, round(width, 1), height
    )


def _text(x: float, y: float, text: str, anchor: str = "middle") -> Markup:
    return Markup('<text x="{}" y="{}" text-anchor="{}">{}</text>').format(
        round(x, 1), round(y, 1), anchor, text
    )
