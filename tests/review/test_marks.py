"""What is doubtful is marked where it stands, whatever else in the document reads the same."""

import re
from collections.abc import Mapping, Sequence

import pytest

from generator.importers.grid import Doubt, Region
from generator.review.marks import Marker

# Two cells that say the same, after the number; the second goes on in the next line.
CELLS = {5: ("1", "做好宣传。", "1.做好宣传。2.巡查"), 6: ("", "", "河道。")}
PLACE = Region(3, 0.1, 0.2, 0.3, 0.4)


def marked(doubts: Mapping[int, Sequence[Doubt]], *texts: str, asked: Sequence[str] = ()) -> list[str]:
    """The texts, what is marked of each in brackets."""
    marker = Marker("c-001", CELLS, doubts, {}, asked)
    shown = [re.sub(r'<span class="said">.*?</span>', "", marker.marked(text)) for text in texts]
    return [re.sub("<mark[^>]*>(.*?)</mark>", r"【\1】", one) for one in shown]


@pytest.mark.parametrize(
    ("doubts", "shown"),
    [
        ({5: [Doubt(1, 2, 0.5)]}, ["做好【宣】传。", "做好宣传。", "巡查河道。"]),
        ({5: [Doubt(2, 4, 0.5)]}, ["做好宣传。", "做好【宣】传。", "巡查河道。"]),
        ({5: [Doubt(2, 10, 0.5)], 6: [Doubt(2, 0, 0.5)]}, ["做好宣传。", "做好宣传。", "巡【查】【河】道。"]),
        ({5: [Doubt(0, 0, 0.5)]}, ["做好宣传。", "做好宣传。", "巡查河道。"]),
    ],
)
def test_a_character_is_marked_where_it_was_read(doubts: Mapping[int, Sequence[Doubt]], shown: list[str]) -> None:
    assert marked(doubts, "做好宣传。", "做好宣传。", "巡查河道。") == shown


def test_a_text_that_is_not_in_the_cells_has_no_marks() -> None:
    """What is doubtful is then shown beside the texts: nothing is lost."""
    marker = Marker("c-001", CELLS, {5: [Doubt(1, 2, 0.5, PLACE)]}, {}, ())
    assert marker.marked("做好宣讲。") == "做好宣讲。"
    (beside,) = marker.elsewhere()
    assert re.sub("<[^>]*>|（[^）]*）", "", beside) == "做好宣传。"
    assert [(one.mark, one.region) for one in marker.spots] == [("c-001-1", PLACE)]
    assert 'id="c-001-1"' in beside
    assert marker.doubts == 1


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("“巡查…”以部门开头，归到“河道”，请对照原文", ["做好宣传。", "【巡查】河道。"]),
        ("列表的编号丢失，按句末分成 2 条：做好宣…", ["【做好宣】传。", "巡查河道。"]),
        ("印作“河”", ["做好宣传。", "巡查河道。"]),  # too short to be looked for
        ("部门“县“双拥”办”", ["做好宣传。", "巡查河道。"]),
        ("条目编号不连续：1 之后是 4", ["做好宣传。", "巡查河道。"]),
    ],
)
def test_what_a_question_quotes_first_is_marked(said: str, shown: list[str]) -> None:
    assert marked({}, "做好宣传。", "巡查河道。", asked=[said]) == shown


@pytest.mark.parametrize(("times", "shown"), [(1, ["【做好宣】传。", "做好宣传。"]), (2, ["【做好宣】传。"] * 2)])
def test_a_quotation_is_marked_once(times: int, shown: list[str]) -> None:
    assert marked({}, "做好宣传。", "做好宣传。", asked=["“做好宣…”没有编号"] * times) == shown


def test_quotations_may_hold_others() -> None:
    assert marked({}, "落实“双减”政策。", asked=["“落实“双减”政…”没有编号"]) == ["【落实“双减”政】策。"]


def test_what_is_marked_is_escaped() -> None:
    marker = Marker("c-001", {5: ("<b>&",)}, {5: [Doubt(0, 0, 0.5)]}, {}, ())
    assert marker.marked("<b>&").startswith('<mark id="c-001-1" class="doubt"')
    assert marker.marked("<b>&").endswith("</mark>b&gt;&amp;")
