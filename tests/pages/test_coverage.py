"""How well townships are looked after: what is counted, and when a contact is to be confirmed again."""

from dataclasses import replace
from html import unescape

import pytest

from generator.check.survey import survey
from generator.link.catalogue import Catalogue, LinkedRecord, LinkedTownship, Upkeep
from generator.link.linker import link
from generator.model import ChangeRecord, Contact, ListKind, Note, Track
from generator.pages.coverage import coverage
from generator.read.folder import Read
from support.pages import docs


def test_nothing_is_made_up(catalogue: Catalogue) -> None:
    """Of the demo content: lists, names, notes; no contact, no change, and so no day."""
    found = coverage(catalogue.townships)
    assert [(row.head.id, row.lists, row.name, row.noted, row.reachable, row.departments) for row in found.rows] == [
        ("jia/bing", "齐全", "没有写明", 0, 0, 4),
        ("jia/yi", "齐全", "原文写明", 0, 0, 4),
    ]
    assert (found.complete, found.stated, found.contacts, found.changed, found.review) == (2, 1, 0, "", "")


def test_contacts_and_notes_are_counted_where_they_stand(demo: Read) -> None:
    """A township's own contact, and those of the departments that its duties are given to; the oldest is due first."""
    (county,), (bing, yi) = demo.content.counties, demo.content.townships
    education = Contact(phones=("12345",), as_of="2026-05-01")
    departments = [
        one.model_copy(update={"contact": education}) if one.id == "xianjiaoyuju" else one
        for one in county.file.departments
    ]
    own = Contact(phones=("0478-5123456",), as_of="2026-03-01")
    duty_list = yi.lists[ListKind.BASIC]
    category = duty_list.categories[0]
    noted = category.duties[0].model_copy(update={"notes": (Note(printed=None, meant=None, why="甲"),) * 2})
    category = category.model_copy(update={"duties": (noted, *category.duties[1:])})
    duty_list = duty_list.model_copy(update={"categories": (category, *duty_list.categories[1:])})
    content = replace(
        demo.content,
        counties=(replace(county, file=county.file.model_copy(update={"departments": tuple(departments)})),),
        townships=(
            bing,
            replace(
                yi, file=yi.file.model_copy(update={"contact": own}), lists={**yi.lists, ListKind.BASIC: duty_list}
            ),
        ),
    )
    other, row = coverage(link(content).townships).rows
    assert (row.noted, row.has_contact, row.reachable, row.departments, row.review) == (1, True, 1, 4, "2027-03-01")
    assert (other.has_contact, other.reachable, other.review) == (False, 1, "2027-05-01")
    assert (row.newest, other.newest, coverage(link(content).townships).overdue) == ("2026-05-01", "2026-05-01", 0)


def test_the_newest_date_is_any_that_is_stated(demo: Read) -> None:
    """Of the township's own contact, of a department's that no duty names, of the source, of a record; as `check`."""
    (county,), (_, yi) = demo.content.counties, demo.content.townships
    register = county.file.departments
    assert yi.file.source
    source = yi.file.source.model_copy(update={"date": "2026-05"})
    record = ChangeRecord(track=Track.CORRECTION, reason="甲", effective="2026-04-02")
    first = register[0].model_copy(update={"contact": Contact(address="甲", as_of="2026-03-01")})
    for contact, document, changes, departments, expected in (
        (Contact(address="甲", as_of="2026-06-01"), source, (record,), (first, *register[1:]), "2026-06-01"),
        (None, source, (record,), (first, *register[1:]), "2026-05"),
        (None, None, (record,), (first, *register[1:]), "2026-04-02"),
        (None, None, (), (first, *register[1:]), "2026-03-01"),
        (None, None, (), register, ""),
    ):
        file = yi.file.model_copy(update={"contact": contact, "source": document})
        content = replace(
            demo.content,
            counties=(replace(county, file=county.file.model_copy(update={"departments": departments})),),
            townships=(replace(yi, file=file, changes=changes),),
        )
        assert coverage(link(content).townships).newest == survey(content).newest == expected


def test_lists_that_are_missing_and_changes(catalogue: Catalogue) -> None:
    """The lists are named; the newest change is told, of several townships the newest of all, the earliest review."""
    one, other = catalogue.townships
    records = tuple(
        LinkedRecord(str(index), Track.ADJUSTMENT, None, None, None, None, day)
        for index, day in enumerate((None, "2026-07-01", "2025-01-01"))
    )
    lists = tuple(own for own in one.lists if own.kind is ListKind.COOPERATIVE)
    changed: list[LinkedTownship] = [
        replace(one, lists=lists, records=records, upkeep=Upkeep(confirmed="2024-02-29")),
        replace(other, upkeep=Upkeep(confirmed="2025-01-01")),
    ]
    found = coverage(changed)
    assert [(row.lists, row.changed, row.review) for row in found.rows] == [
        ("缺基本履职、上级部门收回", "2026-07-01", "2025-03-01"),
        ("齐全", "", "2026-01-01"),
    ]
    assert (found.complete, found.changed, found.review) == (1, "2026-07-01", "2025-03-01")


@pytest.mark.parametrize(
    ("confirmed", "newest", "is_overdue"),
    [
        # A year to the day is no more than a year.
        ("2025-11-03", "2026-11-03", False),
        ("2025-11-03", "2026-11-04", True),
        # 29 February comes again on 1 March.
        ("2024-02-29", "2025-03-01", False),
        ("2024-02-29", "2025-03-02", True),
        ("2023-02-28", "2024-02-28", False),
        ("2023-02-28", "2024-02-29", True),
        # A month, or a year, is as its first day.
        ("2025-12-01", "2026-12", False),
        ("2025-11-30", "2026-12", True),
        ("2025-01-01", "2026", False),
        ("2024-12-31", "2026", True),
        ("", "2026-11-03", False),
    ],
)
def test_a_contact_is_old_by_the_newest_date(
    confirmed: str, newest: str, is_overdue: bool, catalogue: Catalogue
) -> None:
    """That of any township here, as `check` counts it; one that nobody has is never old."""
    one, other = catalogue.townships
    found = coverage(
        [
            replace(one, upkeep=Upkeep(confirmed=confirmed, newest=confirmed)),
            replace(other, upkeep=Upkeep(newest=newest)),
        ]
    )
    assert (found.newest, found.overdue) == (newest, int(is_overdue))


def test_the_page_says_which_are_old(demo: Read) -> None:
    """By words, in the sentence and in the row; the date of a record counts."""
    bing, yi = demo.content.townships
    record = ChangeRecord(track=Track.CORRECTION, reason="甲", effective="2026-11-04")
    townships = (
        replace(bing, file=bing.file.model_copy(update={"contact": Contact(address="乡政府", as_of="2025-11-03")})),
        replace(yi, changes=(ChangeRecord(track=Track.COLLECTED), record)),
    )
    changed = replace(demo.content, townships=townships)
    page = unescape(str(dict(docs(replace(demo, content=changed), link(changed)))["coverage.md"]))
    assert "到 2026-11-04（这里最新的日期），联系方式过了一年没有核实的 1 个。" in page
    assert page.count("2026-11-03，已经过了 |") == 1
