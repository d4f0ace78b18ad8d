"""What was recognised in a picture and may be wrong: a note on each duty, with what a person has to look at.

The recognition says how sure it is of each character.  Known words (what other townships' lists have, the names of
departments and categories) raise or lower that; they never change a character.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from generator.importers.draft import Draft, Guess
from generator.importers.grid import PARAGRAPH, Doubt
from generator.importers.received import Received
from generator.model import AnyDuty, AnyList, Content, Note

# How what a person is told begins.
UNSURE = "文字识别拿不准"
# A character surer than this is not marked: among known words, and where what it makes with its neighbours is new.
_KNOWN, _NEW = 0.7, 0.985
# How many characters are taken together.
_TOGETHER = 3
# How many characters are shown on both sides of one in doubt.
_AROUND = 5


@dataclass(frozen=True)
class Known:
    """The runs of characters that stand in known texts."""

    runs: frozenset[str]

    @classmethod
    def of(cls, content: Content) -> "Known":
        """All that the lists say, and the names of the departments and categories."""
        texts = [
            text
            for township in content.townships
            for duty_list in township.lists.values()
            for category, duty in duty_list.duties()
            for text in (category.name, *duty.texts(), *(name for _, name in duty.named_departments()))
        ]
        texts += [department.name for county in content.counties for department in county.file.departments]
        texts += [category.name for category in content.categories]
        return cls(frozenset(run for text in texts for run in _runs(text)))


def is_doubtful(text: str, doubt: Doubt, known: Known) -> bool:
    """Whether a person has to look at a character of a cell's text."""
    around = text[max(0, doubt.at - _TOGETHER + 1) : doubt.at + _TOGETHER]
    is_known = all(run in known.runs for run in _runs(around))
    return doubt.confidence < (_KNOWN if is_known else _NEW)


def doubtful(received: Received, known: Known) -> dict[int, tuple[Doubt, ...]]:
    """The characters that a person has to look at, by their line."""
    rows = [row.split("\t") for row in received.text.split("\n")]
    found = {
        line: tuple(doubt for doubt in doubts if is_doubtful(rows[line - 1][doubt.cell], doubt, known))
        for line, doubts in received.doubts.items()
    }
    return {line: doubts for line, doubts in found.items() if doubts}


def with_doubts(draft: Draft, received: Received, doubts: Mapping[int, Sequence[Doubt]]) -> Draft:
    """The draft, what is doubtful noted on its duties; and reported, also of lines of no duty."""
    rows = received.text.split("\n")
    marked = {line: list(_marked(rows[line - 1].split("\t"), own)) for line, own in doubts.items()}
    guesses: list[Guess] = []
    lists = {kind: _noted(duty_list, marked, guesses) for kind, duty_list in draft.lists.items()}
    guesses += (Guess(line, _message(shown)) for line, shown in marked.items())
    return replace(draft, lists=lists, guesses=(*draft.guesses, *guesses))


def _noted(duty_list: AnyList, marked: dict[int, list[str]], guesses: list[Guess]) -> AnyList:
    """A list with the notes; takes what it has a duty for out of `marked`."""

    def noted(duty: AnyDuty) -> AnyDuty:
        first, last = duty.source.lines if duty.source else (1, 0)
        shown = [one for line in range(first, last + 1) for one in marked.pop(line, ())]
        if not shown:
            return duty
        guesses.append(Guess(first, _message(shown), duty.id))
        return duty.model_copy(update={"notes": (*duty.notes, Note(why=_message(shown)))})

    categories = tuple(
        category.model_copy(update={"duties": tuple(noted(duty) for duty in category.duties)})
        for category in duty_list.categories
    )
    return duty_list.model_copy(update={"categories": categories})


def _message(shown: Sequence[str]) -> str:
    return f"{UNSURE}【】里的 {len(shown)} 处，请对照原件：{'；'.join(shown)}"


def together(doubts: Iterable[Doubt]) -> Iterator[list[Doubt]]:
    """The doubts of a line, those that follow each other together."""
    for _, run in groupby(enumerate(doubts), key=lambda one: (one[1].cell, one[1].at - one[0])):
        yield [doubt for _, doubt in run]


def in_place(cells: Sequence[str], run: Sequence[Doubt]) -> tuple[str, str, str]:
    """Doubtful characters of a line that follow each other, with some of the text before and after them."""
    text, start, end = cells[run[0].cell].replace(PARAGRAPH, " "), run[0].at, run[-1].at + 1
    return text[max(0, start - _AROUND) : start].lstrip(), text[start:end], text[end : end + _AROUND].rstrip()


def _marked(cells: Sequence[str], doubts: Iterable[Doubt]) -> Iterator[str]:
    """The doubtful places of a line."""
    for run in together(doubts):
        before, text, after = in_place(cells, run)
        yield f"{before}【{text}】{after}"


def _runs(text: str) -> Iterator[str]:
    yield from (text[start : start + _TOGETHER] for start in range(len(text) - _TOGETHER + 1))
