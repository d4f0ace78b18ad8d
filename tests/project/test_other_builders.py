"""What is compared with another builder's site: each difference that a reader would notice is found, and no other."""

from pathlib import Path

import pytest

from support.places import PROJECT

PAGE = '<head><title>{}</title></head><link rel="stylesheet" href="{}assets/v1/a.css"><i id="{}"></i><a href="{}">'
OURS = {"index.html": PAGE.format("甲", "", "x", "b/"), "b/index.html": PAGE.format("乙", "../", "y", "../#x")}


@pytest.fixture
def other_builders(monkeypatch: pytest.MonkeyPatch) -> object:
    """The benchmark."""
    monkeypatch.syspath_prepend(PROJECT / "benchmarks")
    import other_builders

    return other_builders


def differing(other_builders: object, folder: Path, theirs: dict[str, str]) -> dict[str, list[str]]:
    """What is told of two sites, but for what is the same."""
    for place, files in (("ours", OURS), ("theirs", theirs)):
        for name, text in files.items():
            (folder / place / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / place / name).write_text(text, "utf-8")
    told = other_builders.differences(other_builders.read(folder / "ours"), other_builders.read(folder / "theirs"))
    return {what: where for what, where in told if where}


def test_scripts_and_styles_may_be_elsewhere(other_builders: object, tmp_path: Path) -> None:
    """They are in a folder of their own, and blanks in a title do not count."""
    theirs = {name: text.replace("/v1/", "/").replace("<title>", "<title> ") for name, text in OURS.items()}
    assert differing(other_builders, tmp_path, theirs) == {}


CHANGES = [
    ("甲", "丙", "标题不同的页面", "index.html：我们是“甲”，它是“丙”"),
    ('id="x"', 'id="z"', "位置不同的页面", "index.html：只有我们有 x；只有它有 z"),
    ('"b/"', '"c/"', "链接不同的页面", "index.html：只有我们有 b#；只有它有 c#"),
]


@pytest.mark.parametrize(("old", "new", "what", "told"), CHANGES)
def test_difference(other_builders: object, tmp_path: Path, old: str, new: str, what: str, told: str) -> None:
    """A title, a place, a link."""
    theirs = {name: text.replace(old, new) for name, text in OURS.items()}
    assert differing(other_builders, tmp_path, theirs) == {what: [told]}


def test_pages_that_only_one_has(other_builders: object, tmp_path: Path) -> None:
    """Each is named."""
    theirs = {"index.html": OURS["index.html"], "c/index.html": OURS["b/index.html"]}
    expected = {"只有我们有的页面": ["b/index.html"], "只有它有的页面": ["c/index.html"]}
    assert differing(other_builders, tmp_path, theirs) == expected


@pytest.mark.parametrize(
    ("page", "shown", "counted"),
    [
        ("a/b.md", '<a href="../../c/">', '<a href="../c/">'),
        ("a/b.md", '<a href="d/#e">', '<a href="b/d/#e">'),
        ("a/index.md", '<a href="../c/?f=g">', '<a href="../c/?f=g">'),
        ("index.md", '<script src="assets/a.js">', '<script src="assets/a.js">'),
        ("a/b.md", '<a href="https://a.test/"><a href="#h"><a href="/i">', None),
    ],
)
def test_addresses_counted_from_the_file(other_builders: object, page: str, shown: str, counted: str | None) -> None:
    """As Zensical wants them: a page that is no folder's own is shown one level deeper than its file is."""
    assert other_builders.counted_from_file(page, shown) == (counted or shown)
