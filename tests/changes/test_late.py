"""Late records: a document that comes after later ones were recorded gets its place, and nothing published moves."""

import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.changes.acts import rename_department
from generator.changes.carrying import NotCarried, carried
from generator.changes.edits import EditRefused, added, amended, ended, recategorised
from generator.changes.preparing import Edit, prepared
from generator.changes.recording import first_file, inserted, place_of, proposal, with_records
from generator.history import identified, official, record_ids, versions
from generator.model import (
    BasicDuty,
    ChangeFile,
    ChangeKind,
    ChangeRecord,
    CooperativeDuty,
    ListKind,
    Township,
    Track,
)
from generator.read import yaml_text
from generator.read.folder import read, read_township
from generator.site import write
from support.decade import ID, make_decade
from support.places import DEMO

Change = Callable[[Township], Township]


def township(count: int = 9) -> Township:
    """A township with so many basic duties in two categories, and two cooperative ones; collected, and no more."""
    yi = read_township(DEMO, "jia/yi").content.townships[0]
    one = yi.lists[ListKind.BASIC]
    first, *_ = one.categories
    duties = [BasicDuty(id=f"b-{n:03}", number=n, name=f"事项{n}") for n in range(1, count + 1)]
    halves = (("甲类", duties[: count // 2]), ("乙类", duties[count // 2 :]))
    categories = tuple(
        first.model_copy(update={"name": name, "declared": len(own), "allow": (), "duties": tuple(own)})
        for name, own in halves
    )
    basic = one.model_copy(update={"categories": categories, "retired": ()})
    return replace(yi, lists={**yi.lists, ListKind.BASIC: basic}, changes=(ChangeRecord(track=Track.COLLECTED),))


def said(day: str, track: Track = Track.ADJUSTMENT) -> ChangeRecord:
    return ChangeRecord(track=track, document=f"甲编发〔{day}〕", effective=day)


def done(old: Township, day: str, change: Change, went: Mapping[str, Sequence[str]] = {}) -> Township:
    """The township after a change of today's lists, recorded under its day."""
    new = change(old)
    found = inserted(old, new, said(day), went)
    return replace(new, lists=dict(found.lists), changes=found.changes)


def new_duty(id: str, category: str = "乙类") -> Change:
    return lambda one: added(one, BasicDuty(id=id, number=1, name=f"新的{id}"), category)


def named(id: str, name: str) -> Change:
    return lambda one: amended(one, id, {"name": name})


def gone(id: str) -> Change:
    return lambda one: ended(one, id)


def states(one: Township) -> list[dict[str, object]]:
    """The lists as they were, the oldest first."""
    return [official(state) for _, state in versions(one)][::-1]


# --- one comes late --------------------------------------------------------------------------------------


def test_it_stands_where_its_day_puts_it() -> None:
    """And the lists of every day are as if it had come in time; the others keep their ids."""
    start = township()
    first, late, last = (
        ("2024-01-01", named("b-001", "一")),
        ("2025-01-01", gone("b-002")),
        ("2026-01-01", named("b-009", "九")),
    )
    in_time = start
    for day, change in (first, late, last):
        in_time = done(in_time, day, change)
    came_late = start
    for day, change in (first, last):
        came_late = done(came_late, day, change)
    before = record_ids(came_late.changes)
    came_late = done(came_late, *late)
    assert [one.effective for one in came_late.changes] == [None, "2024-01-01", "2025-01-01", "2026-01-01"]
    assert states(came_late) == states(in_time)
    ids = record_ids(came_late.changes)
    assert (ids[0], ids[1], ids[3]) == before
    assert len(set(ids)) == 4
    # What the last one keeps of the lists before it is without the duty that had ended by then.
    outline = came_late.changes[3].before.basic
    assert outline is None
    assert [(one.id, one.change) for one in came_late.changes[3].duties] == [("b-009", ChangeKind.AMENDED)]


def test_a_new_duty_is_there_ever_since() -> None:
    """Also where a later record had put others after it and before it."""
    one = done(township(), "2026-01-01", new_duty("b-020", "甲类"))
    one = done(one, "2025-01-01", new_duty("b-021"))
    assert [duty.id for _, duty in one.lists[ListKind.BASIC].duties()][-1] == "b-021"
    _, before, since, today = [state for _, state in versions(one)][::-1]
    rows = [[(duty.id, duty.number) for _, duty in state.lists[ListKind.BASIC].duties()] for state in (since, today)]
    assert rows[0][-2:] == [("b-009", 9), ("b-021", 10)]
    assert rows[1][-2:] == [("b-009", 10), ("b-021", 11)]
    assert [one.id for one in one.changes[1].duties if one.change is ChangeKind.ADDED] == ["b-021"]
    assert official(before) == official(township())


def test_lines_of_one_text_are_apart() -> None:
    """What two documents have changed in two lines of one field is both there, each since its day."""

    def lines(*texts: str) -> Change:
        return lambda one: amended(one, "c-001", {"township": texts})

    start = lines("一；", "二；", "三。")(township())
    one = done(start, "2026-01-01", lines("一；", "二；", "三改。"))
    one = done(one, "2025-01-01", lines("一改；", "二；", "三改。"))
    found = []
    for _, state in versions(one):
        (duty,) = (duty for _, duty in state.lists[ListKind.COOPERATIVE].duties() if duty.id == "c-001")
        assert isinstance(duty, CooperativeDuty)
        found.append(duty.township)
    assert found == [
        ("一改；", "二；", "三改。"),
        ("一改；", "二；", "三。"),
        ("一；", "二；", "三。"),
        ("一；", "二；", "三。"),
    ]


@pytest.mark.parametrize(
    ("later", "late", "what"),
    [
        (
            named("b-003", "新"),
            gone("b-003"),
            "2026-01-01 甲编发〔2026-01-01〕 的记录也动了 b-003 的文字，两份文件合不起来",
        ),
        (new_duty("b-020"), gone("b-020"), "2025-01-01 还没有 b-020，它是 2026-01-01 甲编发〔2026-01-01〕 新增的"),
        (
            new_duty("b-020"),
            named("b-020", "又新"),
            "2025-01-01 还没有 b-020，它是 2026-01-01 甲编发〔2026-01-01〕 新增",
        ),
    ],
)
def test_what_a_later_one_has_changed_is_told(later: Change, late: Change, what: str) -> None:
    """Nothing is guessed: which record, of which document, has changed what."""
    one = done(township(), "2026-01-01", later)
    with pytest.raises(EditRefused, match=what):
        done(one, "2025-01-01", late)


def test_a_text_that_a_later_one_has_changed_again() -> None:
    """Today's lists keep what was decided last; what was in force in between is in the lists of then."""

    def told(one: Township) -> list[str]:
        return [
            duty.name
            for _, state in versions(one)
            for _, duty in state.lists[ListKind.BASIC].duties()
            if duty.id == "b-003"
        ]

    one = done(township(), "2026-01-01", named("b-003", "后来的"))
    one = done(one, "2026-02-01", gone("b-001"))
    one = done(one, "2025-01-01", lambda each: named("b-004", "四")(named("b-003", "先来的")(each)))
    assert told(one) == ["后来的", "后来的", "先来的", "事项3", "事项3"]
    assert [(change.id, change.before and change.before.name) for change in one.changes[2].duties] == [
        ("b-003", "先来的")
    ]
    # Of one text of several lines too, where the later one has changed nothing besides.
    lines: Callable[..., Change] = lambda *texts: lambda each: amended(each, "c-001", {"township": texts})  # noqa: E731
    one = done(lines("一；", "二。")(township()), "2026-01-01", lines("一；", "二后。"))
    late = done(one, "2025-01-01", lines("一先；", "二先。"))
    # The line that the later one has left is as the earlier one has it ever since.
    found = [state.lists[ListKind.COOPERATIVE].categories[0].duties[0] for _, state in versions(late)]
    assert [each.township for each in found if isinstance(each, CooperativeDuty)] == [
        ("一先；", "二后。"), ("一先；", "二先。"), ("一；", "二。"), ("一；", "二。")]  # fmt: skip


def test_a_whole_new_list_ends_it() -> None:
    """A document of before it changes nothing any more."""
    one = done(township(), "2026-01-01", named("b-001", "一"))
    *others, last = one.changes
    one = replace(one, changes=(*others, last.model_copy(update={"new_source": True})))
    with pytest.raises(EditRefused, match="收到了新的一版清单"):
        done(one, "2025-01-01", named("b-002", "二"))


def test_corrections_do_not_ask_for_days() -> None:
    """One comes last; a document comes after those that were in effect, whatever was mended since."""
    days = [("2024-01-01", Track.ADJUSTMENT), ("2026-05-01", Track.CORRECTION), ("2026-03-01", Track.ADJUSTMENT)]
    changes = (ChangeRecord(track=Track.COLLECTED), *(said(*one) for one in days))
    assert place_of(changes, said("2025-01-01")) == 3
    assert place_of(changes, said("2024-01-01")) == 3
    assert place_of(changes, said("2023-01-01")) == 1
    assert place_of(changes, said("2026-03-01")) == 4
    assert place_of(changes, said("2020-01-01", Track.CORRECTION)) == 4


# --- any order -------------------------------------------------------------------------------------------

# Changes of which none asks for what another does: each of its own duty.
KINDS: Sequence[Callable[[int], Change]] = (
    lambda n: named(f"b-{n:03}", f"改名{n}"),
    lambda n: gone(f"b-{n:03}"),
    lambda n: lambda one: recategorised(one, f"b-{n:03}", "甲类" if n > 20 else "乙类"),
    lambda n: new_duty(f"b-{100 + n}"),
    lambda n: lambda one: amended(one, f"b-{n:03}", {"name": f"事项{n}（修订）", "source": None}),
)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.sampled_from(range(len(KINDS))), min_size=2, max_size=6),
    st.lists(st.sampled_from(range(1, 4)), min_size=6, max_size=6),
    st.randoms(use_true_random=False),
)
def test_any_order_of_arrival(kinds: list[int], months: list[int], random: st.DataObject) -> None:
    """In whatever order documents come, two of one day among them: the addresses of the others stay as they were.

    The records stand in the order of effect and lead back to what was collected, and today's lists have the same.
    """
    events = [(f"2025-0{months[n]}-01", KINDS[kind](3 * n + 2)) for n, kind in enumerate(kinds)]
    start = township(40)
    ends = []
    for _ in range(2):
        one = start
        random.shuffle(events)  # type: ignore[attr-defined]  # it is a random.Random
        for day, change in events:
            before = dict(zip(record_ids(one.changes), one.changes, strict=True))
            one = done(one, day, change)
            ids = record_ids(one.changes)
            assert len(set(ids)) == len(ids)
            assert [id for id in ids if id in before] == [*before]
            for id, record in zip(ids, one.changes, strict=True):
                assert id not in before or record.document == before[id].document
            days = [record.effective or "" for record in one.changes]
            assert days == sorted(days)
        assert states(one)[0] == official(start)
        basic = one.lists[ListKind.BASIC]
        assert [duty.number for _, duty in basic.duties()] == [*range(1, 1 + len([*basic.duties()]))]
        assert [category.declared for category in basic.categories] == [len(one.duties) for one in basic.categories]
        ends.append({(category.name, duty.id, duty.name) for category, duty in basic.duties()})
    assert ends[0] == ends[1]


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(range(len(KINDS))), min_size=3, max_size=5), st.permutations(range(5)))
def test_every_day_is_as_if_all_had_come_in_time(kinds: list[int], order: list[int]) -> None:
    """Not only today: the lists of each day in between, whose order hangs on nothing but the days."""
    events = [(f"2025-0{n + 1}-01", KINDS[kind if kind != 3 else 0](3 * n + 2)) for n, kind in enumerate(kinds)]
    in_time = came = township(20)
    for day, change in events:
        in_time = done(in_time, day, change)
    for n in order:
        if n < len(events):
            came = done(came, *events[n])
    assert [sorted_rows(one) for one in states(came)] == [sorted_rows(one) for one in states(in_time)]


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(st.permutations(range(1, 6)), st.integers(2, 5))
def test_of_one_text_each_day_has_what_was_decided_last(order: list[int], count: int) -> None:
    """Several documents write the same duty anew, and come in any order."""
    one = township()
    for n in order:
        if n <= count:
            one = done(one, f"2025-0{n}-01", named("b-003", f"第{n}次"))
    names = [
        duty.name
        for _, state in versions(one)
        for _, duty in state.lists[ListKind.BASIC].duties()
        if duty.id == "b-003"
    ]
    assert names[::-1] == ["事项3", "事项3", *(f"第{n}次" for n in range(1, count + 1))]


def sorted_rows(state: dict[str, object]) -> str:
    """A state without the order of duties in a category, which two moves to its end leave open."""
    rows = []
    for kind, one in state.items():
        assert isinstance(one, dict)
        for category in one["categories"]:
            own = sorted((duty["id"], duty["name"]) for duty in category["duties"])
            rows.append((kind, one["title"], category["name"], category["declared"], own))
    return repr(rows)


# --- in the file -----------------------------------------------------------------------------------------


def test_the_file_keeps_what_is_written_beside(tmp_path: Path) -> None:
    """Comments stay with their records, those that are as they were keep their bytes, all have their ids."""
    folder = shutil.copytree(make_decade(tmp_path / "decade").content, tmp_path / "new")
    path = folder / "townships" / ID / "changes.yml"
    text = path.read_text("utf-8").replace("  - track: correction\n", "  # 打过电话\n  - track: correction\n", 1)
    path.write_text(text, "utf-8")
    content = read(folder).content
    (old,) = (one for one in content.townships if one.id == ID)
    record = ChangeRecord(track=Track.ADJUSTMENT, document="甲编发〔2019〕9号", effective="2019-08-01")
    edit = Edit({ID: amended(old, "b-040", {"name": "做好第40号网格的巡查、登记工作。"})}, record=record)
    ready = prepared(folder, content, [edit])
    assert ready.problems == ()
    assert ready.followed == {ID: 6}
    write.write_files(ready.files.items(), folder)
    new = path.read_text("utf-8")
    assert "  # 打过电话\n  - track: correction\n" in new
    cut = text.index("  - track: access\n", text.index("2019-07-01"))
    assert new.startswith(text[:cut])
    changes = ChangeFile.model_validate(yaml_text.parse(new).data).changes
    assert [one.id for one in changes if one.document != record.document][1:] == [str(n) for n in range(1, 11)]
    (again,) = (one for one in read(folder).content.townships if one.id == ID)
    names = [
        next(duty.name for _, duty in state.lists[ListKind.BASIC].duties() if duty.id == "b-040")
        for _, state in versions(again)
    ]
    assert [len(one) for one in names] == [len("做好第40号网格的巡查、登记工作。")] * 7 + [
        len("做好第40号网格的巡查工作。")
    ] * 6


def test_records_without_ids_get_those_that_they_were_known_by() -> None:
    """Whoever published them under their places goes on doing so when one comes in between."""
    one = done(done(township(), "2024-01-01", named("b-001", "一")), "2026-01-01", named("b-002", "二"))
    changes = tuple(record.model_copy(update={"id": None}) for record in one.changes)
    text = with_records(None, (), changes[1:])
    old = ChangeFile.model_validate(yaml_text.parse(text).data).changes
    assert record_ids(old) == ("0", "1", "2")
    state = replace(one, changes=old)
    found = inserted(state, named("b-003", "三")(state), said("2025-01-01"))
    new, record = found.changes, found.record
    assert [each.id for each in new] == [None, "1", record.id, "2"]
    written = ChangeFile.model_validate(yaml_text.parse(with_records(text, old, new)).data).changes
    assert written == new
    assert identified(old)[1:] == (new[1], new[3].model_copy(update={"before": old[2].before, "duties": old[2].duties}))


def test_two_of_one_day_by_one_document_have_two_ids() -> None:
    """Though they say the same of how they were decided; of what they change too, after one was taken out."""
    old = township()
    one = proposal(old, named("b-001", "一")(old), said("2026-01-01"))
    two = proposal(old, named("b-002", "二")(old), said("2026-01-01"))
    assert one.id != two.id
    with_one = replace(old, changes=(*old.changes, one))
    again = proposal(with_one, named("b-001", "一")(old), said("2026-01-01"))
    assert again.id not in (None, one.id)
    assert first_file().endswith("- track: collected\n")


# --- carrying --------------------------------------------------------------------------------------------


def test_what_neither_has_changed_stays() -> None:
    """To the state itself: nothing differs, or only one side does."""
    base, mine = township(), gone("b-004")(township())
    assert carried(base, mine, base) == mine
    assert carried(base, base, mine).lists == mine.lists


def test_a_heading_that_is_called_otherwise() -> None:
    """Its duties stay under it; one that was added there on the other side, too."""
    base = township()
    basic = base.lists[ListKind.BASIC]
    one, two = basic.categories
    renamed = basic.model_copy(update={"categories": (one, two.model_copy(update={"name": "丙类"}))})
    other = replace(base, lists={**base.lists, ListKind.BASIC: renamed})
    mine = new_duty("b-020")(base)
    for found in (carried(base, mine, other), carried(base, other, mine)):
        names = [
            (each.name, each.declared, [duty.id for duty in each.duties])
            for each in found.lists[ListKind.BASIC].categories
        ]
        assert [name for name, _, _ in names] == ["甲类", "丙类"]
        assert names[1][1:] == (6, ["b-005", "b-006", "b-007", "b-008", "b-009", "b-020"])


def test_numbers_with_gaps_stay() -> None:
    """Where an ended duty's number was left free, it stays free; and two that are equal are no list."""
    base = township()
    mine = ended(base, "b-003", keep_numbers=True)
    other = named("b-005", "五")(base)
    found = carried(base, mine, other)
    assert [duty.number for _, duty in found.lists[ListKind.BASIC].duties()] == [1, 2, 4, 5, 6, 7, 8, 9]
    gap = ended(base, "b-002", keep_numbers=True)
    one, two = (amended(gap, id, {"number": 2}) for id in ("b-001", "b-003"))
    with pytest.raises(NotCarried, match="序号"):
        carried(gap, one, two)


def test_a_department_was_renamed_before(tmp_path: Path) -> None:
    """Also where a later record has brought the name into a duty: it stands there under the new one ever since."""
    folder = make_decade(tmp_path).content
    content = read(folder).content
    (county,) = (one for one in content.counties if one.id == "jia")
    record = ChangeRecord(track=Track.ADJUSTMENT, document="甲编发〔2019〕1号", effective="2019-01-01")
    edit = rename_department(content, county, "县民政局", "县民政和社会工作局", record)
    ready = prepared(folder, content, [edit])
    assert (ready.problems, ready.followed) == ((), {ID: 7})
    write.write_files(ready.files.items(), folder)
    (bing,) = (one for one in read(folder).content.townships if one.id == ID)
    names = {}
    for record_of, state in versions(bing):
        for _, duty in state.lists[ListKind.COOPERATIVE].duties():
            if record_of and isinstance(duty, CooperativeDuty) and duty.id in ("c-002", "c-003"):
                names[duty.id, record_of.effective or ""] = duty.departments
    assert names["c-003", "2018-01-01"] == ("县民政局",)
    assert names["c-003", "2019-01-01"] == ("县民政和社会工作局",)
    assert names["c-002", "2020-02-01"] == ("县教育局", "其他相关单位")
    assert names["c-002", "2021-06-01"] == ("县教育局（牵头）", "县民政和社会工作局")
    (late,) = (one for one in bing.changes if one.effective == "2019-01-01")
    assert [one.id for one in late.duties] == ["c-003"]
