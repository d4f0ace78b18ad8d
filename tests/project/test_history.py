"""History: whatever is changed, in whatever order, the records lead back to every state that there was."""

import json
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator import history
from generator.history import DoesNotFit, changed, official, undone, versions
from generator.model import (
    AnyDuty,
    BasicDuty,
    ChangeKind,
    ChangeRecord,
    CooperativeDuty,
    DutyChange,
    ListKind,
    ReclaimedDuty,
    Township,
    Track,
)
from generator.read.folder import read_township
from support.places import DEMO

YI = next(one for one in read_township(DEMO, "jia/yi").content.townships if one.id == "jia/yi")
TYPES: dict[ListKind, type[AnyDuty]] = {
    ListKind.BASIC: BasicDuty,
    ListKind.COOPERATIVE: CooperativeDuty,
    ListKind.RECLAIMED: ReclaimedDuty,
}


def recorded(old: Township, new: Township) -> Township:
    """The new state with a record of what changed."""
    found = changed(old, new)
    record = ChangeRecord(track=Track.ADJUSTMENT, duties=found.duties, before=found.before)
    return replace(new, changes=(*old.changes, record))


def edited(township: Township, kind: ListKind, edit: tuple[str, int]) -> Township:
    """The township after an edit of one of its lists, which may have nothing left to be edited."""
    what, which = edit
    duty_list = township.lists[kind]
    places = [(c, d) for c, one in enumerate(duty_list.categories) for d in range(len(one.duties))]
    rows = [list(one.duties) for one in duty_list.categories]
    heads = [(one.name, one.declared) for one in duty_list.categories]
    title, retired = duty_list.title, [*duty_list.retired]
    c, d = places[which % len(places)] if places else (0, 0)
    match what:
        case "title":
            title += "（修订）"
        case "category":
            heads[c] = (heads[c][0] + "类", which)
        case "new category":
            rows.append([])
            heads.append(("其他", None))
        case "add":
            taken = [int(one.id[2:]) for row in rows for one in row] + [int(id[2:]) for id in retired]
            id = f"{kind.prefix}-{max(taken, default=0) + 1:03}"
            rows[c].insert(d, TYPES[kind](id=id, number=which + 1, name=f"新的事项{which}"))
        case "name" if places:
            rows[c][d] = rows[c][d].model_copy(update={"name": rows[c][d].name + "好"})
        case "text" if places and kind is ListKind.COOPERATIVE:
            rows[c][d] = rows[c][d].model_copy(update={"township": ("另一样。",), "superior": ()})
        case "number" if places:
            rows[c][d] = rows[c][d].model_copy(update={"number": which + 1})
        case "order" if places:
            rows[c].reverse()
        case "elsewhere" if places:
            rows[-1].append(rows[c].pop(d))
        case "remove" if places:
            retired.append(rows[c].pop(d).id)
    categories = []
    for index, ((name, declared), row) in enumerate(zip(heads, rows, strict=True)):
        like = duty_list.categories[min(index, len(duty_list.categories) - 1)]
        categories.append(like.model_copy(update={"name": name, "declared": declared, "duties": tuple(row)}))
    update = {"title": title, "retired": tuple(retired), "categories": tuple(categories)}
    return replace(township, lists={**township.lists, kind: duty_list.model_copy(update=update)})


WHAT = ("title", "category", "new category", "add", "name", "text", "number", "order", "elsewhere", "remove")
EDITS = st.lists(st.tuples(st.sampled_from(ListKind), st.tuples(st.sampled_from(WHAT), st.integers(0, 9))), max_size=4)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(EDITS, max_size=6))
def test_records_lead_back_to_every_state(changes: list[list[tuple[ListKind, tuple[str, int]]]]) -> None:
    """Any sequence of changes, each of any edits: the states come back, through the file's form, too."""
    states = [YI]
    for edits in changes:
        new = states[-1]
        for kind, edit in edits:
            new = edited(new, kind, edit)
        states.append(recorded(states[-1], new))
    today = states[-1]
    as_file = [json.loads(one.model_dump_json(exclude_none=True)) for one in today.changes]
    today = replace(today, changes=tuple(ChangeRecord.model_validate_json(json.dumps(one)) for one in as_file))
    back = [official(state) for _, state in versions(today)]
    assert back == [official(state) for state in reversed(states)]
    first = [state for _, state in versions(today)][-1]
    # What was added and taken out again before it was recorded is retired, and was never published.
    ever = {duty.id for state in states for one in state.lists.values() for _, duty in one.duties()}
    retired = {id for one in first.lists.values() for id in one.retired}
    assert retired & ever == {id for one in YI.lists.values() for id in one.retired}


def test_a_duty_that_moves_leads_on() -> None:
    """Of the same name, and new in another list: it went there, and is no new duty."""
    gone = edited(YI, ListKind.COOPERATIVE, ("remove", 0))
    duty = BasicDuty(id="b-900", number=9, name="开展高龄津贴发放工作")
    basic = gone.lists[ListKind.BASIC]
    last = basic.categories[-1]
    there = last.model_copy(update={"duties": (*last.duties, duty)})
    basic = basic.model_copy(update={"categories": (*basic.categories[:-1], there)})
    new = replace(gone, lists={**gone.lists, ListKind.BASIC: basic})
    one, *others = changed(YI, new).duties
    assert (one.id, one.change, one.to) == ("c-001", ChangeKind.MOVED, ("b-900",))
    assert one.before is not None
    assert one.before.township == ("受理申请；", "初步审核并公示。")
    assert [(other.id, other.change) for other in others] == []
    assert official(undone(recorded(YI, new))) == official(YI)


def test_what_was_split_leads_on() -> None:
    """A duty that ends may go on in several, if somebody says in which."""
    new = edited(edited(YI, ListKind.COOPERATIVE, ("remove", 0)), ListKind.COOPERATIVE, ("add", 0))
    new = edited(new, ListKind.COOPERATIVE, ("add", 0))
    one, *others = changed(YI, new, {"c-001": ("c-003", "c-004")}).duties
    assert (one.id, one.change, one.to) == ("c-001", ChangeKind.REMOVED, ("c-003", "c-004"))
    assert [(other.id, other.change) for other in others] == []


def test_nothing_that_changed_is_no_change() -> None:
    """What we say of a duty is not official."""
    assert not changed(YI, YI)
    assert changed(YI, edited(YI, ListKind.BASIC, ("title", 0)))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (DutyChange(id="c-002", change=ChangeKind.REMOVED), "写着终止 c-002，可清单里还有这一项"),
        (DutyChange(id="c-009", change=ChangeKind.REMOVED), "c-009 没有写原来的文字（before）"),
        (DutyChange(id="c-009", change=ChangeKind.ADDED), "写着新增 c-009，可清单里没有这一项"),
        (DutyChange(id="c-009", change=ChangeKind.AMENDED), "写着修改 c-009，可清单里没有这一项"),
        (DutyChange(id="x-1", change=ChangeKind.ADDED), "编号“x-1”的写法不对；应如 c-013"),
    ],
)
def test_records_that_do_not_fit(change: DutyChange, message: str) -> None:
    """What is wrong is said, and of which change."""
    record = ChangeRecord(track=Track.ADJUSTMENT, duties=(change,))
    with pytest.raises(DoesNotFit) as raised:
        history.undone(replace(YI, changes=(record,)))
    assert (raised.value.message, raised.value.duty) == (message, 0)


# --- as received -----------------------------------------------------------------------------------------


def with_name(township: Township, id: str, name: str) -> Township:
    """The township with another name of a duty."""
    lists = {}
    for kind, duty_list in township.lists.items():
        categories = []
        for category in duty_list.categories:
            duties = tuple(
                duty.model_copy(update={"name": name}) if duty.id == id else duty for duty in category.duties
            )
            categories.append(category.model_copy(update={"duties": duties}))
        lists[kind] = duty_list.model_copy(update={"categories": tuple(categories)})
    return replace(township, lists=lists)


def by(track: Track, old: Township, new: Township) -> Township:
    """The new state, with a record of what changed, and by which way."""
    found = changed(old, new)
    return replace(new, changes=(*old.changes, ChangeRecord(track=track, duties=found.duties, before=found.before)))


def test_as_received_official_changes_are_undone_and_corrections_kept() -> None:
    """In whatever order they came: the source document has never been changed, our copy of it has been mended."""
    mended = by(Track.CORRECTION, YI, with_name(YI, "b-001", "更正一"))
    amended = by(Track.ADJUSTMENT, mended, with_name(mended, "b-002", "改"))
    ended = by(Track.ADJUSTMENT, amended, edited(amended, ListKind.COOPERATIVE, ("remove", 0)))
    again = by(Track.CORRECTION, ended, with_name(ended, "b-003", "更正三"))
    whole = by(Track.ACCESS, again, edited(again, ListKind.BASIC, ("add", 0)))
    received = history.as_received(whole)
    expected = with_name(with_name(YI, "b-001", "更正一"), "b-003", "更正三")
    assert official(received) == official(expected)
    assert received.changes == whole.changes
    assert history.as_received(mended) is mended


def test_as_received_a_correction_of_a_change_goes_with_it() -> None:
    """What is mended there was never in the source document."""
    amended = by(Track.ADJUSTMENT, YI, with_name(YI, "b-002", "改"))
    mended = by(Track.CORRECTION, amended, with_name(amended, "b-002", "改正"))
    added = by(Track.ADJUSTMENT, mended, edited(mended, ListKind.BASIC, ("add", 0)))
    new = with_name(added, "b-004", "另一个名称")
    assert official(history.as_received(by(Track.CORRECTION, added, new))) == official(YI)


def test_as_received_what_was_left_out_comes_in() -> None:
    """A duty that the copying had missed, found after a change; one that was copied twice goes."""
    ended = by(Track.ADJUSTMENT, YI, edited(YI, ListKind.COOPERATIVE, ("remove", 0)))
    more = by(Track.CORRECTION, ended, edited(ended, ListKind.BASIC, ("add", 3)))
    assert [duty.id for _, duty in history.as_received(more).lists[ListKind.BASIC].duties()] == [
        "b-001", "b-002", "b-004", "b-003"]  # fmt: skip
    less = by(Track.CORRECTION, ended, edited(ended, ListKind.BASIC, ("remove", 0)))
    received = history.as_received(less)
    assert [duty.id for _, duty in received.lists[ListKind.BASIC].duties()] == ["b-002", "b-003"]
    assert len([*received.lists[ListKind.COOPERATIVE].duties()]) == 2
