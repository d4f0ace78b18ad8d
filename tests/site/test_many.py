"""One township or a hundred, in one county or in many: it builds, and the pages that only many have are complete."""

import inspect
from pathlib import Path, PurePosixPath

import pathspec
import pytest
from lxml import etree

from generator import flow, paths
from generator.model import ListKind
from generator.progress import SILENT
from generator.read import yaml_text
from support.many import Many, write_content
from support.pages import dead_links, docs


def pages_of(site: Path) -> set[str]:
    """The addresses of a site's pages."""
    return {path.parent.relative_to(site).as_posix() for path in site.rglob("index.html")}


def tree(site: Path, page: str) -> etree._ElementTree:
    return etree.parse(str(site / page / "index.html"), etree.HTMLParser(encoding="utf-8"))


def leads(site: Path, page: str) -> set[str]:
    """The pages that the text of a page leads to."""
    folder = PurePosixPath(page)
    found = set()
    for link in tree(site, page).xpath("//article//a[not(contains(@href, ':'))]/@href"):
        path = (site / folder / link.partition("#")[0].partition("?")[0]).resolve()
        if path.is_dir():
            found.add(path.relative_to(site).as_posix())
    return found


# --- no page is forgotten --------------------------------------------------------------------------


def test_no_generated_page_can_be_missing_from_the_navigation() -> None:
    """Whatever page `paths` can make is in the navigation, or of those that need not be."""
    config = yaml_text.parse(flow.CONFIG.read_text("utf-8")).data
    listed = {
        value
        for one in config["nav"]
        for own in ([one] if isinstance(one, str) else one.values())
        for value in ([own] if isinstance(own, str) else [page for more in own for page in more.values()])
    }
    need_not = pathspec.GitIgnoreSpec.from_lines(config["not_in_nav"].splitlines())
    assert need_not.match_file("data/counties/a.md")
    families = [
        value
        for value in vars(paths).values()
        if inspect.isfunction(value)
        and value.__module__ == paths.__name__
        and value.__name__[0] != "_"
        and value not in (paths.url, paths.relative, paths.relative_url)
    ]
    made = [value for name, value in vars(paths).items() if name.isupper()]
    for family in families:
        sample = {"kind": ListKind.BASIC, "index": 1}
        asked = [name for name, one in inspect.signature(family).parameters.items() if one.kind is not one.VAR_KEYWORD]
        made.append(family(**{name: sample.get(name, "a/b") for name in asked}))
    pages = [one for one in made if isinstance(one, str) and one.endswith(".md")]
    assert len(pages) > 20
    assert [one for one in pages if one not in listed and not need_not.match_file(one)] == []


@pytest.mark.slow
@pytest.mark.parametrize(("townships", "counties"), [(2, 2), (9, 9), (101, 34)])
def test_every_link_of_every_page_leads_somewhere(tmp_path: Path, townships: int, counties: int) -> None:
    """However they are spread, without building them."""
    found, problems, catalogue = flow.checked_catalogue(
        write_content(tmp_path / "content", townships, counties), SILENT
    )
    assert problems == []
    assert dead_links(dict(docs(found, catalogue))) == []


@pytest.mark.parametrize(("townships", "counties"), [(1, 1), (2, 1), (9, 2), (101, 1)])
def test_it_builds(many: Many, townships: int, counties: int) -> None:
    """Strictly, with every link and anchor followed; each township has its pages."""
    site = many(townships, counties)
    assert len(list(site.glob("townships/*/*/c-001/index.html"))) == townships
    assert len(list(site.glob("data/*.pdf"))) == townships


@pytest.mark.heavy
@pytest.mark.parametrize(("townships", "counties"), [(41, 3), (41, 41), (60, 60), (101, 34), (101, 101)])
def test_it_builds_in_many_counties(many: Many, townships: int, counties: int) -> None:
    """The same, of what takes longer."""
    test_it_builds(many, townships, counties)


# --- the kinds of page that only many townships have -----------------------------------------------


def test_few_townships_have_none_of_these(many: Many) -> None:
    """Up to 40 townships, and up to 300 duties, one page is enough."""
    for counts in ((1, 1), (2, 1), (9, 2)):
        pages = pages_of(many(*counts))
        assert not [one for one in pages if one.startswith(("data/counties", "categories/livelihood/"))]


@pytest.mark.parametrize(("townships", "counties"), [pytest.param(41, 3, marks=pytest.mark.heavy), (101, 1)])
def test_downloads_of_many_townships_stand_by_county(many: Many, townships: int, counties: int) -> None:
    """With more than 40 townships: a page a county, that the data page leads to, with all its files."""
    site = many(townships, counties)
    assert {f"data/counties/county-{one}" for one in range(counties)} <= leads(site, "data")
    county, town = counties - 1, townships - 1
    files = tree(site, f"data/counties/county-{county}").xpath("//article//a/@href")
    own = {link.rpartition("/")[2] for link in files if "." in link.rpartition("/")[2]}
    stem = f"county--{county}-town--{town}"
    assert {f"county-{county}.xlsx", f"{stem}.pdf", f"{stem}.docx", f"town-{town}.json"} <= own
    heading = tree(site, f"data/counties/county-{county}").findtext(".//h1")
    assert heading.strip().startswith(f"第{county}县的数据下载")


def test_category_of_many_duties_stands_by_county(many: Many) -> None:
    """With more than 300 duties: the category's page leads to a page a county, which has them all."""
    site = many(101, 1)
    assert "categories/livelihood/county-0" in leads(site, "categories/livelihood")
    duties = {one for one in leads(site, "categories/livelihood/county-0") if one.endswith("-001")}
    assert len(duties) == 303
    assert not {one for one in leads(site, "categories/livelihood") if one.endswith("-001")}


def test_reference_of_many_duties_stands_by_county(many: Many) -> None:
    """With more than 300 duties that name a law: the same."""
    site = many(101, 1)
    (law,) = (one for one in leads(site, "references/laws") if one.count("/") == 2)
    assert f"{law}/county-0" in leads(site, law)
    assert len({one for one in leads(site, f"{law}/county-0") if one.endswith("-001")}) == 303


def test_department_of_many_duties_stands_by_township(many: Many) -> None:
    """With more than 300 duties: a page a township, that the department's numbers lead to, and whose anchors stay."""
    site = many(101, 1)
    department = "departments/county-0/minzheng"
    assert {f"{department}/town-{one}" for one in range(101)} <= leads(site, department)
    assert len({one for one in leads(site, f"{department}/town-100") if one.endswith("-001")}) == 3
    assert len(tree(site, department).xpath("//*[starts-with(@id, 'county-0-town-')]")) == 101


def test_home_of_many_townships_is_short(many: Many) -> None:
    """More than 8 townships are folded by province; more than 100 are found through their counties."""
    home = tree(many(9, 2), "")
    assert len(home.xpath("//details[@class='qd-province']")) == 1
    assert len(home.xpath("//details[@class='qd-province']//li")) == 9
    assert tree(many(101, 1), "").xpath("//details[@class='qd-province']//li/@data-qd-county") == ["county-0"]
