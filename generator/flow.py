"""The flow: the steps by name, from a content folder to a site.

read → check → link → render, export, index, summarise → write → build → keep → verify → swap
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
from generator.read.folder import PROJECT, Read, read
from generator.search.index import carrying, index, pointer
from generator.site import build, offline, plain, verify, write
from generator.site.assets import Assets, read_assets

Progress = Callable[[str], None]

CONFIG = PROJECT / "mkdocs.yml"
TEMPLATES = PROJECT / "templates"


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


def build_site(content: Path, output: Path, progress: Progress) -> Built:
    """Build the site of a content folder into `output`, which is replaced in one step when all is well.

    Raises ContentHasErrors, or build.SiteError where MkDocs or the verification fails; `output`
    then stays as it was.
    """
    write.refuse_foreign(output)
    work = write.work_folder(output)
    found, problems, catalogue = checked_catalogue(content, progress)
    with workers.pool() as pool:
        files = generate(found, catalogue, work, pool, progress)
        progress("检查网站里的每个链接")
        if broken := verify.verify(work / "site", build.base_path(CONFIG), pool):
            sources = plain.Sources(CONFIG, write.page_folders(found.folder))
            raise build.SiteError("生成的网站没有通过检查", [plain.finding(one, sources) for one in broken])
    write.swap(work / "site", output)
    write.tidy(work)
    return Built(found, problems, files)


def generate(found: Read, catalogue: Catalogue, work: Path, pool: ProcessPoolExecutor, progress: Progress) -> int:
    """Make the site in `work/site`, not verified yet; how many files were written for it.  Raises build.SiteError."""
    # No page links to the files of the search, so MkDocs need not know them, nor wait for them.
    search = pool.submit(write_search, catalogue, work / "search")
    progress("生成页面和数据")
    assets = read_assets(TEMPLATES / "theme")
    files = write.write_tree(docs(found, catalogue, assets, progress), work / "docs")
    progress(f"由 MkDocs 生成网站（{files} 个文件，约需半分钟）")
    build.build(CONFIG, work / "docs", work / "site", assets, write.page_folders(found.folder))
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


def docs(found: Read, catalogue: Catalogue, assets: Assets, progress: Progress = lambda _: None) -> Iterator[File]:
    """Every file of the docs folder: scripts and styles, hand-written pages, data and downloads, generated pages.

    Each must be written before the next is taken: pages show the sizes of files that were.
    """
    # Here and not above: the libraries of the office formats take their time to load.
    from generator.data.publish import Publisher

    address = build.address(CONFIG)
    renderer = Renderer(TEMPLATES, build.repository(CONFIG), build.report_route(CONFIG), address, assets.folder)
    yield from ((f"{assets.folder}/{name}", text) for name, text in assets.files.items())
    yield paths.WORKER, assets.worker
    for name, data in write.hand_written(found.folder):
        yield renderer.hand_written(name, data.decode()) if name.endswith(".md") else (name, data)
    publisher = Publisher(catalogue, found.content.townships, build.licence(CONFIG))
    yield from publisher.site()
    for missing in publisher.missing:
        progress(f"没有生成 {missing.what}：{missing.why}")
    yield from renderer.render(catalogue, publisher.downloads)
    yield paths.ROBOTS, metadata.robots(address)
    yield from summarise(catalogue, assets.version)


def write_search(catalogue: Catalogue, folder: Path) -> tuple[int, str]:
    """Write the files of the search, to be joined to the pages; how many there are, and their version."""
    digest = Digest()
    return write.write_tree(digest.over(index(catalogue)), folder), digest.name


def join_search(search: Path, version: str, assets: str, site: Path) -> None:
    """Put the files of the search into a site, and what leads to them into its search page."""
    folder, page, meta = site / paths.search_folder(version), site / paths.SEARCH_HTML, site / paths.SEARCH_META
    write.join(search, folder)
    (folder / paths.search_file("meta")).replace(meta)
    meta.write_text(pointer(meta.read_bytes(), version, assets), "utf-8", newline="\n")
    page.write_text(carrying(page.read_text("utf-8"), meta.read_text("utf-8")), "utf-8", newline="\n")
