"""Edits: whatever is changed, in whatever order, the site is as if nothing had been made before."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from support.faults import Project, digest, project

# Where an edit is made, and how; made again, it is undone.
Edit = Callable[[Project], None]


def word(file: str, old: str, new: str) -> Edit:
    """Puts a text in the place of another: in a content (`content/…`), or in the program."""

    def edit(own: Project) -> None:
        path = own.content(0) / file.removeprefix("content/") if file.startswith("content/") else own.folder / file
        text = path.read_text("utf-8")
        before, after = (new, old) if new in text else (old, new)
        assert before in text, (file, before)
        path.write_text(text.replace(before, after, 1), "utf-8")

    return edit


def folder(name: str, source: str) -> Edit:
    """Adds a copy of a folder of the content under another name."""

    def edit(own: Project) -> None:
        path = own.content(0) / name
        if path.exists():
            shutil.rmtree(path)
        else:
            shutil.copytree(own.content(0) / source, path)

    return edit


def page(own: Project) -> None:
    """A page that somebody wrote."""
    path = own.content(0) / "pages/about.md"
    if path.exists():
        shutil.rmtree(path.parent)
    else:
        path.parent.mkdir()
        path.write_text("---\ntitle: 怎样读\n---\n# 怎样读 {#about}\n\n[首页](index.md)\n", "utf-8")


def picture(own: Project) -> None:
    """A file of the theme that is neither a script nor a style."""
    path = own.folder / "templates/theme/assets/icons/tried.svg"
    if path.exists():
        path.unlink()
    else:
        path.write_text('<svg xmlns="http://www.w3.org/2000/svg"/>', "utf-8")


def record(township: str, day: str) -> Edit:
    """Records an official change that came into effect on a day."""
    text = f"""\
changes:
  - track: collected
  - track: correction
    id: kdwqznbt
    reason: 错字
    effective: {day}
    duties:
      - id: c-002
        change: amended
        before:
          extras:
            - head: 备注
              texts: [原来的备注。]
"""

    def edit(own: Project) -> None:
        path = own.content(0) / "townships" / township / "changes.yml"
        if path.exists():
            path.unlink()
        else:
            path.write_text(text, "utf-8")

    return edit


EDITS: dict[str, Edit] = {
    "a note": word(
        "content/townships/jia/yi/cooperative.yml", "id: c-001\n", "id: c-001\n        notes: [{why: 试一试}]\n"
    ),
    "a department's name": word(
        "content/townships/jia/county.yml", "name: 县财政局\n", "name: 县财政局\n    aliases: [财政所]\n"
    ),
    "a duty's name": word(
        "content/townships/jia/yi/cooperative.yml",
        "name: 未成年人防溺水工作\n",
        "name: 未成年人防溺水、防火工作\n        allow: [{rule: source-accounted-for, reason: 试一试}]\n",
    ),
    "an official change": record("jia/bing", "2026-06-01"),
    # What was new before is so no more.
    "a later one": record("jia/yi", "2027-01-01"),
    "the county's name": word("content/townships/jia/county.yml", "name: 甲县\n", "name: 壬县\n"),
    "a topic's name": word("content/vocabulary/topics.yml", "name: 高龄津贴\n", "name: 老人津贴\n"),
    "an everyday word": word("content/vocabulary/synonyms/safety.yml", "- 玩水\n", "- 下河玩\n"),
    "a page": page,
    "a township": folder("townships/jia/ding", "townships/jia/yi"),
    "a county": folder("townships/wu", "townships/jia"),
    "a template": word("templates/pages/duty.md.j2", "## 出处 {#source}", "## 从哪里来 {#source}"),
    "the frame": word("templates/theme/partials/footer.html", "<footer", "<footer data-tried"),
    "a picture": picture,
    "a style": word("templates/theme/assets/style/qingdan.css", "\n", "\n.qd-tried { color: red }\n"),
    "the settings": word("mkdocs.yml", "清单是公开的官方文本", "清单是公开的文本"),
    "the program": word("generator/link/answer.py", "直接办理。", "直接去办。"),
}


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A copy of the program with a content, of which a site was built."""
    return project(tmp_path_factory.mktemp("edits") / "project")


def built(own: Project, cache: Path) -> str:
    """What the site holds that is built with what is kept in a folder."""
    code, said = own.build(0, QINGDAN_CACHE=str(cache))
    assert code == 0, said
    return digest(own.output)


@pytest.mark.heavy
@settings(max_examples=6, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(names=st.lists(st.sampled_from(sorted(EDITS)), min_size=1, max_size=3))
def test_every_edit_is_published(own: Project, names: list[str]) -> None:
    """Each site of a sequence of edits is, byte for byte, the one that is built where nothing is kept."""
    for name in names:
        EDITS[name](own)
        warm = built(own, own.folder / "warm")
        shutil.rmtree(own.folder / "cold", ignore_errors=True)
        assert warm == built(own, own.folder / "cold"), name


@pytest.mark.heavy
@pytest.mark.parametrize("name", EDITS)
def test_each_edit_shows(name: str, own: Project) -> None:
    """An edit makes another site, and undone the same one as before: none of them is one that nobody sees."""
    before = built(own, own.folder / "warm")
    EDITS[name](own)
    assert built(own, own.folder / "warm") != before
    EDITS[name](own)
    assert built(own, own.folder / "warm") == before
