"""Every address that the site ever published: QR codes hang on walls, so none of these may change.

An address is added here when it is made; a value that is here stays as it is.
"""

import inspect
import tracemalloc

import pytest

from generator import paths
from generator.model import ListKind

# Pages and files of which there is one.
ONE = {
    "HOME": "index.md",
    "TOWNSHIPS": "townships/index.md",
    "DEPARTMENTS": "departments/index.md",
    "CATEGORIES": "categories/index.md",
    "REFERENCES": "references/index.md",
    "OVERVIEW": "overview/index.md",
    "COVERAGE": "coverage.md",
    "TOPICS": "topics/index.md",
    "CHANGES": "changes.md",
    "DATA": "data.md",
    "CONTRIBUTE": "contribute.md",
    "RULES": "contribute/rules.md",
    "EDIT": "contribute/edit.md",
    "EDIT_APPLICATION": "contribute/edit/application.json",
    "ROBOTS": "robots.txt",
    "SEARCH": "search.md",
    "SEARCH_HTML": "search/index.html",
    "COMPARE": "compare.md",
    "SEARCH_META": "search/index/meta.json",
    "COMPARE_INDEX": "compare/data/index.json",
    "OFFLINE": "offline.md",
    "KEPT_LISTS": "offline/lists.json",
    "WORKER": "sw.js",
    "MANIFEST": "manifest.json",
    "RELEASE": "release.sha256",
    "SIGNATURE": "release.sha256.sig",
    "API": "api/v1",
    "API_INDEX": "api/v1/index.json",
    "API_TOPICS": "api/v1/topics.json",
    "API_DEPARTMENTS": "api/v1/departments.json",
    "API_SCHEMA": "api/v1/schema.json",
    "API_DOWNLOADS": "api/v1/downloads.json",
    "API_OPENAPI": "api/v1/openapi.json",
    "API_PARTS": "api/v1/parts.json",
    "CHECKSUMS": "data/SHA256SUMS",
}
B, C, R = ListKind
YI = "jia-xian/yi"
# Of which there are many: the function, what it is asked, and what it gives.
MANY: list[tuple[str, tuple[object, ...], str]] = [
    ("county", ("jia",), "townships/jia/index.md"),
    ("township", (YI,), "townships/jia-xian/yi/index.md"),
    ("duty_list", (YI, B), "townships/jia-xian/yi/basic.md"),
    ("duty_list", (YI, C), "townships/jia-xian/yi/cooperative.md"),
    ("duty_list", (YI, R), "townships/jia-xian/yi/reclaimed.md"),
    ("duty", (YI, "c-013"), "townships/jia-xian/yi/c-013.md"),
    ("county_departments", ("jia",), "departments/jia/index.md"),
    ("department", ("jia/mzj",), "departments/jia/mzj.md"),
    ("department_township", ("jia-xian/mzj", YI), "departments/jia-xian/mzj/yi.md"),
    ("department_kind", ("finance",), "department-kinds/finance.md"),
    ("category", ("livelihood",), "categories/livelihood.md"),
    ("county_category", ("livelihood", "jia"), "categories/livelihood/jia.md"),
    ("reference_kind", ("laws",), "references/laws/index.md"),
    ("reference", ("laws", "food"), "references/laws/food.md"),
    ("county_reference", ("laws", "food", "jia"), "references/laws/food/jia.md"),
    ("county_overview", ("jia",), "overview/jia/index.md"),
    ("township_overview", (YI,), "overview/jia-xian/yi.md"),
    ("county_coverage", ("jia",), "coverage/jia.md"),
    ("topic", ("old-age",), "topics/old-age.md"),
    ("county_changes", ("jia",), "townships/jia/changes.md"),
    ("township_changes", (YI,), "townships/jia-xian/yi/changes.md"),
    ("department_changes", ("jia/mzj",), "departments/jia/mzj/changes.md"),
    ("topic_changes", ("old-age",), "topics/old-age/changes.md"),
    ("feed", ("changes.md", "xml"), "changes/feed.xml"),
    ("feed", ("townships/jia/yi/changes.md", "json"), "townships/jia/yi/changes/feed.json"),
    ("feed", ("changes.md", "ics"), "changes/calendar.ics"),
    ("as_of", (YI, "2026-07-01"), "townships/jia-xian/yi/as-of/2026-07-01.md"),
    ("as_of", (YI, None), "townships/jia-xian/yi/as-of/collected.md"),
    ("api_history", (YI,), "api/v1/townships/jia-xian/yi/history.json"),
    ("api_as_of", (YI, "2026-07-01"), "api/v1/townships/jia-xian/yi/as-of/2026-07-01.json"),
    ("api_as_of", (YI, None), "api/v1/townships/jia-xian/yi/as-of/collected.json"),
    ("api_township", (YI,), "api/v1/townships/jia-xian/yi.json"),
    ("api_departments", ("jia",), "api/v1/departments/jia.json"),
    ("api_topic", ("old-age",), "api/v1/topics/old-age.json"),
    ("county_downloads", ("jia",), "data/counties/jia.md"),
    ("all_data", ("csv",), "data/all.csv"),
    ("province_data", ("150000", "csv"), "data/provinces/150000.csv"),
    ("county_data", ("jia", "xlsx"), "data/counties/jia.xlsx"),
    ("printed", (YI, "pdf"), "data/jia--xian-yi.pdf"),
    ("list_in_pdf", (R,), "nameddest=reclaimed"),
    ("printed", ("a/b-c", "pdf"), "data/a-b--c.pdf"),
    ("printed", ("a-b/c", "pdf"), "data/a--b-c.pdf"),
    ("assets", ("3f9c",), "assets/3f9c"),
    ("assets", (), "assets"),
    ("search_folder", ("3f9c",), "search/index/3f9c"),
    ("search_file", ("3f9c", "t-1"), "search/index/3f9c/t-1.json"),
    ("search_pointer", (YI,), "search/index/scopes/jia-xian/yi.json"),
    ("compare_folder", ("3f9c",), "compare/data/3f9c"),
    ("compare_township", (YI,), "townships/jia-xian/yi.json"),
    ("kept_lists", (3,), "offline/lists-3.json"),
    ("kept_pack", ("3f9c",), "offline/3f9c.json"),
    ("edit_data", (YI,), "contribute/edit/data/jia-xian/yi.json"),
    ("edited", (YI, "c-013"), "?id=jia-xian/yi/c-013"),
    ("added", (YI, C), "?new=jia-xian/yi&list=cooperative"),
    ("contacted", (YI,), "?contact=jia-xian/yi"),
    ("contacted", (YI, "mzj"), "?contact=jia-xian/yi&of=mzj"),
    ("renamed", (YI,), "?rename=jia-xian/yi"),
    ("renamed", (YI, "mzj"), "?rename=jia-xian/yi&of=mzj"),
    ("category_anchor", (2,), "category-2"),
    ("township_anchor", (YI,), "jia-xian-yi"),
    ("part_anchor", (YI, "leads"), "leads-jia-xian-yi"),
    # the addresses of pages
    ("url", ("index.md",), ""),
    ("url", ("search.md",), "search/"),
    ("url", ("townships/index.md",), "townships/"),
    ("url", ("townships/jia/yi/index.md",), "townships/jia/yi/"),
    ("url", ("townships/jia/yi/c-013.md",), "townships/jia/yi/c-013/"),
    # from the file of one to that of another
    ("relative", ("index.md", "search.md"), "search.md"),
    ("relative", ("townships/jia/yi/c-013.md", "topics/a.md"), "../../../topics/a.md"),
    ("relative", ("townships/jia/yi/index.md", "townships/jia/yi/c-013.md"), "c-013.md"),
    ("relative", ("townships/jia/yi/c-013.md", "index.md"), "../../../index.md"),
    # from one page to another, as a browser has it
    ("relative_url", ("index.md", "search.md"), "search/"),
    ("relative_url", ("search.md", "index.md"), "../"),
    ("relative_url", ("index.md", "index.md"), "./"),
    ("relative_url", ("townships/jia/yi/c-013.md", "townships/jia/yi/index.md"), "../"),
    ("relative_url", ("townships/jia/yi/index.md", "townships/jia/yi/c-013.md"), "c-013/"),
    ("relative_url", ("townships/jia/yi/c-013.md", "topics/a.md"), "../../../../topics/a/"),
    ("relative_from_file", ("changes/feed.xml", "changes/"), "./"),
    ("relative_from_file", ("changes/feed.xml", "townships/jia/yi/"), "../townships/jia/yi/"),
    ("relative_from_file", ("changes/feed.xml", "assets/a.css"), "../assets/a.css"),
    ("relative_file", ("index.md", "data/all.csv"), "data/all.csv"),
    ("relative_file", ("data.md", "data/all.csv"), "all.csv"),
    ("relative_file", ("townships/jia/yi/index.md", "data/jia-yi.pdf"), "../../../data/jia-yi.pdf"),
]
COMPARED = [
    ((), {"topic": "a b"}, "?topic=a+b"),
    ((YI,), {}, "?in=jia-xian/yi"),
    ((YI,), {"list": "basic"}, "?in=jia-xian/yi&list=basic"),
    (("",), {"category": "及"}, "?category=%E5%8F%8A"),
]


def test_pages_and_files_of_which_there_is_one() -> None:
    """All constants, with their values; one that is new is added above."""
    assert {name: value for name, value in vars(paths).items() if name.isupper() and name[0] != "_"} == ONE


@pytest.mark.parametrize(("name", "asked", "address"), MANY)
def test_pages_and_files_of_which_there_are_many(name: str, asked: tuple[object, ...], address: str) -> None:
    """What each function gives."""
    assert getattr(paths, name)(*asked) == address


@pytest.mark.parametrize(("asked", "what", "address"), COMPARED)
def test_address_of_a_comparison(asked: tuple[str, ...], what: dict[str, str], address: str) -> None:
    """What stands behind the address of the page: people send it to one another."""
    assert paths.compared(*asked, **what) == address


def test_no_function_is_forgotten() -> None:
    """Whoever adds one says here what it gives."""
    public = {
        name
        for name, value in vars(paths).items()
        if inspect.isfunction(value) and value.__module__ == paths.__name__ and not name.startswith("_")
    }
    assert public == {name for name, *_ in MANY} | {"compared", "is_unlisted"}


def test_lists_as_they_were_are_not_listed() -> None:
    """Only they: the dates that lead to them are."""
    assert paths.is_unlisted(paths.as_of(YI, "2026-07-01"))
    assert paths.is_unlisted(paths.as_of(YI, None))
    others = (paths.township_changes(YI), paths.duty(YI, "c-013"), paths.township(YI))
    assert not any(map(paths.is_unlisted, others))


def test_links_of_ever_more_counties_take_no_more_room() -> None:
    """A process makes hundreds of counties; it knows the links of the last few."""

    def link(number: int) -> str:
        return paths.relative(f"townships/jia-{number}/yi/b-001.md", f"departments/jia-{number}/min-zheng.md")

    for number in range(20_000):
        link(number)
    tracemalloc.start()
    for number in range(20_000, 40_000):
        link(number)
    grown, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    # What is known by then was made meanwhile: some 400 bytes a link.
    assert grown < 5_000_000
    assert link(1) == "../../../departments/jia-1/min-zheng.md"
