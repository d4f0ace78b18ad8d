"""Settings: what mkdocs.yml says for us, read once, before anything else.  The rest of it is for MkDocs alone."""

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import yaml

from generator.pages.reporting import Route, route
from generator.pages.repository import KINDS, Repository
from generator.read import yaml_text
from generator.site.plain import SiteError


@dataclass(frozen=True)
class Settings:
    """The settings of the site.

    file        mkdocs.yml itself, for MkDocs and for what is said of it
    address     site_url, ending in a slash; empty where the site does not know its address
    repository  extra.repository: where the content is edited
    report      extra.report: where mistakes are told of
    licence     extra.licence: the sentence on what terms the data may be used
    """

    file: Path
    address: str = ""
    repository: Repository | None = None
    report: Route | None = None
    licence: str = ""

    @property
    def base_path(self) -> str:
        """The path that the address puts the site under; / where there is none."""
        return urlsplit(self.address).path or "/"


def read_settings(file: Path) -> Settings:
    """Read mkdocs.yml.  Raises SiteError where it cannot be read, or says something wrong."""
    found = _mapping(file)
    extra = found.get("extra") or {}
    if not isinstance(extra, dict):
        raise SiteError("mkdocs.yml 的 extra 写错了", ["应是“键: 值”，一行一个；请从版本库恢复"])
    return Settings(
        file,
        repository=_repository(extra.get("repository") or {}),
        report=_report(extra.get("report")),
        address=_address(found.get("site_url") or ""),
        licence=_licence(extra.get("licence") or ""),
    )


def _repository(found: object) -> Repository | None:
    known = {"url", "branch", "kind"}
    if not isinstance(found, dict) or not all(isinstance(one, str | None) for one in found.values()):
        raise SiteError("mkdocs.yml 的 extra.repository 写错了", ["应是 url、branch、kind 三行，值都是文字"])
    if unknown := set(found) - known:
        raise SiteError("mkdocs.yml 的 extra.repository 写错了", [f"不认识的键：{'、'.join(sorted(unknown))}"])
    if found.get("kind", "github") not in KINDS:
        raise SiteError("mkdocs.yml 的 extra.repository 写错了", [f"kind 只能是 {'、'.join(KINDS)}"])
    return Repository(**found) if found.get("url") else None


def _report(found: object) -> Route | None:
    try:
        if not isinstance(found, str | None):
            raise ValueError(f"应是文字，不能是 {found}")
        return route(found)
    except ValueError as error:
        raise SiteError("mkdocs.yml 的 extra.report 写错了", [str(error)]) from None


def _address(found: object) -> str:
    if not found:
        return ""
    if not isinstance(found, str) or not re.match(r"https?://[\w.-]+(:\d+)?(/|$)", found):
        example = "https://example.gov.cn/qingdan/"
        raise SiteError("mkdocs.yml 的 site_url 写错了", [f"应是完整的网址，例如 {example}，不能是 {found}"])
    return f"{found.rstrip('/')}/"


def _licence(found: object) -> str:
    if not isinstance(found, str):
        raise SiteError("mkdocs.yml 的 extra.licence 写错了", [f"应是一句话，不能是 {found}"])
    return found.strip()


def _mapping(file: Path) -> dict[str, object]:
    """Everything in mkdocs.yml."""
    heading, problem = f"{file.name} 读不了", "不符合 YAML 语法；请改正，或从版本库恢复"
    try:
        text = yaml_text.decode(file.read_bytes())
    except yaml_text.YamlError as error:
        raise SiteError(heading, [f"{file}:{error.line}:{error.column}: {error.message}"]) from error
    try:
        found = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        try:
            yaml_text.parse(text)
        except yaml_text.YamlError as better:
            # The parser's own words are kept with the original.
            line, column, problem = better.line, better.column, better.message.partition("（解析器")[0]
        raise SiteError(heading, [f"{file}:{line}:{column}: {problem}"], [str(error)]) from error
    if not isinstance(found, dict):
        raise SiteError(heading, [f"{file}:1:1: 应是“键: 值”，一行一个；请从版本库恢复"])
    return found
