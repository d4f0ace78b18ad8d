"""The frame of a page (templates/theme/main.html) is right as the theme makes it, for MkDocs run by hand too."""

import re
from pathlib import Path

import material
import pytest
from lxml import etree
from mkdocs.commands.build import build
from mkdocs.config import load_config

from generator import flow
from support.places import PROJECT

THEME = Path(material.__file__).parent / "templates"
PAGE = """\
---
hide: [navigation]
description: 自己的
---
# 甲 {#a}

## 乙 {#b}

| 项 | 数 |
| --- | --- |
| 丙 | 1 |
"""
# What the browser lets a page do: nothing inline, nothing of another host, nothing sent to one.
POLICY = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    *(f"{one}-src 'self'" for one in ("connect", "worker", "manifest")),
    "form-action 'self'",
    "base-uri 'none'",
]


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, etree._ElementTree]:
    """The pages of a small site by MkDocs alone: with this project's settings, without its program."""
    folder = tmp_path_factory.mktemp("frame")
    (folder / "docs/no").mkdir(parents=True)
    (folder / "docs/c.md").write_text("# 丙 {#c}\n", "utf-8")
    (folder / "docs/index.md").write_text(PAGE, "utf-8")
    (folder / "docs/no/index.md").write_text("没有标题\n", "utf-8")
    site = {"docs_dir": str(folder / "docs"), "site_dir": str(folder / "site")}
    nav = [{"首页": "index.md"}, {"关于": [{"无题": "no/index.md"}, {"丙": "c.md"}]}]
    build(load_config(str(flow.CONFIG), **site, nav=nav))
    parser = etree.HTMLParser(encoding="utf-8")
    found = sorted((folder / "site").rglob("*.html"))
    return {path.relative_to(folder / "site").as_posix(): etree.parse(str(path), parser) for path in found}


def test_styles_are_named_as_the_theme_has_them() -> None:
    """Each release of Material names them anew: main.html then takes the new names, pyproject.toml the version."""
    ours, theirs = (
        re.findall(r"assets/stylesheets/[^']+", path.read_text("utf-8"))
        for path in (PROJECT / "templates/theme/main.html", THEME / "base.html")
    )
    assert ours == theirs
    assert [name for name in ours if not (THEME / name).is_file()] == []


def test_every_page_has_its_parts(pages: dict[str, etree._ElementTree]) -> None:
    """The first link leads to the one main part, which takes the focus; nothing has a control without a name."""
    assert list(pages) == ["404.html", "c/index.html", "index.html", "no/index.html"]
    for page in pages.values():
        (skip, *_), (main,), (heading,) = (page.xpath(f"//{one}") for one in ("a", "main", "h1"))
        assert (skip.text, skip.get("href"), skip.get("class")) == ("跳到正文", f"#{main.get('id')}", "md-skip")
        assert main.get("tabindex") == "-1"
        assert main in heading.iterancestors()
        assert page.xpath("//label[not(normalize-space())]|//input[@type='checkbox']|//*[@role='dialog']") == []
        policy, charset, *_ = page.find("head")
        assert (policy.get("http-equiv"), charset.get("charset")) == ("Content-Security-Policy", "utf-8")
        assert policy.get("content").split("; ") == POLICY


def test_page_has_the_sides_it_needs_and_says_what_it_is_called(pages: dict[str, etree._ElementTree]) -> None:
    """A side that has nothing is not there; the title of a page that has none is its heading in the navigation."""

    def sides(page: etree._ElementTree) -> list[str]:
        return [side.xpath("string(.//nav/@*[1])") for side in page.xpath("//div[contains(@class, 'md-sidebar ')]")]

    assert {name: (page.findtext("head/title"), sides(page)) for name, page in pages.items()} == {
        "404.html": ("清单", []),
        "c/index.html": ("丙 - 清单", ["md-nav"]),
        "index.html": ("清单", ["md-nav qd-contents"]),
        "no/index.html": ("无题 - 清单", ["md-nav"]),
    }
    assert pages["no/index.html"].findtext(".//h1") == "无题"


def test_neighbours_and_description(pages: dict[str, etree._ElementTree]) -> None:
    """What machines read: the page before and after, and the site's description where a page has none."""
    links = {
        name: [(one.get("rel"), one.get("href")) for one in page.xpath("//link[@rel='prev' or @rel='next']")]
        for name, page in pages.items()
    }
    assert links == {
        "404.html": [],
        "c/index.html": [("prev", "../no/")],
        "index.html": [("next", "no/")],
        "no/index.html": [("prev", ".."), ("next", "../c/")],
    }
    theirs = [page.xpath("string(//meta[@name='description']/@content)") for page in pages.values()]
    general = "履行职责事项清单：这件事，谁来办"
    assert theirs == [general, general, "自己的", general]


def test_markdown_is_right_too(pages: dict[str, etree._ElementTree]) -> None:
    """The extension that mkdocs.yml names has worked."""
    page = pages["index.html"]
    assert page.xpath("//table/parent::div[@tabindex='0']//tbody//th[@scope='row']/text()") == ["丙"]
    assert page.xpath("//nav[@aria-labelledby='qd-toc']//a/@href") == ["#b"]
