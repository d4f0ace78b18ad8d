"""The home page's matters and townships, and what a duty's page shows first."""

import re
from dataclasses import replace

import pytest

from generator import flow, paths
from generator.link.catalogue import Catalogue
from generator.link.linker import link
from generator.model import Content
from generator.pages import render
from generator.pages.render import Renderer
from generator.read.folder import Read


@pytest.fixture
def content(demo: Read) -> Content:
    """The demo content."""
    return demo.content


def home_of(catalogue: Catalogue) -> str:
    """The Markdown of the home page."""
    return next(text for page, text in Renderer(flow.TEMPLATES, None).render(catalogue) if page == paths.HOME)


def matters_of(home: str) -> list[str]:
    """The questions under which the home page lists topics."""
    return re.findall(r"<li><a href=\"topics/[^>]+>([^<]+)</a>", home)


def test_common_matters_are_those_of_the_vocabulary(content: Content) -> None:
    """The topics that the vocabulary names, in its order, as far as they have duties, in the words of people."""
    catalogue = link(replace(content, common_topics=("old-age-allowance", "patriotic-health", "party-members")))
    home = home_of(catalogue)
    assert matters_of(home) == ["80岁老人补贴", "灭老鼠蟑螂", "怎么入党"]
    assert "高龄津贴 <span>2 个乡镇</span>" in home
    # What to try is another question of theirs.
    assert re.findall(r'<a href="search/\?q=[^"]+">([^<]+)</a>', home) == ["高龄补贴多少钱", "党费交多少"]


def test_without_a_vocabulary_the_widest_topics_are_common(content: Content) -> None:
    """Where no topic is named as common, those of the most townships come first."""
    catalogue = link(content)
    wide = {topic.entry.asks[0]: len({duty.township.id for duty in topic.duties}) for topic in catalogue.topics}
    shown = matters_of(home_of(catalogue))
    assert [wide[ask] for ask in shown] == sorted(wide.values(), reverse=True)


def test_home_stays_short(content: Content, monkeypatch: pytest.MonkeyPatch) -> None:
    """Few townships are listed, more are folded by province, very many are left to the pages of their counties."""
    catalogue = link(content)
    township = '<a href="townships/jia/yi/">甲县乙镇</a>'
    few = home_of(catalogue)
    assert (township in few, "<details" in few, "data-qd-choose" in few) == (True, False, True)
    monkeypatch.setattr(render, "HOME_FOLDED", 1)
    more = home_of(catalogue)
    assert township in more
    assert "<summary>某省 <span" in more
    monkeypatch.setattr(render, "HOME_COUNTIES", 1)
    many = home_of(catalogue)
    assert (township in many, "data-qd-choose" in many) == (False, False)
    assert '<li data-qd-county="jia"><a href="townships/jia/">甲县</a> <span class="qd-count">2 个乡镇' in many


def test_a_single_township_needs_no_choice(content: Content) -> None:
    """A site of one township shows its three lists at once."""
    home = home_of(link(replace(content, townships=content.townships[1:])))
    assert "data-qd-choose" not in home
    lists = re.findall(r'<li><a href="([^"]+)">', home)[:3]
    assert lists == [f"townships/jia/yi/{kind}/" for kind in ("basic", "cooperative", "reclaimed")]


@pytest.mark.parametrize(
    ("page", "step"),
    [
        ("townships/jia/yi/b-001.md", "找[乙镇](index.md)。"),
        ("townships/jia/yi/c-001.md", "先找[县民政局](../../../departments/jia/xianminzhengju.md)（牵头）；"),
        ("townships/jia/yi/r-001.md", "找[县医保局](../../../departments/jia/xianyibaoju.md)，[现在怎么办](#method)"),
        ("townships/jia/yi/r-002.md", "[原因](#method)写在下面；"),
    ],
)
def test_every_duty_has_a_next_step(content: Content, page: str, step: str) -> None:
    """Whom to ask, by who does it: the township, the department that leads, the one that has taken it back."""
    text = next(text for name, text in Renderer(flow.TEMPLATES, None).render(link(content)) if name == page)
    assert f"**下一步**：{step}" in text


def test_of_many_departments_the_leading_one_is_unfolded(content: Content, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of more parts than fit, those of the department that leads are open, and a button opens the rest."""
    monkeypatch.setattr(render, "UNFOLDED_BLOCKS", 2)
    pages = dict(Renderer(flow.TEMPLATES, None).render(link(content)))
    blocks = re.findall(
        r'<details class="qd-block" (open )?markdown>\n<summary>([^<]+)<', pages["townships/jia/yi/c-001.md"]
    )
    assert blocks == [("open ", "县民政局"), ("", "县财政局"), ("open ", "县民政局、县财政局：履职保障")]
    assert "data-qd-unfold" in pages["townships/jia/yi/c-001.md"]
