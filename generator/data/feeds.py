"""Feeds: official changes for programs that tell their readers of new ones: Atom (RFC 4287) and JSON Feed 1.1.

    changes/feed.xml, feed.json                                  everything
    townships/<county>/changes/…, townships/<county>/<township>/changes/…     a county of several townships
    departments/<county>/<department>/changes/…, topics/<topic>/changes/…     where something was changed

Both say the same.  Nothing in them but the data's own dates: the same content has the same bytes.
"""

import json
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml import etree
from lxml.builder import ElementMaker

from generator import paths
from generator.days import spoken
from generator.link.catalogue import Catalogue, DutyHead, LinkedCounty
from generator.link.changes import PlacedRecord, records_by_topic, records_of
from generator.link.records import ChangedDuty, LinkedRecord
from generator.redline import Fate, RedLine

ATOM, XHTML, XML = "http://www.w3.org/2005/Atom", "http://www.w3.org/1999/xhtml", "http://www.w3.org/XML/1998/namespace"
JSON_FEED = "https://jsonfeed.org/version/1.1"
# A feed that has nothing yet must say when it was changed.
_NEVER = "1970-01-01"
# So many of the newest: a reader comes again before there are more.
_MOST = 50
_STYLE = "style/feed.css"
_UNKNOWN_SITE = uuid.UUID("6a3c9f0e-2d43-5f4e-9f59-3f8f2f6d7b10")
_Element = etree._Element  # noqa: SLF001, lxml has no other name for it


@dataclass(frozen=True)
class FeedSite:
    """What feeds know of the site: its address, ending in a slash, empty where it is not known; its assets' folder."""

    address: str
    assets: str


@dataclass(frozen=True)
class Feed:
    """A feed: the page that says the same to people, what it is called, and what it has."""

    page: str
    title: str
    records: Sequence[PlacedRecord]

    @property
    def updated(self) -> str:
        """The newest of its days."""
        return max((one.record.seen for one in self.records), default=_NEVER)


def county_feeds(county: LinkedCounty, site: FeedSite) -> Iterator[tuple[str, str | bytes]]:
    """The feeds of a county, of its townships, and of those of its departments that have changes."""
    if not county.alone:
        yield from _files(Feed(county.changes_page, county.name, records_of(county.townships)), site)
    for township in county.townships:
        page = paths.township_changes(township.head.id)
        yield from _files(Feed(page, township.head.label, records_of([township])), site)
    for department in county.departments:
        if own := records_of(county.townships, department=department.ref.id):
            yield from _files(Feed(paths.department_changes(department.ref.id), department.placed_name, own), site)


def wide_feeds(catalogue: Catalogue[DutyHead], site: FeedSite) -> Iterator[tuple[str, str | bytes]]:
    """The feeds of everything, and of those topics that have changes."""
    everything = f"全部{catalogue.words.place}"
    yield from _files(Feed(paths.CHANGES, everything, records_of(catalogue.townships)), site)
    by_topic = records_by_topic(catalogue.townships)
    for topic in catalogue.topics:
        if own := by_topic.get(topic.id):
            yield from _files(Feed(paths.topic_changes(topic.id), topic.name, own), site)


def _files(feed: Feed, site: FeedSite) -> Iterator[tuple[str, str | bytes]]:
    maker = _Maker(feed, site)
    yield paths.feed(feed.page, "xml"), maker.atom()
    yield paths.feed(feed.page, "json"), maker.json()


def record_id(site: FeedSite, township_id: str, record: LinkedRecord) -> str:
    """What a record is known by for ever: of the site's address, the township's id, and its own."""
    return _lasting(site, f"townships/{township_id}/changes/{record.id}")


def _lasting(site: FeedSite, path: str) -> str:
    """A tag: URI (RFC 4151), or where the site does not know its address, a UUID made of the same."""
    if not site.address:
        return uuid.uuid5(_UNKNOWN_SITE, path).urn
    parts = urlsplit(site.address)
    return f"tag:{parts.hostname},2026:{parts.path.strip('/')}{'/' if parts.path.strip('/') else ''}{path}"


def entry_title(placed: PlacedRecord) -> str:
    """What a change is called in a list of changes."""
    record = placed.record
    document = f"（{record.document}）" if record.document else ""
    return f"{placed.head.label}：{record.track.title}{document}"


def decided(record: LinkedRecord) -> str:
    """By what a change was made, in a sentence."""
    said = [
        record.track.title,
        f"{record.decided_by}决定" if record.decided_by else "",
        f"文件：{record.document}" if record.document else "",
        f"{spoken(record.approved)}批准" if record.approved else "",
        f"{record.spoken_day}起生效" if record.day else "",
        f"{spoken(record.recorded)}补记" if record.recorded else "",
    ]
    return "，".join(filter(None, said)) + "。" + (f"原因：{record.reason}。" if record.reason else "")


class _Maker:
    """Makes the files of a feed."""

    def __init__(self, feed: Feed, site: FeedSite) -> None:
        self._feed, self._site = feed, site
        self._title = f"清单的变更：{feed.title}"
        self._shown = sorted(feed.records, key=lambda one: one.record.seen, reverse=True)[:_MOST]

    def atom(self) -> bytes:
        make = ElementMaker(namespace=ATOM, nsmap={None: ATOM})
        page, own = self._feed.page, paths.feed(self._feed.page, "xml")
        feed = make.feed(
            make.id(_lasting(self._site, paths.url(page))),
            make.title(self._title),
            make.subtitle(self._hint(), type="xhtml"),
            make.updated(_moment(self._feed.updated)),
            make.author(make.name(self._feed.title)),
            make.link(rel="self", type="application/atom+xml", href=self._to(own)),
            make.link(rel="alternate", type="text/html", href=self._to(paths.url(page))),
            make.link(rel="alternate", type="application/feed+json", href=self._to(paths.feed(page, "json"))),
            *map(self._entry, self._shown),
        )
        feed.set(f"{{{XML}}}lang", "zh-CN")
        style = paths.relative_from_file(own, f"{self._site.assets}/{_STYLE}")
        feed.addprevious(etree.ProcessingInstruction("xml-stylesheet", f'type="text/css" href="{style}"'))
        return etree.tostring(feed.getroottree(), encoding="utf-8", xml_declaration=True, pretty_print=False) + b"\n"

    def json(self) -> str:
        page = self._feed.page
        data = {
            "version": JSON_FEED,
            "title": self._title,
            "home_page_url": self._to(paths.url(page)),
            "feed_url": self._to(paths.feed(page, "json")),
            "language": "zh-CN",
            "items": [
                {
                    "id": record_id(self._site, one.head.id, one.record),
                    "url": self._link(one),
                    "title": entry_title(one),
                    "content_html": self._html(one),
                    "date_published": _moment(one.record.day),
                    **({"date_modified": _moment(one.record.seen)} if one.record.recorded else {}),
                    "tags": list(dict.fromkeys(change.change.title for change in one.record.changes)),
                }
                for one in self._shown
            ],
        }
        return json.dumps(data, ensure_ascii=False, indent=1) + "\n"

    def _to(self, target: str) -> str:
        """An address on the site; from the feed's own where the site does not know it."""
        if self._site.address:
            return self._site.address + target
        return paths.relative_from_file(paths.feed(self._feed.page, "xml"), target)

    def _link(self, placed: PlacedRecord) -> str:
        return f"{self._to(paths.url(paths.township_changes(placed.head.id)))}#{placed.record.anchor}"

    def _entry(self, placed: PlacedRecord) -> _Element:
        make = ElementMaker(namespace=ATOM, nsmap={None: ATOM})
        return make.entry(
            make.id(record_id(self._site, placed.head.id, placed.record)),
            make.title(entry_title(placed)),
            make.updated(_moment(placed.record.seen)),
            make.published(_moment(placed.record.day)),
            make.link(rel="alternate", type="text/html", href=self._link(placed)),
            make.content(self._told(placed, ElementMaker(namespace=XHTML, nsmap={None: XHTML})), type="xhtml"),
        )

    def _hint(self) -> _Element:
        make = ElementMaker(namespace=XHTML, nsmap={None: XHTML})
        link = make.a("给人看的一页", href=self._to(paths.url(self._feed.page)))
        said = "这个网址是给阅读器用的：复制到阅读器里，有了新的变更它会告诉你。"
        return make.div(said, link, "写着同样的内容。")

    def _html(self, placed: PlacedRecord) -> str:
        return etree.tostring(self._told(placed, ElementMaker()), encoding="unicode", method="html")

    def _told(self, placed: PlacedRecord, make: ElementMaker) -> _Element:
        """What a record changed, in words."""
        record = placed.record
        items = [make.li(*self._change(placed, one, make)) for one in record.told]
        for run in record.renumbered:
            where = (
                f"第 {run.first.was} 项改为第 {run.first.now} 项"
                if run.count == 1
                else f"第 {run.first.was}–{run.last.was} 项改为第 {run.first.now}–{run.last.now} 项（{run.count} 项）"
            )
            items.append(make.li(f"序号变动：{run.kind.title}{where}"))
        items += [make.li(f"{heading.title}改了", *_lines(heading.lines, make)) for heading in record.headings]
        link = make.a("全部细节", href=self._link(placed))
        return make.div(make.p(decided(record)), *([make.ul(*items)] if items else []), make.p(link))

    def _change(self, placed: PlacedRecord, change: ChangedDuty, make: ElementMaker) -> Iterator[str | _Element]:
        duty = change.duty
        yield f"{change.change.title}："
        address = self._to(paths.url(paths.duty(placed.head.id, duty.id)))
        yield make.a(f"{duty.kind.title}第 {duty.number} 项“{duty.name}”", href=address)
        if change.to:
            yield "，到"
            for number, one in enumerate(change.to):
                address = self._to(paths.url(paths.duty(placed.head.id, one.id)))
                yield "、" if number else ""
                yield make.a(f"{one.kind.title}第 {one.number} 项“{one.name}”", href=address)
        if change.department:
            yield f"，由{change.department}承接"
        for field in change.redline:
            yield make.p(f"{field.title}：")
            yield from _lines(field.lines, make)


def _lines(lines: Sequence[RedLine], make: ElementMaker) -> Iterator[_Element]:
    """What was changed, a line each; also without a style what went and what came is told apart."""
    tags = {Fate.GONE: ("del", "［删去：", "］"), Fate.COME: ("ins", "［增加：", "］")}
    for line in lines:
        pieces: list[str | _Element] = []
        for piece in line:
            if piece.fate is Fate.SAME:
                pieces.append(piece.text)
            else:
                tag, before, after = tags[piece.fate]
                pieces.append(make(tag, f"{before}{piece.text}{after}"))
        yield make.p(*pieces)


def _moment(day: str) -> str:
    """The beginning of a day in China."""
    return f"{day}T00:00:00+08:00"
