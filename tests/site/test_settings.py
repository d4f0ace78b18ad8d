"""The settings of the site: read once, as they are in mkdocs.yml.  What is wrong in them is tried in test_plain.py."""

from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from generator.__main__ import main
from generator.pages.reporting import MailRoute
from generator.pages.repository import Repository
from generator.site import settings
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
