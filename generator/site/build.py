"""Build: a docs folder to a site folder, its pages in several processes, each dropped once it is written."""

import os
from collections.abc import Container, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from generator import workers
from generator.site import verify, write
from generator.site.assets import Assets
from generator.site.maker import Frame, Made, PageMaker, is_page, read_frame, refused
from generator.words.places import PlaceWords

_WORDS = PlaceWords()
# Pages that one task builds: as many as take longer than it takes to hand them over.
_BATCH = 100
# As much of a file as is copied at once.
_PIECE = 1 << 20
# Links whose targets a process has looked for and remembers.
_REMEMBERED = 1 << 14


def build(
    config: Path,
    docs: Path,
    site: Path,
    assets: Assets,
    pages: Sequence[Path],
    words: PlaceWords = _WORDS,
    pool: Executor | None = None,
) -> None:
    """Build a docs folder that has the assets into a site folder, strictly.

    `pages` are the folders that the hand-written pages of the docs folder come from; `words` are what the theme calls
    the places; without a pool all is done here.  Raises SiteError.
    """
    write.clear(site)
    names = list(_names(docs))
    written = {path.relative_to(folder).as_posix() for folder in pages for path in folder.rglob("*")}
    tree = _Tree(read_frame(config, assets, words, pages, lambda name: _text(docs / name)), docs, site)
    # What is wrong with the theme is found here, where it is known which line of it is meant.
    warnings = tree.build_others(names, written)
    generated = [name for name in names if is_page(name) and name not in written]
    batches = [generated[start : start + _BATCH] for start in range(0, len(generated), _BATCH)]
    found = workers.each(tree.build_pages, batches, pool) if pool else map(tree.build_pages, batches)
    warnings += [warning for batch in found for warning in batch]
    warnings += tree.build_written([name for name in names if is_page(name) and name in written])
    if warnings and tree.maker.is_strict:
        raise refused(warnings, config, pages)


@dataclass(frozen=True)
class _Tree:
    """A docs folder, and the site folder that is built of it."""

    frame: Frame
    docs: Path
    site: Path

    @property
    def maker(self) -> PageMaker:
        """One for all pages that a process builds."""
        return _maker(self.frame, self.docs)

    def build_pages(self, names: Sequence[str]) -> list[str]:
        """Build some pages; what is wrong with them."""
        return [warning for name in names for warning in self._build_page(name).warnings]

    def build_written(self, names: Sequence[str]) -> list[str]:
        """Build pages that people wrote, when all others are there: also the places that they lead to must be."""
        made = {name: self._build_page(name) for name in names}
        places = cache(lambda page: verify.places((self.site / self.maker.file(page)).read_bytes()))
        warnings = [warning for page in made.values() for warning in page.warnings]
        return warnings + self.maker.lost(made, places)

    def _build_page(self, name: str) -> Made:
        page = self.maker.page(name, _text(self.docs / name) or "")
        write.add([(self.maker.file(name), page.html)], self.site)
        return page

    def build_others(self, names: Sequence[str], written: Container[str]) -> list[str]:
        """Build what is no page; what is wrong with the navigation and with what there is."""
        pages = [name for name in names if is_page(name)]
        others = [name for name in names if not is_page(name)]
        write.add(self.maker.others(pages), self.site)
        write.add(((name, _pieces(self.docs / name)) for name in others if self.maker.is_included(name)), self.site)
        return [*self.maker.warnings, *self.maker.omitted(name for name in pages if name in written)]


class _Known:
    """The names of the files of a docs folder, and of what the theme adds."""

    def __init__(self, docs: Path, frame: Frame) -> None:
        added = PageMaker(frame).theme_names()
        self._has = lru_cache(_REMEMBERED)(lambda name: name in added or (docs / name).is_file())

    def __contains__(self, name: object) -> bool:
        return self._has(str(name))


@lru_cache(1)
def _maker(frame: Frame, docs: Path) -> PageMaker:
    return PageMaker(frame, _Known(docs, frame))


def _text(file: Path) -> str | None:
    """A page's Markdown, if there is the page."""
    return file.read_text("utf-8-sig") if file.is_file() else None


def _pieces(file: Path) -> Iterator[bytes]:
    with file.open("rb") as source:
        while piece := source.read(_PIECE):
            yield piece


def _names(docs: Path) -> Iterator[str]:
    """The files of a docs folder in MkDocs' order: those of a folder before its folders, its index first."""
    for folder, folders, files in os.walk(docs, followlinks=True):
        folders.sort()
        for file in sorted(files, key=lambda name: (Path(name).stem not in ("index", "README"), name)):
            yield (Path(folder) / file).relative_to(docs).as_posix()
