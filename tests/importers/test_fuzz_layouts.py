"""Whatever the lay-out and the kind of file: the same duties, or a message that leads to the place; no silence.

hypothesis draws duties of the five documents and a lay-out (`support/lay_outs.py`), and writes it in one format.
The text of a PDF has no lay-out left: `test_pdf_text.py` and `benchmarks/pdf_text.py` try that.
"""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from pathlib import Path

import pytest
from hypothesis import HealthCheck, event, given, settings

from generator.changes.importing import Place, township_of
from generator.check.audit import audit
from generator.importers.draft import Draft, ImportProblem
from generator.importers.received import receive
from generator.model import AnyDuty, Category, Content, ListKind, Overrides, Township
from support.lay_out_files import WRITERS
from support.lay_outs import LayOut, lay_outs, plain_lay_outs, printed, townships

PLACE = Place("某省", "某市", "甲县", "乙镇")
# What is read by the places of texts is read in the official columns.
PLAIN = ("unruled pdf",)
# As many characters of a duty are a quotation.
_QUOTED = 8
# How many documents are tried: what is written and read more slowly, fewer of.
FEW, MANY = {"docx": 4, "pdf": 4, "unruled pdf": 4}, {"docx": 40, "pdf": 40, "unruled pdf": 40}


def silent(township: Township, file: Path) -> Iterator[str]:
    """What was imported otherwise than it was printed, and nothing leads to."""
    try:
        received = receive(file)
        draft = received.importer.read(received.text, Overrides())
    except ImportProblem as refused:
        event(f"refused: {refused.message}")
        return
    found, _ = township_of(draft, received.text, received.importer.format, PLACE, "jia/yi")
    said = [(guess.line, guess.message) for guess in (*received.remarks, *draft.guesses)]
    said += [(difference.line, difference.message) for difference in audit(found)]
    differing = [one for kind in ListKind for one in differences(township, draft, kind)]
    event("different, and said" if differing else "same")
    yield from (one.what for one in differing if not any(one.is_led_to(*remark) for remark in said))


@dataclass(frozen=True)
class Difference:
    """What of a duty is not as it was printed; `texts` are those of both, `lines` where it was read."""

    what: str
    texts: str
    lines: tuple[int, int] = (0, 0)

    def is_led_to(self, line: int, message: str) -> bool:
        """Whether a remark is about it: at its lines, or with words of it."""
        quotes = (message[at : at + _QUOTED] for at in range(len(message) - _QUOTED + 1))
        # What is set aside below it, with the heads of a page between.
        first, last = self.lines[0], self.lines[1] + 4 * ("没有收进清单" in message)
        return first <= line <= last or any(quote in self.texts for quote in quotes)


def differences(township: Township, draft: Draft, kind: ListKind) -> Iterator[Difference]:
    """The duties of a list that are not as they were printed, those that are missing, and those that nobody printed."""
    wanted, found = ([*lists[kind].duties()] for lists in (township.lists, draft.lists))
    names = [[duty.name for _, duty in side] for side in (wanted, found)]
    for _, first, last, own_first, own_last in SequenceMatcher(None, *names, autojunk=False).get_opcodes():
        for one, own in zip_longest(wanted[first:last], found[own_first:own_last]):
            before, after = (_said(*pair) if pair else {} for pair in (one, own))
            if before != after:
                what = f"{kind.value}: {[(before.get(key), after.get(key)) for key in {**before, **after}]}"
                lines = own[1].source.lines if own and own[1].source else (0, 0)
                yield Difference(what, f"{before} {after}", lines)


def _said(category: Category[AnyDuty], duty: AnyDuty) -> dict[str, object]:
    """All that a list says of a duty, but for columns that it does not have."""
    return {"category": category.name} | duty.model_dump(exclude={"id", "source", "notes", "extras", "topics", "allow"})


def try_all(content: Content, name: str, examples: int) -> None:
    suffix, write = WRITERS[name]

    @settings(
        max_examples=examples, deadline=None, derandomize=True, database=None, suppress_health_check=[*HealthCheck]
    )
    @given(townships(content), plain_lay_outs() if name in PLAIN else lay_outs())
    def run(township: Township, lay_out: LayOut) -> None:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / f"清单.{suffix}"
            write(printed(township, lay_out), file)
            assert [*silent(township, file)] == []

    run()


@pytest.mark.slow
@pytest.mark.parametrize("name", WRITERS)
def test_some_lay_outs(name: str, real_content: Content) -> None:
    """A few, the same every time."""
    try_all(real_content, name, FEW.get(name, 8))


@pytest.mark.heavy
@pytest.mark.parametrize("name", WRITERS)
def test_many_lay_outs(name: str, real_content: Content) -> None:
    """Many, the same every time."""
    try_all(real_content, name, MANY.get(name, 150))
