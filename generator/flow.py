"""The flow: the steps by name, from a content folder to a site.

    county by county (counties.py), in several processes      across counties, here
    read → check → link → outline ──────────────────────────→ across
    pages, data, downloads, search ←── what is told of it ────┤
        └───────────────────────────────────────────────────→ pages, data, search → put together → verify → swap

No step has the texts of all counties.  What was made before of the same is taken from the cache.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain, islice
from pathlib import Path

from generator import counties, paths, workers
from generator.cache import key, program, shown
from generator.check.registry import check, has_errors
from generator.check.survey import Survey
from generator.checking import Checked, ContentFolder, ContentHasErrors, SeenCounty, checked, checked_of, source
from generator.counties import CountyFiles, FoundAll, FoundCounty
from generator.data.calendars import county_calendar, wide_calendar
from generator.data.editing import editing_files
from generator.data.feeds import FeedSite, county_feeds, wide_feeds
from generator.data.summarise import summarise, summary_index
from generator.data.wide import wide_files
from generator.files import File, FileContent
from generator.glance import Before
from generator.link.catalogue import Catalogue, DutyHead
from generator.link.compare import kind_names
from generator.link.linker import across, link, related_by_county
from generator.link.newness import new_since
from generator.model import Problem
from generator.pages import metadata
from generator.pages.render import Renderer
from generator.parts import is_part, write_part
from generator.printed.kept import application
from generator.progress import Progress
from generator.project import CACHE, CONFIG, PROJECT, TEMPLATES
from generator.read.folder import Read, read
from generator.search.format import with_meta
from generator.site import offline, plain, refuse, verify, write
from generator.site.assets import Assets, read_assets
from generator.site.maker import is_page, read_frame
from generator.site.pages import PageFile, Site, latest, make_pages, remember, unpacked, unsettled
from generator.site.release import Release
from generator.site.settings import Settings, read_settings
from generator.site.signing import sign
from generator.site.written import make_written
from generator.store import Store

# Pages that one task makes.
_BATCH = 150
# Of so many duties the search is put together by one process as fast as the pages are made by others.
_FEW = 5000
# Counties that one task looks for among what is kept.
_COUNTIES = 4


@dataclass(frozen=True)
class Built:
    """A finished build: what was found, how many files the site has, and which counties were made now."""

    checked: Checked
    files: int
    counties: Sequence[str] = ()


@dataclass(frozen=True)
class Publishing:
    """What whoever publishes says of a site: the commit that it is built from, and the key that signs it."""

    commit: str = ""
    key: Path | None = None


_PUBLISHING = Publishing()


@dataclass
class SiteFiles:
    """The files of a site by their names, with their digests in a store; also those of the docs folder."""

    store: Store
    site: dict[str, str] = field(default_factory=dict)
    docs: dict[str, str] = field(default_factory=dict)
    # What verification has seen already, packed, and of which files.
    seen: list[bytes] = field(default_factory=list)
    looked_at: set[str] = field(default_factory=set)

    @property
    def names(self) -> Collection[str]:
        """The names of all files."""
        return self.site.keys()

    def told(self, name: str) -> tuple[str, int]:
        """The SHA-256 of a file of the site, as much as the store has of it, and how long the file is."""
        digest = self.site[name]
        return digest, self.store.path(digest).stat().st_size

    def read(self, name: str) -> bytes:
        """What a file of the site holds."""
        return self.store.path(self.site[name]).read_bytes()

    def fill(self, folder: Path) -> None:
        """Have a folder hold the site, and nothing else."""
        self.store.lend(self.site, folder)

    def fill_docs(self, folder: Path) -> None:
        """Have a folder hold what MkDocs would build, and nothing else."""
        self.store.lend(self.docs, folder)

    def put(self, name: str, content: FileContent) -> None:
        """A file that is no page."""
        self.site[name] = self.docs[name] = self.store.keep(content)

    def add(self, files: Mapping[str, str], pages: Mapping[str, PageFile], seen: bytes) -> None:
        """Files and pages that were made elsewhere, and what was seen of the pages."""
        self.site.update(files)
        self.docs.update(files)
        for name, page in pages.items():
            self.site[page.file] = page.html
            self.docs[name] = page.markdown
            self.looked_at.add(page.file)
        self.seen.append(seen)

    def release(self, publishing: Publishing) -> None:
        """Add what lists all files of the site, and its signature.  Raises NotSigned."""
        text = Release(dict(self.site), publishing.commit).text.encode()
        self.site[paths.RELEASE] = self.store.keep(text)
        if publishing.key:
            self.site[paths.SIGNATURE] = self.store.keep(sign(text, publishing.key))

    def broken(self, base: str) -> list[str]:
        """What is wrong with the site, which is served under a path: sentences for people."""
        rest = (name for name in self.site.keys() - self.looked_at if verify.is_looked_at(name))
        seen = chain(map(unpacked, self.seen), (verify.look(name, self.read(name), base) for name in sorted(rest)))
        return verify.joined(seen, self.site.keys(), lambda page: verify.places(self.read(page)))


@dataclass(frozen=True)
class Generated:
    """A site that was made and not verified yet; `filling` is what has to end until its folder has all of it.

    `before` is of what it was made: with that, single pages are made again (`glance.py`).  `counties` are those that
    were made now, and not taken from what is kept.
    """

    checked: Checked
    files: SiteFiles
    filling: Future[None] | None = None
    before: Before | None = None
    counties: Sequence[str] = ()


def build_site(
    content: Path,
    output: Path,
    progress: Progress,
    config: Path = CONFIG,
    wait: float = 0,
    cluster: str = "",
    publishing: Publishing = _PUBLISHING,
) -> Built:
    """Build the site of a content folder into `output`, which is replaced in one step when all is well.

    Another build into it is waited for so many seconds: before the content is read, so that the last one to publish
    has read last.  The tasks run in processes here, or on a cluster (the address of its scheduler) that shares the
    content and the cache.  Raises ContentHasErrors, refuse.OutputRefused, workers.NoCluster, signing.NotSigned, or
    plain.SiteError where the settings, MkDocs or the verification fail; `output` then stays as it was.
    """
    refuse.unfit(output, content)
    with (
        write.reserved(output, wait, progress) as work,
        workers.pool() as pool,
        _tasks(cluster, content) if cluster else nullcontext(pool) as tasks,
    ):
        settings = read_settings(config)
        folder = write.spare(output, work)
        made = generate(content, settings, folder, tasks, progress, publishing)
        files = made.files
        with progress.step("检查网站里的每个链接"):
            broken = files.broken(settings.base_path)
        if broken:
            sources = plain.Sources(settings.file, write.page_folders(content))
            raise plain.SiteError("生成的网站没有通过检查", [plain.finding(finding, sources) for finding in broken])
        if made.filling:
            made.filling.result()
        write.swap(folder, output, has_spare=True)
        if work == PROJECT / "build":
            files.fill_docs(work / "docs")
        files.store.tidy_now_and_then({*files.site.values(), *files.docs.values()})
    return Built(made.checked, len(files.names), made.counties)


class Reading:
    """A content folder, read and checked county by county; `changed` are those that were read now."""

    def __init__(self, content: Path, progress: Progress, pool: Executor, assets: str | None = None) -> None:
        # A process for the search, where but one county was changed and one process can do it meanwhile; for scripts of
        # a version, where somebody wants one.
        self.aside: Executor | None = None
        self.searching: Future[FoundAll] | None = None
        with progress.step("读取和检查内容") as step:
            self.source, self.shared, ids = source(content)
            known = {id: counties.seen_before(self.source, id) for id in ids}
            self.changed = {id for id, one in known.items() if one is None}
            step.total = len(self.changed)
            if len(self.changed) > 1:
                counties.load()
                # Once, so that not all of them do it at the same time.
                pool.submit(counties.prepare, self.source)
            elif self.changed:
                # It is read here, and other processes begin with all that this one has.
                duties = sum(one.survey.duties for one in known.values() if one)
                self.aside = workers.aside(pool) if assets is not None and duties < _FEW else None
                if self.aside:
                    self.aside.submit(counties.prepare_search, self.source)
                else:
                    counties.prepare(self.source)
            for seen in workers.each(partial(counties.see, self.source), sorted(self.changed), pool):
                known[seen.id] = seen
                step.advance()
            surveyed = [one for id in ids if (one := known[id])]
            self.seen = [replace(one, survey=Survey()) for one in surveyed]
            are_linked = not has_errors(self.shared.problems) and not any(one.has_errors for one in self.seen)
            if self.aside and assets is not None and are_linked:
                self.searching = self.aside.submit(counties.find_all, self.source, self.seen, assets)
            self.checked = checked(self.shared, surveyed)

    @property
    def changed_ones(self) -> list[SeenCounty]:
        """The counties that were read now."""
        return [one for one in self.seen if one.id in self.changed]

    def refuse_errors(self) -> None:
        """Raise ContentHasErrors where it has errors."""
        if has_errors(self.checked.problems):
            raise ContentHasErrors(self.checked)

    def linked(self) -> "Linked":
        """What is told across counties."""
        outlines = [counties.outline_of(self.source, one) for one in self.seen]
        own = [one.county for one in outlines]
        since = new_since(own)
        brief = {duty: digest for one in outlines for duty, digest in one.brief.items()}
        elsewhere = {
            county.id: counties.Elsewhere.of(related, brief, since[county.id])
            for county, related in zip(own, related_by_county(own), strict=True)
        }
        workers.give_back()
        return Linked(
            across(own, {}, self.shared.content),
            {duty: digest for one in outlines for duty, digest in one.digests.items()},
            elsewhere,
        )


@dataclass(frozen=True)
class Linked:
    """What is told across counties, the digest of what is told of each duty, and what each county is told.

    Related duties are told to the counties, and so are none in the catalogue.
    """

    catalogue: Catalogue[DutyHead]
    digests: Mapping[tuple[str, str], bytes]
    elsewhere: Mapping[str, counties.Elsewhere]


@contextmanager
def _tasks(cluster: str, content: Path) -> Iterator[Executor]:
    """A cluster where the counties are made, of workers that have what it takes.  Raises workers.NoCluster."""
    with shown() as file, workers.cluster(cluster, partial(_unfit, program(), CACHE, file, content)) as tasks:
        yield tasks


def _unfit(ours: bytes, cache: Path, file: Path, content: Path) -> str:
    """Why a process on another machine cannot make what this one would; empty if it can."""
    if program() != ours:
        return "的程序、Python 或程序库和这里的不是同一版；请各台装同样的，再开 dask worker"
    if not (CACHE / file).is_file():
        return f"用的缓存不是这里的 {cache}；各台的 QINGDAN_CACHE 要指同一个共用的文件夹"
    return "" if content.is_dir() else f"看不到内容文件夹 {content}；各台的内容要在同一个路径"


def generate(
    content: Path,
    settings: Settings,
    site_folder: Path,
    pool: Executor,
    progress: Progress,
    publishing: Publishing = _PUBLISHING,
) -> Generated:
    """Make a site in a folder, not verified yet.  Raises ContentHasErrors, signing.NotSigned, or plain.SiteError."""
    assets = read_assets(TEMPLATES / "theme")
    reading = Reading(content, progress, pool, assets.version)
    reading.refuse_errors()
    with progress.step("连接各县"):
        linked = reading.linked()
    catalogue = linked.catalogue
    files = SiteFiles(Store())
    site, frames = _site(settings, assets, catalogue, content)
    making = _Making(reading, linked, site, assets, pool)
    renderer = site.renderer
    across_pages = _Pages(site, reading.source, linked, pool)
    across_pages.make(frames.items())
    across_pages.make(renderer.render_about(catalogue, across_pages.wants))
    with progress.step("生成各县的页面和数据", total=len(reading.seen)) as step:
        made = making.made(step.advance)
    for one in made:
        files.add(one.files, one.pages, one.seen)
    with progress.step("生成跨县的页面和数据"):
        own = {one.id: {**one.files, **one.aside} for one in made}
        downloads = wide_files(
            [one.downloads for one in made],
            catalogue.topics,
            catalogue.words,
            lambda county, name: files.store.path(own[county][name]).open("rb"),
            files.put,
            settings.licence,
            is_site=True,
        )
        for missing in downloads.missing:
            progress(f"没有生成 {missing.what}：{missing.why}")
        feeds = counties.feed_site(site)
        for name, text in (*wide_feeds(catalogue, feeds), wide_calendar(catalogue, feeds)):
            files.put(name, text)
        across_pages.make(renderer.render_downloads(catalogue, downloads))
        summaries = [one.summary for one in made]
        place = catalogue.words.place
        files.put(*summary_index(summaries, catalogue.topic_groups, catalogue.categories, place, assets.version))
        pages = across_pages.finished()
        files.add({}, pages, unsettled(pages, ()))
        _add_others(files, site, assets, content)
    with progress.step("生成查找的文件"):
        _add_search(files, *making.searches())
    with progress.step("放进网站，列出存到手机的名单"):
        heads = [township.head for township in catalogue.townships]
        files.site |= {name: files.store.keep(text) for name, text in offline.keep(heads, files)}
        files.release(publishing)
        # While the site is verified, where another process can.
        filling = reading.aside.submit(files.store.lend, files.site, site_folder) if reading.aside else None
        if not filling:
            files.fill(site_folder)
    return Generated(
        reading.checked,
        files,
        filling,
        Before(reading.source, site, reading.seen, catalogue, made, pages),
        making.begun,
    )


def build_part(content: Path, county_ids: Sequence[str], output: Path, progress: Progress, wait: float = 0) -> Checked:
    """Make some counties and write what was made as a part (`parts.py`), to be put together elsewhere with the others.

    Raises ContentHasErrors, refuse.OutputRefused, or plain.SiteError.
    """
    refuse.unfit(output, content, is_ours=is_part)
    with write.reserved(output, wait, progress) as work, workers.pool() as pool:
        reading = Reading(content, progress, pool)
        reading.refuse_errors()
        with progress.step("连接各县"):
            linked = reading.linked()
        assets = read_assets(TEMPLATES / "theme")
        site, _ = _site(read_settings(CONFIG), assets, linked.catalogue, content)
        wanted = [(seen, linked.elsewhere[seen.id]) for seen in reading.seen if seen.id in county_ids]
        with progress.step("生成这几个县的页面和数据", total=len(wanted)) as step:
            made = [pool.submit(counties.make, reading.source, site, *one) for one in wanted]
            found = [pool.submit(counties.find, reading.source, seen, assets.version) for seen, _ in wanted]
            for task in made:
                task.result()
                step.advance()
        slots = (slot for one in wanted for slot in counties.slots(site, *one, assets.version))
        write.clear(work / "part")
        write_part(work / "part", slots, [one.result() for one in made], [one.result() for one in found])
        write.swap(work / "part", output)
    return reading.checked


def _site(
    settings: Settings, assets: Assets, catalogue: Catalogue[DutyHead], content: Path
) -> tuple[Site, dict[str, str]]:
    """What all pages have in common; and those pages that it was learned from."""
    renderer = Renderer(
        TEMPLATES, settings.repository, settings.report, settings.address, assets.folder, catalogue.words
    )
    frames = dict(renderer.render_frames(catalogue))
    written = {name: data.decode() for name, data in write.hand_written(content) if name.endswith(".md")}
    known = {**written, **frames}
    folders = write.page_folders(content)
    return Site.of(settings, read_frame(settings.file, assets, catalogue.words, folders, known.get)), frames


class _Making:
    """Counties that are being made, by a pool: first those that were changed; of the others first what is kept."""

    def __init__(self, reading: Reading, linked: Linked, site: Site, assets: Assets, pool: Executor) -> None:
        self._source, self._seen, self._elsewhere = reading.source, reading.seen, linked.elsewhere
        self._site, self._assets, self._pool = site, assets.version, pool
        self._made: dict[str, Future[CountyFiles]] = {}
        self._found: dict[str, Future[FoundCounty]] = {}
        self._searching = reading.searching
        for one in reading.changed_ones:
            self._begin(one, has_files=False, has_search=False)
        rest = [one for one in reading.seen if one.id not in reading.changed]
        self._kept = [
            pool.submit(counties.made_before, site, batch, None if self._searching else self._assets)
            for start in range(0, len(rest), _COUNTIES)
            for batch in ([(one, self._elsewhere[one.id].digests) for one in rest[start : start + _COUNTIES]],)
        ]
        self._files: dict[str, CountyFiles] = {}
        self._searches: dict[str, FoundCounty] = {}

    def _begin(self, seen: SeenCounty, *, has_files: bool, has_search: bool) -> None:
        if not has_search and not self._searching:
            self._found[seen.id] = self._pool.submit(counties.find, self._source, seen, self._assets)
        if not has_files:
            told = self._elsewhere[seen.id]
            self._made[seen.id] = self._pool.submit(counties.make, self._source, self._site, seen, told)

    def _know(self) -> None:
        """Take what is kept, and begin with the others."""
        by_id = {one.id: one for one in self._seen}
        for task in self._kept:
            for id, (files, search) in task.result().items():
                if files:
                    self._files[id] = files
                if search:
                    self._searches[id] = search
                self._begin(by_id[id], has_files=bool(files), has_search=bool(search))
        self._kept = []

    def made(self, advance: Callable[[], None]) -> list[CountyFiles]:
        """The files of all counties.  Raises SiteError."""
        self._know()
        for one in self._seen:
            if one.id in self._made:
                self._files[one.id] = self._made[one.id].result()
            advance()
        return [self._files[one.id] for one in self._seen]

    @property
    def begun(self) -> list[str]:
        """The counties of which something was not kept and had to be made."""
        found = self._searching.result().made if self._searching else self._found
        return [one.id for one in self._seen if one.id in self._made or one.id in found]

    def searches(self) -> tuple[Sequence[FoundCounty], Mapping[str, str]]:
        """The searches within all counties, and the files of that over all townships."""
        if self._searching:
            all_found = self._searching.result()
            return all_found.counties, all_found.everywhere
        self._know()
        self._searches |= {id: task.result() for id, task in self._found.items()}
        for one in self._seen:
            if one.id not in self._searches:
                self._searches[one.id] = counties.find(self._source, one, self._assets)
        found = [self._searches[one.id] for one in self._seen]
        return found, counties.find_everywhere(self._source, found, self._assets, self._pool)


class _Pages:
    """Pages across counties, made in batches by the pool; those that are made of the same as before are taken."""

    def __init__(self, site: Site, source: ContentFolder, linked: Linked, pool: Executor) -> None:
        self._site, self._what, self._pool = site, f"{source.content}", pool
        self._digests, catalogue = linked.digests, linked.catalogue
        # All that a page has of the whole: the places, and what kind a department is of.
        heads = [township.head for township in catalogue.townships]
        names = [(county.id, county.name) for county in catalogue.counties]
        kinds = sorted(kind_names(catalogue).items())
        self._whole = key(b"across", site.key, source.shared, repr((heads, names, kinds)).encode())
        self._earlier = latest(self._what)
        self._made_of: dict[str, bytes] = {}
        self._same: dict[str, PageFile] = {}
        self._tasks: list[Future[Mapping[str, PageFile]]] = []

    def wants(self, name: str, duties: Iterable[DutyHead], others: Iterable[str]) -> bool:
        """Whether a page must be made that tells of these duties, and this of others (`render.Wants`)."""
        told = (self._digests[duty.township.id, duty.id] for duty in duties)
        self._made_of[name] = own = key(self._whole, name.encode(), b"".join(told), " ".join(others).encode())
        page = self._earlier.get(name)
        if page is None or page.made_of != own or not Store().are_sound((page.markdown, page.html)):
            return True
        self._same[name] = page
        return False

    def make(self, rendered: Iterable[tuple[str, str]]) -> None:
        """Begin with some pages."""
        rest = iter(rendered)
        while batch := list(islice(rest, _BATCH)):
            earlier = {name: self._earlier[name] for name, _ in batch if name in self._earlier}
            made_of = {name: self._made_of[name] for name, _ in batch if name in self._made_of}
            self._tasks.append(self._pool.submit(make_pages, self._site, batch, earlier, made_of))

    def finished(self) -> Mapping[str, PageFile]:
        """All of them, in one order."""
        pages = {name: page for task in self._tasks for name, page in task.result().items()}
        pages = dict(sorted({**pages, **self._same}.items()))
        remember(self._what, pages)
        return pages


def _add_others(files: SiteFiles, site: Site, assets: Assets, content: Path) -> None:
    """What is made of no duty: scripts and styles, what people wrote, and what MkDocs adds.  Raises SiteError."""
    for name, text in assets.files.items():
        files.put(f"{assets.folder}/{name}", text)
    files.put(paths.WORKER, assets.worker)
    files.put(paths.ROBOTS, metadata.robots(site.settings.address))
    files.put(paths.EDIT_APPLICATION, application())
    written = dict(write.hand_written(content))
    pages = {name: data.decode() for name, data in written.items() if is_page(name)}
    for name in written.keys() - pages.keys():
        if site.maker.is_included(name):
            files.put(name, written[name])
    texts = dict(site.renderer.hand_written(name, text) for name, text in pages.items())
    known = files.docs.keys() | site.maker.theme_names()
    folders = write.page_folders(content)
    file = site.maker.file
    made = make_written(site.frame, texts, known, lambda page: verify.places(files.read(file(page))), folders)
    for name, page in made.items():
        files.docs[name] = files.store.keep(texts[name])
        files.site[file(name)] = files.store.keep(page.html)
    for name, data in site.maker.others(name for name in files.docs if is_page(name) and not paths.is_unlisted(name)):
        files.site[name] = files.store.keep(data)


def _add_search(files: SiteFiles, found: Iterable[FoundCounty], everywhere: Mapping[str, str]) -> None:
    """The files of the search; what every search must know also stands in its page."""
    for one in found:
        files.site.update(one.files)
    files.site.update(everywhere)
    files.looked_at.discard(paths.SEARCH_HTML)
    page, meta = files.read(paths.SEARCH_HTML).decode(), files.read(paths.SEARCH_META).decode()
    files.site[paths.SEARCH_HTML] = files.store.keep(with_meta(page, meta))


def checked_catalogue(content: Path, progress: Progress) -> tuple[Read, list[Problem], Catalogue]:
    """Read, check and link a content folder as a whole, with all its texts.  Raises ContentHasErrors."""
    with progress.step("读取和检查内容"):
        found = read(content)
        problems = check(found)
        if has_errors(problems):
            raise ContentHasErrors(checked_of(found, problems))
        return found, problems, link(found.content)


def write_docs(
    found: Read, catalogue: Catalogue, settings: Settings, assets: Assets, folder: Path, progress: Progress
) -> int:
    """Write the docs folder: what people wrote, data and downloads, and the pages, which tell of these; how many."""
    # Here and not above: the libraries of the office formats take their time to load.
    from generator.data.publish import Publisher

    renderer = Renderer(
        TEMPLATES, settings.repository, settings.report, settings.address, assets.folder, catalogue.words
    )
    with write.Tree(folder) as tree:
        tree.put_all(_as_they_are(found, assets, renderer))
        downloads = Publisher(catalogue, found.content.townships, tree.put, settings.licence).site()
        for missing in downloads.missing:
            progress(f"没有生成 {missing.what}：{missing.why}")
        feeds = FeedSite(settings.address, assets.folder)
        tree.put_all((*wide_feeds(catalogue, feeds), wide_calendar(catalogue, feeds)))
        for county in catalogue.counties:
            tree.put_all((*county_feeds(county, feeds), county_calendar(county, feeds)))
        tree.put_all(renderer.render(catalogue, downloads))
        tree.put(paths.ROBOTS, metadata.robots(settings.address))
        tree.put_all(summarise(catalogue, assets.version))
        for county in catalogue.counties:
            tree.put_all(editing_files(county, found.content.townships, found.content))
    return tree.count


def _as_they_are(found: Read, assets: Assets, renderer: Renderer) -> Iterator[File]:
    """Scripts and styles, and hand-written pages."""
    yield from ((f"{assets.folder}/{name}", text) for name, text in assets.files.items())
    yield paths.WORKER, assets.worker
    yield paths.EDIT_APPLICATION, application()
    for name, data in write.hand_written(found.folder):
        yield renderer.hand_written(name, data.decode()) if name.endswith(".md") else (name, data)
