"""Feeds: valid, the same on each build, of the data's own dates, and read as they are meant by a reader of feeds."""

import json
from pathlib import Path
from typing import Any

import feedparser
import pytest
from lxml import etree

from generator import paths
from generator.changes.edits import amended
from generator.changes.particulars import particulars
from generator.changes.preparing import Edit, prepared
from generator.data.feeds import ATOM, FeedSite, county_feeds, wide_feeds
from generator.data.openapi import Examples, Present, openapi
from generator.data.past import history_data
from generator.link.catalogue import Catalogue
from generator.link.changes import records_of
from generator.link.linker import link
from generator.link.newness import new_since
from generator.read.folder import read
from generator.site.write import write_files
from generator.words.places import PlaceWords
from support.decade import ID, make_decade

RNG = etree.RelaxNG(etree.parse(Path(__file__).with_name("atom.rng")))
UNKNOWN, KNOWN = FeedSite("", "assets/1"), FeedSite("https://portal.example.gov.cn/qd/", "assets/1")


@pytest.fixture(scope="module")
def linked(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    """The content with ten years of changes, linked."""
    return link(read(make_decade(tmp_path_factory.mktemp("decade")).content).content)


def files_of(linked: Catalogue, site: FeedSite) -> dict[str, bytes]:
    """All feeds."""
    made = [*wide_feeds(linked, site), *(one for county in linked.counties for one in county_feeds(county, site))]
    return {name: text.encode() if isinstance(text, str) else text for name, text in made}


def test_which_there_are(linked: Catalogue) -> None:
    """Of everything, each county and each township from the beginning; of departments and topics where there is one."""
    pages = [
        *(paths.CHANGES, paths.county_changes("jia"), paths.township_changes("jia/yi"), paths.township_changes(ID)),
        *(paths.department_changes(f"jia/{one}") for one in ("xianminzhengju", "xiancaizhengju", "xianjiaoyuju")),
        *(paths.topic_changes(one) for one in ("old-age-allowance", "drowning-prevention")),
    ]
    expected = {paths.feed(page, ending) for page in pages for ending in ("xml", "json")}
    assert {name for name in files_of(linked, UNKNOWN) if not name.endswith(".ics")} == expected


@pytest.mark.parametrize("site", [UNKNOWN, KNOWN], ids=["no address", "address"])
def test_atom_is_valid(linked: Catalogue, site: FeedSite) -> None:
    """By the grammar of RFC 4287; of an empty feed, too."""
    for name, text in files_of(linked, site).items():
        if name.endswith(".xml"):
            RNG.assertValid(etree.fromstring(text))


def test_the_grammar_refuses() -> None:
    """What is no date, no id, and what is missing."""
    good = etree.tostring(etree.fromstring(VALID.encode()))
    assert RNG.validate(etree.fromstring(good))
    for old, new in ((b"2026-01-01T00:00:00Z", b"2026-01-01"), (b"urn:x", b"x"), (b"<title>t</title>", b"")):
        assert not RNG.validate(etree.fromstring(good.replace(old, new)))


VALID = f"""<feed xmlns="{ATOM}"><id>urn:x</id><title>t</title><updated>2026-01-01T00:00:00Z</updated>
<author><name>n</name></author></feed>"""


def read_feed(text: bytes, at: str) -> Any:
    """A feed as a reader has it that fetched it from an address."""
    found = feedparser.parse(text, response_headers={"content-location": at, "content-type": "application/atom+xml"})
    assert not found.bozo, found.get("bozo_exception")
    return found


@pytest.mark.parametrize("site", [UNKNOWN, KNOWN], ids=["no address", "address"])
def test_a_reader_understands_it(linked: Catalogue, site: FeedSite) -> None:
    """The newest first, each with its day, a title, a link to the whole, and what was changed."""
    name = paths.feed(paths.township_changes(ID), "xml")
    feed = read_feed(files_of(linked, site)[name], KNOWN.address + name)
    days = [
        *("2026-05-01", "2023-01-01", "2022-09-01", "2021-06-01", "2021-06-01"),
        *("2020-02-01", "2019-07-01", "2018-01-01", "2017-05-01", "2016-03-01"),
    ]
    assert [entry.published[:10] for entry in feed.entries] == days
    assert feed.feed.updated == "2026-05-01T00:00:00+08:00"
    own = "https://portal.example.gov.cn/qd/townships/jia/bing/"
    assert [entry.link for entry in feed.entries] == [f"{own}changes/#record-{index}" for index in range(10, 0, -1)]
    assert feed.entries[4].title.endswith("：动态调整（甲编发〔2021〕6号）")
    moved = feed.entries[7].content[0].value
    assert f'<a href="{own}c-001/">配合履职第 1 项“开展高龄津贴发放工作”</a>' in moved
    assert f'<a href="{own}b-065/">' in moved
    assert "［删去：上］报" in feed.entries[8].content[0].value.replace("<del>", "").replace("</del>", "")


def test_json_says_the_same(linked: Catalogue) -> None:
    """JSON Feed 1.1, entry by entry."""
    files = files_of(linked, KNOWN)
    for page in (paths.CHANGES, paths.township_changes(ID), paths.township_changes("jia/yi")):
        data = json.loads(files[paths.feed(page, "json")])
        feed = read_feed(files[paths.feed(page, "xml")], KNOWN.address)
        assert data["version"] == "https://jsonfeed.org/version/1.1"
        assert data["title"] == feed.feed.title
        assert [(one["id"], one["url"], one["title"], one["date_published"]) for one in data["items"]] == [
            (entry.id, entry.link, entry.title, entry.published) for entry in feed.entries
        ]


def test_ids_last(linked: Catalogue, tmp_path: Path) -> None:
    """An entry keeps its id when others come after it, and has the same in every feed; each id is one entry's."""
    earlier = link(read(make_decade(tmp_path / "earlier", until=6).content).content)
    name = paths.feed(paths.township_changes(ID), "json")
    for site in (UNKNOWN, KNOWN):
        was, now = (
            [one["id"] for one in json.loads(files_of(each, site)[name])["items"]] for each in (earlier, linked)
        )
        assert now[-6:] == was
        assert len(set(now)) == 10
        everywhere = json.loads(files_of(linked, site)[paths.feed(paths.CHANGES, "json")])["items"]
        assert [one["id"] for one in everywhere] == now
    assert now[-1] == "tag:portal.example.gov.cn,2026:qd/townships/jia/bing/changes/1"


def test_same_bytes(linked: Catalogue) -> None:
    """Nothing in them but the content."""
    assert files_of(linked, KNOWN) == files_of(linked, KNOWN)


def test_a_late_one_moves_none(linked: Catalogue, tmp_path: Path) -> None:
    """A record that comes in between: the others keep ids and addresses, in feeds and in the data; it has its day."""
    folder = make_decade(tmp_path).content
    content = read(folder).content
    (old,) = (one for one in content.townships if one.id == ID)
    said = {"track": "adjustment", "document": "甲编发〔2019〕9号", "effective": "2019-08-01"}
    record = particulars(said, "2026-07-15")
    edit = Edit({ID: amended(old, "b-040", {"name": "做好第40号网格的巡查、登记工作。"})}, record=record)
    write_files(prepared(folder, content, [edit]).files.items(), folder)
    late = link(read(folder).content)
    name = paths.feed(paths.township_changes(ID), "json")
    for site in (UNKNOWN, KNOWN):
        was, now = (
            [(one["id"], one["url"], one["date_published"]) for one in json.loads(files_of(each, site)[name])["items"]]
            for each in (linked, late)
        )
        assert [one for one in now if one in was] == was
        (new,) = (one for one in now if one not in was)
        # It is told as new: it could not be read before.
        assert (now.index(new), new[2][:10]) == (0, "2019-08-01")
    feed = read_feed(files_of(late, KNOWN)[paths.feed(paths.township_changes(ID), "xml")], KNOWN.address)
    assert (feed.feed.updated[:10], feed.entries[0].updated[:10], feed.entries[0].published[:10]) == (
        "2026-07-15",
        "2026-07-15",
        "2019-08-01",
    )
    assert "2019年8月1日起生效，2026年7月15日补记。" in feed.entries[0].content[0].value
    (county,) = (one for one in late.counties if one.id == "jia")
    assert new_since([county])["jia"] == "2026-05-01"
    assert [one.record.document for one in records_of(county.townships, {"jia": "2026-05-01"}) if one.is_new] == [
        "甲编发〔2026〕10号",
        "甲编发〔2019〕9号",
    ]
    histories = [
        {record.id: record.url for record in history_data(township).records}
        for each in (linked, late)
        for township in each.townships
        if township.head.id == ID
    ]
    assert histories[0].items() < histories[1].items()
    assert histories[0][f"{ID}/0"] == f"townships/{ID}/changes/#collected"


@pytest.mark.parametrize("several", ["jia", ""])
def test_a_countys_feed_is_described_where_there_is_one(several: str) -> None:
    """With a county that has one for an example: the feeds of a township alone are its county's."""
    found = openapi(Examples(), PlaceWords(), "", Present((), (), is_site=True, several=several))["paths"]
    described = {path: one for path, one in found.items() if path.startswith("/townships/{county}/changes/")}
    assert set(described) == (
        {f"/townships/{{county}}/changes/feed.{one}" for one in ("xml", "json")} if several else set()
    )
    assert {one["get"]["parameters"][0]["example"] for one in described.values()} <= {"jia"}
