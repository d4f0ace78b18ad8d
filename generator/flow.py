"""The flow: the steps by name, from a content folder to a site.

settings, read → check → link → publish, export → render, index, summarise → write → build → keep → verify → swap
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from generator import paths, workers
from generator.check.registry import check, has_errors
from generator.data.summarise import summarise
from generator.files import Digest, File
from generator.link.catalogue import Catalogue
from generator.link.linker import link
from generator.model import Problem
from generator.pages import metadata
from generator.pages.render import Renderer
from generator.project import CONFIG, TEMPLATES
from generator.read.folder import Read, read
from generator.search.index import index, pointer, with_meta
from generator.site import build, offline, plain, verify, write
from generator.site.assets import Assets, read_assets
from generator.site.settings import Settings, read_settings

Progress = Callable[[str], None]


class ContentHasErrors(Exception):
    """The content cannot be built; `problems` and `read` say why and where."""

    def __init__(self, read: Read, problems: list[Problem]) -> None:
        super().__init__("内容有错误")
        self.read, self.problems = read, problems


@dataclass(frozen=True)
class Built:
    """A finished build: what was read, its warnings, and how many files were written for it."""

    read: Read
    problems: list[Problem]
    files: int


def build_site(content: Path, output: Path, progress: Progress, config: Path = CONFIG) -> Built:
    """Build the site of a content folder into `output`, which is replaced in one step when all is well.

    Raises ContentHasErrors, write.OutputRefused, or plain.SiteError where the settings, MkDocs or the verification
    fail; `output` then stays as it was.
    """
    write.refuse_foreign(output)
    settings = read_settings(config)
    found, problems, catalogue = checked_catalogue(content, progress)
    with write.reserved(output) as work, workers.pool() as pool:
        files = generate(found, catalogue, settings, work, pool, progress)
        progress("检查网站里的每个链接")
        if broken := verify.verify(work / "site", settings.base_path, pool):
            sources = plain.Sources(settings.file, write.page_folders(found.folder))
            raise plain.SiteError("生成的网站没有通过检查", [plain.finding(finding, sources) for finding in broken])
        write.swap(work / "site", output)
    return Built(found, problems, files)


def generate(
    found: Read, catalogue: Catalogue, settings: Settings, work: Path, pool: ProcessPoolExecutor, progress: Progress
) -> int:
    """Make the site in `work/site`, not verified yet; how many files were written for it.  Raises plain.SiteError."""
    # No page links to the files of the search, so MkDocs need not know them, nor wait for them.
    search = pool.submit(write_search, catalogue, work / "search")
    progress("生成页面和数据")
    assets = read_assets(TEMPLATES / "theme")
    files = write_docs(found, catalogue, settings, assets, work / "docs", progress)
    progress(f"由 MkDocs 生成网站（{files} 个文件，约需半分钟）")
    pages = write.page_folders(found.folder)
    build.build(settings.file, work / "docs", work / "site", assets, pages, catalogue.words)
    count, version = search.result()
    join_search(work / "search", version, assets.version, work / "site")
    heads = [township.head for township in catalogue.townships]
    return files + count + write.add(offline.keep(heads, work / "site", pool), work / "site")


def checked_catalogue(content: Path, progress: Progress) -> tuple[Read, list[Problem], Catalogue]:
    """Read, check and link a content folder.  Raises ContentHasErrors."""
    progress("读取和检查内容")
    found = read(content)
    problems = check(found)
    if has_errors(problems):
        raise ContentHasErrors(found, problems)
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
        tree.put_all(renderer.render(catalogue, downloads))
        tree.put(paths.ROBOTS, metadata.robots(settings.address))
        tree.put_all(summarise(catalogue, assets.version))
    return tree.count


def _as_they_are(found: Read, assets: Assets, renderer: Renderer) -> Iterator[File]:
    """Scripts and styles, and hand-written pages."""
    yield from ((f"{assets.folder}/{name}", text) for name, text in assets.files.items())
    yield paths.WORKER, assets.worker
    for name, data in write.hand_written(found.folder):
        yield renderer.hand_written(name, data.decode()) if name.endswith(".md") else (name, data)


def write_search(catalogue: Catalogue, folder: Path) -> tuple[int, str]:
    """Write the files of the search, to be joined to the pages; how many there are, and their version."""
    digest = Digest()
    return write.write_tree(digest.over(index(catalogue)), folder), digest.name


def join_search(search: Path, version: str, assets: str, site: Path) -> None:
    """Put the files of the search into a site, and what leads to them into its search page."""
    first = paths.search_file("meta")
    write.join(search, site / paths.search_folder(version), without=first)
    meta = pointer((search / first).read_bytes(), version, assets)
    page = with_meta((site / paths.SEARCH_HTML).read_text("utf-8"), meta)
    write.add([(paths.SEARCH_META, meta), (paths.SEARCH_HTML, page)], site)
