"""The pages about changes: whatever a record says is shown as written, and never runs."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from generator import flow, paths
from generator.check.survey import survey
from generator.data.feeds import FeedSite, county_feeds
from generator.link.catalogue import LinkedCounty
from generator.link.linker import link_county
from generator.model import ChangeRecord, Content, Township
from generator.pages.render import Renderer
from generator.read.folder import read
from support.decade import ID, make_decade

HOSTILE = "<script>alert(1)</script> [链接](javascript:alert(2)) {#duty} `a` &amp; ]]> \"'"


def spoiled(township: Township) -> Township:
    """A township of which every text of every record is hostile."""

    def spoil(record: ChangeRecord) -> ChangeRecord:
        if record.reason is None and record.document is None:
            return record
        duties = tuple(
            change.model_copy(
                update={
                    "before": change.before.model_copy(update={"name": HOSTILE})
                    if change.before and change.before.name
                    else change.before
                }
            )
            for change in record.duties
        )
        said = {"reason": HOSTILE, "document": HOSTILE, "decided_by": HOSTILE}
        return record.model_copy(update={**said, "duties": duties})

    return replace(township, changes=tuple(map(spoil, township.changes)))


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> LinkedCounty:
    """The county of the ten years, spoiled."""
    content: Content = read(make_decade(tmp_path_factory.mktemp("decade")).content).content
    townships = [spoiled(one) if one.id == ID else one for one in content.townships]
    return link_county(content.counties[0], townships, content)


def test_nothing_hostile_runs(county: LinkedCounty) -> None:
    """On the pages of changes, of what is no more, and of lists as they were."""
    related = {(duty.township.id, duty.id): () for one in county.townships for duty in one.duties}
    pages = dict(Renderer(flow.TEMPLATES, None).render_county(county, related))
    for page in (
        *(paths.county_changes("jia"), paths.township_changes(ID), paths.department_changes("jia/xianminzhengju")),
        *(paths.duty(ID, "c-001"), paths.duty(ID, "b-030"), paths.as_of(ID, "2021-06-01"), paths.as_of(ID, None)),
    ):
        text = pages[page]
        assert "alert" in text, page
        assert "<script>alert" not in text, page
        assert "](javascript" not in text, page


def test_a_county_of_one_township_has_no_changes_of_its_own(tmp_path: Path) -> None:
    """The page and the feeds of the township are the county's; the calendar is told there; all lead there."""
    content: Content = read(make_decade(tmp_path).content).content
    one = next(one for one in content.townships if one.id == ID)
    county = link_county(content.counties[0], [one], content)
    related = {(duty.township.id, duty.id): () for one in county.townships for duty in one.duties}
    pages = dict(Renderer(flow.TEMPLATES, None).render_county(county, related))
    assert paths.county_changes("jia") not in pages
    # Nor may a page that is written by hand lead to it.
    by_hand = replace(content, pages={"about.md": "甲"})
    alone = replace(by_hand, townships=(one,))
    assert [paths.county_changes("jia") in survey(found).pages for found in (by_hand, alone)] == [True, False]
    own = pages[paths.township_changes(ID)]
    assert 'href="../../changes/calendar.ics"' in own
    assert "甲县的变更" not in own
    assert f'feed: "townships/{ID}/changes/"' in pages[paths.county("jia")]
    assert "[变更](bing/changes.md)" in pages[paths.county("jia")]
    feeds = {name for name, _ in county_feeds(county, FeedSite("", "assets/1")) if name.startswith("townships/")}
    assert feeds == {f"townships/{ID}/changes/feed.{ending}" for ending in ("xml", "json")}


def test_feeds_stay_whole(county: LinkedCounty) -> None:
    """Atom is well-formed, and the content of an entry has no script; a title of JSON Feed is plain text."""
    for name, text in county_feeds(county, FeedSite("", "assets/1")):
        if name.endswith(".xml"):
            assert etree.fromstring(text).find(".//{*}script") is None, name
        else:
            told = [one["content_html"] for one in json.loads(text)["items"]]
            assert "<script" not in "".join(told), name


def pages_of(folder: Path) -> dict[str, str]:
    """The pages of the county of a content."""
    content = read(folder).content
    county = link_county(content.counties[0], content.townships, content)
    related = {(duty.township.id, duty.id): () for one in county.townships for duty in one.duties}
    return dict(Renderer(flow.TEMPLATES, None).render_county(county, related))


def test_no_address_ever_dies(tmp_path: Path) -> None:
    """Change by change, ten years long: whatever page there was once, there is still."""
    before = set[str]()
    for count in range(11):
        pages = set(pages_of(make_decade(tmp_path / str(count), until=count).content))
        assert before - pages == set(), count
        before = pages


def test_what_nobody_recorded_keeps_a_page(tmp_path: Path) -> None:
    """It says what is known: that the id was used, and is used no more."""
    make_decade(tmp_path, until=0)
    file = tmp_path / "townships" / ID / "cooperative.yml"
    file.write_text(file.read_text("utf-8").replace("categories:", "retired: [c-077]\ncategories:", 1), "utf-8")
    text = pages_of(tmp_path)[paths.duty(ID, "c-077")]
    assert "已不在清单里" in text
    assert "用过，现在停用了，不会再给别的事项用。什么时候、为什么停用，没有记录。" in text


def test_nobody_has_it_now(tmp_path: Path) -> None:
    """Where no record says who has the matter of an ended duty, the way to the township's office is a link."""
    content = read(make_decade(tmp_path).content).content
    (bing,) = (one for one in content.townships if one.id == ID)
    changes = tuple(
        record.model_copy(
            update={"duties": tuple(one.model_copy(update={"department": None}) for one in record.duties)}
        )
        for record in bing.changes
    )
    townships = [replace(bing, changes=changes), *(one for one in content.townships if one.id != ID)]
    county = link_county(content.counties[0], townships, content)
    related = {(duty.township.id, duty.id): () for one in county.townships for duty in one.duties}
    text = dict(Renderer(flow.TEMPLATES, None).render_county(county, related))[paths.duty(ID, "b-010")]
    assert '<p>记录里没有写这件事以后由谁办；请向<a href="../">本乡镇</a>询问。</p>' in text
