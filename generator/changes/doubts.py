"""What was recognised in a picture and may be wrong: a note on each duty, with what a person has to look at.

The recognition says how sure it is of each character.  Known words (what other townships' lists have, the names of
departments and categories) raise or lower that; they never change a character.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from operator import attrgetter

from generator.importers.draft import Draft, Guess
from generator.importers.grid import PARAGRAPH, Doubt
from generator.importers.received import Received
from generator.model import AnyDuty, AnyList, Content, Note

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


def with_doubts(draft: Draft, received: Received, known: Known) -> Draft:
    """The draft, what was recognised without certainty noted on its duties; and reported, also of lines of no duty."""
    rows = received.text.split("\n")
    marked = {
        line: shown
        for line, doubts in received.doubts.items()
        if (shown := list(_marked(rows[line - 1].split("\t"), doubts, known)))
    }
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
    return f"文字识别拿不准【】里的 {len(shown)} 处，请对照原件：{'；'.join(shown)}"


def _marked(cells: Sequence[str], doubts: Iterable[Doubt], known: Known) -> Iterator[str]:
    """The doubtful places of a line, each with the text around it."""
    for number, own in groupby(doubts, key=attrgetter("cell")):
        text = cells[number]
        places = [doubt.at for doubt in own if is_doubtful(text, doubt, known)]
        for _, run in groupby(enumerate(places), key=lambda one: one[1] - one[0]):
            together = [at for _, at in run]
            start, end = together[0], together[-1] + 1
            before, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
            yield f"{before}【{text[start:end]}】{after}".replace(PARAGRAPH, " ").strip()


def _runs(text: str) -> Iterator[str]:
    yield from (text[start : start + _TOGETHER] for start in range(len(text) - _TOGETHER + 1))
