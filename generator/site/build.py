"""Build: Markdown to HTML.  The one module that knows MkDocs (the preview, serve.py, borrows its server)."""

import logging
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from mkdocs.commands import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort, MkDocsException

from generator import paths
from generator.site import write
from generator.site.assets import Assets
from generator.site.plain import SiteError, Sources, warning
from generator.words.places import PlaceWords

# The theme's scripts, which no page of ours asks for.
_THEME_SCRIPTS = "/assets/javascripts/"
# MkDocs writes a date into sitemap.xml.gz; the output must not depend on the clock.
_EPOCH = "315532800"
_WORDS = PlaceWords()


def build(
    config_file: Path, docs: Path, site: Path, assets: Assets, pages: Sequence[Path], words: PlaceWords = _WORDS
) -> None:
    """Build a docs folder that has the assets into a site folder, strictly.

    `pages` are the folders that the hand-written pages of the docs folder come from; `words` are what the theme calls
    the places.  Raises SiteError.
    """
    write.clear(site)
    # Where the theme has the assets, as mkdocs.yml names them: MkDocs would copy them from there once more.
    plain = {f"{paths.assets()}/{name}": f"{assets.folder}/{name}" for name in assets.files}
    excluded = "\n".join((_THEME_SCRIPTS, *(f"/{paths.assets()}/{name}" for name in assets.sources)))
    with _collected_warnings() as warnings, _fixed_date():
        try:
            config = load_config(
                str(config_file), docs_dir=str(docs.absolute()), site_dir=str(site.absolute()), exclude_docs=excluded
            )
            config.extra["assets"], config.extra["inline"] = assets.folder, assets.inline
            config.extra["words"] = words
            config.extra_css = [plain.get(one, one) for one in config.extra_css]
            for place, one in enumerate(config.extra_javascript):
                if isinstance(one, str):
                    config.extra_javascript[place] = plain.get(one, one)
                else:
                    one.path = plain.get(one.path, one.path)
            mkdocs_build.build(config)
        except (Abort, MkDocsException) as error:
            original, sources = warnings or [str(error)], Sources(config_file, pages)
            details = [one for message in original for one in warning(message, sources)]
            raise SiteError("网页没有做成", details, original) from error


class _Collector(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


@contextmanager
def _collected_warnings() -> Iterator[list[str]]:
    """What MkDocs warns of meanwhile, instead of it being printed."""
    logger, collector = logging.getLogger("mkdocs"), _Collector()
    propagates = logger.propagate
    logger.addHandler(collector)
    logger.propagate = False
    try:
        yield collector.messages
    finally:
        logger.removeHandler(collector)
        logger.propagate = propagates


@contextmanager
def _fixed_date() -> Iterator[None]:
    before = os.environ.get("SOURCE_DATE_EPOCH")
    os.environ["SOURCE_DATE_EPOCH"] = _EPOCH
    try:
        yield
    finally:
        if before is None:
            del os.environ["SOURCE_DATE_EPOCH"]
        else:
            os.environ["SOURCE_DATE_EPOCH"] = before
