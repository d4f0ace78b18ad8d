"""Build: Markdown to HTML.  The one module that knows MkDocs (the preview, serve.py, borrows its server)."""

import logging
import os
import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml
from mkdocs.commands import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort, MkDocsException

from generator import paths
from generator.read import yaml_text
from generator.site.assets import Assets
from generator.site.mend import mend
from generator.site.plain import Sources, warning
from generator.pages.reporting import Route, route
from generator.pages.repository import KINDS, Repository

# The theme's scripts, which no page of ours asks for.
_THEME_SCRIPTS = "/assets/javascripts/"
# MkDocs writes a date into sitemap.xml.gz; the output must not depend on the clock.
_EPOCH = "315532800"


class SiteError(Exception):
    """The site could not be built; `details` are the single complaints, `original` what a tool said of them itself."""

    def __init__(self, message: str, details: list[str], original: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.message, self.details, self.original = message, details, original


def repository(config_file: Path) -> Repository | None:
    """The repository that mkdocs.yml names, None where its address is empty.  Raises SiteError for a wrong setting."""
    settings = _extra(config_file).get("repository") or {}
    known = {"url", "branch", "kind"}
    if not isinstance(settings, dict) or not all(isinstance(one, str | None) for one in settings.values()):
        raise SiteError("mkdocs.yml 的 extra.repository 写错了", ["应是 url、branch、kind 三行，值都是文字"])
    if unknown := set(settings) - known:
        raise SiteError("mkdocs.yml 的 extra.repository 写错了", [f"不认识的键：{'、'.join(sorted(unknown))}"])
    if settings.get("kind", "github") not in KINDS:
        raise SiteError("mkdocs.yml 的 extra.repository 写错了", [f"kind 只能是 {'、'.join(KINDS)}"])
    return Repository(**settings) if settings.get("url") else None


def report_route(config_file: Path) -> Route | None:
    """Where mkdocs.yml sends reports of mistakes, None where it says nothing.  Raises SiteError for a wrong setting."""
    try:
        found = _extra(config_file).get("report")
        if not isinstance(found, str | None):
            raise ValueError(f"应是文字，不能是 {found}")
        return route(found)
    except ValueError as error:
        raise SiteError("mkdocs.yml 的 extra.report 写错了", [str(error)]) from None


def address(config_file: Path) -> str:
    """The site's address as mkdocs.yml's site_url gives it, ending in a slash; empty where it says nothing.

    Raises SiteError for a wrong setting.
    """
    found = _settings(config_file).get("site_url") or ""
    if found and not (isinstance(found, str) and re.match(r"https?://[\w.-]+(:\d+)?(/|$)", found)):
        example = "https://example.gov.cn/qingdan/"
        raise SiteError("mkdocs.yml 的 site_url 写错了", [f"应是完整的网址，例如 {example}，不能是 {found}"])
    return f"{found.rstrip('/')}/" if found else ""


def licence(config_file: Path) -> str:
    """The sentence in mkdocs.yml on what terms the data may be used, empty where it says nothing.

    Raises SiteError for a wrong setting.
    """
    sentence = _extra(config_file).get("licence") or ""
    if not isinstance(sentence, str):
        raise SiteError("mkdocs.yml 的 extra.licence 写错了", [f"应是一句话，不能是 {sentence}"])
    return sentence.strip()


def _extra(config_file: Path) -> dict[str, Any]:
    found = _settings(config_file).get("extra") or {}
    if not isinstance(found, dict):
        raise SiteError("mkdocs.yml 的 extra 写错了", ["应是“键: 值”，一行一个；请从版本库恢复"])
    return found


def _settings(config_file: Path) -> dict[str, Any]:
    """Everything in mkdocs.yml.  Raises SiteError where that cannot be read."""
    heading, problem = f"{config_file.name} 读不了", "不符合 YAML 语法；请改正，或从版本库恢复"
    try:
        text = yaml_text.decode(config_file.read_bytes())
        found = yaml.safe_load(text)
    except yaml_text.YamlError as error:
        raise SiteError(heading, [f"{config_file}:{error.line}:{error.column}: {error.message}"]) from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        try:
            yaml_text.parse(text)
        except yaml_text.YamlError as better:
            # The parser's own words are kept with the original.
            line, column, problem = better.line, better.column, better.message.partition("（解析器")[0]
        raise SiteError(heading, [f"{config_file}:{line}:{column}: {problem}"], [str(error)]) from error
    if not isinstance(found, dict):
        raise SiteError(heading, [f"{config_file}:1:1: 应是“键: 值”，一行一个；请从版本库恢复"])
    return found


def base_path(config_file: Path) -> str:
    """The path that mkdocs.yml's site_url puts the site under; / where it says nothing."""
    return urlsplit(address(config_file)).path or "/"


def build(config_file: Path, docs: Path, site: Path, assets: Assets, pages: Sequence[Path]) -> None:
    """Build a docs folder that has the assets into a site folder, strictly, and mend its pages.

    `pages` are the folders that the hand-written pages of the docs folder come from.  Raises SiteError.
    """
    shutil.rmtree(site, ignore_errors=True)
    # Where the theme has the assets, as mkdocs.yml names them: MkDocs would copy them from there once more.
    plain = {f"{paths.assets()}/{name}": f"{assets.folder}/{name}" for name in assets.files}
    excluded = "\n".join((_THEME_SCRIPTS, f"/{paths.assets()}/inline/", *(f"/{name}" for name in plain)))
    with _collected_warnings() as warnings, _fixed_date():
        try:
            config = load_config(
                str(config_file), docs_dir=str(docs.absolute()), site_dir=str(site.absolute()), exclude_docs=excluded
            )
            config.extra["assets"], config.extra["inline"] = assets.folder, assets.inline
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
    for page in site.rglob("*.html"):
        page.write_text(mend(page.read_text("utf-8")), "utf-8", newline="\n")


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
