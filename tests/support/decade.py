"""Ten years of a township's lists: ten official changes of all kinds, each recorded as `record` records it.

Two come on one day, one takes another back, one gives 62 duties another number, and a duty moves twice.
"""

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from generator.changes.importing import township_files
from generator.changes.recording import first_file, proposal, with_record
from generator.history import official
from generator.model import (
    AnyDuty,
    BasicDuty,
    ChangeKind,
    ChangeRecord,
    CooperativeDuty,
    DutyChange,
    ListKind,
    ReclaimedDuty,
    SuperiorBlock,
    Township,
    Track,
)
from generator.read.folder import CHANGES_FILE, read
from support.places import DEMO

ID = "jia/bing"
BASIC, COOPERATIVE, RECLAIMED = ListKind
# So many duties of the first list have another number when one is put before them.
RENUMBERED = 62


@dataclass(frozen=True)
class Decade:
    """The content folder, the states in the order in which they were, and the day of each; the first has none."""

    content: Path
    states: Sequence[Township]
    days: Sequence[str]

    def on(self, day: str) -> Township:
        """The lists as they were at the end of a day."""
        return [state for state, since in zip(self.states, self.days, strict=True) if since <= day][-1]

    @property
    def published(self) -> set[str]:
        """Every id that ever stood in a list."""
        return {duty.id for state in self.states for one in state.lists.values() for _, duty in one.duties()}


def make_decade(folder: Path, until: int | None = None) -> Decade:
    """Write the demo content with the township's ten years into a folder; or with so many of its changes only."""
    shutil.copytree(DEMO, folder, dirs_exist_ok=True)
    states, days, texts = zip(*_years()[: None if until is None else until + 1], strict=True)
    for name, content in {**township_files(states[-1]), CHANGES_FILE: texts[-1]}.items():
        (folder / "townships" / ID / name).write_text(content, "utf-8")
    return Decade(folder, states, days)


@cache
def _years() -> Sequence[tuple[Township, str, str]]:
    """Each state, its day, and the file of the changes that led to it; made once a process."""
    return tuple(_recorded())


def _recorded() -> Iterator[tuple[Township, str, str]]:
    state, text = _collected(), first_file()
    yield state, "", text
    for place, (particulars, edit, went) in enumerate(_changes(), 1):
        new = edit(state)
        # As records were known that were published before they had ids of their own.
        record = proposal(state, new, particulars.model_copy(update={"id": str(place)}), went)
        text = with_record(text, record)
        state = replace(new, changes=(*state.changes, record))
        yield state, particulars.effective or "", text


def plainly(township: Township) -> dict[str, object]:
    """What of the lists is official."""
    return official(township)


def _collected() -> Township:
    """The township as it was collected: of its first list there are more than sixty duties."""
    township = next(one for one in read(DEMO).content.townships if one.id == ID)
    lists = {
        kind: one.model_copy(
            update={
                "categories": tuple(
                    category.model_copy(update={"declared": None, "allow": ()}) for category in one.categories
                )
            }
        )
        for kind, one in township.lists.items()
    }
    more = [BasicDuty(id=f"b-{n:03}", number=n, name=f"做好第{n}号网格的巡查工作。") for n in range(4, 65)]
    township = replace(township, lists=lists)
    return _with(township, BASIC, lambda duties: [*duties, *more])


def _with(township: Township, kind: ListKind, edit: Callable[[list[AnyDuty]], list[AnyDuty]]) -> Township:
    """The township after an edit of the last category of a list; its duties are counted anew, what is gone is kept."""
    now = township.lists[kind]
    *others, last = now.categories
    first = 1 + sum(len(one.duties) for one in others)
    duties = [one.model_copy(update={"number": first + n}) for n, one in enumerate(edit(list(last.duties)))]
    gone = [duty.id for duty in last.duties if duty.id not in {one.id for one in duties}]
    new = now.model_copy(
        update={
            "categories": (*others, last.model_copy(update={"duties": tuple(duties)})),
            "retired": (*now.retired, *gone),
        }
    )
    return replace(township, lists={**township.lists, kind: new})


def _without(id: str) -> Callable[[list[AnyDuty]], list[AnyDuty]]:
    return lambda duties: [one for one in duties if one.id != id]


def _amended(id: str, **fields: object) -> Callable[[list[AnyDuty]], list[AnyDuty]]:
    return lambda duties: [one.model_copy(update=fields) if one.id == id else one for one in duties]


def _added(duty: AnyDuty, place: int | None = None) -> Callable[[list[AnyDuty]], list[AnyDuty]]:
    return lambda duties: [*duties, duty] if place is None else [*duties[:place], duty, *duties[place:]]


def _titled(township: Township) -> Township:
    one = township.lists[COOPERATIVE]
    new = one.model_copy(update={"title": "甲县丙乡配合履职事项清单（2021年版）"})
    return replace(township, lists={**township.lists, COOPERATIVE: new})


def _said(track: Track, day: str, number: int, **more: object) -> ChangeRecord:
    year = day[:4]
    values = {"document": f"甲编发〔{year}〕{number}号", "decided_by": "甲县委编办", "approved": day, **more}
    return ChangeRecord.model_validate({"track": track, "effective": day, **values})


Edit = Callable[[Township], Township]


def _changes() -> list[tuple[ChangeRecord, Edit, Mapping[str, tuple[str, ...]]]]:
    """Each change: how it was decided, what it does, and which duties go on in which where that is not plain."""
    new = CooperativeDuty(
        id="c-003",
        number=1,
        name="开展残疾人两项补贴发放工作",
        departments=("县民政局",),
        superior=(SuperiorBlock(departments=("县民政局",), duties=("审核对象是否符合条件。",)),),
        township=("受理申请；",),
    )
    first = BasicDuty(id="b-066", number=1, name="做好综合服务中心的工作。")
    halves = [
        BasicDuty(id="b-067", number=1, name="做好第20号网格东片的巡查工作。"),
        BasicDuty(id="b-068", number=1, name="做好第20号网格西片的巡查工作。"),
    ]
    moved = BasicDuty(id="b-065", number=1, name="开展高龄津贴发放工作")
    back = ReclaimedDuty(
        id="r-003", number=1, name="开展高龄津贴发放工作", departments=("县民政局",), method=("在县民政局直接办理。",)
    )
    department = DutyChange(id="b-010", change=ChangeKind.REMOVED, department="县财政局")

    def move(township: Township) -> Township:
        return _with(_with(township, COOPERATIVE, _without("c-001")), BASIC, _added(moved))

    def split(township: Township) -> Township:
        township = _with(township, BASIC, _without("b-020"))
        return _with(_with(township, BASIC, _added(halves[0])), BASIC, _added(halves[1]))

    def take_back(township: Township) -> Township:
        return _with(_with(township, BASIC, _without("b-065")), RECLAIMED, _added(back))

    wording = "做好第30号网格的巡查和登记工作。"
    was = "做好第30号网格的巡查工作。"
    return [
        (_said(Track.ACCESS, "2016-03-01", 1), lambda t: _with(t, COOPERATIVE, _added(new)), {}),
        (
            _said(Track.CORRECTION, "2017-05-01", 2, reason="印错一个字"),
            lambda t: _with(t, COOPERATIVE, _amended("c-002", township=("开展巡查，发现隐患及时报告。",))),
            {},
        ),
        (_said(Track.ADJUSTMENT, "2018-01-01", 3, reason="下放"), move, {}),
        (
            _said(Track.ADJUSTMENT, "2019-07-01", 4, duties=(department,)),
            lambda t: _with(t, BASIC, _without("b-010")),
            {},
        ),
        (_said(Track.ACCESS, "2020-02-01", 5), lambda t: _with(t, BASIC, _added(first, 0)), {}),
        (
            _said(Track.ADJUSTMENT, "2021-06-01", 6, reason="机构改革"),
            lambda t: _titled(_with(t, COOPERATIVE, _amended("c-002", departments=("县教育局（牵头）", "县民政局")))),
            {},
        ),
        (_said(Track.ADJUSTMENT, "2021-06-01", 7), split, {"b-020": ("b-067", "b-068")}),
        (
            _said(Track.ADJUSTMENT, "2022-09-01", 8),
            lambda t: _with(t, BASIC, _amended("b-030", name=wording)),
            {},
        ),
        (
            _said(Track.ADJUSTMENT, "2023-01-01", 9, reason="撤销甲编发〔2022〕8号"),
            lambda t: _with(t, BASIC, _amended("b-030", name=was)),
            {},
        ),
        (_said(Track.ADJUSTMENT, "2026-05-01", 10, reason="收回"), take_back, {}),
    ]
