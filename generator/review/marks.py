"""What is doubtful of a duty, marked in the texts that were imported.

That are characters recognised without certainty, characters taken for others, and what the report's questions quote.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup, escape

from generator.changes.doubts import in_place, together
from generator.importers.grid import Doubt, Region, Replaced
from generator.words.characters import called

# What stands in Chinese quotation marks, which may have others within; or at the end, cut off.
_QUOTED = re.compile(r"“((?:[^“”]|“[^“”]*”)*)”|条：(.+)…$")
# A quotation this short may stand anywhere.
_TOO_SHORT = 1


@dataclass(frozen=True)
class Spot:
    """Where on a page that is marked which stands in a text: the id of the mark, and a part of the page."""

    mark: str
    region: Region


@dataclass(frozen=True, eq=False)
class _About:
    """What is to be said of some characters: the kind of mark, and a sentence; `regions` are where they stand."""

    kind: str
    said: str
    regions: tuple[Region, ...] = ()


# A character of a document's cells: its line, the cell there, and the place in that.
_Place = tuple[int, int, int]


class Marker:
    """Marks the texts of a duty, which are given in the order of print.

    `lines` are the cells of its lines by their numbers; `questions` is what the report asks of it.
    """

    def __init__(
        self,
        duty_id: str,
        lines: Mapping[int, Sequence[str]],
        doubts: Mapping[int, Sequence[Doubt]],
        replaced: Mapping[int, Sequence[Replaced]],
        questions: Sequence[str],
    ) -> None:
        self.spots: list[Spot] = []
        self._id, self._marks, self._lines = duty_id, 0, lines
        self._runs = [(line, run) for line in lines for run in together(doubts.get(line, ()))]
        self._about: dict[_Place, _About] = {
            (line, one.cell, one.at): _About("replaced", f"{called(one.char)}；收作“{lines[line][one.cell][one.at]}”")
            for line in lines
            for one in replaced.get(line, ())
            if one.at < len(lines[line][one.cell])
        }
        for line, run in self._runs:
            sure = min(doubt.confidence for doubt in run)
            regions = tuple(doubt.region for doubt in run if doubt.region)
            about = _About("doubt", f"识别的把握 {sure:.0%}", regions)
            self._about |= {(line, doubt.cell, doubt.at): about for doubt in run}
        self._unseen = {about: None for place, about in self._about.items() if about.kind == "doubt"}
        self._quoted = [(number, quoted) for number, said in enumerate(questions, 1) if (quoted := _quotation(said))]
        self._text, self._places = _run_on(lines)
        self._after = 0

    @property
    def doubts(self) -> int:
        """How many places were recognised without certainty."""
        return len(self._runs)

    def marked(self, text: str) -> Markup:
        """A text with its marks."""
        about = [self._about.get(place) if place else None for place in self._places_of(text)]
        for number, quoted in list(self._quoted):
            span = _find(text, quoted)
            # Two questions that quote the same are about two places.
            if span and not any(one and one.kind == "guess" for one in about[slice(*span)]):
                self._quoted.remove((number, quoted))
                asked = _About("guess", f"要看的第 {number} 处")
                about[slice(*span)] = [one or asked for one in about[slice(*span)]]
        parts = groupby(zip(about, text, strict=True), key=lambda one: one[0])
        whole = "".join(self._part(one, "".join(char for _, char in chars)) for one, chars in parts)
        return Markup(re.sub(r"\s{2,}", " ", whole))

    def elsewhere(self) -> Iterator[Markup]:
        """What is doubtful and in no text that was marked: numbers, enumerators, labels; with what is around it."""
        for line, run in self._runs:
            about = self._about[line, run[0].cell, run[0].at]
            if about in self._unseen:
                before, text, after = in_place(self._lines[line], run)
                yield escape(before) + Markup(self._part(about, text)) + escape(after)

    def _part(self, about: _About | None, text: str) -> str:
        if about is None:
            return str(escape(text))
        self._unseen.pop(about, None)
        self._marks += 1
        mark = f"{self._id}-{self._marks}"
        self.spots += (Spot(mark, region) for region in about.regions)
        return (
            f'<mark id="{mark}" class="{about.kind}" tabindex="-1" title="{escape(about.said)}">{escape(text)}'
            f'<span class="said">（{escape(about.said)}）</span></mark>'
        )

    def _places_of(self, text: str) -> list[_Place | None]:
        """Where each character stands in the cells; None for white space, and where the text is not found there."""
        bare = "".join(text.split())
        start = self._text.find(bare, self._after)
        if start < 0:
            start = self._text.find(bare)
        if start < 0:
            return [None] * len(text)
        self._after = start + len(bare)
        places = iter(self._places[start : self._after])
        return [None if char.isspace() else next(places) for char in text]


def _run_on(lines: Mapping[int, Sequence[str]]) -> tuple[str, list[_Place | None]]:
    """The text of the cells without white space, and the place of each character, None for what parts the columns.

    Column by column, since a cell may go on in the next line.
    """
    text, places = "", list[_Place | None]()
    for cell in range(max(map(len, lines.values()), default=0)):
        for line, cells in lines.items():
            for at, char in enumerate(cells[cell] if cell < len(cells) else ""):
                if not char.isspace():
                    text += char
                    places.append((line, cell, at))
        text += "\n"
        places.append(None)
    return text, places


def _quotation(said: str) -> str:
    """What a question quotes first: that is what the document prints."""
    found = _QUOTED.search(said)
    quoted = "".join((found[1] or found[2]).removesuffix("…").split()) if found else ""
    return quoted if len(quoted) > _TOO_SHORT else ""


def _find(text: str, quoted: str) -> tuple[int, int] | None:
    """From where to where a text has some words, white space aside."""
    places = [at for at, char in enumerate(text) if not char.isspace()]
    start = "".join(text.split()).find(quoted)
    return (places[start], places[start + len(quoted) - 1] + 1) if start >= 0 else None
