"""An SVG that is drawn shape by shape, small enough to stand inside a page.

Colours here are names: the style sheet turns each into the one of the theme, and a file that stands alone keeps them.
Hatching is drawn as lines, so that no picture needs an id.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape, unescape
from typing import Final
from unicodedata import category

from markupsafe import Markup

from lmis.exchange.place_profiles import Word

WIDTH: Final = 400
FONTS: Final = {
    "en": "Noto Sans, Noto Sans Khmer, Noto Sans Lao, sans-serif",
    "km": "Noto Sans Khmer, Noto Sans, sans-serif",
    "lo": "Noto Sans Lao, Noto Sans, sans-serif",
}
"""Of a file that stands alone; the script's own font comes first, or a renderer sets its clusters apart."""
INK, QUIET, LINE, CARD = "#1b2733", "#52606d", "#d5dbe3", "#ffffff"
COLOURS: Final = ("#1d5b8f", "#b4530a", "#1f7a4d", "#7a3b8f")
"""Blue, orange, green and violet of the theme."""
DASHES: Final = ("", "6 3", "2 2", "8 2 2 2")
"""Series differ in dash as well, so that they can be told apart without colour."""
STEPS: Final = (0.12, 0.28, 0.45, 0.85, 1.0)
"""How much of a colour: text on the last two is that of the card."""
SUBSCRIPT: Final = "\u17d2"
"""In Khmer the letter behind it stands below the one before."""
WIDE, NARROW = 0.62, 0.56
"""The usual advance of a letter of Khmer or Lao, and of a Latin one, in sizes of the text."""


def room(text: str, size: float) -> float:
    """About how wide a text is."""
    wide = 0.0
    for before, letter in zip(" " + text, text, strict=False):
        if category(letter) in ("Mn", "Me", "Cf") or before == SUBSCRIPT:
            continue
        wide += WIDE if letter > "\u0e7f" else NARROW
    return wide * size


def fitted(text: str, size: float, width: float) -> str:
    """The text, cut between letters where it has no room; empty where nothing of it has."""
    if room(text, size) <= width:
        return text
    kept = text
    while kept and room(kept + "…", size) > width:
        kept = kept[:-1]
        while kept and (kept[-1] == SUBSCRIPT or _joined(text, len(kept))):
            kept = kept[:-1]
    return kept.rstrip() + "…" if len(kept) > 1 else ""


def _joined(text: str, at: int) -> bool:
    """Whether a cut here would part a letter from a sign that belongs to it."""
    return at < len(text) and (category(text[at]) in ("Mn", "Mc", "Me", "Cf") or text[at] == SUBSCRIPT)


def _n(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".") or "0"


_WORDS: Final = re.compile(r"<title>[^<]*</title>|<text ([^>]*)>([^<]*)</text>")


_TOLD: Final = re.compile(r'([a-z-]+)="([^"]*)"')


@dataclass
class Canvas:
    """Shapes in the order in which they are drawn; `height` grows with what is put on it."""

    height: float = 0
    parts: list[str] = field(default_factory=list)

    @contextmanager
    def group(self, kind: str, series: int | None = None, told: str = "") -> Iterator[None]:
        """What is drawn inside belongs together: a mark (`m`), a series (`s`), an entry of the legend (`k`).

        `told` is what a mark says when it is pointed at; `series` is the entry of the legend that it belongs to.
        """
        start = len(self.parts)
        yield
        if inside := "".join(self.parts[start:]):
            of = "" if series is None else f' data-s="{series}"'
            title = f"<title>{escape(told)}</title>" if told else ""
            self.parts[start:] = [f'<g class="{kind}"{of}>{title}{inside}</g>']

    def rect(
        self, x: float, y: float, width: float, height: float, fill: str, *, part: float = 1, edge: str = ""
    ) -> None:
        """A rectangle; `part` of the colour, an `edge` around it."""
        if width <= 0 or height <= 0:
            return
        more = f' fill-opacity="{part:g}"' if part != 1 else ""
        more += f' stroke="{edge}"' if edge else ""
        self.parts.append(
            f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}" fill="{fill}"{more}/>'
        )
        self._reach(y + height)

    def hatch(self, x: float, y: float, width: float, height: float, colour: str = QUIET) -> None:
        """Slanting lines inside a rectangle: what stands here is hidden or unreliable."""
        if width <= 1 or height <= 1:
            return
        gap, strokes = 5.0, []
        at = gap / 2
        while at < width + height:
            left, bottom = max(0.0, at - height), min(at, height)
            right, top = min(at, width), max(0.0, at - width)
            strokes.append(f"M{_n(x + left)} {_n(y + bottom)}L{_n(x + right)} {_n(y + top)}")
            at += gap
        self.parts.append(f'<path d="{"".join(strokes)}" stroke="{colour}" stroke-width=".8" fill="none"/>')
        self._reach(y + height)

    def line(self, x1: float, y1: float, x2: float, y2: float, colour: str = LINE, width: float = 1) -> None:
        """A straight line."""
        self.path(f"M{_n(x1)} {_n(y1)}L{_n(x2)} {_n(y2)}", colour, width)
        self._reach(max(y1, y2))

    def path(self, d: str, colour: str, width: float = 2, *, dash: str = "", fill: str = "", part: float = 1) -> None:
        """A path, drawn or filled."""
        more = f' stroke-dasharray="{dash}"' if dash else ""
        if fill:
            self.parts.append(f'<path d="{d}" fill="{fill}" fill-opacity="{part:g}"/>')
            return
        self.parts.append(f'<path d="{d}" stroke="{colour}" stroke-width="{width:g}" fill="none"{more}/>')

    def polyline(self, points: Sequence[tuple[float, float] | None], colour: str, *, dash: str = "") -> None:
        """A line through points; it breaks where there is none."""
        d, pen = [], "M"
        for point in points:
            if point is None:
                pen = "M"
                continue
            d.append(f"{pen}{_n(point[0])} {_n(point[1])}")
            pen = "L"
        if d:
            self.path("".join(d), colour, dash=dash)

    def dot(self, x: float, y: float, colour: str, *, open_: bool = False, size: float = 3) -> None:
        """A mark; an open one is unreliable."""
        fill = f'fill="{CARD}" stroke="{colour}"' if open_ else f'fill="{colour}"'
        self.parts.append(f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{size:g}" {fill}/>')
        self._reach(y + size)

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float = 11,
        colour: str = INK,
        anchor: str = "start",
        bold: bool = False,
    ) -> None:
        """A line of text upon y."""
        if not text:
            return
        more = f' text-anchor="{anchor}"' if anchor != "start" else ""
        more += ' font-weight="700"' if bold else ""
        more += f' font-size="{size:g}"' if size != 11 else ""
        self.parts.append(f'<text x="{_n(x)}" y="{_n(y)}" fill="{colour}"{more}>{escape(text)}</text>')
        self._reach(y + size * 0.4)

    def whisker(self, x1: float, x2: float, y: float) -> None:
        """The interval of a figure, lying."""
        d = f"M{_n(x1)} {_n(y)}H{_n(x2)}M{_n(x1)} {_n(y - 3)}v6M{_n(x2)} {_n(y - 3)}v6"
        self.path(d, INK, 1.2)

    def legend(self, names: Sequence[str], colours: Sequence[str] = COLOURS, parts: Sequence[float] = ()) -> float:
        """Boxes with their names, on as many lines as they need; returns where the chart may begin."""
        x, y = 0.0, self.height + 12
        for at, name in enumerate(names):
            written = fitted(name, 11, WIDTH - 20)
            needed = 16 + room(written, 11) + 12
            if x and x + needed > WIDTH + 12:
                x, y = 0.0, y + 17
            with self.group("k", at):
                self.rect(x, y - 9, 11, 11, colours[at % len(colours)], part=parts[at] if parts else 1)
                self.text(x + 16, y, written, colour=QUIET)
            x += needed
        self.height = y + 8
        return self.height

    def _reach(self, y: float) -> None:
        self.height = max(self.height, y)

    def inline(self, name: str, told: str) -> Markup:
        """As it stands inside a page; `told` is what somebody hears who does not see it."""
        head = f'<svg class="chart {escape(name)}" role="img" aria-label="{escape(told)}" font-size="11" '
        return Markup(f'{head}viewBox="0 0 {WIDTH} {_n(self.height + 4)}">{"".join(self.parts)}</svg>')

    def apart(self) -> tuple[str, list[Word]]:
        """The shapes as SVG, and the texts upon them, for a document that sets its own texts."""
        drawn = "".join(self.parts)
        svg = (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{_n(self.height + 4)}" '
            f'viewBox="0 0 {WIDTH} {_n(self.height + 4)}">{_WORDS.sub("", drawn)}</svg>'
        )
        found = [(dict(_TOLD.findall(one[1])), one[2]) for one in _WORDS.finditer(drawn) if one[1]]
        return svg, [
            Word(float(told["x"]), float(told["y"]), unescape(text), float(told.get("font-size", 11)),
                 told["fill"], told.get("text-anchor", "start"), "font-weight" in told)
            for told, text in found
        ]  # fmt: skip

    def file(self, title: str, above: Sequence[str], below: Sequence[str], language: str) -> str:
        """As it stands alone: with its title, what it is of, and where it comes from."""
        words, pad = Canvas(), 14.0
        for at, line in enumerate(wrapped(title, 15, WIDTH)):
            words.text(0, 16 + at * 20, line, size=15, bold=True)
        for line in above:
            for part in wrapped(line, 11, WIDTH):
                words.text(0, words.height + 14, part, colour=QUIET)
        top = words.height + 12
        foot = Canvas(height=top + self.height + 6)
        for line in below:
            for part in wrapped(line, 9, WIDTH):
                foot.text(0, foot.height + 11, part, size=9, colour=QUIET)
        width, height = WIDTH + 2 * pad, foot.height + 2 * pad
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" xml:lang="{language}" width="{_n(width * 2)}" '
            f'height="{_n(height * 2)}" viewBox="0 0 {_n(width)} {_n(height)}" '
            f'font-family="{FONTS[language]}" font-size="11" '
            f'role="img"><title>{escape(title)}</title><rect width="100%" height="100%" fill="{CARD}"/>'
            f'<g transform="translate({_n(pad)} {_n(pad)})">{"".join(words.parts)}'
            f'<g transform="translate(0 {_n(top)})">{"".join(self.parts)}</g>{"".join(foot.parts)}</g></svg>'
        )


@lru_cache(maxsize=2048)
def wrapped(text: str, size: float, width: float) -> Sequence[str]:
    """The text in lines, broken where its script may be broken."""
    if room(text, size) <= width:
        return [text]
    from icu4py.breakers import LineBreaker

    lines, line = [], ""
    for segment in LineBreaker(text, "en"):
        piece = str(segment)
        if line and room(line + piece, size) > width:
            lines.append(line.rstrip())
            line = ""
        line += piece
    return [*lines, line.rstrip()]
