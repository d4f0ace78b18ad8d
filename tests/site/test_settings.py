"""The settings of the site: read once, as they are in mkdocs.yml.  What is wrong in them is tried in test_plain.py."""

from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from generator.__main__ import main
from generator.pages.reporting import MailRoute
from generator.pages.repository import Repository
from generator.site import settings
from generator.site.plain import SiteError
from generator.site.settings import Settings, read_settings
from support.places import DEMO

WHOLE = """\
site_url: https://example.gov.cn/qingdan
extra:
  repository: {url: https://example.org/a/b, branch: trunk, kind: gitlab}
  report: bangong@example.gov.cn
  licence: " 可以自由使用。 "
"""


@pytest.mark.parametrize("slashes", ["", "/", "//"])
def test_settings_are_those_of_the_file(tmp_path: Path, slashes: str) -> None:
    """Each is what the file says; the address ends in one slash, and nothing can be changed afterwards."""
    file = tmp_path / "mkdocs.yml"
    file.write_text(WHOLE.replace("/qingdan\n", f"/qingdan{slashes}\n"), "utf-8")
    found = read_settings(file)
    assert found == Settings(
        file,
        address="https://example.gov.cn/qingdan/",
        repository=Repository("https://example.org/a/b", "trunk", "gitlab"),
        report=MailRoute("bangong@example.gov.cn"),
        licence="可以自由使用。",
    )
    assert found.base_path == "/qingdan/"
    with pytest.raises(FrozenInstanceError):
        found.licence = "别的"  # type: ignore[misc]  # that it is refused is what is tried


@pytest.mark.parametrize("text", ["site_name: 清单\n", "site_url:\nextra:\n", "extra: {repository: {url: ''}}\n"])
def test_settings_that_are_not_there(tmp_path: Path, text: str) -> None:
    """Without them there is no address, no repository, no route, no licence; the site is at the root."""
    file = tmp_path / "mkdocs.yml"
    file.write_text(text, "utf-8")
    assert read_settings(file) == Settings(file)
    assert Settings(file).base_path == "/"


def test_settings_are_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many steps need them."""
    texts: list[str] = []
    load = settings.yaml.safe_load
    monkeypatch.setattr(settings.yaml, "safe_load", lambda text: texts.append(text) or load(text))
    assert main(["render", "--content", str(DEMO), "--output", str(tmp_path / "docs")]) == 0
    assert len(texts) == 1


ADDRESSES = [
    ("https://example.gov.cn", "https://example.gov.cn/", "/"),
    ("http://10.0.0.1:8080/a/b", "http://10.0.0.1:8080/a/b/", "/a/b/"),
    *(
        (wrong, None, "")
        for wrong in ("ftp://a.cn/", "https://", "//a.cn/", "a.cn", "https://a b.cn/", "https://a.cn?b")
    ),
]


@pytest.mark.parametrize(("said", "address", "base"), ADDRESSES)
def test_address(tmp_path: Path, said: str, address: str | None, base: str) -> None:
    """Whole, with a slash at its end; under its path all is counted.  What is no whole address is refused."""
    file = tmp_path / "mkdocs.yml"
    file.write_text(f"site_url: {said}\n", "utf-8")
    if address:
        found = read_settings(file)
        assert (found.address, found.base_path) == (address, base)
    else:
        with pytest.raises(SiteError) as refused:
            read_settings(file)
        assert refused.value.message == "mkdocs.yml 的 site_url 写错了"


REPOSITORIES = [
    ("{url: https://a.cn/b}", Repository("https://a.cn/b"), ""),
    ("{url: https://a.cn/b, kind: gitlab}", Repository("https://a.cn/b", kind="gitlab"), ""),
    ("{url: https://a.cn/b, branch: x}", Repository("https://a.cn/b", branch="x"), ""),
    ("{branch: x}", None, ""),
    ("{url: https://a.cn/b, kind: gitee}", None, "kind 只能是 github、gitlab"),
    ("{url: https://a.cn/b, b: c, a: d}", None, "不认识的键：a、b"),
    ("{url: 1}", None, "应是 url、branch、kind 三行，值都是文字"),
    ("[a]", None, "应是 url、branch、kind 三行，值都是文字"),
]


@pytest.mark.parametrize(("said", "repository", "fault"), REPOSITORIES)
def test_repository(tmp_path: Path, said: str, repository: Repository | None, fault: str) -> None:
    """Where the content is edited; what is wrong with it is told."""
    file = tmp_path / "mkdocs.yml"
    file.write_text(f"extra:\n  repository: {said}\n", "utf-8")
    if fault:
        with pytest.raises(SiteError) as refused:
            read_settings(file)
        assert (refused.value.message, refused.value.details) == ("mkdocs.yml 的 extra.repository 写错了", [fault])
    else:
        assert read_settings(file).repository == repository
