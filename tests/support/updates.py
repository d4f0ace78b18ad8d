"""An update of a small site: two builds that differ by one duty, and what a reader sees of either."""

import json
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

from generator import flow, paths
from generator.data.summarise import summarise
from generator.progress import SILENT
from generator.search.format import with_meta
from generator.search.index import index
from generator.site import write
from support.places import DEMO
from support.search import vocabulary_of

# Enough duties that their results stand in several files.
MATTERS = [
    "地名管理",
    "电梯安全",
    "秸秆禁烧",
    "志愿服务",
    "防汛抗旱",
    "森林防火",
    "食品安全",
    "河湖保护",
    "垃圾分类",
    "道路养护",
    "殡葬改革",
    "残疾人服务",
    "耕地保护",
    "土地流转",
    "动物防疫",
    "农机推广",
    "饮水工程",
    "厕所改造",
    "危房排查",
    "校车监管",
    "禁毒宣传",
    "反诈宣传",
    "社区矫正",
    "信访接待",
    "征兵工作",
    "退役军人",
    "图书阅览",
    "文物保护",
    "体育健身",
    "旅游接待",
    "统计调查",
    "科普活动",
    "妇女维权",
    "青年就业",
    "创业贷款",
    "医保征缴",
    "养老认证",
    "临时救助",
    "婚育登记",
    "疫苗接种",
]


def write_content(folder: Path, matters: list[str], county: str = "甲县") -> Path:
    """The demo content with many duties in one township."""
    shutil.copytree(DEMO, folder)
    duties = "".join(
        f"      - id: b-{MATTERS.index(name) + 1:03}\n        number: {place}\n        name: 开展{name}工作。\n"
        for place, name in enumerate(matters, 1)
    )
    (folder / "townships/jia/bing/basic.yml").write_text(
        f"title: {county}丙乡基本履职事项清单\ncategories:\n  - name: 民生服务\n    declared: {len(matters)}\n"
        f"    duties:\n{duties}",
        "utf-8",
    )
    register = folder / "townships/jia/county.yml"
    register.write_text(register.read_text("utf-8").replace("name: 甲县", f"name: {county}"), "utf-8")
    return folder


@dataclass(frozen=True)
class Row:
    """A result as the reader sees it: the duty's name, its address, and where it stands."""

    name: str
    url: str
    where: str


def rows(page: Page) -> list[Row]:
    """The results that are shown, once the search is done."""
    page.locator("[data-search-done]").wait_for(state="attached")
    return [
        Row(
            one.locator("a").first.inner_text(),
            re.sub(".*/townships/", "", one.locator("a").first.evaluate("one => one.href")),
            one.locator(".qd-results__where").inner_text(),
        )
        for one in page.locator("[data-search-results] > li").all()
    ]


def put_data(site: Path, content: Path) -> None:
    """Put another content's search and comparison in the place of a built site's own; its pages stay."""
    assets = json.loads((site / paths.SEARCH_META).read_bytes())["assets"]
    found, _, catalogue = flow.checked_catalogue(content, SILENT)
    shutil.rmtree(site / "search/index")
    shutil.rmtree(site / "compare/data")
    page = site / paths.SEARCH_HTML
    page.write_text(re.sub("(<script [^>]*data-search-meta>)[^<]*", r"\1", page.read_text("utf-8")), "utf-8")
    files = dict(index(catalogue.counties, vocabulary_of(found.content), assets))
    write.add(files.items(), site)
    page.write_text(with_meta(page.read_text("utf-8"), files[paths.SEARCH_META].decode()), "utf-8")
    write.write_files(summarise(catalogue, assets), site)


def put_assets(site: Path, version: str) -> None:
    """Give a site's scripts another version, as if one of them had changed."""
    old = json.loads((site / paths.SEARCH_META).read_bytes())["assets"]
    (site / paths.assets(old)).rename(site / paths.assets(version))
    pointers = (site / paths.SEARCH_META).parent.rglob("scopes/**/*.json")
    for file in (*site.rglob("*.html"), *pointers, site / paths.SEARCH_META, site / paths.COMPARE_INDEX):
        file.write_text(file.read_text("utf-8").replace(old, version), "utf-8")
