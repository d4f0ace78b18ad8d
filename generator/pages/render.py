"""Render: the catalogue to Markdown, one template a kind of page.

Templates lay out and do not decide.  Whatever they print is escaped for
Markdown and HTML by one function (`escape`), unless it is Markup made here or
by another template; so text from YAML is shown as written and never runs.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import TypeVar
from urllib.parse import quote, unquote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from generator import paths
from generator.changes.request import MAX_CHANGES, MAX_TEXT, MAX_TEXTS
from generator.check.registry import RULES
from generator.check.typed import typed_rules
from generator.data.downloads import Downloads
from generator.days import spoken
from generator.link.answer import Step, departments_beside, next_step
from generator.link.catalogue import (
    AnswerKind,
    Block,
    Catalogue,
    CitingDuty,
    DutyHead,
    LinkedCategory,
    LinkedCounty,
    LinkedDepartment,
    LinkedDuty,
    LinkedList,
    LinkedTopic,
    LinkedTownship,
    Part,
    Related,
    RelatedDuty,
    TownshipHead,
    WideCategory,
    WideReference,
    sections,
)
from generator.link.changes import records_of
from generator.link.compare import Comparison, compare, kind_names
from generator.link.newness import new_since
from generator.link.related import Near
from generator.model import Column, ListKind
from generator.pages import matrix, metadata, overview, past
from generator.pages.compiled import Compiled
from generator.pages.coverage import coverage
from generator.pages.markdown import To, anchor, escape, excerpt, linked, shorten
from generator.pages.qr import qr
from generator.pages.reporting import Mistake, Route
from generator.pages.repository import Repository
from generator.pages.sheet import sheet
from generator.read.folder import CATEGORY_FILE, COUNTY_FILE, DEPARTMENT_FILE, REFERENCE_FILE, TOPIC_FILE, TOWNSHIP_FILE
from generator.words.contacts import dialled
from generator.words.places import PlaceWords
from generator.words.references import ReferenceKind

# What is grouped by township: duties, or the places of one reference.
T = TypeVar("T", DutyHead, CitingDuty)

# How many topics the home page shows, and how many questions as examples.
_COMMON_TOPICS, _EXAMPLES = 12, 4

# With more townships than this the home page folds each province, and with more than that it has only counties.
HOME_FOLDED, HOME_COUNTIES = 8, 100

# Up to this many townships a topic's page shows every township unfolded; with more than this many in all it is
# compact: a line a township, and of those that do not mention the topic only how many they are in each county.
_UNFOLDED_TOWNSHIPS, _COMPACT_FROM = 8, 40

# Whether a page is wanted: by its name, the duties that it tells of, and what else it tells of others.
Wants = Callable[[str, Iterable[DutyHead], Iterable[str]], bool]

# With more departments' parts than this a duty's page folds those that do not lead.
UNFOLDED_BLOCKS = 4

# How many duties without a topic the index of topics lists; `qingdan topics --without` lists them all.
_WITHOUT_TOPIC = 400

# What is longer is given a page for each county: about 100 KB of HTML.
ON_ONE_PAGE = 300

# With more townships than this the files of each are on a page for each county.
DOWNLOADS_ON_ONE_PAGE = 40
_NO_DOWNLOADS = Downloads()
_WORDS = PlaceWords()

# Letters that are not ASCII, as an address has them.
_ENCODED = re.compile(r"(?:%[89A-F][0-9A-F])+")
_FRONT_MATTER = re.compile(r"---\n.*?\n---\n", re.DOTALL)


def _everything(*_: object) -> bool:
    """Every page is wanted."""
    return True


@dataclass(frozen=True)
class _Reporter:
    """The route for reports as the templates of one page use it.

    `address` is the page's; where the site does not know its own, it is not whole, and `unfinished` names it for
    the script that can complete it.
    """

    route: Route | None
    guide: Markup
    address: str
    unfinished: Markup

    @property
    def note(self) -> str:
        return self.route.note if self.route else ""

    def link(self, title: str, text: str = "", list: str = "", number: object = "", id: str = "") -> Markup:
        """Where a reader reports a mistake of a page, or of a duty in a list; without a route, the guide."""
        if self.route is None:
            return self.guide
        return _address(self.route.report(Mistake(title, self.address or "/", list, str(number), id, text)))


@dataclass(frozen=True)
class _Place:
    """Where a page stands: its address and its code, empty where the site does not know its own; its data."""

    address: str
    code: Markup
    data: Markup


class Renderer:
    """Renders pages with the templates of a folder.

    `repository` is None where the site names none; links for editing and reporting then lead to
    the contribution page.  `route` is where mistakes are reported, if not to the repository.  `address` is the
    site's own, ending in a slash, empty where it is not known.  `assets` is the folder of the scripts that pages name;
    `words` are what the site calls its places.
    """

    def __init__(
        self,
        templates: Path,
        repository: Repository | None,
        route: Route | None = None,
        address: str = "",
        assets: str = paths.assets(),
        words: PlaceWords = _WORDS,
    ) -> None:
        self.words = words
        self.repository, self.route, self.address, self.assets = repository, route or repository, address, assets
        self.environment = Environment(
            loader=FileSystemLoader(templates),
            undefined=StrictUndefined,
            # A renderer lives for one build: looking for changed templates on every page is work for nothing.
            auto_reload=False,
            bytecode_cache=Compiled("pages, as render.py sets them up"),
            autoescape=True,
            finalize=escape,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            # {#id} is an anchor in Markdown.
            comment_start_string="{##",
            comment_end_string="##}",
        )
        self.environment.filters.update(
            spoken=spoken,
            shorten=shorten,
            anchor=anchor,
            linked=linked,
            excerpt=excerpt,
            sections=sections,
            dialled=dialled,
        )
        self.environment.globals.update(
            paths=paths,
            words=words,
            AnswerKind=AnswerKind,
            ListKind=ListKind,
            Part=Part,
            ReferenceKind=ReferenceKind,
            Near=Near,
            Column=Column,
            Step=Step,
            overview_of=overview.page_of,
        )

    def render(self, catalogue: Catalogue, downloads: Downloads = _NO_DOWNLOADS) -> Iterator[tuple[str, str]]:
        """Every generated page: its path in the docs folder, and its Markdown; `downloads` are what it offers."""
        yield from self.render_across(catalogue, downloads)
        since = new_since(catalogue.counties)
        for county in catalogue.counties:
            yield from self.render_county(county, catalogue.related, downloads, since[county.id])

    def render_county(
        self, county: LinkedCounty, related: Related, downloads: Downloads = _NO_DOWNLOADS, since: str = ""
    ) -> Iterator[tuple[str, str]]:
        """The pages below a county: its own, its departments', its townships', and what they were.

        `related` are its duties' related duties; `downloads` are its townships'; changes are new `since` that day.
        """
        register = f"townships/{county.id}/{COUNTY_FILE}"
        yield self.page(paths.county(county.id), "county", county=county, file=register)
        yield self.page(
            paths.county_departments(county.id),
            "county_departments",
            county=county,
            file=register,
            matrix=matrix.of_county(county),
            by_township=matrix.of_county_townships(county),
        )
        if not county.alone:
            own = [duty for township in county.townships for duty in township.duties]
            yield self.page(
                paths.county_overview(county.id),
                "county_overview",
                county=county,
                charts=[
                    overview.township_chart("places", county, self.words),
                    overview.category_chart("categories", county.name, own, paths.category),
                    overview.department_chart("departments", county.name, county.departments),
                ],
            )
        changed = past.departments_changed(county)
        for department in county.departments:
            yield from self.render_department(county, department, department.ref.id in changed)
        for township in county.townships:
            yield from self.render_township(county, township, related, downloads, since)
        yield from past.county_pages(self, county, since)

    def render_across(
        self, catalogue: Catalogue[DutyHead], downloads: Downloads = _NO_DOWNLOADS
    ) -> Iterator[tuple[str, str]]:
        """The pages that are about several counties; `downloads` are those of all."""
        yield from self.render_frames(catalogue)
        yield from self.render_about(catalogue)
        yield from self.render_downloads(catalogue, downloads)

    def render_about(self, catalogue: Catalogue[DutyHead], wants: Wants = _everything) -> Iterator[tuple[str, str]]:
        """What duties are about, what they name, and how they were changed: topics, categories, references, changes."""
        yield from self.render_topics(catalogue, wants)
        for category in catalogue.categories:
            yield from self.render_category(catalogue, category, wants)
        yield from self.render_references(catalogue, wants)
        yield from past.across_pages(self, catalogue, new_since(catalogue.counties))
        yield from self.render_coverage(catalogue)

    def render_coverage(self, catalogue: Catalogue[DutyHead]) -> Iterator[tuple[str, str]]:
        """How well townships are looked after; of too many for one page, also a page for each county."""
        everything = coverage(catalogue.townships)
        counties = [(county, coverage(county.townships)) for county in catalogue.counties]
        is_long = len(everything.rows) > ON_ONE_PAGE
        yield self.page(paths.COVERAGE, "coverage", county=None, counties=counties if is_long else [], all=everything)
        for county, own in counties if is_long else ():
            yield self.page(paths.county_coverage(county.id), "coverage", county=county, counties=[], all=own)

    def render_frames(self, catalogue: Catalogue[DutyHead]) -> Iterator[tuple[str, str]]:
        """What leads to all others, and what only scripts fill: home, search, comparison, the lists in pictures."""
        common = _common_topics(catalogue)
        count = len(catalogue.townships)
        duties = [duty for township in catalogue.townships for duty in township.duties]
        categories = overview.category_chart("categories", f"全部{self.words.place}", duties, paths.category)
        yield self.page(
            paths.HOME,
            "home",
            catalogue=catalogue,
            provinces=_by_province(catalogue),
            common_topics=common,
            examples=_examples(common),
            is_folded=count > HOME_FOLDED,
            are_counties=count > HOME_COUNTIES,
        )
        yield self.page(paths.TOWNSHIPS, "townships", provinces=_by_province(catalogue))
        yield self.page(
            paths.DEPARTMENTS, "departments", provinces=_by_province(catalogue), matrix=matrix.of_catalogue(catalogue)
        )
        for kind in catalogue.kinds:
            yield self.page(
                paths.department_kind(kind.ref.id),
                "department_kind",
                kind=kind,
                matrix=matrix.of_kind(kind, self.words),
                file=DEPARTMENT_FILE,
            )
        yield self.page(paths.CATEGORIES, "categories", chart=replace(categories, id="categories-all"))
        yield self.page(
            paths.SEARCH,
            "search",
            catalogue=catalogue,
            common_topics=common,
            examples=_examples(common),
        )
        yield self.page(paths.COMPARE, "compare", catalogue=catalogue)
        yield self.page(paths.OFFLINE, "offline")
        yield self.page(paths.EDIT, "edit", rules=_plain_block(typed_rules()), routing=_plain_block(self._routing()))
        yield self.page(paths.RULES, "rules", rules=RULES.values())
        overviews = {county.id: overview.page_of(county) for county in catalogue.counties}
        places = overview.place_chart(
            "places",
            "全部事项",
            _by_county(catalogue, duties),
            paths.township_overview,
            overviews.__getitem__,
            self.words,
        )
        yield self.page(paths.OVERVIEW, "overview", catalogue=catalogue, total=len(duties), charts=[places, categories])

    def render_downloads(self, catalogue: Catalogue[DutyHead], downloads: Downloads) -> Iterator[tuple[str, str]]:
        """What can be downloaded; of too many townships for one page, also a page for each county."""
        is_long = len(catalogue.townships) > DOWNLOADS_ON_ONE_PAGE
        yield self.page(paths.DATA, "data", catalogue=catalogue, downloads=downloads, is_long=is_long)
        for county in catalogue.counties if is_long else ():
            # A township that is alone offers them itself.
            if not county.alone:
                page = paths.county_downloads(county.id)
                yield self.page(page, "county_downloads", county=county, downloads=downloads)

    def render_category(
        self, catalogue: Catalogue[DutyHead], category: WideCategory, wants: Wants = _everything
    ) -> Iterator[tuple[str, str]]:
        """A category over all townships; with too many duties for a page, also one a county of several townships.

        A township that is alone in its county has in its lists what that page would have.
        """
        by_county = _by_county(catalogue, category.duties)
        is_long = len(category.duties) > ON_ONE_PAGE
        overviews = {county.id: overview.page_of(county) for county in catalogue.counties}
        alone = {
            county.id: _in_lists(county.alone, category.id)
            for county, duties in by_county
            if is_long and duties and county.alone
        }

        def section(township_id: str) -> str:
            county_id = township_id.split("/")[0]
            page = paths.county_category(category.id, county_id) if is_long else paths.category(category.id)
            return alone[county_id][0].target if county_id in alone else f"{page}#{paths.township_anchor(township_id)}"

        def part(county_id: str) -> str:
            if county_id in alone:
                return alone[county_id][0].target
            return paths.county_category(category.id, county_id) if is_long else overviews[county_id]

        targets = (f"{one.target} {one.count}" for several in alone.values() for one in several)
        if wants(paths.category(category.id), category.duties, targets):
            yield self.page(
                paths.category(category.id),
                "category",
                category=category,
                chart=overview.place_chart("places", f"“{category.name}”类事项", by_county, section, part, self.words),
                county=None,
                counties=[(county, len(duties), alone.get(county.id, ())) for county, duties in by_county if duties]
                if is_long
                else [],
                groups=[] if is_long else _by_township(category.duties),
                file=CATEGORY_FILE,
            )
        for county, duties in by_county if is_long else ():
            page = paths.county_category(category.id, county.id)
            if duties and county.id not in alone and wants(page, duties, ()):
                yield self.page(
                    page,
                    "category",
                    category=replace(category, duties=tuple(duties)),
                    chart=None,
                    county=county,
                    counties=[],
                    groups=_by_township(duties),
                    file=CATEGORY_FILE,
                )

    def render_references(
        self, catalogue: Catalogue[DutyHead], wants: Wants = _everything
    ) -> Iterator[tuple[str, str]]:
        """What duties name: all kinds, each kind, each law, document, form, platform and phone number."""
        by_kind = [
            (kind, own)
            for kind in ReferenceKind
            if (own := [reference for reference in catalogue.references if reference.ref.kind is kind])
        ]
        yield self.page(paths.REFERENCES, "references", kinds=by_kind, file=REFERENCE_FILE)
        for kind, references in by_kind:
            yield self.page(
                paths.reference_kind(kind), "reference_kind", kind=kind, references=references, file=REFERENCE_FILE
            )
            for reference in references:
                yield from self.render_reference(catalogue, reference, wants)

    def render_reference(
        self, catalogue: Catalogue[DutyHead], reference: WideReference, wants: Wants = _everything
    ) -> Iterator[tuple[str, str]]:
        """Where a reference occurs; too often for a page, also a page for each county."""
        kind, id = reference.ref.kind, reference.ref.id
        is_long = len(reference.citing) > ON_ONE_PAGE
        by_county = _by_county(catalogue, reference.citing)
        # Only what is repealed leads on.
        laws = (one.ref for one in catalogue.references if reference.ref.repealed and one.ref.kind is ReferenceKind.LAW)
        pages_of = {law.name: law.id for law in laws}
        values = {"reference": reference, "kind": kind, "file": REFERENCE_FILE, "laws": pages_of}
        others = (repr(reference.ref), repr(pages_of))
        page = paths.reference(kind, id)
        if wants(page, [one.duty for one in reference.citing], others):
            yield self.page(
                page,
                "reference",
                county=None,
                counties=[(county, len(own)) for county, own in by_county if own] if is_long else [],
                groups=[] if is_long else _by_township(reference.citing),
                **values,
            )
        for county, own in by_county if is_long else ():
            page = paths.county_reference(kind, id, county.id)
            if own and wants(page, [one.duty for one in own], others):
                yield self.page(
                    page,
                    "reference",
                    county=county,
                    counties=[],
                    groups=_by_township(own),
                    **values,
                )

    def render_topics(self, catalogue: Catalogue[DutyHead], wants: Wants = _everything) -> Iterator[tuple[str, str]]:
        """The index of topics, and each topic side by side in every township."""
        duties = [duty for township in catalogue.townships for duty in township.duties]
        without = [duty for duty in duties if not duty.topics]
        yield self.page(
            paths.TOPICS,
            "topics",
            catalogue=catalogue,
            assigned=len(duties) - len(without),
            without_count=len(without),
            without=_by_township(without[:_WITHOUT_TOPIC]),
            file=TOPIC_FILE,
        )
        heads = [township.head for township in catalogue.townships]
        near = _near_topics(catalogue)
        changed = past.topics_changed(catalogue)
        kinds = kind_names(catalogue)
        for topic in catalogue.topics:
            around = [f"{other.id} {len(other.duties)}" for other in near[topic.id]]
            around.append(str(topic.id in changed))
            if not wants(paths.topic(topic.id), (*topic.duties, *topic.touching), around):
                continue
            comparison = compare(topic, heads, kinds)
            count = sum(len(group.standings) for group in comparison.groups)
            yield self.page(
                paths.topic(topic.id),
                "topic",
                topic=topic,
                comparison=comparison,
                near=near[topic.id],
                is_open=count <= _UNFOLDED_TOWNSHIPS,
                is_compact=len(heads) > _COMPACT_FROM,
                silent_counties=_silent_counties(catalogue, comparison),
                has_changes=topic.id in changed,
                file=TOPIC_FILE,
            )

    def render_township(
        self,
        county: LinkedCounty,
        township: LinkedTownship,
        related: Related,
        downloads: Downloads = _NO_DOWNLOADS,
        since: str = "",
    ) -> Iterator[tuple[str, str]]:
        """A township, in numbers too, its lists, its duties; changes are new `since` that day."""
        head = township.head
        new = past.newest(township, since)
        steps = self._steps(county, head)
        yield self.page(
            paths.township(township.head.id),
            "township",
            county=county,
            township=township,
            chart=overview.sum_chart("lists", township),
            downloads=downloads.of("township", head.id),
            site=self._place(steps),
            latest=records_of([township], {county.id: since})[:1],
            file=f"townships/{township.head.id}/{TOWNSHIP_FILE}",
        )
        yield self.page(
            paths.township_overview(head.id),
            "township_overview",
            county=county,
            township=township,
            charts=[
                overview.category_chart("categories", head.label, township.duties, paths.category),
                overview.department_chart("departments", f"与{head.spoken}有关", county.departments, head.id),
            ],
        )
        for duty_list in township.lists:
            list_steps = [*steps, (duty_list.kind.title, paths.duty_list(head.id, duty_list.kind))]
            yield self.page(
                paths.duty_list(head.id, duty_list.kind),
                "list",
                county=county,
                township=township,
                list=duty_list,
                file=_list_file(township, duty_list),
                downloads=downloads.of("township", head.id),
                cited=metadata.cite(head, duty_list),
                new=new,
                site=self._place(list_steps),
            )
            for index in range(len(duty_list.duties)):
                yield self.render_duty(county, township, duty_list, index, related, since)

    def render_duty(
        self,
        county: LinkedCounty,
        township: LinkedTownship,
        duty_list: LinkedList,
        index: int,
        related: Related,
        since: str = "",
    ) -> tuple[str, str]:
        """A duty, by its place in its list; its changes are new `since` that day."""
        head, duties = township.head, duty_list.duties
        duty = duties[index]
        page = paths.duty(head.id, duty.id)
        list_page = paths.duty_list(head.id, duty_list.kind)
        steps = [*self._steps(county, head), (duty_list.kind.title, list_page), (duty.name, page)]
        return self.page(
            page,
            "duty",
            county=county,
            township=township,
            list=duty_list,
            duty=duty,
            category_index=_category_index(duty_list.categories, duty),
            previous=duties[index - 1] if index else None,
            next=duties[index + 1] if index + 1 < len(duties) else None,
            related=_related_groups(township, related[head.id, duty.id], self.words),
            departments=departments_beside(duty),
            ask=next_step(duty),
            open_blocks=_open_blocks(duty),
            sheet=sheet(duty),
            events=township.events.get(duty.id, ()),
            newest=past.newest(township, since).get(duty.id),
            cited=metadata.cite(head, duty_list, duty.number),
            site=self._place(steps, metadata.service(duty, self._whole(page))),
            file=_list_file(township, duty_list),
        )

    def _steps(self, county: LinkedCounty, head: TownshipHead) -> list[tuple[str, str]]:
        """What leads to a township."""
        return [
            ("首页", paths.HOME),
            (self.words.place, paths.TOWNSHIPS),
            (county.name, paths.county(county.id)),
            (head.short, paths.township(head.id)),
        ]

    def render_department(
        self, county: LinkedCounty, department: LinkedDepartment, has_changes: bool = False
    ) -> Iterator[tuple[str, str]]:
        """A department: what it leads, takes part in, and has taken back, township by township."""
        townships = [
            (head, [(part, own) for part in Part if (own := [view for view in work if view.part is part])])
            for head, group in groupby(department.work, key=lambda view: view.duty.township)
            for work in (list(group),)
        ]
        values = {"county": county, "department": department, "file": f"townships/{county.id}/{COUNTY_FILE}"}
        is_split = matrix.is_split(department)
        yield self.page(
            paths.department(department.ref.id),
            "department",
            townships=() if is_split else townships,
            matrix=matrix.of_department(department, self.words),
            has_changes=has_changes,
            **values,
        )
        for head, parts in townships if is_split else ():
            page = paths.department_township(department.ref.id, head.id)
            yield self.page(page, "department_township", head=head, parts=parts, **values)

    def page(self, page: str, template: str, **values: object) -> tuple[str, str]:
        """One page: its path, and its Markdown."""

        def to(target: str, anchor: str = "") -> Markup:
            return Markup(paths.relative(page, target) + (f"#{anchor}" if anchor else ""))

        def href(target: str, anchor: str = "") -> Markup:
            return Markup(paths.relative_url(page, target) + (f"#{anchor}" if anchor else ""))

        def asset(name: str) -> Markup:
            return Markup(paths.relative_file(page, f"{self.assets}/{name}"))

        def href_file(name: str) -> Markup:
            return Markup(paths.relative_file(page, name))

        def compared(**what: str) -> Markup:
            return _address(paths.relative(page, paths.COMPARE) + paths.compared(**what))

        # What a page is made of: its YAML, or else its template.
        file = f"content/{values.pop('file')}" if "file" in values else f"templates/pages/{template}.md.j2"
        text = self.environment.get_template(f"pages/{template}.md.j2").render(
            page=page,
            to=to,
            href=href,
            asset=asset,
            href_file=href_file,
            compared=compared,
            edit=self._edit(to, file),
            report=self._reporter(to, page),
            **values,
        )
        return page, text

    def hand_written(self, page: str, text: str) -> tuple[str, str]:
        """A hand-written page, with what every page has around its text."""
        text = self.words.fill(text)
        found = _FRONT_MATTER.match(text)
        front = found[0] if found else ""
        title = re.search(r"^title:\s*(.+?)\s*$", front, re.MULTILINE)
        return self.page(
            page,
            "hand_written",
            front=Markup(front),
            body=Markup(text[len(front) :]),
            title=title[1] if title else page,
            file=f"pages/{page}",
        )

    def _edit(self, to: To, file: str) -> Markup:
        return _address(self.repository.edit(file)) if self.repository else to(paths.CONTRIBUTE)

    def _routing(self) -> dict[str, object]:
        """Where change requests go, for the script that writes them."""
        return {
            "address": self.route.request if self.route else "",
            "note": self.route.note if self.route else "",
            "longest": self.route.longest if self.route else 0,
            "most": {"changes": MAX_CHANGES, "text": MAX_TEXT, "texts": MAX_TEXTS},
            "file": self.repository.edit("content/townships/") if self.repository else "",
        }

    def _whole(self, page: str) -> str:
        """The address of a page, empty where the site does not know its own."""
        return self.address and self.address + paths.url(page)

    def _reporter(self, to: To, page: str) -> _Reporter:
        relative = paths.url(page)
        unfinished = "" if self.address or self.route is None else relative
        return _Reporter(self.route, to(paths.CONTRIBUTE), self.address + relative, Markup(unfinished))

    def _place(self, steps: list[tuple[str, str]], service: dict[str, object] | None = None) -> _Place:
        """The place of the page that steps from the home page lead to."""
        address = self._whole(steps[-1][1])
        data = [service, metadata.breadcrumb(steps, self.address) if self.address else None]
        blocks = map(_data_block, filter(None, data))
        return _Place(address, Markup(qr(address) if address else ""), Markup("\n").join(blocks))


def _data_block(data: dict[str, object]) -> Markup:
    """Data for programs in a page."""
    return Markup(f'<script type="application/ld+json">{_plain_block(data)}</script>')


def _plain_block(data: dict[str, object]) -> Markup:
    """JSON.  Whatever it holds cannot end the block that it stands in: no sign of HTML is left in it."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    # Nor does it look like a link of Markdown; outside of texts JSON has no such pair.
    return Markup(text.replace("](", "]\\u0028"))


def _address(url: str) -> Markup:
    """An address for a Markdown link: brackets would end it early; Han is as it is, which browsers encode themselves.

    Of a mail's they hand it to another program, so there it stays encoded.
    """
    plain = url if url.startswith("mailto:") else _ENCODED.sub(_decoded, url)
    return Markup(plain.replace("(", "%28").replace(")", "%29").replace("&", "&amp;"))


def _decoded(found: re.Match[str]) -> str:
    """Encoded letters as they are; what cannot be seen in an address stays encoded."""
    try:
        letters = unquote(found[0], errors="strict")
    except UnicodeDecodeError:
        return found[0]
    return "".join(char if char.isprintable() else quote(char) for char in letters)


def _open_blocks(duty: LinkedDuty) -> list[Block]:
    """The blocks to show unfolded: all of a few; of many those of the departments that lead, else the first."""
    if len(duty.blocks) <= UNFOLDED_BLOCKS:
        return list(duty.blocks)
    leads = {mention.name for mention in duty.mentions if mention.lead}
    return [block for block in duty.blocks if leads & {mention.name for mention in block.mentions}] or [duty.blocks[0]]


def _list_file(township: LinkedTownship, duty_list: LinkedList) -> str:
    return f"townships/{township.head.id}/{duty_list.kind.file_name}"


def _category_index(categories: tuple[LinkedCategory, ...], duty: LinkedDuty) -> int:
    return next(index for index, category in enumerate(categories, 1) if category.ref == duty.category)


def _by_province(catalogue: Catalogue[DutyHead]) -> list[tuple[str, list[LinkedCounty[DutyHead]]]]:
    """Counties by province, in the order of their first appearance."""
    provinces: dict[str, list[LinkedCounty[DutyHead]]] = {}
    for county in catalogue.counties:
        provinces.setdefault(county.file.province or "省份未注明", []).append(county)
    return list(provinces.items())


def _by_township(things: Iterable[T]) -> list[tuple[TownshipHead, list[T]]]:
    """Duties, or what belongs to one, already in the order of the townships, grouped by township."""
    return [(head, list(own)) for head, own in groupby(things, key=_township)]


def _by_county(catalogue: Catalogue[DutyHead], things: Iterable[T]) -> list[tuple[LinkedCounty[DutyHead], list[T]]]:
    """The same by county, every county once, in the catalogue's order."""
    own: dict[str, list[T]] = {}
    for thing in things:
        own.setdefault(_township(thing).county_id, []).append(thing)
    return [(county, own.get(county.id, [])) for county in catalogue.counties]


@dataclass(frozen=True)
class _InList:
    """A category's place in one of a township's lists: the list's page with the anchor, and how many duties it has."""

    kind: ListKind
    target: str
    count: int


def _in_lists(township: LinkedTownship[DutyHead], category_id: str) -> tuple[_InList, ...]:
    """Where a category stands in a township's lists."""
    return tuple(
        _InList(
            own.kind,
            f"{paths.duty_list(township.head.id, own.kind)}#{paths.category_anchor(place)}",
            len(category.duties),
        )
        for own in township.lists
        for place, category in enumerate(own.categories, 1)
        if category.ref.id == category_id and category.duties
    )


def _township(thing: DutyHead | CitingDuty) -> TownshipHead:
    return (thing.duty if isinstance(thing, CitingDuty) else thing).township


def _common_topics(catalogue: Catalogue[DutyHead]) -> list[LinkedTopic]:
    """The topics that people ask for most; where the vocabulary names none, those of the most townships and duties."""

    def townships(topic: LinkedTopic) -> int:
        return len({duty.township.id for duty in topic.duties})

    common = catalogue.common_topics or sorted(
        catalogue.topics, key=lambda topic: (-townships(topic), -len(topic.duties))
    )
    return list(common[:_COMMON_TOPICS])


def _examples(common: list[LinkedTopic]) -> list[str]:
    """Questions to try, as people put them: the second of each topic, since the home page has the first already."""
    return [ask for topic in common for ask in topic.entry.asks[1:2]][:_EXAMPLES]


def _near_topics(catalogue: Catalogue[DutyHead]) -> dict[str, list[LinkedTopic]]:
    """For each topic those that it, or that themselves, name as near."""
    by_id = {topic.id: topic for topic in catalogue.topics}
    near: dict[str, dict[str, LinkedTopic]] = {id: {} for id in by_id}
    for topic in catalogue.topics:
        for id in topic.entry.near:
            if id in by_id:
                near[topic.id][id] = by_id[id]
                near[id][topic.id] = topic
    return {id: list(found.values()) for id, found in near.items()}


@dataclass(frozen=True)
class _SilentCounty:
    """A county, and how many of its townships do not mention a topic."""

    id: str
    name: str
    count: int


def _silent_counties(catalogue: Catalogue[DutyHead], comparison: Comparison) -> list[_SilentCounty]:
    count = Counter(silent.head.county_id for silent in comparison.silent)
    return [
        _SilentCounty(county.id, county.name, count[county.id]) for county in catalogue.counties if count[county.id]
    ]


def _related_groups(
    township: LinkedTownship, related: tuple[RelatedDuty, ...], words: PlaceWords
) -> list[tuple[str, list[RelatedDuty]]]:
    """Related duties under a heading each: of the other lists, of the same list, of other townships."""
    titles = {
        Near.OTHER_LIST: f"{township.head.spoken}的其他清单",
        Near.SAME_LIST: "同一张清单",
        Near.ELSEWHERE: f"其他{words.place}",
    }
    groups = ((title, [relation for relation in related if relation.near is near]) for near, title in titles.items())
    return [(title, own) for title, own in groups if own]
