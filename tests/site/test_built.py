"""The built site: what holds of its every page, without a browser."""

import json
import re
from pathlib import Path

import pytest
from lxml import etree, html

from support.sites import as_sent

# What a page's own text may weigh as sent, beside what all pages have in common.
OWN_TEXT = 60_000
TOWNSHIP = "townships/tuquan/tuquan/"


def test_no_page_is_heavy(site: Path) -> None:
    """Also of the pages of which there are many, none has more text than leaves room for what all have in common."""
    large = [page for page in site.rglob("*.html") if page.stat().st_size > OWN_TEXT]
    assert {page: size for page in large if (size := as_sent(page)) > OWN_TEXT} == {}
    assert not list(site.rglob("*bundle*")), "the theme's scripts are not used"


def test_every_number_of_a_department_is_what_is_listed(site: Path) -> None:
    """On every department's page each number of its matrix is the number of duties listed where it leads.

    All of them together are what the data API counts.
    """
    counted = 0
    departments = json.loads((site / "api/v1/departments.json").read_text("utf-8"))
    for path in sorted(site.glob("departments/*/*/index.html")):
        tree = etree.parse(str(path), etree.HTMLParser(encoding="utf-8"))
        for link in tree.xpath("//table[@class='qd-matrix__table']//td/a"):
            (heading,) = tree.xpath("//h3[@id=$id]", id=link.get("href").split("#")[1])
            assert int(link.text) == len(heading.getnext().xpath("./li")), path
            counted += int(link.text)
    assert counted == sum(sum(one["counts"].values()) for one in departments) > 1000


def test_every_duty_has_its_page_and_its_texts(site: Path) -> None:
    """The page of every duty of the API shows every text that the API gives, in order."""

    def squeezed(text: str) -> str:
        return re.sub(r"\s+", "", text)

    count = 0
    for entry in json.loads((site / "api/v1/index.json").read_text("utf-8"))["townships"]:
        for duty_list in json.loads((site / entry["data"]).read_text("utf-8"))["lists"]:
            for item in duty_list["items"]:
                tree = etree.parse(str(site / item["url"] / "index.html"), etree.HTMLParser(encoding="utf-8"))
                shown = squeezed("".join(tree.xpath("//article//text()")))
                blocks = item.get("superior", [])
                texts = [
                    item["name"],
                    *(text for block in blocks for text in (*block["duties"], *block["support"])),
                    *item.get("township", []),
                    *item.get("method", []),
                ]
                at = 0
                for text in texts:
                    at = shown.find(squeezed(text), at)
                    assert at >= 0, (item["url"], text)
                count += 1
    assert count == 1412


def test_every_page_is_put_right(site: Path) -> None:
    """Of every page: tables have heads of columns and rows, labels name something, one main part, one policy."""
    wrong = []
    for path in sorted(site.rglob("*.html")):
        tree = etree.parse(str(path), etree.HTMLParser(encoding="utf-8"))
        wrong += [
            (path, "table")
            for table in tree.xpath("//table")
            if table.xpath(".//th[not(@scope)]") or table.xpath(".//tbody/tr[not(th[@scope='row'])]")
        ]
        wrong += [(path, label.get("for")) for label in tree.xpath("//label[not(normalize-space())]")]
        if len(tree.xpath("//main[@id='main']")) != 1 or not tree.xpath("//a[@class='md-skip'][@href='#main']"):
            wrong.append((path, "main"))
        if len(tree.xpath("//meta[@http-equiv='Content-Security-Policy']")) != 1:
            wrong.append((path, "policy"))
    assert wrong == []


def test_no_page_is_an_end(site: Path) -> None:
    """Every kind of page has all sections in its menu, and at its foot what readers look for there."""
    for page in ("", "search", TOWNSHIP, f"{TOWNSHIP}c-006", "data", "about", "contribute/rules"):
        document = html.fromstring((site / page / "index.html").read_text("utf-8"))
        menu, foot = ({link.text for link in document.xpath(f"//{part}//nav//a")} for part in ("header", "footer"))
        assert {"首页", "乡镇", "主题", "部门", "查找", "关于"} <= menu, page
        assert {"数据", "怎样读清单", "怎样改正", "存到手机", "无障碍"} <= foot, page


@pytest.mark.parametrize(
    ("source", "query"),
    [
        ("townships/tuquan/tuquan/", "?in=tuquan/tuquan"),
        ("townships/tuquan/tuquan/reclaimed/", "?in=tuquan/tuquan&list=reclaimed"),
        ("topics/old-age-allowance/", "?topic=old-age-allowance"),
        ("categories/culture-and-tourism/", "?category=culture-and-tourism"),
    ],
)
def test_pages_lead_into_it(site: Path, source: str, query: str) -> None:
    """From a township, a list, a topic and a category, with what the reader already chose there."""
    tree = etree.parse(str(site / source / "index.html"), etree.HTMLParser(encoding="utf-8"))
    up = "../" * source.count("/")
    assert tree.xpath("//article//a[contains(@href, 'compare/')]/@href") == [f"{up}compare/{query}"]


def test_no_page_holds_an_element_of_it(hostile: Path) -> None:
    """Also on the pages of which there are many of a kind."""
    wrong = []
    for path in hostile.rglob("*.html"):
        tree = etree.parse(str(path), etree.HTMLParser(encoding="utf-8"))
        found = tree.xpath(
            "//*[contains(@class, 'hacked') or @id = 'hacked' or @onerror or @onload or @onfocus or @onclick]"
            " | //a[starts-with(@href, 'javascript:') or starts-with(@href, '//hacked') or contains(@href, '://hacked')]"
            " | //article//img"
        )
        wrong += [(path, etree.tostring(one, encoding="unicode")[:120]) for one in found]
    assert wrong == []
