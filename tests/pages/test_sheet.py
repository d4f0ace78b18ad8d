"""The sheet that a duty is printed on: the largest type that it fits in, by the measures of the style sheet."""

from dataclasses import replace

import pytest

from generator import flow
from generator.link.catalogue import Block, Catalogue, LinkedDuty, Mention, Naming, Reachable
from generator.model import Contact, Note
from generator.pages.render import Renderer
from generator.pages.sheet import sheet

# On a sheet of 762.5 points less 6 per cent, at 11 points 65.2 em, there are the code (85 points, 7.7 em), the
# address (7), the answer (4.4), two lines of departments (3), a heading (2.6), and items of 1.65 each:
# (65.2 - 24.7) / 1.65 is 24, and so on for smaller type.
FIT = {"11": 24, "10": 27, "9": 32, "8-5": 34}


@pytest.fixture
def duty(catalogue: Catalogue) -> LinkedDuty:
    """A cooperative duty with a short name and nothing else to it."""
    found = next(duty for duty in catalogue.townships[1].duties if duty.id == "c-001")
    return filled(replace(found, mentions=(), blocks=(), named=()), township=())


def filled(duty: LinkedDuty, **texts: object) -> LinkedDuty:
    """A duty with other values in its entry."""
    return replace(duty, entry=duty.entry.model_copy(update=texts))


@pytest.mark.parametrize(("name", "fit"), FIT.items())
def test_type_is_as_large_as_the_sheet_allows(duty: LinkedDuty, name: str, fit: int) -> None:
    """So many lines fit in a size, and with one more the type is smaller; what is too long is printed on several."""
    smaller = dict(zip(FIT, [*list(FIT)[1:], "long"], strict=True))
    assert sheet(filled(duty, township=("受理申请；",) * fit)).name == name
    assert sheet(filled(duty, township=("受理申请；",) * (fit + 1))).name == smaller[name]


def test_several_sheets_are_in_a_size_that_is_easy_to_read(duty: LinkedDuty) -> None:
    """What does not fit in the smallest type is not squeezed into it."""
    long = sheet(filled(duty, township=("受理申请；",) * 100))
    assert (long.points, long.is_one) == (10.0, False)


def test_everything_that_is_printed_takes_its_room(duty: LinkedDuty, catalogue: Catalogue) -> None:
    """The name, names of departments, blocks with their support, the method and the notes: each can fill a sheet."""
    many, long = ("受理申请；",) * 35, "长" * 2500
    department = catalogue.counties[0].departments[0].ref
    assert sheet(duty).name == "11"
    reclaimed = next(one for one in catalogue.townships[1].duties if one.id == "r-001")
    full = {
        "name": replace(duty, name=long),
        "departments": replace(duty, mentions=(Mention(long, False, None),)),
        "named": replace(duty, named=(Naming(replace(department, name=long), ()),)),
        "duties": replace(duty, blocks=(Block((), many, ()),)),
        "support": replace(duty, blocks=(Block((), (), many),)),
        "blocks": replace(duty, blocks=(Block((), ("一",), ()),) * 25),
        "owners": replace(duty, blocks=(Block((Mention(long, False, None),), ("一",), ()),)),
        "reachable": replace(duty, reachable=(Reachable(long, Contact(phones=("12345",), as_of="2026-11-03")),)),
        "method": filled(reclaimed, method=many),
        "notes": filled(duty, notes=(Note(printed=None, meant=None, why="长" * 60),) * 20),
    }
    assert [part for part, one in full.items() if sheet(one).is_one] == []


@pytest.mark.parametrize(
    ("lines", "note"), [(1, ""), (40, "<p>内容较多，印成几张；每张下面有页码，请放在一起看。</p>\n")]
)
def test_several_sheets_are_told_of(catalogue: Catalogue, lines: int, note: str) -> None:
    """Above a duty that takes several sheets it says so."""
    township = catalogue.townships[1]
    duties = township.lists[1]
    changed = filled(duties.duties[0], township=("受理申请；",) * lines)
    category = replace(duties.categories[0], duties=(changed,))
    one = replace(township, lists=(replace(duties, categories=(category,)),))
    pages = dict(Renderer(flow.TEMPLATES, None).render_township(catalogue.counties[0], one, catalogue.related))
    size = "long" if note else "11"
    assert (
        f'<div class="qd-paper-head qd-paper--{size}">\n<p>乡镇履职事项明白卡</p>\n'
        f"<p>甲县乙镇配合履职第 1 项</p>\n{note}</div>"
    ) in pages["townships/jia/yi/c-001.md"]
