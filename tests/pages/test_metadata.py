"""What a page says of itself to chats and search engines: title, description, address, data; the map of the site."""

import json
import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from lxml import etree

from generator import flow
from generator.data.downloads import Downloads
from generator.link.catalogue import Catalogue
from generator.pages import metadata
from generator.pages.render import Renderer


def metadata_of(file: Path) -> dict[str, str]:
    """The title and every named meta of a page."""
    tree = etree.parse(str(file), etree.HTMLParser(encoding="utf-8"))
    metas = tree.xpath("//meta[@content]")
    named = {name: one.get("content") for one in metas for name in (one.get("name"), one.get("property")) if name}
    return {
        **named,
        "title": tree.findtext(".//title"),
        "canonical": tree.xpath("string(//link[@rel='canonical']/@href)"),
    }


def test_pages_introduce_themselves(known: tuple[Path, str]) -> None:
    """A chat or a search engine sees which duty of which township it is, and who does it."""
    site, address = known
    found = metadata_of(site / "townships/jia/yi/c-001/index.html")
    description = "开展高龄津贴发放工作（甲县乙镇配合履职第 1 项）：由县民政局牵头，乙镇配合。"
    assert {key: found[key] for key in ("title", "description", "canonical")} == {
        "title": "开展高龄津贴发放工作 · 甲县乙镇配合履职第 1 项 - 清单",
        "description": description,
        "canonical": f"{address}townships/jia/yi/c-001/",
    }


def test_no_two_pages_look_the_same(site: Path) -> None:
    """Titles and descriptions are each page's own; each says which address is its proper one."""
    seen: dict[str, Path] = {}
    for file in site.rglob("index.html"):
        found = metadata_of(file)
        assert found["canonical"] == "./", file
        for key in ("title", "description"):
            assert seen.setdefault(f"{key} {found[key]}", file) == file
    assert metadata_of(site / "404.html")["robots"] == "noindex"


def test_map_of_the_site(known: tuple[Path, str]) -> None:
    """The sitemap lists every page once under its address; robots.txt leads to it and keeps out what is no page."""
    site, address = known
    listed = etree.parse(str(site / "sitemap.xml")).xpath("//*[local-name()='loc']/text()")
    pages = {file.parent.relative_to(site).as_posix() for file in site.rglob("index.html")}
    assert sorted(listed) == sorted(address + ("" if page == "." else f"{page}/") for page in pages)
    base = urlsplit(address).path
    assert (site / "robots.txt").read_text("utf-8") == (
        f"User-agent: *\nDisallow: {base}api/\nDisallow: {base}search/index/\n\nSitemap: {address}sitemap.xml\n"
    )
    assert "Sitemap" not in metadata.robots("")


def data_of(file: Path) -> list[dict]:
    """The data blocks of a page."""
    tree = etree.parse(str(file), etree.HTMLParser(encoding="utf-8"))
    return [json.loads(one) for one in tree.xpath("//script[@type='application/ld+json']/text()")]


def test_data_for_search_engines(known: tuple[Path, str]) -> None:
    """A duty is a service of the one who does it; one that nobody does any more is none."""
    site, address = known
    service, breadcrumb = data_of(site / "townships/jia/yi/c-001/index.html")
    assert service == {
        "@context": "https://schema.org",
        "@type": "GovernmentService",
        "name": "开展高龄津贴发放工作",
        "url": f"{address}townships/jia/yi/c-001/",
        "identifier": "jia/yi/c-001",
        "serviceType": "民生服务",
        "provider": [{"@type": "GovernmentOrganization", "name": "县民政局"}],
        "serviceOperator": {"@type": "GovernmentOrganization", "name": "甲县乙镇"},
        "areaServed": {"@type": "AdministrativeArea", "name": "某省 某市 甲县 乙镇"},
    }
    assert breadcrumb["@type"] == "BreadcrumbList"
    assert [(one["name"], one["item"].removeprefix(address)) for one in breadcrumb["itemListElement"]] == [
        ("首页", ""),
        ("乡镇", "townships/"),
        ("甲县", "townships/jia/"),
        ("乙镇", "townships/jia/yi/"),
        ("配合履职", "townships/jia/yi/cooperative/"),
        ("开展高龄津贴发放工作", "townships/jia/yi/c-001/"),
    ]
    assert [data_of(site / f"townships/jia/yi/{id}/index.html")[0]["@type"] for id in ("b-001", "r-001", "r-002")] == [
        "GovernmentService",
        "GovernmentService",
        "BreadcrumbList",
    ]


def test_data_of_hostile_text_stays_data(catalogue: Catalogue) -> None:
    """Text that looks like the end of the block is in the data, word for word, and ends nothing."""
    hostile = "</script><script>window.qdHacked = 1</script><!-- & \u2028 ]]>"
    township = next(one for one in catalogue.townships if one.head.id == "jia/yi")
    duties = township.lists[1]
    poisoned = replace(duties.duties[0], name=hostile)
    category = replace(duties.categories[0], duties=(poisoned,))
    changed = replace(township, lists=(replace(duties, categories=(category,)),))
    county = next(one for one in catalogue.counties if one.id == "jia")
    pages = dict(Renderer(flow.TEMPLATES, None).render_township(county, changed, catalogue.related, Downloads()))
    (block,) = re.findall(r'<script type="application/ld\+json">(.*)</script>', pages["townships/jia/yi/c-001.md"])
    assert json.loads(block)["name"] == hostile
    assert not set("<>&\u2028") & set(block)
