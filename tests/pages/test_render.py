"""What is the same on many pages: where one stands, how it is edited and reported, when it is split."""

import re
from dataclasses import replace
from html import unescape

import pytest

from generator import flow, paths
from generator.check.registry import RULES
from generator.data.downloads import Download, Downloads, Extent, FileFormat, Missing, Scope
from generator.link.catalogue import Catalogue, LinkedTopicGroup
from generator.link.linker import beginning
from generator.model import ListKind
from generator.pages import matrix, metadata, overview, render
from generator.pages.qr import qr
from generator.pages.render import Renderer
from generator.pages.reporting import FormRoute, MailRoute
from generator.pages.repository import Repository


def test_a_page_holds_what_just_fits(crooked_catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    """Up to its limit nothing is split, folded or left out; one more would be."""
    renderer = Renderer(flow.TEMPLATES, None)
    pages = dict(renderer.render(crooked_catalogue))
    townships = len(crooked_catalogue.townships)
    work = max(len(one.work) for county in crooked_catalogue.counties for one in county.departments)
    for module, name, value in (
        (matrix, "ON_ONE_PAGE", work),
        (matrix, "MOST_TOWNSHIPS", townships),
        (render, "ON_ONE_PAGE", max(len(one.duties) for one in crooked_catalogue.categories)),
        (render, "DOWNLOADS_ON_ONE_PAGE", townships),
        (render, "HOME_FOLDED", townships),
        (render, "HOME_COUNTIES", townships),
        (render, "_UNFOLDED_TOWNSHIPS", townships),
        (render, "_COMPACT_FROM", townships),
        (render, "_WITHOUT_TOPIC", 4),
        # Two of a duty's five blocks are more than four.
        (render, "UNFOLDED_BLOCKS", 4),
    ):
        monkeypatch.setattr(module, name, value)
    assert dict(renderer.render(crooked_catalogue)) == pages
    monkeypatch.setattr(render, "UNFOLDED_BLOCKS", 5)
    page = dict(renderer.render(crooked_catalogue))["townships/ren/zi/c-003.md"]
    assert (page.count("<details"), page.count('<details class="qd-block" open'), "data-qd-unfold" in page) == (
        5,
        5,
        False,
    )


@pytest.mark.parametrize(("townships", "pages"), [(40, ["data.md"]), (41, ["data.md", "data/counties/ren.md"])])
def test_downloads_of_forty_townships_are_one_page(
    townships: int, pages: list[str], crooked_catalogue: Catalogue
) -> None:
    """Of more there is one for each county too."""
    county = crooked_catalogue.counties[1]
    many = replace(crooked_catalogue, counties=(replace(county, townships=county.townships[:1] * townships),))
    renderer = Renderer(flow.TEMPLATES, None)
    assert [name for name, _ in renderer.render_downloads(many, Downloads())] == pages


def test_topic_tells_what_a_township_does_or_that_it_is_cut(crooked_catalogue: Catalogue) -> None:
    """However many texts it is, none is left out without a word: what is too long ends in …."""
    topic = next(one for one in crooked_catalogue.topics if one.id == "old-age-allowance")
    assisted, *others = (one for one in topic.duties if one.kind is ListKind.COOPERATIVE)

    def told(*texts: str) -> str:
        changed = replace(topic, duties=(replace(assisted, does=beginning(texts)), *others))
        renderer = Renderer(flow.TEMPLATES, None)
        catalogue = replace(crooked_catalogue, topic_groups=(LinkedTopicGroup(topic.group, (changed,)),))
        page = dict(renderer.render(catalogue))[paths.topic(topic.id)]
        found = re.search(f"{assisted.township.spoken}做什么：(.+)", page)
        assert found
        return found[1]

    assert told("受理；", "初审；", "公示；", "发放；", "核验。") == "受理； 初审； 公示； 发放； 核验。"
    assert told("受理；", "初" * 200) == f"受理； {'初' * 155}…"


def test_county_without_a_name_or_a_province(crooked_catalogue: Catalogue) -> None:
    """What the document does not say of a county is said to be unknown, and is not taken from elsewhere."""
    county, other = crooked_catalogue.counties
    unknown = replace(other, file=other.file.model_copy(update={"province": None, "name": None}))
    pages = dict(Renderer(flow.TEMPLATES, None).render(replace(crooked_catalogue, counties=(county, unknown))))
    assert "- 省份未注明：[县名未注明](ren/index.md)（8 个部门）\n" in pages[paths.DEPARTMENTS]


def test_chart_of_too_many_townships(crooked_catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its rows are counties, which lead to their own drawings where the page itself is whole."""
    monkeypatch.setattr(overview, "MOST_ROWS", 1)
    page = dict(Renderer(flow.TEMPLATES, None).render(crooked_catalogue))["categories/livelihood.md"]
    assert "| [癸区](../overview/gui/index.md) | 0 | 2 | 2 | 4 |" in page


@pytest.mark.parametrize(
    ("downloads", "told"),
    [
        (Downloads(), (False, False)),
        (Downloads(missing=(Missing("PDF", "没有宋体"),)), (True, False)),
        (Downloads((Download("data/all.csv", Extent(Scope.ALL), FileFormat.CSV, 9, "0"),)), (False, True)),
    ],
)
def test_data_page_tells_of_what_there_is(
    crooked_catalogue: Catalogue, downloads: Downloads, told: tuple[bool, bool]
) -> None:
    """What could not be made is told with the reason; how files are checked, where there are any."""
    page = dict(Renderer(flow.TEMPLATES, None).render(crooked_catalogue, downloads))[paths.DATA]
    assert ("    - PDF：没有宋体\n" in page, "SHA256SUMS" in page) == told


def test_hand_written_page() -> None:
    """Its own head and text stay as they are; what every page has stands around the text, under the page's title."""
    renderer = Renderer(flow.TEMPLATES, Repository("https://git.test/o/r(1)/", "dev"), MailRoute("a@b.gov.cn"))
    page, text = renderer.hand_written(
        "guide/how.md", "---\ntitle: 怎样做 \n---\n# 怎样做 {#how}\n\n**甲** <b>乙</b>\n"
    )
    assert page == "guide/how.md"
    assert text.startswith("---\ntitle: 怎样做 \n---\n")
    assert text.count("title: 怎样做") == 1
    assert "\n# 怎样做 {#how}\n\n**甲** <b>乙</b>\n" in text
    assert "[首页](../index.md)" in text
    assert "[修改内容](https://git.test/o/r%281%29/edit/dev/content/pages/guide/how.md){" in text
    assert (
        "](mailto:a@b.gov.cn?subject=%E5%86%85%E5%AE%B9%E6%9C%89%E8%AF%AF%EF%BC%9A%E6%80%8E%E6%A0%B7%E5%81%9A&amp;"
        in text
    )
    # Without a head the page's file is its title.
    _, text = renderer.hand_written("how.md", "# 怎样做 {#how}\n")
    assert "%EF%BC%9Ahow.md&amp;body" in text
    assert "\n# 怎样做 {#how}\n" in text


def test_letters_of_an_address_are_written_as_they_are() -> None:
    """Han takes a third of the room so; a sign, what is not seen and what is not UTF-8 stays encoded."""
    route = FormRoute("https://f.example/?k=%C4%E3&h={title}")
    page = Renderer(flow.TEMPLATES, None, route).hand_written("a.md", "---\ntitle: 甲(乙)&丙\u3000丁 %\n---\n# 甲\n")[1]
    assert "[报告错误](https://f.example/?k=%C4%E3&amp;h=甲%28乙%29%26丙%20丁%20%25){" in page
    page = Renderer(flow.TEMPLATES, None, route).hand_written("a.md", "---\ntitle: 甲\u202e丁\n---\n# 甲\n")[1]
    assert "h=甲%E2%80%AE丁){" in page


@pytest.mark.parametrize(
    ("address", "unfinished", "told"),
    [
        ("", ' data-qd-unfinished="townships/ren/"', "townships%2Fren%2F"),
        ("https://a.gov.cn/q/", "", "https%3A%2F%2Fa.gov.cn%2Fq%2Ftownships%2Fren%2F"),
    ],
)
def test_address_in_a_report(crooked_catalogue: Catalogue, address: str, unfinished: str, told: str) -> None:
    """A report names the page by its address; where the site does not know its own, a script can complete it."""
    pages = dict(Renderer(flow.TEMPLATES, None, MailRoute("a@b.gov.cn"), address).render(crooked_catalogue))
    page = pages["townships/ren/index.md"]
    assert re.findall(r"%E9%A1%B5%E9%9D%A2%EF%BC%9A([^)]*?)%0D.*rel=\"nofollow\"(.*) \}", page) == [(told, unfinished)]
    home = re.findall(r"%E9%A1%B5%E9%9D%A2%EF%BC%9A([^)]*?)%0D", pages["index.md"])
    assert home == ["https%3A%2F%2Fa.gov.cn%2Fq%2F" if address else "%2F"]


def test_every_rule_is_explained(crooked_catalogue: Catalogue) -> None:
    """Its sentence, whether it stops a publication, what is right and what is wrong."""
    page = dict(Renderer(flow.TEMPLATES, None).render(crooked_catalogue))[paths.RULES]
    for rule in RULES.values():
        warning = "（警告，不阻止发布）" if rule.severity == "warning" else ""
        values = {key: render.escape(value) for key, value in vars(rule).items() if isinstance(value, str)}
        assert (
            f"## {values['id']} {{#{rule.id}}}\n\n{values['sentence']}{warning}\n\n"
            f"- 正：{values['good']}\n- 误：{values['bad']}\n"
        ) in re.sub("\n\n+", "\n\n", page)


@pytest.mark.parametrize(("label", "short"), [("一" * 13, "一" * 13), ("一" * 14, "一" * 12 + "…")])
def test_labels_of_a_drawing(label: str, short: str) -> None:
    """A label is cut where the drawing has no more room, and not before."""
    assert overview.ChartRow(label, None, (), ()).short == short


@pytest.mark.parametrize(
    ("address", "text"),
    [
        ("", "User-agent: *\nDisallow: /api/\nDisallow: /search/index/\n"),
        (
            "https://a.gov.cn/q/",
            "User-agent: *\nDisallow: /q/api/\nDisallow: /q/search/index/\n\nSitemap: https://a.gov.cn/q/sitemap.xml\n",
        ),
    ],
)
def test_robots(address: str, text: str) -> None:
    """What is no page is left alone; the map is named where the site knows its address."""
    assert metadata.robots(address) == text


@pytest.mark.parametrize(("length", "side"), [(26, 25), (27, 29)])
def test_code_is_as_coarse_as_a_crease_allows(length: int, side: int) -> None:
    """Of 25 modules a side up to 26 characters, as ISO 18004 has it for correction M, with four around them."""
    code = qr("a" * length)
    assert f'viewBox="0 0 {side + 8} {side + 8}"' in code
    assert ' d="M4 4.5h7' in code


def test_a_township_alone_has_no_page_for_its_county_in_a_category(
    crooked_catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a category that is too long the page leads right into its lists, and to the pages of the other counties."""
    monkeypatch.setattr(render, "ON_ONE_PAGE", 1)
    gui, ren = crooked_catalogue.counties
    alone = replace(crooked_catalogue, counties=(replace(gui, townships=gui.townships[:1]), ren))
    wide = next(one for one in alone.categories if {"gui", "ren"} <= {duty.township.county_id for duty in one.duties})
    pages = {name: unescape(text) for name, text in Renderer(flow.TEMPLATES, None).render(alone)}
    assert f"categories/{wide.id}/gui.md" not in pages
    assert f"categories/{wide.id}/ren.md" in pages
    page = pages[f"categories/{wide.id}.md"]
    (hai,) = alone.counties[0].townships
    found = [
        (own.kind.title, f"../townships/{hai.head.id}/{own.kind}.md#category-{place}", len(category.duties))
        for own in hai.lists
        for place, category in enumerate(own.categories, 1)
        if category.ref.id == wide.id
    ]
    assert found
    line = next(one for one in page.split("\n") if one.startswith(f"- [{hai.head.label}]"))
    assert line.partition("项，")[2] == "，".join(f"[{kind}]({target}) {count} 项" for kind, target, count in found)
