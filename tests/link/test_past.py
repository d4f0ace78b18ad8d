"""The past: what records say of duties, with the names that they had, and where each matter is today."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from generator.link.catalogue import LinkedTownship
from generator.link.linker import link, link_county
from generator.link.newness import new_since
from generator.link.records import DutyPointer, led_to
from generator.model import ChangeKind, ListKind
from generator.read.folder import read
from support.decade import ID, make_decade


@pytest.fixture(scope="module")
def bing(tmp_path_factory: pytest.TempPathFactory) -> LinkedTownship:
    """The township with ten years of changes, linked."""
    content = read(make_decade(tmp_path_factory.mktemp("decade")).content).content
    return next(one for one in link(content).townships if one.head.id == ID)


def test_what_is_gone(bing: LinkedTownship) -> None:
    """Each with its last text, and the record by which it ended; in today's lists it is not."""
    assert [(one.id, int(one.record.id), one.last.name) for one in bing.retired if one.record and one.last] == [
        ("b-010", 4, "做好第10号网格的巡查工作。"),
        ("b-020", 7, "做好第20号网格的巡查工作。"),
        ("b-065", 10, "开展高龄津贴发放工作"),
        ("c-001", 3, "开展高龄津贴发放工作"),
    ]
    last = bing.retired[-1].last
    assert last is not None
    assert [mention.name for mention in last.mentions] == ["县民政局", "县财政局"]
    assert {one.id for one in bing.retired}.isdisjoint(duty.id for duty in bing.duties)


@pytest.mark.parametrize(
    ("id", "now"),
    [("c-001", ["r-003"]), ("b-065", ["r-003"]), ("b-020", ["b-067", "b-068"]), ("b-010", []), ("b-001", [])],
)
def test_where_a_matter_is_today(bing: LinkedTownship, id: str, now: Sequence[str]) -> None:
    """Through whatever it was in between; nowhere where the record names no other duty, or it is there itself."""
    assert [duty.id for duty in led_to(id, bing.events)] == now


def test_a_record_names_duties_as_they_were(bing: LinkedTownship) -> None:
    """What moved under its old number and in its old list, where it went under its first number there."""
    (moved, *others) = bing.records[3].changes
    assert moved.change is ChangeKind.MOVED
    assert moved.duty == DutyPointer("c-001", ListKind.COOPERATIVE, 1, "开展高龄津贴发放工作", is_there=False)
    assert moved.to == (DutyPointer("b-065", ListKind.BASIC, 65, "开展高龄津贴发放工作", is_there=False),)
    assert moved.topics == ("old-age-allowance",)
    assert moved.departments == ("jia/xianminzhengju", "jia/xiancaizhengju")
    assert [(one.duty.id, one.was, one.duty.number) for one in others] == [("c-002", 2, 1), ("c-003", 3, 2)]
    ended = bing.records[4].changes[0]
    assert (ended.department, ended.department_id) == ("县财政局", "jia/xiancaizhengju")


def test_numbers_that_moved_together_are_told_together(bing: LinkedTownship) -> None:
    """Sixty-two duties that are one place further down are one run."""
    (run,) = bing.records[5].renumbered
    assert (run.kind, run.first.was, run.first.now, run.last.was, run.last.now) == (ListKind.BASIC, 3, 4, 64, 65)
    assert run.count == 62


def test_headings_and_fields_are_redlined(bing: LinkedTownship) -> None:
    """A title, the departments, a text: each under what a person calls it."""
    record = bing.records[6]
    assert [one.title for one in record.headings] == ["配合履职事项清单的标题"]
    (amended,) = record.told
    (departments,) = amended.redline
    assert departments.title == "部门"
    assert [[(piece.fate.value, piece.text) for piece in line] for line in departments.lines] == [
        [("same", "县教育局"), ("come", "（牵头）")],
        *([("gone", "其他相关单位")], [("come", "县民政局")]),
    ]


def test_events_come_newest_first(bing: LinkedTownship) -> None:
    """A duty's own history; what another went on in knows that one."""
    assert [(one.record.id, one.is_origin) for one in bing.events["r-003"]] == [("10", True)]
    assert [one.record.id for one in bing.events["b-030"]] == ["9", "8", "7", "5", "4"]


def test_versions(bing: LinkedTownship) -> None:
    """One for each date and one for what was collected; two changes on a day make one, and it has both."""
    assert [(one.day, [int(record.id) for record in one.records]) for one in bing.versions] == [
        *((None, [0]), ("2016-03-01", [1]), ("2017-05-01", [2]), ("2018-01-01", [3]), ("2019-07-01", [4])),
        *(("2020-02-01", [5]), ("2021-06-01", [6, 7]), ("2022-09-01", [8]), ("2023-01-01", [9])),
        ("2026-05-01", [10]),
    ]
    assert [len(one.lists[0].duties) for one in bing.versions] == [64, 64, 64, 65, 64, 65, 66, 66, 66, 65]


def test_an_unrecorded_end_is_known_as_such(tmp_path: Path) -> None:
    """Of an id that is retired without a record nothing is said but that."""
    make_decade(tmp_path, until=0)
    file = tmp_path / "townships" / ID / "cooperative.yml"
    file.write_text(file.read_text("utf-8").replace("categories:", "retired: [c-077]\ncategories:", 1), "utf-8")
    township = next(one for one in link(read(tmp_path).content).townships if one.head.id == ID)
    (one,) = township.retired
    assert (one.id, one.kind, one.last, one.record) == ("c-077", ListKind.COOPERATIVE, None, None)
    assert township.versions == ()


def test_what_is_new_counts_from_the_newest_date(tmp_path: Path) -> None:
    """Ninety days before it, the day itself included; for each county only what it has itself."""
    content = read(make_decade(tmp_path).content).content
    county = link_county(content.counties[0], content.townships, content)
    assert new_since([county]) == {"jia": "2026-05-01"}
    earlier = read(make_decade(tmp_path / "earlier", until=9).content).content
    county = link_county(earlier.counties[0], earlier.townships, earlier)
    assert new_since([county]) == {"jia": "2023-01-01"}
    none = read(make_decade(tmp_path / "none", until=0).content).content
    county = link_county(none.counties[0], none.townships, none)
    assert new_since([county]) == {"jia": ""}
