"""Ten years of changes, read on the built site: nothing that was ever published is lost, and every day can be seen."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import html

from generator import flow, paths
from generator.data.api import ApiHistory, ApiTownshipData
from generator.model import BasicDuty, CooperativeDuty, ListKind, ReclaimedDuty, Township
from generator.progress import SILENT
from support.decade import ID, RENUMBERED, Decade, make_decade


@pytest.fixture(scope="module")
def decade(tmp_path_factory: pytest.TempPathFactory) -> Decade:
    """The content with ten years of changes."""
    return make_decade(tmp_path_factory.mktemp("decade"))


def page_of(site: Path, page: str) -> html.HtmlElement:
    """A page's text."""
    return html.fromstring((site / paths.url(page) / "index.html").read_text("utf-8")).find(".//article")


def said(element: html.HtmlElement) -> str:
    """What an element says, without the white space between."""
    return re.sub(r"\s+", "", element.text_content())


def test_every_id_keeps_a_page(decade: Decade, decade_site: Path) -> None:
    """Whatever QR code was ever printed leads to a page; of what is gone it says so, and where the matter went."""
    today = {duty.id for one in decade.states[-1].lists.values() for _, duty in one.duties()}
    gone = decade.published - today
    assert gone == {"b-010", "b-020", "b-065", "c-001"}
    for id in sorted(decade.published):
        text = said(page_of(decade_site, paths.duty(ID, id)))
        assert ("已不在清单里" in text) == (id in gone), id


@pytest.mark.parametrize(
    ("id", "says", "leads"),
    [
        ("b-010", "2019年7月1日起，这一项终止。动态调整，甲县委编办决定，文件：甲编发〔2019〕4号", []),
        ("b-010", "由县财政局承接", ["departments/jia/xiancaizhengju/"]),
        ("b-020", "2021年6月1日起，这一项终止。", ["b-067/", "b-068/"]),
        # Through what it was in between.
        ("c-001", "2018年1月1日起，这一项移到了别的清单。", ["b-065/", "r-003/"]),
        ("b-065", "2026年5月1日起，这一项移到了别的清单。", ["r-003/"]),
    ],
)
def test_what_is_gone_leads_on(decade_site: Path, id: str, says: str, leads: list[str]) -> None:
    """A retired duty's page says when and by which document it ended, and where to go now."""
    box = page_of(decade_site, paths.duty(ID, id)).find(".//section")
    assert says in said(box)
    hrefs = [link.get("href") for link in box.iterfind(".//a")]
    assert all(any(href.endswith(one) for href in hrefs) for one in leads), hrefs


def test_its_last_text_stays(decade_site: Path) -> None:
    """What it said when it ended."""
    text = said(page_of(decade_site, paths.duty(ID, "c-001")))
    for one in (
        "由县民政局牵头，本乡镇配合。",
        "审核对象是否符合条件；",
        "及时足额拨付资金。",
        "受理申请；",
        "第1项，编号c-001",
    ):
        assert one in text


def test_a_duty_has_its_history(decade_site: Path) -> None:
    """The newest first, each with what was changed: in words, too, for those who do not see the lines."""
    history = page_of(decade_site, paths.duty(ID, "c-002")).find(".//ol[@class='qd-history']")
    assert [said(one.find("p")) for one in history] == [
        "2021年6月1日修改",
        "2018年1月1日序号变动第2项改为第1项",
        "2017年5月1日修改",
    ]
    (correction,) = history[2].iterfind(".//ul/li")
    assert said(correction) == "开展巡查，发现隐患及时删去：上；报增加：告；。"


def test_the_history_of_a_renumbered_list_is_short(decade_site: Path) -> None:
    """Sixty-two duties with another number are a line."""
    text = said(page_of(decade_site, paths.township_changes(ID)))
    assert f"序号变动基本履职第3–{RENUMBERED + 2}项改为第4–{RENUMBERED + 3}项（{RENUMBERED}项）" in text, text


def _days(decade: Decade) -> Iterator[tuple[str | None, Township]]:
    yield None, decade.states[0]
    for day in dict.fromkeys(decade.days[1:]):
        yield day, decade.on(day)


def _printed(township: Township) -> list[tuple[str, str, list[tuple[str, int, str, list[str]]]]]:
    """The lists with the texts of their duties, in words."""
    return [
        (
            kind.value,
            duty_list.title,
            [
                (
                    duty.id,
                    duty.number,
                    duty.name,
                    [text for passage in duty.passages() if not passage.is_names for text in passage.texts],
                )
                for _, duty in duty_list.duties()
            ],
        )
        for kind, duty_list in township.lists.items()
    ]


def test_each_day_can_be_read(decade: Decade, decade_site: Path) -> None:
    """As of each date, and as collected: the titles, numbers, names and texts of the three lists are those of then."""
    days = list(_days(decade))
    assert len(days) == 10
    for day, township in days:
        page = page_of(decade_site, paths.as_of(ID, day))
        for kind, duty_list in township.lists.items():
            # A title that names no place is none that the list is cited by.
            assert f"（{len(list(duty_list.duties()))}项）" in said(page.get_element_by_id(kind.value))
        drawn = list(page.iterfind(".//details"))
        expected = [duty for _, _, duties in _printed(township) for duty in duties]
        assert [(one.get("id"), said(one.find("summary"))) for one in drawn] == [
            (id, f"{number}.{name}") for id, number, name, _ in expected
        ]
        for one, (_, _, _, texts) in zip(drawn, expected, strict=True):
            assert all(re.sub(r"\s", "", text) in said(one) for text in texts)


def test_each_day_is_data(decade: Decade, decade_site: Path) -> None:
    """The data as of each date has the lists of then, and the history names them all."""
    history = ApiHistory.model_validate_json((decade_site / paths.api_history(ID)).read_bytes())
    assert [one.from_day for one in history.versions] == [day for day, _ in _days(decade)]
    for version, (_, township) in zip(history.versions, _days(decade), strict=True):
        data = ApiTownshipData.model_validate_json((decade_site / version.data).read_bytes())
        assert [
            (one.kind, one.title, [(duty.id, duty.number, duty.name) for duty in one.items]) for one in data.lists
        ] == [(kind, title, [duty[:3] for duty in duties]) for kind, title, duties in _printed(township)]
        for one in data.lists:
            for item, (_, duty) in zip(one.items, township.lists[ListKind(one.kind)].duties(), strict=True):
                match duty:
                    case CooperativeDuty():
                        assert item.model_dump()["township"] == list(duty.township)
                        assert [each["duties"] for each in item.model_dump()["superior"]] == [
                            list(block.duties) for block in duty.superior
                        ]
                    case ReclaimedDuty():
                        assert item.model_dump()["method"] == list(duty.method)
                    case BasicDuty():
                        pass
        assert (decade_site / version.url / "index.html").is_file()


def test_old_lists_are_kept_out_of_searches(decade_site: Path) -> None:
    """Neither the site's own search nor others' find what is no more; nor is it kept on a phone."""
    for day in ("2021-06-01", "collected"):
        text = (decade_site / paths.url(paths.as_of(ID, day)) / "index.html").read_text("utf-8")
        assert '<meta name="robots" content="noindex">' in text
    lists = (decade_site / paths.kept_lists(0)).read_text("utf-8")
    assert "as-of/20" not in lists
    assert f"{ID}/b-010/" in lists
    data = json.loads((decade_site / paths.api_township(ID)).read_bytes())
    assert {item["id"] for one in data["lists"] for item in one["items"]}.isdisjoint({"b-010", "c-001"})
    searched = "".join(path.read_text("utf-8") for path in (decade_site / "search").rglob("*.json"))
    assert "b-010" not in searched


@pytest.mark.slow
def test_the_map_of_pages_leaves_old_lists_out(decade: Decade, tmp_path: Path) -> None:
    """It has what is no more, and the days, but no list as it was; feeds then have whole addresses."""
    settings = flow.CONFIG.read_text("utf-8").replace("templates/theme", str(flow.TEMPLATES / "theme"))
    (tmp_path / "mkdocs.yml").write_text(f"{settings}\nsite_url: https://example.gov.cn/qd/\n", "utf-8")
    flow.build_site(decade.content, tmp_path / "site", SILENT, tmp_path / "mkdocs.yml")
    listed = (tmp_path / "site/sitemap.xml").read_text("utf-8")
    own = "https://example.gov.cn/qd/townships/jia/bing/"
    assert all(f"<loc>{own}{page}</loc>" in listed for page in ("c-001/", "changes/", "c-002/"))
    assert f"{own}as-of/2" not in listed
    assert f"{own}as-of/collected" not in listed
    feed = json.loads((tmp_path / "site" / paths.feed(paths.CHANGES, "json")).read_bytes())
    assert feed["items"][0]["id"] == "tag:example.gov.cn,2026:qd/townships/jia/bing/changes/10"
    assert feed["items"][0]["url"] == f"{own}changes/#record-10"


def test_what_is_new_is_marked(decade_site: Path) -> None:
    """For ninety days, counted from the newest date in the data."""
    assert "qd-new" in (decade_site / "townships/jia/bing/r-003/index.html").read_text("utf-8")
    assert "qd-new" not in (decade_site / "townships/jia/bing/c-002/index.html").read_text("utf-8")
    marks = page_of(decade_site, paths.CHANGES).findall(".//span[@class='qd-new']")
    assert len(marks) == 1


def test_the_page_of_all_says_what_was_changed(decade_site: Path) -> None:
    """Without the texts, which the township's own page has; of a title, too."""
    text = said(page_of(decade_site, paths.CHANGES))
    assert "配合履职事项清单的标题改了" in text
    assert "（2021年版）" not in text
    assert "配合履职事项清单的标题甲县丙乡配合履职事项清单增加：（2021年版）；" in said(
        page_of(decade_site, paths.township_changes(ID))
    )


def test_what_never_changed_says_so(decade_site: Path) -> None:
    """A township without records has its page of changes all the same: each day's lists are those of now."""
    text = said(page_of(decade_site, paths.township_changes("jia/yi")))
    assert "没有记下过变更" in text
    assert "哪一天的都是现在的清单" in text


def test_departments_and_topics_have_theirs(decade_site: Path) -> None:
    """A department's changes and a topic's are what had to do with it, and nothing else."""
    text = said(page_of(decade_site, paths.department_changes("jia/xiancaizhengju")))
    assert "甲编发〔2019〕4号" in text
    assert "甲编发〔2020〕5号" not in text
    text = said(page_of(decade_site, paths.topic_changes("old-age-allowance")))
    assert "甲编发〔2018〕3号" in text
    assert "甲编发〔2019〕4号" not in text
    assert not (decade_site / paths.url(paths.department_changes("jia/xianyibaoju"))).exists()
